//! Search by words, on both databases.

use store::{Store, search};
use testkit::database::Database;

const TEXTS: [(&str, &str); 3] = [
    ("a", "临河县总工会2026年部门预算绩效文本\n困难职工帮扶救助资金\n≥95%\n子女助学救助"),
    ("b", "临河县教育局2026年部门预算绩效文本\n学生资助经费\nABC 项目 50%_x"),
    ("c", "望川县林业局\n造林补助\n学"),
];

async fn found(store: &Store, words: &str) -> String {
    let mut tx = store.read().await.expect("a transaction");
    search::find(&mut tx, "text", words, 10).await.expect("found").join(" ")
}

#[tokio::test]
async fn words_of_two_characters_and_single_ones_are_found() {
    for database in Database::both() {
        let store = Store::open(&database.address).await.expect("the store opens");
        let mut tx = store.write().await.expect("a transaction");
        for (id, text) in TEXTS {
            search::put(&mut tx, "o", "text", id, "别的").await.expect("put");
            search::put(&mut tx, "o", "text", id, text).await.expect("put over");
        }
        search::put(&mut tx, "o", "other", "d", "助学").await.expect("put");
        tx.commit().await.expect("kept");
        let cases = [
            ("助学", "a"),
            ("学", "a b c"),
            ("临河 助", "a b"),
            ("临河县教育局2026年", "b"),
            ("学助", ""),
            ("县教育 林业", ""),
            ("abc项目", "b"),
            ("50%_x", "b"),
            ("%", "a b"),
            ("\"学\" OR pairs:", ""),
            ("'; DROP TABLE search", ""),
            ("别的", ""),
            ("", "a b c"),
        ];
        for (words, expected) in cases {
            assert_eq!(found(&store, words).await, expected, "{words} {}", database.kind);
        }
        let mut tx = store.write().await.expect("a transaction");
        search::remove(&mut tx, "o", "text", "a").await.expect("removed");
        tx.commit().await.expect("kept");
        assert_eq!(found(&store, "助学").await, "", "{}", database.kind);
    }
}
