//! Imports: all or nothing, beside readers, and undone while nothing depends on them.

use store::registers::bulk::Writer;
use store::registers::entries::{self, Seen};
use store::registers::imports::{self, File, Hold, Importing, State, Undoing, Why};
use store::registers::list::{Asked, Count, list};
use store::registers::{Table, definitions};
use store::{Cell, Scope, Store, StoreError, Tx};
use testkit::database::Database;

use super::world::{LATER, household, insert, installing, making, opened, payment, registers};

const FILE: File<'static> = File { name: "困难户.xlsx", digest: "d", expected: 0 };

async fn imported(tx: &mut Tx, table: &Table, rows: Vec<Vec<Cell>>) -> i64 {
    let mut importing = Importing::begin(tx, table, making("d1"), FILE).await.expect("begun");
    for cells in rows {
        importing.writer.push(tx, "在档", cells).await.expect("pushed");
    }
    importing.finish(tx).await.expect("finished").id
}

async fn count(store: &Store, table: &Table) -> Count {
    let mut tx = store.read().await.expect("tx");
    let page = list(&mut tx, &Scope::everything(), table, &Asked::default()).await;
    page.expect("a page").count
}

/// `expected` says many, so SQLite sets its indexes aside and makes most of them behind the import.
#[tokio::test]
async fn indexes_follow_a_large_import() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let many = File { expected: 1_000_000, ..FILE };
        let mut importing =
            Importing::begin(&mut tx, &file, making("d1"), many).await.expect("begun");
        for at in 0..300 {
            let cells = household(&format!("H{at}"), "乙", 2, &format!("h{at}"));
            importing.writer.push(&mut tx, "在档", cells).await.expect("pushed");
        }
        importing.finish(&mut tx).await.expect("finished");
        tx.commit().await.expect("kept");
        assert_eq!(count(&store, &file).await, Count::Exactly(300));

        // What may be there once is refused at once.
        let mut tx = store.write().await.expect("tx");
        let again = household("H7", "丁", 1, "h7");
        entries::insert(&mut tx, &file, making("d1"), "在档", again).await.expect_err("twice");
        drop(tx);
        let mut made = 0;
        loop {
            let mut tx = store.write().await.expect("tx");
            let there = definitions::current(&mut tx, "household").await.expect("there");
            let is_more = definitions::next_index(&mut tx, &file).await.expect("made");
            assert_eq!(is_more, there.table != file, "{}", database.kind);
            tx.commit().await.expect("kept");
            if !is_more {
                break;
            }
            made += 1;
        }
        assert_eq!(made > 0, database.kind == "sqlite", "{}: {made}", database.kind);
        store.settle().await.expect("settled");
    }
}

#[tokio::test]
async fn an_import_is_undone_while_nothing_depends_on_it() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("H0", "甲", 1, "h0")).await;
        let rows = (1..=200).map(|at| household(&format!("H{at}"), "乙", 2, &format!("h{at}")));
        let first = imported(&mut tx, &file, rows.collect()).await;
        let second = imported(&mut tx, &file, vec![household("H201", "丙", 3, "h201")]).await;
        assert_eq!((first, second), (1, 2));
        let found = imports::find(&mut tx, &Scope::everything(), "d1", first).await.expect("there");
        assert_eq!((found.first_entry, found.last_entry, found.rows), (2, 201, 200));
        let later = entries::Making { at: LATER, ..making("d1") };

        // An entry is changed, one is named by a payment that is reversed: all that holds is told.
        let seen = Seen { id: 5, version: 1 };
        entries::move_state(&mut tx, &file, later, seen, "脱困", "").await.expect("moved");
        insert(&mut tx, &journal, "d1", payment("H0", "2026-01-20", 5, "生活")).await;
        let paid = insert(&mut tx, &journal, "d1", payment("H7", "2026-01-20", 5, "生活")).await;
        let said = imports::undo(&mut tx, &file, later, first).await.expect("an answer");
        let hold = |why, register: &str, count, first| Hold {
            why,
            register: register.into(),
            count,
            first,
        };
        let expected =
            vec![hold(Why::Changed, "household", 1, 5), hold(Why::Referred, "payment", 1, paid)];
        assert_eq!(said, Undoing::Held(expected), "{}", database.kind);

        let said = imports::undo(&mut tx, &file, later, second).await.expect("an answer");
        assert_eq!(said, Undoing::Done(1));
        let again = imports::undo(&mut tx, &file, later, second).await;
        assert!(matches!(again, Err(StoreError::Missing(_))), "{again:?}");
        // What was undone may be imported again.
        imported(&mut tx, &file, vec![household("H201", "丙", 3, "h201")]).await;
        let payments =
            imported(&mut tx, &journal, vec![payment("H1", "2026-01-21", 5, "生活")]).await;
        let back = payment("H1", "2026-01-21", -5, "生活");
        entries::reverse(&mut tx, &journal, later, 3, back).await.expect("reversed");
        let said = imports::undo(&mut tx, &journal, later, payments).await.expect("an answer");
        assert_eq!(said, Undoing::Held(vec![hold(Why::Reversed, "payment", 1, 3)]));
        tx.commit().await.expect("kept");

        let mut tx = store.read().await.expect("tx");
        let all = imports::list(&mut tx, &Scope::everything(), "household", 10).await.expect("all");
        let states: Vec<_> = all.iter().map(|one| (one.id, one.state)).collect();
        assert_eq!(states, [(3, State::Done), (2, State::Undone), (1, State::Done)]);
        assert_eq!(all[1].undone_at.as_deref(), Some(LATER));
        let unseen = Scope::below(vec!["r1/d2/".into()]);
        assert_eq!(imports::list(&mut tx, &unseen, "household", 10).await.expect("none"), []);
        assert_eq!(count(&store, &file).await, Count::Exactly(202));
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_import_of_a_journal_is_undone() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("H1", "甲", 1, "h1")).await;
        let rows = || (1..=28).map(|day| payment("H1", &format!("2026-01-{day:02}"), 5, "生活"));
        let id = imported(&mut tx, &journal, rows().collect()).await;
        let said = imports::undo(&mut tx, &journal, making("d1"), id).await.expect("an answer");
        assert_eq!(said, Undoing::Done(28));
        imported(&mut tx, &journal, rows().collect()).await;
        tx.commit().await.expect("kept");
        assert_eq!(count(&store, &journal).await, Count::Exactly(28));
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
    }
}

/// So many that SQLite's indexes are set aside while they are written.
const MANY: i64 = 30_000;

async fn pushed(tx: &mut Tx, table: &Table, doubled: Option<i64>) -> Result<(), StoreError> {
    let file = File { expected: MANY.unsigned_abs(), ..FILE };
    let mut importing = Importing::begin(tx, table, making("d1"), file).await?;
    for at in 0..MANY {
        let number = doubled.filter(|_| at == MANY - 1).unwrap_or(at);
        let cells = household(&format!("H{number}"), "乙\t\\", at, &format!("h{at}"));
        importing.writer.push(tx, "在档", cells).await?;
    }
    importing.finish(tx).await.map(drop)
}

#[tokio::test]
async fn a_reader_beside_a_large_import_sees_the_state_before_at_once() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("before", "甲", 1, "h")).await;
        tx.commit().await.expect("kept");
        let mut tx = store.write().await.expect("tx");
        pushed(&mut tx, &file, None).await.expect("pushed");
        // All of it is written and nothing committed: whoever reads now does not wait.
        let reading = count(&store, &file);
        let soon = std::time::Duration::from_secs(5);
        let seen = tokio::time::timeout(soon, reading).await.expect("the reader was not held up");
        assert_eq!(seen, Count::Exactly(1), "{}", database.kind);
        tx.commit().await.expect("kept");
        assert_eq!(count(&store, &file).await, Count::Exactly(MANY + 1));
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
        let mut tx = store.write().await.expect("tx");
        let double = household("H29999", "乙", 1, "h");
        let said = entries::insert(&mut tx, &file, making("d1"), "", double).await;
        assert!(matches!(said, Err(StoreError::Exists(_))), "the indexes are back: {said:?}");
    }
}

#[tokio::test]
async fn one_wrong_row_leaves_nothing_of_an_import() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let said = pushed(&mut tx, &file, Some(17)).await;
        assert!(matches!(said, Err(StoreError::Exists(_))), "{} {said:?}", database.kind);
        drop(tx);
        assert_eq!(count(&store, &file).await, Count::Exactly(0));
        let mut tx = store.write().await.expect("tx");
        assert_eq!(
            imports::list(&mut tx, &Scope::everything(), "household", 9).await.expect("none"),
            []
        );
        assert_eq!(insert(&mut tx, &file, "d1", household("H1", "甲", 1, "h")).await, 1);
    }
}

#[tokio::test]
async fn two_who_write_into_one_register_wait_for_each_other() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let (store, file) = (store.clone(), file.clone());
                tokio::spawn(async move {
                    for at in 0..20 {
                        let mut tx = store.write().await.expect("tx");
                        let cells = household(&format!("{task} {at}"), "甲", 1, "h");
                        insert(&mut tx, &file, "d1", cells).await;
                        tx.commit().await.expect("kept");
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("done");
        }
        assert_eq!(count(&store, &file).await, Count::Exactly(80));
        let mut tx = store.write().await.expect("tx");
        let writer = Writer::begin(&mut tx, &file, making("d1"), None, 1).await.expect("begun");
        assert_eq!(writer.next(), 81, "no number is left out");
        let found = definitions::find(&mut tx, "none").await.expect("an answer");
        assert_eq!(found, None);
        let again = definitions::install(&mut tx, &file, &installing(1)).await;
        assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
    }
}
