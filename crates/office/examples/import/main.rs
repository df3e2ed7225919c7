//! How long a table takes from the file into the register, and how much memory, beside its floors: the same cells
//! written alone, and what one would write by hand.
//!
//! `cargo run --release -p jiheng-office --example import -- ADDRESS [ROWS]`: the address of an empty database, a
//! file or `postgres://…`; a million rows unless said otherwise. The table is made once, by a process of its own, and
//! kept among the files that pass.

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::panic,
    reason = "a bench that cannot go on ends"
)]

mod floor;
mod table;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use office::beginning::Upload;
use office::people::{Founding, NewUser};
use office::registers::Vault;
use office::registers::importing::{Choices, Confirmed};
use office::signing::Credentials;
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::Store;
use store::jobs::JobState;

/// What the program allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PASSWORD: &str = "Linhe-Shiyan-2026";
/// What tells the process that makes the table what it is for.
const MAKE: &str = "--make";

#[tokio::main]
async fn main() {
    let mut given = std::env::args().skip(1);
    let address = given.next().expect("the address of an empty database");
    let rows: u32 = given.next().map_or(1_000_000, |rows| rows.parse().expect("a number"));
    let made = std::env::temp_dir().join(format!("jiheng-import-{rows}.xlsx"));
    if address == MAKE {
        return std::fs::write(&made, table::workbook(rows).expect("a workbook")).expect("kept");
    }
    if !made.exists() {
        let program = std::env::current_exe().expect("this program");
        let status = Command::new(program).args([MAKE, &rows.to_string()]).status();
        assert!(status.expect("a process").success(), "the table was made");
    }
    let office = office(&address).await;
    let clerk = clerk(&office).await;
    office.registers().await.expect("registers");
    let whole = import(&office, &clerk, &made, rows).await;

    let beside = tempfile::tempdir().expect("a folder");
    let alone = floor::cells_alone(&office, rows, &beside.path().join("alone.db")).await;
    compare("the same cells written alone, without indexes", whole, alone);
    let by_hand = floor::by_hand(&made, &beside.path().join("hand.db")).await;
    compare("calamine, checks and inserts by hand, without indexes", whole, by_hand);
    let by_two = floor::by_two_hands(&made, &beside.path().join("hands.db")).await;
    compare("the same by a reader and a writer, with the index of the key", whole, by_two);
}

/// Keeps the table, looks at it and imports it, as a clerk does and a worker; how long the import took.
async fn import(office: &Office, clerk: &Asker, made: &Path, rows: u32) -> Duration {
    let owner = clerk.home.clone();
    let bytes = std::fs::read(made).expect("the table");
    println!("{rows} rows in {} MB; {} MB of memory before", bytes.len() >> 20, peak());
    let begun = Instant::now();
    let upload = Upload { name: "名册.xlsx".into(), bytes };
    let staged = office.stage_import(clerk, "member", &owner, upload).await.expect("staged");
    said("kept", begun);
    let none = Choices::default();
    let begun = Instant::now();
    let seen = office.preview_register_import(clerk, "member", &owner, &staged, &none).await;
    let counts = seen.expect("a preview").counts;
    said("looked at", begun);
    println!("{counts:?}");
    let begun = Instant::now();
    let expected = u64::from(rows);
    let done =
        office.confirm_register_import(clerk, "member", &owner, &staged, &none, expected).await;
    let Confirmed::Begun(job) = done.expect("begun") else {
        said("imported", begun);
        return begun.elapsed();
    };
    let worker = office.clone();
    let work = tokio::spawn(async move { worker.do_next_job("bench").await });
    let whole = loop {
        let seen = office.import_job(clerk, &job).await.expect("a job");
        match seen.state {
            JobState::Waiting | JobState::Running => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            JobState::Done => break begun.elapsed(),
            other => panic!("{other:?} {}", seen.problem),
        }
    };
    said("imported", begun);
    let begun = Instant::now();
    work.await.expect("a worker").expect("done");
    said("settled behind it", begun);
    whole
}

/// Says how long something took, and the most memory that it had.
fn said(what: &str, begun: Instant) {
    println!("{what} in {:.1?}; at most {} MB of memory", begun.elapsed(), peak());
    // The next peak is one of its own.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn compare(what: &str, whole: Duration, floor: Duration) {
    println!(
        "{what}: {floor:.1?}; the import takes {:.2} of it",
        whole.as_secs_f64() / floor.as_secs_f64()
    );
}

async fn office(address: &str) -> Office {
    let store = Store::open(address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    Office::new(store, rulebook, Clock::system()).with_vault(Vault::passing())
}

async fn clerk(office: &Office) -> Asker {
    let user = |login: &str| NewUser {
        home: String::new(),
        login: login.into(),
        name: login.into(),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    };
    let founding = Founding {
        region: "990321".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(user),
        address: "命令行".into(),
    };
    office.found(&founding).await.expect("founded");
    let console = Asker::console("");
    let clerk = [store::people::Role::Clerk];
    office.add_user_at_console(&console, &user("jingban"), &clerk).await.expect("added");
    let credentials = Credentials {
        login: "jingban".into(),
        password: PASSWORD.into(),
        address: String::new(),
        agent: String::new(),
    };
    let secret = office.sign_in(&credentials).await.expect("signed in").secret;
    office.asker(&secret, "127.0.0.1").await.expect("the clerk")
}

/// The most memory that this process has had, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() >> 10
}
