//! How many entries of a list there are, and what they sum up to.

use sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};

use super::conditions::{Finding, Owners, Test};
use super::counts;
use super::list::{Asked, COUNTED, Count, Counting, fitting};
use super::table::{Kind, Table, refused};
use super::words::Candidates;
use crate::{Cell, StoreError, Tx};

/// What a list is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within<'a> {
    pub(crate) table: &'a Table,
    pub(crate) asked: &'a Asked,
    pub(crate) owners: &'a Owners,
    /// The entries that may hold the words asked for, where they are known.
    pub(crate) candidates: Option<&'a Candidates>,
}

/// How many entries fit, and their totals, as far as they are asked for.
pub(crate) async fn counted(
    tx: &mut Tx,
    within: &Within<'_>,
) -> Result<(Count, Option<Vec<i64>>), StoreError> {
    let asked = within.asked;
    let count = match asked.counting {
        Counting::Not => return Ok((Count::Unknown, None)),
        _ => match kept(tx, within).await? {
            Some(count) => count,
            None => counted_near(tx, within).await?,
        },
    };
    let is_summed = match count {
        Count::Exactly(count) => count <= COUNTED || asked.counting == Counting::Whole,
        Count::MoreThan(_) | Count::Unknown => false,
    };
    if !is_summed {
        return Ok((count, None));
    }
    let is_needless = count == Count::Exactly(0) || asked.totals.is_empty();
    let totals = if is_needless { vec![0; asked.totals.len()] } else { totals(tx, within).await? };
    Ok((count, Some(totals)))
}

/// What is known without looking at entries.
async fn kept(tx: &mut Tx, within: &Within<'_>) -> Result<Option<Count>, StoreError> {
    let Within { table, asked, owners, candidates } = *within;
    if asked.words.trim().is_empty() {
        let Some(state) = only_state(asked) else { return Ok(None) };
        let Some(states) = counts::of(tx, table, owners).await? else { return Ok(None) };
        let fits = |name: &&String| state.is_none_or(|state| *name == state);
        let count = states.iter().filter(|(name, _)| fits(name)).map(|(_, count)| count).sum();
        return Ok(Some(Count::Exactly(count)));
    }
    let Some(candidates) = candidates.filter(|all| all.is_exact || all.sure > COUNTED) else {
        return Ok(None);
    };
    if asked.counting != Counting::Near || !asked.conditions.is_empty() {
        return Ok(None);
    }
    let Some(states) = counts::of(tx, table, owners).await? else { return Ok(None) };
    // No more than these can have been removed since they were read.
    let removed = candidates.last - states.values().sum::<i64>();
    if candidates.is_exact && removed == 0 && candidates.sure <= COUNTED {
        return Ok(Some(Count::Exactly(candidates.sure)));
    }
    Ok((candidates.sure - removed > COUNTED).then_some(Count::MoreThan(COUNTED)))
}

/// The state that is asked for, if nothing else is: none, if not even that.
fn only_state(asked: &Asked) -> Option<Option<&str>> {
    match asked.conditions.as_slice() {
        [] => Some(None),
        [one] if one.column == "state" => match &one.test {
            Test::Is(Cell::Text(state)) => Some(Some(state)),
            _ => None,
        },
        _ => None,
    }
}

/// Entries are counted, a part at a time, until that is enough.
async fn counted_near(tx: &mut Tx, within: &Within<'_>) -> Result<Count, StoreError> {
    let most = match within.asked.counting {
        Counting::Whole => None,
        Counting::Near | Counting::Not => Some(COUNTED),
    };
    let mut count = 0;
    for (owners, candidates) in parts(within) {
        let part = Within { owners: &owners, candidates: candidates.as_ref(), ..*within };
        count += tx.number(&counting(tx, &part, most)?).await?;
        if most.is_some_and(|most| count > most) {
            break;
        }
    }
    Ok(match most {
        Some(most) if count > most => Count::MoreThan(most),
        _ => Count::Exactly(count),
    })
}

fn counting(
    tx: &Tx,
    within: &Within<'_>,
    most: Option<i64>,
) -> Result<SelectStatement, StoreError> {
    let mut inner = fitting_entries(tx, within)?;
    inner.expr_as(Expr::val(1), "one");
    if let Some(most) = most {
        inner.limit(most.unsigned_abs() + 1);
    }
    let counting =
        Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(inner, "counted").take();
    Ok(counting)
}

async fn totals(tx: &mut Tx, within: &Within<'_>) -> Result<Vec<i64>, StoreError> {
    let mut sums = vec![0_i64; within.asked.totals.len()];
    for (owners, candidates) in parts(within) {
        let part = Within { owners: &owners, candidates: candidates.as_ref(), ..*within };
        let mut query = fitting_entries(tx, &part)?;
        for name in &within.asked.totals {
            let place = within.table.asked(name)?;
            if place.kind != Kind::Integer {
                return Err(refused(name, "cannot be summed up"));
            }
            query.expr(Func::cast_as(place.expr().sum(), "BIGINT"));
        }
        let row = tx.first(&query).await?.ok_or(StoreError::Missing("sum"))?;
        for (sum, (_, cell)) in sums.iter_mut().zip(row.cells()?) {
            if let Cell::Number(more) = cell {
                *sum = sum.saturating_add(more);
            }
        }
    }
    Ok(sums)
}

/// What is asked in one query each: candidates a part at a time, all else at once.
fn parts(within: &Within<'_>) -> Vec<(Owners, Option<Candidates>)> {
    let Some(chunks) = within.candidates.and_then(Candidates::chunks) else {
        return vec![(within.owners.clone(), None)];
    };
    chunks.into_iter().map(|(owners, candidates)| (owners, Some(candidates))).collect()
}

/// The entries that fit, nothing of them selected yet.
fn fitting_entries(tx: &Tx, within: &Within<'_>) -> Result<SelectStatement, StoreError> {
    let Within { table, asked, owners, candidates } = *within;
    let among = match (candidates, owners.0.as_slice()) {
        (Some(candidates), [owner]) => candidates.of(tx.backend(), owner),
        _ => None,
    };
    let finding = if among.is_some() { Finding::Among } else { Finding::ByIndex };
    Ok(Query::select()
        .from_as(table.alias(), "e")
        .and_where(owners.condition())
        .cond_where(fitting(tx, table, asked, finding)?)
        .and_where_option(among)
        .take())
}
