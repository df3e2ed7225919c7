//! What the program does with a document, and with a folder of them.

use ground::Severity;
use rayon::prelude::*;
use read::Reading;
use review::{Config, Subject};
use rulebook::Rulebook;

/// Reviews a statement that has been read; returns how many findings there are.
pub fn review(reading: &Reading, rulebook: &Rulebook) -> usize {
    let subject = Subject::new(&reading.source, &reading.statement, rulebook);
    review::review(&subject, &Config::default()).len()
}

/// Reads and reviews a file.
pub fn read_and_review(bytes: &[u8], rulebook: &Rulebook) -> usize {
    review(&read::read("bench", bytes), rulebook)
}

/// Reads and reviews a folder of files on so many threads.
///
/// # Errors
/// When the threads cannot be started.
pub fn folder(
    files: &[Vec<u8>],
    rulebook: &Rulebook,
    threads: usize,
) -> Result<usize, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    Ok(pool.install(|| files.par_iter().map(|bytes| read_and_review(bytes, rulebook)).sum()))
}

/// Whether the program reads this file at all: a refused file must not pass for a fast one.
pub fn is_read(bytes: &[u8]) -> bool {
    let reading = read::read("bench", bytes);
    let refused = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    !refused && !reading.statement.projects.is_empty()
}
