//! Questions across registers.

use store::registers::conditions::{Condition, Test};
use store::registers::crossing::{
    Between, Dated, Group, Grouped, Measure, Most, Order, Pair, Related, Side, Stretch, Wanted,
    count_grouped, count_related, grouped, related,
};
use store::registers::people::link;
use store::registers::{Making, Table, Unmet, entries};
use store::{Cell, Scope, StoreError, Tx};
use testkit::database::Database;

use super::world::{household, insert, making, opened, payment, registers, text};

fn side(table: &Table) -> Side<'_> {
    Side { table, conditions: Vec::new(), persons: Vec::new() }
}

fn payments_and_households<'a>(journal: &'a Table, file: &'a Table, wanted: Wanted) -> Related<'a> {
    Related {
        subject: side(journal),
        other: side(file),
        join: vec![("household".into(), "number".into())],
        between: Vec::new(),
        window: None,
        wanted,
    }
}

fn by_household(journal: &Table) -> Grouped<'_> {
    Grouped {
        subject: side(journal),
        by: vec!["household".into()],
        window: Some(("paid_on".into(), Stretch::Year)),
        measure: Measure::Sum("amount".into()),
        most: Most::Always(500),
    }
}

fn pair(id: i64, other: Option<i64>) -> Pair {
    Pair { owner: "d1".into(), id, other, others: other.map_or(0, |_| 1) }
}

/// Of d1: households H1 and H2 (removed), payments 1 to 5, of which the last two cancel each other; of d2 H2.
async fn filled(tx: &mut Tx, file: &Table, journal: &Table) {
    insert(tx, file, "d1", household("H1", "张三", 3, "a")).await;
    let id = insert(tx, file, "d1", household("H2", "李四", 2, "b")).await;
    let seen = entries::Seen { id, version: 1 };
    entries::remove(tx, file, making("d1"), seen, "重复").await.expect("removed");
    insert(tx, file, "d2", household("H2", "李四", 2, "b")).await;
    for (number, day, fen) in [
        ("H1", "2024-02-28", 400),
        ("H1", "2024-12-31", 101),
        ("H2", "2025-01-01", 500),
        ("H1", "2025-01-01", 900),
    ] {
        insert(tx, journal, "d1", payment(number, day, fen, "生活")).await;
    }
    let back = payment("H1", "2025-01-01", -900, "生活");
    let by = Making { ..making("d1") };
    entries::reverse(tx, journal, by, 4, back).await.expect("reversed");
}

#[tokio::test]
async fn entries_are_found_that_have_another_one_or_have_none() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let everything = Scope::everything();
        let present = payments_and_households(&journal, &file, Wanted::Present);
        let absent = payments_and_households(&journal, &file, Wanted::Absent);
        assert_eq!(related(&mut tx, &everything, &present, 9, None).await.expect("none"), []);
        filled(&mut tx, &file, &journal).await;
        let found = related(&mut tx, &everything, &present, 9, None).await.expect("pairs");
        assert_eq!(found, [pair(1, Some(1)), pair(2, Some(1))], "{}", database.kind);
        let page = related(&mut tx, &everything, &present, 9, Some(("d1", 1))).await;
        assert_eq!(page.expect("the second page"), [pair(2, Some(1))]);
        let page = related(&mut tx, &everything, &present, 1, None).await;
        assert_eq!(page.expect("a page"), [pair(1, Some(1))]);
        assert_eq!(count_related(&mut tx, &everything, &present).await.expect("a count"), 2);
        let found = related(&mut tx, &everything, &absent, 9, None).await.expect("pairs");
        assert_eq!(found, [pair(3, None)], "{}", database.kind);
        let other = Scope::below(vec!["r1/d2/".into()]);
        assert_eq!(related(&mut tx, &other, &absent, 9, None).await.expect("none"), []);
    }
}

#[tokio::test]
async fn what_entries_name_in_vain_is_told_and_no_fault() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        filled(&mut tx, &file, &journal).await;
        tx.commit().await.expect("kept");
        let report = store.check().await.expect("a report");
        assert_eq!(report.faults, Vec::<String>::new(), "{}", database.kind);
        // H2 was removed; H2 of d2 is another one.
        let unmet = Unmet { register: "payment".into(), names: "household".into(), entries: 1 };
        assert_eq!(report.unmet, [unmet], "{}", database.kind);

        // Whoever has several hashes is there under any of them; who has them with somebody who is not there is not.
        for (pair, unmet) in [(("H2", "H9"), 1), (("H1", "H9"), 0)] {
            let mut tx = store.write().await.expect("tx");
            link(&mut tx, making("d1"), pair, "同一人").await.expect("linked");
            tx.commit().await.expect("kept");
            let report = store.check().await.expect("a report");
            assert_eq!(report.unmet.len(), unmet, "{} {pair:?}", database.kind);
        }
    }
}

#[tokio::test]
async fn days_some_days_later_are_those_of_the_calendar() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        filled(&mut tx, &file, &journal).await;
        // From 28 February 2024 to 31 December are 307 days: the year has a 29 February.
        for (plus_days, order, expected) in [
            (307, Order::Equal, vec![2]),
            (306, Order::Equal, vec![]),
            (306, Order::More, vec![2]),
            (307, Order::More, vec![]),
            (307, Order::AtLeast, vec![2]),
            (1, Order::Less, vec![1, 2]),
            (-307, Order::Equal, vec![1]),
            (-1, Order::Less, vec![1]),
            (308, Order::Less, vec![1, 2]),
            (307, Order::AtMost, vec![1, 2]),
            (307, Order::Unequal, vec![1, 2]),
        ] {
            let between = |plus_days, order| Between {
                subject: "paid_on".into(),
                order,
                other: "paid_on".into(),
                plus_days,
            };
            let first = Condition::new("id", Test::In(vec![Cell::Number(1), Cell::Number(2)]));
            let asked = Related {
                subject: Side { conditions: vec![first.clone()], ..side(&journal) },
                other: Side { conditions: vec![first], ..side(&journal) },
                join: vec![("household".into(), "household".into())],
                between: vec![between(plus_days, order)],
                window: Some(("paid_on".into(), "paid_on".into(), Stretch::Year)),
                wanted: Wanted::Present,
            };
            let found = related(&mut tx, &Scope::everything(), &asked, 9, None).await;
            let found: Vec<i64> = found.expect("pairs").iter().map(|pair| pair.id).collect();
            assert_eq!(found, expected, "{}: {order:?} {plus_days}", database.kind);
        }
    }
}

#[tokio::test]
async fn groups_are_found_that_come_to_more_than_they_may() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let everything = Scope::everything();
        let always = by_household(&journal);
        assert_eq!(grouped(&mut tx, &everything, &always, 9, 0).await.expect("none"), []);
        filled(&mut tx, &file, &journal).await;
        let group = |number: &str, year: &str, measured, most, first: &[i64]| Group {
            owner: "d1".into(),
            by: vec![text(number)],
            stretch: Some(year.into()),
            measured,
            most,
            entries: i64::try_from(first.len()).expect("few"),
            first: first.to_vec(),
        };
        let found = grouped(&mut tx, &everything, &always, 9, 0).await.expect("groups");
        assert_eq!(found, [group("H1", "2024", 501, 500, &[1, 2])], "{}", database.kind);
        assert_eq!(count_grouped(&mut tx, &everything, &always).await.expect("a count"), 1);
        let dated = |from: &str, until: Option<&str>, most| Dated {
            from: from.into(),
            until: until.map(Into::into),
            most,
        };
        let most = vec![dated("2025", None, 499), dated("2023", Some("2024"), 400)];
        let asked = Grouped { most: Most::InStretches(most), ..by_household(&journal) };
        let found = grouped(&mut tx, &everything, &asked, 9, 0).await.expect("groups");
        let both = [group("H1", "2024", 501, 400, &[1, 2]), group("H2", "2025", 500, 499, &[3])];
        assert_eq!(found, both, "{}", database.kind);
        let second = grouped(&mut tx, &everything, &asked, 1, 1).await.expect("the second page");
        assert_eq!(second.as_slice(), both.get(1..).expect("one"));
        let nothing = Grouped { most: Most::InStretches(vec![]), ..by_household(&journal) };
        assert_eq!(grouped(&mut tx, &everything, &nothing, 9, 0).await.expect("none"), []);
        let members = Most::Sum {
            of: side(&file),
            join: vec![("household".into(), "number".into())],
            column: "members".into(),
        };
        let asked = Grouped { most: members, window: None, ..by_household(&journal) };
        let found = grouped(&mut tx, &everything, &asked, 9, 0).await.expect("groups");
        let expected = Group { stretch: None, ..group("H1", "", 501, 3, &[1, 2]) };
        assert_eq!(found, [expected], "{}", database.kind);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        filled(&mut tx, &file, &journal).await;
        let all = || payments_and_households(&journal, &file, Wanted::Present);
        let joined = |one: &str, two: &str| vec![(one.to_owned(), two.to_owned())];
        let wrong = [
            Related { join: Vec::new(), ..all() },
            Related { join: joined("household", "identity"), ..all() },
            Related { join: joined("household", "members"), ..all() },
            Related { join: joined("nothing", "number"), ..all() },
            Related { window: Some(("amount".into(), "number".into(), Stretch::Year)), ..all() },
            Related {
                between: vec![Between {
                    subject: "amount".into(),
                    order: Order::Less,
                    other: "members".into(),
                    plus_days: 1,
                }],
                ..all()
            },
        ];
        for asked in wrong {
            let said = related(&mut tx, &Scope::everything(), &asked, 9, None).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        }
        let all = || by_household(&journal);
        let sums = |join| Most::Sum { of: side(&file), join, column: "members".into() };
        let wrong = [
            Grouped { by: Vec::new(), ..all() },
            Grouped { measure: Measure::Sum("paid_on".into()), ..all() },
            Grouped { measure: Measure::Distinct("nothing".into()), ..all() },
            Grouped { window: None, most: Most::InStretches(Vec::new()), ..all() },
            Grouped { most: sums(Vec::new()), ..all() },
            Grouped { most: sums(joined("paid_on", "number")), ..all() },
        ];
        for asked in wrong {
            let said = grouped(&mut tx, &Scope::everything(), &asked, 9, 0).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        }
    }
}
