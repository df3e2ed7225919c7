//! What the tests of registers share: an office of three organisations, a file and a journal.

use store::organisations::{Organisation, OrganisationKind};
use store::registers::definitions::{self, Installing};
use store::registers::table::{Once, Sealing};
use store::registers::{Book, Column, Index, Kind, Making, Reference, Table, entries};
use store::{Cell, Scope, Store, Tx, organisations};
use testkit::database::Database;

pub(crate) const AT: &str = "2026-03-02T01:00:00.000Z";
pub(crate) const LATER: &str = "2026-03-03T01:00:00.000Z";

/// A region with two departments, `d1` and `d2`.
pub(crate) async fn opened(database: &Database) -> Store {
    let store = Store::open(&database.address).await.expect("the store opens");
    let mut tx = store.write().await.expect("a transaction");
    let (region, department) = (OrganisationKind::Region, OrganisationKind::Department);
    for (id, path, kind) in
        [("r1", "r1/", region), ("d1", "r1/d1/", department), ("d2", "r1/d2/", department)]
    {
        let new = Organisation {
            id: id.into(),
            parent: (id != "r1").then(|| "r1".into()),
            path: path.into(),
            kind,
            code: String::new(),
            region: "990124".into(),
            name: format!("单位{id}"),
            created_at: AT.into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("an organisation");
    }
    tx.commit().await.expect("kept");
    store
}

pub(crate) fn column(name: &str, kind: Kind) -> Column {
    Column { name: name.into(), kind, sealed: Sealing::Open, refers: None }
}

pub(crate) fn index(columns: &[&str], once: Once) -> Index {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    Index { columns, once, carries: Vec::new(), scattered: false }
}

/// Households: number, name, members, identity (encrypted, and as keyed hash).
pub(crate) fn households() -> Table {
    let mut identity = column("identity", Kind::Bytes);
    identity.sealed = Sealing::Sealed;
    Table {
        register: "household".into(),
        book: Book::File,
        columns: vec![
            column("number", Kind::Text),
            column("name", Kind::Text),
            column("members", Kind::Integer),
            identity,
            column("identity_lookup", Kind::Text),
        ],
        indexes: vec![
            index(&["number"], Once::Once),
            index(&["name"], Once::Often),
            index(&["identity_lookup"], Once::Often),
        ],
        words: vec!["name".into()],
    }
}

/// Payments: to which household, when, how much, what for, to whom. The name of a column is a word of SQL,
/// another that of a column that every table has.
pub(crate) fn payments() -> Table {
    let mut household = column("household", Kind::Text);
    household.refers = Some(Reference { register: "household".into(), column: "number".into() });
    let mut by_household = index(&["household"], Once::Often);
    by_household.carries = vec!["amount".into(), "paid_on".into()];
    Table {
        register: "payment".into(),
        book: Book::Journal,
        columns: vec![
            household,
            column("paid_on", Kind::Text),
            column("amount", Kind::Integer),
            column("select", Kind::Text),
            column("owner", Kind::Text),
            column("payee_lookup", Kind::Text),
        ],
        indexes: vec![
            index(&["paid_on"], Once::Often),
            index(&["amount"], Once::Often),
            index(&["household", "paid_on"], Once::Often),
            index(&["payee_lookup"], Once::Often),
            by_household,
            index(&["household", "paid_on", "select"], Once::Once),
            index(&["household", "paid_on", "select"], Once::Often),
        ],
        words: ["select", "owner"].map(str::to_owned).to_vec(),
    }
}

pub(crate) fn installing(version: i64) -> Installing<'static> {
    Installing { version, text: "name = \"台账\"", by: "u1", at: AT }
}

/// Both registers, without entries.
pub(crate) async fn registers(store: &Store) -> (Table, Table) {
    let (file, journal) = (households(), payments());
    let mut tx = store.write().await.expect("a transaction");
    for table in [&file, &journal] {
        definitions::install(&mut tx, table, &installing(1)).await.expect("installed");
    }
    tx.commit().await.expect("kept");
    (file, journal)
}

pub(crate) fn making(owner: &str) -> Making<'_> {
    Making { owner, by: "u1", at: AT }
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

pub(crate) fn household(number: &str, name: &str, members: i64, hash: &str) -> Vec<Cell> {
    let identity = Cell::Bytes(hash.bytes().rev().collect());
    vec![text(number), text(name), Cell::Number(members), identity, text(hash)]
}

pub(crate) fn payment(household: &str, day: &str, fen: i64, what: &str) -> Vec<Cell> {
    let payee = text(&format!("hash of {household}"));
    vec![text(household), text(day), Cell::Number(fen), text(what), Cell::Nothing, payee]
}

pub(crate) async fn insert(tx: &mut Tx, table: &Table, owner: &str, cells: Vec<Cell>) -> i64 {
    let state = if table.book == Book::File { "在档" } else { entries::NO_STATE };
    entries::insert(tx, table, making(owner), state, cells).await.expect("inserted")
}

pub(crate) async fn cells(store: &Store, table: &Table, owner: &str, id: i64) -> Vec<Cell> {
    let mut tx = store.read().await.expect("tx");
    let found = entries::find(&mut tx, &Scope::everything(), table, owner, id).await;
    found.expect("found").cells
}
