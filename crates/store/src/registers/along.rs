//! A page of entries that hold the words asked for, met along the order of the list: its index alone tells which comes
//! next, and only those that may hold the words are looked at.

use super::conditions::Finding;
use super::counting::Within;
use super::entries::Entry;
use super::list::{Asked, Cursor, Page};
use super::page::Pager;
use super::words::Candidates;
use crate::{Cell, StoreError, Tx};

/// An entry costs so many times as much to look at as its place in an index.
const LOOK: u64 = 5;
/// Places that are looked at in one query.
const STRIDE: u64 = 1000;

/// Whether the candidates are met along the order sooner than each of them is looked at.
pub(crate) fn is_shorter(within: &Within<'_>) -> bool {
    let Within { table, asked, owners, candidates } = *within;
    let (Some(candidates), [owner]) = (candidates, owners.0.as_slice()) else { return false };
    let Some(numbers) = candidates.numbers(owner) else { return false };
    let is_plain = asked.conditions.is_empty() && !matches!(asked.page, Page::Number(1..));
    let begins = |column: &str| {
        let indexes = table.indexes.iter().filter(|index| index.finds(table.book));
        let mut columns = indexes.filter_map(|index| index.columns.first());
        column == "id" || columns.any(|first| first == column)
    };
    let (hits, all) = (numbers.len() as u64, candidates.last.unsigned_abs());
    let places = all.saturating_mul(asked.take + 1).checked_div(hits);
    let is_sooner = places.is_some_and(|places| places < hits.saturating_mul(LOOK));
    is_plain && is_sooner && begins(asked.order())
}

/// The entries of the page and one more, if there is one; each with what stands in the column of the order.
pub(crate) async fn found(
    tx: &mut Tx,
    within: &Within<'_>,
    wanted: usize,
) -> Result<Vec<(Entry, Cell)>, StoreError> {
    let (Some(candidates), [owner]) = (within.candidates, within.owners.0.as_slice()) else {
        return Ok(Vec::new());
    };
    let numbers = candidates.numbers(owner).unwrap_or_default();
    let mut order = Asked {
        order: within.asked.order.clone(),
        page: within.asked.page.clone(),
        take: STRIDE,
        ..Asked::default()
    };
    let mut found = Vec::new();
    loop {
        let bare = Within { asked: &order, candidates: None, ..*within };
        let pager = Pager::of(tx, &bare, Finding::InOrder(order.order()))?;
        let places = pager.places(tx).await?;
        let missing = wanted.saturating_sub(found.len());
        let is_hit = |place: &&(i64, Cell)| numbers.binary_search(&place.0).is_ok();
        let hits: Vec<_> = places.iter().filter(is_hit).take(missing).collect();
        let is_over = places.len() as u64 <= STRIDE && hits.len() < missing;
        let last = if hits.len() < missing { places.last() } else { hits.last().copied() };
        let next = last.map(|(id, key)| Cursor::at(owner, *id, key));
        let some = Candidates::some(owner, hits.iter().map(|place| place.0).collect());
        if !hits.is_empty() {
            found.extend(looked_at(tx, within, &some, hits.len()).await?);
        }
        match next {
            Some(next) if !is_over && found.len() < wanted => order.page = Page::After(next),
            _ => return Ok(found),
        }
    }
}

/// These entries in the order of the list, as far as they hold the words.
async fn looked_at(
    tx: &mut Tx,
    within: &Within<'_>,
    some: &Candidates,
    count: usize,
) -> Result<Vec<(Entry, Cell)>, StoreError> {
    let asked = Asked { page: Page::First, take: count as u64, ..within.asked.clone() };
    let some = Within { asked: &asked, candidates: Some(some), ..*within };
    Pager::of(tx, &some, Finding::Among)?.found(tx).await
}
