//! FND004: a spending plan that ends the year below 100 %.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};

use crate::spending::{at, given, of_periods};
use crate::rules::telling::{list, project_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND004"),
        name: "plan_does_not_reach_100",
        title: "年底累计支出计划不到100%",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "logic", article: "全年累计为100%" },
            LegalRef { law: "hebei-text", article: "资金支出计划" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("fnd004_plan_does_not_reach_100.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (number, project) in subject.projects() {
        let given = given(project);
        // Where December stands blank, FND002 asks for it.
        let Some((point, share)) = given.last().filter(|(point, _)| point.month == 12) else {
            continue;
        };
        if *share >= Decimal::ONE_HUNDRED || *share < Decimal::ZERO {
            continue;
        }
        let title = project_title(number, project);
        let span = point.share.words.at;
        findings.push(if of_periods(&given) {
            let shares = list(given.iter().map(|(point, share)| at(point, *share)));
            let message = format!("{title}的支出计划{shares}，相加正好100%：像是各期比例，不是累计比例");
            let mut sum = Decimal::ZERO;
            let running = list(given.iter().map(|(_, share)| {
                sum += share;
                format!("{}%", sum.normalize())
            }));
            let finding = RULE.info.finding(span, message);
            finding.help(format!("改成从年初累计的比例：{running}"))
        } else {
            let message = format!("{title}的支出计划到{}，没有到100%", at(point, *share));
            RULE.info.finding(span, message).help("年底累计应为100%；确有结转的，应当调减预算数")
        });
    }
}
