//! Households in need and their members.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{day, later, work_day};
use super::office::Publicity;
use super::people::{Human, yes};
use super::row::Row;
use super::world::World;

/// A household.
#[derive(Clone, Debug, Default)]
pub(super) struct Household {
    pub(super) head: Human,
    /// Where the head works.
    pub(super) unit: String,
    pub(super) nature: &'static str,
    /// Who else belongs to it, as what, and at which school or unit.
    pub(super) others: Vec<(Human, &'static str, String)>,
    pub(super) category: &'static str,
    pub(super) state: &'static str,
    pub(super) filed_on: Day,
    /// Place of the notice among all.
    pub(super) notice: usize,
    pub(super) closed_on: Option<Day>,
    pub(super) is_model: bool,
}

impl Household {
    /// The child that is old enough for aid to pupils and students.
    pub(super) fn student(&self, year: i16) -> Option<&(Human, &'static str, String)> {
        let fits = |human: &Human| (15..=22).contains(&(year - human.born.year()));
        self.others.iter().find(|(human, relation, _)| *relation == "child" && fits(human))
    }

    pub(super) fn is_active(&self) -> bool {
        matches!(self.state, "active" | "relapsed")
    }
}

/// Households in all.
const HOUSEHOLDS: usize = 136;
/// Of them, those filed before this year.
pub(super) const OLD: usize = 96;

/// Makes households of members: filed quarter by quarter over five years.
pub(super) fn file(world: &mut World) {
    let mut chance = Chance::of("households");
    let poor = |at: &usize| {
        let Some(member) = world.members.get(*at) else { return false };
        let nature = world.unions.get(member.union).map_or("", |union| union.nature);
        let age = world.year - member.human.born.year();
        let is_right = matches!(nature, "private" | "village" | "state" | "social");
        is_right && member.state == "active" && (32..=55).contains(&age)
    };
    let heads: Vec<usize> = (60..world.members.len()).step_by(53).filter(poor).collect();
    for (at, head) in heads.into_iter().take(HOUSEHOLDS).enumerate() {
        let Some(member) = world.members.get(head).cloned() else { continue };
        let quarter = match at {
            at if at < OLD => at * 16 / OLD,
            at => 16 + (at - OLD) * 4 / (HOUSEHOLDS - OLD),
        };
        let notice = round(world, quarter);
        let filed_on = world.notices.get(notice).map_or(Day::ZERO, |notice| later(notice.until, 4));
        let union = nth(&world.unions, member.union);
        let (category, state) = (category_of(at), state_of(at));
        let is_out = matches!(state, "lifted" | "closed");
        let household = Household {
            others: relatives(world, &mut chance, &member.human, at),
            head: member.human,
            unit: union.unit,
            nature: union.nature,
            category,
            state,
            filed_on,
            notice,
            closed_on: is_out.then(|| day(world.year, chance.between(3, 7), 15)),
            is_model: false,
        };
        world.households.push(household);
    }
    for (at, notice) in world.notices.iter_mut().enumerate() {
        let of_it = world.households.iter().filter(|household| household.notice == at).count();
        notice.people = i64::try_from(of_it).unwrap_or_default();
    }
}

fn category_of(at: usize) -> &'static str {
    match at % 9 {
        0..=4 => "deep",
        8 if at.is_multiple_of(2) => "accident",
        _ => "relative",
    }
}

/// Most are active. Of the old ones some are out since this year; of the new ones the last have only applied.
fn state_of(at: usize) -> &'static str {
    match at {
        at if at + 2 >= HOUSEHOLDS => "applied",
        at if at >= OLD => "active",
        at if at % 16 == 7 => "lifted",
        at if at % 32 == 15 => "closed",
        at if at % 32 == 31 => "relapsed",
        _ => "active",
    }
}

/// The notice of the households filed in a quarter, counted from four years ago on.
fn round(world: &mut World, quarter: usize) -> usize {
    let number = i64::try_from(quarter).unwrap_or_default();
    let year = world.year - 4 + i16::try_from(number / 4).unwrap_or_default();
    let from = work_day(day(year, number % 4 * 3 + 2, 10));
    let title = format!("{year}年第{}季度困难职工建档公示", number % 4 + 1);
    let known = world.notices.iter().position(|notice| notice.title == title);
    known.unwrap_or_else(|| {
        world.notices.push(Publicity::new("household", title, from, 0));
        world.notices.len() - 1
    })
}

fn relatives(
    world: &mut World,
    chance: &mut Chance,
    head: &Human,
    at: usize,
) -> Vec<(Human, &'static str, String)> {
    let year = i64::from(world.year);
    let born = i64::from(head.born.year());
    let surname = head.name.chars().next().unwrap_or_default();
    let words = world.words.clone();
    let mut others = Vec::new();
    if matches!(at % 5, 1..=3) {
        let name = chance.pick(&words.surnames.0);
        let spouse = world.births.relative(&words, name, !head.is_female, (born - 3, born + 3));
        others.push((spouse, "spouse", "灵活就业".to_owned()));
    }
    if matches!(at % 5, 2..=4) {
        let years = (year - 21, year - 12);
        let child = world.births.relative(&words, surname, chance.once_in(2), years);
        let school = match year - i64::from(child.born.year()) {
            19.. => chance.pick(&words.universities),
            15..=18 => chance.pick(&words.high_schools),
            _ => chance.pick(&words.lower_schools),
        };
        others.push((child, "child", school));
    }
    if at % 5 == 3 {
        let years = (born - 28, born - 22);
        let parent = world.births.relative(&words, surname, head.is_female, years);
        others.push((parent, "parent", String::new()));
    }
    others
}

/// The register of households.
pub(super) fn households(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("household rows");
    let all = world.households.iter().enumerate();
    all.map(|(at, household)| household_row(world, at, household, &mut chance)).collect()
}

fn household_row(world: &World, at: usize, household: &Household, chance: &mut Chance) -> Row {
    let head = &household.head;
    let persons = i64::try_from(household.others.len()).unwrap_or_default() + 1;
    let (per_month, rigid) = match household.category {
        "deep" => (chance.between(260, 680), chance.between(30, 160) * 100),
        "relative" => (chance.between(720, 1380), chance.between(30, 200) * 100),
        _ => (1500, 1500 * 12 * persons * 17 / 3),
    };
    let income = per_month * 12 * persons + rigid;
    let causes = ["illness", "illness", "disability", "study", "unemployment", "low_income"];
    let has_child = household.others.iter().any(|(_, relation, _)| *relation == "child");
    let cause = match nth(&causes, at) {
        _ if household.category == "accident" => "accident",
        "study" if !has_child => "illness",
        cause => cause,
    };
    let has_recheck = household.is_active();
    let rechecked_on = later(world.today, -chance.between(12, 250)).max(household.filed_on);
    let is_filed = household.state != "applied";
    let street = chance.pick(&world.words.streets);
    Row::new()
        .with("number", format!("LHKN{}{:04}", household.filed_on.year(), at + 1))
        .with("head", &head.name)
        .with("head.document", &head.id)
        .with("sex", head.sex())
        .with("phone", head.phone())
        .with("address", format!("临河县{street}{}号", chance.between(1, 180)))
        .with("unit", &household.unit)
        .with("unit_nature", household.nature)
        .with("health", nth(&["healthy", "chronic", "serious", "weak", "disabled"], at / 2))
        .with("is_model", yes(household.is_model))
        .with("is_migrant", yes(at % 4 == 2))
        .with("single_parent", yes(at % 5 == 4))
        .with("zero_employment", "否")
        .with("persons", persons)
        .with("income", income)
        .with("rigid", rigid)
        .with("cause", cause)
        .with("hardship", "家庭刚性支出较大，主要劳动力收入偏低，生活困难。")
        .with("category", household.category)
        .with("bank", nth(&world.words.banks, at))
        .with("account", head.card())
        .with("filed_on", household.filed_on)
        .with("verified_on", later(household.filed_on, -20))
        .may("rechecked_on", has_recheck.then_some(rechecked_on))
        .may("notice", is_filed.then(|| world.notice_number(household.notice)))
        .may("closed_on", household.closed_on)
        .with("state", household.state)
}

/// The register of the members of households.
pub(super) fn household_members(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("household member rows");
    let mut rows = Vec::new();
    for household in &world.households {
        for (human, relation, unit) in &household.others {
            let earns = *relation == "spouse";
            let row = Row::new()
                .with("household", &household.head.id)
                .with("member", &human.name)
                .with("member.document", &human.id)
                .with("relation", relation)
                .with("sex", human.sex())
                .with("health", if *relation == "parent" { "chronic" } else { "healthy" })
                .may("income", earns.then(|| chance.between(0, 12) * 100))
                .with("unit", unit);
            rows.push(row);
        }
    }
    plant(world, &mut rows);
    rows
}

/// Somebody who stands in two households, and heads who stand in another one too.
fn plant(world: &World, rows: &mut Vec<Row>) {
    let active = || world.households.iter().filter(|household| household.is_active());
    let with_parent: Vec<Row> =
        rows.iter().filter(|row| row.text("relation") == "parent").skip(2).cloned().collect();
    let others = active().rev().zip(with_parent).take(world.planted("REG125"));
    for (household, mut again) in others {
        again.set("household", &household.head.id);
        rows.push(again);
    }
    let pairs = active().skip(9).zip(active().skip(25));
    for (household, other) in pairs.take(world.planted("REG126")) {
        let human = &other.head;
        let row = Row::new()
            .with("household", &household.head.id)
            .with("member", &human.name)
            .with("member.document", &human.id)
            .with("relation", "other")
            .with("sex", human.sex());
        rows.push(row);
    }
}
