//! The SQL that makes a register's table, its indexes and what guards its rows.
//!
//! Text of SQL is put together here from checked names only.

use super::definitions::{Installed, Retired};
use super::table::{Book, Index, Kind, Once, SYSTEM, Table, physical};
use crate::db::Backend;
use crate::{StoreError, Tx};

/// Columns that never change, in a file and in a journal.
const ALWAYS_KEPT: [&str; 5] = ["owner", "id", "import_id", "created_by", "created_at"];
/// Columns of a journal that are written once, later than the rest.
const WRITTEN_ONCE: [&str; 2] = ["reversed_by", "removed_at"];

/// Kibibytes that SQLite may take while indexes are made: it sorts in them, and more make it no quicker.
const LARGE_CACHE: u32 = 32 << 10;
/// Threads that sort beside the one that makes an index.
const SORTING: u32 = 1;

/// Makes the table, with its indexes and guards.
pub(crate) async fn create(tx: &mut Tx, installed: &Installed) -> Result<(), StoreError> {
    let table = &installed.table;
    let backend = tx.backend();
    let mut columns: Vec<String> = SYSTEM
        .iter()
        .map(|(name, kind)| {
            let needed =
                matches!(*name, "owner" | "id" | "state" | "version" | "created_by" | "created_at");
            let null = if needed { " NOT NULL" } else { "" };
            format!("\"{name}\" {}{null}", spelled(*kind, backend))
        })
        .collect();
    let own = table.columns.iter().map(|column| (physical(&column.name), column.kind));
    let retired = installed.retired.iter().map(|column| (column.name.clone(), column.kind));
    let both = own.chain(retired);
    columns.extend(both.map(|(name, kind)| format!("\"{name}\" {}", spelled(kind, backend))));
    let columns = columns.join(", ");
    let text =
        format!("CREATE TABLE \"{}\" ({columns}, PRIMARY KEY (\"owner\", \"id\"))", table.name());
    tx.execute(text).await?;
    index(tx, table).await?;
    guard(tx, installed).await
}

/// Makes the indexes.
pub(crate) async fn index(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    index_some(tx, table, table.indexes.iter()).await?;
    index_reversals(tx, table).await
}

/// Lets a large transaction of SQLite sort in memory. Who writes next works as usual again: see `db::USUAL`. The pages
/// wait in the log, so that the commit need not copy all of them: see `Store::settle`.
pub(crate) async fn roomy(tx: &mut Tx) -> Result<(), StoreError> {
    if tx.backend() == Backend::Postgres {
        return Ok(());
    }
    tx.execute(format!(
        "PRAGMA cache_size = -{LARGE_CACHE}; PRAGMA threads = {SORTING}; PRAGMA wal_autocheckpoint = 0"
    ))
    .await
}

/// Makes the index by which an entry of a journal is reversed once.
pub(crate) async fn index_reversals(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    if table.book == Book::Journal {
        tx.execute(format!(
            "CREATE UNIQUE INDEX \"{0}_reversed\" ON \"{0}\" (\"owner\", \"reverses\") \
             WHERE \"reverses\" IS NOT NULL",
            table.name()
        ))
        .await?;
    }
    Ok(())
}

/// Makes some of the indexes that the table is to have.
pub(crate) async fn index_some<'a>(
    tx: &mut Tx,
    table: &Table,
    indexes: impl Iterator<Item = &'a Index>,
) -> Result<(), StoreError> {
    let nulls = if tx.backend() == Backend::Postgres { " NULLS FIRST" } else { "" };
    for index in indexes {
        let mut columns = Vec::new();
        for column in &index.columns {
            columns.push(format!("\"{}\"{nulls}", table.asked(column)?.name));
        }
        columns.insert(usize::from(index.scattered), "\"owner\"".to_owned());
        let (unique, only) = match (index.once, table.book) {
            (Once::Once, Book::File) => ("UNIQUE ", ""),
            (Once::Once, Book::Journal) => {
                ("UNIQUE ", " AND \"reverses\" IS NULL AND \"reversed_by\" IS NULL")
            }
            (Once::Often, _) => {
                if !index.columns.iter().any(|column| column == "id") {
                    columns.push("\"id\"".to_owned());
                }
                for column in &index.carries {
                    columns.push(format!("\"{}\"", table.asked(column)?.name));
                }
                ("", "")
            }
        };
        tx.execute(format!(
            "CREATE {unique}INDEX \"{}\" ON \"{}\" ({}) WHERE \"removed_at\" IS NULL{only}",
            index_name(table, index),
            table.name(),
            columns.join(", ")
        ))
        .await?;
    }
    Ok(())
}

/// Removes the indexes: before much is written, or the table changes. A table that an earlier release made may lack
/// some of them.
pub(crate) async fn unindex(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    unindex_some(tx, table, table.indexes.iter()).await?;
    if table.book == Book::Journal {
        tx.execute(format!("DROP INDEX \"{}_reversed\"", table.name())).await?;
    }
    Ok(())
}

/// Removes some of the indexes that the table has.
pub(crate) async fn unindex_some<'a>(
    tx: &mut Tx,
    table: &Table,
    indexes: impl Iterator<Item = &'a Index>,
) -> Result<(), StoreError> {
    for index in indexes {
        tx.execute(format!("DROP INDEX IF EXISTS \"{}\"", index_name(table, index))).await?;
    }
    Ok(())
}

/// Keeps rows as they were written: none is deleted; in a journal nothing changes but that a row is
/// reversed or, with its import, removed, and both only once.
pub(crate) async fn guard(tx: &mut Tx, installed: &Installed) -> Result<(), StoreError> {
    let name = installed.table.name();
    let kept = kept_columns(installed);
    let kept = kept.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let mut guards = vec![("deleted", "DELETE".to_owned(), String::new())];
    guards.push(("kept", format!("UPDATE OF {kept}"), String::new()));
    if installed.table.book == Book::Journal {
        for column in WRITTEN_ONCE {
            let only = format!("OLD.\"{column}\" IS NOT NULL");
            guards.push((column, format!("UPDATE OF \"{column}\""), only));
        }
    }
    for (trigger, event, only) in guards {
        let when = if only.is_empty() { only } else { format!(" WHEN ({only})") };
        let does = match tx.backend() {
            Backend::Sqlite => format!(
                "BEGIN SELECT RAISE(ABORT, 'rows of {name} are kept as they were written'); END"
            ),
            Backend::Postgres => "EXECUTE FUNCTION register_row_is_kept()".to_owned(),
        };
        tx.execute(format!(
            "CREATE TRIGGER \"{name}_{trigger}\" BEFORE {event} ON \"{name}\" \
             FOR EACH ROW{when} {does}"
        ))
        .await?;
    }
    if tx.backend() == Backend::Postgres {
        tx.execute(format!(
            "CREATE TRIGGER \"{name}_emptied\" BEFORE TRUNCATE ON \"{name}\" \
             EXECUTE FUNCTION register_row_is_kept()"
        ))
        .await?;
    }
    Ok(())
}

/// Takes the guards away, for as long as the table itself is changed.
pub(crate) async fn unguard(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    let name = table.name();
    let on = match tx.backend() {
        Backend::Sqlite => String::new(),
        Backend::Postgres => format!(" ON \"{name}\""),
    };
    let once = if table.book == Book::Journal { &WRITTEN_ONCE[..] } else { &[] };
    let emptied = (tx.backend() == Backend::Postgres).then_some("emptied");
    for trigger in ["deleted", "kept"].into_iter().chain(once.iter().copied()).chain(emptied) {
        tx.execute(format!("DROP TRIGGER \"{name}_{trigger}\"{on}")).await?;
    }
    Ok(())
}

fn kept_columns(installed: &Installed) -> Vec<String> {
    if installed.table.book == Book::File {
        return ALWAYS_KEPT.map(str::to_owned).to_vec();
    }
    let system = SYSTEM.iter().map(|(name, _)| *name).filter(|name| !WRITTEN_ONCE.contains(name));
    let own = installed.table.columns.iter().map(|column| physical(&column.name));
    let retired = installed.retired.iter().map(|Retired { name, .. }| name.clone());
    system.map(str::to_owned).chain(own).chain(retired).collect()
}

/// The name of an index: what it is of, cut short to what databases allow.
fn index_name(table: &Table, index: &Index) -> String {
    let of = [index.columns.join(","), index.carries.join(",")].join(";");
    let of = crate::digest(of.as_bytes());
    let sort = if index.once == Once::Once { "once" } else { "by" };
    format!("{}_{sort}_{}", table.name(), of.get(..8).unwrap_or_default())
}

/// A kind as the database calls it. Text sorts by its bytes in both.
pub(crate) fn spelled(kind: Kind, backend: Backend) -> &'static str {
    match (kind, backend) {
        (Kind::Text, Backend::Sqlite) => "TEXT",
        (Kind::Text, Backend::Postgres) => "TEXT COLLATE \"C\"",
        (Kind::Integer, _) => "BIGINT",
        (Kind::Bytes, Backend::Sqlite) => "BLOB",
        (Kind::Bytes, Backend::Postgres) => "BYTEA",
    }
}
