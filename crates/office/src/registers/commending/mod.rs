//! Commendations of a year (评选表彰): where each stands on its way, what is next and whose that is; the list for
//! public notice, the roster, and the one-off award entered in its journal.
//!
//! Suggested reading order: this file (what there is), `around` (what other registers say), `stages` (where one
//! stands), `awarding` (the award is paid), `papers`.

mod around;
mod awarding;
mod papers;
mod stages;

pub use awarding::Awarded;
pub use papers::Published;

use ground::{Day, Money};
use register::{Entry, Value};
use store::registers::aggregate::{Aggregate, aggregate};
use store::registers::{self as kept};
use store::{Cell, Tx};

use self::around::Around;
use super::listing::{Filter, Question};
use super::sight::Sight;
use super::values::{column, date, listed, money};
use super::{Register, Registers, showing};
use crate::{Asker, Office, OfficeError, Permission};

pub use stages::{Journal, NoticeSeen, Stage};

const REGISTER: &str = "commendation";
/// What is given to model workers.
const SERVICES: &str = "model_service";
/// What is paid out of the budget.
pub(in crate::registers) const SPENDING: &str = "spending";
/// The most commendations of a year that are looked through.
const MOST: usize = 2000;

/// The commendations of a year.
#[derive(Clone, Debug)]
pub struct Commendations {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The year.
    pub year: i16,
    /// The years that have any, the newest first.
    pub years: Vec<i16>,
    /// The commendations: those with something left to do first, in the order of the way.
    pub lines: Vec<CommendationLine>,
    /// The fewest working days of a notice, if a figure says so.
    pub least_workdays: Option<i64>,
}

/// A commendation on its way.
#[derive(Clone, Debug)]
pub struct CommendationLine {
    /// Whose it is.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// The person as far as the name is seen, or the collective.
    pub name: String,
    /// Person or collective, in Chinese.
    pub target: String,
    /// Who recommends.
    pub unit: String,
    /// The level of the title in Chinese.
    pub level: String,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its state in Chinese.
    pub state: String,
    /// What is next; empty where nothing is.
    pub next: String,
    /// Whose that is, in Chinese: 经办, 复核, 负责人; empty where nothing is next.
    pub whose: &'static str,
    /// The public notice that it names, if that is there.
    pub notice: Option<NoticeSeen>,
    /// The one-off award.
    pub reward: Option<Money>,
    /// When that was paid.
    pub paid_on: Option<Day>,
    /// The journal in which the award is entered.
    pub journal: Journal,
    /// What keeps the award from being paid.
    pub refused: Vec<String>,
    /// What should be looked at.
    pub warned: Vec<String>,
}

impl CommendationLine {
    /// Whether it waits for its award.
    pub fn is_due(&self) -> bool {
        self.stage == Stage::Awarded && self.reward.is_some_and(|reward| reward.fen() > 0)
    }

    /// Whether its award may be paid.
    pub fn is_payable(&self) -> bool {
        self.is_due() && self.refused.is_empty()
    }
}

impl Commendations {
    /// How many stand at a stage.
    pub fn at(&self, stage: Stage) -> usize {
        self.lines.iter().filter(|line| line.stage == stage).count()
    }

    /// The awards that may be paid: how many, and how much.
    pub fn payable(&self) -> (usize, Money) {
        let lines = self.lines.iter().filter(|line| line.is_payable());
        let sum = |sum: Money, line: &CommendationLine| {
            line.reward.and_then(|reward| sum.checked_add(reward)).unwrap_or(sum)
        };
        (lines.clone().count(), lines.fold(Money::ZERO, sum))
    }
}

/// A commendation that was looked through.
struct One {
    kept: kept::Entry,
    entry: Entry,
    stage: Stage,
    next: String,
    whose: &'static str,
    notice: Option<NoticeSeen>,
    journal: Journal,
    refused: Vec<String>,
    warned: Vec<String>,
}

impl Office {
    /// The commendations of an organisation in a year, looked through for a day of payment; without a year: of the
    /// newest that has any.
    ///
    /// # Errors
    /// If the asker may not see the register.
    pub async fn commendations(
        &self,
        asker: &Asker,
        owner: &str,
        year: Option<i16>,
        paid_on: Day,
    ) -> Result<Commendations, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(REGISTER)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let years = years(&mut tx, register, &sight).await?;
        let year = year.or(years.first().copied()).unwrap_or(self.now().day().year());
        let found = self.looked_through_year(&mut tx, &all, &sight, year, paid_on).await?;
        let mut lines: Vec<CommendationLine> =
            found.iter().map(|one| line(register, &sight, one)).collect();
        lines.sort_by_key(|line| (line.next.is_empty(), line.stage, line.id));
        let least_workdays = self.least_workdays(&sight, paid_on);
        Ok(Commendations { sight, year, years, lines, least_workdays })
    }

    /// All commendations of a year with what other registers say of them.
    async fn looked_through_year(
        &self,
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        year: i16,
        paid_on: Day,
    ) -> Result<Vec<One>, OfficeError> {
        let register = all.get(REGISTER)?;
        let found = self.of_year(tx, register, sight, year).await?;
        let around = Around::of(tx, all, sight, &found).await?;
        let checker = register.checker(&self.rulebook, &sight.owner.region, self.now().day());
        let day = stages::Days {
            today: self.now().day(),
            paid_on,
            least: self.least_workdays(sight, paid_on),
        };
        let stand = |(kept, entry)| stages::stand(register, kept, entry, &around, &day);
        let mut all: Vec<One> = found.into_iter().map(stand).collect();
        stages::look_for_twins(register, &mut all);
        for one in &mut all {
            stages::look_at_days(register, &checker, one, paid_on);
            stages::finish(register, one, &around, &day);
        }
        Ok(all)
    }

    /// The commendations of a year, in the order in which they were entered.
    async fn of_year(
        &self,
        tx: &mut Tx,
        register: Register<'_>,
        sight: &Sight,
        year: i16,
    ) -> Result<Vec<(kept::Entry, Entry)>, OfficeError> {
        let is_year = ("year".to_owned(), Filter::Is(format!("{year}年")));
        let question = Question { filters: vec![is_year], ..Question::default() };
        let asked = self.asked(tx, register, sight, &question, &[]).await?;
        let mut found = listed(tx, register, sight, asked.conditions, MOST).await?;
        found.reverse();
        let entry = |kept: kept::Entry| {
            let entry = register.entry(&kept.cells, &kept.state);
            (kept, entry)
        };
        Ok(found.into_iter().map(entry).collect())
    }

    /// The fewest working days of a notice.
    fn least_workdays(&self, sight: &Sight, on: Day) -> Option<i64> {
        let figures = register::Figures::of(&self.rulebook, &sight.owner.region);
        figures.at("notice_workdays", on)?.to_string().parse().ok()
    }
}

/// The years that have any commendation, the newest first.
async fn years(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
) -> Result<Vec<i16>, OfficeError> {
    let asked = Aggregate { by: vec![column(register, "year")?], ..Aggregate::default() };
    let groups = aggregate(tx, &sight.scope(), &register.book.table, &asked).await?;
    let year = |group: &kept::aggregate::Group| match group.by.first() {
        Some(Cell::Text(day)) => day.parse().ok().map(Day::year),
        _ => None,
    };
    let mut years: Vec<i16> = groups.iter().filter_map(year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    Ok(years)
}

fn line(register: Register<'_>, sight: &Sight, one: &One) -> CommendationLine {
    let shown = |name: &str| {
        let Some((place, field)) = register.definition.field(name) else { return String::new() };
        let lists = register.all.definitions().lists();
        register::show(field, one.entry.value(place), sight.masking(field), lists).to_string()
    };
    let is_person = register.value(&one.entry, "person").is_some();
    CommendationLine {
        owner: one.kept.owner.clone(),
        id: one.kept.id,
        version: one.kept.version,
        name: shown(if is_person { "person" } else { "collective" }),
        target: shown("target"),
        unit: shown("unit"),
        level: shown("level"),
        title: shown("title"),
        stage: one.stage,
        state: showing::state_label(register.definition, &one.entry),
        next: one.next.clone(),
        whose: one.whose,
        notice: one.notice.clone(),
        reward: money(register, &one.entry, "reward"),
        paid_on: date(register, &one.entry, "paid_on"),
        journal: one.journal,
        refused: one.refused.clone(),
        warned: one.warned.clone(),
    }
}

/// The name of the person or collective, as it is.
fn plain_name<'e>(register: Register<'_>, entry: &'e Entry) -> &'e str {
    match (register.value(entry, "person"), register.value(entry, "collective")) {
        (Some(Value::Person(person)), _) => &person.name,
        (_, Some(Value::Text(name))) => name,
        _ => "",
    }
}
