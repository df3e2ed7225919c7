//! An indicator as the scorer sees it, and the scheme by which it is scored.

use ground::{Day, Decimal};
use model::statement::{self, Aspect, Dimension};
use model::target::Target;
use rulebook::{Rulebook, ScoringScheme, Standing, TargetKind};
use serde::{Deserialize, Serialize};

/// An indicator with all that scoring and watching ask of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// 三级指标
    pub name: String,
    /// 一级指标
    pub dimension: Dimension,
    /// 二级指标
    #[serde(default)]
    pub aspect: Option<Aspect>,
    /// What is promised.
    pub target: Target,
    /// The target as it is written.
    pub target_text: String,
    /// The points that the statement gives it.
    #[serde(default)]
    pub weight: Option<Decimal>,
    /// The way of scoring that it names, by its identifier in the scheme.
    #[serde(default)]
    pub way: Option<String>,
    /// The day by which it is to be reached where the target names none; otherwise the end of the year.
    #[serde(default)]
    pub due: Option<Day>,
    /// What share of it is expected by the end of which month.
    #[serde(default)]
    pub curve: Vec<PlanPoint>,
    /// How its value grows.
    #[serde(default)]
    pub course: Option<Course>,
    /// The year of the plan, in which deadlines without a year lie.
    pub year: i16,
}

/// A point of a plan: what share is to be reached by the end of a month, all told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPoint {
    /// 1 to 12.
    pub month: u8,
    /// In percent.
    pub share: Decimal,
}

/// How a value grows in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// It adds up: so far this year.
    Cumulative,
    /// It stands at some height at any time: a rate, a price.
    Level,
}

/// A scoring scheme with the law that it cites.
#[derive(Clone, Copy, Debug)]
pub struct Scheme<'b> {
    /// What it says.
    pub rules: &'b ScoringScheme,
    book: &'b Rulebook,
}

impl<'b> Scheme<'b> {
    /// A scheme of this rulebook.
    pub fn new(rules: &'b ScoringScheme, book: &'b Rulebook) -> Scheme<'b> {
        Scheme { rules, book }
    }

    /// The scheme in force for a plan of `year` in the region.
    pub fn in_force(book: &'b Rulebook, year: i16, region: &str) -> Option<Scheme<'b>> {
        book.scoring(year, region).map(|rules| Scheme { rules, book })
    }

    /// The clause as it is cited; `article` empty: that of the whole scheme.
    pub(crate) fn clause(&self, article: &str) -> String {
        let reference = &self.rules.reference;
        let article = if article.is_empty() { &reference.article } else { article };
        cited(self.book, &reference.law, article, self.rules.standing)
    }
}

/// A law, an article of it, and how sure that is.
pub(crate) fn cited(book: &Rulebook, law: &str, article: &str, standing: Standing) -> String {
    let note = standing.note();
    let law = book.law(law).map_or_else(|| law.to_owned(), rulebook::Law::citation);
    let law = law.strip_suffix(note).unwrap_or(&law);
    let between = if law.ends_with(['》', '）']) || article.is_empty() { "" } else { "：" };
    format!("{law}{between}{article}{note}")
}

impl PlanPoint {
    /// 资金支出计划 of a statement's project; blank nodes are left out.
    pub fn plan_of(project: &statement::Project) -> Vec<PlanPoint> {
        let points = project.plan.iter().filter_map(|checkpoint| {
            Some(PlanPoint { month: checkpoint.month, share: checkpoint.share.value? })
        });
        points.collect()
    }

    /// What share of a year that is over had come together by the end of each month, from what each month brought;
    /// nothing where the whole year came to nothing.
    pub fn curve_of(months: &[Decimal; 12]) -> Vec<PlanPoint> {
        let whole = months.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(*one));
        if whole <= Decimal::ZERO {
            return Vec::new();
        }
        let mut so_far = Decimal::ZERO;
        let points = (1..).zip(months).filter_map(|(month, more)| {
            so_far = so_far.saturating_add(*more);
            let share = so_far.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
            Some(PlanPoint { month, share })
        });
        points.collect()
    }
}

impl Indicator {
    /// One of a statement of `year`; `None` where it has no target or belongs to no level.
    pub fn of(row: &statement::Indicator, year: i16) -> Option<Indicator> {
        let dimension = row.dimension().or_else(|| row.aspect().map(Aspect::dimension))?;
        let (target, text) = (row.target()?.clone(), row.target_text());
        Some(Indicator {
            aspect: row.aspect(),
            ..bare(row.name(), dimension, (target, text), year)
        })
    }

    /// One with this target, for the year of the plan.
    pub fn new(name: &str, dimension: Dimension, target: &str, year: i16) -> Indicator {
        bare(name, dimension, (Target::parse(target), target), year)
    }

    /// Whether it measures cost, under either tree.
    pub fn is_cost(&self) -> bool {
        use Aspect::{Cost, EcologicalCost, EconomicCost, SocialCost};
        let by_aspect =
            matches!(self.aspect, Some(Cost | EconomicCost | SocialCost | EcologicalCost));
        by_aspect || self.dimension == Dimension::Cost
    }

    /// Its target as printed in sentences.
    pub(crate) fn promised(&self) -> &str {
        self.target_text.trim()
    }
}

/// One of which nothing more is said than its target, as meant and as written.
fn bare(name: &str, dimension: Dimension, (target, text): (Target, &str), year: i16) -> Indicator {
    Indicator {
        name: name.to_owned(),
        dimension,
        aspect: None,
        target,
        target_text: text.to_owned(),
        weight: None,
        way: None,
        due: None,
        curve: Vec::new(),
        course: None,
        year,
    }
}

/// The key of a first level in schemes.
pub(crate) fn dimension_key(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Cost => "cost",
        Dimension::Output => "output",
        Dimension::Benefit => "benefit",
        Dimension::Satisfaction => "satisfaction",
    }
}

/// The Chinese name of a first level.
pub(crate) fn dimension_name(key: &str) -> &'static str {
    match key {
        "cost" => "成本指标",
        "output" => "产出指标",
        "benefit" => "效益指标",
        _ => "满意度指标",
    }
}

/// The key of a second level in schemes.
pub fn aspect_key(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Quantity => "quantity",
        Aspect::Quality => "quality",
        Aspect::Timeliness => "timeliness",
        Aspect::Cost => "cost",
        Aspect::EconomicCost => "economic_cost",
        Aspect::SocialCost => "social_cost",
        Aspect::EcologicalCost => "ecological_cost",
        Aspect::Economic => "economic",
        Aspect::Social => "social",
        Aspect::Ecological => "ecological",
        Aspect::Sustainability => "sustainability",
        Aspect::Satisfaction => "satisfaction",
    }
}

/// The kind of a target; `None` for one of several parts.
pub(crate) fn kind_of(target: &Target) -> Option<TargetKind> {
    match target {
        Target::Quantity(_) => Some(TargetKind::Quantity),
        Target::Rate(_) => Some(TargetKind::Rate),
        Target::Duration(_) => Some(TargetKind::Duration),
        Target::Deadline(_) => Some(TargetKind::Deadline),
        Target::Qualitative => Some(TargetKind::Qualitative),
        Target::Compound { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf<T>(value: Option<T>) -> statement::Leaf<T> {
        statement::Leaf::new(ground::Words::default(), value)
    }

    #[test]
    fn rows_and_plans_of_a_statement_are_taken_over() {
        let row = statement::Indicator {
            aspect: Some(leaf(Some(Aspect::EconomicCost))),
            target: Some(leaf(Some(Target::parse("≤5万元")))),
            ..statement::Indicator::default()
        };
        let indicator = Indicator::of(&row, 2025).unwrap();
        assert_eq!((indicator.dimension, indicator.is_cost()), (Dimension::Cost, true));
        assert_eq!(Indicator::of(&statement::Indicator::default(), 2025), None);
        let point = |month, share: Option<i64>| statement::Checkpoint {
            month,
            label: ground::Words::default(),
            share: leaf(share.map(Decimal::from)),
        };
        let project = statement::Project {
            plan: vec![point(3, None), point(6, Some(100))],
            ..statement::Project::default()
        };
        let expected = [PlanPoint { month: 6, share: Decimal::ONE_HUNDRED }];
        assert_eq!(PlanPoint::plan_of(&project), expected);
    }

    #[test]
    fn a_curve_ends_with_all_and_refunds_bring_it_back() {
        let mut months = [Decimal::ZERO; 12];
        assert!(PlanPoint::curve_of(&months).is_empty());
        (months[1], months[5], months[10]) = (Decimal::ONE, Decimal::TWO, -Decimal::ONE);
        let curve = PlanPoint::curve_of(&months);
        let shares: Vec<String> = curve.iter().map(|one| one.share.to_string()).collect();
        let expected =
            ["0", "50", "50", "50", "50", "150", "150", "150", "150", "150", "100", "100"];
        assert_eq!(shares, expected);
        assert_eq!((curve[0].month, curve[11].month), (1, 12));
        months[10] = Decimal::from(-4);
        assert!(PlanPoint::curve_of(&months).is_empty(), "less than nothing has no shares");
    }

    #[test]
    fn keys_are_those_of_the_model() {
        for dimension in
            [Dimension::Cost, Dimension::Output, Dimension::Benefit, Dimension::Satisfaction]
        {
            let written = serde_json::to_value(dimension).unwrap();
            assert_eq!(written, dimension_key(dimension));
        }
        for aspect in [
            Aspect::Quantity,
            Aspect::Quality,
            Aspect::Timeliness,
            Aspect::Cost,
            Aspect::EconomicCost,
            Aspect::SocialCost,
            Aspect::EcologicalCost,
            Aspect::Economic,
            Aspect::Social,
            Aspect::Ecological,
            Aspect::Sustainability,
            Aspect::Satisfaction,
        ] {
            assert_eq!(serde_json::to_value(aspect).unwrap(), aspect_key(aspect));
        }
    }
}
