//! What people do on pages, done by programs: looked at before it is kept, undone, exported, looked up.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::is_problem;
use crate::support::{Answer, Served};

const TEXT: &str = include_str!("../../../../examples/linhe-2026.txt");

fn read(answer: &Answer) -> Value {
    assert!(answer.status < 300, "{}: {}", answer.status, answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

async fn get(served: &Served, role: Role, path: &str) -> Value {
    read(&served.call(Some(role), "GET", path, None, "").await)
}

/// A form of parts for the interface: its texts, and files of the same field.
fn form(texts: &[(&str, &str)], files: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in texts {
        body.push_str(&format!(
            "--seam\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    for (name, bytes) in files {
        body.push_str(&format!(
            "--seam\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n"
        ));
    }
    body + "--seam--\r\n"
}

async fn post_form(served: &Served, role: Role, path: &str, body: &str) -> Answer {
    let media = "multipart/form-data; boundary=seam";
    served.send(Some(role), "POST", path, media, body).await
}

#[tokio::test]
async fn an_import_is_looked_at_and_then_kept() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let at = "/api/v1/statements/import/preview?owner=u&name=a.txt";
    let media = "application/octet-stream";
    let seen = read(&served.send(Some(Role::Clerk), "POST", at, media, TEXT).await);
    assert_eq!(seen["year"], 2026, "{seen}");
    assert_eq!(seen["owner"], "u");
    assert_eq!(seen["twin"], Value::Null);
    assert!(!seen["projects"].as_array().expect("projects").is_empty());
    assert!(seen["fields"].as_array().expect("fields").iter().any(|one| one["path"] == "title"));
    assert_eq!(
        get(&served, Role::Clerk, "/api/v1/statements").await["total"],
        0,
        "nothing is kept"
    );
    let digest = seen["digest"].as_str().expect("a digest");
    let at = format!("/api/v1/statements/import?owner=u&name=a.txt&digest={digest}");
    let text = TEXT.replace("2026", "2027");
    let other = served.send(Some(Role::Clerk), "POST", &at, media, &text).await;
    assert_eq!(other.status, 409, "{}", other.text());
    is_problem(&other, &at);
    read(&served.send(Some(Role::Clerk), "POST", &at, media, TEXT).await);
    let again = form(&[("owner", "u")], &[("a.txt", TEXT)]);
    let again = post_form(&served, Role::Clerk, "/api/v1/statements/import/preview/form", &again);
    assert_eq!(read(&again.await)["twin"]["year"], 2026);
    let owners = get(&served, Role::Clerk, "/api/v1/owners").await;
    assert_eq!(owners["items"][0]["id"], "u");
}

#[tokio::test]
async fn a_draft_is_undone_done_again_mended_and_reshaped() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let at = format!("/api/v1/statements/{id}/draft");
    let opened = get(&served, Role::Clerk, &at).await;
    let title = |draft: &Value| {
        let fields = draft["fields"].as_array().expect("fields").iter();
        let mut titles = fields.filter(|field| field["path"] == "title");
        titles.next().expect("a title")["value"].clone()
    };
    let first = title(&opened);
    let sent = |draft: &Value, fields: Value| {
        json!({ "page": opened["page"], "revision": draft["revision"], "base": draft["base"],
            "fields": fields })
    };
    let post = async |way: &str, body: Value| {
        let path = format!("{at}/{way}");
        read(&served.call(Some(Role::Clerk), "POST", &path, None, &body.to_string()).await)
    };
    let change = sent(&opened, json!([{ "path": "title", "value": "另一个标题" }]));
    let saved = served.call(Some(Role::Clerk), "PUT", &at, None, &change.to_string()).await;
    let saved = read(&saved);
    assert_eq!((&saved["can_undo"], &saved["can_redo"]), (&json!(true), &json!(false)));
    let undone = post("undo", sent(&saved, json!([]))).await;
    assert_eq!(title(&undone), first);
    let redone = post("redo", sent(&undone, json!([]))).await;
    assert_eq!(title(&redone), "另一个标题");
    let count = |draft: &Value| {
        let fields = draft["fields"].as_array().expect("fields").iter();
        fields
            .filter(|field| field["path"].as_str().is_some_and(|path| path.ends_with("/purpose")))
            .count()
    };
    let copied = json!({ "draft": sent(&redone, json!([])), "path": "projects/0", "how": "copy" });
    let copied = post("reshape", copied).await;
    assert_eq!(count(&copied), count(&redone) + 1);
    let odd = json!({ "draft": sent(&copied, json!([])), "path": "projects/0", "how": "explode" });
    let (reshape, odd) = (format!("{at}/reshape"), odd.to_string());
    let odd = served.call(Some(Role::Clerk), "POST", &reshape, None, &odd).await;
    assert_eq!(odd.status, 400);
    let discarded = post("discard", sent(&copied, json!([]))).await;
    assert_eq!((title(&discarded), count(&discarded)), (first, count(&opened)));
    let library = get(&served, Role::Clerk, "/api/v1/library").await;
    let row = &library["items"][0];
    let row = json!({ "project": 0, "statement": row["statement"], "position": row["position"] });
    let rows = |draft: &Value| {
        let fields = draft["fields"].as_array().expect("fields").iter();
        fields
            .filter(|field| field["path"].as_str().is_some_and(|path| path.ends_with("/target")))
            .count()
    };
    assert_eq!(rows(&post("insert", row).await), rows(&discarded) + 1);
}

#[tokio::test]
async fn a_correction_is_made_by_its_key() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let at = format!("/api/v1/statements/{id}/draft");
    let opened = get(&served, Role::Clerk, &at).await;
    let mut fields = opened["fields"].as_array().expect("fields").iter();
    let target = fields.find(|field| field["path"] == "projects/0/indicators/5/target");
    let target = target.expect("the target of a cost");
    assert!(target["understood"].is_string(), "{target}");
    // A cost with a lower bound: the program itself turns it round.
    let change = json!({ "page": opened["page"], "revision": opened["revision"], "base": opened["base"],
        "fields": [{ "path": target["path"], "value": "≥3000元/户" }] });
    let saved = read(&served.call(Some(Role::Clerk), "PUT", &at, None, &change.to_string()).await);
    let all = saved["findings"].as_array().expect("findings").iter();
    let mut mendable = all.filter(|one| one["mending"].as_array().is_some_and(|it| !it.is_empty()));
    let found = mendable.next().expect("something to mend");
    let body = json!({ "key": found["key"], "draft": { "page": saved["page"], "fields": [],
        "revision": saved["revision"], "base": saved["base"] } });
    let mend = format!("{at}/mend");
    let mended =
        read(&served.call(Some(Role::Clerk), "POST", &mend, None, &body.to_string()).await);
    let expected = &found["mending"][0];
    let fields = mended["fields"].as_array().expect("fields").iter();
    let mut now = fields.filter(|field| field["path"] == expected["path"]);
    assert_eq!(now.next().expect("the field")["value"], expected["value"]);
}

/// What a form does not know is refused, as its description says; so is what is filled in twice.
#[tokio::test]
async fn forms_take_what_their_description_names_and_nothing_else() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let minutes = format!("/api/v1/statements/{id}/minutes/decide");
    let file = ("a.txt", TEXT);
    for (role, path, texts, files) in [
        (Role::Finance, "/api/v1/batches", vec![("unknown", "42")], vec![file]),
        (
            Role::Clerk,
            "/api/v1/statements/import/form",
            vec![("owner", "u"), ("x", "1")],
            vec![file],
        ),
        (
            Role::Clerk,
            "/api/v1/statements/import/form",
            vec![("owner", "u"), ("owner", "s")],
            vec![file],
        ),
        (Role::Clerk, "/api/v1/statements/import/form", vec![("owner", "u")], vec![file, file]),
        (Role::Clerk, "/api/v1/statements/import/form", vec![("owner", "u")], vec![]),
        (Role::Clerk, "/api/v1/statements/import/preview/form", vec![("digest", "")], vec![file]),
        (
            Role::Recorder,
            minutes.as_str(),
            vec![("version", "1"), ("state", "draft"), ("x", "")],
            vec![],
        ),
    ] {
        let answer = post_form(&served, role, path, &form(&texts, &files)).await;
        assert_eq!(answer.status, 400, "{path} {texts:?}: {}", answer.text());
        is_problem(&answer, path);
    }
    let begun = post_form(&served, Role::Finance, "/api/v1/batches", &form(&[], &[file])).await;
    assert_eq!(begun.status, 202, "{}", begun.text());
}

#[tokio::test]
async fn a_file_of_a_batch_is_shown_with_its_findings() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let files = [("甲.txt", TEXT), ("乙.txt", "不是绩效文本")];
    let begun = post_form(&served, Role::Finance, "/api/v1/batches", &form(&[], &files)).await;
    let id = read(&begun)["id"].as_str().expect("an id").to_owned();
    assert!(served.office.do_next_job("test").await.expect("a job"));
    let batch = get(&served, Role::Finance, &format!("/api/v1/batches/{id}")).await;
    assert_eq!(batch["batch"]["state"], "done", "{batch}");
    let one = get(&served, Role::Finance, &format!("/api/v1/batches/{id}/files/1")).await;
    assert_eq!((&one["name"], &one["year"]), (&json!("甲.txt"), &json!(2026)));
    let counted = batch["files"][0]["errors"].as_i64().expect("a number");
    let findings = one["findings"].as_array().expect("findings").iter();
    let errors = findings.filter(|finding| finding["severity"] == "error").count();
    assert_eq!(i64::try_from(errors), Ok(counted));
    let none = format!("/api/v1/batches/{id}/files/9");
    let none = served.call(Some(Role::Finance), "GET", &none, None, "").await;
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn the_trail_is_taken_away_and_verified_elsewhere() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    served.draft(None).await;
    let lines = served.call(Some(Role::Auditor), "GET", "/api/v1/audit/jsonl", None, "").await;
    assert!(lines.head.to_lowercase().contains("application/x-ndjson"), "{}", lines.head);
    let numbers: Vec<i64> = lines
        .text()
        .split(['\r', '\n'])
        .filter_map(|line| serde_json::from_str::<Value>(line).ok()?["number"].as_i64())
        .collect();
    assert!(
        numbers.len() >= 2 && numbers.windows(2).all(|two| two[1] == two[0] + 1),
        "{numbers:?}"
    );
    let csv = served
        .call(
            Some(Role::Auditor),
            "GET",
            "/api/v1/audit/csv?act=%E5%AF%BC%E5%85%A5%E7%BB%A9%E6%95%88%E6%96%87%E6%9C%AC",
            None,
            "",
        )
        .await;
    assert!(
        csv.text().contains("序号,时间") && csv.text().contains("导入绩效文本"),
        "{}",
        csv.text()
    );
    assert!(!csv.text().contains("导出审计日志"));
    let acts = get(&served, Role::Auditor, "/api/v1/audit/acts").await;
    assert!(acts["items"].as_array().expect("acts").contains(&json!("导出审计日志")));
    let verdict = served.call(Some(Role::Auditor), "POST", "/api/v1/audit/verify", None, "").await;
    assert_eq!(read(&verdict)["is_whole"], true);
}

#[tokio::test]
async fn rules_parameters_and_the_manual_are_looked_up() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let rules = get(&served, Role::Clerk, "/api/v1/rules?take=200").await;
    assert!(rules["total"].as_i64().is_some_and(|total| total > 60), "{}", rules["total"]);
    for line in rules["items"].as_array().expect("rules") {
        let code = line["code"].as_str().expect("a code");
        let whole = get(&served, Role::Clerk, &format!("/api/v1/rules/{code}")).await;
        assert!(whole["manual"].as_str().is_some_and(|text| text.contains(code)), "{code}");
    }
    let parameters = get(&served, Role::Clerk, "/api/v1/parameters").await;
    let values = parameters["items"].as_array().expect("parameters").iter();
    for value in values.flat_map(|one| one["values"].as_array().expect("values")) {
        assert!(value["law"]["citation"].is_string(), "{value}");
    }
    let chapters = get(&served, Role::Clerk, "/api/v1/manual?q=%E6%92%A4%E9%94%80").await;
    let name = chapters["items"][0]["name"].as_str().expect("a chapter");
    let chapter = get(&served, Role::Clerk, &format!("/api/v1/manual/{name}")).await;
    assert!(chapter["text"].as_str().is_some_and(|text| text.contains("撤销")));
}

/// Whoever finds a token can neither make it last nor take the account over.
#[tokio::test]
async fn tokens_do_not_manage_the_account_of_their_owner() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let new = json!({ "name": "取数", "days": 3, "scopes": ["read_statements"] }).to_string();
    let made = served.call(Some(Role::Clerk), "POST", "/api/v1/me/tokens", None, &new).await;
    let token = read(&made)["token"].as_str().expect("a token").to_owned();
    for (method, path, body) in [
        ("GET", "/api/v1/me/account", ""),
        ("GET", "/api/v1/me/tokens", ""),
        ("GET", "/api/v1/me/sessions", ""),
        ("POST", "/api/v1/me/tokens", new.as_str()),
        ("POST", "/api/v1/me/second-factor", ""),
        ("POST", "/api/v1/me/end-other-sessions", ""),
        ("POST", "/api/v1/me/password", "{\"old\":\"a\",\"new\":\"b\"}"),
        ("POST", "/api/v1/me/second-factor/off", "{\"password\":\"a\"}"),
    ] {
        let answer = served.call(None, method, path, Some(&token), body).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        is_problem(&answer, path);
    }
    let mine = get(&served, Role::Clerk, "/api/v1/me/tokens").await;
    assert_eq!((&mine["total"], &mine["items"][0]["holds"]), (&json!(1), &json!(true)));
    let path = format!("/api/v1/me/tokens/{}", mine["items"][0]["id"].as_str().expect("an id"));
    assert_eq!(served.call(Some(Role::Clerk), "DELETE", &path, None, "").await.status, 204);
    let gone = served.call(None, "GET", "/api/v1/statements", Some(&token), "").await;
    assert_eq!(gone.status, 401);
}

/// Hands a statement in and on until the finance bureau has it.
async fn to_finance(served: &Served, id: &str) {
    let meeting = json!({ "held_on": "2026-01-09", "present": "王主席", "decision": "同意报送" });
    let steps = [
        (Role::Clerk, "draft", "hand-in", json!({})),
        (Role::Head, "internal_review", "pass-on", json!({})),
        (Role::Recorder, "collective", "decide", meeting),
        (Role::Head, "ready", "send", json!({})),
    ];
    for (role, state, act, mut sent) in steps {
        sent["version"] = json!(1);
        sent["state"] = json!(state);
        let path = format!("/api/v1/statements/{id}/acts/{act}");
        let answer = served.call(Some(role), "POST", &path, None, &sent.to_string()).await;
        assert!(answer.status < 300, "{act}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_opinion_is_changed_and_taken_back() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    to_finance(&served, &id).await;
    served.clock.move_to("2026-01-10T01:10:00Z".parse().expect("a moment"));
    let all = format!("/api/v1/statements/{id}/opinions");
    let said = |body: &str| {
        json!({ "version": 1, "state": "finance_review", "facet": "relevance",
                "place": "projects/0/plan", "body": body })
        .to_string()
    };
    let finance = Some(Role::Finance);
    let made = read(&served.call(finance, "POST", &all, None, &said("请核对")).await);
    let one = format!("{all}/{}", made["id"].as_str().expect("an id"));
    let changed = served.call(finance, "PUT", &one, None, &said("计划前松后紧")).await;
    assert_eq!(changed.status, 204, "{}", changed.text());
    let list = get(&served, Role::Finance, &all).await;
    assert_eq!(list["items"][0]["body"], "计划前松后紧", "{list}");
    let of_others = served.call(Some(Role::Clerk), "PUT", &one, None, &said("好")).await;
    assert_eq!(of_others.status, 403, "{}", of_others.text());
    let withdrawn = served.call(finance, "POST", &format!("{one}/withdraw"), None, "{}").await;
    assert_eq!(withdrawn.status, 204, "{}", withdrawn.text());
    assert_eq!(get(&served, Role::Finance, &all).await["items"], json!([]));
}

#[tokio::test]
async fn common_indicators_are_listed_and_added() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let kinds = get(&served, Role::Clerk, "/api/v1/library/kinds").await;
    assert_eq!(kinds["functions"][0]["key"], "union");
    assert!(kinds["projects"].as_array().is_some_and(|all| all.len() > 5));
    let list = get(&served, Role::Clerk, "/api/v1/library/common?year=2026").await;
    let beyond = "/api/v1/library/common?year=1899";
    assert_eq!(served.call(Some(Role::Clerk), "GET", beyond, None, "").await.status, 400);
    let catalogues = list["items"].as_array().expect("catalogues");
    let of_project = catalogues.iter().find(|one| one["is_of_department"] == false);
    let row = &of_project.expect("a catalogue for projects")["rows"][0];
    let draft = get(&served, Role::Clerk, &format!("/api/v1/statements/{id}/draft")).await;
    let count = |draft: &Value| {
        let fields = draft["fields"].as_array().expect("fields").iter();
        let paths = fields.filter_map(|field| field["path"].as_str());
        paths
            .filter(|path| path.starts_with("projects/0/indicators/") && path.ends_with("/name"))
            .count()
    };
    let sent = json!({ "project": 0, "common": row["key"] }).to_string();
    let at = format!("/api/v1/statements/{id}/draft/insert");
    let added = read(&served.call(Some(Role::Clerk), "POST", &at, None, &sent).await);
    assert_eq!(count(&added), count(&draft) + 1);
    assert!(added.to_string().contains(row["name"].as_str().expect("a name")));
}
