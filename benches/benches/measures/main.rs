//! `cargo bench --bench measures`: measures over a million entries of one department, each beside SQL written by hand
//! for the same on the same tables: eight typical ones, all indicators of the two real statements, and what is shown
//! anew after one more payment. A figure is asked once and kept until somebody writes to the register: against SQL by
//! hand stands an office that has kept nothing but who asks, as a request knows it from its session, against the bars
//! one that has kept all.
//!
//! `JIHENG_ENTRIES` sets another number of entries (10000000 for the largest county). `JIHENG_OWNERS` spreads them over
//! so many organisations (170 as of a province's counties): then only what is kept is measured, against a scan of
//! all. With `JIHENG_TEST_POSTGRES` (a server on which databases may be made) the same again on PostgreSQL; with
//! `JIHENG_ONLY` (sqlite or postgres) on that one alone.
//!
//! Ends with status 1 where a bar is missed.

mod by_hand;
mod county;
mod indicators;
mod typical;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use benches::bars::Bar;
use benches::measure::Pair;
use measure::{Outcome, Period};
use office::measuring::Question;
use testkit::database::Database;

use by_hand::Floor;
use county::{County, Desks};

const ENTRIES: u64 = 1_000_000;
/// So often each is asked at least, and as long as it has not taken this time in all; so often at most.
const ROUNDS: usize = 7;
const LONG: Duration = Duration::from_secs(10);
const MOST_ROUNDS: usize = 200;
/// What the eight may take together.
const TOGETHER: Duration = Duration::from_millis(50);
/// What all indicators of both statements may take.
const INDICATORS: Duration = Duration::from_millis(300);
/// What the desk may take after one more payment.
const REFRESHED: Duration = Duration::from_millis(50);
/// What a scan of ten million entries in columns takes (DuckDB over Parquet): over all counties of a province what is kept
/// is there sooner.
const SCANNED: Duration = Duration::from_millis(600);
/// No slower than 1.2 times SQL written by hand: in thousandths of its speed.
const BY_HAND: u128 = 833;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let entries = number("JIHENG_ENTRIES").map_or(ENTRIES, |entries| entries as u64);
    let owners = number("JIHENG_OWNERS").unwrap_or(1);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let only = std::env::var("JIHENG_ONLY").unwrap_or_default();
    let is_wanted = |kind: &str| only.is_empty() || only == kind;
    let mut databases = Vec::new();
    if is_wanted("sqlite") {
        databases.push(Database::sqlite());
    }
    if is_wanted("postgres") && std::env::var_os("JIHENG_TEST_POSTGRES").is_some() {
        databases.push(Database::postgres());
    }
    let mut is_met = true;
    for database in databases {
        let work = async move {
            let done = match owners {
                1 => measured(&database, entries).await,
                many => spread(&database, entries, many).await,
            };
            done.map_err(|error| error.to_string())
        };
        // On a thread that works for requests, as in the server: an answer of the database wakes no other one.
        is_met &= runtime.block_on(runtime.spawn(work))??;
    }
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything on one database; whether all bars are met.
async fn measured(database: &Database, entries: u64) -> Result<bool, Box<dyn Error>> {
    let began = Instant::now();
    let county = County::found(database, entries, 1).await?;
    println!("\n{}: {entries} entries, made in {} s", database.kind, began.elapsed().as_secs());
    let floor = Floor::open(database).await?;
    let mut is_met = true;
    let mut together = [Duration::ZERO; 2];
    let mut kept = Duration::ZERO;
    for (question, sql) in typical::all(&county) {
        let (pair, again) = in_turn(&county, &floor, &question, &sql).await?;
        kept += again;
        together = [together[0] + pair.work, together[1] + pair.floor];
        let name: &'static str = question.code.leak();
        let bar = Bar { name, floor: "SQL by hand", pair: Some(pair), demanded: BY_HAND };
        println!("{bar}");
        is_met &= bar.is_met();
    }
    noted("the eight together", together[0]);
    noted("  the same in SQL by hand", together[1]);
    is_met &= told("  the same, kept", kept, TOGETHER);
    let (many, [first, took]) = indicators::all(&county).await?;
    noted(&format!("all {many} indicators at first"), first);
    is_met &= told("  the same, kept", took, INDICATORS);
    let Desks { ahead, at_first, after_first, after_more } = county.after_payments().await?;
    noted("figures of all desks, asked ahead", ahead);
    noted("the desk at first", at_first);
    noted("  after the first payment", after_first);
    noted("  after one more, the slowest", after_more.iter().copied().max().unwrap_or_default());
    is_met &= told("  after one more payment", middle(after_more), REFRESHED);
    Ok(is_met)
}

/// The eight over many organisations.
async fn spread(database: &Database, entries: u64, owners: usize) -> Result<bool, Box<dyn Error>> {
    let began = Instant::now();
    let county = County::found(database, entries, owners).await?;
    let seconds = began.elapsed().as_secs();
    println!(
        "\n{}: {entries} entries of {owners} organisations, made in {seconds} s",
        database.kind
    );
    let questions = typical::all(&county);
    let asked = async || -> Result<Duration, Box<dyn Error>> {
        let began = Instant::now();
        for (question, _) in &questions {
            let asked = county.office.measure(&county.clerk, &county.union, question);
            office::one_request(asked).await?;
        }
        Ok(began.elapsed())
    };
    noted("the eight together at first", asked().await?);
    let mut is_met = told("  the same, kept", asked().await?, SCANNED);
    for number in 0..3 {
        county.pay(&county.office, [county::PROJECT, "困难职工帮扶救助资金"], number).await?;
        let took = asked().await?;
        match number {
            0 => noted("  after the first payment", took),
            _ => is_met &= told("  after one more payment", took, SCANNED),
        }
    }
    Ok(is_met)
}

/// The program's answer and that by hand, in turn; both must say the same. And how long the answer takes that is kept.
async fn in_turn(
    county: &County,
    floor: &Floor,
    question: &Question,
    sql: &[String],
) -> Result<(Pair, Duration), Box<dyn Error>> {
    let (mut works, mut floors, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let all = Instant::now();
    while works.len() < ROUNDS || (works.len() < MOST_ROUNDS && all.elapsed() < LONG) {
        let (office, found) = office::one_request(async {
            let office = county.afresh().await?;
            let began = Instant::now();
            let found = office.measure(&county.clerk, &county.union, question).await?;
            works.push(began.elapsed());
            Ok::<_, Box<dyn Error>>((office, found))
        })
        .await?;
        let began = Instant::now();
        office::one_request(office.measure(&county.clerk, &county.union, question)).await?;
        again.push(began.elapsed());
        // Both stand behind the same work: what ran just before leaves the processor's caches as it likes.
        drop(county.afresh().await?);
        let began = Instant::now();
        let by_hand = floor.figures(sql).await?;
        floors.push(began.elapsed());
        let figures = match (found.value.numerator, found.value.denominator, found.value.outcome) {
            (Some(above), Some(below), _) => vec![above, below],
            (_, _, Some(Outcome::Number(number))) => vec![number],
            (.., outcome) => return Err(format!("{}: {outcome:?}", question.code).into()),
        };
        if figures != by_hand {
            return Err(format!("{}: {figures:?}, by hand {by_hand:?}", question.code).into());
        }
    }
    Ok((Pair { work: middle(works), floor: middle(floors) }, middle(again)))
}

/// The time than which half of the others are quicker: of one query a few are quicker by a third, now of these and now
/// of those, so the quickest tells of luck.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn told(what: &str, took: Duration, bar: Duration) -> bool {
    let is_met = took <= bar;
    let met = if is_met { "met" } else { "NOT MET" };
    println!("{what:<36} {:>9} ms   ≤ {} ms   {met}", milliseconds(took), bar.as_millis());
    is_met
}

fn noted(what: &str, took: Duration) {
    println!("{what:<36} {:>9} ms", milliseconds(took));
}

fn milliseconds(time: Duration) -> String {
    let hundredths = time.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The year that is asked of.
fn year() -> Period {
    Period::year(2025)
}
