//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod cells;
mod definitions;
mod extensions;
mod house;
mod shipped;
