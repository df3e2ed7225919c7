//! A small seeded generator of numbers: the same seed gives the same statement on every machine.

/// SplitMix64: short, fast, good enough for variety.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// A generator that begins at `seed`.
    pub fn new(seed: u64) -> Rng {
        Rng { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D }
    }

    /// A generator of its own for one part, so that a change in one part does not change the others.
    pub fn for_part(seed: u64, part: &str) -> Rng {
        let name = part.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Rng::new(seed ^ name)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `count`; 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.bits() % count).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(count)).unwrap_or(0)
    }

    /// A multiple of `step` above `low`, up to `high`.
    pub fn stepped(&mut self, low: i64, high: i64, step: i64) -> i64 {
        let step = step.max(1);
        low + step * self.between(0, (high - low) / step)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items; `None` where there is none.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }

    /// One of the items of a list that is never empty.
    ///
    /// # Panics
    /// Where it is empty after all.
    #[expect(
        clippy::expect_used,
        reason = "the lists of the bank are held against this by its tests"
    )]
    pub fn one<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        self.pick(items).expect("a list with something in it")
    }

    /// One of the words; empty where there is none.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// Puts the items in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// `count` of the items, each at most once, in the order they come.
    pub fn some<'i, T>(&mut self, items: &'i [T], count: usize) -> Vec<&'i T> {
        let mut numbers: Vec<usize> = (0..items.len()).collect();
        self.shuffle(&mut numbers);
        numbers.truncate(count);
        numbers.sort_unstable();
        numbers.into_iter().filter_map(|number| items.get(number)).collect()
    }

    /// All items in another order.
    pub fn mixed<'i, T>(&mut self, items: &'i [T]) -> Vec<&'i T> {
        let mut all: Vec<&T> = items.iter().collect();
        self.shuffle(&mut all);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut rng = Rng::new(seed);
            (0..8).map(|_| rng.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut rng = Rng::new(1);
        for _ in 0..2000 {
            assert!((3..=9).contains(&rng.between(3, 9)));
            assert!([20, 25, 30].contains(&rng.stepped(20, 32, 5)));
            assert_eq!(rng.some(&[1, 2, 3, 4], 3).len(), 3);
        }
        assert_eq!(rng.pick::<u8>(&[]), None);
    }
}
