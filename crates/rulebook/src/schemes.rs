//! How a reviewed statement is scored and graded, by year and region.

use ground::{Day, Decimal, Facet, RuleCode, Severity};
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{Entry, local};

/// A score sheet, a file of `data/schemes/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// First plan year.
    pub from: i16,
    /// Last plan year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is printed beside every score made by it.
    pub note: String,
    /// What a finding costs.
    pub deductions: Deductions,
    /// The facets in the order of the form.
    pub facets: Vec<SchemeFacet>,
    /// The grades, the best first.
    pub grades: Vec<Grade>,
}

/// What a finding costs in its item, in points.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deductions {
    /// Each error.
    pub error: Decimal,
    /// Each warning.
    pub warning: Decimal,
    /// Each note.
    pub note: Decimal,
    /// All findings of one rule together cost no more than this.
    pub same_rule_at_most: Decimal,
}

/// A facet of the form with its points.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemeFacet {
    /// Which facet.
    pub facet: Facet,
    /// Full points.
    pub points: Decimal,
    /// Its items, which share the points.
    pub items: Vec<SchemeItem>,
}

/// A line of the form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemeItem {
    /// Its name.
    pub title: String,
    /// Full points.
    pub points: Decimal,
    /// What the reviewer is to look at.
    pub checks: Vec<String>,
    /// Codes or families that count here; the one item without any takes all others of the facet.
    pub codes: Vec<String>,
}

/// A grade.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// 优, 良, 中, 差
    pub name: String,
    /// Least points for it, these included.
    pub from: Decimal,
    /// What follows from it.
    pub follows: String,
}

impl Scheme {
    /// The grade of so many points.
    pub fn grade(&self, points: Decimal) -> Option<&Grade> {
        self.grades.iter().find(|grade| points >= grade.from).or(self.grades.last())
    }

    /// Full points of all facets.
    pub fn points(&self) -> Decimal {
        self.facets.iter().map(|facet| facet.points).sum()
    }
}

impl Deductions {
    /// What one finding of this severity costs.
    pub fn of(&self, severity: Severity) -> Decimal {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

impl SchemeFacet {
    /// The item under which findings of this code count: the longest name wins, then the item that
    /// takes the rest.
    pub fn item(&self, code: RuleCode) -> Option<usize> {
        let fit = |item: &SchemeItem| {
            let fits = item.codes.iter().filter(|name| code.as_str().starts_with(name.as_str()));
            fits.map(String::len).max()
        };
        let named = self.items.iter().enumerate().filter_map(|(at, item)| Some((fit(item)?, at)));
        let best = named.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at)));
        let rest = || self.items.iter().position(|item| item.codes.is_empty());
        best.map(|(_, at)| at).or_else(rest)
    }
}

impl Entry for Scheme {
    const FOLDER: &'static str = "schemes";

    fn named(self, id: &str) -> Scheme {
        Scheme { id: id.into(), ..self }
    }

    fn fault(&self) -> Option<String> {
        fault(self)
    }
}

local!(Scheme);

/// What does not add up in a scheme.
fn fault(scheme: &Scheme) -> Option<String> {
    if scheme.points() != Decimal::from(100) {
        return Some(format!("各方面分值合计为{}，应为100", scheme.points()));
    }
    for facet in &scheme.facets {
        let sum: Decimal = facet.items.iter().map(|item| item.points).sum();
        let label = facet.facet.label();
        if sum != facet.points {
            return Some(format!("{label}各项分值合计为{sum}，应为{}", facet.points));
        }
        if facet.items.iter().filter(|item| item.codes.is_empty()).count() != 1 {
            return Some(format!("{label}应当恰有一项不列代码，收其余各条"));
        }
    }
    let descends = scheme.grades.is_sorted_by(|better, worse| better.from > worse.from);
    let reaches_zero = scheme.grades.last().is_some_and(|last| last.from.is_zero());
    (!descends || !reaches_zero).then(|| "等级应当从高到低，最低一档从0分起".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use crate::entries::load;

    fn scheme() -> Scheme {
        Rulebook::embedded().unwrap().scheme(2026, "990321").unwrap().clone()
    }

    #[test]
    fn cut_offs_are_closed_below() {
        let scheme = scheme();
        let cases = [
            ("100", "优"),
            ("90", "优"),
            ("89.9", "良"),
            ("80", "良"),
            ("79.99", "中"),
            ("60", "中"),
        ];
        for (points, name) in cases.into_iter().chain([("59.5", "差"), ("0", "差")]) {
            assert_eq!(scheme.grade(points.parse().unwrap()).unwrap().name, name, "{points}");
        }
    }

    #[test]
    fn codes_find_their_item() {
        let scheme = scheme();
        let completeness = &scheme.facets[0];
        assert_eq!(completeness.item(RuleCode::new("FRM001")), Some(0));
        assert_eq!(completeness.item(RuleCode::new("ZZZ001")), Some(1));
    }

    #[test]
    fn a_scheme_that_does_not_add_up_is_refused() {
        let text = include_str!("../../../data/schemes/review-2015.toml");
        let wrong = text.replacen("points = \"15\"", "points = \"14\"", 1);
        let error = load::<Scheme>(&[("schemes/x.toml", wrong.as_str())]).unwrap_err().to_string();
        assert!(error.contains("应为30"), "{error}");
        let wrong = text.replacen("from = \"80\"", "from = \"95\"", 1);
        assert!(load::<Scheme>(&[("schemes/x.toml", wrong.as_str())]).is_err());
    }
}
