//! The text of a statement as HTML, with the findings marked where they stand.

use ground::{Severity, Words};
use model::statement::{Indicator, Narrative, Paragraph, Project, Statement};
use office::judged::Judged;

use crate::markdown::escaped;

/// What is marked in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks<'f> {
    /// The findings.
    pub(crate) findings: &'f [Judged],
}

/// The first part: goals and safeguards.
pub(crate) fn narrative(text: &Statement, marks: Marks<'_>) -> String {
    let mut out = String::new();
    part(&mut out, text.overall.as_ref(), marks);
    if let Some(sub_goals) = &text.sub_goals {
        out.push_str(&format!("<h2>{}</h2>", marks.shown(&sub_goals.heading)));
        paragraphs(&mut out, &sub_goals.preamble, marks);
        for item in &sub_goals.items {
            let runs_on =
                item.paragraphs.first().is_some_and(|first| first.at.start <= item.title.at.start);
            if !runs_on {
                let number = item.number.as_ref().map_or("", |number| &number.words.text);
                let said = marks.shown(&item.title);
                out.push_str(&format!("<h3>{}{said}</h3>", escaped(number)));
            }
            for words in &item.paragraphs {
                out.push_str(&format!("<p>{}</p>", marks.shown(words)));
            }
        }
    }
    part(&mut out, text.safeguards.as_ref(), marks);
    if !text.indicators.is_empty() {
        out.push_str("<h2>部门整体绩效指标</h2>");
        table(&mut out, &text.indicators, "部门整体绩效指标", marks);
    }
    for words in &text.unplaced {
        out.push_str(&format!("<p>{}</p>", marks.shown(words)));
    }
    out
}

/// The whole text: the first part, then every project.
pub(crate) fn whole(text: &Statement, marks: Marks<'_>) -> String {
    let mut out = narrative(text, marks);
    for (index, project) in text.projects.iter().enumerate() {
        self::project(&mut out, index, project, marks);
    }
    out
}

impl Marks<'_> {
    /// Words, escaped; marked where a finding stands in them.
    fn shown(self, words: &Words) -> String {
        let said = escaped(&words.text);
        let gravest = self
            .findings
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_open() && is_in(one, words))
            .max_by_key(|(_, one)| one.finding.severity);
        let Some((at, one)) = gravest else { return said };
        let tone = tone(one.finding.severity);
        format!(
            "<a href=\"?tab=findings#finding-{at}\" title=\"{}\"><mark class=\"{tone}\">{said}</mark></a>",
            escaped(&one.finding.message)
        )
    }
}

/// The class of a severity.
pub(crate) fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn is_in(one: &Judged, words: &Words) -> bool {
    let span = one.finding.span();
    !span.is_empty() && words.at.start <= span.start && span.end <= words.at.end
}

fn part(out: &mut String, part: Option<&Narrative>, marks: Marks<'_>) {
    if let Some(part) = part {
        out.push_str(&format!("<h2>{}</h2>", marks.shown(&part.heading)));
        paragraphs(out, &part.paragraphs, marks);
    }
}

fn paragraphs(out: &mut String, all: &[Paragraph], marks: Marks<'_>) {
    for paragraph in all {
        let name = if paragraph.is_heading { "h3" } else { "p" };
        out.push_str(&format!("<{name}>{}</{name}>", marks.shown(&paragraph.words)));
    }
}

fn project(out: &mut String, index: usize, project: &Project, marks: Marks<'_>) {
    let name = project.name.as_ref().map(|words| marks.shown(words)).unwrap_or_default();
    out.push_str(&format!("<h2 id=\"project-{}\">{}. {name}</h2>", index + 1, index + 1));
    let budget = &project.budget;
    let leaf = |words: Option<&Words>| words.map(|words| marks.shown(words)).unwrap_or_default();
    let facts = [
        ("项目编码", leaf(project.code.as_ref().map(|leaf| &leaf.words))),
        ("预算数", leaf(budget.total.as_ref().map(|leaf| &leaf.words))),
        ("财政资金", leaf(budget.fiscal.as_ref().map(|leaf| &leaf.words))),
        ("其他资金", leaf(budget.other.as_ref().map(|leaf| &leaf.words))),
        ("资金用途", leaf(project.purpose.as_ref())),
    ];
    out.push_str("<dl class=\"facts\">");
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let unit =
            if name.ends_with('数') || name.ends_with("资金") { unit(project) } else { "" };
        out.push_str(&format!("<dt>{name}{unit}</dt><dd>{value}</dd>"));
    }
    if !project.plan.is_empty() {
        let points = project.plan.iter().map(|point| {
            format!("{} {}", escaped(&point.label.text), marks.shown(&point.share.words))
        });
        let points: Vec<String> = points.collect();
        out.push_str(&format!("<dt>支出计划</dt><dd>{}</dd>", points.join("，")));
    }
    out.push_str("</dl>");
    if !project.goals.is_empty() {
        out.push_str("<h3>绩效目标</h3><ol>");
        for goal in &project.goals {
            out.push_str(&format!("<li>{}</li>", marks.shown(&goal.words)));
        }
        out.push_str("</ol>");
    }
    table(out, &project.indicators, project.name(), marks);
}

fn unit(project: &Project) -> &'static str {
    match project.money_unit.as_ref().and_then(|leaf| leaf.value).map(|unit| unit.label()) {
        Some("元") => "（元）",
        Some("万元") => "（万元）",
        Some("千元") => "（千元）",
        Some("亿元") => "（亿元）",
        _ => "",
    }
}

fn table(out: &mut String, rows: &[Indicator], name: &str, marks: Marks<'_>) {
    out.push_str(&format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}绩效指标，可左右滚动\">\
         <table class=\"form\"><thead><tr><th scope=\"col\">一级指标</th><th scope=\"col\">二级指标</th>\
         <th scope=\"col\">三级指标</th><th scope=\"col\">指标描述</th><th scope=\"col\">指标值</th>\
         <th scope=\"col\">指标值确定依据</th></tr></thead><tbody>",
        escaped(name)
    ));
    for row in rows {
        let cells = [
            row.dimension.as_ref().map(|leaf| &leaf.words),
            row.aspect.as_ref().map(|leaf| &leaf.words),
            row.name.as_ref(),
            row.description.as_ref(),
            row.target.as_ref().map(|leaf| &leaf.words),
            row.basis.as_ref().map(|leaf| &leaf.words),
        ];
        out.push_str("<tr>");
        for (at, words) in cells.into_iter().enumerate() {
            let said = words.map(|words| marks.shown(words)).unwrap_or_default();
            match at {
                2 => out.push_str(&format!("<th scope=\"row\">{said}</th>")),
                _ => out.push_str(&format!("<td>{said}</td>")),
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}
