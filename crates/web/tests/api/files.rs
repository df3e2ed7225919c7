//! By the interface: files that prove an entry, and one person over all registers.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{HOUSEHOLD, ID, add, read, refused, send};
use crate::support::{Answer, Served};

const CLERK: Role = Role::Clerk;
const NOTICE: [(&str, &str); 5] = [
    ("公示编号", "示2025-7"),
    ("公示事项", "帮扶救助"),
    ("公示标题", "生活救助名单"),
    ("公示开始日期", "2025-12-01"),
    ("公示结束日期", "2025-12-08"),
];
const AID: [(&str, &str); 5] = [
    ("受助人姓名", "甲某人"),
    ("证件号码", ID),
    ("救助种类", "生活救助"),
    ("发放金额", "3000"),
    ("发放日期", "2025-06-01"),
];
const PDF: &str = "%PDF-1.7 proof";

async fn attach(served: &Served, role: Role, path: &str, bytes: &str) -> Answer {
    served.send(Some(role), "POST", path, "application/octet-stream", bytes).await
}

#[tokio::test]
async fn files_are_attached_opened_and_taken_out() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = add(&served, "notice", &NOTICE).await;
        let files = format!("/api/v1/registers/notice/entries/u/{id}/files");
        let proof = format!("{files}?version=1&field=file&name=%E8%AF%81%E6%98%8E.pdf");
        refused(&attach(&served, Role::Recorder, &proof, PDF).await, 403);
        refused(&attach(&served, CLERK, &files, PDF).await, 400);
        refused(&attach(&served, CLERK, &proof, "<html>").await, 422);
        refused(&attach(&served, CLERK, &proof.replace("=file", "=title"), PDF).await, 404);
        let kept = attach(&served, CLERK, &proof, PDF).await;
        assert_eq!(kept.status, 204, "{}", kept.text());
        refused(&attach(&served, CLERK, &proof, "%PDF-1.7 other").await, 409);
        let list = read(&send(&served, CLERK, "GET", &files, &Value::Null).await, 200);
        assert_eq!((&list["total"], &list["items"][0]["name"]), (&json!(1), &json!("证明.pdf")));
        refused(&send(&served, Role::Finance, "GET", &files, &Value::Null).await, 403);
        let digest = list["items"][0]["digest"].as_str().expect("a digest").to_owned();
        let one = format!("{files}/{digest}");
        let opened = send(&served, CLERK, "GET", &one, &Value::Null).await;
        assert!(opened.status == 200 && opened.body == PDF.as_bytes(), "{}", opened.text());
        assert!(opened.head.contains("application/pdf"), "{}", opened.head);
        refused(&send(&served, CLERK, "GET", &format!("{files}/none"), &Value::Null).await, 404);
        refused(&send(&served, Role::Finance, "GET", &one, &Value::Null).await, 403);
        let remove = format!("{one}/remove");
        let gone = json!({ "version": 2, "field": "file" });
        refused(&send(&served, Role::Recorder, "POST", &remove, &gone).await, 403);
        let stale = json!({ "version": 1, "field": "file" });
        refused(&send(&served, CLERK, "POST", &remove, &stale).await, 409);
        let none = format!("{files}/none/remove");
        refused(&send(&served, CLERK, "POST", &none, &gone).await, 404);
        assert_eq!(send(&served, CLERK, "POST", &remove, &gone).await.status, 204);
        let list = read(&send(&served, CLERK, "GET", &files, &Value::Null).await, 200);
        assert_eq!(list["total"], 0, "{list}");
    }
}

#[tokio::test]
async fn who_keeps_a_register_attaches_what_only_others_may_open() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = add(&served, "household", &HOUSEHOLD).await;
        let files = format!("/api/v1/registers/household/entries/u/{id}/files");
        let proof = format!("{files}?version=1&field=evidence&name=a.pdf");
        assert_eq!(attach(&served, CLERK, &proof, PDF).await.status, 204);
        let list = read(&send(&served, CLERK, "GET", &files, &Value::Null).await, 200);
        assert_eq!(list["total"], 0, "sealed: {list}");
        let list = read(&send(&served, Role::Head, "GET", &files, &Value::Null).await, 200);
        let digest = list["items"][0]["digest"].as_str().expect("a digest");
        let one = format!("{files}/{digest}");
        refused(&send(&served, CLERK, "GET", &one, &Value::Null).await, 404);
        let opened = send(&served, Role::Head, "GET", &one, &Value::Null).await;
        assert!(opened.status == 200 && opened.body == PDF.as_bytes(), "{}", opened.text());
        let trail = served.call(Some(Role::Auditor), "GET", "/api/v1/audit/csv", None, "").await;
        assert!(trail.text().contains("查看附件"), "{}", trail.text());
    }
}

#[tokio::test]
async fn a_person_is_found_by_number_and_by_entry() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = add(&served, "household", &HOUSEHOLD).await;
        add(&served, "aid", &AID).await;
        let people = "/api/v1/registers/people";
        let number = json!({ "number": ID });
        let found = read(&send(&served, CLERK, "POST", people, &number).await, 200);
        refused(&send(&served, Role::Recorder, "POST", people, &number).await, 403);
        refused(&send(&served, CLERK, "POST", people, &json!({})).await, 400);
        let named = format!("/api/v1/registers/household/entries/u/{id}/person/head");
        let same = read(&send(&served, CLERK, "GET", &named, &Value::Null).await, 200);
        assert_eq!(same, found);
        refused(&send(&served, Role::Finance, "GET", &named, &Value::Null).await, 403);
        let none = named.replace("/head", "/nothing");
        refused(&send(&served, CLERK, "GET", &none, &Value::Null).await, 404);
        let page = format!("{people}/{}", found["hash"].as_str().expect("a hash"));
        let answer = send(&served, CLERK, "GET", &page, &Value::Null).await;
        assert!(!answer.text().contains("甲某人") && !answer.text().contains(ID), "masked");
        let facts = read(&answer, 200);
        let registers = facts["registers"].as_array().expect("registers");
        let names: Vec<&Value> = registers.iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["aid", "household"], "{facts}");
        let plain = send(&served, CLERK, "GET", &format!("{page}?plain=true"), &Value::Null).await;
        assert!(plain.text().contains("甲某人") && plain.text().contains(ID));
        refused(&send(&served, Role::Recorder, "GET", &page, &Value::Null).await, 403);
        refused(&send(&served, CLERK, "GET", &format!("{people}/none"), &Value::Null).await, 404);
        let trail = served.call(Some(Role::Auditor), "GET", "/api/v1/audit/csv", None, "").await;
        let trail = trail.text();
        assert!(trail.contains("查看个人汇总") && trail.contains("查看个人信息"), "{trail}");
        assert!(!trail.contains(ID), "{trail}");
    }
}

#[tokio::test]
async fn files_of_journals_are_declared_void_and_asked_for() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = add(&served, "aid", &AID).await;
        let entry = format!("/api/v1/registers/aid/entries/u/{id}");
        let files = format!("{entry}/files");
        let proof = format!("{files}?version=1&field=receipt&name=a.pdf");
        let kept = attach(&served, CLERK, &proof, PDF).await;
        assert_eq!(kept.status, 204, "{}", kept.text());
        let found = async |test: &str| {
            let filter = json!({ "field": "receipt", "test": test });
            let asked = json!({ "filters": [filter] });
            let search = "/api/v1/registers/aid/search";
            let list = read(&send(&served, CLERK, "POST", search, &asked).await, 200);
            list["items"].as_array().expect("entries").len()
        };
        assert_eq!((found("filled").await, found("empty").await), (1, 0));
        let list = read(&send(&served, CLERK, "GET", &files, &Value::Null).await, 200);
        assert_eq!(list["items"][0]["number"], 1, "{list}");
        let void = format!("{entry}/void-file");
        let why = json!({ "number": 1, "why": "传错" });
        refused(&send(&served, Role::Recorder, "POST", &void, &why).await, 403);
        let silent = json!({ "number": 1, "why": "" });
        refused(&send(&served, CLERK, "POST", &void, &silent).await, 422);
        let none = json!({ "number": 7, "why": "传错" });
        refused(&send(&served, CLERK, "POST", &void, &none).await, 404);
        assert_eq!(send(&served, CLERK, "POST", &void, &why).await.status, 204);
        refused(&send(&served, CLERK, "POST", &void, &why).await, 409);
        let list = read(&send(&served, CLERK, "GET", &files, &Value::Null).await, 200);
        assert_eq!(list["items"][0]["voided"]["why"], "传错", "{list}");
        assert_eq!((found("filled").await, found("empty").await), (0, 1));
    }
}
