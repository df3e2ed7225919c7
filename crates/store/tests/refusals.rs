//! What the database says when it refuses: it quotes whole rows, which no log may tell.

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
