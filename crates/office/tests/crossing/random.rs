//! Small registers of thrown entries: both databases find what looking at every entry finds.

use ground::{Day, Decimal, Money};
use register::{
    CodeLists, Definition, DocumentKind, Entry, EntryKey, Field, FieldType, IdDocument, Period,
    Person, Value,
};
use testkit::database::Database;
use testkit::rng::Rng;

use super::house::{House, only, organisation};
use super::memory::{self, Standing};

/// Checks that use what none of those that the program carries uses.
const CHECKS: [(&str, &str); 10] = [
    (
        "cross/a.toml",
        "code = \"TSA001\"\nkind = \"present\"\njoin = [\"person = person\"]\nbetween = [\"applied_on <= until + 40\", \"applied_on >= from\"]\n[subject]\nregister = \"mutual_claim\"\n[other]\nregister = \"mutual_participant\"\n",
    ),
    (
        "cross/b.toml",
        "code = \"TSA002\"\nkind = \"absent\"\njoin = [\"student = beneficiary\"]\nwindow = \"month\"\nbetween = [\"amount <= amount\", \"paid_on != paid_on\"]\n[subject]\nregister = \"study_aid\"\n[other]\nregister = \"aid\"\n",
    ),
    (
        "cross/c.toml",
        "code = \"TSA003\"\nkind = \"absent\"\njoin = [\"year = year\"]\nwindow = \"year\"\n[subject]\nregister = \"spending\"\n[[subject.where]]\nfield = \"paid_on\"\ndays_ago = 30\n[other]\nregister = \"budget_item\"\n[[other.where]]\nfield = \"change\"\nnot_in = [\"initial\"]\n",
    ),
    (
        "cross/d.toml",
        "code = \"TSA004\"\nkind = \"present\"\njoin = [\"number = decision\"]\nbetween = [\"held_on >= paid_on\"]\n[subject]\nregister = \"decision\"\n[[subject.where]]\nfield = \"held_on\"\nwithin_days = 30\n[other]\nregister = \"spending\"\n[[other.where]]\nfield = \"account\"\nfilled = true\n",
    ),
    (
        "cross/e.toml",
        "code = \"TSA005\"\nkind = \"group\"\nby = [\"fund\"]\nwindow = \"month\"\nsum = \"amount\"\n[subject]\nregister = \"aid\"\n[limit]\nparam = \"own_cap\"\n",
    ),
    (
        "cross/f.toml",
        "code = \"TSA006\"\nkind = \"group\"\nby = [\"plan\", \"person\"]\nsum = \"shares\"\n[subject]\nregister = \"mutual_participant\"\n[limit]\nparam = \"own_shares\"\n",
    ),
    (
        "cross/g.toml",
        "code = \"TSA007\"\nkind = \"group\"\nby = [\"level\"]\nwindow = \"year\"\ndistinct = \"person\"\nmost = 0\n[subject]\nregister = \"model_worker\"\nstates = [\"working\", \"retired\"]\n[[subject.where]]\nfield = \"account\"\nfilled = false\n",
    ),
    (
        "cross/h.toml",
        "code = \"TSA008\"\nkind = \"group\"\nby = [\"year\"]\ndistinct = \"paid_on\"\nmost = 2\n[subject]\nregister = \"spending\"\n",
    ),
    (
        "cross/i.toml",
        "code = \"TSA009\"\nkind = \"present\"\njoin = [\"head = head\"]\nbetween = [\"income > income\", \"persons < persons\", \"is_model = is_model\"]\n[subject]\nregister = \"household\"\n[[subject.where]]\nfield = \"is_migrant\"\nin = [\"yes\"]\n[other]\nregister = \"household\"\n",
    ),
    (
        "cross/j.toml",
        "code = \"TSA010\"\nkind = \"group\"\nby = [\"account\"]\nwindow = \"year\"\ndistinct = \"beneficiary\"\nmost = 1\n[subject]\nregister = \"aid\"\n",
    ),
];

/// What a check must have besides.
const REST: &str = "title = \"甲\"\nlevel = \"warning\"\nabout = \"乙\"\nmessage = \"丙\"\nhelp = \"丁\"\nsource = \"union-practice\"\n";

/// A cap that rises, falls away in the middle of a month, and comes again; shares with a narrower jurisdiction.
const FIGURES: &str = "[own_cap]\ntitle = \"甲\"\nunit = \"元\"\n\
    [[own_cap.values]]\nfrom = 2024-02-10\nuntil = 2025-01-31\njurisdiction = \"CN\"\nvalue = \"150\"\n\
    reference = { law = \"union-practice\", article = \"甲\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n\
    [[own_cap.values]]\nfrom = 2025-02-01\nuntil = 2025-03-15\njurisdiction = \"CN\"\nvalue = \"0.5\"\n\
    reference = { law = \"union-practice\", article = \"甲\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n\
    [[own_cap.values]]\nfrom = 2025-10-01\njurisdiction = \"99\"\nvalue = \"200.5\"\n\
    reference = { law = \"union-practice\", article = \"甲\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n\
    [own_shares]\ntitle = \"甲\"\nunit = \"份\"\n\
    [[own_shares.values]]\nfrom = 2020-01-01\njurisdiction = \"CN\"\nvalue = \"9\"\n\
    reference = { law = \"union-practice\", article = \"甲\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n\
    [[own_shares.values]]\nfrom = 2020-01-01\njurisdiction = \"9903\"\nvalue = \"3\"\n\
    reference = { law = \"union-practice\", article = \"甲\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n";

const ROUNDS: usize = 16;

#[tokio::test]
async fn both_databases_find_what_looking_at_every_entry_finds() {
    let checks = CHECKS.map(|(path, text)| (path, text.replacen('\n', &format!("\n{REST}"), 1)));
    let checks: Vec<(&str, &str)> =
        checks.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let house = House::with(&checks, &[("own.toml", FIGURES)]);
    for database in Database::both() {
        let store = house.opened(&database).await;
        let mut found_by = std::collections::BTreeMap::new();
        for round in 0..ROUNDS {
            let owners = [format!("d{round}a"), format!("d{round}b")];
            let mut rng = Rng::for_part(round as u64, "crossing");
            let mut tx = store.write().await.expect("tx");
            let mut all = Vec::new();
            for owner in &owners {
                organisation(&mut tx, owner, Some("r1")).await;
                for table in house.tables.keys() {
                    if !is_asked(&house, table) {
                        continue;
                    }
                    // Where there are few entries, some that others name are missing.
                    let rows = 3 + rng.below(13);
                    let mut one = || {
                        let entry = thrown(&mut rng, round, house.definition(table), &house);
                        let gone = rng.chance(4);
                        (entry, if gone { Standing::Gone } else { Standing::Counts })
                    };
                    let added = (0..rows).map(|_| one()).collect();
                    all.extend(house.add(&mut tx, owner, table, added).await);
                }
            }
            let mut merged = std::collections::BTreeMap::new();
            if round % 2 == 1 {
                let pairs = [(0, 1), (1, 2)].into_iter().take(1 + round % 4 / 2);
                for ((one, other), owner) in pairs.zip(&owners) {
                    house.merge(&mut tx, owner, (&number(one), &number(other))).await;
                    merged.insert(number(other), number(0));
                }
            }
            let scope = store::Scope::below(owners.map(|owner| format!("r1/{owner}/")).to_vec());
            for check in house.definitions.cross_checks() {
                let Some(found) = house.found(&mut tx, &scope, check).await else { continue };
                *found_by.entry(check.code.to_string()).or_insert(0) +=
                    usize::from(!found.is_empty());
                let all = memory::as_one(&all, &merged);
                let expected = memory::found(check, &all, &house).comparable();
                let what = format!("{} of round {round} on {}", check.code, database.kind);
                assert_eq!(found.comparable(), expected, "{what}");
            }
            let check = house.definitions.cross_checks().first().expect("a check");
            let nothing = house.found(&mut tx, &only("nobody"), check).await;
            assert!(nothing.expect("asked").is_empty());
            tx.commit().await.expect("kept");
        }
        let silent: Vec<_> = found_by.iter().filter(|(_, times)| **times == 0).collect();
        assert!(silent.is_empty(), "never found anything: {silent:?}");
        assert!(found_by.len() > 30, "{found_by:?}");
    }
}

fn is_asked(house: &House, register: &str) -> bool {
    house.definitions.cross_checks().iter().any(|check| check.registers().contains(&register))
}

/// An entry of few different values, so that many of them meet.
fn thrown(rng: &mut Rng, round: usize, of: &Definition, house: &House) -> Entry {
    let mut entry = Entry::blank(of.fields.len());
    for (place, field) in of.fields.iter().enumerate() {
        if !rng.chance(18) {
            entry.set(place, value(rng, round, field, house.definitions.lists()));
        }
    }
    entry.state = (!of.states.is_empty()).then(|| rng.below(of.states.len()));
    entry
}

fn value(rng: &mut Rng, round: usize, field: &Field, lists: &CodeLists) -> Option<Value> {
    let word = |rng: &mut Rng| (*["甲", "乙"].get(rng.below(2)).unwrap()).to_owned();
    Some(match field.holds.plain() {
        FieldType::Text { .. } => Value::Text(word(rng)),
        FieldType::Number { .. } => Value::Number(Decimal::from(rng.between(1, 3))),
        FieldType::Money { .. } => {
            let sums = [-5_025, 0, 5_025, 10_050, 15_075, 350_000, 2_500_000];
            Value::Money(Money::from_fen(*rng.pick(&sums).unwrap()))
        }
        FieldType::Date => Value::Date(day(rng)),
        FieldType::Period { .. } => {
            Value::Period(Period::year(2024 + i16::try_from(rng.below(2)).unwrap()).unwrap())
        }
        FieldType::Code { list } => {
            let codes = &lists.list(list).unwrap().codes;
            // Two in each round, so that they meet.
            let at = (round + rng.below(2)) % codes.len();
            Value::Code(codes.get(at).unwrap().key.clone())
        }
        FieldType::Person { .. } => {
            let document = (!rng.chance(10)).then(|| document(rng));
            Value::Person(Person { name: word(rng), document })
        }
        FieldType::Entry { key: EntryKey::IdNumber, .. } => Value::Entry(document(rng).number),
        FieldType::Entry { .. } => Value::Entry(word(rng)),
        FieldType::Region => Value::Region("990321".into()),
        FieldType::DocumentNumber => Value::DocumentNumber(word(rng)),
        FieldType::IdNumber => Value::IdNumber(document(rng)),
        FieldType::CreditCode => Value::CreditCode(word(rng)),
        FieldType::Phone => Value::Phone(word(rng)),
        FieldType::BankCard => Value::BankCard(word(rng)),
        FieldType::YesNo => Value::YesNo(rng.chance(50)),
        FieldType::Attachment | FieldType::Computed { .. } => return None,
    })
}

fn day(rng: &mut Rng) -> Day {
    let (year, month) =
        *rng.pick(&[(2024, 1), (2024, 2), (2025, 1), (2025, 2), (2025, 3), (2025, 10)]).unwrap();
    let first = Day::new(year, month, 1).unwrap();
    match rng.below(4) {
        0 => first,
        1 => first.last_of_month(),
        2 => Day::new(year, month, 15).unwrap(),
        _ => Day::new(year, month, 16).unwrap(),
    }
}

fn document(rng: &mut Rng) -> IdDocument {
    IdDocument { kind: DocumentKind::Resident, number: number(rng.below(3)) }
}

fn number(person: usize) -> String {
    format!("99032119800101{person:03}X")
}
