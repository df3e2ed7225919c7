//! Values of measures as people read them.

use measure::{Outcome, Value};
pub(crate) use model::explain::grouped;

/// A value with thousands apart; a dash of nothing.
pub(crate) fn value(value: &Value) -> String {
    match &value.outcome {
        None => "—".to_owned(),
        Some(Outcome::Number(number)) => grouped(*number),
        Some(Outcome::Day(day)) => day.to_string(),
        Some(Outcome::Level { label, .. }) => label.clone(),
    }
}
