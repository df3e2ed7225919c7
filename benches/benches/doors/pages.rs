//! The pages that are measured: every kind of page, opened by somebody who may.

use std::error::Error;

use office::beginning::Upload;
use office::signing::Credentials;
use office::{Office, Scope};
use store::statements::{self, Filter, State};

use crate::registers;

/// A page, and as whom it is opened.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) who: String,
    pub(crate) path: String,
    pub(crate) cookie: String,
}

/// What people open. `{…}` stands for a statement: the clerk's own draft, one that the finance bureau
/// examines, one that is public.
const PAGES: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "/signin",
            "/public",
            "/public?q=%E5%B8%AE%E6%89%B6",
            "/public?year=2025",
            "/public/data",
            "/public/list.json",
            "/public/{public}",
            "/healthz",
        ],
    ),
    (
        "gonghui.jingban",
        &[
            "/desk",
            "/statements",
            "/statements?q=%E5%B7%A5%E4%BC%9A",
            "/statements/new",
            "/statements/import",
            "/statements/{draft}",
            "/statements/{draft}?tab=findings",
            "/statements/{draft}?tab=opinions",
            "/statements/{draft}?tab=versions",
            "/statements/{draft}?tab=flow",
            "/statements/{draft}?tab=files",
            "/statements/{draft}/edit",
            "/statements/{draft}/edit?at=projects/0",
            "/statements/{draft}/compare?a=last",
            "/library",
            "/library?q=%E6%BB%A1%E6%84%8F",
            "/account",
            "/account/sessions",
            "/account/tokens",
            "/help",
            "/help/rules",
            "/help/rules/TGT001",
        ],
    ),
    (
        "gonghui.jingban",
        &[
            "/registers",
            "/registers/member",
            "/registers/member?q=%E5%BC%A0",
            "/registers/member?q=%E5%BB%BA%E8%AE%BE%20%E5%BC%A0",
            "/registers/member?sort=joined_on",
            "/registers/member?state=active&sort=-joined_on",
            "/registers/member?f-sex=%E5%A5%B3",
            "/registers/member?f-joined_on-from=2026-01-01",
            "/registers/member/{member}",
            "/registers/member/{member}/edit",
            "/registers/member/new",
            "/registers/member/grid",
            "/registers/member/import",
            "/registers/member/imports",
            "/registers/member/export",
            "/registers/aid",
            "/registers/aid?q=%E5%8C%BB%E7%96%97",
            "/registers/aid?sort=-amount",
            "/registers/aid/{aid}",
            "/registers/household",
            "/registers/household/{household}",
            "/registers/due",
            "/registers/dues",
            "/registers/checks",
            "/registers/model_worker/batch",
            "/registers/aid_application/batch",
            "/surveys",
        ],
    ),
    (
        "caizheng.wang",
        &[
            "/desk",
            "/board",
            "/board?state=returned",
            "/statements",
            "/statements?q=%E5%B1%80&sort=total",
            "/statements/{examined}",
            "/statements/{examined}?tab=findings",
            "/statements/{examined}?tab=opinions",
            "/deadlines",
            "/batches",
            "/batches/{batch}",
            "/batches/{batch}/files/1",
            "/library",
        ],
    ),
    ("shangji", &["/desk", "/board", "/statements"]),
    (
        "xitong",
        &[
            "/desk",
            "/admin/organisations",
            "/admin/users",
            "/admin/settings",
            "/admin/backups",
            "/admin/parameters",
        ],
    ),
    ("anquan", &["/admin/roles", "/admin/rights", "/admin/sessions"]),
    ("shenji", &["/admin/audit", "/admin/audit?q=%E6%89%B9%E5%A4%8D", "/admin/audit?page=900"]),
];

/// All of them, everybody signed in.
pub(crate) async fn all(office: &Office) -> Result<Vec<Page>, Box<dyn Error>> {
    let places = places(office).await?;
    let mut pages = Vec::new();
    for (who, paths) in PAGES {
        let cookie = if who.is_empty() { String::new() } else { sign_in(office, who).await? };
        for path in *paths {
            let path = places
                .iter()
                .fold((*path).to_owned(), |path, (name, place)| path.replace(name, place));
            pages.push(Page { who: (*who).to_owned(), path, cookie: cookie.clone() });
        }
    }
    Ok(pages)
}

async fn sign_in(office: &Office, login: &str) -> Result<String, Box<dyn Error>> {
    let typed = Credentials {
        login: login.to_owned(),
        password: demo::PASSWORD.to_owned(),
        address: "127.0.0.1".into(),
        agent: "bench".into(),
    };
    Ok(format!("jiheng={}", office.sign_in(&typed).await?.secret))
}

async fn places(office: &Office) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let mut tx = office.store().read().await?;
    let filter = Filter { take: 1000, ..Filter::default() };
    let all = statements::list(&mut tx, &Scope::everything(), &filter).await?;
    drop(tx);
    let first = |state: State, home: &str| {
        let found =
            all.iter().find(|one| one.statement.state == state && one.owner_name.contains(home));
        found.map(|one| one.statement.id.clone()).ok_or(format!("no statement is {state:?}"))
    };
    let mut places = registers::places(office).await?;
    places.extend([
        ("{public}", first(State::Published, "局")?),
        ("{draft}", first(State::Draft, "总工会")?),
        ("{examined}", first(State::FinanceReview, "局")?),
        ("{batch}", batch(office).await?),
    ]);
    Ok(places)
}

/// A folder of files that was reviewed.
async fn batch(office: &Office) -> Result<String, Box<dyn Error>> {
    let secret = sign_in(office, "caizheng.wang").await?;
    let secret = secret.trim_start_matches("jiheng=");
    let reviewer = office.asker(secret, "127.0.0.1").await?;
    let files: Vec<Upload> = (0..20).map(file).collect();
    let files = files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let id = office.begin_batch(&reviewer, "2026年报送文件夹", files).await?;
    while office.do_next_job("bench").await? {}
    Ok(id)
}

fn file(number: usize) -> Upload {
    let text = include_str!("../../../examples/linhe-2026.txt");
    let text = text.replace("25%\t50%", &format!("25%\t{}%", number + 20));
    Upload { name: format!("{number}.txt"), bytes: text.into_bytes() }
}
