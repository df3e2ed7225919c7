//! Units as they are put together out of what the registers sum up to.

use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use register::Figures;
use rust_decimal::RoundingStrategy;

use super::{DuesLine, RATE, too_much};
use crate::OfficeError;

/// Units as they are put together, by what they are known by: the credit code, or else the name.
#[derive(Default)]
pub(super) struct Units {
    all: BTreeMap<usize, Unit>,
    by_code: BTreeMap<String, usize>,
    /// By the name of the unit and that of its union.
    by_name: BTreeMap<String, usize>,
}

#[derive(Default)]
pub(super) struct Unit {
    pub(super) line: DuesLine,
    code: String,
    /// By first and last day.
    pub(super) periods: BTreeMap<(Day, Day), Payroll>,
}

/// The payroll of a period as it was told, once or in several parts.
#[derive(Default)]
pub(super) struct Payroll {
    pub(super) greatest: Option<i64>,
    pub(super) differs: bool,
}

impl Units {
    /// The unit of this code or name. A unit of another code is another one, whatever its name.
    pub(super) fn unit(&mut self, name: &str, code: &str) -> &mut Unit {
        let named = self.by_name.get(name).copied();
        let at = match self.by_code.get(code).copied() {
            Some(at) if !code.is_empty() => Some(at),
            _ => named.filter(|at| {
                code.is_empty() || self.all.get(at).is_some_and(|unit| unit.code.is_empty())
            }),
        };
        let at = at.unwrap_or(self.all.len());
        self.by_name.entry(name.to_owned()).or_insert(at);
        if !code.is_empty() {
            self.by_code.insert(code.to_owned(), at);
        }
        let unit = self.all.entry(at).or_default();
        if unit.code.is_empty() {
            code.clone_into(&mut unit.code);
        }
        if unit.line.unit.is_empty() {
            name.clone_into(&mut unit.line.unit);
        }
        unit
    }

    /// Lets the unit be found by the name of its union too.
    pub(super) fn also(&mut self, unit: &str, union: &str) {
        if let Some(at) = self.by_name.get(unit).copied() {
            self.by_name.entry(union.to_owned()).or_insert(at);
        }
    }

    pub(super) fn of_union(&mut self, name: &str) -> Option<&mut Unit> {
        self.all.get_mut(self.by_name.get(name)?)
    }

    pub(super) fn lines(
        self,
        figures: &Figures,
        wanted: Wanted,
    ) -> Result<Vec<DuesLine>, OfficeError> {
        self.all.into_values().map(|unit| unit.line(figures, wanted)).collect()
    }
}

/// For how much of the year receipts must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The year is over: for each month.
    EachMonth,
    /// It goes on.
    SomeMonths,
}

impl Unit {
    fn line(self, figures: &Figures, wanted: Wanted) -> Result<DuesLine, OfficeError> {
        let mut line = self.line;
        let mut months = [false; 12];
        let mut due = None;
        let mut last: Option<Day> = None;
        for ((from, until), payroll) in &self.periods {
            if last.is_some_and(|last| *from <= last) {
                warn(&mut line, "所属期有重叠，应缴可能重复计算");
            }
            last = last.max(Some(*until));
            for (month, paid) in (1..).zip(months.iter_mut()) {
                *paid |= from.month() <= month && month <= until.month();
            }
            if payroll.differs {
                warn(&mut line, "同一所属期工资总额不一致，按最大的计");
            }
            let Some(greatest) = payroll.greatest else {
                warn(&mut line, "有的缴费没有工资总额，应缴不全");
                continue;
            };
            let Some(rate) = figures.at(RATE, *until) else { continue };
            let part = share(greatest, rate).ok_or_else(too_much)?;
            let sum = due.unwrap_or(Money::ZERO).checked_add(part).ok_or_else(too_much)?;
            due = Some(sum);
        }
        line.due = due;
        if wanted == Wanted::EachMonth && due.is_some() && months.contains(&false) {
            warn(&mut line, "有的月份没有缴费记录");
        }
        if due.is_none() {
            line.warned.clear();
        }
        if line.union.is_empty() {
            warn(&mut line, "工会组织台账里没有这个单位的工会");
        }
        Ok(line)
    }
}

fn warn(line: &mut DuesLine, said: &'static str) {
    if !line.warned.contains(&said) {
        line.warned.push(said);
    }
}

/// So many hundredths of a sum in fen, to the fen.
fn share(fen: i64, rate: Decimal) -> Option<Money> {
    let exact = Decimal::from(fen).checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)?;
    let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    whole.try_into().ok().map(Money::from_fen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_to_the_fen() {
        let two = Decimal::from(2);
        for (payroll, due) in [(100, 2), (0, 0), (25, 1), (24, 0), (12_345_678, 246_914)] {
            assert_eq!(share(payroll, two), Some(Money::from_fen(due)), "{payroll}");
        }
        assert_eq!(share(100_000, Decimal::new(15, 1)), Some(Money::from_fen(1500)));
    }

    #[test]
    fn a_unit_is_known_by_its_code_or_by_its_name() {
        let mut units = Units::default();
        units.unit("甲厂", "91A").line.received = Money::from_fen(1);
        units.unit("甲厂有限公司", "91A").line.fees = Money::from_fen(2);
        units.unit("甲厂", "").line.refunded = Money::from_fen(3);
        units.unit("乙厂", "").line.received = Money::from_fen(4);
        assert_eq!(units.all.len(), 2);
        let one = &units.all[&0].line;
        assert_eq!((one.received.fen(), one.fees.fen(), one.refunded.fen()), (1, 2, 3));
    }
}
