//! Every path that a document names exists.

use super::{Fault, numbered};
use crate::tree::Tree;

/// Endings by which a bare name in backticks is known to be a file of ours.
const OURS: &[&str] = &[".rs", ".md", ".sh", ".toml"];

/// Files that users of the program keep, not we.
const THEIRS: &[&str] = &["jiheng.toml"];

/// Checks all Markdown files: links, names in backticks, paths in fenced blocks.
pub(super) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.ending(".md") {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (number, line) in numbered(text) {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            let named = if fenced { in_fence(line) } else { in_prose(line) };
            for name in named.iter().filter(|name| !exists(tree, folder, name)) {
                let message = format!("names `{}`, which does not exist", name.text);
                faults.push(Fault::new(path, number, "missing_path", message));
            }
        }
    }
    faults
}

/// A name that may be a path.
#[derive(Debug, PartialEq, Eq)]
struct Named<'l> {
    text: &'l str,
    /// It is the target of a link and must be a path.
    is_link: bool,
}

/// Words of a fenced block.
fn in_fence(line: &str) -> Vec<Named<'_>> {
    let words = line.split(|c: char| c.is_whitespace() || "\"'`,;()".contains(c));
    words.filter(|word| word.contains('/')).map(|text| Named { text, is_link: false }).collect()
}

/// What stands in backticks, and the targets of links.
fn in_prose(line: &str) -> Vec<Named<'_>> {
    let ticked = line.split('`').skip(1).step_by(2);
    let mut all: Vec<Named<'_>> = ticked
        .filter(|text| !text.contains(char::is_whitespace))
        .map(|text| Named { text, is_link: false })
        .collect();
    for (at, opening) in line.match_indices("](") {
        let rest = line.get(at + opening.len()..).unwrap_or_default();
        if let Some((target, _)) = rest.split_once(')') {
            all.push(Named { text: target, is_link: true });
        }
    }
    all
}

fn exists(tree: &Tree, folder: &str, named: &Named<'_>) -> bool {
    let text = without_line(named.text.split('#').next().unwrap_or_default());
    if text.is_empty()
        || THEIRS.contains(&text)
        || text.contains("://")
        || text.starts_with("mailto:")
    {
        return true;
    }
    let at_root = resolve("", text);
    let found = |path: &str| tree.has(path) || path.is_empty();
    if found(&resolve(folder, text)) || (!named.is_link && found(&at_root)) {
        return true;
    }
    if named.is_link {
        return false;
    }
    match text.split_once('/') {
        // Where a path has open places (`rules/<family>/…`), what stands before them exists.
        Some((first, _)) if tree.has(first) => {
            text.contains(['<', '*', '{', '$', '…']) && found(closed_part(text))
        }
        Some(_) => true,
        None => !OURS.iter().any(|ending| text.ends_with(ending)) || is_open(text, tree),
    }
}

/// The path of `path:12:3`, as findings name their places.
fn without_line(text: &str) -> &str {
    let path = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    if text.get(path.len()..).is_some_and(|rest| rest.starts_with(':')) { path } else { text }
}

/// A bare file name is right where some file bears it; one that begins with a dot is an ending.
fn is_open(name: &str, tree: &Tree) -> bool {
    name.starts_with(['.', '*']) || name.contains(['<', '…']) || tree.has_name(name)
}

fn closed_part(text: &str) -> &str {
    let open = text.find(['<', '*', '{', '$', '…']).unwrap_or(text.len());
    let head = text.get(..open).unwrap_or_default();
    head.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path from the root that `text` names in a document in `folder`.
fn resolve(folder: &str, text: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(text: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("docs/a.md", text),
            ("docs/manual/b.md", ""),
            ("crates/read/src/lib.rs", ""),
            ("test.sh", ""),
        ]);
        check(&tree).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn paths_that_exist_are_passed() {
        let text = "`docs/a.md:4:12` [b](manual/b.md) [up](../test.sh#top) `crates/read/src/lib.rs` `lib.rs` `./test.sh`\n\
                    `crates/read/src/<family>/…` `元/人` `application/json` `word/document.xml`\n\
                    [far](https://example.org/x) `.toml`\n```\ncargo run crates/read/src\n```\n";
        assert_eq!(missing(text), [""; 0]);
    }

    #[test]
    fn paths_that_do_not_exist_are_named() {
        for text in [
            "[b](manual/c.md)",
            "`crates/write/src/lib.rs`",
            "`gone.rs`",
            "`docs/x.md:4:12`",
            "```\ncat docs/x.md\n```",
            "`crates/gone/<family>/a.rs`",
        ] {
            assert_eq!(missing(text).len(), 1, "{text}");
        }
    }
}
