//! The finance bureau asks all departments of its region for a monitoring as of a day.

use std::collections::{BTreeMap, BTreeSet};

use ground::Day;
use store::monitoring::{self, Filter, Monitoring, Task, TaskState};
use store::organisations::{self, Organisation, OrganisationKind};
use store::statements;

use crate::acts::{allowed, lock};
use crate::deed::{Deed, Note};
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// What the audit trail calls it.
pub(super) const KIND: &str = "绩效运行监控";

/// A monitoring as it is typed.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The region; empty: the highest one of the asker.
    pub owner: String,
    /// The year of the plan.
    pub year: i64,
    /// The day as of which the year is compared with its plan, as 2026-06-30.
    pub day: String,
    /// Until when departments fill in their forms.
    pub due_on: String,
    /// The notice that says so.
    pub basis: String,
}

/// What came of asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// How many departments were given a form.
    pub given: usize,
    /// Those that have no approved statement of the year, and so have none.
    pub without: Vec<String>,
}

impl Office {
    /// Asks every department at and below a region that has an approved statement of the year for a form. Asked again
    /// for the same day, it is given to those that had no such statement before.
    ///
    /// # Errors
    /// If the asker may not there, a day is wrong, or everybody has been asked.
    pub async fn open_monitoring(
        &self,
        asker: &Asker,
        typed: &Opening,
    ) -> Result<Opened, OfficeError> {
        let mut deed = self.begin(asker, Permission::OpenMonitoring).await?;
        let all = organisations::list(&mut deed.tx, &deed.scope).await?;
        let region = region(&all, &typed.owner)?;
        deed.tx.alone(lock(&format!("monitoring/{}", region.id))).await?;
        let asked = asked(&mut deed, typed, region).await?;
        let filter = Filter { monitoring: Some(asked.id.clone()), ..Filter::default() };
        let known = monitoring::tasks(&mut deed.tx, &Scope::everything(), &filter).await?;
        let known: BTreeSet<String> = known.into_iter().map(|one| one.task.owner).collect();
        let below = Scope::below(vec![region.path.clone()]);
        let filter = statements::Filter {
            year: Some(asked.year),
            take: u64::from(u16::MAX),
            ..statements::Filter::default()
        };
        let found = statements::list(&mut deed.tx, &below, &filter).await?;
        let approved = found.into_iter().filter(|one| one.statement.approved_version > 0);
        let mut approved: BTreeMap<String, String> =
            approved.map(|one| (one.statement.owner, one.statement.id)).collect();
        let mut opened = Opened::default();
        let departments = all.iter().filter(|one| {
            below.covers(&one.path) && !known.contains(&one.id) && one.closed_at.is_none()
        });
        for department in departments {
            match approved.remove(&department.id) {
                Some(statement) => {
                    let task = task(&asked, department, statement, deed.now.to_string());
                    monitoring::insert_task(&mut deed.tx, &task).await?;
                    opened.given += 1;
                }
                None if department.kind == OrganisationKind::Department => {
                    opened.without.push(department.name.clone());
                }
                None => {}
            }
        }
        if opened.given == 0 {
            return Err(OfficeError::Conflict(nobody(&asked, &known)));
        }
        let detail = format!(
            "{}年，截至{}，{}家，{}前报送",
            asked.year, asked.day, opened.given, asked.due_on
        );
        deed.done(Note {
            act: "下达绩效运行监控",
            owner: asked.owner.clone(),
            kind: KIND,
            object: asked.id,
            detail,
            ..Note::default()
        })
        .await?;
        Ok(opened)
    }

    /// What was asked of departments in a year, the latest day first.
    ///
    /// # Errors
    /// If the asker may ask for none.
    pub async fn monitorings(
        &self,
        asker: &Asker,
        year: i64,
    ) -> Result<Vec<Monitoring>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::OpenMonitoring).await?;
        Ok(monitoring::list(&mut tx, &scope, year).await?)
    }
}

/// The region that was named, or the highest one in sight.
fn region<'a>(all: &'a [Organisation], named: &str) -> Result<&'a Organisation, OfficeError> {
    let found = match named {
        "" => all.iter().min_by_key(|one| one.path.matches('/').count()),
        id => all.iter().find(|one| one.id == id),
    };
    found.ok_or(OfficeError::Missing { what: "这个地区" })
}

/// What is asked; what was asked for that day before, if it was.
async fn asked(
    deed: &mut Deed<'_>,
    typed: &Opening,
    region: &Organisation,
) -> Result<Monitoring, OfficeError> {
    let day = date("day", &typed.day)?;
    if i64::from(day.year()) != typed.year {
        let said = format!("监控日期应当在{}年之内", typed.year);
        return Err(OfficeError::field("day", said));
    }
    let before = monitoring::list(&mut deed.tx, &Scope::everything(), typed.year).await?;
    let on = day.to_string();
    let same = before.into_iter().find(|one| one.owner == region.id && one.day == on);
    if let Some(same) = same {
        return Ok(same);
    }
    let due = date("due_on", &typed.due_on)?;
    let today = deed.now.day();
    if due < day || due < today {
        let said = format!("报送期限不能早于监控日期{day}，也不能早于今天{today}");
        return Err(OfficeError::field("due_on", said));
    }
    let new = Monitoring {
        owner: region.id.clone(),
        id: store::new_id(),
        year: typed.year,
        day: on,
        due_on: due.to_string(),
        basis: allowed(&typed.basis, "依据")?,
        by_user: deed.asker.user.clone(),
        by_name: deed.asker.name.clone(),
        at: deed.now.to_string(),
    };
    monitoring::insert(&mut deed.tx, &new).await?;
    Ok(new)
}

fn date(field: &'static str, text: &str) -> Result<Day, OfficeError> {
    let said = format!("“{}”不是日期，请按 2026-06-30 的样子填写", text.trim());
    text.trim().parse().map_err(|_| OfficeError::field(field, said))
}

fn task(asked: &Monitoring, department: &Organisation, statement: String, now: String) -> Task {
    Task {
        owner: department.id.clone(),
        id: store::new_id(),
        statement,
        region: asked.owner.clone(),
        monitoring: asked.id.clone(),
        year: asked.year,
        day: asked.day.clone(),
        due_on: asked.due_on.clone(),
        state: TaskState::Filling,
        revision: 1,
        body: String::new(),
        digest: String::new(),
        demands: String::new(),
        changed_at: now.clone(),
        state_since: now,
    }
}

/// Why nobody was given a form.
fn nobody(asked: &Monitoring, known: &BTreeSet<String>) -> String {
    match known.len() {
        0 => format!("没有一家部门的{}年绩效文本已经批复，没有可以监控的", asked.year),
        many => format!("截至{}的监控已经下达给{many}家部门，没有新的部门可以下达", asked.day),
    }
}
