//! 绩效自评: one statement's form, what is done with it, all departments.

pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod papers;

use ground::Decimal;
use office::demands::noticed::{Noticed, Subject};
use office::evaluating::Evaluated;
use office::evaluating::sheet::{Marked, Part};
use office::{Asker, Permission};
use store::evaluations::State;

use crate::pages::demands::form::noticed_href;
use crate::view::{Chip, wan};

/// Where the list of all departments is.
pub(crate) const HERE: &str = "/evaluations";

/// Names and values, as forms send them.
pub(crate) type Pairs = Vec<(String, String)>;

/// Where the form of a statement is.
pub(crate) fn address_of(statement: &str) -> String {
    format!("/statements/{statement}/evaluation")
}

/// Points as people read them; a dash where there are none.
pub(crate) fn points(points: Option<Decimal>) -> String {
    points.map_or_else(|| "—".to_owned(), |points| points.normalize().to_string())
}

/// Where a self-evaluation stands, as its chip is drawn.
pub(crate) fn chip(state: Option<State>) -> Chip {
    let (code, icon) = match state {
        None | Some(State::Draft) => ("draft", "pencil"),
        Some(State::Inside) => ("internal_review", "eye"),
        Some(State::Ready) => ("ready", "send"),
        Some(State::Reported) => ("finance_review", "bank"),
        Some(State::Recheck) => ("adjusting", "sliders"),
        Some(State::Settled) => ("approved", "patch-check"),
    };
    Chip { code, icon, name: state.map_or("未开始", State::label) }
}

/// All values under a name, in their order.
fn every<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    let named = pairs.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

/// The value under a name; blank where there is none.
fn one_of<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    every(pairs, name).first().copied().unwrap_or_default()
}

/// Where a self-evaluation leads those who may go there.
#[derive(Clone, Copy)]
struct Leads {
    /// To the entries behind values.
    may_look: bool,
    /// To a demand about what was missed.
    may_demand: bool,
}

impl Leads {
    fn of(asker: &Asker, found: &Evaluated) -> Leads {
        let may = |permission| asker.may_at(permission, &found.path);
        // What nobody has begun says nothing yet that could be put right.
        let is_begun = found.state().is_some();
        Leads {
            may_look: may(Permission::ReadRegisters),
            may_demand: is_begun && may(Permission::RaiseDemands),
        }
    }

    /// Where a demand is raised about a mark; empty where the asker may raise none or nothing was missed.
    fn demand(
        self,
        found: &Evaluated,
        mark: Option<&Marked>,
        subject: impl FnOnce() -> Subject,
    ) -> String {
        match mark.filter(|mark| self.may_demand && !mark.is_reached) {
            Some(_) => noticed_href(&found.sheet.statement, &Noticed::Mark(subject())),
            None => String::new(),
        }
    }
}

/// What was spent of a project.
struct Spent {
    /// With its unit; in words where nobody records what is paid.
    said: String,
    /// By what a typed sum is sent; empty where registers have it.
    key: String,
    typed: String,
    reason: String,
}

impl Spent {
    fn of(part: &Part) -> Spent {
        let typed = part.typed_spent.as_ref();
        let note = if typed.is_some() { "（录入）" } else { "" };
        let said = |spent| format!("{} 万元{note}", wan(Some(spent)));
        Spent {
            said: part.spent().map_or_else(|| "没有支付数据".to_owned(), said),
            key: part.spent_key().unwrap_or_default(),
            typed: typed.map(|it| it.words.clone()).unwrap_or_default(),
            reason: typed.map(|it| it.reason.clone()).unwrap_or_default(),
        }
    }
}
