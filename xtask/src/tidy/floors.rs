//! Imports go down only, and a room never imports a room on its own floor.

use super::{Fault, numbered};
use crate::house::{Floor, Purpose, Room, short};
use crate::tree::Tree;

/// Crates from outside that only these rooms may know; a room that is not named may not.
const KNOWN_ONLY_TO: &[(&str, &[&str])] = &[
    ("axum", &["web"]),
    ("hyper", &["web"]),
    ("http", &["web"]),
    ("tower", &["web"]),
    ("tower-http", &["web"]),
    ("askama", &["web"]),
    ("reqwest", &[]),
    ("sqlx", &["store"]),
    ("sea-query", &["store"]),
    ("rusqlite", &[]),
    ("diesel", &[]),
    ("zip", &["read", "store", "write"]),
    ("quick-xml", &["read", "write"]),
    ("encoding_rs", &["read", "write"]),
    ("calamine", &["read"]),
    ("typst", &["typeset"]),
    ("typst-layout", &["typeset"]),
    ("typst-pdf", &["typeset"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("annotate-snippets", &["cli"]),
    ("anyhow", &["cli", "web"]),
    ("regex", &[]),
    ("chrono", &[]),
];

/// Checks the manifests of all rooms.
pub(super) fn check(rooms: &[Room], tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for room in rooms {
        let manifest = Manifest::of(room, tree);
        if room.floor.is_none() {
            let message = "names no floor: add `floor` under [package.metadata.jiheng]";
            faults.push(manifest.fault("[package]", "floor", message));
        }
        if !manifest.text.contains("[lints]\nworkspace = true") {
            let message = "does not take the lints of the workspace: add [lints] workspace = true";
            faults.push(manifest.fault("[package]", "lints", message));
        }
        for import in &room.imports {
            let target = rooms.iter().find(|other| other.package == import.package);
            let message = match target {
                Some(target) => inside(room, target, import.purpose),
                None => outside(room, &import.package, import.purpose),
            };
            let line = short(&import.package);
            faults.extend(message.map(|message| manifest.fault(line, "import", &message)));
        }
    }
    faults
}

/// What is wrong with one crate of the workspace importing another.
fn inside(room: &Room, target: &Room, purpose: Purpose) -> Option<String> {
    let (from, to) = (room.floor?, target.floor?);
    let wrong = match (from, to, purpose) {
        (Floor::Dev, _, _) => false,
        (_, Floor::Dev, purpose) => purpose != Purpose::Testing,
        (from, to, Purpose::Building) => to >= from,
        (from, to, Purpose::Testing) => to > from,
    };
    let way = match to {
        Floor::Dev => "beside the house; only tests may use it",
        _ if to == from => "on the same floor; what both need belongs one floor down",
        _ => "on a higher floor; imports go down only",
    };
    wrong.then(|| {
        format!("{} (floor {from}) imports {}, which is {way}", room.name(), target.name())
    })
}

/// What is wrong with a crate of the workspace importing one from outside.
fn outside(room: &Room, package: &str, purpose: Purpose) -> Option<String> {
    let free = room.floor == Some(Floor::Dev) || purpose == Purpose::Testing;
    let (_, knowing) = KNOWN_ONLY_TO.iter().find(|(name, _)| *name == package)?;
    (!free && !knowing.contains(&room.name())).then(|| {
        let who = if knowing.is_empty() { "no room".into() } else { knowing.join(", ") };
        format!("{} must not know {package}: that is for {who}", room.name())
    })
}

struct Manifest<'t> {
    path: String,
    text: &'t str,
}

impl<'t> Manifest<'t> {
    fn of(room: &Room, tree: &'t Tree) -> Manifest<'t> {
        let path = format!("{}/Cargo.toml", room.folder);
        let text = tree.text(&path).unwrap_or_default();
        Manifest { path, text }
    }

    fn fault(&self, begins: &str, check: &'static str, message: &str) -> Fault {
        let line = numbered(self.text).find(|(_, line)| {
            let rest = line.strip_prefix("jiheng-").unwrap_or(line).strip_prefix(begins);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ', '=']))
        });
        Fault::new(&self.path, line.map_or(1, |(number, _)| number), check, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::Import;

    fn room(name: &str, floor: Option<Floor>, imports: &[(&str, Purpose)]) -> Room {
        Room {
            package: format!("jiheng-{name}"),
            description: String::new(),
            folder: format!("crates/{name}"),
            floor,
            imports: imports
                .iter()
                .map(|(package, purpose)| Import { package: (*package).into(), purpose: *purpose })
                .collect(),
        }
    }

    fn faults(rooms: &[Room]) -> Vec<String> {
        let texts: Vec<(String, String)> = rooms
            .iter()
            .map(|room| {
                let imports: String = room
                    .imports
                    .iter()
                    .map(|import| format!("{}.workspace = true\n", short(&import.package)))
                    .collect();
                let text =
                    format!("[package]\n[dependencies]\n{imports}[lints]\nworkspace = true\n");
                (format!("{}/Cargo.toml", room.folder), text)
            })
            .collect();
        let texts: Vec<(&str, &str)> =
            texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        check(rooms, &Tree::of(&texts)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn imports_go_down_only() {
        use Purpose::{Building, Testing};
        let floor = |number| Some(Floor::Number(number));
        let rooms = [
            room("ground", floor(0), &[("jiheng-model", Testing)]),
            room("model", floor(1), &[("jiheng-ground", Building)]),
            room("read", floor(2), &[("jiheng-model", Building), ("jiheng-review", Building)]),
            room("review", floor(2), &[("jiheng-read", Testing), ("jiheng-testkit", Building)]),
            room("testkit", Some(Floor::Dev), &[("jiheng-review", Building)]),
        ];
        let found = faults(&rooms);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("crates/ground/Cargo.toml:3: ground (floor 0) imports model"));
        assert!(found[1].starts_with("crates/read/Cargo.toml:4: read (floor 2) imports review"));
        assert!(found[2].contains("review (floor 2) imports testkit"));
    }

    #[test]
    fn floors_are_named_and_crates_from_outside_are_known_where_they_may_be() {
        use Purpose::{Building, Testing};
        let floor = Some(Floor::Number(2));
        let rooms = [
            room("read", floor, &[("zip", Building), ("regex", Testing)]),
            room("review", floor, &[("zip", Building), ("serde", Building)]),
            room("score", None, &[]),
        ];
        let found = faults(&rooms);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("review must not know zip: that is for read, store, write"));
        assert!(found[1].contains("names no floor"));
    }
}
