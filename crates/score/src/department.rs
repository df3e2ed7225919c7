//! A department's evaluations brought together.

use ground::{Decimal, Money};
use serde::Serialize;

use crate::evaluation::Evaluation;
use crate::fraction::half_up;

/// A department's projects together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RollUp {
    /// How many projects.
    pub projects: usize,
    /// How many of them still lack values.
    pub open: usize,
    /// The mean of the totals, each project weighing as much as its full-year budget; `None` without projects.
    pub by_budget: Option<Decimal>,
    /// The mean of the totals, every project alike.
    pub plain: Option<Decimal>,
    /// How many projects have each grade, in the order in which grades first come.
    pub grades: Vec<(String, usize)>,
    /// Places of the projects, the lowest total first.
    pub worst_first: Vec<usize>,
}

/// Brings evaluations together, each with its full-year budget. Means have two places, half up; projects without a
/// budget weigh nothing, unless none has one.
pub fn roll_up(evaluations: &[(&Evaluation, Money)]) -> RollUp {
    let plain = mean(evaluations.iter().map(|(one, _)| (one.total, Decimal::ONE)));
    let totals: Vec<(Decimal, Money)> =
        evaluations.iter().map(|(one, budget)| (one.total, *budget)).collect();
    let by_budget = mean_by_budget(&totals);
    let mut grades: Vec<(String, usize)> = Vec::new();
    for grade in evaluations.iter().filter_map(|(one, _)| one.grade.as_ref()) {
        match grades.iter_mut().find(|(name, _)| name == grade) {
            Some((_, count)) => *count += 1,
            None => grades.push((grade.clone(), 1)),
        }
    }
    let mut worst_first: Vec<usize> = (0..evaluations.len()).collect();
    worst_first.sort_by_key(|at| evaluations.get(*at).map(|(one, _)| one.total));
    let open = evaluations.iter().filter(|(one, _)| !one.is_complete()).count();
    RollUp { projects: evaluations.len(), open, by_budget, plain, grades, worst_first }
}

/// The mean of totals, each weighing as much as its full-year budget, with two places, half up; all alike where none has
/// a budget; `None` without any.
pub fn mean_by_budget(totals: &[(Decimal, Money)]) -> Option<Decimal> {
    let weight = |budget: Money| Decimal::from(budget.fen().max(0));
    let budget: Decimal = totals.iter().map(|(_, budget)| weight(*budget)).sum();
    if budget.is_zero() {
        return mean(totals.iter().map(|(total, _)| (*total, Decimal::ONE)));
    }
    mean(totals.iter().map(|(total, budget)| (*total, weight(*budget))))
}

fn mean(of: impl Iterator<Item = (Decimal, Decimal)>) -> Option<Decimal> {
    let (mut sum, mut whole) = (Decimal::ZERO, Decimal::ZERO);
    for (value, weight) in of {
        sum = sum.checked_add(value.checked_mul(weight)?)?;
        whole = whole.checked_add(weight)?;
    }
    sum.checked_div(whole).map(|mean| half_up(mean, 2))
}
