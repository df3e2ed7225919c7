//! 重点评价 and 部门评价: all of them, one, an expert's sheet.

pub(crate) mod evidence;
pub(crate) mod experts;
pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod one;

use axum::response::Redirect;
use store::appraisals::State;

use crate::WebError;
use crate::view::Chip;

/// Where the list is.
pub(crate) const HERE: &str = "/appraisals";

/// Names and values, as forms send them.
pub(crate) type Pairs = Vec<(String, String)>;

/// Where an appraisal stands, as its chip is drawn.
pub(crate) fn chip(state: State) -> Chip {
    let (code, icon) = match state {
        State::Preparing => ("draft", "pencil"),
        State::Marking => ("internal_review", "people"),
        State::Drawn => ("ready", "sliders"),
        State::Consulting => ("finance_review", "send"),
        State::Answered => ("adjusting", "chat-left-text"),
        State::Settled => ("approved", "patch-check"),
        State::Withdrawn => ("archived", "x-lg"),
    };
    Chip { code, icon, name: state.label() }
}

/// The values under a name, in their order.
fn every<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    let named = pairs.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

/// The value under a name; blank where there is none.
fn one_of<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    every(pairs, name).first().copied().unwrap_or_default()
}

/// The version that the page showed.
fn seen(pairs: &Pairs) -> Result<i64, WebError> {
    let unclear = |_| WebError::BadRequest("表单不完整，请刷新页面后重试".to_owned());
    one_of(pairs, "seen").parse().map_err(unclear)
}

fn done(id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("{HERE}/{id}?done={said}"))
}
