//! FND005: a share of a spending plan below 0 or above 100 %.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};

use crate::spending::{at, given};
use crate::rules::telling::{list, project_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND005"),
        name: "plan_percentage_out_of_range",
        title: "支出计划比例超出0至100%",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "比例在0与100%之间" }],
        since: "0.1.0",
    },
    manual: include_str!("fnd005_plan_percentage_out_of_range.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (number, project) in subject.projects() {
        let mut wrong = given(project);
        wrong.retain(|(_, share)| *share < Decimal::ZERO || *share > Decimal::ONE_HUNDRED);
        let mut spans = wrong.iter().map(|(point, _)| point.share.words.at);
        let Some(span) = spans.next() else { continue };
        let shares = list(wrong.iter().map(|(point, share)| at(point, *share)));
        let message = format!("{}的支出计划{shares}，超出了0至100%", project_title(number, project));
        let mut finding = RULE.info.finding(span, message);
        for span in spans {
            finding = finding.also(span, "");
        }
        findings.push(finding.help("填从年初累计的比例，最大100%；填的是金额的，请换算成比例"));
    }
}
