//! Acts within the department: from the draft to the finance bureau's door.

use ground::Severity;
use store::Scope;
use store::decisions::{self, Minutes};
use store::files::{self, FileKind, StoredFile};
use store::opinions::{self, OpinionState};

use super::{Moving, Seen, allowed, needed};
use crate::beginning::LARGEST_FILE;
use crate::judged::Judged;
use crate::workflow::Act;
use crate::{Asker, Office, OfficeError};

/// What was decided, as the recorder types it.
#[derive(Clone, Debug, Default)]
pub struct MinutesText {
    /// On which day the meeting was held, 2026-03-01.
    pub held_on: String,
    /// Who was present.
    pub present: String,
    /// What was decided.
    pub decision: String,
    /// The scanned minutes, if there are any.
    pub scan: Option<Scan>,
}

/// A scanned paper.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Office {
    /// Hands the draft in to the head of the department.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, opinions are not answered, or an adjustment
    /// changed nothing.
    pub async fn hand_in(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::HandIn, seen).await?;
        are_answered(&mut moving).await?;
        let statement = &moving.work.statement;
        if statement.approved_version > 0 {
            let (approved, newest) = (statement.approved_version, statement.version);
            let approved = moving.work.version(approved).await?.digest;
            if moving.work.version(newest).await?.digest == approved {
                let said = "文本和批复的一样，没有调整任何内容。请先修改，或放弃调整";
                return Err(OfficeError::Conflict(said.to_owned()));
            }
        }
        moving.done("", |_| {}).await
    }

    /// Takes the draft back before it was checked.
    ///
    /// # Errors
    /// If the asker may not, or it is not in a state for it.
    pub async fn take_back(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        self.moving(asker, id, Act::TakeBack, seen).await?.done("", |_| {}).await
    }

    /// Gives the draft back to the clerk, with a reason.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or no reason is given.
    pub async fn give_back(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let moving = self.moving(asker, id, Act::GiveBack, seen).await?;
        moving.done(&needed(reason, "退回的原因")?, |_| {}).await
    }

    /// Passes it on to the standing meeting.
    ///
    /// # Errors
    /// If the asker may not, or it is not in a state for it.
    pub async fn pass_on(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        self.moving(asker, id, Act::PassOn, seen).await?.done("", |_| {}).await
    }

    /// Records that the standing meeting agreed.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, or the minutes are not whole.
    pub async fn decide(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        minutes: &MinutesText,
    ) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Decide, seen).await?;
        let said = record(&mut moving, minutes, Vote::Agreed).await?;
        moving.done(&said, |_| {}).await
    }

    /// Records that the standing meeting did not agree.
    ///
    /// # Errors
    /// As [`Office::decide`].
    pub async fn reject(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        minutes: &MinutesText,
    ) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Reject, seen).await?;
        let said = record(&mut moving, minutes, Vote::Refused).await?;
        moving.done(&said, |_| {}).await
    }

    /// Sends it to the finance bureau.
    ///
    /// # Errors
    /// If the asker may not, it is not in a state for it, errors of the review are open, opinions are not
    /// answered, or the standing meeting has not agreed to this very version.
    pub async fn send(&self, asker: &Asker, id: &str, seen: Seen) -> Result<(), OfficeError> {
        let mut moving = self.moving(asker, id, Act::Send, seen).await?;
        let (.., judged) = self.newest(&mut moving.work).await?;
        let errors: Vec<&Judged> = judged
            .iter()
            .filter(|one| one.is_open() && one.finding.severity == Severity::Error)
            .collect();
        if let Some(first) = errors.first() {
            return Err(OfficeError::Conflict(format!(
                "审核查出的错误还有{}处没有处理，不能报送。如{}：{}。请改正，或由部门负责人说明理由后保留",
                errors.len(),
                first.place_name,
                first.finding.message.trim_end_matches('。')
            )));
        }
        are_answered(&mut moving).await?;
        let version = moving.work.statement.version;
        let all = decisions::minutes(&mut moving.work.deed.tx, &Scope::everything(), id).await?;
        if !all.iter().any(|minutes| minutes.version == version && minutes.agreed) {
            let said = format!("第{version}版还没有经集体研究通过，不能报送");
            return Err(OfficeError::Conflict(said));
        }
        moving.done("", |_| {}).await
    }
}

/// How the meeting voted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vote {
    Agreed,
    Refused,
}

/// Every opinion of the finance bureau must have an answer.
async fn are_answered(moving: &mut Moving<'_>) -> Result<(), OfficeError> {
    let id = moving.work.statement.id.clone();
    let tx = &mut moving.work.deed.tx;
    let all = opinions::list(tx, &Scope::everything(), &id).await?;
    let open = all.iter().filter(|opinion| opinion.state == OpinionState::Open).count();
    match open {
        0 => Ok(()),
        open => Err(OfficeError::Conflict(format!(
            "财政部门的意见还有{open}条没有答复，请逐条答复后再提交"
        ))),
    }
}

/// Keeps the minutes; gives the sentence for the way.
async fn record(
    moving: &mut Moving<'_>,
    minutes: &MinutesText,
    vote: Vote,
) -> Result<String, OfficeError> {
    let work = &mut moving.work;
    let today = work.deed.now.day();
    let held_on: jiff::civil::Date = minutes
        .held_on
        .trim()
        .parse()
        .map_err(|_| OfficeError::Invalid("请填写会议日期，如 2026-03-01".to_owned()))?;
    if held_on > today {
        return Err(OfficeError::Invalid(format!("会议日期{held_on}还没有到，请核对")));
    }
    let present = needed(&minutes.present, "参会人员")?;
    let decision = needed(&minutes.decision, "研究决定的内容")?;
    let file = match &minutes.scan {
        Some(scan) => Some(keep(work, scan, FileKind::Minutes).await?),
        None => None,
    };
    let new = Minutes {
        id: store::new_id(),
        version: work.statement.version,
        held_on: held_on.to_string(),
        present,
        decision: decision.clone(),
        agreed: vote == Vote::Agreed,
        file,
        recorded_by: work.deed.asker.name.clone(),
        recorded_at: work.deed.now.to_string(),
    };
    let (owner, id) = (work.statement.owner.clone(), work.statement.id.clone());
    decisions::insert_minutes(&mut work.deed.tx, &owner, &id, &new).await?;
    Ok(format!("{held_on}会议：{decision}"))
}

/// Keeps scanned minutes, or what proves a value; gives the file's id.
pub(crate) async fn keep(
    work: &mut super::Work<'_>,
    scan: &Scan,
    kind: FileKind,
) -> Result<String, OfficeError> {
    let name = needed(&scan.name, "附件的文件名")?;
    let media = match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "doc" => "application/msword",
        _ => {
            let what = kind.label();
            let said = format!("{what}请上传 PDF、图片（JPG、PNG）或 Word 文件");
            return Err(OfficeError::Invalid(said));
        }
    };
    if scan.bytes.len() > LARGEST_FILE {
        let said = format!("附件有{} MB，最多 20 MB", scan.bytes.len() >> 20);
        return Err(OfficeError::Invalid(said));
    }
    let file = StoredFile {
        owner: work.statement.owner.clone(),
        id: store::new_id(),
        statement: Some(work.statement.id.clone()),
        kind,
        name: allowed(&name, "附件的文件名")?,
        media: media.to_owned(),
        size: i64::try_from(scan.bytes.len()).unwrap_or(i64::MAX),
        digest: store::digest(&scan.bytes),
        created_by: work.deed.asker.name.clone(),
        created_at: work.deed.now.to_string(),
    };
    files::insert(&mut work.deed.tx, &file, scan.bytes.clone()).await?;
    Ok(file.id)
}
