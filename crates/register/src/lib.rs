//! Registers (台账): the department's real work as data.
//!
//! A register is a folder of `data/registers/`: its definition says what its fields are, who may see them, which
//! rows are the same, and what must be true of a row. This room knows no clock, no SQL, no HTTP and no file format:
//! it is handed texts, cells and a day, and gives typed entries and findings. What a register is about stands in
//! data alone.
//!
//! Suggested reading order: [`Definition`] and [`Field`] (what a register is), [`Cell`] and [`Value`] (what stands
//! in a sheet and what it means), [`Matching`] (which column is which field), [`Checker`] (a row becomes an entry
//! with findings), [`Duplicates`], [`CrossCheck`] (questions over several registers, as plans), [`Reminder`] (what
//! comes due, as plans).

mod checker;
mod codes;
mod cross;
mod definition;
mod definitions;
mod duplicates;
mod expression;
mod extension;
mod field;
mod identity;
mod masking;
mod matching;
mod normal;
mod numbers_with_checks;
mod references;
mod reminder;
mod said;
mod toml_tree;
mod understand;
mod value;

pub use checker::{Checked, Checker};
pub use codes::{Code, CodeList, CodeLists};
pub use cross::{CrossCheck, Plan};
pub use definition::{
    Change, Check, Column, ColumnRole, ColumnType, Definition, Direction, Input, Kind, Known,
    ListView, Message, Move, MoveRight, Named, Need, Part, State, Step, Stored, THEMES,
};
pub use definitions::{Definitions, line_of};
pub use duplicates::{Duplicate, Duplicates, KeyMark};
pub use expression::{Figures, Formula, Got, NotComputed, Row, Sort, workdays};
pub use extension::{OWN, is_extension, named, with_version};
pub use field::{DocumentColumn, EntryKey, Field, FieldType, MoneyUnit, Personal, Visibility};
pub use ground::Fault;
pub use identity::{DocumentKind, IdDocument, IdFault, check_digit};
pub use masking::{Masking, Shown, Unmasking, mask, show, show_document, yuan};
pub use matching::{Matched, Matching, Unmatched};
pub use model::cell::Cell;
pub use numbers_with_checks::{CreditFault, credit_check, credit_code, luhn};
pub use reminder::{Plus, Reminder, Through, When};
pub use said::{ENGINE_CHECKS, EngineCheck, RowFinding};
pub use value::{Entry, Grain, Period, Person, Value};

/// Plans of checks over registers, piece by piece.
pub mod plan {
    pub use crate::cross::{
        Between, Condition, Fault, Grouped, Limit, Measure, Order, Piece, Related, Side, Test,
        Window,
    };
}

/// The checks of the engine by name.
pub mod checks {
    pub use crate::said::{
        CARD_CHECK, CELL_ERROR, CODE_NOT_IN_FORCE, DIGITS_LOST, DOCUMENT_NUMBER, DOUBTFUL,
        DUPLICATE, ID_REGION, MISSING, NO_DATE, NOT_COMPUTED, NOT_IN_FORCE, NOT_THERE, ODD_AGE,
        ODD_NAME, OLD_ID, OUT_OF_RANGE, TOO_LONG, TOO_PRECISE, UNKNOWN_CODE, UNKNOWN_REGION,
        UNKNOWN_STATE, UNREADABLE, WRONG_CREDIT_CODE, WRONG_ID, WRONG_PHONE,
    };
}
