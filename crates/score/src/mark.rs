//! The mark of one indicator, with its reason.

use std::fmt;

use ground::Decimal;
use model::actual::Actual;
use model::target::Target;
use rulebook::{Compound, Way};
use serde::Serialize;

use crate::completion::{bare, shown, target_said};
use crate::fraction::{half_up, in_parts};
use crate::indicator::{Indicator, Scheme, dimension_key, kind_of};
use crate::said::{Notice, Refusal};
use crate::ways;

/// A mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// The points.
    pub points: Decimal,
    /// Full points.
    pub of: Decimal,
    /// How it came out.
    pub outcome: Outcome,
    /// Why.
    pub because: Because,
    /// What to look at.
    pub notices: Vec<Notice>,
    /// The marks of a target's parts.
    pub parts: Vec<Mark>,
}

/// How a mark came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The target is fulfilled.
    Reached,
    /// It is not, or not wholly.
    Short,
    /// Nothing was given.
    Missing,
    /// It cannot be scored as it stands.
    Refused,
}

/// Why a mark is what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because {
    /// The way of scoring.
    pub way: String,
    /// The target.
    pub target: String,
    /// The value.
    pub actual: String,
    /// What was found, in words: 完成率96.00%, 逾期3天.
    pub finding: String,
    /// The formula with its numbers.
    pub formula: String,
    /// The clause that says so.
    pub clause: String,
    /// Why it cannot be scored, if so.
    pub refusal: Option<Refusal>,
}

/// What a way of scoring makes of a value.
pub(crate) struct Found {
    pub(crate) outcome: Outcome,
    /// Not yet rounded.
    pub(crate) points: Decimal,
    pub(crate) finding: String,
    pub(crate) formula: String,
    pub(crate) notices: Vec<Notice>,
}

/// Marks a value: `of` points are to be had.
///
/// A value that cannot be compared gets no points and says what to do; one that is missing gets none and says so.
pub fn mark(indicator: &Indicator, actual: &Actual, of: Decimal, scheme: Scheme<'_>) -> Mark {
    let whole = scheme.rules.points;
    if of.is_sign_negative() && !of.is_zero() || of > whole {
        let refusal = Refusal::Weight { weight: bare(of), most: bare(whole) };
        return refused(indicator, actual, Decimal::ZERO, "", refusal);
    }
    if let Target::Compound { parts } = &indicator.target {
        return compound(indicator, parts, actual, of, scheme);
    }
    let way = match way_of(indicator, scheme) {
        Ok(way) => way,
        Err(refusal) => return refused(indicator, actual, of, "", refusal),
    };
    let clause = scheme.clause(&way.article);
    if actual.is_missing() {
        return missing(indicator, of, &way.title, clause);
    }
    match ways::apply(way, indicator, actual, of, scheme) {
        Err(refusal) => Mark {
            because: Because { clause, ..because_refused(indicator, actual, &way.title, refusal) },
            ..blank(of, Outcome::Refused)
        },
        Ok(found) => {
            let points = half_up(found.points, scheme.rules.decimals);
            let because = Because {
                way: way.title.clone(),
                target: target_said(&indicator.target, &indicator.target_text),
                actual: shown(actual),
                finding: found.finding,
                formula: found.formula,
                clause,
                refusal: None,
            };
            let notices = found.notices;
            Mark {
                points: points.clamp(Decimal::ZERO, of),
                because,
                notices,
                ..blank(of, found.outcome)
            }
        }
    }
}

/// The way of scoring that counts for an indicator: its own, or the first that fits.
fn way_of<'b>(indicator: &Indicator, scheme: Scheme<'b>) -> Result<&'b Way, Refusal> {
    let Some(kind) = kind_of(&indicator.target) else {
        return Err(Refusal::WrongWay { way: "多项指标".into() });
    };
    if let Some(id) = &indicator.way {
        let chosen = scheme.rules.way(id).filter(|way| way.can_score(kind));
        return chosen.ok_or_else(|| Refusal::WrongWay { way: id.clone() });
    }
    let key = dimension_key(indicator.dimension);
    let fitting = scheme.rules.ways.iter().find(|way| way.fits(kind, key));
    fitting.ok_or_else(|| Refusal::WrongWay { way: scheme.rules.title.clone() })
}

/// Every part is marked for itself.
fn compound(
    indicator: &Indicator,
    targets: &[Target],
    actual: &Actual,
    of: Decimal,
    scheme: Scheme<'_>,
) -> Mark {
    let values = match actual {
        Actual::Parts { parts } => parts.as_slice(),
        Actual::Missing => &[],
        _ => {
            let wanted = format!("{}项各自的完成值", targets.len());
            let target = indicator.target_text.trim().to_owned();
            let refusal = Refusal::OtherKind { target, wanted };
            return refused(indicator, actual, of, "多项指标", refusal);
        }
    };
    let parts = part_marks(indicator, targets, values, of, scheme);
    let outcome = worst(&parts);
    let sum: Decimal = parts.iter().map(|part| part.points).sum();
    let all = scheme.rules.compound == Compound::All;
    let points = if all && outcome != Outcome::Reached { Decimal::ZERO } else { sum };
    let adds: Vec<String> = parts.iter().map(|part| part.points.to_string()).collect();
    let formula = if all && points.is_zero() {
        "0分（须全部完成才得分）".into()
    } else {
        format!("{}＝{points}分", adds.join("＋"))
    };
    let refusal = parts.iter().find_map(|part| part.because.refusal.clone());
    let mut finding = format!("共{}项，完成{}项", parts.len(), reached_count(&parts));
    if let Some(refusal) = &refusal {
        finding.push_str(&format!("，其中有的不能计分（{refusal}）"));
    }
    let because = Because {
        way: if all {
            "各项全部完成才得分".into()
        } else {
            "各项平分分值，分别计分".into()
        },
        target: target_said(&indicator.target, &indicator.target_text),
        actual: shown(actual),
        finding,
        formula,
        clause: scheme.clause(""),
        refusal,
    };
    let notices = parts.iter().flat_map(|part| part.notices.clone()).collect();
    Mark { points, of, outcome, because, notices, parts }
}

/// The marks of the parts, which share the points.
fn part_marks(
    indicator: &Indicator,
    targets: &[Target],
    values: &[Actual],
    of: Decimal,
    scheme: Scheme<'_>,
) -> Vec<Mark> {
    let shares = in_parts(of, targets.len(), scheme.rules.decimals);
    let mut parts: Vec<Mark> = Vec::with_capacity(targets.len());
    for (nth, target) in targets.iter().enumerate() {
        let part = Indicator {
            target: target.clone(),
            target_text: part_text(target),
            way: None,
            ..indicator.clone()
        };
        let share = shares.get(nth).copied().unwrap_or_default();
        parts.push(mark(&part, values.get(nth).unwrap_or(&Actual::Missing), share, scheme));
    }
    parts
}

fn reached_count(parts: &[Mark]) -> usize {
    parts.iter().filter(|part| part.outcome == Outcome::Reached).count()
}

/// A part that cannot be scored counts before one that is missing, that before one that falls short.
fn worst(parts: &[Mark]) -> Outcome {
    let order = [Outcome::Refused, Outcome::Missing, Outcome::Short];
    let found = order.into_iter().find(|outcome| parts.iter().any(|part| part.outcome == *outcome));
    found.unwrap_or(Outcome::Reached)
}

fn part_text(target: &Target) -> String {
    match target {
        Target::Deadline(_) => "时限".into(),
        other => other.quantity().map_or_else(String::new, ToString::to_string),
    }
}

fn missing(indicator: &Indicator, of: Decimal, way: &str, clause: String) -> Mark {
    let because = Because {
        way: way.to_owned(),
        target: target_said(&indicator.target, &indicator.target_text),
        actual: "未提供".into(),
        finding: "没有提供完成值".into(),
        formula: "0分（未提供）".into(),
        clause,
        refusal: None,
    };
    Mark { because, ..blank(of, Outcome::Missing) }
}

fn refused(
    indicator: &Indicator,
    actual: &Actual,
    of: Decimal,
    way: &str,
    refusal: Refusal,
) -> Mark {
    Mark {
        because: because_refused(indicator, actual, way, refusal),
        ..blank(of, Outcome::Refused)
    }
}

fn because_refused(indicator: &Indicator, actual: &Actual, way: &str, refusal: Refusal) -> Because {
    Because {
        way: way.to_owned(),
        target: target_said(&indicator.target, &indicator.target_text),
        actual: shown(actual),
        finding: refusal.to_string(),
        formula: String::new(),
        clause: String::new(),
        refusal: Some(refusal),
    }
}

/// No points yet, and no reason.
pub(crate) fn blank(of: Decimal, outcome: Outcome) -> Mark {
    let empty = String::new;
    let because = Because {
        way: empty(),
        target: empty(),
        actual: empty(),
        finding: empty(),
        formula: empty(),
        clause: empty(),
        refusal: None,
    };
    Mark { points: Decimal::ZERO, of, outcome, because, notices: Vec::new(), parts: Vec::new() }
}

impl Mark {
    /// Whether the form wants a reason for it: 偏差原因分析及改进措施.
    pub fn wants_reason(&self) -> bool {
        self.outcome != Outcome::Reached
    }
}

/// One Chinese sentence.
impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(refusal) = &self.refusal
            && self.formula.is_empty()
        {
            return write!(f, "暂不能计分：{refusal}。");
        }
        let Because { way, target, actual, finding, .. } = self;
        let is_short = target.chars().any(|c| c.is_ascii_digit()) && !target.contains('，');
        if is_short {
            write!(f, "{way}：指标值{target}，实际{actual}，{finding}")?;
        } else {
            write!(f, "{way}：指标值“{target}”，实际{actual}，{finding}")?;
        }
        if !self.formula.is_empty() {
            write!(f, "；得分＝{}", self.formula)?;
        }
        if !self.clause.is_empty() {
            write!(f, "。依据：{}", self.clause)?;
        }
        f.write_str("。")
    }
}
