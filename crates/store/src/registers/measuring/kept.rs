//! Figures that were found, kept up to date: what nobody has written to is not asked again, and where a few blocks of
//! entries have changed only those are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::super::stamps::{Block, LINKS, Stamps};
use super::blocks::{Groups, figures_of_blocks};
use super::figures::{asks_for_links, figures, figures_by};
use super::{Also, Asked, By, Entries, Figure};
use crate::{Cell, Scope, StoreError, Tx};

/// So many figures are kept; those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(4096).expect("it is not zero");
/// Where more blocks than this have changed all are asked again, in one query.
const FEW: usize = 8;

/// Figures by the names of their questions.
pub struct Kept(Mutex<LruCache<String, Arc<Found>>>);

/// What a question is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Keeping<'a> {
    /// The stamps in sight of the same transaction.
    pub stamps: &'a Stamps,
    /// Whose entries are asked.
    pub scope: &'a Scope,
    /// Says all that the answer depends on but the entries: the question, and whose entries are asked.
    pub name: &'a str,
}

/// An answer.
struct Found {
    /// What changes with the registers that were asked.
    stand: u64,
    groups: Groups,
    /// The answers of blocks, once it had to be asked again.
    parts: Option<Parts>,
}

/// Of each block its stamp when it was asked, if it had one, and its answer.
type Parts = BTreeMap<Block, (Option<i64>, Arc<Groups>)>;

impl Default for Kept {
    fn default() -> Kept {
        Kept(Mutex::new(LruCache::new(KEPT)))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Kept {
    /// The figures asked for, in their order, as [`figures()`] finds them now.
    ///
    /// # Errors
    /// As [`figures()`].
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

    /// The figure asked for, of each group, as [`figures_by()`] finds it now.
    ///
    /// # Errors
    /// As [`figures_by()`].
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
        let depends = depends(asked);
        let definitions =
            depends.iter().filter_map(|one| Some((one, with.stamps.definition(one)?)));
        let definitions: Vec<(&&str, i64)> = definitions.collect();
        let name = &*format!("{definitions:?}/{}", with.name);
        let with = Keeping { name, ..with };
        let stand = with.stamps.stand(depends);
        let known = self.all().get(with.name).cloned();
        if let Some(known) = known.as_ref().filter(|known| known.stand == stand) {
            return Ok(Arc::clone(known));
        }
        let parts = match known {
            Some(known) if asked.has_parts() => {
                parts(tx, asked, by, (&with, known.parts.as_ref())).await?
            }
            _ => None,
        };
        let groups = match &parts {
            Some(parts) => asked.joined(parts.values().map(|(_, groups)| &**groups)),
            None => whole(tx, asked, by, with.scope).await?,
        };
        let found = Arc::new(Found { stand, groups, parts });
        self.all().put(with.name.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// What is behind the lock; a thread that ended while it held it left nothing half done.
    fn all(&self) -> MutexGuard<'_, LruCache<String, Arc<Found>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answers of all blocks: those that were found before, but of the blocks that have changed since. Nothing where
/// there are too many to be kept.
async fn parts(
    tx: &mut Tx,
    asked: &Asked<'_>,
    by: Option<&By>,
    (with, before): (&Keeping<'_>, Option<&Parts>),
) -> Result<Option<Parts>, StoreError> {
    let now: BTreeMap<&Block, i64> = with.stamps.blocks(&asked.of.table.register).collect();
    if let Some(before) = before {
        let stamp_before = |block: &Block| before.get(block).and_then(|(stamp, _)| *stamp);
        let changed = now.iter().filter(|(block, stamp)| stamp_before(block) != Some(**stamp));
        let changed: Vec<(&Block, i64)> = changed.map(|(block, stamp)| (*block, *stamp)).collect();
        if changed.len() <= FEW {
            let mut parts = before.clone();
            for (block, stamp) in changed {
                let found = figures_of_blocks(tx, with.scope, asked, (by, Some(block))).await?;
                let Some(mut found) = found else { return Ok(None) };
                let groups = Arc::new(found.remove(block).unwrap_or_default());
                parts.insert(block.clone(), (Some(stamp), groups));
            }
            return Ok(Some(parts));
        }
    }
    let Some(found) = figures_of_blocks(tx, with.scope, asked, (by, None)).await? else {
        return Ok(None);
    };
    let empty = now.keys().map(|block| ((*block).clone(), Groups::new()));
    let all: BTreeMap<Block, Groups> = empty.chain(found).collect();
    let part = |(block, groups): (Block, Groups)| {
        let stamp = now.get(&block).copied();
        (block, (stamp, Arc::new(groups)))
    };
    Ok(Some(all.into_iter().map(part).collect()))
}

async fn whole(
    tx: &mut Tx,
    asked: &Asked<'_>,
    by: Option<&By>,
    scope: &Scope,
) -> Result<Groups, StoreError> {
    if let Some(by) = by {
        return Ok(figures_by(tx, scope, asked, by, None).await?.into_iter().collect());
    }
    let found = figures(tx, scope, std::slice::from_ref(asked), None).await?;
    Ok(found.into_iter().map(|figure| (Cell::Nothing, figure)).collect())
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
