//! How files look: purpose lines, length, blanks, and what must not be in them.

use super::{Fault, numbered};
use crate::tree::Tree;

/// Lines after which a source file should be asked whether it still holds one thing.
const LONGEST: usize = 400;

/// Files whose lines are written by hand.
const WRITTEN: &[&str] = &[".rs", ".md", ".toml", ".sh", ".yml", ".yaml"];

/// Folders of the machines on which the project is worked on. Cut in two so that this file does
/// not contain them.
#[rustfmt::skip]
const MACHINE_FOLDERS: &[&str] = &[
    concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/t", "mp/"), concat!("/Us", "ers/"), concat!("C:\\", "Users"),
];

/// Hosts from which packages come.
#[rustfmt::skip]
const REGISTRIES: &[&str] = &[
    concat!("crates", ".io"), concat!("npmjs", ".org"), concat!("npmjs", ".com"), concat!("npm", "mirror"), concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"), concat!("rs", "proxy"), concat!("tuna.tsing", "hua"), concat!("mirrors.", "ustc"), concat!("mirrors.", "aliyun"),
    concat!("proxy.golang", ".org"), concat!("deb.debian", ".org"), concat!("archive.ubuntu", ".com"),
];

/// Checks every text.
pub(super) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts() {
        let is_lock = path.ends_with(".lock");
        faults.extend(machine_folders(path, text));
        faults.extend(registries(path, text).into_iter().filter(|_| !is_lock));
        if WRITTEN.iter().any(|ending| path.ends_with(ending)) {
            faults.extend(blanks(path, text));
            faults.extend(markers(path, text));
        }
        if path.ends_with(".rs") {
            faults.extend(source(path, text));
        }
    }
    faults
}

/// A source file: its purpose line, its length, its indents.
fn source(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let purpose = text.lines().next().and_then(|first| first.strip_prefix("//! "));
    if purpose.is_none_or(|purpose| purpose.trim().is_empty()) {
        let message = "the first line does not say what the file is for: begin with `//! …`";
        faults.push(Fault::new(path, 1, "purpose", message));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        let message = format!("{lines} lines, over {LONGEST}: does it still hold one thing?");
        faults.push(Fault::new(path, LONGEST + 1, "long_file", message));
    }
    let tabbed = numbered(text).find(|(_, line)| line.starts_with('\t'));
    faults.extend(
        tabbed.map(|(number, _)| {
            Fault::new(path, number, "tabs", "indented by tabs: run `cargo fmt`")
        }),
    );
    faults
}

fn blanks(path: &str, text: &str) -> Vec<Fault> {
    let trailing = numbered(text).filter(|(_, line)| line.ends_with([' ', '\t', '\u{3000}']));
    let mut faults: Vec<Fault> = trailing
        .map(|(number, _)| Fault::new(path, number, "blanks", "ends in blanks: remove them"))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') {
        let message = "the last line has no line end: add it";
        faults.push(Fault::new(path, text.lines().count(), "blanks", message));
    }
    faults
}

/// Words that mark work left undone, in comments.
fn markers(path: &str, text: &str) -> Vec<Fault> {
    const MARKERS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let sign = match path.rsplit('.').next() {
        Some("rs") => "//",
        Some("toml" | "sh" | "yml" | "yaml") => "#",
        _ => return Vec::new(),
    };
    let marked = |line: &str| {
        let (_, comment) = line.split_once(sign)?;
        let mut words = comment.split(|c: char| !c.is_ascii_alphanumeric());
        words.find_map(|word| MARKERS.into_iter().find(|marker| *marker == word))
    };
    numbered(text)
        .filter_map(|(number, line)| Some((number, marked(line)?)))
        .map(|(number, marker)| {
            let message = format!("`{marker}`: do it, or open an issue and say here what is");
            Fault::new(path, number, "marker", message)
        })
        .collect()
}

fn machine_folders(path: &str, text: &str) -> Vec<Fault> {
    let in_path = |line: &str, folder: &str| {
        line.match_indices(folder).any(|(at, _)| {
            let before = line.get(..at).and_then(|head| head.chars().next_back());
            before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"._-*}".contains(c))
        })
    };
    numbered(text)
        .filter_map(|(number, line)| {
            let folder = MACHINE_FOLDERS.iter().find(|folder| in_path(line, folder))?;
            let message = format!("names a folder of one machine ({folder}): make it relative");
            Some(Fault::new(path, number, "machine", message))
        })
        .collect()
}

fn registries(path: &str, text: &str) -> Vec<Fault> {
    numbered(text)
        .filter_map(|(number, line)| {
            let host = REGISTRIES.iter().find(|host| line.contains(**host))?;
            let message = format!("names a package registry ({host}): only lock files do");
            Some(Fault::new(path, number, "registry", message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let faults = check(&Tree::of(&[(path, text)]));
        faults.iter().map(|fault| format!("{}:{}", fault.line, fault.check)).collect()
    }

    #[test]
    fn good_files_pass() {
        assert_eq!(found("a.rs", "//! Says what it is for.\n\nfn a() {}\n"), [""; 0]);
        assert_eq!(found("a.md", "# 甲\n\nUse `crates/home/a.rs`.\n"), [""; 0]);
        assert_eq!(found("Cargo.lock", &format!("source = \"{}\"\n", REGISTRIES[0])), [""; 0]);
        let case = format!("let example = \"{}\";\n", concat!("XX", "X"));
        assert_eq!(found("a.rs", &format!("//! A.\n{case}")), [""; 0]);
    }

    #[test]
    fn each_fault_is_found_in_its_line() {
        assert_eq!(found("a.rs", "use b;\n"), ["1:purpose"]);
        assert_eq!(found("a.rs", "//! A.\n\tfn a() {}\n"), ["2:tabs"]);
        assert_eq!(found("a.rs", "//! A. \nfn a() {}"), ["1:blanks", "2:blanks"]);
        assert_eq!(found("a.toml", "# a FIXME: b\n".replace("FIXME", MARK).as_str()), ["1:marker"]);
        assert_eq!(found("a.txt", &format!("see {}x\n", MACHINE_FOLDERS[0])), ["1:machine"]);
        assert_eq!(found("a.md", &format!("from {}\n", REGISTRIES[0])), ["1:registry"]);
        let long = format!("//! A.\n{}", "\n".repeat(400));
        assert_eq!(found("a.rs", &long), ["401:long_file"]);
    }

    const MARK: &str = concat!("FIX", "ME");
}
