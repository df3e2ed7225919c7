//! The points and the grade that a score sheet gives a reviewed statement.
//!
//! A suggestion, not a judgement: the reviewer settles it. Exact decimals throughout.

use ground::{Decimal, Facet, RuleCode, Severity};
use rulebook::{Grade, Scheme, SchemeFacet, SchemeItem};

/// A finding as far as it counts for the points. Accepted findings are not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Its rule.
    pub code: RuleCode,
    /// The facet under which its rule counts.
    pub facet: Facet,
    /// How grave it is.
    pub severity: Severity,
}

/// What the score sheet says of a statement.
#[derive(Clone, Debug)]
pub struct Opinion<'s> {
    /// The facets in the order of the form.
    pub facets: Vec<FacetScore<'s>>,
    /// Points of all facets.
    pub total: Decimal,
    /// The grade that these give.
    pub grade: Option<&'s Grade>,
}

/// A facet with its points.
#[derive(Clone, Debug)]
pub struct FacetScore<'s> {
    /// The facet of the score sheet.
    pub facet: &'s SchemeFacet,
    /// Its items.
    pub items: Vec<ItemScore<'s>>,
    /// Points given.
    pub score: Decimal,
}

/// An item with its points.
#[derive(Clone, Debug)]
pub struct ItemScore<'s> {
    /// The item of the score sheet.
    pub item: &'s SchemeItem,
    /// Numbers of the charges that count here.
    pub charges: Vec<usize>,
    /// Points given, never below zero.
    pub score: Decimal,
}

/// Scores the charges by the sheet.
pub fn score<'s>(scheme: &'s Scheme, charges: &[Charge]) -> Opinion<'s> {
    let facets: Vec<FacetScore<'s>> =
        scheme.facets.iter().map(|facet| facet_score(scheme, facet, charges)).collect();
    let total = facets.iter().map(|facet| facet.score).sum();
    Opinion { total, grade: scheme.grade(total), facets }
}

fn facet_score<'s>(
    scheme: &'s Scheme,
    facet: &'s SchemeFacet,
    charges: &[Charge],
) -> FacetScore<'s> {
    let items: Vec<ItemScore<'s>> = facet
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let own = charges.iter().enumerate().filter(|(_, charge)| {
                charge.facet == facet.facet && facet.item(charge.code) == Some(at)
            });
            let (numbers, own): (Vec<usize>, Vec<Charge>) = own.unzip();
            let score = (item.points - lost(scheme, &own)).max(Decimal::ZERO);
            ItemScore { item, charges: numbers, score }
        })
        .collect();
    let score = items.iter().map(|item| item.score).sum();
    FacetScore { facet, items, score }
}

/// What the charges of one item cost, each rule no more than the sheet allows.
fn lost(scheme: &Scheme, charges: &[Charge]) -> Decimal {
    let mut codes: Vec<RuleCode> = charges.iter().map(|charge| charge.code).collect();
    codes.sort();
    codes.dedup();
    let of_rule = |code: RuleCode| -> Decimal {
        let own = charges.iter().filter(|charge| charge.code == code);
        own.map(|charge| scheme.deductions.of(charge.severity)).sum()
    };
    let at_most = scheme.deductions.same_rule_at_most;
    codes.into_iter().map(|code| of_rule(code).min(at_most)).sum()
}

#[cfg(test)]
mod tests {
    use rulebook::Rulebook;

    use super::*;

    const FACETS: [Facet; 4] = Facet::ALL;

    fn charge(number: usize, facet: Facet, severity: Severity) -> Charge {
        let code = format!("ZZZ{number:03}").parse().unwrap();
        Charge { code, facet, severity }
    }

    /// So many warnings, each of another rule, dealt to the facets in turn.
    fn warnings(count: usize) -> Vec<Charge> {
        let facets = FACETS.iter().cycle();
        (0..count).zip(facets).map(|(n, facet)| charge(n, *facet, Severity::Warning)).collect()
    }

    fn graded(charges: &[Charge]) -> (String, String) {
        let rulebook = Rulebook::embedded().unwrap();
        let scheme = rulebook.scheme(2026, "990321").unwrap();
        let opinion = score(scheme, charges);
        let sum: Decimal = opinion.facets.iter().map(|facet| facet.score).sum();
        assert_eq!(sum, opinion.total);
        (opinion.total.to_string(), opinion.grade.unwrap().name.clone())
    }

    #[test]
    fn grades_at_their_bounds() {
        let cases = [
            (0, "100", "优"),
            (10, "90", "优"),
            (11, "89", "良"),
            (20, "80", "良"),
            (21, "79", "中"),
            (40, "60", "中"),
        ];
        for (count, total, grade) in cases {
            assert_eq!(graded(&warnings(count)), (total.into(), grade.into()), "{count}");
        }
        let mut charges = warnings(40);
        charges.push(charge(100, Facet::Relevance, Severity::Warning));
        assert_eq!(graded(&charges), ("59".into(), "差".into()));
    }

    #[test]
    fn an_item_never_falls_below_zero_and_notes_are_free() {
        let errors: Vec<Charge> =
            (0..30).map(|n| charge(n, Facet::Feasibility, Severity::Error)).collect();
        assert_eq!(graded(&errors), ("90".into(), "优".into()));
        let notes: Vec<Charge> =
            (0..30).map(|n| charge(n, Facet::Feasibility, Severity::Note)).collect();
        assert_eq!(graded(&notes).0, "100");
    }

    #[test]
    fn one_rule_costs_no_more_than_the_sheet_allows() {
        let same = vec![charge(1, Facet::Relevance, Severity::Error); 9];
        assert_eq!(graded(&same).0, "96");
    }
}
