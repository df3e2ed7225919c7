//! Questions of every kind over payments and households, for figures of measures.

use store::registers::Table;
use store::registers::conditions::{Condition, Test};
use store::registers::crossing::Wanted;
use store::registers::measuring::{Also, Asked, Empty, Entries, Persons, Related, Take};

use super::world::text;

pub(crate) fn of<'a>(
    table: &'a Table,
    conditions: Vec<Condition>,
    also: Vec<Also<'a>>,
) -> Entries<'a> {
    Entries { table, conditions, also }
}

pub(crate) fn distinct(column: &str, persons: Persons, empty: Empty) -> Take {
    Take::Distinct { column: column.into(), persons, empty }
}

/// Questions of every kind over payments.
pub(crate) fn of_payments<'a>(journal: &'a Table, file: &'a Table) -> Vec<Asked<'a>> {
    let year = || {
        vec![
            Condition::new("paid_on", Test::AtLeast(text("2024-02-01"))),
            Condition::new("paid_on", Test::AtMost(text("2025-01-31"))),
        ]
    };
    let kinds = |test| vec![Condition::new("select", test)];
    let some = || vec![text("生活"), text("医疗")];
    let related = |wanted, conditions| {
        Also::Related(Related {
            of: of(file, conditions, vec![]),
            join: vec![("payee_lookup".into(), "identity_lookup".into())],
            persons: if wanted == Wanted::Present { vec!["payee_lookup".into()] } else { vec![] },
            wanted,
        })
    };
    let in_file = || vec![Condition::new("state", Test::In(vec![text("在档"), text("脱困")]))];
    let not_later =
        |plus_days| Also::NotLater { column: "paid_on".into(), than: "owner".into(), plus_days };
    let open = || Also::AtLeastOrEmpty("owner".into(), text("2025-01-15"));
    let amount = |empty| Take::Sum { column: "amount".into(), empty };
    let last = || Take::Last { column: "amount".into(), on: "paid_on".into(), empty: 7 };
    let ask = |of, take| Asked { of, take };
    let linked = |empty| distinct("payee_lookup", Persons::Linked, empty);
    vec![
        ask(of(journal, vec![], vec![]), Take::Entries),
        ask(of(journal, year(), vec![]), Take::Entries),
        ask(of(journal, vec![], vec![]), amount(0)),
        ask(of(journal, year(), vec![]), amount(100)),
        ask(of(journal, kinds(Test::In(some())), vec![]), amount(0)),
        ask(of(journal, kinds(Test::NotIn(some())), vec![]), Take::Entries),
        ask(of(journal, kinds(Test::Empty), vec![]), amount(1)),
        ask(of(journal, vec![], vec![]), linked(Empty::LeftOut)),
        ask(of(journal, year(), vec![]), linked(Empty::OfItsOwn)),
        ask(of(journal, vec![], vec![]), distinct("select", Persons::AsTheyAre, Empty::LeftOut)),
        ask(of(journal, vec![], vec![]), distinct("amount", Persons::AsTheyAre, Empty::LeftOut)),
        ask(of(journal, vec![], vec![]), last()),
        ask(of(journal, kinds(Test::In(some())), vec![]), last()),
        ask(of(journal, vec![], vec![]), Take::Least("paid_on".into())),
        ask(of(journal, year(), vec![]), Take::Greatest("amount".into())),
        ask(of(journal, vec![], vec![not_later(0)]), Take::Entries),
        ask(of(journal, vec![], vec![not_later(300)]), amount(0)),
        ask(of(journal, vec![], vec![not_later(-30), open()]), Take::Entries),
        ask(of(journal, vec![], vec![open()]), Take::Entries),
        ask(of(journal, vec![], vec![related(Wanted::Present, in_file())]), Take::Entries),
        ask(of(journal, year(), vec![related(Wanted::Absent, in_file())]), amount(0)),
        ask(of(journal, vec![], vec![related(Wanted::Absent, vec![])]), linked(Empty::LeftOut)),
    ]
}

/// Questions of every kind over households.
pub(crate) fn of_households<'a>(journal: &'a Table, file: &'a Table) -> Vec<Asked<'a>> {
    let active = || vec![Condition::new("state", Test::In(vec![text("在档")]))];
    let ask = |of, take| Asked { of, take };
    let paid = |wanted| {
        Also::Related(Related {
            of: of(journal, vec![Condition::new("select", Test::Filled)], vec![]),
            join: vec![
                ("identity_lookup".into(), "payee_lookup".into()),
                ("name".into(), "household".into()),
            ],
            persons: vec!["identity_lookup".into()],
            wanted,
        })
    };
    let ranks = ["王", "张", "李"].map(String::from).to_vec();
    let persons = |empty| distinct("identity_lookup", Persons::Linked, empty);
    vec![
        ask(of(file, vec![], vec![]), Take::Entries),
        ask(of(file, active(), vec![]), Take::Entries),
        ask(of(file, active(), vec![]), Take::Sum { column: "members".into(), empty: 3 }),
        ask(of(file, vec![], vec![]), persons(Empty::LeftOut)),
        ask(of(file, active(), vec![]), persons(Empty::OfItsOwn)),
        ask(of(file, vec![], vec![]), Take::Least("members".into())),
        ask(of(file, active(), vec![]), Take::Greatest("number".into())),
        ask(of(file, vec![], vec![]), Take::Highest { column: "name".into(), ranks }),
        ask(of(file, active(), vec![paid(Wanted::Present)]), Take::Entries),
        ask(of(file, vec![], vec![paid(Wanted::Absent)]), persons(Empty::LeftOut)),
        ask(
            of(file, vec![Condition::new("identity", Test::Filled)], vec![]),
            Take::Sum { column: "members".into(), empty: 0 },
        ),
    ]
}
