//! Tables of registers by the interface: sent, looked at, imported at once and by a worker, undone, exported.

use office::tokens::NewToken;
use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{ID, read, refused, send};
use crate::shelves::{HEADS, members};
use crate::support::{Answer, Served};

const MEMBERS: &str = "/api/v1/registers/member";
const OTHERS: [&str; 2] = ["990321198001010037", "990321198001010053"];
const CLERK: Role = Role::Clerk;

async fn stage_as(served: &Served, role: Role, text: &str) -> Answer {
    let path = format!("{MEMBERS}/imports/files?name=%E5%90%8D%E5%86%8C.csv");
    served.send(Some(role), "POST", &path, "application/octet-stream", text).await
}

/// Sends a table; gives where it is looked at and imported.
async fn staged(served: &Served, text: &str) -> String {
    let made = read(&stage_as(served, CLERK, text).await, 201);
    format!("{MEMBERS}/imports/files/{}", made["id"].as_str().expect("an id"))
}

fn masked(answer: &Answer) {
    for secret in ["赵安邦", ID, "13920000001"] {
        assert!(!answer.text().contains(secret), "{secret}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_looked_at_imported_exported_and_undone() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        refused(&stage_as(&served, Role::Recorder, "a").await, 403);
        refused(&stage_as(&served, CLERK, "%PDF-1.7\n").await, 422);
        let file = staged(&served, &members(HEADS, &[ID, OTHERS[0], OTHERS[1]])).await;
        let preview = format!("{file}/preview");
        refused(&send(&served, Role::Recorder, "POST", &preview, &json!({})).await, 403);
        refused(&send(&served, CLERK, "POST", &preview, &json!({ "twins": "odd" })).await, 400);
        let answer = send(&served, CLERK, "POST", &preview, &json!({})).await;
        masked(&answer);
        let seen = read(&answer, 200);
        assert_eq!((&seen["counts"]["rows"], &seen["counts"]["bad"]), (&json!(3), &json!(0)));
        assert_eq!((&seen["stops"], &seen["is_long"]), (&json!([]), &json!(false)));
        let confirm = format!("{file}/confirm");
        refused(&send(&served, CLERK, "POST", &confirm, &json!({})).await, 400);
        refused(&send(&served, Role::Head, "POST", &confirm, &json!({ "rows": 3 })).await, 403);
        let done = send(&served, CLERK, "POST", &confirm, &json!({ "rows": 3 })).await;
        let done = read(&done, 201);
        assert_eq!((&done["added"], &done["skipped"]), (&json!(3), &json!(0)), "{done}");
        refused(&send(&served, CLERK, "POST", &confirm, &json!({ "rows": 3 })).await, 404);

        exports(&served).await;

        let imports = format!("{MEMBERS}/imports");
        let list = read(&send(&served, Role::Head, "GET", &imports, &Value::Null).await, 200);
        assert_eq!(list["items"][0]["rows"], 3, "{list}");
        assert_eq!(list["items"][0]["may_undo"], false, "the head keeps no registers");
        refused(&send(&served, Role::Finance, "GET", &imports, &Value::Null).await, 403);
        let id = &list["items"][0]["id"];
        let search = json!({ "import": id });
        let path = format!("{MEMBERS}/search");
        assert_eq!(read(&send(&served, CLERK, "POST", &path, &search).await, 200)["total"], 3);
        let undo = format!("{imports}/{id}/undo");
        refused(&send(&served, Role::Head, "POST", &undo, &json!({})).await, 403);
        let change = json!({ "version": 1, "inputs": [{ "label": "手机号码", "value": "" }] });
        let first = format!("{MEMBERS}/entries/u/1");
        read(&send(&served, CLERK, "PUT", &first, &change).await, 200);
        let held = read(&send(&served, CLERK, "POST", &undo, &json!({})).await, 200);
        assert!(held["removed"].is_null() && held["held"][0]["count"] == 1, "{held}");
        assert!(held["held"][0]["message"].as_str().is_some_and(|said| said.contains("改动过")));
        let missing = format!("{imports}/99/undo");
        refused(&send(&served, CLERK, "POST", &missing, &json!({})).await, 409);
        let file = staged(&served, &members(HEADS, &["990321198001010061"])).await;
        let confirm = format!("{file}/confirm");
        let done = send(&served, CLERK, "POST", &confirm, &json!({ "rows": 1 })).await;
        let id = read(&done, 201)["import"].clone();
        let undo = format!("{imports}/{id}/undo");
        let undone = read(&send(&served, CLERK, "POST", &undo, &json!({})).await, 200);
        assert_eq!(undone["removed"], 1, "{undone}");
        refused(&send(&served, CLERK, "POST", &undo, &json!({})).await, 409);
    }
}

async fn exports(served: &Served) {
    let path = |format: &str| format!("{MEMBERS}/export/{format}");
    let csv = send(served, CLERK, "POST", &path("csv"), &json!({})).await;
    masked(&csv);
    assert!(csv.status == 200 && csv.text().contains("赵**"), "{}", csv.text());
    let book = send(served, CLERK, "POST", &path("xlsx"), &json!({})).await;
    assert!(book.status == 200 && book.body.starts_with(b"PK"));
    let plain = json!({ "plain": true, "words": ID });
    let whole = send(served, CLERK, "POST", &path("csv"), &plain).await;
    let text = whole.text();
    assert!(text.contains("赵安邦") && text.contains(ID) && !text.contains(OTHERS[0]), "{text}");
    refused(&send(served, Role::Recorder, "POST", &path("csv"), &plain).await, 403);
    refused(&send(served, CLERK, "POST", &path("pdf"), &json!({})).await, 404);
    let odd = json!({ "filters": [{ "field": "nothing", "test": "filled" }] });
    refused(&send(served, CLERK, "POST", &path("csv"), &odd).await, 422);
    let template = format!("{MEMBERS}/template");
    let book = send(served, Role::Recorder, "GET", &template, &Value::Null).await;
    assert!(book.status == 200 && book.body.starts_with(b"PK"));
    refused(&send(served, Role::Finance, "GET", &template, &Value::Null).await, 403);
    let none = send(served, CLERK, "GET", "/api/v1/registers/none/template", &Value::Null).await;
    refused(&none, 404);
    let trail = served.call(Some(Role::Auditor), "GET", "/api/v1/audit/csv", None, "").await;
    masked(&trail);
    assert!(trail.text().contains("含个人信息原文"), "{}", trail.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_are_told_and_columns_can_be_chosen() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let odd = HEADS.replace("所在工会", "哪家的");
        let file = staged(&served, &members(&odd, &["990321198001010016", OTHERS[0]])).await;
        let preview = format!("{file}/preview");
        let seen = read(&send(&served, CLERK, "POST", &preview, &json!({})).await, 200);
        assert!(seen["stops"][0].as_str().is_some_and(|said| said.contains("所属工会")), "{seen}");
        let heading = |one: &&Value| one["heading"] == "哪家的";
        let columns = seen["columns"].as_array().expect("columns");
        let column = &columns.iter().find(heading).expect("the column")["column"];
        let chosen = json!({ "columns": [{ "label": "所属工会", "column": column }] });
        let answer = send(&served, CLERK, "POST", &preview, &chosen).await;
        assert!(!answer.text().contains("990321198001010016"), "{}", answer.text());
        let seen = read(&answer, 200);
        assert_eq!((&seen["stops"], &seen["counts"]["bad"]), (&json!([]), &json!(1)), "{seen}");
        assert_eq!(seen["kinds"][0]["finding"]["severity"], "error", "{seen}");
        let errors = format!("{file}/errors");
        let book = send(&served, CLERK, "POST", &errors, &chosen).await;
        assert!(book.status == 200 && book.body.starts_with(b"PK"), "{}", book.text());
        refused(&send(&served, Role::Head, "POST", &errors, &chosen).await, 403);
        let unknown = json!({ "columns": [{ "label": "没有这一项", "column": 0 }] });
        refused(&send(&served, CLERK, "POST", &errors, &unknown).await, 422);
        let confirm = json!({ "rows": 2, "choices": chosen });
        let path = format!("{file}/confirm");
        refused(&send(&served, CLERK, "POST", &path, &confirm).await, 422);
        let none = format!("{MEMBERS}/imports/files/none/preview");
        refused(&send(&served, CLERK, "POST", &none, &json!({})).await, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_imports_are_watched_and_called_off() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        for ends in ["done", "cancelled"] {
            let file = staged(&served, &members(HEADS, &[ID])).await;
            let path = format!("{file}/confirm");
            let body = json!({ "rows": 30_000 });
            let begun = read(&send(&served, CLERK, "POST", &path, &body).await, 202);
            let job = begun["id"].as_str().expect("an id").to_owned();
            let jobs = format!("{MEMBERS}/imports/jobs/{job}");
            let cancel = format!("{jobs}/cancel");
            let waiting = read(&send(&served, CLERK, "GET", &jobs, &Value::Null).await, 200);
            assert_eq!((&waiting["state"], &waiting["outcome"]), (&json!("waiting"), &Value::Null));
            refused(&send(&served, Role::Head, "GET", &jobs, &Value::Null).await, 403);
            refused(&send(&served, Role::Recorder, "POST", &cancel, &Value::Null).await, 403);
            let other = jobs.replace("member", "household");
            refused(&send(&served, CLERK, "GET", &other, &Value::Null).await, 404);
            if ends == "done" {
                assert!(served.office.do_next_job("test").await.expect("done"));
            } else {
                let answer = served.call(Some(CLERK), "POST", &cancel, None, "").await;
                assert_eq!(answer.status, 204, "{}", answer.text());
            }
            let ended = read(&send(&served, CLERK, "GET", &jobs, &Value::Null).await, 200);
            assert_eq!(ended["state"], ends, "{ended}");
            let added = &ended["outcome"]["added"];
            assert_eq!(added, &(if ends == "done" { json!(1) } else { Value::Null }), "{ended}");
            if ends == "done" {
                refused(&served.call(Some(CLERK), "POST", &cancel, None, "").await, 409);
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_may_read_registers_imports_nothing_and_shows_nobody() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let clerk = served.office.asker("clerk", "127.0.0.1").await.expect("the clerk");
        let new = NewToken {
            name: "只看台账".into(),
            scopes: vec!["read_registers".into()],
            days: "5".into(),
        };
        let token = served.office.make_token(&clerk, &new).await.expect("a token");
        let imports = format!("{MEMBERS}/imports");
        let stage = format!("{imports}/files?name=a.csv");
        let batch = "/api/v1/registers/aid_application/batch";
        let plain = json!({ "plain": true }).to_string();
        let people = json!({ "number": ID }).to_string();
        for (method, path, body, expected) in [
            ("GET", imports.as_str(), "", 200),
            ("GET", "/api/v1/registers/reminders", "", 200),
            ("GET", "/api/v1/registers/dues", "", 200),
            ("GET", "/api/v1/surveys", "", 200),
            ("POST", &format!("{MEMBERS}/export/csv"), "{}", 200),
            ("POST", &format!("{MEMBERS}/export/csv"), &plain, 403),
            ("POST", &stage, "{}", 403),
            ("GET", batch, "", 403),
            ("POST", &format!("{batch}/bank"), "{}", 403),
            ("POST", "/api/v1/registers/people", &people, 403),
            ("GET", "/api/v1/registers/model_worker/batch", "", 403),
        ] {
            let answer = served.call(None, method, path, Some(&token), body).await;
            assert_eq!(answer.status, expected, "{method} {path}: {}", answer.text());
        }
    }
}
