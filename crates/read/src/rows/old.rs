//! Sheets of .xls: the old format holds few enough rows to be kept whole.

use std::ops::ControlFlow;

use super::merged::{Cells, Held, Merged};
use super::numbers::{Meant, Numbers};
use super::{Row, SheetName};
use crate::Limits;
use crate::docx::fault::Fault;
use crate::sheet::book::{Filled, Purpose, Region, Shows};
use crate::sheet::xls;

/// A workbook with all its cells.
pub(super) struct Book {
    sheets: Vec<Sheet>,
    shared: Vec<String>,
    numbers: Numbers,
    fault: Option<Fault>,
}

struct Sheet {
    /// By rows and columns.
    cells: Vec<Filled>,
    /// By their first rows.
    regions: Vec<Region>,
}

/// All rows of the sheet of this number.
#[derive(Debug)]
pub(super) struct Rows(usize);

/// Opens a workbook.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<(Book, Vec<SheetName>), Fault> {
    let book = xls::book_for(bytes, limits, Purpose::Meant)?;
    let numbers = Numbers::new(&book.styles);
    let (mut names, mut sheets) = (Vec::new(), Vec::new());
    for sheet in book.sheets {
        names.push(SheetName { name: sheet.name, is_hidden: sheet.is_hidden });
        let (mut cells, mut regions) = (sheet.cells, sheet.regions);
        cells.sort_by_key(|cell| (cell.row, cell.column));
        regions.sort_unstable_by_key(|region| region.rows);
        sheets.push(Sheet { cells, regions });
    }
    let fault = book.faults.into_iter().next().map(|(_, fault)| fault);
    Ok((Book { sheets, shared: book.shared, numbers, fault }, names))
}

impl Book {
    /// What was wrong with the file.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault.clone()
    }

    /// Hands the rows of a sheet out, all at once.
    pub(super) fn unpack(&self, sheet: usize, take: &mut dyn FnMut(Rows) -> ControlFlow<()>) {
        let is_filled = self.sheets.get(sheet).is_some_and(|sheet| !sheet.cells.is_empty());
        if is_filled {
            let _ = take(Rows(sheet));
        }
    }

    /// Takes rows apart.
    pub(super) fn read(&self, rows: &Rows, each: &mut dyn FnMut(Row<'_>)) {
        let Some(sheet) = self.sheets.get(rows.0) else { return };
        let mut merged = Merged::new(&sheet.regions, &[]);
        let mut cells = Cells::default();
        for row in sheet.cells.chunk_by(|a, b| a.row == b.row) {
            cells.clear();
            for cell in row {
                let value = self.value(&cell.shows, &mut cells);
                cells.put(usize::try_from(cell.column).unwrap_or(usize::MAX), value);
            }
            let number = row.first().map_or(1, |cell| cell.row.saturating_add(1));
            cells.hand_out(number, &mut merged, each);
        }
    }

    fn value<'x>(&'x self, shows: &'x Shows, cells: &mut Cells<'x>) -> Held<'x> {
        match shows {
            Shows::Own(words) => Held::Words(words),
            Shows::Shared(number) => {
                self.shared.get(*number).map_or(Held::Empty, |w| Held::Words(w))
            }
            Shows::Number(number, style) => {
                match self.numbers.of(*style, *number, || number.to_string()) {
                    Meant::Number(number) => Held::Number(number),
                    Meant::Day(day) => Held::Day(day),
                    Meant::Words(words) => cells.words(&words),
                }
            }
            Shows::Truth(truth) => Held::Bool(*truth),
            Shows::Error(words) => Held::Error(words),
        }
    }
}
