//! The tests of this room in one program: what they link is linked once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod archives;
mod doc_made;
mod docx;
mod docx_correct;
mod docx_damage;
mod docx_made;
mod docx_numbering;
mod docx_package;
mod docx_structure;
mod docx_tables;
mod docx_text;
mod drafted;
mod foreign;
mod html_damage;
mod json;
mod pdf;
mod pdf_hostile;
mod pdf_made;
mod pdf_pages;
mod random;
mod rows;
mod rows_hostile;
mod rows_written;
mod samples;
mod sheet;
mod sheet_cells;
mod sheet_damage;
mod wordings;
