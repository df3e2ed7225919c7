//! A statement that is still to be written: the official parts and tables with places to fill in.
//!
//! Its layout is that of [`crate::statement()`], so that what is filled in is read back like any
//! other statement.

mod table;

use rulebook::Framework;

use crate::document::{
    Blank, Block, Contents, Document, Entry, Paragraph, Properties, Run, Section, Takes,
};
use crate::page::{Numbers, Page, points};
use crate::style::Style;

/// What is known before anybody writes.
#[derive(Clone, Debug)]
pub struct Outline<'o> {
    /// The department by its full name: 临河县总工会.
    pub department: String,
    /// Who checks it: 临河县财政局.
    pub reviewer: String,
    /// Year of the plan.
    pub year: i16,
    /// The indicator tree in force.
    pub tree: &'o Framework,
    /// The months at whose ends the spending plan has its points.
    pub months: Vec<String>,
    /// The projects by name; a name is blank where it is not known yet.
    pub projects: Vec<String>,
    /// How a target is to be written.
    pub targets: TargetColumns,
}

/// How many cells a target takes: sign, number and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetColumns {
    /// One for all three, as the official form has it; Word has lists inside a cell.
    One,
    /// One for each: a cell of a workbook has one list.
    Three,
}

const PARTS: [&str; 2] = ["第一部分\u{3000}部门整体绩效目标", "第二部分\u{3000}预算项目绩效目标"];
const SECTIONS: [&str; 3] = ["一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"];
/// So many sub-goals are laid out; a writer copies more or strikes some out.
const SUB_GOALS: [&str; 3] = ["（一）", "（二）", "（三）"];

/// The document to be filled in.
pub fn skeleton(outline: &Outline<'_>) -> Document {
    let plain = Page::official(Numbers::None);
    let text = |page, blocks| Section { name: "正文".into(), page, blocks };
    let mut sections = vec![
        text(plain, cover(outline)),
        text(plain, vec![Block::Contents(contents(outline))]),
        text(Page::official(Numbers::From(1)), first_part()),
    ];
    for (index, name) in outline.projects.iter().enumerate() {
        let called = if name.is_empty() { "项目" } else { name.as_str() };
        sections.push(Section {
            name: format!("{}.{called}", index + 1),
            page: Page::official(Numbers::GoOn),
            blocks: project(outline, index, name),
        });
    }
    let title = format!("{}{}年部门预算绩效文本", outline.department, outline.year);
    let properties = Properties {
        title,
        subject: "部门预算绩效文本".into(),
        author: outline.department.clone(),
        ..Properties::default()
    };
    Document { properties, sections }
}

fn cover(outline: &Outline<'_>) -> Vec<Block> {
    let title = format!("{}\n{}年部门预算绩效文本", outline.department, outline.year);
    let signed = |name: &str, what: &str| {
        let hint = format!("{what}单位");
        let run = given(name, Blank::words(hint));
        Paragraph::of(Style::SignOff, vec![run, Run::plain(what)]).into()
    };
    vec![
        Block::Space(points(130)),
        Paragraph::new(Style::Title, title).into(),
        Block::Space(points(270)),
        signed(&outline.department, "编制"),
        signed(&outline.reviewer, "审核"),
    ]
}

fn contents(outline: &Outline<'_>) -> Contents {
    let entry = |title: String, level, target: String| Entry {
        title,
        page: None,
        level,
        target: Some(target),
    };
    let sections = (1..).zip(SECTIONS);
    let projects = (1..).zip(&outline.projects);
    let mut entries = vec![entry(PARTS[0].into(), 1, bookmark("part", 1))];
    entries.extend(sections.map(|(at, name)| entry(name.into(), 2, bookmark("section", at))));
    entries.push(entry(PARTS[1].into(), 1, bookmark("part", 2)));
    entries.extend(
        projects
            .filter(|(_, name)| !name.is_empty())
            .map(|(at, name)| entry(format!("{at}.{name}绩效目标表"), 2, bookmark("project", at))),
    );
    let heading = Some(Paragraph::new(Style::ContentsTitle, "目\u{3000}\u{3000}录"));
    Contents { heading, entries }
}

fn bookmark(kind: &str, number: usize) -> String {
    format!("_{kind}_{number}")
}

fn first_part() -> Vec<Block> {
    let heading = |style, text: &str, mark: String| Paragraph::new(style, text).marked(mark).into();
    let section = |at: usize| {
        heading(
            Style::Section,
            SECTIONS.get(at).copied().unwrap_or(""),
            bookmark("section", at + 1),
        )
    };
    let mut blocks: Vec<Block> = vec![
        heading(Style::Part, PARTS[0], bookmark("part", 1)),
        section(0),
        paragraphs("本部门全年要做到什么程度：主要工作、产出和效果，尽量写数字"),
        section(1),
    ];
    for number in SUB_GOALS {
        let line = |style, label: &str, hint: &str| {
            Paragraph::of(style, vec![Run::plain(label), Run::blank(Blank::words(hint))]).into()
        };
        blocks.push(line(Style::Heading, number, "分项工作的名称"));
        blocks.push(line(Style::Body, "绩效目标：", "这项工作要做什么、达到什么效果"));
        blocks.push(line(Style::Body, "绩效指标：", "衡量它的数字，与后面项目表一致"));
    }
    blocks.push(section(2));
    blocks.push(paragraphs("保证目标完成的制度、资金管理、监控和人员措施"));
    blocks
}

fn paragraphs(hint: &str) -> Block {
    let blank = Blank { takes: Takes::Paragraphs, ..Blank::words(hint) };
    Paragraph::of(Style::Body, vec![Run::blank(blank)]).into()
}

fn project(outline: &Outline<'_>, index: usize, name: &str) -> Vec<Block> {
    let number = index + 1;
    let mut blocks: Vec<Block> = Vec::new();
    if index == 0 {
        blocks.push(Paragraph::new(Style::Part, PARTS[1]).marked(bookmark("part", 2)).into());
    }
    let title = vec![
        Run::plain(format!("{number}.")),
        given(name, Blank::words("项目名称")),
        Run::plain("绩效目标表"),
    ];
    let title = Paragraph::of(Style::TableTitle, title).marked(bookmark("project", number));
    let unit = vec![
        Run::blank(Blank::words("部门编码")),
        Run::plain(" "),
        given(&format!("{}本级", outline.department), Blank::words("预算单位")),
    ];
    blocks.extend([
        title.into(),
        Paragraph::of(Style::TableNote, unit).into(),
        Paragraph::new(Style::TableUnit, "单位：万元").into(),
        Block::Table(table::head(outline, name)),
        Block::Space(points(6)),
        Block::Table(table::indicators(outline.tree, outline.targets)),
    ]);
    blocks
}

/// Words that are known and may be changed; a place to fill in where they are blank.
fn given(words: &str, blank: Blank) -> Run {
    Run { text: words.to_owned(), ..Run::blank(blank) }
}
