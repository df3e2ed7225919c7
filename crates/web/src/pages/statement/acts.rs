//! What may be done with a statement now, each as a form.

use office::acts::Seen;
use office::statements::Dossier;
use office::workflow::{Act, is_open};
use office::{Asker, Permission};
use store::statements::State;

/// An act as a form.
pub(crate) struct ActButton {
    /// Where the form goes.
    pub(crate) action: String,
    /// Its words.
    pub(crate) name: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    /// "", main or danger.
    pub(crate) kind: &'static str,
    /// What is asked before it is done.
    pub(crate) confirm: String,
    /// What the form asks for: nothing, reason, minutes, approval.
    pub(crate) fields: &'static str,
    /// What the reason is called; whether it must be given.
    pub(crate) reason: (&'static str, bool),
    /// What the page showed.
    pub(crate) version: i64,
    /// What the page showed.
    pub(crate) state: &'static str,
}

/// What the asker may do beside the acts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rights {
    pub(crate) may_write: bool,
    pub(crate) may_accept: bool,
    pub(crate) may_review: bool,
    pub(crate) may_answer: bool,
    /// Whether the asker raises demands from above or from the finance bureau.
    pub(crate) may_demand: bool,
    pub(crate) seen: Seen,
}

impl Rights {
    /// What the asker may do with the version that is shown.
    pub(crate) fn of(asker: &Asker, dossier: &Dossier, number: i64) -> Rights {
        let it = &dossier.listed.statement;
        let is_newest = number == it.version;
        let may = |permission| asker.may_at(permission, &dossier.path);
        let is_inside = is_open(it.state)
            || matches!(it.state, State::InternalReview | State::Collective | State::Ready);
        let is_review = it.state == State::FinanceReview;
        Rights {
            may_write: is_open(it.state) && may(Permission::WriteStatements),
            may_accept: is_inside && is_newest && may(Permission::AcceptFindings),
            may_review: is_review && is_newest && may(Permission::ReviewForFinance),
            may_answer: is_open(it.state) && may(Permission::AnswerOpinions),
            may_demand: is_newest
                && may(Permission::RaiseDemands)
                && !may(Permission::WriteStatements),
            seen: Seen { version: it.version, state: it.state },
        }
    }
}

/// The acts that may be done now.
pub(crate) fn buttons(dossier: &Dossier) -> Vec<ActButton> {
    let it = &dossier.listed.statement;
    let button = |act: &Act| {
        let folder = if matches!(act, Act::Decide | Act::Reject) { "minutes" } else { "acts" };
        let (icon, kind) = look(*act);
        let (fields, reason) = fields(*act);
        ActButton {
            action: format!("/statements/{}/{folder}/{}", it.id, act.word()),
            name: act.label(),
            icon,
            kind,
            confirm: confirm(*act, it.version),
            fields,
            reason,
            version: it.version,
            state: it.state.word(),
        }
    };
    dossier.acts.iter().map(button).collect()
}

fn look(act: Act) -> (&'static str, &'static str) {
    match act {
        Act::HandIn | Act::PassOn | Act::Send => ("send", "main"),
        Act::Decide => ("people", "main"),
        Act::Approve => ("patch-check", "main"),
        Act::Publish => ("megaphone", "main"),
        Act::TakeBack => ("arrow-counterclockwise", ""),
        Act::GiveBack | Act::Return | Act::Reject => ("arrow-return-left", "danger"),
        Act::Withdraw => ("x-lg", "danger"),
        Act::Adjust => ("sliders", ""),
        Act::AbandonAdjustment => ("x-lg", "danger"),
        Act::Archive => ("archive", ""),
    }
}

fn fields(act: Act) -> (&'static str, (&'static str, bool)) {
    match act {
        Act::GiveBack => ("reason", ("退回的原因", true)),
        Act::Return => ("reason", ("退回的说明（没有意见时必填）", false)),
        Act::Withdraw => ("reason", ("撤下的原因", true)),
        Act::Adjust => ("reason", ("调整的原因", true)),
        Act::Decide | Act::Reject => ("minutes", ("", false)),
        Act::Approve => ("approval", ("", false)),
        _ => ("", ("", false)),
    }
}

fn confirm(act: Act, version: i64) -> String {
    match act {
        Act::Send => format!("把第{version}版报送财政？报送后由财政审核，本部门不能再改"),
        Act::Approve => format!("批复第{version}版？批复后这一版不能再改"),
        Act::Publish => "公开批复的文本？公开后人人可以查看".to_owned(),
        Act::Archive => "归档后不能再办理任何事项，确定归档？".to_owned(),
        Act::AbandonAdjustment => "放弃调整，恢复批复的文本？已写的版本仍会留存".to_owned(),
        other => format!("确定“{}”？", other.label()),
    }
}
