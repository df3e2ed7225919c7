//! How long an import and the pages of a list take, beside the same SQL written by hand.
//!
//! `cargo run --release -p jiheng-store --example registers -- ADDRESS [ROWS]`: the address of an empty
//! database, a file or `postgres://…`; a million rows unless said otherwise.

#![allow(clippy::expect_used, clippy::float_arithmetic, reason = "a bench that cannot go on ends")]

use std::time::{Duration, Instant};

use sqlx::AssertSqlSafe;
use store::db::Backend;
use store::organisations::{Organisation, OrganisationKind};
use store::registers::conditions::{Condition, Test};
use store::registers::definitions::{self, Installing};
use store::registers::imports::{File, Importing};
use store::registers::list::{Asked, Cursor, Ordered, Page, list};
use store::registers::table::{Once, Sealing};
use store::registers::{Book, Column, Index, Kind, Making, Table};
use store::{Cell, Scope, Store, organisations};

const OWNER: &str = "0198f2c4d5e67a8b9c0d1e2f3a4b5c6d";
const AT: &str = "2026-03-02T01:00:00.000Z";
const ROUNDS: usize = 300;
const BY: &str = "0198f2c4d5e67a8b9c0d1e2f3a4b5c6e";

fn table() -> Table {
    let column =
        |name: &str, kind| Column { name: name.into(), kind, sealed: Sealing::Open, refers: None };
    let index = |columns: &[&str], once| Index {
        columns: columns.iter().map(|one| (*one).to_owned()).collect(),
        once,
        carries: if once == Once::Often { vec!["amount".into()] } else { Vec::new() },
        scattered: false,
    };
    let (text, number) = (Kind::Text, Kind::Integer);
    Table {
        register: "bench".into(),
        book: Book::Journal,
        columns: vec![
            column("number", text),
            column("name", text),
            column("identity", text),
            column("lookup", text),
            column("category", text),
            column("town", text),
            column("day", text),
            column("amount", number),
            column("people", number),
            column("is_paid", number),
            column("reason", text),
            column("phone", text),
        ],
        indexes: vec![
            index(&["number"], Once::Once),
            Index { carries: Vec::new(), ..index(&["number"], Once::Often) },
            index(&["lookup"], Once::Often),
            index(&["day"], Once::Often),
            index(&["category", "day"], Once::Often),
            index(&["town", "day"], Once::Often),
            Index { carries: Vec::new(), ..index(&["amount"], Once::Often) },
        ],
        words: ["name", "reason"].map(str::to_owned).to_vec(),
    }
}

/// A number that looks thrown, the same in every run.
fn thrown(at: u64, salt: u64) -> u64 {
    let mixed = (at ^ salt.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

fn day(at: u64) -> String {
    let thrown = thrown(at, 5);
    format!("20{}-{:02}-{:02}", 23 + thrown % 3, thrown / 7 % 12 + 1, thrown / 91 % 28 + 1)
}

fn category(at: u64) -> String {
    format!("类别{}", thrown(at, 3) % 8)
}

fn town(at: u64) -> String {
    // One town has nearly as many as are counted; of the others each has a few thousand at most.
    if at.is_multiple_of(102) { "大镇".to_owned() } else { format!("镇{}", thrown(at, 4) % 500) }
}

fn row(at: u64) -> Vec<Cell> {
    let number = |number: u64| Cell::Number(i64::try_from(number).unwrap_or(0));
    vec![
        Cell::Text(format!("2026-{at:08}")),
        Cell::Text(format!("张{}", thrown(at, 1) % 30_000)),
        Cell::Text(format!(
            "v1:{:016x}{:016x}{:016x}",
            thrown(at, 11),
            thrown(at, 12),
            thrown(at, 13)
        )),
        Cell::Text(format!("{:016x}{:016x}", thrown(at, 2), thrown(at, 21))),
        Cell::Text(category(at)),
        Cell::Text(town(at)),
        Cell::Text(day(at)),
        number(thrown(at, 6) % 1_000_000),
        number(thrown(at, 7) % 9),
        number(at % 2),
        Cell::Text("因病致困，家庭收入低于标准".to_owned()),
        Cell::Text(format!("v1:{:016x}{:016x}", thrown(at, 8), thrown(at, 9))),
    ]
}

async fn imported(store: &Store, table: &Table, rows: u64) {
    let making = Making { owner: OWNER, by: BY, at: AT };
    let began = Instant::now();
    let made: usize = (0..rows).map(|at| row(at).len()).sum();
    let making_rows = began.elapsed();
    let began = Instant::now();
    let mut tx = store.write().await.expect("tx");
    let file = File { name: "大表.xlsx", digest: "", expected: rows };
    let mut importing = Importing::begin(&mut tx, table, making, file).await.expect("begun");
    for at in 0..rows {
        importing.writer.push(&mut tx, "", row(at)).await.expect("pushed");
    }
    let pushed = began.elapsed();
    importing.finish(&mut tx).await.expect("finished");
    let finished = began.elapsed();
    tx.commit().await.expect("kept");
    println!(
        "import of {rows} rows ({made} values): {:.2?}, of which making them takes {making_rows:.2?}; \
         rows written after {pushed:.2?}, indexes after {finished:.2?}",
        began.elapsed()
    );
}

/// The same rows into the same columns with the same indexes, a prepared statement for each row, as one
/// would write it by hand over SQLite.
async fn by_hand(folder: &str, rows: u64) {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(format!("{folder}.floor"))
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
    let pool = sqlx::SqlitePool::connect_with(options).await.expect("a database");
    let columns = "number TEXT, name TEXT, identity TEXT, lookup TEXT, category TEXT, town TEXT, \
                   day TEXT, amount INTEGER, people INTEGER, is_paid INTEGER, reason TEXT, phone TEXT";
    let make = format!(
        "CREATE TABLE floor (id INTEGER PRIMARY KEY, owner TEXT, by TEXT, at TEXT, {columns})"
    );
    sqlx::query(AssertSqlSafe(make)).execute(&pool).await.expect("made");
    let began = Instant::now();
    let mut tx = pool.begin().await.expect("tx");
    for at in 0..rows {
        let mut query = sqlx::query(
            "INSERT INTO floor (owner, by, at, number, name, identity, lookup, category, town, day, \
             amount, people, is_paid, reason, phone) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )
        .bind(OWNER)
        .bind(BY)
        .bind(AT);
        for cell in row(at) {
            query = match cell {
                Cell::Text(text) => query.bind(text),
                Cell::Number(number) => query.bind(number),
                Cell::Nothing | Cell::Bytes(_) => query.bind(None::<i64>),
            };
        }
        query.execute(&mut *tx).await.expect("inserted");
    }
    for columns in ["number", "lookup", "day", "category, day", "town, day", "amount"] {
        let unique = if columns == "number" { "UNIQUE " } else { "" };
        let name = columns.replace(", ", "_");
        let text = format!("CREATE {unique}INDEX floor_{name} ON floor (owner, {columns})");
        sqlx::query(AssertSqlSafe(text)).execute(&mut *tx).await.expect("indexed");
    }
    tx.commit().await.expect("kept");
    println!("by hand, a statement a row, indexes afterwards: {:.2?}", began.elapsed());
    pool.close().await;
}

fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("  {name:<58} p50 {:>9.2?}  p99 {:>9.2?}", at(50), at(99));
}

fn is(column: &str, text: &str) -> Condition {
    Condition::new(column, Test::Is(Cell::Text(text.to_owned())))
}

fn asked(conditions: Vec<Condition>, order: Ordered) -> Asked {
    Asked {
        conditions,
        order,
        take: 50,
        totals: vec!["amount".into()],
        columns: ["number", "name", "category", "town", "day", "amount"]
            .map(str::to_owned)
            .to_vec(),
        ..Asked::default()
    }
}

async fn measured(
    store: &Store,
    table: &Table,
    name: &str,
    rounds: usize,
    ask: impl Fn(u64) -> Asked,
) {
    let mut times = Vec::new();
    for round in 0..rounds as u64 {
        let ask = ask(round);
        let began = Instant::now();
        let mut tx = store.read().await.expect("tx");
        let scope = Scope::below(vec!["r/".into()]);
        let page = list(&mut tx, &scope, table, &ask).await.expect("a page");
        drop(tx);
        times.push(began.elapsed());
        std::hint::black_box(page);
    }
    told(name, times);
}

async fn by_hand_page(address: &str, backend: Backend) {
    let mark =
        |at: usize| if backend == Backend::Sqlite { "?".to_owned() } else { format!("${at}") };
    let page = format!(
        "SELECT id, f_number, f_name, f_category, f_town, f_day, f_amount FROM reg_bench \
         WHERE owner = {} AND removed_at IS NULL AND f_category = {} ORDER BY f_day DESC{nulls}, id DESC \
         LIMIT 51",
        mark(1),
        mark(2),
        nulls = " NULLS LAST",
    );
    let count = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM reg_bench WHERE owner = {} AND removed_at IS NULL \
         AND f_category = {} LIMIT 10001) c",
        mark(1),
        mark(2)
    );
    let mut times = Vec::new();
    macro_rules! run {
        ($pool:expr) => {{
            let pool = $pool;
            for round in 0..ROUNDS as u64 {
                let began = Instant::now();
                for text in [&count, &page] {
                    let query = sqlx::query(AssertSqlSafe(text.clone()));
                    let query = query.bind(OWNER).bind(category(round));
                    std::hint::black_box(query.fetch_all(&pool).await.expect("rows"));
                }
                times.push(began.elapsed());
            }
            pool.close().await;
        }};
    }
    match backend {
        Backend::Sqlite => run!(sqlx::SqlitePool::connect(address).await.expect("a database")),
        Backend::Postgres => run!(sqlx::PgPool::connect(address).await.expect("a database")),
    }
    told("the first of these by hand: count and page", times);
}

async fn pages(store: &Store, table: &Table, address: &str, rows: u64) {
    let falling = |column: &str| Ordered::Falling(column.into());
    let by_category = |round| asked(vec![is("category", &category(round))], falling("day"));
    measured(store, table, "one of 8 categories, newest day first", ROUNDS, by_category).await;
    by_hand_page(address, store.backend()).await;
    let by_town = |round| asked(vec![is("town", &town(round))], falling("day"));
    measured(store, table, "one of 500 towns, summed up", ROUNDS, by_town).await;
    let big = |_| asked(vec![is("town", "大镇")], falling("day"));
    measured(store, table, "a town of nearly 10,000, summed up", ROUNDS, big).await;
    let big = |_| asked(vec![is("town", "大镇")], falling("amount"));
    measured(store, table, "the same by another order", ROUNDS, big).await;
    let month = |round: u64| {
        let month = format!("2025-{:02}", round % 12 + 1);
        let test = Test::Begins(month);
        asked(vec![Condition::new("day", test)], falling("amount"))
    };
    measured(store, table, "one month of 36, greatest amount first", ROUNDS, month).await;
    let category_by = |round| asked(vec![is("category", &category(round))], falling("amount"));
    measured(store, table, "one of 8 categories, greatest amount first", ROUNDS, category_by).await;
    measured(store, table, "everything, newest first", ROUNDS, |_| asked(vec![], falling("id")))
        .await;
    let deep = |round: u64| Asked {
        page: Page::After(Cursor {
            number: None,
            text: Some(day(round)),
            id: i64::try_from(rows / 2).unwrap_or(0),
            owner: OWNER.into(),
        }),
        ..asked(vec![is("category", &category(round))], falling("day"))
    };
    measured(store, table, "one of 8 categories, somewhere in the middle", ROUNDS, deep).await;
    let number = |round| {
        asked(vec![is("number", &format!("2026-{:08}", thrown(round, 77) % rows))], falling("id"))
    };
    measured(store, table, "one number", ROUNDS, number).await;
    let words = |round: u64| Asked {
        words: format!("张{}", thrown(round, 1) % 30_000),
        words_in: vec!["name".into()],
        ..asked(vec![], falling("id"))
    };
    measured(store, table, "words in names: looks through all rows", 10, words).await;
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("the address of an empty database");
    let rows = arguments.next().map_or(1_000_000, |rows| rows.parse().expect("a number of rows"));
    let store = Store::open(&address).await.expect("the store opens");
    let table = table();
    let mut tx = store.write().await.expect("tx");
    for (id, path) in [("r", "r/".to_owned()), (OWNER, format!("r/{OWNER}/"))] {
        let new = Organisation {
            id: id.into(),
            parent: (id != "r").then(|| "r".into()),
            path,
            kind: if id == "r" { OrganisationKind::Region } else { OrganisationKind::Department },
            code: String::new(),
            region: "990124".into(),
            name: format!("单位{id}"),
            created_at: AT.into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("an organisation");
    }
    let new = Installing { version: 1, text: "", by: BY, at: AT };
    definitions::install(&mut tx, &table, &new).await.expect("installed");
    tx.commit().await.expect("kept");
    imported(&store, &table, rows).await;
    if store.backend() == Backend::Sqlite {
        by_hand(&address, rows).await;
    }
    println!("pages of 50 with count and total over {rows} rows, {ROUNDS} rounds:");
    pages(&store, &table, &address, rows).await;
}
