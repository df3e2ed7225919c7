//! How long checks take over a large county: by hand, since it takes minutes to fill the registers.
//!
//! `cargo test --workspace --release --test crossing -- --ignored --nocapture`

use std::time::Instant;

use ground::{Day, Money};
use office::registers::crossing::{self, Question};
use register::{Definition, DocumentKind, Entry, IdDocument, Period, Person, Value};
use store::Tx;
use store::registers::crossing::{
    count_grouped, count_related, explain_grouped, explain_related, grouped, related,
};
use testkit::database::Database;
use testkit::rng::Rng;

use crate::house::{House, cells, fill, only, organisation};

/// Payments; a tenth as many households.
const PAYMENTS: usize = 200_000;

#[tokio::test]
#[ignore = "takes minutes: tells how long checks take over a large county"]
async fn checks_over_a_large_county_take_seconds() {
    let house = House::with(&[], &[]);
    for database in Database::both() {
        let store = house.opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        organisation(&mut tx, "d1", Some("r1")).await;
        let began = Instant::now();
        filled(&house, &mut tx, "d1", PAYMENTS).await;
        tx.commit().await.expect("kept");
        println!("{}: filled in {:.1?}", database.kind, began.elapsed());
        if database.kind == "postgres" {
            database.tamper("ANALYZE");
        }
        let mut tx = store.read().await.expect("tx");
        for check in house.definitions.cross_checks() {
            let Ok(question) = crossing::compile(check, &house.against()) else { continue };
            let scope = only("d1");
            let began = Instant::now();
            let (page, first, count, plan) = match &question {
                Question::Related(asked) => {
                    let page = related(&mut tx, &scope, asked, 50, None).await.expect("pairs");
                    let first = began.elapsed();
                    let count = count_related(&mut tx, &scope, asked).await.expect("a count");
                    let plan = explain_related(&mut tx, &scope, asked, 50).await.expect("a plan");
                    (page.len(), first, count, plan)
                }
                Question::Grouped(asked) => {
                    let page = grouped(&mut tx, &scope, asked, 50, 0).await.expect("groups");
                    let first = began.elapsed();
                    let count = count_grouped(&mut tx, &scope, asked).await.expect("a count");
                    let plan = explain_grouped(&mut tx, &scope, asked, 50).await.expect("a plan");
                    (page.len(), first, count, plan)
                }
            };
            let both = began.elapsed();
            println!(
                "{} {}: {page} in {first:.1?}, of {count} in {both:.1?}",
                database.kind, check.code
            );
            if std::env::var("JIHENG_PLANS").is_ok() {
                println!("{}", plan.join("\n"));
            }
        }
    }
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
    ];
    let people = payments / 8 + 1;
    for (register, rows) in sizes {
        let (of, table) =
            (house.definition(register), house.tables.get(register).expect("a table"));
        let mut rng = Rng::for_part(7, register);
        let row = |at: usize| {
            let entry = entry(&mut rng, of, at, people, house);
            let state = entry.state.and_then(|state| of.states.get(state));
            (state.map_or_else(String::new, |state| state.name.clone()), cells(of, &entry))
        };
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
    let number = format!("9903211980{person:08}");
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
