//! The office's own books: documents, learning, tasks, staff, assets, audits, disputes, proposals, merchants.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{credit, day, later, phone, work_day};
use super::people::Member;
use super::row::Row;
use super::unions::Union;
use super::world::World;

/// The place as a number.
fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or_default()
}

/// A working day in the month that is the turn of this place.
fn in_turn(world: &World, at: usize, chance: &mut Chance) -> Day {
    work_day(day(world.year, number(at) % 12 + 1, chance.between(3, 27)))
}

fn enterprises(world: &World) -> Vec<&Union> {
    world.unions.iter().filter(|union| union.is_enterprise()).collect()
}

/// The register of documents: those of three years.
pub(super) fn documents(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("documents");
    let mut rows = Vec::new();
    for year in world.year - 2..=world.year {
        for (at, [title, issuer, level, agency, number]) in
            world.papers.documents.iter().enumerate()
        {
            let issued_on = work_day(day(year, chance.between(1, 12), chance.between(4, 26)));
            let is_old = year == world.year - 2 && at % 4 == 2;
            let row = Row::new()
                .with("number", format!("{agency}〔{year}〕{number}号"))
                .with("title", format!("{title}（{year}年）"))
                .with("issuer", issuer)
                .with("level", level)
                .with("issued_on", issued_on)
                .with("from", issued_on)
                .may("until", is_old.then(|| later(issued_on, 366)))
                .with("scope", "全县各级工会")
                .with("state", if is_old { "repealed" } else { "active" });
            rows.push(row);
        }
    }
    rows
}

/// The register of learning: weekly, and what is written and handed out.
pub(super) fn learning(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("learning");
    let papers = &world.papers;
    let row = |kind: &str, title: String, on: Day| {
        Row::new().with("kind", kind).with("title", title).with("held_on", on)
    };
    let mut rows = Vec::new();
    // The first Thursday of the year, and every week from there on.
    let mut on = day(world.year, 1, 2);
    on = later(on, 4 - i64::from(on.weekday().to_monday_one_offset()) + 7);
    for at in 0..48 {
        let title = format!("{}（第{}次）", nth(&papers.study_topics, at), at + 1);
        let people = chance.between(14, 24);
        let row = row("study", title, later(on, number(at) * 7)).with("people", people);
        rows.push(row.with("hours", 2).with("outlet", nth(&papers.staff, at)));
    }
    for at in 0..9 {
        let title = format!("{}第{}期", nth(&papers.training_topics, at), at / 6 + 1);
        let row = row("training", title, in_turn(world, at + 2, &mut chance));
        rows.push(row.with("people", chance.between(40, 110)).with("hours", 16));
    }
    for at in 0..60 {
        let topic = nth(&papers.publicity_topics, at);
        let row = row(
            "publicity",
            format!("{topic}（{}）", at / 10 + 1),
            in_turn(world, at, &mut chance),
        );
        rows.push(row.with("outlet", nth(&papers.outlets, at)));
    }
    for at in 0..4 {
        let row = row(
            "research",
            nth(&papers.research_topics, at),
            in_turn(world, at * 3 + 1, &mut chance),
        );
        rows.push(row.with("people", 5));
    }
    for at in 0..8 {
        let title = format!("发放{}（第{}批）", nth(&papers.materials, at), at / 4 + 1);
        let row = row("material", title, in_turn(world, at * 5, &mut chance));
        rows.push(row.with("copies", chance.between(2, 9) * 50));
    }
    rows
}

/// The register of tasks: given every month, done in time.
pub(super) fn tasks(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("tasks");
    let row = |at: usize| {
        let [source, title] = nth(&world.papers.tasks, at);
        let given_on = in_turn(world, at, &mut chance);
        let due_on = later(given_on, chance.between(20, 60)).min(day(world.year, 12, 28));
        let due_on = due_on.max(later(given_on, 1));
        let done_on = later(due_on, -chance.between(0, 6)).max(given_on);
        Row::new()
            .with("number", format!("DB{}-{:03}", world.year, at + 1))
            .with("source", source)
            .with("title", format!("{title}（{}）", at / 15 + 1))
            .with("owner", nth(&world.papers.staff, at))
            .with("given_on", given_on)
            .with("due_on", due_on)
            .with("done_on", done_on)
            .with("progress", "已按要求办结，材料归档。")
            .with("state", "done")
    };
    (0..45).map(row).collect()
}

/// The register of staff and wages.
pub(super) fn staff(world: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    for month in 1..=12 {
        for (kind, people, each) in
            [("staff", 14, 6400), ("worker", 6, 3600), ("retired", 11, 5200)]
        {
            let amount = people * (each + 20 * (month / 4));
            let row = Row::new()
                .with("month", format!("{}年{month}月", world.year))
                .with("kind", kind)
                .with("people", people)
                .with("due", amount)
                .with("amount", amount)
                .with("paid_on", work_day(day(world.year, month, 15)));
            rows.push(row);
        }
    }
    rows
}

/// The register of assets.
pub(super) fn assets(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("assets");
    let disposal = world.matters.iter().find(|matter| matter.kind == "other");
    // There is one of each; of what is cheap there are more.
    let all = &world.papers.assets;
    let small: Vec<_> = all.iter().filter(|(_, _, value)| *value < 20_000).cloned().collect();
    let row = |at: usize| {
        let (kind, name, value) = match at {
            at if at < all.len() => nth(all, at),
            at => nth(&small, at),
        };
        let years = i16::try_from(chance.between(0, 9)).unwrap_or_default();
        let acquired_on = work_day(day(world.year - years, chance.between(1, 12), 17));
        let is_gone = at % 15 == 9 && years > 1 && value < 20_000;
        let state = match at % 20 {
            _ if is_gone => "disposed",
            13 => "idle",
            _ => "used",
        };
        Row::new()
            .with("number", format!("ZC{:05}", at + 1))
            .with("name", name)
            .with("kind", &kind)
            .with("value", value)
            .with("quantity", if kind == "furniture" { 4 } else { 1 })
            .with("acquired_on", acquired_on)
            .with("place", nth(&world.papers.places, at))
            .with("keeper", nth(&world.papers.staff, at))
            .may("disposed_on", is_gone.then(|| day(world.year, 9, 24)))
            .may("proceeds", is_gone.then_some(300))
            .may("decision", disposal.filter(|_| is_gone).map(|matter| &matter.number))
            .with("state", state)
    };
    (0..72).map(row).collect()
}

/// The register of audits: every problem is mended.
pub(super) fn audits(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("audits");
    let row = |at: usize| {
        let [body, kind, problem] = nth(&world.papers.audits, at);
        let found_on = in_turn(world, at * 5, &mut chance);
        let due_on = later(found_on, 60);
        Row::new()
            .with("number", format!("SJ{}-{:02}", world.year, at + 1))
            .with("body", body)
            .with("document", format!("临工审〔{}〕{}号", world.year, at / 4 + 1))
            .with("found_on", found_on)
            .with("kind", kind)
            .with("problem", problem)
            .with("amount", chance.between(4, 90) * 100)
            .with("due_on", due_on)
            .with("measure", "补齐材料，完善制度，责任到人。")
            .with("fixed_on", later(found_on, chance.between(12, 28)).min(world.today))
            .with("owner", nth(&world.papers.staff, at))
            .with("state", "fixed")
    };
    (0..20).map(row).collect()
}

/// The register of disputes.
pub(super) fn disputes(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("disputes");
    let firms = enterprises(world);
    let row = |at: usize| {
        let union = firms.get(at * 7 % firms.len().max(1)).copied();
        let of_it = |one: &&Member| union.is_some_and(|union| one.union == union.serial);
        let member = world.members.iter().filter(of_it).nth(at % 4);
        let way = nth(&["mediation", "advice", "mediation", "legal_aid", "advice"], at);
        let kind = nth(&["wage", "contract", "insurance", "injury", "hours", "wage", "other"], at);
        let accepted_on = in_turn(world, at, &mut chance);
        let result = nth(&["settled", "settled", "settled", "failed", "judged", "withdrawn"], at);
        let human = member.map(|member| member.human.clone()).unwrap_or_default();
        let days = if way == "advice" { 0 } else { chance.between(6, 44) };
        let closed_on = later(accepted_on, days).min(world.today);
        Row::new()
            .with("number", format!("LHTJ{}-{:03}", world.year, at + 1))
            .with("way", way)
            .with("kind", kind)
            .with("person", &human.name)
            .with("person.document", &human.id)
            .with("people", if at % 17 == 6 { 9 } else { 1 })
            .with("employer", union.map_or("", |union| &union.unit))
            .with("accepted_on", accepted_on)
            .with("closed_on", closed_on)
            .with("result", if way == "advice" { "settled" } else { result })
            .with("amount", chance.between(10, 260) * 100)
            .with("handler", nth(&world.papers.staff, at + 2))
    };
    (0..76).map(row).collect()
}

/// The register of proposals.
pub(super) fn proposals(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("proposals");
    let row = |at: usize| {
        let member = nth_member(world, at);
        let made_on = in_turn(world, at, &mut chance);
        let result = nth(&["done", "adopted", "open", "done", "refused"], at);
        let is_done = result == "done";
        let title = format!("{}的建议（{}）", nth(&world.papers.proposals, at), at / 10 + 1);
        Row::new()
            .with("number", format!("JY{}-{:03}", world.year, at + 1))
            .with("person", member.0)
            .with("person.document", member.1)
            .with("unit", member.2)
            .with("title", title)
            .with("made_on", made_on)
            .with("result", result)
            .may("done_on", is_done.then(|| later(made_on, chance.between(10, 40))))
            .may("gain", is_done.then(|| chance.between(5, 120) * 1000))
            .may("reward", is_done.then_some(500))
    };
    (0..70).map(row).collect()
}

/// Name, number and unit of a member of an enterprise.
fn nth_member(world: &World, at: usize) -> (String, String, String) {
    let from = world.members.len() / 2 + at * 113;
    let of_firm = |union: usize| world.unions.get(union).is_some_and(Union::is_enterprise);
    let found = world.members.iter().cycle().skip(from).find(|one| of_firm(one.union));
    found.map_or_else(Default::default, |member| {
        let unit = nth(&world.unions, member.union).unit;
        (member.human.name.clone(), member.human.id.clone(), unit)
    })
}

/// The register of merchants.
pub(super) fn merchants(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("merchants");
    let row = |at: usize| {
        let [kind, what] = nth(&world.papers.merchants, at);
        let from = work_day(day(world.year, number(at) % 12 + 1, chance.between(3, 25)));
        let name = format!("临河县{}{what}", nth(&world.words.brands, at));
        let contact = nth(&world.members, 320 + at * 401).human.name;
        let street = nth(&world.words.streets, at);
        Row::new()
            .with("name", name)
            .with("code", credit("92", 500 + at))
            .with("kind", kind)
            .with("discount", nth(&world.papers.discounts, at))
            .with("address", format!("临河县{street}{}号", chance.between(1, 160)))
            .with("contact", contact)
            .with("phone", phone(95_000_000 + u32::try_from(at).unwrap_or_default()))
            .with("from", from)
            .with("until", later(from, 3 * 365))
            .with("uses", chance.between(20, 1800))
            .with("state", "active")
    };
    (0..48).map(row).collect()
}
