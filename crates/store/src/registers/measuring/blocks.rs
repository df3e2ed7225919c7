//! Figures of blocks of entries, which together are the figure of all: where few blocks have changed, only those are
//! asked again.

use std::collections::BTreeMap;

use sea_query::{Alias, Expr, NullOrdering, Order};

use super::super::conditions::Owners;
use super::super::links::Links;
use super::super::stamps::{BLOCK, Block};
use super::eras::Changes;
use super::figures::{MOST_GROUPS, bring, figure, group, named};
use super::rows::{self, Answering};
use super::{Also, Asked, By, Figure, Take};
use crate::{Cell, Row, StoreError, Tx};

/// Figures by what their entries have in common; of entries that are not grouped the one by nothing.
pub type Groups = BTreeMap<Cell, Figure>;

impl Asked<'_> {
    /// Whether the figures of blocks together are the figure of all: whether an entry counts is seen by itself, and
    /// what it counts does not hang on others.
    pub fn has_parts(&self) -> bool {
        let is_of_others = |also: &Also<'_>| matches!(also, Also::Related(_));
        let adds_up = match self.take {
            Take::Entries
            | Take::Sum { .. }
            | Take::Least(_)
            | Take::Greatest(_)
            | Take::Highest { .. } => true,
            Take::Distinct { .. } | Take::Last { .. } => false,
        };
        adds_up && !self.of.also.iter().any(is_of_others)
    }

    /// The figures of all from those of blocks.
    pub fn joined<'g>(&self, parts: impl IntoIterator<Item = &'g Groups>) -> Groups {
        let mut all = Groups::new();
        for (common, more) in parts.into_iter().flatten() {
            match all.get_mut(common) {
                Some(figure) => self.add(figure, more),
                None => drop(all.insert(common.clone(), more.clone())),
            }
        }
        all
    }

    /// The figure where no entry counts.
    pub fn nothing(&self) -> Figure {
        let value = match self.take {
            Take::Least(_) | Take::Greatest(_) | Take::Highest { .. } => Cell::Nothing,
            _ => Cell::Number(0),
        };
        Figure { value, filled: 0, entries: 0 }
    }

    fn add(&self, figure: &mut Figure, more: &Figure) {
        figure.filled = figure.filled.saturating_add(more.filled);
        figure.entries = figure.entries.saturating_add(more.entries);
        let is_less = more.value < figure.value;
        let value = match (&self.take, &figure.value, &more.value) {
            (_, _, Cell::Nothing) => return,
            (_, Cell::Nothing, value) => value.clone(),
            (Take::Least(_), _, value) if is_less => value.clone(),
            (Take::Greatest(_) | Take::Highest { .. }, _, value) if !is_less => value.clone(),
            (Take::Least(_) | Take::Greatest(_) | Take::Highest { .. }, ..) => return,
            (_, Cell::Number(one), Cell::Number(other)) => Cell::Number(one.saturating_add(*other)),
            _ => return,
        };
        figure.value = value;
    }
}

/// Entries of one owner, by the first and the last of their numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    pub(super) owner: &'a str,
    pub(super) numbers: (i64, i64),
}

/// The figures of each block of entries that has some, or of some entries alone; nothing where there are more groups
/// than can be kept.
///
/// # Errors
/// As [`super::figures()`]; if blocks have no figures of their own.
pub(super) async fn figures_of_blocks(
    tx: &mut Tx,
    mut owners: Owners,
    asked: &Asked<'_>,
    (by, only): (Option<&By>, Option<Stretch<'_>>),
) -> Result<Option<BTreeMap<Block, Groups>>, StoreError> {
    if !asked.has_parts() {
        return Err(StoreError::Missing("parts of a figure"));
    }
    owners.0.retain(|owner| only.is_none_or(|only| only.owner == owner));
    let only = only.map(|only| only.numbers);
    let links = Links::default();
    let backend = tx.backend();
    let with =
        Answering { owners, at: None, changes: Changes::default(), links: &links, backend, only };
    let mut query = rows::asked(asked, by, &with)?;
    bring(&mut query, asked, &with)?;
    let block = Expr::cust(format!("\"e\".\"id\" / {BLOCK}"));
    query.column(("e", "owner")).add_group_by([Expr::col(("e", "owner"))]);
    query.expr_as(block.clone(), Alias::new("block")).add_group_by([block]);
    if let Some(by) = by {
        let group = group(asked, by, backend)?;
        query.expr_as(group.clone(), "common").add_group_by([group.clone()]);
        query.order_by_expr_with_nulls(group, Order::Asc, NullOrdering::First);
    }
    query.limit(MOST_GROUPS);
    let found = tx.all(&query).await?;
    if found.len() as u64 == MOST_GROUPS {
        return Ok(None);
    }
    let mut blocks: BTreeMap<Block, Groups> = BTreeMap::new();
    for row in &found {
        let (block, common) = place(row, by)?;
        blocks.entry(block).or_default().insert(common, figure(row)?);
    }
    Ok(Some(blocks))
}

fn place(row: &Row, by: Option<&By>) -> Result<(Block, Cell), StoreError> {
    let block = Block { owner: row.text("owner")?, number: row.number("block")? };
    let common = if by.is_some() { named(row, "common")? } else { Cell::Nothing };
    Ok((block, common))
}
