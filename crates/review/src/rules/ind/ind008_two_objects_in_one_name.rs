//! IND008: one name for two things, of which one number can measure only one.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::target::Target;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::wording::without_remark;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND008"),
        name: "two_objects_in_one_name",
        title: "一个指标名称里有两件事",
        severity: Severity::Note,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "practice", article: "一个三级指标衡量一件事" },
            LegalRef { law: "caiyu-2021-101", article: "指标细化" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind008_two_objects_in_one_name.md"),
    check,
};

const JOINTS: [char; 4] = ['和', '与', '及', '、'];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject).filter(measured) {
        let Some(words) = &row.indicator.name else { continue };
        let name = without_remark(&words.text);
        let Some((one, other)) = parts(&row, name) else { continue };
        let message = format!("“{name}”里有“{one}”“{other}”两件事，一个指标值只能衡量一件");
        let finding = RULE.info.finding(words.span(0..name.len()), message);
        findings.push(finding.help("拆成两个三级指标，各写各的描述和指标值"));
    }
}

/// Names of what is measured in words only (表彰先进、弘扬正气) are mottoes, not measures.
fn measured(row: &Row<'_>) -> bool {
    !row.is_satisfaction()
        && !row.indicator.is_cost()
        && !matches!(row.target(), None | Some(Target::Qualitative | Target::Deadline(_)))
}

/// The two things, where they are certainly two: each has its own measure (培训人数和培训场次), or a
/// verb has two long objects and no common measure follows (购置电脑和打印机).
fn parts<'n>(row: &Row<'_>, name: &'n str) -> Option<(&'n str, &'n str)> {
    let book = row.book();
    if book.has(WordList::OneName, name) || name.matches(JOINTS).count() != 1 {
        return None;
    }
    let (at, joint) = name.char_indices().find(|(_, c)| JOINTS.contains(c))?;
    let head = name.get(..at)?;
    // 以及 is one joint.
    let one = if joint == '及' { head.strip_suffix('以').unwrap_or(head) } else { head };
    let other = name.get(at + joint.len_utf8()..)?;
    let measure = |part: &str| book.ending(WordList::CountedBy, part).is_some();
    let long = |part: &str, least: usize| part.chars().count() >= least;
    let both_measured = measure(one) && measure(other) && long(one, 3) && long(other, 3);
    let acts = || {
        let verbs = book.all(WordList::ActionVerb, one);
        verbs.first().is_some_and(|hit| hit.range.start == 0)
    };
    let two_objects = long(one, 4) && long(other, 3) && !measure(other) && !common_end(other) && acts();
    (both_measured || two_objects).then_some((one, other))
}

/// A word at the end that both objects share: 新建、改建道路工程.
fn common_end(part: &str) -> bool {
    ["工程", "项目", "活动", "工作", "服务", "数量", "人员", "面", "量", "数", "度", "额"]
        .iter()
        .any(|end| part.ends_with(end))
}
