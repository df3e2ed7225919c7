//! The table given back to be mended: its rows as they stand, cells marked, a column that says what is wrong.

use std::ops::ControlFlow;
use std::sync::Arc;

use ground::Severity;
use read::rows::{Row, Workbook};
use register::{Duplicates, RowFinding};
use write::rows::{MendColumn, Mending, PROBLEMS, Problem};

use super::Choices;
use super::sheet::Sheet;
use super::staging::{LIMITS, broken, sentence};
use crate::registers::Register;
use crate::registers::exporting::of_inputs;
use crate::{Asker, Office, OfficeError, Permission};

/// Up to so many rows the whole table is given back, of longer ones what is wrong alone.
const WHOLE: usize = 50_000;

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
        drop(tx);
        let opened = self.opened(&all, found.name(), &staged, remembered, choices).await?;
        let sheet = opened.sheet.map_err(OfficeError::Invalid)?;
        let name = format!("{}问题行.xlsx", found.definition.title);
        let (office, all, register) = (self.clone(), Arc::clone(&all), register.to_owned());
        let region = sight.owner.region;
        let making = tokio::task::spawn_blocking(move || {
            let register = all.get(&register)?;
            office.mending(register, &region, &staged.name, &staged.bytes, &sheet)
        });
        Ok((name, making.await.map_err(|_| broken())??))
    }

    fn mending(
        &self,
        register: Register<'_>,
        region: &str,
        file: &str,
        bytes: &[u8],
        sheet: &Sheet,
    ) -> Result<Vec<u8>, OfficeError> {
        let invalid = |finding: Box<ground::Finding>| OfficeError::Invalid(sentence(&finding));
        let workbook = Workbook::open(file, bytes, LIMITS).map_err(invalid)?;
        let definition = register.definition;
        let today = self.now().day();
        let checker = register.checker(self.rulebook(), region, today);
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
        let failed =
            |error: write::WriteError| OfficeError::Machine(format!("文件没有生成出来（{error}）"));
        let mut mending = Mending::begin(&definition.title, &columns).map_err(failed)?;
        let (mut seen, mut written, mut wrong) = (Duplicates::default(), 0, None);
        let mut each = |row: Row<'_>| {
            if row.number < sheet.first || sheet.matching.passes_over(row.cells) {
                return ControlFlow::Continue(());
            }
            let checked = checker.row(row.cells, &sheet.matching);
            let mut findings = checked.findings;
            let number = usize::try_from(row.number).unwrap_or(usize::MAX);
            if let Some(key) = definition.key_of(&checked.entry)
                && let Some(twice) = seen.add(number, &key)
            {
                findings.push(twice.finding(definition, &format!("第{}行", twice.first)));
            }
            findings.retain(|finding| finding.severity > Severity::Note);
            if findings.is_empty() && written >= WHOLE {
                return ControlFlow::Continue(());
            }
            written += 1;
            let problems: Vec<Problem<'_>> =
                findings.iter().map(|finding| problem(sheet, finding)).collect();
            if let Err(error) = mending.row(row.cells.get(..wide).unwrap_or(row.cells), &problems) {
                wrong = Some(error);
                return ControlFlow::Break(());
            }
            if mending.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        workbook.rows(sheet.at, &mut each).map_err(invalid)?;
        match wrong {
            Some(error) => Err(failed(error)),
            None => mending.finish().map_err(failed),
        }
    }
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
