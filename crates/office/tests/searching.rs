//! Words looked for among many entries: found once they were read as before, and by nobody who may not ask; on both
//! databases.

use office::registers::listing::{Filter, Question};
use register::Definition;
use store::Scope;
use store::people::Role;
use store::registers::list::{Asked, Count, list};
use store::registers::{Making, bulk::Writer};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{Town, UNION};

const AID: [(&str, &str); 7] = [
    ("受助人姓名", "欧阳某人"),
    ("证件号码", "990321198001010029"),
    ("救助种类", "医疗救助"),
    ("发放金额", "3000"),
    ("发放日期", "2025-06-01"),
    ("批次", "2025年第三批"),
    ("备注", "随访两次"),
];
/// More than are looked through one by one.
const COPIES: u64 = 2_500;

/// Copies of the payment that is there.
async fn multiply(town: &Town) {
    let all = town.office.registers().await.expect("registers");
    let table = &all.get("aid").expect("aid").book.table;
    let mut tx = town.office.store().write().await.expect("tx");
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    let asked = Asked { columns, take: 1, ..Asked::default() };
    let found = list(&mut tx, &Scope::everything(), table, &asked).await.expect("a list");
    let one = found.entries.first().expect("a payment");
    let making = Making { owner: UNION, by: "u1", at: "2026-03-02T01:00:00.000Z" };
    let mut writer = Writer::begin(&mut tx, table, making, None, COPIES).await.expect("begun");
    for _ in 0..COPIES {
        writer.push(&mut tx, &one.state, one.cells.clone()).await.expect("pushed");
    }
    writer.finish(&mut tx).await.expect("written");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn what_may_not_be_asked_of_is_not_found_by_its_signs_either() {
    let all = i64::try_from(COPIES).expect("few") + 1;
    for database in Database::both() {
        let town = Town::found(&database).await;
        add(&town, "aid", &AID).await;
        multiply(&town).await;
        let (clerk, recorder) = (town.somebody(Role::Clerk), town.somebody(Role::Recorder));
        // The word, how many the clerk finds, how many somebody finds who may not see personal data.
        let cases = [
            ("第三批", all, all),
            ("批", all, all),
            ("欧阳", all, 0),
            ("欧阳某人", all, 0),
            ("欧阳 第三批", all, 0),
            ("第三批 随访", all, all),
            ("第四批", 0, 0),
            ("批随", 0, 0),
            ("9903211980", 0, 0),
        ];
        for is_read in [false, true] {
            if is_read {
                assert!(town.office.read_words().await.expect("read"), "there was much to read");
                assert!(!town.office.read_words().await.expect("read"), "and no more");
            }
            for (words, of_clerk, of_recorder) in cases {
                for (who, expected) in [(&clerk, of_clerk), (&recorder, of_recorder)] {
                    let question = Question { words: words.into(), take: 9, ..Question::default() };
                    let lines = town.office.list_entries(who, "aid", UNION, &question).await;
                    let count = lines.expect("a list").count;
                    assert_eq!(count, Count::Exactly(expected), "{words} {is_read}");
                }
            }
        }
        let filters = vec![("kind".to_owned(), Filter::Is("医疗救助".to_owned()))];
        let question = Question { words: "随访".into(), filters, take: 9, ..Question::default() };
        let lines = town.office.list_entries(&clerk, "aid", UNION, &question).await;
        let lines = lines.expect("a list");
        assert_eq!((lines.count, lines.lines.len()), (Count::Exactly(all), 9));
        let shelf = town.office.list_registers(&clerk, UNION).await.expect("a shelf");
        let count = |name: &str| shelf.iter().find(|one| one.name == name).map(|one| one.count);
        assert_eq!(count("aid"), Some(Count::Exactly(all)));
        assert_eq!(count("household"), Some(Count::Exactly(0)));
    }
}

/// Nothing encrypted is ever read for words, in no register.
#[tokio::test]
async fn only_open_columns_of_words_are_read() {
    let town = Town::found(&Database::sqlite()).await;
    let all = town.office.registers().await.expect("registers");
    for register in all.all() {
        let definition: &Definition = register.definition;
        for name in &register.book.table.words {
            let column = register.book.columns.iter().find(|column| column.name == *name);
            let column = column.expect("a column");
            let field = column.field.and_then(|place| definition.at(place)).expect("a field");
            assert!(!column.encrypted && !field.personal.is_encrypted(), "{}", definition.name);
        }
    }
    assert!(all.all().any(|register| !register.book.table.words.is_empty()));
}
