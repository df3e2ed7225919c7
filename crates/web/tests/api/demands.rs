//! Demands by the interface: raised, answered with a file, returned, confirmed; limits of a token.

use office::tokens::NewToken;
use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{read, refused, send};
use crate::support::Served;

const ALL: &str = "/api/v1/demands";

fn demand() -> Value {
    json!({ "owner": "u", "year": 2026, "origin": "monitoring", "kind": "spending",
        "found": "进度30%", "asked": "补齐进度", "due_on": "2026-02-10", "notice": "1号" })
}

#[tokio::test]
async fn a_demand_goes_its_way_by_the_interface() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let (clerk, finance) = (Role::Clerk, Role::Finance);
        refused(&send(&served, clerk, "POST", ALL, &demand()).await, 403);
        let mut odd = demand();
        odd["origin"] = json!("odd");
        refused(&send(&served, finance, "POST", ALL, &odd).await, 400);
        odd = demand();
        odd["decider"] = json!("rule");
        refused(&send(&served, finance, "POST", ALL, &odd).await, 422);
        let made = read(&send(&served, finance, "POST", ALL, &demand()).await, 201);
        let here = format!("{ALL}/{}", made["id"].as_str().expect("an id"));
        let list = read(&send(&served, clerk, "GET", ALL, &Value::Null).await, 200);
        let line = &list["items"][0];
        assert_eq!((&list["total"], &line["days_left"]), (&json!(1), &json!(31)), "{list}");
        assert_eq!(line["responsible"], "临河县总工会");
        let none = format!("{ALL}?state=confirmed");
        assert_eq!(read(&send(&served, clerk, "GET", &none, &Value::Null).await, 200)["total"], 0);
        let file = format!("{here}/files?version=1&name=a.pdf");
        let sent =
            served.send(Some(clerk), "POST", &file, "application/octet-stream", "%PDF-1.7").await;
        assert_eq!(sent.status, 204, "{}", sent.text());
        let answer = json!({ "version": 1, "measure": "已支付", "result": "62%" });
        let path = format!("{here}/answer");
        refused(&send(&served, clerk, "POST", &path, &answer).await, 409);
        let answer = json!({ "version": 2, "measure": "已支付", "result": "62%" });
        refused(&send(&served, finance, "POST", &path, &answer).await, 403);
        assert_eq!(send(&served, clerk, "POST", &path, &answer).await.status, 204);
        let whole = read(&send(&served, finance, "GET", &here, &Value::Null).await, 200);
        assert_eq!((&whole["is_ours"], &whole["may_answer"]), (&json!(true), &json!(false)));
        assert_eq!(whole["files"][0]["step"], 2, "{whole}");
        let id = whole["files"][0]["id"].as_str().expect("an id");
        let file = served.call(Some(finance), "GET", &format!("{here}/files/{id}"), None, "").await;
        assert_eq!(file.body, b"%PDF-1.7");
        let returned = json!({ "version": 3, "reason": "没有回单" });
        let path = format!("{here}/return");
        refused(&send(&served, Role::Above, "POST", &path, &returned).await, 403);
        assert_eq!(send(&served, finance, "POST", &path, &returned).await.status, 204);
        let term = json!({ "version": 4, "due_on": "2026-03-10", "reason": "放假" });
        let path = format!("{here}/extend");
        assert_eq!(send(&served, finance, "POST", &path, &term).await.status, 204);
        let answer = json!({ "version": 5, "measure": "已补回单", "result": "62%",
            "finished_on": "2026-01-09" });
        let path = format!("{here}/answer");
        assert_eq!(send(&served, clerk, "POST", &path, &answer).await.status, 204);
        let path = format!("{here}/confirm");
        let seen = json!({ "version": 6, "text": "已核实" });
        assert_eq!(send(&served, finance, "POST", &path, &seen).await.status, 204);
        refused(&send(&served, finance, "POST", &path, &seen).await, 409);
        let paper = format!("{here}/papers/reply/txt");
        let paper = served.call(Some(clerk), "GET", &paper, None, "").await.text();
        assert!(paper.contains("已补回单") && paper.contains("已核实"), "{paper}");
        let path = format!("{here}/withdraw");
        let late = json!({ "version": 7, "reason": "误提" });
        refused(&send(&served, finance, "POST", &path, &late).await, 409);
    }
}

#[tokio::test]
async fn a_token_that_may_read_demands_does_no_more() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let made = read(&send(&served, Role::Finance, "POST", ALL, &demand()).await, 201);
    let here = format!("{ALL}/{}", made["id"].as_str().expect("an id"));
    let clerk = served.office.asker("clerk", "127.0.0.1").await.expect("the clerk");
    let new =
        NewToken {
            name: "看整改".into(), scopes: vec!["read_demands".into()], days: "5".into()
        };
    let token = served.office.make_token(&clerk, &new).await.expect("a token");
    let answer = json!({ "version": 1, "measure": "甲", "result": "乙" }).to_string();
    for (method, path, body, expected) in [
        ("GET", ALL, "", 200),
        ("GET", &here, "", 200),
        ("POST", &format!("{here}/answer"), &answer, 403),
        ("POST", &format!("{here}/files?version=1&name=a.pdf"), "%PDF", 403),
        ("GET", "/api/v1/statements", "", 403),
    ] {
        let done = served.call(None, method, path, Some(&token), body).await;
        assert_eq!(done.status, expected, "{method} {path}: {}", done.text());
    }
}
