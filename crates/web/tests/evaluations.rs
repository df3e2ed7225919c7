//! Self-evaluation over HTTP: begun, completed, reported, sampled, re-checked, settled by a browser of few words.

use store::people::Role;
use testkit::database::Database;

use crate::support::{Answer, Served};

/// What stands in the fields with this name.
fn fields(text: &str, name: &str) -> Vec<String> {
    let marker = format!("name=\"{name}\" value=\"");
    let found = text.split(&marker).skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|value| value.replace("&#39;", "'").replace("&amp;", "&")).collect()
}

fn went(answer: &Answer) {
    assert_eq!(answer.status, 303, "{} {}", answer.head, answer.text());
}

async fn page(served: &Served, role: Role, id: &str) -> String {
    let answer = served.get(Some(role), &format!("/statements/{id}/evaluation")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}

async fn seen(served: &Served, role: Role, id: &str) -> String {
    let text = page(served, role, id).await;
    fields(&text, "seen").into_iter().next().expect("a revision")
}

/// Sends every form of the page with words in every field.
async fn fill(served: &Served, id: &str) {
    let path = format!("/statements/{id}/evaluation");
    let text = page(served, Role::Clerk, id).await;
    let all = [fields(&text, "key"), fields(&text, "project"), fields(&text, "part")];
    let [keys, projects, parts] = &all;
    assert!(!keys.is_empty() && projects.len() == parts.len());
    let revision = seen(served, Role::Clerk, id).await;
    let mut form = vec![("seen", revision.as_str())];
    for key in keys {
        form.extend([("key", key.as_str()), ("value", ""), ("value_reason", "")]);
        form.extend([("deviation", "没有开展"), ("measure", "下年安排")]);
    }
    for (project, part) in projects.iter().zip(parts) {
        form.extend([("project", project.as_str()), ("part", part.as_str()), ("body", "已核对。")]);
    }
    went(&served.post(Role::Clerk, &path, &form).await);
}

async fn act(served: &Served, role: Role, id: &str, word: &str) -> Answer {
    let revision = seen(served, role, id).await;
    let path = format!("/statements/{id}/evaluation/acts/{word}");
    served.post(role, &path, &[("seen", &revision), ("reason", "按意见核对")]).await
}

#[tokio::test]
async fn a_self_evaluation_goes_its_way_in_the_browser() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.approved().await;
        let path = format!("/statements/{id}/evaluation");
        let trial = page(&served, Role::Head, &id).await;
        assert!(trial.contains("试算") && trial.contains("怎样得出"), "{}", database.kind);
        assert!(trial.contains("没有支付数据") && trial.contains("未取得"), "{trial}");
        let paper = served.get(Some(Role::Head), &format!("{path}/papers/projects.txt")).await;
        let paper = paper.text();
        let total = paper.lines().find(|line| line.contains("年度资金总额")).expect("the money");
        assert!(total.contains("24.00") && !total.contains("0.00 "), "{total}");
        went(&served.post(Role::Clerk, &format!("{path}/begin"), &[]).await);
        fill(&served, &id).await;
        for (role, word) in [(Role::Clerk, "hand-in"), (Role::Head, "pass"), (Role::Head, "report")]
        {
            went(&act(&served, role, &id, word).await);
        }
        let list = served.get(Some(Role::Finance), "/evaluations?year=2026").await.text();
        assert!(list.contains("随机抽查") && list.contains("临河县总工会"), "{list}");
        let lot = [("year", "2026"), ("how", "lot"), ("count", "1"), ("seed", "摇号0301")];
        went(&served.post(Role::Finance, "/evaluations/sample", &lot).await);
        rechecked(&served, &id).await;
        went(&act(&served, Role::Finance, &id, "settle").await);
        let settled = page(&served, Role::Clerk, &id).await;
        assert!(settled.contains("已审定") && settled.contains("台账里查到一户"));
        let csv = served.get(Some(Role::Above), "/evaluations.csv?year=2026").await.text();
        assert!(csv.contains("已审定"), "{csv}");
        for file in ["projects.docx", "report.xlsx"] {
            let paper = served.get(Some(Role::Head), &format!("{path}/papers/{file}")).await;
            assert_eq!((paper.status, &paper.body[..2]), (200, b"PK".as_slice()), "{file}");
        }
    }
}

async fn rechecked(served: &Served, id: &str) {
    let text = page(served, Role::Finance, id).await;
    let keys = fields(&text, "key");
    let key = keys.iter().find(|key| key.contains("户数")).expect("a number of households");
    let revision = seen(served, Role::Finance, id).await;
    let form = [
        ("seen", revision.as_str()),
        ("key", key.as_str()),
        ("value", "1户"),
        ("points", ""),
        ("opinion", "台账里查到一户"),
        ("whole", "基本属实"),
    ];
    went(&served.post(Role::Finance, &format!("/statements/{id}/evaluation/recheck"), &form).await);
    let mine = page(served, Role::Finance, id).await;
    assert!(mine.contains("台账里查到一户"));
    assert!(!page(served, Role::Head, id).await.contains("台账里查到一户"));
}

#[tokio::test]
async fn the_interface_answers_and_the_slower_one_is_told() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.approved().await;
    let path = format!("/api/v1/statements/{id}/evaluation");
    let begun = served.call(Some(Role::Clerk), "POST", &format!("{path}/begin"), None, "").await;
    assert_eq!(begun.status, 200, "{}", begun.text());
    assert!(begun.text().contains("\"state\":\"draft\""), "{}", begun.text());
    let body = r#"{"seen":1,"texts":[{"part":"other","body":"无。"}]}"#;
    let kept = served.call(Some(Role::Clerk), "PUT", &path, None, body).await;
    assert!(kept.text().contains("\"revision\":2"), "{}", kept.text());
    let late = served.call(Some(Role::Clerk), "PUT", &path, None, body).await;
    assert_eq!(late.status, 409, "{}", late.text());
    let hand_in = format!("{path}/acts/hand-in");
    let open = served.call(Some(Role::Clerk), "POST", &hand_in, None, r#"{"seen":2}"#).await;
    assert_eq!(open.status, 409, "{}", open.text());
    let others =
        served.call(Some(Role::Clerk), "GET", "/api/v1/evaluations?year=2026", None, "").await;
    assert_eq!(others.status, 403, "{}", others.text());
}

/// By what the sum that was spent of the first project is sent.
const SPENT: &str = "执行数/99032126P00110010001X";

async fn spend(served: &Served, role: Role, id: &str, value: &str, reason: &str) -> Answer {
    let revision = seen(served, Role::Clerk, id).await;
    let form = [
        ("seen", revision.as_str()),
        ("key", SPENT),
        ("value", value),
        ("value_reason", reason),
        ("deviation", ""),
        ("measure", ""),
    ];
    served.post(role, &format!("/statements/{id}/evaluation"), &form).await
}

/// The first project as the interface tells it.
async fn first(served: &Served, id: &str) -> serde_json::Value {
    let path = format!("/api/v1/statements/{id}/evaluation");
    let whole = served.call(Some(Role::Clerk), "GET", &path, None, "").await;
    let whole: serde_json::Value = serde_json::from_slice(&whole.body).expect("JSON");
    let parts = whole["parts"].as_array().expect("parts");
    let first = parts.iter().find(|part| part["code"] == "99032126P00110010001X");
    first.expect("the first project").clone()
}

#[tokio::test]
async fn what_was_spent_is_entered_where_nobody_records_payments() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.approved().await;
        went(&served.post(Role::Clerk, &format!("/statements/{id}/evaluation/begin"), &[]).await);
        let before = first(&served, &id).await;
        assert!(before["spent_fen"].is_null() && before["spent_key"] == SPENT, "{before}");
        let reason = "会计账：十二月支出明细";
        for (value, reason, said) in [
            ("很多", reason, "看不出是多少钱"),
            ("12人", reason, "看不出是多少钱"),
            ("12万元", " ", "执行数的理由和依据"),
        ] {
            let refused = spend(&served, Role::Clerk, &id, value, reason).await;
            assert_eq!(refused.status, 422, "{value}: {}", refused.text());
            assert!(refused.text().contains(said), "{}", refused.text());
        }
        assert_eq!(spend(&served, Role::Finance, &id, "12万元", reason).await.status, 403);
        went(&spend(&served, Role::Clerk, &id, "12万元", reason).await);
        let text = page(&served, Role::Clerk, &id).await;
        assert!(text.contains("12.00 万元（录入）") && text.contains(reason), "{text}");
        assert!(text.contains("没有支付数据"), "of the other project nobody said anything: {text}");
        let after = first(&served, &id).await;
        assert_eq!(
            (&after["spent_fen"], &after["money"]["points"]),
            (&12_000_000.into(), &"5".into())
        );
        let paper = format!("/statements/{id}/evaluation/papers/projects.txt");
        let paper = served.get(Some(Role::Head), &paper).await.text();
        let total = paper.lines().find(|line| line.contains("年度资金总额")).expect("the money");
        assert!(total.contains("12.00") && total.contains("50"), "{total}");
        went(&spend(&served, Role::Clerk, &id, "", "").await);
        assert_eq!(first(&served, &id).await, before, "{}", database.kind);
    }
}
