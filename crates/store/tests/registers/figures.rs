//! Figures over entries, by groups.

use store::registers::aggregate::{Aggregate, Figure, Group, aggregate};
use store::registers::conditions::{Condition, Test};
use store::registers::entries;
use store::{Cell, Scope, StoreError};
use testkit::database::Database;

use super::world::{insert, making, opened, payment, registers, text};

fn all_figures() -> Vec<Figure> {
    let amount = || "amount".to_owned();
    vec![
        Figure::Count,
        Figure::Sum(amount()),
        Figure::CountDistinct("household".into()),
        Figure::Least(amount()),
        Figure::Greatest("paid_on".into()),
    ]
}

fn figures(count: i64, sum: i64, different: i64, least: Cell, greatest: Cell) -> Vec<Cell> {
    let [count, sum, different] = [count, sum, different].map(Cell::Number);
    vec![count, sum, different, least, greatest]
}

#[tokio::test]
async fn figures_are_those_of_the_entries() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let asked = |by: &[&str], conditions: Vec<Condition>| Aggregate {
            conditions,
            by: by.iter().map(|column| (*column).to_owned()).collect(),
            figures: all_figures(),
        };
        let everything = Scope::everything();
        let none =
            aggregate(&mut tx, &everything, &journal, &asked(&[], vec![])).await.expect("one");
        let nothing = figures(0, 0, 0, Cell::Nothing, Cell::Nothing);
        assert_eq!(none, [Group { by: vec![], figures: nothing }]);
        let none = aggregate(&mut tx, &everything, &journal, &asked(&["select"], vec![])).await;
        assert_eq!(none.expect("none"), []);
        for (owner, household, day, fen, what) in [
            ("d1", "H1", "2026-01-20", 500, "生活"),
            ("d1", "H2", "2026-02-20", 300, "医疗"),
            ("d1", "H1", "2026-03-20", 200, "生活"),
            ("d2", "H1", "2026-04-20", 1, "生活"),
        ] {
            insert(&mut tx, &journal, owner, payment(household, day, fen, what)).await;
        }
        let back = payment("H1", "2026-03-20", -200, "生活");
        entries::reverse(&mut tx, &journal, making("d1"), 3, back).await.expect("reversed");
        let day = |day: &str| text(&format!("2026-{day}-20"));
        let first = Scope::below(vec!["r1/d1/".into()]);
        let cases = [
            (
                &everything,
                vec![],
                vec![
                    (vec![text("医疗")], figures(1, 300, 1, Cell::Number(300), day("02"))),
                    (vec![text("生活")], figures(4, 501, 1, Cell::Number(-200), day("04"))),
                ],
            ),
            (
                &everything,
                Condition::standing().to_vec(),
                vec![
                    (vec![text("医疗")], figures(1, 300, 1, Cell::Number(300), day("02"))),
                    (vec![text("生活")], figures(2, 501, 1, Cell::Number(1), day("04"))),
                ],
            ),
            (
                &first,
                vec![Condition::new("amount", Test::AtLeast(Cell::Number(300)))],
                vec![
                    (vec![text("医疗")], figures(1, 300, 1, Cell::Number(300), day("02"))),
                    (vec![text("生活")], figures(1, 500, 1, Cell::Number(500), day("01"))),
                ],
            ),
        ];
        for (scope, conditions, expected) in cases {
            let found = aggregate(&mut tx, scope, &journal, &asked(&["select"], conditions)).await;
            let expected: Vec<Group> =
                expected.into_iter().map(|(by, figures)| Group { by, figures }).collect();
            assert_eq!(found.expect("groups"), expected, "{}", database.kind);
        }
        let wrong = [
            Aggregate { figures: vec![Figure::Sum("select".into())], ..Aggregate::default() },
            Aggregate { by: vec!["nothing".into()], ..Aggregate::default() },
        ];
        for ask in wrong {
            let said = aggregate(&mut tx, &everything, &journal, &ask).await;
            assert!(matches!(said, Err(StoreError::Refused { .. })), "{said:?}");
        }
    }
}
