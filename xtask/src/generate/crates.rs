//! `docs/crates.md`: the crates, their floors, and who imports whom.

use std::fmt::Write;

use super::Derived;
use super::markdown::{document, heading, table};
use crate::house::{Floor, Purpose, Room, short};

const FLOORS: &[(Floor, &str)] = &[
    (Floor::Number(4), "doors"),
    (Floor::Number(3), "office"),
    (Floor::Number(2), "rooms"),
    (Floor::Number(1), "words"),
    (Floor::Number(0), "ground"),
    (Floor::Dev, "beside the house"),
];

/// Drawing and table.
pub(super) fn graph(rooms: &[Room]) -> Derived {
    let mut out = document("Crates");
    out.push_str(
        "\nImports go down only; a room never imports a room on its own floor. `cargo xtask tidy` \
         refuses anything else.\nWhat stands beside the house may import all of it, and only tests \
         may import what stands there.\n",
    );
    heading(&mut out, "Who imports whom");
    out.push_str("```mermaid\ngraph TD\n");
    for (floor, name) in FLOORS {
        let on_floor: Vec<&Room> = rooms.iter().filter(|r| r.floor == Some(*floor)).collect();
        if on_floor.is_empty() {
            continue;
        }
        let _ = writeln!(out, "    subgraph floor_{floor} [\"{floor} {name}\"]");
        for room in on_floor {
            let _ = writeln!(out, "        {}", room.name());
        }
        out.push_str("    end\n");
    }
    for room in rooms.iter().filter(|room| room.floor != Some(Floor::Dev)) {
        for import in inside(room, rooms, Purpose::Building) {
            let _ = writeln!(out, "    {} --> {import}", room.name());
        }
    }
    out.push_str("```\n");
    heading(&mut out, "What each is for");
    let rows: Vec<[String; 5]> = rooms.iter().map(|room| row(room, rooms)).collect();
    table(
        &mut out,
        ["floor", "crate", "what it is for", "imports", "its tests also import"],
        &rows,
    );
    Derived { path: "docs/crates.md", text: out }
}

fn row(room: &Room, rooms: &[Room]) -> [String; 5] {
    [
        room.floor.map_or_else(String::new, |floor| floor.to_string()),
        format!("[{}](../{})", room.name(), room.folder),
        room.description.clone(),
        inside(room, rooms, Purpose::Building).join(", "),
        inside(room, rooms, Purpose::Testing).join(", "),
    ]
}

/// The crates of the workspace that a crate imports, by name.
fn inside<'r>(room: &'r Room, rooms: &[Room], purpose: Purpose) -> Vec<&'r str> {
    let of_ours = |package: &str| rooms.iter().any(|other| other.package == package);
    let imports = room.imports.iter().filter(|import| import.purpose == purpose);
    let mut names: Vec<&str> =
        imports.map(|i| i.package.as_str()).filter(|p| of_ours(p)).map(short).collect();
    names.sort_unstable();
    names.dedup();
    names
}
