//! Rows that could not be taken in, as their author wrote them, with what is wrong: to be mended and loaded again.

use ground::Severity;
use model::cell::Cell;
pub use model::cell::PROBLEMS;
use rust_xlsxwriter::{Format, IgnoreError, Note, Workbook, Worksheet, XlsxError};

use super::cells::{LAST_ROW, Lists, last, line, set_up, workbook};
use super::{Heading, Kind, look};
use crate::WriteError;
use crate::xlsx::sheet_name;

/// The row of the headings, from 0.
const HEADS: u32 = 2;
/// More notes than this make a workbook slow to open; what is wrong stands at the right all the same.
const MOST_NOTES: usize = 5_000;
/// Excel's longest text, in bytes at worst.
const LONGEST: usize = 32_000;
/// Width of the column of problems, in pixels.
const WIDE: u32 = 420;

/// A column of the author's sheet.
#[derive(Clone, Copy, Debug)]
pub struct MendColumn<'m> {
    /// Its heading as it stood there.
    pub heading: &'m str,
    /// What it fills, if it fills anything.
    pub fills: Option<&'m Heading>,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'p> {
    /// The column, from 0; `None` where it is the row as a whole.
    pub column: Option<usize>,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'p str,
    /// What to do; may be empty.
    pub help: &'p str,
}

/// A workbook of rows to be mended, while it is written.
pub struct Mending {
    workbook: Workbook,
    lists: Lists,
    fills: Vec<Option<Heading>>,
    formats: Formats,
    next: u32,
    notes: usize,
}

/// Formats that many cells share.
struct Formats {
    words: Format,
    date: Format,
    truth: Format,
    problems: Format,
}

impl Mending {
    /// Begins the workbook of the register `title`.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows.
    pub fn begin(title: &str, columns: &[MendColumn<'_>]) -> Result<Mending, WriteError> {
        let mut workbook = workbook(title);
        let blank = Heading::default();
        let headings: Vec<&Heading> =
            columns.iter().map(|column| column.fills.unwrap_or(&blank)).collect();
        let lists = Lists::of(&headings);
        let sheet = workbook.add_worksheet();
        head(sheet, title, columns)?;
        let formats = Formats {
            words: look::cell(Kind::Words),
            date: look::cell(Kind::Date),
            truth: look::cell(Kind::YesNo),
            problems: look::words(),
        };
        let fills = columns.iter().map(|column| column.fills.cloned()).collect();
        Ok(Mending { workbook, lists, fills, formats, next: HEADS + 1, notes: 0 })
    }

    /// Whether no more rows can be written.
    pub fn is_full(&self) -> bool {
        self.next > LAST_ROW
    }

    /// Writes a row that is to be mended; a row for which there is no room is left out.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows.
    pub fn row(&mut self, cells: &[Cell<'_>], problems: &[Problem<'_>]) -> Result<(), WriteError> {
        if self.is_full() {
            return Ok(());
        }
        let (row, columns) = (self.next, self.fills.len());
        self.next += 1;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (at, fills) in self.fills.iter().enumerate() {
            let own = || problems.iter().filter(move |problem| problem.column == Some(at));
            let worst = own().map(|problem| problem.severity).max();
            let cell = cells.get(at).copied().unwrap_or_default();
            let format = coloured(self.formats.of(cell, fills.as_ref()), worst);
            write(sheet, row, last(at + 1), cell, &format)?;
            if worst.is_some() && self.notes < MOST_NOTES {
                self.notes += 1;
                let said: Vec<String> = own().map(said).collect();
                let note = Note::new(cut(&said.join("\n"))).add_author_prefix(false);
                let note =
                    note.set_width(260).set_height(look::height(&said.join("\n"), 240).max(60));
                sheet.insert_note(row, last(at + 1), &note)?;
            }
        }
        let said: Vec<String> = problems.iter().map(said).collect();
        let said = said.join("\n");
        sheet.write_string_with_format(
            row,
            last(columns + 1),
            cut(&said),
            &self.formats.problems,
        )?;
        sheet.set_row_height_pixels(row, look::height(&said, WIDE).max(28))?;
        Ok(())
    }

    /// The bytes of the .xlsx.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        let end = last(self.fills.len() + 1);
        let sheet = self.workbook.worksheet_from_index(0)?;
        let rows = self.next.max(HEADS + 2) - 1;
        for (at, fills) in self.fills.iter().enumerate() {
            let Some(heading) = fills else { continue };
            if let Some(check) = self.lists.validation(at, heading)? {
                sheet.add_data_validation(HEADS + 1, last(at + 1), rows, last(at + 1), &check)?;
            }
        }
        sheet.autofilter(HEADS, 0, rows, end)?;
        sheet.ignore_error_range(HEADS + 1, 0, rows, end, IgnoreError::NumberStoredAsText)?;
        let blank = Heading::default();
        let headings: Vec<&Heading> =
            self.fills.iter().map(|fills| fills.as_ref().unwrap_or(&blank)).collect();
        self.lists.write(&mut self.workbook, &headings)?;
        Ok(self.workbook.save_to_buffer()?)
    }
}

impl std::fmt::Debug for Mending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mending").field("next", &self.next).finish_non_exhaustive()
    }
}

fn head(sheet: &mut Worksheet, title: &str, columns: &[MendColumn<'_>]) -> Result<(), XlsxError> {
    let end = last(columns.len() + 1);
    sheet.set_name(sheet_name(title, &mut Default::default()))?;
    line(sheet, 0, end, &format!("{title}：待改的行"), &look::title())?;
    let advice = "红底的单元格有错误，黄底的请核对。改好后保存，直接把本文件再次导入即可；最右边的“导入问题”列不会导入。";
    line(sheet, 1, end, advice, &look::hint())?;
    for (at, column) in columns.iter().enumerate() {
        let required = column.fills.is_some_and(|heading| heading.required);
        let width = column.fills.map_or(120, look::width);
        sheet.set_column_width_pixels(last(at + 1), width)?;
        let format = look::heading(required);
        sheet.write_string_with_format(HEADS, last(at + 1), column.heading, &format)?;
    }
    sheet.set_column_width_pixels(end, WIDE)?;
    sheet.write_string_with_format(HEADS, end, PROBLEMS, &look::heading(false))?;
    sheet.set_row_height_pixels(0, 44)?;
    sheet.set_row_height_pixels(1, 26)?;
    sheet.set_row_height_pixels(HEADS, 40)?;
    set_up(sheet, HEADS)
}

impl Formats {
    fn of(&self, cell: Cell<'_>, fills: Option<&Heading>) -> Format {
        match cell {
            Cell::Number(number) => look::plain_number(number),
            Cell::Date(_) => self.date.clone(),
            Cell::Bool(_) => self.truth.clone(),
            Cell::Text(_) | Cell::Error(_) => self.words.clone(),
            Cell::Empty => fills.map_or(self.words.clone(), |heading| look::cell(heading.kind)),
        }
    }
}

fn coloured(format: Format, worst: Option<Severity>) -> Format {
    match worst {
        Some(Severity::Error) => look::wrong(format),
        Some(Severity::Warning | Severity::Note) => look::doubtful(format),
        None => format,
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(text) | Cell::Error(text) => {
            sheet.write_string_with_format(row, column, cut(text), format)?
        }
        Cell::Number(number) => sheet.write_number_with_format(row, column, number, format)?,
        Cell::Date(day) => sheet.write_datetime_with_format(row, column, day, format)?,
        Cell::Bool(truth) => sheet.write_boolean_with_format(row, column, truth, format)?,
    };
    Ok(())
}

fn said(problem: &Problem<'_>) -> String {
    let kind = match problem.severity {
        Severity::Error => "",
        Severity::Warning | Severity::Note => "（请核对）",
    };
    let dash = if problem.help.is_empty() { "" } else { "。" };
    format!("{kind}{}{dash}{}", problem.message, problem.help)
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}
