//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod docx_valid;
mod forms;
mod forms_printed;
mod forms_reckoned;
mod looks;
mod opens;
mod pages_and_sheets;
mod pdf;
mod skeleton;
mod support;
