//! FND006: the text states a total of all projects that the tables do not make.

use ground::{Decimal, Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity, Span};
use model::numeral::digit;

use crate::rules::telling::list;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND006"),
        name: "department_total_differs",
        title: "正文的项目合计与各表相加不符",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "合计等于分项之和" }],
        since: "0.1.0",
    },
    manual: include_str!("fnd006_department_total_differs.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let statement = subject.statement;
    let Some(stated) = &statement.stated_total else { return };
    let (Some(said), Some(sum)) = (stated.value, statement.sum_of_projects()) else { return };
    if statement.projects.is_empty() || is_rounded(stated.text(), said, sum) {
        return;
    }
    if of_another_year(subject, stated.words.at) {
        return;
    }
    let totals = statement.projects.iter().filter_map(model::statement::Project::total);
    let parts = list(totals.map(|total| total.to_string()));
    let message = format!(
        "正文写项目合计{said}，{}个项目的预算数（{parts}）相加是{sum}",
        statement.projects.len()
    );
    let mut finding = RULE.info.finding(stated.words.at, message);
    for project in &statement.projects {
        if let Some(total) = &project.budget.total {
            finding = finding.also(total.words.at, "");
        }
    }
    findings.push(finding.help("核对各表预算数和正文的合计；有项目没有列表的，请补上"));
}

/// Whether the stated sum is the true sum, rounded to the decimals that it is stated with.
fn is_rounded(text: &str, said: Money, sum: Money) -> bool {
    let Some(gap) = said.checked_sub(sum) else { return false };
    let number: String =
        text.chars().skip_while(|c| digit(*c).is_none()).take_while(|c| is_part(*c)).collect();
    let decimals = number.split_once(['.', '．']).map_or(0, |(_, tail)| tail.chars().count());
    // 万元 unless the figure itself says less; whole 亿 are never meant to be exact.
    let unit = if text.contains('亿') {
        10_000_000_000
    } else if text.contains('万') {
        1_000_000i64
    } else {
        100
    };
    let places = u32::try_from(decimals).unwrap_or(0);
    let step = Decimal::from(unit) / Decimal::from(10u64.saturating_pow(places));
    Decimal::from(gap.fen().abs()) * Decimal::TWO <= step
}

fn is_part(c: char) -> bool {
    digit(c).is_some() || matches!(c, '.' | '．' | ',' | '，')
}

/// Whether the sentence before the figure speaks of another year than the plan's.
fn of_another_year(subject: &Subject<'_>, at: Span) -> bool {
    let Some(plan) = subject.statement.plan_year() else { return false };
    let text = subject.source.text.get(..at.start as usize).unwrap_or_default();
    let sentence = text.rsplit(['。', '；', '\n']).next().unwrap_or_default();
    let year = sentence.rmatch_indices('年').find_map(|(end, _)| {
        let head = sentence.get(..end)?;
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        (digits == 4).then(|| head.get(end - digits..)?.parse::<i16>().ok())?
    });
    let looks_back = ["上年", "上一年", "去年", "比上"].iter().any(|word| sentence.contains(word));
    looks_back || year.is_some_and(|year| year != plan)
}

#[cfg(test)]
mod tests {
    use ground::Money;

    #[test]
    fn rounding_is_no_difference() {
        let wan = |text: &str| Money::from_wan(text.parse().unwrap()).unwrap();
        assert!(super::is_rounded("243万元", wan("243"), wan("242.66")));
        assert!(super::is_rounded("242.7万元", wan("242.7"), wan("242.66")));
        assert!(!super::is_rounded("242.60万元", wan("242.60"), wan("242.66")));
        assert!(!super::is_rounded("290000元", wan("29"), wan("29.5")));
    }
}
