//! Times two works in turn, so that what disturbs the machine disturbs both.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each work took for one document, in the middle of many rounds.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The work of the program.
    pub work: Duration,
    /// Its floor.
    pub floor: Duration,
}

impl Pair {
    /// Speed of the work as a share of the floor's speed, in thousandths.
    pub fn ratio(self) -> u128 {
        self.floor.as_nanos() * 1000 / self.work.as_nanos().max(1)
    }
}

/// Runs both works over all documents, in turn, `rounds` times; gives the medians for one document.
pub fn in_turn<D>(
    documents: &[D],
    rounds: usize,
    mut work: impl FnMut(&D) -> usize,
    mut floor: impl FnMut(&D) -> usize,
) -> Pair {
    let mut works = Vec::with_capacity(rounds);
    let mut floors = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        works.push(once(|| documents.iter().map(&mut work).sum()));
        floors.push(once(|| documents.iter().map(&mut floor).sum()));
    }
    let each = |times| middle(times) / u32::try_from(documents.len().max(1)).unwrap_or(u32::MAX);
    Pair { work: each(works), floor: each(floors) }
}

/// How long a work takes once.
pub fn once(work: impl FnOnce() -> usize) -> Duration {
    let began = Instant::now();
    black_box(work());
    began.elapsed()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_twice_as_long_has_half_the_speed() {
        let pair = Pair { work: Duration::from_micros(10), floor: Duration::from_micros(5) };
        assert_eq!(pair.ratio(), 500);
        assert_eq!(
            middle(vec![Duration::from_secs(9), Duration::ZERO, Duration::from_secs(1)]),
            Duration::from_secs(1)
        );
    }
}
