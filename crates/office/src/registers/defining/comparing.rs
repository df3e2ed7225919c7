//! Two texts side by side, line by line.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// A line of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it stands in the older text, in the newer one, or in both.
    pub tag: Tag,
    /// Its number in the text in which it stands; in the newer one if in both.
    pub number: usize,
    /// What it says.
    pub text: String,
}

/// In which of two texts a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// In both.
    Same,
    /// In the older one alone.
    Gone,
    /// In the newer one alone.
    New,
}

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// The lines in which two texts differ, with those around them.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut all = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        for change in op.iter_changes(&before, &after) {
            let (tag, at) = match change.tag() {
                ChangeTag::Equal => (Tag::Same, change.new_index()),
                ChangeTag::Delete => (Tag::Gone, change.old_index()),
                ChangeTag::Insert => (Tag::New, change.new_index()),
            };
            let number = at.map_or(0, |at| at + 1);
            all.push(Line { tag, number, text: change.value().to_owned() });
        }
    }
    let changed: Vec<usize> = all
        .iter()
        .enumerate()
        .filter(|(_, line)| line.tag != Tag::Same)
        .map(|(at, _)| at)
        .collect();
    let is_near = |at: usize| changed.iter().any(|other| other.abs_diff(at) <= AROUND);
    all.into_iter().enumerate().filter(|(at, _)| is_near(*at)).map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_what_stands_around_it() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni";
        let new = "a\nb\nc\nd\ne\nf\nG\nh\ni";
        let shown: Vec<(Tag, usize)> =
            lines(old, new).into_iter().map(|line| (line.tag, line.number)).collect();
        let same = |at| (Tag::Same, at);
        let expected = [same(4), same(5), same(6), (Tag::Gone, 7), (Tag::New, 7), same(8), same(9)];
        assert_eq!(shown, expected);
        assert_eq!(lines(old, old), []);
    }
}
