//! The acts that move a statement: one function each, all made the same way.
//!
//! `Moving` asks for the right at the department's path, for the state, and whether it still is what
//! the asker saw; then the act checks what it needs, and `Moving::done` moves the statement, adds the
//! step to its way and the entry to the audit trail, in one transaction.

mod after;
mod finance;
mod inside;

pub use finance::ApprovalText;
pub(crate) use inside::keep;
pub use inside::{MinutesText, Scan};

use std::sync::Arc;

use store::statements::{self, State, Statement, Transition, Version};
use store::{Scope, StoreError, organisations};

use crate::deed::{Deed, Note};
use crate::examine::Examined;
use crate::judged::{self, Judged};
use crate::workflow::{Act, Course};
use crate::{Asker, Office, OfficeError, Permission};

/// What the asker saw when deciding: whoever was faster is not overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The newest version.
    pub version: i64,
    /// Where the statement stood.
    pub state: State,
}

/// A change of a statement under way.
#[derive(Debug)]
pub(crate) struct Work<'a> {
    /// The transaction.
    pub(crate) deed: Deed<'a>,
    /// The statement as it is before.
    pub(crate) statement: Statement,
}

/// An act under way.
#[derive(Debug)]
pub(crate) struct Moving<'a> {
    pub(crate) work: Work<'a>,
    act: Act,
    /// Where it leads.
    pub(crate) to: State,
}

/// Reasons and remarks are no longer than this, in characters.
pub(crate) const LONGEST_TEXT: usize = 2_000;

/// What is typed for an act; each takes what it needs of it.
#[derive(Clone, Debug, Default)]
pub struct ActText {
    /// Why.
    pub reason: String,
    /// What the standing meeting decided.
    pub minutes: MinutesText,
    /// What is printed on the approval form.
    pub approval: ApprovalText,
}

impl Office {
    /// Does an act.
    ///
    /// # Errors
    /// As the function of the act.
    pub async fn act(
        &self,
        asker: &Asker,
        id: &str,
        act: Act,
        seen: Seen,
        text: &ActText,
    ) -> Result<(), OfficeError> {
        match act {
            Act::HandIn => self.hand_in(asker, id, seen).await,
            Act::TakeBack => self.take_back(asker, id, seen).await,
            Act::GiveBack => self.give_back(asker, id, seen, &text.reason).await,
            Act::PassOn => self.pass_on(asker, id, seen).await,
            Act::Decide => self.decide(asker, id, seen, &text.minutes).await,
            Act::Reject => self.reject(asker, id, seen, &text.minutes).await,
            Act::Send => self.send(asker, id, seen).await,
            Act::Return => self.return_(asker, id, seen, &text.reason).await,
            Act::Approve => self.approve(asker, id, seen, &text.approval).await,
            Act::Publish => self.publish(asker, id, seen).await,
            Act::Withdraw => self.withdraw(asker, id, seen, &text.reason).await,
            Act::Adjust => self.adjust(asker, id, seen, &text.reason).await,
            Act::AbandonAdjustment => self.abandon(asker, id, seen).await,
            Act::Archive => self.archive(asker, id, seen).await,
        }
    }

    /// Begins work on a statement: the right at its department, alone with it.
    pub(crate) async fn work<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
        id: &str,
    ) -> Result<Work<'a>, OfficeError> {
        let mut deed = self.begin(asker, permission).await?;
        deed.tx.alone(lock(id)).await?;
        let everything = Scope::everything();
        let missing = || OfficeError::missing("这份绩效文本");
        let found = statements::get(&mut deed.tx, &everything, id).await.map_err(missing())?;
        let statement = found.statement;
        let owner = organisations::get(&mut deed.tx, &everything, &statement.owner).await?;
        if !deed.scope.covers(&owner.path) {
            let refused = asker
                .may_at(Permission::ReadStatements, &owner.path)
                .then_some(OfficeError::Refused { what: permission.label() });
            let detail = found.owner_name;
            let note = Note {
                act: permission.label(),
                owner: statement.owner,
                kind: KIND,
                object: statement.id,
                detail,
                ..Note::default()
            };
            deed.refused(note).await?;
            return Err(refused.unwrap_or(OfficeError::Missing { what: "这份绩效文本" }));
        }
        Ok(Work { deed, statement })
    }

    /// Begins an act.
    pub(crate) async fn moving<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        act: Act,
        seen: Seen,
    ) -> Result<Moving<'a>, OfficeError> {
        let mut work = self.work(asker, act.permission(), id).await?;
        work.as_seen(seen).await?;
        let course = work.course().await?;
        let from = work.statement.state;
        let to = act.leads_on(from, course).ok_or_else(|| {
            OfficeError::Conflict(format!("文本现在是“{from}”，不能“{}”", act.label()))
        })?;
        Ok(Moving { work, act, to })
    }

    /// The newest version of a statement, with what the review says of it and what is accepted.
    pub(crate) async fn newest(
        &self,
        work: &mut Work<'_>,
    ) -> Result<(Version, Arc<Examined>, Vec<Judged>), OfficeError> {
        let (number, year) = (work.statement.version, work.statement.year);
        let version = work.version(number).await?;
        let examined = self.reviewed(&mut work.deed.tx, &version, year).await?;
        let everything = Scope::everything();
        let id = work.statement.id.clone();
        let rows = store::acceptances::list(&mut work.deed.tx, &everything, &id).await?;
        let judged = judged::judged(&examined, &rows);
        Ok((version, examined, judged))
    }
}

/// What a statement is called in the audit trail.
pub(crate) const KIND: &str = "绩效文本";

impl Work<'_> {
    /// Goes on only if the statement is what the asker saw.
    pub(crate) async fn as_seen(&mut self, seen: Seen) -> Result<(), OfficeError> {
        let statement = &self.statement;
        if (statement.version, statement.state) == (seen.version, seen.state) {
            return Ok(());
        }
        if statement.state == seen.state {
            return Err(OfficeError::Conflict(format!(
                "您看的是第{}版，现在已有第{}版。请看过新版本再办",
                seen.version, statement.version
            )));
        }
        let id = statement.id.clone();
        let state = statement.state;
        let way = statements::transitions(&mut self.deed.tx, &Scope::everything(), &id).await?;
        let who = way.last().map(|step| format!("{}已“{}”，", step.by_name, step.act));
        let who = who.unwrap_or_default();
        Err(OfficeError::Conflict(format!("{who}文本现在是“{state}”，您的操作没有办理")))
    }

    /// One version with its body.
    pub(crate) async fn version(&mut self, number: i64) -> Result<Version, OfficeError> {
        let everything = Scope::everything();
        let missing = OfficeError::missing("这个版本");
        let id = self.statement.id.clone();
        statements::version(&mut self.deed.tx, &everything, &id, number).await.map_err(missing)
    }

    /// What the statement has behind it.
    pub(crate) async fn course(&mut self) -> Result<Course, OfficeError> {
        let id = self.statement.id.clone();
        let way = statements::transitions(&mut self.deed.tx, &Scope::everything(), &id).await?;
        Ok(course(&self.statement, &way))
    }

    /// Writes the statement, if it still is what it was at the beginning.
    pub(crate) async fn write(&mut self, changed: &Statement) -> Result<(), OfficeError> {
        let (version, state) = (self.statement.version, self.statement.state);
        let written = statements::update(&mut self.deed.tx, changed, version, state).await;
        written.map_err(|error| match error {
            StoreError::Missing(_) => OfficeError::Conflict(
                "别人刚刚改动了这份文本，您的操作没有办理，请刷新后再看".into(),
            ),
            other => other.into(),
        })
    }

    /// What the audit trail says of it.
    pub(crate) fn note(&self, act: &'static str, detail: String) -> Note {
        Note {
            act,
            owner: self.statement.owner.clone(),
            kind: KIND,
            object: self.statement.id.clone(),
            detail,
            ..Note::default()
        }
    }
}

impl Moving<'_> {
    /// Moves the statement, adds the step, keeps everything. `change` sets what else changes of it.
    pub(crate) async fn done(
        mut self,
        reason: &str,
        change: impl FnOnce(&mut Statement),
    ) -> Result<(), OfficeError> {
        let mut changed = self.work.statement.clone();
        let now = self.work.deed.now.to_string();
        changed.state = self.to;
        changed.changed_at.clone_from(&now);
        changed.state_since.clone_from(&now);
        change(&mut changed);
        self.work.write(&changed).await?;
        let before = self.work.version(self.work.statement.version).await?.digest;
        let after = match changed.version == self.work.statement.version {
            true => before.clone(),
            false => self.work.version(changed.version).await?.digest,
        };
        self.step(&changed, reason, now).await?;
        let from = self.work.statement.state;
        let mut detail = format!("{from}→{}，第{}版", self.to, changed.version);
        if !reason.is_empty() {
            detail.push('：');
            detail.push_str(reason);
        }
        let note = self.work.note(self.act.label(), detail);
        self.work.deed.done(Note { before, after, ..note }).await
    }

    async fn step(
        &mut self,
        changed: &Statement,
        reason: &str,
        at: String,
    ) -> Result<(), OfficeError> {
        let everything = Scope::everything();
        let tx = &mut self.work.deed.tx;
        let way = statements::transitions(tx, &everything, &changed.id).await?;
        let asker = self.work.deed.asker;
        let step = Transition {
            number: way.last().map_or(1, |last| last.number + 1),
            act: self.act.label().to_owned(),
            from: self.work.statement.state,
            to: self.to,
            version: changed.version,
            reason: reason.to_owned(),
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at,
        };
        Ok(statements::insert_transition(tx, &changed.owner, &changed.id, &step).await?)
    }
}

/// What a statement has behind it, by its way.
pub(crate) fn course(statement: &Statement, way: &[Transition]) -> Course {
    if statement.approved_version > 0 {
        return match statement.published_version {
            0 => Course::Adjustment,
            _ => Course::PublicAdjustment,
        };
    }
    match way.iter().any(|step| step.to == State::Returned) {
        true => Course::Returned,
        false => Course::First,
    }
}

/// A text that must be given.
pub(crate) fn needed(text: &str, what: &str) -> Result<String, OfficeError> {
    let text = allowed(text, what)?;
    if text.is_empty() {
        return Err(OfficeError::Invalid(format!("请填写{what}")));
    }
    Ok(text)
}

/// A text that may be left blank.
pub(crate) fn allowed(text: &str, what: &str) -> Result<String, OfficeError> {
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return Err(OfficeError::Invalid(format!(
            "{what}有{length}字，最多{LONGEST_TEXT}字，请写得简短些"
        )));
    }
    if text.chars().any(|sign| sign.is_control() && sign != '\n' && sign != '\t') {
        return Err(OfficeError::Invalid(format!("{what}里有不能显示的字符，请删去后再提交")));
    }
    Ok(text)
}

/// The lock of a statement: FNV-1a of its id. Two statements with the same one wait for each other, which
/// does no harm.
pub(crate) fn lock(id: &str) -> i64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    i64::from_ne_bytes(hash.to_ne_bytes())
}
