//! Groups of people: what they are called and which larger group holds them.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::{DataError, files_in};

/// A group of people.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// Other words for it, or for parts of it that need not be told apart.
    #[serde(default)]
    pub also: Vec<String>,
    /// Larger groups that hold it.
    #[serde(default)]
    pub within: Vec<String>,
    /// It can mean anybody, so nothing follows from its being named.
    #[serde(default)]
    pub general: bool,
}

/// A group named in a text.
#[derive(Clone, Debug)]
pub struct Mention<'g> {
    /// The group.
    pub group: &'g Group,
    /// The bytes that name it.
    pub range: Range<usize>,
}

/// All groups.
#[derive(Debug)]
pub struct Groups {
    groups: Vec<Group>,
    /// Which group each pattern names.
    owners: Vec<usize>,
    search: AhoCorasick,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    groups: Vec<Group>,
}

impl Groups {
    /// Every group that `text` names, in order; of names at one place the longest counts.
    pub fn mentions(&self, text: &str) -> Vec<Mention<'_>> {
        let found = self.search.find_iter(text).filter_map(|found| {
            let owner = *self.owners.get(found.pattern().as_usize())?;
            Some(Mention { group: self.groups.get(owner)?, range: found.range() })
        });
        found.collect()
    }

    /// Whether `group` is `other` or lies within it.
    pub fn is_within(&self, group: &Group, other: &Group) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![group.name.as_str()];
        while let Some(name) = open.pop() {
            if name == other.name {
                return true;
            }
            if seen.insert(name) {
                let larger = self.groups.iter().filter(|group| group.name == name);
                open.extend(larger.flat_map(|group| group.within.iter().map(String::as_str)));
            }
        }
        false
    }
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Groups, DataError> {
    let mut groups = Vec::new();
    for (path, _, text) in files_in(files, "groups") {
        let file: File = toml::from_str(text).map_err(|error| DataError::malformed(path, error))?;
        groups.extend(file.groups);
    }
    let names: BTreeSet<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    for group in &groups {
        if let Some(unknown) = group.within.iter().find(|name| !names.contains(name.as_str())) {
            let message = format!("人群“{}”属于没有定义的人群“{unknown}”", group.name);
            return Err(DataError::malformed("groups", message));
        }
    }
    let mut owners = Vec::new();
    let mut patterns = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        for name in std::iter::once(&group.name).chain(&group.also) {
            owners.push(index);
            patterns.push(name.clone());
        }
    }
    let search = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&patterns)
        .map_err(|error| DataError::malformed("groups", error))?;
    Ok(Groups { groups, owners, search })
}
