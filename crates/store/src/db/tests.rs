//! How connections work after large transactions and after the server was started anew, and what is shown of addresses.

use sea_query::{Expr, Query};
use sqlx::Row as _;
use testkit::database::Database;

use super::*;

/// What a setting of the connection is that writes.
async fn setting(store: &Store, name: &str) -> i64 {
    let mut tx = store.write().await.unwrap();
    let rows = tx.all_of(format!("PRAGMA {name}"), SqlxValues(sea_query::Values(Vec::new()))).await;
    match rows.unwrap().first() {
        Some(Row::Sqlite(row)) => row.try_get(0).unwrap(),
        _ => panic!("no answer"),
    }
}

#[tokio::test]
async fn whoever_writes_next_works_as_usual() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("a.db")).await.unwrap();
    let mut tx = store.write().await.unwrap();
    let large = "PRAGMA cache_size = -30000; PRAGMA wal_autocheckpoint = 0";
    tx.execute(large.to_owned()).await.unwrap();
    // Given up, as when an import is called off.
    drop(tx);
    assert_eq!(setting(&store, "cache_size").await, -2000);
    assert_eq!(setting(&store, "wal_autocheckpoint").await, 1000);
    store.close().await;
}

#[tokio::test]
async fn what_waits_in_the_log_is_settled_beside_readers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    let store = Store::open_file(&file).await.unwrap();
    store.settle().await.unwrap();
    let before = std::fs::metadata(&file).unwrap().len();
    let mut tx = store.write().await.unwrap();
    let much = "PRAGMA wal_autocheckpoint = 0; CREATE TABLE much AS SELECT zeroblob(9000000) AS a";
    tx.execute(much.to_owned()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().len(), before, "in the log alone");
    let mut reading = store.read().await.unwrap();
    let seen = "SELECT length(a) FROM much".to_owned();
    assert_eq!(
        reading.all_of(seen, SqlxValues(sea_query::Values(Vec::new()))).await.unwrap().len(),
        1
    );
    store.settle().await.unwrap();
    assert!(std::fs::metadata(&file).unwrap().len() > before + 9_000_000, "in the file");
    drop(reading);
    store.close().await;
}

#[tokio::test]
async fn a_server_that_was_started_anew_is_found_again() {
    let database = Database::postgres();
    let store = Store::open(&database.address).await.unwrap();
    let query = Query::select().expr(Expr::cust("1")).to_owned();
    let looks = async || store.glance(&query).await.map(|row| row.is_some());
    assert!(looks().await.unwrap());
    database.tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    tokio::time::sleep(QUIET + Duration::from_millis(100)).await;
    assert!(looks().await.unwrap());
    assert!(store.read().await.is_ok());
}

#[test]
fn addresses_are_shown_without_password() {
    let shown = without_password("postgres://jiheng:p@ss@db.example/jiheng");
    assert_eq!(shown, "postgres://jiheng@db.example/jiheng");
    assert_eq!(without_password("/var/jiheng.db"), "/var/jiheng.db");
}
