//! IND004: an indicator under an aspect that measures something else.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::{Operator, Quantity};
use model::statement::{Aspect, Dimension};
use model::target::Target;
use model::time::{Part, When, moments};
use model::unit::Family;
use rulebook::WordList;

use crate::row::{Row, is_count, rows};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND004"),
        name: "aspect_misplaced",
        title: "指标放错了类别",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "产出指标分数量、质量、时效、成本" },
            LegalRef { law: "caiyu-2021-101", article: "指标设置" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind004_aspect_misplaced.md"),
    check,
};

/// Why an indicator stands in the wrong place, and where it belongs.
struct Fault {
    why: &'static str,
    help: &'static str,
    /// Whether the target shows it, else the name does.
    in_target: bool,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(fault) = fault(&row) else { continue };
        let words = if fault.in_target { row.target_words() } else { row.indicator.name.as_ref() };
        let (Some(words), Some(aspect)) = (words, &row.indicator.aspect) else { continue };
        let (name, target) = (row.indicator.name(), row.indicator.target_text());
        let message =
            format!("“{name}”（{target}）{}，却放在“{}”里", fault.why, aspect.text());
        findings.push(RULE.info.finding(words.at, message).help(fault.help));
    }
}

fn fault(row: &Row<'_>) -> Option<Fault> {
    let name = crate::wording::without_remark(row.indicator.name());
    let satisfaction = name.ends_with("满意度") || name.ends_with("满意率");
    if satisfaction && row.indicator.dimension() == Some(Dimension::Output) {
        return Some(of_name("衡量满意程度", "移到满意度指标"));
    }
    match row.indicator.aspect()? {
        Aspect::Quantity => quantity(row, name),
        Aspect::Quality => quality(row),
        Aspect::Timeliness => timeliness(row),
        Aspect::Cost | Aspect::EconomicCost => cost(row),
        _ => None,
    }
}

fn of_name(why: &'static str, help: &'static str) -> Fault {
    Fault { why, help, in_target: false }
}

fn of_target(why: &'static str, help: &'static str) -> Fault {
    Fault { why, help, in_target: true }
}

fn quantity(row: &Row<'_>, name: &str) -> Option<Fault> {
    if is_late(row) {
        return Some(of_timeliness(row));
    }
    if row.name_ends_in(WordList::QualityRate) {
        return Some(of_name("衡量做得好不好", "移到质量指标；数量指标写完成多少"));
    }
    let input = row.book().ending(WordList::InputOrState, name)?;
    let money = row.target()?.quantity().is_some_and(|q| q.family() == Some(Family::Money));
    let help = "投入和现状不是产出：数量指标写项目做出来的事，例如发放人次、培训人数、维修面积";
    (input.word == name || money).then(|| of_name("是投入或现状，不是项目的产出", help))
}

fn quality(row: &Row<'_>) -> Option<Fault> {
    if is_late(row) {
        return Some(of_timeliness(row));
    }
    let quantities = row.target()?.quantities();
    let limits = quantities.iter().any(|quantity| {
        quantity.value.is_zero() || quantity.operator.is_some_and(Operator::is_ceiling)
    });
    let exempt = limits
        || row.says(WordList::QualityCount)
        || row.book().has(WordList::QualityCount, row.indicator.target_text());
    (row.counts() && !exempt).then(|| {
        of_target("数的是多少", "移到数量指标；质量指标写合格率、达标率等做得好不好")
    })
}

fn timeliness(row: &Row<'_>) -> Option<Fault> {
    let satisfied = row.name_ends_in(WordList::QualityRate);
    if satisfied {
        return Some(of_name("衡量做得好不好", "移到质量指标；时效指标写完成时间或及时率"));
    }
    let quantities = row.target()?.quantities();
    let amount = |quantity: &&Quantity| {
        let family = quantity.family();
        let of_amount = family.is_some_and(is_count)
            || matches!(family, Some(Family::Money | Family::Area | Family::Length | Family::Mass));
        of_amount && !quantity.per.iter().any(|per| per.family == Family::Duration)
    };
    let rhythm = moments(row.indicator.target_text());
    let only_amounts = !quantities.is_empty()
        && quantities.iter().all(amount)
        && row.target()?.deadline().is_none()
        && rhythm.is_empty();
    only_amounts.then(|| {
        of_target("数的是多少", "移到数量指标或成本指标；时效指标写完成时间、期限或及时率")
    })
}

fn cost(row: &Row<'_>) -> Option<Fault> {
    let misplaced = match row.target()? {
        Target::Deadline(_) => true,
        Target::Quantity(quantity) => {
            quantity.family().is_some_and(is_count)
                && !quantity.is_per()
                && !quantity.unit.as_ref().is_some_and(|unit| unit.name.ends_with(['天', '日']))
        }
        _ => false,
    };
    misplaced.then(|| {
        of_target("不是花费", "移到相应的数量或时效指标；成本指标写金额、单位成本或成本控制率")
    })
}

fn of_timeliness(row: &Row<'_>) -> Fault {
    let by_target = !row.name_ends_in(WordList::TimelinessName);
    Fault {
        why: "衡量时间早晚",
        help: "移到时效指标",
        in_target: by_target,
    }
}

/// Whether it measures when: by the end of its name, or by a target that is a day and nothing else.
fn is_late(row: &Row<'_>) -> bool {
    let by_name = row.name_ends_in(WordList::TimelinessName);
    let by_target = match row.target() {
        Some(Target::Deadline(deadline)) => {
            !matches!(deadline.when, When::Year { part: Part::Whole, .. })
        }
        _ => false,
    };
    by_name || by_target
}
