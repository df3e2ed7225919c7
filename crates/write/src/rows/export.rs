//! Long tables as workbooks, row by row: what was written is kept outside the memory.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, IgnoreError, Workbook, Worksheet, XlsxError};

use super::cells::{LAST_ROW, last, line, set_up, workbook};
use super::look::Looks;
use super::{Heading, Kind, Value, binary, look};
use crate::WriteError;
use crate::xlsx::sheet_name;

/// Excel's longest text, in bytes at worst.
const LONGEST: usize = 32_000;

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub struct Export<'e> {
    /// Title over the table; also the name of the sheet.
    pub title: &'e str,
    /// A line below the title: whose rows, of which time, who took them out; may be empty.
    pub line: &'e str,
    /// Its columns.
    pub headings: &'e [Heading],
}

/// A workbook of rows while it is written. Tables longer than a sheet go on on the next.
pub struct ExportXlsx {
    workbook: Workbook,
    title: String,
    line: String,
    headings: Vec<Heading>,
    looks: Looks,
    totals: Looks,
    sheets: usize,
    next: u32,
    longest: u32,
}

impl ExportXlsx {
    /// Begins the workbook.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows, or nothing can be kept outside the memory.
    pub fn begin(export: &Export<'_>) -> Result<ExportXlsx, WriteError> {
        ExportXlsx::of_sheets(export, LAST_ROW)
    }

    /// Begins a workbook whose sheets end at this row, from 0.
    fn of_sheets(export: &Export<'_>, longest: u32) -> Result<ExportXlsx, WriteError> {
        let mut this = ExportXlsx {
            workbook: workbook(export.title),
            title: export.title.to_owned(),
            line: export.line.to_owned(),
            headings: export.headings.to_vec(),
            looks: Looks::of_rows(),
            totals: Looks::of_totals(),
            sheets: 0,
            next: 0,
            longest,
        };
        this.begin_sheet()?;
        Ok(this)
    }

    /// Writes a row; values behind the last column are left out.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        if self.next > self.longest {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (at, heading) in self.headings.iter().enumerate() {
            let value = values.get(at).copied().unwrap_or_default();
            let Some(format) = self.looks.of(shown(value, heading.kind)) else { continue };
            write(sheet, self.next, last(at + 1), value, heading, format)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the totals, which end the table.
    ///
    /// # Errors
    /// Where it goes beyond what Excel allows, or nothing can be kept outside the memory.
    pub fn total(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        std::mem::swap(&mut self.looks, &mut self.totals);
        let written = self.row(values);
        std::mem::swap(&mut self.looks, &mut self.totals);
        written
    }

    /// The bytes of the .xlsx.
    ///
    /// # Errors
    /// Where it could not be packed.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        self.end_sheet()?;
        Ok(self.workbook.save_to_buffer()?)
    }

    /// Writes the .xlsx out.
    ///
    /// # Errors
    /// Where it could not be packed or written.
    pub fn finish_into(mut self, out: impl Write + Seek + Send) -> Result<(), WriteError> {
        self.end_sheet()?;
        Ok(self.workbook.save_to_writer(out)?)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        let number = if self.sheets > 1 { format!("{}-", self.sheets) } else { String::new() };
        sheet.set_name(sheet_name(&format!("{number}{}", self.title), &mut Default::default()))?;
        sheet.set_default_row_height_pixels(look::ROW);
        let end = last(self.headings.len());
        for (at, heading) in self.headings.iter().enumerate() {
            sheet.set_column_width_pixels(last(at + 1), look::width(heading))?;
        }
        let mut row = 0;
        sheet.set_row_height_pixels(row, 44)?;
        line(sheet, row, end, &self.title, &look::title())?;
        if !self.line.is_empty() {
            row += 1;
            sheet.set_row_height_pixels(row, 26)?;
            line(sheet, row, end, &self.line, &look::hint())?;
        }
        row += 1;
        sheet.set_row_height_pixels(row, 36)?;
        for (at, heading) in self.headings.iter().enumerate() {
            let format = look::heading(false);
            sheet.write_string_with_format(row, last(at + 1), &heading.label, &format)?;
        }
        set_up(sheet, row)?;
        self.next = row + 1;
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let end = last(self.headings.len());
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        let row = self.next - 1;
        sheet.ignore_error_range(0, 0, row, end, IgnoreError::NumberStoredAsText)?;
        sheet.set_print_area(0, 0, row, end)?;
        Ok(())
    }
}

impl std::fmt::Debug for ExportXlsx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportXlsx").field("next", &self.next).finish_non_exhaustive()
    }
}

/// As what a value is shown: by its column, unless it is none of its kind.
fn shown(value: Value<'_>, kind: Kind) -> Kind {
    match (value, kind) {
        (Value::Date(_), _) => Kind::Date,
        (Value::Money(_), Kind::Yuan | Kind::Wan) => kind,
        (Value::Money(_), _) => Kind::Yuan,
        (Value::Number(_), Kind::Number(_) | Kind::Yuan | Kind::Wan) => kind,
        (Value::Number(_), _) => Kind::Number(0),
        (Value::Text(_), Kind::Number(_) | Kind::Yuan | Kind::Wan | Kind::Date) => Kind::Words,
        _ => kind,
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: Value<'_>,
    heading: &Heading,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => sheet.write_blank(row, column, format)?,
        Value::Text(text) => {
            let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
            sheet.write_string_with_format(row, column, text, format)?
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, binary(number), format)?
        }
        Value::Money(money) => {
            let amount = binary(heading.amount(money));
            sheet.write_number_with_format(row, column, amount, format)?
        }
        Value::Date(day) => sheet.write_datetime_with_format(row, column, day, format)?,
        Value::YesNo(truth) => {
            sheet.write_string_with_format(row, column, if truth { "是" } else { "否" }, format)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_longer_than_a_sheet_goes_on_on_the_next() {
        let headings = [Heading { label: "姓名".into(), ..Heading::default() }];
        let export = Export { title: "台账", line: "临河县", headings: &headings };
        let mut out = ExportXlsx::of_sheets(&export, 4).unwrap();
        for name in ["甲", "乙", "丙", "丁", "戊"] {
            out.row(&[Value::Text(name)]).unwrap();
        }
        let bytes = out.finish().unwrap();
        let book = read::rows::Workbook::open("a.xlsx", &bytes, read::Limits::default()).unwrap();
        let names: Vec<&str> = book.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["台账", "2-台账", "3-台账"]);
        let mut rows = Vec::new();
        for sheet in 0..3 {
            let _ = book.rows(sheet, &mut |row| {
                rows.push(format!("{:?}", row.cells));
                std::ops::ControlFlow::Continue(())
            });
        }
        assert_eq!(rows.len(), 3 * 3 + 5);
    }
}
