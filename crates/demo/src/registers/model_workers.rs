//! Model workers: their files, what they are given, and whom the county commends.

use ground::Day;

use super::chance::{Chance, nth};
use super::funds::Spent;
use super::numbers::{day, later, work_day};
use super::office::{Matter, Publicity};
use super::people::{Human, yes};
use super::row::Row;
use super::world::World;

/// A model worker.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) human: Human,
    pub(super) unit: String,
    pub(super) level: &'static str,
    pub(super) awarded: i16,
    pub(super) state: &'static str,
    pub(super) changed_on: Option<Day>,
    pub(super) is_poor: bool,
}

impl Model {
    /// One of the county in need.
    pub(super) fn poor(human: Human, unit: &str, year: i16) -> Model {
        let unit = unit.to_owned();
        let (level, awarded, state) = ("municipal", year - 6, "working");
        Model { human, unit, level, awarded, state, changed_on: None, is_poor: true }
    }

    fn is_alive(&self) -> bool {
        matches!(self.state, "working" | "retired")
    }
}

/// Something that a model worker was given.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) human: Human,
    pub(super) kind: &'static str,
    pub(super) served_on: Day,
    pub(super) amount: Option<i64>,
    pub(super) attended: Option<bool>,
    pub(super) place: &'static str,
    /// Place of the decision.
    pub(super) decision: Option<usize>,
}

impl Service {
    pub(super) fn of(human: &Human, kind: &'static str, served_on: Day) -> Service {
        let human = human.clone();
        let (amount, attended, place, decision) = (None, None, "", None);
        Service { human, kind, served_on, amount, attended, place, decision }
    }
}

/// How many there are of the municipal level and above, and in all.
const MUNICIPAL: usize = 138;
const MODELS: usize = 196;
/// The last of them are named this year.
const NAMED: usize = 20;
/// What each of them gets then.
const AWARD: i64 = 1000;
/// What a collective is given once: not paid out yet, so that the flow has something to show.
const TEAM_AWARD: i64 = 3000;

/// Files model workers and serves them through the year.
pub(super) fn plan(world: &mut World) {
    let mut chance = Chance::of("model workers");
    let year = i64::from(world.year);
    let workers: Vec<_> =
        world.members.iter().filter(|one| one.state == "active").cloned().collect();
    for at in 0..MODELS {
        let is_new = at >= MODELS - NAMED;
        let is_working = is_new || at % 2 == 1;
        let (human, unit) = match workers.get(30 + at * 97).filter(|_| is_working) {
            Some(member) => (member.human.clone(), nth(&world.unions, member.union).unit),
            None => {
                let human = world.births.human(&world.words, year - 82, year - 61);
                (human, nth(&world.unions, at * 3).unit)
            }
        };
        let level = match at {
            0..=2 => "national",
            3..=16 => "provincial",
            at if at < MUNICIPAL => "municipal",
            _ => "county",
        };
        let (state, changed_on) = match (at % 29, is_new || at < 6) {
            (11, false) => ("dead", Some(day(world.year - 1, chance.between(1, 12), 11))),
            (21, false) => ("moved", Some(day(world.year - 2, chance.between(1, 12), 11))),
            _ if is_working => ("working", None),
            _ => ("retired", None),
        };
        let grown = i64::from(human.born.year()) + 22;
        let awarded = if is_new { year } else { chance.between(grown.min(year - 1), year - 1) };
        let awarded = i16::try_from(awarded).unwrap_or(world.year);
        let is_poor = at % 17 == 6 && matches!(state, "working" | "retired");
        world.models.push(Model { human, unit, level, awarded, state, changed_on, is_poor });
    }
    // One has died in the course of the year.
    if let Some(model) = world.models.get_mut(8) {
        model.state = "dead";
        model.changed_on = Some(day(world.year, 3, 6));
    }
    checkups(world);
    money(world);
    rests(world);
}

/// Check-ups before the end of June, for two more than the statement promises.
fn checkups(world: &mut World) {
    let count = usize::try_from(world.promised(1, "people")).unwrap_or_default() + 2;
    let days =
        [day(world.year, 5, 14), day(world.year, 5, 28), day(world.year, 6, 11)].map(work_day);
    let matter =
        Matter::new("activity", "研究劳模健康体检工作".to_owned(), day(world.year, 4, 21), None);
    world.matters.push(matter);
    let decision = Some(world.matters.len() - 1);
    let high = |model: &&Model| model.level != "county" && model.is_alive();
    let invited: Vec<Model> = world.models.iter().filter(high).take(count + 9).cloned().collect();
    for (at, model) in invited.iter().enumerate() {
        let came = at % 12 != 11;
        let served_on = nth(&days, at);
        let service = Service::of(&model.human, "checkup", served_on);
        let (amount, place) = (came.then_some(480), "临河县人民医院体检中心");
        let attended = Some(came);
        world.services.push(Service { amount, attended, place, decision, ..service });
    }
    for served_on in days {
        let of_day = world.services.iter().filter(|one| one.served_on == served_on);
        let total = of_day.filter_map(|one| one.amount).sum();
        let paid_on = work_day(later(served_on, 9));
        let spent = Spent::of_statement(world, 1, "劳模健康体检费", total, paid_on, decision);
        world.spent.push(spent);
    }
}

/// Visits, allowances, aid and awards.
fn money(world: &mut World) {
    let living: Vec<Model> =
        world.models.iter().filter(|model| model.is_alive()).cloned().collect();
    let old = |model: &Model| model.state == "retired";
    let some = |test: &dyn Fn(&Model) -> bool| -> Vec<Human> {
        living.iter().filter(|model| test(model)).map(|model| model.human.clone()).collect()
    };
    let high = some(&|model| matches!(model.level, "national" | "provincial"));
    let poor = some(&|model| model.is_poor);
    let new = some(&|model| model.awarded == world.year);
    let visited = some(&old);
    give(world, ("visit", "春节慰问劳模"), day(world.year, 1, 14), &visited, 500);
    for month in 1..=12 {
        give(world, ("allowance", "劳模荣誉津贴"), day(world.year, month, 20), &high, 300);
    }
    give(world, ("hardship", "困难劳模补助"), day(world.year, 5, 15), &poor, 3000);
    let special = poor.get(..2).unwrap_or_default().to_vec();
    give(world, ("special", "劳模特殊困难帮扶"), day(world.year, 6, 5), &special, 5000);
    give(world, ("award", "县级劳模一次性奖励"), day(world.year, 5, 20), &new, AWARD);
}

fn give(world: &mut World, (kind, name): (&'static str, &str), on: Day, to: &[Human], amount: i64) {
    let served_on = work_day(on);
    let total = amount * i64::try_from(to.len()).unwrap_or_default();
    let matter = format!("研究{}月{name}发放", on.month());
    world.matters.push(Matter::new("spending", matter, later(served_on, -5), Some(total)));
    let decision = Some(world.matters.len() - 1);
    let one = |human: &Human| Service {
        amount: Some(amount),
        decision,
        ..Service::of(human, kind, served_on)
    };
    world.services.extend(to.iter().map(one));
    let title = format!("{}月{name}", on.month());
    world.spent.push(Spent::own("LHGH-06", &title, total, served_on, decision));
}

/// Rest for some, in three groups.
fn rests(world: &mut World) {
    let rested = |model: &&Model| model.level == "municipal" && model.state == "working";
    let guests: Vec<Human> =
        world.models.iter().filter(rested).take(24).map(|model| model.human.clone()).collect();
    for (month, group) in (7..).zip(guests.chunks(8)) {
        let served_on = work_day(day(world.year, month, 12));
        let one = |human: &Human| Service {
            attended: Some(true),
            place: "望海疗养院",
            ..Service::of(human, "rest", served_on)
        };
        world.services.extend(group.iter().map(one));
        let spent = Spent::own("LHGH-06", "劳模疗休养费", 28_000, later(served_on, 14), None);
        world.spent.push(spent);
    }
}

/// The register of model workers.
pub(super) fn models(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("model rows");
    let all = world.models.iter().enumerate();
    all.map(|(at, model)| {
        let human = &model.human;
        let (title, agency) = match model.level {
            "national" => ("全国劳动模范", "国模字"),
            "provincial" => ("省劳动模范", "省模字"),
            "municipal" => ("澜州市劳动模范", "澜模字"),
            _ => ("临河县劳动模范", "临政字"),
        };
        let street = chance.pick(&world.words.streets);
        let income =
            if model.is_poor { chance.between(9, 15) } else { chance.between(26, 62) } * 100;
        let hardship = model.is_poor.then_some("本人患慢性病，家庭收入低，医疗支出大。");
        Row::new()
            .with("person", &human.name)
            .with("person.document", &human.id)
            .with("sex", human.sex())
            .with("nation", "汉族")
            .with("phone", human.phone())
            .with("address", format!("临河县{street}{}号", chance.between(1, 180)))
            .with("unit", &model.unit)
            .with("level", model.level)
            .with("title", title)
            .with("awarded", format!("{}年", model.awarded))
            .with("document", format!("{agency}〔{}〕{}号", model.awarded, at % 40 + 1))
            .with("income", income)
            .with("is_poor", yes(model.is_poor))
            .may("hardship", hardship)
            .with("health", nth(&["healthy", "healthy", "chronic", "weak"], at))
            .with("bank", nth(&world.words.banks, at))
            .with("account", human.card())
            .with("platform", yes(matches!(model.level, "national" | "provincial")))
            .may("changed_on", model.changed_on)
            .with("state", model.state)
    })
    .collect()
}

/// The register of what model workers were given.
pub(super) fn services(world: &World) -> Vec<Row> {
    let mut services = world.services.clone();
    plant(world, &mut services);
    services.sort_by_key(|service| service.served_on);
    let row = |service: &Service| {
        let is_money = service.amount.is_some() && service.attended.is_none();
        Row::new()
            .with("person", &service.human.name)
            .with("person.document", &service.human.id)
            .with("kind", service.kind)
            .with("served_on", service.served_on)
            .may("amount", service.amount)
            .may("attended", service.attended.map(yes))
            .with("place", service.place)
            .may("method", is_money.then_some("bank"))
            .may("account", is_money.then(|| service.human.card()))
            .may("decision", service.decision.map(|at| world.decision_number(at)))
    };
    services.iter().map(row).collect()
}

/// Services without a file, after the end, and twice in a month.
fn plant(world: &World, services: &mut Vec<Service>) {
    let like = |month: i8| {
        let fits = |one: &&Service| one.kind == "allowance" && one.served_on.month() == month;
        world.services.iter().find(fits).cloned()
    };
    let Some(april) = like(4) else { return };
    for at in 0..world.planted("REG113") {
        let human = nth(&world.members, 505 + at * 1200).human;
        services.push(Service { human, ..april.clone() });
    }
    let dead = world.models.iter().find(|model| model.state == "dead");
    for month in (4..=12).take(world.planted("REG114")) {
        let (Some(like), Some(dead)) = (like(month), dead) else { return };
        services.push(Service { human: dead.human.clone(), ..like });
    }
    for month in (7..=12).take(world.planted("REG115")) {
        let Some(again) = like(month) else { return };
        services.push(Service { served_on: later(again.served_on, 4), ..again });
    }
}

/// Lets the public know, and the meeting decide, whom the county commends.
pub(super) fn commend(world: &mut World) {
    let title = format!("{}年临河县劳动模范和先进集体拟表彰对象公示", world.year);
    world.notices.push(Publicity::new("commendation", title, day(world.year, 4, 2), 28));
    let matter = format!("研究{}年劳动模范和先进集体表彰名单", world.year);
    world.matters.push(Matter::new("commendation", matter, day(world.year, 4, 18), None));
}

/// The register of commendations.
pub(super) fn commendations(world: &World) -> Vec<Row> {
    let notice = world.notices.iter().find(|notice| notice.kind == "commendation");
    let decision = world.matters.iter().find(|matter| matter.kind == "commendation");
    let year = world.year;
    let base = |target: &str, title: &str, unit: &str, is_named: bool| {
        let row = Row::new()
            .with("year", format!("{year}年"))
            .with("target", target)
            .with("unit", unit)
            .with("level", "county")
            .with("title", title)
            .with("nominated_on", day(year, 3, 10));
        if !is_named {
            return row.with("state", "refused");
        }
        row.may("notice", notice.map(|notice| &notice.number))
            .may("decision", decision.map(|decision| &decision.number))
            .with("document", format!("临政字〔{year}〕21号"))
            .with("awarded_on", day(year, 4, 28))
            .with("state", "awarded")
    };
    let mut rows = Vec::new();
    for model in world.models.iter().filter(|model| model.awarded == year) {
        let row = base("person", "临河县劳动模范", &model.unit, true);
        let row = row.with("person", &model.human.name).with("person.document", &model.human.id);
        rows.push(row.with("reward", AWARD).with("paid_on", work_day(day(year, 5, 20))));
    }
    for union in world.unions.iter().filter(|union| union.members > 60).step_by(9).take(8) {
        let row = base("collective", "临河县先进集体", &union.unit, true);
        rows.push(row.with("collective", &union.unit).with("reward", TEAM_AWARD));
    }
    for member in world.members.iter().skip(4001).step_by(2203).take(4) {
        let unit = nth(&world.unions, member.union).unit;
        let row = base("person", "临河县劳动模范", &unit, false);
        let row = row.with("person", &member.human.name);
        rows.push(row.with("person.document", &member.human.id));
    }
    // Named later than the others: on their way.
    let states = ["nominated", "checked", "noticed", "noticed"];
    let small = world.unions.iter().filter(|union| union.members > 40 && union.members < 60);
    for (union, state) in small.zip(states) {
        let mut row = base("collective", "临河县先进班组", &union.unit, false);
        row.set("state", state);
        let number = notice.filter(|_| state == "noticed").map(|notice| &notice.number);
        rows.push(row.may("notice", number).with("collective", &union.unit));
    }
    plant_commendations(world, &mut rows);
    rows
}

/// Commendations before the notice ended, and of one person twice.
fn plant_commendations(world: &World, rows: &mut Vec<Row>) {
    let again: Vec<Row> = rows.iter().take(world.planted("REG128")).cloned().collect();
    let collectives = rows
        .iter_mut()
        .filter(|row| row.text("target") == "collective" && row.text("state") == "awarded");
    for row in collectives.take(world.planted("REG127")) {
        row.set("awarded_on", &day(world.year, 4, 3).to_string());
    }
    rows.extend(again);
}
