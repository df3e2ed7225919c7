//! The bars: what speed is demanded, and whether it is reached.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use rulebook::Rulebook;

use crate::floor::{self, ReviewFloor};
use crate::measure::{Pair, in_turn, once};
use crate::{corpus, work};

const DOCUMENTS: usize = 100;
const FOLDER: usize = 1000;
const ROUNDS: usize = 15;

/// One work beside its floor.
#[derive(Debug)]
pub struct Bar {
    /// What is done.
    pub name: &'static str,
    /// What it is held against.
    pub floor: &'static str,
    /// What was measured; `None` where the program cannot do the work.
    pub pair: Option<Pair>,
    /// Demanded share of the floor's speed, in thousandths; 0 where nothing is demanded.
    pub demanded: u128,
}

impl Bar {
    /// Whether the demand is met.
    pub fn is_met(&self) -> bool {
        self.demanded == 0 || self.pair.is_some_and(|pair| pair.ratio() >= self.demanded)
    }
}

/// Measures all bars.
///
/// # Errors
/// When documents or threads cannot be made, or the rulebook is wrong.
pub fn measure() -> Result<Vec<Bar>, Box<dyn Error>> {
    let rulebook = Rulebook::embedded()?;
    let texts = corpus::texts(DOCUMENTS);
    let review_floor = ReviewFloor::new()?;
    let readings: Vec<read::Reading> =
        texts.iter().map(|bytes| read::read("bench.txt", bytes)).collect();
    let searched = |reading: &read::Reading| review_floor.run(&reading.source.text);
    let review = in_turn(&readings, ROUNDS, |reading| work::review(reading, &rulebook), searched);
    let read_text = in_turn(
        &texts,
        ROUNDS,
        |bytes| read::read("bench.txt", bytes).statement.projects.len(),
        |bytes| std::str::from_utf8(bytes).map_or(0, |text| review_floor.run(text)),
    );
    let both = in_turn(
        &texts,
        ROUNDS,
        |bytes| work::read_and_review(bytes, &rulebook),
        |bytes| std::str::from_utf8(bytes).map_or(0, |text| review_floor.run(text)),
    );
    let workbooks = corpus::workbooks(DOCUMENTS);
    let is_read = workbooks.iter().all(|bytes| work::is_read(bytes));
    let read_xlsx = is_read.then(|| {
        in_turn(
            &workbooks,
            ROUNDS,
            |bytes| read::read("bench.xlsx", bytes).statement.projects.len(),
            |bytes| floor::xlsx(bytes).unwrap_or(0),
        )
    });
    const SEARCH: &str = "200 literals + 8 regexes";
    Ok(vec![
        bar("review of a text that is read", SEARCH, Some(review), 200),
        bar("reading a text", SEARCH, Some(read_text), 0),
        bar("reading and review of a text", SEARCH, Some(both), 0),
        bar("reading and review of a .docx", "unzip + XML tokens", documents(&rulebook)?, 500),
        bar("reading of an .xlsx", "calamine through the cells", read_xlsx, 0),
        bar(
            "reading and review of a .pdf",
            "hayro glyphs and rulings",
            Some(pdfs(&rulebook)?),
            500,
        ),
        bar("folder of 1000 texts, two threads", "one thread", Some(threads(&rulebook)?), 1800),
    ])
}

fn bar(name: &'static str, floor: &'static str, pair: Option<Pair>, demanded: u128) -> Bar {
    Bar { name, floor, pair, demanded }
}

fn documents(rulebook: &Rulebook) -> Result<Option<Pair>, Box<dyn Error>> {
    let documents = corpus::documents(DOCUMENTS);
    if !documents.iter().all(|bytes| work::is_read(bytes)) {
        return Ok(None);
    }
    Ok(Some(in_turn(
        &documents,
        ROUNDS,
        |bytes| work::read_and_review(bytes, rulebook),
        |bytes| floor::docx(bytes).unwrap_or(0),
    )))
}

fn pdfs(rulebook: &Rulebook) -> Result<Pair, Box<dyn Error>> {
    let files = corpus::pdfs()?;
    Ok(in_turn(
        &files,
        ROUNDS,
        |bytes| work::read_and_review(bytes, rulebook),
        |bytes| floor::pdf(bytes),
    ))
}

/// Two threads beside one: the best of several runs each, since nothing else tells of threads that
/// the machine gave to others.
fn threads(rulebook: &Rulebook) -> Result<Pair, Box<dyn Error>> {
    let files = corpus::texts(FOLDER);
    let mut best = [Duration::MAX; 2];
    for _ in 0..5 {
        for (threads, best) in (1..).zip(&mut best) {
            let mut outcome = Ok(0);
            let took = once(|| {
                outcome = work::folder(&files, rulebook, threads);
                FOLDER
            });
            outcome?;
            *best = took.min(*best);
        }
    }
    let [one, two] = best;
    let each = |time: Duration| time / u32::try_from(FOLDER).unwrap_or(u32::MAX);
    Ok(Pair { work: each(two), floor: each(one) })
}

/// A row of the table: work, documents a second, floor, its documents a second, ratio, demand.
impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = |ratio: u128| format!("{}.{:02}", ratio / 1000, ratio % 1000 / 10);
        let per_second = |time: Duration| (1_000_000_000 / time.as_nanos().max(1)).to_string();
        let (ours, floor, ratio) = self.pair.map_or_else(
            || ("cannot".into(), "—".into(), "—".into()),
            |pair| (per_second(pair.work), per_second(pair.floor), thousandths(pair.ratio())),
        );
        let demanded = if self.demanded == 0 {
            "—".into()
        } else {
            format!("≥ {}", thousandths(self.demanded))
        };
        let met = match (self.demanded, self.is_met()) {
            (0, _) => "",
            (_, true) => "met",
            (_, false) => "NOT MET",
        };
        write!(
            f,
            "{:<36} {ours:>9}/s   {:<26} {floor:>9}/s   {ratio:>6}   {demanded:>7}   {met}",
            self.name, self.floor
        )
    }
}
