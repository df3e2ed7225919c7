//! The tests of this room in one program: what they link is linked once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod inventory;
mod printing;
mod reading;
mod reading_converted;
mod reading_html;
mod reading_sheets;
mod reading_word;
mod reviewing;
mod reviewing_word;
mod roundtrip;
mod roundtrip_samples;
mod rows;
mod rows_house;
mod rows_written;
mod samples;
