//! Backups: made by hand or every night, each proven by restoring it in a trial, old ones cleared away.

use std::path::{Path, PathBuf};

use store::backup::{BackupError, Report};
use store::backups::{self, Backup};
use store::{Store, StoreError, settings};

use crate::deed::Note;
use crate::{Asker, Moment, Office, OfficeError, Permission};

/// The hour of the night (in China) at which the nightly backup is due, unless the settings say another.
const HOUR: i8 = 2;
/// How many days a backup is kept, unless the settings say otherwise; the first of each month is kept
/// for a year.
const KEPT_DAYS: i64 = 14;
/// Days of a year.
const YEAR: i64 = 366;

/// The setting of the hour of the nightly backup, 0 to 23.
pub const HOUR_SETTING: &str = "backup.hour";
/// The setting of how many days backups are kept.
pub const DAYS_SETTING: &str = "backup.days";

impl Office {
    /// The backups that were made.
    ///
    /// # Errors
    /// If the asker may not see them.
    pub async fn list_backups(&self, asker: &Asker) -> Result<Vec<Backup>, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ManageBackups).await?;
        Ok(backups::list(&mut tx).await?)
    }

    /// Makes a backup now, proves it, and notes it.
    ///
    /// # Errors
    /// If the asker may not, or the backup could not be made or proven.
    pub async fn back_up_now(&self, asker: &Asker, folder: &Path) -> Result<Backup, OfficeError> {
        asker.require(Permission::ManageBackups)?;
        let now = self.now();
        let id = now.in_china().strftime("%Y%m%d-%H%M%S").to_string();
        self.back_up_as(asker, folder, &id, now).await
    }

    /// Makes tonight's backup if it is due and nobody else has begun it, and clears old ones away. Says
    /// what was made.
    ///
    /// # Errors
    /// If it could not be made or proven.
    pub async fn back_up_nightly(&self, folder: &Path) -> Result<Option<Backup>, OfficeError> {
        let now = self.now();
        let hour = self.setting(HOUR_SETTING).await?.unwrap_or(i64::from(HOUR));
        if i64::from(now.in_china().hour()) < hour {
            return Ok(None);
        }
        let id = now.day().strftime("%Y%m%d").to_string();
        if backups::is_begun(&mut self.store().read().await?, &id).await? {
            return Ok(None);
        }
        let asker = Asker::program("", "本机");
        let made = match self.back_up_as(&asker, folder, &id, now).await {
            Err(OfficeError::Conflict(_)) => return Ok(None),
            made => made?,
        };
        self.clear_old_backups(folder, now).await?;
        Ok(Some(made))
    }

    async fn back_up_as(
        &self,
        asker: &Asker,
        folder: &Path,
        id: &str,
        now: Moment,
    ) -> Result<Backup, OfficeError> {
        let mut backup = Backup {
            id: id.to_owned(),
            at: now.to_string(),
            file: format!("jiheng-{id}.zip"),
            size: 0,
            digest: String::new(),
            checked: false,
            outcome: "正在备份".to_owned(),
        };
        let mut tx = self.store().write().await?;
        match backups::insert(&mut tx, &backup).await {
            Err(StoreError::Exists(_)) => {
                return Err(OfficeError::Conflict("这次备份已经开始，请稍后刷新".to_owned()));
            }
            done => done?,
        }
        tx.commit().await?;
        let file = folder.join(&backup.file);
        let made = make(self.store(), folder, &file, &backup.at).await;
        backup.outcome = match &made {
            Ok(report) if report.faults.is_empty() => "完好：已试恢复并核对".to_owned(),
            Ok(report) => format!("有{}处不符：{}", report.faults.len(), report.faults.join("；")),
            Err(error) => format!("没有备份成：{error}"),
        };
        backup.checked = made.as_ref().is_ok_and(|report| report.faults.is_empty());
        if let Ok(bytes) = tokio::fs::read(&file).await {
            backup.size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            backup.digest = store::digest(&bytes);
        }
        let mut deed = self.begin_unasked(asker).await?;
        backups::update(&mut deed.tx, &backup).await?;
        let note = Note {
            act: "备份",
            kind: "备份",
            object: backup.id.clone(),
            detail: format!("{}：{}", backup.file, backup.outcome),
            after: backup.digest.clone(),
            ..Note::default()
        };
        deed.done(note).await?;
        made.map(|_| backup).map_err(|error| OfficeError::Machine(error.to_string()))
    }

    async fn clear_old_backups(&self, folder: &Path, now: Moment) -> Result<(), OfficeError> {
        let days = self.setting(DAYS_SETTING).await?.unwrap_or(KEPT_DAYS);
        let all = backups::list(&mut self.store().read().await?).await?;
        for old in all.iter().filter(|backup| is_old(backup, now, days)) {
            match tokio::fs::remove_file(folder.join(&old.file)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => continue,
                _ => {
                    let mut tx = self.store().write().await?;
                    backups::remove(&mut tx, &old.id).await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(())
    }

    async fn setting(&self, key: &str) -> Result<Option<i64>, OfficeError> {
        let value = settings::get(&mut self.store().read().await?, key).await?;
        Ok(value.and_then(|value| value.parse().ok()))
    }
}

async fn make(store: &Store, folder: &Path, file: &Path, at: &str) -> Result<Report, BackupError> {
    tokio::fs::create_dir_all(folder).await?;
    store.back_up(file, at).await?;
    let (_, report) = Store::prove(file, &proof(file)).await?;
    Ok(report)
}

/// The folder in which a backup is tried out: beside it.
fn proof(file: &Path) -> PathBuf {
    file.with_extension("proof")
}

/// Whether a backup need not be kept any longer.
fn is_old(backup: &Backup, now: Moment, days: i64) -> bool {
    let Some(at) = Moment::from_text(&backup.at) else { return false };
    let is_first_of_month = at.day().day() == 1;
    let kept = if is_first_of_month { YEAR.max(days) } else { days };
    at.plus_seconds(kept * 86_400) < now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_backups_go_but_the_first_of_a_month_stays_for_a_year() {
        let backup = |at: &str| Backup {
            id: String::new(),
            at: at.to_owned(),
            file: String::new(),
            size: 0,
            digest: String::new(),
            checked: true,
            outcome: String::new(),
        };
        let now = Moment::from_text("2026-06-20T02:00:00Z").expect("a moment");
        let old = |at| is_old(&backup(at), now, 14);
        assert!(!old("2026-06-10T02:00:00.000Z"));
        assert!(old("2026-06-02T02:00:00.000Z"));
        assert!(!old("2026-06-01T02:00:00.000Z"));
        assert!(old("2025-06-01T02:00:00.000Z"));
    }
}
