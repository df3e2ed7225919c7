//! JSON as people write it for a form, checked field by field: every fault with its path.

use ground::{Decimal, Money};
use rulebook::SumUnit;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};

use super::{Data, Datum};
use crate::forms::person::{BankAccount, IdNumber, MaskedId};
use crate::forms::value::{FieldShape, Kind, Shape};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands: `rows[2].amount`.
    pub path: String,
    /// What is wrong and how to write it.
    pub message: String,
    /// How grave it is.
    pub grade: Grade,
}

/// How grave a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The form cannot be filled.
    Error,
    /// It can; somebody should know.
    Note,
}

impl Data {
    /// Reads the values of a form, derives what follows from others, and says all that is wrong.
    pub fn from_json(shape: &'static Shape, json: &Json) -> (Data, Vec<Fault>) {
        let mut reader = Reader { faults: Vec::new() };
        let mut data = reader.record(shape, json, "");
        data.derive("", &mut reader.faults);
        reader.missing(&data, "");
        reader.faults.sort_by_key(|fault| fault.grade == Grade::Note);
        (data, reader.faults)
    }
}

/// Written in the order of the form, so that people find their way; blank fields are `null` or empty,
/// so that they can be filled in. [`Data::from_json`] reads it back.
impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.shape.fields.iter().zip(&self.values);
        serializer.collect_map(fields.map(|(field, value)| (field.name, Written(field, value))))
    }
}

/// A value as it is written.
struct Written<'d>(&'static FieldShape, &'d Datum);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Written(field, value) = self;
        match value {
            Datum::Blank => match field.kind {
                Kind::Text | Kind::Id | Kind::Account | Kind::MaskedId => "".serialize(serializer),
                Kind::Lines | Kind::List(_) => [(); 0].serialize(serializer),
                Kind::Money | Kind::Percent | Kind::Number | Kind::Day => {
                    serializer.serialize_none()
                }
            },
            Datum::Text(text) => text.serialize(serializer),
            Datum::Lines(lines) => lines.serialize(serializer),
            Datum::Money(sum) => match field.unit() {
                SumUnit::Wan => format!("{}万元", sum.wan()).serialize(serializer),
                SumUnit::Yuan => format!("{}元", sum.yuan()).serialize(serializer),
            },
            Datum::Percent(share) => format!("{}%", share.normalize()).serialize(serializer),
            Datum::Number(number) => number_json(*number).serialize(serializer),
            Datum::Day(day) => day.to_string().serialize(serializer),
            Datum::List(all) => all.serialize(serializer),
        }
    }
}

/// A whole number stands as one, another as words, which lose nothing.
fn number_json(number: Decimal) -> Json {
    let text = number.normalize().to_string();
    text.parse::<i64>().map_or(Json::String(text), Json::from)
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn say(&mut self, path: &str, grade: Grade, message: String) {
        let path = if path.is_empty() { "最外层".into() } else { path.to_owned() };
        self.faults.push(Fault { path, message, grade });
    }

    fn record(&mut self, shape: &'static Shape, json: &Json, path: &str) -> Data {
        let mut data = Data::blank(shape);
        let Json::Object(given) = json else {
            let message = format!("应当是一组“栏目: 内容”，写在花括号里，现在是{}", kind_of(json));
            self.say(path, Grade::Error, message);
            return data;
        };
        self.unknown(shape, given, path);
        for (field, value) in shape.fields.iter().zip(&mut data.values) {
            if let Some(json) = given.get(field.name) {
                *value = self.field(field, json, &joined(path, field.name));
            }
        }
        data
    }

    fn unknown(&mut self, shape: &Shape, given: &Map<String, Json>, path: &str) {
        for key in given.keys().filter(|key| shape.kind(key).is_none()) {
            let by_label = shape.fields.iter().find(|field| field.label == key);
            let near = by_label.or_else(|| nearest(shape, key));
            let hint = near.map_or(String::new(), |field| {
                format!("，是不是“{}”（{}）", field.name, field.label)
            });
            self.say(&joined(path, key), Grade::Error, format!("表里没有这一栏{hint}"));
        }
    }

    fn field(&mut self, field: &FieldShape, json: &Json, path: &str) -> Datum {
        if json.is_null() {
            return Datum::Blank;
        }
        let said = match (field.kind, json) {
            (Kind::List(shape), Json::Array(all)) => {
                let all = (0..).zip(all);
                let records =
                    all.map(|(at, one)| self.record(shape, one, &format!("{path}[{at}]")));
                return Datum::List(records.collect());
            }
            (Kind::List(_), _) => Err("应当是清单，写在方括号里".into()),
            (Kind::Lines, Json::Array(all)) => lines(all),
            (Kind::MaskedId, Json::String(text)) => return self.masked(field, text, path),
            (_, Json::String(text)) if text.trim().is_empty() => return Datum::Blank,
            (_, Json::String(text)) => from_words(field, text),
            (Kind::Money | Kind::Percent | Kind::Number, Json::Number(number)) => {
                from_words(field, &number.to_string())
            }
            (Kind::Text | Kind::Lines, _) => Err("应当是文字，写在双引号里".into()),
            (Kind::Id | Kind::Account | Kind::MaskedId, _) => {
                Err("号码应当写在双引号里，否则会丢掉数字".into())
            }
            (Kind::Day, _) => Err("日期应当写成 \"2026-07-31\"".into()),
            (Kind::Money | Kind::Percent | Kind::Number, _) => Err("应当是数".into()),
        };
        said.unwrap_or_else(|expected: String| {
            // What identifies a person is not repeated in messages.
            let private = field.kind.is_secret() || matches!(field.kind, Kind::MaskedId);
            let now = if private { String::new() } else { format!("，现在是{}", shown(json)) };
            self.say(path, Grade::Error, format!("{}：{expected}{now}", field.label));
            Datum::Blank
        })
    }

    /// A whole number on a public list is masked, whoever gave it.
    fn masked(&mut self, field: &FieldShape, text: &str, path: &str) -> Datum {
        if let Ok(whole) = IdNumber::try_from(text.to_owned()) {
            let message = "给的是完整的身份证号码，公示时已隐去第7至14位".to_owned();
            self.say(path, Grade::Note, message);
            return Datum::Text(whole.masked().into());
        }
        match MaskedId::try_from(text.to_owned()) {
            Ok(masked) => Datum::Text(masked.into()),
            Err(error) => {
                self.say(path, Grade::Error, format!("{}：{error}", field.label));
                Datum::Blank
            }
        }
    }

    /// What must be given and is not, and what is left blank.
    fn missing(&mut self, data: &Data, path: &str) {
        for (field, value) in data.shape.fields.iter().zip(&data.values) {
            let path = joined(path, field.name);
            let told = self.faults.iter().any(|fault| fault.path == path);
            if data.shape.needs(field) && value.is_blank() && !told {
                self.say(&path, Grade::Error, format!("缺少{}", field.label));
            }
            if let Datum::List(all) = value {
                for (at, record) in all.iter().enumerate() {
                    self.missing(record, &format!("{path}[{at}]"));
                }
            }
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn lines(all: &[Json]) -> Result<Datum, String> {
    let line = |json: &Json| json.as_str().map(str::to_owned);
    let lines: Option<Vec<String>> = all.iter().map(line).collect();
    lines.map(Datum::Lines).ok_or_else(|| "每一段都应当是文字，写在双引号里".into())
}

fn from_words(field: &FieldShape, text: &str) -> Result<Datum, String> {
    let trimmed = text.trim();
    match field.kind {
        Kind::Text => Ok(Datum::Text(text.to_owned())),
        Kind::Lines => Ok(Datum::Lines(text.lines().map(str::to_owned).collect())),
        Kind::Money => money(trimmed, field.unit()).map(Datum::Money),
        Kind::Percent => {
            let number = decimal(trimmed.trim_end_matches(['%', '％']));
            number.map(Datum::Percent).ok_or_else(|| "应当是百分数，如 66.67 表示 66.67%".into())
        }
        Kind::Number => decimal(trimmed)
            .filter(|number| {
                !["year", "through_month"].contains(&field.name) || is_sound(field, *number)
            })
            .map(Datum::Number)
            .ok_or_else(|| match field.name {
                "year" => "应当是四位年份，如 2026".into(),
                "through_month" => "应当是 1 至 12 的月份".into(),
                _ => "应当是数".into(),
            }),
        Kind::Day => {
            let day = trimmed.parse().map(Datum::Day);
            day.map_err(|_| "日期应当写成 \"2026-07-31\"".into())
        }
        Kind::Id => kept(text, |text| IdNumber::try_from(text).map(String::from)),
        Kind::Account => kept(text, |text| BankAccount::try_from(text).map(String::from)),
        Kind::MaskedId => kept(text, |text| MaskedId::try_from(text).map(String::from)),
        Kind::List(_) => Err("应当是清单，写在方括号里".into()),
    }
}

fn is_sound(field: &FieldShape, number: Decimal) -> bool {
    let (least, most) = if field.name == "year" { (1990, 2100) } else { (1, 12) };
    number.fract().is_zero() && number >= Decimal::from(least) && number <= Decimal::from(most)
}

fn kept<E: ToString>(text: &str, check: fn(String) -> Result<String, E>) -> Result<Datum, String> {
    check(text.trim().to_owned()).map(Datum::Text).map_err(|error| error.to_string())
}

/// A sum with its unit, or in the unit of the form.
fn money(text: &str, usual: SumUnit) -> Result<Money, String> {
    let (number, unit) = match (text.strip_suffix("万元"), text.strip_suffix('元')) {
        (Some(number), _) => (number, SumUnit::Wan),
        (None, Some(number)) => (number, SumUnit::Yuan),
        (None, None) => (text, usual),
    };
    let sum = decimal(number).and_then(|number| match unit {
        SumUnit::Wan => Money::from_wan(number),
        SumUnit::Yuan => Money::from_yuan(number),
    });
    sum.ok_or_else(|| match usual {
        SumUnit::Wan => "应当是金额，精确到分，如 24.5（万元）或 \"245000元\"".into(),
        SumUnit::Yuan => "应当是金额，精确到分，如 3000（元）或 \"0.3万元\"".into(),
    })
}

fn decimal(text: &str) -> Option<Decimal> {
    let plain = text.trim().replace([',', '，'], "");
    plain.parse().ok().or_else(|| Decimal::from_scientific(&plain).ok())
}

fn shown(json: &Json) -> String {
    let text = json.to_string();
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "空值",
        Json::Bool(_) => "真假值",
        Json::Number(_) => "数",
        Json::String(_) => "文字",
        Json::Array(_) => "清单",
        Json::Object(_) => "一组栏目",
    }
}

/// The field whose name is one slip of the pen away.
fn nearest<'s>(shape: &'s Shape, key: &str) -> Option<&'s FieldShape> {
    let key = key.to_ascii_lowercase().replace(['-', ' '], "_");
    shape.fields.iter().find(|field| field.name == key || slip(field.name, &key))
}

/// Whether two names differ in one letter, left out, put in or another.
fn slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 || short.len() < 3 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let behind = usize::from(short.len() == long.len());
    short.get(same + behind..).unwrap_or_default() == long.get(same + 1..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_carry_their_unit_or_that_of_the_form() {
        let wan = |text: &str| money(text, SumUnit::Wan).map(Money::fen);
        assert_eq!(wan("24.5"), Ok(24_500_000));
        assert_eq!(wan("245,000元"), Ok(24_500_000));
        assert_eq!(money("3000", SumUnit::Yuan).map(Money::fen), Ok(300_000));
        assert!(wan("24.50005万").is_err() && wan("0.0000001").is_err());
    }

    #[test]
    fn slips_of_the_pen() {
        assert!(slip("amount", "amont") && slip("amount", "ammount") && slip("amount", "amaunt"));
        assert!(slip("rows", "row") && !slip("rows", "rates"));
    }
}
