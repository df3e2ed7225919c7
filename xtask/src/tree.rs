//! The files of the project, without what is built or ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Every file by its path from the root, with `/` on every system.
#[derive(Debug, Default)]
pub struct Tree {
    texts: BTreeMap<String, String>,
    paths: BTreeSet<String>,
}

impl Tree {
    /// The files below `root` that `.gitignore` does not name.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn read(root: &Path) -> Result<Tree> {
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let ignored: Vec<&str> = ignored.lines().filter(|line| !line.is_empty()).collect();
        let mut tree = Tree::default();
        tree.gather(root, "", &ignored)?;
        Ok(tree)
    }

    /// A tree of the given texts, for tests.
    pub fn of(texts: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::default();
        for (path, text) in texts {
            tree.insert(path, Some((*text).to_owned()));
        }
        tree
    }

    /// Every text with its path, in the order of the paths.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The texts whose path ends so.
    pub fn ending(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(move |(path, _)| path.ends_with(ending))
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Whether a file or a folder has this path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path.trim_end_matches('/'))
    }

    /// Whether some file bears this name, wherever it lies.
    pub fn has_name(&self, name: &str) -> bool {
        self.paths.iter().any(|path| path.rsplit('/').next() == Some(name))
    }

    fn gather(&mut self, folder: &Path, prefix: &str, ignored: &[&str]) -> Result<()> {
        let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if name == ".git" || is_ignored(&path, ignored) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                self.gather(&entry.path(), &format!("{path}/"), ignored)?;
            } else {
                let bytes = fs::read(entry.path()).with_context(|| path.clone())?;
                self.insert(&path, String::from_utf8(bytes).ok());
            }
        }
        Ok(())
    }

    fn insert(&mut self, path: &str, text: Option<String>) {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        self.paths.extend(folders.map(str::to_owned));
        self.paths.insert(path.to_owned());
        if let Some(text) = text {
            self.texts.insert(path.to_owned(), text);
        }
    }
}

/// The two forms our `.gitignore` uses: `/folder` and `*.ending`.
fn is_ignored(path: &str, patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_prefix('*') {
        Some(ending) => path.ends_with(ending),
        None => pattern.trim_matches('/') == path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_files_are_left_out() {
        let patterns = ["/target", "/fuzz/corpus", "*.snap.new"];
        assert!(is_ignored("target", &patterns) && is_ignored("fuzz/corpus", &patterns));
        assert!(is_ignored("crates/a/b.snap.new", &patterns));
        assert!(!is_ignored("crates/target", &patterns) && !is_ignored("fuzz", &patterns));
    }

    #[test]
    fn folders_are_known_by_their_files() {
        let tree = Tree::of(&[("crates/a/src/lib.rs", "//! A.\n")]);
        assert!(tree.has("crates/a/src") && tree.has("crates/") && tree.has("crates/a/src/lib.rs"));
        assert!(!tree.has("crates/b") && tree.has_name("lib.rs"));
    }
}
