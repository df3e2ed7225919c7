//! Registers, on both databases.

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
