//! Plain text: a paragraph a line, a table row a line with its cells between tabs.
//!
//! Paragraphs of running text begin with two wide blanks, as Chinese text does, so that no reader
//! joins two of them. A row in which a cell has several paragraphs is written a cell a line: behind
//! a tab the cell's first paragraph, the others on lines of their own, a blank line at the end.

use crate::document::{Block, Contents, Document, Part, Placed, SEAM, Section, Spread, Table};
use crate::style::Style;

const INDENT: &str = "\u{3000}\u{3000}";

/// The text of a document in UTF-8, lines ending in line feeds.
pub fn txt(document: &Document) -> String {
    let mut out = Lines::default();
    for section in &document.sections {
        out.section(section);
    }
    out.text
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn section(&mut self, section: &Section) {
        self.gap();
        for block in &section.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.paragraph(paragraph.style, &paragraph.text());
                }
                Block::Contents(contents) => self.contents(contents),
                Block::Table(table) => self.table(table),
                Block::Space(SEAM) => {}
                Block::Space(_) | Block::PageBreak => self.gap(),
            }
        }
    }

    fn paragraph(&mut self, style: Style, text: &str) {
        let heads = matches!(style, Style::Part | Style::Section | Style::TableTitle);
        if heads {
            self.gap();
        }
        let indent = if style.look().first_line > 0 { INDENT } else { "" };
        let lines = text.split('\n').map(one_line).filter(|line| !line.trim().is_empty());
        for line in lines {
            self.line(&format!("{indent}{line}"));
        }
        if matches!(style, Style::Part) {
            self.gap();
        }
    }

    fn contents(&mut self, contents: &Contents) {
        if let Some(heading) = &contents.heading {
            self.line(&heading.text());
            self.gap();
        }
        for entry in &contents.entries {
            match entry.page {
                Some(page) => self.line(&format!("{}.....\t{page}", one_line(&entry.title))),
                None => self.line(&one_line(&entry.title)),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for row in table.grid() {
            let cells: Vec<Vec<String>> = row.iter().map(words).collect();
            if cells.iter().all(|cell| cell.len() < 2) {
                let cells: Vec<String> = cells.into_iter().map(|cell| cell.concat()).collect();
                self.line(&cells.join("\t"));
                continue;
            }
            self.gap();
            for cell in cells {
                let mut lines = cell.iter();
                let first = lines.next().map_or("", String::as_str);
                self.line(&format!("\t{first}"));
                lines.for_each(|line| self.line(line));
            }
            self.gap();
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A blank line, unless there is one.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

/// The lines of a cell in one of the rows that it spans.
fn words(placed: &Placed<'_>) -> Vec<String> {
    if placed.part == Part::Further && placed.cell.spread == Spread::Once {
        return Vec::new();
    }
    let lines = placed.cell.lines();
    let lines = lines.iter().map(|line| one_line(line)).filter(|line| !line.is_empty());
    lines.collect()
}

/// Text without what would end a line or a cell.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Paragraph, Row};
    use crate::page::{Numbers, Page};

    #[test]
    fn rows_and_cells_of_several_paragraphs() {
        let cell = |text: &str| Cell::of(Style::CellText, text);
        let goals = ["1.甲", "2.乙"].map(|text| Paragraph::new(Style::CellText, text));
        let table = Table {
            widths: vec![1, 1, 1],
            rows: vec![
                Row::new(vec![cell("规模").down(2), cell("24.00"), cell("")]),
                Row::new(vec![cell("用途").across(2)]),
                Row::new(vec![cell("目标"), Cell::new(goals.into()).across(2)]),
                Row::new(vec![
                    Cell { spread: Spread::EachRow, ..cell("产出").down(2) },
                    cell("数量"),
                    cell("≥4人"),
                ]),
                Row::new(vec![cell("质量"), cell("100%")]),
            ],
            ..Table::default()
        };
        let blocks = vec![Paragraph::new(Style::Body, "正文。").into(), Block::Table(table)];
        let page = Page::official(Numbers::None);
        let document = Document {
            sections: vec![Section { name: "甲".into(), page, blocks }],
            ..Document::default()
        };
        assert_eq!(
            txt(&document),
            "　　正文。\n规模\t24.00\t\n\t用途\n\n\t目标\n\t1.甲\n2.乙\n\n产出\t数量\t≥4人\n产出\t质量\t100%\n"
        );
    }
}
