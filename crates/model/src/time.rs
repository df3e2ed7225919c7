//! Dates, periods and deadlines as statements write them, resolved in the year of the plan.
//!
//! `2025年6月30日前`, `6月底`, `上半年`, `第三季度末`, `春节前`, `五一劳动节前`, `7月下旬`, `4—7月`,
//! `年底`, `每季度末`, `汛期前`.

use std::ops::Range;
use std::sync::LazyLock;

use ground::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affix::{ByFirst, begins};
use crate::festival::Festival;
use crate::numeral::{digit, is_chinese, numeral, overlong};

/// A part of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    Whole,
    /// 初, 上旬: its first third.
    Early,
    /// 中旬: its second third.
    Middle,
    /// 下旬: its last third.
    Late,
    /// 底, 末: its last day.
    End,
}

/// The rhythm of something that comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// 每日, 每天
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年
    Year,
}

/// A time as it is written. A year that is not written is the year of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum When {
    /// 6月30日
    Day {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// 6月, 6月底, 7月下旬
    Month {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
        /// The part of it that is meant.
        part: Part,
    },
    /// 第三季度
    Quarter {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// 1 to 4.
        quarter: i8,
        /// Whole, or its end.
        part: Part,
    },
    /// 上半年, 下半年
    Half {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// 1 or 2.
        half: i8,
    },
    /// 2025年, 年底, 全年
    Year {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// The part of it that is meant.
        part: Part,
    },
    /// 春节, 五一
    Festival {
        /// Written year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
        /// Which one.
        festival: Festival,
    },
    /// 4—7月, 1月至12月
    Span {
        /// Where it begins.
        from: Box<When>,
        /// Where it ends.
        to: Box<When>,
    },
    /// 汛期, 开学: a time of the year that has no date in any calendar.
    Season {
        /// The word for it.
        name: String,
    },
    /// 每月, 每季度末
    Every {
        /// How often.
        rhythm: Rhythm,
    },
}

/// How a time binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 前: before it. A day counts in (6月30日前), a festival does not (春节前).
    Before,
    /// 内, 期间, or nothing: in it.
    Within,
    /// 后, 起, 以来: from it on; no end follows from that.
    After,
}

/// A time with the way it binds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// The time.
    pub when: When,
    /// The way it binds.
    pub relation: Relation,
}

/// A time found in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it says.
    pub deadline: Deadline,
}

impl When {
    /// First and last day of it, years that are not written taken as `plan_year`.
    ///
    /// `None` for seasons, rhythms and days that no calendar has.
    pub fn days(&self, plan_year: i16) -> Option<(Day, Day)> {
        match self {
            When::Day { year, month, day } => {
                let day = Day::new(year.unwrap_or(plan_year), *month, *day).ok()?;
                Some((day, day))
            }
            When::Month { year, month, part } => {
                let first = Day::new(year.unwrap_or(plan_year), *month, 1).ok()?;
                let on = |day| first.with().day(day).build().ok();
                let last = first.last_of_month();
                Some(match part {
                    Part::Whole => (first, last),
                    Part::Early => (first, on(10)?),
                    Part::Middle => (on(11)?, on(20)?),
                    Part::Late => (on(21)?, last),
                    Part::End => (last, last),
                })
            }
            When::Quarter { year, quarter, part } => {
                let (from, to) = months(year.unwrap_or(plan_year), quarter * 3 - 2, quarter * 3)?;
                Some(if *part == Part::End { (to, to) } else { (from, to) })
            }
            When::Half { year, half } => months(year.unwrap_or(plan_year), half * 6 - 5, half * 6),
            When::Year { year, part } => {
                let (from, to) = months(year.unwrap_or(plan_year), 1, 12)?;
                Some(match part {
                    Part::Early => (from, from.last_of_month()),
                    Part::End => (to, to),
                    _ => (from, to),
                })
            }
            When::Festival { year, festival } => {
                let day = festival.day(year.unwrap_or(plan_year))?;
                Some((day, day))
            }
            When::Span { from, to } => Some((from.days(plan_year)?.0, to.days(plan_year)?.1)),
            When::Season { .. } | When::Every { .. } => None,
        }
    }

    /// The year, where one is written.
    pub fn year(&self) -> Option<i16> {
        match self {
            When::Day { year, .. }
            | When::Month { year, .. }
            | When::Quarter { year, .. }
            | When::Half { year, .. }
            | When::Year { year, .. }
            | When::Festival { year, .. } => *year,
            When::Span { from, to } => to.year().or(from.year()),
            When::Season { .. } | When::Every { .. } => None,
        }
    }
}

impl Deadline {
    /// The last day on which it is kept, in a plan for `plan_year`.
    ///
    /// `None` where no day follows from the words: 汛期前, 每月, 7月起.
    pub fn due(&self, plan_year: i16) -> Option<Day> {
        let (first, last) = self.when.days(plan_year)?;
        match (self.relation, &self.when) {
            (Relation::After, _) => None,
            (Relation::Before, When::Festival { .. }) => first.yesterday().ok(),
            (Relation::Before, When::Month { part: Part::Whole, .. }) => first.yesterday().ok(),
            (Relation::Before | Relation::Within, _) => Some(last),
        }
    }
}

fn months(year: i16, from: i8, to: i8) -> Option<(Day, Day)> {
    Some((Day::new(year, from, 1).ok()?, Day::new(year, to, 1).ok()?.last_of_month()))
}

/// All times in a running text, in order, none within another.
pub fn moments(text: &str) -> Vec<Moment> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        match may_begin(c).then(|| moment_at(text, at)).flatten() {
            Some(moment) => {
                at = moment.range.end;
                found.push(moment);
            }
            None => at += skip(rest, c),
        }
    }
    found
}

/// How far to go on where no time begins: a run of digits is passed as a whole.
fn skip(rest: &str, c: char) -> usize {
    if digit(c).is_none() {
        return overlong(rest).unwrap_or(c.len_utf8());
    }
    rest.chars().take_while(|c| digit(*c).is_some() || *c == '.').map(char::len_utf8).sum()
}

/// Whether a time may begin with this sign; written out, because every sign of every text is asked.
#[rustfmt::skip]
fn may_begin(c: char) -> bool {
    digit(c).is_some() || is_chinese(c)
        || matches!(c,
            '第' | '上' | '下' | '年' | '本' | '当' | '全' | '每' | '元' | '新' | '春' | '除' | '农' | '三' | '妇' | '植' | '清'
            | '国' | '劳' | '五' | '“' | '青' | '护' | '助' | '六' | '儿' | '端' | '七' | '建' | '八' | '医' | '教' | '中' | '重'
            | '老' | '敬' | '汛' | '供' | '采' | '开' | '高' | '秋' | '麦' | '防' | '暑' | '寒' | '入' | '夏' | '冬')
}

/// Reads the time that begins at the byte `at` of `text`.
pub fn moment_at(text: &str, at: usize) -> Option<Moment> {
    let rest = text.get(at..)?;
    let (when, len) = when(rest)?;
    let (relation, tail) = relation(rest.get(len..).unwrap_or_default());
    Some(Moment { range: at..at + len + tail, deadline: Deadline { when, relation } })
}

fn relation(rest: &str) -> (Relation, usize) {
    const WORDS: &[(&str, Relation)] = &[
        ("前夕", Relation::Before),
        ("之前", Relation::Before),
        ("以前", Relation::Before),
        ("前", Relation::Before),
        ("以来", Relation::After),
        ("之后", Relation::After),
        ("以后", Relation::After),
        ("起", Relation::After),
        ("后", Relation::After),
        ("期间", Relation::Within),
        ("以内", Relation::Within),
        ("之内", Relation::Within),
        ("内", Relation::Within),
    ];
    let found = WORDS.iter().find(|(word, _)| begins(rest, word));
    found.map_or((Relation::Within, 0), |(word, relation)| (*relation, word.len()))
}

fn when(text: &str) -> Option<(When, usize)> {
    let (first, len) = single(text)?;
    let rest = text.get(len..).unwrap_or_default();
    let after_dash = rest.trim_start_matches(['-', '－', '—', '–', '~', '～', '至', '到']);
    let dash = rest.len() - after_dash.len();
    if dash > 0
        && let Some((last, more)) = single(after_dash)
    {
        let span = When::Span { from: Box::new(first), to: Box::new(last) };
        return Some((span, len + dash + more));
    }
    Some((first, len))
}

fn single(text: &str) -> Option<(When, usize)> {
    // No word begins with a digit.
    let is_number = text.chars().next().is_some_and(|c| digit(c).is_some());
    let named = if is_number { None } else { worded(text) };
    named.or_else(|| month_span(text)).or_else(|| written_out(text)).or_else(|| dotted(text))
}

/// Times named by a word.
fn worded(text: &str) -> Option<(When, usize)> {
    #[rustfmt::skip]
    const WORDS: &[(&str, When)] = &[
        ("上半年", When::Half { year: None, half: 1 }), ("下半年", When::Half { year: None, half: 2 }),
        ("年底", When::Year { year: None, part: Part::End }), ("年末", When::Year { year: None, part: Part::End }),
        ("年终", When::Year { year: None, part: Part::End }), ("本年底", When::Year { year: None, part: Part::End }),
        ("当年底", When::Year { year: None, part: Part::End }), ("年初", When::Year { year: None, part: Part::Early }),
        ("年度内", When::Year { year: None, part: Part::Whole }), ("年内", When::Year { year: None, part: Part::Whole }),
        ("本年度", When::Year { year: None, part: Part::Whole }), ("当年度", When::Year { year: None, part: Part::Whole }),
        ("全年", When::Year { year: None, part: Part::Whole }), ("当年", When::Year { year: None, part: Part::Whole }),
        ("本年", When::Year { year: None, part: Part::Whole }),
        ("每半年", When::Every { rhythm: Rhythm::HalfYear }), ("每季度末", When::Every { rhythm: Rhythm::Quarter }),
        ("每季度", When::Every { rhythm: Rhythm::Quarter }), ("每季", When::Every { rhythm: Rhythm::Quarter }),
        ("每月底", When::Every { rhythm: Rhythm::Month }), ("每月末", When::Every { rhythm: Rhythm::Month }),
        ("每个月", When::Every { rhythm: Rhythm::Month }), ("每月", When::Every { rhythm: Rhythm::Month }),
        ("每周", When::Every { rhythm: Rhythm::Week }), ("每天", When::Every { rhythm: Rhythm::Day }),
        ("每日", When::Every { rhythm: Rhythm::Day }), ("每年", When::Every { rhythm: Rhythm::Year }),
    ];
    static BY_FIRST: LazyLock<ByFirst<When>> =
        LazyLock::new(|| ByFirst::new(WORDS.iter().cloned()));
    if let Some((word, when)) = BY_FIRST.find(text) {
        return Some((when.clone(), word.len()));
    }
    if let Some((festival, len)) = Festival::at(text) {
        return Some((When::Festival { year: None, festival }, len));
    }
    season(text)
}

/// Seasons count only where a deadline hangs on them: 汛期前, 开学前.
fn season(text: &str) -> Option<(When, usize)> {
    const NAMES: &[&str] = &[
        "主汛期",
        "汛期",
        "供暖期",
        "供暖季",
        "采暖期",
        "采暖季",
        "开学",
        "高考",
        "中考",
        "秋收",
        "麦收",
        "防火期",
        "暑假",
        "寒假",
        "入汛",
        "入冬",
        "入夏",
        "冬季",
        "夏季",
        "春季",
        "秋季",
    ];
    static BY_FIRST: LazyLock<ByFirst<()>> =
        LazyLock::new(|| ByFirst::new(NAMES.iter().map(|name| (*name, ()))));
    let (name, ()) = BY_FIRST.find(text)?;
    let rest = text.get(name.len()..).unwrap_or_default();
    let binds = ["前", "之前", "以前", "期间", "来临前", "到来前", "结束前", "开始前"];
    let bound = binds.iter().any(|word| begins(rest, word));
    bound.then(|| (When::Season { name: (*name).into() }, name.len()))
}

/// 4—7月, where 月 stands only behind the second number.
fn month_span(text: &str) -> Option<(When, usize)> {
    let (from, first) = integer(text)?;
    let rest = text.get(first..)?;
    let after = rest.trim_start_matches(['-', '－', '—', '–', '~', '～', '至', '到', '、']);
    let dash = rest.len() - after.len();
    let (to, second) = integer(after)?;
    let tail = after.get(second..)?.strip_prefix('月')?;
    let valid = dash > 0 && (1..=12).contains(&from) && (1..=12).contains(&to) && from < to;
    if !valid || tail.starts_with('份') && rest.starts_with('、') {
        return None;
    }
    let month = |month: i64| When::Month {
        year: None,
        month: i8::try_from(month).unwrap_or(1),
        part: Part::Whole,
    };
    let span = When::Span { from: Box::new(month(from)), to: Box::new(month(to)) };
    Some((span, first + dash + second + '月'.len_utf8()))
}

/// 2025年6月30日 and every part of it that can stand alone.
fn written_out(text: &str) -> Option<(When, usize)> {
    let quarter = text.strip_prefix('第').unwrap_or(text);
    let (number, width) = integer(quarter)?;
    let rest = quarter.get(width..)?;
    let used = text.len() - rest.len();
    if let Some(tail) = rest.strip_prefix("季度") {
        let (quarter, len) = quarter_tail(None, number, tail)?;
        return Some((quarter, used + "季度".len() + len));
    }
    if text.starts_with('第') {
        return None;
    }
    if let Some(tail) = rest.strip_prefix('年') {
        let year = i16::try_from(number).ok().filter(|year| (1900..=2100).contains(year))?;
        let (when, len) = in_year(year, tail);
        return Some((when, used + '年'.len_utf8() + len));
    }
    let tail = rest.strip_prefix('月')?;
    let (when, len) = in_month(None, number, tail)?;
    Some((when, used + '月'.len_utf8() + len))
}

/// What follows 2025年.
fn in_year(year: i16, tail: &str) -> (When, usize) {
    let year = Some(year);
    let whole = (When::Year { year, part: Part::Whole }, 0);
    for (word, part) in
        [("度", Part::Whole), ("底", Part::End), ("末", Part::End), ("初", Part::Early)]
    {
        if begins(tail, word) {
            return (When::Year { year, part }, word.len());
        }
    }
    for (word, half) in [("上半年", 1), ("下半年", 2)] {
        if begins(tail, word) {
            return (When::Half { year, half }, word.len());
        }
    }
    if let Some((festival, len)) = Festival::at(tail) {
        return (When::Festival { year, festival }, len);
    }
    let quarter = tail.strip_prefix('第').unwrap_or(tail);
    let Some((number, width)) = integer(quarter) else { return whole };
    let rest = quarter.get(width..).unwrap_or_default();
    let used = tail.len() - rest.len();
    if let Some(after) = rest.strip_prefix("季度") {
        return quarter_tail(year, number, after)
            .map_or(whole, |(when, len)| (when, used + "季度".len() + len));
    }
    match rest.strip_prefix('月').and_then(|after| in_month(year, number, after)) {
        Some((when, len)) => (when, used + '月'.len_utf8() + len),
        None => whole,
    }
}

fn quarter_tail(year: Option<i16>, number: i64, tail: &str) -> Option<(When, usize)> {
    let quarter = i8::try_from(number).ok().filter(|quarter| (1..=4).contains(quarter))?;
    let ends = tail.chars().next().is_some_and(|c| matches!(c, '末' | '底'));
    let part = if ends { Part::End } else { Part::Whole };
    Some((When::Quarter { year, quarter, part }, if ends { '末'.len_utf8() } else { 0 }))
}

/// What follows 6月.
fn in_month(year: Option<i16>, number: i64, tail: &str) -> Option<(When, usize)> {
    let month = i8::try_from(number).ok().filter(|month| (1..=12).contains(month))?;
    const PARTS: &[(&str, Part)] = &[
        ("底", Part::End),
        ("末", Part::End),
        ("初", Part::Early),
        ("上旬", Part::Early),
        ("中旬", Part::Middle),
        ("下旬", Part::Late),
        ("份", Part::Whole),
    ];
    if let Some((word, part)) = PARTS.iter().find(|(word, _)| begins(tail, word)) {
        return Some((When::Month { year, month, part: *part }, word.len()));
    }
    if let Some((number, width)) = integer(tail) {
        let sign = tail.get(width..).and_then(|rest| rest.chars().next());
        let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day));
        if let (Some(day), Some('日' | '号')) = (day, sign) {
            return Some((When::Day { year, month, day }, width + '日'.len_utf8()));
        }
    }
    Some((When::Month { year, month, part: Part::Whole }, 0))
}

/// 2025.6.30, 2025-06-30, 2025/6/30.
fn dotted(text: &str) -> Option<(When, usize)> {
    let (year, first) = integer(text)?;
    let year = i16::try_from(year).ok().filter(|year| (1900..=2100).contains(year))?;
    let rest = text.get(first..)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '.' | '-' | '/' | '．'))?;
    let width = separator.len_utf8();
    let (month, second) = integer(rest.get(width..)?)?;
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let rest = rest.get(width + second..)?;
    let rest = rest.strip_prefix(separator)?;
    let (day, third) = integer(rest)?;
    let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    Some((When::Day { year: Some(year), month, day }, first + second + third + 2 * width))
}

/// A whole number of at most four digits, or a Chinese one.
fn integer(text: &str) -> Option<(i64, usize)> {
    let (mut value, mut len, mut digits) = (0i64, 0usize, 0usize);
    for c in text.chars() {
        let Some(next) = digit(c) else { break };
        value = value * 10 + i64::from(next);
        len += c.len_utf8();
        digits += 1;
        if digits > 4 {
            return None;
        }
    }
    if digits > 0 {
        return Some((value, len));
    }
    let found = numeral(text).filter(|found| !found.bare && found.vagueness.is_none())?;
    i64::try_from(found.value).ok().filter(|_| found.value.scale() == 0).map(|v| (v, found.len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str) -> Option<String> {
        let found = moments(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found[0].deadline.due(2025).map(|day| day.to_string())
    }

    #[test]
    fn deadlines_resolve_in_the_plan_year() {
        let cases = [
            ("2025年6月30日前", "2025-06-30"),
            ("6月30日前发放到位", "2025-06-30"),
            ("六月三十日前", "2025-06-30"),
            ("6月底前完成资金的发放", "2025-06-30"),
            ("３月底", "2025-03-31"),
            ("春节前完成救助", "2025-01-28"),
            ("五一劳动节前评选", "2025-04-30"),
            ("“五一”前", "2025-04-30"),
            ("2026年春节前", "2026-02-16"),
            ("年底前", "2025-12-31"),
            ("2024年底", "2024-12-31"),
            ("上半年完成", "2025-06-30"),
            ("第三季度末", "2025-09-30"),
            ("三季度前", "2025-09-30"),
            ("2025年第一季度", "2025-03-31"),
            ("7月下旬", "2025-07-31"),
            ("7月中旬", "2025-07-20"),
            ("4—7月", "2025-07-31"),
            ("1月至12月", "2025-12-31"),
            ("2025年1月-2025年12月", "2025-12-31"),
            ("2025.6.30前", "2025-06-30"),
            ("2025-06-30", "2025-06-30"),
            ("2025年度", "2025-12-31"),
            ("年内完成", "2025-12-31"),
            ("国庆节前", "2025-09-30"),
            ("二〇二五年十月", "2025-10-31"),
            ("10月前", "2025-09-30"),
        ];
        for (text, day) in cases {
            assert_eq!(due(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn times_without_a_day() {
        for text in ["汛期前完成", "每季度末", "7月起", "2月30日前"] {
            assert_eq!(due(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in
            ["1年", "3个月", "13032423P00443110144T", "第二部分", "开学典礼", "五一奖章", "500人"]
        {
            assert_eq!(moments(text), vec![], "{text}");
        }
    }

    #[test]
    fn a_backward_look_is_told_apart() {
        let found = moments("自2009年以来，2023年春节前夕");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].deadline.relation, Relation::After);
        assert_eq!(found[1].deadline.due(2025).unwrap().to_string(), "2023-01-21");
    }
}
