//! Collective agreements, and the enterprises that those of a trade or a region cover.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{day, later};
use super::row::Row;
use super::unions::Union;
use super::world::World;

/// Enterprises with an agreement of their own that was made this year.
const SINGLE: usize = 84;
/// Enterprises under one agreement of a trade or a region.
const UNDER: usize = 7;

/// A sector's or region's agreement, with the enterprises under it.
struct Shared<'w> {
    number: String,
    name: String,
    kind: &'static str,
    signed_on: Day,
    under: &'w [&'w Union],
}

fn enterprises(world: &World) -> Vec<&Union> {
    world.unions.iter().filter(|union| union.is_enterprise()).collect()
}

fn shared<'w>(world: &World, all: &'w [&'w Union]) -> Vec<Shared<'w>> {
    let rest = all.get(SINGLE..).unwrap_or_default();
    let one = |(at, under): (usize, &'w [&'w Union])| {
        let is_sector = at % 3 == 0;
        let what = match is_sector {
            true => format!("{}行业", nth(&world.words.trades, at)),
            false => format!("{}区域", nth(&world.words.towns, at)),
        };
        Shared {
            number: format!("LHXY-{}-{:03}", world.year, 200 + at),
            name: format!("临河县{what}工资集体协议"),
            kind: if is_sector { "sector" } else { "regional" },
            signed_on: day(world.year, 4 + i64::try_from(at % 4).unwrap_or_default(), 16),
            under,
        }
    };
    rest.chunks(UNDER).filter(|under| under.len() > 1).enumerate().map(one).collect()
}

/// The register of agreements.
pub(super) fn agreements(world: &World) -> Vec<Row> {
    let all = enterprises(world);
    let mut chance = Chance::of("agreements");
    let own = all.iter().take(SINGLE).enumerate();
    let mut rows: Vec<Row> = own.map(|(at, union)| single(world, at, union, &mut chance)).collect();
    // Those of earlier years, renewed or ended since.
    for (at, union) in all.iter().skip(SINGLE / 3).take(24).enumerate() {
        let signed_on = day(world.year - 3, chance.between(2, 11), chance.between(3, 26));
        let number = format!("LHXY-{}-{:03}", world.year - 3, at + 1);
        let state = if at % 6 == 5 { "ended" } else { "renewed" };
        let row = agreement(&number, "enterprise", "wage", &union.unit, (signed_on, 2));
        let row = row.with("code", union.unit_code()).with("enterprises", 1);
        let row = row.with("workers", union.workers()).with("voted_on", later(signed_on, -9));
        rows.push(row.with("filed_on", later(signed_on, 11)).with("state", state));
    }
    for one in shared(world, &all) {
        let workers: i64 = one.under.iter().map(|union| union.workers()).sum();
        let row = agreement(&one.number, one.kind, "wage", &one.name, (one.signed_on, 3));
        let row = row.with("enterprises", one.under.len()).with("workers", workers);
        rows.push(row.with("raise", "4.5").with("filed_on", later(one.signed_on, 9)));
    }
    rows
}

fn single(world: &World, at: usize, union: &Union, chance: &mut Chance) -> Row {
    // Most are made in the hundred days from April to July.
    let (first, last) = nth(&[(1, 12), (4, 7), (4, 7)], at);
    let month = chance.between(first, last);
    let signed_on = day(world.year, month, chance.between(2, 27));
    let topic = nth(&["wage", "wage", "wage", "general", "women", "safety"], at);
    let number = format!("LHXY-{}-{:03}", world.year, at + 1);
    let has_raise = topic == "wage";
    agreement(&number, "enterprise", topic, &union.unit, (signed_on, 3))
        .with("code", union.unit_code())
        .with("enterprises", 1)
        .with("workers", union.workers())
        .may(
            "raise",
            has_raise.then(|| format!("{}.{}", chance.between(2, 6), chance.between(0, 9))),
        )
        .with("voted_on", later(signed_on, -chance.between(3, 20)))
        .with("filed_on", later(signed_on, chance.between(5, 20)))
        .with("filed", format!("临人社集备〔{}〕{}号", world.year, at + 1))
        .with("state", "active")
}

/// An agreement for so many years.
fn agreement(
    number: &str,
    kind: &str,
    topic: &str,
    name: &str,
    (signed_on, years): (Day, i16),
) -> Row {
    let until = day(signed_on.year() + years, i64::from(signed_on.month()), signed_on.day().into());
    Row::new()
        .with("number", number)
        .with("kind", kind)
        .with("topic", topic)
        .with("name", name)
        .with("signed_on", signed_on)
        .with("from", signed_on)
        .with("until", later(until, -1))
}

/// The register of enterprises under agreements of a trade or a region.
pub(super) fn covered(world: &World) -> Vec<Row> {
    let all = enterprises(world);
    let agreements = shared(world, &all);
    let mut rows = Vec::new();
    for one in &agreements {
        for union in one.under {
            rows.push(under(one, union));
        }
    }
    // An enterprise of the first agreement stands under the second too.
    let (first, second) = (agreements.first(), agreements.get(1));
    if let (Some(first), Some(second)) = (first, second) {
        let again = first.under.iter().take(world.planted("REG118"));
        rows.extend(again.map(|union| under(second, union)));
    }
    rows
}

fn under(agreement: &Shared, union: &Union) -> Row {
    Row::new()
        .with("agreement", &agreement.number)
        .with("name", &union.unit)
        .with("code", union.unit_code())
        .with("workers", union.workers())
        .with("signed_on", agreement.signed_on)
}
