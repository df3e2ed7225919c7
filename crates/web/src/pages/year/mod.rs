//! The running year of a statement: values with where they come from, bindings, values that somebody enters.

pub(crate) mod bind;
pub(crate) mod enter;
pub(crate) mod show;

use ground::Day;
use measure::Arguments;
use office::year::{Computed, Row, Standing};

use crate::App;
use crate::pages::measures::Pairs;

/// The address of a statement's year.
pub(crate) fn here(id: &str) -> String {
    format!("/statements/{id}/year")
}

/// The entries behind a computed value.
pub(crate) fn evidence_href(computed: &Computed, owner: &str) -> String {
    let year = computed.period.first.year().to_string();
    let until = computed.period.last.to_string();
    let deadline = computed.arguments.deadline.map(|day| day.to_string()).unwrap_or_default();
    let names: Vec<(String, &String)> = computed
        .arguments
        .choices
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (format!("f-{name}"), value)))
        .collect();
    let mut asked = vec![("owner", owner), ("year", &year), ("until", &until)];
    asked.extend(names.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    asked.push(("deadline", &deadline));
    crate::view::address(&format!("/measures/{}", computed.code), &asked)
}

/// How an indicator is bound, as the page of choosing has it in its address.
pub(crate) fn bound_pairs(row: &Row) -> Pairs {
    let Some(binding) = row.binding.as_ref().filter(|one| !one.measure.is_empty()) else {
        return Pairs::new();
    };
    let arguments: Arguments = serde_json::from_str(&binding.arguments).unwrap_or_default();
    pairs_of(&binding.measure, &arguments)
}

/// A measure with what it is narrowed down to, as the page of choosing has it in its address.
pub(crate) fn pairs_of(measure: &str, arguments: &Arguments) -> Pairs {
    let mut pairs = vec![("measure".to_owned(), measure.to_owned())];
    for (name, values) in &arguments.choices {
        pairs.extend(values.iter().map(|value| (format!("f-{name}"), value.clone())));
    }
    pairs.extend(arguments.deadline.map(|day| ("deadline".to_owned(), day.to_string())));
    pairs
}

/// The day that is asked for; today where none is, or nothing can be made of it.
pub(crate) fn day(app: &App, asked: &str) -> Day {
    asked.parse().unwrap_or_else(|_| app.office.now().day())
}

/// What is said of a value beside it: its tone and word.
pub(crate) fn chip(standing: &Standing) -> (&'static str, &'static str) {
    let tone = match standing {
        Standing::Computed(_) => "sev-good",
        Standing::Entered(_) => "sev-note",
        Standing::Unbound | Standing::Awaited => "sev-warning",
        Standing::Refused(_) => "sev-error",
    };
    (tone, standing.label())
}

/// How a value came about, in Chinese.
pub(crate) fn said(row: &Row) -> String {
    match &row.standing {
        Standing::Computed(computed) => computed.said.clone(),
        Standing::Refused(why) => why.clone(),
        Standing::Entered(value) => {
            format!("{}，{}录入，截至{}", value.reason, value.by_name, value.as_of)
        }
        Standing::Awaited => {
            let reason = row.binding.as_ref().map_or("", |binding| binding.reason.as_str());
            format!("台账给不出：{reason}")
        }
        Standing::Unbound => String::new(),
    }
}
