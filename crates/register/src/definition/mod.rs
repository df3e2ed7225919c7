//! The definition of a register: what its folder in `data/registers/` says, checked.

mod changes;
mod columns;
mod entries;
mod read;
mod read_field;
mod read_flow;

pub use changes::{Change, Step};
pub(crate) use columns::scaled;
pub use columns::{Column, ColumnRole, ColumnType, Stored};
pub use entries::Named;
pub(crate) use entries::canonical;
pub use read::Known;
pub(crate) use read_flow::{code, level};

use ground::{RuleCode, Severity};
use serde::{Deserialize, Serialize};

use crate::expression::Formula;
use crate::field::{Field, FieldType};
use crate::value::Entry;

/// The themes under which people look for registers.
pub const THEMES: [&str; 8] = [
    "帮扶救助",
    "会员与组织",
    "互助保障与普惠",
    "劳模与表彰",
    "权益与协议",
    "经费与资产",
    "活动与宣传",
    "会议与公示",
];

/// A register.
#[derive(Clone, Debug)]
pub struct Definition {
    /// ASCII name: of the folder, the table, in addresses.
    pub name: String,
    /// Chinese title.
    pub title: String,
    /// File or journal.
    pub kind: Kind,
    /// Version of the definition; a change of its fields is a new version.
    pub version: u32,
    /// What it is, in one sentence.
    pub about: String,
    /// The theme under which it stands, one of [`THEMES`]; the program's own registers need not name theirs.
    pub theme: Option<&'static str>,
    /// Laws behind it: identifiers of `data/law/`.
    pub source: Vec<String>,
    /// Its fields, in the order in which forms and sheets show them.
    pub fields: Vec<Field>,
    /// The fields that make two rows the same; empty where nothing does.
    pub key: Vec<usize>,
    /// The fields by which a row is called in lists and messages.
    pub called: Vec<usize>,
    /// The field that dates a row; rows without one are judged as of today.
    pub dated_by: Option<usize>,
    /// What lists show unless told otherwise.
    pub list: ListView,
    /// The states of its entries, the first one for new entries; empty for journals.
    pub states: Vec<State>,
    /// Who may bring an entry from which states to which, and what that needs.
    pub moves: Vec<Move>,
    /// What must be true of every row.
    pub checks: Vec<Check>,
    /// The columns of its sheets, in order.
    pub inputs: Vec<Input>,
}

/// The two kinds of registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 档案: a living record, of which every version is kept.
    File,
    /// 流水: append-only; a correction is a reversing entry (红字冲销).
    Journal,
}

/// What a list of entries shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListView {
    /// Fields, in order.
    pub columns: Vec<usize>,
    /// Fields to sort by, the most telling first.
    pub sort: Vec<(usize, Direction)>,
    /// Fields to total.
    pub totals: Vec<usize>,
}

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The greatest first.
    Down,
}

/// A state of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// ASCII name.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What else sheets call it.
    pub synonyms: Vec<String>,
    /// Whether an entry in it counts as in force (在档, 在职): cross-checks ask for it.
    pub active: bool,
}

/// A move from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// ASCII name.
    pub name: String,
    /// The word on its button.
    pub label: String,
    /// From which states.
    pub from: Vec<usize>,
    /// To which.
    pub to: usize,
    /// Who may.
    pub right: MoveRight,
    /// What it needs.
    pub needs: Vec<Need>,
}

/// Who may make a move; what that means for people is the office's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveRight {
    /// Who keeps the register (经办).
    Record,
    /// Who checks it (复核), never the one who recorded.
    Check,
    /// Who answers for it (负责人).
    Approve,
}

/// What a move needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A reason in words.
    Reason,
    /// A file that proves it.
    Evidence,
    /// This field filled.
    Field(usize),
}

/// What must be true of a row.
#[derive(Clone, Debug)]
pub struct Check {
    /// Permanent code, of the register's own family.
    pub code: RuleCode,
    /// How grave it is when it is not.
    pub level: Severity,
    /// For which rows; all where nothing is said.
    pub when: Option<Formula>,
    /// What must be true.
    pub that: Formula,
    /// What to say if not.
    pub message: Message,
    /// What to do.
    pub help: String,
    /// The law behind it; may be empty.
    pub source: String,
}

/// A sentence with places for values.
#[derive(Clone, Debug)]
pub struct Message(pub(crate) Vec<Piece>);

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    Value(Formula),
}

/// One column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it fills.
    pub part: Part,
    /// Its label, the heading in templates.
    pub label: String,
    /// Other headings.
    pub synonyms: Vec<String>,
    /// Whether rows need it.
    pub required: bool,
}

/// What a column of a sheet fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The field at this place.
    Field(usize),
    /// The identity document of the person at this place.
    Document(usize),
    /// The state of the entry.
    State,
}

impl Kind {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Kind::File => "档案",
            Kind::Journal => "流水",
        }
    }
}

impl MoveRight {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            MoveRight::Record => "经办",
            MoveRight::Check => "复核",
            MoveRight::Approve => "负责人",
        }
    }
}

impl Definition {
    /// The place and the field of this name.
    pub fn field(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }

    /// The field at this place.
    pub fn at(&self, place: usize) -> Option<&Field> {
        self.fields.get(place)
    }

    /// The place and the state of this name.
    pub fn state(&self, name: &str) -> Option<(usize, &State)> {
        self.states.iter().enumerate().find(|(_, state)| state.name == name)
    }

    /// The moves that lead out of a state.
    pub fn moves_from(&self, state: usize) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(move |step| step.from.contains(&state))
    }

    /// A new entry: defaults filled in, in the first state.
    pub fn blank(&self) -> Entry {
        Entry {
            values: self.fields.iter().map(|field| field.default.clone()).collect(),
            state: (!self.states.is_empty()).then_some(0),
        }
    }

    /// The registers whose entries its rows name, with the field that does.
    pub fn relations(&self) -> impl Iterator<Item = (usize, &str)> {
        self.fields.iter().enumerate().filter_map(|(place, field)| match &field.holds {
            FieldType::Entry { register, .. } => Some((place, register.as_str())),
            _ => None,
        })
    }
}
