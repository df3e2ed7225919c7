//! Acts of the finance bureau: return and approve.

use store::decisions::{self, Approval};
use store::opinions::{self, OpinionState};
use store::{Scope, StoreError, statements};

use super::{Seen, allowed, needed};
use crate::workflow::Act;
use crate::{Asker, Office, OfficeError};

/// What is printed on the approval form.
#[derive(Clone, Debug, Default)]
pub struct ApprovalText {
    /// 批复文号
    pub document_number: String,
    /// What the bureau asks of the department, a line each.
    pub remarks: String,
}

impl Office {
    /// Returns it to the department, with opinions or a reason.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or there is neither an open opinion nor a
    /// reason.
    pub async fn return_(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Return, seen).await?;
        let reason = allowed(reason, "退回的原因")?;
        let all = opinions::list(&mut moving.work.deed.tx, &Scope::everything(), id).await?;
        let open = all.iter().filter(|opinion| opinion.state == OpinionState::Open).count();
        if open == 0 && reason.is_empty() {
            let said = "没有待答复的意见，请先提意见，或填写退回的原因";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        let said = match (open, reason.as_str()) {
            (0, reason) => reason.to_owned(),
            (open, "") => format!("有{open}条意见待答复"),
            (open, reason) => format!("{reason}（有{open}条意见待答复）"),
        };
        moving.done(&said, |_| {}).await
    }

    /// Approves the newest version: from now on it is frozen.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, an opinion is not settled, or there is no
    /// document number.
    pub async fn approve(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        text: &ApprovalText,
    ) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Approve, seen).await?;
        let document_number = needed(&text.document_number, "批复文号")?;
        let remarks = allowed(&text.remarks, "批复要求")?;
        let everything = Scope::everything();
        let work = &mut moving.work;
        let all = opinions::list(&mut work.deed.tx, &everything, id).await?;
        let open = all.iter().filter(|opinion| !opinion.state.is_settled()).count();
        if open > 0 {
            return Err(OfficeError::Conflict(format!(
                "还有{open}条意见没有了结，请逐条了结后再批复"
            )));
        }
        let number = work.statement.version;
        let version = work.version(number).await?;
        is_whole(&version)?;
        let (owner, now) = (work.statement.owner.clone(), work.deed.now.to_string());
        let frozen = statements::freeze(&mut work.deed.tx, &owner, id, number, &now).await;
        frozen.map_err(|error| match error {
            StoreError::Missing(_) => {
                OfficeError::Conflict(format!("第{number}版以前已经批复，请先看新版本"))
            }
            other => other.into(),
        })?;
        let before = decisions::approvals(&mut work.deed.tx, &everything, id).await?;
        let approval = Approval {
            number: before.first().map_or(1, |last| last.number + 1),
            version: number,
            digest: version.digest,
            document_number: document_number.clone(),
            remarks,
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at: now,
        };
        decisions::insert_approval(&mut work.deed.tx, &owner, id, &approval).await?;
        moving.done(&document_number, |statement| statement.approved_version = number).await
    }
}

/// Whether the text is the one whose digest was kept.
pub(super) fn is_whole(version: &statements::Version) -> Result<(), OfficeError> {
    if store::digest(version.body.as_bytes()) == version.digest {
        return Ok(());
    }
    Err(OfficeError::Conflict(format!(
        "第{}版的内容和当时留下的摘要（SM3）不符，可能被改动过。请不要继续，立即联系系统管理员和审计管理员",
        version.number
    )))
}
