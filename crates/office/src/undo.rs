//! What one change made of a text, small enough to be kept a hundred times, and the way back.

use store::drafts::Step;

/// The stretch in which two texts differ: where it begins, what stood there, what stands there; `None` if
/// they do not differ.
pub(crate) fn difference(before: &str, after: &str) -> Option<(usize, String, String)> {
    if before == after {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let head = before.chars().zip(after.chars()).take_while(same);
    let head: usize = head.map(|(sign, _)| sign.len_utf8()).sum();
    let (old, new) = (before.get(head..)?, after.get(head..)?);
    let tail = old.chars().rev().zip(new.chars().rev()).take_while(same);
    let tail: usize = tail.map(|(sign, _)| sign.len_utf8()).sum();
    let removed = old.get(..old.len() - tail)?;
    let inserted = new.get(..new.len() - tail)?;
    Some((head, removed.to_owned(), inserted.to_owned()))
}

/// The text before a step; `None` if the step was not made in this text.
pub(crate) fn undone(body: &str, step: &Step) -> Option<String> {
    replaced(body, step.at_byte, &step.inserted, &step.removed)
}

/// The text after a step; `None` if the step was not made in this text.
pub(crate) fn redone(body: &str, step: &Step) -> Option<String> {
    replaced(body, step.at_byte, &step.removed, &step.inserted)
}

fn replaced(body: &str, at: i64, old: &str, new: &str) -> Option<String> {
    let at = usize::try_from(at).ok()?;
    let rest = body.get(at..)?.strip_prefix(old)?;
    Some(format!("{}{new}{rest}", body.get(..at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_undone_and_redone() {
        let cases = [
            ("指标值95%", "指标值98%"),
            ("甲乙", "甲丙乙"),
            ("甲甲甲", "甲甲"),
            ("", "新"),
            ("旧", ""),
            ("一样长", "不同的"),
        ];
        for (before, after) in cases {
            let (at, removed, inserted) = difference(before, after).expect("they differ");
            let step = Step {
                number: 1,
                at_byte: i64::try_from(at).expect("small"),
                removed,
                inserted,
                place: String::new(),
                at: String::new(),
            };
            assert_eq!(redone(before, &step).as_deref(), Some(after));
            assert_eq!(undone(after, &step).as_deref(), Some(before));
        }
        assert_eq!(difference("同", "同"), None);
    }
}
