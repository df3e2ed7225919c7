//! Text boxes: which text stands in which, and where each is anchored in the text.

use super::bytes::u32_at;

/// More text boxes than this stand in no document.
const MOST_BOXES: usize = 4096;
const ANCHOR: usize = 26;
const STORY: usize = 22;

/// A text box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextBox {
    /// The character that it is anchored at.
    pub(super) at: u32,
    /// Its first character and the one behind its last, in the whole text.
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// The text boxes in the order of their anchors; their texts begin at the character `first`.
pub(super) fn boxes(anchors: &[u8], stories: &[u8], first: u32) -> Vec<TextBox> {
    let anchored = entries(anchors, ANCHOR);
    let mut boxes = Vec::new();
    let mut behind = 0;
    for (begin, end, story) in entries(stories, STORY) {
        if begin < behind {
            break;
        }
        behind = end;
        let shape = u32_at(story, 14);
        let anchor = anchored.iter().find(|(_, _, anchor)| u32_at(anchor, 0) == shape);
        // No text box stands in another.
        let anchor = anchor.filter(|(at, _, _)| *at < first && shape != Some(0));
        if let Some((at, _, _)) = anchor {
            let (begin, end) = (first.saturating_add(begin), first.saturating_add(end));
            boxes.push(TextBox { at: *at, begin, end });
        }
    }
    boxes.sort_by_key(|text_box| text_box.at);
    boxes
}

/// The entries of a list, each with the characters from which to which it holds.
fn entries(bytes: &[u8], size: usize) -> Vec<(u32, u32, &[u8])> {
    let count = (bytes.len().saturating_sub(4) / (4 + size)).min(MOST_BOXES);
    let entry = |index: usize| {
        let whole = bytes.len().saturating_sub(4) / (4 + size);
        let at = 4 * (whole + 1) + size * index;
        let body = bytes.get(at..at + size)?;
        Some((u32_at(bytes, 4 * index)?, u32_at(bytes, 4 * index + 4)?, body))
    };
    (0..count).filter_map(entry).filter(|(begin, end, _)| begin < end || size == ANCHOR).collect()
}
