//! Registers, on both databases.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must say so")]

mod backup;
mod beside;
mod changes;
mod crossing;
mod definitions;
mod figures;
mod found;
mod imports;
mod kept;
mod lists;
mod measuring;
mod people;
mod plain;
mod questions;
mod world;
