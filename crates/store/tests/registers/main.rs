//! Registers, on both databases.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must say so")]

mod backup;
mod changes;
mod crossing;
mod definitions;
mod figures;
mod imports;
mod lists;
mod people;
mod world;
