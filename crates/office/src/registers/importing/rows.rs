//! Rows read and checked side by side, handed on in their order.
//!
//! One thread opens the table, says what it offers, and holds it open until its rows are asked for: opening a long
//! table takes a while. Then it unpacks the sheet, others take the pieces apart in turn, and the rows go on in the
//! order of the pieces.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use ground::{Day, Finding, Severity};
use read::rows::{Chunk, Workbook};
use register::{Checked, Checker, Entry, KeyMark};
use rulebook::Rulebook;
use store::registers::Fitted;
use store::{Cell as StoredCell, StoreError};
use tokio::sync::{mpsc, oneshot};

use super::Choices;
use super::sheet::{self, Opened, Sheet};
use super::staging::{LIMITS, broken, sentence};
use crate::OfficeError;
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

/// What rows are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Against {
    /// Entries that are there already: their keys are needed.
    Entries,
    /// Nothing: there is no entry yet.
    Nothing,
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
    pub(super) remembered: BTreeMap<String, String>,
    pub(super) choices: Choices,
    pub(super) purpose: Purpose,
}

/// The rows of a table that is held open. Whoever drops them closes it.
pub(super) struct Rows {
    go: oneshot::Sender<Against>,
    lots: mpsc::Receiver<Lot>,
}

/// A row of the register's.
pub(super) struct Line {
    /// Its number in the sheet.
    pub(super) number: u32,
    /// What became of it; of a row that goes into the table as it is, only its state.
    pub(super) checked: Checked,
    /// What makes it the same as another row.
    pub(super) key: Option<KeyMark>,
    /// What makes it the same as an entry, in the columns of [`key_columns`]; none where there are no entries.
    pub(super) stored_key: Option<Vec<StoredCell>>,
    /// What goes into the table, of sound rows that are to be taken in.
    pub(super) cells: Option<Result<Fitted, StoreError>>,
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
    /// Opens the table on a thread of its own: what it offers, and its rows.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(super) async fn open(self) -> Result<(Opened, Rows), OfficeError> {
        let (say, said) = oneshot::channel();
        let (go, gone) = oneshot::channel();
        let (sender, lots) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || self.hold(say, gone, &sender));
        let opened = said.await.map_err(|_| broken())?.map_err(OfficeError::Invalid)?;
        Ok((opened, Rows { go, lots }))
    }

    /// Opens the table, waits until its rows are wanted, and reads them.
    fn hold(
        &self,
        say: oneshot::Sender<Result<Opened, String>>,
        gone: oneshot::Receiver<Against>,
        sender: &mpsc::Sender<Lot>,
    ) {
        let Ok(register) = self.registers.get(&self.register) else { return };
        let workbook = match Workbook::open(&self.file, &self.bytes, LIMITS) {
            Ok(workbook) => workbook,
            Err(fault) => {
                // Whoever has gone away needs no answer.
                let _ = say.send(Err(sentence(&fault)));
                return;
            }
        };
        let opened = sheet::opened(register.definition, &workbook, &self.remembered, &self.choices);
        let sheet = opened.sheet.clone();
        let is_heard = say.send(Ok(opened)).is_ok();
        if let Ok(sheet) = sheet
            && is_heard
            && let Ok(against) = gone.blocking_recv()
        {
            self.read(register, &workbook, &sheet, against, sender);
        }
    }

    fn read(
        &self,
        register: Register<'_>,
        workbook: &Workbook<'_>,
        sheet: &Sheet,
        against: Against,
        sender: &mpsc::Sender<Lot>,
    ) {
        let checker = register.checker(&self.rulebook, &self.region, self.today);
        let columns = match against {
            Against::Entries => key_columns(register),
            Against::Nothing => Vec::new(),
        };
        let named = match self.purpose {
            Purpose::Look => references::fields(register),
            Purpose::Take => Vec::new(),
        };
        let purpose = self.purpose;
        let each = Each { purpose, against, register, workbook, sheet, checker, columns, named };
        if let Err(fault) = each.all(sender) {
            let _ = sender.blocking_send(Lot { fault: Some(fault), ..Lot::default() });
        }
    }
}

impl Rows {
    /// Begins to read. Whoever drops the receiver ends it.
    pub(super) fn begin(self, against: Against) -> mpsc::Receiver<Lot> {
        // Where the thread has gone away, no lot will come.
        let _ = self.go.send(against);
        self.lots
    }
}

/// What every thread works with.
struct Each<'e> {
    purpose: Purpose,
    against: Against,
    register: Register<'e>,
    workbook: &'e Workbook<'e>,
    sheet: &'e Sheet,
    checker: Checker<'e>,
    columns: Vec<String>,
    /// The fields that name entries of other registers.
    named: Vec<usize>,
}

impl Each<'_> {
    /// Unpacks the sheet on one thread, takes its pieces apart on others in turn, and sends what they hold in order.
    ///
    /// # Errors
    /// What ends the sheet early.
    fn all(&self, sender: &mpsc::Sender<Lot>) -> Result<(), Box<Finding>> {
        let at_once = thread::available_parallelism().map_or(2, usize::from);
        thread::scope(|scope| {
            let (mut chunks, mut lots, mut threads) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..at_once {
                let (chunk, chunk_in) = sync_channel(1);
                let (lot_out, lot) = sync_channel(1);
                threads.push(scope.spawn(move || self.work(&chunk_in, &lot_out)));
                chunks.push(chunk);
                lots.push(lot);
            }
            let unpacking = scope.spawn(move || self.unpack(&chunks));
            hand_on(&lots, sender);
            // Threads that still have something to hand on learn that nobody takes it.
            drop(lots);
            let ended: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
            let unpacked = unpacking.join().unwrap_or_else(|_| Err(failed()));
            if ended.iter().all(Result::is_ok) { unpacked } else { Err(failed()) }
        })
    }

    /// Hands the pieces of the sheet to the threads in turn.
    fn unpack(&self, threads: &[SyncSender<Chunk>]) -> Result<(), Box<Finding>> {
        let mut turns = threads.iter().cycle();
        self.workbook.unpack(self.sheet.at, &mut |chunk| match turns
            .next()
            .map(|thread| thread.send(chunk))
        {
            Some(Ok(())) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        })
    }

    fn work(&self, chunks: &Receiver<Chunk>, lots: &SyncSender<Lot>) {
        for chunk in chunks {
            if lots.send(self.one(&chunk)).is_err() {
                return;
            }
        }
    }

    fn one(&self, chunk: &Chunk) -> Lot {
        let sheet = self.sheet;
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
        let is_taken = self.purpose == Purpose::Take && checked.is_sound();
        let cells = is_taken.then(|| self.register.cells(&checked.entry));
        let key = definition.key_of(&checked.entry).map(|key| KeyMark::of(&key));
        let stored_key = key.and_then(|_| self.stored_key(&checked.entry, cells.as_deref()));
        let names = references::of_row(self.register, &self.named, &checked.entry);
        let goes_in = is_taken && self.against == Against::Nothing;
        let checked = if goes_in { only_state(&checked) } else { checked };
        let cells = cells.map(|cells| self.register.book.table.fitted(cells));
        Line { number, checked, key, stored_key, cells, names }
    }

    fn stored_key(&self, entry: &Entry, cells: Option<&[StoredCell]>) -> Option<Vec<StoredCell>> {
        if self.columns.is_empty() {
            return None;
        }
        let of_key;
        let cells = if let Some(cells) = cells {
            cells
        } else {
            let mut only = Entry::blank(self.register.definition.fields.len());
            for place in &self.register.definition.key {
                only.set(*place, entry.value(*place).cloned());
            }
            of_key = self.register.cells(&only);
            &of_key
        };
        let part = |name: &String| {
            let columns = self.register.book.columns.iter();
            let cell = columns.zip(cells).find(|(column, _)| column.name == *name)?.1;
            (*cell != StoredCell::Nothing).then(|| cell.clone())
        };
        self.columns.iter().map(part).collect()
    }
}

/// Of a row whose cells go into the table as they are: a million rows wait in half the room, and the thread that made
/// the rest frees it.
fn only_state(checked: &Checked) -> Checked {
    let entry = Entry { state: checked.entry.state, ..Entry::blank(0) };
    Checked { entry, findings: Vec::new() }
}

/// Sends on what the threads hand out in turn, until one of them has no more, a fault ends the table or nobody
/// takes it.
fn hand_on(threads: &[Receiver<Lot>], sender: &mpsc::Sender<Lot>) {
    for thread in threads.iter().cycle() {
        let Ok(lot) = thread.recv() else { return };
        let is_over = lot.fault.is_some();
        if sender.blocking_send(lot).is_err() || is_over {
            return;
        }
    }
}

/// What is said where a thread has failed.
fn failed() -> Box<Finding> {
    let message = "读取表格时程序出错，没有导入任何内容";
    let fault = Finding::new(
        ground::RuleCode::new("RED001"),
        Severity::Error,
        ground::Span::at(0),
        message,
    );
    let help = "请用 WPS 表格或 Excel 另存为 .xlsx 再试；如仍不行，请告诉系统管理员";
    Box::new(fault.help(help))
}
