//! Whoever is killed in the middle of an import has imported nothing, or all of it.
//!
//! The test runs itself again as a child that imports one table of members after the other, every other time
//! changing what is there; the child is killed at a random moment (SIGKILL) and the database opened again. Every
//! import that is listed has all of its entries and its entry in the audit trail, and nothing else is there.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use office::beginning::Upload;
use office::registers::Vault;
use office::registers::importing::{Choices, ImportLine, Twins};
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::Store;
use store::people::Role;
use store::registers::history;
use store::registers::imports::State;
use testkit::database::Database;

use crate::support::{self, Town, UNION};
use crate::tables::{count, identity, name, phone};

/// Rows of a table.
const ROWS: usize = 400;
/// Rows of a table that are in the register already and change.
const AGAIN: usize = 40;

/// How often the child is killed, on each database.
fn kills() -> u64 {
    std::env::var("JIHENG_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(25)
}

/// Members from one number on; those before it stand there again with another day of entry.
fn table(from: usize) -> String {
    let mut text = String::from("姓名,身份证号码,手机,所在工会,入会时间\n");
    // No two tables that follow each other have the same day.
    let day = from / ROWS % 28 + 1;
    for at in from.saturating_sub(AGAIN)..from + ROWS {
        let (name, id, phone) = (name(at), identity(at), phone(at));
        text.push_str(&format!("{name},{id},{phone},第一工会,2019-05-{day:02}\n"));
    }
    text
}

async fn office(address: &str, key: &str) -> Office {
    let store = Store::open(address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let vault = Vault::open(&PathBuf::from(key)).expect("a key");
    let clock = Clock::set_to("2026-01-10T01:00:00Z".parse().expect("a moment"));
    Office::new(store, rulebook, clock).with_vault(vault)
}

/// Works until it is killed. Does nothing unless the test above it says with what.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(task) = std::env::var("JIHENG_CRASH_CHILD") else { return };
    let [address, key, from] =
        task.split(' ').collect::<Vec<_>>().try_into().expect("address, key, from");
    let office = office(address, key).await;
    let clerk = support::asker(Role::Clerk, UNION, "r/u/");
    office.registers().await.expect("registers");
    println!("at work");
    let mut from: usize = from.parse().expect("a number");
    loop {
        let upload = Upload { name: "a.csv".into(), bytes: table(from).into_bytes() };
        let staged = office.stage_import(&clerk, "member", UNION, upload).await.expect("staged");
        let choices = Choices { twins: Twins::Update, ..Choices::default() };
        let done =
            office.confirm_register_import(&clerk, "member", UNION, &staged, &choices, 1).await;
        done.expect("imported");
        println!("imported {from}");
        from += ROWS;
    }
}

/// How many imports were acknowledged.
fn run_and_kill(task: &str, after: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "importing_crash::child", "--nocapture", "--test-threads", "1"])
        .env("JIHENG_CRASH_CHILD", task)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let is_at_work = |line: &String| line.contains("at work");
    lines.by_ref().map_while(Result::ok).find(is_at_work).expect("it works");
    std::thread::sleep(after);
    child.kill().expect("killed");
    child.wait().expect("gone");
    lines.map_while(Result::ok).filter(|line| line.contains("imported ")).count() as u64
}

async fn never_half(database: &Database) {
    let town = Town::found(database).await;
    town.office.store().close().await;
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key").display().to_string();
    // The registers are made with the key that the children have.
    let town = Town { office: office(&database.address, &key).await, clock: town.clock };
    let clerk = town.somebody(Role::Clerk);
    town.office.registers().await.expect("registers");
    let (mut there, mut acknowledged, mut pace) = (0, 0, 1);
    for kill in 0..kills() {
        let from = usize::try_from(there).expect("a number") * ROWS;
        let task = format!("{} {key} {from}", database.address);
        // Moments spread over the first imports, no two alike; later ones where the machine is too busy to come to any.
        let moment = Duration::from_micros(pace * (20_000 + kill * 7_919 % 130_000));
        acknowledged += run_and_kill(&task, moment);
        let (imports, counted) = settled(&town, &clerk).await;
        there = imports.len() as u64;
        pace = if there == 0 { (pace * 2).min(64) } else { pace };
        assert!(there >= acknowledged, "{there} of {acknowledged} on {}", database.kind);
        let rows = ROWS as i64;
        assert!(imports.iter().all(|line| line.import.rows == rows), "{}", database.kind);
        assert!(imports.iter().all(|line| line.import.state == State::Done));
        let all = i64::try_from(there).expect("a number") * rows;
        assert_eq!(counted, all, "{}", database.kind);
        if all > rows {
            changed_as_a_whole(&town, all).await;
        }
    }
    let report = town.office.store().check().await.expect("a report");
    // The unions that the members name are in no register here.
    let faults =
        report.faults.iter().filter(|fault| !fault.contains("name entries of organisation"));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<&String>::new(), "{}", database.kind);
    assert!(there > 0, "the child worked too little");
    assert_eq!(report.audit_entries, i64::try_from(there).expect("a number"));
    println!("{}: {} kills, {there} imports, none half", database.kind, kills());
}

/// The imports and the number of entries. What was sent before a kill may be kept behind it by a server: so they are asked
/// until nothing came between.
async fn settled(town: &Town, clerk: &Asker) -> (Vec<ImportLine>, i64) {
    let imports = async || {
        let found = town.office.list_imports(clerk, "member", UNION).await;
        found.expect("a list").1
    };
    loop {
        let before = imports().await;
        let counted = count(town, "member").await;
        if imports().await.len() == before.len() {
            return (before, counted);
        }
    }
}

/// Entries that the newest import found there have a version more, all of them.
async fn changed_as_a_whole(town: &Town, all: i64) {
    let registers = town.office.registers().await.expect("registers");
    let table = &registers.get("member").expect("a register").book.table;
    let mut tx = town.office.store().read().await.expect("tx");
    let everything = store::Scope::everything();
    let last = all - ROWS as i64;
    for id in [last - AGAIN as i64 + 1, last] {
        let old = history::versions(&mut tx, &everything, table, UNION, id).await;
        assert_eq!(old.expect("versions").len(), 1, "entry {id} of {all}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_never_half_in_sqlite() {
    never_half(&Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_never_half_in_postgres() {
    never_half(&Database::postgres()).await;
}
