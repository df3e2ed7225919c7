//! Figures that were found, kept up to date: what nobody has written to is not asked again, and where a few blocks of
//! entries have changed, or there are new ones, only those are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::super::conditions::Owners;
use super::super::entries::{Entry, find_all};
use super::super::stamps::{BLOCK, Block, LINKS, Stamps};
use super::blocks::{Groups, Stretch, figures_of_blocks};
use super::eras::Changes;
use super::figures::{asks_for_links, grouped, links, single};
use super::fresh::LOOKED_AT;
use super::rows::Answering;
use super::{Also, Asked, By, Entries, Figure};
use crate::{Cell, Scope, StoreError, Tx};

/// So many figures are kept; those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(4096).expect("it is not zero");
/// Where more blocks than this have changed all are asked again, in one query.
const FEW: usize = 8;
/// A register of more blocks than this is a long one.
const LONG: i64 = 8;

/// So many sights are kept with their stamps.
const SIGHTS: NonZeroUsize = NonZeroUsize::new(64).expect("it is not zero");

/// So many times new entries are kept to be held against other questions.
const TIMES: NonZeroUsize = NonZeroUsize::new(64).expect("it is not zero");

/// Figures by the names of their questions, stamps by who is asked about, and new entries by where they were met.
pub struct Kept {
    figures: Mutex<LruCache<String, Arc<Found>>>,
    stamps: Mutex<LruCache<String, Arc<Stamps>>>,
    fresh: Mutex<LruCache<String, Arc<Vec<Entry>>>>,
}

/// What a question is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Keeping<'a> {
    /// The stamps in sight of the same transaction.
    pub stamps: &'a Stamps,
    /// Whose entries are asked.
    pub scope: &'a Scope,
    /// Says all that the answer depends on but the entries: the question, and whose entries are asked.
    pub name: &'a str,
    /// Whether a long register is taken apart into blocks the first time already: it takes longer, and is quick from the
    /// first change on. Else it is taken apart once it has to be asked again.
    pub ahead: bool,
}

/// An answer.
struct Found {
    /// What changes with the registers that were asked.
    stand: u64,
    groups: Arc<Groups>,
    /// The answers of blocks, once it had to be asked again.
    parts: Option<Parts>,
}

/// An answer by blocks of entries.
#[derive(Clone)]
struct Parts {
    /// As long as none is asked again these are the same, and so is what they are together.
    blocks: Arc<Blocks>,
    /// The last numbers of entries by owner then.
    last: BTreeMap<String, i64>,
}

/// Of each block its stamp when it was asked, if it had one, and its answer.
type Blocks = BTreeMap<Block, (Option<i64>, Arc<Groups>)>;

impl Found {
    /// Whether it is the answer that these parts give.
    fn is_of(&self, parts: &Parts) -> bool {
        self.parts.as_ref().is_some_and(|own| Arc::ptr_eq(&own.blocks, &parts.blocks))
    }
}

impl Default for Kept {
    fn default() -> Kept {
        Kept {
            figures: Mutex::new(LruCache::new(KEPT)),
            stamps: Mutex::new(LruCache::new(SIGHTS)),
            fresh: Mutex::new(LruCache::new(TIMES)),
        }
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Kept {
    /// The stamps in sight, as [`Stamps::of`] finds them now.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn stamps(&self, tx: &mut Tx, scope: &Scope) -> Result<Arc<Stamps>, StoreError> {
        if tx.has_touched() {
            return Ok(Arc::new(Stamps::of(tx, scope).await?));
        }
        let name = format!("{scope:?}");
        let known = open(&self.stamps).get(&name).cloned();
        if let Some(stamps) = known
            && stamps.newest_then() == Stamps::newest(tx).await?
        {
            return Ok(stamps);
        }
        let stamps = Arc::new(Stamps::of(tx, scope).await?);
        open(&self.stamps).put(name, Arc::clone(&stamps));
        Ok(stamps)
    }

    /// The figures asked for, in their order, as [`super::figures()`] finds them now.
    ///
    /// # Errors
    /// As [`super::figures()`].
    pub async fn figures(
        &self,
        tx: &mut Tx,
        asked: &[Asked<'_>],
        with: Keeping<'_>,
    ) -> Result<Vec<Figure>, StoreError> {
        let mut all = Vec::with_capacity(asked.len());
        for (at, one) in asked.iter().enumerate() {
            let name = format!("{at}/{}", with.name);
            let found = self.found(tx, one, None, Keeping { name: &name, ..with }).await?;
            let figure = found.groups.get(&Cell::Nothing).cloned();
            all.push(figure.unwrap_or_else(|| one.nothing()));
        }
        Ok(all)
    }

    /// The figure asked for, of each group, as [`super::figures_by()`] finds it now.
    ///
    /// # Errors
    /// As [`super::figures_by()`].
    pub async fn figures_by(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        by: &By,
        with: Keeping<'_>,
    ) -> Result<Vec<(Cell, Figure)>, StoreError> {
        let name = format!("{by:?}/{}", with.name);
        let found = self.found(tx, asked, Some(by), Keeping { name: &name, ..with }).await?;
        Ok(found.groups.iter().map(|(common, figure)| (common.clone(), figure.clone())).collect())
    }

    async fn found(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        by: Option<&By>,
        with: Keeping<'_>,
    ) -> Result<Arc<Found>, StoreError> {
        let register = &asked.of.table.register;
        if tx.has_touched() {
            // What may yet be taken back is told, and not kept.
            let owners = Owners::of(tx, with.scope, register).await?;
            let groups = whole(tx, asked, by, (with.scope, owners)).await?;
            return Ok(Arc::new(Found { stand: 0, groups: Arc::new(groups), parts: None }));
        }
        let depends = depends(asked);
        let definitions =
            depends.iter().filter_map(|one| Some((one, with.stamps.definition(one)?)));
        let definitions: Vec<(&&str, i64)> = definitions.collect();
        let name = &*format!("{definitions:?}/{}", with.name);
        let with = Keeping { name, ..with };
        let stand = with.stamps.stand(depends);
        let known = open(&self.figures).get(with.name).cloned();
        if let Some(known) = known.as_ref().filter(|known| known.stand == stand) {
            return Ok(Arc::clone(known));
        }
        let comes_again = known.is_some() || (with.ahead && is_long(with.stamps, register));
        let parts = match comes_again && asked.has_parts() {
            true => {
                let before = known.as_ref().and_then(|known| known.parts.as_ref());
                self.parts(tx, asked, by, (&with, before)).await?
            }
            false => None,
        };
        let groups = match (&parts, &known) {
            (Some(parts), Some(known)) if known.is_of(parts) => Arc::clone(&known.groups),
            (Some(parts), _) => {
                Arc::new(asked.joined(parts.blocks.values().map(|(_, groups)| &**groups)))
            }
            (None, _) => {
                let owners = with.stamps.owners(register);
                Arc::new(whole(tx, asked, by, (with.scope, owners)).await?)
            }
        };
        let found = Arc::new(Found { stand, groups, parts });
        open(&self.figures).put(with.name.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// The answers of all blocks: those that were found before, but of the blocks that have changed since and of new
    /// entries. Nothing where there are too many to be kept.
    async fn parts(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        by: Option<&By>,
        (with, before): (&Keeping<'_>, Option<&Parts>),
    ) -> Result<Option<Parts>, StoreError> {
        if let Some(before) = before
            && let Some(wanted) = since(before, with.stamps, &asked.of.table.register)
        {
            return self.brought_forward(tx, asked, by, (with, before, &wanted)).await;
        }
        let register = &asked.of.table.register;
        let owners = with.stamps.owners(register);
        let Some(found) = figures_of_blocks(tx, owners, asked, (by, None)).await? else {
            return Ok(None);
        };
        let now: BTreeMap<&Block, i64> = with.stamps.blocks(register).collect();
        let empty = now.keys().map(|block| ((*block).clone(), Groups::new()));
        let all: BTreeMap<Block, Groups> = empty.chain(found).collect();
        let part = |(block, groups): (Block, Groups)| {
            let stamp = now.get(&block).copied();
            (block, (stamp, Arc::new(groups)))
        };
        let blocks = Arc::new(all.into_iter().map(part).collect());
        Ok(Some(Parts { blocks, last: last(with, register) }))
    }

    /// What was found before, with what has changed since.
    async fn brought_forward(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        by: Option<&By>,
        (with, before, wanted): (&Keeping<'_>, &Parts, &[Wanted]),
    ) -> Result<Option<Parts>, StoreError> {
        let register = &asked.of.table.register;
        let mut blocks = Arc::clone(&before.blocks);
        for Wanted { block, stamp, numbers, is_new } in wanted {
            if *is_new && self.leaves_out_all(tx, asked, with, (&block.owner, *numbers)).await? {
                continue;
            }
            let only = Stretch { owner: &block.owner, numbers: *numbers };
            let owners = with.stamps.owners(register);
            let found = figures_of_blocks(tx, owners, asked, (by, Some(only))).await?;
            let Some(mut found) = found else { return Ok(None) };
            let mut groups = found.remove(block).unwrap_or_default();
            if let Some((_, known)) = blocks.get(block).filter(|_| *is_new) {
                groups = asked.joined([&**known, &groups]);
            }
            Arc::make_mut(&mut blocks).insert(block.clone(), (*stamp, Arc::new(groups)));
        }
        Ok(Some(Parts { blocks, last: last(with, register) }))
    }

    /// Whether new entries are surely none of those asked about.
    async fn leaves_out_all(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        with: &Keeping<'_>,
        (owner, (first, last)): (&str, (i64, i64)),
    ) -> Result<bool, StoreError> {
        if last - first >= LOOKED_AT {
            return Ok(false);
        }
        let table = asked.of.table;
        let definition = with.stamps.definition(&table.register);
        let name = format!("{}/{definition:?}/{owner}/{first}/{last}", table.register);
        let known = open(&self.fresh).get(&name).cloned();
        let entries = match known {
            Some(known) => known,
            None => {
                let wanted: Vec<_> = (first..=last).map(|id| (owner.to_owned(), id)).collect();
                let found = find_all(tx, &Scope::everything(), table, &wanted).await?;
                let found = Arc::new(found);
                open(&self.fresh).put(name, Arc::clone(&found));
                found
            }
        };
        Ok(entries.iter().all(|entry| asked.leaves_out(entry)))
    }
}

/// What is behind the lock; a thread that ended while it held it left nothing half done.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is to be asked of a block: of all its entries anew, or of new ones alone.
struct Wanted {
    block: Block,
    stamp: Option<i64>,
    numbers: (i64, i64),
    is_new: bool,
}

/// The blocks of a register that have changed since, and the new entries block by block; nothing where that is more
/// than a few.
fn since(before: &Parts, now: &Stamps, register: &str) -> Option<Vec<Wanted>> {
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
fn is_long(now: &Stamps, register: &str) -> bool {
    let blocks = now.last(register).map(|(_, last)| last / BLOCK + 1);
    blocks.sum::<i64>() > LONG
}

/// The last numbers of entries by owner.
fn last(with: &Keeping<'_>, register: &str) -> BTreeMap<String, i64> {
    with.stamps.last(register).map(|(owner, last)| (owner.to_owned(), last)).collect()
}

/// The answer over all entries of these owners.
async fn whole(
    tx: &mut Tx,
    asked: &Asked<'_>,
    by: Option<&By>,
    (scope, owners): (&Scope, Owners),
) -> Result<Groups, StoreError> {
    let links = &links(tx, scope, std::slice::from_ref(asked), None).await?;
    let (changes, backend) = (Changes::default(), tx.backend());
    let with = Answering { owners, at: None, changes, links, backend, only: None };
    Ok(match by {
        Some(by) => grouped(tx, asked, by, &with).await?.into_iter().collect(),
        None => Groups::from([(Cell::Nothing, single(tx, asked, &with).await?)]),
    })
}

/// The registers that are asked, each once, and the links of persons where they count.
fn depends<'a>(asked: &'a Asked<'_>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    gather(&asked.of, &mut all);
    all.extend(asks_for_links(asked).then_some(LINKS));
    all
}

fn gather<'a>(of: &'a Entries<'_>, all: &mut BTreeSet<&'a str>) {
    all.insert(&of.table.register);
    for also in &of.also {
        if let Also::Related(related) = also {
            gather(&related.of, all);
        }
    }
}
