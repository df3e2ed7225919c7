//! The running year of a statement: values with where they come from, bindings, values that somebody enters.

pub(crate) mod bind;
pub(crate) mod enter;
pub(crate) mod show;

use measure::Arguments;
use office::year::{Row, Standing};

use crate::pages::measures::{Pairs, argument_pairs};

/// The address of a statement's year.
pub(crate) fn here(id: &str) -> String {
    format!("/statements/{id}/year")
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
    pairs.extend(argument_pairs(arguments));
    pairs
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
