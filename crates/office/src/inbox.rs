//! What waits for whom, and how it stands with all departments.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use store::deadlines::{Deadline, Stage};
use store::monitoring::{self, TaskState};
use store::organisations::{self, Organisation, OrganisationKind};
use store::statements::{self, Filter, Listed, Ordering, State};
use store::{Scope, Tx};

use crate::deadlines::{Due, due, due_of};
use crate::workflow::{self, Act};
use crate::{Asker, Office, OfficeError, Permission};

/// More tasks than this are not listed.
const MOST_TASKS: u64 = 200;
/// So many days before it is due a form of monitoring is pressing.
const NEAR: i32 = 5;
/// More statements of a year than this are not on the board.
const MOST_STATEMENTS: u64 = 5_000;

/// Something that waits for the asker.
#[derive(Clone, Debug)]
pub struct Task {
    /// The statement; `None`: it is to be begun, or the task is another.
    pub statement: Option<Listed>,
    /// The form of formal monitoring that is to be filled in, checked or approved.
    pub monitoring: Option<monitoring::Listed>,
    /// The organisation whose it is.
    pub owner: String,
    /// Its name.
    pub owner_name: String,
    /// What is to be done.
    pub what: &'static str,
    /// Since when it waits, if it is there.
    pub since: String,
    /// When it is due.
    pub due: Option<Due>,
}

/// A department on the board.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The department.
    pub organisation: Organisation,
    /// Its statement of the year, if it has begun one.
    pub statement: Option<Listed>,
    /// Since when the statement is or was last in each state.
    pub reached: BTreeMap<State, String>,
    /// When what it owes next is due.
    pub due: Option<Due>,
}

impl BoardRow {
    /// Whether the department still owes its statement to the finance bureau.
    pub fn is_owing(&self) -> bool {
        let state = self.statement.as_ref().map(|listed| listed.statement.state);
        state.is_none_or(|state| {
            matches!(
                state,
                State::Draft
                    | State::InternalReview
                    | State::Collective
                    | State::Ready
                    | State::Returned
            )
        })
    }
}

impl Office {
    /// What waits for the asker, what is due first at the front.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn inbox(&self, asker: &Asker) -> Result<Arc<Vec<Task>>, OfficeError> {
        let today = self.now().day();
        let name = format!("inbox/{today}/{}", asker.sight());
        self.remembered(name, Box::pin(self.tasks(asker, today))).await
    }

    async fn tasks(&self, asker: &Asker, today: Date) -> Result<Vec<Task>, OfficeError> {
        let all = self.deadlines().await?;
        let mut tx = self.store().read().await?;
        let paths = paths(&mut tx).await?;
        let mut tasks = Vec::new();
        for (permission, states) in turns() {
            if !asker.may(permission) {
                continue;
            }
            let filter = Filter { states, take: MOST_TASKS, ..Filter::default() };
            let scope = asker.scope(permission);
            for listed in statements::list(&mut tx, &scope, &filter).await? {
                let path = paths.get(&listed.statement.owner).cloned().unwrap_or_default();
                tasks.push(Task {
                    owner: listed.statement.owner.clone(),
                    owner_name: listed.owner_name.clone(),
                    what: workflow::next(listed.statement.state),
                    since: listed.statement.state_since.clone(),
                    due: due(&all, &path, &listed.statement, today),
                    statement: Some(listed),
                    monitoring: None,
                });
            }
        }
        tasks.extend(self.to_begin(&mut tx, asker, &all).await?);
        tasks.extend(forms(&mut tx, asker, today).await?);
        tasks.sort_by_key(|task| {
            (task.due.as_ref().map_or(i32::MAX, |due| due.left), task.since.clone())
        });
        Ok(tasks)
    }

    /// The departments of the asker that have not begun the statement of a year for which a deadline
    /// stands.
    async fn to_begin(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        deadlines: &[Deadline],
    ) -> Result<Vec<Task>, OfficeError> {
        if !asker.may(Permission::WriteStatements) {
            return Ok(Vec::new());
        }
        let today = self.now().day();
        let scope = asker.scope(Permission::WriteStatements);
        let mut tasks = Vec::new();
        for owner in organisations::list(tx, &scope).await? {
            let is_department = owner.kind == OrganisationKind::Department;
            if !is_department || owner.closed_at.is_some() {
                continue;
            }
            for year in [i64::from(today.year()), i64::from(today.year()) + 1] {
                let Some(due) = due_of(deadlines, &owner.path, year, Stage::Send, today) else {
                    continue;
                };
                let filter =
                    Filter { year: Some(year), owner: Some(owner.id.clone()), ..Filter::default() };
                if statements::count(tx, &scope, &filter).await? == 0 {
                    tasks.push(Task {
                        statement: None,
                        monitoring: None,
                        owner: owner.id.clone(),
                        owner_name: owner.name.clone(),
                        what: "还没有开始编制，请新建或导入绩效文本",
                        since: String::new(),
                        due: Some(due),
                    });
                }
            }
        }
        Ok(tasks)
    }

    /// How it stands with all departments in sight for a year.
    ///
    /// # Errors
    /// If the asker may not see it.
    pub async fn board(&self, asker: &Asker, year: i64) -> Result<Arc<Vec<BoardRow>>, OfficeError> {
        asker.require(Permission::ReadBoard)?;
        let today = self.now().day();
        let name = format!("board/{year}/{today}/{}", asker.sight());
        self.remembered(name, Box::pin(self.board_rows(asker, year, today))).await
    }

    async fn board_rows(
        &self,
        asker: &Asker,
        year: i64,
        today: Date,
    ) -> Result<Vec<BoardRow>, OfficeError> {
        let all = self.deadlines().await?;
        let (mut tx, scope) = self.look(asker, Permission::ReadBoard).await?;
        let filter = Filter {
            year: Some(year),
            order: Ordering::Owner,
            take: MOST_STATEMENTS,
            ..Filter::default()
        };
        let mut by_owner: BTreeMap<String, Listed> = BTreeMap::new();
        for listed in statements::list(&mut tx, &scope, &filter).await? {
            by_owner.entry(listed.statement.owner.clone()).or_insert(listed);
        }
        let mut ways = statements::reached(&mut tx, &scope, year).await?;
        let mut rows = Vec::new();
        for organisation in organisations::list(&mut tx, &scope).await? {
            let statement = by_owner.remove(&organisation.id);
            let is_department = organisation.kind == OrganisationKind::Department;
            if statement.is_none() && (!is_department || organisation.closed_at.is_some()) {
                continue;
            }
            let due = match &statement {
                Some(listed) => due(&all, &organisation.path, &listed.statement, today),
                None => due_of(&all, &organisation.path, year, Stage::Send, today),
            };
            let id = statement.as_ref().map(|listed| listed.statement.id.as_str());
            let reached = id.and_then(|id| ways.remove(id)).unwrap_or_default();
            rows.push(BoardRow { organisation, statement, reached, due });
        }
        rows.sort_by(|one, other| one.organisation.code.cmp(&other.organisation.code));
        Ok(rows)
    }

    /// The acts that the asker may do with a statement now, as they lead on.
    pub fn acts_of(asker: &Asker, path: &str, state: State) -> Vec<Act> {
        workflow::acts(state).filter(|act| asker.may_at(act.permission(), path)).collect()
    }
}

/// The forms of formal monitoring that wait for the asker.
async fn forms(tx: &mut Tx, asker: &Asker, today: Date) -> Result<Vec<Task>, OfficeError> {
    let turns = [
        (
            Permission::FillMonitoring,
            vec![TaskState::Filling, TaskState::Returned],
            "填写监控表，提交部门负责人",
        ),
        (Permission::CheckInside, vec![TaskState::Inside], "审核监控表，报送财政"),
        (Permission::ReviewMonitoring, vec![TaskState::Finance], "审定监控表，或写明原因退回"),
    ];
    let mut tasks = Vec::new();
    for (permission, states, what) in turns {
        if !asker.may(permission) {
            continue;
        }
        let filter = monitoring::Filter { states, ..monitoring::Filter::default() };
        for listed in monitoring::tasks(tx, &asker.scope(permission), &filter).await? {
            let it = &listed.task;
            tasks.push(Task {
                statement: None,
                owner: it.owner.clone(),
                owner_name: listed.owner_name.clone(),
                what,
                since: it.state_since.clone(),
                due: it.due_on.parse().ok().map(|on: Date| {
                    let left = (on - today).get_days();
                    Due { stage: None, on, left, is_near: left <= NEAR }
                }),
                monitoring: Some(listed),
            });
        }
    }
    Ok(tasks)
}

/// The permissions whose turn it can be, each with the states.
fn turns() -> BTreeMap<Permission, Vec<State>> {
    let mut turns: BTreeMap<Permission, Vec<State>> = BTreeMap::new();
    for state in State::ALL {
        if let Some(permission) = workflow::turn(*state) {
            turns.entry(permission).or_default().push(*state);
        }
    }
    turns
}

/// The path of every organisation by its id.
async fn paths(tx: &mut Tx) -> Result<BTreeMap<String, String>, OfficeError> {
    let all = organisations::list(tx, &Scope::everything()).await?;
    Ok(all.into_iter().map(|one| (one.id, one.path)).collect())
}
