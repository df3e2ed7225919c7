//! Projects from their beginning and calendars over HTTP: the page, its table, the interface, links from other pages; a
//! calendar for a browser, for a program with a token, for one that knows names and passwords alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use office::deadlines::DeadlineText;
use office::tokens::NewToken;
use store::deadlines::Stage;
use store::people::Role;
use testkit::database::Database;

use crate::support::{Answer, Served};

const HERE: &str = "/projects/u/99032126P00110010001X";

#[tokio::test]
async fn a_project_is_shown_from_its_beginning_and_linked_from_where_it_is_met() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.approved().await;
        for role in [Role::Clerk, Role::Finance] {
            let page = served.get(Some(role), HERE).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let page = page.text();
            assert_eq!(
                page.matches("无支付数据").count(),
                2,
                "at the head and in the table: {page}"
            );
            assert!(!page.contains("0.00<"), "nobody recorded that nothing was paid: {page}");
            for words in ["困难职工帮扶救助资金", "开始编制2026年度", "24.00", "还没有报送过自评"]
            {
                assert!(page.contains(words), "{words}: {page}");
            }
            assert!(page.contains(&format!("/statements/{id}/watch")), "{page}");
        }
        let other = served.get(Some(Role::Clerk), &format!("{HERE}?kind=demand")).await.text();
        assert!(
            other.contains("这一类还没有记录") && !other.contains("开始编制2026年度"),
            "{other}"
        );
        for from in [format!("/statements/{id}"), format!("/statements/{id}/watch"), "/desk".into()]
        {
            let page = served.get(Some(Role::Clerk), &from).await.text();
            assert!(page.contains(&format!("href=\"{HERE}\"")), "{from}");
        }
        let desk = served.get(Some(Role::Clerk), "/desk").await.text();
        assert!(desk.contains("灰灯"), "lights of an approved text stand on its cards: {desk}");
        let table = served.get(Some(Role::Clerk), &format!("{HERE}/life.csv")).await;
        assert!(table.head.contains("text/csv"), "{}", table.head);
        assert!(table.text().contains("开始编制2026年度"), "{}", table.text());
        let json = served.call(Some(Role::Clerk), "GET", &format!("/api/v1{HERE}"), None, "").await;
        let json: serde_json::Value = serde_json::from_slice(&json.body).expect("JSON");
        assert_eq!(json["years"][0]["budget_fen"], 24_000_000);
        assert!(json["years"][0]["spent_fen"].is_null(), "{json}");
        assert_eq!(json["events"][0]["href"], format!("/statements/{id}"));
        assert_eq!(
            served.get(Some(Role::Clerk), "/projects/s/99032126P00110010001X").await.status,
            404
        );
        assert_eq!(served.get(Some(Role::SystemAdministrator), HERE).await.status, 403);
        assert_eq!(served.get(None, HERE).await.status, 303);
    }
}

#[tokio::test]
async fn a_calendar_is_sent_to_whoever_brings_a_token() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let office = &served.office;
    let [clerk, finance] = [Role::Clerk, Role::Finance].map(Role::word);
    let clerk = office.asker(clerk, "127.0.0.1").await.expect("the clerk");
    let finance = office.asker(finance, "127.0.0.1").await.expect("the bureau");
    let deadline = DeadlineText {
        owner: "r".into(),
        year: 2026,
        stage: Stage::Send,
        due_on: "2026-01-31".into(),
        warn_days: 5,
        basis: String::new(),
    };
    office.set_deadline(&finance, &deadline).await.expect("set");
    let new = NewToken {
        name: "手机日历".into(),
        scopes: vec!["read_statements".into()],
        days: "30".into(),
    };
    let token = office.make_token(&clerk, &new).await.expect("a token");
    let asked = async |header: &str| {
        served.ask(None, &format!("GET /calendar.ics HTTP/1.1{header}"), "").await
    };
    let basic = |password: &str| {
        format!("\r\nauthorization: Basic {}", STANDARD.encode(format!("me:{password}")))
    };
    let session = served.get(Some(Role::Clerk), "/calendar.ics").await;
    let bearer = asked(&format!("\r\nauthorization: Bearer {token}")).await;
    for answer in [session, bearer, asked(&basic(&token)).await] {
        is_calendar(&answer);
    }
    for refused in
        [asked("").await, asked(&basic("jh_x")).await, asked("\r\nauthorization: Bearer x").await]
    {
        assert_eq!(refused.status, 401, "{}", refused.head);
        assert!(refused.head.contains("www-authenticate: Basic"), "{}", refused.head);
    }
    // Other addresses know no passwords.
    let line = format!("GET /api/v1/tasks HTTP/1.1{}", basic(&token));
    assert_eq!(served.ask(None, &line, "").await.status, 401);
    let listed = served.call(None, "GET", "/api/v1/calendar", Some(&token), "").await.text();
    assert!(listed.contains("\"2026-01-31\""), "{listed}");
    let id = office.list_tokens(&clerk).await.expect("tokens")[0].id.clone();
    office.revoke_token(&clerk, &id).await.expect("revoked");
    assert_eq!(asked(&basic(&token)).await.status, 401);
}

fn is_calendar(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.head.contains("text/calendar"), "{}", answer.head);
    let text = answer.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.contains("DTSTART;VALUE=DATE:20260131\r\n"), "{text}");
}
