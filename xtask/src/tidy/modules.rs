//! Every file of tests is a module of the program that its room's tests are: one that none declares is left out in silence.

use super::Fault;
use crate::tree::Tree;

/// Checks the files of each room's `tests`.
pub(super) fn check(tree: &Tree) -> Vec<Fault> {
    tree.ending(".rs")
        .filter_map(|(path, _)| Some((path, parents(tree, path)?)))
        .filter(|(_, (name, parents))| {
            let mut texts = parents.iter().filter_map(|parent| tree.text(parent));
            !texts.any(|text| declares(text, name))
        })
        .map(|(path, (name, _))| {
            let message = format!("is no module of any file: declare `mod {name};` or remove it");
            Fault::new(path, 1, "module", message)
        })
        .collect()
}

/// The name of the module that a file of tests holds, and the files that may declare it; none of a program: that of the
/// room, or the only file where there is none.
fn parents<'p>(tree: &Tree, path: &'p str) -> Option<(&'p str, Vec<String>)> {
    let (folder, file) = path.rsplit_once('/')?;
    let (folder, name) = match file.strip_suffix(".rs")? {
        "mod" => folder.rsplit_once('/')?,
        name => (folder, name),
    };
    if folder.ends_with("/tests") {
        let program = format!("{folder}/all.rs");
        return (name != "all" && tree.has(&program)).then(|| (name, vec![program]));
    }
    let parents = || (name, vec![format!("{folder}/mod.rs"), format!("{folder}.rs")]);
    folder.contains("/tests/").then(parents)
}

/// Whether a line declares the module, whoever may see it.
fn declares(text: &str, name: &str) -> bool {
    let wanted = format!("mod {name};");
    text.lines().any(|line| {
        line.strip_suffix(&wanted).is_some_and(|before| {
            let before = before.trim();
            before.is_empty() || before.starts_with("pub")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(texts: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(texts)).into_iter().map(|fault| fault.path).collect()
    }

    #[test]
    fn files_that_are_declared_are_passed() {
        let texts = [
            ("crates/a/tests/all.rs", "mod b;\npub(crate) mod c;"),
            ("crates/a/tests/b.rs", "pub mod d;"),
            ("crates/a/tests/b/d.rs", ""),
            ("crates/a/tests/c/mod.rs", "    mod e;"),
            ("crates/a/tests/c/e.rs", ""),
            ("crates/a/src/f.rs", ""),
            ("crates/b/tests/alone.rs", ""),
        ];
        assert_eq!(lost(&texts), [""; 0]);
    }

    #[test]
    fn files_that_nobody_declares_are_named() {
        let texts = [
            ("crates/a/tests/all.rs", "mod ab;\n// mod b;\nmod c;"),
            ("crates/a/tests/b.rs", ""),
            ("crates/a/tests/c/mod.rs", ""),
            ("crates/a/tests/c/d.rs", ""),
            ("crates/a/tests/e/mod.rs", ""),
        ];
        let names = ["b.rs", "c/d.rs", "e/mod.rs"].map(|name| format!("crates/a/tests/{name}"));
        assert_eq!(lost(&texts), names);
    }
}
