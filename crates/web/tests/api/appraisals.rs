//! Appraisals, the scheme of a self-evaluation and the overview by the interface: report, problems, files, recusal; who may not
//! is refused, and what a token was not given for stays closed.

use office::tokens::NewToken;
use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{read, refused, send};
use crate::support::Served;

const ALL: &str = "/api/v1/appraisals";
const NOTHING: Value = Value::Null;

/// An appraisal of the department as a whole; gives its address.
async fn opened(served: &Served) -> String {
    served.approved().await;
    let text = json!({ "year": 2026, "owner": "u", "subject_kind": "department",
        "purpose": "部门整体支出", "marks_due": "2026-03-31" });
    let made = read(&send(served, Role::Finance, "POST", ALL, &text).await, 201);
    format!("{ALL}/{}", made["id"].as_str().expect("an id"))
}

/// The appraisal as somebody sees it.
async fn seen(served: &Served, role: Role, here: &str) -> Value {
    read(&send(served, role, "GET", here, &NOTHING).await, 200)
}

/// Does something as the bureau, with the version that it sees.
async fn does(served: &Served, here: &str, (method, below): (&str, &str), body: Value) -> Value {
    let mut body = body;
    body["seen"] = seen(served, Role::Finance, here).await["version"].clone();
    read(&send(served, Role::Finance, method, &format!("{here}{below}"), &body).await, 200)
}

/// The expert marks everything in full but the first item, and reports.
async fn marked(served: &Served, here: &str) {
    let sheet = seen(served, Role::Expert, here).await;
    let items = sheet["items"].as_array().expect("items").iter().enumerate();
    let mark = |(at, item): (usize, &Value)| match at {
        0 => json!({ "item": item["id"], "points": "3", "opinion": "论证不足" }),
        _ => json!({ "item": item["id"], "points": item["of"] }),
    };
    let marks: Vec<Value> = items.map(mark).collect();
    let free = send(served, Role::Expert, "POST", &format!("{here}/interest"), &json!({})).await;
    assert_eq!(free.status, 204, "{}", free.text());
    let sheet = seen(served, Role::Expert, here).await;
    let body = json!({ "seen": sheet["experts"][0]["seen"], "marks": marks, "opinion": "总体较好", "report": true });
    let told = send(served, Role::Expert, "PUT", &format!("{here}/marks"), &body).await;
    assert_eq!(told.status, 204, "{}", told.text());
}

#[tokio::test]
async fn an_appraisals_report_problems_and_recusals_go_by_the_interface() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let here = opened(&served).await;
        does(&served, &here, ("POST", "/experts"), json!({ "user": "expert" })).await;
        does(&served, &here, ("POST", "/experts"), json!({ "name": "孙岚" })).await;
        does(&served, &here, ("POST", "/acts/start"), json!({})).await;
        let gone = json!({ "text": "亲属在该单位" });
        let gone = does(&served, &here, ("POST", "/experts/2/recuse"), gone).await;
        assert_eq!(
            (&gone["experts"][1]["state"], &gone["experts"][1]["reason"]),
            (&json!("recused"), &json!("亲属在该单位")),
            "{gone}"
        );
        marked(&served, &here).await;
        let back = json!({ "text": "请再看立项" });
        let back = does(&served, &here, ("POST", "/experts/1/give-back"), back).await;
        assert_eq!(back["experts"][0]["opinion"], "", "the expert's own again: {back}");
        assert_eq!(seen(&served, Role::Expert, &here).await["experts"][0]["reason"], "请再看立项");
        marked(&served, &here).await;
        let drawn = does(&served, &here, ("POST", "/acts/draw"), json!({})).await;
        assert_eq!(
            (&drawn["total"], &drawn["experts"][0]["opinion"]),
            (&json!("99"), &json!("总体较好"))
        );
        written(&served, &here).await;
        settled(&served, &here).await;
    }
}

/// Texts and problems, which the department does not see yet.
async fn written(served: &Served, here: &str) {
    let text = json!({ "texts": [{ "part": "experience", "body": "逐户核对" }] });
    let found = does(served, here, ("PUT", "/report"), text).await;
    let experience = &found["texts"][3];
    assert_eq!(
        (&experience["part"], &experience["text"]),
        (&json!("experience"), &json!("逐户核对"))
    );
    assert_eq!(experience["by_name"], "财政审核人甲", "{experience}");
    let problem = json!({ "found": "立项没有论证", "asked": "补做论证", "kind": "funds" });
    does(served, here, ("POST", "/problems"), problem.clone()).await;
    let two = does(served, here, ("POST", "/problems"), problem).await;
    assert_eq!(two["problems"].as_array().map(Vec::len), Some(2), "{two}");
    let one = does(served, here, ("POST", "/problems/1/remove"), json!({})).await;
    assert_eq!(
        (one["problems"].as_array().map(Vec::len), &one["problems"][0]["number"]),
        (Some(1), &json!(2))
    );
    let head = seen(served, Role::Head, here).await;
    assert_eq!((&head["texts"], &head["problems"]), (&json!([]), &json!([])), "{head}");
    let version = head["version"].clone();
    for (method, below, body) in [
        ("PUT", "/report", json!({ "seen": version, "texts": [] })),
        (
            "POST",
            "/problems",
            json!({ "seen": version, "found": "甲", "asked": "乙", "kind": "funds" }),
        ),
        ("POST", "/problems/2/remove", json!({ "seen": version })),
        ("POST", "/problems/2/demand", json!({ "due_on": "2026-03-31" })),
        ("POST", "/experts/1/recuse", json!({ "seen": version, "text": "不" })),
        ("POST", "/experts/1/give-back", json!({ "seen": version, "text": "不" })),
        ("POST", "/requests/1/return", json!({ "seen": version, "text": "不" })),
    ] {
        refused(&send(served, Role::Head, method, &format!("{here}{below}"), &body).await, 403);
    }
    let finance = Role::Finance;
    let odd = json!({ "seen": version, "found": "甲", "asked": "乙", "kind": "odd" });
    refused(&send(served, finance, "POST", &format!("{here}/problems"), &odd).await, 422);
    let stale = json!({ "seen": 1, "texts": [] });
    refused(&send(served, finance, "PUT", &format!("{here}/report"), &stale).await, 409);
    let part = json!({ "seen": version, "texts": [{ "part": "verdict", "body": "好" }] });
    refused(&send(served, finance, "PUT", &format!("{here}/report"), &part).await, 404);
}

/// The department is asked and answers; settled, the problem becomes a demand, once.
async fn settled(served: &Served, here: &str) {
    does(served, here, ("POST", "/acts/consult"), json!({})).await;
    let head = seen(served, Role::Head, here).await;
    assert_eq!(head["problems"][0]["found"], "立项没有论证", "{head}");
    assert_eq!((&head["experts"], &head["texts"][3]["text"]), (&json!([]), &json!("逐户核对")));
    let answer = json!({ "seen": head["version"], "text": "论证已补做" });
    read(&send(served, Role::Head, "POST", &format!("{here}/acts/answer"), &answer).await, 200);
    let demand = format!("{here}/problems/2/demand");
    let due = json!({ "due_on": "2026-03-31", "notice": "3号" });
    refused(&send(served, Role::Finance, "POST", &demand, &due).await, 409);
    let done = does(served, here, ("POST", "/acts/settle"), json!({ "text": "不采纳" })).await;
    assert_eq!(
        (&done["opinion"], &done["reply"]),
        (&json!("论证已补做"), &json!("不采纳")),
        "{done}"
    );
    let past = json!({ "due_on": "2020-03-31" });
    refused(&send(served, Role::Finance, "POST", &demand, &past).await, 422);
    let made = read(&send(served, Role::Finance, "POST", &demand, &due).await, 201);
    refused(&send(served, Role::Finance, "POST", &demand, &due).await, 409);
    assert_eq!(seen(served, Role::Head, here).await["problems"][0]["demand"], made["id"]);
    let raised = format!("/api/v1/demands/{}", made["id"].as_str().expect("an id"));
    let raised = read(&send(served, Role::Clerk, "GET", &raised, &NOTHING).await, 200);
    assert_eq!(
        (&raised["demand"]["found"], &raised["demand"]["notice"]),
        (&json!("立项没有论证"), &json!("3号")),
        "{raised}"
    );
}

#[tokio::test]
async fn files_are_given_for_an_appraisal_and_opened_by_those_who_see_it() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let here = opened(&served).await;
        let ask = json!({ "what": "银行回单", "due_on": "2026-02-10" });
        let asked = does(&served, &here, ("POST", "/requests"), ask).await;
        let files = async |role, seen: &Value, bytes: &str| {
            let path = format!("{here}/requests/1/files?seen={seen}&name=a.pdf");
            served.send(Some(role), "POST", &path, "application/octet-stream", bytes).await
        };
        let version = &asked["version"];
        refused(&files(Role::Finance, version, "%PDF-1.7").await, 403);
        refused(&files(Role::Clerk, &json!(1), "%PDF-1.7").await, 409);
        refused(&files(Role::Clerk, version, "MZ").await, 422);
        assert_eq!(files(Role::Clerk, version, "%PDF-1.7").await.status, 204);
        let whole = seen(&served, Role::Finance, &here).await;
        let file = &whole["requests"][0]["files"][0];
        assert_eq!((&file["name"], &file["size"]), (&json!("a.pdf"), &json!(8)), "{whole}");
        let file = format!("{here}/files/{}", file["id"].as_str().expect("an id"));
        let got = served.call(Some(Role::Finance), "GET", &file, None, "").await;
        assert_eq!(got.body, b"%PDF-1.7");
        refused(&send(&served, Role::Auditor, "GET", &file, &NOTHING).await, 403);
        refused(&send(&served, Role::Expert, "GET", &file, &NOTHING).await, 404);
        let answer = json!({ "seen": whole["version"], "text": "见附件" });
        let answered = format!("{here}/requests/1/answer");
        read(&send(&served, Role::Clerk, "POST", &answered, &answer).await, 200);
        let late = json!({ "seen": seen(&served, Role::Clerk, &here).await["version"] });
        let remove = format!("{file}/remove");
        refused(&send(&served, Role::Clerk, "POST", &remove, &late).await, 409);
        let lacking = json!({ "text": "缺三月" });
        let back = does(&served, &here, ("POST", "/requests/1/return"), lacking).await;
        let request = &back["requests"][0];
        assert_eq!((&request["state"], &request["reason"]), (&json!("returned"), &json!("缺三月")));
        let now = json!({ "seen": back["version"] });
        refused(&send(&served, Role::Finance, "POST", &remove, &now).await, 403);
        assert_eq!(send(&served, Role::Clerk, "POST", &remove, &now).await.status, 204);
        refused(&send(&served, Role::Clerk, "GET", &file, &NOTHING).await, 404);
        assert_eq!(seen(&served, Role::Clerk, &here).await["requests"][0]["files"], json!([]));
    }
}

#[tokio::test]
async fn a_token_that_may_read_appraisals_changes_nothing() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let here = opened(&served).await;
    let bureau = served.office.asker("finance", "127.0.0.1").await.expect("the bureau");
    let scopes = vec!["read_appraisals".into(), "read_statements".into(), "read_board".into()];
    let new = NewToken { name: "看评价".into(), scopes, days: "5".into() };
    let token = served.office.make_token(&bureau, &new).await.expect("a token");
    for (method, path, body, expected) in [
        ("GET", here.clone(), "", 200),
        ("GET", "/api/v1/overview?year=2026".to_owned(), "", 200),
        ("PUT", format!("{here}/report"), r#"{"seen":1,"texts":[]}"#, 403),
        ("POST", format!("{here}/problems/1/demand"), r#"{"due_on":"2026-03-31"}"#, 403),
        ("POST", format!("{here}/experts/1/recuse"), r#"{"seen":1,"text":"不"}"#, 403),
        ("POST", format!("{here}/requests/1/files?seen=1&name=a.pdf"), "%PDF", 403),
    ] {
        let done = served.call(None, method, &path, Some(&token), body).await;
        assert_eq!(done.status, expected, "{method} {path}: {}", done.text());
    }
}

#[tokio::test]
async fn a_scheme_is_chosen_with_its_reason() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.approved().await;
        let here = format!("/api/v1/statements/{id}/evaluation");
        read(&send(&served, Role::Clerk, "POST", &format!("{here}/begin"), &NOTHING).await, 200);
        let begun = read(&send(&served, Role::Clerk, "GET", &here, &NOTHING).await, 200);
        let schemes = begun["schemes"].as_array().expect("schemes");
        assert_eq!(schemes[0]["id"], begun["scheme"], "{begun}");
        let other = schemes[1]["id"].clone();
        let path = format!("{here}/scheme");
        let choose = |seen: i64, scheme: &Value, reason: &str| json!({ "seen": seen, "scheme": scheme, "reason": reason });
        let why = "临财绩〔2026〕5号";
        let clerk = Role::Clerk;
        refused(&send(&served, clerk, "PUT", &path, &choose(1, &other, "")).await, 422);
        refused(&send(&served, clerk, "PUT", &path, &choose(1, &json!("odd"), why)).await, 422);
        refused(&send(&served, Role::Finance, "PUT", &path, &choose(1, &other, why)).await, 403);
        let kept = read(&send(&served, clerk, "PUT", &path, &choose(1, &other, why)).await, 200);
        assert_eq!((&kept["scheme"], &kept["scheme_reason"]), (&other, &json!(why)), "{kept}");
        assert_eq!(kept["revision"], 2);
        refused(&send(&served, clerk, "PUT", &path, &choose(1, &other, why)).await, 409);
        let usual = choose(2, &schemes[0]["id"], "");
        let usual = read(&send(&served, clerk, "PUT", &path, &usual).await, 200);
        assert_eq!((&usual["scheme"], &usual["scheme_reason"]), (&begun["scheme"], &json!("")));
    }
}

#[tokio::test]
async fn the_overview_tells_every_department_in_sight() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let statement = served.approved().await;
        let path = "/api/v1/overview?year=2026";
        let found = read(&send(&served, Role::Finance, "GET", path, &NOTHING).await, 200);
        let names: Vec<&Value> = found["departments"]
            .as_array()
            .expect("departments")
            .iter()
            .map(|one| &one["organisation_name"])
            .collect();
        assert_eq!(names, ["临河县教育局", "临河县总工会"], "{found}");
        let union = &found["departments"][1];
        assert_eq!((&union["statement"], &union["state"]), (&json!(statement), &json!("approved")));
        assert_eq!((&union["executed"], &union["evaluation"]), (&NOTHING, &NOTHING), "{union}");
        let whole = &found["whole"];
        assert_eq!((&whole["departments"], &whole["approved"]), (&json!(2), &json!(1)), "{whole}");
        assert_eq!((&whole["watched_fen"], &whole["executed"]), (&json!(0), &NOTHING), "{whole}");
        assert_eq!(whole["budget_fen"], union["sums"]["budget_fen"]);
        assert!(whole["budget_fen"].as_i64() > Some(0), "{whole}");
        assert_eq!(found["years"][0]["year"], 2026);
        for role in [Role::Clerk, Role::Head, Role::Expert, Role::Auditor] {
            refused(&send(&served, role, "GET", path, &NOTHING).await, 403);
        }
        let odd = "/api/v1/overview?year=1999";
        refused(&send(&served, Role::Finance, "GET", odd, &NOTHING).await, 400);
    }
}
