//! Which unit cost is paid for which count: 人均标准 with 人数, 户均标准 with 户数.

use ground::{Decimal, Money};
use model::quantity::Quantity;
use model::statement::{Aspect, Dimension};
use model::unit::{Family, unit_named};

use super::{ProjectFacts, RowFacts};

/// A count and the cost of one of what it counts.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'f, 's> {
    /// The row that counts.
    pub count: &'f RowFacts<'s>,
    /// Its quantity.
    pub number: &'f Quantity,
    /// The row that gives the unit cost.
    pub cost: &'f RowFacts<'s>,
    /// Its quantity, in 元.
    pub price: &'f Quantity,
}

/// How a product of count and unit cost is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spending {
    /// At least so much is spent whatever is done within the targets; nothing under a mere cap.
    pub least: Money,
    /// So much is spent if the count is met as it is written at the full price; `None` where the
    /// price has no upper bound.
    pub planned: Option<Money>,
}

impl Pair<'_, '_> {
    /// The bounds of count × unit cost.
    pub fn spending(&self) -> Option<Spending> {
        let count = self.count_in_priced_units()?;
        let low_count = if self.number.operator.is_some_and(model::quantity::Operator::is_ceiling) {
            Decimal::ZERO
        } else {
            count
        };
        let low_price = self.price.interval().low.unwrap_or(Decimal::ZERO);
        let least = Money::from_yuan(low_count.checked_mul(low_price)?.round_dp(2))?;
        let planned = self
            .price
            .interval()
            .high
            .and_then(|high| Money::from_yuan(count.checked_mul(high)?.round_dp(2)));
        Some(Spending { least, planned })
    }

    /// The count in the unit that the price is given for: 亩 where it is 元/亩.
    fn count_in_priced_units(&self) -> Option<Decimal> {
        let priced = self.price.per.first().and_then(|unit| unit_named(&unit.name));
        let counted = self.number.unit.as_ref().and_then(|unit| unit_named(&unit.name))?;
        let Some(priced) = priced else { return Some(self.number.value) };
        if priced.family != counted.family {
            return Some(self.number.value);
        }
        counted.in_base(self.number.value)?.checked_div(priced.in_base(Decimal::ONE)?)
    }
}

/// The unit costs of a project, each with the count it is paid for, and the rows left unpaired.
#[derive(Debug, Default)]
pub struct Costs<'f, 's> {
    /// Count and cost of one.
    pub pairs: Vec<Pair<'f, 's>>,
    /// Cost rows in money that belong to no count.
    pub unpaired_costs: Vec<&'f RowFacts<'s>>,
    /// Count rows that have no unit cost.
    pub unpaired_counts: Vec<&'f RowFacts<'s>>,
}

/// Pairs the unit costs of a project with its counts.
///
/// A cost is paired where exactly one count fits its unit best by what both are about; a cost that
/// fits none, or several alike, stays unpaired, so that no arithmetic is built on a guess.
pub fn costs<'f, 's>(project: &'f ProjectFacts<'s>) -> Costs<'f, 's> {
    let counts: Vec<&RowFacts<'s>> = project.rows.iter().filter(|row| is_count(row)).collect();
    let mut found = Costs::default();
    for cost in project.rows.iter().filter(|row| row.row.is_cost()) {
        let Some(price) = price(cost) else { continue };
        let family = counted_family(cost, price);
        match family.and_then(|family| count_for(cost, family, &counts)) {
            Some((count, number)) => found.pairs.push(Pair { count, number, cost, price }),
            None => found.unpaired_costs.push(cost),
        }
    }
    let paired =
        |row: &&RowFacts<'s>| found.pairs.iter().any(|pair| std::ptr::eq(pair.count, *row));
    found.unpaired_counts = counts.into_iter().filter(|row| !paired(row)).collect();
    found
}

/// A row whose target is one sum of money.
pub fn price<'f>(row: &'f RowFacts<'_>) -> Option<&'f Quantity> {
    let quantity = row.row.target()?.quantity()?;
    (quantity.family() == Some(Family::Money)).then_some(quantity)
}

fn is_count(row: &RowFacts<'_>) -> bool {
    let output = row.row.dimension() == Some(Dimension::Output);
    let counted = matches!(row.row.aspect(), Some(Aspect::Quantity | Aspect::Quality) | None);
    output && counted && number(row).is_some()
}

fn number<'f>(row: &'f RowFacts<'_>) -> Option<&'f Quantity> {
    let quantity = row.row.target()?.quantity()?;
    let family = quantity.family()?;
    let counts = !matches!(
        family,
        Family::Money | Family::Share | Family::SharePoint | Family::Duration | Family::Point
    );
    counts.then_some(quantity)
}

/// What the cost is the cost of one of: by its unit, else by its words.
pub fn counted_family(row: &RowFacts<'_>, price: &Quantity) -> Option<Family> {
    if let Some(unit) = price.per.first() {
        return Some(unit.family);
    }
    #[rustfmt::skip]
    const WORDS: &[(&str, Family)] = &[
        ("人均", Family::Person), ("每人", Family::Person), ("每名", Family::Person), ("每位", Family::Person), ("人次", Family::PersonTime),
        ("户均", Family::Household), ("每户", Family::Household), ("场均", Family::Occasion), ("次均", Family::Occasion), ("每次", Family::Occasion), ("每场", Family::Occasion), ("每期", Family::Occasion),
        ("亩均", Family::Area), ("每亩", Family::Area), ("每平方米", Family::Area), ("每公里", Family::Length), ("每份", Family::Document), ("每册", Family::Document),
        ("每台", Family::Item), ("每套", Family::Item), ("每个", Family::Item), ("每辆", Family::Item), ("每处", Family::Item), ("每盏", Family::Item), ("每株", Family::Item),
    ];
    let says = |word: &str| row.row.name().contains(word) || row.row.description().contains(word);
    WORDS.iter().find(|(word, _)| says(word)).map(|(_, family)| *family)
}

fn count_for<'f, 's>(
    cost: &RowFacts<'s>,
    family: Family,
    counts: &[&'f RowFacts<'s>],
) -> Option<(&'f RowFacts<'s>, &'f Quantity)> {
    let mut fitting: Vec<(u32, &'f RowFacts<'s>, &'f Quantity)> = counts
        .iter()
        .filter_map(|row| {
            let number = number(row)?;
            let same = number.family()? == family;
            same.then(|| (row.name.within(&cost.whole), *row, number))
        })
        .collect();
    fitting.sort_by_key(|(kinship, ..)| std::cmp::Reverse(*kinship));
    let (kinship, row, number) = *fitting.first()?;
    let clear = fitting.get(1).is_none_or(|(second, ..)| *second < kinship);
    let akin = kinship > 0 || cost.whole.shared(&row.whole) > 0 || cost.name.len() <= 1;
    (clear && akin).then_some((row, number))
}
