//! How long a table takes from the file into the register, beside the writing of the same cells alone.
//!
//! `cargo run --release -p jiheng-office --example import -- ADDRESS [ROWS]`: the address of an empty database, a
//! file or `postgres://…`; a million rows unless said otherwise. The table is made once and kept among the files that
//! pass, so that the memory of a second run is that of the import.

#![allow(clippy::expect_used, clippy::float_arithmetic, reason = "a bench that cannot go on ends")]

use std::sync::Arc;
use std::time::Instant;

use office::beginning::Upload;
use office::people::{Founding, NewUser};
use office::registers::Vault;
use office::registers::importing::{Choices, Confirmed};
use office::signing::Credentials;
use office::{Asker, Clock, Office};
use register::check_digit;
use rulebook::Rulebook;
use rust_xlsxwriter::{Workbook, XlsxError};
use store::registers::imports::{File, Importing};
use store::registers::list::{Asked, Counting, list};
use store::registers::{Making, Table};
use store::{Cell, Scope, Store};

const HEADS: [&str; 12] = [
    "姓名",
    "证件号码",
    "性别",
    "民族",
    "手机号码",
    "所属工会",
    "工作单位",
    "入会日期",
    "八大群体",
    "是否农民工",
    "会员卡号",
    "备注",
];
const PASSWORD: &str = "Linhe-Shiyan-2026";
const OWN: &str = "second";

#[tokio::main]
async fn main() {
    let mut given = std::env::args().skip(1);
    let address = given.next().expect("the address of an empty database");
    let rows: u32 = given.next().map_or(1_000_000, |rows| rows.parse().expect("a number"));
    let made = std::env::temp_dir().join(format!("jiheng-import-{rows}.xlsx"));
    let bytes = std::fs::read(&made).unwrap_or_else(|_| {
        let bytes = workbook(rows).expect("a workbook");
        std::fs::write(&made, &bytes).expect("kept");
        println!("the table was made: memory counts in a second run");
        bytes
    });
    println!("{rows} rows in {} MB", bytes.len() >> 20);
    let office = office(&address).await;
    let clerk = clerk(&office).await;
    let owner = clerk.home.clone();
    office.registers().await.expect("registers");

    let begun = Instant::now();
    let upload = Upload { name: "名册.xlsx".into(), bytes };
    let staged = office.stage_import(&clerk, "member", &owner, upload).await.expect("staged");
    println!("kept in {:.1?}", begun.elapsed());
    let none = Choices::default();
    let begun = Instant::now();
    let seen = office.preview_register_import(&clerk, "member", &owner, &staged, &none).await;
    let seen = seen.expect("a preview");
    println!("looked at in {:.1?}: {:?}", begun.elapsed(), seen.counts);
    let begun = Instant::now();
    let expected = u64::from(rows);
    let done =
        office.confirm_register_import(&clerk, "member", &owner, &staged, &none, expected).await;
    if let Confirmed::Begun(job) = done.expect("begun") {
        office.do_next_job("bench").await.expect("done");
        let job = office.import_job(&clerk, &job).await.expect("a job");
        println!("{:?} {}", job.outcome, job.problem);
    }
    let whole = begun.elapsed();
    println!("imported in {whole:.1?}; at most {} MB of memory so far", peak());

    let floor = floor(&office, &owner, rows).await;
    println!(
        "the same cells written alone in {floor:.1?}: {:.2} of it",
        whole.as_secs_f64() / floor.as_secs_f64()
    );
}

fn workbook(rows: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, text) in (0..).zip(HEADS) {
        sheet.write_string(0, at, text)?;
    }
    for row in 0..rows {
        let day = row / 28 % 12;
        let body = format!("9903211980{:02}{:02}{:03}", day + 1, row % 28 + 1, row % 997);
        let body = format!("990321{}{}", 1950 + row / 334_992, body.get(10..).unwrap_or_default());
        let cells = [
            format!("赵{}", char::from_u32(0x4e00 + row % 5000).unwrap_or('一')),
            format!("{body}{}", check_digit(&body).unwrap_or('0')),
            ["男", "女"][(row % 2) as usize].to_owned(),
            "汉族".to_owned(),
            format!("139{:08}", row % 100_000_000),
            format!("第{}工会", row % 300),
            format!("某某有限公司{}", row % 900),
            format!("2019-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
            String::new(),
            ["是", "否"][(row % 2) as usize].to_owned(),
            format!("61{row:010}"),
            "无".to_owned(),
        ];
        for (at, text) in (0..).zip(&cells) {
            sheet.write_string(row + 1, at, text)?;
        }
    }
    workbook.save_to_buffer()
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

/// Writes as many entries with cells of the same sizes for another owner.
async fn floor(office: &Office, owner: &str, rows: u32) -> std::time::Duration {
    let registers = office.registers().await.expect("registers");
    let table: &Table = &registers.get("member").expect("a register").book.table;
    let mut tx = office.store().write().await.expect("tx");
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    let asked = Asked { columns, take: 1000, counting: Counting::Not, ..Asked::default() };
    let some = list(&mut tx, &Scope::everything(), table, &asked).await.expect("some");
    assert!(some.entries.iter().all(|entry| entry.owner == owner), "of the first owner");
    let key = table.columns.iter().position(|column| column.name == "person_lookup");
    let key = key.expect("a key");
    let second = store::organisations::Organisation {
        id: OWN.into(),
        parent: Some(owner.into()),
        path: format!("{owner}/second/"),
        kind: store::organisations::OrganisationKind::Department,
        code: String::new(),
        region: "990321".into(),
        name: "第二个单位".into(),
        created_at: "2026-03-02T01:00:00.000Z".into(),
        closed_at: None,
    };
    store::organisations::insert(&mut tx, &second).await.expect("entered");
    let begun = Instant::now();
    let making = Making { owner: OWN, by: "bench", at: "2026-03-02T01:00:00.000Z" };
    let file = File { name: "名册.xlsx", digest: "", expected: u64::from(rows) };
    let mut importing = Importing::begin(&mut tx, table, making, file).await.expect("begun");
    for (row, entry) in (0..rows).zip(some.entries.iter().cycle()) {
        let mut cells = entry.cells.clone();
        if let Some(cell) = cells.get_mut(key) {
            *cell = Cell::Text(format!("{row:040x}"));
        }
        importing.writer.push(&mut tx, &entry.state, cells).await.expect("pushed");
    }
    importing.finish(&mut tx).await.expect("finished");
    tx.commit().await.expect("kept");
    begun.elapsed()
}

/// The most memory that this process has had, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() >> 10
}
