//! Workbooks: sections of one name on one sheet, tables cell by cell on the sheet's grid.
//!
//! Every cell is text, as it stands in the document: a share of 25% stays 25%, a sum of 24.00 keeps
//! its places, and no formula can come to life.

mod columns;
mod look;

use std::collections::HashSet;

use rust_xlsxwriter::{DocProperties, IgnoreError, Workbook, Worksheet, XlsxError};

use crate::WriteError;
use crate::document::{
    Block, Contents, Document, FIRST_DAY, Part, Placed, Properties, Section, Table,
};
use crate::page::{Numbers, Orientation};
use crate::style::Style;
use columns::Columns;
use look::Looks;

/// Excel's number for A4.
const A4: u8 = 9;
/// Excel's highest row, in pixels.
const HIGHEST_ROW: u32 = 545;
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
fn sheet_name(name: &str, taken: &mut HashSet<String>) -> String {
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
    let mut sheet = Sheet { sheet, looks, columns, row: 0 };
    for (index, section) in sections.iter().enumerate() {
        if index > 0 {
            sheet.gap()?;
        }
        for block in &section.blocks {
            sheet.block(block)?;
        }
    }
    let (row, column) = (sheet.row.max(1) - 1, sheet.columns.last());
    sheet.sheet.ignore_error_range(0, 0, row, column, IgnoreError::NumberStoredAsText)?;
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
            Block::Paragraph(paragraph) => self.line(paragraph.style, &paragraph.text()),
            Block::Contents(contents) => self.contents(contents),
            Block::Table(table) => self.table(table),
            Block::Space(_) | Block::PageBreak => self.gap(),
        }
    }

    /// A paragraph over the whole width.
    fn line(&mut self, style: Style, text: &str) -> Result<(), XlsxError> {
        let indent = "\u{3000}".repeat(usize::try_from(style.look().first_line).unwrap_or(0));
        let lines = text.split('\n').map(str::to_owned);
        for line in lines {
            let line = format!("{indent}{}", line.replace('\t', " "));
            let last = self.columns.last();
            let width = self.columns.width(0, last);
            let lines = look::lines(style, &line, width);
            self.cell((self.row, 0), (self.row, last), &line, self.looks.text(style))?;
            self.end_row(lines * look::pitch(style) + look::around(style))?;
        }
        Ok(())
    }

    fn contents(&mut self, contents: &Contents) -> Result<(), XlsxError> {
        if let Some(heading) = &contents.heading {
            self.line(heading.style, &heading.text())?;
        }
        for entry in &contents.entries {
            let style = if entry.level == 1 { Style::ContentsPart } else { Style::ContentsEntry };
            let page = entry.page.map_or(String::new(), |page| format!("............{page}"));
            self.line(style, &format!("{}{page}", entry.title))?;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let places = self.columns.places(&table.widths);
        let first = self.row;
        for (row, said) in table.grid().iter().zip(&table.rows) {
            // A pixel is fifteen twentieths of a point.
            let mut height = said.height / 15;
            for placed in row {
                height = height.max(self.placed(placed, &places)?);
            }
            self.end_row(height)?;
        }
        let headings = u32::try_from(table.header_rows).unwrap_or(0);
        if headings > 0 {
            self.sheet.set_repeat_rows(first, first + headings - 1)?;
        }
        Ok(())
    }

    /// Writes a cell where it begins; gives the height that it needs in its row.
    fn placed(&mut self, placed: &Placed<'_>, places: &[u16]) -> Result<u32, XlsxError> {
        if placed.part == Part::Further {
            return Ok(0);
        }
        let cell = placed.cell;
        let edge = |column: u16| places.get(usize::from(column)).copied().unwrap_or(0);
        let first = edge(placed.column);
        let last = edge(placed.column.saturating_add(cell.columns)).max(first + 1) - 1;
        let style = cell.paragraphs.first().map_or(Style::CellText, |first| first.style);
        let text = cell.lines().join("\n");
        let down = u32::from(cell.rows.max(1)) - 1;
        self.cell((self.row, first), (self.row + down, last), &text, self.looks.cell(style))?;
        if down > 0 {
            return Ok(look::pitch(style));
        }
        let width = self.columns.width(first, last);
        let lines: u32 = cell.lines().iter().map(|line| look::lines(style, line, width)).sum();
        Ok(lines.max(1) * look::pitch(style) + 6)
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
