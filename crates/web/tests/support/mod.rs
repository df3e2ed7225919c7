//! A served office for tests: 临河县, people of every role already signed in, and a browser of few words.

use std::net::SocketAddr;
use std::sync::Arc;

use office::beginning::Upload;
use office::{Clock, Office};
use rulebook::Rulebook;
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::{self, Assignment, Role, User};
use store::sessions::{self, Session, Stage};
use store::statements::{self, State, Statement};
use store::{Scope, Store, Tx};
use testkit::database::Database;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use web::{App, Limits, Options};

const TEXT: &str = include_str!("../../../../examples/linhe-2026.txt");
const NOW: &str = "2026-01-10T01:00:00.000Z";
#[allow(clippy::type_complexity, reason = "a table")]
const ORGANISATIONS: [(&str, Option<&str>, &str, OrganisationKind, &str, &str); 4] = [
    ("r", None, "r/", OrganisationKind::Region, "", "临河县"),
    ("f", Some("r"), "r/f/", OrganisationKind::Finance, "", "临河县财政局"),
    ("u", Some("r"), "r/u/", OrganisationKind::Department, "711", "临河县总工会"),
    ("s", Some("r"), "r/s/", OrganisationKind::Department, "205", "临河县教育局"),
];

/// A served office.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) office: Arc<Office>,
    pub(crate) clock: Clock,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    pub(crate) async fn start(database: &Database) -> Served {
        let clock = Clock::set_to(NOW.parse().expect("a moment"));
        let store = Store::open(&database.address).await.expect("the store opens");
        let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
        let office = Office::new(store, rulebook, clock.clone());
        let office = Arc::new(office.with_vault(office::registers::Vault::passing()));
        enter(&office).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let options = Options { limits: Limits::off(), ..Options::default() };
        let app = App { office: Arc::clone(&office), options: Arc::new(options) };
        tokio::spawn(web::serve(app, listener));
        Served { address, office, clock }
    }

    /// Imports the sample text as a draft of the union; gives its id.
    pub(crate) async fn draft(&self, text: Option<(&str, &str)>) -> String {
        let text = text.map_or_else(|| TEXT.to_owned(), |(from, to)| TEXT.replace(from, to));
        let upload = Upload { name: "绩效文本.txt".into(), bytes: text.into_bytes() };
        let secret = Role::Clerk.word();
        let clerk = self.office.asker(secret, "127.0.0.1").await.expect("the clerk");
        self.office.import_statement(&clerk, "u", &upload).await.expect("imported")
    }

    /// The same, approved; gives its id.
    pub(crate) async fn approved(&self) -> String {
        let id = self.draft(None).await;
        let mut tx = self.office.store().write().await.expect("a transaction");
        let everything = Scope::everything();
        let it = statements::get(&mut tx, &everything, &id).await.expect("a statement").statement;
        let changed =
            Statement { state: State::Approved, approved_version: it.version, ..it.clone() };
        statements::update(&mut tx, &changed, it.version, it.state).await.expect("changed");
        tx.commit().await.expect("kept");
        id
    }

    /// What a page answers to somebody; `None`: to the public.
    pub(crate) async fn get(&self, role: Option<Role>, path: &str) -> Answer {
        self.ask(role, &format!("GET {path} HTTP/1.1"), "").await
    }

    /// What a form answers to somebody.
    pub(crate) async fn post(&self, role: Role, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let body = pairs.join("&");
        let line = format!(
            "POST {path} HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
            body.len()
        );
        self.ask(Some(role), &line, &body).await
    }

    /// What a form of several parts answers to somebody.
    pub(crate) async fn post_parts(
        &self,
        role: Role,
        path: &str,
        form: &[(&str, &str)],
        file: (&str, &str),
    ) -> Answer {
        let mut body = String::new();
        for (name, value) in form {
            body.push_str(&format!(
                "--seam\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (name, bytes) = file;
        body.push_str(&format!(
            "--seam\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/pdf\r\n\r\n{bytes}\r\n--seam--\r\n"
        ));
        let line = format!(
            "POST {path} HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
             content-type: multipart/form-data; boundary=seam\r\ncontent-length: {}",
            body.len()
        );
        self.ask(Some(role), &line, &body).await
    }

    /// What the interface answers: to a role's session, or to a token; JSON is sent if there is any.
    pub(crate) async fn call(
        &self,
        role: Option<Role>,
        method: &str,
        path: &str,
        token: Option<&str>,
        json: &str,
    ) -> Answer {
        let mut line = format!("{method} {path} HTTP/1.1\r\ncontent-length: {}", json.len());
        if !json.is_empty() {
            line.push_str("\r\ncontent-type: application/json");
        }
        if let Some(token) = token {
            line.push_str(&format!("\r\nauthorization: Bearer {token}"));
        }
        self.ask(role, &line, json).await
    }

    /// What the interface answers to a body of some kind.
    pub(crate) async fn send(
        &self,
        role: Option<Role>,
        method: &str,
        path: &str,
        media: &str,
        body: &str,
    ) -> Answer {
        let line = format!(
            "{method} {path} HTTP/1.1\r\nsec-fetch-site: same-origin\r\ncontent-type: {media}\r\n\
             content-length: {}",
            body.len()
        );
        self.ask(role, &line, body).await
    }

    pub(crate) async fn ask(&self, role: Option<Role>, line: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.expect("connected");
        let cookie = role.map(|role| format!("cookie: jiheng={}\r\n", role.word()));
        let cookie = cookie.unwrap_or_default();
        let request =
            format!("{line}\r\nhost: localhost\r\nconnection: close\r\n{cookie}\r\n{body}");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.expect("answered");
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head, body: bytes[at + 4..].to_vec() }
    }
}

/// Enters organisations, and a person of every role whose session's secret is the role's word.
async fn enter(office: &Office) {
    let mut tx = office.store().write().await.expect("a transaction");
    for (id, parent, path, kind, code, name) in ORGANISATIONS {
        let new = Organisation {
            id: id.into(),
            parent: parent.map(Into::into),
            path: path.into(),
            kind,
            code: code.into(),
            region: "990321".into(),
            name: name.into(),
            created_at: NOW.into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("entered");
    }
    for role in Role::ALL {
        let inside = matches!(role, Role::Clerk | Role::Head | Role::Recorder);
        let home = if inside { "u" } else { "r" };
        let name = format!("{}甲", role.label());
        enter_person(&mut tx, role.word(), &name, *role, home).await;
    }
    tx.commit().await.expect("kept");
}

/// Enters a person with a role at an organisation, whose session's secret is the login.
pub(crate) async fn enter_person(tx: &mut Tx, login: &str, name: &str, role: Role, home: &str) {
    let user = User {
        id: login.into(),
        home: home.into(),
        login: login.into(),
        name: name.into(),
        post: String::new(),
        password_hash: String::new(),
        password_set_at: NOW.into(),
        must_change: false,
        failed: 0,
        locked_until: None,
        totp_secret: None,
        totp_on: false,
        totp_step: 0,
        created_at: NOW.into(),
        disabled_at: None,
        seen_at: None,
    };
    people::insert(tx, &user).await.expect("entered");
    let given = Assignment {
        user: user.id.clone(),
        role,
        organisation: home.into(),
        path: String::new(),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: NOW.into(),
    };
    people::assign(tx, &given).await.expect("assigned");
    let session = Session {
        id: store::digest(login.as_bytes()),
        user: user.id,
        created_at: NOW.into(),
        seen_at: NOW.into(),
        ends_at: "2030-01-01T00:00:00.000Z".into(),
        address: String::new(),
        agent: String::new(),
        stage: Stage::Open,
    };
    sessions::insert(tx, &session).await.expect("entered");
}

/// Where an answer leads.
pub(crate) fn target(answer: &Answer) -> String {
    let line = answer.head.lines().find(|line| line.to_lowercase().starts_with("location: "));
    let line = line.unwrap_or_else(|| panic!("no redirect: {} {}", answer.head, answer.text()));
    line.split_once(": ").map(|(_, to)| to.trim().to_owned()).unwrap_or_default()
}

pub(crate) fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
