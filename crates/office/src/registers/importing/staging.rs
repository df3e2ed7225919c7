//! Tables in safekeeping between the look and the import: sealed, and forgotten after a day.

use std::sync::Arc;

use read::Limits;
use read::rows::Workbook;
use store::files::{self, FileKind, StoredFile};
use store::{StoreError, Tx};

use super::LARGEST_TABLE;
use crate::beginning::Upload;
use crate::registers::Register;
use crate::registers::sight::Sight;
use crate::{Asker, Office, OfficeError, Scope};

/// How long a table waits to be imported, in seconds.
const WAITS: i64 = 24 * 3600;

/// A table in safekeeping.
pub(super) struct Staged {
    /// The file's name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Arc<Vec<u8>>,
    /// SM3 of its bytes.
    pub(super) digest: String,
}

/// How large tables may be.
pub(super) const LIMITS: Limits = Limits { packed: LARGEST_TABLE, ..Limits::of_registers() };

impl Office {
    /// Keeps a table, if it can be opened at all.
    pub(super) async fn staged_anew(
        &self,
        asker: &Asker,
        register: Register<'_>,
        sight: &Sight,
        upload: Upload,
    ) -> Result<String, OfficeError> {
        let vault = Arc::clone(register.all.vault());
        let place = place(register, &sight.owner.id);
        let opening = tokio::task::spawn_blocking(move || {
            let Upload { name, bytes } = upload;
            let opened = Workbook::open(&name, &bytes, LIMITS).map(drop);
            opened.map_err(|finding| sentence(&finding))?;
            let sealed = vault.seal_long(&place, &bytes);
            Ok((name, bytes.len(), store::digest(&bytes), sealed))
        });
        let opened = opening.await.map_err(|_| broken())?;
        let (name, size, digest, sealed) = opened.map_err(OfficeError::Invalid)?;
        let now = self.now();
        let file = StoredFile {
            owner: sight.owner.id.clone(),
            id: store::new_id(),
            statement: None,
            kind: FileKind::Staged,
            name: name.chars().take(200).collect(),
            media: "application/octet-stream".to_owned(),
            size: i64::try_from(size).unwrap_or(i64::MAX),
            digest,
            created_by: asker.user.clone(),
            created_at: now.to_string(),
        };
        let mut tx = self.store().write().await?;
        files::forget_staged(&mut tx, &now.plus_seconds(-WAITS).to_string()).await?;
        files::insert(&mut tx, &file, sealed).await?;
        tx.commit().await?;
        Ok(file.id)
    }

    /// A table that this asker has put into safekeeping for this register of this organisation.
    pub(super) async fn staged(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        register: Register<'_>,
        owner: &str,
        id: &str,
    ) -> Result<Staged, OfficeError> {
        let found = files::of_owner(tx, &Scope::everything(), owner, id).await;
        let (file, sealed) = found.map_err(gone)?;
        let file = ones_own(asker, file)?;
        let vault = Arc::clone(register.all.vault());
        let place = place(register, owner);
        // Of a long table it takes a while.
        let opening = tokio::task::spawn_blocking(move || vault.unseal_long(&place, &sealed));
        let bytes = opening.await.map_err(|_| broken())?.map_err(|_| not_there())?;
        Ok(Staged { name: file.name, bytes: Arc::new(bytes), digest: file.digest })
    }

    /// The name of a table that this asker has put into safekeeping for this organisation.
    pub(super) async fn staged_name(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        owner: &str,
        id: &str,
    ) -> Result<String, OfficeError> {
        let file = files::find(tx, &Scope::everything(), owner, id).await.map_err(gone)?;
        Ok(ones_own(asker, file)?.name)
    }
}

/// A file, if it is a table that this asker has put into safekeeping.
fn ones_own(asker: &Asker, file: StoredFile) -> Result<StoredFile, OfficeError> {
    let is_ones_own = file.kind == FileKind::Staged && file.created_by == asker.user;
    if is_ones_own { Ok(file) } else { Err(not_there()) }
}

fn gone(error: StoreError) -> OfficeError {
    match error {
        StoreError::Missing(_) => not_there(),
        other => other.into(),
    }
}

fn not_there() -> OfficeError {
    OfficeError::Missing { what: "要导入的文件（已经导入，或放了一天以上）" }
}

/// To what a sealed table belongs: for another register it cannot be read.
fn place(register: Register<'_>, owner: &str) -> String {
    format!("staged/{}/{owner}", register.name())
}

/// A finding of the reader in one sentence with what to do.
pub(super) fn sentence(finding: &ground::Finding) -> String {
    let help = finding.help.as_str();
    let message = finding.message.trim_end_matches('。');
    if help.is_empty() { message.to_owned() } else { format!("{message}。{help}") }
}

pub(super) fn broken() -> OfficeError {
    let said = "文件没有读成，系统不受影响，也没有保存任何内容。\
                请用 WPS 表格或 Excel 打开后另存为 .xlsx 再试";
    OfficeError::Invalid(said.to_owned())
}
