//! Lists: held against the same filtering and ordering done here, page by page.

use std::cmp::Ordering;

use store::registers::conditions::{Condition, Test};
use store::registers::list::{Asked, Count, Counting, Ordered, Page, list};
use store::registers::{Table, entries};
use store::{Cell, Scope, Store, StoreError};
use testkit::database::Database;

use super::world::{AT, insert, making, opened, registers, text};

/// Some 300 payments of two owners, with blanks, doubles and signs in every column.
async fn filled(store: &Store, journal: &Table) -> Vec<(String, i64, Vec<Cell>)> {
    let mut all = Vec::new();
    let mut tx = store.write().await.expect("tx");
    let blank =
        |at: usize, by: usize, cell: Cell| if at.is_multiple_of(by) { Cell::Nothing } else { cell };
    for at in 0..300 {
        let owner = if at % 3 == 0 { "d2" } else { "d1" };
        let cells = vec![
            blank(at, 7, text(&format!("H{}", at * 31 % 17))),
            blank(at, 5, text(&format!("2026-{:02}-{:02}", at * 7 % 12 + 1, at % 28 + 1))),
            blank(at, 11, Cell::Number((at as i64 * 7919 % 41 - 20) * 100)),
            text(["生活救助", "医疗", "助学%_", "ABC"][at % 4]),
            text(&format!("第{at}笔")),
            Cell::Nothing,
        ];
        let id = insert(&mut tx, journal, owner, cells.clone()).await;
        all.push((owner.to_owned(), id, cells));
    }
    tx.commit().await.expect("kept");
    all
}

fn conditions() -> Vec<Vec<Condition>> {
    let is = Condition::new;
    vec![
        vec![],
        vec![is("household", Test::Is(text("H3")))],
        vec![is("household", Test::Empty), is("amount", Test::Filled)],
        vec![is("household", Test::In(vec![text("H1"), text("H16"), text("H'")]))],
        vec![is("household", Test::In(vec![]))],
        vec![is("id", Test::These(vec![("d1".into(), 3), ("d1".into(), 9), ("d2".into(), 4)]))],
        vec![is("id", Test::These(vec![]))],
        vec![is("household", Test::NotIn(vec![text("H1"), text("H2")]))],
        vec![
            is("paid_on", Test::AtLeast(text("2026-03-15"))),
            is("paid_on", Test::AtMost(text("2026-09-30"))),
        ],
        vec![is("amount", Test::AtMost(Cell::Number(-100)))],
        vec![is("select", Test::Contains("救".into()))],
        vec![is("select", Test::Contains("%".into()))],
        vec![is("owner", Test::Begins("第1".into()))],
        vec![is("id", Test::AtLeast(Cell::Number(50))), is("paid_on", Test::Filled)],
        vec![is("amount", Test::NotIn(vec![Cell::Number(0)]))],
    ]
}

fn at(column: &str) -> Option<usize> {
    ["household", "paid_on", "amount", "select", "owner"].iter().position(|one| *one == column)
}

fn value<'a>(row: &'a (String, i64, Vec<Cell>), column: &str) -> std::borrow::Cow<'a, Cell> {
    match at(column) {
        Some(at) => std::borrow::Cow::Borrowed(&row.2[at]),
        None => std::borrow::Cow::Owned(Cell::Number(row.1)),
    }
}

fn compared(one: &Cell, other: &Cell) -> Ordering {
    match (one, other) {
        (Cell::Number(one), Cell::Number(other)) => one.cmp(other),
        (Cell::Text(one), Cell::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Cell::Nothing, Cell::Nothing) => Ordering::Equal,
        (Cell::Nothing, _) => Ordering::Less,
        (_, Cell::Nothing) => Ordering::Greater,
        _ => panic!("kinds differ"),
    }
}

fn fits(row: &(String, i64, Vec<Cell>), condition: &Condition) -> bool {
    let cell = value(row, &condition.column);
    let is_filled = *cell != Cell::Nothing;
    let words = match cell.as_ref() {
        Cell::Text(text) => text.as_str(),
        _ => "",
    };
    match &condition.test {
        Test::Is(one) => *cell == *one,
        Test::In(some) => is_filled && some.contains(&cell),
        Test::NotIn(some) => !some.contains(&cell),
        Test::AtLeast(one) => is_filled && compared(&cell, one).is_ge(),
        Test::AtMost(one) => is_filled && compared(&cell, one).is_le(),
        Test::Contains(part) => is_filled && words.contains(part.as_str()),
        Test::Begins(part) => is_filled && words.starts_with(part.as_str()),
        Test::Empty => !is_filled,
        Test::Filled => is_filled,
        Test::These(some) => some.contains(&(row.0.clone(), row.1)),
        // No entry here has a file beside it.
        Test::HasFile(_) => false,
        Test::HasNoFile(_) => true,
    }
}

fn asked(conditions: &[Condition], order: &Ordered) -> Asked {
    Asked {
        conditions: conditions.to_vec(),
        order: order.clone(),
        take: 41,
        totals: vec!["amount".into()],
        columns: ["select", "amount"].map(str::to_owned).to_vec(),
        ..Asked::default()
    }
}

#[tokio::test]
async fn pages_come_in_order_whatever_is_asked() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        let all = filled(&store, &journal).await;
        let mut tx = store.read().await.expect("tx");
        for owners in [vec!["d1"], vec!["d1", "d2"]] {
            let scope = Scope::below(owners.iter().map(|id| format!("r1/{id}/")).collect());
            for conditions in conditions() {
                for column in ["id", "paid_on", "amount", "household", "select"] {
                    let (rising, falling) =
                        (Ordered::Rising(column.into()), Ordered::Falling(column.into()));
                    for order in [rising, falling] {
                        let mut expected: Vec<_> = all
                            .iter()
                            .filter(|row| owners.contains(&row.0.as_str()))
                            .filter(|row| conditions.iter().all(|one| fits(row, one)))
                            .collect();
                        expected.sort_by(|one, other| {
                            let by = compared(&value(one, column), &value(other, column));
                            let by = by.then(one.1.cmp(&other.1)).then(one.0.cmp(&other.0));
                            if matches!(order, Ordered::Rising(_)) { by } else { by.reverse() }
                        });
                        let sum: i64 = expected
                            .iter()
                            .map(|row| if let Cell::Number(fen) = row.2[2] { fen } else { 0 })
                            .sum();
                        let mut found = Vec::new();
                        let mut ask = asked(&conditions, &order);
                        loop {
                            let page = list(&mut tx, &scope, &journal, &ask).await.expect("a page");
                            assert_eq!(page.count, Count::Exactly(expected.len() as i64));
                            assert_eq!(page.totals, Some(vec![sum]));
                            found.extend(page.entries);
                            let Some(next) = page.next else { break };
                            ask.page = Page::After(next);
                        }
                        let found: Vec<_> = found
                            .iter()
                            .map(|one| (one.owner.as_str(), one.id, &one.cells[1]))
                            .collect();
                        let expected: Vec<_> =
                            expected.iter().map(|row| (row.0.as_str(), row.1, &row.2[2])).collect();
                        assert_eq!(found, expected, "{} {conditions:?} {order:?}", database.kind);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn pages_have_numbers_too() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        filled(&store, &journal).await;
        let mut tx = store.read().await.expect("tx");
        for scope in [Scope::everything(), Scope::below(vec!["r1/d2/".into()])] {
            let mut ask = asked(&[], &Ordered::Falling("paid_on".into()));
            let mut walked = Vec::new();
            loop {
                let page = list(&mut tx, &scope, &journal, &ask).await.expect("a page");
                walked.push(page.entries);
                let Some(next) = page.next else { break };
                ask.page = Page::After(next);
            }
            for (number, entries) in walked.iter().enumerate() {
                ask.page = Page::Number(number as u64);
                let page = list(&mut tx, &scope, &journal, &ask).await.expect("a page");
                assert_eq!(page.entries, *entries, "{number}");
                assert_eq!(page.next.is_some(), number + 1 < walked.len());
            }
            ask.page = Page::Number(u64::MAX);
            let far = list(&mut tx, &scope, &journal, &ask).await;
            assert!(matches!(far, Err(StoreError::Refused { .. })), "{far:?}");
        }
    }
}

#[tokio::test]
async fn words_are_found_in_what_can_be_read() {
    let cases = [
        ("生活", 75),
        ("生活 救助", 75),
        ("救助 第1笔", 0),
        ("ABC 第3笔", 1),
        ("%_", 75),
        ("'", 0),
        ("H3", 14),
        ("", 300),
        ("  ", 300),
    ];
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let all = filled(&store, &journal).await;
        let households = all.iter().filter(|row| row.2[0] == text("H3")).count() as i64;
        let mut tx = store.read().await.expect("tx");
        for (words, count) in cases {
            let count = if words == "H3" { households } else { count };
            let ask = Asked { words: words.into(), take: 1, ..Asked::default() };
            let page = list(&mut tx, &Scope::everything(), &journal, &ask).await.expect("a page");
            assert_eq!(page.count, Count::Exactly(count), "{words:?} {}", database.kind);
            let elsewhere = Asked { words_in: vec!["paid_on".into()], ..ask };
            let page =
                list(&mut tx, &Scope::everything(), &journal, &elsewhere).await.expect("a page");
            let none = if words.trim().is_empty() { 300 } else { 0 };
            assert_eq!(page.count, Count::Exactly(none), "{words:?}");
        }
        // An empty register, and one of which nothing is in sight.
        for (table, scope) in [(&file, Scope::everything()), (&journal, Scope::nothing())] {
            let ask = Asked { totals: vec!["id".into()], ..Asked::default() };
            let page = list(&mut tx, &scope, table, &ask).await.expect("a page");
            assert_eq!((page.entries.len(), page.count), (0, Count::Exactly(0)));
            assert_eq!((page.totals, page.next), (Some(vec![0]), None));
        }
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let is = |column: &str, test| Asked {
        conditions: vec![Condition::new(column, test)],
        ..Asked::default()
    };
    let by = |order| Asked { order, ..Asked::default() };
    let cases = [
        is("identity", Test::Is(Cell::Bytes(vec![1]))),
        is("identity", Test::Contains("a".into())),
        is("nothing", Test::Empty),
        is("name\" OR 1=1 --", Test::Filled),
        is("name", Test::Is(Cell::Nothing)),
        is("name", Test::Is(Cell::Number(1))),
        is("name", Test::Is(text("a\0"))),
        is("name", Test::Contains("\0".into())),
        is("members", Test::Contains("1".into())),
        is("members", Test::In(vec![Cell::Number(1); 5001])),
        by(Ordered::Rising("identity".into())),
        by(Ordered::Rising("f_name".into())),
        Asked { totals: vec!["name".into()], ..Asked::default() },
        Asked { columns: vec!["1; DROP TABLE users".into()], ..Asked::default() },
        Asked { words: "a".into(), words_in: vec!["members".into()], ..Asked::default() },
    ];
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", vec![Cell::Nothing; 5]).await;
        for ask in &cases {
            let said = list(&mut tx, &Scope::everything(), &file, ask).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{ask:?} {said:?}");
        }
        let filled = is("identity", Test::Empty);
        let page = list(&mut tx, &Scope::everything(), &file, &filled).await.expect("a page");
        assert_eq!(page.count, Count::Exactly(1), "whether it is filled may be asked");
    }
}

#[tokio::test]
async fn counting_stops_where_nobody_counts() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let making = making("d1");
        let mut writer =
            store::registers::bulk::Writer::begin(&mut tx, &journal, making, None, 10_001)
                .await
                .expect("begun");
        for at in 0..10_001 {
            let day = text(["2026-01-01", "2026-01-02"][at % 2]);
            let cells =
                vec![Cell::Nothing, day, Cell::Number(1), text("a"), Cell::Nothing, Cell::Nothing];
            writer.push(&mut tx, entries::NO_STATE, cells).await.expect("pushed");
        }
        let written = writer.finish(&mut tx).await.expect("written");
        assert_eq!((written.first, written.last, written.count()), (1, 10_001, 10_001));
        let ask = |counting, conditions| Asked {
            counting,
            conditions,
            order: Ordered::Rising("amount".into()),
            totals: vec!["amount".into()],
            take: 3,
            ..Asked::default()
        };
        let all = vec![Condition::new("created_at", Test::Is(text(AT)))];
        let half = vec![Condition::new("paid_on", Test::Is(text("2026-01-02")))];
        let cases = [
            (ask(Counting::Near, all.clone()), Count::MoreThan(10_000), None, 1),
            (ask(Counting::Whole, all.clone()), Count::Exactly(10_001), Some(vec![10_001]), 1),
            (ask(Counting::Not, all), Count::Unknown, None, 1),
            (ask(Counting::Near, half), Count::Exactly(5000), Some(vec![5000]), 2),
        ];
        for (ask, count, totals, first) in cases {
            let page = list(&mut tx, &Scope::everything(), &journal, &ask).await.expect("a page");
            assert_eq!((page.count, page.totals, page.entries[0].id), (count, totals, first));
        }
    }
}
