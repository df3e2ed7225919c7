//! Migrations: a store of any earlier version becomes one like a new store, and loses nothing; both databases have
//! the same columns; what was released is never edited.
//!
//! A new migration brings: its two files, rows of every table as it leaves them in `tests/rows`, and its digests in
//! `migrations/frozen.txt`, which `JIHENG_WRITE=1` adds.

mod bare;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bare::{Bare, Column, OWN};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use store::Store;
use testkit::database::Database;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// A type in SQLite and what it is in PostgreSQL.
const PAIRS: [(&str, &str); 3] = [("TEXT", "text"), ("BIGINT", "bigint"), ("BLOB", "bytea")];

/// Tables that are not alike, and why.
const UNLIKE: [(&str, &str); 2] = [
    ("search", "in SQLite a virtual table of FTS5, whose columns have no types"),
    (OWN, "the migrator makes it in its own way"),
];

fn migrations(database: &Database) -> Vec<Migration> {
    let all = if database.kind == "sqlite" { &SQLITE } else { &POSTGRES };
    all.iter().cloned().collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The rows of a version.
fn rows(version: i64) -> String {
    let path = folder().join(format!("tests/rows/{version:04}.jsonl"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}: rows of every table as version {version} has them", path.display())
    })
}

/// Fills a store of a version, brings it forward, and says what is lost or unlike a new store.
async fn brought_forward(
    from: i64,
    all: &[Migration],
    fresh: &Database,
    database: &Database,
) -> Vec<String> {
    let latest = all.iter().map(|migration| migration.version).max().expect("a migration");
    let migrator = Migrator::with_migrations(all.to_vec());
    let bare = Bare::open(database).await;
    bare.migrate(&migrator, from).await;
    bare.fill(&rows(from)).await;
    let old = bare.columns().await;
    let before = bare.contents(&old).await;
    let mut faults = unfilled(&old, &before);
    bare.migrate(&migrator, latest).await;
    let new = bare.columns().await;
    let is_there =
        |column: &&Column| new.iter().any(|it| it.table == column.table && it.name == column.name);
    let (kept, gone): (Vec<&Column>, Vec<&Column>) = old.iter().partition(is_there);
    faults.extend(gone.iter().map(|column| format!("{}.{} is gone", column.table, column.name)));
    let kept: Vec<Column> = kept.into_iter().cloned().collect();
    if gone.is_empty() {
        let after = bare.contents(&kept).await;
        let changed = before.iter().filter(|(table, rows)| after.get(*table) != Some(rows));
        faults.extend(changed.map(|(table, _)| format!("rows of {table} changed")));
    }
    let made = Bare::open(fresh).await;
    made.migrate(&migrator, latest).await;
    if new != made.columns().await {
        faults.push("the columns differ from those of a new store".to_owned());
    }
    if bare.indexes().await != made.indexes().await {
        faults.push("the indexes differ from those of a new store".to_owned());
    }
    made.close().await;
    bare.close().await;
    faults
}

/// Tables without rows, and columns in which nothing stands: what happens to them would not be seen.
fn unfilled(
    columns: &[Column],
    contents: &BTreeMap<String, Vec<Vec<Option<String>>>>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (table, rows) in contents {
        let names = columns.iter().filter(|column| column.table == *table);
        for (at, column) in names.enumerate() {
            if !rows.iter().any(|row| row.get(at).is_some_and(Option::is_some)) {
                faults.push(format!("the rows of the version leave {table}.{} blank", column.name));
            }
        }
    }
    faults
}

#[tokio::test]
async fn every_earlier_version_comes_forward_and_loses_nothing() {
    for kind in [Database::sqlite, Database::postgres] {
        for from in migrations(&kind()).iter().map(|migration| migration.version) {
            let (database, fresh) = (kind(), kind());
            let all = migrations(&database);
            let faults = brought_forward(from, &all, &fresh, &database).await;
            assert_eq!(faults, Vec::<String>::new(), "{} from {from}", database.kind);
            // The program itself goes on with it, and its chain and its versions are whole.
            let store = Store::open(&database.address).await.expect("the store opens");
            let report = store.check().await.expect("a report");
            assert_eq!(report.faults, Vec::<String>::new(), "{} from {from}", database.kind);
            assert!(report.audit_entries > 1 && report.versions > 0);
            store.close().await;
        }
    }
}

/// What the test above would say of migrations that are not sound.
#[tokio::test]
async fn a_migration_that_loses_something_is_found() {
    let cases = [
        ("ALTER TABLE users ADD COLUMN phone TEXT", None),
        ("UPDATE users SET name = ''", Some("rows of users changed")),
        ("DELETE FROM gradings", Some("rows of gradings changed")),
        ("ALTER TABLE opinions DROP COLUMN quoted", Some("opinions.quoted is gone")),
    ];
    for kind in [Database::sqlite, Database::postgres] {
        for (sql, said) in cases {
            let (database, fresh) = (kind(), kind());
            let mut all = migrations(&database);
            let from = all.iter().map(|migration| migration.version).max().expect("a migration");
            let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
            let next = Migration::new(from + 1, "next".into(), MigrationType::Simple, sql, false);
            all.push(next);
            let faults = brought_forward(from, &all, &fresh, &database).await;
            assert_eq!(faults.first().map(String::as_str), said, "{}", database.kind);
        }
    }
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let [sqlite, postgres] = Database::both();
    let mut there = Vec::new();
    for database in [&sqlite, &postgres] {
        Store::open(&database.address).await.expect("the store opens").close().await;
        let bare = Bare::open(database).await;
        let mut columns = bare.columns().await;
        bare.close().await;
        columns.retain(|column| !UNLIKE.iter().any(|(table, _)| *table == column.table));
        for column in &mut columns {
            let pair = PAIRS.iter().find(|pair| [pair.0, pair.1].contains(&column.kind.as_str()));
            let Some((kind, _)) = pair else { panic!("{column:?} is of a type that is not meant") };
            column.kind = (*kind).to_owned();
        }
        assert!(columns.len() > 200, "{}", columns.len());
        there.push(columns);
    }
    let [ours, theirs] = [&there[0], &there[1]].map(|all| all.iter().collect::<BTreeSet<_>>());
    let differ: Vec<_> = ours.symmetric_difference(&theirs).collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

/// From version 1 on a migration that was committed stays as it is: stores that went through it exist.
#[test]
fn migrations_are_as_they_were_released() {
    let list = folder().join("migrations/frozen.txt");
    let text = std::fs::read_to_string(&list).expect("migrations/frozen.txt");
    let mut frozen: BTreeMap<String, String> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (digest, name) = line.split_once("  ").expect("a digest and a name");
        frozen.insert(name.to_owned(), digest.to_owned());
    }
    let mut there = BTreeSet::new();
    let mut added = String::new();
    for kind in ["sqlite", "postgres"] {
        let entries = std::fs::read_dir(folder().join("migrations").join(kind)).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        for name in names {
            let name = format!("{kind}/{name}");
            let bytes = std::fs::read(folder().join("migrations").join(&name)).expect("a file");
            let digest = store::digest(&bytes);
            match frozen.get(&name) {
                Some(known) => assert_eq!(
                    *known, digest,
                    "{name} was edited. Stores that went through it would be refused: put it back, \
                     and make the change in a new migration"
                ),
                None => added.push_str(&format!("{digest}  {name}\n")),
            }
            there.insert(name);
        }
    }
    let gone: Vec<_> = frozen.keys().filter(|name| !there.contains(*name)).collect();
    assert!(gone.is_empty(), "{gone:?} are gone: stores that went through them would be refused");
    if std::env::var_os("JIHENG_WRITE").is_some() {
        std::fs::write(&list, text + &added).expect("written");
        return;
    }
    assert_eq!(added, "", "new migrations are frozen by running this test with JIHENG_WRITE=1");
    let names = |kind: &str| -> Vec<String> {
        let of = there.iter().filter_map(|name| name.strip_prefix(kind));
        of.map(str::to_owned).collect()
    };
    assert_eq!(names("sqlite/"), names("postgres/"), "each migration stands in both folders");
}
