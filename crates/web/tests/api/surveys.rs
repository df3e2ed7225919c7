//! Questionnaires by the interface: written, handed out, entered from paper, ended, counted.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{HOUSEHOLD, add, read, refused, send};
use crate::support::{Served, encoded};

const CLERK: Role = Role::Clerk;
const SURVEYS: &str = "/api/v1/surveys";

fn text(title: &str) -> Value {
    json!({ "year": 2026, "title": title, "measures": "困难职工满意度", "register": "household",
        "opens": "2026-01-01", "closes": "2026-03-31",
        "questions": [
            { "kind": "satisfaction", "text": "您满意吗？", "required": true },
            { "kind": "many", "text": "您收到了什么？", "choices": ["慰问金", " ", "慰问品"] },
            { "kind": "words", "text": "您有什么意见？" },
        ] })
}

async fn post(served: &Served, role: Role, path: &str, body: &Value) -> crate::support::Answer {
    send(served, role, "POST", path, body).await
}

/// Writes one; gives its address.
async fn written(served: &Served) -> String {
    let new = json!({ "survey": text("满意度调查") });
    refused(&post(served, Role::Head, SURVEYS, &new).await, 403);
    let blank = json!({ "survey": text("") });
    refused(&post(served, CLERK, SURVEYS, &blank).await, 422);
    let mut odd = new.clone();
    odd["survey"]["questions"][0]["kind"] = json!("odd");
    refused(&post(served, CLERK, SURVEYS, &odd).await, 400);
    let made = read(&post(served, CLERK, SURVEYS, &new).await, 201);
    let here = format!("{SURVEYS}/{}", made["id"].as_str().expect("an id"));
    let shown = read(&send(served, Role::Head, "GET", &here, &Value::Null).await, 200);
    assert_eq!(shown["questions"][1]["options"], json!(["慰问金", "慰问品"]), "{shown}");
    assert_eq!((&shown["survey"]["version"], &shown["may_write"]), (&json!(1), &json!(false)));
    refused(&send(served, Role::Finance, "GET", &here, &Value::Null).await, 403);
    refused(&send(served, CLERK, "GET", &format!("{SURVEYS}/none"), &Value::Null).await, 404);
    let change = json!({ "version": 1, "survey": text("2026年满意度调查") });
    refused(&send(served, Role::Recorder, "PUT", &here, &change).await, 403);
    assert_eq!(send(served, CLERK, "PUT", &here, &change).await.status, 204);
    refused(&send(served, CLERK, "PUT", &here, &change).await, 409);
    let list =
        read(&send(served, CLERK, "GET", &format!("{SURVEYS}?year=2026"), &Value::Null).await, 200);
    assert_eq!(list["items"][0]["title"], "2026年满意度调查", "{list}");
    refused(&send(served, Role::Finance, "GET", SURVEYS, &Value::Null).await, 403);
    refused(&send(served, CLERK, "GET", &format!("{SURVEYS}?year=x"), &Value::Null).await, 400);
    here
}

/// Answers by a link as a browser does.
async fn answer(served: &Served, link: &str, level: &str) {
    let (_, token) = link.split_once("/s/").expect("a token");
    let body = format!("q0={level}&q2={}", encoded("多来看看"));
    let line = format!(
        "POST /s/{token} HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
        body.len()
    );
    let kept = served.ask(None, &line, &body).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
}

#[tokio::test]
async fn a_questionnaire_goes_from_its_questions_to_its_results() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        add(&served, "household", &HOUSEHOLD).await;
        let here = written(&served).await;
        let people = format!("{here}/people");
        let counted = read(&post(&served, CLERK, &people, &json!({})).await, 200);
        assert_eq!((&counted["entries"], &counted["people"]), (&json!(1), &json!(1)), "{counted}");
        refused(&post(&served, Role::Finance, &people, &json!({})).await, 403);
        let odd = json!({ "from": "someday" });
        refused(&post(&served, CLERK, &people, &odd).await, 422);
        let open = format!("{here}/open");
        let out = json!({ "version": 2, "links": 3, "papers": 1 });
        refused(&post(&served, Role::Head, &open, &out).await, 403);
        let more = json!({ "version": 2, "links": 3, "people": {} });
        refused(&post(&served, CLERK, &open, &more).await, 422);
        let made = read(&post(&served, CLERK, &open, &out).await, 200);
        let links: Vec<String> = serde_json::from_value(made["links"].clone()).expect("links");
        assert_eq!(links.len(), 3);
        assert!(links[0].starts_with("http://localhost/s/"), "{links:?}");
        refused(&post(&served, CLERK, &open, &out).await, 409);
        answer(&served, &links[0], "0").await;

        let more = format!("{here}/more");
        let again = json!({ "version": 3, "papers": 1 });
        refused(&post(&served, Role::Head, &more, &again).await, 403);
        refused(&post(&served, CLERK, &more, &json!({ "version": 3 })).await, 422);
        assert_eq!(read(&post(&served, CLERK, &more, &again).await, 200), json!({ "links": [] }));
        let renew = format!("{here}/renew");
        let seen = json!({ "version": 4 });
        refused(&post(&served, Role::Head, &renew, &seen).await, 403);
        refused(&post(&served, CLERK, &renew, &json!({ "version": 1 })).await, 409);
        let renewed = read(&post(&served, CLERK, &renew, &seen).await, 200);
        let renewed: Vec<String> = serde_json::from_value(renewed["links"].clone()).expect("links");
        assert_eq!(renewed.len(), 2, "one was used");
        answer(&served, &renewed[0], "1").await;
        papers(&served, &here).await;
        results(&served, &here).await;
    }
}

async fn papers(served: &Served, here: &str) {
    let paper = format!("{here}/paper");
    let sheet = |answers: Value| json!({ "answers": answers });
    let whole =
        sheet(json!([{ "question": 1, "chosen": [4] }, { "question": 2, "chosen": [0, 1] }]));
    refused(&post(served, Role::Head, &paper, &whole).await, 403);
    for (answers, expected) in [
        (json!([]), 422),
        (json!([{ "question": 0, "chosen": [1] }]), 400),
        (json!([{ "question": 1, "chosen": [5] }]), 422),
        (json!([{ "question": 1, "chosen": [1] }, { "question": 4, "words": "没有" }]), 422),
    ] {
        refused(&post(served, CLERK, &paper, &sheet(answers)).await, expected);
    }
    assert_eq!(read(&post(served, CLERK, &paper, &whole).await, 201), json!({ "number": 1 }));
    let second = read(&post(served, CLERK, &paper, &whole).await, 201);
    assert_eq!(second["number"], 2);
    refused(&post(served, CLERK, &paper, &whole).await, 409);
}

async fn results(served: &Served, here: &str) {
    let path = format!("{here}/results");
    let open = read(&send(served, Role::Head, "GET", &path, &Value::Null).await, 200);
    assert!(open["found"].is_null() && open["withheld"].is_string(), "{open}");
    assert_eq!((&open["returned_web"], &open["returned_paper"]), (&json!(2), &json!(2)));
    refused(&send(served, Role::Finance, "GET", &path, &Value::Null).await, 403);
    let close = format!("{here}/close");
    refused(&post(served, Role::Recorder, &close, &json!({ "version": 5 })).await, 403);
    refused(&post(served, CLERK, &close, &json!({ "version": "5" })).await, 400);
    assert_eq!(post(served, CLERK, &close, &json!({ "version": 5 })).await.status, 204);
    let shown = read(&send(served, Role::Head, "GET", &path, &Value::Null).await, 200);
    let found = &shown["found"];
    assert_eq!((&found["valid"], &found["is_small"]), (&json!(4), &json!(true)), "{shown}");
    assert_eq!(found["satisfied"], json!({ "part": 2, "whole": 4, "shown": "50.00%" }));
    assert_eq!(found["questions"][2]["words"], json!(["多来看看", "多来看看"]));
    let csv = format!("{path}/csv");
    let table = send(served, Role::Head, "GET", &csv, &Value::Null).await.text();
    assert!(table.contains("满意度,,2,4,50.00%"), "{table}");
    refused(&send(served, Role::Finance, "GET", &csv, &Value::Null).await, 403);
    let remove = format!("{here}/remove");
    refused(&post(served, CLERK, &remove, &json!({ "version": 6 })).await, 409);
    let draft = json!({ "survey": text("另一份") });
    let made = read(&post(served, CLERK, SURVEYS, &draft).await, 201);
    let remove = format!("{SURVEYS}/{}/remove", made["id"].as_str().expect("an id"));
    refused(&post(served, Role::Head, &remove, &json!({ "version": 1 })).await, 403);
    assert_eq!(post(served, CLERK, &remove, &json!({ "version": 1 })).await.status, 204);
}
