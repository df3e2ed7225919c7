//! Whether a figure in running text has its indicator.

use ground::Decimal;
use model::quantity::{Operator, Quantity};
use model::unit::Family;
use rulebook::{Groups, Mention};

use crate::facts::{Claim, RowFacts};
use crate::row::is_count;

/// How a claim stands to a set of indicators.
#[derive(Clone, Copy, Debug)]
pub(super) enum Coverage<'f, 's> {
    /// An indicator, or several together, have its value.
    Covered,
    /// This indicator is about the same thing and has another value.
    Differs(&'f RowFacts<'s>),
    /// No indicator is about it.
    Absent,
}

/// From here on, in thousandths, claim and indicator are about the same thing.
const SAME: u32 = 500;
/// From here on they may be, which is enough where the kind of rate is the same too.
const AKIN: u32 = 200;

/// Compares a claim with the rows; `siblings` are the claims that stand beside it.
pub(super) fn coverage<'f, 's>(
    groups: &Groups,
    claim: &Claim<'_>,
    rows: &[&'f RowFacts<'s>],
    siblings: &[Claim<'_>],
) -> Coverage<'f, 's> {
    let mut comparable: Vec<(u32, &'f RowFacts<'s>)> = rows
        .iter()
        .filter(|row| row.comparable(claim) && same_kind(row, claim))
        .map(|row| (row.kinship(claim), *row))
        .collect();
    let gives_it = |(kinship, row): &(u32, &RowFacts<'_>)| {
        row.has_value_of(claim)
            && (*kinship > 0 || same_unit(row, claim))
            && !of_others(groups, row, claim)
    };
    if comparable.iter().any(gives_it) {
        return Coverage::Covered;
    }
    comparable.sort_by_key(|(kinship, _)| std::cmp::Reverse(*kinship));
    if sums_agree(claim, &comparable, siblings) {
        return Coverage::Covered;
    }
    let is_rate = claim.quantity().family() == Some(Family::Share);
    let mut akin = comparable.iter().filter(|(kinship, _)| *kinship >= AKIN);
    let strange =
        |row: &RowFacts<'_>| of_others(groups, row, claim) || of_anybody(groups, row, claim);
    let best = akin.find(|(_, row)| !strange(row)).filter(|(kinship, row)| {
        let same_rate = is_rate && claim.rate.is_some() && row.rate.as_deref() == claim.rate;
        *kinship >= if same_rate { AKIN } else { SAME }
    });
    best.map_or(Coverage::Absent, |(_, row)| Coverage::Differs(row))
}

/// Rates are compared only with rates of the same kind: a 及时率 says nothing of a 满意度.
fn same_kind(row: &RowFacts<'_>, claim: &Claim<'_>) -> bool {
    match (claim.rate, row.rate.as_deref()) {
        (Some(claimed), Some(own)) => claimed == own,
        _ => true,
    }
}

/// So many bytes before a clause, and of a row's name, are looked through for people.
const REACH: usize = 300;

/// The people a claim names in its clause, and those in a list right before them: 残疾人、老年人100人.
fn claimed_people<'g>(groups: &'g Groups, claim: &Claim<'_>) -> Vec<Mention<'g>> {
    let text = claim.words.text.as_str();
    let from = text.ceil_char_boundary(claim.clause.start.saturating_sub(REACH));
    let before = text.get(from..claim.clause.start).unwrap_or_default();
    let start = before.rfind(['，', '。', '；', '：', ',', ';', '\n']).map_or(from, |at| from + at);
    let text = text.get(start..claim.clause.end).unwrap_or_default();
    let own = claim.clause.start.saturating_sub(start);
    let mut people = groups.mentions(text);
    let lists = |end: usize| text.get(end..).is_some_and(|rest| rest.starts_with('、'));
    people.retain(|mention| mention.range.start >= own || lists(mention.range.end));
    people
}

/// Whether claim and row each name people, and none of the one has to do with any of the other: the
/// rate of 困难劳模 helped is not that of 困难职工 helped.
fn of_others(groups: &Groups, row: &RowFacts<'_>, claim: &Claim<'_>) -> bool {
    // Whose satisfaction is measured is a matter of its own (REL015).
    if claim.rate == Some("满意") {
        return false;
    }
    let claimed = claimed_people(groups, claim);
    if claimed.is_empty() {
        return false;
    }
    let mut own = groups.mentions(head(row.row.name()));
    own.extend(groups.mentions(head(row.row.description())));
    let akin = |a: &Mention<'_>, b: &Mention<'_>| {
        a.group.general
            || b.group.general
            || groups.is_within(a.group, b.group)
            || groups.is_within(b.group, a.group)
    };
    !own.is_empty() && !claimed.iter().any(|a| own.iter().any(|b| akin(a, b)))
}

/// The first words of a text.
fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(REACH)).unwrap_or(text)
}

/// Whether the row is about anybody and the claim about some people only, whose rate may well be
/// another: 退休干部满意度 is a part of 受益人员满意度.
fn of_anybody(groups: &Groups, row: &RowFacts<'_>, claim: &Claim<'_>) -> bool {
    let all_general = |text: &str| {
        let mentions = groups.mentions(head(text));
        (!mentions.is_empty()).then(|| mentions.iter().all(|mention| mention.group.general))
    };
    claim.rate.is_some()
        && all_general(row.row.name()) == Some(true)
        && all_general(row.row.description()) != Some(false)
        && all_general(claim.clause_text()) == Some(false)
}

/// A row with the claim's number where the claim is a ceiling and no row gives it as one: 不超过100人
/// against 100名.
pub(super) fn cap_given_otherwise<'f, 's>(
    claim: &Claim<'_>,
    rows: &[&'f RowFacts<'s>],
) -> Option<&'f RowFacts<'s>> {
    let is_cap = claim.quantity().operator.is_some_and(Operator::is_ceiling);
    if !is_cap || !claim.quantity().family().is_some_and(is_count) {
        return None;
    }
    let gives_it = |row: &&&RowFacts<'_>| row.has_value_of(claim) && row.kinship(claim) > 0;
    let is_capped = |row: &RowFacts<'_>| {
        let quantities = row.row.target().map(|target| target.quantities());
        let mut operators = quantities.into_iter().flatten().map(|quantity| quantity.operator);
        operators.any(|operator| operator.is_some_and(Operator::is_ceiling))
    };
    let mut giving = rows.iter().filter(gives_it);
    let first = giving.next()?;
    (!is_capped(first) && !giving.any(|row| is_capped(row))).then_some(first)
}

/// Things of one kind are comparable whatever they are counted in; 120条 and 120台 that have nothing in
/// common but the number are not the same things.
fn same_unit(row: &RowFacts<'_>, claim: &Claim<'_>) -> bool {
    if claim.quantity().family() != Some(Family::Item) {
        return true;
    }
    let name = |quantity: &Quantity| quantity.unit.as_ref().map(|unit| unit.name.clone());
    let claimed = name(claim.quantity());
    let quantities = row.row.target().map(|target| target.quantities());
    quantities.iter().flatten().any(|own| name(own) == claimed)
}

/// 救助60户 where the rows say 40, 10 and 10; or one row of 800 where the text says 500 and 300.
///
/// Only rows that are about the claim in equal measure are parts of it: 生活救助50户 is not the 40 of its
/// own row and the 10 of 医疗救助.
fn sums_agree(claim: &Claim<'_>, rows: &[(u32, &RowFacts<'_>)], siblings: &[Claim<'_>]) -> bool {
    let family = claim.quantity().family();
    let Some(value) = claim.quantity().in_base().filter(|_| family != Some(Family::Share)) else {
        return false;
    };
    let best = rows.first().map_or(0, |(kinship, _)| *kinship);
    if best == 0 {
        // Numbers of quite other things add up to anything.
        return false;
    }
    let alike = rows.iter().take_while(|(kinship, _)| *kinship * 10 >= best * 9);
    let parts: Vec<Decimal> = alike.filter_map(|(_, row)| value_of(row)).take(10).collect();
    if subset_sums_to(&parts, value) {
        return true;
    }
    let said: Decimal = siblings
        .iter()
        .filter(|other| other.quantity().family() == family)
        .filter_map(|other| other.quantity().in_base())
        .fold(Decimal::ZERO, rust_decimal::Decimal::saturating_add);
    parts.iter().any(|part| *part == said && said > value)
}

fn value_of(row: &RowFacts<'_>) -> Option<Decimal> {
    row.row.target()?.quantity()?.in_base()
}

/// Whether two or more of the parts add up to the whole.
fn subset_sums_to(parts: &[Decimal], whole: Decimal) -> bool {
    fn reach(parts: &[Decimal], rest: Decimal, taken: usize) -> bool {
        if rest.is_zero() {
            return taken >= 2;
        }
        match parts.split_first() {
            Some((first, others)) => {
                (*first <= rest && reach(others, rest - *first, taken + 1))
                    || reach(others, rest, taken)
            }
            None => false,
        }
    }
    let positive: Vec<Decimal> =
        parts.iter().copied().filter(|part| *part > Decimal::ZERO).collect();
    reach(&positive, whole, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_two_or_more_parts() {
        let parts = [40, 10, 10].map(Decimal::from);
        assert!(subset_sums_to(&parts, Decimal::from(60)));
        assert!(subset_sums_to(&parts, Decimal::from(20)));
        assert!(!subset_sums_to(&parts, Decimal::from(40)));
        assert!(!subset_sums_to(&parts, Decimal::from(55)));
    }
}
