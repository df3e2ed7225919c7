//! The way of a form: who may move it from where to where, and the approval, which freezes its values.
//!
//! ```text
//! 待填报 → 内部审核 → 财政审定 → 已审定
//!   ↑________|          ↓
//!            ↑--- 退回修改
//! ```

use store::Scope;
use store::monitoring::{self, Step, Task, TaskState};

use super::filling::{Work, body, occasion, sheets_of};
use super::sheet::{Sheet, changes, lacking};
use crate::acts::{allowed, needed};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// So many faults are named; the rest is counted.
const NAMED: usize = 5;

/// Something that moves a form on or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The clerk hands it in to the head.
    Submit,
    /// The clerk takes it back before anybody has checked it.
    TakeBack,
    /// The head passes it on to the finance bureau.
    PassOn,
    /// The head gives it back to the clerk.
    GiveBack,
    /// The finance bureau approves it: the values are frozen.
    Approve,
    /// The finance bureau returns it.
    Return,
}

/// What is typed for an act.
#[derive(Clone, Debug, Default)]
pub struct ActText {
    /// Why; the opinion where it is passed on or approved.
    pub reason: String,
    /// What the finance bureau asks to be put right, with the approval.
    pub demands: String,
}

use TaskState as S;

impl Act {
    /// All of them, in the order of the way.
    pub const ALL: [Act; 6] =
        [Act::Submit, Act::TakeBack, Act::PassOn, Act::GiveBack, Act::Approve, Act::Return];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Act::Submit => "submit",
            Act::TakeBack => "take-back",
            Act::PassOn => "pass-on",
            Act::GiveBack => "give-back",
            Act::Approve => "approve",
            Act::Return => "return",
        }
    }

    /// The act with this name.
    pub fn from_word(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Act::Submit => "提交监控表",
            Act::TakeBack => "收回监控表",
            Act::PassOn => "报送监控表",
            Act::GiveBack => "退回填报",
            Act::Approve => "审定监控表",
            Act::Return => "退回监控表",
        }
    }

    /// What it needs.
    pub fn permission(self) -> Permission {
        match self {
            Act::Submit | Act::TakeBack => Permission::FillMonitoring,
            Act::PassOn | Act::GiveBack => Permission::CheckInside,
            Act::Approve | Act::Return => Permission::ReviewMonitoring,
        }
    }

    /// Whether it goes back, so that a reason is owed.
    pub fn is_back(self) -> bool {
        matches!(self, Act::GiveBack | Act::Return)
    }

    /// Where it leads from a state, if it can be done there.
    pub fn leads(self, from: TaskState) -> Option<TaskState> {
        match (self, from) {
            (Act::Submit, S::Filling | S::Returned) => Some(S::Inside),
            (Act::TakeBack | Act::GiveBack, S::Inside) => Some(S::Filling),
            (Act::PassOn, S::Inside) => Some(S::Finance),
            (Act::Approve, S::Finance) => Some(S::Approved),
            (Act::Return, S::Finance) => Some(S::Returned),
            _ => None,
        }
    }

    /// Those that can be done in a state.
    pub fn of(state: TaskState) -> impl Iterator<Item = Act> {
        Act::ALL.into_iter().filter(move |act| act.leads(state).is_some())
    }
}

impl Office {
    /// Moves a form. `revision`: what the asker saw.
    ///
    /// # Errors
    /// If the asker may not, somebody else was faster, the form cannot be moved so from where it stands, something is
    /// not filled in, no reason is given for going back, or the values have changed since the form was handed in.
    pub async fn move_monitoring(
        &self,
        asker: &Asker,
        id: &str,
        act: Act,
        revision: i64,
        text: &ActText,
    ) -> Result<(), OfficeError> {
        // What is computed is read before the transaction: it needs a connection of its own.
        let (watching, now) = self.sheets_now(asker, id).await?;
        let mut work = self.monitoring_work(asker, act.permission(), id).await?;
        work.as_seen(revision)?;
        let from = work.task.state;
        let to = act.leads(from).ok_or_else(|| {
            OfficeError::Conflict(format!("监控表现在是“{from}”，不能“{}”", act.label()))
        })?;
        let what = if act.is_back() { "退回的原因" } else { "意见" };
        let reason =
            if act.is_back() { needed(&text.reason, what)? } else { allowed(&text.reason, what)? };
        let since = work.deed.now.to_string();
        let mut changed = Task { state: to, state_since: since, ..work.changed() };
        if act == Act::Submit {
            is_whole(&lacking(&now))?;
            changed.body = body(&now)?;
        }
        if act == Act::Approve {
            changed.demands = allowed(&text.demands, "整改要求")?;
            changed.digest = store::digest(changed.body.as_bytes());
            are_the_same(&sheets_of(&work.task)?, &now)?;
            let (occasion, at) = (occasion(&work.task), work.deed.now.to_string());
            self.freeze(&mut work.deed.tx, &watching.year, &occasion, &at).await?;
        }
        work.write(&changed).await?;
        step(&mut work, act, to, &reason).await?;
        let mut detail = format!("截至{}，{from}→{to}", changed.day);
        if !reason.is_empty() {
            detail.push_str(&format!("：{reason}"));
        }
        let before = store::digest(work.task.body.as_bytes());
        let after = store::digest(changed.body.as_bytes());
        let note = work.note(act.label(), detail);
        work.deed.done(Note { before, after, ..note }).await
    }
}

/// Goes on only if what is approved still is what stands on the form.
fn are_the_same(form: &[Sheet], now: &[Sheet]) -> Result<(), OfficeError> {
    let changes = changes(form, now);
    if changes.is_empty() {
        return Ok(());
    }
    let said = named(&changes);
    Err(OfficeError::Conflict(format!(
        "提交以后数据有变动：{said}。审定的数必须和表上的一致，请退回，由部门重新提交"
    )))
}

fn is_whole(lacking: &[String]) -> Result<(), OfficeError> {
    if lacking.is_empty() {
        return Ok(());
    }
    Err(OfficeError::Invalid(format!("还有{}处没有填：{}", lacking.len(), named(lacking))))
}

/// The first sentences, and that there are more.
fn named(all: &[String]) -> String {
    let mut said = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join("；");
    if all.len() > NAMED {
        said.push_str(&format!("；等{}处", all.len()));
    }
    said
}

async fn step(work: &mut Work<'_>, act: Act, to: S, reason: &str) -> Result<(), OfficeError> {
    let (owner, id) = (work.task.owner.clone(), work.task.id.clone());
    let way = monitoring::steps(&mut work.deed.tx, &Scope::everything(), &id).await?;
    let asker = work.deed.asker;
    let new = Step {
        number: way.last().map_or(1, |last| last.number + 1),
        act: act.label().to_owned(),
        from: work.task.state,
        to,
        reason: reason.to_owned(),
        by_user: asker.user.clone(),
        by_name: asker.name.clone(),
        at: work.deed.now.to_string(),
    };
    Ok(monitoring::insert_step(&mut work.deed.tx, &owner, &id, &new).await?)
}
