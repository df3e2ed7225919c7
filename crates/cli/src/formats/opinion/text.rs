//! The form as plain text, in Markdown.

use std::fmt::Write;

use super::form::{Form, numbers};
use crate::layout::tame;

/// The whole form.
pub(super) fn drawn(form: &Form<'_>) -> String {
    let mut out = String::from("# 部门预算绩效目标审核意见表\n\n");
    for (name, words) in form.facts().into_iter().filter(|(_, words)| !words.is_empty()) {
        let _ = writeln!(out, "- {name}：{}", tame(&words));
    }
    projects(form, &mut out);
    points(form, &mut out);
    opinions(form, &mut out);
    others(form, &mut out);
    out.push_str("\n审核人：________　复核人：________　审核日期：____年__月__日\n");
    out.push_str(
        "\n部门答复人：________　部门负责人（盖章）：________　答复日期：____年__月__日\n",
    );
    out
}

fn projects(form: &Form<'_>, out: &mut String) {
    let projects = form.projects();
    if projects.is_empty() {
        return;
    }
    out.push_str("\n## 一、审核的项目\n\n| 序号 | 项目名称 | 项目编码 | 预算数 |\n| --- | --- | --- | --- |\n");
    for (number, cells) in (1..).zip(projects) {
        let [name, code, total] = cells.map(|cell| cell_text(&cell));
        let _ = writeln!(out, "| {number} | {name} | {code} | {total} |");
    }
}

fn points(form: &Form<'_>, out: &mut String) {
    out.push_str("\n## 二、审核内容与建议分\n\n");
    let (Some(scheme), Some(opinion)) = (form.scheme, &form.opinion) else {
        out.push_str("文件没有读成，无法评分。请先解决下面的问题，再重新审核。\n");
        return;
    };
    out.push_str("| 方面 | 项目 | 审核要点 | 分值 | 建议分 | 核定分 |\n| --- | --- | --- | --- | --- | --- |\n");
    for facet in &opinion.facets {
        for item in &facet.items {
            let seen = numbers(&item.charges);
            let seen = if seen.is_empty() { "未发现问题".into() } else { seen };
            let _ = writeln!(
                out,
                "| {} | {} | {}（{seen}） | {} | {} |  |",
                facet.facet.facet.label(),
                cell_text(&item.item.title),
                cell_text(&item.item.checks.join("；")),
                item.item.points,
                item.score.normalize()
            );
        }
    }
    let total = opinion.total.normalize();
    let _ = writeln!(out, "| 合计 |  |  | {} | {total} |  |", scheme.points());
    if let Some(grade) = opinion.grade {
        let _ = writeln!(out, "\n系统建议等级：**{}**，{}。", grade.name, form.follows());
    }
    let grades: Vec<String> =
        scheme.grades.iter().map(|grade| format!("□{}", grade.name)).collect();
    let _ = writeln!(out, "\n审核人核定：总分____　等级 {}", grades.join(" "));
    let (note, method, source) = (&scheme.note, form.method(), &form.source);
    let _ = writeln!(out, "\n{note}。{method}评分表依据：{source}。");
}

fn opinions(form: &Form<'_>, out: &mut String) {
    out.push_str("\n## 三、审核意见（请逐条答复）\n\n");
    if form.entries.is_empty() {
        out.push_str("没有需要答复的意见。\n");
    }
    for (number, entry) in (1..).zip(&form.entries) {
        let finding = &entry.judged.finding;
        let (label, code) = (finding.severity.label(), finding.code);
        let _ = writeln!(out, "{number}. 【{label}】{}", tame(&entry.words()));
        let lines = [("位置", &entry.place), ("依据", &entry.basis)];
        for (name, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
            let _ = writeln!(out, "   {name}：{}", tame(words));
        }
        let _ = writeln!(out, "   规则：{code}（{}）", entry.judged.facet().label());
        out.push_str("   答复：____________________\n\n");
    }
}

fn others(form: &Form<'_>, out: &mut String) {
    if !form.accepted.is_empty() {
        out.push_str("\n## 四、已接受的问题\n\n");
        for (entry, reason) in &form.accepted {
            let code = entry.judged.finding.code;
            let _ = writeln!(out, "- {}（{}，{code}）", tame(&entry.words()), entry.place);
            let _ = writeln!(out, "  接受理由：{}", tame(reason));
        }
    }
    if !form.notes.is_empty() {
        let number = if form.accepted.is_empty() { "四" } else { "五" };
        let _ = writeln!(out, "\n## {number}、提示（供参考，不必答复）\n");
        for entry in &form.notes {
            let code = entry.judged.finding.code;
            let _ = writeln!(out, "- {}（{}，{code}）", tame(&entry.words()), entry.place);
        }
    }
}

/// Text for a cell of a Markdown table.
fn cell_text(text: &str) -> String {
    tame(text).replace('|', "\\|")
}
