//! What is done with a demand: answered, confirmed, returned, withdrawn, given another day. Each who acts sends the
//! version that was seen; of two at once the second is told.

use std::sync::Arc;

use jiff::civil::Date;
use store::Scope;
use store::demands::{self, Demand, DemandState, Step, StepAct};
use store::organisations::{self, Organisation};

use super::{headline, is_of_office, note, said, stale, step};
use crate::acts::{allowed, lock, needed};
use crate::deed::Deed;
use crate::registers::Registers;
use crate::{Asker, Office, OfficeError, Permission};

/// What the department says to a demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerText {
    /// What was done: 整改措施.
    pub measure: String,
    /// What came of it: 整改结果.
    pub result: String,
    /// On which day it was done; empty while it goes on.
    pub finished_on: String,
}

/// A demand that somebody acts on.
pub(super) struct Case<'a> {
    pub(super) deed: Deed<'a>,
    pub(super) demand: Demand,
    pub(super) owner: Organisation,
}

impl Office {
    /// Answers a demand; the files that were added since the last answer go with it.
    ///
    /// # Errors
    /// If the asker may not, it waits for no answer, the answer is not whole, or it is not as it was seen.
    pub async fn answer_demand(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        text: &AnswerText,
    ) -> Result<(), OfficeError> {
        let all = self.registers_of(id).await?;
        let mut case = self.answering(asker, id, seen).await?;
        let demand = case.demand.clone();
        let body = needed(&text.measure, "整改措施")?;
        let result = needed(&text.result, "整改结果")?;
        let finished_on = finished(&text.finished_on, case.deed.now.day())?;
        let verdict = self.verdict(&mut case.deed.tx, all.as_deref(), &demand, &case.owner).await?;
        let new = Step { result, finished_on, ..said(StepAct::Answered, body, verdict.as_ref()) };
        step(&mut case.deed, &demand, new, DemandState::Answered).await?;
        case.deed.done(note("答复整改要求", &demand, headline(&demand))).await
    }

    /// Confirms that it is put right. Where a rule or a check decides, that must find nothing at this moment.
    ///
    /// # Errors
    /// If the asker is not of the office that raised it, it is not answered, what decides still finds it, or it is
    /// not as it was seen.
    pub async fn confirm_demand(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        body: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers_of(id).await?;
        let mut case = self.deciding(asker, id, seen).await?;
        let demand = case.demand.clone();
        in_state(&demand, "确认", |state| state == DemandState::Answered)?;
        let body = allowed(body, "核实意见")?;
        let verdict = self.verdict(&mut case.deed.tx, all.as_deref(), &demand, &case.owner).await?;
        if let Some(open) = verdict.as_ref().filter(|verdict| !verdict.is_gone()) {
            return Err(OfficeError::Conflict(format!(
                "现在还不能确认。{open}。请退回，等部门改好、系统判定已消除后再确认"
            )));
        }
        let new = said(StepAct::Confirmed, body, verdict.as_ref());
        step(&mut case.deed, &demand, new, DemandState::Confirmed).await?;
        case.deed.done(note("确认整改到位", &demand, headline(&demand))).await
    }

    /// Returns an answer that does not do.
    ///
    /// # Errors
    /// If the asker is not of the office that raised it, it is not answered, no reason is given, or it is not as it
    /// was seen.
    pub async fn return_demand(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.deciding(asker, id, seen).await?;
        let demand = case.demand.clone();
        in_state(&demand, "退回", |state| state == DemandState::Answered)?;
        let reason = needed(reason, "退回的原因")?;
        let detail = format!("{}（原因：{reason}）", headline(&demand));
        let new = said(StepAct::Returned, reason, None);
        step(&mut case.deed, &demand, new, DemandState::Returned).await?;
        case.deed.done(note("退回整改答复", &demand, detail)).await
    }

    /// Takes a demand back that should not have been raised.
    ///
    /// # Errors
    /// If the asker is not of the office that raised it, it is settled already, no reason is given, or it is not as
    /// it was seen.
    pub async fn withdraw_demand(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.deciding(asker, id, seen).await?;
        let demand = case.demand.clone();
        in_state(&demand, "撤回", |state| !state.is_settled())?;
        let reason = needed(reason, "撤回的原因")?;
        let detail = format!("{}（原因：{reason}）", headline(&demand));
        let new = said(StepAct::Withdrawn, reason, None);
        step(&mut case.deed, &demand, new, DemandState::Withdrawn).await?;
        case.deed.done(note("撤回整改要求", &demand, detail)).await
    }

    /// Gives a demand another day.
    ///
    /// # Errors
    /// If the asker is not of the office that raised it, it waits for no answer, the day is none or has passed, no
    /// reason is given, or it is not as it was seen.
    pub async fn extend_demand(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        due_on: &str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.deciding(asker, id, seen).await?;
        in_state(&case.demand, "改期限", DemandState::waits_for_answer)?;
        let due = super::raising::due_day(due_on, case.deed.now.day())
            .map_err(|said| OfficeError::field("due_on", said))?;
        let reason = needed(reason, "改期限的原因")?;
        let body = format!("{}改为{due}：{reason}", case.demand.due_on);
        let demand = Demand { due_on: due.to_string(), ..case.demand };
        let detail = format!("{}（{body}）", headline(&demand));
        let state = demand.state;
        let new = said(StepAct::Extended, body, None);
        step(&mut case.deed, &demand, new, state).await?;
        case.deed.done(note("改整改期限", &demand, detail)).await
    }

    /// Begins what those do who are to put it right, while an answer is waited for.
    pub(super) async fn answering<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<Case<'a>, OfficeError> {
        let case = self.case(asker, Permission::AnswerDemands, id).await?;
        is_as_seen(&case.demand, seen)?;
        in_state(&case.demand, "答复", DemandState::waits_for_answer)?;
        Ok(case)
    }

    /// Begins what the office that raised it does.
    async fn deciding<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<Case<'a>, OfficeError> {
        let case = self.case(asker, Permission::RaiseDemands, id).await?;
        if !is_of_office(asker, &case.demand) {
            let detail = headline(&case.demand);
            case.deed.refused(note("办理整改要求", &case.demand, detail)).await?;
            return Err(OfficeError::Refused { what: "办理别的单位提出的整改要求" });
        }
        is_as_seen(&case.demand, seen)?;
        Ok(case)
    }

    /// Begins work on a demand: the right at its organisation, alone with it.
    async fn case<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
        id: &str,
    ) -> Result<Case<'a>, OfficeError> {
        let mut deed = self.begin(asker, permission).await?;
        deed.tx.alone(lock(id)).await?;
        let everything = Scope::everything();
        let missing = OfficeError::missing("这条整改要求");
        let demand = demands::get(&mut deed.tx, &everything, id).await.map_err(missing)?;
        let owner = organisations::get(&mut deed.tx, &everything, &demand.owner).await?;
        if deed.scope.covers(&owner.path) {
            return Ok(Case { deed, demand, owner });
        }
        deed.refused(note(permission.label(), &demand, owner.name)).await?;
        Err(match asker.may_at(Permission::ReadDemands, &owner.path) {
            true => OfficeError::Refused { what: permission.label() },
            false => OfficeError::Missing { what: "这条整改要求" },
        })
    }

    /// The registers that decide a demand, before anything is changed; none if it is not there or none decide.
    async fn registers_of(&self, id: &str) -> Result<Option<Arc<Registers>>, OfficeError> {
        let mut tx = self.store().read().await?;
        let found = demands::get(&mut tx, &Scope::everything(), id).await;
        drop(tx);
        match found {
            Ok(demand) => self.registers_for(&demand).await,
            Err(_) => Ok(None),
        }
    }
}

fn is_as_seen(demand: &Demand, seen: i64) -> Result<(), OfficeError> {
    if demand.version == seen { Ok(()) } else { Err(stale(demand)) }
}

fn in_state(
    demand: &Demand,
    what: &str,
    is_right: impl Fn(DemandState) -> bool,
) -> Result<(), OfficeError> {
    if is_right(demand.state) {
        return Ok(());
    }
    let state = demand.state.label();
    Err(OfficeError::Conflict(format!("这条整改要求现在是“{state}”，不能{what}。请刷新后再看")))
}

/// The day on which it was done; empty while it goes on.
fn finished(text: &str, today: Date) -> Result<String, OfficeError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let day: Date = text.parse().map_err(|_| {
        OfficeError::field("finished_on", "完成时间请填日期，如 2026-03-31；还没有完成的不填")
    })?;
    if day > today {
        return Err(OfficeError::field("finished_on", "完成时间不能晚于今天；还没有完成的不填"));
    }
    Ok(day.to_string())
}
