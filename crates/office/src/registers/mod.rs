//! Registers: what people do with them.

pub mod crossing;
