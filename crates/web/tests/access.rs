//! Every address visited by everybody: nobody who is signed in, and one person of each role. What comes of
//! it stands in `tests/tables/routes.txt`; an address that is missing there fails.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use office::people::{Founding, NewUser};
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::people::Role;
use store::sessions::{Session, Stage};
use store::{Scope, Store};
use testkit::database::Database;
use tower::ServiceExt;
use web::{App, Limits, Options, app};

const TABLE: &str = "../../tests/tables/routes.txt";
const ROUTER: &str = concat!(
    include_str!("../src/router.rs"),
    include_str!("../src/router/appraisals.rs"),
    include_str!("../src/router/beyond.rs")
);
const METHODS: [(&str, &str); 5] =
    [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];

/// An office with a person of each role.
struct Town {
    app: App,
    /// Made once: hundreds of addresses take a while to put together.
    pages: Router,
    users: BTreeMap<&'static str, String>,
    _database: Database,
}

fn new_user(login: &str) -> NewUser {
    NewUser {
        home: String::new(),
        login: login.to_owned(),
        name: format!("人员{login}"),
        post: String::new(),
        password: "Linhe-Shiyan-2026".to_owned(),
        must_change: false,
    }
}

async fn town() -> Town {
    let database = Database::sqlite();
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let clock = Clock::set_to("2026-03-02T01:00:00Z".parse().expect("a moment"));
    let office =
        Office::new(store, rulebook, clock).with_vault(office::registers::Vault::passing());
    let founding = Founding {
        region: "990124".into(),
        name: "临河县".into(),
        administrators: ["system_admin", "security_admin", "auditor"].map(new_user),
        address: "命令行".into(),
    };
    office.found(&founding).await.expect("founded");
    for role in [Role::Clerk, Role::Head, Role::Recorder, Role::Finance, Role::Above, Role::Expert]
    {
        office
            .add_user_at_console(&Asker::console(""), &new_user(role.word()), &[role])
            .await
            .expect("added");
    }
    let all = office.users_at_console().await.expect("users");
    let id_of = |role: &Role| {
        let found = all.iter().find(|it| it.user.login == role.word());
        (role.word(), found.expect("a person of each role").user.id.clone())
    };
    let users = Role::ALL.iter().map(id_of).collect();
    let options = Options { limits: Limits::off(), ..Options::default() };
    let app = App { office: Arc::new(office), options: Arc::new(options) };
    let pages = app::layered(app.clone(), web::router());
    Town { app, pages, users, _database: database }
}

/// A new session of a person: what one request changes, the next one does not see.
async fn session(town: &Town, user: &str) -> String {
    let secret = store::new_secret();
    let now = town.app.office.now();
    let session = Session {
        id: store::digest(secret.as_bytes()),
        user: user.to_owned(),
        created_at: now.to_string(),
        seen_at: now.to_string(),
        ends_at: now.plus_seconds(3_600).to_string(),
        address: "127.0.0.1".into(),
        agent: "test".into(),
        stage: Stage::Open,
    };
    let mut tx = town.app.office.store().write().await.expect("a transaction");
    store::sessions::insert(&mut tx, &session).await.expect("inserted");
    tx.commit().await.expect("kept");
    secret
}

fn request(method: &str, path: &str, secret: Option<&str>) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    if let Some(secret) = secret {
        request = request.header(header::COOKIE, format!("jiheng={secret}"));
    }
    let mut request = request.body(Body::empty()).expect("a request");
    let address: SocketAddr = "192.0.2.7:1".parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(address));
    request
}

async fn visit(town: &Town, method: &str, path: &str, secret: Option<&str>) -> Response {
    let asked = town.pages.clone().oneshot(request(method, path, secret));
    asked.await.expect("an answer")
}

fn target(answer: &Response) -> &str {
    let target = answer.headers().get(header::LOCATION);
    target.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// What kind of answer it is.
fn class(answer: &Response) -> &'static str {
    match answer.status() {
        StatusCode::SEE_OTHER if target(answer).starts_with("/signin") => "sign-in",
        StatusCode::UNAUTHORIZED => "sign-in",
        StatusCode::FORBIDDEN => "refused",
        StatusCode::NOT_FOUND => "not-found",
        status if status.is_success() || status.is_redirection() => "ok",
        status if status.is_client_error() => "invalid",
        _ => "BROKEN",
    }
}

/// The addresses as the router lists them: method and path.
fn addresses() -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for piece in ROUTER.split(".route(").skip(1) {
        let mut parts = piece.splitn(3, '"').skip(1);
        let path = parts.next().expect("a path behind .route(");
        let rest = parts.next().expect("a handler behind the path");
        for (word, method) in METHODS {
            let is_there = rest.match_indices(&format!("{word}(")).any(|(at, _)| {
                let before = rest.get(..at).and_then(|text| text.chars().next_back());
                before.is_none_or(|sign| !sign.is_alphanumeric() && sign != '_' && sign != ':')
            });
            if is_there {
                all.push((method, path.to_owned()));
            }
        }
    }
    all
}

/// The path with what is not there in the place of its parameters.
fn filled(path: &str) -> String {
    let pieces = path.split('/').map(|piece| match piece.strip_prefix('{') {
        Some(name) if name.starts_with('*') => "jiheng.css",
        Some(_) => "none",
        None => piece,
    });
    pieces.collect::<Vec<_>>().join("/")
}

async fn row(town: &Town, method: &str, path: &str) -> String {
    let nobody = visit(town, method, &filled(path), None).await;
    let mut row = format!("{method:<6} {path:<44} {:<10}", class(&nobody));
    for role in Role::ALL {
        let secret = session(town, &town.users[role.word()]).await;
        let answer = visit(town, method, &filled(path), Some(&secret)).await;
        row.push_str(&format!(" {:<10}", class(&answer)));
    }
    row.trim_end().to_owned()
}

#[tokio::test]
async fn every_address_answers_everybody_as_the_table_says() {
    let town = town().await;
    let mut table = String::from(
        "# Every address and what comes of visiting it with nothing in the form, by who visits: ok, sign-in,\n\
         # refused, not-found, invalid (the form lacks something). Parameters name what is not there.\n\
         # Written by `JIHENG_WRITE_TABLES=1 cargo test -p jiheng-web --test all access::`; look at what changes.\n",
    );
    let mut names = format!("{:<6} {:<44} {:<10}", "", "", "nobody");
    for role in Role::ALL {
        names.push_str(&format!(" {:<10}", role.word().replace("_admin", "")));
    }
    table.push_str(&format!("{}\n", names.trim_end()));
    for (method, path) in addresses() {
        table.push_str(&format!("{}\n", row(&town, method, &path).await));
    }
    assert!(!table.contains("BROKEN"), "{table}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    if std::env::var_os("JIHENG_WRITE_TABLES").is_some() {
        std::fs::write(&file, &table).expect("the table is written");
    }
    let committed = std::fs::read_to_string(&file).expect("tests/tables/routes.txt");
    for (made, stands) in table.lines().zip(committed.lines()) {
        assert_eq!(made, stands);
    }
    assert_eq!(table.lines().count(), committed.lines().count(), "lines of the table");
}

#[tokio::test]
async fn an_address_comes_back_after_the_sign_in() {
    let town = town().await;
    let answer = visit(&town, "GET", "/statements?q=%E5%B7%A5&year=2026", None).await;
    assert_eq!(target(&answer), "/signin?next=%2Fstatements%3Fq%3D%25E5%25B7%25A5%26year%3D2026");
}

#[tokio::test]
async fn a_password_that_is_due_comes_before_everything_else() {
    let town = town().await;
    let admin = &town.users["system_admin"];
    let secret = session(&town, admin).await;
    let mut tx = town.app.office.store().write().await.expect("a transaction");
    let mut user = store::people::get(&mut tx, &Scope::everything(), admin).await.expect("a user");
    user.must_change = true;
    store::people::update(&mut tx, &user).await.expect("updated");
    tx.commit().await.expect("kept");
    for path in ["/desk", "/account", "/admin/users", "/statements", "/account/tokens"] {
        let answer = visit(&town, "GET", path, Some(&secret)).await;
        assert_eq!(target(&answer), "/account/password?said=due", "{path}");
    }
    let answer = visit(&town, "GET", "/account/password", Some(&secret)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let answer = visit(&town, "POST", "/signout", Some(&secret)).await;
    assert_eq!(target(&answer), "/signin");
}

#[tokio::test]
async fn who_tries_too_often_is_told_to_wait() {
    let mut town = town().await;
    town.app.options = Arc::new(Options::default());
    let service = app::layered(town.app.clone(), web::router());
    for _ in 0..200 {
        let asked = service.clone().oneshot(request("POST", "/first-start", None));
        let answer = asked.await.expect("an answer");
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers().contains_key(header::RETRY_AFTER));
            return;
        }
    }
    panic!("two hundred tries, and none was one too many");
}
