//! The review as one page: the statement with the words marked, the findings beside it.
//!
//! Nothing is fetched: style and script stand in the page, and its policy forbids the rest. Without
//! the script all links between words and findings still work; only filters and keys are missing.

mod index;
mod ink;
pub(super) mod markup;
mod panel;
mod sheet;
mod tables;

use std::fmt::Write;

use ground::{Day, Facet};

use super::{Context, Line, SEVERITIES, Show};
use crate::reviewed::{Reviewed, Tally};
use ink::Ink;
pub(crate) use markup::REPORT_MARK;
use markup::{class, esc};

/// The review as a page.
#[derive(Clone, Copy, Debug)]
pub struct Html<'c>(pub Context<'c>);

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

impl Show for Html<'_> {
    fn file(&self, reviewed: &Reviewed) -> String {
        let mut ink = Ink::new(reviewed);
        let sheet = sheet::drawn(reviewed, &mut ink);
        let title = reviewed.title();
        let mut page = markup::head(&format!("{title} · 审核结果"), STYLE);
        page.push_str("<body>\n<a class=\"skip\" href=\"#findings\">跳到问题清单</a>\n");
        page.push_str(&top(reviewed, self.0));
        page.push_str("<div class=\"desk\">\n");
        let _ = writeln!(page, "<main class=\"paper\" id=\"paper\">\n{sheet}</main>");
        page.push_str(&panel::drawn(reviewed, self.0.rulebook));
        page.push_str("</div>\n");
        page.push_str(&panel::manuals(reviewed, self.0.rulebook));
        page.push_str(&markup::foot());
        let _ = write!(page, "<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
        page
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn index(&self, lines: &[Line]) -> Option<(&'static str, String)> {
        Some(("index.html", index_page(lines, "审核结果", self.0.today)))
    }
}

/// A page that lists the pages of a folder.
pub(super) fn index_page(lines: &[Line], title: &str, today: Day) -> String {
    index::page(lines, title, STYLE, today)
}

/// What the page is about, and how many findings of each kind.
fn top(reviewed: &Reviewed, context: Context<'_>) -> String {
    let statement = &reviewed.statement;
    let mut facts = Vec::new();
    let mut fact = |name: &'static str, text: String| facts.push((name, text));
    if let Some(department) = &statement.department {
        fact("部门", department.text.clone());
    }
    if let Some(year) = statement.plan_year() {
        fact("年度", year.to_string());
    }
    fact("项目", format!("{} 个", statement.projects.len()));
    if let Some(total) = statement.sum_of_projects().filter(|total| total.fen() > 0) {
        fact("项目预算合计", total.to_string());
    }
    fact("文件", reviewed.name.clone());
    fact("审核日期", context.today.to_string());
    let mut text = String::from("<header class=\"top\">\n<div class=\"in\">\n");
    text.push_str("<p class=\"brand\">绩衡<span>部门预算绩效文本审核</span></p>\n");
    let _ = writeln!(text, "<h1>{}</h1>", esc(reviewed.title()));
    text.push_str("<dl class=\"facts\">");
    for (name, words) in facts {
        let _ = write!(text, "<div><dt>{name}</dt><dd>{}</dd></div>", esc(&words));
    }
    text.push_str("</dl>\n");
    text.push_str(&summary(reviewed));
    text.push_str("</div>\n</header>\n");
    text
}

fn summary(reviewed: &Reviewed) -> String {
    let tally = reviewed.tally();
    let mut text = String::from("<section class=\"sum\" aria-label=\"审核小结\">\n");
    text.push_str(&cards(tally));
    text.push_str(
        "<table class=\"facets\"><caption>按审核方面</caption><thead><tr><th scope=\"col\">方面</th>",
    );
    for severity in SEVERITIES {
        let _ = write!(text, "<th scope=\"col\">{}</th>", severity.label());
    }
    text.push_str("</tr></thead><tbody>");
    for facet in Facet::ALL {
        let _ = write!(text, "<tr><th scope=\"row\">{}</th>", facet.label());
        for severity in SEVERITIES {
            let own = reviewed
                .open()
                .filter(|judged| judged.facet() == facet && judged.finding.severity == severity);
            let count = own.count();
            let zero = if count == 0 { " class=\"zero\"" } else { "" };
            let _ = write!(text, "<td{zero}>{count}</td>");
        }
        text.push_str("</tr>");
    }
    text.push_str("</tbody></table>\n</section>\n");
    text
}

fn cards(tally: Tally) -> String {
    let counts = [tally.errors, tally.warnings, tally.notes];
    let mut text = String::from("<ul class=\"cards\">");
    for (severity, count) in SEVERITIES.into_iter().zip(counts) {
        let (class, label) = (class(severity), severity.label());
        let _ = write!(text, "<li class=\"{class}\"><b>{count}</b><span>{label}</span></li>");
    }
    if tally.accepted > 0 {
        let count = tally.accepted;
        let _ = write!(text, "<li class=\"accepted\"><b>{count}</b><span>已接受</span></li>");
    }
    if tally.fixable > 0 {
        let count = tally.fixable;
        let _ = write!(text, "<li class=\"plain\"><b>{count}</b><span>可自动改正</span></li>");
    }
    text.push_str("</ul>\n");
    text
}
