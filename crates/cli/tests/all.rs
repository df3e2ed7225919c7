//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod commands;
mod convert;
mod folders;
mod form;
mod formats;
mod help;
mod logs;
mod measure;
mod new;
mod outside;
mod pretty;
mod reading;
mod score;
mod support;
mod user;
mod word;
