//! What the server writes while registers are worked at: whatever `JIHENG_LOG` asks for, no line, no message of a
//! command and no entry of the audit trail tells what stands in a personal field.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::Store;
use store::organisations::OrganisationKind;
use store::people::Role;
use testkit::database::Database;

use crate::outside::{err, folder, jiheng, out, status};

const PASSWORD: &str = "Linhe-Shiyan-2026";
/// Planted values that nobody may meet by chance.
const NAME: &str = "欧阳甲乙";
const NUMBER: &str = "990321198001010010";
/// Wrong by its last digit: refused, and quoted in the refusal.
const WRONG: &str = "990321198001010016";
const PHONE: &str = "13987654321";
const CARD: &str = "6222021234567890128";
const ADDRESS: &str = "杏花弄七七号";
const ILLNESS: &str = "尿毒症透析";
const PLANTED: [&str; 7] = [NAME, NUMBER, WRONG, PHONE, CARD, ADDRESS, ILLNESS];

/// Who is signed in, by the secrets of their sessions.
struct People {
    union: String,
    clerk: String,
    recorder: String,
    auditor: String,
    system: String,
}

async fn signed_in(office: &Office, login: &str) -> (String, Asker) {
    let typed = Credentials {
        login: login.into(),
        password: PASSWORD.into(),
        address: "127.0.0.1".into(),
        agent: "test".into(),
    };
    let secret = office.sign_in(&typed).await.unwrap().secret;
    let asker = office.asker(&secret, "127.0.0.1").await.unwrap();
    (secret, asker)
}

/// Founds a county with a union, a clerk and a recorder.
async fn found(address: &str) -> People {
    let store = Store::open(address).await.unwrap();
    let rulebook = Arc::new(Rulebook::embedded().unwrap());
    let office = Office::new(store, rulebook, Clock::system());
    let user = |home: &str, login: &str| NewUser {
        home: home.into(),
        login: login.into(),
        name: format!("某{login}"),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    };
    let founding = Founding {
        region: "990321".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(|login| user("", login)),
        address: "命令行".into(),
    };
    let region = office.found(&founding).await.unwrap();
    let (system, by) = signed_in(&office, "xitong").await;
    let (_, security) = signed_in(&office, "anquan").await;
    let new = NewOrganisation {
        parent: Some(region),
        kind: OrganisationKind::Department,
        code: "711001".into(),
        region: "990321".into(),
        name: "临河县总工会".into(),
    };
    let union = office.enter_organisation(&by, &new).await.unwrap();
    for (login, role) in [("jia", Role::Clerk), ("yi", Role::Recorder)] {
        let id = office.add_user(&by, &user(&union, login)).await.unwrap();
        office.give_role(&security, &id, role, &union).await.unwrap();
    }
    let clerk = signed_in(&office, "jia").await.0;
    let recorder = signed_in(&office, "yi").await.0;
    let auditor = signed_in(&office, "shenji").await.0;
    office.store().close().await;
    People { union, clerk, recorder, auditor, system }
}

/// The program as it serves, with all that it says in a file.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(here: &Path, database: &str) -> Server {
        let said = here.join("said.txt");
        let file = File::create(&said).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_jiheng"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", database])
            .current_dir(here)
            .env("JIHENG_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        let mut server = Server { child, address: String::new() };
        let begun = Instant::now();
        loop {
            let told = fs::read_to_string(&said).unwrap_or_default();
            let rest = told.split_once("绩衡已启动：http://").map(|(_, rest)| rest);
            if let Some((address, _)) = rest.and_then(|rest| rest.split_once('\n')) {
                server.address = address.trim().to_owned();
                return server;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{told}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The answer to a request, head and body.
    fn ask(&self, who: &str, line: &str, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: jiheng={who}\r\n\
             sec-fetch-site: same-origin\r\n{head}content-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
        (status.unwrap_or_else(|| panic!("{line}: {answer}")), answer)
    }

    fn get(&self, who: &str, path: &str) -> (u16, String) {
        self.ask(who, &format!("GET {path}"), "", "")
    }

    fn post(&self, who: &str, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        self.ask(who, &format!("POST {path}"), kind, &pairs.join("&"))
    }

    fn upload(
        &self,
        who: &str,
        path: &str,
        form: &[(&str, &str)],
        file: (&str, &str),
    ) -> (u16, String) {
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
        let kind = "content-type: multipart/form-data; boundary=seam\r\n";
        self.ask(who, &format!("POST {path}"), kind, &body)
    }

    fn json(&self, who: &str, line: &str, body: &str) -> (u16, String) {
        self.ask(who, line, "content-type: application/json\r\n", body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn location(answer: &str) -> String {
    let line = answer.lines().find(|line| line.to_lowercase().starts_with("location:"));
    let line = line.unwrap_or_else(|| panic!("{answer}"));
    line.split_once(':').unwrap().1.trim().to_owned()
}

fn household(union: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("owner", union),
        ("f-head", NAME),
        ("d-head", NUMBER),
        ("f-phone", PHONE),
        ("f-address", ADDRESS),
        ("f-disability", ILLNESS),
        ("f-persons", "3"),
        ("f-income", "18000"),
        ("f-cause", "残疾"),
        ("f-category", "深度困难"),
        ("f-account", CARD),
        ("f-filed_on", "2025-3-1"),
    ]
}

/// Entries added, looked for, changed, refused; by form, by grid and by program.
fn entries(server: &Server, people: &People) {
    let (clerk, union) = (people.clerk.as_str(), people.union.as_str());
    let whole = household(union);
    let (status, answer) = server.post(clerk, "/registers/household/new", &whole);
    assert_eq!(status, 303, "{answer}");
    let again = server.post(clerk, "/registers/household/new", &whole);
    assert!(again.0 == 409 || again.0 == 422, "{}", again.1);
    let wrong = [
        ("f-beneficiary", NAME),
        ("d-beneficiary", WRONG),
        ("f-amount", "三千"),
        ("f-account", CARD),
        ("f-reason", ILLNESS),
        ("pasted", "姓名\t证件号码\n欧阳甲乙\t990321198001010016\n"),
    ];
    for (path, expected) in
        [("/registers/aid/new", 422), ("/registers/aid/check", 200), ("/registers/aid/grid", 200)]
    {
        let (status, answer) = server.post(clerk, path, &wrong);
        assert_eq!(status, expected, "{path} {answer}");
        assert_eq!(server.post(&people.recorder, path, &wrong).0, 403, "{path}");
    }
    for word in PLANTED {
        for form in [[("q", word)], [("number", word)], [("f-head", word)], [("f-phone", word)]] {
            server.post(clerk, "/registers/household", &form);
            server.post(clerk, "/registers/people", &form);
            let (name, word) = (form[0].0, encoded(word));
            server.get(clerk, &format!("/registers/household?{name}={word}&page={word}"));
            server.get(clerk, &format!("/registers/household/{word}/{word}"));
            server.get(clerk, &format!("/api/v1/registers/household/entries?{name}={word}"));
        }
    }
    let entry = format!("/registers/household/{union}/1");
    let (status, plain) = server.post(clerk, &entry, &[("wish", "plain")]);
    assert!(status == 200 && PLANTED.iter().filter(|it| plain.contains(**it)).count() >= 6);
    server.post(&people.recorder, &entry, &[("wish", "plain")]);
    let change = [("version", "7"), ("f-phone", PHONE), ("f-address", ADDRESS)];
    server.post(clerk, &format!("{entry}/edit"), &change);
    let form = [("version", "1"), ("field", "evidence")];
    let files = format!("{entry}/files");
    server.upload(clerk, &files, &form, (&format!("{NAME}.pdf"), "%PDF-1.7 planted"));
    server.upload(clerk, &files, &form, (&format!("{NAME}.pdf"), ILLNESS));
    let entries = "POST /api/v1/registers/household/entries";
    for json in [
        format!("{{\"inputs\":\"{NAME}\"}}"),
        format!("{{\"inputs\":[{{\"label\":\"户主姓名\",\"value\":{NUMBER}}}],\"{NAME}\":1}}"),
        format!("{{\"inputs\":[{{\"label\":\"证件号码\",\"value\":\"{WRONG}\"}}]}}"),
        format!("{{\"inputs\":[{{\"label\":\"{NAME}\",\"value\":\"\u{0}{PHONE}\"}}]"),
    ] {
        server.json(clerk, entries, &json);
    }
}

fn members(number: &str) -> String {
    let heads = "姓名,身份证号码,手机,所在工会,入会时间";
    format!("{heads}\n{NAME},{number},{PHONE},城关镇工会,2019-05-06\n")
}

/// Tables sent, looked at, imported at once and by the worker, given back, exported.
fn tables(server: &Server, people: &People) {
    let (clerk, union) = (people.clerk.as_str(), people.union.as_str());
    let name = format!("{NAME}名册.csv");
    let send = |text: &str| {
        let form = [("owner", union)];
        server.upload(clerk, "/registers/member/import", &form, (&name, text))
    };
    assert_eq!(send("%PDF-1.7\n").0, 422);
    for (number, rows) in [(WRONG, "1"), (WRONG, "30000"), (NUMBER, "30000"), (NUMBER, "1")] {
        let (status, answer) = send(&members(number));
        assert_eq!(status, 303, "{answer}");
        let preview = location(&answer);
        let (status, seen) = server.get(clerk, &preview);
        assert_eq!(status, 200, "{seen}");
        server.get(clerk, &preview.replace("/preview", "/errors.xlsx"));
        let (_, id) = preview.split_once("file=").unwrap();
        let id = id.split('&').next().unwrap();
        let confirm = [("owner", union), ("file", id), ("rows", rows)];
        let (_, answer) = server.post(clerk, "/registers/member/import/confirm", &confirm);
        if rows == "30000" {
            worked(server, clerk, &location(&answer));
        }
    }
    server.post(clerk, "/registers/member/import/confirm", &[("rows", NAME), ("file", NUMBER)]);
    server.get(clerk, "/registers/member/imports");
    let (_, csv) = server.post(clerk, "/registers/member/export", &[("ending", "csv")]);
    assert!(csv.contains(NAME) && csv.contains(NUMBER), "{csv}");
    server.get(clerk, "/registers/member/export.csv");
    server.get(clerk, &format!("/registers/member/export.xlsx?q={}", encoded(NAME)));
    server.post(&people.recorder, "/registers/member/export", &[("ending", "csv")]);
    // A statement that no child can read, named after a person.
    let broken = (format!("{NAME}.docx"), format!("PK\u{3}\u{4}{ILLNESS}"));
    let form = [("owner", union)];
    server.upload(clerk, "/statements/import", &form, (&broken.0, &broken.1));
}

/// Waits until the worker has ended an import.
fn worked(server: &Server, who: &str, job: &str) {
    let begun = Instant::now();
    while server.get(who, job).1.contains("取消导入") {
        assert!(begun.elapsed() < Duration::from_secs(60), "{job}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// What was planted as it may stand in a text: as it is, in addresses, in bytes as programs show them.
fn spelled(planted: &str) -> Vec<String> {
    let by_byte = |show: fn(u8) -> String| planted.bytes().map(show).collect::<String>();
    let mut all = vec![planted.to_owned()];
    if !planted.is_ascii() {
        all.push(encoded(planted));
        all.push(by_byte(|byte| format!("%{byte:02x}")));
        all.push(by_byte(|byte| format!("\\x{byte:02x}")));
        all.push(by_byte(|byte| format!("\\x{byte:02X}")));
        all.push(by_byte(|byte| format!("{byte}, ")).trim_end_matches(", ").to_owned());
        all.push(planted.chars().map(|sign| format!("\\u{:04x}", u32::from(sign))).collect());
        all.push(planted.escape_unicode().to_string());
    }
    all
}

fn holds_none(what: &str, text: &str) {
    for planted in PLANTED {
        for spelling in spelled(planted) {
            let Some(at) = text.find(&spelling) else { continue };
            let from = text.floor_char_boundary(at.saturating_sub(400));
            let to = text.ceil_char_boundary((at + 200).min(text.len()));
            panic!("{what} tells {planted}: {}", &text[from..to]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_the_server_writes_tells_what_stands_in_personal_fields() {
    for database in Database::both() {
        let here = folder(&format!("logs-{}", database.kind));
        let people = found(&database.address).await;
        let server = Server::start(&here, &database.address);
        entries(&server, &people);
        tables(&server, &people);
        for path in ["/admin/audit", "/admin/audit.csv"] {
            let (code, trail) = server.get(&people.auditor, path);
            assert!(code == 200 && trail.contains("导入台账"), "{trail}");
            holds_none(path, &trail);
        }
        let (code, made) = server.post(&people.system, "/admin/backups", &[]);
        assert_eq!(code, 303, "{made}");
        holds_none("backups", &server.get(&people.system, "/admin/backups").1);
        drop(server);
        let said = fs::read_to_string(here.join("said.txt")).unwrap();
        // It is asked for everything, or nothing is proven by its silence.
        for speaking in ["DEBUG", "sqlx::query", "INSERT INTO"] {
            assert!(said.contains(speaking), "nothing of {speaking}");
        }
        holds_none("the log", &said);
        for command in [
            &["backup", "all.zip"][..],
            &["check"][..],
            &["audit", "verify"][..],
            &["audit", "export"][..],
        ] {
            let done = jiheng(&here, &[command, &["--database", &database.address]].concat());
            assert_eq!(status(&done), 0, "{command:?}: {}", err(&done));
            // A union that is not registered is worth a word, and no fault.
            let is_noted = err(&done).contains("说明：台账 member 有");
            let checks = matches!(command[0], "backup" | "check");
            assert_eq!(is_noted, checks, "{command:?}: {}", err(&done));
            holds_none(command[0], &out(&done));
            holds_none(command[0], &err(&done));
        }
    }
}
