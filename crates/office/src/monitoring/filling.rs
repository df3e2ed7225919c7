//! Forms of formal monitoring: lists of them, one with all that belongs to it, and filling one in.

use std::sync::Arc;

use ground::Day;
use store::monitoring::{self, Filter, Listed, Monitoring, Step, Task, TaskState};
use store::{StoreError, organisations, statements};

use super::Watching;
use super::acts::Act;
use super::opening::KIND;
use super::sheet::{Filled, Sheet, changes, lacking, put, sheets};
use crate::acts::lock;
use crate::deed::{Deed, Note};
use crate::year::freezing::Kept;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// A form with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Form {
    /// The form and whose it is.
    pub listed: Listed,
    /// The path of the department, by which rights are asked for.
    pub path: String,
    /// What the finance bureau asked for.
    pub asked: Option<Monitoring>,
    /// The statement whose year it is.
    pub statement: statements::Listed,
    /// The forms of its projects. While it is being filled in what is computed is of now.
    pub sheets: Vec<Sheet>,
    /// What is still to be filled in before it can be handed in.
    pub lacking: Vec<String>,
    /// What the year says now where it differs from the form.
    pub changes: Vec<String>,
    /// The values that were frozen when it was approved, each beside what comes out now.
    pub frozen: Vec<Kept>,
    /// The way it has gone.
    pub way: Vec<Step>,
    /// What the asker may do now.
    pub acts: Vec<Act>,
    /// Whether the asker may fill it in now.
    pub may_fill: bool,
    /// The year as it is watched now.
    pub watching: Arc<Watching>,
}

/// A change of a form under way.
pub(super) struct Work<'a> {
    pub(super) deed: Deed<'a>,
    pub(super) task: Task,
}

impl Office {
    /// Forms in sight, the latest day first.
    ///
    /// # Errors
    /// If the asker may read no statements.
    pub async fn monitoring_tasks(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Vec<Listed>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        Ok(monitoring::tasks(&mut tx, &scope, filter).await?)
    }

    /// A form with all that belongs to it.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn monitoring_task(&self, asker: &Asker, id: &str) -> Result<Form, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这张监控表");
        let listed = monitoring::task(&mut tx, &scope, id).await.map_err(missing)?;
        let task = &listed.task;
        let everything = Scope::everything();
        let path = organisations::get(&mut tx, &everything, &task.owner).await?.path;
        let statement = statements::get(&mut tx, &everything, &task.statement).await?;
        let way = monitoring::steps(&mut tx, &scope, id).await?;
        let asked = monitoring::list(&mut tx, &everything, task.year).await?;
        let asked = asked.into_iter().find(|one| one.id == task.monitoring);
        drop(tx);
        let watching = self.watching_of(statement.clone(), day_of(task)?).await?;
        let before = sheets_of(task)?;
        let now = sheets(&watching, &before);
        let is_open = is_open(task.state);
        let form = if is_open { now.clone() } else { before };
        let frozen = match task.state {
            TaskState::Approved => self.frozen(asker, &watching.year, &occasion(task)).await?,
            _ => Vec::new(),
        };
        let acts = Act::of(task.state).filter(|act| asker.may_at(act.permission(), &path));
        Ok(Form {
            acts: acts.collect(),
            may_fill: is_open && asker.may_at(Permission::FillMonitoring, &path),
            lacking: lacking(&form),
            changes: changes(&form, &now),
            sheets: form,
            listed,
            path,
            asked,
            statement,
            frozen,
            way,
            watching,
        })
    }

    /// Keeps what was typed. `revision`: what the asker saw.
    ///
    /// # Errors
    /// If the asker may not, it is no longer being filled in, somebody else was faster, or what was typed cannot be
    /// taken.
    pub async fn fill_monitoring(
        &self,
        asker: &Asker,
        id: &str,
        revision: i64,
        filled: &Filled,
    ) -> Result<i64, OfficeError> {
        let (_, mut sheets) = self.sheets_now(asker, id).await?;
        let mut work = self.monitoring_work(asker, Permission::FillMonitoring, id).await?;
        work.as_seen(revision)?;
        if !is_open(work.task.state) {
            let said = format!("监控表现在是“{}”，不能再填", work.task.state);
            return Err(OfficeError::Conflict(said));
        }
        put(&mut sheets, filled)?;
        let changed = Task { body: body(&sheets)?, ..work.changed() };
        work.write(&changed).await?;
        let detail = format!("截至{}，{}项指标", changed.day, filled.rows.len());
        let note = work.note("填写监控表", detail);
        work.deed.done(note).await?;
        Ok(changed.revision)
    }

    /// The year of a form as it is watched now, and the form with what is computed of now.
    pub(super) async fn sheets_now(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<(Arc<Watching>, Vec<Sheet>), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这张监控表");
        let task = monitoring::task(&mut tx, &scope, id).await.map_err(missing)?.task;
        let statement = statements::get(&mut tx, &scope, &task.statement).await?;
        drop(tx);
        let watching = self.watching_of(statement, day_of(&task)?).await?;
        let sheets = sheets(&watching, &sheets_of(&task)?);
        Ok((watching, sheets))
    }

    /// Begins work on a form: the right at its department, alone with it.
    pub(super) async fn monitoring_work<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
        id: &str,
    ) -> Result<Work<'a>, OfficeError> {
        let mut deed = self.begin(asker, permission).await?;
        deed.tx.alone(lock(id)).await?;
        let everything = Scope::everything();
        let missing = OfficeError::missing("这张监控表");
        let listed = monitoring::task(&mut deed.tx, &everything, id).await.map_err(missing)?;
        let task = listed.task;
        let path = organisations::get(&mut deed.tx, &everything, &task.owner).await?.path;
        if deed.scope.covers(&path) {
            return Ok(Work { deed, task });
        }
        let refused = asker
            .may_at(Permission::ReadStatements, &path)
            .then_some(OfficeError::Refused { what: permission.label() });
        let note = Note {
            act: permission.label(),
            owner: task.owner,
            kind: KIND,
            object: task.id,
            detail: listed.owner_name,
            ..Note::default()
        };
        deed.refused(note).await?;
        Err(refused.unwrap_or(OfficeError::Missing { what: "这张监控表" }))
    }
}

impl Work<'_> {
    /// Goes on only if the form is what the asker saw.
    pub(super) fn as_seen(&self, revision: i64) -> Result<(), OfficeError> {
        if self.task.revision == revision {
            return Ok(());
        }
        Err(OfficeError::Conflict(format!(
            "您打开以后，这张监控表已被改动，现在是“{}”。您的操作没有办理，请刷新后再看",
            self.task.state
        )))
    }

    /// The form as it will be after one more change.
    pub(super) fn changed(&self) -> Task {
        Task {
            revision: self.task.revision + 1,
            changed_at: self.deed.now.to_string(),
            ..self.task.clone()
        }
    }

    pub(super) async fn write(&mut self, changed: &Task) -> Result<(), OfficeError> {
        let written = monitoring::update_task(&mut self.deed.tx, changed).await;
        written.map_err(|error| match error {
            StoreError::Missing(_) => OfficeError::Conflict(
                "别人刚刚改动了这张监控表，您的操作没有办理，请刷新后再看".to_owned(),
            ),
            other => other.into(),
        })
    }

    /// What the audit trail says of it.
    pub(super) fn note(&self, act: &'static str, detail: String) -> Note {
        Note {
            act,
            owner: self.task.owner.clone(),
            kind: KIND,
            object: self.task.id.clone(),
            detail,
            ..Note::default()
        }
    }
}

/// What frozen values are kept under.
pub(super) fn occasion(task: &Task) -> String {
    format!("monitoring/{}", task.day)
}

/// Whether the department may change the form.
fn is_open(state: TaskState) -> bool {
    matches!(state, TaskState::Filling | TaskState::Returned)
}

pub(super) fn day_of(task: &Task) -> Result<Day, OfficeError> {
    task.day.parse().map_err(|_| odd("日期"))
}

/// The form as it was kept; nothing before it was saved for the first time.
pub(crate) fn sheets_of(task: &Task) -> Result<Vec<Sheet>, OfficeError> {
    match task.body.as_str() {
        "" => Ok(Vec::new()),
        body => serde_json::from_str(body).map_err(|_| odd("内容")),
    }
}

pub(super) fn body(sheets: &[Sheet]) -> Result<String, OfficeError> {
    serde_json::to_string(sheets).map_err(|error| OfficeError::Machine(error.to_string()))
}

fn odd(what: &str) -> OfficeError {
    OfficeError::Machine(format!("监控表的{what}读不出来"))
}
