//! What follows from other values: rates, totals, counts. Given by hand, they must agree.

use ground::{Decimal, Money};

use super::json::{Fault, Grade};
use super::{Data, Datum};
use crate::forms::views::{execution_rate, execution_score};

/// Tenth parts of points may be rounded by hand.
const ROUNDED: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

impl Data {
    /// Fills in what follows from other values; a value that says otherwise is a fault.
    pub(super) fn derive(&mut self, path: &str, faults: &mut Vec<Fault>) {
        let mut own = std::mem::take(&mut self.values);
        for (field, value) in self.shape.fields.iter().zip(&mut own) {
            let Datum::List(all) = value else { continue };
            for (at, record) in all.iter_mut().enumerate() {
                record.derive(&format!("{path}{}[{at}].", field.name), faults);
            }
        }
        self.values = own;
        self.rate(path, faults);
        self.score_of_funds(path, faults);
        self.people(path, faults);
        self.points(path, faults);
    }

    /// 执行率 of a row of money.
    fn rate(&mut self, path: &str, faults: &mut Vec<Fault>) {
        let whole = self.sum("adjusted").or_else(|| self.sum("budget"));
        let Some((executed, whole)) = self.sum("executed").zip(whole) else { return };
        let rate = execution_rate(executed, whole).0;
        let words = format!("执行数÷预算数应为 {}%", rate.normalize());
        self.settle("rate", Datum::Percent(rate), Grade::Error, path, &words, faults);
    }

    /// 得分 of a row of money that has points.
    fn score_of_funds(&mut self, path: &str, faults: &mut Vec<Fault>) {
        let sums = self.sum("executed").zip(self.sum("budget"));
        let Some(((executed, budget), points)) = sums.zip(self.number("points")) else { return };
        if self.get("rate").is_none() {
            return;
        }
        let score = execution_score(executed, budget, points);
        let words = format!("执行率乘分值应为 {} 分", score.normalize());
        self.settle("score", Datum::Number(score), Grade::Note, path, &words, faults);
    }

    /// How many people are on a list, and how much they get.
    fn people(&mut self, path: &str, faults: &mut Vec<Fault>) {
        if self.get("count").is_none() {
            return;
        }
        let Some(Datum::List(rows)) = self.get("rows").cloned() else { return };
        let count = Decimal::from(rows.len());
        let words = format!("名单上有 {count} 人");
        self.settle("count", Datum::Number(count), Grade::Error, path, &words, faults);
        let sums = rows.iter().map(|row| row.sum("amount"));
        let total = sums.into_iter().try_fold(Money::ZERO, |all, one| all.checked_add(one?));
        if let Some(total) = total {
            let words = format!("各行合计为 {} 元", total.yuan());
            self.settle("total", Datum::Money(total), Grade::Error, path, &words, faults);
        }
    }

    /// Full points and points reached, of money and rows together.
    fn points(&mut self, path: &str, faults: &mut Vec<Fault>) {
        let rows = |name: &str| match self.get(name) {
            Some(Datum::List(all)) => all.clone(),
            _ => Vec::new(),
        };
        let (all, full, reached) = if self.get("total_points").is_some() {
            let money = rows("funds").into_iter().filter(|row| row.number("points").is_some());
            let all: Vec<Data> = money.chain(rows("rows")).collect();
            (all, "total_points", "total_score")
        } else if self.get("items").is_some() {
            (rows("items"), "points", "score")
        } else {
            return;
        };
        for (name, total) in [("points", full), ("score", reached)] {
            let sum: Option<Decimal> = all.iter().map(|row| row.number(name)).sum();
            if let Some(sum) = sum.filter(|_| !all.is_empty()) {
                let words = format!("各项合计为 {} 分", sum.normalize());
                self.settle(total, Datum::Number(sum), Grade::Error, path, &words, faults);
            }
        }
    }

    /// Puts the value in its field, or says that another one stands there.
    fn settle(
        &mut self,
        name: &str,
        due: Datum,
        grade: Grade,
        path: &str,
        words: &str,
        faults: &mut Vec<Fault>,
    ) {
        let label = self.shape.fields.iter().find(|field| field.name == name);
        let label = label.map_or("", |field| field.label);
        let Some(value) = self.get_mut(name) else { return };
        if value.is_blank() {
            *value = due;
            return;
        }
        if !agree(value, &due) {
            let help = match grade {
                Grade::Error => "请改正，或删去这一项由程序计算",
                Grade::Note => "当地另有计分办法的，以办法为准",
            };
            let message = format!("{label}写的是 {}，{words}；{help}", said(value));
            faults.push(Fault { path: format!("{path}{name}"), message, grade });
        }
    }

    fn sum(&self, name: &str) -> Option<Money> {
        match self.get(name) {
            Some(Datum::Money(sum)) => Some(*sum),
            _ => None,
        }
    }
}

fn agree(given: &Datum, due: &Datum) -> bool {
    match (given, due) {
        (Datum::Money(given), Datum::Money(due)) => given == due,
        (Datum::Percent(given), Datum::Percent(due))
        | (Datum::Number(given), Datum::Number(due)) => {
            let off = (*given - *due).abs();
            off.is_zero() || (off <= ROUNDED && !due.fract().is_zero())
        }
        _ => false,
    }
}

fn said(value: &Datum) -> String {
    match value {
        Datum::Money(sum) => sum.to_string(),
        Datum::Percent(share) => format!("{}%", share.normalize()),
        Datum::Number(number) => number.normalize().to_string(),
        _ => String::new(),
    }
}
