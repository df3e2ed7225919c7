//! Project tables with the official columns.

use std::fmt::Write;

use ground::Words;
use model::statement::{Checkpoint, Indicator, Leaf, Project};

use super::ink::Ink;
use super::markup::esc;
use super::sheet::typed;

/// A project: its heading, its head table, its indicators.
pub(super) fn project(project: &Project, number: usize, ink: &mut Ink<'_>, out: &mut String) {
    let _ = writeln!(out, "<section class=\"project\" id=\"p{}\">", number + 1);
    match &project.heading {
        Some(heading) => {
            let _ = writeln!(out, "<h3>{}</h3>", ink.words(heading));
        }
        None => {
            let _ = writeln!(out, "<h3>项目{}</h3>", number + 1);
        }
    }
    unit(project, ink, out);
    let label = format!("项目{}绩效目标表", number + 1);
    let _ =
        writeln!(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">");
    head(project, ink, out);
    plan(&project.plan, ink, out);
    goals(project, ink, out);
    if !project.indicators.is_empty() {
        rows(&project.indicators, ink, out);
    }
    out.push_str("</div>\n</section>\n");
}

/// The indicators of the whole department.
pub(super) fn indicators(all: &[Indicator], ink: &mut Ink<'_>, out: &mut String) {
    out.push_str(
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"部门整体绩效指标\">\n",
    );
    rows(all, ink, out);
    out.push_str("</div>\n");
}

fn unit(project: &Project, ink: &mut Ink<'_>, out: &mut String) {
    let code = project.unit_code.as_ref().map(|words| ink.words(words)).unwrap_or_default();
    let name = project.unit_name.as_ref().map(|words| ink.words(words)).unwrap_or_default();
    let money = project.money_unit.as_ref().map(|leaf| ink.words(&leaf.words)).unwrap_or_default();
    let _ = writeln!(out, "<p class=\"unit\"><span>{code}{name}</span><span>{money}</span></p>");
}

fn head(project: &Project, ink: &mut Ink<'_>, out: &mut String) {
    let label = project.code_label.as_ref().map(|words| ink.words(words));
    let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| "项目编码".into());
    let code = field(project.code.as_ref().map(|leaf| &leaf.words), ink);
    let name = field(project.name.as_ref(), ink);
    let _ = writeln!(
        out,
        "<table class=\"head\"><tbody>\n<tr><th scope=\"row\">{label}</th><td colspan=\"2\">{code}</td>\
         <th scope=\"row\">项目名称</th><td colspan=\"3\">{name}</td></tr>"
    );
    let budget = &project.budget;
    let sum = |leaf: &Option<Leaf<_>>, ink: &mut Ink<'_>| {
        field(leaf.as_ref().map(|leaf: &Leaf<ground::Money>| &leaf.words), ink)
    };
    let total = sum(&budget.total, ink);
    let fiscal = sum(&budget.fiscal, ink);
    let other = sum(&budget.other, ink);
    let _ = writeln!(
        out,
        "<tr><th scope=\"rowgroup\" rowspan=\"2\">预算规模及资金用途</th><th scope=\"row\">预算数</th>\
         <td>{total}</td><th scope=\"row\">其中：财政资金</th><td>{fiscal}</td>\
         <th scope=\"row\">其他资金</th><td>{other}</td></tr>"
    );
    let purpose = field(project.purpose.as_ref(), ink);
    let _ =
        writeln!(out, "<tr><td colspan=\"6\" class=\"text\">{purpose}</td></tr>\n</tbody></table>");
}

fn plan(plan: &[Checkpoint], ink: &mut Ink<'_>, out: &mut String) {
    if plan.is_empty() {
        out.push_str(
            "<table class=\"plan\"><tbody><tr><th scope=\"row\">资金支出计划（%）</th>\
             <td class=\"missing\">文中没有</td></tr></tbody></table>\n",
        );
        return;
    }
    out.push_str("<table class=\"plan\"><tbody>\n<tr><th scope=\"rowgroup\" rowspan=\"2\">资金支出计划（%）</th>");
    for point in plan {
        let _ = write!(out, "<th scope=\"col\">{}</th>", ink.words(&point.label));
    }
    out.push_str("</tr>\n<tr>");
    for point in plan {
        let _ = write!(out, "<td>{}</td>", field(Some(&point.share.words), ink));
    }
    out.push_str("</tr>\n</tbody></table>\n");
}

fn goals(project: &Project, ink: &mut Ink<'_>, out: &mut String) {
    out.push_str(
        "<table class=\"goals\"><tbody><tr><th scope=\"row\">绩效目标</th><td class=\"text\">",
    );
    if project.goals.is_empty() {
        out.push_str(&field(project.goals_field.as_ref(), ink));
    }
    for goal in &project.goals {
        let numbers: String = goal.numbers.iter().map(|number| typed(number, ink)).collect();
        let _ = write!(out, "<p>{numbers}{}</p>", ink.words(&goal.words));
    }
    out.push_str("</td></tr></tbody></table>\n");
}

const COLUMNS: [&str; 6] =
    ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"];

fn rows(all: &[Indicator], ink: &mut Ink<'_>, out: &mut String) {
    out.push_str("<table class=\"rows\"><thead><tr>");
    for column in COLUMNS {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for (at, row) in all.iter().enumerate() {
        out.push_str("<tr>");
        let dimension = |row: &Indicator| row.dimension.as_ref().map(|leaf| leaf.words.clone());
        let aspect = |row: &Indicator| row.aspect.as_ref().map(|leaf| leaf.words.clone());
        merged(all, at, dimension, ink, out);
        merged(all, at, aspect, ink, out);
        let target = row.target.as_ref().map(|leaf| &leaf.words);
        let basis = row.basis.as_ref().map(|leaf| &leaf.words);
        for words in [row.name.as_ref(), row.description.as_ref(), target, basis] {
            let _ = write!(out, "<td>{}</td>", field(words, ink));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// A cell that several rows share is drawn once, over all of them.
fn merged(
    all: &[Indicator],
    at: usize,
    cell: impl Fn(&Indicator) -> Option<Words>,
    ink: &mut Ink<'_>,
    out: &mut String,
) {
    let own = all.get(at).and_then(&cell);
    let shares = |row: &Indicator| {
        let other = cell(row);
        own.as_ref().zip(other.as_ref()).is_some_and(|(a, b)| a.at == b.at && !a.at.is_empty())
    };
    if at.checked_sub(1).and_then(|before| all.get(before)).is_some_and(shares) {
        return;
    }
    let more = all.iter().skip(at + 1).take_while(|row| shares(row)).count();
    let span = if more > 0 { format!(" rowspan=\"{}\"", more + 1) } else { String::new() };
    let _ = write!(out, "<td{span}>{}</td>", field(own.as_ref(), ink));
}

/// The words of a field; a field that is not in the document is shown as such, a blank one blank.
fn field(words: Option<&Words>, ink: &mut Ink<'_>) -> String {
    match words {
        None => format!("<span class=\"missing\">{}</span>", esc("文中没有")),
        Some(words) => ink.words(words),
    }
}
