//! Tables of registers: templates to be filled in, rows to be mended, exports.
//!
//! [`template()`] makes the workbook that people fill in and load; [`Mending`] gives them back the rows that could not
//! be taken in, with what is wrong with them; [`Export`] writes long tables row by row, as a workbook
//! ([`ExportXlsx`]) or as lines of text ([`ExportCsv`]). No cell can come to life: words are never formulas.

mod cells;
mod csv;
mod export;
mod look;
mod mending;
mod template;

use ground::{Day, Decimal, Money};

pub use self::csv::ExportCsv;
pub use export::{Export, ExportXlsx};
pub use mending::{MendColumn, Mending, PROBLEMS, Problem};
pub use template::{Template, template};

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its label, the unit in brackets where one is needed.
    pub label: String,
    /// What to fill in; may be empty.
    pub help: String,
    /// Whether rows need it.
    pub required: bool,
    /// What it holds.
    pub kind: Kind,
    /// What may be chosen; empty where anything may be written.
    pub choices: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    #[default]
    Words,
    /// Numbers that are names, of which no digit may be lost: identity documents, bank cards, credit codes.
    Digits,
    /// A number with at most so many decimals.
    Number(u32),
    /// Money in yuan.
    Yuan,
    /// Money in ten thousand yuan.
    Wan,
    /// A day.
    Date,
    /// A year, a quarter, a month.
    Period,
    /// Yes or no.
    YesNo,
}

/// What a cell of an export holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Value<'v> {
    /// Nothing.
    #[default]
    Empty,
    /// Words, also long numbers.
    Text(&'v str),
    /// A number.
    Number(Decimal),
    /// Money, shown in the unit of its column.
    Money(Money),
    /// A day.
    Date(Day),
    /// Yes or no.
    YesNo(bool),
}

impl Heading {
    /// Money as its column shows it.
    fn amount(&self, money: Money) -> Decimal {
        match self.kind {
            Kind::Wan => money.wan(),
            _ => money.yuan(),
        }
    }

    /// What may be chosen in it.
    fn choices(&self) -> Vec<&str> {
        match self.kind {
            Kind::YesNo if self.choices.is_empty() => vec!["是", "否"],
            _ => self.choices.iter().map(String::as_str).collect(),
        }
    }

    /// How to fill it in, in one line.
    fn manner(&self) -> String {
        if !self.choices().is_empty() {
            return "从下拉列表中选择".into();
        }
        match self.kind {
            Kind::Words | Kind::YesNo => "文字".into(),
            Kind::Digits => "号码，按文本填写，不丢位数".into(),
            Kind::Number(0) => "整数".into(),
            Kind::Number(places) => format!("数字，最多 {places} 位小数"),
            Kind::Yuan => "金额，单位：元".into(),
            Kind::Wan => "金额，单位：万元".into(),
            Kind::Date => "日期，如 2025-03-01".into(),
            Kind::Period => "期间，如 2025年、2025年一季度、2025年3月".into(),
        }
    }
}

/// A number as Excel keeps it: a binary one of fifteen digits.
fn binary(number: Decimal) -> f64 {
    rust_decimal::prelude::ToPrimitive::to_f64(&number).unwrap_or_default()
}
