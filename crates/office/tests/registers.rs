//! Registers: kept by clerks, seen by those who may, personal data sealed and masked.

use office::OfficeError;
use office::registers::keeping::Kept;
use office::registers::listing::{Filter, Question};
use office::registers::sight::Wish;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::{add, typed};
use crate::support::{SCHOOLS, Town, UNION, asker};

const HEAD_ID: &str = "990321198001010010";

const HOUSEHOLD: [(&str, &str); 11] = [
    ("户主姓名", "甲某人"),
    ("证件号码", HEAD_ID),
    ("联系电话", "13900001234"),
    ("家庭住址", "东山市临河县城关镇一里3号"),
    ("家庭人口", "3"),
    ("家庭年收入", "18000"),
    ("年刚性支出", "9000"),
    ("致困原因", "本人或家庭成员患病"),
    ("困难类别", "深度困难"),
    ("建档日期", "2025-03-01"),
    ("核查日期", "2025-02-20"),
];

const AID: [(&str, &str); 5] = [
    ("受助人姓名", "甲某人"),
    ("证件号码", HEAD_ID),
    ("救助种类", "生活救助"),
    ("发放金额", "3000"),
    ("发放日期", "2025-06-01"),
];

#[tokio::test]
async fn personal_data_are_masked_until_they_are_asked_for_and_that_is_noted() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let id = add(&town, "household", &HOUSEHOLD).await;
        let masked =
            office.entry(&clerk, "household", UNION, id, Wish::Masked).await.expect("seen");
        let text = format!("{:?}", masked.fields);
        for secret in ["甲某人", HEAD_ID, "13900001234", "一里3号", "18,000"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(text.contains("甲**") && text.contains("990***********0010"), "{text}");
        let plain = office.entry(&clerk, "household", UNION, id, Wish::Plain).await.expect("seen");
        let text = format!("{:?}", plain.fields);
        for secret in ["甲某人", HEAD_ID, "13900001234", "一里3号", "18,000"] {
            assert!(text.contains(secret), "{secret}: {text}");
        }
        let auditor = town.somebody(Role::Auditor);
        let trail = office
            .list_trail(&auditor, &store::audit::Filter { take: 9, ..Default::default() })
            .await
            .expect("a trail");
        let acts: Vec<&str> = trail.0.iter().map(|entry| entry.act.act.as_str()).collect();
        assert!(acts.contains(&"查看个人信息") && acts.contains(&"登记"), "{acts:?}");
        let recorder = town.somebody(Role::Recorder);
        let refused = office.entry(&recorder, "household", UNION, id, Wish::Plain).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        let seen = office.entry(&recorder, "household", UNION, id, Wish::Masked).await;
        let seen = format!("{:?}", seen.expect("seen").fields);
        assert!(seen.contains("（无权查看）") && !seen.contains("139"), "{seen}");
        let stranger = asker(Role::Clerk, SCHOOLS, "r/s/");
        for wish in [Wish::Masked, Wish::Plain] {
            let refused = office.entry(&stranger, "household", UNION, id, wish).await;
            assert!(matches!(refused, Err(OfficeError::Missing { .. })), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn lists_are_searched_filtered_and_summed_up() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        add(&town, "household", &HOUSEHOLD).await;
        add(&town, "aid", &AID).await;
        let ask = async |register: &str, question: Question| {
            office.list_entries(&clerk, register, UNION, &question).await.expect("a list")
        };
        let words = |words: &str| Question { words: words.into(), take: 20, ..Question::default() };
        for (words_asked, expected) in
            [(HEAD_ID, 1), ("甲某人", 1), ("990321198001010029", 0), ("乙", 0)]
        {
            let lines = ask("aid", words(words_asked)).await;
            assert_eq!(lines.lines.len(), expected, "{words_asked}");
        }
        let filters = [
            (("amount", Filter::AtLeast("3000".into())), 1),
            (("amount", Filter::AtLeast("3000.01元".into())), 0),
            (("paid_on", Filter::AtMost("2025年6月1日".into())), 1),
            (("kind", Filter::Is("生活救助".into())), 1),
            (("kind", Filter::Is("医疗救助".into())), 0),
            (("household", Filter::Is(HEAD_ID.into())), 1),
        ];
        for ((name, filter), expected) in filters {
            let filters = vec![(name.to_owned(), filter)];
            let lines = ask("aid", Question { filters, take: 20, ..Question::default() }).await;
            assert_eq!(lines.lines.len(), expected, "{name}");
        }
        let lines = ask("aid", words("")).await;
        let totals: Vec<&str> = lines.totals.iter().map(|(_, sum)| sum.as_str()).collect();
        assert_eq!(totals, ["3,000.00"]);
        let recorder = town.somebody(Role::Recorder);
        let question = words("甲某人");
        let none = office.list_entries(&recorder, "aid", UNION, &question).await.expect("a list");
        assert!(none.lines.is_empty(), "who may not see names may not search by them");
        let filters = vec![("beneficiary".to_owned(), Filter::Contains("甲".into()))];
        let question = Question { filters, ..Question::default() };
        assert!(office.list_entries(&recorder, "aid", UNION, &question).await.is_err());
    }
}

#[tokio::test]
async fn files_change_with_their_history_and_journals_are_reversed() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let id = add(&town, "household", &HOUSEHOLD).await;
        let all = office.registers().await.expect("registers");
        let definition = all.get("household").expect("a register").definition;
        let seen = Seen { id, version: 1 };
        let change = typed(definition, &[("家庭人口", "4")]);
        let kept = office.change_entry(&clerk, "household", UNION, seen, &change, "添丁").await;
        assert!(matches!(kept, Ok(Kept::Done { .. })), "{kept:?}");
        let again = office.change_entry(&clerk, "household", UNION, seen, &change, "添丁").await;
        assert!(again.is_ok(), "nothing to change is nothing lost: {again:?}");
        let other = typed(definition, &[("家庭人口", "5")]);
        let stale = office.change_entry(&clerk, "household", UNION, seen, &other, "").await;
        assert!(matches!(stale, Err(OfficeError::Conflict(_))), "{stale:?}");
        let plain = office.entry(&clerk, "household", UNION, id, Wish::Plain).await.expect("seen");
        let text = format!("{:?}", plain.fields);
        assert!(text.contains(HEAD_ID) && text.contains("13900001234"), "{text}");
        let history = office.entry_history(&clerk, "household", UNION, id, Wish::Plain).await;
        let history = history.expect("a history");
        assert_eq!(history.len(), 2);
        assert_eq!(history[0].reason, "添丁");
        let changes = format!("{:?}", history[0].changes);
        assert!(changes.contains("家庭人口") && changes.contains("月人均收入"), "{changes}");
        let twice =
            office.add_entry(&clerk, "household", UNION, &typed(definition, &HOUSEHOLD)).await;
        assert!(matches!(twice, Err(OfficeError::Conflict(_))), "{twice:?}");

        let id = add(&town, "aid", &AID).await;
        let empty = office.reverse_entry(&clerk, "aid", UNION, id, " ").await;
        assert!(matches!(empty, Err(OfficeError::Fields(_))), "{empty:?}");
        office.reverse_entry(&clerk, "aid", UNION, id, "重复发放").await.expect("reversed");
        let again = office.reverse_entry(&clerk, "aid", UNION, id, "重复发放").await;
        assert!(matches!(again, Err(OfficeError::Conflict(_))), "{again:?}");
        let question = Question { take: 9, ..Question::default() };
        let lines = office.list_entries(&clerk, "aid", UNION, &question).await.expect("a list");
        assert_eq!(lines.lines.len(), 2);
        assert_eq!(lines.totals[0].1.as_str(), "0.00");
    }
}

#[tokio::test]
async fn states_are_moved_by_those_who_may_when_all_is_there() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, head) = (&town.office, town.somebody(Role::Head));
        let clerk = town.somebody(Role::Clerk);
        let id = add(&town, "household", &HOUSEHOLD).await;
        let seen = Seen { id, version: 1 };
        let refused = office.move_entry(&clerk, "household", UNION, seen, "enrol", "").await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        let lacking = office.move_entry(&head, "household", UNION, seen, "enrol", "").await;
        let said = lacking.expect_err("lacks a notice").to_string();
        assert!(said.contains("佐证材料") && said.contains("建档公示编号"), "{said}");
        let own = office.move_entry(&clerk, "household", UNION, seen, "close", "搬走").await;
        assert!(own.expect_err("his own").to_string().contains("另一人"));
        office.move_entry(&head, "household", UNION, seen, "close", "搬走").await.expect("moved");
        let shown = office.entry(&head, "household", UNION, id, Wish::Masked).await.expect("seen");
        assert_eq!((shown.state.as_str(), shown.kept.version), ("退档", 2));
        let seen = Seen { id, version: 2 };
        let again = office.move_entry(&head, "household", UNION, seen, "close", "搬走").await;
        assert!(matches!(again, Err(OfficeError::Conflict(_))), "{again:?}");
    }
}

#[tokio::test]
async fn one_person_is_one_page_over_all_registers() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        add(&town, "household", &HOUSEHOLD).await;
        add(&town, "aid", &AID).await;
        let hash = office.person_hash(&clerk, HEAD_ID).await.expect("a hash");
        assert!(!hash.contains("9903"), "{hash}");
        let person = office.person(&clerk, UNION, &hash, Wish::Masked).await.expect("a person");
        let names: Vec<&str> = person.registers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["aid", "household"]);
        assert_eq!(person.name.as_str(), "甲**");
        let recorder = town.somebody(Role::Recorder);
        assert!(office.person(&recorder, UNION, &hash, Wish::Masked).await.is_err());
        let nobody = office.person_hash(&clerk, "990321198001010029").await.expect("a hash");
        let nobody = office.person(&clerk, UNION, &nobody, Wish::Masked).await;
        assert!(matches!(nobody, Err(OfficeError::Missing { .. })), "{nobody:?}");
    }
}

#[tokio::test]
async fn another_key_or_none_opens_no_registers() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        town.office.registers().await.expect("registers");
        let other = town.office.clone().with_vault(office::registers::Vault::passing());
        let said = other.registers().await.expect_err("another key").to_string();
        assert!(said.contains("密钥"), "{said}");
    }
}

#[tokio::test]
async fn what_the_key_of_a_file_begins_with_has_no_index_of_its_own() {
    let town = Town::found(&Database::sqlite()).await;
    let registers = town.office.registers().await.expect("registers");
    let table = &registers.get("member").expect("members").book.table;
    let indexes: Vec<String> = table.indexes.iter().map(|index| index.columns.join(",")).collect();
    assert_eq!(indexes.first().map(String::as_str), Some("person_lookup,organisation"));
    assert!(!indexes.iter().any(|columns| columns == "person_lookup"), "{indexes:?}");
    assert!(indexes.iter().any(|columns| columns == "phone_lookup"), "{indexes:?}");
}
