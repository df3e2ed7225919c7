//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod applying;
mod cases;
mod drawing;
mod properties;
mod second_count;
mod watching;
mod written;
