//! Rows read and checked side by side, handed on in their order.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

use ground::{Day, Finding, Severity};
use read::rows::{Chunk, Workbook};
use register::{Checked, Checker, Entry};
use rulebook::Rulebook;
use store::Cell as StoredCell;
use tokio::sync::mpsc;

use super::sheet::Sheet;
use super::staging::LIMITS;
use crate::registers::{Register, Registers, references};

/// So many lots of rows wait for whoever takes them.
const WAITING: usize = 2;

/// What rows are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To look at them.
    Look,
    /// To take them in: they are sealed for the table.
    Take,
}

/// What is to be read, and how.
pub(super) struct Reading {
    pub(super) registers: Arc<Registers>,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) register: String,
    pub(super) region: String,
    pub(super) today: Day,
    pub(super) file: String,
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) sheet: Sheet,
    pub(super) purpose: Purpose,
}

/// A row of the register's.
pub(super) struct Line {
    /// Its number in the sheet.
    pub(super) number: u32,
    /// What became of it.
    pub(super) checked: Checked,
    /// What makes it the same as another row.
    pub(super) key: Option<String>,
    /// What makes it the same as an entry, in the columns of [`key_columns`].
    pub(super) stored_key: Option<Vec<StoredCell>>,
    /// What goes into the table, of sound rows that are to be taken in.
    pub(super) cells: Vec<StoredCell>,
    /// What it names in other registers, of rows that are looked at.
    pub(super) names: Vec<StoredCell>,
}

/// Some rows that follow each other.
#[derive(Default)]
pub(super) struct Lot {
    pub(super) lines: Vec<Line>,
    /// Rows that are none of the register's.
    pub(super) passed_over: u64,
    /// Filled cells too far to the right.
    pub(super) left_out: u64,
    /// What broke the reading off behind them.
    pub(super) fault: Option<Box<Finding>>,
}

/// The columns of the table by which an entry is the same as another; none where nothing is.
pub(in super::super) fn key_columns(register: Register<'_>) -> Vec<String> {
    let joins = register.definition.key.iter().map(|place| register.definition.join_column(*place));
    let columns: Option<Vec<String>> =
        joins.map(|join| join.filter(|join| !join.encrypted).map(|join| join.name)).collect();
    columns.unwrap_or_default()
}

impl Reading {
    /// Reads on threads of its own. Whoever drops the receiver ends it.
    pub(super) fn begin(self) -> mpsc::Receiver<Lot> {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || self.read(&sender));
        receiver
    }

    fn read(&self, sender: &mpsc::Sender<Lot>) {
        let Ok(register) = self.registers.get(&self.register) else { return };
        let workbook = match Workbook::open(&self.file, &self.bytes, LIMITS) {
            Ok(workbook) => workbook,
            Err(fault) => {
                // Whoever has gone away needs no answer.
                let _ = sender.blocking_send(Lot { fault: Some(fault), ..Lot::default() });
                return;
            }
        };
        let checker = register.checker(&self.rulebook, &self.region, self.today);
        let columns = key_columns(register);
        let named = match self.purpose {
            Purpose::Look => references::fields(register),
            Purpose::Take => Vec::new(),
        };
        let each = Each { reading: self, register, workbook: &workbook, checker, columns, named };
        let at_once = thread::available_parallelism().map_or(2, usize::from);
        let mut waiting = Vec::with_capacity(at_once);
        let unpacked = workbook.unpack(self.sheet.at, &mut |chunk| {
            waiting.push(chunk);
            if waiting.len() < at_once {
                return ControlFlow::Continue(());
            }
            each.all(&std::mem::take(&mut waiting), sender)
        });
        let _ = each.all(&waiting, sender);
        if let Err(fault) = unpacked {
            let _ = sender.blocking_send(Lot { fault: Some(fault), ..Lot::default() });
        }
    }
}

/// What every thread works with.
struct Each<'e> {
    reading: &'e Reading,
    register: Register<'e>,
    workbook: &'e Workbook<'e>,
    checker: Checker<'e>,
    columns: Vec<String>,
    /// The fields that name entries of other registers.
    named: Vec<usize>,
}

impl Each<'_> {
    /// Takes chunks apart, each on a thread, and sends what they hold in order.
    fn all(&self, chunks: &[Chunk], sender: &mpsc::Sender<Lot>) -> ControlFlow<()> {
        let lots = thread::scope(|scope| {
            let threads: Vec<_> =
                chunks.iter().map(|chunk| scope.spawn(move || self.one(chunk))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| broken())).collect()
        });
        let lots: Vec<Lot> = lots;
        for lot in lots {
            let is_over = lot.fault.is_some();
            if sender.blocking_send(lot).is_err() || is_over {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    fn one(&self, chunk: &Chunk) -> Lot {
        let sheet = &self.reading.sheet;
        let mut lot = Lot::default();
        let read = self.workbook.read(chunk, &mut |row| {
            lot.left_out += row.left_out as u64;
            if row.number < sheet.first {
                return;
            }
            if sheet.matching.passes_over(row.cells) {
                lot.passed_over += 1;
                return;
            }
            let checked = self.checker.row(row.cells, &sheet.matching);
            lot.lines.push(self.line(row.number, checked));
        });
        lot.fault = read.err();
        lot
    }

    fn line(&self, number: u32, checked: Checked) -> Line {
        let definition = self.register.definition;
        let is_taken = self.reading.purpose == Purpose::Take && checked.is_sound();
        let cells = if is_taken { self.register.cells(&checked.entry) } else { Vec::new() };
        let key = definition.key_of(&checked.entry);
        let stored_key = key.as_ref().and_then(|_| self.stored_key(&checked.entry, &cells));
        let names = references::of_row(self.register, &self.named, &checked.entry);
        Line { number, checked, key, stored_key, cells, names }
    }

    fn stored_key(&self, entry: &Entry, cells: &[StoredCell]) -> Option<Vec<StoredCell>> {
        if self.columns.is_empty() {
            return None;
        }
        let of_key;
        let cells = if cells.is_empty() {
            let mut only = Entry::blank(self.register.definition.fields.len());
            for place in &self.register.definition.key {
                only.set(*place, entry.value(*place).cloned());
            }
            of_key = self.register.cells(&only);
            &of_key
        } else {
            cells
        };
        let part = |name: &String| {
            let columns = self.register.book.columns.iter();
            let cell = columns.zip(cells).find(|(column, _)| column.name == *name)?.1;
            (*cell != StoredCell::Nothing).then(|| cell.clone())
        };
        self.columns.iter().map(part).collect()
    }
}

/// What is said where a thread has failed.
fn broken() -> Lot {
    let message = "读取表格时程序出错，没有导入任何内容";
    let fault = Finding::new(
        ground::RuleCode::new("RED001"),
        Severity::Error,
        ground::Span::at(0),
        message,
    );
    let fault = fault.help("请用 WPS 表格或 Excel 另存为 .xlsx 再试；如仍不行，请告诉系统管理员");
    Lot { fault: Some(Box::new(fault)), ..Lot::default() }
}
