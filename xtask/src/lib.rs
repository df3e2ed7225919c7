//! House-keeping of the project: what holds the code, the data and the documents together.
//!
//! Suggested reading order: [`tree`] (the committed files), [`house`] (the crates and who imports
//! whom), [`tidy`] (what is refused), [`generate`] (documents derived from code and data),
//! [`new_rule`] (the files of a rule).

pub mod generate;
pub mod house;
pub mod new_rule;
pub mod tidy;
pub mod tree;

use std::path::PathBuf;

/// The folder in which the project lies.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}
