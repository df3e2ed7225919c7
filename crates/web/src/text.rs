//! The text of a statement as HTML: findings marked where they stand, every place with an anchor, and what
//! reviewers said or may say there.

mod spots;

use ground::{Severity, Words};
use model::leaves::{Column, Field, Locus};
use model::statement::{Indicator, Narrative, Paragraph, Project, Statement};
use office::judged::Judged;
use office::places::{Part, Spot};

use crate::markdown::escaped;

pub(crate) use spots::{Remarks, anchor};

/// What is marked in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks<'f> {
    /// The findings.
    pub(crate) findings: &'f [Judged],
    /// What was said at its places, and whether more may be said.
    pub(crate) remarks: Remarks<'f>,
}

/// The first part: goals and safeguards.
pub(crate) fn narrative(text: &Statement, marks: Marks<'_>) -> String {
    let mut out = String::new();
    part(&mut out, text.overall.as_ref(), (Part::Overall, Locus::Overall), marks);
    if let Some(sub_goals) = &text.sub_goals {
        heading(&mut out, &marks.shown(&sub_goals.heading), Spot::Part(Part::SubGoals), marks);
        for paragraph in &sub_goals.preamble {
            out.push_str(&format!("<p>{}</p>", marks.shown(&paragraph.words)));
        }
        for (at, item) in sub_goals.items.iter().enumerate() {
            let spot = Spot::Field(Locus::SubGoal(Some(at)));
            let runs_on =
                item.paragraphs.first().is_some_and(|first| first.at.start <= item.title.at.start);
            if !runs_on {
                let number = item.number.as_ref().map_or("", |number| &number.words.text);
                let said = format!("{}{}", escaped(number), marks.shown(&item.title));
                out.push_str(&marks.placed("h3", spot, &said));
            }
            for (number, words) in item.paragraphs.iter().enumerate() {
                match runs_on && number == 0 {
                    true => out.push_str(&marks.placed("p", spot, &marks.shown(words))),
                    false => out.push_str(&format!("<p>{}</p>", marks.shown(words))),
                }
            }
        }
    }
    part(&mut out, text.safeguards.as_ref(), (Part::Safeguards, Locus::Safeguard), marks);
    if !text.indicators.is_empty() {
        heading(&mut out, "部门整体绩效指标", Spot::Part(Part::Indicators), marks);
        table(&mut out, &text.indicators, "部门整体绩效指标", &Spot::DepartmentRow, marks);
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
    /// An element at a place: with its anchor, and with what was and may be said there.
    fn placed(self, element: &str, spot: Spot, said: &str) -> String {
        let remarks = self.remarks.at(spot);
        format!("<{element} id=\"{}\">{said}{remarks}</{element}>", anchor(&spot.path()))
    }

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

fn heading(out: &mut String, said: &str, spot: Spot, marks: Marks<'_>) {
    out.push_str(&marks.placed("h2", spot, said));
}

fn part(
    out: &mut String,
    part: Option<&Narrative>,
    (name, locus): (Part, fn(usize) -> Locus),
    marks: Marks<'_>,
) {
    let Some(part) = part else { return };
    heading(out, &marks.shown(&part.heading), Spot::Part(name), marks);
    for (at, paragraph) in part.paragraphs.iter().enumerate() {
        let Paragraph { is_heading, words, .. } = paragraph;
        let element = if *is_heading { "h3" } else { "p" };
        out.push_str(&marks.placed(element, Spot::Field(locus(at)), &marks.shown(words)));
    }
}

fn project(out: &mut String, index: usize, project: &Project, marks: Marks<'_>) {
    let name = project.name.as_ref().map(|words| marks.shown(words)).unwrap_or_default();
    heading(out, &format!("{}. {name}", index + 1), Spot::Project(index), marks);
    facts(out, index, project, marks);
    if !project.goals.is_empty() {
        out.push_str(&marks.placed("h3", Spot::Goals(index), "绩效目标"));
        out.push_str("<ol>");
        for (at, goal) in project.goals.iter().enumerate() {
            let spot = Spot::Field(Locus::Goal(index, at));
            out.push_str(&marks.placed("li", spot, &marks.shown(&goal.words)));
        }
        out.push_str("</ol>");
    }
    table(out, &project.indicators, project.name(), &|row| Spot::Row(index, row), marks);
}

/// What stands over the indicators of a project: code, sums, purpose, spending plan.
fn facts(out: &mut String, index: usize, project: &Project, marks: Marks<'_>) {
    let budget = &project.budget;
    let unit = unit(project);
    let fields = [
        (Field::Code, "", project.code.as_ref().map(|leaf| &leaf.words)),
        (Field::Total, unit, budget.total.as_ref().map(|leaf| &leaf.words)),
        (Field::Fiscal, unit, budget.fiscal.as_ref().map(|leaf| &leaf.words)),
        (Field::Other, unit, budget.other.as_ref().map(|leaf| &leaf.words)),
        (Field::Purpose, "", project.purpose.as_ref()),
    ];
    out.push_str("<dl class=\"facts\">");
    for (field, unit, words) in fields {
        let Some(words) = words.filter(|words| !words.text.is_empty()) else { continue };
        let said =
            marks.placed("dd", Spot::Field(Locus::Project(index, field)), &marks.shown(words));
        out.push_str(&format!("<dt>{field}{unit}</dt>{said}"));
    }
    if !project.plan.is_empty() {
        let points = project.plan.iter().enumerate().map(|(at, point)| {
            let place = Spot::Field(Locus::Project(index, Field::Plan(at))).path();
            format!(
                "<span id=\"{}\">{} {}</span>",
                anchor(&place),
                escaped(&point.label.text),
                marks.shown(&point.share.words)
            )
        });
        let points: Vec<String> = points.collect();
        let said = marks.placed("dd", Spot::Plan(index), &points.join("，"));
        out.push_str(&format!("<dt>支出计划</dt>{said}"));
    }
    out.push_str("</dl>");
}

fn unit(project: &Project) -> &'static str {
    match project
        .money_unit
        .as_ref()
        .and_then(|leaf| leaf.value)
        .map(model::statement::MoneyUnit::label)
    {
        Some("元") => "（元）",
        Some("万元") => "（万元）",
        Some("千元") => "（千元）",
        Some("亿元") => "（亿元）",
        _ => "",
    }
}

fn table(
    out: &mut String,
    rows: &[Indicator],
    name: &str,
    spot: &dyn Fn(usize) -> Spot,
    marks: Marks<'_>,
) {
    out.push_str(&format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}绩效指标，可左右滚动\">\
         <table class=\"form\"><thead><tr><th scope=\"col\">一级指标</th><th scope=\"col\">二级指标</th>\
         <th scope=\"col\">三级指标</th><th scope=\"col\">指标描述</th><th scope=\"col\">指标值</th>\
         <th scope=\"col\">指标值确定依据</th></tr></thead><tbody>",
        escaped(name)
    ));
    for (at, row) in rows.iter().enumerate() {
        let cells = [
            row.dimension.as_ref().map(|leaf| &leaf.words),
            row.aspect.as_ref().map(|leaf| &leaf.words),
            row.name.as_ref(),
            row.description.as_ref(),
            row.target.as_ref().map(|leaf| &leaf.words),
            row.basis.as_ref().map(|leaf| &leaf.words),
        ];
        let row = spot(at);
        let place = row.path();
        out.push_str(&format!("<tr id=\"{}\">", anchor(&place)));
        for (column, words) in Column::ALL.into_iter().zip(cells) {
            let mut said = words.map(|words| marks.shown(words)).unwrap_or_default();
            let id = anchor(&format!("{place}/{}", column.key()));
            let (open, close) = match column {
                Column::Name => {
                    said.push_str(&marks.remarks.at(row));
                    ("th scope=\"row\"", "th")
                }
                _ => ("td", "td"),
            };
            out.push_str(&format!("<{open} id=\"{id}\">{said}</{close}>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}
