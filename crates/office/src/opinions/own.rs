//! What reviewers may do with their own opinions: change them, take them back.

use store::Scope;
use store::opinions::{self, AnswerKind, Opinion, OpinionState};
use store::statements::{State, Statement};

use super::{OpinionText, aspect, find, placed, say};
use crate::acts::{Seen, Work, allowed, needed};
use crate::{Asker, Office, OfficeError, Permission};

/// Whether an opinion has gone to the department: it goes with the statement that is returned or approved.
pub(super) fn is_sent(opinion: &Opinion, statement: &Statement) -> bool {
    statement.state != State::FinanceReview || opinion.at <= statement.state_since
}

impl Office {
    /// Changes an opinion of the asker's own that is not sent yet.
    ///
    /// # Errors
    /// If the asker may not, the statement is not under review or not as it was seen, the opinion is not the
    /// asker's own, was sent or settled, or is not whole afterwards.
    pub async fn change_opinion(
        &self,
        asker: &Asker,
        id: &str,
        opinion: &str,
        seen: Seen,
        text: &OpinionText,
    ) -> Result<(), OfficeError> {
        let mut work = self.reviewing(asker, id).await?;
        work.as_seen(seen).await?;
        let was = own(&mut work, id, opinion).await?;
        if is_sent(&was, &work.statement) {
            let said = "这条意见已经随文本发给部门，不能再改。可以撤回后另提一条";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let text = placed(&mut work, text).await?;
        let facet = aspect(&text)?;
        let now = Opinion {
            place: text.place,
            quoted: allowed(&text.quoted, "引用的文字")?,
            facet: text.facet,
            body: needed(&text.body, "意见内容")?,
            ..was.clone()
        };
        opinions::change(&mut work.deed.tx, &now).await.map_err(|_| handled())?;
        let detail = format!("{}：{}（原：{}）", facet.label(), now.body, was.body);
        let note = work.note("修改审核意见", detail);
        work.deed.done(note).await
    }

    /// Takes back an opinion of the asker's own: one that is not sent goes without a trace but in the audit
    /// trail; one that is sent stays, with the reason why it no longer counts.
    ///
    /// # Errors
    /// If the asker may not, the opinion is not the asker's own, something was said to it already, or it was
    /// sent and no reason is given.
    pub async fn withdraw_opinion(
        &self,
        asker: &Asker,
        id: &str,
        opinion: &str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::ReviewForFinance, id).await?;
        let found = own(&mut work, id, opinion).await?;
        if !is_sent(&found, &work.statement) {
            opinions::remove(&mut work.deed.tx, &found).await.map_err(|_| handled())?;
            let note = work.note("撤回审核意见", format!("未发出：{}", found.body));
            return work.deed.done(note).await;
        }
        let reason = needed(reason, "撤回的原因")?;
        let detail = format!("{}（原因：{reason}）", found.body);
        let (kind, to) = (AnswerKind::Withdrawn, OpinionState::Withdrawn);
        say(&mut work, &found, kind, reason, to).await?;
        let note = work.note("撤回审核意见", detail);
        work.deed.done(note).await
    }
}

/// An open opinion of the asker's own to which nothing was said.
async fn own(work: &mut Work<'_>, id: &str, opinion: &str) -> Result<Opinion, OfficeError> {
    let found = find(work, id, opinion).await?;
    if found.by_user != work.deed.asker.user {
        let said = format!("这条意见是{}提的，请由本人修改或撤回", found.by_name);
        return Err(OfficeError::Conflict(said));
    }
    let answers = opinions::answers(&mut work.deed.tx, &Scope::everything(), id).await?;
    let is_quiet = answers.iter().all(|answer| answer.opinion != found.id);
    if found.state != OpinionState::Open || !is_quiet {
        let said = "这条意见已经有人答复或处理，不能再改或撤回。请在核对答复时了结";
        return Err(OfficeError::Conflict(said.to_owned()));
    }
    Ok(found)
}

fn handled() -> OfficeError {
    OfficeError::Conflict("这条意见刚刚被别人处理过，请刷新后再看".to_owned())
}
