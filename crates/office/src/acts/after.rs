//! Acts after the approval: publish, withdraw, adjust, give the adjustment up, archive.

use store::publications::{self, Publication};
use store::statements::{self, State, Version, VersionKind};
use store::{Scope, decisions, search};

use super::finance::is_whole;
use super::{Moving, Seen, needed};
use crate::examine::{self, Examined};
use crate::public::{KIND as PUBLISHED, found_by};
use crate::workflow::Act;
use crate::{Asker, Office, OfficeError};

impl Office {
    /// Puts the approved version on the public site.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or the text is not the one that was approved.
    pub async fn publish(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Publish, seen).await?;
        let version = approved(&mut moving).await?;
        let examined = Examined::of(examine::reading(&version.body), None, self.rulebook());
        let work = &mut moving.work;
        let (now, owner) = (work.deed.now.to_string(), work.statement.owner.clone());
        let tx = &mut work.deed.tx;
        let replaced = "由新批复的文本替代";
        publications::withdraw(tx, &owner, id, &now, replaced).await?;
        let listed = statements::get(tx, &Scope::everything(), id).await?;
        let new = Publication {
            owner: owner.clone(),
            statement: id.to_owned(),
            number: publications::times(tx, &owner, id).await? + 1,
            version: version.number,
            year: work.statement.year,
            title: title(&examined).unwrap_or_else(|| work.statement.title.clone()),
            figures: examined.figures(),
            digest: version.digest,
            by_user: asker.user.clone(),
            at: now,
            owner_name: listed.owner_name,
        };
        publications::insert(tx, &new).await?;
        let text = found_by(&new, &examined.reading.statement);
        search::put(tx, &owner, PUBLISHED, id, &text).await?;
        let number = version.number;
        let said = format!("公开第{number}版");
        moving.done(&said, |statement| statement.published_version = number).await
    }

    /// Takes it off the public site, with a reason.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or no reason is given.
    pub async fn withdraw(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Withdraw, seen).await?;
        let reason = needed(reason, "撤下的原因")?;
        let work = &mut moving.work;
        let (now, owner) = (work.deed.now.to_string(), work.statement.owner.clone());
        publications::withdraw(&mut work.deed.tx, &owner, id, &now, &reason).await?;
        search::remove(&mut work.deed.tx, &owner, PUBLISHED, id).await?;
        moving.done(&reason, |statement| statement.published_version = 0).await
    }

    /// Begins an adjustment, with a reason. What was approved stays approved, and public, until the next
    /// approval.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or no reason is given.
    pub async fn adjust(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let moving = self.moving(asker, id, Act::Adjust, seen).await?;
        moving.done(&needed(reason, "调整的原因")?, |_| {}).await
    }

    /// Gives an adjustment up: the approved text becomes the newest version again.
    ///
    /// # Errors
    /// If the asker may not, or it is not in a state for it.
    pub async fn abandon(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::AbandonAdjustment, seen).await?;
        let approved = approved(&mut moving).await?;
        let work = &mut moving.work;
        let newest = work.statement.version;
        if newest == approved.number {
            return moving.done("没有改动", |_| {}).await;
        }
        let number = newest + 1;
        let restored = Version {
            number,
            parent: approved.number,
            kind: VersionKind::Adjustment,
            reason: format!("放弃调整，恢复批复的第{}版", approved.number),
            created_by: asker.user.clone(),
            created_at: work.deed.now.to_string(),
            frozen_at: None,
            ..approved
        };
        statements::insert_version(&mut work.deed.tx, &restored).await?;
        let owner = work.statement.owner.clone();
        let tx = &mut work.deed.tx;
        let rows = store::acceptances::list(tx, &Scope::everything(), id).await?;
        let examined = self.reviewed(tx, &restored, work.statement.year).await?;
        let judged = crate::judged::judged(&examined, &rows);
        let figures = crate::judged::figures(&examined, &judged);
        let rows = crate::library::rows(&work.statement, &examined.reading.statement);
        store::library::replace(&mut work.deed.tx, &owner, id, &rows).await?;
        let said = restored.reason.clone();
        moving
            .done(&said, |statement| {
                statement.version = number;
                statement.figures = figures;
            })
            .await
    }

    /// Closes the year of a statement.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or its year is not over.
    pub async fn archive(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        let moving = self.moving(asker, id, Act::Archive, seen).await?;
        let year = moving.work.statement.year;
        let today = moving.work.deed.now.day();
        if i64::from(today.year()) <= year {
            let said = format!("{year}年还没有结束，{}年1月1日起才能归档", year + 1);
            return Err(OfficeError::Conflict(said));
        }
        debug_assert_eq!(moving.to, State::Archived);
        moving.done("", |_| {}).await
    }
}

/// The version that was approved last, if it still is what was approved.
async fn approved(moving: &mut Moving<'_>) -> Result<Version, OfficeError> {
    let work = &mut moving.work;
    let version = work.version(work.statement.approved_version).await?;
    is_whole(&version)?;
    let id = work.statement.id.clone();
    let all = decisions::approvals(&mut work.deed.tx, &Scope::everything(), &id).await?;
    let same = all.iter().any(|one| one.version == version.number && one.digest == version.digest);
    if version.frozen_at.is_none() || !same {
        let said = "这个版本的摘要和批复时的不符，不能办理。请联系系统管理员和审计管理员";
        return Err(OfficeError::Conflict(said.to_owned()));
    }
    Ok(version)
}

fn title(examined: &Examined) -> Option<String> {
    let title = examined.reading.statement.title.as_ref()?;
    Some(title.text.clone()).filter(|text| !text.trim().is_empty())
}
