//! Checks over registers on both databases: what the store finds is what looking at all entries one by one finds.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on must say so"
)]

mod cases;
mod house;
mod memory;
mod quick;
mod random;
