//! Workbooks: sections of one name on one sheet, tables cell by cell on the sheet's grid.
//!
//! Words stay words, as they stand in the document: a share of 25% stays 25%, and no formula can come
//! to life. Only where the document says that a cell is a number does the sheet hold one; where it says how that comes
//! of others, it is a formula of cells, never of words, that gives this very number.

mod blanks;
mod columns;
mod formulas;
mod look;

use std::collections::HashSet;

use rust_xlsxwriter::{DocProperties, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};

use crate::WriteError;
use crate::document::{
    Blank, Block, Cell, Contents, Document, FIRST_DAY, Part, Placed, Properties, SEAM, Section,
    Table, Takes,
};
use crate::page::{Numbers, Orientation};
use crate::style::Style;
use columns::Columns;
use formulas::Formulas;
use look::Looks;

/// Excel's number for A4.
const A4: u8 = 9;
/// Excel's highest row, in pixels.
const HIGHEST_ROW: u32 = 545;
/// So many lines are left free where paragraphs are to be written.
const ROOM_TO_WRITE: u32 = 6;
/// A head that ends lower than this is not kept in view: it would fill the window.
const MOST_FROZEN: u32 = 6;
/// Excel's longest name of a sheet.
const LONGEST_NAME: usize = 31;

/// The bytes of a .xlsx.
///
/// # Errors
/// Where the document goes beyond what Excel allows, or could not be packed.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&document.properties));
    let looks = Looks::new();
    let mut names = HashSet::new();
    for sections in document.sections.chunk_by(|a, b| a.name == b.name) {
        let Some(first) = sections.first() else { continue };
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&first.name, &mut names))?;
        fill(sheet, sections, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn properties(said: &Properties) -> DocProperties {
    DocProperties::new()
        .set_title(said.title.as_str())
        .set_subject(said.subject.as_str())
        .set_author(said.author.as_str())
        .set_keywords(said.keywords.as_str())
        .set_creation_datetime(&said.created.unwrap_or(FIRST_DAY))
}

/// A name that Excel takes: short, without its own signs, and no other sheet's.
pub(crate) fn sheet_name(name: &str, taken: &mut HashSet<String>) -> String {
    let sound = |c: char| !"[]:*?/\\'".contains(c) && !c.is_control();
    let bare: String = name.chars().filter(|c| sound(*c)).collect();
    let bare = if bare.trim().is_empty() { "表".to_owned() } else { bare };
    let mut number = 1;
    loop {
        let tail = if number == 1 { String::new() } else { format!("_{number}") };
        let room = LONGEST_NAME.saturating_sub(tail.len());
        let name = format!("{}{tail}", bare.chars().take(room).collect::<String>());
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// A sheet while it is filled.
struct Sheet<'s> {
    sheet: &'s mut Worksheet,
    looks: &'s Looks,
    columns: Columns,
    row: u32,
    /// How many rows the table has whose head comes again on each page.
    repeated: u32,
    /// The numbers of the section so far.
    formulas: Formulas,
}

fn fill(sheet: &mut Worksheet, sections: &[Section], looks: &Looks) -> Result<(), XlsxError> {
    let tables =
        sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) => Some(table.widths.as_slice()),
            _ => None,
        });
    let lies = sections.iter().any(|section| section.page.orientation == Orientation::Landscape);
    let columns = Columns::of(tables, if lies { columns::LYING } else { columns::UPRIGHT });
    for (column, width) in (0u16..).zip(columns.pixels()) {
        sheet.set_column_width_pixels(column, width)?;
    }
    set_up(sheet, sections);
    let mut sheet =
        Sheet { sheet, looks, columns, row: 0, repeated: 0, formulas: Formulas::default() };
    for (index, section) in sections.iter().enumerate() {
        if index > 0 {
            sheet.gap()?;
        }
        for block in &section.blocks {
            sheet.block(block)?;
        }
        std::mem::take(&mut sheet.formulas).write(sheet.sheet)?;
    }
    let (row, column) = (sheet.row.max(1) - 1, sheet.columns.last());
    sheet.sheet.ignore_error_range(0, 0, row, column, IgnoreError::NumberStoredAsText)?;
    sheet.sheet.set_print_area(0, 0, row, column)?;
    Ok(())
}

fn set_up(sheet: &mut Worksheet, sections: &[Section]) {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_screen_gridlines(false);
    sheet.set_margins(0.8, 0.8, 1.0, 1.0, 0.3, 0.5);
    if sections.iter().any(|section| section.page.orientation == Orientation::Landscape) {
        sheet.set_landscape();
    }
    if sections.iter().any(|section| section.page.numbers != Numbers::None) {
        sheet.set_footer("&C— &P —");
    }
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Paragraph(paragraph) => {
                let blanks: Vec<&Blank> =
                    paragraph.runs.iter().filter_map(|run| run.blank.as_ref()).collect();
                self.line(paragraph.style, &paragraph.text(), &blanks)
            }
            Block::Contents(contents) => self.contents(contents),
            Block::Table(table) => self.table(table),
            Block::Space(SEAM) => Ok(()),
            Block::Space(_) | Block::PageBreak => self.gap(),
        }
    }

    /// A paragraph over the whole width.
    fn line(&mut self, style: Style, text: &str, blanks: &[&Blank]) -> Result<(), XlsxError> {
        let indent = "\u{3000}".repeat(usize::try_from(style.look().first_line).unwrap_or(0));
        let lines = text.split('\n').map(str::to_owned);
        for line in lines {
            let indent = if line.is_empty() { "" } else { indent.as_str() };
            let line = format!("{indent}{}", line.replace('\t', " "));
            let last = self.columns.last();
            let width = self.columns.width(0, last);
            let roomy = blanks.iter().any(|blank| blank.takes == Takes::Paragraphs);
            let (least, format) = match roomy {
                true => (ROOM_TO_WRITE, self.looks.cell(style)),
                false => (1, self.looks.text(style)),
            };
            let lines = look::lines(style, &line, width).max(least);
            let height = lines * look::pitch(style) + look::around(style);
            let pieces = height.div_ceil(HIGHEST_ROW).max(1);
            let end = self.row + pieces - 1;
            self.cell((self.row, 0), (end, last), &line, format)?;
            if let Some(check) = blanks::validation(blanks)? {
                self.sheet.add_data_validation(self.row, 0, self.row, 0, &check)?;
            }
            for _ in 0..pieces {
                self.end_row(height / pieces)?;
            }
        }
        Ok(())
    }

    fn contents(&mut self, contents: &Contents) -> Result<(), XlsxError> {
        if let Some(heading) = &contents.heading {
            self.line(heading.style, &heading.text(), &[])?;
        }
        for entry in &contents.entries {
            let style = if entry.level == 1 { Style::ContentsPart } else { Style::ContentsEntry };
            let page = entry.page.map_or(String::new(), |page| format!("............{page}"));
            self.line(style, &format!("{}{page}", entry.title), &[])?;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let places = self.columns.places(&table.widths);
        let grid = table.grid();
        let heights = self.heights(table, &grid, &places);
        let first = self.row;
        // A row that is higher than Excel allows becomes several, over which its cells are merged.
        let mut starts = vec![first];
        for height in &heights {
            let pieces = height.div_ceil(HIGHEST_ROW).max(1);
            for _ in 0..pieces {
                self.end_row(height / pieces)?;
            }
            starts.push(self.row);
        }
        for (at, row) in grid.iter().enumerate() {
            for placed in row.iter().filter(|placed| placed.part == Part::First) {
                self.placed(placed, at, &starts, &places)?;
            }
        }
        let after = starts.get(table.header_rows).copied().unwrap_or(self.row);
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        if table.header_rows > 0 && rows > self.repeated {
            self.repeated = rows;
            self.sheet.set_repeat_rows(first, after - 1)?;
            if after <= MOST_FROZEN {
                self.sheet.set_freeze_panes(after, 0)?;
            }
        }
        Ok(())
    }

    /// Heights of the rows in pixels, so that all words of their cells are seen.
    fn heights(&self, table: &Table, grid: &[Vec<Placed<'_>>], places: &[u16]) -> Vec<u32> {
        // A pixel is fifteen twentieths of a point.
        let mut heights: Vec<u32> = table.rows.iter().map(|row| row.height / 15).collect();
        let own = grid.iter().enumerate().flat_map(|(at, row)| {
            row.iter().filter(|placed| placed.part == Part::First).map(move |placed| (at, placed))
        });
        let mut own: Vec<(usize, &Placed<'_>)> = own.collect();
        own.sort_by_key(|(_, placed)| placed.cell.rows);
        for (at, placed) in own {
            let last = (at + usize::from(placed.cell.rows.max(1))).min(heights.len()).max(1) - 1;
            let others: u32 = heights.get(at..last).unwrap_or_default().iter().sum();
            let needed = self.needed(placed, places).saturating_sub(others);
            if let Some(height) = heights.get_mut(last) {
                *height = (*height).max(needed);
            }
        }
        heights
    }

    /// Height in pixels that the words of a cell take.
    fn needed(&self, placed: &Placed<'_>, places: &[u16]) -> u32 {
        let (first, last) = columns_of(placed, places);
        let style = style_of(placed.cell);
        let width = self.columns.width(first, last);
        let lines: u32 =
            placed.cell.lines().iter().map(|line| look::lines(style, line, width)).sum();
        lines.max(1) * look::pitch(style) + 6
    }

    /// Writes a cell where it begins.
    fn placed(
        &mut self,
        placed: &Placed<'_>,
        at: usize,
        starts: &[u32],
        places: &[u16],
    ) -> Result<(), XlsxError> {
        let cell = placed.cell;
        let (first, last) = columns_of(placed, places);
        let edge = |row: usize| starts.get(row).or(starts.last()).copied().unwrap_or(0);
        let (top, end) = (edge(at), edge(at + usize::from(cell.rows.max(1))));
        let text = cell.lines().join("\n");
        let mut format = self.looks.cell(style_of(cell)).clone();
        if self.needed(placed, places) > HIGHEST_ROW {
            // Words that go on over pages begin where the eye begins.
            format = format.set_align(FormatAlign::Top);
        }
        self.cell((top, first), (end.max(top + 1) - 1, last), &text, &format)?;
        let runs = cell.paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
        let blanks: Vec<&Blank> = runs.filter_map(|run| run.blank.as_ref()).collect();
        if let Some(check) = blanks::validation(&blanks)? {
            self.sheet.add_data_validation(top, first, top, first, &check)?;
        }
        if let Some(figure) = &cell.figure {
            let format = look::figure(&format, figure);
            self.sheet.write_number_with_format(top, first, look::number(figure), &format)?;
            self.formulas.note(figure, (top, end.max(top + 1) - 1, first), format);
        }
        Ok(())
    }

    fn cell(
        &mut self,
        (first_row, first): (u32, u16),
        (last_row, last): (u32, u16),
        text: &str,
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        if (first_row, first) == (last_row, last) {
            match text {
                "" => self.sheet.write_blank(first_row, first, format)?,
                _ => self.sheet.write_string_with_format(first_row, first, text, format)?,
            };
        } else {
            self.sheet.merge_range(first_row, first, last_row, last, text, format)?;
        }
        Ok(())
    }

    fn gap(&mut self) -> Result<(), XlsxError> {
        self.end_row(12)
    }

    fn end_row(&mut self, height: u32) -> Result<(), XlsxError> {
        self.sheet.set_row_height_pixels(self.row, height.clamp(12, HIGHEST_ROW))?;
        self.row += 1;
        Ok(())
    }
}

/// First and last column of a cell on the sheet.
fn columns_of(placed: &Placed<'_>, places: &[u16]) -> (u16, u16) {
    let edge = |column: u16| places.get(usize::from(column)).copied().unwrap_or(0);
    let first = edge(placed.column);
    (first, edge(placed.column.saturating_add(placed.cell.columns)).max(first + 1) - 1)
}

fn style_of(cell: &Cell) -> Style {
    cell.paragraphs.first().map_or(Style::CellText, |first| first.style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_such_as_excel_takes() {
        let mut taken = HashSet::new();
        let long = "1.".to_owned() + &"困难职工帮扶救助资金".repeat(5);
        assert_eq!(sheet_name("1.工会[经费]/补助", &mut taken), "1.工会经费补助");
        assert_eq!(sheet_name("1.工会经费补助", &mut taken), "1.工会经费补助_2");
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), 31);
        assert_eq!(sheet_name("[]", &mut taken), "表");
    }
}
