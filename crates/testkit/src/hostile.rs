//! Hostile files: seeded damage to good statements, and texts built to make a reader slow.

use std::fs;
use std::time::{Duration, Instant};

use crate::base::linhe;
use crate::plain;

/// A seeded source of chance (SplitMix64): the same seed throws the same numbers everywhere.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that throw the series of this seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.throw() % end).unwrap_or(0)
    }

    /// One of several; `None` of none.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }
}

/// A number that the environment sets, such as `JIHENG_ROUNDS`, or the usual one.
///
/// # Panics
/// When what is set is no number.
#[expect(clippy::panic, reason = "a run with a setting that was not understood would test nothing")]
pub fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name)
        .ok()
        .map_or(usual, |text| text.parse().unwrap_or_else(|error| panic!("{name}={text}: {error}")))
}

/// How long each of several works took, held to 2 s of processor time.
#[derive(Debug)]
pub struct Stopwatch {
    limit: Duration,
    slow: Vec<String>,
    worst: (Duration, String),
}

impl Default for Stopwatch {
    fn default() -> Self {
        let worst = (Duration::ZERO, String::new());
        Stopwatch { limit: Duration::from_secs(2), slow: Vec::new(), worst }
    }
}

impl Stopwatch {
    /// Does the work called `name` and keeps its time.
    pub fn time<T>(&mut self, name: impl Into<String>, work: impl FnOnce() -> T) -> T {
        let (began, clock) = (processor_time(), Instant::now());
        let outcome = work();
        let took = match (began, processor_time()) {
            (Some(began), Some(ended)) => ended.saturating_sub(began),
            _ => clock.elapsed(),
        };
        if took > self.limit || took >= self.worst.0 {
            let line = format!("{}: {} ms", name.into(), took.as_millis());
            if took > self.limit {
                self.slow.push(line.clone());
            }
            if took >= self.worst.0 {
                self.worst = (took, line);
            }
        }
        outcome
    }

    /// Asserts that no work took too long, and prints which took longest.
    ///
    /// # Panics
    /// When one did.
    pub fn assert_fast(&self) {
        println!("slowest: {}", self.worst.1);
        assert!(self.slow.is_empty(), "{}", self.slow.join("\n"));
    }
}

/// Processor time of this thread where the system tells it, so that a busy machine fails no test.
fn processor_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Words and signs that a reader may trip over, labels of the form among them.
#[rustfmt::skip]
pub const SNAGS: &[&str] = &[
    "\t", "\n", "\r\n", "\r", "\x0c", "\0", " ", "\u{3000}", "\u{a0}", "\u{feff}", "\u{200b}", "\u{ad}", "\u{fffd}", "\u{10ffff}", "\u{301}", "\u{202e}",
    "[", "]", "【", "】", "（", "）", "(", ")", "〔", "〕", "《", "》", "“", "”", "|", "│", "+---+---+", "├──┼──┤", "-", "—", "/", "%", "％", "‰", "·",
    "0", "9", "９", "１", "9999999999999999999999999999", "99999999999999999999999999999", "0.0000000000000000000000000001", "1,000", "1，000", "1 000",
    "一", "十", "百", "千", "万", "亿", "佰", "廿", "〇", "两", "余", "多", "几", "点五", "百分之", "千分之", "成", "一百万亿亿亿", "九亿九千九百九十九万",
    "年", "月", "日", "底", "前", "第", "季度", "上半年", "春节", "2025年2月30日", "13月底", "0月底", "二〇二五年", "1900年", "9999年", "4—7月", "汛期前",
    "元", "万元", "人", "人次", "户", "个", "元/人", "/人/人", "≥", "≤", ">=", "不低于", "不超过", "以上", "以内", "约", "左右", "每人", "户均",
    "目录", "第一部分", "第二部分", "一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施", "（一）", "1.", "1、", "①", "㈠", "一是",
    "项目编码", "项目编号", "项目名称", "预算规模及", "资金用途", "预算数", "其中：", "其中：财政资金", "其他资金", "资金支出计划（%）", "3月底", "6月底", "10月底", "12月底",
    "绩效目标", "一级指标", "二级指标", "三级指标", "绩效指标描述", "计算符号", "指标值", "计量单位", "指标值确定依据", "产出指标", "数量指标", "效益指标", "满意度指标", "成本指标",
    "99032126P00110010001X", "711001 临河县总工会本级", "单位：万元", "单位：", "〔2025〕12号", "[2025]第012 号", "（2025）99999999号", "冀〔2025〕", "共计", "项目共计1元",
    "[bookmark: _GoBack]", "[bookmark:", "HYPERLINK \\l \"_Toc1\"", "PAGEREF _Toc1 \\h 3", "TOC \\o \"1-3\"", "- 3 -", "第3页共9页", "编制", "审核", "绩效文本", "绩效目标：", "绩效指标：",
];

/// A file with one to six seeded injuries: cut off, bits flipped, runs deleted, doubled, moved or
/// taken from `other`, snags put in.
pub fn damaged(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(6) {
        injure(&mut out, other, dice);
    }
    out
}

fn injure(out: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(out.len() + 1);
    let end = (at + dice.below(300)).min(out.len());
    match dice.below(9) {
        0 => out.truncate(at),
        1 => {
            let bit = 1u8 << dice.below(8);
            if let Some(byte) = out.get_mut(at) {
                *byte ^= bit;
            }
        }
        2 => drop(out.drain(at..end)),
        3 => {
            let copy: Vec<u8> = out.get(at..end).unwrap_or_default().to_vec();
            let to = dice.below(out.len() + 1);
            out.splice(to..to, copy);
        }
        4 => {
            let moved: Vec<u8> = out.drain(at..end).collect();
            let to = dice.below(out.len() + 1);
            out.splice(to..to, moved);
        }
        5 => {
            let from = dice.below(other.len() + 1);
            let to = (from + dice.below(2000)).min(other.len());
            let piece = other.get(from..to).unwrap_or_default().to_vec();
            out.splice(at..end, piece);
        }
        6 => {
            let bytes: Vec<u8> =
                (0..dice.below(8)).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)).collect();
            out.splice(at..at, bytes);
        }
        _ => {
            let snag = dice.pick(SNAGS).copied().unwrap_or_default();
            let piece = snag.repeat(1 + dice.below(4));
            out.splice(at..at, piece.into_bytes());
        }
    }
}

/// A text spelled by bytes, each of which stands for a snag, a word of the form or a break: what a
/// fuzzer that knows nothing of Chinese needs to reach the grammar.
pub fn spelled(bytes: &[u8]) -> String {
    const BREAKS: [&str; 4] = ["\t", "\n", "\t", "\n\n"];
    const PLAIN: [&str; 8] =
        ["工会", "≥40户", "25%", "24.00", "临工发〔2025〕12号", "用于慰问。", "户数", "100"];
    const FIRST_SNAG: usize = 64;
    let mut out = String::new();
    for byte in bytes.iter().map(|byte| usize::from(*byte)) {
        let word = match byte {
            0..32 => BREAKS.get(byte % BREAKS.len()),
            32..FIRST_SNAG => PLAIN.get(byte % PLAIN.len()),
            _ => SNAGS.get(byte - FIRST_SNAG),
        };
        out.push_str(word.copied().unwrap_or("，"));
    }
    out
}

/// Units that make a long text by being repeated, each with the reason why it may be slow.
#[rustfmt::skip]
const UNITS: &[(&str, &str)] = &[
    ("tabs", "\t"), ("opening square brackets", "["), ("opening round brackets", "（"), ("titles never closed", "《"), ("ordinals", "第"),
    ("digits", "9"), ("digits in groups", "999,"), ("full-width digits", "９"), ("Chinese digits", "一"), ("Chinese multipliers", "万"), ("years", "年"),
    ("months", "6月"), ("percent signs", "%"), ("dashes", "1-"), ("blanks", " "), ("wide blanks", "\u{3000}"), ("blanks between words", "工 "), ("zero-width blanks", "\u{200b}"),
    ("line feeds", "\n"), ("form feeds", "\x0c"), ("short lines", "工\n"), ("numbered lines", "1、工会\n"), ("page numbers", "3\n\n"), ("headers and pages", "工会\n\x0c"),
    ("bookmarks never closed", "[bookmark:"), ("bookmarks", "[bookmark: a]"), ("field codes", "TOC \\o "), ("field codes with quotes", "HYPERLINK \\l \"a"),
    ("nested labels", "其中："), ("label lines", "项目编码\n项目名称\n"), ("label cells", "项目名称\t"), ("checkpoint labels", "3月底\t"), ("header cells", "一级指标\t"),
    ("header rows", "一级指标\t二级指标\t三级指标\n"), ("level lines", "产出指标\n"), ("contents headings", "目录\n"), ("part headings", "第一部分\n"), ("section headings", "一、总体绩效目标\n"),
    ("sums of money", "1元"), ("sums per head", "每人1元"), ("units per units", "1元/人"), ("purposes", "资金用途\t工\n"), ("plans", "资金支出计划\t3月底\t5\n"), ("goals", "1. 1、工。"), ("goals with blanks", "1. 工 "), ("sub-goals", "（一）工会：绩效目标：工\n"),
    ("documents", "〔2025〕1号、"), ("documents without a break", "〔2025〕1号"), ("titles", "《工》、"), ("totals", "项目共计1元"), ("deadlines", "春节前"), ("spans of time", "1月至"),
    ("running text", "工会服务职工"), ("sentences", "工会服务职工。"), ("clauses", "工会，"), ("bars", "|"), ("barred rows", "|工|会|\n"), ("rules", "+---+\n"),
    ("lone tabs", "\t工\n"), ("rows of two", "工\t会\n"), ("indicator rows", "产出指标\t数量指标\t户数\t户数\t≥40户\t临工发〔2025〕12号\n"), ("Latin words", "a b "), ("bytes of no encoding", "\u{fffd}"),
];

/// The unit with this number.
type Numbered = fn(usize) -> String;

/// Texts of `size` bytes, each one thing repeated or all lines different; with a name for each.
pub fn fillers(size: usize) -> Vec<(String, String)> {
    let repeated = UNITS.iter().map(|(name, unit)| {
        let count = size / unit.len().max(1);
        ((*name).to_owned(), unit.repeat(count))
    });
    let counted: [(&str, Numbered); 5] = [
        ("different lines", |n| format!("{n}工会工作\n")),
        ("different numbered lines", |n| format!("一、工作{n}\n")),
        ("different pages", |n| format!("一、工作{n}......{n}\n")),
        ("different rows", |n| format!("产出指标\t数量指标\t户{n}\t户\t≥{n}户\n")),
        ("different documents", |n| format!("临工发〔2025〕{n}号；")),
    ];
    let counted = counted.into_iter().map(|(name, unit)| {
        let mut text = String::with_capacity(size + 64);
        let mut number = 0;
        while text.len() < size {
            text.push_str(&unit(number));
            number += 1;
        }
        (name.to_owned(), text)
    });
    repeated.chain(counted).collect()
}

/// Where a filler may stand, as text of the base statement that it is put before.
const PLACES: &[(&str, &str)] = &[
    ("title", "年部门预算绩效文本"),
    ("contents", "一、总体绩效目标....."),
    ("overall goals", "2026年，县总工会"),
    ("sub-goals", "绩效目标：对在档"),
    ("safeguards", "2、加强绩效"),
    ("project head", "项目名称\t劳模"),
    ("project name", "困难职工帮扶救助资金\n预算规模"),
    ("sums", "24.00\t其中"),
    ("purpose", "用于在档困难职工"),
    ("spending plan", "25%\t50%"),
    ("goals", "全年开展生活救助40户、"),
    ("level", "产出指标\t数量指标\t生活"),
    ("indicator name", "生活救助户数\t"),
    ("description", "全年实际发放生活救助的"),
    ("target", "≥40户\t"),
    ("basis", "临工发〔2025〕12号\n产出指标\t数量指标\t医疗"),
    ("end", ""),
];

/// The base statement with `filler` put in at each place, with the name of the place; the first is
/// the filler alone.
pub fn with_filler(filler: &str) -> Vec<(&'static str, String)> {
    let base = plain::text(&linhe());
    let mut all = vec![("alone", filler.to_owned())];
    for (name, before) in PLACES {
        let at = if before.is_empty() { Some(base.len()) } else { base.find(before) };
        let Some((head, tail)) = at.and_then(|at| base.split_at_checked(at)) else { continue };
        all.push((*name, format!("{head}{filler}{tail}")));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "sleeper: ")]
    fn slow_work_is_told() {
        let mut stopwatch = Stopwatch::default();
        assert_eq!(stopwatch.time("quick", || 7), 7);
        stopwatch.assert_fast();
        let mut stopwatch = Stopwatch { limit: Duration::from_millis(1), ..stopwatch };
        stopwatch.time("sleeper", || {
            let clock = Instant::now();
            while clock.elapsed() < Duration::from_millis(20) {
                std::hint::spin_loop();
            }
        });
        stopwatch.assert_fast();
    }

    #[test]
    fn every_place_is_found_in_the_base() {
        assert_eq!(with_filler("x").len(), PLACES.len() + 1);
    }

    #[test]
    fn damage_follows_the_seed() {
        let (good, other) = ("临河县总工会\n".repeat(50), "望川县\n".repeat(50));
        let twice = || damaged(good.as_bytes(), other.as_bytes(), &mut Dice::new(7));
        assert_eq!(twice(), twice());
        let mut dice = Dice::new(1);
        let changed = (0..50)
            .filter(|_| damaged(good.as_bytes(), other.as_bytes(), &mut dice) != good.as_bytes())
            .count();
        assert!(changed > 40, "{changed}");
    }

    #[test]
    fn every_snag_can_be_spelled() {
        assert_eq!(spelled(&[64, 1, 32]), "\t\n工会");
        let all: Vec<u8> = (0..=255).collect();
        let text = spelled(&all);
        assert!(SNAGS.iter().all(|snag| text.contains(snag)));
    }

    #[test]
    fn fillers_have_their_size() {
        for (name, text) in fillers(10_000) {
            assert!((9_900..10_200).contains(&text.len()), "{name}: {}", text.len());
        }
    }
}
