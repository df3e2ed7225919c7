//! Signs that come in pairs, and those in a text that do not.

use std::ops::Range;

use model::numeral::{digit, is_chinese};

/// What is wrong with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It opens and nothing closes it.
    Opens,
    /// It closes and nothing opened it.
    Closes,
    /// It is paired with one of another width.
    Mixed,
}

/// A sign without its other half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) sign: char,
    pub(super) kind: Kind,
    /// The other half it wants.
    pub(super) partner: Option<char>,
    /// What it should be, where that is certain.
    pub(super) instead: Option<char>,
}

/// Opening and closing signs, those of one family in one row; the first pair is the usual one.
const FAMILIES: &[&[(char, char)]] = &[
    &[('（', '）'), ('(', ')')],
    &[('［', '］'), ('[', ']')],
    &[('【', '】')],
    &[('〔', '〕')],
    &[('《', '》')],
    &[('〈', '〉')],
    &[('「', '」')],
    &[('『', '』')],
    &[('｛', '｝'), ('{', '}')],
];

const QUOTES: &[(char, char)] = &[('“', '”'), ('‘', '’')];

/// Every sign of `text` that has no other half, in order.
pub(super) fn faults(text: &str) -> Vec<Fault> {
    // Most leaves have none of these signs; punctuation of Chinese texts is not ASCII.
    if !text.contains(is_paired_sign) {
        return Vec::new();
    }
    let mut faults = brackets(text);
    for pair in QUOTES {
        faults.extend(quotes(text, *pair));
    }
    faults.sort_by_key(|fault| fault.range.start);
    faults
}

fn is_paired_sign(c: char) -> bool {
    matches!(
        c,
        '（' | '）'
            | '('
            | ')'
            | '［'
            | '］'
            | '['
            | ']'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '「'
            | '」'
            | '『'
            | '』'
            | '｛'
            | '｝'
            | '{'
            | '}'
            | '“'
            | '”'
            | '‘'
            | '’'
    )
}

/// A bracket sign: its family, which of the family's pairs, whether it opens.
fn bracket(c: char) -> Option<(usize, usize, bool)> {
    FAMILIES.iter().enumerate().find_map(|(family, pairs)| {
        pairs.iter().enumerate().find_map(|(width, (open, close))| {
            (c == *open || c == *close).then_some((family, width, c == *open))
        })
    })
}

struct Open {
    at: usize,
    sign: char,
    family: usize,
    width: usize,
}

fn brackets(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (at, sign) in text.char_indices() {
        let Some((family, width, opens)) = bracket(sign) else { continue };
        if opens {
            open.push(Open { at, sign, family, width });
            continue;
        }
        if open.last().is_some_and(|last| last.family != family && holds_year(text, last, at)) {
            // 〔2022] is left to the rule on document numbers.
            open.pop();
            continue;
        }
        match open.iter().rposition(|open| open.family == family) {
            Some(depth) => {
                faults.extend(open.drain(depth + 1..).map(|lone| lone_open(&lone)));
                let partner = open.pop();
                let mixed = partner.filter(|partner| partner.width != width);
                let year = mixed.as_ref().is_some_and(|partner| holds_year(text, partner, at));
                faults.extend(mixed.filter(|_| !year).map(|partner| widths(&partner, at, sign)));
            }
            None if is_list_mark(text, at) => {}
            None => faults.push(fault(at, sign, Kind::Closes, partner(family, width, false))),
        }
    }
    faults.extend(open.iter().map(lone_open));
    faults
}

fn partner(family: usize, width: usize, opens: bool) -> Option<char> {
    let (open, close) = FAMILIES.get(family)?.get(width)?;
    Some(if opens { *close } else { *open })
}

fn lone_open(open: &Open) -> Fault {
    fault(open.at, open.sign, Kind::Opens, partner(open.family, open.width, true))
}

fn fault(at: usize, sign: char, kind: Kind, partner: Option<char>) -> Fault {
    Fault { range: at..at + sign.len_utf8(), sign, kind, partner, instead: None }
}

/// The half that is not of full width is the wrong one.
fn widths(open: &Open, at: usize, close: char) -> Fault {
    let full = FAMILIES.get(open.family).and_then(|pairs| pairs.first());
    let (at, sign, instead) = if open.sign.is_ascii() {
        (open.at, open.sign, full.map(|pair| pair.0))
    } else {
        (at, close, full.map(|pair| pair.1))
    };
    Fault { instead, ..fault(at, sign, Kind::Mixed, None) }
}

/// Whether what was opened holds a year and nothing else.
fn holds_year(text: &str, open: &Open, close: usize) -> bool {
    let inside = text.get(open.at + open.sign.len_utf8()..close).unwrap_or_default().trim();
    inside.chars().count() == 4 && inside.chars().all(|c| digit(c).is_some())
}

/// 1） at the start of a sentence numbers an item of a list.
fn is_list_mark(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let head = before.trim_end_matches(|c: char| {
        digit(c).is_some() || is_chinese(c) || c.is_ascii_alphabetic() || ('①'..='⑳').contains(&c)
    });
    let marked = head.len() < before.len();
    marked
        && (head.is_empty()
            || head.ends_with(['。', '；', ';', '：', ':', '，', '、', ' ', '\u{3000}', '.']))
}

/// Quotation marks of one kind while they are read. They have no depth: they open and close in
/// turn.
struct Quotes {
    open: char,
    close: char,
    /// Where the last mark that opens stands, until one closes it.
    pending: Option<usize>,
    /// Whether an odd number of typewriter marks that pair among themselves has gone by.
    typewriter: bool,
    faults: Vec<Fault>,
}

fn quotes(text: &str, (open, close): (char, char)) -> Vec<Fault> {
    let counts = |at: usize, c: char| {
        c == open || (c == close && !is_apostrophe(text, at, c)) || (c == '"' && open == '“')
    };
    let signs: Vec<(usize, char)> = text.char_indices().filter(|(at, c)| counts(*at, *c)).collect();
    let mut quotes = Quotes { open, close, pending: None, typewriter: false, faults: Vec::new() };
    for (index, (at, sign)) in signs.iter().enumerate() {
        let closes_next = signs.get(index + 1).is_some_and(|(_, next)| *next == close);
        match *sign {
            '"' => quotes.typewriter(*at, closes_next),
            sign if sign == open => quotes.opening(*at, closes_next),
            _ => quotes.closing(*at, closes_next),
        }
    }
    let lone = quotes.pending.map(|at| fault(at, open, Kind::Opens, Some(close)));
    quotes.faults.extend(lone);
    quotes.faults
}

impl Quotes {
    /// Of two that open after each other the second is turned the wrong way, unless one that closes
    /// follows at once: then the first was never closed.
    fn opening(&mut self, at: usize, closes_next: bool) {
        let lone = |at| fault(at, self.open, Kind::Opens, Some(self.close));
        match self.pending {
            None => self.pending = Some(at),
            Some(before) if closes_next => {
                self.faults.push(lone(before));
                self.pending = Some(at);
            }
            Some(_) => {
                self.faults.push(Fault { instead: Some(self.close), ..lone(at) });
                self.pending = None;
            }
        }
    }

    /// Of two that close after each other the first is turned the wrong way.
    fn closing(&mut self, at: usize, closes_next: bool) {
        if self.pending.take().is_some() {
            return;
        }
        let lone = fault(at, self.close, Kind::Closes, Some(self.open));
        if closes_next {
            self.faults.push(Fault { instead: Some(self.open), ..lone });
            self.pending = Some(at);
        } else {
            self.faults.push(lone);
        }
    }

    /// A typewriter mark stands in for the half that is wanted; two of them are a pair.
    fn typewriter(&mut self, at: usize, closes_next: bool) {
        let instead = match self.pending {
            Some(_) => self.close,
            None if closes_next && !self.typewriter => self.open,
            None => {
                self.typewriter = !self.typewriter;
                return;
            }
        };
        let mixed = fault(at, '"', Kind::Mixed, None);
        self.faults.push(Fault { instead: Some(instead), ..mixed });
        self.pending = (instead == self.open).then_some(at);
    }
}

/// ’ within a word of Latin letters.
fn is_apostrophe(text: &str, at: usize, sign: char) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    sign == '’' && before.is_some_and(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, Kind, Option<char>)> {
        let found = faults(text).into_iter();
        found.map(|f| (format!("{}{}", f.range.start, f.sign), f.kind, f.instead)).collect()
    }

    #[test]
    fn pairs_are_silent() {
        for text in [
            "“安康杯”竞赛和“百日行动”（含培训（两期））",
            "《办法》（冀财规〔2022〕7号）",
            "1）培训；2）竞赛。a)总结",
            "（一）开展培训",
            "It’s “甲” and ‘乙’",
            "〔2022]99号、[2022〕9号",
        ] {
            assert_eq!(said(text), vec![], "{text}");
        }
    }

    #[test]
    fn lone_signs_are_found() {
        assert_eq!(said("竞赛活动”，调动"), vec![("12”".into(), Kind::Closes, None)]);
        assert_eq!(said("“安康杯“竞赛"), vec![("12“".into(), Kind::Opens, Some('”'))]);
        assert_eq!(said("”安康杯”竞赛"), vec![("0”".into(), Kind::Closes, Some('“'))]);
        assert_eq!(said("“甲，“乙”"), vec![("0“".into(), Kind::Opens, None)]);
        assert_eq!(said("按照《办法执行"), vec![("6《".into(), Kind::Opens, None)]);
        assert_eq!(said("“河长制\"责任"), vec![("12\"".into(), Kind::Mixed, Some('”'))]);
        assert_eq!(said("\"河长制”责任"), vec![("0\"".into(), Kind::Mixed, Some('“'))]);
        assert_eq!(said("\"河长制\"和“林长制”"), vec![]);
        assert_eq!(said("（通知)"), vec![("9)".into(), Kind::Mixed, Some('）'))]);
    }
}
