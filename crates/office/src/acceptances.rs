//! The head of a department accepts findings of the review with a reason, and takes that back.

use std::sync::Arc;

use store::acceptances::{self, Acceptance};
use store::statements::{State, Statement};
use store::{Scope, StoreError};

use crate::acts::{Seen, Work, needed};
use crate::judged::{self, Judged};
use crate::{Asker, Office, OfficeError, Permission};

/// Which finding is meant, as the page names it.
#[derive(Clone, Debug, Default)]
pub struct FindingName {
    /// The rule.
    pub code: String,
    /// The path of the field.
    pub place: String,
    /// The decisive words.
    pub words: String,
}

impl FindingName {
    /// Whether a finding is the one that is meant.
    pub fn is(&self, one: &Judged) -> bool {
        one.finding.code.as_str() == self.code
            && one.place == self.place
            && one.words.split_whitespace().eq(self.words.split_whitespace())
    }
}

impl Office {
    /// Accepts a finding of the newest version with a reason.
    ///
    /// # Errors
    /// If the asker may not, the statement is out of the department's hands, there is no such finding, or
    /// no reason is given.
    pub async fn accept_finding(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        name: &FindingName,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::AcceptFindings, id).await?;
        work.as_seen(seen).await?;
        is_in_hand(&work)?;
        let reason = needed(reason, "保留的理由")?;
        let (version, _, judged) = self.newest(&mut work).await?;
        let Some(found) = judged.iter().find(|one| name.is(one)) else {
            let said = "这一版里已没有这个问题，可能文字已经改动，请刷新后再看";
            return Err(OfficeError::Conflict(said.to_owned()));
        };
        if found.accepted.is_some() {
            return Err(OfficeError::Conflict("这个问题已经说明理由、予以保留".to_owned()));
        }
        let new = Acceptance {
            id: store::new_id(),
            code: found.finding.code.to_string(),
            place: found.place.clone(),
            words: found.words.clone(),
            reason: reason.clone(),
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at: work.deed.now.to_string(),
        };
        let owner = work.statement.owner.clone();
        acceptances::insert(&mut work.deed.tx, &owner, id, &new).await?;
        let detail = format!("{} {}：{reason}", new.code, found.place_name);
        self.recount(work, "保留审核问题", detail, version.digest).await
    }

    /// Takes an acceptance back: the finding counts again.
    ///
    /// # Errors
    /// If the asker may not, the statement is out of the department's hands, or it is not there.
    pub async fn unaccept_finding(
        &self,
        asker: &Asker,
        id: &str,
        acceptance: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::AcceptFindings, id).await?;
        is_in_hand(&work)?;
        let owner = work.statement.owner.clone();
        let removed = acceptances::remove(&mut work.deed.tx, &owner, id, acceptance).await;
        removed.map_err(OfficeError::missing("这条保留记录"))?;
        let digest = work.version(work.statement.version).await?.digest;
        self.recount(work, "取消保留审核问题", String::new(), digest).await
    }

    /// Counts the open findings anew and keeps everything.
    async fn recount(
        &self,
        mut work: Work<'_>,
        act: &'static str,
        detail: String,
        digest: String,
    ) -> Result<(), OfficeError> {
        let (_, examined, judged) = self.newest(&mut work).await?;
        let figures = judged::figures(&examined, &judged);
        let changed = Statement { figures, ..work.statement.clone() };
        work.write(&changed).await?;
        let mut note = work.note(act, detail);
        note.before.clone_from(&digest);
        note.after = digest;
        work.deed.done(note).await
    }

    /// The findings of a version with what the head says to them.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn findings(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<(Arc<crate::examine::Examined>, Vec<Judged>), OfficeError> {
        let examined = self.examined_before(asker, id, number).await?;
        let accepted = async {
            let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
            Ok(acceptances::list(&mut tx, &scope, id).await?)
        };
        let rows = self.remembered_for(asker, format!("accepted/{id}"), Box::pin(accepted)).await?;
        let judged = judged::judged(&examined, &rows);
        Ok((examined, judged))
    }
}

/// The figures of a version that is to be kept, accepted findings left out: for whoever saves versions.
///
/// # Errors
/// If the database does not answer.
pub async fn open_figures(
    tx: &mut store::Tx,
    id: &str,
    examined: &crate::examine::Examined,
) -> Result<store::statements::Figures, StoreError> {
    let rows = acceptances::list(tx, &Scope::everything(), id).await?;
    Ok(judged::figures(examined, &judged::judged(examined, &rows)))
}

/// Acceptances are the department's affair, and only before the statement is sent.
fn is_in_hand(work: &Work<'_>) -> Result<(), OfficeError> {
    let state = work.statement.state;
    let is_in_hand = matches!(
        state,
        State::Draft
            | State::InternalReview
            | State::Collective
            | State::Ready
            | State::Returned
            | State::Adjusting
    );
    if is_in_hand {
        return Ok(());
    }
    Err(OfficeError::Conflict(format!("文本现在是“{state}”，不能再保留或取消保留审核问题")))
}
