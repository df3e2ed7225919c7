//! An answer by blocks of entries, and what of it is to be asked anew once entries were changed or added.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::stamps::{BLOCK, Block, Stamps};
use super::blocks::Groups;

/// Where more blocks than this have changed all are asked again, in one query.
const FEW: usize = 8;
/// A register of more blocks than this is a long one.
const LONG: i64 = 8;

/// An answer by blocks of entries.
#[derive(Clone)]
pub(super) struct Parts {
    /// As long as none is asked again these are the same, and so is what they are together.
    pub(super) blocks: Arc<Blocks>,
    /// The last numbers of entries by owner then.
    pub(super) last: BTreeMap<String, i64>,
}

/// Of each block its stamp when it was asked, if it had one, and its answer.
pub(super) type Blocks = BTreeMap<Block, (Option<i64>, Arc<Groups>)>;

/// What is to be asked of a block: of all its entries anew, or of new ones alone.
pub(super) struct Wanted {
    pub(super) block: Block,
    pub(super) stamp: Option<i64>,
    /// The first and the last of the numbers of those entries.
    pub(super) numbers: (i64, i64),
    pub(super) is_new: bool,
}

/// The blocks of a register that have changed since, and the new entries block by block; nothing where that is more
/// than a few.
pub(super) fn since(before: &Parts, now: &Stamps, register: &str) -> Option<Vec<Wanted>> {
    let mut wanted = Vec::new();
    let mut anew = BTreeSet::new();
    let stamp_before = |block: &Block| before.blocks.get(block).and_then(|(stamp, _)| *stamp);
    for (block, stamp) in now.blocks(register) {
        if stamp_before(block) != Some(stamp) {
            let (stamp, numbers) = (Some(stamp), block.entries());
            wanted.push(Wanted { block: block.clone(), stamp, numbers, is_new: false });
            anew.insert(block);
        }
    }
    for (owner, last) in now.last(register) {
        let first = before.last.get(owner).copied().unwrap_or_default() + 1;
        if last < first {
            continue;
        }
        for block in Block::of(owner, (first, last)).take(FEW + 1) {
            let (least, most) = block.entries();
            let (stamp, numbers) = (stamp_before(&block), (first.max(least), last.min(most)));
            if !anew.contains(&block) {
                wanted.push(Wanted { block, stamp, numbers, is_new: true });
            }
        }
    }
    (wanted.len() <= FEW).then_some(wanted)
}

/// Whether so many blocks may have entries that asking all of them again takes a while.
pub(super) fn is_long(now: &Stamps, register: &str) -> bool {
    let blocks = now.last(register).map(|(_, last)| last / BLOCK + 1);
    blocks.sum::<i64>() > LONG
}

/// The last numbers of entries by owner.
pub(super) fn last(now: &Stamps, register: &str) -> BTreeMap<String, i64> {
    now.last(register).map(|(owner, last)| (owner.to_owned(), last)).collect()
}
