//! Tables come to be, change by steps, and go back; names that are none never reach the database.

use store::registers::definitions::{self, go_back, install, revise};
use store::registers::table::Once;
use store::registers::{Column, Kind, Step, Table};
use store::{Cell, Scope, Store, StoreError, registers};
use testkit::database::Database;

use super::world::{
    cells, column, household, households, index, insert, installing, opened, registers as both,
    text,
};

fn with(change: impl FnOnce(&mut Table)) -> Table {
    let mut table = households();
    change(&mut table);
    table
}

#[tokio::test]
async fn names_that_are_none_are_refused() {
    let hostile = [
        "",
        "Name",
        "1st",
        "a b",
        "a\"; DROP TABLE users; --",
        "a'",
        "名称",
        "_a",
        "a\0",
        "a-b",
        "😀",
    ];
    let long = "a".repeat(57);
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        for name in hostile.into_iter().chain([long.as_str()]) {
            let tables = [
                with(|table| table.register = name.into()),
                with(|table| table.columns[0].name = name.into()),
                with(|table| table.indexes.push(index(&[name], Once::Often))),
                with(|table| {
                    table.columns[0].refers =
                        Some(registers::Reference { register: name.into(), column: "id".into() });
                }),
            ];
            for table in tables {
                let said = install(&mut tx, &table, &installing(1)).await;
                assert!(matches!(said, Err(StoreError::Refused { .. })), "{name:?} {said:?}");
            }
        }
        let wrong = [
            with(|table| table.columns.push(column("name", Kind::Text))),
            with(|table| table.columns.clear()),
            with(|table| table.indexes.push(index(&["identity"], Once::Often))),
            with(|table| table.indexes.push(index(&["name"], Once::Often))),
            with(|table| table.indexes.push(index(&[], Once::Often))),
            with(|table| table.columns.extend((0..400).map(numbered))),
        ];
        for table in wrong {
            let said = install(&mut tx, &table, &installing(1)).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        }
    }
}

fn numbered(at: usize) -> Column {
    column(&format!("c{at}"), Kind::Text)
}

#[tokio::test]
async fn the_longest_names_and_the_most_columns_fit() {
    for database in Database::both() {
        let store = opened(&database).await;
        let columns: Vec<Column> = (0..400)
            .map(|at| column(&format!("{}{at:03}", "a".repeat(53)), Kind::Integer))
            .collect();
        let table = Table {
            register: "r".repeat(40),
            book: registers::Book::Journal,
            indexes: vec![index(&[&columns[0].name], Once::Once)],
            columns,
            words: Vec::new(),
        };
        let mut tx = store.write().await.expect("tx");
        install(&mut tx, &table, &installing(1)).await.expect("installed");
        let again = install(&mut tx, &table, &installing(1)).await;
        assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
        insert(&mut tx, &table, "d1", vec![Cell::Number(i64::MIN); 400]).await;
        tx.commit().await.expect("kept");
        assert_eq!(cells(&store, &table, "d1", 1).await, vec![Cell::Number(i64::MIN); 400]);
        let mut tx = store.write().await.expect("tx");
        let less =
            Table { columns: table.columns[1..].to_vec(), indexes: Vec::new(), ..table.clone() };
        let steps = [Step::Retire { column: table.columns[0].name.clone() }];
        revise(&mut tx, &less, &steps, &installing(9999)).await.expect("the longest is put away");
    }
}

/// Version 2: number gains a decimal, name becomes head, identity_lookup goes, village comes.
fn second() -> (Table, Vec<Step>) {
    let village = column("village", Kind::Text);
    let table = with(|table| {
        table.columns[1].name = "head".into();
        table.words = vec!["head".into()];
        table.columns.retain(|column| column.name != "identity_lookup");
        table.columns.insert(0, village.clone());
        table.indexes =
            vec![index(&["number"], Once::Once), index(&["village", "head"], Once::Often)];
    });
    let steps = vec![
        Step::Rename { from: "name".into(), to: "head".into() },
        Step::Scale { column: "members".into(), by: 1 },
        Step::Retire { column: "identity_lookup".into() },
        Step::Add { column: village },
    ];
    (table, steps)
}

async fn revised(
    store: &Store,
    table: &Table,
    steps: &[Step],
    version: i64,
) -> registers::Installed {
    let mut tx = store.write().await.expect("tx");
    let new = revise(&mut tx, table, steps, &installing(version)).await.expect("revised");
    tx.commit().await.expect("kept");
    new
}

async fn faults(store: &Store) -> Vec<String> {
    store.check().await.expect("a report").faults
}

#[tokio::test]
async fn a_table_changes_by_steps_and_goes_back() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (first, _) = both(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &first, "d1", household("H1", "张三", 4, "h1")).await;
        tx.commit().await.expect("kept");
        let before = cells(&store, &first, "d1", 1).await;
        // There and back again twice: what was put away does not stand in its own way.
        for round in 0..2 {
            let (second, steps) = second();
            let now = revised(&store, &second, &steps, 2).await;
            assert_eq!(now.retired.last().map(|one| one.was.as_str()), Some("identity_lookup"));
            let after = cells(&store, &second, "d1", 1).await;
            let expected =
                [Cell::Nothing, text("H1"), text("张三"), Cell::Number(40), before[3].clone()];
            assert_eq!(after, expected, "{} {round}", database.kind);
            assert_eq!(faults(&store).await, Vec::<String>::new());
            let mut tx = store.write().await.expect("tx");
            let mut filled = after.clone();
            filled[1] = text(&format!("H2{round}"));
            filled[0] = text("东村");
            insert(&mut tx, &second, "d1", filled).await;
            let back = go_back(&mut tx, "household").await.expect("back");
            tx.commit().await.expect("kept");
            assert_eq!((back.version, &back.table), (1, &first));
            assert_eq!(back.retired.len(), round + 1, "what was entered in village is kept");
            assert_eq!(cells(&store, &first, "d1", 1).await, before);
            assert_eq!(faults(&store).await, Vec::<String>::new());
        }
        let mut tx = store.write().await.expect("tx");
        let gone = go_back(&mut tx, "household").await;
        assert!(matches!(gone, Err(StoreError::Missing(_))), "{gone:?}");
        let known = definitions::versions(&mut tx, "household").await.expect("versions");
        assert_eq!(known.len(), 1);
        assert_eq!(definitions::all(&mut tx).await.expect("all").len(), 2);
    }
}

#[tokio::test]
async fn steps_that_do_not_lead_to_the_table_change_nothing() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (first, journal) = both(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &first, "d1", household("H1", "张三", i64::MAX, "h1")).await;
        tx.commit().await.expect("kept");
        let (second, steps) = second();
        let mut other_book = second.clone();
        other_book.book = journal.book;
        let cases = [
            (&second, Vec::new(), 2),
            (&second, steps[1..].to_vec(), 2),
            (&second, steps.clone(), 1),
            (&first, vec![Step::Scale { column: "name".into(), by: 1 }], 2),
            (&first, vec![Step::Scale { column: "members".into(), by: 1 }], 2),
            (&first, vec![Step::Retire { column: "nothing".into() }], 2),
            (&other_book, steps.clone(), 2),
        ];
        for (at, (table, steps, version)) in cases.into_iter().enumerate() {
            let mut tx = store.write().await.expect("tx");
            let said = revise(&mut tx, table, &steps, &installing(version)).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{at} {said:?}");
        }
        let mut tx = store.read().await.expect("tx");
        let scope = Scope::everything();
        let entry =
            registers::entries::find(&mut tx, &scope, &first, "d1", 1).await.expect("there");
        assert_eq!(entry.cells[2], Cell::Number(i64::MAX));
        assert_eq!(faults(&store).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn decimals_that_would_be_lost_hold_the_way_back() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (first, _) = both(&store).await;
        revised(&store, &first, &[Step::Scale { column: "members".into(), by: 2 }], 2).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &first, "d1", household("H1", "张三", 401, "h1")).await;
        tx.commit().await.expect("kept");
        let mut tx = store.write().await.expect("tx");
        let said = go_back(&mut tx, "household").await;
        assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
    }
}

#[tokio::test]
async fn a_column_that_was_put_away_returns_with_what_stands_in_it() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = both(&store).await;
        let mut tx = store.write().await.expect("tx");
        let id = insert(&mut tx, &file, "d1", household("H1", "张三", 4, "h1")).await;
        tx.commit().await.expect("kept");
        let without = with(|table| table.columns.retain(|column| column.name != "members"));
        let mut tx = store.write().await.expect("tx");
        let away = [Step::Retire { column: "members".into() }];
        let after = revise(&mut tx, &without, &away, &installing(2)).await.expect("put away");
        let from = after.retired[0].name.clone();
        let filled = definitions::filled(&mut tx, &after, std::slice::from_ref(&from)).await;
        assert_eq!(filled.expect("counted"), 1);
        assert_eq!(definitions::entries(&mut tx, &without).await.expect("counted"), 1);
        let members = column("members", Kind::Integer);
        let back = |column: Column, from: &str| [Step::Return { column, from: from.to_owned() }];
        for (column, from) in
            [(column("name", Kind::Integer), from.as_str()), (members.clone(), "x9")]
        {
            let said = revise(&mut tx, &file, &back(column, from), &installing(3)).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        }
        let after = revise(&mut tx, &file, &back(members, &from), &installing(3)).await;
        assert_eq!(after.expect("back").retired, []);
        tx.commit().await.expect("kept");
        assert_eq!(cells(&store, &file, "d1", id).await[2], Cell::Number(4));
        // The way back of a return puts the column away again.
        let mut tx = store.write().await.expect("tx");
        let before = go_back(&mut tx, "household").await.expect("back");
        assert_eq!((before.version, before.retired[0].name.as_str()), (2, from.as_str()));
        tx.commit().await.expect("kept");
        assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new());
    }
}
