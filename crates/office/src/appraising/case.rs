//! A change of an appraisal: the right at its department, alone with it, as the asker saw it; then the version, the step
//! and the entry of the audit trail in one transaction.

use store::appraisals::{self, Appraisal, Expert, ExpertState, State, Step};
use store::organisations::{self, Organisation};
use store::{Scope, StoreError};

use super::way::Act;
use super::{WHAT, is_of_office};
use crate::acts::lock;
use crate::deed::{Deed, Note};
use crate::{Asker, Office, OfficeError, Permission};

/// What appraisals are called in the audit trail.
const KIND: &str = "绩效评价";

/// An appraisal that somebody acts on.
pub(super) struct Case<'a> {
    pub(super) deed: Deed<'a>,
    pub(super) it: Appraisal,
    pub(super) owner: Organisation,
}

impl Office {
    /// Begins what those do who conduct it.
    pub(super) async fn conducting<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<Case<'a>, OfficeError> {
        let case = self.appraisal_case(asker, Permission::ConductAppraisals, id).await?;
        if !is_of_office(asker, &case.it) {
            let note = case.note(Permission::ConductAppraisals.label(), case.it.subject.clone());
            case.deed.refused(note).await?;
            return Err(OfficeError::Refused { what: "办理别的单位组织的评价" });
        }
        case.as_seen(seen)?;
        Ok(case)
    }

    /// Begins what the department does.
    pub(super) async fn giving<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<Case<'a>, OfficeError> {
        let case = self.appraisal_case(asker, Permission::AnswerAppraisals, id).await?;
        case.as_seen(seen)?;
        Ok(case)
    }

    /// Begins what an expert does, or what is done for one who has no account; gives the expert.
    pub(super) async fn marking<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        by: super::marking::By,
    ) -> Result<(Case<'a>, Expert), OfficeError> {
        use super::marking::By;
        let everything = Scope::everything();
        let missing = OfficeError::Missing { what: WHAT };
        let (case, expert) = match by {
            By::Own => {
                let mut case = self.appraisal_case(asker, Permission::MarkAppraisals, id).await?;
                let named =
                    appraisals::named_for(&mut case.deed.tx, &everything, id, &asker.user).await?;
                (case, named)
            }
            By::Bureau(number) => {
                let mut case =
                    self.appraisal_case(asker, Permission::ConductAppraisals, id).await?;
                let all = appraisals::experts(&mut case.deed.tx, &everything, id).await?;
                let found = all.into_iter().find(|one| {
                    let takes_part = one.state != ExpertState::Recused;
                    one.number == number && one.user.is_none() && takes_part
                });
                let is_ours = is_of_office(asker, &case.it);
                (case, found.filter(|_| is_ours))
            }
        };
        let Some(expert) = expert else {
            let note = case.note(Permission::MarkAppraisals.label(), String::new());
            case.deed.refused(note).await?;
            return Err(missing);
        };
        case.in_states("评分", &[State::Marking])?;
        Ok((case, expert))
    }

    /// Begins work on an appraisal: the right at its department, alone with it.
    async fn appraisal_case<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
        id: &str,
    ) -> Result<Case<'a>, OfficeError> {
        let mut deed = self.begin(asker, permission).await?;
        deed.tx.alone(lock(id)).await?;
        let everything = Scope::everything();
        let missing = OfficeError::missing(WHAT);
        let it = appraisals::get(&mut deed.tx, &everything, id).await.map_err(missing)?;
        let owner = organisations::get(&mut deed.tx, &everything, &it.owner).await?;
        let case = Case { deed, it, owner };
        if case.deed.scope.covers(&case.owner.path) {
            return Ok(case);
        }
        let may_read = asker.may_at(Permission::ReadAppraisals, &case.owner.path);
        let note = case.note(permission.label(), case.owner.name.clone());
        case.deed.refused(note).await?;
        Err(match may_read {
            true => OfficeError::Refused { what: permission.label() },
            false => OfficeError::Missing { what: WHAT },
        })
    }
}

impl Case<'_> {
    fn as_seen(&self, seen: i64) -> Result<(), OfficeError> {
        if self.it.version == seen {
            return Ok(());
        }
        let state = self.it.state;
        let said =
            format!("这项评价刚刚由别人办理过（现在是“{state}”），您的操作没有办理。请刷新后再看");
        Err(OfficeError::Conflict(said))
    }

    /// Goes on only in one of these states.
    pub(super) fn in_states(&self, what: &str, states: &[State]) -> Result<(), OfficeError> {
        let state = self.it.state;
        if states.contains(&state) {
            return Ok(());
        }
        Err(OfficeError::Conflict(format!("这项评价现在是“{state}”，不能{what}。请刷新后再看")))
    }

    /// What the audit trail says of it.
    pub(super) fn note(&self, act: &'static str, detail: String) -> Note {
        Note {
            act,
            owner: self.it.owner.clone(),
            kind: KIND,
            object: self.it.id.clone(),
            detail,
            ..Note::default()
        }
    }

    /// Keeps a change that moves nothing.
    pub(super) async fn kept(
        mut self,
        act: &'static str,
        detail: String,
    ) -> Result<(), OfficeError> {
        let changed = self.it.clone();
        self.write(changed).await?;
        let note = self.note(act, detail);
        self.deed.done(note).await
    }

    /// Keeps what an expert did: nothing that others saw has changed.
    pub(super) async fn marked(self, act: &'static str, detail: String) -> Result<(), OfficeError> {
        let note = self.note(act, detail);
        self.deed.done(note).await
    }

    /// Moves it, adds the step, keeps everything.
    pub(super) async fn moved(
        mut self,
        act: Act,
        changed: Appraisal,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let tx = &mut self.deed.tx;
        let way = appraisals::steps(tx, &Scope::everything(), &self.it.id).await?;
        let step = Step {
            number: way.last().map_or(1, |last| last.number + 1),
            act: act.label().to_owned(),
            from: self.it.state,
            to: changed.state,
            reason: reason.to_owned(),
            by_user: self.deed.asker.user.clone(),
            by_name: self.deed.asker.name.clone(),
            at: self.deed.now.to_string(),
        };
        appraisals::step(tx, &self.it.owner, &self.it.id, &step).await?;
        let mut detail = format!("{}：{}→{}", self.it.subject, self.it.state, changed.state);
        if !reason.is_empty() {
            detail.push_str(&format!("，{reason}"));
        }
        let after = changed.settled_digest.clone();
        self.write(changed).await?;
        let note = Note { after, ..self.note(act.label(), detail) };
        self.deed.done(note).await
    }

    async fn write(&mut self, changed: Appraisal) -> Result<(), OfficeError> {
        let changed = Appraisal {
            version: self.it.version + 1,
            changed_at: self.deed.now.to_string(),
            ..changed
        };
        let written = appraisals::update(&mut self.deed.tx, &changed).await;
        written.map_err(|error| match error {
            StoreError::Missing(_) => OfficeError::Conflict(
                "别人刚刚改动了这项评价，您的操作没有办理，请刷新后再看".into(),
            ),
            other => other.into(),
        })
    }
}
