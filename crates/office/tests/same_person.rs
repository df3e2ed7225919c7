//! People with two numbers whose records were merged count once by the keys of registers: in tables that are imported,
//! in forms and in grids.

use office::OfficeError;
use office::registers::importing::{Choices, Twins};
use office::registers::keeping::{Kept, Typed};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::{add, typed};
use crate::support::{Town, UNION};
use crate::tables::{choosing, count, identity, name, send};

const HEADS: &str = "户主姓名,身份证号,家庭人口,家庭年收入,致困原因,困难类别,建档日期\n";

fn row(person: usize, persons: usize) -> String {
    format!("{},{},{persons},9000,患病,深度困难,2024-01-01\n", name(0), identity(person))
}

fn household(all: &office::registers::Registers, person: usize, persons: &str) -> Typed {
    let definition = all.get("household").expect("a register").definition;
    let (name, number) = (name(0), identity(person));
    let rows = [
        ("户主姓名", name.as_str()),
        ("证件号码", number.as_str()),
        ("家庭人口", persons),
        ("家庭年收入", "9000"),
        ("致困原因", "本人或家庭成员患病"),
        ("困难类别", "深度困难"),
        ("建档日期", "2024-01-01"),
    ];
    typed(definition, &rows)
}

/// A payment, by which somebody is known.
async fn paid(town: &Town, person: usize) {
    let (name, number) = (name(0), identity(person));
    let rows = [
        ("受助人姓名", name.as_str()),
        ("证件号码", number.as_str()),
        ("救助种类", "生活救助"),
        ("发放金额", "3000"),
        ("发放日期", "2025-06-01"),
    ];
    add(town, "aid", &rows).await;
}

/// A town in which persons 0 and 1 have entries, 0 a household.
async fn town(database: &Database) -> (Town, Seen) {
    let town = Town::found(database).await;
    let clerk = town.somebody(Role::Clerk);
    let all = town.office.registers().await.expect("registers");
    let kept = town.office.add_entry(&clerk, "household", UNION, &household(&all, 0, "3")).await;
    let Kept::Done { id, .. } = kept.expect("allowed") else { panic!("it is refused") };
    paid(&town, 1).await;
    (town, Seen { id, version: 1 })
}

async fn merge(town: &Town) {
    let clerk = town.somebody(Role::Clerk);
    let hash = async |person: usize| {
        town.office.person_hash(&clerk, &identity(person)).await.expect("a hash")
    };
    let both = (hash(0).await, hash(1).await);
    let merged = town.office.merge_people(&clerk, UNION, (&both.0, &both.1), "换证").await;
    merged.expect("merged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_finds_who_is_there_under_another_number() {
    for database in Database::both() {
        let (town, _) = town(&database).await;
        let none = Choices::default();
        let both = format!("{HEADS}{}{}", row(0, 3), row(1, 3));
        let sent = send(&town, "household", "a.csv", both.clone()).await.expect("staged");
        let counts = sent.look(&none).await.counts;
        assert_eq!((counts.bad, counts.same, counts.differing), (0, 1, 0), "two people");
        merge(&town).await;
        let sent = send(&town, "household", "a.csv", both).await.expect("staged");
        let preview = sent.look(&none).await;
        assert_eq!((preview.counts.rows, preview.counts.bad), (2, 1), "one person twice");
        assert_eq!(preview.kinds.first().expect("a kind").code, "REG018");
        assert!(sent.take(&none, 1).await.is_err(), "{}", database.kind);

        let other = format!("{HEADS}{}", row(1, 4));
        let sent = send(&town, "household", "a.csv", other).await.expect("staged");
        let counts = sent.look(&none).await.counts;
        assert_eq!((counts.bad, counts.same, counts.differing), (0, 0, 1), "{}", database.kind);
        let outcome = sent.taken(&choosing(Twins::Update)).await;
        assert_eq!((outcome.added, outcome.updated), (0, 1));
        assert_eq!(count(&town, "household").await, 1);
    }
}

#[tokio::test]
async fn a_form_tells_of_who_is_there_under_another_number() {
    for database in Database::both() {
        let (town, seen) = town(&database).await;
        merge(&town).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let all = office.registers().await.expect("registers");
        let again = household(&all, 1, "4");
        let said = office.add_entry(&clerk, "household", UNION, &again).await;
        let Err(OfficeError::Conflict(said)) = said else { panic!("{said:?}") };
        assert!(said.contains(&format!("第{}号", seen.id)) && said.contains("合并"), "{said}");
        let said =
            office.add_entries(&clerk, "household", UNION, std::slice::from_ref(&again)).await;
        let Err(OfficeError::Conflict(said)) = said else { panic!("{said:?}") };
        assert!(said.starts_with("第1行："), "{said}");
        // The entry itself may get the other number.
        let changed = office.change_entry(&clerk, "household", UNION, seen, &again, "换证").await;
        assert!(matches!(changed, Ok(Kept::Done { .. })), "{changed:?}");
        assert_eq!(count(&town, "household").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_registered_under_another_number_is_there() {
    for database in Database::both() {
        let (town, _) = town(&database).await;
        let paid = format!(
            "受助人姓名,证件号码,户主证件号码,救助种类,发放金额,发放日期\n{},{},{},生活救助,500,2025-06-05\n",
            name(0),
            identity(1),
            identity(1)
        );
        let said = async || {
            let sent = send(&town, "aid", "a.csv", paid.clone()).await.expect("staged");
            let preview = sent.look(&Choices::default()).await;
            preview.kinds.iter().any(|kind| kind.code == "REG025")
        };
        assert!(said().await, "{}: nobody has this number", database.kind);
        merge(&town).await;
        assert!(!said().await, "{}: it is the head's other number", database.kind);
    }
}

#[tokio::test]
async fn two_entries_that_were_there_before_can_still_be_mended() {
    for database in Database::both() {
        let (town, seen) = town(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let all = office.registers().await.expect("registers");
        let other = household(&all, 1, "4");
        office.add_entry(&clerk, "household", UNION, &other).await.expect("two people");
        merge(&town).await;
        let mended = household(&all, 0, "5");
        let changed =
            office.change_entry(&clerk, "household", UNION, seen, &mended, "增一人").await;
        assert!(matches!(changed, Ok(Kept::Done { .. })), "{changed:?}");
        // A table changes the entry that has the row's own number.
        let sent = send(&town, "household", "a.csv", format!("{HEADS}{}", row(1, 6))).await;
        let sent = sent.expect("staged");
        assert_eq!(sent.taken(&choosing(Twins::Update)).await.updated, 1);
        let history = office.entry_history(&clerk, "household", UNION, seen.id + 1, Wish::Masked);
        assert_eq!(history.await.expect("a history").len(), 2);
    }
}

#[tokio::test]
async fn fifteen_digits_lead_to_the_person_of_eighteen() {
    for database in Database::both() {
        let (town, _) = town(&database).await;
        let clerk = town.somebody(Role::Clerk);
        let whole = identity(0);
        let short: String = whole.chars().take(6).chain(whole.chars().skip(8).take(9)).collect();
        let name = name(0);
        let rows = [
            ("受助人姓名", name.as_str()),
            ("证件号码", short.as_str()),
            ("救助种类", "生活救助"),
            ("发放金额", "3000"),
            ("发放日期", "2025-06-01"),
        ];
        add(&town, "aid", &rows).await;
        let hash = town.office.person_hash(&clerk, &short).await.expect("a hash");
        let person = town.office.person(&clerk, UNION, &hash, Wish::Masked).await;
        assert_eq!(person.expect("a person").registers.len(), 2);
        for words in [&short, &whole] {
            let question = Question { words: words.clone(), take: 9, ..Question::default() };
            let lines = town.office.list_entries(&clerk, "aid", UNION, &question).await;
            assert_eq!(lines.expect("lines").lines.len(), 1, "{words}");
        }
    }
}
