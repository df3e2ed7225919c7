//! Groups of people: what they are called and which larger group holds them.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::DataError;
use crate::entries::{files_in, parsed};

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
    /// Places where these people are to be found: what is done there is done for them.
    #[serde(default)]
    pub places: Vec<String>,
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
    /// Acts by which money reaches people.
    reaching: Vec<String>,
    /// Acts that only wish to move people to something.
    moving: Vec<String>,
    /// Which group each pattern names.
    owners: Vec<usize>,
    search: AhoCorasick,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    groups: Vec<Group>,
    #[serde(default)]
    reaching: Vec<String>,
    #[serde(default)]
    moving: Vec<String>,
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

    /// Whether `text` names a place of the group, or of one that lies within it: 校园 speaks of 学生.
    pub fn has_place_of(&self, group: &Group, text: &str) -> bool {
        let placed = self.groups.iter().filter(|other| !other.places.is_empty());
        placed
            .filter(|other| other.places.iter().any(|place| text.contains(place.as_str())))
            .any(|other| self.is_within(other, group))
    }

    /// Whether something is given to or done for the people named at `range`, as the clause around
    /// them says: 慰问环卫工人 does, 激励适龄青年参军 does not, nor does 邀请企业到场.
    pub fn is_reached(&self, text: &str, range: &Range<usize>) -> bool {
        const STOPS: [char; 8] = ['，', '。', '；', '：', ',', ';', '！', '\n'];
        // No clause is longer; a text without stops would be searched again for every group.
        const REACH: usize = 300;
        let from = text.ceil_char_boundary(range.start.saturating_sub(REACH));
        let to = text.floor_char_boundary(range.end.saturating_add(REACH));
        let before = text.get(from..range.start).unwrap_or_default();
        let before = before.rsplit(STOPS).next().unwrap_or(before);
        let after = text.get(range.end..to).unwrap_or_default();
        let after = after.split(STOPS).next().unwrap_or(after);
        let last = |words: &[String]| words.iter().filter_map(|word| before.rfind(word)).max();
        let moved = last(&self.moving);
        let reached = last(&self.reaching);
        match (reached, moved) {
            (Some(reached), Some(moved)) => reached > moved,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => self.reaching.iter().any(|word| after.contains(word.as_str())),
        }
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
    let (mut reaching, mut moving) = (Vec::new(), Vec::new());
    for (path, _, text) in files_in(files, "groups") {
        let file: File = parsed(path, text)?;
        groups.extend(file.groups);
        reaching.extend(file.reaching);
        moving.extend(file.moving);
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
    Ok(Groups { groups, reaching, moving, owners, search })
}

#[cfg(test)]
mod tests {
    use crate::Rulebook;

    #[test]
    fn places_speak_of_their_people() {
        let rulebook = Rulebook::embedded().unwrap();
        let groups = rulebook.groups();
        let has = |name: &str, text: &str| {
            let mentions = groups.mentions(name);
            groups.has_place_of(mentions[0].group, text)
        };
        assert!(has("学生", "用于校园足球联赛举办"));
        assert!(has("青少年", "用于校园足球联赛举办"));
        assert!(!has("老年人", "用于校园足球联赛举办"));
        assert!(!has("学生", "用于农村道路养护"));
    }

    #[test]
    fn money_reaches_those_whom_an_act_serves() {
        let rulebook = Rulebook::embedded().unwrap();
        let groups = rulebook.groups();
        let reached = |text: &str| {
            let mentions = groups.mentions(text);
            groups.is_reached(text, &mentions[0].range)
        };
        assert!(reached("慰问环卫工人"));
        assert!(reached("组织高龄老人100人参加健康体检"));
        assert!(reached("为残疾人发放生活补贴"));
        assert!(!reached("发放优待金，激励适龄青年参军报国"));
        assert!(!reached("发放优待金激励适龄青年参军报国"));
        assert!(!reached("邀请企业到场招聘"));
    }
}
