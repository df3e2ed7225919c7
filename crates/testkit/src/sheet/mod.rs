//! Statements as workbooks: the same lines and tables, in sheets of every habit.

mod fill;
mod parts;

use crate::draft::Draft;
use crate::flow::flow;
use crate::form::Form;
use crate::rng::Rng;

pub use parts::Strings;

/// How a workbook is set out and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What reports call it.
    pub name: &'static str,
    /// Which part stands on which sheet.
    pub sheets: Sheets,
    /// How the zones of a table share the columns of the sheet.
    pub grid: Grid,
    /// Whether sums and shares are numbers with a format.
    pub numbers: Numbers,
    /// How cells that belong together are shown so.
    pub merges: Merges,
    /// How running text stands in cells.
    pub text: Text,
    /// Where words are kept.
    pub strings: Strings,
    /// What is hidden in the workbook.
    pub hidden: Hidden,
}

/// Which part stands on which sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheets {
    /// All on one sheet, blank rows between the tables.
    One,
    /// All on one sheet without blank rows.
    Dense,
    /// Text on one, all tables on another.
    TextAndTables,
    /// Text on one, each project on its own.
    EachProject,
}

/// How the zones of a table share the columns of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// As many columns as edges: cells are merged over several.
    Edges,
    /// Cell after cell, the last of a row merged over what is left.
    Plain,
}

/// How sums and shares are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// As numbers with a format.
    Formatted,
    /// As results of formulas with a format.
    Formulas,
    /// As texts.
    Texts,
}

/// How cells that belong together are shown so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merges {
    /// Merged down and across.
    All,
    /// Merged across only; below the first of a group cells are blank.
    Across,
}

/// How running text stands in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// A cell a paragraph, merged over the width.
    Merged,
    /// A cell a paragraph in the first column.
    FirstColumn,
    /// The paragraphs under a heading in one cell, between line breaks.
    OneCell,
}

/// What is hidden in the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Nothing.
    Nothing,
    /// A sheet with the words of drop-down lists.
    Sheet,
    /// Rows and columns with notes to oneself.
    RowsAndColumns,
}

const PLAIN: Setting = Setting {
    name: "one sheet",
    sheets: Sheets::One,
    grid: Grid::Edges,
    numbers: Numbers::Formatted,
    merges: Merges::All,
    text: Text::Merged,
    strings: Strings::Shared,
    hidden: Hidden::Nothing,
};

/// All settings.
pub const SETTINGS: &[Setting] = &[
    PLAIN,
    Setting { name: "one sheet, dense", sheets: Sheets::Dense, text: Text::FirstColumn, ..PLAIN },
    Setting {
        name: "one sheet, text in one cell, inline strings",
        text: Text::OneCell,
        strings: Strings::Inline,
        ..PLAIN
    },
    Setting {
        name: "text and tables, plain grid, formulas",
        sheets: Sheets::TextAndTables,
        grid: Grid::Plain,
        numbers: Numbers::Formulas,
        ..PLAIN
    },
    Setting {
        name: "text and tables, dense merges, rich text",
        sheets: Sheets::TextAndTables,
        strings: Strings::Rich,
        text: Text::FirstColumn,
        ..PLAIN
    },
    Setting {
        name: "a sheet a project",
        sheets: Sheets::EachProject,
        grid: Grid::Plain,
        hidden: Hidden::Sheet,
        ..PLAIN
    },
    Setting {
        name: "a sheet a project, texts, blank cells for merges",
        sheets: Sheets::EachProject,
        numbers: Numbers::Texts,
        merges: Merges::Across,
        text: Text::FirstColumn,
        ..PLAIN
    },
    Setting {
        name: "one sheet, hidden rows and columns, prefixed names",
        strings: Strings::Prefixed,
        hidden: Hidden::RowsAndColumns,
        ..PLAIN
    },
    Setting {
        name: "a sheet a project, formulas, hidden rows and columns",
        sheets: Sheets::EachProject,
        numbers: Numbers::Formulas,
        hidden: Hidden::RowsAndColumns,
        strings: Strings::Rich,
        ..PLAIN
    },
    Setting {
        name: "one sheet, plain grid, blank cells for merges",
        grid: Grid::Plain,
        merges: Merges::Across,
        ..PLAIN
    },
];

impl Setting {
    /// The workbook of a draft.
    pub fn write(&self, draft: &Draft, form: &Form, seed: u64) -> Vec<u8> {
        let blocks = flow(draft, form, seed);
        let mut rng = Rng::for_part(seed, self.name);
        let sheets = fill::sheets(&blocks, self, &mut rng);
        parts::workbook(&sheets, self.strings)
    }
}
