//! Numbered paragraphs as a sequence: where it skips, repeats or goes back.

use ground::{Span, Words};
use model::numbering::{LeadingNumber, leading_number};
use model::statement::{NumberStyle, Numbering};

/// A paragraph with the number that it begins with.
#[derive(Clone)]
pub(super) struct Line<'s> {
    pub(super) words: &'s Words,
    pub(super) number: Option<Number<'s>>,
}

/// A number as it is typed.
#[derive(Clone, Copy)]
pub(super) struct Number<'s> {
    pub(super) style: NumberStyle,
    pub(super) ordinal: u32,
    /// The sign, e.g. （一）; empty where the word processor makes it.
    pub(super) sign: &'s str,
    pub(super) span: Span,
}

/// A number that does not follow from the one before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// Where it stands.
    pub(super) span: Span,
    /// Where the number before it stands.
    pub(super) before: Option<Span>,
    /// What is wrong, in Chinese.
    pub(super) fault: String,
    /// The sign that should have stood before it, where one was left out.
    pub(super) missing: Option<String>,
}

impl<'s> Line<'s> {
    /// A paragraph whose number the reader has found.
    pub(super) fn new(words: &'s Words, numbering: Option<&'s Numbering>) -> Line<'s> {
        // A part is no paragraph: 第二部分 within a section is the next part's heading, read too early.
        let numbering = numbering.filter(|numbering| numbering.style != NumberStyle::Part);
        let number = numbering.map(|numbering| Number {
            style: numbering.style,
            ordinal: numbering.ordinal,
            sign: if numbering.words.at.is_empty() { "" } else { &numbering.words.text },
            span: numbering.words.at,
        });
        Line { words, number }
    }

    /// A paragraph that the reader has not looked at for its number.
    pub(super) fn read(words: &'s Words) -> Line<'s> {
        let found = leading_number(&words.text).filter(|found| found.style != NumberStyle::Part);
        let number = found.map(|LeadingNumber { style, ordinal, len }| Number {
            style,
            ordinal,
            sign: words.text.get(..len).unwrap_or_default(),
            span: words.span(0..len),
        });
        Line { words, number }
    }
}

/// A level of numbers: the last one of it, and in which line.
struct Level<'s> {
    last: Number<'s>,
    line: usize,
}

/// Every break in the numbers of a section, levels nested as they come.
pub(super) fn breaks(lines: &[Line<'_>]) -> Vec<Break> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(number) = line.number else { continue };
        match levels.iter().rposition(|level| continues(level.last, number)) {
            Some(depth) => {
                levels.truncate(depth + 1);
                let Some(level) = levels.last_mut() else { continue };
                found.extend(broken(lines, level, at, number));
                *level = Level { last: number, line: at };
            }
            None => {
                let above = levels.last().map_or(0, |level| level.line);
                if number.ordinal > 1 && !counted(lines, above..at, number) {
                    found.push(begun_late(number));
                }
                levels.push(Level { last: number, line: at });
            }
        }
    }
    found
}

/// Whether a number belongs to the level of `last`: same style, or 2、 behind 1. .
fn continues(last: Number<'_>, number: Number<'_>) -> bool {
    let arabic = |style| matches!(style, NumberStyle::Dot | NumberStyle::Comma);
    last.style == number.style
        || (arabic(last.style) && arabic(number.style) && number.ordinal == last.ordinal + 1)
}

fn broken(lines: &[Line<'_>], level: &Level<'_>, at: usize, number: Number<'_>) -> Option<Break> {
    let last = level.last;
    if number.ordinal == last.ordinal + 1 || last.sign.is_empty() || number.sign.is_empty() {
        return None;
    }
    let between = level.line..at;
    // Under a heading without number a new list may begin.
    let heading_between = lines.get(between.start + 1..at).is_some_and(|l| !l.is_empty());
    let restarts = number.ordinal == 1 && last.ordinal > 1 && heading_between;
    if restarts || counted(lines, between, number) {
        return None;
    }
    let mut missing = None;
    let fault = if number.ordinal == last.ordinal {
        format!("序号“{}”重复", number.sign)
    } else if number.ordinal < last.ordinal {
        format!("序号从“{}”退回到“{}”", last.sign, number.sign)
    } else {
        missing = Some(sign_of(number, number.ordinal - 1));
        format!("序号从“{}”跳到“{}”", last.sign, number.sign)
    };
    Some(Break { span: number.span, before: Some(last.span), fault, missing })
}

fn begun_late(number: Number<'_>) -> Break {
    let fault = format!("序号从“{}”开始，前面没有“{}”", number.sign, sign_of(number, 1));
    let missing = Some(sign_of(number, number.ordinal - 1));
    Break { span: number.span, before: None, fault, missing }
}

/// Whether the number before `number` stands inside one of the paragraphs: 1. and 2. run on in one
/// paragraph, 3. begins the next.
fn counted(lines: &[Line<'_>], paragraphs: std::ops::Range<usize>, number: Number<'_>) -> bool {
    if number.sign.is_empty() {
        return true;
    }
    let Some(previous) = number.ordinal.checked_sub(1).filter(|previous| *previous > 0) else {
        return false;
    };
    let mut paragraphs = lines.get(paragraphs).unwrap_or_default().iter();
    let typed = sign_of(number, previous);
    paragraphs.any(|line| {
        // 1、6月底前: a number that is taken for a part of a date is a number all the same.
        if line.words.text.starts_with(&typed) {
            return true;
        }
        let mut inline = runs(&line.words.text).into_iter();
        inline.any(|(_, lead)| kind(lead.style) == kind(number.style) && lead.ordinal == previous)
    })
}

/// The sign of another ordinal in the style of this one.
fn sign_of(number: Number<'_>, ordinal: u32) -> String {
    let (own, other) = match number.style {
        NumberStyle::Circled => (circled(number.ordinal), circled(ordinal)),
        _ => (number.ordinal.to_string(), ordinal.to_string()),
    };
    if number.sign.contains(&own) {
        return number.sign.replacen(&own, &other, 1);
    }
    number.sign.replacen(&chinese(number.ordinal), &chinese(ordinal), 1)
}

fn circled(ordinal: u32) -> String {
    char::from_u32('①' as u32 + ordinal.saturating_sub(1)).map(String::from).unwrap_or_default()
}

/// 1 to 99 in Chinese.
fn chinese(ordinal: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or_default();
    match ordinal / 10 {
        0 => digit(ordinal).into(),
        1 => format!("十{}", digit(ordinal % 10)),
        tens => format!("{}十{}", digit(tens), digit(ordinal % 10)),
    }
}

/// 1. and 1、 count as one kind of number inside a paragraph.
fn kind(style: NumberStyle) -> NumberStyle {
    match style {
        NumberStyle::Comma => NumberStyle::Dot,
        other => other,
    }
}

/// The numbers inside a text: each begins a sentence or a clause.
fn runs(text: &str) -> Vec<(usize, LeadingNumber)> {
    let mut found = Vec::new();
    let mut previous = None;
    let mut until = 0;
    for (at, c) in text.char_indices() {
        let begins = previous.is_none_or(|p| "。；;：:！，,".contains(p));
        if begins
            && at >= until
            && let Some(lead) = text.get(at..).and_then(leading_number)
            && (previous.is_none_or(|p| p != '，' && p != ',') || lead.style == NumberStyle::Spoken)
        {
            until = at + lead.len;
            found.push((at, lead));
        }
        previous = Some(c);
    }
    found
}

/// Every break in the numbers that run on inside one paragraph: 一是 … 三是.
pub(super) fn breaks_inside(words: &Words) -> Vec<Break> {
    let mut last: Vec<(usize, LeadingNumber)> = Vec::new();
    let mut found = Vec::new();
    for (at, lead) in runs(&words.text) {
        let Some(before) = last.iter_mut().find(|(_, l)| kind(l.style) == kind(lead.style)) else {
            last.push((at, lead));
            continue;
        };
        if lead.ordinal != before.1.ordinal + 1 && lead.ordinal != 1 {
            let sign = |(at, lead): (usize, LeadingNumber)| words.text.get(at..at + lead.len);
            let (from, to) = (sign(*before).unwrap_or_default(), sign((at, lead)));
            let verb = if lead.ordinal > before.1.ordinal { "跳到" } else { "退回到" };
            found.push(Break {
                span: words.span(at..at + lead.len),
                before: Some(words.span(before.0..before.0 + before.1.len)),
                fault: format!("序号从“{from}”{verb}“{}”", to.unwrap_or_default()),
                missing: None,
            });
        }
        *before = (at, lead);
    }
    found
}

#[cfg(test)]
mod tests {
    use ground::{Format, Source};

    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", Format::Text, text.into(), vec![]);
        let lines: Vec<Words> = (1..=u32::try_from(text.lines().count()).unwrap())
            .map(|line| source.words(&[source.line_span(line)]))
            .collect();
        let lines: Vec<Line<'_>> = lines.iter().map(Line::read).collect();
        let mut found = breaks(&lines);
        found.extend(lines.iter().flat_map(|line| breaks_inside(line.words)));
        found.into_iter().map(|one| one.fault).collect()
    }

    #[test]
    fn breaks_are_named() {
        assert_eq!(faults("一、甲\n二、乙\n四、丁"), ["序号从“二、”跳到“四、”"]);
        assert_eq!(faults("（一）甲\n（一）乙"), ["序号“（一）”重复"]);
        assert_eq!(faults("1.甲\n2.乙\n3.丙\n2.丁"), ["序号从“3.”退回到“2.”"]);
        assert_eq!(faults("2、乙\n3、丙"), ["序号从“2、”开始，前面没有“1、”"]);
        assert_eq!(faults("（三）丙"), ["序号从“（三）”开始，前面没有“（一）”"]);
        assert_eq!(faults("②乙"), ["序号从“②”开始，前面没有“①”"]);
        assert_eq!(faults("一是甲；三是乙。"), ["序号从“一是”跳到“三是”"]);
        assert_eq!(faults("一、甲\n1、子\n3、丑\n二、乙"), ["序号从“1、”跳到“3、”"]);
    }

    #[test]
    fn nested_and_running_numbers_are_right() {
        for text in [
            "一、甲\n1、子\n2、丑\n二、乙\n1、寅\n三、丙",
            "组织保障\n1.甲\n2.乙\n资金保障\n1.丙\n2.丁",
            "措施有：1.甲。2.乙。\n3.丙。",
            "一是甲，二是乙；三是丙。\n四是丁。",
            "1.甲\n2、乙\n3、丙",
            "（一）甲\n①子；②丑。\n（二）乙",
            "分3、4月两批，覆盖一、二级医院。",
            "原因之一是天气，二是路况。",
        ] {
            assert_eq!(faults(text), Vec::<String>::new(), "{text}");
        }
    }
}
