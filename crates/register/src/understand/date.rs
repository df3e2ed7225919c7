//! Days in every form in which clerks type them.

use std::borrow::Cow;

use ground::Day;
use model::numeral::{digit, is_chinese, numeral};

use super::{Reading, stands_for_nothing, words};
use crate::said::NO_DATE;
use crate::value::day;
use model::cell::Cell;

/// A day, a month or a year as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// 底 or 末 stands behind it.
    pub(super) end: bool,
    /// The year was not typed, or not in full, or the order of the parts is a guess.
    pub(super) guessed: bool,
}

impl Typed {
    /// The first day that it can mean.
    pub(super) fn first(&self) -> Option<Day> {
        day(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it can mean.
    pub(super) fn last(&self) -> Option<Day> {
        match self.day {
            Some(_) => self.first(),
            None => Some(day(self.year, self.month.unwrap_or(12), 1)?.last_of_month()),
        }
    }
}

/// The last day of the calendar, for 长期.
const FOR_EVER: Day = Day::constant(9999, 12, 31);

pub(super) fn date(reading: &mut Reading, cell: Cell) -> Option<Day> {
    if let Cell::Date(day) = cell {
        return Some(day);
    }
    let text = match cell {
        Cell::Number(number) => number_as_text(number),
        other => words(other)?,
    };
    if stands_for_nothing(&text) {
        return None;
    }
    if matches!(text.as_ref(), "长期" | "永久" | "长期有效" | "无固定期限") {
        return Some(FOR_EVER);
    }
    if let Some(found) = serial(&text, &cell) {
        reading.doubt(&text, &format!("{}（Excel 日期序号）", written(found)));
        return Some(found);
    }
    let typed = typed(&text, reading.around.today);
    let found = typed.and_then(|typed| match typed {
        Typed { month: Some(_), day: None, end: true, .. } => typed.last(),
        Typed { month: Some(_), .. } => typed.first(),
        _ => None,
    });
    let (Some(typed), Some(found)) = (typed, found) else {
        return no_date(reading, &text, typed);
    };
    if typed.day.is_none() || typed.guessed {
        reading.doubt(&text, &written(found));
    }
    Some(found)
}

fn no_date(reading: &mut Reading, text: &str, typed: Option<Typed>) -> Option<Day> {
    let label = &reading.field.label;
    let shown = super::short(text);
    let message = match typed {
        Some(Typed { month: None, .. }) => format!("“{label}”只写了年份“{shown}”，缺月和日"),
        Some(_) => format!("“{label}”写作“{shown}”，日历上没有这一天"),
        None => format!("“{label}”写作“{shown}”，读不出日期"),
    };
    let help = "请写成 2025-03-01 或 2025年3月1日";
    reading.findings.push(NO_DATE.at(reading.input, message, help).quoting());
    None
}

fn written(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 45000 is 2023-03-15 where a cell has lost its format.
pub(super) fn serial(text: &str, cell: &Cell) -> Option<Day> {
    let whole = match cell {
        // A serial with a fraction has a time of day behind the point.
        Cell::Number(_) => text.split('.').next().unwrap_or(text),
        _ => text,
    };
    let count: i32 = whole.parse().ok().filter(|count| (15_000..=80_000).contains(count))?;
    day(1899, 12, 30)?.checked_add(jiff::Span::new().try_days(count).ok()?).ok()
}

pub(super) fn number_as_text(number: f64) -> Cow<'static, str> {
    super::number::shown(number).unwrap_or_else(|| super::number::scientific(number)).into()
}

/// Reads a day, a month or a year. `None` where it is none of them.
pub(super) fn typed(text: &str, today: Day) -> Option<Typed> {
    let text = without_time(text);
    let (parts, tail) = parts(text)?;
    let end = matches!(tail, "底" | "末" | "月底" | "月末" | "日底");
    let plain = matches!(tail, "" | "日" | "号" | "月" | "年" | "月份" | "年度");
    if !plain && !end {
        return None;
    }
    let year_first = |part: &Part| part.digits == 4;
    let found = match parts.as_slice() {
        [only] => lone(*only)?,
        [y, m] if year_first(y) => full(*y, Some(*m), None)?,
        [y, m, d] if year_first(y) => full(*y, Some(*m), Some(*d))?,
        [m, d] if text.contains('月') => {
            let typed = full(Part::of(today.year())?, Some(*m), Some(*d))?;
            Typed { guessed: true, ..typed }
        }
        [a, b, y] if year_first(y) => day_and_month(*a, *b, *y)?,
        [y, m, d] if y.digits == 2 => {
            let century = if y.value > today.year().rem_euclid(100) + 10 { 1900 } else { 2000 };
            let typed = full(Part { value: y.value + century, digits: 4 }, Some(*m), Some(*d))?;
            Typed { guessed: true, ..typed }
        }
        _ => return None,
    };
    Some(Typed { end, ..found })
}

#[derive(Clone, Copy)]
struct Part {
    value: i16,
    digits: usize,
}

impl Part {
    fn of(year: i16) -> Option<Part> {
        (year > 0).then_some(Part { value: year, digits: 4 })
    }
}

fn full(year: Part, month: Option<Part>, day: Option<Part>) -> Option<Typed> {
    let small = |part: Option<Part>, most: i16| match part {
        None => Some(None),
        Some(part) => {
            i8::try_from(part.value).ok().filter(|v| *v >= 1 && i16::from(*v) <= most).map(Some)
        }
    };
    Some(Typed {
        year: Some(year.value).filter(|year| (1850..=2200).contains(year))?,
        month: small(month, 12)?,
        day: small(day, 31)?,
        end: false,
        guessed: false,
    })
}

/// 20250301, 202503, 2025.
fn lone(part: Part) -> Option<Typed> {
    (part.digits == 4).then(|| full(part, None, None)).flatten()
}

/// 3/1/2025: the month first, unless it cannot be one.
fn day_and_month(a: Part, b: Part, year: Part) -> Option<Typed> {
    let (month, day) = if a.value > 12 { (b, a) } else { (a, b) };
    let typed = full(year, Some(month), Some(day))?;
    Some(Typed { guessed: a.value <= 12 && a.value != b.value, ..typed })
}

/// 2025-03-01 00:00:00, 2025-03-01T08:00, 2025年3月1日（星期六）.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let text = match text.find(':') {
        Some(colon) => {
            let before = text.get(..colon).unwrap_or_default();
            before.rfind([' ', 'T']).and_then(|at| before.get(..at)).unwrap_or(text)
        }
        None => text,
    };
    if text.is_ascii() {
        return text;
    }
    let cut = text.find("(星期").or_else(|| text.find("(周")).or_else(|| text.find("星期"));
    cut.and_then(|at| text.get(..at)).unwrap_or(text).trim()
}

/// The numbers of a text with what parts them, and what stands behind the last one.
fn parts(text: &str) -> Option<(Vec<Part>, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = part(rest)?;
        if parts.is_empty() && matches!(part.1, 6 | 8) {
            return Some((run_together(part.0, part.1)?, after.trim()));
        }
        parts.push(Part { value: i16::try_from(part.0).ok()?, digits: part.1 });
        let behind = after.trim_start();
        let next = behind
            .strip_prefix(['-', '/', '.', '年', '月', '、', '\\'])
            .unwrap_or(behind)
            .trim_start();
        let next = next.strip_prefix(['第']).unwrap_or(next);
        if parts.len() == 3 || part_begins(next).is_none() || next.len() == after.len() {
            return Some((parts, behind));
        }
        rest = next;
    }
}

fn part_begins(text: &str) -> Option<()> {
    let first = text.chars().next()?;
    (digit(first).is_some() || is_chinese(first)).then_some(())
}

/// A number of up to eight digits, or a Chinese one; with how many digits it has.
fn part(text: &str) -> Option<((u32, usize), &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=8).contains(&digits) {
        let (number, rest) = text.split_at_checked(digits)?;
        return Some(((number.parse().ok()?, digits), rest));
    }
    let found = numeral(text).filter(|_| digits == 0)?;
    let value: u32 = found.value.try_into().ok()?;
    let digits = value.checked_ilog10().map_or(1, |log| log as usize + 1);
    Some(((value, digits), text.get(found.len..)?))
}

fn run_together(value: u32, digits: usize) -> Option<Vec<Part>> {
    let part = |value: u32, digits| Some(Part { value: i16::try_from(value).ok()?, digits });
    if digits == 8 {
        return Some(vec![
            part(value / 10_000, 4)?,
            part(value / 100 % 100, 2)?,
            part(value % 100, 2)?,
        ]);
    }
    Some(vec![part(value / 100, 4)?, part(value % 100, 2)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Day = Day::constant(2025, 6, 1);

    fn ymd(text: &str) -> Option<(i16, Option<i8>, Option<i8>, bool)> {
        typed(text, TODAY).map(|t| (t.year, t.month, t.day, t.guessed))
    }

    #[test]
    fn every_form_that_clerks_type() {
        for text in [
            "2025-03-01",
            "2025-3-1",
            "2025.3.1",
            "2025/3/1",
            "2025年3月1日",
            "2025年03月01号",
            "20250301",
            "二〇二五年三月一日",
            "2025-03-01 00:00:00",
            "2025年3月1日(星期六)",
            "2025 年 3 月 1 日",
        ] {
            assert_eq!(ymd(text), Some((2025, Some(3), Some(1), false)), "{text}");
        }
        for text in
            ["2025年3月", "2025.3", "2025-03", "202503", "2025/3", "2025年3月底", "2025年3月份"]
        {
            assert_eq!(ymd(text), Some((2025, Some(3), None, false)), "{text}");
        }
        assert!(typed("2025年3月底", TODAY).unwrap().end);
        assert_eq!(ymd("3月1日"), Some((2025, Some(3), Some(1), true)));
        assert_eq!(ymd("25.3.1"), Some((2025, Some(3), Some(1), true)));
        assert_eq!(ymd("68.3.1"), Some((1968, Some(3), Some(1), true)));
        assert_eq!(ymd("3/1/2025"), Some((2025, Some(3), Some(1), true)));
        assert_eq!(ymd("31/1/2025"), Some((2025, Some(1), Some(31), false)));
        assert_eq!(ymd("2025年度"), Some((2025, None, None, false)));
        for text in
            ["", "去年", "2025年13月1日", "3000-01-01", "2025年3月1日前", "1-2-3-4", "12345678901"]
        {
            assert_eq!(ymd(text), None, "{text}");
        }
    }

    #[test]
    fn serials_of_spreadsheets() {
        assert_eq!(serial("45717", &Cell::Number(45717.0)), day(2025, 3, 1));
        assert_eq!(serial("45717.5", &Cell::Number(45717.5)), day(2025, 3, 1));
        assert_eq!(serial("2025", &Cell::Number(2025.0)), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(y in 1900i16..2100, m in 1i8..13, d in 1i8..29) {
            for text in [format!("{y}-{m:02}-{d:02}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}"), format!("{y}.{m}.{d}")] {
                prop_assert_eq!(ymd(&text), Some((y, Some(m), Some(d), false)), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9年月日一二〇/.: -]{0,16}|.{0,12}") {
            let _ = typed(&text, TODAY);
        }
    }
}
