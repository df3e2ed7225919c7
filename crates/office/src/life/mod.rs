//! A project from its first statement on (项目全过程): by its code, across years, what was declared, approved, paid,
//! watched, scored and put right, on one time line.
//!
//! Suggested reading order: [`Life`] and what it holds, `sources` (one query for each), `texts`, `money`, `results`
//! (what each source tells of the project), `table` (the time line as a table).
//!
//! Everything is told as it is kept elsewhere; a project has no record of its own. Whoever may read the department's
//! statements sees it; demands are for those who may read demands.

mod money;
mod results;
mod sources;
mod table;
mod texts;

use std::sync::Arc;

use ground::{Day, Decimal, Money};
use rulebook::Light;
use score::PlanPoint;
use store::evaluations::State;
use store::organisations;
use store::statements::Listed;

use crate::{Asker, Moment, Office, OfficeError, Permission, Scope};
use sources::Sources;

/// A project from its first statement on.
#[derive(Clone, Debug)]
pub struct Life {
    /// The department.
    pub owner: String,
    /// Its name.
    pub owner_name: String,
    /// 项目编码
    pub code: String,
    /// Its name in the newest statement.
    pub name: String,
    /// Its years, the oldest first.
    pub years: Vec<LifeYear>,
    /// What happened, the oldest first.
    pub events: Vec<Event>,
}

/// A year of a project.
#[derive(Clone, Debug)]
pub struct LifeYear {
    /// The statement.
    pub listed: Listed,
    /// Its place among the projects of the version that counts.
    pub at: usize,
    /// Its name there.
    pub name: String,
    /// The version that counts: the approved one, else the newest.
    pub version: i64,
    /// How many versions the statement has.
    pub versions: usize,
    /// How many indicators the project has there.
    pub indicators: usize,
    /// The budget as it was approved first; as it is declared before any approval.
    pub declared: Option<Money>,
    /// The budget now: that of the register of budgets, else of the statement.
    pub budget: Option<Money>,
    /// 资金支出计划
    pub plan: Vec<PlanPoint>,
    /// What was paid by the end of each month, all told; none: the month has not begun, or nobody records what is paid.
    pub paid: [Option<Money>; 12],
    /// Whether the year has begun, and the department has not recorded one payment of it for whatever project: then what
    /// was paid is not known.
    pub lacks_payments: bool,
    /// How it was scored, where a form was reported.
    pub mark: Option<Mark>,
    /// The light of the running year, or that of the last form of monitoring.
    pub light: Option<Lit>,
}

/// How a year of a project was scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where the self-evaluation stands.
    pub state: State,
    /// The department's own total.
    pub own: Option<Decimal>,
    /// The total with what the finance bureau found, where it settled another one.
    pub found: Option<Decimal>,
    /// The grade that counts.
    pub grade: String,
}

/// A light with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lit {
    /// The light.
    pub light: Light,
    /// As of which day.
    pub day: Day,
    /// One sentence without its full stop.
    pub because: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day, in China.
    pub day: Day,
    /// The moment, where it is known; it orders what happened on one day.
    pub at: String,
    /// The year of the plan that it belongs to.
    pub year: i64,
    /// What it is about.
    pub kind: EventKind,
    /// What happened.
    pub title: String,
    /// What is said of it; may be empty.
    pub detail: String,
    /// Who did it; may be empty.
    pub by: String,
    /// The light that it brought.
    pub light: Option<Light>,
    /// Where it is seen in full.
    pub leads: Leads,
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The text and its way.
    Text,
    /// Budget and payments.
    Money,
    /// Formal monitoring.
    Monitoring,
    /// Self-evaluation and its re-check.
    Evaluation,
    /// Demands for rectification.
    Demand,
}

/// Where an event is seen in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// A statement.
    Statement(String),
    /// A version of one.
    Version(String, i64),
    /// A statement in its year on a day.
    Watch(String, Day),
    /// A form of monitoring.
    Monitoring(String),
    /// The self-evaluation of a statement.
    Evaluation(String),
    /// A demand.
    Demand(String),
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 5] = [
        EventKind::Text,
        EventKind::Money,
        EventKind::Monitoring,
        EventKind::Evaluation,
        EventKind::Demand,
    ];

    /// Its name in addresses and data.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::Text => "text",
            EventKind::Money => "money",
            EventKind::Monitoring => "monitoring",
            EventKind::Evaluation => "evaluation",
            EventKind::Demand => "demand",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            EventKind::Text => "文本",
            EventKind::Money => "资金",
            EventKind::Monitoring => "监控",
            EventKind::Evaluation => "自评",
            EventKind::Demand => "整改",
        }
    }
}

impl LifeYear {
    /// The year of the plan.
    pub fn year(&self) -> i64 {
        self.listed.statement.year
    }

    /// What was paid in it so far; none where that is not known, or it has not begun.
    pub fn spent(&self) -> Option<Money> {
        self.paid.iter().rev().find_map(|paid| *paid)
    }

    /// A sum of its money as a share of its budget, in percent with two places; none without budget.
    pub fn share(&self, sum: Money) -> Option<Decimal> {
        let budget = self.budget?.wan();
        let share = sum.wan().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(budget)?;
        Some(share.round_dp_with_strategy(2, HALF_UP).normalize())
    }
}

impl Mark {
    /// The total that counts.
    pub fn total(&self) -> Option<Decimal> {
        self.found.or(self.own)
    }
}

impl Office {
    /// A project of a department from its first statement on.
    ///
    /// # Errors
    /// If the department's statements are not in sight, or none of them has a project of this code.
    pub async fn project_life(
        &self,
        asker: &Asker,
        owner: &str,
        code: &str,
    ) -> Result<Arc<Life>, OfficeError> {
        asker.require(Permission::ReadStatements)?;
        let name = format!("life/{owner}/{code}/{}/{}", self.now().day(), asker.sight());
        // On the heap: what calls this is deep enough.
        self.remembered(name, Box::pin(self.life(asker, owner, code))).await
    }

    async fn life(&self, asker: &Asker, owner: &str, code: &str) -> Result<Life, OfficeError> {
        let missing = || OfficeError::missing("这个项目");
        let all = self.registers().await?;
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let owner = organisations::get(&mut tx, &scope, owner).await.map_err(missing())?;
        let sees_demands = asker.may_at(Permission::ReadDemands, &owner.path);
        let sources = Sources::of(&mut tx, &owner, sees_demands).await?;
        let mut told = texts::told(self, &sources, code);
        if told.years.is_empty() {
            return Err(OfficeError::Missing { what: "这个项目" });
        }
        let today = self.now().day();
        let finder = self.finder(&mut tx, Scope::below(vec![owner.path.clone()])).await?;
        let paid = money::Paid::of(&mut tx, &all, finder, (code, &told.years, today)).await?;
        drop(tx);
        money::tell(&mut told, &paid, today);
        results::tell(&mut told, &sources, code)?;
        self.light_up(&mut told.years, code, today).await?;
        told.events.sort_by(|one, other| (one.day, &one.at).cmp(&(other.day, &other.at)));
        Ok(Life {
            name: told.years.last().map(|year| year.name.clone()).unwrap_or_default(),
            owner: owner.id,
            owner_name: owner.name,
            code: code.to_owned(),
            years: told.years,
            events: told.events,
        })
    }

    /// Adds the light of today to the running year.
    async fn light_up(
        &self,
        years: &mut [LifeYear],
        code: &str,
        today: Day,
    ) -> Result<(), OfficeError> {
        for year in years.iter_mut().filter(|one| one.year() == i64::from(today.year())) {
            let watching = self.watching_of(year.listed.clone(), today).await?;
            let of_code = watching
                .groups
                .iter()
                .find(|seen| watching.group(seen).is_some_and(|group| group.code == code));
            year.light = of_code.map(|seen| Lit {
                light: seen.watch.light,
                day: today,
                because: seen.because(),
            });
        }
        Ok(())
    }
}

/// What the sources tell of a project.
struct Told {
    years: Vec<LifeYear>,
    events: Vec<Event>,
}

impl Told {
    /// The year of a statement.
    fn year_of(&mut self, statement: &str) -> Option<&mut LifeYear> {
        self.years.iter_mut().find(|year| year.listed.statement.id == statement)
    }
}

/// The day of a moment in China; that of a day as it is.
fn day_of(at: &str) -> Option<Day> {
    Moment::from_text(at).map(Moment::day).or_else(|| at.parse().ok())
}

/// A sum with two decimals, or as many as it has: 24.00万元.
fn said(sum: Money) -> String {
    let mut wan = sum.wan().normalize();
    if wan.scale() < 2 {
        wan.rescale(2);
    }
    format!("{wan}万元")
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
