//! Documents that statements cite: numbers such as 冀工发〔2018〕18号, titles, citations.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affix::begins;
use crate::numeral::digit;

/// A document number: issuing code, year, serial number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct DocumentNumber {
    /// 发文机关代字, e.g. 冀工发; empty where the words give none.
    pub agency: String,
    /// Year of issue.
    pub year: i16,
    /// Serial number in that year.
    pub number: u32,
}

/// A document number as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberAt {
    /// The whole number, issuing code included.
    pub range: Range<usize>,
    /// From the opening bracket to the closing bracket.
    pub year: Range<usize>,
    /// The serial number with 第 and 号.
    pub serial: Range<usize>,
    /// What it says.
    pub number: DocumentNumber,
    /// The brackets, the digits or the serial are not as GB/T 9704 writes them.
    pub deviates: bool,
}

/// One document that a basis names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The citation as it stands.
    pub text: String,
    /// The title between 《 and 》, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The document number, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<DocumentNumber>,
}

impl DocumentNumber {
    /// Year and serial part as GB/T 9704 writes it: 〔2018〕18号.
    pub fn official_tail(&self) -> String {
        format!("〔{}〕{}号", self.year, self.number)
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.agency, self.official_tail())
    }
}

const OPENING: [char; 9] = ['〔', '[', '［', '【', '（', '(', '〖', '{', '﹝'];
const CLOSING: [char; 9] = ['〕', ']', '］', '】', '）', ')', '〗', '}', '﹞'];

/// All document numbers in a text.
pub fn numbers(text: &str) -> Vec<NumberAt> {
    let mut found: Vec<NumberAt> = Vec::new();
    for (at, c) in text.char_indices() {
        if OPENING.contains(&c)
            && let Some(number) = number_at(text, at)
        {
            found.push(number);
        }
    }
    found
}

/// Reads the number whose year's opening bracket stands at the byte `at`.
fn number_at(text: &str, at: usize) -> Option<NumberAt> {
    let open = text.get(at..)?.chars().next()?;
    let inside = text.get(at + open.len_utf8()..)?;
    let (year, year_len) = digits(inside.trim_start())?;
    let year = i16::try_from(year).ok().filter(|year| (1949..=2100).contains(year))?;
    let skipped = inside.len() - inside.trim_start().len();
    let rest = inside.get(skipped + year_len..)?.trim_start();
    let rest = rest.strip_prefix('年').unwrap_or(rest);
    let close = rest.chars().next().filter(|c| CLOSING.contains(c))?;
    let behind = rest.get(close.len_utf8()..)?;
    let year_end = text.len() - behind.len();
    let serial = behind.trim_start();
    let ordinal = serial.strip_prefix('第').unwrap_or(serial);
    let (number, width) = digits(ordinal.trim_start())?;
    let after = ordinal.trim_start().get(width..)?.trim_start();
    let tail = after.strip_prefix('号')?;
    let end = text.len() - tail.len();
    let agency = agency(text.get(..at)?);
    let padded = ordinal.trim_start().starts_with(['0', '０']);
    let deviates = (open, close) != ('〔', '〕')
        || padded
        || ordinal.len() != serial.len()
        || !ordinal.trim_start().get(..width).is_some_and(str::is_ascii);
    Some(NumberAt {
        range: at - agency.len()..end,
        year: at..year_end,
        serial: year_end..end,
        number: DocumentNumber { agency: agency.into(), year, number: u32::try_from(number).ok()? },
        deviates,
    })
}

/// A run of up to seven digits of either width.
fn digits(text: &str) -> Option<(i64, usize)> {
    let (mut value, mut len) = (0i64, 0usize);
    for (count, c) in text.chars().enumerate() {
        let Some(next) = digit(c) else { break };
        if count == 7 {
            return None;
        }
        value = value * 10 + i64::from(next);
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

/// The issuing code that ends at the end of `before`.
fn agency(before: &str) -> &str {
    const LONGEST: usize = 12;
    let is_word = |c: char| {
        let is_common = matches!(c, '\u{4e00}'..='\u{9fff}');
        is_common || c.is_alphanumeric() && digit(c).is_none()
    };
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(before.len(), |(index, _)| index);
    without_lead(before.get(start..).unwrap_or_default())
}

/// Words before a number that are not part of its issuing code.
fn without_lead(mut agency: &str) -> &str {
    const LEADS: &[&str] = &[
        "提前下达",
        "依据",
        "根据",
        "按照",
        "参照",
        "依照",
        "遵照",
        "贯彻",
        "落实",
        "执行",
        "文件",
        "通知",
        "印发",
        "下发",
    ];
    const SMALL_LEADS: &[&str] =
        &["按", "据", "和", "及", "与", "或", "由", "以", "见", "经", "的", "号"];
    // 严格执行临卫发: a whole word may stand anywhere before the code, a particle only right at it.
    let behind = |(at, _)| {
        let here = agency.get(at..).unwrap_or_default();
        LEADS.iter().find(|lead| begins(here, lead)).map(|lead| at + lead.len())
    };
    if let Some(at) = agency.char_indices().filter_map(behind).max() {
        agency = agency.get(at..).unwrap_or_default();
    }
    while let Some(rest) = SMALL_LEADS.iter().find_map(|lead| agency.strip_prefix(*lead)) {
        agency = rest;
    }
    agency
}

/// The documents a basis names, in order: with number, with title, or in words only.
pub fn citations(text: &str) -> Vec<Citation> {
    let numbers = numbers(text);
    let mut rest = numbers.as_slice();
    let mut found = Vec::new();
    for piece in pieces(text, &numbers) {
        // Numbers and pieces both come in order.
        let passed = rest.partition_point(|number| number.year.start < piece.start);
        rest = rest.get(passed..).unwrap_or_default();
        let words = text.get(piece.clone()).unwrap_or_default();
        let trimmed = words.trim_matches(|c: char| c.is_whitespace() || "、，；,;。".contains(c));
        if trimmed.is_empty() {
            continue;
        }
        let number = rest.first().filter(|number| piece.contains(&number.year.start));
        found.push(Citation {
            text: trimmed.into(),
            title: title(trimmed).map(str::to_owned),
            number: number.map(|number| number.number.clone()),
        });
    }
    found
}

/// The title between the first 《 and the 》 that closes it.
pub fn title(text: &str) -> Option<&str> {
    let start = text.find('《')? + '《'.len_utf8();
    let mut depth = 1;
    for (index, c) in text.get(start..)?.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(start..start + index);
        }
    }
    None
}

/// Cuts a basis at the marks between documents: not inside 《》, （） or a document number.
fn pieces(text: &str, numbers: &[NumberAt]) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let (mut start, mut depth) = (0usize, 0i32);
    for (index, c) in text.char_indices() {
        match c {
            '《' | '（' | '(' => depth += 1,
            '》' | '）' | ')' => depth = (depth - 1).max(0),
            '、' | '；' | ';' | '，' | ',' | '。' if depth == 0 => {
                cuts.push(start..index);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    cuts.push(start..text.len());
    merge_unclosed(cuts, numbers)
}

/// Two numbers in one piece (甲〔2020〕1号乙〔2021〕2号) are two documents.
fn merge_unclosed(cuts: Vec<Range<usize>>, numbers: &[NumberAt]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    for cut in cuts {
        let mut start = cut.start;
        let first = numbers.partition_point(|number| number.year.start < cut.start);
        let end = numbers.partition_point(|number| number.year.start < cut.end);
        for pair in numbers.get(first..end).unwrap_or_default().windows(2) {
            if let [first, second] = pair {
                let end = first.range.end.max(start).min(second.range.start.max(start));
                pieces.push(start..end);
                start = end;
            }
        }
        pieces.push(start..cut.end);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_bracket() {
        let cases = [
            ("冀工发〔2018〕18号", "冀工发〔2018〕18号", false),
            ("冀工发[2018]18 号文件", "冀工发〔2018〕18号", true),
            ("依据魏字办（2016）32号文件", "魏字办〔2016〕32号", true),
            ("冀工发【2013】30号", "冀工发〔2013〕30号", true),
            ("临财预［2025］ 7号", "临财预〔2025〕7号", true),
            ("临财预〔2025〕第7号", "临财预〔2025〕7号", true),
            ("临财预〔2025〕07号", "临财预〔2025〕7号", true),
            ("（临政发〔2024〕12号）", "临政发〔2024〕12号", false),
            ("严格执行临卫发〔2024〕12号", "临卫发〔2024〕12号", false),
            ("县教育局通知〔2024〕12号", "〔2024〕12号", false),
            ("某办公厅（通知)［2014］111号", "〔2014〕111号", true),
        ];
        for (text, official, deviates) in cases {
            let found = numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].number.to_string(), official, "{text}");
            assert_eq!(found[0].deviates, deviates, "{text}");
        }
        assert_eq!(numbers("（2024）年度计划、[3]号、〔2024〕"), vec![]);
    }

    #[test]
    fn citations_of_a_basis() {
        let found = citations(
            "冀工发【2013】30号、  《困难职工帮扶办法》（临财规〔2022〕7号），年度工作计划",
        );
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].number.as_ref().unwrap().year, 2013);
        assert_eq!(found[1].title.as_deref(), Some("困难职工帮扶办法"));
        assert_eq!(found[1].number.as_ref().unwrap().number, 7);
        assert_eq!((found[2].text.as_str(), &found[2].number), ("年度工作计划", &None));
    }

    #[test]
    fn a_title_may_hold_commas_and_titles() {
        let found = citations("关于印发《甲、乙办法》的通知；《关于〈丙〉的通知》");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].title.as_deref(), Some("甲、乙办法"));
    }
}
