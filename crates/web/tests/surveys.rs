//! Questionnaires in the browser: written, handed out, answered by whoever holds a link, counted.

use store::people::Role;
use testkit::database::Database;

use crate::support::{Answer, Served, encoded, target};

const EVIL: &str = "<script>alert(1)</script>'\"&";

fn form(title: &str) -> Vec<(&str, &str)> {
    vec![
        ("version", "0"),
        ("owner", "u"),
        ("year", "2026"),
        ("title", title),
        ("measures", "困难职工满意度"),
        ("opens", "2026-01-01"),
        ("closes", "2026-03-31"),
        ("kind-0", "satisfaction"),
        ("text-0", "您满意吗？"),
        ("required-0", "yes"),
        ("kind-1", "many"),
        ("text-1", "您收到了什么？"),
        ("choices-1", "慰问金\n慰问品\n"),
        ("kind-2", "words"),
        ("text-2", "您有什么意见？"),
    ]
}

/// Answers by a link as a browser without cookies does.
async fn answer(served: &Served, link: &str, pairs: &[(&str, &str)]) -> Answer {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = pairs.join("&");
    let line = format!(
        "POST {link} HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
        body.len()
    );
    served.ask(None, &line, &body).await
}

/// The links of a printed page.
fn links(page: &str) -> Vec<String> {
    let parts = page.split("/s/").skip(1);
    parts.map(|rest| format!("/s/{}", rest.split('<').next().unwrap_or_default())).collect()
}

#[tokio::test]
async fn a_questionnaire_goes_from_the_form_to_the_result() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let made = served.post(Role::Clerk, "/surveys/new", &form(EVIL)).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let here = target(&made).replace("?said=kept", "");
        let draft = served.get(Some(Role::Clerk), &here).await.text();
        assert!(draft.contains("您收到了什么？") && draft.contains("发放并打印链接"), "{draft}");
        assert!(!draft.contains("<script>alert"), "{draft}");
        let out = [("version", "1"), ("tokens", "4"), ("papers", "1")];
        let printed = served.post(Role::Clerk, &format!("{here}/open"), &out).await;
        let page = printed.text();
        assert_eq!(printed.status, 200);
        assert!(!page.contains("<script>alert") && !page.contains(" style="), "{page}");
        let links = links(&page);
        assert_eq!((links.len(), page.matches("<path d=\"M").count()), (4, 4));
        let again = served.post(Role::Clerk, &format!("{here}/open"), &out).await;
        assert_eq!(again.status, 409, "shown once");
        let sheet = served.get(None, &links[0]).await;
        assert_eq!(sheet.status, 200);
        assert!(!sheet.head.to_lowercase().contains("set-cookie"), "{}", sheet.head);
        assert!(sheet.head.contains("no-store") && sheet.text().contains("慰问金"));
        assert!(!sheet.text().contains("<script"), "no script at all: {}", sheet.text());
        let gap = answer(&served, &links[0], &[("q2", EVIL)]).await;
        assert_eq!(gap.status, 422);
        assert!(gap.text().contains("这道题还没有回答") && gap.text().contains("&#60;script"));
        for (link, level) in links.iter().zip(["0", "1", "4"]) {
            let pairs = [("q0", level), ("q1", "0"), ("q1", "1"), ("q2", EVIL)];
            let kept = answer(&served, link, &pairs).await;
            assert_eq!(kept.status, 200, "{}", kept.text());
            assert!(kept.text().contains("已收到，谢谢您"));
            assert_eq!(answer(&served, link, &pairs).await.status, 410, "once");
        }
        assert_eq!(served.get(None, "/s/nothing").await.status, 404);
        let entered = served.post(Role::Clerk, &format!("{here}/paper"), &[("q0", "0")]).await;
        assert_eq!(target(&entered), format!("{here}/paper?done=1"));
        let open = served.get(Some(Role::Head), &here).await.text();
        assert!(open.contains("80.00%") && !open.contains("75.00%"), "{open}");
        assert!(!open.contains("alert(1)</script>"));
        let closed = served.post(Role::Clerk, &format!("{here}/close"), &[("version", "2")]).await;
        assert_eq!(target(&closed), format!("{here}?said=closed"));
        let shown = served.get(Some(Role::Head), &here).await.text();
        for said in ["75.00%", "3/4", "样本过少", "data-chart=\"rows\"", "&#60;script"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("<script>alert") && !shown.contains(" style="));
        let table = served.get(Some(Role::Head), &format!("{here}/results.csv")).await.text();
        assert!(table.contains("满意度,,3,4,75.00%"), "{table}");
        assert_eq!(served.get(None, &links[3]).await.status, 410, "ended");
        assert_eq!(served.get(Some(Role::Finance), &here).await.status, 403);
        assert_eq!(served.get(None, &here).await.status, 303);
    }
}

#[tokio::test]
async fn questions_are_added_moved_and_taken_away_without_a_script() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    for (act, expected) in [
        ("add", vec!["您满意吗？", "您收到了什么？", "您有什么意见？", ""]),
        ("down-0", vec!["您收到了什么？", "您满意吗？", "您有什么意见？"]),
        ("up-2", vec!["您满意吗？", "您有什么意见？", "您收到了什么？"]),
        ("drop-1", vec!["您满意吗？", "您有什么意见？"]),
        ("drop-9", vec!["您满意吗？", "您收到了什么？", "您有什么意见？"]),
    ] {
        let mut pairs = form("标题");
        pairs.push(("do", act));
        let page = served.post(Role::Clerk, "/surveys/new", &pairs).await;
        let text = page.text();
        assert_eq!(page.status, 200, "{act}: nothing is kept: {text}");
        let texts =
            text.split("name=\"text-").skip(1).filter_map(|rest| rest.split("value=\"").nth(1));
        let texts: Vec<&str> = texts.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(texts, expected, "{act}");
        assert!(text.contains("慰问金\n慰问品") || act == "drop-1", "{act}: choices stay");
    }
    let list = served.get(Some(Role::Clerk), "/surveys").await.text();
    assert!(list.contains("还没有问卷"), "{list}");
}
