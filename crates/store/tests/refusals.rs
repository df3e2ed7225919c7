//! What the database says when it refuses: it quotes whole rows, which no log may tell. And who is no longer there.

use sea_query::{Expr, Query};
use store::{Store, StoreError};
use testkit::database::Database;

const PLANTED: [&str; 2] = ["欧阳甲乙", "13987654321"];

/// All that an error tells, and what brought it about.
fn told(error: &StoreError) -> String {
    let mut told = format!("{error:?} {error}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        told.push_str(&format!(" {error:?} {error}"));
        source = error.source();
    }
    told
}

#[tokio::test]
async fn refusals_quote_no_row() {
    for database in Database::both() {
        let store = Store::open(&database.address).await.expect("opened");
        let values = PLANTED.map(Expr::val);
        let half = Query::insert()
            .into_table("organisations")
            .columns(["id", "name"])
            .values(values)
            .expect("as many")
            .to_owned();
        let mut tx = store.write().await.expect("a turn");
        let refused = tx.run(&half).await.expect_err("a column is missing");
        let said = told(&refused);
        assert!(said.contains("constraint"), "{}: {said}", database.kind);
        assert!(!refused.is_duplicate());
        assert!(PLANTED.iter().all(|planted| !said.contains(planted)), "{said}");
        drop(tx);
        let cast = match database.kind {
            "postgres" => format!("CAST('{}' AS BIGINT)", PLANTED[0]),
            _ => format!("json('{}')", PLANTED[0]),
        };
        let query = Query::select().expr(Expr::cust(cast)).to_owned();
        let mut tx = store.read().await.expect("a look");
        let refused = tx.first(&query).await.expect_err("no number");
        let said = told(&refused);
        assert!(said.contains("code"), "{}: {said}", database.kind);
        assert!(PLANTED.iter().all(|planted| !said.contains(planted)), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_was_started_anew_is_found_again() {
    let database = Database::postgres();
    let store = Store::open(&database.address).await.expect("opened");
    let query = Query::select().expr(Expr::cust("1")).to_owned();
    let looks = async || store.glance(&query).await.map(|row| row.is_some());
    assert!(looks().await.expect("an answer"));
    database.tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    // Longer than a connection is taken on trust.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert!(looks().await.expect("a connection that is there"));
    assert!(store.read().await.is_ok());
}
