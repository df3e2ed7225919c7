//! What is refused in this house, and the committed list of exceptions with their reasons.

mod allowed;
mod floors;
mod links;
mod modules;
mod outside;
mod style;

use std::fmt;
use std::path::Path;

use anyhow::Result;

use crate::house;
use crate::tree::Tree;

/// One thing that does not belong here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File, from the root.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Which check found it; the list of exceptions names it so.
    pub check: &'static str,
    /// What it is and what to do.
    pub message: String,
}

/// What tidy found.
#[derive(Debug, Default)]
pub struct Report {
    /// What must be mended, in the order of the files.
    pub faults: Vec<Fault>,
    /// What is excepted, each with its reason.
    pub allowed: Vec<(Fault, String)>,
}

impl Fault {
    fn new(path: &str, line: usize, check: &'static str, message: impl Into<String>) -> Fault {
        Fault { path: path.into(), line, check, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} [{}]", self.path, self.line, self.message, self.check)
    }
}

/// Runs every check over the project at `root`.
///
/// # Errors
/// When files or manifests cannot be read.
pub fn run(root: &Path) -> Result<Report> {
    let tree = Tree::read(root)?;
    let rooms = house::rooms(root)?;
    let mut faults = floors::check(&rooms, &tree);
    faults.extend(outside::check(&rooms, &tree));
    faults.extend(links::check(&tree));
    faults.extend(modules::check(&tree));
    faults.extend(style::check(&tree));
    faults.sort();
    allowed::sift(faults, &tree)
}

/// Number and text of every line.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}
