//! The ways of scoring: what each makes of a value.

use ground::Decimal;
use model::actual::{Actual, Level};
use model::quantity::Quantity;
use model::target::Target;
use rulebook::{AbovePass, Band, BandsOf, LateBand, LevelBand, Way, WayRule};

use crate::completion::{Completion, bare, completion};
use crate::fraction::{Fraction, half_up};
use crate::indicator::{Indicator, Scheme};
use crate::mark::{Found, Outcome};
use crate::said::{Notice, NoticeKind, Refusal};

/// What the way makes of a value that is there.
pub(crate) fn apply(
    way: &Way,
    indicator: &Indicator,
    actual: &Actual,
    of: Decimal,
    scheme: Scheme<'_>,
) -> Result<Found, Refusal> {
    match (&way.rule, &indicator.target) {
        (WayRule::Levels { levels }, _) => judged(levels, indicator, actual, of, scheme),
        (WayRule::Days { late }, Target::Deadline(_)) => timed(late, indicator, actual, of, scheme),
        (WayRule::Direct {}, Target::Deadline(_)) => timed(&[], indicator, actual, of, scheme),
        (rule, target) => match target.quantity() {
            Some(quantity) => counted(rule, indicator, quantity, actual, of, scheme),
            None => Err(Refusal::WrongWay { way: way.title.clone() }),
        },
    }
}

/// A number against a number.
fn counted(
    rule: &WayRule,
    indicator: &Indicator,
    quantity: &Quantity,
    actual: &Actual,
    of: Decimal,
    scheme: Scheme<'_>,
) -> Result<Found, Refusal> {
    let done = completion(indicator, quantity, actual, scheme.rules.completion)?;
    let places = scheme.rules.decimals;
    let outcome = if done.reached { Outcome::Reached } else { Outcome::Short };
    let finding = finding(&done);
    let mut notices = done.notices.clone();
    let (share, by) = shares(rule, &done, of);
    let (share, by) = match beyond(&done, of, scheme, &mut notices) {
        Some(less) if done.reached => less,
        _ => (share, by),
    };
    let points = share.of(of);
    let formula = formula(&by, half_up(points, places));
    Ok(Found { outcome, points, finding, formula, notices })
}

fn finding(done: &Completion) -> String {
    let rate = done.whole.map(|whole| format!("完成率{}%", whole.in_percent()));
    match (done.reached, rate) {
        (true, Some(rate)) => format!("{rate}，达到指标值"),
        (true, None) => "在指标值范围以内".into(),
        (false, Some(rate)) => rate,
        (false, None) => "超出指标值范围".into(),
    }
}

/// The share of the points, and the formula up to its result.
fn shares(rule: &WayRule, done: &Completion, of: Decimal) -> (Fraction, String) {
    let full = bare(of);
    match rule {
        WayRule::Bands { of: BandsOf::Value, bands } if done.percent.is_some() => {
            let value = Fraction::percent(done.percent.unwrap_or_default());
            banded(bands, value, &full)
        }
        WayRule::Bands { bands, .. } => banded(bands, done.share, &full),
        _ if done.reached => (Fraction::ONE, "满分".into()),
        WayRule::Proportion { pass: None, .. } => proportional(done, &full),
        WayRule::Proportion { pass: Some(pass), above_pass } => {
            let rate = done.share.in_percent();
            if !done.share.is_at_least(*pass) {
                return (Fraction::ZERO, format!("完成率{rate}%不到及格线{}%", bare(*pass)));
            }
            match above_pass {
                AbovePass::Plain => proportional(done, &full),
                AbovePass::Rescaled => {
                    let pass_said = bare(*pass);
                    let by = format!("{full}×（{rate}%－{pass_said}%）÷（100%－{pass_said}%）");
                    (done.share.above_pass(*pass), by)
                }
            }
        }
        _ => (Fraction::ZERO, "未达到指标值".into()),
    }
}

fn proportional(done: &Completion, full: &str) -> (Fraction, String) {
    if done.formula.is_empty() {
        return (done.share, "不能按比例计算".into());
    }
    (done.share, format!("{full}×{}", done.formula))
}

/// The band of a rate; its lower bound belongs to it.
pub(crate) fn banded(bands: &[Band], rate: Fraction, full: &str) -> (Fraction, String) {
    let band = bands.iter().find(|band| rate.is_at_least(band.from)).or(bands.last());
    let share = band.map_or(Decimal::ZERO, |band| band.share);
    let from = band.map_or(Decimal::ZERO, |band| band.from);
    let said = rate.in_percent();
    let by = format!("{full}×{}%（{said}%属于“{}%及以上”一档）", bare(share), bare(from));
    (Fraction::percent(share), by)
}

/// The formula with its result; without multiplication the result with its reason.
pub(crate) fn formula(by: &str, points: Decimal) -> String {
    if by.contains('×') { format!("{by}＝{points}分") } else { format!("{points}分（{by}）") }
}

/// What follows where far more was reached than promised.
fn beyond(
    done: &Completion,
    of: Decimal,
    scheme: Scheme<'_>,
    notices: &mut Vec<Notice>,
) -> Option<(Fraction, String)> {
    let rule = &scheme.rules.beyond;
    let whole = done.whole?;
    if !whole.is_at_least(rule.warn_from) {
        return None;
    }
    let rate = whole.in_percent();
    let text = format!("完成率{rate}%，远高于指标值，指标值可能定低了，请说明原因，下年调整");
    notices.push(Notice::new(NoticeKind::TargetSetLow, text));
    let deduct = rule.deduct.filter(|deduct| whole.is_at_least(deduct.above))?;
    let share = whole.less_beyond(deduct.above).or_at_least(deduct.down_to);
    let above = bare(deduct.above);
    let by = format!("{}×〔1－（{rate}%－{above}%）〕，不低于{}%", bare(of), bare(deduct.down_to));
    Some((share, by))
}

/// A judgement.
fn judged(
    levels: &[LevelBand],
    indicator: &Indicator,
    actual: &Actual,
    of: Decimal,
    scheme: Scheme<'_>,
) -> Result<Found, Refusal> {
    let Actual::Level { level, share } = actual else {
        let target = indicator.promised().to_owned();
        return Err(Refusal::OtherKind { target, wanted: "达成程度".into() });
    };
    let (key, outcome) = match level {
        Level::Reached => ("reached", Outcome::Reached),
        Level::Partly => ("partly", Outcome::Short),
        Level::Missed => ("missed", Outcome::Short),
    };
    let found = levels.iter().enumerate().find(|(_, band)| band.level == key);
    let Some((nth, band)) = found else {
        return Err(Refusal::WrongWay { way: key.into() });
    };
    let stated = share.unwrap_or(band.unless_stated);
    let best = nth == 0;
    if stated < band.from || stated > band.to || (stated == band.to && !best) {
        let end = if best { "（含）" } else { "（不含）" };
        let range = format!("在{}%（含）到{}%{end}之间", bare(band.from), bare(band.to));
        let level = band.name.clone();
        return Err(Refusal::OutsideLevel { level, range, share: bare(stated) });
    }
    let points = Fraction::percent(stated).of(of);
    let places = scheme.rules.decimals;
    let by = format!("{}×{}%", bare(of), bare(stated));
    let formula = formula(&by, half_up(points, places));
    let how = if share.is_some() { "" } else { "，未说明比例" };
    let end = if best { "" } else { "（不含）" };
    let (to, from) = (bare(band.to), bare(band.from));
    let finding = format!("评为“{}”（{to}%{end}—{from}%（含））{how}", band.name);
    Ok(Found { outcome, points, finding, formula, notices: Vec::new() })
}

/// A day against a deadline; no bands: late is nothing.
fn timed(
    late: &[LateBand],
    indicator: &Indicator,
    actual: &Actual,
    of: Decimal,
    scheme: Scheme<'_>,
) -> Result<Found, Refusal> {
    let due = match &indicator.target {
        Target::Deadline(deadline) => deadline.due(indicator.year),
        _ => None,
    };
    let due = due.or(indicator.due);
    let target = || indicator.promised().to_owned();
    let (share, outcome, finding, by) = match (actual, due) {
        (Actual::Level { level: Level::Missed, .. }, _) => {
            (Decimal::ZERO, Outcome::Short, "没有完成".to_owned(), "没有完成".to_owned())
        }
        (Actual::Level { level: Level::Reached, .. }, None) => {
            let by = "满分".to_owned();
            (Decimal::ONE_HUNDRED, Outcome::Reached, "认定为按时完成".to_owned(), by)
        }
        (Actual::Date { day }, Some(due)) if *day <= due => {
            (Decimal::ONE_HUNDRED, Outcome::Reached, "按时完成".to_owned(), "满分".to_owned())
        }
        (Actual::Date { day }, Some(due)) => {
            let days = (*day - due).get_days();
            let band = late.iter().find(|band| days <= band.days);
            let share = band.map_or(Decimal::ZERO, |band| band.share);
            let by = match band {
                Some(band) => format!("{}×{}%（逾期{}天以内）", bare(of), bare(share), band.days),
                None => "逾期".to_owned(),
            };
            (share, Outcome::Short, format!("逾期{days}天"), by)
        }
        (Actual::Date { .. }, None) => return Err(Refusal::NoDay { target: target() }),
        (_, Some(_)) => {
            return Err(Refusal::OtherKind { target: target(), wanted: "完成日期".into() });
        }
        (_, None) => {
            return Err(Refusal::OtherKind { target: target(), wanted: "达成程度".into() });
        }
    };
    let points = Fraction::percent(share).of(of);
    let formula = formula(&by, half_up(points, scheme.rules.decimals));
    Ok(Found { outcome, points, finding, formula, notices: Vec::new() })
}
