//! Demands for rectification (整改).
//!
//! Suggested reading order: [`list`] (all of them), [`form`] (raising one), [`sheet`] (one of them: what was found,
//! what decides, what was said), [`acts`] (what is done with it, its files and papers).

pub(crate) mod acts;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod sheet;

use office::demands::deciding::Verdict;
use store::demands::DemandState;

use crate::view::Chip;

/// Where demands begin.
pub(crate) const HERE: &str = "/demands";

/// How a state is shown.
pub(crate) fn chip(state: DemandState) -> Chip {
    let (code, icon) = match state {
        DemandState::Open => ("finance_review", "clock"),
        DemandState::Answered => ("internal_review", "chat-left-text"),
        DemandState::Returned => ("returned", "arrow-return-left"),
        DemandState::Confirmed => ("approved", "check-circle-fill"),
        DemandState::Withdrawn => ("draft", "dash-lg"),
    };
    Chip { code, icon, name: state.label() }
}

/// What a rule or a check says: the tone and the icon of its chip.
pub(crate) fn tone(verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Gone(_) => ("good", "check-circle-fill"),
        Verdict::Still(_) => ("error", "x-octagon-fill"),
        Verdict::Unclear(_) => ("warning", "exclamation-triangle-fill"),
    }
}
