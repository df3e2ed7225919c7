//! What people type is shown and never run.

use office::acts::Seen;
use office::beginning::From;
use office::drafts::Typed;
use office::keeping::Keep;
use office::opinions::OpinionText;
use store::publications::{self, Publication};
use store::statements::{self, State, Statement};
use testkit::database::Database;

use super::driver::{Browser, Driver, WIDE};
use super::server::Server;
use super::sign_in;

const EVIL: &str = "<script>window.pwned=1</script>\"><img src=x onerror=window.pwned=1>";
/// A word that finds it.
const WORD: &str = "pwned";

/// A statement of which every field holds a script, in any state.
async fn evil(server: &Server) -> String {
    let office = &server.office;
    let clerk = server.asker("gonghui.jingban").await;
    let id = office.new_statement(&clerk, &clerk.home, 2028, From::LastYear).await.expect("begun");
    let opened = office.open_draft(&clerk, &id).await.expect("a draft");
    let paths = opened.draft.fields().into_iter().map(|(path, _)| path);
    let fields: Vec<(String, String)> = paths.map(|path| (path, EVIL.to_owned())).collect();
    assert!(fields.len() > 100, "{}", fields.len());
    let typed =
        Typed { page: opened.page.clone(), revision: opened.revision, base: opened.base, fields };
    let keep = Keep { typed, reason: EVIL.into(), seen: 0, choices: Vec::new() };
    office.keep_version(&clerk, &id, &keep).await.expect("kept");
    id
}

/// Puts the statement where an act would bring it if its text had no errors.
async fn move_to(server: &Server, id: &str, state: State) -> Seen {
    let mut tx = server.office.store().write().await.expect("a transaction");
    let found = statements::get(&mut tx, &office::Scope::everything(), id).await.expect("found");
    let before = found.statement;
    let public = if state == State::Published { before.version } else { 0 };
    let after =
        Statement { state, approved_version: public, published_version: public, ..before.clone() };
    if public > 0 {
        let at = "2026-11-20T02:00:00.000Z";
        statements::freeze(&mut tx, &before.owner, id, public, at).await.expect("frozen");
        let everything = office::Scope::everything();
        let version = statements::version(&mut tx, &everything, id, public).await.expect("it");
        let publication = Publication {
            owner: before.owner.clone(),
            statement: id.to_owned(),
            number: 1,
            version: public,
            year: before.year,
            title: before.title.clone(),
            figures: before.figures,
            digest: version.digest,
            by_user: String::new(),
            at: at.to_owned(),
            owner_name: found.owner_name,
        };
        publications::insert(&mut tx, &publication).await.expect("public");
    }
    statements::update(&mut tx, &after, before.version, before.state).await.expect("moved");
    tx.commit().await.expect("kept");
    Seen { version: after.version, state }
}

async fn opined(server: &Server, id: &str) {
    let seen = move_to(server, id, State::FinanceReview).await;
    let reviewer = server.asker("caizheng.wang").await;
    let opinion = OpinionText {
        place: "projects/0/purpose".into(),
        quoted: EVIL.into(),
        facet: "feasibility".into(),
        code: String::new(),
        body: EVIL.into(),
    };
    server.office.give_opinion(&reviewer, id, seen, &opinion).await.expect("given");
    let files = vec![(format!("{EVIL}.txt"), EVIL.as_bytes().to_vec())];
    server.office.begin_batch(&reviewer, EVIL, files).await.expect("begun");
    while server.office.do_next_job("test").await.expect("done") {}
}

/// Opens pages; on none of them a script has run. Gives how many show the words.
async fn visit(server: &Server, browser: &Browser, pages: &[String]) -> usize {
    let mut showing = 0;
    for page in pages {
        browser.go(&server.at(page)).await;
        assert_eq!(browser.status().await, 200, "{page}");
        let script =
            "return [window.pwned === undefined, document.querySelectorAll('img[src=x]').length];";
        let is_clean = serde_json::json!([true, 0]);
        assert_eq!(browser.run(script).await, is_clean, "{page}");
        let source = browser.client.source().await.expect("its source");
        showing += usize::from(source.contains(WORD));
    }
    showing
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_is_never_run() {
    let driver = Driver::start();
    let server = Server::demo(Database::sqlite()).await;
    let id = evil(&server).await;
    let statement = format!("/statements/{id}");
    let browser = driver.browser(WIDE).await;
    sign_in(&server, &browser, "gonghui.jingban", demo::PASSWORD).await;
    let sheets = ["cover", "overall", "projects/0", "projects/1", "rest"];
    let mut pages: Vec<String> =
        sheets.iter().map(|sheet| format!("{statement}/edit?at={sheet}")).collect();
    pages.extend([
        format!("{statement}/compare?a=1&b=2&all=1"),
        format!("/library?q={WORD}&for={id}"),
        "/library?q=%3Cscript%3Ewindow.pwned=1%3C/script%3E".to_owned(),
        "/statements?q=%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E".to_owned(),
        "/statements".to_owned(),
        "/desk".to_owned(),
    ]);
    assert!(visit(&server, &browser, &pages).await >= 8);
    opined(&server, &id).await;
    browser.client.delete_all_cookies().await.expect("no cookies");
    sign_in(&server, &browser, "caizheng.wang", demo::PASSWORD).await;
    let tabs = ["text", "findings", "opinions", "versions", "flow", "files"];
    let mut pages: Vec<String> = tabs.iter().map(|tab| format!("{statement}?tab={tab}")).collect();
    pages.extend(["/board?year=2028".to_owned(), "/batches".to_owned(), "/desk".to_owned()]);
    assert!(visit(&server, &browser, &pages).await >= 6);
    browser.go(&server.at("/batches")).await;
    browser.press("onerror").await;
    browser.sees(WORD).await;
    assert!(browser.run("return window.pwned === undefined").await == true, "the batch");
    move_to(&server, &id, State::Published).await;
    browser.client.delete_all_cookies().await.expect("no cookies");
    let pages = [
        "/public?year=2028".to_owned(),
        format!("/public/{id}"),
        "/public?q=%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E".to_owned(),
        "/signin?next=%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E".to_owned(),
    ];
    assert!(visit(&server, &browser, &pages).await >= 3);
    browser.close().await;
}
