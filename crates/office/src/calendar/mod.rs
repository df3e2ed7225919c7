//! What is due for somebody, day by day, for the programs in which people keep their calendars.
//!
//! Nothing here names a person: calendars are copied to telephones and to servers of others. What comes due in registers
//! is counted, and looked up in the office.

pub mod text;

use std::collections::BTreeSet;

use ground::Day;
use jiff::ToSpan;
use store::deadlines::Stage;
use store::demands::{self, DemandState, Filter};

use crate::deadlines::due_of;
use crate::demands::{headline, is_of_office};
use crate::inbox::Task;
use crate::{Asker, Office, OfficeError, Permission};

/// What was due longer ago than this is left out, in days.
const FORGOTTEN: i32 = 60;
/// More demands than this are not told.
const MOST_DEMANDS: u64 = 500;

/// Something that is due until the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// What kind it is.
    pub kind: EventKind,
    /// What is due.
    pub title: String,
    /// What is to be done; may be empty.
    pub note: String,
    /// The address within the office where it is done.
    pub path: String,
    /// By what it is known from one export to the next.
    pub key: String,
}

/// What kind of thing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A deadline that was set for all.
    Deadline,
    /// Something that waits for the asker.
    Task,
    /// A demand for rectification.
    Demand,
    /// Entries of a register: agreements and certificates that run out, notices that end.
    Register,
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 4] =
        [EventKind::Deadline, EventKind::Task, EventKind::Demand, EventKind::Register];

    /// Its name in data.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::Deadline => "deadline",
            EventKind::Task => "task",
            EventKind::Demand => "demand",
            EventKind::Register => "register",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            EventKind::Deadline => "期限",
            EventKind::Task => "待办",
            EventKind::Demand => "整改",
            EventKind::Register => "台账到期",
        }
    }
}

impl Office {
    /// What is due for the asker, the earliest day first: the deadlines of this year and the next where the asker reads
    /// statements, what waits for the asker with a day, demands that are to be answered, and what comes due in the
    /// registers of the asker's own organisation. What the asker may not see is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn calendar(&self, asker: &Asker) -> Result<Vec<Event>, OfficeError> {
        let today = self.now().day();
        let mut events: BTreeSet<Event> = BTreeSet::new();
        events.extend(self.deadline_events(asker, today).await?);
        events.extend(self.inbox(asker).await?.iter().filter_map(task));
        events.extend(self.demand_events(asker).await?);
        events.extend(self.register_events(asker).await?);
        let from = today.checked_sub(FORGOTTEN.days()).unwrap_or(today);
        Ok(events.into_iter().filter(|event| event.day >= from).collect())
    }

    async fn deadline_events(&self, asker: &Asker, today: Day) -> Result<Vec<Event>, OfficeError> {
        let all = self.deadlines().await?;
        let this = i64::from(today.year());
        let mut events: Vec<Event> = Vec::new();
        for given in &asker.assignments {
            if !asker.may_at(Permission::ReadStatements, &given.path) {
                continue;
            }
            for year in [this, this.saturating_add(1)] {
                for stage in Stage::ALL {
                    let Some(due) = due_of(&all, &given.path, year, *stage, today) else {
                        continue;
                    };
                    let title = format!("{year}年度绩效文本：{}", due.name());
                    // The same deadline holds for several organisations.
                    if events.iter().any(|one| one.day == due.on && one.title == title) {
                        continue;
                    }
                    events.push(Event {
                        day: due.on,
                        kind: EventKind::Deadline,
                        title,
                        note: String::new(),
                        path: "/desk".to_owned(),
                        key: format!("deadline/{year}/{}/{}", stage.word(), given.organisation),
                    });
                }
            }
        }
        Ok(events)
    }

    /// Demands on departments for whom the asker answers, and those that the asker's office raised.
    async fn demand_events(&self, asker: &Asker) -> Result<Vec<Event>, OfficeError> {
        if !asker.may(Permission::ReadDemands) {
            return Ok(Vec::new());
        }
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        let filter = Filter {
            states: vec![DemandState::Open, DemandState::Returned],
            take: MOST_DEMANDS,
            ..Filter::default()
        };
        let answers =
            demands::list(&mut tx, &asker.scope(Permission::AnswerDemands), &filter).await?;
        let mut raised = demands::list(&mut tx, &scope, &filter).await?;
        raised.retain(|one| is_of_office(asker, &one.demand));
        let event = |listed: demands::Listed| {
            let demand = &listed.demand;
            Some(Event {
                day: demand.due_on.parse().ok()?,
                kind: EventKind::Demand,
                title: format!("{}整改到期：{}", listed.owner_name, headline(demand)),
                note: demand.asked.clone(),
                path: format!("/demands/{}", demand.id),
                key: format!("demand/{}", demand.id),
            })
        };
        Ok(answers.into_iter().chain(raised).filter_map(event).collect())
    }

    /// What comes due in the registers of the asker's own organisation, for one who keeps them.
    async fn register_events(&self, asker: &Asker) -> Result<Vec<Event>, OfficeError> {
        let days = self.due_days(asker).await?;
        let event = |one: &crate::registers::reminders::by_day::DueDay| Event {
            day: one.day,
            kind: EventKind::Register,
            title: format!("{}：{}条", one.title, one.count),
            note: one.help.clone(),
            path: format!("/registers/due/{}", one.name),
            key: format!("register/{}/{}", one.name, one.day),
        };
        Ok(days.iter().map(event).collect())
    }
}

/// What waits for the asker until a day.
fn task(task: &Task) -> Option<Event> {
    let due = task.due.as_ref()?;
    let (what, path, key) = match (&task.statement, &task.monitoring) {
        (Some(listed), _) => {
            let id = &listed.statement.id;
            (due.name(), format!("/statements/{id}"), format!("statement/{id}"))
        }
        (None, Some(listed)) => {
            let id = &listed.task.id;
            ("绩效运行监控表", format!("/monitoring/tasks/{id}"), format!("monitoring/{id}"))
        }
        (None, None) => {
            let key = format!("new/{}/{}", task.owner, due.on);
            ("新建绩效文本", "/statements/new".to_owned(), key)
        }
    };
    Some(Event {
        day: due.on,
        kind: EventKind::Task,
        title: format!("{}：{what}", task.owner_name),
        note: task.what.to_owned(),
        path,
        key: format!("task/{key}"),
    })
}
