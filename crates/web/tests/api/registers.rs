//! Registers by the interface: what there is, an entry's life, lists, checks; personal data masked.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::is_problem;
use crate::support::{Answer, Served};

pub(crate) const ID: &str = "990321198001010010";

pub(crate) fn read(answer: &Answer, expected: u16) -> Value {
    assert_eq!(answer.status, expected, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

pub(crate) async fn send(
    served: &Served,
    role: Role,
    method: &str,
    path: &str,
    body: &Value,
) -> Answer {
    served.call(Some(role), method, path, None, &body.to_string()).await
}

pub(crate) fn inputs(rows: &[(&str, &str)]) -> Value {
    rows.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect()
}

pub(crate) const HOUSEHOLD: [(&str, &str); 7] = [
    ("户主姓名", "甲某人"),
    ("证件号码", ID),
    ("家庭人口", "3"),
    ("家庭年收入", "18000"),
    ("致困原因", "本人或家庭成员患病"),
    ("困难类别", "深度困难"),
    ("建档日期", "2025-03-01"),
];

/// Adds an entry by the interface; gives its number.
pub(crate) async fn add(served: &Served, register: &str, rows: &[(&str, &str)]) -> i64 {
    let path = format!("/api/v1/registers/{register}/entries");
    let body = json!({ "inputs": inputs(rows) });
    let kept = read(&send(served, Role::Clerk, "POST", &path, &body).await, 200);
    kept["id"].as_i64().unwrap_or_else(|| panic!("{register}: {kept}"))
}

/// What was refused says why, as a problem in Chinese.
pub(crate) fn refused(answer: &Answer, expected: u16) {
    assert_eq!(answer.status, expected, "{}", answer.text());
    is_problem(answer, "a refusal");
}

#[tokio::test]
async fn entries_are_added_found_changed_and_removed() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let (clerk, recorder) = (Role::Clerk, Role::Recorder);
        let all = read(&send(&served, clerk, "GET", "/api/v1/registers", &Value::Null).await, 200);
        assert!(all["items"].as_array().is_some_and(|all| all.len() > 30));
        let facts = "/api/v1/registers/household";
        let facts = read(&send(&served, clerk, "GET", facts, &Value::Null).await, 200);
        assert_eq!(facts["kind"], "file");
        let entries = "/api/v1/registers/household/entries";
        let none = json!({ "inputs": inputs(&[("户主姓名", "甲某人")]) });
        let refused = read(&send(&served, clerk, "POST", entries, &none).await, 200);
        assert!(refused["id"].is_null() && refused["findings"][0]["severity"] == "error");
        let odd = json!({ "inputs": inputs(&[("没有这一项", "1")]) });
        read(&send(&served, clerk, "POST", entries, &odd).await, 422);
        let whole = json!({ "inputs": inputs(&HOUSEHOLD) });
        let kept = read(&send(&served, clerk, "POST", entries, &whole).await, 200);
        let id = kept["id"].as_i64().unwrap_or_else(|| panic!("{kept}"));
        let one = format!("{entries}/u/{id}");
        for (role, path) in [(clerk, one.clone()), (recorder, one.clone())] {
            let seen = send(&served, role, "GET", &path, &Value::Null).await;
            assert!(!seen.text().contains(ID) && !seen.text().contains("甲某人"), "masked");
        }
        let plain = send(&served, clerk, "GET", &format!("{one}?plain=true"), &Value::Null).await;
        assert!(plain.text().contains(ID), "{}", plain.text());
        let path = format!("{one}?plain=true");
        assert_eq!(send(&served, recorder, "GET", &path, &Value::Null).await.status, 403);
        let search = "/api/v1/registers/household/search";
        let asked = json!({ "words": ID, "take": 5 });
        let found = read(&send(&served, clerk, "POST", search, &asked).await, 200);
        assert_eq!(found["total"], 1, "{found}");
        let filters = json!([{ "field": "filed_on", "test": "at_least", "value": "2025-03-02" }]);
        let asked = json!({ "filters": filters });
        let found = read(&send(&served, clerk, "POST", search, &asked).await, 200);
        assert_eq!(found["total"], 0, "{found}");
        let change =
            json!({ "version": 1, "inputs": inputs(&[("家庭人口", "4")]), "reason": "添丁" });
        read(&send(&served, clerk, "PUT", &one, &change).await, 200);
        let stale = json!({ "version": 1, "inputs": inputs(&[("家庭人口", "5")]) });
        read(&send(&served, clerk, "PUT", &one, &stale).await, 409);
        let versions = format!("{one}/versions");
        let versions = read(&send(&served, clerk, "GET", &versions, &Value::Null).await, 200);
        assert_eq!(
            (&versions["total"], &versions["items"][0]["reason"]),
            (&json!(2), &json!("添丁"))
        );
        let refused = json!({ "version": 2, "move": "close", "reason": "搬走" });
        let path = format!("{one}/move");
        read(&send(&served, recorder, "POST", &path, &refused).await, 403);
        let remove = json!({ "version": 2, "reason": "登记有误" });
        let path = format!("{one}/remove");
        assert_eq!(send(&served, clerk, "POST", &path, &remove).await.status, 204);
    }
}

#[tokio::test]
async fn checks_over_registers_name_the_entries() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let aid = [
        ("受助人姓名", "甲某人"),
        ("证件号码", ID),
        ("救助种类", "生活救助"),
        ("发放金额", "3000"),
        ("发放日期", "2025-06-01"),
    ];
    let body = json!({ "inputs": inputs(&aid) });
    let clerk = Role::Clerk;
    let kept = send(&served, clerk, "POST", "/api/v1/registers/aid/entries", &body).await;
    let id = read(&kept, 200)["id"].clone();
    let checks = send(&served, clerk, "GET", "/api/v1/registers/checks", &Value::Null).await;
    let checks = read(&checks, 200);
    let found =
        checks["items"].as_array().into_iter().flatten().find(|one| one["code"] == "REG101");
    assert_eq!(found.map(|one| one["found"].clone()), Some(json!(1)), "{checks}");
    let path = "/api/v1/registers/checks/REG101";
    let page = read(&send(&served, clerk, "GET", path, &Value::Null).await, 200);
    assert_eq!(page["items"][0]["entries"][0], json!({ "register": "aid", "id": id }), "{page}");
    assert!(!page.to_string().contains("甲某人"), "{page}");
    let reverse = format!("/api/v1/registers/aid/entries/u/{id}/reverse");
    let body = json!({ "reason": "重复登记" });
    read(&send(&served, clerk, "POST", &reverse, &body).await, 201);
    let page = read(&send(&served, clerk, "GET", path, &Value::Null).await, 200);
    assert_eq!(page["check"]["found"], 0, "{page}");
}
