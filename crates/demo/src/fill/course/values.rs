//! What departments without registers of their own pay and reach: payments in the register of spending, values entered.

use ground::{Day, Decimal};
use model::quantity::Operator;
use office::OfficeError;
use office::year::binding::{Bound, Value};
use office::year::{Group, Row, Standing};

use super::data::Payer;
use super::{Course, NODES};
use crate::expand::REGION;
use crate::registers::Row as Entered;

const SPENDING: &str = "spending";

impl Course<'_> {
    /// Payments and values of a department up to the end of a month.
    pub(super) async fn record_of(&mut self, at: usize, month: u8) -> Result<(), OfficeError> {
        let Some(id) = self.data.departments.get(at).map(|one| one.id.clone()) else {
            return Ok(());
        };
        let statement = self.statement(&id, self.year).await?;
        let Some(payer) = self.data.payer(&id) else { return Ok(()) };
        let clerk = self.town.asker(&format!("{id}.jingban"))?;
        let end = end_of(self.year, month)?;
        let year = self.office.year(clerk, &statement, end).await?;
        if NODES.first() == Some(&month) {
            let bound = |row: &Row| Bound {
                key: row.key.clone(),
                reason: payer.why.clone(),
                ..Bound::default()
            };
            let all: Vec<Bound> = year.rows().map(bound).collect();
            self.office.bind(clerk, &statement, &all).await?;
        }
        let owner = self.town.place(&id)?;
        let projects: Vec<&Group> =
            year.groups.iter().filter(|group| group.project.is_some()).collect();
        let rows = projects.iter().zip(&payer.paid).enumerate();
        let rows = rows.filter_map(|(nth, (group, paid))| paid_row(group, paid, nth, end));
        let rows: Vec<Entered> = rows.collect();
        let all = self.office.registers().await?;
        let register = all.get(SPENDING)?;
        let checker = register.checker(self.office.rulebook(), REGION, self.today);
        let checked = crate::registers::understood(&rows, register.definition, &checker);
        let entries: Vec<_> =
            checked.map_err(OfficeError::Machine)?.into_iter().map(|one| one.entry).collect();
        let file = format!("国库支付{}年1—{month}月.xlsx", self.year);
        if !entries.is_empty() {
            self.office.load_entries(clerk, SPENDING, owner, &file, &entries).await?;
        }
        let value = |row: &Row| {
            Some(Value {
                key: row.key.clone(),
                as_of: end.to_string(),
                words: self.text(&value_of(row, payer, month)?),
                reason: payer.source.clone(),
                proof: None,
            })
        };
        let values: Vec<Value> = year.rows().filter_map(value).collect();
        match values.is_empty() {
            true => Ok(()),
            false => self.office.enter_values(clerk, &statement, &values).await.map(|_| ()),
        }
    }
}

/// The last day of a month.
pub(in crate::fill) fn end_of(year: i16, month: u8) -> Result<Day, OfficeError> {
    let month = i8::try_from(month).unwrap_or(12);
    let first = Day::new(year, month, 1);
    first.map(Day::last_of_month).map_err(|error| OfficeError::Machine(error.to_string()))
}

/// What was paid of a project since the node before, as it stands in the register; nothing if nothing was.
fn paid_row(group: &Group, paid: &[i64; 4], nth: usize, end: Day) -> Option<Entered> {
    let node = NODES.iter().position(|month| i8::try_from(*month) == Ok(end.month()))?;
    let before = node.checked_sub(1).and_then(|at| paid.get(at)).copied().unwrap_or_default();
    let share = paid.get(node)?.checked_sub(before)?;
    if share == 0 {
        return None;
    }
    let budget = group.execution.budget()?.yuan();
    let amount = budget.checked_mul(Decimal::new(share, 2))?.round_dp(2);
    let paid_on = end.with().day(18).build().ok()?;
    let row = Entered::new()
        .with("project", &group.code)
        .with("project_name", &group.name)
        .with("payee", "按发放清册和合同支付")
        .with("amount", amount.normalize())
        .with("paid_on", paid_on)
        .with("voucher", format!("授权支付{:02}-{:03}", end.month(), nth + 1))
        .with("fund", "county")
        .with("summary", format!("{}{}月支付", group.name, end.month()));
    Some(row)
}

/// The value that is entered for the end of a month; nothing where none is known then, or the newest still holds.
fn value_of(row: &Row, payer: &Payer, month: u8) -> Option<String> {
    if matches!(row.standing, Standing::Computed(_)) {
        return None;
    }
    let mut own = payer.value.iter().filter(|(name, ..)| name == row.text.name()).peekable();
    if own.peek().is_some() {
        let (_, _, text) = own.find(|(_, from, _)| *from == month)?;
        return Some(match text.strip_prefix('x') {
            Some(share) => quantity(row, share.parse().ok()?, 0)?,
            None => text.clone(),
        });
    }
    let node = NODES.iter().position(|one| *one == month)?;
    let aspect = row.text.aspect.as_ref().map_or("", |leaf| leaf.text());
    if aspect.contains("数量") {
        return quantity(row, *payer.pace.get(node)?, 0);
    }
    (month == 12).then(|| usual(row)).flatten()
}

/// What a rate or a price usually comes to: a little better than promised, and never more than all.
fn usual(row: &Row) -> Option<String> {
    let target = &row.indicator.as_ref()?.target;
    let promised = target.quantity()?;
    match promised.operator {
        Some(Operator::AtMost | Operator::LessThan) => quantity(row, 97, 1),
        _ if promised.value == Decimal::ONE_HUNDRED => quantity(row, 100, 1),
        _ => quantity(row, 101, 1),
    }
}

/// So many percent of the target, in its unit.
pub(super) fn quantity(row: &Row, share: i64, places: u32) -> Option<String> {
    let target = row.indicator.as_ref()?.target.clone();
    let promised = target.quantity()?;
    let value = promised.value.checked_mul(Decimal::new(share, 2))?.round_dp(places);
    let unit = promised.unit.as_ref().map(|unit| unit.name.as_str()).unwrap_or_default();
    let per: String = promised.per.iter().map(|unit| format!("/{}", unit.name)).collect();
    Some(format!("{}{unit}{per}", value.normalize()))
}
