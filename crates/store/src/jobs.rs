//! Long work: jobs with their items, taken by whichever process is free, leased so that nobody else
//! does them, taken again when a process dies.

use sea_query::{Cond, Expr, ExprTrait, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// How far a job, or an item of one, has come.
    JobState in "jobs.state" {
        /// Nobody has taken it.
        Waiting = "waiting", "等待";
        /// Somebody is at it.
        Running = "running", "进行中";
        /// It is done.
        Done = "done", "完成";
        /// It could not be done.
        Failed = "failed", "失败";
        /// Somebody called it off.
        Cancelled = "cancelled", "已取消";
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// What is done, e.g. `review`.
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// How far it has come.
    pub state: JobState,
    /// Items that are done.
    pub done: i64,
    /// Items in all.
    pub total: i64,
    /// Who began it: name and account.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// Whether it is to be called off.
    pub cancel_asked: bool,
    /// When it ended.
    pub ended_at: Option<String>,
}

/// An item of a job: a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobItem {
    /// Which one, from 1.
    pub number: i64,
    /// The file's name.
    pub name: String,
    /// The stored file.
    pub file: Option<String>,
    /// How far it has come.
    pub state: JobState,
    /// What came out, as JSON; empty before.
    pub outcome: String,
}

const COLUMNS: [&str; 11] = [
    "owner",
    "id",
    "kind",
    "title",
    "state",
    "done",
    "total",
    "created_by",
    "created_at",
    "cancel_asked",
    "ended_at",
];

/// Enters a job with its items.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, job: &Job, items: &[JobItem]) -> Result<(), StoreError> {
    insert_with(tx, job, items, "").await
}

/// Enters a job with its items and what is to be known for doing it.
///
/// # Errors
/// If the database says no.
pub async fn insert_with(
    tx: &mut Tx,
    job: &Job,
    items: &[JobItem],
    input: &str,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("jobs")
        .columns(COLUMNS.into_iter().chain(["input", "outcome", "worker", "leased_until"]))
        .values_panic([
            job.owner.as_str().into(),
            job.id.as_str().into(),
            job.kind.as_str().into(),
            job.title.as_str().into(),
            job.state.word().into(),
            job.done.into(),
            job.total.into(),
            job.created_by.as_str().into(),
            job.created_at.as_str().into(),
            i64::from(job.cancel_asked).into(),
            job.ended_at.clone().into(),
            input.into(),
            "".into(),
            "".into(),
            Option::<String>::None.into(),
        ])
        .to_owned();
    tx.run(&query).await?;
    for item in items {
        let query = Query::insert()
            .into_table("job_items")
            .columns(["owner", "job", "number", "name", "file", "state", "outcome"])
            .values_panic([
                job.owner.as_str().into(),
                job.id.as_str().into(),
                item.number.into(),
                item.name.as_str().into(),
                item.file.clone().into(),
                item.state.word().into(),
                item.outcome.as_str().into(),
            ])
            .to_owned();
        tx.run(&query).await?;
    }
    Ok(())
}

/// The jobs of a kind in sight, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    kind: &str,
    take: u64,
) -> Result<Vec<Job>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("jobs")
        .and_where(Expr::col("kind").eq(kind))
        .cond_where(scope.of(("jobs", "owner")))
        .order_by("created_at", Order::Desc)
        .limit(take)
        .to_owned();
    tx.all(&query).await?.iter().map(job).collect()
}

/// A job.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Job, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("jobs")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("jobs", "owner")))
        .to_owned();
    job(&tx.first(&query).await?.ok_or(StoreError::Missing("job"))?)
}

/// The items of a job in their order.
///
/// # Errors
/// If the database says no.
pub async fn items(tx: &mut Tx, job: &Job) -> Result<Vec<JobItem>, StoreError> {
    let query = Query::select()
        .columns(["number", "name", "file", "state", "outcome"])
        .from("job_items")
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("job").eq(job.id.as_str()))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(item).collect()
}

/// Takes the oldest job that nobody is at, or whose worker has not been heard of since its lease ended.
///
/// # Errors
/// If the database says no.
pub async fn claim(
    tx: &mut Tx,
    worker: &str,
    now: &str,
    until: &str,
) -> Result<Option<Job>, StoreError> {
    tx.alone(CLAIM).await?;
    let is_left = Cond::any().add(Expr::col("state").eq(JobState::Waiting.word())).add(
        Cond::all()
            .add(Expr::col("state").eq(JobState::Running.word()))
            .add(Expr::col("leased_until").lt(now)),
    );
    let query = Query::select()
        .columns(COLUMNS)
        .from("jobs")
        .cond_where(is_left.clone())
        .order_by("created_at", Order::Asc)
        .limit(1)
        .to_owned();
    let Some(found) = tx.first(&query).await?.as_ref().map(job).transpose()? else {
        return Ok(None);
    };
    let taken = Query::update()
        .table("jobs")
        .values([
            ("state", JobState::Running.word().into()),
            ("worker", worker.into()),
            ("leased_until", until.into()),
        ])
        .and_where(Expr::col("owner").eq(found.owner.as_str()))
        .and_where(Expr::col("id").eq(found.id.as_str()))
        // It may have ended while this waited for its row.
        .cond_where(is_left)
        .to_owned();
    if tx.run(&taken).await? == 0 {
        return Ok(None);
    }
    Ok(Some(Job { state: JobState::Running, ..found }))
}

/// The lock under which jobs are taken.
const CLAIM: i64 = 0x6a6f_6273;

/// Writes what came out of an item and how far the job has come, and keeps the job for the worker.
/// Says whether the worker still has it and shall go on.
///
/// # Errors
/// If the database says no.
pub async fn advance(
    tx: &mut Tx,
    job: &Job,
    worker: &str,
    until: &str,
    done: &JobItem,
) -> Result<bool, StoreError> {
    let item = Query::update()
        .table("job_items")
        .values([("state", done.state.word().into()), ("outcome", done.outcome.as_str().into())])
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("job").eq(job.id.as_str()))
        .and_where(Expr::col("number").eq(done.number))
        .and_where(Expr::col("state").eq(JobState::Waiting.word()))
        .to_owned();
    let counted = tx.run(&item).await?;
    let progress = Query::update()
        .table("jobs")
        .value("done", Expr::col("done").add(i64::try_from(counted).unwrap_or_default()))
        .value("leased_until", until)
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("id").eq(job.id.as_str()))
        .and_where(Expr::col("worker").eq(worker))
        .and_where(Expr::col("state").eq(JobState::Running.word()))
        .to_owned();
    if tx.run(&progress).await? == 0 {
        return Ok(false);
    }
    Ok(!get(tx, &Scope::everything(), &job.id).await?.cancel_asked)
}

/// What is to be known for doing a job, and what came out of it.
///
/// # Errors
/// If the database says no.
pub async fn input_and_outcome(tx: &mut Tx, job: &Job) -> Result<(String, String), StoreError> {
    let query = Query::select()
        .columns(["input", "outcome"])
        .from("jobs")
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("id").eq(job.id.as_str()))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("job"))?;
    Ok((row.text("input")?, row.text("outcome")?))
}

/// Writes how far a job has come that is one piece of work, and keeps it for the worker. Says whether the
/// worker still has it and shall go on.
///
/// # Errors
/// If the database says no.
pub async fn keep(
    tx: &mut Tx,
    job: &Job,
    worker: &str,
    until: &str,
    done: i64,
) -> Result<bool, StoreError> {
    let mut query = of_worker(job, worker);
    query.values([("done", done.into()), ("leased_until", until.into())]);
    if tx.run(&query).await? == 0 {
        return Ok(false);
    }
    Ok(!get(tx, &Scope::everything(), &job.id).await?.cancel_asked)
}

/// Ends a job if the worker still has it; says whether it has. In the transaction of the work it makes sure
/// that the work is done once.
///
/// # Errors
/// If the database says no.
pub async fn conclude(
    tx: &mut Tx,
    job: &Job,
    worker: &str,
    state: JobState,
    outcome: &str,
    now: &str,
) -> Result<bool, StoreError> {
    let mut query = of_worker(job, worker);
    query.values([
        ("state", state.word().into()),
        ("outcome", outcome.into()),
        ("ended_at", now.into()),
        ("leased_until", Option::<String>::None.into()),
    ]);
    Ok(tx.run(&query).await? > 0)
}

fn of_worker(job: &Job, worker: &str) -> sea_query::UpdateStatement {
    Query::update()
        .table("jobs")
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("id").eq(job.id.as_str()))
        .and_where(Expr::col("worker").eq(worker))
        .and_where(Expr::col("state").eq(JobState::Running.word()))
        .to_owned()
}

/// Ends a job.
///
/// # Errors
/// If the database says no.
pub async fn finish(tx: &mut Tx, job: &Job, state: JobState, now: &str) -> Result<(), StoreError> {
    let query = Query::update()
        .table("jobs")
        .values([
            ("state", state.word().into()),
            ("ended_at", now.into()),
            ("leased_until", Option::<String>::None.into()),
        ])
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("id").eq(job.id.as_str()))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Asks for a job to be called off: one that nobody is at ends at once.
///
/// # Errors
/// If the database says no.
pub async fn cancel(tx: &mut Tx, job: &Job, now: &str) -> Result<(), StoreError> {
    if job.state == JobState::Waiting {
        return finish(tx, job, JobState::Cancelled, now).await;
    }
    let query = Query::update()
        .table("jobs")
        .value("cancel_asked", 1)
        .and_where(Expr::col("owner").eq(job.owner.as_str()))
        .and_where(Expr::col("id").eq(job.id.as_str()))
        .to_owned();
    tx.run(&query).await.map(drop)
}

fn job(row: &Row) -> Result<Job, StoreError> {
    Ok(Job {
        owner: row.text("owner")?,
        id: row.text("id")?,
        kind: row.text("kind")?,
        title: row.text("title")?,
        state: JobState::from_word(&row.text("state")?)?,
        done: row.number("done")?,
        total: row.number("total")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        cancel_asked: row.is("cancel_asked")?,
        ended_at: row.maybe_text("ended_at")?,
    })
}

fn item(row: &Row) -> Result<JobItem, StoreError> {
    Ok(JobItem {
        number: row.number("number")?,
        name: row.text("name")?,
        file: row.maybe_text("file")?,
        state: JobState::from_word(&row.text("state")?)?,
        outcome: row.text("outcome")?,
    })
}
