//! What an appraisal asks the department for, and what it gives: words and files.

use store::Scope;
use store::appraisals::{self, Attached, Request, RequestState, State};
use store::files::{self, FileKind, StoredFile};

use super::case::Case;
use crate::acts::needed;
use crate::beginning::Upload;
use crate::demands::raising::due_day;
use crate::downloads::Download;
use crate::registers::attachments::{checked, kind_of, named};
use crate::{Asker, Office, OfficeError};

/// The most requests of an appraisal.
const MOST: usize = 60;
/// The most files of an appraisal.
const MOST_FILES: usize = 200;
/// While something may be asked for and given.
const OPEN: [State; 2] = [State::Preparing, State::Marking];

impl Office {
    /// Asks the department for something.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, nothing is asked for, or the day is none.
    pub async fn ask_for_evidence(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        what: &str,
        due_on: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("要求提供资料", &OPEN)?;
        let all = case.requests().await?;
        if all.len() >= MOST {
            return Err(OfficeError::Invalid(format!("一项评价最多要求{MOST}项资料")));
        }
        let due = due_day(due_on, case.deed.now.day())
            .map_err(|said| OfficeError::field("due_on", said.replace("整改期限", "提供期限")))?;
        let what = needed(what, "要求提供的资料")?;
        let new = Request {
            number: all.last().map_or(1, |last| last.number + 1),
            what: what.clone(),
            due_on: due.to_string(),
            state: RequestState::Open,
            answer: String::new(),
            reason: String::new(),
            by_name: asker.name.clone(),
            at: case.deed.now.to_string(),
        };
        case.write_request(new).await?;
        case.kept("要求提供评价资料", what).await
    }

    /// Answers a request; files were added before.
    ///
    /// # Errors
    /// If the asker may not, it is past that, somebody was faster, or nothing is said.
    pub async fn answer_request(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
        answer: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.giving(asker, id, seen).await?;
        let request = case.open_request(number).await?;
        let answer = needed(answer, "情况说明；资料已上传的写“见附件”")?;
        let detail = request.what.clone();
        let changed = Request { state: RequestState::Answered, answer, ..request };
        case.write_request(changed).await?;
        case.kept("提供评价资料", detail).await
    }

    /// Returns an answer that does not do.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, it is not answered, or no reason is given.
    pub async fn return_request(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("退回资料", &OPEN)?;
        let request = case.request(number).await?;
        if request.state != RequestState::Answered {
            let said = format!("这项资料现在是“{}”，不能退回", request.state);
            return Err(OfficeError::Conflict(said));
        }
        let reason = needed(reason, "要补充什么")?;
        let detail = format!("{}：{reason}", request.what);
        let changed = Request { state: RequestState::Returned, reason, ..request };
        case.write_request(changed).await?;
        case.kept("退回评价资料", detail).await
    }

    /// Adds a file to a request that waits.
    ///
    /// # Errors
    /// If the asker may not, it is past that, somebody was faster, or the file is too large or of a kind that is not taken.
    pub async fn add_appraisal_file(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
        upload: Upload,
    ) -> Result<(), OfficeError> {
        let (ending, media) = checked(&upload)?;
        let mut case = self.giving(asker, id, seen).await?;
        let request = case.open_request(number).await?;
        let before = appraisals::attached(&mut case.deed.tx, &Scope::everything(), id).await?;
        if before.len() >= MOST_FILES {
            return Err(OfficeError::field("file", format!("一项评价最多{MOST_FILES}个文件")));
        }
        let file = StoredFile {
            owner: case.it.owner.clone(),
            id: store::new_id(),
            statement: None,
            kind: FileKind::Appraisal,
            name: named(&upload.name, ending),
            media: media.to_owned(),
            size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
            digest: store::digest(&upload.bytes),
            created_by: asker.user.clone(),
            created_at: case.deed.now.to_string(),
        };
        let new = Attached {
            number: before.last().map_or(1, |last| last.number + 1),
            request: request.number,
            file: file.id.clone(),
            name: file.name.clone(),
            size: file.size,
            by_name: asker.name.clone(),
            at: file.created_at.clone(),
        };
        files::insert(&mut case.deed.tx, &file, upload.bytes).await?;
        appraisals::attach(&mut case.deed.tx, &file.owner, id, &new).await?;
        case.kept("上传评价资料", file.name).await
    }

    /// Takes out a file of a request that waits.
    ///
    /// # Errors
    /// If the asker may not, it is past that, somebody was faster, or the request is answered.
    pub async fn remove_appraisal_file(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        file: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.giving(asker, id, seen).await?;
        let everything = Scope::everything();
        let all = appraisals::attached(&mut case.deed.tx, &everything, id).await?;
        let found = all.into_iter().find(|one| one.file == file);
        let found = found.ok_or(OfficeError::Missing { what: "这个文件" })?;
        case.open_request(found.request).await?;
        appraisals::detach(&mut case.deed.tx, &everything, id, found.number).await?;
        let owner = case.it.owner.clone();
        files::remove_proof(&mut case.deed.tx, &everything, &owner, file).await?;
        case.kept("移除评价资料", found.name).await
    }

    /// A file that the department gave.
    ///
    /// # Errors
    /// If it is not there, or the appraisal is not in sight.
    pub async fn appraisal_file(
        &self,
        asker: &Asker,
        id: &str,
        file: &str,
    ) -> Result<Download, OfficeError> {
        let found = self.appraisal(asker, id).await?;
        let missing = || OfficeError::missing("这个文件");
        if found.files.iter().all(|one| one.file != file) {
            return Err(OfficeError::Missing { what: "这个文件" });
        }
        let mut tx = self.store().read().await?;
        let everything = Scope::everything();
        let stored = files::of_owner(&mut tx, &everything, &found.it.owner, file).await;
        let (file, bytes) = stored.map_err(missing())?;
        let media = kind_of(&bytes).map_or("application/octet-stream", |(_, media)| media);
        Ok(Download { name: file.name, media, bytes })
    }
}

impl Case<'_> {
    async fn requests(&mut self) -> Result<Vec<Request>, OfficeError> {
        let id = self.it.id.clone();
        Ok(appraisals::requests(&mut self.deed.tx, &Scope::everything(), &id).await?)
    }

    async fn request(&mut self, number: i64) -> Result<Request, OfficeError> {
        let found = self.requests().await?.into_iter().find(|one| one.number == number);
        found.ok_or(OfficeError::Missing { what: "这项资料" })
    }

    /// A request that waits for the department.
    async fn open_request(&mut self, number: i64) -> Result<Request, OfficeError> {
        self.in_states("提供资料", &OPEN)?;
        let request = self.request(number).await?;
        match request.state {
            RequestState::Answered => {
                let said = "这项资料已经提供，不能再改；需要补充的，请评价组织方退回";
                Err(OfficeError::Conflict(said.to_owned()))
            }
            RequestState::Open | RequestState::Returned => Ok(request),
        }
    }

    async fn write_request(&mut self, changed: Request) -> Result<(), OfficeError> {
        let changed = Request {
            by_name: self.deed.asker.name.clone(),
            at: self.deed.now.to_string(),
            ..changed
        };
        let (owner, id) = (self.it.owner.clone(), self.it.id.clone());
        Ok(appraisals::write_request(&mut self.deed.tx, &owner, &id, &changed).await?)
    }
}
