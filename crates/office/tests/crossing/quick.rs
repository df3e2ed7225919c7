//! How long checks take over a large county: by hand, since it takes minutes to fill the registers.
//!
//! `cargo test --workspace --release --test all crossing:: -- --ignored --nocapture`

use std::time::Instant;

use ground::{Day, Money};
use office::registers::crossing::{self, Question};
use register::{Definition, DocumentKind, Entry, IdDocument, Period, Person, Value};
use store::registers::crossing::{
    count_grouped, count_related, explain_grouped, explain_related, grouped, related,
};
use store::{Scope, Store, Tx};
use testkit::database::Database;
use testkit::rng::Rng;

use super::house::{House, fill, only, organisation, row};

/// Payments; a tenth as many households.
const PAYMENTS: usize = 200_000;

#[tokio::test]
#[ignore = "takes minutes: tells how long checks take over a large county"]
async fn checks_over_a_large_county_take_seconds() {
    let house = House::with(&[], &[]);
    for database in Database::both() {
        let store = house.opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        let began = Instant::now();
        for (owner, payments) in [("d1", PAYMENTS), ("d2", PAYMENTS / 10)] {
            organisation(&mut tx, owner, Some("r1")).await;
            filled(&house, &mut tx, owner, payments).await;
        }
        tx.commit().await.expect("kept");
        println!("{}: filled in {:.1?}", database.kind, began.elapsed());
        let one = only("d1");
        let both = Scope::below(vec!["r1/".into()]);
        asked(&house, &store, &one, &format!("{}, just filled", database.kind)).await;
        if database.kind == "postgres" {
            database.tamper("ANALYZE");
            asked(&house, &store, &one, "postgres, analysed").await;
        }
        asked(&house, &store, &both, &format!("{}, two organisations", database.kind)).await;
        let mut tx = store.write().await.expect("tx");
        for person in 0..200 {
            let pair = (number(person * 2), number(person * 2 + 1));
            house.merge(&mut tx, "d1", (&pair.0, &pair.1)).await;
        }
        tx.commit().await.expect("kept");
        asked(&house, &store, &one, &format!("{}, 400 people merged", database.kind)).await;
    }
}

/// Asks all checks, each for its first page and how much it finds.
async fn asked(house: &House, store: &Store, scope: &Scope, what: &str) {
    let mut tx = store.read().await.expect("tx");
    let everything = Instant::now();
    for check in house.definitions.cross_checks() {
        let Ok(question) = crossing::compile(check, &house.against()) else { continue };
        let began = Instant::now();
        let (page, first, count, plan) = match &question {
            Question::Related(asked) => {
                let page = related(&mut tx, scope, asked, 50, None).await.expect("pairs");
                let first = began.elapsed();
                let count = count_related(&mut tx, scope, asked).await.expect("a count");
                let plan = explain_related(&mut tx, scope, asked, 50).await.expect("a plan");
                (page.len(), first, count, plan)
            }
            Question::Grouped(asked) => {
                let page = grouped(&mut tx, scope, asked, 50, 0).await.expect("groups");
                let first = began.elapsed();
                let count = count_grouped(&mut tx, scope, asked).await.expect("a count");
                let plan = explain_grouped(&mut tx, scope, asked, 50).await.expect("a plan");
                (page.len(), first, count, plan)
            }
        };
        let counted = began.elapsed();
        println!("{what}: {} {page} in {first:.1?}, of {count} in {counted:.1?}", check.code);
        if std::env::var("JIHENG_PLANS").is_ok() {
            println!("{}", plan.join("\n"));
        }
    }
    println!("{what}: all in {:.1?}", everything.elapsed());
}

/// Fills the registers about which checks ask: so many payments, and the others in proportion.
pub(crate) async fn filled(house: &House, tx: &mut Tx, owner: &str, payments: usize) {
    let sizes = [
        ("aid", payments),
        ("spending", payments),
        ("model_service", payments / 4),
        ("member", payments / 4),
        ("mutual_claim", payments / 10),
        ("mutual_participant", payments / 5),
        ("household", payments / 10),
        ("household_member", payments / 5),
        ("study_aid", payments / 20),
        ("decision", payments / 50),
        ("notice", payments / 100),
        ("model_worker", payments / 100),
        ("organisation", payments / 100),
        ("budget_item", payments / 100),
        ("agreement_enterprise", payments / 20),
        ("commendation", payments / 20),
    ];
    let people = payments / 8 + 1;
    for (register, rows) in sizes {
        let (of, table) =
            (house.definition(register), house.tables.get(register).expect("a table"));
        let mut rng = Rng::for_part(7, register);
        let row = |at: usize| row(of, &entry(&mut rng, of, at, people, house));
        fill(tx, table, owner, (0..rows).map(row).collect()).await;
    }
}

fn entry(rng: &mut Rng, of: &Definition, at: usize, people: usize, house: &House) -> Entry {
    let mut entry = Entry::blank(of.fields.len());
    let is_file = matches!(of.name.as_str(), "household" | "member" | "model_worker");
    for (place, field) in of.fields.iter().enumerate() {
        let person = if is_file { at } else { rng.below(people) };
        entry.set(place, value(rng, field, at, person, house));
    }
    entry.state = (!of.states.is_empty()).then(|| 1_usize.min(rng.below(12)));
    entry
}

fn value(
    rng: &mut Rng,
    field: &register::Field,
    at: usize,
    person: usize,
    house: &House,
) -> Option<Value> {
    use register::{EntryKey, FieldType};
    let number = number(person);
    Some(match field.holds.plain() {
        FieldType::Text { .. } if matches!(field.name.as_str(), "number" | "voucher" | "name") => {
            Value::Text(format!("编号{at}"))
        }
        FieldType::Text { .. } => Value::Text(format!("项目{}", rng.below(2000))),
        FieldType::Number { .. } => Value::Number(rng.between(1, 6).into()),
        FieldType::Money { .. } => Value::Money(Money::from_fen(rng.between(100, 3_000) * 100)),
        FieldType::Date => {
            let (year, month) = (2023 + rng.between(0, 2), rng.between(1, 12));
            let day = Day::new(year.try_into().ok()?, month.try_into().ok()?, 1).ok()?;
            Value::Date(day.checked_add(jiff::Span::new().days(rng.between(0, 27))).ok()?)
        }
        FieldType::Period { .. } => {
            Value::Period(Period::year(2023 + i16::try_from(rng.below(3)).ok()?)?)
        }
        FieldType::Code { list } => {
            Value::Code(rng.pick(&house.definitions.lists().list(list)?.codes)?.key.clone())
        }
        FieldType::Person { .. } => Value::Person(Person {
            name: format!("张{person}"),
            document: Some(IdDocument { kind: DocumentKind::Resident, number }),
        }),
        FieldType::Entry { key: EntryKey::IdNumber, .. } => Value::Entry(number),
        FieldType::Entry { .. } => Value::Entry(format!("编号{}", rng.below(4200))),
        FieldType::CreditCode => Value::CreditCode(format!("99{:016}", rng.below(8000))),
        FieldType::YesNo => Value::YesNo(rng.chance(50)),
        _ => return None,
    })
}

fn number(person: usize) -> String {
    format!("9903211980{person:08}")
}
