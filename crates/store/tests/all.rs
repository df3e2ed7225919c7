//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod backups;
mod crash;
mod demands;
mod evaluations;
mod migrations;
mod refusals;
mod registers;
mod search;
mod surveys;
