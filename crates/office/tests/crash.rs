//! Whoever is killed in the middle of work has lost nothing that was acknowledged.
//!
//! The test runs itself again as a child that enters organisations and says the id of each once the
//! office has acknowledged it; the child is killed at a random moment (SIGKILL), the database opened
//! again, and everything that was said must be there, with an unbroken audit chain.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Office, Scope};
use rulebook::Rulebook;
use store::Store;
use store::organisations::{self, OrganisationKind};
use testkit::database::Database;

use crate::administrators::PASSWORD;

/// How often the child is killed, on each database.
const KILLS: u64 = 200;

async fn office(address: &str) -> Office {
    let store = Store::open(address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    Office::new(store, rulebook, Clock::system())
}

async fn founded(address: &str) -> String {
    let office = office(address).await;
    let administrators = ["xitong", "anquan", "shenji"].map(|login| NewUser {
        home: String::new(),
        login: login.into(),
        name: login.into(),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    });
    let founding = Founding {
        region: "990124".into(),
        name: "临河县".into(),
        administrators,
        address: "命令行".into(),
    };
    let region = office.found(&founding).await.expect("founded");
    let credentials = Credentials {
        login: "xitong".into(),
        password: PASSWORD.into(),
        address: String::new(),
        agent: String::new(),
    };
    let secret = office.sign_in(&credentials).await.expect("signed in").secret;
    office.store().close().await;
    format!("{address} {secret} {region}")
}

/// Works until it is killed. Does nothing unless the test above it says with what.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(task) = std::env::var("JIHENG_CRASH_CHILD") else { return };
    let [address, secret, region] =
        task.split(' ').collect::<Vec<_>>().try_into().expect("address, secret, region");
    let office = office(address).await;
    let asker = office.asker(secret, "127.0.0.1").await.expect("signed in");
    loop {
        let new = NewOrganisation {
            parent: Some(region.to_owned()),
            kind: OrganisationKind::Department,
            code: String::new(),
            region: "990124".into(),
            name: format!("单位{}", store::new_id()),
        };
        let id = office.enter_organisation(&asker, &new).await.expect("entered");
        println!("entered {id}");
    }
}

fn run_and_kill(task: &str, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "crash::child", "--nocapture", "--test-threads", "1"])
        .env("JIHENG_CRASH_CHILD", task)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut said = Vec::new();
    // The clock starts with the first acknowledgement: each kill meets the child at work.
    let is_entered = |line: &String| line.contains("entered ");
    let first = lines.by_ref().map_while(Result::ok).find(is_entered).expect("it works");
    said.push(first);
    std::thread::sleep(after);
    child.kill().expect("killed");
    child.wait().expect("gone");
    said.extend(lines.map_while(Result::ok).filter(is_entered));
    // The last line may have been cut; an id has 32 digits.
    let ids = said.iter().filter_map(|line| line.split("entered ").nth(1));
    ids.filter(|id| id.len() == 32).map(str::to_owned).collect()
}

async fn nothing_is_lost(database: &Database) {
    let task = founded(&database.address).await;
    let mut acknowledged = Vec::new();
    for kill in 0..KILLS {
        // Moments spread over the first milliseconds of work, no two alike.
        let after = Duration::from_micros(kill * 7919 % 12_000);
        acknowledged.extend(run_and_kill(&task, after));
    }
    let store = Store::open(&database.address).await.expect("it opens again");
    let report = store.check().await.expect("a report");
    assert_eq!(report.faults, Vec::<String>::new(), "{}", database.kind);
    let mut tx = store.read().await.expect("tx");
    let there = organisations::list(&mut tx, &Scope::everything()).await.expect("a list");
    let there: std::collections::BTreeSet<&str> =
        there.iter().map(|organisation| organisation.id.as_str()).collect();
    let lost = acknowledged.iter().filter(|id| !there.contains(id.as_str())).count();
    assert!(acknowledged.len() as u64 >= KILLS, "the child worked too little");
    assert_eq!(lost, 0, "of {} acknowledged on {}", acknowledged.len(), database.kind);
    // Each entry of the trail belongs to a thing that is there, and the other way round.
    let entries = usize::try_from(report.audit_entries).expect("a count");
    assert_eq!(entries, there.len() + 1, "founding, signing in, and one for each entered");
    println!("{}: {} acknowledged, {KILLS} kills, none lost", database.kind, acknowledged.len());
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_in_sqlite() {
    nothing_is_lost(&Database::sqlite()).await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_in_postgres() {
    nothing_is_lost(&Database::postgres()).await;
}

#[test]
fn the_program_itself_may_nothing_that_people_may() {
    let asker = Asker::program("cli", "命令行");
    assert!(office::rights::TABLE.iter().all(|(permission, ..)| !asker.may(*permission)));
}
