//! Registers as large as those of a large city: a million members, 100,000 payments of aid.

use std::error::Error;

use office::Office;
use store::registers::list::{Asked, Counting, list};
use store::registers::{Making, bulk::Writer, definitions};
use store::{Cell, Scope, Tx};

/// Which registers grow, to how many entries, and the column that tells their entries apart, where one must.
const LARGE: [(&str, u64, &str); 2] =
    [("member", 1_000_000, "person_lookup"), ("aid", 100_000, "")];

/// Copies of the entries that are there.
pub(crate) async fn multiply(office: &Office, tx: &mut Tx) -> Result<(), Box<dyn Error>> {
    let all = office.registers().await?;
    for (name, rows, apart) in LARGE {
        let table = &all.get(name)?.book.table;
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let asked = Asked { columns, take: 2_000, counting: Counting::Whole, ..Asked::default() };
        let some = list(tx, &Scope::everything(), table, &asked).await?.entries;
        let owner = some.first().map(|entry| entry.owner.clone()).ok_or("an empty register")?;
        let apart = table.columns.iter().position(|column| column.name == apart);
        let making = Making { owner: &owner, by: "bench", at: "2026-03-02T01:00:00.000Z" };
        let mut writer = Writer::begin(tx, table, making, None, rows).await?;
        for (number, entry) in (0..rows).zip(some.iter().cycle()) {
            let mut cells = entry.cells.clone();
            if let Some(cell) = apart.and_then(|place| cells.get_mut(place)) {
                *cell = Cell::Text(format!("{number:040x}"));
            }
            writer.push(tx, &entry.state, cells).await?;
        }
        writer.finish(tx).await?;
        while definitions::next_index(tx, table).await? {}
    }
    Ok(())
}

/// A member and a payment to open: as addresses name them.
pub(crate) async fn places(office: &Office) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let all = office.registers().await?;
    let mut tx = office.store().read().await?;
    let mut places = Vec::new();
    for (name, place) in [("member", "{member}"), ("aid", "{aid}"), ("household", "{household}")] {
        let table = &all.get(name)?.book.table;
        let asked = Asked { take: 1, counting: Counting::Not, ..Asked::default() };
        let listed = list(&mut tx, &Scope::everything(), table, &asked).await?;
        let entry = listed.entries.first().ok_or("an empty register")?;
        places.push((place, format!("{}/{}", entry.owner, entry.id)));
    }
    Ok(places)
}
