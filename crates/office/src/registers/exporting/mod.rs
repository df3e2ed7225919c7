//! Registers as tables: templates to be filled in, entries as they are listed, masked unless that is asked for.

mod columns;

use std::fs::File;
use std::io::{BufWriter, Seek};

use register::Unmasking;
use store::Tx;
use store::audit::Outcome;
use store::registers as kept;
use store::registers::list::{Asked, Count, Counting, Page};
use tokio::sync::mpsc;
use write::WriteError;
use write::rows::{Export, ExportCsv, ExportXlsx, Heading, Template, template};

pub(in crate::registers) use self::columns::of_inputs;
use self::columns::{Column, Out};
use super::listing::Question;
use super::sight::{Sight, Wish};
use super::{Register, Registers};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// Entries that are fetched at once.
const AT_ONCE: u64 = 1_000;
/// So many lots of entries wait to be written.
const WAITING: usize = 2;

/// As what entries are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A workbook.
    Xlsx,
    /// Lines of text.
    Csv,
}

/// A table that is written already, into a file that has no name and goes with its last reader.
#[derive(Debug)]
pub struct Exported {
    /// The name under which it is saved.
    pub name: String,
    /// The file, at its beginning.
    pub file: File,
    /// How many entries it holds.
    pub rows: i64,
}

impl Ending {
    /// The end of file names.
    pub fn word(self) -> &'static str {
        match self {
            Ending::Xlsx => "xlsx",
            Ending::Csv => "csv",
        }
    }

    /// What it is by the end of a name.
    pub fn from_word(word: &str) -> Option<Ending> {
        [Ending::Xlsx, Ending::Csv].into_iter().find(|ending| ending.word() == word)
    }
}

impl Office {
    /// A workbook to be filled in with rows of a register, and its name.
    ///
    /// # Errors
    /// If the asker may not see registers.
    pub async fn register_template(
        &self,
        asker: &Asker,
        register: &str,
    ) -> Result<(String, Vec<u8>), OfficeError> {
        asker.require(Permission::ReadRegisters)?;
        let all = self.registers().await?;
        let register = all.get(register)?;
        let headings = columns::to_fill(register, self.now().day());
        let definition = register.definition;
        let made =
            Template { title: &definition.title, about: &definition.about, headings: &headings };
        let bytes = template(&made).map_err(|error| failed(&error))?;
        Ok((format!("{}导入模板.xlsx", definition.title), bytes))
    }

    /// The entries that a question is about as a table: personal data masked unless the asker may see them and
    /// asks for that. It is noted how many they are.
    ///
    /// # Errors
    /// If the asker may not see them, or asks by a field of which nothing may be asked.
    pub async fn export_entries(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        question: &Question,
        ending: Ending,
    ) -> Result<Exported, OfficeError> {
        let all = self.registers().await?;
        let found = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let mut sight = self.sight(&mut tx, asker, owner).await?;
        if question.wish == Wish::Plain {
            asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
            sight.unmasking = Unmasking::Granted;
        }
        let columns = columns::shown(found, &sight, self.now().day());
        let mut asked = self.asked(&mut tx, found, &sight, question, &[]).await?;
        asked.columns = found.book.columns.iter().map(|column| column.name.clone()).collect();
        let rows = counted(&mut tx, found, &sight, &asked).await?;
        self.note(asker, note(found, &sight, question.wish, ending, rows), Outcome::Done).await?;
        let written = Written {
            headings: columns.iter().map(|column| column.heading.clone()).collect(),
            title: found.definition.title.clone(),
            line: line(&sight, question.wish, rows, self.now().day()),
            ending,
        };
        let (sender, receiver) = mpsc::channel(WAITING);
        let writing = tokio::task::spawn_blocking(move || written.write(receiver));
        let sent = send(&mut tx, &all, found, &sight, asked, &columns, sender).await;
        let file = writing.await.map_err(|_| broken())?;
        sent?;
        let file = file.map_err(|error| failed(&error))?;
        let day = self.now().day();
        let name = format!("{}{day}.{}", found.definition.title, ending.word());
        Ok(Exported { name, file, rows })
    }
}

/// Fetches entries lot by lot and sends them to where they are written.
async fn send(
    tx: &mut Tx,
    all: &Registers,
    register: Register<'_>,
    sight: &Sight,
    asked: Asked,
    columns: &[Column],
    sender: mpsc::Sender<Vec<Vec<Out>>>,
) -> Result<(), OfficeError> {
    let mut asked = Asked {
        page: Page::First,
        take: AT_ONCE,
        counting: Counting::Not,
        totals: Vec::new(),
        ..asked
    };
    loop {
        let listed = kept::list::list(tx, &sight.scope(), &register.book.table, &asked).await?;
        let rows = listed.entries.iter().map(|found| {
            let entry = register.entry(&found.cells, &found.state);
            columns
                .iter()
                .map(|column| column.out(all, register.definition, &entry, sight))
                .collect()
        });
        if sender.send(rows.collect()).await.is_err() {
            // What went wrong with the writing is told by the writer.
            return Ok(());
        }
        match listed.next {
            Some(next) => asked.page = Page::After(next),
            None => return Ok(()),
        }
    }
}

async fn counted(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    asked: &Asked,
) -> Result<i64, OfficeError> {
    let asked = Asked { take: 1, counting: Counting::Whole, totals: Vec::new(), ..asked.clone() };
    let listed = kept::list::list(tx, &sight.scope(), &register.book.table, &asked).await?;
    Ok(match listed.count {
        Count::Exactly(count) | Count::MoreThan(count) => count,
        Count::Unknown => 0,
    })
}

/// A table on its way into a file.
struct Written {
    title: String,
    line: String,
    headings: Vec<Heading>,
    ending: Ending,
}

impl Written {
    fn write(self, rows: mpsc::Receiver<Vec<Vec<Out>>>) -> Result<File, WriteError> {
        let export = Export { title: &self.title, line: &self.line, headings: &self.headings };
        let mut file = tempfile::tempfile()?;
        match self.ending {
            Ending::Xlsx => {
                let mut table = ExportXlsx::begin(&export)?;
                each(rows, |row| table.row(row))?;
                table.finish_into(&mut file)?;
            }
            Ending::Csv => {
                let mut table = ExportCsv::begin(BufWriter::new(file), &export)?;
                each(rows, |row| table.row(row))?;
                let out = table.finish()?;
                file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            }
        }
        file.rewind()?;
        Ok(file)
    }
}

fn each(
    mut rows: mpsc::Receiver<Vec<Vec<Out>>>,
    mut row: impl FnMut(&[write::rows::Value<'_>]) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    while let Some(lot) = rows.blocking_recv() {
        for cells in &lot {
            let values: Vec<write::rows::Value<'_>> = cells.iter().map(Out::value).collect();
            row(&values)?;
        }
    }
    Ok(())
}

fn line(sight: &Sight, wish: Wish, rows: i64, day: ground::Day) -> String {
    let masked = if wish == Wish::Masked {
        "，个人信息已遮盖"
    } else {
        "，含个人信息，请妥善保管"
    };
    format!("{}，{day}导出，共{rows}条{masked}", sight.owner.name)
}

fn note(register: Register<'_>, sight: &Sight, wish: Wish, ending: Ending, rows: i64) -> Note {
    let how = if wish == Wish::Masked { "个人信息已遮盖" } else { "含个人信息原文" };
    Note {
        act: "导出台账",
        owner: sight.owner.id.clone(),
        kind: "台账",
        object: register.name().to_owned(),
        detail: format!("{}：{rows}条，{}，{how}", register.definition.title, ending.word()),
        ..Note::default()
    }
}

fn failed(error: &WriteError) -> OfficeError {
    OfficeError::Machine(format!("文件没有生成出来（{error}）"))
}

fn broken() -> OfficeError {
    OfficeError::Machine("文件没有生成出来".to_owned())
}
