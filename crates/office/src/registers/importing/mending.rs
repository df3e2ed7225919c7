//! The table given back to be mended: its rows as they stand, cells marked, a column that says what is wrong.

use std::ops::ControlFlow;
use std::sync::Arc;

use ground::Severity;
use read::rows::{Row, Workbook};
use register::{Cell, Checked, Duplicates, KeyMark, RowFinding};
use store::{Cell as StoredCell, Tx};
use tokio::runtime::Handle;
use write::rows::{MendColumn, Mending, PROBLEMS, Problem};

use super::Choices;
use super::rows::key_columns;
use super::sheet::{self, Sheet};
use super::staging::{LIMITS, broken, sentence};
use crate::registers::Register;
use crate::registers::exporting::of_inputs;
use crate::registers::references::{self, References};
use crate::registers::same_person::Keys;
use crate::registers::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission};

/// Up to so many rows the whole table is given back, of longer ones what is wrong alone.
const WHOLE: usize = 50_000;
/// So many rows at a time are held against the entries that they name.
const AT_ONCE: usize = 500;

impl Office {
    /// The rows of a table with what is wrong with them marked, as a workbook that can be mended and imported, and
    /// its name. It goes to whoever sent the table and holds nothing that did not stand there.
    ///
    /// # Errors
    /// If the asker has sent no such table, or it cannot be read.
    pub async fn import_errors(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        staged: &str,
        choices: &Choices,
    ) -> Result<(String, Vec<u8>), OfficeError> {
        let sight = self.importing_sight(asker, owner).await?;
        let all = self.registers().await?;
        let found = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::WriteRegisters).await?;
        let staged = self.staged(&mut tx, asker, found, owner, staged).await?;
        let remembered = super::taking::remembered(&mut tx, found, owner).await?;
        let name = format!("{}问题行.xlsx", found.definition.title);
        let (office, all, register) = (self.clone(), Arc::clone(&all), register.to_owned());
        let choices = choices.clone();
        let making = tokio::task::spawn_blocking(move || {
            let register = all.get(&register)?;
            let opened = Workbook::open(&staged.name, &staged.bytes, LIMITS);
            let workbook = opened.map_err(|finding| OfficeError::Invalid(sentence(&finding)))?;
            let offered = sheet::opened(register.definition, &workbook, &remembered, &choices);
            let sheet = offered.sheet.map_err(OfficeError::Invalid)?;
            office.mending(tx, register, &sight, &workbook, &sheet)
        });
        Ok((name, making.await.map_err(|_| broken())??))
    }

    fn mending(
        &self,
        tx: Tx,
        register: Register<'_>,
        sight: &Sight,
        workbook: &Workbook<'_>,
        sheet: &Sheet,
    ) -> Result<Vec<u8>, OfficeError> {
        let invalid = |finding: Box<ground::Finding>| OfficeError::Invalid(sentence(&finding));
        let today = self.now().day();
        let checker = register.checker(self.rulebook(), &sight.owner.region, today);
        let headings = of_inputs(register, today);
        let wide = width(&sheet.headings);
        let columns: Vec<MendColumn<'_>> = sheet
            .headings
            .iter()
            .take(wide)
            .enumerate()
            .map(|(at, heading)| {
                let mut matched = sheet.matching.columns.iter().zip(&headings);
                let fills = matched.find(|(it, _)| it.as_ref().is_some_and(|it| it.at == at));
                MendColumn { heading, fills: fills.and_then(|(_, heading)| heading.as_ref()) }
            })
            .collect();
        let mending = Mending::begin(&register.definition.title, &columns).map_err(failed)?;
        let mut mend = Mend::begin(tx, register, sight, sheet, (wide, mending))?;
        let mut wrong = None;
        let mut each = |row: Row<'_>| {
            if row.number < sheet.first || sheet.matching.passes_over(row.cells) {
                return ControlFlow::Continue(());
            }
            let checked = checker.row(row.cells, &sheet.matching);
            match mend.take(&row, checked) {
                Ok(Room::Left) => return ControlFlow::Continue(()),
                Ok(Room::Gone) => {}
                Err(error) => wrong = Some(error),
            }
            ControlFlow::Break(())
        };
        workbook.rows(sheet.at, &mut each).map_err(invalid)?;
        match wrong {
            Some(error) => Err(error),
            None => mend.done(),
        }
    }
}

/// Whether more rows can be written.
enum Room {
    Left,
    Gone,
}

/// Rows on their way into the workbook: some at a time are held against the entries that they name.
struct Mend<'m> {
    tx: Tx,
    register: Register<'m>,
    sheet: &'m Sheet,
    /// So many columns are given back.
    wide: usize,
    /// The fields that name entries of other registers.
    named: Vec<usize>,
    references: References<'m>,
    keys: Keys,
    seen: Duplicates,
    waiting: Vec<Waiting>,
    written: usize,
    mending: Mending,
}

/// A row that waits.
struct Waiting {
    number: u32,
    cells: Vec<Kept>,
    checked: Checked,
    names: Vec<StoredCell>,
}

/// A cell that outlives its sheet.
enum Kept {
    Text(String),
    Error(String),
    Plain(Cell<'static>),
}

impl<'m> Mend<'m> {
    fn begin(
        mut tx: Tx,
        register: Register<'m>,
        sight: &Sight,
        sheet: &'m Sheet,
        (wide, mending): (usize, Mending),
    ) -> Result<Mend<'m>, OfficeError> {
        let (columns, scope) = (key_columns(register), sight.scope());
        let keys = Keys::of(&mut tx, &scope, register, &columns);
        let keys = Handle::current().block_on(keys)?;
        Ok(Mend {
            tx,
            register,
            sheet,
            wide,
            named: references::fields(register),
            references: References::of(register, sight),
            keys,
            seen: Duplicates::default(),
            waiting: Vec::with_capacity(AT_ONCE),
            written: 0,
            mending,
        })
    }

    fn take(&mut self, row: &Row<'_>, checked: Checked) -> Result<Room, OfficeError> {
        let names = references::of_row(self.register, &self.named, &checked.entry);
        let cells = row.cells.get(..self.wide).unwrap_or(row.cells);
        let cells = cells.iter().copied().map(Kept::of).collect();
        self.waiting.push(Waiting { number: row.number, cells, checked, names });
        match self.waiting.len() < AT_ONCE {
            true => Ok(Room::Left),
            false => self.write(),
        }
    }

    /// Writes the rows that wait, with what is wrong with them.
    fn write(&mut self) -> Result<Room, OfficeError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut rows: Vec<_> =
            waiting.iter_mut().map(|row| (row.names.as_slice(), &mut row.checked)).collect();
        Handle::current().block_on(self.references.look(&mut self.tx, &mut rows))?;
        for row in waiting {
            let mut findings = row.checked.findings;
            if let Some(key) = self.keys.spelled(self.register, &row.checked.entry)
                && let Some(twice) = self.seen.add(row.number, KeyMark::of(&key))
            {
                let first = format!("第{}行", twice.first);
                findings.push(twice.finding(self.register.definition, &first));
            }
            findings.retain(|finding| finding.severity > Severity::Note);
            if findings.is_empty() && self.written >= WHOLE {
                continue;
            }
            self.written += 1;
            let problems: Vec<Problem<'_>> =
                findings.iter().map(|finding| problem(self.sheet, finding)).collect();
            let cells: Vec<Cell<'_>> = row.cells.iter().map(Kept::cell).collect();
            self.mending.row(&cells, &problems).map_err(failed)?;
            if self.mending.is_full() {
                return Ok(Room::Gone);
            }
        }
        Ok(Room::Left)
    }

    fn done(mut self) -> Result<Vec<u8>, OfficeError> {
        self.write()?;
        self.mending.finish().map_err(failed)
    }
}

impl Kept {
    fn of(cell: Cell<'_>) -> Kept {
        match cell {
            Cell::Text(text) => Kept::Text(text.to_owned()),
            Cell::Error(text) => Kept::Error(text.to_owned()),
            Cell::Empty => Kept::Plain(Cell::Empty),
            Cell::Number(number) => Kept::Plain(Cell::Number(number)),
            Cell::Date(day) => Kept::Plain(Cell::Date(day)),
            Cell::Bool(truth) => Kept::Plain(Cell::Bool(truth)),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Kept::Text(text) => Cell::Text(text),
            Kept::Error(text) => Cell::Error(text),
            Kept::Plain(cell) => *cell,
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed over by `map_err`")]
fn failed(error: write::WriteError) -> OfficeError {
    OfficeError::Machine(format!("文件没有生成出来（{error}）"))
}

/// How many columns are given back: not what an earlier table given back has said, which is said anew.
fn width(headings: &[String]) -> usize {
    match headings.split_last() {
        Some((last, rest)) if last == PROBLEMS => rest.len(),
        _ => headings.len(),
    }
}

fn problem<'f>(sheet: &Sheet, finding: &'f RowFinding) -> Problem<'f> {
    let column = finding.input.and_then(|input| sheet.matching.columns.get(input));
    Problem {
        column: column.and_then(Option::as_ref).map(|column| column.at),
        severity: finding.severity,
        message: &finding.message,
        help: &finding.help,
    }
}
