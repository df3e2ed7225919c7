//! Whoever is killed in the middle of an import leaves all of it or nothing.
//!
//! The test runs itself again as a child that imports small files and says the number of each once it is
//! kept; the child is killed at a random moment (SIGKILL), the database opened again. Every import that
//! was said must be there, and of every import that is there every entry.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use store::organisations::{Organisation, OrganisationKind};
use store::registers::aggregate::{Aggregate, Figure, aggregate};
use store::registers::definitions::{self, Installing};
use store::registers::imports::{self, File, Importing};
use store::registers::table::{Once, Sealing};
use store::registers::{Book, Column, Index, Kind, Making, Table};
use store::{Cell, Scope, Store, organisations};
use testkit::database::Database;

/// How often the child is killed, on each database.
const KILLS: u64 = 100;
/// Entries of an import.
const ROWS: i64 = 150;
const AT: &str = "2026-03-02T01:00:00.000Z";

fn table() -> Table {
    let column =
        |name: &str, kind| Column { name: name.into(), kind, sealed: Sealing::Open, refers: None };
    let index = |name: &str, once| Index {
        columns: vec![name.into()],
        once,
        carries: Vec::new(),
        scattered: false,
    };
    Table {
        register: "payment".into(),
        book: Book::Journal,
        columns: vec![column("number", Kind::Text), column("amount", Kind::Integer)],
        indexes: vec![index("number", Once::Once), index("amount", Once::Often)],
        words: Vec::new(),
    }
}

async fn founded(address: &str) {
    let store = Store::open(address).await.expect("the store opens");
    let mut tx = store.write().await.expect("tx");
    let new = Organisation {
        id: "r1".into(),
        parent: None,
        path: "r1/".into(),
        kind: OrganisationKind::Region,
        code: String::new(),
        region: "990124".into(),
        name: "临河县".into(),
        created_at: AT.into(),
        closed_at: None,
    };
    organisations::insert(&mut tx, &new).await.expect("an organisation");
    let new = Installing { version: 1, text: "", by: "u1", at: AT };
    definitions::install(&mut tx, &table(), &new).await.expect("installed");
    tx.commit().await.expect("kept");
    store.close().await;
}

/// Imports until it is killed. Does nothing unless the test above it says where.
#[tokio::test]
async fn child() {
    let Ok(address) = std::env::var("JIHENG_CRASH_CHILD") else { return };
    let store = Store::open(&address).await.expect("the store opens");
    let table = table();
    let making = Making { owner: "r1", by: "u1", at: AT };
    loop {
        let mut tx = store.write().await.expect("tx");
        // Every other import is written without indexes, as if it were a large one.
        let next =
            imports::list(&mut tx, &Scope::everything(), "payment", 1).await.expect("a list");
        let expected = if next.first().is_some_and(|last| last.id % 2 == 1) { u64::MAX } else { 0 };
        let file = File { name: "发放.xlsx", digest: "", expected };
        let mut importing = Importing::begin(&mut tx, &table, making, file).await.expect("begun");
        for _ in 0..ROWS {
            let number = Cell::Text(store::new_id());
            let cells = vec![number, Cell::Number(1)];
            importing.writer.push(&mut tx, "", cells).await.expect("pushed");
        }
        let id = importing.finish(&mut tx).await.expect("finished").id;
        tx.commit().await.expect("kept");
        println!("imported {id};");
    }
}

/// The numbers of the imports that the child said before it was killed.
fn run_and_kill(address: &str, after: Duration) -> Vec<i64> {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "crash::child", "--nocapture", "--test-threads", "1"])
        .env("JIHENG_CRASH_CHILD", address)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let is_imported = |line: &String| line.contains("imported ");
    // The clock starts with the first import: each kill meets the child at work.
    let first = lines.by_ref().map_while(Result::ok).find(is_imported).expect("it works");
    std::thread::sleep(after);
    child.kill().expect("killed");
    child.wait().expect("gone");
    let said = std::iter::once(first).chain(lines.map_while(Result::ok).filter(is_imported));
    // The last line may have been cut: a whole one ends in a semicolon.
    said.filter_map(|line| line.split("imported ").nth(1)?.strip_suffix(';')?.parse().ok())
        .collect()
}

async fn never_half(database: &Database) {
    founded(&database.address).await;
    let mut said = Vec::new();
    for kill in 0..KILLS {
        // Moments spread over the first milliseconds of work, no two alike.
        let after = Duration::from_micros(kill * 7919 % 25_000);
        said.extend(run_and_kill(&database.address, after));
    }
    let store = Store::open(&database.address).await.expect("it opens again");
    let report = store.check().await.expect("a report");
    assert_eq!(report.faults, Vec::<String>::new(), "{}", database.kind);
    let mut tx = store.read().await.expect("tx");
    let scope = Scope::everything();
    let by = Aggregate {
        by: vec!["import_id".into()],
        figures: vec![Figure::Count, Figure::CountDistinct("number".into())],
        ..Aggregate::default()
    };
    let groups = aggregate(&mut tx, &scope, &table(), &by).await.expect("figures");
    let there: BTreeMap<i64, &[Cell]> = groups
        .iter()
        .map(|group| match group.by.as_slice() {
            [Cell::Number(import)] => (*import, group.figures.as_slice()),
            other => panic!("entries of no import: {other:?}"),
        })
        .collect();
    let whole = [Cell::Number(ROWS), Cell::Number(ROWS)];
    let half = there.iter().filter(|(_, figures)| **figures != whole).count();
    assert_eq!(half, 0, "of {} imports on {}", there.len(), database.kind);
    let known = imports::list(&mut tx, &scope, "payment", 100_000).await.expect("a list");
    let known: Vec<i64> = known.iter().rev().map(|import| import.id).collect();
    assert_eq!(known, there.keys().copied().collect::<Vec<_>>(), "no import without entries");
    assert!(said.len() as u64 >= KILLS, "the child worked too little");
    let lost = said.iter().filter(|id| !there.contains_key(id)).count();
    assert_eq!(lost, 0, "of {} acknowledged on {}", said.len(), database.kind);
    println!("{}: {} imports, {KILLS} kills, none half, none lost", database.kind, there.len());
}

#[tokio::test]
async fn an_import_is_never_half_in_sqlite() {
    never_half(&Database::sqlite()).await;
}

#[tokio::test]
async fn an_import_is_never_half_in_postgres() {
    never_half(&Database::postgres()).await;
}
