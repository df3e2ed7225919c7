//! Figures that were found, kept up to date: what nobody has written to is not asked again, and where a few blocks of
//! entries have changed, or there are new ones, only those are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::super::conditions::Owners;
use super::super::entries::{Entry, find_all};
use super::super::links::Links;
use super::super::stamps::{Block, LINKS, Stamps};
use super::blocks::{Groups, Stretch, figures_of_blocks};
use super::eras::Changes;
use super::figures::{asks_for_links, grouped, links, together};
use super::fresh::LOOKED_AT;
use super::parts::{Parts, Wanted, is_long, last, since};
use super::rows::Answering;
use super::{Also, Asked, By, Entries, Figure};
use crate::db::Backend;
use crate::{Cell, Scope, StoreError, Tx};

/// So many figures are kept; those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(4096).expect("it is not zero");

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

/// An answer that is to be asked of all entries.
struct Missing {
    /// Whose.
    owners: Owners,
    /// Under which name it is kept, and while what stands; nothing where it is not.
    kept_as: Option<(String, u64)>,
}

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
        let mut at_hand = Vec::with_capacity(asked.len());
        for (at, one) in asked.iter().enumerate() {
            let name = format!("{at}/{}", with.name);
            at_hand.push(self.at_hand(tx, one, None, Keeping { name: &name, ..with }).await?);
        }
        let missing = asked.iter().zip(&at_hand);
        let missing = missing.filter_map(|(one, known)| Some((one, known.as_ref().err()?)));
        let asked_now = missing.map(|(one, missing)| (one, missing.owners.clone())).collect();
        let mut answers = wholes(tx, asked_now, with.scope).await?.into_iter();
        let mut all = Vec::with_capacity(asked.len());
        for (one, known) in asked.iter().zip(at_hand) {
            let found = match known {
                Ok(found) => found,
                Err(missing) => {
                    let figure = answers.next().ok_or(StoreError::Missing("figure"))?;
                    self.keep(missing, Groups::from([(Cell::Nothing, figure)]))
                }
            };
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
        let known = self.at_hand(tx, asked, Some(by), Keeping { name: &name, ..with }).await?;
        let found = match known {
            Ok(found) => found,
            Err(missing) => {
                let groups = whole(tx, asked, by, (with.scope, &missing.owners)).await?;
                self.keep(missing, groups)
            }
        };
        Ok(found.groups.iter().map(|(common, figure)| (common.clone(), figure.clone())).collect())
    }

    /// The answer that was kept, or that blocks give; else what is to be asked of all entries.
    async fn at_hand(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        by: Option<&By>,
        with: Keeping<'_>,
    ) -> Result<Result<Arc<Found>, Missing>, StoreError> {
        let register = &asked.of.table.register;
        if tx.has_touched() {
            // What may yet be taken back is told, and not kept.
            let owners = Owners::of(tx, with.scope, register).await?;
            return Ok(Err(Missing { owners, kept_as: None }));
        }
        let depends = depends(asked);
        let definitions =
            depends.iter().filter_map(|one| Some((one, with.stamps.definition(one)?)));
        let definitions: Vec<(&&str, i64)> = definitions.collect();
        let name = format!("{definitions:?}/{}", with.name);
        let stand = with.stamps.stand(depends);
        let known = open(&self.figures).get(&name).cloned();
        if let Some(known) = known.as_ref().filter(|known| known.stand == stand) {
            return Ok(Ok(Arc::clone(known)));
        }
        let comes_again = known.is_some() || (with.ahead && is_long(with.stamps, register));
        if comes_again && asked.has_parts() {
            let before = known.as_ref().and_then(|known| known.parts.as_ref());
            if let Some(parts) = self.parts(tx, asked, by, (&with, before)).await? {
                let groups = match &known {
                    Some(known) if known.is_of(&parts) => Arc::clone(&known.groups),
                    _ => Arc::new(asked.joined(parts.blocks.values().map(|(_, groups)| &**groups))),
                };
                let found = Arc::new(Found { stand, groups, parts: Some(parts) });
                open(&self.figures).put(name, Arc::clone(&found));
                return Ok(Ok(found));
            }
        }
        let owners = with.stamps.owners(register);
        Ok(Err(Missing { owners, kept_as: Some((name, stand)) }))
    }

    /// Keeps what all entries came to.
    fn keep(&self, missing: Missing, groups: Groups) -> Arc<Found> {
        let (groups, parts) = (Arc::new(groups), None);
        let Some((name, stand)) = missing.kept_as else {
            return Arc::new(Found { stand: 0, groups, parts });
        };
        let found = Arc::new(Found { stand, groups, parts });
        open(&self.figures).put(name, Arc::clone(&found));
        found
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
        Ok(Some(Parts { blocks, last: last(with.stamps, register) }))
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
        Ok(Some(Parts { blocks, last: last(with.stamps, register) }))
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

/// The answers over all entries of their owners.
async fn wholes(
    tx: &mut Tx,
    asked: Vec<(&Asked<'_>, Owners)>,
    scope: &Scope,
) -> Result<Vec<Figure>, StoreError> {
    let are_wanted = asked.iter().any(|(one, _)| asks_for_links(one));
    let links = links(tx, scope, are_wanted, None).await?;
    let backend = tx.backend();
    let with = |owners| answering(owners, &links, backend);
    let asked: Vec<_> = asked.into_iter().map(|(one, owners)| (one, with(owners))).collect();
    together(tx, &asked).await
}

/// The answer over all entries of these owners, by what they have in common.
async fn whole(
    tx: &mut Tx,
    asked: &Asked<'_>,
    by: &By,
    (scope, owners): (&Scope, &Owners),
) -> Result<Groups, StoreError> {
    let links = links(tx, scope, asks_for_links(asked), None).await?;
    let with = answering(owners.clone(), &links, tx.backend());
    Ok(grouped(tx, asked, by, &with).await?.into_iter().collect())
}

/// With what entries are asked as they are now.
fn answering(owners: Owners, links: &Links, backend: Backend) -> Answering<'_> {
    Answering { owners, at: None, changes: Changes::default(), links, backend, only: None }
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
