//! Texts of the forms as the numbers propose them. Whoever evaluates confirms or rewrites each; what no number tells
//! (how the department is staffed) is left blank.

use ground::{Decimal, Money};

use super::sheet::{Line, Part, Said, Sheet};

/// So many indicators are named in a text.
const MOST_NAMED: usize = 12;

/// Parts of reports, as they stand one after the other.
const ORDER: [&str; 10] = [
    "funds",
    "profile",
    "work",
    "management",
    "reached",
    "results",
    "problems",
    "conclusion",
    "measures",
    "other",
];

/// The place of a part in its report.
pub fn place(part: &str) -> usize {
    ORDER.iter().position(|known| *known == part).unwrap_or(ORDER.len())
}

/// What people call a part of a report.
pub fn label(part: &str) -> &'static str {
    match part {
        "funds" => "执行率偏低原因及年中调整说明",
        "reached" => "实际完成情况",
        "problems" => "存在问题",
        "measures" => "改进措施",
        "profile" => "部门基本情况",
        "work" => "工作开展情况",
        "management" => "资金管理情况",
        "results" => "绩效目标完成情况",
        "conclusion" => "自评结论",
        _ => "其他需要说明的问题",
    }
}

/// The parts of a project's form, in their order.
pub(super) fn of_project(part: &Part) -> Vec<(&'static str, Said)> {
    let wants_reason = part.money.as_ref().is_some_and(|money| money.wants_reason);
    let mut all = vec![("reached", proposed(reached(part)))];
    if part.project.is_some() {
        all.insert(0, ("funds", Said { is_needed: wants_reason, ..Said::default() }));
    }
    all.push(("problems", proposed(problems(part))));
    all.push(("measures", proposed(measures(part))));
    all
}

/// The parts of the department's report, in their order.
pub(super) fn of_department(sheet: &Sheet) -> Vec<(&'static str, Said)> {
    let blank = Said { is_needed: true, ..Said::default() };
    vec![
        ("profile", blank),
        ("work", proposed(work(sheet))),
        ("management", proposed(management(sheet))),
        ("results", proposed(results(sheet))),
        ("problems", proposed(all_of(sheet, problems, "各项目未发现明显问题。"))),
        ("conclusion", proposed(conclusion(sheet))),
        ("measures", proposed(all_of(sheet, measures, "继续按绩效目标组织实施。"))),
        ("other", proposed("无。".to_owned())),
    ]
}

fn proposed(proposal: String) -> Said {
    Said { proposal, is_needed: true, ..Said::default() }
}

/// 执行率 in percent with two places; nothing without a budget.
pub(super) fn rate(budget: Money, spent: Money) -> Option<Decimal> {
    if budget <= Money::ZERO {
        return None;
    }
    let hundredfold = Decimal::from(spent.fen()).checked_mul(Decimal::ONE_HUNDRED)?;
    let rate = hundredfold.checked_div(Decimal::from(budget.fen()))?;
    let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    Some(rate.round_dp_with_strategy(2, half_up).normalize())
}

fn wan(sum: Money) -> String {
    format!("{}万元", sum.wan().normalize())
}

/// 全年预算, 执行, 执行率 in one clause; where nobody records what is paid, that.
fn money(budget: Money, spent: Option<Money>) -> String {
    let Some(spent) = spent else {
        return format!("全年预算{}，没有支付数据，执行数未取得", wan(budget));
    };
    let rate = rate(budget, spent).map_or("无预算".to_owned(), |rate| format!("执行率{rate}%"));
    format!("全年预算{}，执行{}，{rate}", wan(budget), wan(spent))
}

fn reached(part: &Part) -> String {
    let named = part.lines.iter().filter(|line| !line.counted().is_missing()).take(MOST_NAMED);
    let named: Vec<String> = named
        .map(|line| format!("{}{}（目标{}）", line.name, line.counted_words(), line.target))
        .collect();
    let mut text = format!("共{}项指标，完成{}项。", part.lines.len(), part.reached());
    if part.project.is_some() {
        text.push_str(&format!("{}。", money(part.budget(), part.spent())));
    }
    if !named.is_empty() {
        text.push_str(&format!("{}。", named.join("；")));
    }
    text
}

/// The indicators that missed their targets, or exceeded them by far.
pub(super) fn deviating(part: &Part) -> Vec<&Line> {
    let wants = |line: &&Line| line.mark.as_ref().is_none_or(|mark| mark.wants_reason);
    part.lines.iter().filter(wants).collect()
}

fn problems(part: &Part) -> String {
    let said = |line: &&Line| {
        let finding = line.mark.as_ref().map_or("不能计分", |mark| mark.finding.as_str());
        let reason = match line.deviation.as_str() {
            "" => String::new(),
            reason => format!("，原因：{}", reason.trim_end_matches('。')),
        };
        let (name, target, words) = (&line.name, &line.target, line.counted_words());
        format!("{name}目标{target}，实际{words}，{finding}{reason}")
    };
    let mut all: Vec<String> = deviating(part).iter().take(MOST_NAMED).map(said).collect();
    all.extend(part.notices.iter().map(|notice| notice.trim_end_matches('。').to_owned()));
    match all.as_slice() {
        [] => "未发现明显问题。".to_owned(),
        all => format!("{}。", all.join("；")),
    }
}

fn measures(part: &Part) -> String {
    let said = |line: &&Line| match line.measure.as_str() {
        "" => None,
        measure => Some(format!("{}：{}", line.name, measure.trim_end_matches('。'))),
    };
    let deviating = deviating(part);
    let all: Vec<String> = deviating.iter().filter_map(said).collect();
    match (all.as_slice(), deviating.is_empty()) {
        ([], true) => "继续按绩效目标组织实施。".to_owned(),
        // What is done about it nobody has said yet.
        ([], false) => String::new(),
        (all, _) => format!("{}。", all.join("；")),
    }
}

fn work(sheet: &Sheet) -> String {
    let outputs = |part: &Part| {
        let is_output = |line: &&Line| {
            line.dimension.starts_with("产出") && line.mark.as_ref().is_some_and(|it| it.is_reached)
        };
        let done = part.lines.iter().filter(is_output).take(3);
        let done: Vec<String> =
            done.map(|line| format!("{}{}", line.name, line.counted_words())).collect();
        (!done.is_empty()).then(|| format!("{}：{}。", part.name, done.join("，")))
    };
    sheet.projects().filter_map(outputs).collect::<Vec<_>>().join("\n")
}

fn management(sheet: &Sheet) -> String {
    let sum = |of: fn(&Part) -> Option<Money>| {
        sheet.projects().try_fold(Money::ZERO, |sum, part| sum.checked_add(of(part)?))
    };
    let budget = sum(|part| Some(part.budget())).unwrap_or_default();
    let spent = sum(Part::spent);
    format!("{}个项目{}。", sheet.whole.projects, money(budget, spent))
}

fn results(sheet: &Sheet) -> String {
    let all: usize = sheet.projects().map(|part| part.lines.len()).sum();
    let reached: usize = sheet.projects().map(Part::reached).sum();
    let missing = sheet.projects().flat_map(|part| &part.lines);
    let missing = missing.filter(|line| line.counted().is_missing()).count();
    let mut text = format!("{}个项目共{all}项指标，完成{reached}项", sheet.whole.projects);
    if missing > 0 {
        text.push_str(&format!("，{missing}项没有完成值"));
    }
    text.push('。');
    text
}

fn conclusion(sheet: &Sheet) -> String {
    let Some(total) = sheet.whole.total else {
        return "各项目还不能评分，没有结论。".to_owned();
    };
    let mut text = format!("按全年预算加权，部门整体自评{}分", total.normalize());
    if !sheet.whole.grade.is_empty() {
        text.push_str(&format!("，等级为“{}”", sheet.whole.grade));
    }
    let grades: Vec<String> =
        sheet.whole.grades.iter().map(|(name, count)| format!("“{name}”{count}个")).collect();
    if !grades.is_empty() {
        text.push_str(&format!("；{}个项目中{}", sheet.whole.projects, grades.join("、")));
    }
    format!("{text}。")
}

/// A text of every project that has something to tell, a line each.
fn all_of(sheet: &Sheet, text: fn(&Part) -> String, otherwise: &str) -> String {
    let telling = sheet.projects().filter(|part| !deviating(part).is_empty());
    let texts = telling.map(|part| (part, text(part)));
    let texts: Vec<(&Part, String)> = texts.collect();
    if texts.is_empty() {
        return otherwise.to_owned();
    }
    let said = texts.iter().filter(|(_, text)| !text.is_empty());
    let lines: Vec<String> = said.map(|(part, text)| format!("{}：{text}", part.name)).collect();
    lines.join("\n")
}
