//! Tables in safekeeping between the look and the import: sealed, and forgotten after a day.

use std::sync::Arc;

use read::Limits;
use read::rows::Workbook;
use store::Tx;
use store::files::{self, FileKind, StoredFile};

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
        let Upload { name, bytes } = upload;
        let opening = tokio::task::spawn_blocking(move || {
            let said = match Workbook::open(&name, &bytes, LIMITS) {
                Ok(_) => Ok(()),
                Err(finding) => Err(sentence(&finding)),
            };
            said.map(|()| (name, bytes))
        });
        let opened = opening.await.map_err(|_| broken())?;
        let (name, bytes) = opened.map_err(OfficeError::Invalid)?;
        let now = self.now();
        let file = StoredFile {
            owner: sight.owner.id.clone(),
            id: store::new_id(),
            statement: None,
            kind: FileKind::Staged,
            name: name.chars().take(200).collect(),
            media: "application/octet-stream".to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            digest: store::digest(&bytes),
            created_by: asker.user.clone(),
            created_at: now.to_string(),
        };
        let sealed = register.all.vault().seal_bytes(&place(register, &file.owner), &bytes);
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
        let gone = || OfficeError::Missing {
            what: "要导入的文件（已经导入，或放了一天以上）"
        };
        let found = files::get(tx, &Scope::everything(), id).await;
        let (file, sealed) = found.map_err(|error| match error {
            store::StoreError::Missing(_) => gone(),
            other => other.into(),
        })?;
        let is_ones_own =
            file.kind == FileKind::Staged && file.created_by == asker.user && file.owner == owner;
        if !is_ones_own {
            return Err(gone());
        }
        let bytes = register.all.vault().unseal_bytes(&place(register, owner), &sealed);
        let bytes = bytes.map_err(|_| gone())?;
        Ok(Staged { name: file.name, bytes: Arc::new(bytes), digest: file.digest })
    }
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
