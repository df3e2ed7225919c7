//! A project's table, with its cells merged as counties' files merge them.

use std::fmt::Write as _;

use crate::flow::{Cell, Merge, Row, Table, Zone};
use crate::word::lists::{Scope, Typed};
use crate::word::runs::{AUTHOR, Runs};
use crate::word::scribe::Scribe;
use crate::word::setting::{Face, Setting};
use crate::word::{Habit, Merges, WordTables};

/// Twentieths of a point for a thousandth of the table's width.
const SCALE: usize = 9;

/// The columns of a table as Word counts them.
struct Grid {
    /// Edges in thousandths of the table's width, without the left one of the table.
    edges: Vec<usize>,
}

/// Which cells of a row have text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    First,
    Goals,
    Other,
}

impl Grid {
    fn of(zones: &[Zone]) -> Grid {
        let mut edges: Vec<usize> = zones.iter().flat_map(ends).collect();
        edges.sort_unstable();
        edges.dedup();
        Grid { edges }
    }

    /// How many columns lie between two edges.
    fn columns(&self, begin: usize, end: usize) -> usize {
        self.edges.iter().filter(|edge| **edge > begin && **edge <= end).count().max(1)
    }

    fn xml(&self) -> String {
        let mut before = 0;
        let mut xml = String::from("<w:tblGrid>");
        for edge in &self.edges {
            let _ = write!(xml, r#"<w:gridCol w:w="{}"/>"#, (edge - before) * SCALE);
            before = *edge;
        }
        xml + "</w:tblGrid>"
    }
}

/// Right edges of the columns of a zone.
fn ends(zone: &Zone) -> Vec<usize> {
    let sums = zone.widths.iter().scan(0, |sum, width| {
        *sum += width;
        Some(*sum)
    });
    sums.collect()
}

impl Scribe<'_> {
    /// A project's table, or the tables that stand for it.
    pub(super) fn table(&mut self, table: &Table) -> String {
        let zones = table.zones.as_slice();
        match (self.layout.tables, zones) {
            (WordTables::Two, _) => {
                let tables: Vec<String> = zones
                    .iter()
                    .map(|zone| self.one_table(std::slice::from_ref(zone), ""))
                    .collect();
                tables.join("<w:p/>")
            }
            (WordTables::Inner, [head, indicators]) => {
                let inner = self.one_table(std::slice::from_ref(indicators), "");
                let head = std::slice::from_ref(head);
                let grid = Grid::of(head);
                let cell = cell_xml(&grid, 0, 1000, "", &format!("{inner}<w:p/>"));
                self.one_table(head, &format!("<w:tr>{cell}</w:tr>"))
            }
            _ => self.one_table(zones, ""),
        }
    }

    fn one_table(&mut self, zones: &[Zone], last_row: &str) -> String {
        let grid = Grid::of(zones);
        let mut xml = format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>{}"#,
            1000 * SCALE,
            grid.xml()
        );
        let begin = xml.clone();
        for zone in zones {
            let cut = self.cut(zone);
            for (index, row) in zone.rows.iter().enumerate() {
                let mut row = std::borrow::Cow::Borrowed(row);
                if Some(index) == cut {
                    xml.push_str(&format!("</w:tbl><w:p/>{begin}"));
                    for heading in zone.rows.iter().filter(|row| row.is_heading) {
                        let heading = self.row(heading, zone, &grid);
                        xml.push_str(&heading);
                    }
                    row = std::borrow::Cow::Owned(begun_again(&zone.rows, index));
                }
                let row = self.row(&row, zone, &grid);
                xml.push_str(&row);
            }
        }
        xml + last_row + "</w:tbl>"
    }

    /// The row of the indicators before which the table is cut in two.
    fn cut(&mut self, zone: &Zone) -> Option<usize> {
        let has_headings = zone.rows.first().is_some_and(|row| row.is_heading);
        let fits = has_headings && zone.rows.len() > 3 && self.runs.now(Habit::Cut, 60);
        fits.then(|| self.runs.rng.below(zone.rows.len() - 2) + 2)
    }

    fn row(&mut self, row: &Row, zone: &Zone, grid: &Grid) -> String {
        let struck = self.struck_row(grid);
        let mut properties = String::new();
        if self.runs.now(Habit::Editing, 50) {
            properties.push_str(r#"<w:cantSplit/><w:trHeight w:val="400"/>"#);
        }
        if row.is_heading {
            properties.push_str("<w:tblHeader/>");
        }
        if self.runs.now(Habit::Changes, 5) {
            let id = self.runs.id();
            let _ = write!(properties, r#"<w:ins w:id="{id}" {AUTHOR}/>"#);
        }
        if !properties.is_empty() {
            properties = format!("<w:trPr>{properties}</w:trPr>");
        }
        let ends = ends(zone);
        let mut column = 0;
        let mut begin = 0;
        let mut cells = String::new();
        for (index, cell) in row.cells.iter().enumerate() {
            column += cell.span;
            let end =
                column.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(begin);
            let which = match index {
                0 if !row.is_heading => Which::First,
                1 if row.cells.len() == 2 => Which::Goals,
                _ => Which::Other,
            };
            let cell = self.cell(cell, which, grid, (begin, end));
            cells.push_str(&cell);
            begin = end;
        }
        let session = self.runs.session("rsidTr");
        let xml = format!("<w:tr{session}>{properties}{cells}</w:tr>");
        if self.runs.now(Habit::Controls, 4) {
            return format!("{struck}<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>");
        }
        struck + &xml
    }

    /// A row that was deleted, and the deletion not yet accepted.
    fn struck_row(&mut self, grid: &Grid) -> String {
        if !self.runs.now(Habit::Changes, 4) {
            return String::new();
        }
        let id = self.runs.id();
        let text = format!(
            r#"<w:p><w:del w:id="{id}" {AUTHOR}><w:r><w:delText>项目名称</w:delText></w:r></w:del></w:p>"#
        );
        let cell = cell_xml(grid, 0, 1000, "", &text);
        format!(r#"<w:tr><w:trPr><w:del w:id="{id}" {AUTHOR}/></w:trPr>{cell}</w:tr>"#)
    }

    fn cell(
        &mut self,
        cell: &Cell,
        which: Which,
        grid: &Grid,
        (begin, end): (usize, usize),
    ) -> String {
        let mut content = self.cell_content(cell, which);
        if cell.merge == Merge::Covered && self.runs.now(Habit::Cut, 20) {
            let left =
                Runs::plain(self.runs.rng.word(&["产出指标", "旧稿", "项目名称"]), Face::CELL);
            content = format!("<w:p>{left}</w:p>");
        }
        let down = match cell.merge {
            Merge::None => "",
            Merge::Begins => r#"<w:vMerge w:val="restart"/>"#,
            Merge::Covered => {
                self.runs.rng.word(&["<w:vMerge/>", r#"<w:vMerge w:val="continue"/>"#])
            }
        };
        let xml = match self.layout.merges {
            Merges::Borders => cell_xml(grid, begin, end, "", &content),
            Merges::Spans => cell_xml(grid, begin, end, down, &content),
            Merges::Old => old_cells(grid, (begin, end), down, &content),
            Merges::Widths => {
                let width = (end - begin) * SCALE;
                format!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{down}</w:tcPr>{content}</w:tc>"#
                )
            }
        };
        if self.layout.merges != Merges::Old && self.runs.now(Habit::Controls, 3) {
            return format!("<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>");
        }
        xml
    }

    fn cell_content(&mut self, cell: &Cell, which: Which) -> String {
        let mut setting = Setting { face: Face::CELL, ..Setting::default() };
        if cell.paragraphs.is_empty() {
            return "<w:p/>".into();
        }
        if which == Which::Goals && cell.paragraphs.len() > 1 {
            return self.goals(&cell.paragraphs);
        }
        let mut xml = String::new();
        for text in &cell.paragraphs {
            let words = self.broken(text, which);
            let inner = self.runs.text(&words, setting.face);
            xml.push_str(&self.paragraph(&mut setting, &inner));
        }
        if self.runs.now(Habit::Blanks, 8) {
            xml.push_str("<w:p/>");
        }
        xml
    }

    /// The goals of a cell: items of a list, paragraphs, or one paragraph with line breaks.
    fn goals(&mut self, goals: &[String]) -> String {
        let face = Face::CELL;
        if self.runs.now(Habit::SoftBreaks, 50) {
            let inner = self.runs.text(&goals.join("\n"), face);
            return self.paragraph(&mut Setting::default(), &inner);
        }
        self.goal_lists += 1;
        let scope = Scope::Goals(self.goal_lists);
        let mut xml = String::new();
        for goal in goals {
            let mut setting = Setting { face, ..Setting::default() };
            let typed = Typed::find(goal).filter(|_| self.lists.takes(scope));
            let words = match typed {
                Some(typed) => {
                    setting.item = Some(Some(self.lists.item(scope, &typed)));
                    typed.rest
                }
                None => goal,
            };
            let inner = self.runs.text(words, face);
            xml.push_str(&self.paragraph(&mut setting, &inner));
        }
        xml
    }

    /// Line breaks where a narrow column makes an author break a line.
    fn broken(&mut self, text: &str, which: Which) -> String {
        let signs: Vec<char> = text.chars().collect();
        let is_word = signs.iter().all(|sign| !sign.is_ascii());
        if which == Which::First
            && is_word
            && signs.len() < 12
            && self.runs.now(Habit::Downward, 60)
        {
            let signs: Vec<String> = signs.iter().map(char::to_string).collect();
            return signs.join("\n");
        }
        if which == Which::First && is_word && signs.len() < 6 && self.runs.now(Habit::Blanks, 40) {
            let signs: Vec<String> = signs.iter().map(char::to_string).collect();
            return signs.join(self.runs.rng.word(&[" ", "　", "  "]));
        }
        if which == Which::Goals || signs.len() < 5 || !self.runs.now(Habit::SoftBreaks, 20) {
            return text.to_owned();
        }
        let at = self.runs.rng.below(signs.len() - 2) + 1;
        let (head, tail) = signs.split_at(at);
        let around = [head.last(), tail.first()];
        // Nobody breaks a figure or a Latin word.
        if around.iter().flatten().any(|sign| sign.is_ascii() || "≥≤＝".contains(**sign)) {
            return text.to_owned();
        }
        head.iter().chain(&['\n']).chain(tail).collect()
    }
}

fn cell_xml(grid: &Grid, begin: usize, end: usize, down: &str, content: &str) -> String {
    let (width, columns) = ((end - begin) * SCALE, grid.columns(begin, end));
    let span = match columns {
        1 => String::new(),
        many => format!(r#"<w:gridSpan w:val="{many}"/>"#),
    };
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}</w:tcPr>{content}</w:tc>"#
    )
}

/// A cell for every column, merged across by `hMerge`.
fn old_cells(grid: &Grid, (begin, end): (usize, usize), down: &str, content: &str) -> String {
    let mut before = begin;
    let mut xml = String::new();
    let edges: Vec<usize> =
        grid.edges.iter().copied().filter(|edge| *edge > begin && *edge <= end).collect();
    for (index, edge) in edges.iter().enumerate() {
        let width = (edge - before) * SCALE;
        let across = match (edges.len(), index) {
            (1, _) => "",
            (_, 0) => r#"<w:hMerge w:val="restart"/>"#,
            _ => "<w:hMerge/>",
        };
        let content = if index == 0 { content } else { "<w:p/>" };
        let _ = write!(
            xml,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{down}</w:tcPr>{content}</w:tc>"#
        );
        before = *edge;
    }
    xml
}

/// A row behind a cut: what the cells above it covered stands in it again.
fn begun_again(rows: &[Row], index: usize) -> Row {
    let (above, rest) = rows.split_at(index);
    let Some(mut row) = rest.first().cloned() else {
        return Row { cells: Vec::new(), is_heading: false };
    };
    for (column, cell) in row.cells.iter_mut().enumerate() {
        if cell.merge == Merge::Covered {
            let own = |row: &Row| {
                row.cells.get(column).filter(|cell| cell.merge != Merge::Covered).cloned()
            };
            let goes_on = rest.get(1).and_then(|row| row.cells.get(column));
            let goes_on = goes_on.is_some_and(|cell| cell.merge == Merge::Covered);
            let merge = if goes_on { Merge::Begins } else { Merge::None };
            if let Some(first) = above.iter().rev().find_map(own) {
                *cell = Cell { merge, ..first };
            }
        }
    }
    row
}
