//! The entries that hold some words, in their order: found once, and pages are cut from them.

use super::conditions::{Finding, Owners};
use super::counting::Within;
use super::list::{Asked, COUNTED, Count, Counted, Listed, Page, Sought};
use super::page::Pager;
use super::table::Table;
use crate::{Scope, StoreError, Tx};

/// The entries that fit, by owner and number, in the order of a list.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    owners: Vec<String>,
    /// Each with the place of its owner.
    places: Vec<(u32, i64)>,
}

/// The entries that fit on all pages, in their order; none where they are more than are counted.
///
/// # Errors
/// As [`list`](super::list::list).
pub async fn hits(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    asked: &Asked,
    count: Count,
) -> Result<Option<Hits>, StoreError> {
    if !matches!(count, Count::Exactly(count) if (1..=COUNTED).contains(&count)) {
        return Ok(None);
    }
    let sought = Sought::of(tx, scope, table, asked).await?;
    let pager = sought.pager(tx, table, asked, count)?;
    let mut hits = Hits::default();
    for (owner, id) in pager.places(tx, COUNTED.unsigned_abs()).await? {
        let at = hits.owners.iter().position(|known| *known == owner);
        let at = at.unwrap_or_else(|| {
            hits.owners.push(owner);
            hits.owners.len() - 1
        });
        hits.places.push((u32::try_from(at).unwrap_or_default(), id));
    }
    Ok(Some(hits))
}

/// A page of them; none where they do not tell it, because an entry has changed since they were found.
///
/// # Errors
/// As [`list`](super::list::list).
pub async fn cut(
    tx: &mut Tx,
    table: &Table,
    asked: &Asked,
    hits: &Hits,
    counted: Counted,
) -> Result<Option<Listed>, StoreError> {
    let owners = Owners(hits.owners.clone());
    let within = Within { table, asked, owners: &owners, candidates: None };
    let pager = Pager::of(tx, &within, Finding::ByIndex)?;
    let take = usize::try_from(pager.take()).unwrap_or(usize::MAX);
    let Some(first) = hits.first(&asked.page, take) else { return Ok(None) };
    let behind = hits.places.get(first..).unwrap_or_default();
    let wanted: Vec<(&str, i64)> = behind.iter().take(take).filter_map(|at| hits.at(*at)).collect();
    if wanted.is_empty() {
        return Ok(Some(Listed::of(Vec::new(), false, counted)));
    }
    let found = pager.these(tx, &wanted).await?;
    let is_told = found.len() == wanted.len();
    Ok(is_told.then(|| Listed::of(found, behind.len() > wanted.len(), counted)))
}

impl Hits {
    /// Where a page begins.
    fn first(&self, page: &Page, take: usize) -> Option<usize> {
        match page {
            Page::First => Some(0),
            Page::Number(number) => usize::try_from(*number).ok()?.checked_mul(take),
            Page::After(cursor) => {
                let is_it = |at: &(u32, i64)| {
                    at.1 == cursor.id
                        && self.at(*at).is_some_and(|(owner, _)| owner == cursor.owner)
                };
                self.places.iter().position(is_it).map(|at| at + 1)
            }
        }
    }

    fn at(&self, (owner, id): (u32, i64)) -> Option<(&str, i64)> {
        Some((self.owners.get(owner as usize)?.as_str(), id))
    }
}
