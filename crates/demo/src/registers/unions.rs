//! Unions, and what is done in their units: congresses, collective agreements.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{credit, day, later, phone};
use super::people::yes;
use super::row::Row;
use super::world::World;

/// The federation itself.
pub(super) const FEDERATION: &str = "临河县总工会";

/// A union.
#[derive(Clone, Debug, Default)]
pub(super) struct Union {
    pub(super) name: String,
    pub(super) unit: String,
    /// By its key.
    pub(super) nature: &'static str,
    pub(super) superior: String,
    /// Group of its members, by its key.
    pub(super) group: &'static str,
    pub(super) founded_on: Day,
    /// How many people have ever been its members here.
    pub(super) size: i64,
    /// Members of today, and women among them.
    pub(super) members: i64,
    pub(super) women: i64,
    pub(super) migrants: i64,
    /// Place of its chair among the members.
    pub(super) chair: usize,
    /// Place among all, from 0.
    pub(super) serial: usize,
}

impl Union {
    pub(super) fn workers(&self) -> i64 {
        self.members + self.members / 12 + i64::try_from(self.serial % 4).unwrap_or_default()
    }

    pub(super) fn unit_code(&self) -> String {
        credit("91", self.serial)
    }

    pub(super) fn is_enterprise(&self) -> bool {
        matches!(self.nature, "private" | "state")
    }
}

/// At least so many people are members of some union.
const MEMBERS: i64 = 20_600;
const ENTERPRISES: usize = 140;

/// Founds the unions.
pub(super) fn found(world: &mut World) {
    let mut plan = Founding { chance: Chance::of("unions"), year: world.year, all: Vec::new() };
    let words = &world.words;
    let county = "临河县";
    plan.add(FEDERATION, FEDERATION, "agency", "澜州市总工会", 26);
    for name in &words.agencies {
        plan.unit(&format!("{county}{name}"), "agency", FEDERATION, (18, 75));
    }
    for name in &words.towns {
        let town = format!("{county}{name}");
        plan.add(&format!("{name}总工会"), &format!("{town}人民政府"), "agency", FEDERATION, 52);
        plan.unit(&format!("{town}中心小学"), "institution", &format!("{name}总工会"), (24, 70));
        plan.unit(&format!("{town}卫生院"), "institution", &format!("{name}总工会"), (18, 46));
    }
    for name in words.schools.iter().chain(&words.services).chain(&words.hospitals) {
        plan.unit(&format!("{county}{name}"), "institution", FEDERATION, (26, 140));
    }
    for name in &words.state_firms {
        plan.unit(&format!("{county}{name}"), "state", FEDERATION, (70, 190));
    }
    for (at, name) in words.villages.iter().enumerate() {
        let town = format!("{}总工会", nth(&words.towns, at));
        plan.add(&format!("{name}联合工会"), name, "village", &town, 24);
    }
    for name in &words.associations {
        plan.unit(&format!("{county}{name}"), "social", FEDERATION, (12, 40));
    }
    for [name, group] in &words.platforms {
        plan.add(&format!("{county}{name}"), &format!("{county}{name}"), "social", FEDERATION, 86);
        if let Some(union) = plan.all.last_mut() {
            union.group = group_key(group);
        }
    }
    for at in 0..ENTERPRISES {
        let (brand, trade) = (nth(&words.brands, at), nth(&words.trades, at));
        let town = format!("{}总工会", nth(&words.towns, at));
        // One enterprise in four is small.
        let size = if at % 4 == 3 { (5, 9) } else { (30, 150) };
        plan.unit(&format!("{county}{brand}{trade}有限公司"), "private", &town, size);
    }
    plan.fill_up();
    world.unions = plan.all;
}

fn group_key(name: &str) -> &'static str {
    let keys = ["truck", "courier", "nurse", "domestic", "mall", "delivery", "agent", "guard"];
    keys.into_iter().find(|key| *key == name).unwrap_or("none")
}

struct Founding {
    chance: Chance,
    year: i16,
    all: Vec<Union>,
}

impl Founding {
    fn unit(&mut self, unit: &str, nature: &'static str, superior: &str, (low, high): (i64, i64)) {
        let size = self.chance.between(low, high);
        self.add(&format!("{unit}工会委员会"), unit, nature, superior, size);
    }

    fn add(&mut self, name: &str, unit: &str, nature: &'static str, superior: &str, size: i64) {
        let serial = self.all.len();
        // Most are old, and every month of the year some new ones came.
        let year = if serial % 14 == 9 { 0 } else { self.chance.between(1, 24) };
        let year = self.year - i16::try_from(year).unwrap_or_default();
        let month = i64::try_from(serial / 14 % 12).unwrap_or_default() + 1;
        self.all.push(Union {
            name: name.to_owned(),
            unit: unit.to_owned(),
            nature,
            superior: superior.to_owned(),
            group: "none",
            founded_on: day(year, month, self.chance.between(3, 26)),
            size,
            serial,
            ..Union::default()
        });
    }

    /// Lets the larger enterprises grow until there are members enough.
    fn fill_up(&mut self) {
        let total: i64 = self.all.iter().map(|union| union.size).sum();
        let large = |union: &&mut Union| union.is_enterprise() && union.size > 30;
        let count = self.all.iter_mut().filter(large).count();
        let more = (MEMBERS - total).max(0) / i64::try_from(count.max(1)).unwrap_or(1) + 1;
        self.all.iter_mut().filter(large).for_each(|union| union.size += more);
    }
}

/// Counts the members of each union, and makes one of them its chair.
pub(super) fn count(world: &mut World) {
    for (at, member) in world.members.iter().enumerate() {
        let Some(union) = world.unions.get_mut(member.union) else { continue };
        if member.state != "active" {
            continue;
        }
        if union.members == 0 {
            union.chair = at;
        }
        union.members += 1;
        union.women += i64::from(member.human.is_female);
        union.migrants += i64::from(member.is_migrant);
    }
}

/// The register of unions.
pub(super) fn organisations(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("organisation rows");
    world.unions.iter().map(|union| organisation(world, union, &mut chance)).collect()
}

fn organisation(world: &World, union: &Union, chance: &mut Chance) -> Row {
    let elected = day(world.year - 2, chance.between(1, 12), chance.between(4, 26));
    let late = later(elected, chance.between(0, 700));
    let elected_on = late.max(union.founded_on);
    let home = match union.serial % 10 {
        0 | 1 => "model",
        2..=4 => "advanced",
        5..=7 => "qualified",
        _ => "none",
    };
    let has_home = home != "none";
    let home_year = i64::from(union.founded_on.year()).max(i64::from(world.year) - 5);
    let home_year = chance.between(home_year, i64::from(world.year));
    let Some(chair) = world.members.get(union.chair) else { return Row::new() };
    let serial = union.serial;
    let is_small = union.members < 15;
    Row::new()
        .with("name", &union.name)
        .with("code", credit("81", serial))
        .with("unit", &union.unit)
        .with("unit_code", union.unit_code())
        .with("unit_nature", union.nature)
        .with("superior", &union.superior)
        .with("new_sector", yes(is_small || union.group != "none"))
        .with("founded_on", union.founded_on)
        .with("approval", format!("临工组〔{}〕{}号", union.founded_on.year(), serial % 60 + 1))
        .with("chair", &chair.human.name)
        .with("chair.document", &chair.human.id)
        .with("phone", phone(90_000_000 + u32::try_from(serial).unwrap_or_default()))
        .with("legal_number", format!("临工法证字第{:04}号", serial + 1))
        .with("legal_until", later(elected_on, 5 * 365))
        .with("elected_on", elected_on)
        .with("term", 5)
        .with("form", if union.members > 100 { "congress" } else { "assembly" })
        .with("workers", union.workers())
        .with("members", union.members)
        .with("women", union.women)
        .with("migrants", union.migrants)
        .with("covered", if union.nature == "village" { 3 + serial % 5 } else { 1 })
        .with("has_women", yes(union.women >= 10))
        .with("has_audit", yes(union.members >= 25))
        .with("has_account", yes(union.members >= 30))
        .with("shows_plate", yes(serial % 11 != 3))
        .with("shows_chair", yes(serial % 9 != 3))
        .with("six", format!("{}.{}", chance.between(72, 98), chance.between(0, 9)))
        .with("home", home)
        .may("home_year", has_home.then(|| format!("{home_year}年")))
        .with("mediation", yes(union.members >= 20))
        .with("disclosure", yes(union.is_enterprise()))
        .with("congress", yes(union.members >= 20))
        .with("state", "active")
}

/// The register of workers' congresses: of two years, since some units are behind.
pub(super) fn congresses(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("congresses");
    let mut rows = Vec::new();
    for (year, every) in [(world.year - 1, 3), (world.year, 2)] {
        let old = |union: &&Union| union.founded_on.year() < year && union.members >= 20;
        for union in world.unions.iter().filter(old).step_by(every) {
            let entitled = (union.members / 5).clamp(20, 60);
            let star = nth(&["none", "two", "three", "three", "four", "five"], union.serial);
            let satisfied = format!("{}.{:02}", chance.between(91, 99), chance.between(0, 99));
            let held_on = day(year, chance.between(1, 12), chance.between(3, 27));
            let row = Row::new()
                .with("unit", &union.unit)
                .with("year", format!("{year}年"))
                .with("nature", union.nature)
                .with(
                    "session",
                    format!("第{}届第{}次", union.serial % 6 + 2, union.serial % 3 + 1),
                )
                .with("held_on", held_on)
                .with("star", star)
                .with("discloses", yes(union.serial % 8 != 0))
                .with("entitled", entitled)
                .with("present", entitled - chance.between(0, entitled / 5))
                .with("satisfied", satisfied);
            rows.push(row);
        }
    }
    rows
}
