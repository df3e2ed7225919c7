//! People, and the registers of members: membership, service cards, mutual insurance.

use std::collections::HashSet;

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{card, day, identity, later, phone};
use super::row::Row;
use super::words::Words;
use super::world::World;

/// Somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Human {
    pub(super) name: String,
    /// Number of the identity document.
    pub(super) id: String,
    pub(super) born: Day,
    pub(super) is_female: bool,
    /// Parts people: telephone and bank card are made of it.
    pub(super) serial: u32,
}

impl Human {
    pub(super) fn sex(&self) -> &'static str {
        if self.is_female { "female" } else { "male" }
    }

    pub(super) fn phone(&self) -> String {
        phone(self.serial)
    }

    pub(super) fn card(&self) -> String {
        card(self.serial)
    }
}

/// Makes people, no two with one number.
#[derive(Clone, Debug)]
pub(super) struct Births {
    chance: Chance,
    serial: u32,
    taken: HashSet<String>,
}

impl Births {
    pub(super) fn new() -> Births {
        Births { chance: Chance::of("people"), serial: 0, taken: HashSet::new() }
    }

    /// Somebody born in one of these years.
    pub(super) fn human(&mut self, words: &Words, from: i64, to: i64) -> Human {
        let is_female = self.chance.between(0, 99) < 46;
        let surname = self.chance.pick(&words.surnames.0);
        self.relative(words, surname, is_female, (from, to))
    }

    /// Somebody of this surname and sex.
    pub(super) fn relative(
        &mut self,
        words: &Words,
        surname: char,
        is_female: bool,
        (from, to): (i64, i64),
    ) -> Human {
        let (first, second) = match is_female {
            true => (&words.women, &words.women_second),
            false => (&words.men, &words.men_second),
        };
        let mut name = String::from(surname);
        if !self.chance.once_in(6) {
            name.push(self.chance.pick(&first.0));
        }
        name.push(self.chance.pick(&second.0));
        let year = i16::try_from(self.chance.between(from, to)).unwrap_or_default();
        let born = day(year, self.chance.between(1, 12), self.chance.between(1, 28));
        loop {
            self.serial += 1;
            let id = identity(born, self.serial, is_female);
            if self.taken.insert(id.clone()) {
                return Human { name, id, born, is_female, serial: self.serial };
            }
        }
    }
}

/// A member.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) human: Human,
    /// The place of the union among all.
    pub(super) union: usize,
    pub(super) joined_on: Day,
    pub(super) is_migrant: bool,
    /// As the definition names it.
    pub(super) state: &'static str,
}

/// Joins so many people to the unions that there are.
pub(super) fn join(world: &mut World) {
    let mut chance = Chance::of("members");
    let year = i64::from(world.year);
    for (at, union) in world.unions.iter().enumerate() {
        for _ in 0..union.size {
            let human = world.births.human(&world.words, year - 59, year - 20);
            let grown = later(human.born, 19 * 366);
            let earliest = grown.max(union.founded_on);
            let last = day(world.year, 12, 20);
            let span = earliest.until(last).map_or(0, |span| i64::from(span.get_days()));
            // Rather early than late: most join when they begin to work.
            let days = chance.between(0, span.max(1)).min(chance.between(0, span.max(1)));
            let joined_on = later(earliest, days).min(last);
            let is_worker = matches!(union.nature, "private" | "social");
            let is_migrant = is_worker && chance.once_in(3);
            let state = match chance.between(0, 99) {
                0..=95 => "active",
                96 | 97 => "kept",
                98 => "moved",
                _ => "left",
            };
            world.members.push(Member { human, union: at, joined_on, is_migrant, state });
        }
    }
}

/// The register of members.
pub(super) fn members(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("member rows");
    let last = day(world.year, 12, 28);
    let mut rows: Vec<Row> = Vec::with_capacity(world.members.len());
    for (at, member) in world.members.iter().enumerate() {
        let human = &member.human;
        let Some(union) = world.unions.get(member.union) else { continue };
        let other = nth(&world.unions, member.union + 7).name;
        let moved = member.state == "moved";
        let moved_on = later(member.joined_on, chance.between(30, 900)).min(last);
        let has_card = at % 5 == 0 && member.state == "active";
        let row = Row::new()
            .with("person", &human.name)
            .with("person.document", &human.id)
            .with("sex", human.sex())
            .with("nation", chance.pick(&world.words.nations))
            .with("phone", human.phone())
            .with("organisation", &union.name)
            .with("unit", &union.unit)
            .with("joined_on", member.joined_on)
            .with("group", union.group)
            .with("is_migrant", yes(member.is_migrant))
            .may("card", has_card.then(|| card_number(at)))
            .may("moved_on", moved.then_some(moved_on))
            .may("moved_to", moved.then_some(other))
            .with("state", member.state);
        rows.push(row);
    }
    plant(world, &mut rows);
    rows
}

/// Members who are registered twice, and whose union is not registered.
fn plant(world: &World, rows: &mut Vec<Row>) {
    let active = |at: &usize| world.members.get(*at).is_some_and(|one| one.state == "active");
    let some = || (1000..).step_by(1731).filter(active);
    for at in some().take(world.planted("REG117")) {
        let Some(row) = rows.get_mut(at) else { break };
        row.set("organisation", &format!("{}工会小组", row.text("unit").to_owned()));
    }
    for at in some().skip(4).take(world.planted("REG116")) {
        let Some(mut again) = rows.get(at).cloned() else { break };
        let other = nth(&world.unions, at % 90 + 100);
        again.set("organisation", &other.name);
        again.set("unit", &other.unit);
        again.set("group", other.group);
        again.set("joined_on", &day(world.year, 9, 9).to_string());
        again.set("card", "");
        rows.push(again);
    }
}

pub(super) fn yes(truth: bool) -> &'static str {
    if truth { "是" } else { "否" }
}

fn card_number(at: usize) -> String {
    format!("LH{:08}", 10_000 + at)
}

/// The register of service cards: one member in five has one.
pub(super) fn cards(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("cards");
    let with_card =
        |(at, member): &(usize, &super::people::Member)| at % 5 == 0 && member.state == "active";
    let holders = world.members.iter().enumerate().filter(with_card);
    let row = |(at, member): (usize, &Member)| {
        let from = member.joined_on.max(day(world.year - 1, 1, 6));
        let issued_on = from.max(day(world.year, chance.between(1, 12), chance.between(1, 24)));
        let is_used = !chance.once_in(9);
        let state = if chance.once_in(80) { "lost" } else { "active" };
        Row::new()
            .with("person", &member.human.name)
            .with("person.document", &member.human.id)
            .with("number", card_number(at))
            .with("organisation", world.union(member.union))
            .with("bank", nth(&world.words.banks, at))
            .with("issued_on", issued_on)
            .may("activated_on", is_used.then(|| later(issued_on, chance.between(0, 30))))
            .with("state", state)
    };
    holders.map(row).collect()
}

const PLAN: &str = "职工住院医疗互助保障计划";

/// One member in so many takes part in mutual insurance.
const INSURED: usize = 7;

/// Somebody insured.
struct Insured<'w> {
    /// Place among all insured.
    at: usize,
    member: &'w Member,
    /// From when on this year. Of those whose insurance was not renewed: from when on last year.
    from: Day,
    /// Whether there was an insurance the year before, too.
    is_renewed: bool,
}

/// Members whose insurance has lapsed when they fall ill: those who claim outside of cover, but for who never had any.
fn lapsed(world: &World) -> usize {
    world.planted("REG123").saturating_sub(world.planted("REG124"))
}

/// Members who are insured: for the year, some from its middle on. The first few only until the middle of the year.
fn insured(world: &World) -> impl Iterator<Item = Insured<'_>> {
    let lapsed = lapsed(world);
    let active = world.members.iter().filter(|member| member.state == "active").step_by(INSURED);
    active.enumerate().map(move |(at, member)| {
        let from = match at {
            at if at < lapsed => day(world.year - 1, 7, 1),
            at => day(world.year, nth(&[1, 1, 1, 3, 4, 7], at), 1),
        };
        Insured { at, member, from, is_renewed: at >= lapsed && at % 4 == 1 }
    })
}

/// The first of the same month so many years later.
fn years_later(day: Day, years: i16) -> Day {
    super::numbers::day(day.year() + years, i64::from(day.month()), 1)
}

/// The register of those insured, one row for each year.
pub(super) fn insurances(world: &World) -> Vec<Row> {
    let row = |one: &Insured, from: Day| {
        let shares = 1 + one.at % 3 / 2;
        Row::new()
            .with("person", &one.member.human.name)
            .with("person.document", &one.member.human.id)
            .with("plan", PLAN)
            .with("unit", nth(&world.unions, one.member.union).unit)
            .with("from", from)
            .with("until", later(years_later(from, 1), -1))
            .with("shares", shares)
            .with("fee", shares * 60)
            .with("payer", if one.at.is_multiple_of(4) { "单位工会" } else { "个人" })
    };
    let mut rows = Vec::new();
    for one in insured(world) {
        if one.is_renewed {
            rows.push(row(&one, years_later(one.from, -1)));
        }
        rows.push(row(&one, one.from));
    }
    rows
}

/// The register of claims.
pub(super) fn claims(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("claims");
    let mut rows = Vec::new();
    for Insured { at, member, from, .. } in insured(world) {
        let is_late = at < lapsed(world);
        if !is_late && (at % 17 != 5 || from > day(world.year, 4, 1)) {
            continue;
        }
        let event_on = match is_late {
            true => day(world.year, 9, 9),
            false => from.max(day(world.year, chance.between(1, 11), chance.between(1, 28))),
        };
        rows.push(claim(world, &mut chance, &member.human, event_on));
    }
    let others = world.members.iter().filter(|member| member.state == "active").skip(1);
    for member in others.step_by(INSURED * 9).take(world.planted("REG124")) {
        rows.push(claim(world, &mut chance, &member.human, day(world.year, 5, 12)));
    }
    rows
}

fn claim(world: &World, chance: &mut Chance, human: &Human, event_on: Day) -> Row {
    let applied_on = later(event_on, chance.between(8, 25));
    let medical = chance.between(30, 400) * 100;
    let own = medical * chance.between(25, 45) / 100;
    let result = nth(&["paid", "paid", "paid", "paid", "refused"], human.serial as usize);
    let is_paid = result == "paid";
    Row::new()
        .with("person", &human.name)
        .with("person.document", &human.id)
        .with("plan", PLAN)
        .with("event_on", event_on)
        .with("applied_on", applied_on)
        .with("illness", chance.pick(&world.words.illnesses))
        .with("medical", medical)
        .with("own", own)
        .may("amount", is_paid.then_some(own / 2))
        .may("paid_on", is_paid.then(|| later(applied_on, chance.between(2, 6))))
        .with("result", result)
        .with("account", human.card())
}
