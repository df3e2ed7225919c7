//! What the rooms hand to each other: the performance statement and the meaning of its words.
//!
//! Two halves. [`statement`] holds what stands in a document: every leaf is [`Words`](ground::Words)
//! with their place, and beside them what they mean. The other modules are that meaning: numbers in
//! all the ways people write them ([`numeral`]), with unit and operator ([`quantity`]), dates and
//! deadlines ([`time`]), targets ([`target`]), documents ([`document`]), project codes ([`code`]),
//! numbers of paragraphs ([`numbering`]).
//!
//! A statement may also be typed: [`draft`] is its plain text field by field, [`path`] the address of a
//! field, [`explain`] how it was understood, [`compare`] what differs between two drafts and how the edits
//! of two people come together.
//!
//! What was reached in the end, and spent, is an [`actual`] value: measures give it, scoring reads it.
//!
//! What stands in a [`cell`] of a sheet before anything is understood is what readers of tables hand to registers.
//!
//! Nothing here reads a file, knows a rule or asks for today's date.

pub mod actual;
mod affix;
pub mod cell;
pub mod checkpoint;
pub mod code;
pub mod compare;
pub mod document;
pub mod draft;
pub mod explain;
pub mod festival;
pub mod leaves;
pub mod numbering;
pub mod numeral;
pub mod path;
pub mod quantity;
pub mod statement;
pub mod sum;
pub mod target;
pub mod time;
pub mod unit;
