//! The crates of the workspace: their floors and who imports whom.

use std::fmt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Where a crate stands in the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// 0 ground, 1 words, 2 rooms, 3 office, 4 doors.
    Number(u8),
    /// Tools and test helpers beside the house.
    Dev,
}

/// For what a crate needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be built at all, its build script included.
    Building,
    /// For its tests, examples and benches.
    Testing,
}

/// A dependency of a crate.
#[derive(Clone, Debug)]
pub struct Import {
    /// Package name.
    pub package: String,
    /// What for.
    pub purpose: Purpose,
}

/// A crate of the workspace.
#[derive(Clone, Debug)]
pub struct Room {
    /// Package name, e.g. `jiheng-read`.
    pub package: String,
    /// What it is for, from its `description`.
    pub description: String,
    /// Its folder from the root, e.g. `crates/read`.
    pub folder: String,
    /// Its floor; `None` where its manifest names none.
    pub floor: Option<Floor>,
    /// All its dependencies, those from outside included.
    pub imports: Vec<Import>,
}

impl Room {
    /// The name without the project's prefix.
    pub fn name(&self) -> &str {
        short(&self.package)
    }
}

/// A package name without the project's prefix.
pub fn short(package: &str) -> &str {
    package.strip_prefix("jiheng-").unwrap_or(package)
}

/// The crates of the workspace at `root`, by floor and name.
///
/// # Errors
/// When cargo cannot read the manifests.
pub fn rooms(root: &Path) -> Result<Vec<Room>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let workspace = text(&metadata, "workspace_root");
    let mut rooms: Vec<Room> =
        list(&metadata, "packages").iter().map(|package| room(package, &workspace)).collect();
    rooms.sort_by(|a, b| (a.floor, &a.package).cmp(&(b.floor, &b.package)));
    Ok(rooms)
}

fn room(package: &Value, workspace: &str) -> Room {
    let manifest = text(package, "manifest_path");
    let folder = manifest.strip_prefix(workspace).unwrap_or(&manifest).replace('\\', "/");
    let folder = folder.trim_start_matches('/');
    let floor = package.pointer("/metadata/jiheng/floor");
    Room {
        package: text(package, "name"),
        description: text(package, "description"),
        folder: folder.strip_suffix("/Cargo.toml").unwrap_or_default().into(),
        floor: floor.and_then(|floor| match floor {
            Value::String(word) if word == "dev" => Some(Floor::Dev),
            number => number.as_u64().and_then(|n| u8::try_from(n).ok()).map(Floor::Number),
        }),
        imports: list(package, "dependencies").iter().map(import).collect(),
    }
}

fn import(dependency: &Value) -> Import {
    let testing = text(dependency, "kind") == "dev";
    Import {
        package: text(dependency, "name"),
        purpose: if testing { Purpose::Testing } else { Purpose::Building },
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl fmt::Display for Floor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Floor::Number(number) => write!(f, "{number}"),
            Floor::Dev => f.write_str("dev"),
        }
    }
}
