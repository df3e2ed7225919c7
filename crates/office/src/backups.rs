//! Backups: made by hand or every night, each proven by restoring it in a trial, old ones cleared away.

use std::path::{Path, PathBuf};

use store::backup::{BackupError, Report};
use store::backups::{self, Backup};
use store::{Store, StoreError};

use crate::deed::Note;
use crate::{Asker, Moment, Office, OfficeError, Permission};

/// Days of a year.
const YEAR: i64 = 366;

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
        let settings = self.settings().await?;
        if now.in_china().strftime("%H:%M").to_string().as_str() < settings.backup_time() {
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
        self.clear_old_backups(folder, now, settings.backup_keep()).await?;
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

    async fn clear_old_backups(
        &self,
        folder: &Path,
        now: Moment,
        keep: usize,
    ) -> Result<(), OfficeError> {
        let all = backups::list(&mut self.store().read().await?).await?;
        for old in old(&all, now, keep) {
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

/// The nightly backups that need not be kept any longer: those beyond the newest `keep`, but for the
/// first of each month, which stays for a year. Those made by hand are left to whoever made them.
fn old(all: &[Backup], now: Moment, keep: usize) -> Vec<&Backup> {
    let nightly = all.iter().filter(|backup| backup.id.len() == "20260301".len());
    let goes = |backup: &&Backup| {
        let Some(at) = Moment::from_text(&backup.at) else { return false };
        let is_kept_for_a_year = at.day().day() == 1 && at.plus_seconds(YEAR * 86_400) >= now;
        !is_kept_for_a_year
    };
    nightly.skip(keep).filter(goes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_backups_go_but_the_first_of_a_month_stays_for_a_year() {
        let backup = |id: &str| Backup {
            id: id.to_owned(),
            at: format!("{}-{}-{}T02:00:00.000Z", &id[..4], &id[4..6], &id[6..8]),
            file: String::new(),
            size: 0,
            digest: String::new(),
            checked: true,
            outcome: String::new(),
        };
        let now = Moment::from_text("2026-06-20T02:00:00Z").expect("a moment");
        let ids = ["20260620", "20260619", "20260602-101500", "20260602", "20260601", "20250601"];
        let all = ids.map(backup);
        let gone: Vec<&str> = old(&all, now, 2).iter().map(|one| one.id.as_str()).collect();
        assert_eq!(gone, ["20260602", "20250601"]);
    }
}
