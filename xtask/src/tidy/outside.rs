//! Rooms know no clock, open no file, print nothing: what they need is handed to them.

use super::{Fault, numbered};
use crate::house::{Floor, Room};
use crate::tree::Tree;

/// Words that reach outside the program, and the first floor on which they may stand.
const REACHES: &[(&str, u8, &str)] = &[
    ("SystemTime", 4, "knows the clock: take the day as an argument"),
    ("Instant::now", 4, "knows the clock: measure in benches"),
    ("Zoned::now", 4, "knows the clock: take the day as an argument"),
    ("Timestamp::now", 3, "knows the clock: take the day as an argument"),
    ("std::fs", 3, "opens files: take their bytes as an argument"),
    ("std::net", 4, "opens connections: only doors do"),
    ("std::process", 4, "starts or ends programs: only doors do"),
    ("std::env", 4, "reads the environment: take the setting as an argument"),
    ("println!", 4, "prints: return what is to be shown"),
    ("eprintln!", 4, "prints: return what is to be shown"),
];

/// Rooms whose work lies outside: the store keeps files.
const STORES: &[(&str, &str)] = &[("store", "std::fs")];

/// Checks the code of every room, its tests left out.
pub(super) fn check(rooms: &[Room], tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for room in rooms {
        let Some(Floor::Number(floor)) = room.floor else { continue };
        let source = format!("{}/src/", room.folder);
        for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with(&source)) {
            for (number, line) in code(text) {
                let reach = REACHES.iter().find(|(word, from, _)| {
                    floor < *from && stands_in(line, word) && !STORES.contains(&(room.name(), word))
                });
                if let Some((word, from, remedy)) = reach {
                    let message = format!("`{word}` below floor {from} {remedy}");
                    faults.push(Fault::new(path, number, "reach", message));
                }
            }
        }
    }
    faults
}

/// Whether the word stands in the line and is no part of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

/// The lines before the tests of a file, comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    numbered(text)
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_do_not_reach_outside() {
        let room = Room {
            package: "jiheng-review".into(),
            description: String::new(),
            folder: "crates/review".into(),
            floor: Some(Floor::Number(2)),
            imports: Vec::new(),
        };
        let text = "//! Knows no SystemTime.\nuse std::time::SystemTime;\nfn a() { eprintln!(\"\") }\n\
                    #[cfg(test)]\nmod tests { use std::fs; }\n";
        let tree = Tree::of(&[("crates/review/src/lib.rs", text)]);
        let found: Vec<_> = check(&[room], &tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("crates/review/src/lib.rs:2: `SystemTime` below floor 4"));
        assert!(found[1].contains("`eprintln!`"), "{found:?}");
    }
}
