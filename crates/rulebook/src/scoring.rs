//! How a year is scored: full points, ways of scoring, grades, by year and region.

use ground::{Day, Decimal};
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{Entry, Misplaced, local};
use crate::schemes::Grade;

/// A scoring scheme, a file of `data/scoring/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoringScheme {
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
    /// `CN`, or first digits of region codes, where it is used; empty: only where it is asked for by name.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is printed beside every mark made by it.
    pub note: String,
    /// Full points of everything, execution included.
    pub points: Decimal,
    /// Decimal places of every mark, rounded half up, once, at its end.
    pub decimals: u32,
    /// How the points of a first level are spread where the statement gives none.
    pub spread: Spread,
    /// How a target of several parts is marked.
    pub compound: Compound,
    /// How budget execution is marked.
    pub execution: ExecutionRule,
    /// How far a value counts that misses a limit or a fixed number.
    pub completion: CompletionRule,
    /// What follows where far more was reached than promised.
    pub beyond: BeyondRule,
    /// Points of the first levels; the first layout that knows every level of the project counts.
    pub weights: Vec<WeightLayout>,
    /// Ways of scoring; the first that fits counts, unless the indicator names its own.
    pub ways: Vec<Way>,
    /// The grades, the best first, each from its least points on, these included; none where no grade is given.
    #[serde(default)]
    pub grades: Vec<Grade>,
}

/// How points are spread within a first level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Equally over its second levels, then equally within each.
    Aspects,
    /// Equally over all its indicators.
    Indicators,
}

/// How a target of several parts is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compound {
    /// Each part has an equal share of the points.
    Each,
    /// Every part must be reached; otherwise nothing.
    All,
}

/// How budget execution is marked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecutionRule {
    /// Full points.
    pub points: Decimal,
    /// Shares by the rate of execution; none: in proportion to it.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Share of the points in percent where there is no budget.
    pub without_budget: Decimal,
    /// Below this rate in percent a reason must be given.
    #[serde(default)]
    pub explain_below: Option<Decimal>,
    /// Its clause; empty: that of the scheme.
    #[serde(default)]
    pub article: String,
}

/// How far a value counts that misses a limit or a fixed number.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletionRule {
    /// Over a limit (≤).
    pub ceiling: Excess,
    /// Over a fixed number (＝) or a range.
    pub equal: Excess,
}

/// How far a value counts that is over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Excess {
    /// Limit ÷ value.
    Inverse,
    /// Falling evenly to nothing at twice the limit.
    Linear,
    /// Not at all.
    Zero,
    /// As reached.
    Full,
}

/// What follows where far more was reached than promised.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeyondRule {
    /// From this completion in percent on, these included, the target looks set too low.
    pub warn_from: Decimal,
    /// Where the scheme takes points for it.
    #[serde(default)]
    pub deduct: Option<BeyondDeduction>,
    /// Its clause; empty: that of the scheme.
    #[serde(default)]
    pub article: String,
}

/// One percent of the points for every percent of completion above a bound.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeyondDeduction {
    /// The bound in percent.
    pub above: Decimal,
    /// The least share of the points that remains, in percent.
    pub down_to: Decimal,
}

/// Points of the first levels.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightLayout {
    /// Name for people.
    pub title: String,
    /// Its clause; empty: that of the scheme.
    #[serde(default)]
    pub article: String,
    /// The groups, which share what execution leaves.
    pub groups: Vec<WeightGroup>,
}

/// First levels that share points.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightGroup {
    /// Keys of the first levels, as the model's `Dimension` is written in JSON.
    pub dimensions: Vec<String>,
    /// Their points together.
    pub points: Decimal,
    /// The first level that takes them where the project has none of these.
    #[serde(default)]
    pub absent_to: String,
}

/// What kind of target a way of scoring is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// ≥500人
    Quantity,
    /// ≥90%
    Rate,
    /// ≤5个工作日
    Duration,
    /// 6月底前
    Deadline,
    /// 有所提高
    Qualitative,
}

/// A way of scoring.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Its name within the scheme, by which an indicator may choose it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Kinds of targets that it is for; empty: only where an indicator chooses it.
    #[serde(default)]
    pub targets: Vec<TargetKind>,
    /// First levels that it is for; empty: all.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// What it does.
    pub rule: WayRule,
    /// Its clause; empty: that of the scheme.
    #[serde(default)]
    pub article: String,
}

/// What a way of scoring does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum WayRule {
    /// 直接赋分: reached, all points; not reached, none.
    Direct {},
    /// 按完成比例赋分, with or without a pass line.
    Proportion {
        /// Completion in percent below which there is nothing.
        #[serde(default)]
        pass: Option<Decimal>,
        /// What counts from the pass line on.
        #[serde(default)]
        above_pass: AbovePass,
    },
    /// 分档赋分: shares of the points by bands.
    Bands {
        /// What the bands are of.
        of: BandsOf,
        /// The bands, the highest first.
        bands: Vec<Band>,
    },
    /// 评判等级: shares by the level that was judged.
    Levels {
        /// The levels, the best first.
        levels: Vec<LevelBand>,
    },
    /// Shares by days after the deadline.
    Days {
        /// The bands, the shortest delay first; in time is all, later than the last is nothing.
        late: Vec<LateBand>,
    },
}

/// What counts from a pass line on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbovePass {
    /// (completion − pass) ÷ (1 − pass)
    #[default]
    Rescaled,
    /// The completion itself.
    Plain,
}

/// What bands are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandsOf {
    /// Value against target, in percent.
    Completion,
    /// The value itself, in percent, whatever the target is.
    Value,
}

/// A band, closed below.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From this many percent on, these included.
    pub from: Decimal,
    /// Share of the points, in percent.
    pub share: Decimal,
}

/// A level of judgement with the shares that it allows: from the lower bound, included, to the upper, not included
/// but for the best.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelBand {
    /// `reached`, `partly` or `missed`, as the model's `Level` is written in JSON.
    pub level: String,
    /// Name for people.
    pub name: String,
    /// Least share in percent.
    pub from: Decimal,
    /// Greatest share in percent.
    pub to: Decimal,
    /// The share where no share is stated.
    pub unless_stated: Decimal,
}

/// A delay.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateBand {
    /// Up to so many days, these included.
    pub days: i32,
    /// Share of the points, in percent.
    pub share: Decimal,
}

impl ScoringScheme {
    /// The grade of so many points; `None` where the scheme gives no grades.
    pub fn grade(&self, points: Decimal) -> Option<&Grade> {
        self.grades.iter().find(|grade| points >= grade.from).or(self.grades.last())
    }

    /// The way with this name.
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.id == id)
    }
}

impl Way {
    /// Whether it is for such targets of this first level.
    pub fn fits(&self, target: TargetKind, dimension: &str) -> bool {
        self.targets.contains(&target)
            && (self.dimensions.is_empty() || self.dimensions.iter().any(|key| key == dimension))
    }

    /// Whether such a target can be scored this way at all.
    pub fn can_score(&self, target: TargetKind) -> bool {
        match (&self.rule, target) {
            (WayRule::Levels { .. }, kind) => kind == TargetKind::Qualitative,
            (_, TargetKind::Qualitative) => false,
            (WayRule::Direct {}, _) => true,
            (WayRule::Days { .. }, kind) => kind == TargetKind::Deadline,
            (WayRule::Proportion { .. } | WayRule::Bands { .. }, kind) => {
                kind != TargetKind::Deadline
            }
        }
    }
}

impl Entry for ScoringScheme {
    const FOLDER: &'static str = "scoring";

    fn named(self, id: &str) -> ScoringScheme {
        ScoringScheme { id: id.into(), ..self }
    }

    fn misplaced(&self) -> Option<Misplaced> {
        crate::scoring_faults::of(self)
    }
}

local!(ScoringScheme);
