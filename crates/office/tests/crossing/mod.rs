//! Checks over registers on both databases: what the store finds is what looking at all entries one by one finds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod house;
mod memory;
mod quick;
mod random;
