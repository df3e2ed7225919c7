//! FND001: a budget that is not the sum of its parts, or a sum that is no number.

use ground::{Decimal, Facet, Finding, Format, LegalRef, Money, RuleCode, RuleInfo, Severity};
use model::statement::{Leaf, Project};

use crate::rules::telling::project_title;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND001"),
        name: "total_differs_from_parts",
        title: "预算数不等于各项资金之和",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "合计等于分项之和" }],
        since: "0.1.0",
    },
    manual: include_str!("fnd001_total_differs_from_parts.md"),
    check,
};

type Sum = Leaf<Money>;

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (number, project) in subject.projects() {
        let budget = &project.budget;
        let named = [
            ("预算数", &budget.total),
            ("财政资金", &budget.fiscal),
            ("其他资金", &budget.other),
        ];
        let before = findings.len();
        for (label, sum) in named {
            findings.extend(sum.as_ref().and_then(|sum| unreadable(label, sum)));
        }
        if findings.len() == before {
            findings.extend(unequal(subject, number, project));
        }
    }
}

/// 待定 where a number should stand. A dash or 无 says that there is none.
fn unreadable(label: &str, sum: &Sum) -> Option<Finding> {
    if sum.value.is_some() || is_none(sum) {
        return None;
    }
    let message = format!("“{label}”填的是“{}”，读不出金额", sum.text());
    let finding = RULE.info.finding(sum.words.at, message).graded(Severity::Warning);
    Some(finding.help("只填数字，单位与表头一致；没有这项资金的填0或留空"))
}

fn is_none(sum: &Sum) -> bool {
    !sum.text().chars().any(char::is_alphanumeric) || matches!(sum.text(), "无" | "暂无")
}

fn unequal(subject: &Subject<'_>, number: usize, project: &Project) -> Option<Finding> {
    let budget = &project.budget;
    let total = budget.total.as_ref()?;
    let whole = total.value?;
    let value = |part: &Option<Sum>| part.as_ref().and_then(|sum| sum.value);
    let (fiscal, other) = (value(&budget.fiscal), value(&budget.other));
    if fiscal.is_none() && other.is_none() {
        return None;
    }
    let parts = fiscal.unwrap_or_default().checked_add(other.unwrap_or_default())?;
    let rest = whole.checked_sub(parts)?;
    if rest == Money::ZERO || is_rounding(project, rest) {
        return None;
    }
    // 其中 names a part: without a field for the rest, only a part above the whole is wrong.
    let has_both = budget.fiscal.is_some() && budget.other.is_some();
    if !has_both && rest > Money::ZERO {
        return None;
    }
    let message = format!(
        "{}的预算数是{whole}，{}，相差{}",
        project_title(number, project),
        sum_in_words(fiscal, other, parts),
        Money::from_fen(rest.fen().abs())
    );
    let mut finding = RULE.info.finding(total.words.at, message).help("核对三个数，改正写错的一个");
    for (part, label) in [(&budget.fiscal, "财政资金"), (&budget.other, "其他资金")] {
        if let Some(part) = part.as_ref().filter(|part| !part.is_blank()) {
            finding = finding.also(part.words.at, label);
        }
    }
    // Of flattened text the missing part may have been lost with its cell.
    let may_be_lost = fiscal.is_none() || other.is_none();
    let flattened = subject.source.format == Format::Text && rest > Money::ZERO && may_be_lost;
    Some(if flattened { finding.graded(Severity::Warning) } else { finding })
}

fn sum_in_words(fiscal: Option<Money>, other: Option<Money>, parts: Money) -> String {
    match (fiscal, other) {
        (Some(fiscal), Some(other)) => {
            format!("财政资金{fiscal}加其他资金{other}是{parts}")
        }
        (Some(fiscal), None) => format!("财政资金是{fiscal}，其他资金没有填"),
        (None, Some(other)) => format!("其他资金是{other}，财政资金没有填"),
        (None, None) => String::new(),
    }
}

/// Sums written with different numbers of decimals may differ by half a unit of the coarsest: 13.19
/// is 13.1898 rounded.
fn is_rounding(project: &Project, rest: Money) -> bool {
    let budget = &project.budget;
    let given = [&budget.total, &budget.fiscal, &budget.other].into_iter().flatten();
    let scales: Vec<u32> =
        given.filter(|sum| sum.value.is_some_and(|v| v != Money::ZERO)).map(decimals).collect();
    let (Some(coarsest), Some(finest)) = (scales.iter().min(), scales.iter().max()) else {
        return false;
    };
    if coarsest == finest {
        return false;
    }
    let unit = project.money_unit.as_ref().and_then(|leaf| leaf.value);
    let fen = unit.map_or(1_000_000, model::statement::MoneyUnit::fen);
    let step = Decimal::from(fen) / Decimal::from(10u64.saturating_pow(*coarsest));
    Decimal::from(rest.fen().abs()) * Decimal::TWO <= step
}

/// How many decimals a sum is written with.
fn decimals(sum: &Sum) -> u32 {
    let Some((_, tail)) = sum.text().split_once(['.', '．']) else { return 0 };
    let digits = tail.chars().take_while(|c| model::numeral::digit(*c).is_some()).count();
    u32::try_from(digits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use ground::{Format, Severity};

    use crate::rules::trial::{base, found, found_as};

    const SUMS: &str = "预算数\t24.00\t其中：财政资金\t24.00\t其他资金\t\n";

    fn with(sums: &str) -> String {
        assert!(base().contains(SUMS));
        base().replace(SUMS, &format!("{sums}\n"))
    }

    #[test]
    fn a_part_that_may_have_been_lost_only_warns() {
        let text = with("预算数\t24.00\t其中：财政资金\t20.00\t其他资金\t");
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Warning);
        assert_eq!(found_as(Format::Docx, &super::RULE, &text)[0].severity, Severity::Error);
        let text = with("预算数\t24.00\t其中：财政资金\t25.00\t其他资金\t");
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Error);
    }

    #[test]
    fn of_which_is_no_sum() {
        let text = with("预算数\t24.00\t其中：财政资金\t20.00");
        assert_eq!(found(&super::RULE, &text), []);
        let text = with("预算数\t24.00\t其中：财政资金\t25.00");
        assert_eq!(found(&super::RULE, &text).len(), 1);
    }
}
