//! The interface for programs: its committed description, who may do what, scopes, errors; in `work`, what
//! people do on pages, done by programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use office::tokens::NewToken;
use serde_json::Value;
use store::people::Role;
use testkit::database::Database;

use crate::support;

mod appraisals;
mod batches;
mod demands;
mod files;
mod flows;
mod registers;
mod surveys;
mod tables;
mod work;

use crate::support::Served;

/// Compares with the committed file, or writes it if JIHENG_WRITE is set.
fn same(name: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("JIHENG_WRITE").is_some() {
        std::fs::write(&path, now).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("the committed file");
    assert!(kept == now, "docs/{name} is old: run this test with JIHENG_WRITE=1 and look at it");
}

/// Every operation: method, path.
fn operations() -> Vec<(String, String)> {
    let document = serde_json::to_value(web::api::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let each = |(path, item): (&String, &Value)| {
        let methods: Vec<String> = item.as_object().expect("an item").keys().cloned().collect();
        let path = path.clone();
        methods.into_iter().map(move |method| (method.to_uppercase(), path.clone()))
    };
    paths.iter().flat_map(each).collect()
}

#[test]
fn the_committed_description_is_that_of_the_program() {
    let document = web::api::document().to_pretty_json().expect("JSON");
    same("openapi.json", &(document + "\n"));
}

/// Two types of one name would be described as one of them.
#[test]
fn no_two_types_are_described_under_one_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let mut described: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("the folder") {
        let file = file.expect("a file").path();
        let text = std::fs::read_to_string(&file).expect("a text");
        for part in text.split("#[derive(").skip(1) {
            let (derived, rest) = part.split_once(")]").expect("a derive");
            if !derived.split(", ").any(|one| one == "ToSchema") {
                continue;
            }
            let words = rest.split(|sign: char| !sign.is_alphanumeric());
            let name = words.skip_while(|word| !["struct", "enum"].contains(word)).nth(1);
            let name = name.expect("a name");
            let other = described.insert(name.to_owned(), file.clone());
            assert_eq!(other, None, "{name} of {} is described twice", file.display());
        }
    }
    assert!(described.len() > 150, "only {} types were found", described.len());
}

/// Each operation is asked for by each role with nothing in it: what is refused for want of a right (403)
/// differs from what is refused for want of content (400, 404, 415).
#[tokio::test]
async fn every_operation_is_visited_by_every_role() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let mut page = String::from("| 操作 | 无令牌 |");
    Role::ALL.iter().for_each(|role| page.push_str(&format!(" {} |", role.label())));
    page.push_str(&format!("\n| --- |{}\n", " :-: |".repeat(Role::ALL.len() + 1)));
    for (method, path) in operations() {
        page.push_str(&format!("| {method} {path} |"));
        let address = path.replace("{number}", "1").replace("{paper}", "text");
        let address = address.replace("{format}", "txt").replace("{act}", "decide");
        let address = address.replace("{register}", "household").replace("{owner}/{id}", "u/1");
        let address = address.replace("{import}", "1");
        let address = address.replace(['{', '}'], "");
        let callers = std::iter::once(None).chain(Role::ALL.iter().copied().map(Some));
        for caller in callers {
            let answer = served.call(caller, &method, &address, None, "").await;
            assert!(answer.status < 500, "{method} {address}: {}", answer.text());
            is_problem(&answer, &format!("{method} {address}"));
            page.push_str(&format!(" {} |", answer.status));
        }
        page.push('\n');
    }
    same("api-access.md", &page);
}

#[tokio::test]
async fn scopes_limit_a_token_and_nothing_else_holds() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let clerk = served.office.asker("clerk", "127.0.0.1").await.expect("the clerk");
    let new =
        NewToken {
            name: "只读".into(), scopes: vec!["read_statements".into()], days: "5".into()
        };
    let token = served.office.make_token(&clerk, &new).await.expect("a token");
    let read = served.call(None, "GET", "/api/v1/statements", Some(&token), "").await;
    assert_eq!(read.status, 200, "{}", read.text());
    let list: Value = serde_json::from_slice(&read.body).expect("JSON");
    assert_eq!(list["total"], 1);
    let first: BTreeMap<String, Value> =
        serde_json::from_value(list["items"][0].clone()).expect("a line");
    assert!(first["total_fen"].is_i64(), "{first:?}");
    for (method, path, expected) in [
        ("GET", format!("/api/v1/statements/{id}/draft"), 403),
        ("GET", "/api/v1/library".to_owned(), 403),
        ("GET", "/api/v1/users".to_owned(), 403),
        ("GET", format!("/api/v1/statements/{id}/versions/1/findings"), 200),
    ] {
        let answer = served.call(None, method, &path, Some(&token), "").await;
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
        is_problem(&answer, &path);
    }
    let odd = served.call(None, "GET", "/api/v1/me", Some("jh_odd"), "").await;
    assert_eq!(odd.status, 401);
    assert!(odd.head.to_lowercase().contains("www-authenticate: bearer"), "{}", odd.head);
}

#[tokio::test]
async fn a_draft_saved_elsewhere_is_told_and_unreadable_requests_are_too() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let clerk = Some(Role::Clerk);
    let path = format!("/api/v1/statements/{id}/draft");
    let opened = served.call(clerk, "GET", &path, None, "").await;
    let opened: Value = serde_json::from_slice(&opened.body).expect("JSON");
    let sent = |title: &str| {
        let fields = serde_json::json!([{ "path": "title", "value": title }]);
        serde_json::json!({ "page": opened["page"], "revision": opened["revision"],
            "base": opened["base"], "fields": fields })
        .to_string()
    };
    let saved = served.call(clerk, "PUT", &path, None, &sent("甲")).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert!(saved.text().contains("\"value\":\"甲\""));
    let other = sent("乙").replace(opened["page"].as_str().expect("a page"), "another");
    let clash = served.call(clerk, "PUT", &path, None, &other).await;
    assert_eq!(clash.status, 409, "{}", clash.text());
    for (path, body, expected) in [
        (path.as_str(), "{", 400),
        (path.as_str(), "{\"page\":\"\\u0000\",\"revision\":0,\"base\":1,\"fields\":[]}", 400),
        ("/api/v1/nowhere", "{}", 404),
        ("/api/v1/me", "{}", 405),
    ] {
        let answer = served.call(clerk, "PUT", path, None, body).await;
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
        is_problem(&answer, path);
    }
    let odd = served.call(clerk, "GET", "/api/v1/statements?page=x", None, "").await;
    assert_eq!(odd.status, 400);
}

/// Numbers beyond the bounds that the description tells are refused, by every list and to everybody.
#[tokio::test]
async fn numbers_beyond_their_bounds_are_refused() {
    let served = Served::start(&Database::sqlite()).await;
    let document = serde_json::to_value(web::api::document()).expect("JSON");
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            let (name, schema) =
                (parameter["name"].as_str().expect("a name"), &parameter["schema"]);
            let below = schema["minimum"].as_i64().map(|least| least - 1);
            let above = schema["maximum"].as_i64().map(|most| most + 1);
            if parameter["in"] != "query" || path.contains('{') {
                continue;
            }
            for number in [below, above].into_iter().flatten() {
                for role in [None].into_iter().chain(Role::ALL.iter().copied().map(Some)) {
                    let asked = format!("{path}?{name}={number}");
                    let answer = served.call(role, "GET", &asked, None, "").await;
                    assert!(answer.status >= 400, "{asked} as {role:?}: {}", answer.text());
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// An error is a problem with a Chinese sentence and the same status.
fn is_problem(answer: &support::Answer, what: &str) {
    if answer.status < 400 {
        return;
    }
    assert!(answer.head.contains("content-type: application/problem+json"), "{what}");
    let said: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(said["status"], answer.status, "{what}");
    assert!(said["detail"].as_str().is_some_and(|detail| !detail.is_ascii()), "{what}: {said}");
}
