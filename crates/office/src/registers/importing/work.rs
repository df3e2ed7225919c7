//! Long imports as jobs: a worker does them, in one transaction that ends the job as well.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use store::db::Backend;
use store::jobs::{self, Job, JobItem, JobState};

use super::taking::{CALLED_OFF, Order};
use super::{Outcome, Progress};
use crate::batches::LEASE_SECONDS;
use crate::deed::Note;
use crate::memory::open;
use crate::signing::{asker_for, open_account};
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// What jobs of this kind are called in the store.
pub(crate) const IMPORT: &str = "import";
/// How often a worker says that it is still at it.
const BEAT: Duration = Duration::from_secs(5);

/// The job that an import is the work of.
#[derive(Clone, Copy)]
pub(super) struct Work<'w> {
    pub(super) job: &'w Job,
    pub(super) worker: &'w str,
}

/// A long import under way, or ended.
#[derive(Clone, Debug)]
pub struct ImportJob {
    /// The register.
    pub register: String,
    /// The organisation whose entries they are.
    pub owner: String,
    /// The file's name.
    pub file: String,
    /// How far it has come.
    pub state: JobState,
    /// Rows done.
    pub done: u64,
    /// Rows in all, about.
    pub total: u64,
    /// What came out, if it is done.
    pub outcome: Option<Outcome>,
    /// Why nothing was imported, if it failed.
    pub problem: String,
    /// The table in safekeeping, to go back to.
    pub staged: String,
}

impl Office {
    /// Leaves an import to a worker; gives the job's id.
    pub(super) async fn import_later(
        &self,
        asker: &Asker,
        order: Order,
    ) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(&order.register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, &order.owner, Permission::WriteRegisters).await?;
        let name = self.staged_name(&mut deed.tx, asker, &order.owner, &order.staged).await?;
        let job = Job {
            owner: sight.owner.id.clone(),
            id: store::new_id(),
            kind: IMPORT.to_owned(),
            title: format!("导入{}", register.definition.title),
            state: JobState::Waiting,
            done: 0,
            total: i64::try_from(order.expected).unwrap_or(i64::MAX),
            created_by: asker.user.clone(),
            created_at: deed.now.to_string(),
            cancel_asked: false,
            ended_at: None,
        };
        let file = Some(order.staged.clone());
        let state = JobState::Waiting;
        let item = JobItem { number: 1, name, file, state, outcome: String::new() };
        let input = serde_json::to_string(&order).unwrap_or_default();
        jobs::insert_with(&mut deed.tx, &job, &[item], &input).await?;
        let note = Note {
            act: "交办导入",
            owner: job.owner.clone(),
            kind: "台账",
            object: format!("{}/import-jobs/{}", register.name(), job.id),
            detail: format!("{}：约{}行", register.definition.title, order.expected),
            ..Note::default()
        };
        deed.done(note).await?;
        Ok(job.id)
    }

    /// A long import.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn import_job(&self, asker: &Asker, id: &str) -> Result<ImportJob, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, scope) = self.look(asker, Permission::WriteRegisters).await?;
        let job = import(&mut tx, &scope, id).await?;
        let (input, outcome) = jobs::input_and_outcome(&mut tx, &job).await?;
        let items = jobs::items(&mut tx, &job).await?;
        let order: Order = serde_json::from_str(&input)
            .map_err(|_| OfficeError::Missing { what: "这次导入" })?;
        let here = open(&all.underway).get(id).map(|it| it.done.load(Ordering::Relaxed));
        let kept = u64::try_from(job.done).unwrap_or_default();
        let total = u64::try_from(job.total).unwrap_or_default();
        let is_done = job.state == JobState::Done;
        let counted = if is_done { total } else { here.unwrap_or(kept).min(total) };
        Ok(ImportJob {
            register: order.register,
            owner: order.owner,
            file: items.into_iter().next().map(|item| item.name).unwrap_or_default(),
            state: job.state,
            done: counted,
            total,
            outcome: serde_json::from_str(&outcome).ok().filter(|_| is_done),
            problem: if is_done { String::new() } else { outcome },
            staged: order.staged,
        })
    }

    /// Calls a long import off: nothing of it is kept.
    ///
    /// # Errors
    /// If it is not there, or has ended.
    pub async fn cancel_import(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let (mut tx, scope) = self.look(asker, Permission::WriteRegisters).await?;
        import(&mut tx, &scope, id).await?;
        drop(tx);
        // At once in this process: in SQLite the import holds the only turn to write.
        if let Some(progress) = open(&all.underway).get(id) {
            progress.is_cancelled.store(true, Ordering::Relaxed);
        }
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let job = import(&mut deed.tx, &deed.scope, id).await?;
        match job.state {
            JobState::Waiting | JobState::Running => {
                jobs::cancel(&mut deed.tx, &job, &deed.now.to_string()).await?;
            }
            JobState::Cancelled => {}
            JobState::Done | JobState::Failed => {
                let said = "这次导入已经结束，不能再取消。需要时可以在“导入记录”里撤销";
                return Err(OfficeError::Conflict(said.to_owned()));
            }
        }
        let note = Note {
            act: "取消导入",
            owner: job.owner.clone(),
            kind: "台账",
            object: format!("import-jobs/{id}"),
            detail: job.title,
            ..Note::default()
        };
        deed.done(note).await
    }

    /// Does a long import to its end.
    ///
    /// # Errors
    /// If the database does not answer.
    pub(crate) async fn do_import(&self, job: &Job, worker: &str) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let progress = Arc::new(Progress::default());
        progress.is_cancelled.store(job.cancel_asked, Ordering::Relaxed);
        open(&all.underway).insert(job.id.clone(), Arc::clone(&progress));
        let done = self.imported(job, worker, &progress).await;
        open(&all.underway).remove(&job.id);
        let Err(error) = done else {
            // What was imported is kept and seen already.
            if let Err(error) = self.after(job).await {
                tracing::warn!(?error, "indexes wait for the next start");
            }
            return Ok(());
        };
        if let OfficeError::Store(error) = &error {
            tracing::error!(?error, "an import failed");
        }
        let is_cancelled = progress.is_cancelled.load(Ordering::Relaxed);
        let (state, said) = if is_cancelled {
            (JobState::Cancelled, CALLED_OFF.to_owned())
        } else {
            (JobState::Failed, error.to_string())
        };
        let mut tx = self.store().write().await?;
        jobs::conclude(&mut tx, job, worker, state, &said, &self.now().to_string()).await?;
        Ok(tx.commit().await?)
    }

    /// What is left to be done behind an import.
    async fn after(&self, job: &Job) -> Result<(), OfficeError> {
        let order = self.order(job).await?;
        let all = self.registers().await?;
        self.settled(all.get(&order.register)?).await
    }

    async fn order(&self, job: &Job) -> Result<Order, OfficeError> {
        let mut tx = self.store().read().await?;
        let (input, _) = jobs::input_and_outcome(&mut tx, job).await?;
        serde_json::from_str(&input).map_err(|error| OfficeError::Machine(error.to_string()))
    }

    async fn imported(
        &self,
        job: &Job,
        worker: &str,
        progress: &Progress,
    ) -> Result<(), OfficeError> {
        let order = self.order(job).await?;
        let mut tx = self.store().read().await?;
        let user = open_account(&mut tx, &job.created_by).await?;
        let mut asker = asker_for(&mut tx, user).await?;
        asker.address = "后台".to_owned();
        drop(tx);
        let work = Work { job, worker };
        let mut importing = pin!(self.import_now(&asker, &order, progress, Some(work)));
        loop {
            tokio::select! {
                done = &mut importing => return done.map(drop),
                () = tokio::time::sleep(BEAT) => self.beat(&work, progress).await?,
            }
        }
    }

    /// Says that the worker is still at it. In SQLite nobody else gets a turn meanwhile, so nobody can take
    /// the job away.
    async fn beat(&self, work: &Work<'_>, progress: &Progress) -> Result<(), OfficeError> {
        if self.store().backend() == Backend::Sqlite {
            return Ok(());
        }
        let until = self.now().plus_seconds(LEASE_SECONDS).to_string();
        let done = i64::try_from(progress.done.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        let mut tx = self.store().write().await?;
        let goes_on = jobs::keep(&mut tx, work.job, work.worker, &until, done).await?;
        tx.commit().await?;
        if !goes_on {
            progress.is_cancelled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

async fn import(tx: &mut store::Tx, scope: &Scope, id: &str) -> Result<Job, OfficeError> {
    let missing = || OfficeError::Missing { what: "这次导入" };
    let job = jobs::get(tx, scope, id).await.map_err(OfficeError::missing("这次导入"))?;
    if job.kind == IMPORT { Ok(job) } else { Err(missing()) }
}
