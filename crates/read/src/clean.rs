//! Takes the words out of the linear text and leaves conversion residue behind.

use ground::{Source, Span, Words};

/// Runs of the linear text that conversion left there: bookmark marks, field codes.
///
/// They are swallowed wherever words are taken. Sorted, not overlapping.
#[derive(Debug, Default)]
pub(crate) struct Residue(Vec<Span>);

impl Residue {
    /// Finds the residue in a plain text.
    pub(crate) fn find(text: &str) -> Residue {
        let marks = memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|at| bookmark(text, at));
        let mut begins: Vec<(usize, Option<Span>)> =
            marks.map(|span| (span.start as usize, Some(span))).collect();
        for word in ["HYPERLINK \\l", "PAGEREF _Toc", "TOC \\o"] {
            begins.extend(text.match_indices(word).map(|(at, _)| (at, None)));
        }
        begins.sort_unstable();
        let mut spans: Vec<Span> = Vec::new();
        for (at, bookmark) in begins {
            // What begins inside other residue is part of it.
            if spans.last().is_none_or(|last| last.end as usize <= at) {
                spans.push(bookmark.unwrap_or_else(|| field_code(text, at)));
            }
        }
        Residue(spans)
    }

    fn overlapping(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.0.partition_point(|residue| residue.end <= span.start);
        let rest = self.0.get(first..).unwrap_or_default();
        rest.iter().copied().take_while(move |residue| residue.start < span.end)
    }
}

/// The bookmark mark that opens at the byte `at`; the name of a bookmark is short.
fn bookmark(text: &str, at: usize) -> Option<Span> {
    const LONGEST: usize = 200;
    let rest = text.get(at..).filter(|rest| rest.starts_with("[bookmark:"))?;
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b']')?;
    Some(Span::new(at..at + end + 1))
}

/// A field code runs through its switches and quoted arguments.
fn field_code(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let mut quoted = false;
    let end = rest
        .char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '\n' || !quoted && !c.is_ascii()
        })
        .map_or(rest.len(), |(index, _)| index);
    let code = rest.get(..end).unwrap_or_default();
    // A page number behind PAGEREF is the field's result, not its code.
    Span::new(at..at + code.trim_end().trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

/// The words that stand in `span`, without white space inside Chinese text and without residue.
pub(crate) fn words(source: &Source, residue: &Residue, span: Span) -> Words {
    // Most words have nothing to lose, and need no list of what is kept.
    let is_clean = !source.excerpt(span).contains(is_left_out);
    if is_clean && !span.is_empty() && residue.overlapping(span).next().is_none() {
        return source.words(&[span]);
    }
    let mut keeper = Keeper::default();
    let mut at = span.start as usize;
    for hole in residue.overlapping(span) {
        keeper.take(source, at..hole.start.max(span.start) as usize);
        at = hole.end as usize;
    }
    keeper.take(source, at..span.end as usize);
    if keeper.runs.is_empty() {
        // Blank words still have a place: where they would stand.
        let mut blank = source.words(&[Span::at(span.start as usize)]);
        blank.at = Span::at(span.start as usize);
        return blank;
    }
    source.words(&keeper.runs)
}

/// The words of several spans as one, e.g. the lines of a wrapped paragraph.
pub(crate) fn joined(source: &Source, parts: &[&Words]) -> Words {
    let mut runs: Vec<Span> = Vec::new();
    for words in parts.iter().filter(|words| !words.is_blank()) {
        if let Some(last) = runs.last()
            && keeps_space(source.excerpt(*last).chars().next_back(), words.text.chars().next())
        {
            // Two Latin words on two lines stay two words: the line break between them is kept.
            let gap = Span { start: last.end, end: words.at.start };
            let blank =
                source.excerpt(gap).find([' ', '\n']).map(|index| last.end as usize + index);
            runs.extend(blank.map(|index| Span::new(index..index + 1)));
        }
        push_runs(&mut runs, words);
    }
    source.words(&runs)
}

/// The words of one or several parts; of one they are its own.
pub(crate) fn whole(source: &Source, mut parts: Vec<Words>) -> Words {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    joined(source, &parts.iter().collect::<Vec<_>>())
}

fn push_runs(runs: &mut Vec<Span>, words: &Words) {
    if words.pieces.is_empty() {
        runs.push(Span::new(words.at.range().start..words.at.range().start + words.text.len()));
        return;
    }
    for (index, piece) in words.pieces.iter().enumerate() {
        let end = words.pieces.get(index + 1).map_or(words.text.len(), |next| next.text as usize);
        let len = end - piece.text as usize;
        runs.push(Span::new(piece.source as usize..piece.source as usize + len));
    }
}

/// Gathers the runs of text that are kept.
#[derive(Default)]
struct Keeper {
    runs: Vec<Span>,
    last: Option<char>,
    blank: Option<usize>,
}

impl Keeper {
    fn take(&mut self, source: &Source, range: std::ops::Range<usize>) {
        let text = source.text.get(range.clone()).unwrap_or_default();
        let mut kept_from: Option<usize> = None;
        for (index, c) in text.char_indices() {
            let at = range.start + index;
            if is_left_out(c) {
                if let Some(from) = kept_from.take() {
                    self.push(from, at - from);
                }
                if c == ' ' || c == '\u{a0}' || c == '\t' || c == '\n' {
                    self.blank.get_or_insert(at);
                }
                continue;
            }
            if let Some(blank) = self.blank.take()
                && keeps_space(self.last, Some(c))
            {
                let width = source.text.get(blank..).and_then(|rest| rest.chars().next());
                self.push(blank, width.map_or(1, char::len_utf8));
            }
            kept_from.get_or_insert(at);
            self.last = Some(c);
        }
        if let Some(from) = kept_from {
            self.push(from, range.start + text.len() - from);
        }
    }

    fn push(&mut self, at: usize, len: usize) {
        let run = Span::new(at..at + len);
        match self.runs.last_mut() {
            Some(last) if last.end == run.start => last.end = run.end,
            _ => self.runs.push(run),
        }
    }
}

/// A blank means something only between two Latin words or two numbers.
fn keeps_space(before: Option<char>, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    word(before) && word(after)
}

/// White space and signs without width, which are no words.
fn is_left_out(c: char) -> bool {
    // Most signs are common Chinese characters.
    !matches!(c, '\u{4e00}'..='\u{9fff}') && (c.is_whitespace() || is_invisible(c))
}

/// Signs without width: zero-width spaces and joiners, byte order marks, soft hyphens, controls.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fffc}')
        || c.is_control()
}

/// Width of a text on paper: 2 for a Chinese character, 1 for any other.
pub(crate) fn width(text: &str) -> u32 {
    text.chars().map(|c| if (c as u32) < 0x2000 { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::Format;

    fn cleaned(text: &str) -> String {
        let source = Source::new("a.txt", Format::Text, text.into(), vec![]);
        let residue = Residue::find(text);
        words(&source, &residue, Span::new(0..text.len())).text
    }

    #[test]
    fn residue_goes_and_words_stay() {
        let cases = [
            ("按规定的时 间完成", "按规定的时间完成"),
            ("冀财行[2022]99 号文件", "冀财行[2022]99号文件"),
            ("[bookmark: _GoBack]魏县财政局审核", "魏县财政局审核"),
            ("目    录", "目录"),
            ("　　工会组织\u{200b}是桥梁", "工会组织是桥梁"),
            ("Windows  10 系统", "Windows 10系统"),
            ("25% 50%", "25%50%"),
            ("25 50 75", "25 50 75"),
            ("HYPERLINK \\l \"_Toc1\" 一、总体绩效目标 PAGEREF _Toc1 \\h 3", "一、总体绩效目标3"),
            ("HYPERLINK \\l \"_Toc1\" PAGEREF _Toc1 \\h 3\n二、", "3二、"),
            ("[bookmark: a][bookmark: b]甲", "甲"),
            ("[bookmark:甲\n乙", "[bookmark:甲乙"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text), expected, "{text}");
        }
    }
}
