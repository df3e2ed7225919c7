//! What is done with and for members: activities and who took part, visits, job fairs.

use ground::Day;

use super::chance::{Chance, nth};
use super::funds::Spent;
use super::numbers::{day, later, work_day};
use super::people::Member;
use super::row::Row;
use super::world::World;

/// An activity.
#[derive(Clone, Debug)]
pub(super) struct Activity {
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) held_on: Day,
    pub(super) place: String,
    pub(super) trade: Option<String>,
    /// Those who took part by name: places among the members.
    pub(super) entrants: Vec<usize>,
    /// Those who took part by number, and how often.
    pub(super) people: i64,
    pub(super) times: i64,
    pub(super) cost: i64,
}

/// What a contest costs and what another event of the statement, in yuan.
const CONTEST: i64 = 11_000;
const EVENT: i64 = 6_500;

/// Holds contests and events as the statement promises, one more of each, and others besides.
pub(super) fn plan(world: &mut World) {
    let mut chance = Chance::of("activities");
    let papers = world.papers.clone();
    let contests = world.promised(2, "contest") + 1;
    for at in 0..contests {
        let place = usize::try_from(at).unwrap_or_default();
        let trade = nth(&papers.contests, place);
        let name = format!("临河县职工{trade}技能竞赛");
        let on = (3 + at % 8, chance.between(5, 26));
        hold(world, ("skills", &name), on, CONTEST, Some(trade));
    }
    let events = world.promised(2, "event") + 1;
    for at in 0..events {
        let name = nth(&papers.events, usize::try_from(at).unwrap_or_default());
        let on = (1 + at % 10, chance.between(4, 27));
        hold(world, ("culture", &format!("临河县{name}")), on, EVENT, None);
    }
    for (kind, name, times) in &papers.others {
        for at in 0..*times {
            let on = (1 + (at * 12 / times + 1) % 12, chance.between(3, 27));
            hold(world, (kind, &format!("{name}（第{}场）", at + 1)), on, 1800, None);
        }
    }
    visit(world);
}

fn hold(
    world: &mut World,
    (kind, name): (&str, &str),
    (month, of_month): (i64, i64),
    cost: i64,
    trade: Option<String>,
) {
    let held_on = work_day(day(world.year, month, of_month));
    let at = world.activities.len();
    let is_contest = trade.is_some();
    let active = |at: &usize| world.members.get(*at).is_some_and(|one| one.state == "active");
    let some = (at * 211..world.members.len()).step_by(53).filter(active);
    let count = if is_contest { 46 + at % 7 } else { 0 };
    let entrants: Vec<usize> = some.take(count).collect();
    let people = match is_contest {
        true => i64::try_from(entrants.len()).unwrap_or_default(),
        false => 60 + i64::try_from(at * 37 % 140).unwrap_or_default(),
    };
    let (project, summary) = (kind == "skills" || kind == "culture", format!("{name}支出"));
    let paid_on = work_day(later(held_on, 4));
    let spent = match project {
        true => Spent::of_statement(world, 2, &summary, cost, paid_on, None),
        false => Spent::own("LHGH-05", &summary, cost, paid_on, None),
    };
    world.spent.push(spent);
    world.activities.push(Activity {
        number: format!("HD{}-{:03}", world.year, at + 1),
        kind: kind.to_owned(),
        name: name.to_owned(),
        held_on,
        place: nth(&world.papers.places, at),
        trade,
        entrants,
        people,
        times: people + people / 5,
        cost,
    });
}

/// The register of activities.
pub(super) fn activities(world: &World) -> Vec<Row> {
    let row = |activity: &Activity| {
        let is_named = !activity.entrants.is_empty();
        Row::new()
            .with("number", &activity.number)
            .with("kind", &activity.kind)
            .with("name", &activity.name)
            .with("held_on", activity.held_on)
            .with("ended_on", later(activity.held_on, i64::from(is_named)))
            .with("place", &activity.place)
            .with("host", "临河县总工会")
            .may("trade", activity.trade.as_ref())
            .with("counting", if is_named { "named" } else { "head_count" })
            .with("people", activity.people)
            .with("times", activity.times)
            .may("awards", is_named.then_some(12))
            .with("cost", activity.cost)
    };
    world.activities.iter().map(row).collect()
}

/// The register of who took part: contests by name, the rest by unit.
pub(super) fn participations(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("participations");
    let mut rows = Vec::new();
    for (at, activity) in world.activities.iter().enumerate() {
        let base =
            || Row::new().with("activity", &activity.number).with("joined_on", activity.held_on);
        for (place, entrant) in activity.entrants.iter().enumerate() {
            let Some(Member { human, union, .. }) = world.members.get(*entrant) else { continue };
            let award = match place {
                0 => "first",
                1..=3 => "second",
                4..=7 => "third",
                8..=11 => "merit",
                _ => "none",
            };
            let best = 97 - i64::try_from(place).unwrap_or_default() * 3 / 4;
            let row = base()
                .with("person", &human.name)
                .with("person.document", &human.id)
                .with("unit", &nth(&world.unions, *union).unit)
                .with("people", 1)
                .with("award", award)
                .with("score", format!("{best}.{:02}", chance.between(0, 99)));
            rows.push(row);
        }
        if activity.entrants.is_empty() {
            // Three units share those who came.
            let parts = [activity.people / 2, activity.people / 3];
            let parts = [parts[0], parts[1], activity.people - parts[0] - parts[1]];
            for (place, people) in parts.into_iter().enumerate() {
                let unit = nth(&world.unions, at * 5 + place * 3).unit;
                rows.push(base().with("unit", unit).with("people", people));
            }
        }
    }
    rows
}

/// What visits cost: place, month, people, goods, yuan per head, money per head.
struct Visit {
    kind: &'static str,
    name: &'static str,
    months: &'static [i64],
    goods: &'static str,
    worth: i64,
    money: i64,
}

const VISITS: [Visit; 4] = [
    Visit {
        kind: "winter",
        name: "送温暖",
        months: &[1, 2, 11, 12],
        goods: "米面油",
        worth: 180,
        money: 0,
    },
    Visit {
        kind: "summer",
        name: "送清凉",
        months: &[6, 7, 8, 9],
        goods: "防暑用品",
        worth: 60,
        money: 0,
    },
    Visit { kind: "jobs", name: "送岗位", months: &[2, 3, 4, 5], goods: "", worth: 0, money: 0 },
    Visit {
        kind: "study",
        name: "金秋助学走访",
        months: &[8, 9, 10],
        goods: "学习用品",
        worth: 120,
        money: 500,
    },
];

/// So many people are visited each time.
const VISITED: i64 = 45;

fn visits() -> impl Iterator<Item = (usize, &'static Visit, i64)> {
    let of_kind = |visit: &'static Visit| visit.months.iter().map(move |month| (visit, *month));
    let often = VISITS.iter().flat_map(of_kind).flat_map(|one| [one; 4]);
    often.enumerate().map(|(at, (visit, month))| (at, visit, month))
}

fn visited_on(world: &World, at: usize, month: i64) -> Day {
    work_day(day(world.year, month, 5 + i64::try_from(at * 5 % 22).unwrap_or_default()))
}

fn visited(at: usize) -> i64 {
    VISITED + i64::try_from(at % 7 * 6).unwrap_or_default()
}

fn visit(world: &mut World) {
    for (at, visit, month) in visits() {
        let amount = visited(at) * visit.worth + visit.money * 4;
        let on = later(visited_on(world, at, month), 3);
        let summary = format!("{month}月{}慰问品和慰问金", visit.name);
        world.spent.push(Spent::own("LHGH-01", &summary, amount, on, None));
    }
}

/// The register of visits in the four seasons.
pub(super) fn campaigns(world: &World) -> Vec<Row> {
    let row = |(at, visit, month): (usize, &Visit, i64)| {
        let group = nth(&world.papers.groups, at);
        let people = visited(at);
        let (goods, money) = (people * visit.worth, visit.money * 4);
        Row::new()
            .with("kind", visit.kind)
            .with("name", format!("{}年{}（{group}）", world.year, visit.name))
            .with("held_on", visited_on(world, at, month))
            .with("place", nth(&world.unions, at * 4 + 1).unit)
            .with("group", group)
            .with("people", people)
            .with("goods", visit.goods)
            .may("goods_value", (goods > 0).then_some(goods))
            .may("amount", (money > 0).then_some(money))
            .with("fund", "union")
    };
    visits().map(row).collect()
}

/// The register of job fairs: every month one, in spring more.
pub(super) fn job_fairs(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("job fairs");
    let months = [1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let row = |(at, month): (usize, i64)| {
        let visitors = chance.between(120, 520);
        let intended = visitors * chance.between(18, 32) / 100;
        let name = if month <= 3 { "春风行动招聘会" } else { "职工就业服务招聘会" };
        Row::new()
            .with("name", format!("{}年{name}第{}场", world.year, at + 1))
            .with("held_on", work_day(day(world.year, month, 8 + chance.between(0, 18))))
            .with("place", nth(&world.papers.places, at))
            .with("employers", chance.between(12, 46))
            .with("posts", chance.between(180, 900))
            .with("visitors", visitors)
            .with("intended", intended)
            .with("hired", intended * 2 / 3)
    };
    months.into_iter().enumerate().map(row).collect()
}
