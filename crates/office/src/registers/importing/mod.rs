//! Importing a table into a register: looked at first, taken in as a whole or not at all, undone as a whole.
//!
//! Suggested reading order: this file (what people do), `sheet` (which sheet, which columns), `rows` (rows read
//! and checked side by side), `twins` (entries that are there already), `looking` (the preview), `taking`
//! (everything in one transaction), `work` (long imports as jobs), `mending` (what is wrong,
//! given back), `undoing`.

mod looking;
mod mending;
mod rows;
mod sheet;
mod staging;
mod taking;
mod twins;
mod undoing;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use ground::Severity;
use register::{Kind, Shown};
use serde::{Deserialize, Serialize};
use store::organisations::Organisation;

use crate::beginning::Upload;
use crate::{Asker, Office, OfficeError, Permission};

pub(super) use rows::key_columns;
pub use sheet::{ColumnOffered, InputMatched, SheetOffered};
pub use undoing::{Holding, ImportLine, Undone};
pub(crate) use work::IMPORT;
pub use work::ImportJob;

/// The largest table that may be imported, in bytes.
pub const LARGEST_TABLE: usize = 100 << 20;
/// Larger tables are imported by a worker, and can be watched and called off.
pub const AT_ONCE: u64 = 20_000;
/// So many rows of each sort a preview shows.
pub const SHOWN: usize = 100;
/// So many good rows a preview shows.
pub const SHOWN_GOOD: usize = 20;

/// What whoever imports has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The sheet, from 0; none: the visible one whose headings fit best.
    pub sheet: Option<usize>,
    /// The column that fills an input, by the places of both; an input that is to stay empty has none.
    pub columns: BTreeMap<usize, Option<usize>>,
    /// What becomes of rows that are in the register already.
    pub twins: Twins,
}

/// What becomes of rows that are in the register already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Twins {
    /// They are left out.
    #[default]
    Skip,
    /// Files: the entry is changed to what the row says, its version before is kept.
    Update,
    /// Journals: they are entered once more.
    Take,
}

/// What would be imported. Nothing of it is in the register yet.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The title of the register.
    pub title: String,
    /// File or journal.
    pub kind: Kind,
    /// The organisation whose entries they would be.
    pub owner: Organisation,
    /// The file's name, and the SM3 of its bytes.
    pub file: (String, String),
    /// Its sheets.
    pub sheets: Vec<SheetOffered>,
    /// The columns of the sheet.
    pub columns: Vec<ColumnOffered>,
    /// What each input of the register is filled by.
    pub inputs: Vec<InputMatched>,
    /// What is to be known of the file as a whole.
    pub said: Vec<String>,
    /// What must be settled before anything can be imported.
    pub stops: Vec<String>,
    /// How many rows of which sort there are.
    pub counts: Counts,
    /// What was found, a line for each kind, the gravest first.
    pub kinds: Vec<FindingKind>,
    /// The first rows with errors.
    pub bad: Vec<RowSaid>,
    /// The first rows with warnings.
    pub warned: Vec<RowSaid>,
    /// The labels of what is shown of good rows.
    pub labels: Vec<String>,
    /// The first good rows: number and cells.
    pub good: Vec<(u32, Vec<Shown>)>,
    /// The first rows that are in the register already.
    pub twins: Vec<TwinSaid>,
    /// Sums over all sound rows, by label.
    pub totals: Vec<(String, Shown)>,
    /// What was chosen.
    pub choices: Choices,
}

/// How many rows of which sort there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the register's: all but those passed over.
    pub rows: u64,
    /// With errors.
    pub bad: u64,
    /// Without errors, with warnings.
    pub warned: u64,
    /// Neither.
    pub good: u64,
    /// Blank rows aside: totals, headings again, signatures.
    pub passed_over: u64,
    /// Sound rows that are in the register already as they are.
    pub same: u64,
    /// Sound rows that are in the register already and say something else.
    pub differing: u64,
    /// Sound rows that say another state than the entry is in: states are moved one by one.
    pub other_state: u64,
    /// Cells too far to the right to be read.
    pub left_out: u64,
}

/// All findings of one kind.
#[derive(Clone, Debug)]
pub struct FindingKind {
    /// How grave they are.
    pub severity: Severity,
    /// The code of the check.
    pub code: String,
    /// The label of the input that they are about; empty where it is the row as a whole.
    pub label: String,
    /// What is wrong in the first of them.
    pub message: String,
    /// What to do.
    pub help: String,
    /// In how many rows.
    pub rows: u64,
    /// The numbers of the first rows.
    pub first: Vec<u32>,
}

/// What is said of a row.
#[derive(Clone, Debug)]
pub struct RowSaid {
    /// Its number in the sheet.
    pub number: u32,
    /// What it is called, as far as that may be seen.
    pub called: String,
    /// What is said of it.
    pub said: Vec<Said>,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How grave it is.
    pub severity: Severity,
    /// The code of the check.
    pub code: String,
    /// The label of the input that it is about; empty where it is the row as a whole.
    pub label: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A row that is in the register already.
#[derive(Clone, Debug)]
pub struct TwinSaid {
    /// Its number in the sheet.
    pub number: u32,
    /// The number of the entry.
    pub id: i64,
    /// What it is called, as far as that may be seen.
    pub called: String,
    /// What would change: label, what stands there, what the row says.
    pub changes: Vec<(String, Shown, Shown)>,
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It is done.
    Done(Outcome),
    /// It is a long one: a worker does it. The job's id.
    Begun(String),
}

/// What was imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The number of the import.
    pub import: i64,
    /// New entries.
    pub added: u64,
    /// Entries changed.
    pub updated: u64,
    /// Rows left out, because they are in the register already.
    pub skipped: u64,
    /// Rows passed over: totals, signatures.
    pub passed_over: u64,
}

/// How far a long import has come, at hand in the process that does it.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) done: AtomicU64,
    pub(crate) is_cancelled: AtomicBool,
}

impl Counts {
    /// Sound rows that are not in the register yet.
    pub fn new_rows(&self) -> u64 {
        self.rows.saturating_sub(self.bad + self.same + self.differing)
    }

    /// Sound rows that are in the register already.
    pub fn there(&self) -> u64 {
        self.same + self.differing
    }
}

impl Twins {
    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Twins::Skip => "skip",
            Twins::Update => "update",
            Twins::Take => "take",
        }
    }

    /// What it is by its word; else the harmless one.
    pub fn from_word(word: &str) -> Twins {
        [Twins::Update, Twins::Take].into_iter().find(|it| it.word() == word).unwrap_or_default()
    }

    /// What may be chosen for a register of this kind.
    pub fn of(kind: Kind) -> [Twins; 2] {
        match kind {
            Kind::File => [Twins::Skip, Twins::Update],
            Kind::Journal => [Twins::Skip, Twins::Take],
        }
    }
}

impl Office {
    /// Takes a table into safekeeping until it is imported; gives its id. Nothing of it is in the register yet.
    ///
    /// # Errors
    /// If the asker may not keep the register, or the file holds no table that can be read.
    pub async fn stage_import(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        upload: Upload,
    ) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let sight = self.importing_sight(asker, owner).await?;
        if upload.bytes.is_empty() {
            let said = "没有选择文件，或文件是空的。请选择要导入的表格";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        self.staged_anew(asker, register, &sight, upload).await
    }

    /// Says what would be imported.
    ///
    /// # Errors
    /// If the asker may not keep the register, or the table is no longer kept, or cannot be read.
    pub async fn preview_register_import(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        staged: &str,
        choices: &Choices,
    ) -> Result<Arc<Preview>, OfficeError> {
        let sight = self.importing_sight(asker, owner).await?;
        let chosen = serde_json::to_string(choices).unwrap_or_default();
        let (who, day) = (asker.sight(), self.now().day());
        let name = format!("import/{register}/{owner}/{staged}/{chosen}/{day}/{who}");
        self.remembered(
            name,
            Box::pin(self.looked_through(asker, register, sight, staged, choices)),
        )
        .await
    }

    /// Imports a table that was looked at: all of its rows or none. Long tables are left to a worker.
    ///
    /// # Errors
    /// If the asker may not, a row has an error, or the table is no longer kept.
    pub async fn confirm_register_import(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        staged: &str,
        choices: &Choices,
        expected: u64,
    ) -> Result<Confirmed, OfficeError> {
        let order = taking::Order {
            register: register.to_owned(),
            owner: owner.to_owned(),
            staged: staged.to_owned(),
            choices: choices.clone(),
            expected,
        };
        if expected > AT_ONCE {
            return self.import_later(asker, order).await.map(Confirmed::Begun);
        }
        let progress = Progress::default();
        self.import_now(asker, &order, &progress, None).await.map(Confirmed::Done)
    }

    /// What somebody may see who imports for an organisation.
    async fn importing_sight(
        &self,
        asker: &Asker,
        owner: &str,
    ) -> Result<super::sight::Sight, OfficeError> {
        Ok(self.sight_into(asker, owner, Permission::WriteRegisters).await?.1)
    }
}
