//! What was said at the places of a text, and the way to say more.

use std::fmt::Write;

use office::opinions::Thread;
use office::places::Spot;

use crate::view::escaped;

/// What was said at the places of a text, and whether more may be said.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Remarks<'t> {
    /// The opinions on this very version.
    pub(crate) threads: &'t [Thread],
    /// The version that is shown.
    pub(crate) version: i64,
    /// Whether the reader may give an opinion on it.
    pub(crate) may_say: bool,
}

/// The id of what stands at a path.
pub(crate) fn anchor(path: &str) -> String {
    format!("at-{}", path.replace('/', "-"))
}

impl Remarks<'_> {
    /// The opinions on a place, and the link to the form for another one.
    pub(super) fn at(self, spot: Spot) -> String {
        let here = |thread: &&Thread| {
            thread.opinion.version == self.version && is_told_at(spot, &thread.opinion.place)
        };
        let mut out = String::new();
        for thread in self.threads.iter().filter(here) {
            let (number, state) = (thread.number, thread.opinion.state.word());
            // Writing to a string cannot fail.
            let _ = write!(
                out,
                "<a class=\"said {state}\" href=\"?tab=opinions#opinion-{number}\">意见{number}<span class=\"unseen\">，{}</span></a>",
                thread.opinion.state
            );
        }
        if self.may_say {
            let place = escaped(&spot.path());
            let _ = write!(
                out,
                "<a class=\"say\" href=\"?tab=opinions&amp;place={place}#new-opinion\" aria-label=\"对{spot}提意见\" title=\"对{spot}提意见\">\
                 <svg class=\"icon\" aria-hidden=\"true\"><use href=\"/assets/vendor/icons/icons.svg#chat-left-text\"/></svg><span>提意见</span></a>"
            );
        }
        match out.is_empty() {
            true => out,
            false => format!("<span class=\"remarks\">{out}</span>"),
        }
    }
}

/// Whether an opinion with this place is told at the spot: fields without a line of their own are told at the
/// piece that they belong to.
fn is_told_at(spot: Spot, place: &str) -> bool {
    let path = spot.path();
    if place == path {
        return true;
    }
    let Some(field) = place.strip_prefix(&path).and_then(|rest| rest.strip_prefix('/')) else {
        return false;
    };
    match spot {
        Spot::Row(..) | Spot::DepartmentRow(_) | Spot::Plan(_) => true,
        Spot::Project(_) => matches!(field, "heading" | "name" | "unit_code" | "unit_name"),
        _ => false,
    }
}
