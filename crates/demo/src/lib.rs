//! The invented county 临河县 with three years of statements and a full year in every register, for trying the
//! program out.
//!
//! The content is data: `data/county.toml` (organisations and people), a file per department in
//! `data/departments/` (what it works for, its projects with the figures of three years, the faults
//! planted in them), `data/wording.toml` (what people write on the way). [`expand`] makes a draft of a
//! department's data for one year; [`fill()`] founds an office and goes through the years with the
//! office's own functions, by a clock that is set: `way` says what is done when. [`registers`] makes the
//! registers of the federation of unions.
//!
//! People, numbers and documents are invented; the region code begins with 99, which belongs to no
//! province.

pub mod county;
pub mod department;
pub mod expand;
mod fill;
mod people;
pub mod registers;
mod way;

pub use fill::{Sample, Summary, fill, users};
pub use people::PASSWORD;
