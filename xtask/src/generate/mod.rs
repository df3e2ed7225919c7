//! Documents and examples derived from code and data, so that they cannot say what is no longer so.

mod catalogues;
mod crates;
mod examples;
mod forms;
mod markdown;
mod rules;
mod schema;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::house;
use crate::tree::Tree;

/// Whether to write the files or only to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write those that differ.
    Write,
    /// Only say which differ.
    Check,
}

/// A derived file.
#[derive(Debug)]
pub(crate) struct Derived {
    path: &'static str,
    text: String,
}

/// Derives every file below `root`; returns a line for each that differs from what stands there.
///
/// # Errors
/// When code or data cannot be read, or a file cannot be written.
pub fn run(root: &Path, mode: Mode) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    for derived in derive(root)? {
        let path = root.join(derived.path);
        let standing = fs::read_to_string(&path).unwrap_or_default();
        let Some(difference) = difference(&standing, &derived.text) else { continue };
        stale.push(format!("{}: {difference}", derived.path));
        if mode == Mode::Write {
            let folder = path.parent().context("a derived file lies in a folder")?;
            fs::create_dir_all(folder)?;
            fs::write(&path, derived.text).with_context(|| derived.path.to_owned())?;
        }
    }
    Ok(stale)
}

fn derive(root: &Path) -> Result<Vec<Derived>> {
    let tree = Tree::read(root)?;
    Ok(vec![
        rules::index(&tree)?,
        crates::graph(&house::rooms(root)?),
        schema::statement()?,
        schema::findings()?,
        catalogues::law(&tree)?,
        catalogues::parameters(&tree)?,
        catalogues::words(&tree)?,
        forms::forms()?,
        examples::clean(),
        examples::faulty()?,
    ])
}

/// Where two texts first differ and by how many lines, in one line.
fn difference(standing: &str, derived: &str) -> Option<String> {
    if standing == derived {
        return None;
    }
    if standing.is_empty() {
        return Some("is not there".into());
    }
    let (mut old, mut new) = (standing.lines(), derived.lines());
    let mut line = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(a), Some(b)) if a == b => line += 1,
            (a, b) => {
                let shown = |text: Option<&str>| {
                    text.map_or("nothing".into(), |text| {
                        format!("“{}”", text.chars().take(60).collect::<String>())
                    })
                };
                let (had, has) = (standing.lines().count(), derived.lines().count());
                return Some(format!(
                    "line {line} has {}, should have {} ({had} lines, should be {has})",
                    shown(a),
                    shown(b)
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_their_first_line() {
        assert_eq!(difference("a\n", "a\n"), None);
        assert_eq!(difference("", "a\n").unwrap(), "is not there");
        let told = difference("a\nb\n", "a\nc\nd\n").unwrap();
        assert_eq!(told, "line 2 has “b”, should have “c” (2 lines, should be 3)");
    }
}
