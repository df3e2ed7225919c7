//! Rows of tables for registers: .xlsx streamed however long it is, .xls, .csv and .txt in any encoding.
//!
//! A sheet comes in chunks of whole rows, so that one thread unpacks while others read: [`Workbook::unpack`] hands
//! out the chunks in order, [`Workbook::read`] takes one apart and may be called from any thread;
//! [`Workbook::rows`] does both in one thread. A cell of a merged region has the value of the region, as people
//! see it.
//!
//! Suggested reading order: this file, `workbook` and `pieces` (a sheet of .xlsx unpacked piece by piece), `taking`
//! and `merged` (a piece taken apart), `numbers` (what a number means by its format), `old` (.xls), `text`.

mod merged;
mod numbers;
mod old;
mod pieces;
mod plain;
mod refusal;
mod shared;
mod taking;
mod text;
mod workbook;

use std::ops::ControlFlow;

use ground::{Finding, Severity, Span};
use model::cell::Cell;

use crate::Limits;
use crate::docx::fault::Fault;
use crate::sheet::book::left_out;
use crate::sniff::{self, Kind};

/// More columns than this no table of people has: cells beyond are counted, not read.
pub const MOST_COLUMNS: usize = 512;

/// A file of tables that has been opened.
pub struct Workbook<'b> {
    tables: Tables<'b>,
    sheets: Vec<SheetName>,
    findings: Vec<Finding>,
}

/// A sheet as the file lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetName {
    /// Its name; of a text file the file's.
    pub name: String,
    /// Whether it is hidden.
    pub is_hidden: bool,
}

/// Some whole rows that follow each other, not yet taken apart.
#[derive(Debug)]
pub struct Chunk(Piece);

#[derive(Debug)]
enum Piece {
    Xml(workbook::Rows),
    Old(old::Rows),
    Lines(text::Lines),
}

/// A row.
#[derive(Debug)]
pub struct Row<'r> {
    /// Its number as the program shows it in which the file was made, from 1.
    pub number: u32,
    /// Its cells from the first column on, as far as any is filled.
    pub cells: &'r [Cell<'r>],
    /// How many filled cells beyond [`MOST_COLUMNS`] were left out.
    pub left_out: usize,
}

enum Tables<'b> {
    Workbook(workbook::Parts<'b>),
    Old(old::Book),
    Text(text::Table<'b>),
}

impl<'b> Workbook<'b> {
    /// Opens a file. `name` is what the user calls it; its extension is not believed.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file and what to do.
    pub fn open(name: &str, bytes: &'b [u8], limits: Limits) -> Result<Workbook<'b>, Box<Finding>> {
        if bytes.len() > limits.packed {
            return Err(refused(refusal::too_large(bytes.len(), limits.packed)));
        }
        let (tables, sheets, mut findings) = match sniff::kind(bytes) {
            Kind::Xlsx => {
                let (parts, sheets) = workbook::open(bytes, limits).map_err(refused)?;
                (Tables::Workbook(parts), sheets, Vec::new())
            }
            Kind::Xls => {
                let (book, sheets) = old::open(bytes, limits).map_err(refused)?;
                (Tables::Old(book), sheets, Vec::new())
            }
            Kind::Text => {
                let (table, damaged) = text::table(bytes);
                let sheets = vec![SheetName { name: name.to_owned(), is_hidden: false }];
                (Tables::Text(table), sheets, damaged.into_iter().collect())
            }
            kind => return Err(Box::new(refusal::other(name, bytes, kind))),
        };
        if sheets.is_empty() {
            return Err(refused(refusal::no_sheet()));
        }
        findings.extend(hidden(&sheets));
        Ok(Workbook { tables, sheets, findings })
    }

    /// Its sheets in the order of their tabs.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// What a person should know of the file beside its rows: hidden sheets, bytes that stand for no character.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Unpacks a sheet and hands out its rows in order, until `take` has enough.
    ///
    /// # Errors
    /// If the sheet is broken, or larger than the limits: what was handed out before holds.
    pub fn unpack(
        &self,
        sheet: usize,
        take: &mut dyn FnMut(Chunk) -> ControlFlow<()>,
    ) -> Result<(), Box<Finding>> {
        match &self.tables {
            Tables::Workbook(parts) => {
                parts.unpack(sheet, &mut |rows| take(Chunk(Piece::Xml(rows)))).map_err(refused)
            }
            Tables::Old(book) => {
                book.unpack(sheet, &mut |rows| take(Chunk(Piece::Old(rows))));
                book.fault().map_or(Ok(()), |fault| Err(refused(fault)))
            }
            Tables::Text(table) => {
                table.unpack(&mut |lines| take(Chunk(Piece::Lines(lines))));
                Ok(())
            }
        }
    }

    /// Takes a chunk apart; rows without any filled cell are left out.
    ///
    /// # Errors
    /// If it is broken: the rows before the break were handed out.
    pub fn read(&self, chunk: &Chunk, each: &mut dyn FnMut(Row<'_>)) -> Result<(), Box<Finding>> {
        match (&self.tables, &chunk.0) {
            (Tables::Workbook(parts), Piece::Xml(rows)) => parts.read(rows, each).map_err(refused),
            (Tables::Text(table), Piece::Lines(lines)) => table.read(lines, each).map_err(refused),
            (Tables::Old(book), Piece::Old(rows)) => {
                book.read(rows, each);
                Ok(())
            }
            // A chunk of another workbook holds none of this one's rows.
            _ => Ok(()),
        }
    }

    /// Hands out the rows of a sheet one after the other, until `each` has enough; how many they were.
    ///
    /// # Errors
    /// If no row of the sheet has a filled cell, or it is broken or larger than the limits: the rows before were
    /// handed out.
    pub fn rows(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<u32, Box<Finding>> {
        let (mut count, mut flow, mut broken) = (0u32, ControlFlow::Continue(()), None);
        self.unpack(sheet, &mut |chunk| {
            let read = self.read(&chunk, &mut |row| {
                if flow.is_continue() {
                    count = count.saturating_add(1);
                    flow = each(row);
                }
            });
            if let Err(finding) = read {
                broken = Some(finding);
                return ControlFlow::Break(());
            }
            flow
        })?;
        match broken {
            Some(finding) if flow.is_continue() => Err(finding),
            _ if count == 0 => Err(refused(refusal::no_rows(self.named(sheet)))),
            _ => Ok(count),
        }
    }

    fn named(&self, sheet: usize) -> &str {
        self.sheets.get(sheet).map_or("", |sheet| &sheet.name)
    }
}

impl std::fmt::Debug for Workbook<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook").field("sheets", &self.sheets).finish_non_exhaustive()
    }
}

fn refused(fault: Fault) -> Box<Finding> {
    let help = refusal::help(&fault);
    Box::new(Finding::new(fault.code, Severity::Error, Span::at(0), fault.message).help(help))
}

/// That some sheets are hidden.
fn hidden(sheets: &[SheetName]) -> Option<Finding> {
    let names: Vec<&str> =
        sheets.iter().filter(|sheet| sheet.is_hidden).map(|sheet| sheet.name.as_str()).collect();
    let shown = names.iter().take(3).map(|name| format!("“{name}”")).collect::<String>();
    let more = if names.len() > 3 { "等" } else { "" };
    let message = format!("有 {} 张隐藏的工作表：{shown}{more}", names.len());
    let help = "只有选中的工作表会导入；要导入隐藏的内容，请先在表格程序中取消隐藏";
    (!names.is_empty()).then(|| left_out(0, message, help))
}
