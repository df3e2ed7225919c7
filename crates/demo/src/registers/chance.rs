//! Chance that comes out the same every time: SplitMix64, seeded by the name of what is made.

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of this name. Each theme has its own, so that a change of one leaves the others as they are.
    pub(super) fn of(name: &str) -> Chance {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Chance(name.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or_default() + 1;
        low + i64::try_from(self.next() % width).unwrap_or_default()
    }

    /// Whether something happens that happens once in so many times.
    pub(super) fn once_in(&mut self, times: i64) -> bool {
        self.between(1, times) == 1
    }

    /// One of these; the default where there is none.
    pub(super) fn pick<T: Clone + Default>(&mut self, of: &[T]) -> T {
        let last = i64::try_from(of.len()).unwrap_or_default() - 1;
        let at = usize::try_from(self.between(0, last.max(0))).unwrap_or_default();
        of.get(at).cloned().unwrap_or_default()
    }
}

/// The one at this place, counted round and round; the default where there is none.
pub(super) fn nth<T: Clone + Default>(of: &[T], at: usize) -> T {
    of.get(at % of.len().max(1)).cloned().unwrap_or_default()
}
