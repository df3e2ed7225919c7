//! What a list is narrowed down by, as its address says: an export takes the same.

use office::registers::listing::{Filter, Question, Standing};
use office::registers::sight::Wish;
use register::{Definition, Direction};

use super::{Pairs, get};

/// What a value must be for a row to be shown.
type Test = fn(String) -> Filter;

/// The question that an address asks.
pub(super) fn question(pairs: &Pairs, definition: &Definition, wish: Wish) -> Question {
    let is = |value: String| if value == "-" { Filter::Empty } else { Filter::Is(value) };
    let kinds: [(&str, Test); 4] =
        [("", is), ("-from", Filter::AtLeast), ("-to", Filter::AtMost), ("-has", Filter::Contains)];
    let filters = definition.fields.iter().flat_map(|field| {
        kinds.into_iter().filter_map(|(end, filter)| {
            let value = get(pairs, &format!("f-{}{end}", field.name));
            (!value.is_empty()).then(|| (field.name.clone(), filter(value.to_owned())))
        })
    });
    let sort = get(pairs, "sort");
    let order = sort.strip_prefix('-').map_or((sort, Direction::Up), |it| (it, Direction::Down));
    Question {
        words: get(pairs, "q").to_owned(),
        filters: filters.collect(),
        state: Some(get(pairs, "state").to_owned()).filter(|state| !state.is_empty()),
        standing: if get(pairs, "standing") == "only" { Standing::Only } else { Standing::All },
        import: get(pairs, "import").parse().ok(),
        order: (!sort.is_empty()).then(|| (order.0.to_owned(), order.1)),
        wish,
        ..Question::default()
    }
}

/// What of an address narrows a list down, to be sent again.
pub(super) fn again(pairs: &Pairs) -> Pairs {
    let known = |name: &str| {
        ["q", "owner", "state", "standing", "sort", "import"].contains(&name)
            || name.starts_with("f-")
    };
    pairs.iter().filter(|(name, value)| known(name) && !value.trim().is_empty()).cloned().collect()
}
