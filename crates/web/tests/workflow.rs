//! The pages of the workflow: a statement walks its year in a browser of few words, on both databases.

mod support;

use store::people::Role;
use support::{Answer, Served};
use testkit::database::Database;

fn is_done(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}\n{}", answer.head, answer.text());
}

async fn act(served: &Served, role: Role, id: &str, state: &str, act: &str) {
    let form = [
        ("version", "1"),
        ("state", state),
        ("reason", "请写明标准"),
        ("document_number", "临财绩〔2026〕7号"),
    ];
    is_done(&served.post(role, &format!("/statements/{id}/acts/{act}"), &form).await);
}

async fn to_finance(served: &Served, id: &str, from: &str) {
    act(served, Role::Clerk, id, from, "hand-in").await;
    act(served, Role::Head, id, "internal_review", "pass-on").await;
    let minutes = [
        ("version", "1"),
        ("state", "collective"),
        ("held_on", "2026-01-09"),
        ("present", "王主席、李副主席"),
        ("decision", "同意报送"),
    ];
    let path = format!("/statements/{id}/minutes/decide");
    is_done(&served.post_parts(Role::Recorder, &path, &minutes, ("纪要.pdf", "%PDF-1.7")).await);
    act(served, Role::Head, id, "ready", "send").await;
}

#[tokio::test]
async fn a_statement_walks_through_the_pages() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.draft(None).await;
        let deadline = [
            ("owner", "r"),
            ("year", "2026"),
            ("stage", "send"),
            ("due_on", "2026-01-08"),
            ("warn_days", "5"),
            ("basis", "临财绩〔2025〕20号"),
        ];
        is_done(&served.post(Role::Finance, "/deadlines", &deadline).await);
        let desk = served.get(Some(Role::Clerk), "/desk").await.text();
        assert!(desk.contains("逾期2天") && desk.contains("下一步"), "{desk}");
        let board = served.get(Some(Role::Finance), "/board").await.text();
        assert!(board.contains("临河县教育局") && board.contains("未开始"), "{board}");
        to_finance(&served, &id, "draft").await;
        reviewed(&served, &id).await;
        act(&served, Role::Finance, &id, "finance_review", "approve").await;
        assert_eq!(served.get(None, &format!("/public/{id}")).await.status, 404);
        act(&served, Role::Head, &id, "approved", "publish").await;
        read_by_the_public(&served, &id).await;
        every_page_opens(&served, &id).await;
    }
}

async fn reviewed(served: &Served, id: &str) {
    let opinion = [
        ("version", "1"),
        ("state", "finance_review"),
        ("facet", "relevance"),
        ("quoted", "用于<b>劳模"),
        ("body", "请写明<script>alert(1)</script>标准"),
    ];
    is_done(&served.post(Role::Finance, &format!("/statements/{id}/opinions"), &opinion).await);
    let mut marks = vec![("version", "1"), ("state", "finance_review"), ("summary", "较好")];
    marks.extend([("mark", "10"); 2]);
    marks.extend([("mark", "14.5"); 4]);
    marks.extend([("mark", "10"); 2]);
    is_done(&served.post(Role::Finance, &format!("/statements/{id}/grade"), &marks).await);
    act(served, Role::Finance, id, "finance_review", "return").await;
    let tab = format!("/statements/{id}?tab=opinions");
    let page = served.get(Some(Role::Clerk), &tab).await.text();
    assert!(page.contains("&#60;script&#62;") && !page.contains("<script>alert"), "{page}");
    let action = page.split("action=\"").find(|rest| rest.contains("/answer")).expect("a form");
    let action = action.split('"').next().expect("an address");
    let answer = [("kind", "accepted"), ("text", "已补充")];
    is_done(&served.post(Role::Clerk, action, &answer).await);
    to_finance(served, id, "returned").await;
    let settle = action.replace("/answer", "/settle");
    is_done(&served.post(Role::Finance, &settle, &[("kind", "closed"), ("text", "")]).await);
}

async fn read_by_the_public(served: &Served, id: &str) {
    let found = served.get(None, "/public?q=%E5%8A%B3%E6%A8%A1&year=2026").await.text();
    assert!(found.contains(&format!("/public/{id}")), "{found}");
    let none = served.get(None, "/public?q=%E6%A1%A5%E6%A2%81").await.text();
    assert!(none.contains("没有找到"), "{none}");
    let page = served.get(None, &format!("/public/{id}")).await.text();
    assert!(page.contains("困难职工帮扶救助资金") && !page.contains("甲"), "{page}");
    for (file, begins) in [
        ("statement.docx", "PK"),
        ("statement.xlsx", "PK"),
        ("statement.json", "{"),
        ("indicators.csv", "\u{feff}部门,年度"),
    ] {
        let answer = served.get(None, &format!("/public/{id}/{file}")).await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(answer.text().starts_with(begins), "{file}");
        assert!(!answer.text().contains('甲'), "{file}");
    }
    let list = served.get(None, "/public/list.json").await.text();
    assert!(list.contains("\"total_wan\":\"29\""), "{list}");
}

async fn every_page_opens(served: &Served, id: &str) {
    let finance = Some(Role::Finance);
    let statement = format!("/statements/{id}");
    let pages = [
        "/desk".to_owned(),
        "/board.csv".to_owned(),
        "/deadlines".to_owned(),
        "/public/data".to_owned(),
        "/help/rules".to_owned(),
        "/help/rules/TGT001".to_owned(),
        format!("{statement}?tab=findings"),
        format!("{statement}?tab=versions"),
        format!("{statement}?tab=flow"),
        format!("{statement}?tab=files"),
        format!("{statement}/papers/opinion.html"),
        format!("{statement}/papers/text.txt"),
    ];
    for page in pages {
        assert_eq!(served.get(finance, &page).await.status, 200, "{page}");
    }
    let form = served.get(finance, &format!("{statement}/papers/approval.docx")).await;
    let name = "filename*=UTF-8''%E4%B8%B4%E6%B2%B3%E5%8E%BF";
    assert!(form.head.contains(name), "{}", form.head);
    let flow = served.get(finance, &format!("{statement}?tab=flow")).await.text();
    assert!(flow.contains("王主席、李副主席"), "{flow}");
    for role in [Role::Auditor, Role::SystemAdministrator, Role::SecurityAdministrator] {
        assert_eq!(served.get(Some(role), &statement).await.status, 403, "{role}");
        assert_eq!(served.get(Some(role), "/board").await.status, 403, "{role}");
    }
    let denied = served.get(Some(Role::Clerk), "/deadlines").await.status;
    assert_eq!(denied, 403);
}
