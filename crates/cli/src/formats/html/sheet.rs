//! The statement drawn as a document, leaf by leaf out of the model.

use std::fmt::Write;

use ground::Words;
use model::statement::{Narrative, NumberStyle, Numbering, Paragraph, Statement, SubGoals};

use super::ink::Ink;
use super::markup::esc;
use super::tables;
use crate::reviewed::Reviewed;

/// The whole statement; the bare text where it is none.
pub(super) fn drawn(reviewed: &Reviewed, ink: &mut Ink<'_>) -> String {
    let statement = &reviewed.statement;
    let mut out = String::new();
    if is_statement(statement) {
        cover(statement, ink, &mut out);
        contents(statement, ink, &mut out);
        first_part(statement, ink, &mut out);
        second_part(statement, ink, &mut out);
        unplaced(statement, ink, &mut out);
    } else if reviewed.source.text.trim().is_empty() {
        out.push_str("<p class=\"blank\">没有可以显示的内容。</p>\n");
    } else {
        bare(reviewed, ink, &mut out);
    }
    elsewhere(ink, &mut out);
    out
}

fn is_statement(statement: &Statement) -> bool {
    statement.overall.is_some()
        || statement.sub_goals.is_some()
        || statement.safeguards.is_some()
        || !statement.projects.is_empty()
}

fn cover(statement: &Statement, ink: &mut Ink<'_>, out: &mut String) {
    out.push_str("<section class=\"cover\" aria-label=\"封面\">\n");
    if let Some(title) = &statement.title {
        let _ = writeln!(out, "<h2 class=\"title\">{}</h2>", ink.words(title));
    }
    // Department, region and year stand in the title or in the sign-offs; where they do not, they
    // are still words of the document.
    for (words, role) in [(&statement.compiled_by, "编制"), (&statement.reviewed_by, "审核")] {
        if let Some(words) = words {
            let tail = if words.text.ends_with(role) { "" } else { role };
            let _ = writeln!(out, "<p class=\"by\">{}{tail}</p>", ink.words(words));
        }
    }
    out.push_str("</section>\n");
}

fn contents(statement: &Statement, ink: &mut Ink<'_>, out: &mut String) {
    let Some(contents) = &statement.contents else { return };
    let _ =
        writeln!(out, "<section class=\"toc\">\n<h3>{}</h3>\n<ol>", ink.words(&contents.heading));
    for entry in &contents.entries {
        let class = if entry.is_part { " class=\"part\"" } else { "" };
        let page = entry.page.map(|page| format!("<span>{page}</span>")).unwrap_or_default();
        let _ = writeln!(out, "<li{class}><b>{}</b>{page}</li>", ink.words(&entry.title));
    }
    out.push_str("</ol>\n</section>\n");
}

fn first_part(statement: &Statement, ink: &mut Ink<'_>, out: &mut String) {
    let narratives = statement.overall.is_some() || statement.safeguards.is_some();
    if narratives || statement.sub_goals.is_some() {
        out.push_str("<h2 class=\"part\">第一部分 部门整体绩效目标</h2>\n");
    }
    if let Some(overall) = &statement.overall {
        narrative(overall, ink, out);
    }
    if let Some(goals) = &statement.sub_goals {
        sub_goals(goals, ink, out);
    }
    if let Some(safeguards) = &statement.safeguards {
        narrative(safeguards, ink, out);
    }
    if let Some(total) = &statement.stated_total {
        let _ = writeln!(out, "<p class=\"para\">预算合计：{}</p>", ink.words(&total.words));
    }
    if !statement.indicators.is_empty() {
        out.push_str("<h3>部门整体绩效指标</h3>\n");
        tables::indicators(&statement.indicators, ink, out);
    }
}

fn second_part(statement: &Statement, ink: &mut Ink<'_>, out: &mut String) {
    if statement.projects.is_empty() {
        return;
    }
    out.push_str("<h2 class=\"part\">第二部分 预算项目绩效目标</h2>\n");
    for (number, project) in statement.projects.iter().enumerate() {
        tables::project(project, number, ink, out);
    }
}

fn narrative(part: &Narrative, ink: &mut Ink<'_>, out: &mut String) {
    let _ = writeln!(out, "<section>\n<h3>{}</h3>", ink.words(&part.heading));
    for one in &part.paragraphs {
        paragraph(one, ink, out);
    }
    out.push_str("</section>\n");
}

fn sub_goals(goals: &SubGoals, ink: &mut Ink<'_>, out: &mut String) {
    let _ = writeln!(out, "<section>\n<h3>{}</h3>", ink.words(&goals.heading));
    for one in &goals.preamble {
        paragraph(one, ink, out);
    }
    for item in &goals.items {
        // Where the title runs on into the text, the text holds it.
        let runs_on =
            item.paragraphs.first().is_some_and(|first| first.at.start <= item.title.at.start);
        if !runs_on {
            let number = item.number.as_ref().map(|number| typed(number, ink));
            let number = number.unwrap_or_default();
            let title = ink.words(&item.title);
            let title = if begins_with(&item.title, item.number.as_ref()) {
                title
            } else {
                format!("{number}{title}")
            };
            let _ = writeln!(out, "<h4>{title}</h4>");
        }
        for words in &item.paragraphs {
            let _ = writeln!(out, "<p class=\"para\">{}</p>", ink.words(words));
        }
    }
    out.push_str("</section>\n");
}

fn paragraph(one: &Paragraph, ink: &mut Ink<'_>, out: &mut String) {
    // A number that Word makes by itself is not among the words.
    let is_made = one.number.as_ref().filter(|number| number.words.at.is_empty());
    let number = is_made.map(|number| esc(&number.words.text)).unwrap_or_default();
    let words = ink.words(&one.words);
    let _ = if one.is_heading {
        let tag = if is_deep(one.number.as_ref()) { "h5" } else { "h4" };
        writeln!(out, "<{tag}>{number}{words}</{tag}>")
    } else {
        writeln!(out, "<p class=\"para\">{number}{words}</p>")
    };
}

/// Headings below the first level of a part.
fn is_deep(number: Option<&Numbering>) -> bool {
    number.is_some_and(|number| {
        !matches!(number.style, NumberStyle::Chinese | NumberStyle::Part | NumberStyle::Spoken)
    })
}

/// A number as it stands.
pub(super) fn typed(number: &Numbering, ink: &mut Ink<'_>) -> String {
    if number.words.at.is_empty() { esc(&number.words.text) } else { ink.words(&number.words) }
}

fn begins_with(words: &Words, number: Option<&Numbering>) -> bool {
    number.is_some_and(|number| {
        !number.words.at.is_empty() && words.at.start <= number.words.at.start
    })
}

fn unplaced(statement: &Statement, ink: &mut Ink<'_>, out: &mut String) {
    if statement.unplaced.is_empty() {
        return;
    }
    out.push_str("<section class=\"extra\">\n<h3>未归入任何部分的文字</h3>\n");
    for words in &statement.unplaced {
        let _ = writeln!(out, "<p class=\"para\">{}</p>", ink.words(words));
    }
    out.push_str("</section>\n");
}

/// The text as it is, line by line.
fn bare(reviewed: &Reviewed, ink: &mut Ink<'_>, out: &mut String) {
    const LINES_SHOWN: u32 = 2000;
    out.push_str("<section class=\"extra\">\n<h3>文件内容</h3>\n<pre class=\"bare\">");
    let end = ground::Span::at(reviewed.source.text.len()).start;
    let last = reviewed.source.line(end);
    for line in 1..=last.min(LINES_SHOWN) {
        let _ = writeln!(out, "{}", ink.line(reviewed.source.line_span(line)));
    }
    out.push_str("</pre>\n");
    if last > LINES_SHOWN {
        let _ = writeln!(out, "<p>（以下还有 {} 行，从略）</p>", last - LINES_SHOWN);
    }
    out.push_str("</section>\n");
}

/// Marks on words that the drawing leaves out, each in its line.
fn elsewhere(ink: &mut Ink<'_>, out: &mut String) {
    let lines = ink.lines_left();
    if lines.is_empty() {
        return;
    }
    out.push_str("<section class=\"extra\">\n<h3>标在表头、标签等处的问题</h3>\n");
    for line in lines {
        let _ = writeln!(out, "<p class=\"cells\">{}</p>", ink.line(line));
    }
    out.push_str("</section>\n");
}
