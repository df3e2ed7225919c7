//! TGT006: two or more figures to be reached in one target.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::{Figure, Operator};
use model::target::{Target, figures};
use model::unit::Family;

use crate::row::rows;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT006"),
        name: "target_compound",
        title: "一个指标值里有几个数",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标细化、量化" },
            LegalRef { law: "practice", article: "一个三级指标只有一个指标值" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt006_target_compound.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        if !matches!(row.target(), Some(Target::Compound { .. })) {
            continue;
        }
        let found = to_be_reached(&words.text);
        let (Some(first), Some(last)) = (found.first(), found.last()) else { continue };
        if found.len() < 2 || is_range(&words.text, &found) {
            continue;
        }
        let shown: Vec<&str> =
            found.iter().filter_map(|figure| words.text.get(figure.range.clone())).collect();
        let message = format!(
            "一个指标值里要达到{}个数：{}，只达到一部分时无法判定",
            found.len(),
            shown.join("、")
        );
        let finding = RULE
            .info
            .finding(words.span(first.range.start..last.range.end), message)
            .help("拆成几个三级指标，每个指标一个指标值");
        findings.push(finding);
    }
}

/// The figures of a target that have to be reached, each by itself.
///
/// Spans of time say until when, figures in brackets explain, 每期50人 says how one of them is made
/// up, 由85%提高到90% begins with where things stand, 500元×20人 is one product.
fn to_be_reached(text: &str) -> Vec<Figure> {
    let all = figures(text).into_iter().filter(|figure| {
        figure.quantity.family() != Some(Family::Duration) && !in_brackets(text, figure)
    });
    let mut kept: Vec<Figure> = Vec::new();
    for figure in all {
        let from = kept.last().map_or(0, |last| last.range.end);
        let between = text.get(from..figure.core.start).unwrap_or_default();
        let clause = between.rsplit(['，', '；', '。', '、', ',', ';']).next().unwrap_or(between);
        let explains = clause.contains('每')
            || ["×", "*", "x", "X", "占"].iter().any(|sign| between.trim().ends_with(sign));
        let behind = text.get(figure.range.end..).unwrap_or_default();
        if !explains && !is_baseline(clause, behind) {
            kept.push(figure);
        }
    }
    kept
}

fn in_brackets(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.core.start).unwrap_or_default();
    let open = before.rfind(['（', '(']);
    open.is_some_and(|open| before.rfind(['）', ')']).is_none_or(|close| close < open))
}

/// 由85%, 从85%, 上年的85%, 在85%的基础上.
fn is_baseline(clause: &str, behind: &str) -> bool {
    const BEFORE: &[&str] = &["由", "从", "上年", "上一年", "去年", "往年", "现有", "原有", "原来", "基数", "目前"];
    let tail = clause.trim_end_matches(['的', '约']);
    let ends = BEFORE.iter().any(|word| tail.ends_with(word));
    ends || behind.starts_with("的基础") || behind.starts_with("基础上")
}

/// ≥90% and ≤95% of one thing: a range written as two.
fn is_range(text: &str, found: &[Figure]) -> bool {
    const JOINTS: [char; 7] = ['且', '并', '但', '又', '同', '时', '和'];
    let [one, other] = found else { return false };
    let between = text.get(one.range.end..other.range.start).unwrap_or_default();
    if between.chars().any(|c| c.is_alphanumeric() && !JOINTS.contains(&c)) {
        // Another thing is named: ≥95%，差错率≤2%.
        return false;
    }
    let (one, other) = (&one.quantity, &other.quantity);
    let facing = |floor: Option<Operator>, cap: Option<Operator>| {
        floor.is_some_and(Operator::is_floor) && cap.is_some_and(Operator::is_ceiling)
    };
    one.unit == other.unit
        && (facing(one.operator, other.operator) || facing(other.operator, one.operator))
}
