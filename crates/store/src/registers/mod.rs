//! Registers: a table of its own for each, entries in it, their versions, imports, questions over them.
//!
//! Suggested reading order: [`table`] (what a table looks like), [`definitions`] (how it comes to be and
//! changes), [`own`] (what an office defines itself), [`entries`] (one entry at a time), [`bulk`] and [`imports`] (many), [`conditions`], [`list`]
//! and [`aggregate`] (questions), [`crossing`] (questions over several), [`measuring`] (figures with the entries behind
//! them, as of any moment), [`people`] (all that names one person), [`links`] (hashes that are one person's), [`same`]
//! (entries that are there already), [`attached`] (files of journals), [`views`] (lists as people like them),
//! [`counts`] and [`words`] (what makes lists quick), [`stamps`] (whether what was found still holds).
//!
//! The store knows no fields, types or rules: whoever calls it hands over columns and cells, already
//! checked, already encrypted where that is asked for. No name and no value that somebody typed becomes
//! SQL: names are of few letters and checked ([`table::Table::check`]), values are bound.

pub mod aggregate;
mod archive;
pub mod attached;
pub mod bulk;
mod check;
pub mod conditions;
mod counting;
pub mod counts;
pub mod crossing;
mod ddl;
pub mod definitions;
pub mod entries;
pub mod history;
pub mod hits;
pub mod imports;
pub mod links;
pub mod list;
pub mod measuring;
pub mod own;
mod page;
pub mod people;
pub mod same;
pub mod stamps;
mod steps;
pub mod table;
pub mod views;
pub mod words;

pub(crate) use archive::{Pages, Restoring};
pub use check::Unmet;
pub(crate) use check::check;
pub use definitions::{Installed, Installing};
pub(crate) use entries::bound;
pub use entries::{Entry, Making};
pub(crate) use history::value;
pub use steps::Step;
pub use table::{Book, Column, Fitted, Index, Kind, Reference, Table};
