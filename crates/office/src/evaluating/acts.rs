//! The way of a self-evaluation: who may do what from where, and what each step needs.

use store::Scope;
use store::evaluations::{self, Evaluation, State};

use super::turning::Turning;
use super::{Evaluated, frozen};
use crate::acts::needed;
use crate::{Asker, Office, OfficeError, Permission};

/// An act that moves a self-evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The clerk hands it in.
    HandIn,
    /// The head gives it back to the clerk.
    GiveBack,
    /// The head passes it.
    Pass,
    /// The head reports it to the finance bureau: values and marks are kept as they are now.
    Report,
    /// The finance bureau returns it to the department.
    Return,
    /// The finance bureau settles it: values and marks are frozen.
    Settle,
}

use Act as A;
use State as S;

/// All steps that there are.
const STEPS: &[(Act, State, State)] = &[
    (A::HandIn, S::Draft, S::Inside),
    (A::GiveBack, S::Inside, S::Draft),
    (A::GiveBack, S::Ready, S::Draft),
    (A::Pass, S::Inside, S::Ready),
    (A::Report, S::Ready, S::Reported),
    (A::Return, S::Reported, S::Draft),
    (A::Return, S::Recheck, S::Draft),
    (A::Settle, S::Reported, S::Settled),
    (A::Settle, S::Recheck, S::Settled),
];

impl Act {
    /// All of them, in the order of the way.
    pub const ALL: [Act; 6] = [A::HandIn, A::Pass, A::GiveBack, A::Report, A::Settle, A::Return];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            A::HandIn => "hand-in",
            A::GiveBack => "give-back",
            A::Pass => "pass",
            A::Report => "report",
            A::Return => "return",
            A::Settle => "settle",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            A::HandIn => "提交部门审核",
            A::GiveBack => "退回经办",
            A::Pass => "审核通过",
            A::Report => "报财政",
            A::Return => "退回部门",
            A::Settle => "审定",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The right that it needs.
    pub fn permission(self) -> Permission {
        match self {
            A::HandIn => Permission::Evaluate,
            A::GiveBack | A::Pass | A::Report => Permission::CheckEvaluations,
            A::Return | A::Settle => Permission::RecheckEvaluations,
        }
    }

    /// Whether it needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, A::GiveBack | A::Return)
    }

    /// Where it leads from a state.
    pub fn leads(self, from: State) -> Option<State> {
        STEPS.iter().find(|(act, at, _)| (*act, *at) == (self, from)).map(|(.., to)| *to)
    }
}

/// Who has it in hand in a state.
pub fn holder(state: State) -> &'static str {
    match state {
        S::Draft => "部门经办人",
        S::Inside | S::Ready => "部门负责人",
        S::Reported | S::Recheck => "财政部门",
        S::Settled => "已办结",
    }
}

impl Office {
    /// Begins the self-evaluation of a statement.
    ///
    /// # Errors
    /// If the asker may not, the statement is not approved, or it was begun before.
    pub async fn begin_evaluation(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::Evaluate, id).await?;
        if work.statement.approved_version == 0 {
            let said = "文本还没有批复，没有可以自评的绩效目标。批复以后再开始自评";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let found = evaluations::find(&mut work.deed.tx, &Scope::everything(), id).await?;
        if let Some(found) = found {
            let said = format!("自评已经开始，现在是“{}”。请刷新后再看", found.state);
            return Err(OfficeError::Conflict(said));
        }
        let now = work.deed.now.to_string();
        let new = Evaluation {
            owner: work.statement.owner.clone(),
            statement: id.to_owned(),
            state: State::Draft,
            revision: 1,
            scheme: String::new(),
            scheme_reason: String::new(),
            reported: String::new(),
            reported_digest: String::new(),
            settled: String::new(),
            settled_digest: String::new(),
            total: None,
            grade: String::new(),
            differences: 0,
            sampled_at: String::new(),
            sampled_by: String::new(),
            sampled_how: String::new(),
            opinion: String::new(),
            created_by: asker.user.clone(),
            created_at: now.clone(),
            changed_at: now,
        };
        evaluations::insert(&mut work.deed.tx, &new).await?;
        let note = work.note("开始绩效自评", format!("{}年度", work.statement.year));
        work.deed.done(note).await
    }

    /// Does an act. `seen` is the revision that the asker saw.
    ///
    /// # Errors
    /// If the asker may not, somebody was faster, it does not lead anywhere from here, something is missing that it
    /// needs, or a reason is needed and not given.
    pub async fn move_evaluation(
        &self,
        asker: &Asker,
        id: &str,
        act: Act,
        seen: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut turning = self.turning(asker, act.permission(), id, seen).await?;
        let from = turning.it.state;
        let to = act.leads(from).ok_or_else(|| {
            OfficeError::Conflict(format!("自评现在是“{from}”，不能“{}”", act.label()))
        })?;
        let reason = match act.needs_reason() {
            true => needed(reason, "退回的原因")?,
            false => crate::acts::allowed(reason, "说明")?,
        };
        let found = self.evaluated_at(&turning).await?;
        let mut changed = turning.it.clone();
        match act {
            A::HandIn | A::Report => is_whole(&found)?,
            A::Settle => is_checked(&found)?,
            A::GiveBack | A::Pass | A::Return => {}
        }
        match act {
            A::Report => {
                report(&mut changed, &found)?;
                turning.forget_found().await?;
            }
            A::Settle => self.settle(&mut turning, &mut changed, &found).await?,
            _ => {}
        }
        changed.state = to;
        if act == A::Return {
            changed.sampled_at.clear();
        }
        turning.done(changed, act.label(), &reason).await
    }

    /// Keeps the form as it is settled, and freezes the values of the year with the entries behind them.
    async fn settle(
        &self,
        turning: &mut Turning<'_>,
        changed: &mut Evaluation,
        found: &Evaluated,
    ) -> Result<(), OfficeError> {
        let (form, digest) = frozen(&found.sheet)?;
        (changed.settled, changed.settled_digest) = (form, digest);
        let (total, grade) = found.sheet.result();
        (changed.total, changed.grade) = (total.and_then(hundredths), grade.to_owned());
        changed.differences = i64::try_from(found.sheet.differences()).unwrap_or(i64::MAX);
        let year = self.year_now(found.listed.clone()).await?;
        let now = turning.work.deed.now.to_string();
        let occasion = format!("evaluation/{}", found.sheet.year);
        self.freeze(&mut turning.work.deed.tx, &year, &occasion, &now).await
    }
}

/// Keeps the form as it is reported, without what was found in an earlier one.
fn report(changed: &mut Evaluation, found: &Evaluated) -> Result<(), OfficeError> {
    let mut sheet = found.sheet.clone();
    super::rechecking::hide(&mut sheet);
    let (form, digest) = frozen(&sheet)?;
    (changed.reported, changed.reported_digest) = (form, digest);
    changed.total = sheet.whole.total.and_then(hundredths);
    changed.grade = sheet.whole.grade;
    changed.differences = 0;
    changed.opinion.clear();
    Ok(())
}

/// So many hundredths of a point.
pub(crate) fn hundredths(total: ground::Decimal) -> Option<i64> {
    i64::try_from(total.checked_mul(ground::Decimal::ONE_HUNDRED)?.round()).ok()
}

/// Goes on only if nothing is left to be done.
fn is_whole(found: &Evaluated) -> Result<(), OfficeError> {
    let open = found.sheet.open();
    let Some(first) = open.first() else { return Ok(()) };
    Err(OfficeError::Conflict(format!(
        "还有{}处没有填完，不能提交。第一处：{}“{}”，{}",
        open.len(),
        first.part,
        first.what,
        first.todo
    )))
}

/// Goes on only if the finance bureau says why wherever it marks otherwise, and what it thinks of what it chose for a
/// re-check.
fn is_checked(found: &Evaluated) -> Result<(), OfficeError> {
    let lines = found.sheet.parts.iter().flat_map(|part| &part.lines);
    let silent = lines.filter(|line| {
        let differs =
            |found: &super::sheet::Found| !found.difference.is_zero() && found.opinion.is_empty();
        line.found.as_ref().is_some_and(differs)
    });
    let silent: Vec<&str> = silent.map(|line| line.name.as_str()).collect();
    if let Some(first) = silent.first() {
        let said = format!("有{}项复核得分与自评不同，没有说明意见，如“{first}”", silent.len());
        return Err(OfficeError::Conflict(said));
    }
    let kept = found.kept.as_ref();
    if kept.is_some_and(|it| it.state == State::Recheck && it.opinion.is_empty()) {
        let said = "抽中复核的自评要填写复核意见后才能审定";
        return Err(OfficeError::Conflict(said.to_owned()));
    }
    Ok(())
}
