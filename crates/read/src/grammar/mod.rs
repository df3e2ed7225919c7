//! The one grammar: from the stream of lines and rows to the statement, whatever the format was.
//!
//! It is anchored on the labels that stand in every such text and passes over what it does not know.
//! It never fails: a part that is not there is `None`, text that belongs nowhere is kept as unplaced.

mod align;
mod cover;
mod goals;
mod indicators;
mod labels;
mod narrative;
mod outline;
mod plan;
mod project;
mod tokens;
mod torn;
mod typed;

use ground::{Finding, Severity, Source, Span, Words};
use model::numbering::leading_number;
use model::statement::Statement;

use crate::codes;
use crate::stream::{Block, Stream};
use labels::{Header, Label};
pub(crate) use typed::typed;

use outline::{Heading, Section, heading, labels_of, money_unit, single, unit_line};

/// Reads the statement in a stream. The findings say what could not be found.
pub(crate) fn statement(stream: &Stream) -> (Statement, Vec<Finding>) {
    let source = &stream.source;
    let blocks = &stream.blocks;
    let mut statement = Statement::default();
    let mut findings = Vec::new();
    let (contents_at, body_at) = contents(source, blocks, &mut statement);
    let tables = project_tables(blocks, body_at);
    let first_table = tables.first().map_or(blocks.len(), |table| table.over);
    let sections = sections(blocks, body_at, first_table);
    let cover_end = sections.first().map_or(first_table, |section| section.0).min(contents_at);
    cover::cover(source, blocks.get(..cover_end).unwrap_or_default(), &mut statement);
    read_sections(source, blocks, &sections, first_table, &mut statement, &mut findings);
    let between = body_at.max(cover_end)..sections.first().map_or(first_table, |s| s.0);
    keep_unplaced(blocks.get(between).unwrap_or_default(), &mut statement);
    for (index, table) in tables.iter().enumerate() {
        let end = tables.get(index + 1).map_or(blocks.len(), |next| next.over);
        let end = table_end(blocks, table.start, end, &mut statement);
        let over = blocks.get(table.over..table.start).unwrap_or_default();
        let rows = blocks.get(table.start..end).unwrap_or_default();
        statement.projects.push(project::project(source, over, rows, &mut findings));
    }
    statement.region.code = cover::region_code(&statement);
    statement.stated_total = stated_total(&statement);
    findings.extend(unrecognised(source, &statement));
    (statement, findings)
}

/// Whether a line is the heading of a part or section of a statement.
pub(crate) fn is_heading(text: &str) -> bool {
    heading(text).is_some()
}

/// Whether a line is one by itself: a heading, the unit over a table, 单位：万元.
pub(crate) fn stands_alone(text: &str) -> bool {
    // 300人以上；… is no unit, 711001 临河县总工会 is.
    let is_unit = || {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 6 && unit_line(text).is_some()
    };
    text.len() < 200 && (is_heading(text) || is_unit() || money_unit(text).is_some())
}

/// Whether a line begins with a number as paragraphs do: 一、 （一） 1.
pub(crate) fn begins_with_number(text: &str) -> bool {
    leading_number(text).is_some_and(|found| narrative::is_title_style(found.style))
}

/// Whether words are a label of a project table, or name a level of its indicators.
pub(crate) fn is_label_or_level(text: &str) -> bool {
    labels::label(text).is_some() || tokens::Level::of(text).is_named()
}

/// Whether words are a column heading of an indicator table.
pub(crate) fn is_column_heading(text: &str) -> bool {
    matches!(labels::label(text), Some(Label::Header(_)))
}

/// Reads the contents; returns where they begin and where the body begins.
fn contents(source: &Source, blocks: &[Block], statement: &mut Statement) -> (usize, usize) {
    let head = blocks.get(..blocks.len().min(400)).unwrap_or_default();
    let is_contents = |block: &Block| {
        single(block).is_some_and(|words| heading(&words.text) == Some(Heading::Contents))
            || matches!(block, Block::Line(line) if line.in_contents)
    };
    let Some(at) = head.iter().position(is_contents) else { return (blocks.len(), 0) };
    let (contents, taken) = cover::contents(source, blocks.get(at..).unwrap_or_default());
    statement.contents = contents.filter(|contents| !contents.entries.is_empty());
    (at, at + taken.max(1))
}

/// Where a project's table begins, and where the lines over it begin.
struct Table {
    over: usize,
    start: usize,
}

/// Finds the project tables by their labels: each code, name or sum that the table before it
/// already has begins the next.
fn project_tables(blocks: &[Block], from: usize) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let (mut has_code, mut has_name, mut has_rows) = (false, false, false);
    for (index, block) in blocks.iter().enumerate().skip(from) {
        let found = labels_of(block);
        let code = found.contains(&Label::Code);
        let name = found.contains(&Label::Name);
        let begins = match tables.is_empty() {
            true => code || name,
            false => (code && has_code) || (name && has_name) || ((code || name) && has_rows),
        };
        if begins {
            let floor = tables.last().map_or(from, |last| last.start + 1);
            tables.push(Table { over: lines_over(blocks, floor, index), start: index });
            (has_code, has_name, has_rows) = (false, false, false);
        }
        has_code |= code;
        has_name |= name;
        has_rows |= found.contains(&Label::Header(Header::Dimension));
    }
    tables
}

/// Goes back from a table over the lines that belong to it: heading, unit, 单位：万元.
fn lines_over(blocks: &[Block], floor: usize, start: usize) -> usize {
    let mut over = start;
    let mut headings = 0;
    while over > floor {
        let Some(block) = blocks.get(over - 1) else { break };
        let cells: Vec<&Words> = match block {
            Block::Line(line) => vec![&line.words],
            Block::Row(row) => {
                row.cells.iter().map(|cell| &cell.words).filter(|words| !words.is_blank()).collect()
            }
        };
        let is_unit = !cells.is_empty()
            && cells
                .iter()
                .all(|words| unit_line(&words.text).is_some() || money_unit(&words.text).is_some());
        let text = single(block).map_or("", |words| words.text.as_str());
        let is_part = heading(text) == Some(Heading::Part);
        let is_title = headings < 2 && is_project_title(text, headings);
        if !is_unit && !is_part && !is_title && !cells.is_empty() {
            break;
        }
        headings += usize::from(is_title);
        over -= 1;
    }
    over
}

/// 1.工会经费绩效目标表; of a title broken over two lines also the first.
fn is_project_title(text: &str, below: usize) -> bool {
    let text = outline::without_year_behind(text);
    let numbered = leading_number(text).is_some_and(|n| narrative::is_title_style(n.style));
    let named =
        text.ends_with("绩效目标表") || text.ends_with("目标表") || text.ends_with("绩效目标");
    let short = text.chars().count() <= 80 && !text.ends_with(['。', '；', '，']);
    let rest_of_title = ["绩效目标表", "绩效目标"].iter().any(|title| title.ends_with(text));
    match below {
        0 => short && (named || numbered || rest_of_title) && !text.is_empty(),
        _ => short && numbered,
    }
}

/// Text behind the last row of a table is no part of it: a section of the first part that follows,
/// or lines that the next table does not claim.
fn table_end(blocks: &[Block], start: usize, end: usize, statement: &mut Statement) -> usize {
    let table = blocks.get(start..end).unwrap_or_default();
    let last_row = table.iter().rposition(|block| matches!(block, Block::Row(_)));
    let has_rows = table.iter().filter(|block| matches!(block, Block::Row(_))).count() > 4;
    match last_row.filter(|_| has_rows) {
        Some(last) => {
            let end_of_rows = start + last + 1;
            keep_unplaced(blocks.get(end_of_rows..end).unwrap_or_default(), statement);
            end_of_rows
        }
        None => end,
    }
}

fn keep_unplaced(blocks: &[Block], statement: &mut Statement) {
    for block in blocks {
        let words = match block {
            Block::Line(line) => vec![&line.words],
            Block::Row(row) => row.cells.iter().map(|cell| &cell.words).collect(),
        };
        let unknown = words.into_iter().filter(|words| {
            !words.is_blank() && heading(&words.text).is_none() && money_unit(&words.text).is_none()
        });
        statement.unplaced.extend(unknown.cloned());
    }
}

/// Whether words are a label of a project's table or a heading of its columns.
pub(crate) fn is_label(text: &str) -> bool {
    labels::label(text).is_some()
}

/// Whether a line is the title of a statement.
pub(crate) fn is_title(text: &str) -> bool {
    cover::is_title(text)
}

/// Whether a line is the heading of the contents, of a part or of a section.
pub(crate) fn is_landmark(text: &str) -> bool {
    heading(text).is_some()
}

/// The sections of the first part: block of the heading, and which section.
fn sections(blocks: &[Block], from: usize, to: usize) -> Vec<(usize, Section)> {
    let mut found: Vec<(usize, Section)> = Vec::new();
    for (index, block) in blocks.iter().enumerate().take(to).skip(from) {
        if let Some(words) = single(block)
            && let Some(Heading::Section(section)) = heading(&words.text)
            && found.iter().all(|(_, known)| *known != section)
        {
            found.push((index, section));
        }
    }
    if found.iter().all(|(_, known)| *known != Section::SubGoals) {
        let after = found.first().map_or(to, |(first, _)| first + 1);
        let other = (after..to).find(|index| {
            let words = blocks.get(*index).and_then(single);
            words.is_some_and(|words| outline::may_be_sub_goals(&words.text))
        });
        found.extend(other.map(|index| (index, Section::SubGoals)));
        found.sort_by_key(|(index, _)| *index);
    }
    found
}

fn read_sections(
    source: &Source,
    blocks: &[Block],
    sections: &[(usize, Section)],
    end: usize,
    statement: &mut Statement,
    findings: &mut Vec<Finding>,
) {
    let begin = sections.first().map_or(end, |(at, _)| *at);
    let setting = narrative::Setting::of(blocks.get(begin..end).unwrap_or_default());
    for (position, (at, section)) in sections.iter().enumerate() {
        let next = sections.get(position + 1).map_or(end, |(next, _)| *next);
        let body = blocks.get(at + 1..next).unwrap_or_default();
        let Some(heading_words) = blocks.get(*at).and_then(single) else { continue };
        let (text, table) = split_table(body);
        if !table.is_empty() && statement.indicators.is_empty() {
            let tokens = tokens::tokens(source, table);
            statement.indicators = indicators::indicators(source, &tokens, findings);
        }
        let text = without_part_headings(text);
        match section {
            Section::Overall => {
                statement.overall =
                    Some(narrative::narrative(source, heading_words, text, setting));
            }
            Section::SubGoals => {
                statement.sub_goals =
                    Some(narrative::sub_goals(source, heading_words, text, setting));
            }
            Section::Safeguards => {
                statement.safeguards =
                    Some(narrative::narrative(source, heading_words, text, setting));
            }
        }
    }
}

/// Cuts a section at the indicator table of the department, if it has one.
fn split_table(body: &[Block]) -> (&[Block], &[Block]) {
    let is_header = |block: &Block| {
        matches!(block, Block::Row(_))
            && labels_of(block).contains(&Label::Header(Header::Dimension))
            && labels_of(block).contains(&Label::Header(Header::Aspect))
    };
    match body.iter().position(is_header) {
        Some(at) => body.split_at(at),
        None => (body, &[]),
    }
}

/// 第二部分 and 预算项目绩效目标 behind the last section are headings of what follows.
fn without_part_headings(text: &[Block]) -> &[Block] {
    let is_part = |block: &Block| {
        single(block).is_some_and(|words| heading(&words.text) == Some(Heading::Part))
    };
    let begin = text.iter().take_while(|block| is_part(block)).count();
    let rest = text.get(begin..).unwrap_or_default();
    let end = rest.iter().rposition(|block| !is_part(block)).map_or(0, |last| last + 1);
    rest.get(..end).unwrap_or_default()
}

fn stated_total(statement: &Statement) -> Option<model::statement::Leaf<ground::Money>> {
    let overall = statement.overall.iter().flat_map(|part| &part.paragraphs);
    let preamble = statement.sub_goals.iter().flat_map(|part| &part.preamble);
    let mut paragraphs: Vec<&Words> = overall.chain(preamble).map(|p| &p.words).collect();
    paragraphs.extend(statement.unplaced.iter());
    narrative::stated_total(&paragraphs)
}

/// A file in which none of the parts of a statement stands.
fn unrecognised(source: &Source, statement: &Statement) -> Option<Finding> {
    let nothing = statement.projects.is_empty()
        && statement.overall.is_none()
        && statement.sub_goals.is_none()
        && statement.safeguards.is_none();
    let empty = source.text.trim().is_empty();
    (nothing && !empty).then(|| {
        Finding::new(
            codes::NOT_A_STATEMENT,
            Severity::Error,
            Span::at(0),
            "没有找到总体绩效目标、分项绩效目标、保障措施，也没有找到任何项目绩效目标表",
        )
        .help("请确认提交的是“部门预算绩效文本”；如果是，请提交 Word 原件")
    })
}
