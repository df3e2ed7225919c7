//! What stands beside entries: files of journals, and lists as people like to see them.

use sea_query::{Expr, ExprTrait, Query};
use store::files::{FileKind, StoredFile, insert};
use store::registers::attached::{self, Of};
use store::registers::people::{link, links};
use store::registers::views::{self, View};
use store::{Scope, Store, StoreError};
use testkit::database::Database;

use super::world::{making, opened, payment, registers};

const AT: &str = "2026-03-02T01:00:00.000Z";

async fn file(store: &Store, id: &str) {
    let mut tx = store.write().await.expect("tx");
    let new = StoredFile {
        owner: "d1".into(),
        id: id.into(),
        statement: None,
        kind: FileKind::Register,
        name: "单.pdf".into(),
        media: "application/pdf".into(),
        size: 1,
        digest: id.into(),
        created_by: "u1".into(),
        created_at: AT.into(),
    };
    insert(&mut tx, &new, vec![1]).await.expect("kept");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn files_of_journals_are_added_and_declared_void_and_nothing_else() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        file(&store, "f1").await;
        let mut tx = store.write().await.expect("tx");
        super::world::insert(&mut tx, &journal, "d1", payment("H1", "2026-01-20", 5, "生活")).await;
        let of = Of { owner: "d1", register: "payment", entry: 1 };
        for expected in [1, 2] {
            let added = attached::add(&mut tx, of, making("d1"), "proof", ("f1", "单.pdf")).await;
            assert_eq!(added.expect("added"), expected);
        }
        attached::void(&mut tx, of, making("d1"), 1, "传错").await.expect("void");
        let again = attached::void(&mut tx, of, making("d1"), 1, "再").await;
        assert!(matches!(again, Err(StoreError::Missing(_))), "{again:?}");
        let all = attached::list(&mut tx, &Scope::everything(), of).await.expect("listed");
        let said: Vec<(i64, bool)> =
            all.iter().map(|one| (one.number, one.voided.is_some())).collect();
        assert_eq!(said, [(1, true), (2, false)]);
        let elsewhere = Scope::below(vec!["r1/d2/".into()]);
        assert!(attached::list(&mut tx, &elsewhere, of).await.expect("listed").is_empty());
        tx.commit().await.expect("kept");
        let gone = Query::delete().from_table("entry_files").to_owned();
        let deleted = store.write().await.expect("tx").run(&gone).await;
        assert!(deleted.is_err(), "nothing is deleted: {}", database.kind);
        for (column, only) in [("file", 2), ("void_reason", 1)] {
            let mut query = Query::update().table("entry_files").value(column, "f1").to_owned();
            query.and_where(Expr::col("number").eq(only));
            let changed = store.write().await.expect("tx").run(&query).await;
            assert!(changed.is_err(), "{column} {}", database.kind);
        }
        let mut tx = store.write().await.expect("tx");
        let missing = attached::add(&mut tx, of, making("d1"), "proof", ("none", "单.pdf")).await;
        assert!(missing.is_err(), "a file that is not kept");
    }
}

#[tokio::test]
async fn views_are_their_makers_and_shared_with_his_organisation_alone() {
    for database in Database::both() {
        let store = opened(&database).await;
        registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let view = |id: &str, user: &str, name: &str, is_shared: bool| View {
            owner: "d1".into(),
            id: id.into(),
            user: user.into(),
            register: "payment".into(),
            name: name.into(),
            asked: "[]".into(),
            is_default: true,
            is_shared,
            changed_at: AT.into(),
        };
        for new in [view("a", "u1", "甲", false), view("b", "u2", "乙", true)] {
            views::insert(&mut tx, &new).await.expect("kept");
        }
        let scope = Scope::below(vec!["r1/d1/".into()]);
        let mut names = Vec::new();
        for (user, home) in [("u1", "d1"), ("u2", "d1"), ("u3", "d1"), ("u3", "d2")] {
            let all = views::list(&mut tx, &scope, user, home, "payment").await.expect("listed");
            names.push(all.iter().map(|one| one.name.clone()).collect::<String>());
        }
        assert_eq!(names, ["甲乙", "乙", "乙", ""]);
        views::clear_default(&mut tx, "u1", "payment").await.expect("cleared");
        assert!(!views::find(&mut tx, "u1", "a").await.expect("there").is_default);
        assert!(views::find(&mut tx, "u2", "b").await.expect("there").is_default);
        for other in ["a", "none"] {
            let refused = views::remove(&mut tx, "u2", other).await;
            assert!(matches!(refused, Err(StoreError::Missing(_))), "{refused:?}");
        }
        let other = View { user: "u2".into(), ..view("a", "u1", "丙", true) };
        let refused = views::update(&mut tx, &other).await;
        assert!(matches!(refused, Err(StoreError::Missing(_))), "{refused:?}");
        views::update(&mut tx, &view("a", "u1", "丙", true)).await.expect("changed");
        views::remove(&mut tx, "u1", "a").await.expect("gone");
        let twice = views::insert(&mut tx, &view("c", "u2", "乙", false)).await;
        assert!(matches!(twice, Err(StoreError::Exists(_))), "{twice:?}");
    }
}

#[tokio::test]
async fn links_are_told_with_their_reasons_in_sight() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        link(&mut tx, making("d1"), ("b", "a"), "换证").await.expect("linked");
        link(&mut tx, making("d1"), ("b", "c"), "错号").await.expect("linked");
        let hashes = ["a", "b"].map(str::to_owned);
        let all = links(&mut tx, &Scope::everything(), &hashes).await.expect("listed");
        let said: Vec<(&str, &str, &str)> =
            all.iter().map(|l| (l.one.as_str(), l.other.as_str(), l.reason.as_str())).collect();
        assert_eq!(said, [("a", "b", "换证")]);
        let elsewhere = Scope::below(vec!["r1/d2/".into()]);
        assert!(links(&mut tx, &elsewhere, &hashes).await.expect("listed").is_empty());
    }
}
