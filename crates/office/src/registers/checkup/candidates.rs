//! For whom a batch is: the model workers asked for, and what keeps somebody out.

use std::collections::BTreeMap;

use ground::Day;
use store::registers as kept;
use store::registers::aggregate::{Aggregate, Figure, aggregate};
use store::registers::conditions::{Condition, Test};
use store::{Cell, Tx};

use super::{Candidate, Hardship, JOURNAL, MODELS, MOST, Wanted, column, kind_label};
use crate::OfficeError;
use crate::registers::sight::Sight;
use crate::registers::values::{listed, lookup};
use crate::registers::{Register, Registers};

/// All who are meant, looked through.
pub(super) async fn candidates(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    wanted: &Wanted,
) -> Result<Vec<Candidate>, OfficeError> {
    kind_label(all, &wanted.kind)?;
    let register = all.get(MODELS)?;
    let last = last_served(tx, all, sight, &wanted.kind).await?;
    let mut found = Vec::new();
    for kept in models(tx, register, sight, wanted).await? {
        let entry = register.entry(&kept.cells, &kept.state);
        let hash = lookup(register, &kept, "person");
        let last = hash.and_then(|hash| last.get(hash)).copied();
        let mut one = Candidate { kept, entry, last, refused: Vec::new() };
        let state = one.entry.state.and_then(|at| register.definition.states.get(at));
        if let Some(state) = state.filter(|state| !state.active) {
            one.refused.push(format!("档案是“{}”，不再安排", state.label));
        }
        if let Some(last) = last.filter(|last| *last >= wanted.since) {
            one.refused.push(format!("{last}已经安排过"));
        }
        if hash_is_missing(register, &one.kept) {
            one.refused.push("没有证件号码".to_owned());
        }
        found.push(one);
    }
    Ok(found)
}

/// The files that are meant.
pub(super) async fn models(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    wanted: &Wanted,
) -> Result<Vec<kept::Entry>, OfficeError> {
    let text = |text: &str| Test::Is(Cell::Text(text.to_owned()));
    let mut conditions = Vec::new();
    let mut add = |column: String, test: Test| conditions.push(Condition::new(&column, test));
    if !wanted.state.is_empty() {
        add("state".to_owned(), text(&wanted.state));
    }
    if !wanted.level.is_empty() {
        add(column(register, "level")?, text(&wanted.level));
    }
    if !wanted.title.trim().is_empty() {
        add(column(register, "title")?, Test::Contains(wanted.title.trim().to_owned()));
    }
    if wanted.hardship == Hardship::Only {
        add(column(register, "is_poor")?, Test::Is(Cell::Number(1)));
    }
    listed(tx, register, sight, conditions, MOST).await
}

/// When each was given the kind last, by the keyed hash of the number. Who did not come was given nothing.
pub(super) async fn last_served(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    kind: &str,
) -> Result<BTreeMap<String, Day>, OfficeError> {
    let journal = all.get(JOURNAL)?;
    let mut conditions = vec![
        Condition::new(&column(journal, "kind")?, Test::Is(Cell::Text(kind.to_owned()))),
        Condition::new(&column(journal, "attended")?, Test::NotIn(vec![Cell::Number(0)])),
    ];
    conditions.extend(Condition::standing());
    let by = vec![column(journal, "person")?];
    let figures = vec![Figure::Greatest(column(journal, "served_on")?)];
    let asked = Aggregate { conditions, by, figures };
    let groups = aggregate(tx, &sight.scope(), &journal.book.table, &asked).await?;
    let day = |group: kept::aggregate::Group| match (group.by.first()?, group.figures.first()?) {
        (Cell::Text(hash), Cell::Text(day)) => Some((hash.clone(), day.parse().ok()?)),
        _ => None,
    };
    Ok(groups.into_iter().filter_map(day).collect())
}

pub(super) fn hash_is_missing(register: Register<'_>, kept: &kept::Entry) -> bool {
    lookup(register, kept, "person").is_none()
}
