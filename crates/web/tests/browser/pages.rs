//! Every page that somebody can open, with the demo county's data, on a desk and in a hand.

use std::path::PathBuf;
use std::sync::Arc;

use office::Scope;
use office::beginning::Upload;
use office::registers::importing::{Choices, Confirmed};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use register::check_digit;
use store::statements::{self, Filter, State};
use testkit::database::Database;

use super::driver::{Browser, Driver, NARROW, WIDE, Width};
use super::server::Server;
use super::sign_in;

/// Pages of which pictures are kept for the manual: who, what it is called, how its address begins.
/// `JIHENG_PICTURES=docs/manual/pictures` makes them anew.
const PICTURES: [(&str, &str, &str); 24] = [
    ("", "signin", "/signin"),
    ("", "public_home", "/public"),
    ("", "public_statement", "{published:public}"),
    ("gonghui.jingban", "desk", "/desk"),
    ("gonghui.jingban", "statements", "/statements"),
    ("gonghui.jingban", "editor", "{draft}/edit?at=projects/0"),
    ("gonghui.jingban", "compare", "{draft}/compare?a=last"),
    ("caizheng.wang", "statement_text", "{finance_review}"),
    ("caizheng.wang", "statement_findings", "{returned}?tab=findings"),
    ("caizheng.wang", "statement_opinions", "{returned}?tab=opinions"),
    ("caizheng.wang", "opinion_form", "{finance_review}?tab=opinions&place=projects%2F0%2Fplan"),
    ("gonghui.jingban", "library_common", "{common}"),
    ("xitong", "users", "/admin/users?sort=-seen&standing=open"),
    ("gonghui.jingban", "editor_plan", "{draft}/edit?at=projects/0#f-projects-0-plan-0"),
    ("caizheng.wang", "statement_places", "{finance_review}?tab=text#at-projects-0"),
    ("caizheng.wang", "board", "/board"),
    ("caizheng.wang", "batch", "{batch}"),
    ("shenji", "audit", "/admin/audit"),
    ("gonghui.jingban", "registers", "/registers"),
    ("gonghui.jingban", "register_list", "/registers/household"),
    ("gonghui.jingban", "register_form", "/registers/household/new"),
    ("gonghui.jingban", "register_preview", "{preview}"),
    ("gonghui.jingban", "register_person", "{person}"),
    ("xitong", "definition", "/admin/definitions/member"),
];
const EVERYBODY: [&str; 8] = [
    "/desk",
    "/account",
    "/account/password",
    "/account/second-factor",
    "/account/sessions",
    "/account/tokens",
    "/help/rules",
    "/help/rules/TGT001",
];
const TABS: [&str; 6] = [
    "{s}",
    "{s}?tab=findings",
    "{s}?tab=opinions",
    "{s}?tab=versions",
    "{s}?tab=flow",
    "{s}?tab=files",
];

/// What somebody opens. `{state}` stands for a statement in this state.
fn pages_of(login: &str) -> Vec<String> {
    let (states, own): (&[&str], &[&str]) = match login {
        "" => (
            &[],
            &[
                "/signin",
                "/public",
                "/public?q=%E5%B8%AE%E6%89%B6",
                "/public/data",
                "{published:public}",
            ],
        ),
        "gonghui.jingban" => (
            &["draft", "archived"],
            &[
                "/statements",
                "/statements/new",
                "/statements/import",
                "{archived}/year",
                "{draft}/year",
                "{draft}/edit",
                "{draft}/edit?at=projects/0",
                "{draft}/edit?at=projects/0#f-projects-0-plan-0",
                "{draft}/edit?at=rest",
                "{draft}/compare?a=last",
                "/library",
                "/library?q=%E6%BB%A1%E6%84%8F",
                "/library?from=common",
                "{common}",
                "/registers",
                "/registers/household",
                "/registers/household?f-persons-from=2&col=number&col=hardship",
                "/registers/household/new",
                "{household}",
                "{household}/edit",
                "/registers/aid",
                "{aid}",
                "/registers/aid/grid",
                "{person}",
                "{preview}",
                "/registers/commendation/batch",
                "/measures",
                "/measures?q=%E6%95%91%E5%8A%A9&register=aid",
                "/measures/aid_amount?by=2",
                "/measures/aid_precise_rate?part=1",
                "/measures/satisfaction_of_aided",
                "/surveys",
                "/demands",
                "/demands?state=late",
                "/statements?q=%E6%B2%A1%E6%9C%89",
            ],
        ),
        "jiaoyu.fuze" => (&["internal_review"], &["/statements", "/library"]),
        "weijian.jingban" => (&["collective"], &["/statements"]),
        "caizheng.wang" => (
            &["finance_review", "returned", "adjusting"],
            &[
                "/statements",
                "/demands",
                "/demands/new",
                "{finance_review}?tab=opinions&place=projects%2F0%2Fplan",
                "{finance_review}?tab=text#at-projects-0",
                "/board",
                "/board?state=returned",
                "/batches",
                "{batch}",
                "{batch}/files/1",
                "/deadlines",
                "/library",
                "/statements?state=finance_review",
                "{adjusting}/compare?a=1&b=2&all=1",
            ],
        ),
        "shangji" => (&["published"], &["/statements", "/board", "/library"]),
        "xitong" => (
            &[],
            &[
                "/admin/organisations",
                "/admin/organisations/new",
                "{organisation}",
                "/admin/users",
                "/admin/users?sort=-seen&standing=open",
                "/admin/users/new",
                "{user}",
                "/admin/settings",
                "/admin/backups",
                "/admin/parameters",
                "/admin/definitions",
                "/admin/definitions/new",
                "/admin/definitions/member",
            ],
        ),
        "anquan" => (&[], &["/admin/roles", "/admin/rights", "{roles}", "/admin/sessions"]),
        "shenji" => (&[], &["/admin/audit", "/admin/audit?q=%E6%89%B9%E5%A4%8D"]),
        _ => (&[], &[]),
    };
    let everybody = EVERYBODY.iter().filter(|_| !login.is_empty()).map(|page| (*page).to_owned());
    let of_states = states
        .iter()
        .flat_map(|state| TABS.iter().map(move |tab| tab.replace("{s}", &format!("{{{state}}}"))));
    everybody.chain(of_states).chain(own.iter().map(|page| (*page).to_owned())).collect()
}

const PEOPLE: [&str; 9] = [
    "",
    "gonghui.jingban",
    "jiaoyu.fuze",
    "weijian.jingban",
    "caizheng.wang",
    "shangji",
    "xitong",
    "anquan",
    "shenji",
];

/// What `{…}` in addresses stands for.
struct Places(Vec<(String, String)>);

impl Places {
    async fn of(server: &Server) -> Places {
        let everything = Scope::everything();
        let mut known = Vec::new();
        let mut tx = server.office.store().read().await.expect("a transaction");
        let filter = Filter { take: 100, ..Filter::default() };
        for listed in statements::list(&mut tx, &everything, &filter).await.expect("a list") {
            let one = listed.statement;
            let is_wanted = match one.state {
                State::Draft | State::Archived => one.title.contains("总工会"),
                State::InternalReview => one.title.contains("教育局"),
                State::Collective => one.title.contains("卫生健康局"),
                _ => true,
            };
            if is_wanted {
                known
                    .push((format!("{{{}}}", one.state.word()), format!("/statements/{}", one.id)));
            }
            if one.state == State::Draft && is_wanted {
                let path = format!("/library?from=common&for={}&project=1", one.id);
                known.push(("{common}".to_owned(), path));
            }
            if one.state == State::Published {
                known.push(("{published:public}".to_owned(), format!("/public/{}", one.id)));
            }
        }
        let places = store::organisations::list(&mut tx, &everything).await.expect("a list");
        let place = places.last().expect("an organisation");
        known.push(("{organisation}".to_owned(), format!("/admin/organisations/{}", place.id)));
        let found = store::people::by_login(&mut tx, "gonghui.fuze").await.expect("found");
        let user = found.expect("somebody").id;
        known.push(("{user}".to_owned(), format!("/admin/users/{user}")));
        known.push(("{roles}".to_owned(), format!("/admin/roles/{user}")));
        drop(tx);
        known.extend(shelved(server).await);
        known.push(("{batch}".to_owned(), format!("/batches/{}", batch(server).await)));
        Places(known)
    }

    fn address(&self, page: &str) -> String {
        let known = self.0.iter().find(|(name, _)| page.starts_with(name.as_str()));
        match known {
            Some((name, path)) => page.replacen(name.as_str(), path, 1),
            None => page.to_owned(),
        }
    }
}

/// Entries of registers, and somebody they name.
async fn shelved(server: &Server) -> Vec<(String, String)> {
    let (office, clerk) = (&server.office, server.asker("gonghui.jingban").await);
    let owner = clerk.home.clone();
    let newest = async |register: &str| {
        let question = Question { take: 1, ..Question::default() };
        let list = office.list_entries(&clerk, register, &owner, &question).await.expect("a list");
        list.lines.first().map(|line| line.id).expect("an entry")
    };
    let (household, aid) = (newest("household").await, newest("aid").await);
    let all = office.registers().await.expect("registers");
    let head = all.get("household").expect("a register").definition.field("head");
    let place = head.map(|(place, _)| place).expect("a field");
    let hash = office.person_of(&clerk, "household", &owner, household, place).await;
    let shown = office.entry(&clerk, "household", &owner, household, Wish::Plain).await;
    let shown = shown.expect("an entry").fields;
    let whole = shown.iter().find(|field| field.place == place).expect("the head");
    let number = whole.document.as_ref().expect("a document").as_str();
    let preview = staged(server, whole.value.as_str(), number).await;
    Vec::from([
        ("{preview}".to_owned(), format!("/registers/aid/import/preview?file={preview}")),
        ("{household}".to_owned(), format!("/registers/household/{owner}/{household}")),
        ("{aid}".to_owned(), format!("/registers/aid/{owner}/{aid}")),
        ("{person}".to_owned(), format!("/registers/people/{}", hash.expect("somebody"))),
    ])
}

/// A table that waits to be imported, with what may be wrong in one: of somebody with a file, of the same person under
/// another number, who is registered so once and may be merged, and with a day that the calendar does not have.
async fn staged(server: &Server, name: &str, number: &str) -> String {
    let (office, clerk) = (&server.office, server.asker("gonghui.jingban").await);
    let body = format!("{}991", number.get(..14).expect("a birth date"));
    let other = format!("{body}{}", check_digit(&body).expect("seventeen digits"));
    let heads = "受助人姓名,证件号码,救助种类,发放金额,发放日期,决定编号";
    let rows = [
        format!("{name},{number},生活救助,3000,2026年3月6日,"),
        format!("{name},{other},生活救助,1200,2026-03-09,"),
        format!("{name},{number},医疗救助,5000,2026年2月30日,"),
        format!("{name},{number},助学救助,2000,2026-03-06,没有登记的决定"),
    ];
    let table = |rows: &[String]| Upload {
        name: "三月发放.csv".to_owned(),
        bytes: format!("{heads}\n{}\n", rows.join("\n")).into_bytes(),
    };
    let stage = async |rows: &[String]| {
        office.stage_import(&clerk, "aid", &clerk.home, table(rows)).await.expect("staged")
    };
    let once = stage(rows.get(1..2).expect("a row")).await;
    let none = Choices::default();
    let taken = office.confirm_register_import(&clerk, "aid", &clerk.home, &once, &none, 1).await;
    assert!(matches!(taken, Ok(Confirmed::Done(_))), "{taken:?}");
    stage(&rows).await
}

/// A folder of files that was reviewed.
async fn batch(server: &Server) -> String {
    let reviewer = server.asker("caizheng.wang").await;
    let good = include_str!("../../../../examples/linhe-2026.txt");
    let bad = good.replace("25%\t50%", "25%\t20%").replace("≤500元/人", "≥500元/人");
    let files = [("总工会.txt", good), ("总工会（初稿）.txt", bad.as_str()), ("空白.txt", "")];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let id = server.office.begin_batch(&reviewer, "2026年报送文件夹", files.to_vec()).await;
    while server.office.do_next_job("test").await.expect("done") {}
    id.expect("begun")
}

/// What is wrong with the page that is open.
async fn faults(browser: &Browser, what: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let status = browser.status().await;
    if status != 200 {
        faults.push(format!("{what}: status {status}"));
    }
    let over = browser.overflow().await;
    if over != 0 {
        faults.push(format!("{what}: runs {over} px over the edge"));
    }
    faults.extend(browser.inaccessible().await.iter().map(|line| format!("{what}: {line}")));
    faults.extend(browser.console().await.iter().map(|line| format!("{what}: says {line}")));
    faults
}

async fn picture(browser: &Browser, places: &Places, who: &str, address: &str, width: Width) {
    let Some(folder) = std::env::var_os("JIHENG_PICTURES").map(PathBuf::from) else { return };
    let wanted =
        |(of, _, page): &&(&str, &str, &str)| *of == who && places.address(page) == address;
    if let Some((_, name, _)) = PICTURES.iter().find(wanted) {
        std::fs::create_dir_all(&folder).expect("a folder");
        let of_what = if width == WIDE { "" } else { "narrow-" };
        browser.picture(&folder.join(format!("{of_what}{name}.png"))).await;
    }
}

async fn visit(driver: &Driver, server: &Server, places: &Places, width: Width) -> Vec<String> {
    let mut wrong = Vec::new();
    let browser = driver.browser(width).await;
    for who in PEOPLE {
        browser.client.delete_all_cookies().await.expect("no cookies");
        if !who.is_empty() {
            sign_in(server, &browser, who, demo::PASSWORD).await;
        }
        browser.console().await;
        for page in pages_of(who) {
            let address = places.address(&page);
            browser.go(&server.at(&address)).await;
            wrong.extend(faults(&browser, &format!("{} {who} {page}", width.0)).await);
            picture(&browser, places, who, &address, width).await;
        }
    }
    browser.close().await;
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_everybody() {
    let driver = Driver::start();
    let server = Arc::new(Server::demo(Database::sqlite()).await);
    let places = Places::of(&server).await;
    let (wide, narrow) = tokio::join!(
        visit(&driver, &server, &places, WIDE),
        visit(&driver, &server, &places, NARROW),
    );
    let wrong: Vec<String> = wide.into_iter().chain(narrow).collect();
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
