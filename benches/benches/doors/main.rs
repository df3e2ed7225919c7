//! `cargo bench --bench doors`: every page of a county with 500 statements, 100,000 audit entries, a million
//! members and 100,000 payments of aid, at 16 connections, beside a bare page of axum, askama and sqlx in the
//! same run.
//!
//! With `JIHENG_TEST_POSTGRES` (a server on which databases may be made) the same again on PostgreSQL.
//! With `JIHENG_PROGRAM` (the built program) also how long it takes to start and what it keeps in memory.
//! Words behind `--` choose pages by a part of their address; `start` asks for the start and the memory alone.
//!
//! Ends with status 1 where a bar is missed.

mod bare;
mod client;
mod county;
mod pages;
mod registers;
mod start;

use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use testkit::database::Database;

use client::{Load, load};
use office::registers::Vault;

/// So many browsers ask at once.
const CONNECTIONS: usize = 16;
/// How long each page is asked for.
const LONG: Duration = Duration::from_millis(1500);
/// The word that asks for nothing but the start and the memory of the program.
const START_ONLY: &str = "start";
/// What 99 of 100 answers must not exceed.
const BAR: Duration = Duration::from_millis(50);

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut is_met = true;
    let only_start = std::env::args().any(|word| word == START_ONLY);
    let mut databases = Vec::new();
    if !only_start {
        databases.push(Database::sqlite());
        let has_server = std::env::var_os("JIHENG_TEST_POSTGRES").is_some();
        databases.extend(has_server.then(Database::postgres));
    }
    for database in databases {
        is_met &= runtime.block_on(measure(&database))?;
    }
    if let Some(program) = std::env::var_os("JIHENG_PROGRAM") {
        is_met &= runtime.block_on(start::measure(program.as_ref()))?;
    }
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All pages on one database; whether all are under the bar.
async fn measure(database: &Database) -> Result<bool, Box<dyn Error>> {
    let office = county::office(database, Vault::passing()).await?;
    let count = county::counted(&office).await?;
    println!("\n{}: {} statements, {} audit entries", name(database), count.0, count.1);
    println!("{:<16} {:<44} {:>8} {:>8} {:>8}", "who", "page", "a second", "p50 ms", "p99 ms");
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut pages = pages::all(&office).await?;
    pages.retain(|page| wanted.is_empty() || wanted.iter().any(|part| page.path.contains(part)));
    let (door, floor) = (county::serve(office).await?, bare::serve(database).await?);
    let before = bare_load(floor).await?;
    let mut slow = Vec::new();
    for page in &pages {
        let load = load(door, &page.path, &page.cookie, CONNECTIONS, LONG).await?;
        show(&page.who, &page.path, &load);
        if load.p99 > BAR {
            slow.push(format!("{} {}", page.who, page.path));
        }
    }
    bare_load(floor).await?;
    println!("{} pages, bare page {} a second at the beginning", pages.len(), before.per_second);
    for page in &slow {
        println!("OVER {} ms: {page}", BAR.as_millis());
    }
    Ok(slow.is_empty())
}

async fn bare_load(floor: SocketAddr) -> Result<Load, Box<dyn Error>> {
    let load = load(floor, "/", "", CONNECTIONS, LONG).await?;
    show("(floor)", "a bare page with 50 of the statements", &load);
    Ok(load)
}

fn show(who: &str, path: &str, load: &Load) {
    let shown: String = path.chars().take(44).collect();
    let (middle, late) = (milliseconds(load.p50), milliseconds(load.p99));
    println!("{who:<16} {shown:<44} {:>8} {middle:>8} {late:>8}", load.per_second);
}

fn milliseconds(time: Duration) -> String {
    let hundredths = time.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn name(database: &Database) -> &'static str {
    if database.address.starts_with("postgres") { "PostgreSQL" } else { "SQLite" }
}
