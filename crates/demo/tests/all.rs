//! The tests of this room in one program: what they link is linked once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod fill;
mod registers;
mod statements;
