//! REL011: a group of people in the goals whom the purpose does not name.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use rulebook::Group;

use super::people::narrowest;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL011"),
        name: "group_outside_purpose",
        title: "目标里的人群不在资金用途内",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "对象与资金用途一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：绩效目标与资金用途相关" }],
        since: "0.1.0",
    },
    manual: include_str!("rel011_group_outside_purpose.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let groups = subject.rulebook.groups();
    for (_, project) in subject.projects() {
        let Some(purpose) = project.purpose.as_ref().filter(|purpose| !purpose.is_blank()) else {
            continue;
        };
        let mut mentions = groups.mentions(&purpose.text);
        mentions.extend(groups.mentions(project.name()));
        let served = narrowest(groups, mentions);
        // A purpose that names nobody, or anybody, excludes nobody.
        if served.is_empty() || groups.mentions(&purpose.text).iter().any(|m| m.group.general) {
            continue;
        }
        let allowed = |group: &Group| {
            group.general
                || served.iter().any(|own| groups.is_within(group, own) || groups.is_within(own, group))
        };
        let mut settled: Vec<&str> = Vec::new();
        for goal in &project.goals {
            for mention in groups.mentions(&goal.words.text) {
                if allowed(mention.group) || settled.contains(&mention.group.name.as_str()) {
                    continue;
                }
                if !groups.is_reached(&goal.words.text, &mention.range) {
                    continue;
                }
                // Settled for this group, whichever way: the purpose stays the same.
                settled.push(&mention.group.name);
                let at_home = |text: &str| groups.has_place_of(mention.group, text);
                if at_home(&purpose.text) || at_home(project.name()) {
                    continue;
                }
                let group = goal.words.text.get(mention.range.clone()).unwrap_or_default();
                let message = format!("绩效目标里的“{group}”不在资金用途“{}”的范围内", purpose.text);
                let finding = RULE.info.finding(goal.words.span(mention.range), message).label("目标里的对象");
                findings.push(
                    finding
                        .also(purpose.at, "资金用途")
                        .help(format!("核对资金能否用于“{group}”：能，写进资金用途并设指标；不能，从目标里删去")),
                );
            }
        }
    }
}
