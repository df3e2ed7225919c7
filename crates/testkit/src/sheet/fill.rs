//! Puts lines and tables into the cells of sheets.

use std::collections::BTreeMap;

use super::{Grid, Hidden, Merges, Numbers, Setting, Sheets, Text};
use crate::flow::{Block, Cell, Line, Merge, Role, Row, Table};
use crate::rng::Rng;

/// A sheet before it is written. Rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) cells: BTreeMap<(u32, u32), Value>,
    /// First row, first column, last row, last column.
    pub(super) merges: Vec<[u32; 4]>,
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<u32>,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// A number as the file holds it, and the format that shows it; perhaps of a formula.
    Number {
        raw: String,
        format: &'static str,
        is_formula: bool,
    },
    /// Nothing but a frame.
    Blank,
}

pub(super) fn sheets(blocks: &[Block], setting: &Setting, rng: &mut Rng) -> Vec<Sheet> {
    let width = width(blocks, setting);
    let mut filler = Filler { setting, width, row: 0, left: 0, sheets: Vec::new(), open: None };
    filler.begin("绩效文本", rng);
    let mut tables = 0;
    let mut waiting: Vec<&Line> = Vec::new();
    for block in blocks {
        match block {
            Block::NewPage => filler.gap(1),
            Block::Line(line) if matches!(line.role, Role::TableTitle | Role::Unit) => {
                waiting.push(line);
            }
            Block::Line(line) => filler.line(line),
            Block::Table(table) => {
                tables += 1;
                let is_new = match setting.sheets {
                    Sheets::One | Sheets::Dense => false,
                    Sheets::TextAndTables => tables == 1,
                    Sheets::EachProject => true,
                };
                if is_new {
                    filler.begin(&format!("项目{tables}"), rng);
                } else if setting.sheets != Sheets::Dense {
                    filler.gap(1);
                }
                waiting.drain(..).for_each(|line| filler.line(line));
                filler.table(table);
            }
        }
    }
    filler.finish(rng)
}

/// Edges of columns, from 0 to 1000.
fn edges(widths: &[usize]) -> Vec<usize> {
    let mut at = 0;
    let mut edges = vec![0];
    edges.extend(widths.iter().map(|width| {
        at += width;
        at
    }));
    edges
}

fn table_edges(table: &Table) -> Vec<usize> {
    let mut all: Vec<usize> = table.zones.iter().flat_map(|zone| edges(&zone.widths)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How many columns the tables take.
fn width(blocks: &[Block], setting: &Setting) -> u32 {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let of = |table: &Table| match setting.grid {
        Grid::Edges => table_edges(table).len() - 1,
        Grid::Plain => table.zones.iter().map(|zone| zone.widths.len()).max().unwrap_or(1),
    };
    u32::try_from(tables.map(of).max().unwrap_or(1)).unwrap_or(1)
}

struct Filler<'s> {
    setting: &'s Setting,
    width: u32,
    row: u32,
    /// The first column in use.
    left: u32,
    sheets: Vec<Sheet>,
    /// The row of the cell to which further paragraphs are added.
    open: Option<u32>,
}

impl Filler<'_> {
    fn begin(&mut self, name: &str, rng: &mut Rng) {
        self.sheets.push(Sheet { name: name.into(), ..Sheet::default() });
        self.row = u32::try_from(rng.below(3)).unwrap_or(0);
        self.left = u32::try_from(rng.below(3)).unwrap_or(0);
        self.open = None;
        if self.setting.hidden == Hidden::RowsAndColumns {
            let (row, left, width) = (self.row, self.left, self.width);
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.hidden_rows.push(row);
                sheet.cells.insert((row, left), Value::Text("内部备注：上报前删除".into()));
                let column = left + width;
                sheet.hidden_columns.push(column);
                sheet.cells.insert((row + 3, column), Value::Text("校对人".into()));
            }
            self.row += 1;
        }
    }

    fn gap(&mut self, rows: u32) {
        self.row += rows;
        self.open = None;
    }

    fn put(&mut self, row: u32, column: u32, value: Value) {
        let left = self.left;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.cells.insert((row, left + column), value);
        }
    }

    fn merge(&mut self, rows: (u32, u32), columns: (u32, u32)) {
        let left = self.left;
        if let Some(sheet) =
            self.sheets.last_mut().filter(|_| rows.0 < rows.1 || columns.0 < columns.1)
        {
            sheet.merges.push([rows.0, left + columns.0, rows.1, left + columns.1]);
        }
    }

    fn line(&mut self, line: &Line) {
        let goes_on = self.setting.text == Text::OneCell && line.role == Role::Body;
        let left = self.left;
        if let (true, Some(row), Some(sheet)) = (goes_on, self.open, self.sheets.last_mut())
            && let Some(Value::Text(text)) = sheet.cells.get_mut(&(row, left))
        {
            text.push('\n');
            text.push_str(&line.text);
            return;
        }
        self.open = goes_on.then_some(self.row);
        let row = self.row;
        match line.role {
            Role::ContentsEntry(page) => {
                self.put(row, 0, Value::Text(line.text.clone()));
                let number =
                    Value::Number { raw: page.to_string(), format: "General", is_formula: false };
                self.put(row, self.width.max(2) - 1, number);
            }
            _ => {
                self.put(row, 0, Value::Text(line.text.clone()));
                if self.setting.text != Text::FirstColumn {
                    self.merge((row, row), (0, self.width - 1));
                }
            }
        }
        self.row += 1;
    }

    fn table(&mut self, table: &Table) {
        self.open = None;
        let all = table_edges(table);
        for zone in &table.zones {
            let own = edges(&zone.widths);
            // In which column of the sheet each column of the zone begins, and where the last ends.
            let mut starts: Vec<u32> = match self.setting.grid {
                Grid::Edges => own
                    .iter()
                    .filter_map(|edge| all.iter().position(|e| e == edge))
                    .map(|at| u32::try_from(at).unwrap_or(0))
                    .collect(),
                Grid::Plain => (0..).take(own.len()).collect(),
            };
            if let Some(last) = starts.last_mut() {
                *last = self.width.max(*last);
            }
            let first = self.row;
            for (index, row) in zone.rows.iter().enumerate() {
                self.table_row(row, &starts);
                self.down(&zone.rows, index, first, &starts);
                self.row += 1;
            }
        }
    }

    fn table_row(&mut self, row: &Row, starts: &[u32]) {
        let mut at = 0;
        for cell in &row.cells {
            let begin = starts.get(at).copied().unwrap_or(0);
            let end = starts.get(at + cell.span).copied().unwrap_or(begin + 1) - 1;
            self.put(self.row, begin, self.value(cell));
            if cell.merge == Merge::None || self.setting.merges == Merges::Across {
                self.merge((self.row, self.row), (begin, end));
            }
            at += cell.span;
        }
    }

    /// Merges the cells that begin in the row at `index` and go on below.
    fn down(&mut self, rows: &[Row], index: usize, first: u32, starts: &[u32]) {
        let Some(row) = rows.get(index).filter(|_| self.setting.merges == Merges::All) else {
            return;
        };
        let mut at = 0;
        for cell in &row.cells {
            if cell.merge == Merge::Begins {
                let is_covered =
                    |row: &&Row| cell_at(row, at).is_some_and(|cell| cell.merge == Merge::Covered);
                let below = rows.iter().skip(index + 1).take_while(is_covered).count();
                let begin = starts.get(at).copied().unwrap_or(0);
                let end = starts.get(at + cell.span).copied().unwrap_or(begin + 1) - 1;
                let top = first + u32::try_from(index).unwrap_or(0);
                self.merge((top, top + u32::try_from(below).unwrap_or(0)), (begin, end));
            }
            at += cell.span;
        }
    }

    fn value(&self, cell: &Cell) -> Value {
        let text = cell.paragraphs.join("\n");
        if text.is_empty() {
            return Value::Blank;
        }
        let is_formula = self.setting.numbers == Numbers::Formulas;
        if self.setting.numbers != Numbers::Texts
            && let Some((raw, format)) = number(&text)
        {
            return Value::Number { raw, format, is_formula };
        }
        Value::Text(text)
    }

    fn finish(mut self, rng: &mut Rng) -> Vec<Sheet> {
        if self.setting.hidden == Hidden::Sheet {
            let mut sheet =
                Sheet { name: "下拉选项".into(), is_hidden: true, ..Sheet::default() };
            for (row, word) in (0..).zip(["产出指标", "效益指标", "满意度指标"]) {
                sheet.cells.insert((row, 0), Value::Text(word.into()));
            }
            let at = rng.below(self.sheets.len() + 1);
            self.sheets.insert(at, sheet);
        }
        self.sheets
    }
}

fn cell_at(row: &Row, column: usize) -> Option<&Cell> {
    let mut at = 0;
    row.cells.iter().find(|cell| {
        let begins = at == column;
        at += cell.span;
        begins
    })
}

/// The number that a text is, and the format that shows it so: 25%, 24.00, 1,319,000.00, 40.
fn number(text: &str) -> Option<(String, &'static str)> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(percent) = text.strip_suffix('%').filter(|percent| digits(percent)) {
        let value: u32 = percent.parse().ok()?;
        return Some((hundredths(value), "0%"));
    }
    let bare = text.replace(',', "");
    let (whole, places) = bare.split_once('.').unwrap_or((&bare, ""));
    let is_sound = digits(whole) && whole.len() < 10 && (whole == "0" || !whole.starts_with('0'));
    if !is_sound || !(places.is_empty() || digits(places)) {
        return None;
    }
    let trimmed = places.trim_end_matches('0');
    let raw = if trimmed.is_empty() { whole.to_owned() } else { format!("{whole}.{trimmed}") };
    let format = match (text.contains(','), places.len()) {
        (true, 2) => "#,##0.00",
        (true, _) => return None,
        (false, 0) => "General",
        (false, 2) => "0.00",
        _ if places == trimmed => "General",
        _ => return None,
    };
    // What a computer makes of a decimal: noise in the last places, which nobody sees.
    let noisy = if places.len() == 2 && !trimmed.is_empty() { noise(&raw) } else { raw };
    Some((noisy, format))
}

fn hundredths(value: u32) -> String {
    let text = format!("{}.{:02}", value / 100, value % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn noise(raw: &str) -> String {
    let places = raw.split_once('.').map_or(0, |(_, places)| places.len());
    let digits = raw.len() - 1;
    let zeros = 16usize.saturating_sub(digits);
    if places == 0 { raw.to_owned() } else { format!("{raw}{}1", "0".repeat(zeros)) }
}
