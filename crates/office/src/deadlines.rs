//! Deadlines by region, year and stage, and what is due when.

use std::sync::Arc;

use jiff::civil::Date;
use store::deadlines::{self, Deadline, Stage};
use store::organisations;
use store::statements::{State, Statement};

use crate::acts::allowed;
use crate::budget_year::{self, YEARS};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// When something is due, seen from today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What of a statement; none: a form of formal monitoring.
    pub stage: Option<Stage>,
    /// Until the end of this day.
    pub on: Date,
    /// Days that are left; negative: so many too late.
    pub left: i32,
    /// Whether it is pressing.
    pub is_near: bool,
}

impl Due {
    /// What is due.
    pub fn name(&self) -> &'static str {
        self.stage.map_or("运行监控", Stage::label)
    }

    /// Whether the day has passed.
    pub fn is_late(&self) -> bool {
        self.left < 0
    }

    /// In words: 还有3天, 今天到期, 逾期2天.
    pub fn label(&self) -> String {
        rest(self.left)
    }
}

/// So many days in words: 还有3天, 今天到期, 逾期2天.
pub fn rest(left: i32) -> String {
    match left {
        0 => "今天到期".to_owned(),
        left if left > 0 => format!("还有{left}天"),
        left => format!("逾期{}天", -left),
    }
}

/// A deadline as it is typed.
#[derive(Clone, Debug)]
pub struct DeadlineText {
    /// The organisation at and below which it holds.
    pub owner: String,
    /// The year of the plan.
    pub year: i64,
    /// What is due.
    pub stage: Stage,
    /// The day; empty to take the deadline away.
    pub due_on: String,
    /// How many days before that it is pressing.
    pub warn_days: i64,
    /// The notice that says so.
    pub basis: String,
}

impl Office {
    /// All deadlines.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn deadlines(&self) -> Result<Arc<Vec<Deadline>>, OfficeError> {
        let found = async { Ok(deadlines::list(&mut self.store().read().await?).await?) };
        self.remembered("deadlines".to_owned(), Box::pin(found)).await
    }

    /// The organisations for which the asker may set deadlines, the highest first.
    ///
    /// # Errors
    /// If the asker may set none.
    pub async fn deadline_regions(
        &self,
        asker: &Asker,
    ) -> Result<Vec<organisations::Organisation>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::SetDeadlines).await?;
        let all = organisations::list(&mut tx, &scope).await?;
        let top = all.iter().map(|one| one.path.matches('/').count()).min().unwrap_or_default();
        Ok(all.into_iter().filter(|one| one.path.matches('/').count() == top).collect())
    }

    /// Sets a deadline, or takes it away.
    ///
    /// # Errors
    /// If the asker may not there, or the day is none.
    pub async fn set_deadline(
        &self,
        asker: &Asker,
        typed: &DeadlineText,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::SetDeadlines).await?;
        let missing = OfficeError::missing("这个地区");
        let owner = organisations::get(&mut deed.tx, &deed.scope, &typed.owner).await;
        let owner = owner.map_err(missing)?;
        let day = typed.due_on.trim();
        let mut detail = format!("{}{}年{}：", owner.name, typed.year, typed.stage);
        if day.is_empty() {
            deadlines::remove(&mut deed.tx, &owner.id, typed.year, typed.stage).await?;
            detail.push_str("取消");
        } else {
            let new = checked(typed, &owner.id, day, asker, deed.now.to_string())?;
            deadlines::set(&mut deed.tx, &new).await?;
            detail.push_str(&new.due_on);
        }
        let note = Note {
            act: "设定报送期限",
            kind: "期限",
            object: owner.id.clone(),
            owner: owner.id,
            detail,
            ..Note::default()
        };
        deed.done(note).await
    }
}

fn checked(
    typed: &DeadlineText,
    owner: &str,
    day: &str,
    asker: &Asker,
    now: String,
) -> Result<Deadline, OfficeError> {
    let due: Date = day.parse().map_err(|_| {
        OfficeError::Invalid(format!("“{day}”不是日期，请按 2026-03-01 的样子填写"))
    })?;
    if !YEARS.contains(&typed.year) {
        return Err(OfficeError::Invalid(budget_year::BEYOND.to_owned()));
    }
    let years = typed.year - 1..=typed.year + 1;
    if !years.contains(&i64::from(due.year())) {
        let said = format!("{due}离{}年度太远，请核对年份", typed.year);
        return Err(OfficeError::Invalid(said));
    }
    if !(0..=90).contains(&typed.warn_days) {
        return Err(OfficeError::Invalid("提前提醒的天数应在0到90之间".to_owned()));
    }
    Ok(Deadline {
        owner: owner.to_owned(),
        year: typed.year,
        stage: typed.stage,
        due_on: due.to_string(),
        warn_days: typed.warn_days,
        basis: allowed(&typed.basis, "依据")?,
        set_by: asker.name.clone(),
        set_at: now,
    })
}

/// What a statement in this state owes next, if anything has a deadline.
pub fn stage(state: State) -> Option<Stage> {
    match state {
        State::Draft | State::InternalReview | State::Collective | State::Ready => {
            Some(Stage::Send)
        }
        State::FinanceReview => Some(Stage::Review),
        State::Returned => Some(Stage::Resend),
        State::Approved => Some(Stage::Publish),
        State::Adjusting => Some(Stage::Adjust),
        State::Published => Some(Stage::Archive),
        State::Archived => None,
    }
}

/// When what a statement owes next is due.
pub fn due(deadlines: &[Deadline], path: &str, statement: &Statement, today: Date) -> Option<Due> {
    due_of(deadlines, path, statement.year, stage(statement.state)?, today)
}

/// When a stage is due for the organisation with this path: the nearest organisation above that has a
/// deadline says so.
pub fn due_of(
    deadlines: &[Deadline],
    path: &str,
    year: i64,
    stage: Stage,
    today: Date,
) -> Option<Due> {
    let fitting = deadlines.iter().filter(|one| one.year == year && one.stage == stage);
    let depth = |one: &Deadline| path.split('/').position(|id| id == one.owner);
    let nearest = fitting.filter(|one| depth(one).is_some()).max_by_key(|one| depth(one))?;
    let on: Date = nearest.due_on.parse().ok()?;
    let left = (on - today).get_days();
    Some(Due { stage: Some(stage), on, left, is_near: i64::from(left) <= nearest.warn_days })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deadline(owner: &str, due_on: &str) -> Deadline {
        Deadline {
            owner: owner.into(),
            year: 2026,
            stage: Stage::Send,
            due_on: due_on.into(),
            warn_days: 5,
            basis: String::new(),
            set_by: String::new(),
            set_at: String::new(),
        }
    }

    #[test]
    fn the_nearest_organisation_says_when_it_is_due() {
        let all = [deadline("r", "2026-01-31"), deadline("d", "2026-02-10")];
        let today = "2026-02-01".parse().expect("a day");
        let due = |path| due_of(&all, path, 2026, Stage::Send, today);
        let own = due("r/d/").expect("a deadline");
        assert_eq!((own.left, own.is_late(), own.is_near), (9, false, false));
        let other = due("r/e/").expect("a deadline");
        assert_eq!((other.label().as_str(), other.is_near), ("逾期1天", true));
        assert!(due("x/").is_none());
    }
}
