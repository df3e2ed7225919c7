//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access;
mod api;
mod appraisals;
mod attacks;
mod browser;
mod definitions;
mod demands;
mod evaluations;
mod life;
mod lists;
mod register_files;
mod registers;
mod shelves;
mod support;
mod surveys;
mod town;
mod workflow;
mod writing;
mod year;
