//! The pages of the workflow: a statement walks its year in a browser of few words, on both databases.

use store::people::Role;
use testkit::database::Database;

use crate::support::{Answer, Served};

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

/// What stands between two pieces of a page, the first time.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("{before} in {page}")).1;
    rest.split_once(after).expect("an end").0
}

#[tokio::test]
async fn an_opinion_is_pinned_to_a_place_changed_and_taken_back() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    to_finance(&served, &id, "draft").await;
    served.clock.move_to("2026-01-10T01:10:00Z".parse().expect("a moment"));
    let (finance, clerk) = (Some(Role::Finance), Some(Role::Clerk));
    let text = format!("/statements/{id}");
    let tab = format!("{text}?tab=opinions");

    let page = served.get(finance, &text).await.text();
    let link = "?tab=opinions&amp;place=projects%2F0%2Fplan#new-opinion";
    assert!(page.contains(link) && page.contains("id=\"at-projects-0-plan\""), "{page}");
    assert!(!served.get(clerk, &text).await.text().contains("#new-opinion"));

    let row = "projects/0/indicators/0";
    let page = served.get(finance, &format!("{tab}&place=projects%2F0%2Findicators%2F0")).await;
    let page = page.text();
    assert!(page.contains(&format!("<option value=\"{row}\" selected>")), "{page}");
    assert!(!between(&page, "name=\"quoted\" type=\"text\"", ">").contains("value=\"\""));
    let seen = [("version", "1"), ("state", "finance_review"), ("facet", "relevance")];
    let with = |place, body| [&seen[..], &[("place", place), ("body", body)]].concat();
    is_done(&served.post(Role::Finance, &format!("{text}/opinions"), &with(row, "请核对")).await);
    let wrong = with("projects/77", "请核对");
    assert_eq!(served.post(Role::Finance, &format!("{text}/opinions"), &wrong).await.status, 422);

    let page = served.get(finance, &tab).await.text();
    assert!(page.contains(&format!("href=\"{text}#at-projects-0-indicators-0\"")), "{page}");
    assert!(page.contains("未发出"), "{page}");
    assert!(served.get(clerk, &tab).await.text().contains("没有意见"));
    let marked = served.get(finance, &text).await.text();
    assert!(marked.contains("href=\"?tab=opinions#opinion-1\""), "{marked}");

    let opinion = between(&page, "?tab=opinions&#38;change=", "#").to_owned();
    let form = served.get(finance, &format!("{tab}&change={opinion}")).await.text();
    let action = format!("{text}/opinions/{opinion}");
    assert!(form.contains(&format!("action=\"{action}/change\"")), "{form}");
    let changed = with("projects/0/plan", "计划前松后紧");
    is_done(&served.post(Role::Finance, &format!("{action}/change"), &changed).await);
    let page = served.get(finance, &tab).await.text();
    assert!(page.contains("计划前松后紧") && page.contains("#at-projects-0-plan"), "{page}");
    is_done(&served.post(Role::Finance, &format!("{action}/withdraw"), &[("text", "")]).await);
    assert!(served.get(finance, &tab).await.text().contains("没有意见"));
}

#[tokio::test]
async fn what_waits_stands_first_and_is_counted_on_every_page() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let clerk = Some(Role::Clerk);
    let empty = served.get(clerk, "/desk").await.text();
    assert!(empty.contains("没有等您办的事") && empty.contains("还没有公开的文本"), "{empty}");
    let id = served.draft(None).await;
    let desk = served.get(clerk, "/desk").await.text();
    assert!(desk.contains(&format!("href=\"/statements/{id}/edit\"")), "{desk}");
    assert!(desk.contains("#at-projects-0") && desk.contains("planbars"), "{desk}");
    let pages = ["/statements", "/library", "/account", "/statements/new", "/statements/import"];
    let own = [format!("/statements/{id}"), format!("/statements/{id}/edit")];
    for page in pages.into_iter().chain(own.iter().map(String::as_str)) {
        let html = served.get(clerk, page).await.text();
        assert!(html.contains("1<span class=\"unseen\"> 件"), "{page}: {html}");
    }
}

#[tokio::test]
async fn the_form_for_files_names_what_is_read() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let page = served.get(Some(Role::Clerk), "/statements/import").await.text();
    let accept = between(&page, "accept=\"", "\"");
    for format in office::beginning::FORMATS {
        for ending in format.endings {
            assert!(accept.split(',').any(|it| it == format!(".{ending}")), "{ending}");
        }
        assert!(page.contains(format.name), "{}", format.name);
    }
    assert!(!accept.contains("csv") && !accept.contains("zip"), "{accept}");
}

#[tokio::test]
async fn points_of_the_spending_plan_come_go_and_are_checked() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let edit = format!("/statements/{id}/edit?at=projects/0");
    let sent = async |fields: &[(&str, &str)]| {
        let page = served.get(Some(Role::Clerk), &edit).await.text();
        let hidden = |name: &str| {
            let before = format!("name=\"{name}\" value=\"");
            between(&page, &before, "\"").to_owned()
        };
        let own = [hidden("_page"), hidden("_revision"), hidden("_base")];
        let mut all = vec![("_page", own[0].as_str()), ("_revision", &own[1]), ("_base", &own[2])];
        all.extend_from_slice(fields);
        is_done(&served.post(Role::Clerk, &edit, &all).await);
        served.get(Some(Role::Clerk), &edit).await.text()
    };
    let plan = "projects/0/plan";
    let points = |page: &str| page.matches("name=\"projects/0/plan/").count() / 2;
    let before = points(&served.get(Some(Role::Clerk), &edit).await.text());
    let page = sent(&[("_do", "add:projects/0/plan")]).await;
    assert_eq!(points(&page), before + 1, "{page}");
    let last = |name: &str| format!("{plan}/{before}/{name}");
    let (label, share) = (last("label"), last("share"));
    let page = sent(&[(label.as_str(), "下半年"), (share.as_str(), "130")]).await;
    assert!(page.contains("读不出是哪个月底") && page.contains("应在 0 到 100 之间"), "{page}");
    let page = sent(&[(label.as_str(), "11月底"), (share.as_str(), "5")]).await;
    let beside = format!("id=\"b-projects-0-plan-{before}-share\"");
    assert!(between(&page, &beside, "</div>").contains("flaw"), "{page}");
    let up = format!("up:{plan}/{before}");
    let page = sent(&[("_do", up.as_str())]).await;
    let moved = format!("name=\"{plan}/{}/share\" value=\"5\"", before - 1);
    assert!(page.contains(&moved), "{page}");
    let remove = format!("remove:{plan}/{}", before - 1);
    assert_eq!(points(&sent(&[("_do", remove.as_str())]).await), before);
}

#[tokio::test]
async fn lists_of_the_administration_are_sought_sorted_and_turned() {
    for database in Database::both() {
        lists(&Served::start(&database).await).await;
    }
}

async fn lists(served: &Served) {
    let (system, security) = (Role::SystemAdministrator, Role::SecurityAdministrator);
    let place =
        |page: &str, name: &str| page.find(name).unwrap_or_else(|| panic!("{name} in {page}"));
    let list = "/admin/organisations";
    let up = served.get(Some(system), &format!("{list}?sort=code")).await.text();
    assert!(place(&up, ">临河县教育局<") < place(&up, ">临河县总工会</a>"), "{up}");
    assert!(up.contains("aria-sort=\"ascending\"") && up.contains("sort=-code"), "{up}");
    let down = served.get(Some(system), &format!("{list}?sort=-code")).await.text();
    assert!(place(&down, ">临河县教育局<") > place(&down, ">临河县总工会</a>"), "{down}");
    let tree = served.get(Some(system), list).await.text();
    assert!(tree.contains(">　临河县总工会</a>"), "{tree}");
    let some = served.get(Some(system), &format!("{list}?kind=finance&standing=open")).await.text();
    assert!(some.contains("共 1 条") && some.contains("临河县财政局"), "{some}");
    let users = served.get(Some(system), "/admin/users?sort=-login&home=u").await.text();
    assert!(users.contains("aria-sort=\"descending\""), "{users}");
    assert!(place(&users, ">recorder<") < place(&users, ">clerk<"), "{users}");
    assert!(users.contains("name=\"sort\" value=\"-login\""), "{users}");
    let roles = served.get(Some(security), "/admin/roles?role=clerk&sort=standing&home=u").await;
    assert!(roles.text().contains("共 1 条"), "{}", roles.text());
    for odd in ["sort=nothing&page=0", "page=18446744073709551615", "sort=-seen", "sort=post"] {
        for (role, list) in [(system, "users"), (system, "organisations"), (security, "roles")] {
            let answer = served.get(Some(role), &format!("/admin/{list}?{odd}")).await;
            assert_eq!(answer.status, 200, "{list}?{odd}");
        }
    }
}

#[tokio::test]
async fn common_indicators_stand_in_the_library_with_their_source() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let list = "/library?from=common";
    let page = served.get(Some(Role::Clerk), list).await.text();
    assert!(page.contains("财预〔2013〕53号") && page.contains("（未核原文）"), "{page}");
    assert!(page.contains("（实务做法，非法定要求）") && page.contains("先在上面选定"), "{page}");
    let page = served.get(Some(Role::Clerk), &format!("{list}&for={id}&project=2")).await.text();
    for (key, at) in [
        ("common-2013-department/0", "overall#f-indicators-"),
        ("practice-training/2", "projects/1#f-projects-1-indicators-"),
    ] {
        assert!(page.contains(&format!("name=\"common\" value=\"{key}\"")), "{key}: {page}");
        let fields = [("to", id.as_str()), ("project", "2"), ("common", key)];
        let answer = served.post(Role::Clerk, "/library", &fields).await;
        is_done(&answer);
        assert!(answer.head.contains(&format!("edit?at={at}")), "{}", answer.head);
    }
    let none = served.get(Some(Role::Clerk), &format!("{list}&q=%E6%A1%A5%E6%A2%81")).await.text();
    assert!(none.contains("没有找到共性指标"), "{none}");
    let odd = [("to", id.as_str()), ("project", "2"), ("common", "../x/0")];
    assert_eq!(served.post(Role::Clerk, "/library", &odd).await.status, 404);
}
