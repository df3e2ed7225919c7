//! Many files reviewed at once, as a job: it goes on when a process dies, and can be called off.

use std::sync::Arc;

use read::{Limits, archive};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::files::{self, FileKind, StoredFile};
use store::jobs::{self, Job, JobItem, JobState};

use crate::deed::Note;
use crate::examine::Examined;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// The most files of a batch.
pub const MOST_FILES: usize = 1_000;
/// The most bytes of a batch.
pub const MOST_BYTES: usize = 200 << 20;
/// How long a worker has a job to itself before it must have shown a sign of life, in seconds.
pub(crate) const LEASE_SECONDS: i64 = 120;
/// How many jobs a list shows.
const LISTED: u64 = 100;
/// What jobs of this kind are called in the store.
const REVIEW: &str = "review";

/// What came out of the review of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// The department that the text names.
    pub department: String,
    /// Year of the plan; 0: none was read.
    pub year: i16,
    /// How many projects were read.
    pub projects: i64,
    /// The sum of all budgets in fen.
    pub total_fen: Option<i64>,
    /// Findings by severity.
    pub errors: i64,
    /// 警告
    pub warnings: i64,
    /// 提示
    pub notes: i64,
    /// The first findings: severity, code, message.
    pub first: Vec<(String, String, String)>,
    /// Why it could not be read; empty if it could.
    pub problem: String,
}

/// How many findings of a file are kept with the job; all can be seen by opening the file.
const FIRST: usize = 5;

/// A job with what came out of its files.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The job.
    pub job: Job,
    /// Each file, with what came out if it is done.
    pub files: Vec<(JobItem, Option<FileOutcome>)>,
}

impl Office {
    /// Begins a batch: the files are stored, the review is done by a worker. Gives the job's id.
    ///
    /// # Errors
    /// If the asker may not, or there are none, too many, or they are too large.
    pub async fn begin_batch(
        &self,
        asker: &Asker,
        title: &str,
        uploads: Vec<(String, Vec<u8>)>,
    ) -> Result<String, OfficeError> {
        let invalid = |said: String| Err(OfficeError::Invalid(said));
        let mut deed = self.begin(asker, Permission::ReviewBatches).await?;
        if uploads.is_empty() {
            return invalid("没有选择文件。请选择一个文件夹、若干文件或一个 zip 压缩包".to_owned());
        }
        let uploads = unpacked(uploads);
        if uploads.len() > MOST_FILES {
            return invalid(format!("有{}个文件，一批最多{MOST_FILES}个，请分批", uploads.len()));
        }
        let bytes: usize = uploads.iter().map(|(_, bytes)| bytes.len()).sum();
        if bytes > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            return invalid(format!("共有{} MB，一批最多{most} MB，请分批", bytes >> 20));
        }
        let owner = asker.home.clone();
        let now = deed.now.to_string();
        let job = Job {
            owner: owner.clone(),
            id: store::new_id(),
            kind: REVIEW.to_owned(),
            title: title.trim().chars().take(100).collect(),
            state: JobState::Waiting,
            done: 0,
            total: i64::try_from(uploads.len()).unwrap_or(i64::MAX),
            created_by: asker.name.clone(),
            created_at: now.clone(),
            cancel_asked: false,
            ended_at: None,
        };
        let mut items = Vec::with_capacity(uploads.len());
        for (number, (name, bytes)) in (1..).zip(uploads) {
            let file = StoredFile {
                owner: owner.clone(),
                id: store::new_id(),
                statement: None,
                kind: FileKind::Batch,
                name: name.clone(),
                media: "application/octet-stream".to_owned(),
                size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                digest: store::digest(&bytes),
                created_by: asker.user.clone(),
                created_at: now.clone(),
            };
            files::insert(&mut deed.tx, &file, bytes).await?;
            let state = JobState::Waiting;
            let (file, outcome) = (Some(file.id), String::new());
            items.push(JobItem { number, name, file, state, outcome });
        }
        jobs::insert(&mut deed.tx, &job, &items).await?;
        let detail = format!("{}，{}个文件", job.title, items.len());
        deed.done(note("批量审核", &job, detail)).await?;
        Ok(job.id)
    }

    /// The batches in sight, the newest first.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn list_batches(&self, asker: &Asker) -> Result<Vec<Job>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReviewBatches).await?;
        Ok(jobs::list(&mut tx, &scope, REVIEW, LISTED).await?)
    }

    /// A batch with what has come out so far.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn batch(&self, asker: &Asker, id: &str) -> Result<Batch, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReviewBatches).await?;
        let job = review(&mut tx, &scope, id).await?;
        let items = jobs::items(&mut tx, &job).await?;
        let files = items.into_iter().map(|item| {
            let outcome = serde_json::from_str(&item.outcome).ok();
            (item, outcome)
        });
        Ok(Batch { files: files.collect(), job })
    }

    /// A file of a batch, read and reviewed.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn batch_file(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<(String, Arc<Examined>), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReviewBatches).await?;
        let missing = || OfficeError::missing("这个文件");
        let job = review(&mut tx, &scope, id).await?;
        let items = jobs::items(&mut tx, &job).await?;
        let file = items.iter().find(|item| item.number == number);
        let file = file.and_then(|item| item.file.as_deref());
        let file = file.ok_or(OfficeError::Missing { what: "这个文件" })?;
        let (file, bytes) = files::get(&mut tx, &scope, file).await.map_err(missing())?;
        drop(tx);
        // By its name alone the form of a file is told at times.
        let key = format!("{}\n{}", file.name, file.digest);
        if let Some(known) = self.shelf.file(&key) {
            return Ok((file.name, known));
        }
        let examined = Arc::new(self.examined_file(file.name.clone(), bytes).await?);
        self.shelf.put_file(key, Arc::clone(&examined));
        Ok((file.name, examined))
    }

    /// Calls a batch off: what is done stays.
    ///
    /// # Errors
    /// If it is not there, or has ended.
    pub async fn cancel_batch(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ReviewBatches).await?;
        let job = review(&mut deed.tx, &deed.scope, id).await?;
        if !matches!(job.state, JobState::Waiting | JobState::Running) {
            return Err(OfficeError::Conflict("这批审核已经结束，不能再取消".to_owned()));
        }
        jobs::cancel(&mut deed.tx, &job, &deed.now.to_string()).await?;
        deed.done(note("取消批量审核", &job, job.title.clone())).await
    }

    /// Does one job to its end, if there is one to do; says whether there was. A worker calls it again
    /// and again; several workers, in one process or many, never do the same job at once.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn do_next_job(&self, worker: &str) -> Result<bool, OfficeError> {
        let mut tx = self.store().write().await?;
        let until = || self.now().plus_seconds(LEASE_SECONDS).to_string();
        let claimed = jobs::claim(&mut tx, worker, &self.now().to_string(), &until()).await?;
        tx.commit().await?;
        let Some(job) = claimed else { return Ok(false) };
        if job.kind == crate::registers::importing::IMPORT {
            self.do_import(&job, worker).await?;
            return Ok(true);
        }
        let items = jobs::items(&mut self.store().read().await?, &job).await?;
        let mut goes_on = !job.cancel_asked;
        for item in items.into_iter().filter(|item| item.state == JobState::Waiting) {
            if !goes_on {
                break;
            }
            let done = self.file_done(item).await?;
            let mut tx = self.store().write().await?;
            goes_on = jobs::advance(&mut tx, &job, worker, &until(), &done).await?;
            tx.commit().await?;
        }
        let mut tx = self.store().write().await?;
        let state = if goes_on { JobState::Done } else { JobState::Cancelled };
        jobs::finish(&mut tx, &job, state, &self.now().to_string()).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn file_done(&self, item: JobItem) -> Result<JobItem, OfficeError> {
        let mut tx = self.store().read().await?;
        let id = item.file.as_deref().unwrap_or_default();
        let (file, bytes) = files::get(&mut tx, &Scope::everything(), id).await?;
        drop(tx);
        let outcome = match self.examined_file(file.name, bytes).await {
            Ok(examined) => outcome(&examined),
            Err(error) => FileOutcome { problem: error.to_string(), ..FileOutcome::default() },
        };
        let state = if outcome.problem.is_empty() { JobState::Done } else { JobState::Failed };
        let outcome = serde_json::to_string(&outcome)
            .map_err(|error| OfficeError::Machine(error.to_string()))?;
        Ok(JobItem { state, outcome, ..item })
    }

    /// A file, read and reviewed beside the threads that answer requests.
    async fn examined_file(&self, name: String, bytes: Vec<u8>) -> Result<Examined, OfficeError> {
        let reading = self.read_file(name, bytes, Limits::default()).await?;
        let rulebook = self.rulebook().clone();
        let task = tokio::task::spawn_blocking(move || Examined::of(reading, None, &rulebook));
        task.await.map_err(|_| OfficeError::Machine("这个文件无法读取".to_owned()))
    }
}

/// A job that reviews files.
async fn review(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Job, OfficeError> {
    let job = jobs::get(tx, scope, id).await.map_err(OfficeError::missing("这批审核"))?;
    if job.kind == REVIEW { Ok(job) } else { Err(OfficeError::Missing { what: "这批审核" }) }
}

/// Archives are replaced by the files in them. What cannot be unpacked stands there without bytes, and
/// what is wrong with it is said of it.
fn unpacked(uploads: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::with_capacity(uploads.len());
    for (name, bytes) in uploads {
        if !archive::is_archive(&bytes) {
            all.push((name, bytes));
            continue;
        }
        for packed in archive::unfold(&bytes, Limits::default()) {
            let inside = packed.bytes().unwrap_or_default();
            all.push((format!("{name}/{}", packed.name), inside));
        }
    }
    all
}

fn outcome(examined: &Examined) -> FileOutcome {
    let statement = &examined.reading.statement;
    let figures = examined.figures();
    let name = statement.department.as_ref().or(statement.title.as_ref());
    let is_read = examined.reading.findings.iter().all(|f| f.severity != ground::Severity::Error);
    let mut worst: Vec<&ground::Finding> = examined.findings.iter().collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let first = worst.iter().take(FIRST).map(|finding| {
        let severity = finding.severity.label().to_owned();
        (severity, finding.code.as_str().to_owned(), finding.message.clone())
    });
    FileOutcome {
        department: name.map(|words| words.text.clone()).unwrap_or_default(),
        year: examined.year,
        projects: figures.projects,
        total_fen: figures.total.map(ground::Money::fen),
        errors: figures.errors,
        warnings: figures.warnings,
        notes: figures.notes,
        first: first.collect(),
        problem: if is_read { String::new() } else { problem(examined) },
    }
}

fn problem(examined: &Examined) -> String {
    let wrong = examined.reading.findings.iter();
    let mut wrong = wrong.filter(|finding| finding.severity == ground::Severity::Error);
    wrong.next().map(|finding| finding.message.clone()).unwrap_or_default()
}

fn note(act: &'static str, job: &Job, detail: String) -> Note {
    Note {
        act,
        owner: job.owner.clone(),
        kind: "批量审核",
        object: job.id.clone(),
        detail,
        ..Note::default()
    }
}
