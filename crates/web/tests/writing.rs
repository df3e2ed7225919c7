//! Pages for those who write: markup in every field comes out as text, strangers see nothing, wrong input
//! gets a clear answer, and an answer comes quickly.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::draft::Reshape;
use office::drafts::{Change, Typed};
use office::keeping::{Keep, Kept};
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::Store;
use testkit::database::Database;
use tower::ServiceExt;
use web::{App, Options};

use crate::town;

const MARKUP: &str = "<script>alert(1)</script>\"'><b>&";

struct Site {
    _database: Database,
    office: Arc<Office>,
    pages: Router,
    town: town::Town,
}

async fn site() -> Site {
    let database = Database::sqlite();
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office = Arc::new(Office::new(store, rulebook, Clock::system()));
    let town = town::seed(&office).await.expect("seeded");
    let app = App { office: office.clone(), options: Arc::new(Options::default()) };
    let pages = web::app::layered(app, web::router());
    Site { _database: database, office, pages, town }
}

impl Site {
    async fn ask(
        &self,
        secret: &str,
        request: axum::http::request::Builder,
        body: &str,
    ) -> (StatusCode, String) {
        let request = request
            .header(header::COOKIE, format!("jiheng={secret}"))
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let answer = self.pages.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn get(&self, secret: &str, address: &str) -> (StatusCode, String) {
        self.ask(secret, Request::get(address), "").await
    }

    async fn post(
        &self,
        secret: &str,
        address: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let pair = |(name, value): &(&str, &str)| {
            format!("{}={}", web::view::escaped(name), web::view::escaped(value))
        };
        let body: Vec<String> = fields.iter().map(pair).collect();
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("hx-request", "true");
        self.ask(secret, request, &body.join("&")).await
    }

    /// A draft in which markup stands in every field; gives what a page would send next.
    async fn marked(&self, asker: &Asker) -> Typed {
        let id = &self.town.statement;
        let opened = self.office.open_draft(asker, id).await.expect("opened");
        let fields = opened.draft.fields().into_iter();
        let fields = fields.map(|(path, _)| (path.clone(), format!("{MARKUP}{path}"))).collect();
        let typed =
            Typed { page: opened.page, revision: opened.revision, base: opened.base, fields };
        let saved = self.office.edit_draft(asker, id, &typed, &Change::Save).await.expect("saved");
        Typed { revision: saved.revision, fields: Vec::new(), ..typed }
    }
}

fn is_escaped((status, html): (StatusCode, String), address: &str) {
    assert_eq!(status, StatusCode::OK, "{address}");
    assert!(!html.contains("<script>alert"), "{address}");
    assert!(!html.contains("\"'><b>"), "{address}");
    assert!(html.contains("script&#62;alert"), "{address} shows what was typed");
}

#[tokio::test]
async fn markup_in_any_field_comes_out_as_text() {
    let site = site().await;
    let secret = town::secret(&site.office, "jia").await.expect("signed in");
    let asker = town::sign_in(&site.office, "jia").await.expect("signed in");
    let other = town::sign_in(&site.office, "yi").await.expect("signed in");
    let typed = site.marked(&asker).await;
    let edit = format!("/statements/{}/edit", site.town.statement);
    for at in ["cover", "overall", "projects/0", "projects/1", "rest"] {
        let address = format!("{edit}?at={at}");
        is_escaped(site.get(&secret, &address).await, &address);
    }
    let (revision, base) = (typed.revision.to_string(), typed.base.to_string());
    let control = [("_page", typed.page.as_str()), ("_revision", &revision), ("_base", &base)];
    let saved = site.post(&secret, &format!("{edit}?at=projects/0"), &control).await;
    is_escaped(saved, "the answer to a save");
    // The other clerk keeps a version first: what both changed is shown to be chosen.
    let theirs = site.office.open_draft(&other, &site.town.statement).await.expect("opened");
    let fields = vec![("projects/0/purpose".to_owned(), format!("{MARKUP}二"))];
    let keep = Keep {
        typed: Typed { page: theirs.page, revision: theirs.revision, base: theirs.base, fields },
        ..Keep::default()
    };
    let kept = site.office.keep_version(&other, &site.town.statement, &keep).await.expect("kept");
    assert!(matches!(kept, Kept::Version { .. }), "{kept:?}");
    let revision = (typed.revision + 1).to_string();
    let keep = [
        ("_page", typed.page.as_str()),
        ("_revision", &revision),
        ("_base", &base),
        ("_do", "keep"),
    ];
    let (status, html) = site.post(&secret, &edit, &keep).await;
    assert!(html.contains("/merge"), "the choice is shown: {status}");
    is_escaped((status, html), "the choice");
    let others = town::secret(&site.office, "yi").await.expect("signed in");
    for address in ["/library?q=script", "/statements?q=%3Cscript%3Ealert(1)%3C/script%3E"] {
        let (status, html) = site.get(&others, address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        assert!(!html.contains("<script>alert"), "{address}");
    }
    let compare = format!("/statements/{}/compare?a=1&b=2&all=1", site.town.statement);
    is_escaped(site.get(&others, &compare).await, &compare);
}

#[tokio::test]
async fn a_preview_shows_markup_as_text_and_stores_nothing() {
    let site = site().await;
    let secret = town::secret(&site.office, "jia").await.expect("signed in");
    let text = town::SAMPLE.replace("困难职工帮扶救助资金", MARKUP).replace("2026", "2031");
    let name = "甲<script>alert(2)</script>.txt";
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"owner\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n--x--\r\n",
        site.town.union
    );
    let request = || {
        Request::post("/statements/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
    };
    let seen = site.ask(&secret, request(), &body).await;
    is_escaped(seen, "the preview");
    let (_, list) = site.get(&secret, "/statements?year=2031").await;
    assert!(!list.contains("2031年部门预算绩效文本"), "nothing is stored");
    let (status, html) = site.ask(&secret, request(), "--x--\r\n").await;
    assert!(status.is_client_error(), "{status}: {html}");
    let forged =
        [("owner", site.town.union.as_str()), ("name", "a"), ("digest", "0"), ("file", "AAAA")];
    let (status, _) = site.post(&secret, "/statements/import/confirm", &forged).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "other bytes than were looked at");
}

#[tokio::test]
async fn strangers_and_wrong_requests_get_clear_answers() {
    let site = site().await;
    let stranger = town::secret(&site.office, "bing").await.expect("signed in");
    let id = &site.town.statement;
    for page in ["edit", "compare", "versions/1/docx", "original"] {
        let (status, html) = site.get(&stranger, &format!("/statements/{id}/{page}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{page}");
        assert!(html.contains("找不到"), "{page}");
    }
    let secret = town::secret(&site.office, "jia").await.expect("signed in");
    let edit = format!("/statements/{id}/edit");
    let wrong = [
        (vec![("_base", "1"), ("_revision", "0"), ("projects/9/name", "甲")], 422),
        (vec![("_base", "1"), ("_revision", "0"), ("../../x", "甲")], 422),
        (vec![("_base", "1"), ("_revision", "77")], 409),
        (vec![("_base", "99"), ("_revision", "0")], 404),
        (vec![("_base", "1"), ("_revision", "0"), ("_do", "explode:everything")], 400),
        (vec![("_base", "1"), ("_revision", "0"), ("_do", "mend:0000")], 409),
    ];
    for (fields, expected) in wrong {
        let (status, html) = site.post(&secret, &edit, &fields).await;
        assert_eq!(status.as_u16(), expected, "{fields:?}");
        assert!(html.contains("</html>"), "{fields:?}");
    }
    for address in [
        format!("{edit}?at=projects/99999999999999999999"),
        format!("{edit}?at=../../etc/passwd"),
        "/library?page=18446744073709551615&project=0".to_owned(),
        "/statements?page=18446744073709551615&sort=-nothing".to_owned(),
        format!("/statements/{id}/compare?a=x&b=y"),
    ] {
        let (status, _) = site.get(&secret, &address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
    }
    let (status, _) = site.get(&secret, &format!("/statements/{id}/versions/1/exe")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_to_typing_comes_quickly() {
    let site = site().await;
    let asker = town::sign_in(&site.office, "jia").await.expect("signed in");
    let secret = town::secret(&site.office, "jia").await.expect("signed in");
    let id = site.town.statement.as_str();
    let mut now = site.office.open_draft(&asker, id).await.expect("opened");
    for _ in 0..28 {
        let typed = Typed {
            page: now.page.clone(),
            revision: now.revision,
            base: now.base,
            fields: Vec::new(),
        };
        let copy = Change::Reshape("projects/0".into(), Reshape::Copy);
        now = site.office.edit_draft(&asker, id, &typed, &copy).await.expect("copied");
    }
    assert_eq!(now.draft.projects.len(), 30);
    let mut worst = std::time::Duration::ZERO;
    for turn in 0..5 {
        let (revision, base) = ((now.revision + turn).to_string(), now.base.to_string());
        let target = format!("≥{turn}户");
        let fields = [
            ("_page", now.page.as_str()),
            ("_revision", &revision),
            ("_base", &base),
            ("projects/7/indicators/0/target", &target),
        ];
        let begun = Instant::now();
        let address = format!("/statements/{id}/edit?at=projects/7");
        let (status, html) = site.post(&secret, &address, &fields).await;
        worst = worst.max(begun.elapsed());
        assert_eq!(status, StatusCode::OK, "{html}");
    }
    println!("30 projects: the slowest of 5 answers took {worst:?}");
    // An unoptimised build is some times slower than what is shipped, whose bar is 200 ms.
    let bar = if cfg!(debug_assertions) { 2_000 } else { 200 };
    assert!(worst.as_millis() < bar, "{worst:?}");
}
