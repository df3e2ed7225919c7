//! The pages of monitoring: a year on a day, the board, a form asked for, filled in, checked, approved, printed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must say so")]

#[allow(dead_code, reason = "other tests use more of it")]
mod support;

use store::monitoring::Filter;
use store::people::Role;
use store::statements::{self, State, Statement};
use support::{Answer, Served};
use testkit::database::Database;

fn is_done(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}\n{}", answer.head, answer.text());
}

/// The union's statement as it is after the approval, in July.
async fn approved(served: &Served) -> String {
    let id = served.draft(None).await;
    let mut tx = served.office.store().write().await.expect("a transaction");
    let everything = store::Scope::everything();
    let old = statements::get(&mut tx, &everything, &id).await.expect("there").statement;
    let new = Statement { state: State::Approved, approved_version: 1, ..old.clone() };
    statements::update(&mut tx, &new, old.version, old.state).await.expect("changed");
    tx.commit().await.expect("kept");
    served.clock.move_to("2026-07-05T01:00:00Z".parse().expect("a moment"));
    id
}

/// The form's id, and its revision as the page showed it.
async fn form(served: &Served) -> (String, String) {
    let clerk = served.office.asker(Role::Clerk.word(), "127.0.0.1").await.expect("the clerk");
    let all = served.office.monitoring_tasks(&clerk, &Filter::default()).await.expect("forms");
    let task = &all.first().expect("a form").task;
    (task.id.clone(), task.revision.to_string())
}

/// Every indicator of the page with what is owed at most, by the hidden fields that name them.
fn filled_in(page: &str, revision: &str) -> Vec<(String, String)> {
    let mut pairs = vec![("revision".to_owned(), revision.to_owned())];
    for piece in page.split("name=\"row-").skip(1) {
        let Some((id, rest)) = piece.split_once("-key\" value=\"") else { continue };
        let key = rest.split('"').next().expect("a value").to_owned();
        for (field, value) in [
            ("key", key.as_str()),
            ("likelihood", "possible"),
            ("reason", "staff"),
            ("explanation", "<b>上半年核查</b>"),
            ("forecast", "能完成"),
        ] {
            pairs.push((format!("row-{id}-{field}"), value.to_owned()));
        }
    }
    pairs
}

async fn send(served: &Served, role: Role, path: &str, pairs: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    served.post(role, path, &pairs).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_is_watched_and_a_form_walks_through_the_pages() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = approved(&served).await;
        for role in [Role::Clerk, Role::Finance, Role::Above] {
            let path = format!("/statements/{id}/watch?day=2026-06-30");
            let page = served.get(Some(role), &path).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let page = page.text();
            assert!(
                page.contains("计划6月底50%") && page.contains("data-chart=\"line\""),
                "{page}"
            );
            let board = served.get(Some(role), "/monitoring?day=2026-06-30").await.text();
            assert!(board.contains("临河县总工会") && board.contains("58.62%"), "{board}");
        }
        let green = served.get(Some(Role::Finance), "/monitoring?day=2026-06-30&light=blue").await;
        assert!(green.text().contains("没有这种灯的部门"));
        let table = served.get(Some(Role::Finance), "/monitoring.csv?day=2026-06-30").await.text();
        assert!(table.contains("临河县总工会,红灯,0%,58.62%"), "{table}");
        asked_for(&served).await;
        walked(&served).await;
    }
}

async fn asked_for(served: &Served) {
    let asked = [
        ("year", "2026"),
        ("day", "2026-06-30"),
        ("due_on", "2026-07-15"),
        ("basis", "临财绩〔2026〕31号"),
    ];
    let refused = served.post(Role::Clerk, "/monitoring", &asked).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    let opened = served.post(Role::Finance, "/monitoring", &asked).await;
    is_done(&opened);
    let told = "/monitoring?year=2026&day=2026-06-30&given=1&without=1";
    assert!(opened.head.contains(told), "{}", opened.head);
    let page = served.get(Some(Role::Finance), told).await.text();
    assert!(page.contains("已下达给1家部门；另有1家") && page.contains("待填报"), "{page}");
    let desk = served.get(Some(Role::Clerk), "/desk").await.text();
    assert!(desk.contains("绩效运行监控表") && desk.contains("还有10天"), "{desk}");
}

async fn walked(served: &Served) {
    let (id, revision) = form(served).await;
    let path = format!("/monitoring/tasks/{id}");
    let page = served.get(Some(Role::Clerk), &path).await.text();
    assert!(page.contains("保存并提交") && page.contains("处要填"), "{page}");
    let seen = served.get(Some(Role::Finance), &path).await.text();
    assert!(!seen.contains("保存并提交"), "{seen}");
    let half = [("revision".to_owned(), revision), ("act".to_owned(), "submit".to_owned())];
    assert_eq!(send(served, Role::Clerk, &path, &half).await.status, 422);
    let (_, revision) = form(served).await;
    let mut whole = filled_in(&page, &revision);
    whole.push(("act".to_owned(), "submit".to_owned()));
    is_done(&send(served, Role::Clerk, &path, &whole).await);
    assert_eq!(send(served, Role::Clerk, &path, &whole).await.status, 409);
    for (role, act) in [(Role::Head, "pass-on"), (Role::Finance, "approve")] {
        let (_, revision) = form(served).await;
        let sent = [("revision", revision.as_str()), ("reason", ""), ("demands", "加快支付")];
        is_done(&served.post(role, &format!("{path}/acts/{act}"), &sent).await);
    }
    let done = served.get(Some(Role::Above), &path).await.text();
    for words in ["已审定", "摘要（SM3）", "整改要求：加快支付", "&#60;b&#62;上半年核查"]
    {
        assert!(done.contains(words), "{words}\n{done}");
    }
    for (ending, begin) in [("docx", "PK"), ("xlsx", "PK"), ("txt", "")] {
        let paper = served.get(Some(Role::Finance), &format!("{path}/form/{ending}")).await;
        assert_eq!(paper.status, 200, "{ending}: {}", paper.text());
        assert!(paper.text().starts_with(begin) && paper.body.len() > 500, "{ending}");
    }
}
