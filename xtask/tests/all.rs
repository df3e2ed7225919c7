//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod house;
mod new_rule;
