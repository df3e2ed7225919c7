//! Where two statements say different things, told by their data.

use model::statement::Statement;
use serde_json::Value;

/// The first field in which two statements differ, `None` where they are equal.
///
/// Equality is that of the statements themselves: words are equal that say the same, wherever they
/// stand. The field is looked for in their data, places left aside.
pub fn difference(one: &Statement, other: &Statement) -> Option<String> {
    if one == other {
        return None;
    }
    let data = |statement: &Statement| serde_json::to_value(statement).unwrap_or(Value::Null);
    let told = walk("", &data(one), &data(other));
    Some(told.unwrap_or_else(|| "a field that their data does not show".into()))
}

/// Keys that say where words stand and not what they say.
const PLACES: [&str; 4] = ["raw", "at", "place", "pieces"];

fn walk(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            let said = keys.filter(|key| !PLACES.contains(&key.as_str()));
            let at = |value: &serde_json::Map<String, Value>, key: &str| {
                value.get(key).cloned().unwrap_or(Value::Null)
            };
            said.into_iter()
                .find_map(|key| walk(&format!("{path}.{key}"), &at(a, key), &at(b, key)))
        }
        (Value::Array(a), Value::Array(b)) => {
            let pairs = a.iter().zip(b).enumerate();
            let found = pairs
                .into_iter()
                .find_map(|(index, (a, b))| walk(&format!("{path}[{index}]"), a, b));
            let counted = || {
                (a.len() != b.len()).then(|| format!("{path}: {} items, then {}", a.len(), b.len()))
            };
            found.or_else(counted)
        }
        _ => (one != other).then(|| format!("{path}: {one}, then {other}")),
    }
}
