//! The desk: what waits for somebody and what is needed to take it up again, this year's statement, what is due.

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::Day;
use jiff::ToSpan;
use rulebook::Light;
use store::deadlines::Deadline;
use store::opinions::{self, OpinionState};
use store::publications::Publication;
use store::statements::{Filter, Listed, Ordering, State};
use store::{Scope, drafts, organisations};

use crate::examine::Examined;
use crate::inbox::Task;
use crate::monitoring::{Seen, Watching};
use crate::public::PublicFilter;
use crate::statements::Dossier;
use crate::{Asker, Office, OfficeError, Permission, appraising, demands, workflow};

/// So many tasks are shown with what is needed to take them up.
pub const TAKEN_UP: usize = 3;
/// A light is told to have turned if it was another one so many days ago.
pub const TURNED_WITHIN: i32 = 7;

/// What the desk shows.
#[derive(Clone, Debug)]
pub struct Desk {
    /// What stays the same until the next act or the next day.
    pub standing: Arc<Standing>,
    /// When the asker's own drafts were saved last, by statement.
    drafts: BTreeMap<String, String>,
}

/// What of a desk stays the same until the next act or the next day.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What waits for the asker, what is due first at the front.
    pub tasks: Arc<Vec<Task>>,
    /// The first [`TAKEN_UP`] of them.
    pub first: Vec<Waiting>,
    /// This year's statement of the asker's own department: for those who draw one up.
    pub own: Option<Own>,
    /// What was published last of the asker's own organisation, else of anybody.
    pub public: Option<Publication>,
    /// All deadlines.
    pub deadlines: Arc<Vec<Deadline>>,
    /// Entries of registers past their day; 0 for those who keep none.
    pub overdue: i64,
    /// Demands for rectification that wait for the asker.
    pub demands: demands::Waiting,
    /// Appraisals that wait for the asker.
    pub appraisals: appraising::listing::Waiting,
}

/// A statement with its newest version.
#[derive(Clone, Debug)]
pub struct Own {
    /// The statement.
    pub listed: Listed,
    /// What belongs to it.
    pub dossier: Dossier,
    /// Its newest version.
    pub examined: Arc<Examined>,
    /// How its projects stand against their plans today, the most urgent first; none before it was approved.
    pub lights: Vec<ProjectLight>,
}

/// How a project stands against its plan today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectLight {
    /// 项目编码; empty where there is none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its light, the same as where the year is watched.
    pub light: Light,
    /// Why, in one sentence without its full stop.
    pub because: String,
    /// Whether it is red, and was not [`TURNED_WITHIN`] days ago.
    pub has_turned_red: bool,
}

/// A task with what is needed to take it up.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The task.
    pub task: Task,
    /// Whether the asker may change the text now.
    pub may_write: bool,
    /// How many opinions wait: for the department to answer them, or for the reviewer to settle them.
    pub opinions: usize,
}

impl Desk {
    /// When the asker's own draft of a task was saved last; `None`: there is none, or no version may be made of it
    /// now.
    pub fn draft_saved(&self, waiting: &Waiting) -> Option<&str> {
        let listed = waiting.task.statement.as_ref().filter(|_| waiting.may_write)?;
        self.drafts.get(&listed.statement.id).map(String::as_str)
    }
}

impl Own {
    /// The light of a project by its code, or by its name where it has none.
    pub fn light(&self, code: &str, name: &str) -> Option<(usize, &ProjectLight)> {
        let is_it = |one: &&ProjectLight| match code {
            "" => one.name == name,
            code => one.code == code,
        };
        self.lights.iter().enumerate().find(|(_, one)| is_it(one))
    }
}

impl Office {
    /// The asker's desk.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn desk(&self, asker: &Asker) -> Result<Desk, OfficeError> {
        let name = format!("desk/{}/{}/{}", self.now().day(), asker.home, asker.sight());
        let standing = self.remembered(name, Box::pin(self.standing(asker))).await?;
        let of = |one: &Waiting| Some(one.task.statement.as_ref()?.statement.id.clone());
        let writable = standing.first.iter().filter(|one| one.may_write).filter_map(of).collect();
        // Autosave is no act: nothing of it is remembered.
        let drafts = self.drafts_of(asker, writable).await?;
        Ok(Desk { standing, drafts })
    }

    async fn standing(&self, asker: &Asker) -> Result<Standing, OfficeError> {
        let tasks = self.inbox(asker).await?;
        let first = tasks.get(..TAKEN_UP).unwrap_or(&tasks);
        Ok(Standing {
            first: self.taken_up(asker, first).await?,
            own: self.own_statement(asker).await?,
            public: self.newest_public(asker).await?,
            deadlines: self.deadlines().await?,
            overdue: self.overdue_entries(asker).await?.unwrap_or_default(),
            demands: self.demands_waiting(asker).await?,
            appraisals: self.appraisals_waiting(asker).await?,
            tasks,
        })
    }

    async fn drafts_of(
        &self,
        asker: &Asker,
        statements: Vec<String>,
    ) -> Result<BTreeMap<String, String>, OfficeError> {
        if statements.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut tx = self.store().read().await?;
        Ok(drafts::saved(&mut tx, &asker.user, &statements).await?)
    }

    async fn own_statement(&self, asker: &Asker) -> Result<Option<Own>, OfficeError> {
        let draws_up = asker.may(Permission::HandIn) || asker.may(Permission::RecordMinutes);
        if !draws_up {
            return Ok(None);
        }
        let filter = Filter {
            year: Some(i64::from(self.now().day().year())),
            order: Ordering::Changed,
            take: 1,
            ..Filter::default()
        };
        let found = self.list_statements(asker, &filter).await?.items.into_iter().next();
        let Some(listed) = found else { return Ok(None) };
        let (id, version) = (&listed.statement.id, listed.statement.version);
        let examined = self.examined_before(asker, id, version).await?;
        let lights = self.lights(&listed).await?;
        Ok(Some(Own { dossier: self.dossier(asker, id).await?, examined, lights, listed }))
    }

    /// How the projects of an approved statement stand today. A region without a scheme of monitoring has no lights.
    pub(crate) async fn lights(&self, listed: &Listed) -> Result<Vec<ProjectLight>, OfficeError> {
        if listed.statement.approved_version == 0 {
            return Ok(Vec::new());
        }
        let today = self.now().day();
        let now = match self.watching_of(listed.clone(), today).await {
            Err(OfficeError::Conflict(_)) => return Ok(Vec::new()),
            found => found?,
        };
        let before = match today.checked_sub(TURNED_WITHIN.days()) {
            Ok(day) if now.light() == Light::Red => self.reds(listed, day).await?,
            _ => Vec::new(),
        };
        Ok(lights_of(&now, &before))
    }

    /// The codes and names of the projects that were red on a day of the same year.
    async fn reds(&self, listed: &Listed, day: Day) -> Result<Vec<(String, String)>, OfficeError> {
        if i64::from(day.year()) != listed.statement.year {
            return Ok(Vec::new());
        }
        let then = self.watching_of(listed.clone(), day).await?;
        let reds = lights_of(&then, &[]).into_iter().filter(|one| one.light == Light::Red);
        Ok(reds.map(|one| (one.code, one.name)).collect())
    }

    /// The tasks with what is needed to take them up.
    async fn taken_up(&self, asker: &Asker, tasks: &[Task]) -> Result<Vec<Waiting>, OfficeError> {
        let mut tx = self.store().read().await?;
        let everything = Scope::everything();
        let mut all = Vec::with_capacity(tasks.len());
        for task in tasks {
            let mut waiting = Waiting { task: task.clone(), may_write: false, opinions: 0 };
            if let Some(listed) = &task.statement {
                let it = &listed.statement;
                let path = organisations::get(&mut tx, &everything, &it.owner).await?.path;
                waiting.may_write =
                    workflow::is_open(it.state) && asker.may_at(Permission::WriteStatements, &path);
                let turn = match it.state {
                    State::FinanceReview => OpinionState::Answered,
                    _ => OpinionState::Open,
                };
                let said = opinions::list(&mut tx, &everything, &it.id).await?;
                waiting.opinions = said.iter().filter(|one| one.state == turn).count();
            }
            all.push(waiting);
        }
        Ok(all)
    }

    async fn newest_public(&self, asker: &Asker) -> Result<Option<Publication>, OfficeError> {
        for owner in [Some(asker.home.clone()), None] {
            let wanted = PublicFilter { owner, take: 1, ..PublicFilter::default() };
            let found = self.published(&wanted).await?.items.first().cloned();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// The lights of projects, the most urgent first; `before`: those that were red some days ago.
fn lights_of(watching: &Watching, before: &[(String, String)]) -> Vec<ProjectLight> {
    let light = |seen: &Seen| {
        let group = watching.group(seen).filter(|group| group.project.is_some())?;
        let light = seen.watch.light;
        let was_red = before.iter().any(|(code, name)| *code == group.code && *name == group.name);
        Some(ProjectLight {
            code: group.code.clone(),
            name: group.name.clone(),
            light,
            because: seen.because(),
            has_turned_red: light == Light::Red && !was_red,
        })
    };
    watching.groups.iter().filter_map(light).collect()
}
