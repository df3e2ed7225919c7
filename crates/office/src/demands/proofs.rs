//! Files that prove that something was put right: added before the answer, kept with it.

use store::Scope;
use store::demands::{self, Proof};
use store::files::{self, FileKind, StoredFile};

use super::acts::Case;
use super::{note, stale};
use crate::beginning::Upload;
use crate::downloads::Download;
use crate::registers::attachments::{checked, kind_of, named};
use crate::{Asker, Office, OfficeError, Permission};

/// The most files of a demand.
const MOST: usize = 50;

impl Office {
    /// Adds a file that goes with the next answer.
    ///
    /// # Errors
    /// If the asker may not answer, no answer is waited for, the file is too large or of a kind that is not taken, or
    /// the demand is not as it was seen.
    pub async fn add_proof(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        upload: Upload,
    ) -> Result<(), OfficeError> {
        let (ending, media) = checked(&upload)?;
        let mut case = self.answering(asker, id, seen).await?;
        let before = demands::proofs(&mut case.deed.tx, &Scope::everything(), id).await?;
        if before.len() >= MOST {
            return Err(OfficeError::field("file", format!("一条整改要求最多{MOST}个佐证文件")));
        }
        let digest = store::digest(&upload.bytes);
        let file = StoredFile {
            owner: case.owner.id.clone(),
            id: store::new_id(),
            statement: None,
            kind: FileKind::Demand,
            name: named(&upload.name, ending),
            media: media.to_owned(),
            size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
            digest,
            created_by: asker.user.clone(),
            created_at: case.deed.now.to_string(),
        };
        let proof = Proof {
            number: before.last().map_or(1, |last| last.number + 1),
            step: None,
            file: file.id.clone(),
            name: file.name.clone(),
            size: file.size,
            by_name: asker.name.clone(),
            at: file.created_at.clone(),
        };
        files::insert(&mut case.deed.tx, &file, upload.bytes).await?;
        demands::insert_proof(&mut case.deed.tx, &case.owner.id, id, &proof).await?;
        kept(case, "上传整改佐证", file.name).await
    }

    /// Takes out a file that no answer was sent with yet.
    ///
    /// # Errors
    /// If the asker may not answer, an answer was sent with it, or the demand is not as it was seen.
    pub async fn remove_proof(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        file: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.answering(asker, id, seen).await?;
        let everything = Scope::everything();
        let all = demands::proofs(&mut case.deed.tx, &everything, id).await?;
        let found = all.into_iter().find(|proof| proof.file == file);
        let proof = found.ok_or(OfficeError::Missing { what: "这个佐证文件" })?;
        if proof.step.is_some() {
            let said = "这个文件已经随答复送出，不能再移除";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        demands::remove_proof(&mut case.deed.tx, &everything, id, proof.number).await?;
        files::remove_proof(&mut case.deed.tx, &everything, &case.owner.id, file).await?;
        kept(case, "移除整改佐证", proof.name).await
    }

    /// A file that proves something.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn proof(
        &self,
        asker: &Asker,
        id: &str,
        file: &str,
    ) -> Result<Download, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        let missing = || OfficeError::missing("这个佐证文件");
        let demand = demands::get(&mut tx, &scope, id).await.map_err(missing())?;
        let all = demands::proofs(&mut tx, &scope, id).await?;
        if all.iter().all(|proof| proof.file != file) {
            return Err(OfficeError::Missing { what: "这个佐证文件" });
        }
        let found = files::of_owner(&mut tx, &scope, &demand.owner, file).await;
        let (file, bytes) = found.map_err(missing())?;
        let media = kind_of(&bytes).map_or("application/octet-stream", |(_, media)| media);
        Ok(Download { name: file.name, media, bytes })
    }
}

/// Keeps a demand whose files have changed: whoever saw it before is told.
async fn kept(mut case: Case<'_>, act: &'static str, detail: String) -> Result<(), OfficeError> {
    let mut changed = case.demand.clone();
    changed.version += 1;
    changed.changed_at = case.deed.now.to_string();
    let written = demands::update(&mut case.deed.tx, &Scope::everything(), &changed).await;
    written.map_err(|_| stale(&case.demand))?;
    case.deed.done(note(act, &case.demand, detail)).await
}
