//! A change of a self-evaluation: the right at its department, alone with it, as the asker saw it; then the step, the
//! revision and the entry of the audit trail in one transaction.

use store::evaluations::{self, Evaluation, State, Step};
use store::{Scope, StoreError};

use super::Evaluated;
use super::acts::Act;
use crate::acts::Work;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// A change under way.
pub(super) struct Turning<'a> {
    pub(super) work: Work<'a>,
    pub(super) it: Evaluation,
}

impl Office {
    /// Begins a change.
    pub(super) async fn turning<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
        id: &str,
        seen: i64,
    ) -> Result<Turning<'a>, OfficeError> {
        // Opened before the transaction: what registers need is made once, in a transaction of its own.
        self.registers().await?;
        let mut work = self.work(asker, permission, id).await?;
        let everything = Scope::everything();
        let found = evaluations::find(&mut work.deed.tx, &everything, id).await?;
        let it = found
            .ok_or_else(|| OfficeError::Conflict("自评还没有开始。请先点“开始自评”".to_owned()))?;
        if it.revision != seen {
            let steps = evaluations::steps(&mut work.deed.tx, &everything, id).await?;
            let last = steps.last().map(|step| format!("{}已“{}”，", step.by_name, step.act));
            let said = format!(
                "{}别人刚刚改动了这份自评，现在是“{}”，您的操作没有办理。请刷新后再办",
                last.unwrap_or_default(),
                it.state
            );
            return Err(OfficeError::Conflict(said));
        }
        Ok(Turning { work, it })
    }

    /// The form as it stands.
    pub(super) async fn evaluated_at(
        &self,
        turning: &Turning<'_>,
    ) -> Result<Evaluated, OfficeError> {
        let mut tx = self.store().read().await?;
        let id = &turning.it.statement;
        let listed = store::statements::get(&mut tx, &Scope::everything(), id).await?;
        drop(tx);
        self.evaluated(listed).await
    }
}

impl Turning<'_> {
    /// Takes away what the finance bureau found in a form that was reported before: it was about other values.
    pub(super) async fn forget_found(&mut self) -> Result<(), OfficeError> {
        let (owner, id) = (self.it.owner.clone(), self.it.statement.clone());
        let tx = &mut self.work.deed.tx;
        for line in evaluations::rows(tx, &Scope::everything(), &id).await? {
            if line.found != evaluations::Found::default() {
                let line = evaluations::Line { found: evaluations::Found::default(), ..line };
                evaluations::say_row(tx, &owner, &id, &line).await?;
            }
        }
        Ok(())
    }

    /// Keeps a change that moves nothing.
    pub(super) async fn kept(
        self,
        changed: Evaluation,
        act: &'static str,
        detail: String,
    ) -> Result<(), OfficeError> {
        let Turning { mut work, it } = self;
        let now = work.deed.now.to_string();
        let changed = Evaluation { revision: it.revision + 1, changed_at: now, ..changed };
        write(&mut work, &changed, it.revision).await?;
        let note = work.note(act, detail);
        work.deed.done(note).await
    }

    /// Moves it, adds the step, keeps everything.
    pub(super) async fn done(
        mut self,
        changed: Evaluation,
        act: &'static str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let tx = &mut self.work.deed.tx;
        let id = self.it.statement.clone();
        let way = evaluations::steps(tx, &Scope::everything(), &id).await?;
        let asker = self.work.deed.asker;
        let step = Step {
            number: way.last().map_or(1, |last| last.number + 1),
            act: act.to_owned(),
            from: self.it.state,
            to: changed.state,
            reason: reason.to_owned(),
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at: self.work.deed.now.to_string(),
        };
        evaluations::step(tx, &self.it.owner, &id, &step).await?;
        let now = self.work.deed.now.to_string();
        let changed = Evaluation { revision: self.it.revision + 1, changed_at: now, ..changed };
        write(&mut self.work, &changed, self.it.revision).await?;
        let mut detail = format!("{}→{}", self.it.state, changed.state);
        if !reason.is_empty() {
            detail.push_str(&format!("：{reason}"));
        }
        let after = match changed.state {
            State::Reported => changed.reported_digest,
            State::Settled => changed.settled_digest,
            _ => String::new(),
        };
        let note = self.work.note(name(act), detail);
        self.work.deed.done(Note { before: self.it.reported_digest, after, ..note }).await
    }
}

/// What the audit trail calls an act.
fn name(act: &str) -> &'static str {
    match Act::ALL.into_iter().find(|known| known.label() == act) {
        Some(Act::HandIn) => "提交绩效自评",
        Some(Act::GiveBack) => "退回绩效自评经办",
        Some(Act::Pass) => "通过绩效自评",
        Some(Act::Report) => "报送绩效自评",
        Some(Act::Return) => "退回绩效自评",
        Some(Act::Settle) => "审定绩效自评",
        None => "抽查绩效自评",
    }
}

async fn write(work: &mut Work<'_>, changed: &Evaluation, seen: i64) -> Result<(), OfficeError> {
    let written = evaluations::update(&mut work.deed.tx, changed, seen).await;
    written.map_err(|error| match error {
        StoreError::Missing(_) => {
            OfficeError::Conflict("别人刚刚改动了这份自评，您的操作没有办理，请刷新后再看".into())
        }
        other => other.into(),
    })
}
