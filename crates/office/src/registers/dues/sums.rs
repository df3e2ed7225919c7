//! The sums of an account of dues: by unit and period of the receipts, by union of what was passed on.

use ground::{Day, Money};
use register::ColumnRole;
use store::registers::aggregate::{Aggregate, Figure, Group, aggregate};
use store::registers::conditions::{Condition, Test};
use store::{Cell, Tx};

use super::units::Units;
use super::{Totals, too_much};
use crate::OfficeError;
use crate::registers::sight::Sight;
use crate::registers::{Register, Registers};

/// The unions that are there, by their units.
pub(super) async fn unions(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    units: &mut Units,
) -> Result<(), OfficeError> {
    let register = all.get("organisation")?;
    let by = columns(register, &["unit", "unit_code", "name"], ColumnRole::Value)?;
    let active = Condition::new("state", Test::Is(Cell::Text("active".into())));
    let asked = Aggregate { conditions: vec![active], by, figures: vec![Figure::Count] };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let (unit, code, union) = (text(&group, 0), text(&group, 1), text(&group, 2));
        let name = if unit.is_empty() { union } else { unit };
        let found = units.unit(name, code);
        if found.line.union.is_empty() {
            union.clone_into(&mut found.line.union);
        }
        units.also(name, union);
    }
    Ok(())
}

/// What came in, by unit, kind and period.
pub(super) async fn receipts(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    (first, last): (Day, Day),
    units: &mut Units,
) -> Result<(), OfficeError> {
    let register = all.get("fund_receipt")?;
    let mut by = columns(register, &["unit", "code", "kind"], ColumnRole::Value)?;
    let from = columns(register, &["period"], ColumnRole::First)?;
    let until = columns(register, &["period"], ColumnRole::Last)?;
    by.extend(from.iter().chain(&until).cloned());
    let payroll = columns(register, &["payroll"], ColumnRole::Value)?.concat();
    let amount = columns(register, &["amount"], ColumnRole::Value)?.concat();
    let kind = columns(register, &["kind"], ColumnRole::Value)?.concat();
    let kinds = ["funds", "preparatory", "dues"].map(|kind| Cell::Text(kind.to_owned()));
    let mut conditions = vec![Condition::new(&kind, Test::In(kinds.to_vec()))];
    let cell = |day: Day| Cell::Text(day.to_string());
    conditions.extend(from.iter().map(|one| Condition::new(one, Test::AtLeast(cell(first)))));
    conditions.extend(until.iter().map(|one| Condition::new(one, Test::AtMost(cell(last)))));
    conditions.extend(Condition::standing());
    let figures =
        vec![Figure::Sum(amount), Figure::Greatest(payroll.clone()), Figure::Least(payroll)];
    let asked = Aggregate { conditions, by, figures };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let unit = units.unit(text(&group, 0), text(&group, 1));
        let sum = |known: Money| {
            known
                .checked_add(Money::from_fen(number(&group, 0).unwrap_or_default()))
                .ok_or_else(too_much)
        };
        match text(&group, 2) {
            "dues" => {
                unit.line.fees = sum(unit.line.fees)?;
                continue;
            }
            "preparatory" => unit.line.preparatory = sum(unit.line.preparatory)?,
            _ => {}
        }
        unit.line.received = sum(unit.line.received)?;
        let days = text(&group, 3).parse().ok().zip(text(&group, 4).parse().ok());
        let Some(period) = days else { continue };
        let (greatest, least) = (number(&group, 1), number(&group, 2));
        let known = unit.periods.entry(period).or_default();
        known.differs |=
            greatest != least || known.greatest.is_some_and(|one| Some(one) != greatest);
        known.greatest = known.greatest.max(greatest);
    }
    Ok(())
}

/// What was sent up, passed on and given back, by kind and union.
pub(super) async fn passed_on(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    (first, last): (Day, Day),
    units: &mut Units,
    totals: &mut Totals,
) -> Result<(), OfficeError> {
    let register = all.get("remittance")?;
    let by = columns(register, &["kind", "organisation"], ColumnRole::Value)?;
    let from = columns(register, &["year"], ColumnRole::First)?.concat();
    let until = columns(register, &["year"], ColumnRole::Last)?.concat();
    let cell = |day: Day| Cell::Text(day.to_string());
    let mut conditions = vec![
        Condition::new(&from, Test::AtLeast(cell(first))),
        Condition::new(&until, Test::AtMost(cell(last))),
    ];
    conditions.extend(Condition::standing());
    let figures = columns(register, &["amount", "due"], ColumnRole::Value)?;
    let figures = figures.into_iter().map(Figure::Sum).collect();
    let asked = Aggregate { conditions, by, figures };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let sum = |known: Money, at| {
            known
                .checked_add(Money::from_fen(number(&group, at).unwrap_or_default()))
                .ok_or_else(too_much)
        };
        let unit = units.of_union(text(&group, 1));
        match text(&group, 0) {
            "up" => {
                totals.sent_up = sum(totals.sent_up, 0)?;
                totals.to_send_up = sum(totals.to_send_up, 1)?;
            }
            "small" => {
                totals.refunded = sum(totals.refunded, 0)?;
                if let Some(unit) = unit {
                    unit.line.refunded = sum(unit.line.refunded, 0)?;
                }
            }
            _ => {
                totals.passed_on = sum(totals.passed_on, 0)?;
                if let Some(unit) = unit {
                    unit.line.passed_on = sum(unit.line.passed_on, 0)?;
                }
            }
        }
    }
    Ok(())
}

/// The columns of fields, each in this role.
fn columns(
    register: Register<'_>,
    fields: &[&str],
    role: ColumnRole,
) -> Result<Vec<String>, OfficeError> {
    let column = |name: &&str| {
        let place = register.definition.field(name).map(|(place, _)| place);
        let mut columns = register.book.columns.iter();
        let found =
            columns.find(|one| one.field.is_some() && one.field == place && one.role == role);
        let found = found.filter(|one| !one.encrypted).map(|one| one.name.clone());
        let said =
            || format!("台账“{}”没有“{name}”一栏，算不出经费对账", register.definition.title);
        found.ok_or_else(|| OfficeError::Machine(said()))
    };
    fields.iter().map(column).collect()
}

fn text(group: &Group, at: usize) -> &str {
    match group.by.get(at) {
        Some(Cell::Text(text)) => text,
        _ => "",
    }
}

fn number(group: &Group, at: usize) -> Option<i64> {
    match group.figures.get(at) {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    }
}

pub(super) fn year_of(year: i16) -> Result<(Day, Day), OfficeError> {
    let ends = Day::new(year, 1, 1).ok().zip(Day::new(year, 12, 31).ok());
    ends.ok_or_else(|| OfficeError::field("year", "年度有误"))
}
