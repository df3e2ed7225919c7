//! Meetings and public notices: every payment of aid and every commendation rests on one.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{day, later, work_day};
use super::row::Row;
use super::world::World;

/// What a meeting decided.
#[derive(Clone, Debug)]
pub(super) struct Matter {
    /// By year and place among the year's.
    pub(super) number: String,
    pub(super) kind: &'static str,
    pub(super) matter: String,
    pub(super) held_on: Day,
    /// In yuan.
    pub(super) amount: Option<i64>,
}

impl Matter {
    pub(super) fn new(kind: &'static str, matter: String, on: Day, amount: Option<i64>) -> Matter {
        Matter { number: String::new(), kind, matter, held_on: work_day(on), amount }
    }
}

/// A public notice.
#[derive(Clone, Debug)]
pub(super) struct Publicity {
    pub(super) number: String,
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) from: Day,
    pub(super) until: Day,
    pub(super) people: i64,
}

impl Publicity {
    /// A notice of eight days: five of them at least are working days.
    pub(super) fn new(kind: &'static str, title: String, on: Day, people: i64) -> Publicity {
        let from = work_day(on);
        Publicity { number: String::new(), kind, title, from, until: later(from, 7), people }
    }
}

/// What else meetings deal with, by kind.
const OTHER: [(&str, &str); 8] = [
    ("other", "听取季度经费收支情况汇报"),
    ("personnel", "研究基层工会主席候选人批复"),
    ("other", "研究基层工会换届安排"),
    ("activity", "研究职工活动安排"),
    ("other", "听取集体协商工作进展"),
    ("personnel", "研究社会化工会工作者招录"),
    ("other", "研究督办事项办理情况"),
    ("activity", "研究安康杯竞赛方案"),
];

/// Holds the other meetings and hangs out the other notices, and numbers all of them by their days.
pub(super) fn plan(world: &mut World) {
    super::model_workers::commend(world);
    let study = "研究金秋助学发放（社会捐助）".to_owned();
    world.matters.push(Matter::new("aid", study, day(world.year, 8, 12), Some(96_000)));
    for at in 0..30 {
        let (kind, matter) = nth(&OTHER, at);
        let month = i64::try_from(at).unwrap_or_default() % 12 + 1;
        let on = day(world.year, month, 6 + i64::try_from(at / 12 * 8).unwrap_or_default());
        world.matters.push(Matter::new(kind, format!("{month}月{matter}"), on, None));
    }
    let others = [
        "基层工会经费补助名单公示",
        "职工书屋示范点名单公示",
        "社会化工会工作者拟聘公示",
        "先进职工之家名单公示",
    ];
    for (at, title) in others.into_iter().enumerate() {
        let on = day(world.year, i64::try_from(at * 3 + 3).unwrap_or(3), 6);
        world.notices.push(Publicity::new("other", format!("{}年{title}", world.year), on, 12));
    }
    let poor = format!("{}年困难劳模补助公示", world.year);
    world.notices.push(Publicity::new("model", poor, day(world.year, 4, 20), 9));
    number(world.matters.iter_mut().map(|one| (one.held_on, "", &mut one.number)).collect());
    number(world.notices.iter_mut().map(|one| (one.from, "GS", &mut one.number)).collect());
}

/// Numbers what has a day, year by year: 2025-001.
fn number(mut all: Vec<(Day, &str, &mut String)>) {
    all.sort_by_key(|(on, _, _)| *on);
    let (mut year, mut count) = (0, 0);
    for (on, prefix, number) in all {
        count = if on.year() == year { count + 1 } else { 1 };
        year = on.year();
        *number = format!("{prefix}{year}-{count:03}");
    }
}

/// The register of decisions.
pub(super) fn decisions(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("decision rows");
    let mut matters: Vec<&Matter> = world.matters.iter().collect();
    matters.sort_by_key(|matter| &matter.number);
    let row = |matter: &Matter| {
        let body = if matter.kind == "personnel" { "group" } else { "standing" };
        Row::new()
            .with("number", &matter.number)
            .with("body", body)
            .with("held_on", matter.held_on)
            .with("kind", matter.kind)
            .with("matter", &matter.matter)
            .with("decided", "会议听取了情况汇报，同意按所提方案办理。")
            .may("amount", matter.amount)
            .with("present", chance.between(6, 9))
            .with("entitled", 9)
    };
    matters.into_iter().map(row).collect()
}

/// The register of notices.
pub(super) fn notices(world: &World) -> Vec<Row> {
    let mut notices: Vec<&Publicity> = world.notices.iter().collect();
    notices.sort_by_key(|notice| (notice.from, &notice.number));
    let row = |(at, notice): (usize, &Publicity)| {
        let objections = usize::from(at % 9 == 4);
        let answer = (objections > 0).then_some("经入户核查，情况属实，已向提出人答复。");
        Row::new()
            .with("number", &notice.number)
            .with("kind", notice.kind)
            .with("title", &notice.title)
            .with("from", notice.from)
            .with("until", notice.until)
            .with("place", "职工服务中心公示栏和县总工会公众号")
            .with("people", notice.people)
            .with("objections", objections)
            .with("answered", objections)
            .may("answer", answer)
    };
    notices.into_iter().enumerate().map(row).collect()
}
