//! Which groups of people a text is about.

use rulebook::{Group, Groups, Mention};

/// The groups mentioned, without those that only take up a narrower one again: in 救助困难职工，缓解职工困难
/// the 职工 are the 困难职工.
pub(super) fn narrowest<'g>(groups: &Groups, mentions: Vec<Mention<'g>>) -> Vec<&'g Group> {
    let all: Vec<&Group> = mentions.into_iter().map(|mention| mention.group).collect();
    let takes_up = |group: &Group| {
        all.iter().any(|other| other.name != group.name && groups.is_within(other, group))
    };
    all.iter().copied().filter(|group| !takes_up(group)).collect()
}
