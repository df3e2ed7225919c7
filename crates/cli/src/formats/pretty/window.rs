//! The part of a line that is shown: a window around the marked words, narrow enough for a terminal.

use std::ops::Range;

use ground::{Mark, Source, Span};

use crate::layout::{char_width, is_wild, width};

/// A shown part of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Number of the line in the linear text.
    pub(super) line: u32,
    /// Where the first mark stands: a byte of the linear text.
    pub(super) offset: u32,
    /// What is shown.
    pub(super) text: String,
    /// The marked words in it, by bytes of `text`.
    pub(super) marks: Vec<Shown>,
}

/// Marked words of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Bytes of the window's text.
    pub(super) range: Range<usize>,
    /// What is said at them.
    pub(super) label: String,
    /// They are the decisive ones.
    pub(super) is_primary: bool,
}

/// A mark, or the part of one that stands on one line.
#[derive(Clone, Debug)]
struct Piece {
    line: u32,
    span: Span,
    label: String,
    is_primary: bool,
}

/// A mark that runs over more lines shows so many of them.
const LINES_OF_A_MARK: usize = 2;

/// The windows of some marks, those of the first mark's line first. `columns` is the room for text.
pub(super) fn windows(source: &Source, marks: &[Mark], columns: usize) -> Vec<Window> {
    let mut lines: Vec<(u32, Vec<Piece>)> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        for piece in pieces(source, mark, number == 0) {
            match lines.iter_mut().find(|(line, _)| *line == piece.line) {
                Some((_, own)) => own.push(piece),
                None => lines.push((piece.line, vec![piece])),
            }
        }
    }
    let groups = lines.into_iter().flat_map(|(line, mut pieces)| {
        pieces.sort_by_key(|piece| piece.span);
        grouped(source, line, pieces, columns)
    });
    groups.map(|group| window(source, &group, columns)).collect()
}

/// The parts of a mark by lines; the label stands at the first.
fn pieces(source: &Source, mark: &Mark, is_primary: bool) -> Vec<Piece> {
    let first = source.line(mark.span.start);
    let last = if mark.span.is_empty() { first } else { source.line(mark.span.end - 1) };
    let mut pieces = Vec::new();
    for line in first..=last {
        let whole = source.line_span(line);
        let start = mark.span.start.clamp(whole.start, whole.end);
        let end = mark.span.end.clamp(start, whole.end);
        let is_blank = source.excerpt(Span { start, end }).trim().is_empty();
        if is_blank && first != last {
            continue;
        }
        let label = if pieces.is_empty() { mark.label.clone() } else { String::new() };
        pieces.push(Piece { line, span: Span { start, end }, label, is_primary });
        if pieces.len() == LINES_OF_A_MARK {
            break;
        }
    }
    pieces
}

/// Splits the marks of a line into groups that fit into one window each.
fn grouped(source: &Source, line: u32, pieces: Vec<Piece>, columns: usize) -> Vec<Vec<Piece>> {
    let whole = source.line_span(line);
    if fits(source.excerpt(whole), columns) {
        return vec![pieces];
    }
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let shares = |group: &Vec<Piece>| {
            let hull = group.iter().fold(piece.span, |hull, other| hull.to(other.span));
            fits(source.excerpt(hull), columns.saturating_sub(2 * ELLIPSIS.len()))
        };
        match groups.last_mut().filter(|group| shares(group)) {
            Some(group) => group.push(piece),
            None => groups.push(vec![piece]),
        }
    }
    // The window with the decisive words comes first.
    groups.sort_by_key(|group| !group.iter().any(|piece| piece.is_primary));
    groups
}

const ELLIPSIS: &str = "… ";

/// Cuts one window out of a line.
fn window(source: &Source, pieces: &[Piece], columns: usize) -> Window {
    let first = pieces.first();
    let line = first.map_or(1, |piece| piece.line);
    let hull = pieces.iter().map(|piece| piece.span).reduce(Span::to).unwrap_or_default();
    let label = pieces.iter().map(|piece| width(&piece.label)).max().unwrap_or(0);
    let shown = cut(source, line, hull, label, columns);
    let mut text = String::new();
    if shown.start > line_start(source, line) {
        text.push_str(ELLIPSIS);
    }
    let middle = shorten(source, pieces, columns);
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (at, c) in source.excerpt(shown).char_indices() {
        let offset = shown.start + Span::at(at).start;
        if offset == middle.start && !middle.is_empty() {
            text.push('…');
        }
        places.push((offset, text.len()));
        if offset < middle.start || offset >= middle.end {
            push_shown(&mut text, c);
        }
    }
    places.push((shown.end, text.len()));
    if shown.end < source.line_span(line).end {
        text.push_str(" …");
    }
    let place = |offset: u32| {
        let at = places.partition_point(|(known, _)| *known < offset);
        places.get(at).or(places.last()).map_or(0, |(_, at)| *at)
    };
    let marks = pieces
        .iter()
        .map(|piece| Shown {
            range: place(piece.span.start)..place(piece.span.end),
            label: piece.label.clone(),
            is_primary: piece.is_primary,
        })
        .collect();
    let offset = pieces.iter().find(|piece| piece.is_primary).or(first);
    Window { line, offset: offset.map_or(0, |piece| piece.span.start), text, marks }
}

/// First byte of a line that is not indent.
fn line_start(source: &Source, line: u32) -> u32 {
    let whole = source.line_span(line);
    let text = source.excerpt(whole);
    whole.start + Span::at(text.len() - text.trim_start().len()).start
}

/// The part of the line to show: the hull of the marks with as much on both sides as there is room.
fn cut(source: &Source, line: u32, hull: Span, label: usize, columns: usize) -> Span {
    let whole = source.line_span(line);
    let indent = line_start(source, line).min(hull.start);
    let body = Span { start: indent, end: whole.end.max(hull.end) };
    if fits(source.excerpt(body), columns) {
        return body;
    }
    let room = columns.saturating_sub(2 * ELLIPSIS.len());
    let before = source.excerpt(Span { start: body.start, end: hull.start });
    let behind = source.excerpt(Span { start: hull.end, end: body.end });
    let free = room.saturating_sub(width_up_to(source.excerpt(hull).chars(), room));
    // What is said at the words stands to their right and wants room there.
    let wanted = (label + 1).max(free * 2 / 5).min(free * 3 / 5);
    let left = width_up_to(before.chars().rev(), free - wanted);
    let right = width_up_to(behind.chars(), free - left);
    let left = width_up_to(before.chars().rev(), free - right.max(wanted));
    let taken_left = fitting(before.chars().rev(), left);
    let taken_right = fitting(behind.chars(), right);
    Span {
        start: hull.start - Span::at(taken_left).start,
        end: hull.end + Span::at(taken_right).start,
    }
}

/// Bytes of the characters that fit into the columns.
fn fitting(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    characters
        .take_while(|c| {
            used += shown_char(*c);
            used <= columns
        })
        .map(char::len_utf8)
        .sum()
}

/// The middle that is left out of words too long to show; empty where they fit.
fn shorten(source: &Source, pieces: &[Piece], columns: usize) -> Span {
    let [piece] = pieces else { return Span::default() };
    let text = source.excerpt(piece.span);
    let room = columns.saturating_sub(2 * ELLIPSIS.len());
    if fits(text, room) {
        return Span::default();
    }
    let tail = fitting(text.chars().rev(), room / 3);
    let head = fitting(text.chars(), room - room / 3 - 2);
    let start = piece.span.start + Span::at(head).start;
    Span { start, end: piece.span.end - Span::at(tail).start }
}

/// A tab between cells is shown as a bar.
const BAR: &str = " | ";

fn push_shown(text: &mut String, c: char) {
    match c {
        '\t' => text.push_str(BAR),
        c if is_wild(c) => {}
        c => text.push(c),
    }
}

fn shown_char(c: char) -> usize {
    match c {
        '\t' => BAR.len(),
        c if is_wild(c) => 0,
        c => char_width(c),
    }
}

/// Whether the text takes no more than so many columns. Looks no further than these: a line may be
/// as long as the document.
fn fits(text: &str, columns: usize) -> bool {
    width_up_to(text.chars(), columns + 1) <= columns
}

/// The columns the characters take, or `limit` where they take more.
fn width_up_to(characters: impl Iterator<Item = char>, limit: usize) -> usize {
    let mut used = 0;
    for c in characters {
        used += shown_char(c);
        if used >= limit {
            return limit;
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use ground::Format;

    use super::*;

    fn shown(text: &str, words: &[&str], columns: usize) -> Vec<(String, Vec<String>)> {
        let source = Source::new("a.txt", Format::Text, text.into(), Vec::new());
        let marks: Vec<Mark> = words
            .iter()
            .map(|words| {
                let start = text.find(words).unwrap();
                Mark::new(Span::new(start..start + words.len()))
            })
            .collect();
        let said = |window: Window| {
            assert!(width(&window.text) <= columns, "{}", window.text);
            let marks = window.marks.iter().map(|mark| window.text[mark.range.clone()].to_owned());
            (window.text.clone(), marks.collect())
        };
        windows(&source, &marks, columns).into_iter().map(said).collect()
    }

    #[test]
    fn a_short_line_is_shown_whole_with_bars_for_tabs() {
        let found = shown("产出指标\t≥500元/人\t依据\n", &["≥500元/人"], 80);
        assert_eq!(found, [("产出指标 | ≥500元/人 | 依据".into(), vec!["≥500元/人".into()])]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        let text = format!("{}关键词{}", "前".repeat(200), "后".repeat(200));
        let found = shown(&text, &["关键词"], 40);
        assert_eq!(found[0].1, ["关键词"]);
        assert!(found[0].0.starts_with("… 前") && found[0].0.ends_with("后 …"), "{}", found[0].0);
        let at_the_end = shown(&text, &[&"后".repeat(3)], 40);
        assert_eq!(at_the_end[0].1, ["后后后"]);
    }

    #[test]
    fn words_longer_than_the_window_lose_their_middle() {
        let text = format!("甲{}乙。后面", "字".repeat(100));
        let words = format!("甲{}乙", "字".repeat(100));
        let found = shown(&text, &[&words], 40);
        let marked = &found[0].1[0];
        assert!(marked.starts_with("甲字") && marked.ends_with("字乙"), "{marked}");
        assert_eq!(marked.matches('…').count(), 1);
    }

    #[test]
    fn words_far_apart_get_a_window_each_the_decisive_first() {
        let text = format!("甲方{}乙方", "字".repeat(100));
        let found = shown(&text, &["乙方", "甲方"], 40);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1, ["乙方"]);
        assert_eq!(found[1].1, ["甲方"]);
        let near = shown("甲方与乙方", &["乙方", "甲方"], 40);
        assert_eq!(near[0].1, ["甲方", "乙方"]);
    }

    #[test]
    fn a_mark_over_lines_shows_both() {
        let found = shown("按规定的时\n间完成\n后", &["时\n间"], 40);
        let marked: Vec<_> = found.iter().flat_map(|(_, marks)| marks.clone()).collect();
        assert_eq!(marked, ["时", "间"]);
    }

    #[test]
    fn where_something_is_missing_nothing_is_marked() {
        let source = Source::new("a.txt", Format::Text, "预算数\t\t财政".into(), Vec::new());
        let found = windows(&source, &[Mark::new(Span::at(10))], 40);
        assert_eq!(found[0].text, "预算数 |  | 财政");
        assert_eq!(found[0].marks[0].range, 12..12);
        let source = Source::new("a.txt", Format::Text, String::new(), Vec::new());
        assert_eq!(windows(&source, &[Mark::new(Span::at(0))], 40)[0].text, "");
    }
}
