//! One entry at a time: what is written, what is kept of what was there before, what the database forbids.

use store::registers::entries::{self, Seen};
use store::registers::{Table, history};
use store::{Cell, Scope, Store, StoreError, digest};
use testkit::database::Database;

use super::world::{LATER, cells, household, insert, making, opened, payment, registers, text};

#[tokio::test]
async fn every_text_comes_back_as_it_was() {
    let long = "困难职工😀".repeat(334);
    let texts = [
        "",
        " ",
        "\\N",
        "\\.",
        "a\tb\nc\r\\d\\",
        "'; DROP TABLE reg_household; --",
        "\"quoted\" ?1 $1 %s",
        "😀👨‍👩‍👧‍👦",
        "\u{feff}\u{202e}",
        "NULL",
    ];
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let mut note = payment("H1", "2026-01-20", 1, "生活");
        note[4] = text(&long);
        insert(&mut tx, &journal, "d1", note.clone()).await;
        for (at, words) in texts.into_iter().enumerate() {
            let id =
                insert(&mut tx, &file, "d1", household(&at.to_string(), words, -1, words)).await;
            assert_eq!(id, at as i64 + 1);
        }
        tx.commit().await.expect("kept");
        for (at, words) in texts.into_iter().enumerate() {
            let expected = household(&at.to_string(), words, -1, words);
            assert_eq!(cells(&store, &file, "d1", at as i64 + 1).await, expected, "{words:?}");
        }
        assert_eq!(cells(&store, &journal, "d1", 1).await, note);
        let mut tx = store.write().await.expect("tx");
        let mut empty = vec![Cell::Nothing; 5];
        let id = insert(&mut tx, &file, "d2", empty.clone()).await;
        assert_eq!(id, 1, "every owner counts from 1");
        for (at, wrong) in [
            (1, text("a\0b")),
            // Not every database could keep it in an index.
            (1, text(&long)),
            (1, Cell::Number(1)),
            (2, text("1")),
            (3, text("plain")),
            (4, Cell::Bytes(vec![1])),
        ] {
            let before = std::mem::replace(&mut empty[at], wrong);
            let said = entries::insert(&mut tx, &file, making("d1"), "", empty.clone()).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{at} {said:?}");
            empty[at] = before;
        }
        let said = entries::insert(&mut tx, &file, making("d1"), "", vec![Cell::Nothing]).await;
        assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
    }
}

#[tokio::test]
async fn a_file_keeps_every_version() {
    let everything = Scope::everything();
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let id = insert(&mut tx, &file, "d1", household("H1", "张三", 4, "h1")).await;
        insert(&mut tx, &file, "d1", household("H2", "李四", 2, "h2")).await;
        let none = history::versions(&mut tx, &everything, &file, "d1", id).await.expect("none");
        assert_eq!(none, [], "the first version needs no row");
        let later = entries::Making { at: LATER, by: "u2", ..making("d1") };
        let seen = |version| Seen { id, version };
        let new = household("H1", "张三丰", 5, "h1");
        entries::change(&mut tx, &file, later, seen(1), new, "多了一口人").await.expect("changed");
        entries::move_state(&mut tx, &file, later, seen(2), "脱困", "").await.expect("moved");
        let stale = household("H1", "张三", 6, "h1");
        let said = entries::change(&mut tx, &file, later, seen(2), stale, "").await;
        assert!(matches!(said, Err(StoreError::Stale(_))), "{said:?}");
        tx.commit().await.expect("kept");

        let mut tx = store.read().await.expect("tx");
        let now = entries::find(&mut tx, &everything, &file, "d1", id).await.expect("there");
        assert_eq!(
            (now.version, now.state.as_str(), now.changed_by.as_deref()),
            (3, "脱困", Some("u2"))
        );
        assert_eq!(now.cells[1], text("张三丰"));
        let old = history::versions(&mut tx, &everything, &file, "d1", id).await.expect("two");
        assert_eq!(old.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
        let first: serde_json::Value = serde_json::from_str(&old[1].body).expect("JSON");
        assert_eq!(first["cells"]["name"], "张三");
        assert_eq!(first["cells"]["members"], 4);
        assert_eq!((first["state"].as_str(), old[1].reason.as_str()), (Some("在档"), "多了一口人"));
        assert_eq!(old[1].digest, digest(old[1].body.as_bytes()));
        let unseen = Scope::below(vec!["r1/d2/".into()]);
        let said = entries::find(&mut tx, &unseen, &file, "d1", id).await;
        assert!(matches!(said, Err(StoreError::Missing(_))), "{said:?}");
        let said = history::versions(&mut tx, &unseen, &file, "d1", id).await.expect("an answer");
        assert_eq!(said, [], "out of sight");
        drop(tx);

        // What may be there only once: not while it stands, but when it is removed. A refusal ends a
        // transaction in PostgreSQL.
        let mut tx = store.write().await.expect("tx");
        let double = household("H2", "王五", 1, "h5");
        let said = entries::insert(&mut tx, &file, making("d1"), "在档", double.clone()).await;
        assert!(matches!(said, Err(StoreError::Exists(_))), "{said:?}");
        drop(tx);
        let mut tx = store.write().await.expect("tx");
        let two = Seen { id: 2, version: 1 };
        entries::remove(&mut tx, &file, later, two, "重复建档").await.expect("removed");
        insert(&mut tx, &file, "d1", double).await;
        let said = entries::remove(&mut tx, &file, later, Seen { id: 2, version: 2 }, "").await;
        assert!(matches!(said, Err(StoreError::Missing(_))), "{said:?}");
        let said = entries::reverse(&mut tx, &file, later, 3, Vec::new()).await;
        assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        let said = entries::remove(&mut tx, &journal, later, two, "").await;
        assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
    }
}

#[tokio::test]
async fn an_entry_of_a_journal_is_reversed_once() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("H1", "张三", 4, "h1")).await;
        let paid = payment("H1", "2026-01-20", 50_000, "生活");
        let id = insert(&mut tx, &journal, "d1", paid.clone()).await;
        tx.commit().await.expect("kept");
        let mut tx = store.write().await.expect("tx");
        let back = payment("H1", "2026-01-20", -50_000, "生活");
        let by = entries::reverse(&mut tx, &journal, making("d1"), id, back.clone())
            .await
            .expect("done");
        assert_eq!(by, 2);
        let scope = Scope::everything();
        let first = entries::find(&mut tx, &scope, &journal, "d1", id).await.expect("there");
        let second = entries::find(&mut tx, &scope, &journal, "d1", by).await.expect("there");
        assert_eq!((first.reversed_by, second.reverses), (Some(by), Some(id)));
        assert_eq!((first.cells, second.cells), (paid.clone(), back.clone()));
        // What was reversed may be entered anew.
        insert(&mut tx, &journal, "d1", paid).await;
        tx.commit().await.expect("kept");
        for (entry, expected) in [(id, "stale"), (by, "missing"), (99, "missing")] {
            let mut tx = store.write().await.expect("tx");
            let said = entries::reverse(&mut tx, &journal, making("d1"), entry, back.clone()).await;
            let word = match said {
                Err(StoreError::Stale(_)) => "stale",
                Err(StoreError::Missing(_)) => "missing",
                _ => "other",
            };
            assert_eq!(word, expected, "{entry}");
        }
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
    }
}

/// Runs a statement behind the program's back; whether the database let it.
async fn tampered(database: &Database, statement: &str) -> bool {
    let text = sqlx::AssertSqlSafe(statement.to_owned());
    match database.kind {
        "sqlite" => {
            let pool = sqlx::SqlitePool::connect(&database.address).await.expect("a connection");
            sqlx::query(text).execute(&pool).await.is_ok()
        }
        _ => {
            let pool = sqlx::PgPool::connect(&database.address).await.expect("a connection");
            sqlx::query(text).execute(&pool).await.is_ok()
        }
    }
}

async fn written(store: &Store, file: &Table, journal: &Table) {
    let mut tx = store.write().await.expect("tx");
    insert(&mut tx, file, "d1", household("H1", "张三", 4, "h1")).await;
    insert(&mut tx, journal, "d1", payment("H1", "2026-01-20", 50_000, "生活")).await;
    let back = payment("H1", "2026-01-20", -50_000, "生活");
    entries::reverse(&mut tx, journal, making("d1"), 1, back).await.expect("reversed");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn the_database_itself_keeps_what_was_written() {
    let forbidden = [
        "DELETE FROM reg_payment",
        "DELETE FROM reg_household",
        "UPDATE reg_payment SET f_amount = 1",
        "UPDATE reg_payment SET created_at = ''",
        "UPDATE reg_payment SET id = 17 WHERE id = 1",
        "UPDATE reg_payment SET reversed_by = NULL WHERE id = 1",
        "UPDATE reg_payment SET reversed_by = 9 WHERE id = 1",
        "UPDATE reg_household SET owner = 'd2'",
        "UPDATE reg_household SET created_by = 'u9'",
    ];
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        written(&store, &file, &journal).await;
        for statement in forbidden {
            assert!(!tampered(&database, statement).await, "{} let {statement}", database.kind);
        }
        if database.kind == "postgres" {
            assert!(!tampered(&database, "TRUNCATE reg_payment").await);
        }
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
        assert!(tampered(&database, "UPDATE reg_household SET f_members = 5").await);
    }
}

#[tokio::test]
async fn the_check_finds_what_was_changed() {
    let cases = [
        ("UPDATE entry_versions SET body = '{}'", "台账household第1号记录的第1版被改动过"),
        (
            "UPDATE definitions SET text = 'x' WHERE register = 'payment'",
            "台账payment的定义第1版被改动过",
        ),
        ("ALTER TABLE reg_payment ADD COLUMN f_more TEXT", "列与台账定义不同：f_more"),
        ("UPDATE entry_numbers SET last = 0 WHERE register = 'household'", "1条记录的编号从未发出"),
        ("UPDATE reg_payment SET reversed_by = 9 WHERE id = 3", "1条记录的冲销对不上"),
    ];
    for (statement, fault) in cases {
        for database in Database::both() {
            let store = opened(&database).await;
            let (file, journal) = registers(&store).await;
            written(&store, &file, &journal).await;
            let mut tx = store.write().await.expect("tx");
            insert(&mut tx, &journal, "d1", payment("H1", "2026-02-20", 7, "医疗")).await;
            let seen = Seen { id: 1, version: 1 };
            let moved = entries::move_state(&mut tx, &file, making("d1"), seen, "脱困", "").await;
            moved.expect("moved");
            tx.commit().await.expect("kept");
            assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
            assert!(tampered(&database, statement).await, "{statement}");
            let faults = store.check().await.expect("a report").faults;
            assert!(faults.len() == 1 && faults[0].contains(fault), "{fault}: {faults:?}");
        }
    }
}
