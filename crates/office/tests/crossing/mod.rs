//! Checks over registers on both databases: what the store finds is what looking at all entries one by one finds.

mod cases;
mod house;
mod memory;
mod quick;
mod random;
