//! Lines back to paragraphs: whether a line goes on in the next.

use super::lines::TextLine;
use crate::grammar;

/// The edges between which lines are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) left: i32,
    pub(super) right: i32,
}

/// Whether `next` is the rest of the paragraph that `line` stands in.
///
/// A line that had room for the beginning of the next one ends its paragraph: it was broken by its
/// author and not by the edge.
pub(super) fn goes_on(line: &TextLine, next: &TextLine, column: Column) -> bool {
    if line.is_parted() || next.is_wide_apart() || sizes_differ(line, next) {
        return false;
    }
    let leaves_middle = is_centred(line, column)
        && next.area.left - column.left < next.size() / 2
        && !is_full(next, line, column);
    !leaves_middle && is_full(line, next, column) && !begins_paragraph(line, next, column)
}

/// Whether nothing of the next line would have fitted behind this one.
pub(super) fn is_full(line: &TextLine, next: &TextLine, column: Column) -> bool {
    let size = line.size();
    let (left, right) = (line.area.left - column.left, column.right - line.area.right);
    // A line in the middle has room on both sides.
    let room = if is_centred(line, column) { left + right } else { right };
    // Between Chinese characters and figures a quarter of a character is left free.
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (last, first) = (line.text.chars().next_back(), next.text.chars().next());
    let gap = if is_latin(last) == is_latin(first) { 0 } else { size / 4 };
    // Lines are stretched or squeezed by a little, and edges are known to a point or so.
    room < next.head + gap + size / 8
}

fn is_centred(line: &TextLine, column: Column) -> bool {
    let size = line.size();
    let (left, right) = (line.area.left - column.left, column.right - line.area.right);
    // Two characters at the left are the indent of a paragraph.
    let is_indent = (left - 2 * size).abs() * 4 < size;
    // What is set in by a character and nearly reaches the edge is an entry of the contents.
    let is_entry = left < 2 * size && grammar::begins_with_number(&line.text);
    let near = if left < 2 * size { size / 2 } else { size.max(left / 4) };
    left > size / 2 && !is_indent && !is_entry && (left - right).abs() < near
}

/// Whether two lines are set in type of different sizes.
pub(super) fn sizes_differ(line: &TextLine, next: &TextLine) -> bool {
    let (a, b) = (line.em, next.em);
    a > 0 && b > 0 && (a - b).abs() * 8 > a.max(b)
}

/// An indent begins a paragraph, unless the line before has the same: then all of it is set in.
fn begins_paragraph(line: &TextLine, next: &TextLine, column: Column) -> bool {
    let size = next.size();
    let indent = next.area.left - column.left;
    let same = (line.area.left - next.area.left).abs() * 2 < size;
    let ends = line.text.ends_with(['。', '！', '？', '；', '：']);
    let is_indented = indent * 2 > size * 3 && indent < size * 6;
    let middle = |line: &TextLine| {
        let (left, right) = (line.area.left - column.left, column.right - line.area.right);
        (left - right).abs() * 2 < size
    };
    let is_new = if same { ends } else { line.area.left < next.area.left };
    is_indented && !(middle(line) && middle(next)) && is_new
}

#[cfg(test)]
mod tests {
    use super::*;
    use pages::Area;

    const COLUMN: Column = Column { left: 0, right: 10_000 };

    fn line(text: &str, left: i32, right: i32) -> TextLine {
        let area = Area { left, top: 0, right, bottom: 1200 };
        TextLine { text: text.into(), area, em: 1000, head: 1000, ..TextLine::default() }
    }

    #[test]
    fn a_full_line_goes_on() {
        let next = line("乙", 0, 3000);
        assert!(goes_on(&line("甲", 2000, 10_000), &next, COLUMN));
        assert!(goes_on(&line("甲", 0, 9_500), &next, COLUMN));
        assert!(!goes_on(&line("甲", 0, 8_000), &next, COLUMN));
    }

    #[test]
    fn an_indent_begins_a_paragraph() {
        assert!(!goes_on(&line("甲", 0, 10_000), &line("乙", 2000, 9000), COLUMN));
        assert!(!goes_on(&line("甲。", 2000, 10_000), &line("乙", 2000, 9000), COLUMN));
        assert!(goes_on(&line("甲", 2000, 10_000), &line("乙", 2000, 9000), COLUMN));
    }

    #[test]
    fn a_title_in_the_middle_has_room_on_both_sides() {
        assert!(!goes_on(&line("题", 4000, 6000), &line("目", 4500, 5500), COLUMN));
        let long = TextLine { head: 4000, ..line("目", 4500, 5500) };
        assert!(goes_on(&line("题", 1000, 9000), &long, COLUMN));
    }
}
