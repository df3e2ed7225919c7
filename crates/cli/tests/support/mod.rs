//! A statement with every kind of finding, so that renderers are tested whatever rules there are.

use ground::{Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span, Sureness};
use jiheng_cli::reviewed::{Judged, Reviewed};
use model::leaves::{Column, Field, Locus};
use review::accept::Acceptance;
use testkit::draft::Draft;

const fn card(
    code: &str,
    title: &'static str,
    severity: Severity,
    facet: Facet,
    basis: &'static [LegalRef],
) -> RuleInfo {
    RuleInfo {
        code: RuleCode::new(code),
        name: "specimen",
        title,
        severity,
        facet,
        basis,
        since: "0.1.0",
    }
}

const LOGIC: &[LegalRef] = &[LegalRef { law: "logic", article: "合计等于分项之和" }];
const SIGNS: &[LegalRef] = &[LegalRef { law: "gbt-9704-2012", article: "发文字号" }];
const WAYS: &[LegalRef] = &[
    LegalRef { law: "caiyu-2015-88", article: "绩效指标细化、量化" },
    LegalRef { law: "practice", article: "" },
];

static CARDS: [RuleInfo; 6] = [
    card("ZZA001", "合计不等于分项之和", Severity::Error, Facet::Completeness, LOGIC),
    card("ZZB001", "发文字号括号不规范", Severity::Note, Facet::Completeness, SIGNS),
    card("ZZC001", "指标值空泛", Severity::Warning, Facet::Feasibility, WAYS),
    card("ZZD001", "时限与支出计划矛盾", Severity::Warning, Facet::Appropriateness, LOGIC),
    card("ZZE001", "其他资金没有填写", Severity::Note, Facet::Completeness, WAYS),
    card("ZZF001", "目标没有对应指标", Severity::Warning, Facet::Relevance, &[]),
];

/// The base statement with a few things changed in it.
pub(crate) fn draft() -> Draft {
    let mut draft = testkit::base::linhe();
    draft.overall.push(format!(
        "{}确保“<script>alert(1)</script>”一类文字原样显示，{}。",
        "围绕中心、服务大局，".repeat(12),
        "扎实推进各项工作".repeat(10)
    ));
    draft.projects[0].fiscal = "23.00".into();
    draft.projects[0].indicators[4].target = "及时发放".into();
    for row in &mut draft.projects[0].indicators {
        row.basis = "临工发[2025]12 号".into();
    }
    draft
}

/// A reading of the draft with findings of every severity, one accepted, one correctable in many
/// places, one where something is missing, one on a label.
pub(crate) fn specimen(name: &str) -> Reviewed {
    let text = testkit::plain::text(&draft());
    specimen_of(name, text.as_bytes())
}

/// The same over the bytes of a file.
pub(crate) fn specimen_of(name: &str, bytes: &[u8]) -> Reviewed {
    let reading = read::read(name, bytes);
    let text = reading.source.text.clone();
    let at = |words: &str| span(&text, words);
    let [sum, signs, vague, plan, blank, goal] = [0, 1, 2, 3, 4, 5].map(|n| &CARDS[n]);
    let project = &reading.statement.projects[0];
    let total = project.budget.total.as_ref().unwrap().words.at;
    let fiscal = project.budget.fiscal.as_ref().unwrap().words.at;
    let other = project.budget.other.as_ref().unwrap().words.at;
    let target = reading.statement.projects[0].indicators[4].target.as_ref().unwrap().words.at;
    let script = at("“<script>alert(1)</script>”");
    let findings = vec![
        judged(goal, None, goal.finding(script, "这里的文字没有对应的指标").help("补一条指标")),
        judged(
            sum,
            Some(Locus::Project(0, Field::Total)),
            sum.finding(total, "预算数 24 万元，财政资金 23 万元加其他资金 0 万元只有 23 万元")
                .label("预算数")
                .also(fiscal, "财政资金")
                .help("核对三个数，使预算数等于两项之和"),
        ),
        judged(
            blank,
            Some(Locus::Project(0, Field::Other)),
            blank.finding(other, "其他资金空着").label("这里").help("没有就填 0"),
        ),
        judged(
            plan,
            Some(Locus::Project(0, Field::Plan(3))),
            plan.finding(at("3月底\t6月底"), "支出计划与完成时限不一致")
                .also(target, "时限在这里")
                .help("调整计划或时限"),
        ),
        accepted(judged(
            vague,
            Some(Locus::Indicator(0, 4, Column::Target)),
            vague.finding(target, "指标值“及时发放”无法考核").help("改成日期，例如“12月20日前”"),
        )),
        judged(signs, Some(Locus::Indicator(0, 0, Column::Basis)), brackets(signs, &text)),
    ];
    Reviewed {
        name: name.into(),
        year: 2026,
        is_readable: true,
        source: reading.source,
        statement: reading.statement,
        judged: findings,
    }
}

fn brackets(info: &RuleInfo, text: &str) -> Finding {
    let mut finding: Option<Finding> = None;
    let mut edits = Vec::new();
    for (start, words) in text.match_indices("[2025]") {
        let span = Span::new(start..start + words.len());
        edits.push(Edit { span, text: "〔2025〕".into() });
        finding = Some(match finding {
            None => info.finding(span, "发文字号的年份应当用六角括号").help("改为“〔2025〕”"),
            Some(finding) => finding.also(span, ""),
        });
    }
    finding.unwrap().fixes(Sureness::Safe, edits)
}

fn judged(info: &'static RuleInfo, locus: Option<Locus>, finding: Finding) -> Judged {
    Judged { finding, info: Some(info), locus, accepted: None }
}

fn accepted(judged: Judged) -> Judged {
    let acceptance = Acceptance {
        code: judged.finding.code,
        words: Some("及时发放".into()),
        place: None,
        reason: "上级文件就是这样要求的".into(),
        by: Some("张三".into()),
        date: Some(jiff::civil::date(2026, 1, 15)),
    };
    Judged { accepted: Some(acceptance), ..judged }
}

/// Where the words stand for the first time.
pub(crate) fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("no {words} in\n{text}"));
    Span::new(start..start + words.len())
}
