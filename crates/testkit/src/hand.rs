//! The hand a statement is written in: which signs and words it uses for numbers and operators.
//!
//! One statement is written in one hand, so that its numerals are of one kind.

use crate::rng::Rng;

/// In which signs numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numerals {
    /// 500
    Arabic,
    /// 五百
    Chinese,
}

/// How "at least" is written before or behind a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// A sign before it: ≥, >=, ≧.
    Sign(&'static str),
    /// A word before it: 不少于.
    Word(&'static str),
    /// 以上 behind it.
    Behind,
}

/// The hand of a statement.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Signs of numbers.
    pub numerals: Numerals,
    /// "At least" in tables.
    pub floor: Floor,
    /// "At most" in tables.
    pub ceiling: Floor,
    /// "Exactly" in tables: =, ＝ or nothing, which only 100% can do without.
    pub equal: &'static str,
}

impl Hand {
    /// A hand. Tables with operator, value and unit in columns of their own need signs.
    pub fn draw(columns_apart: Apart, rng: &mut Rng) -> Hand {
        let equal = rng.word(&["", "", "=", "＝"]);
        let signs = Hand {
            numerals: Numerals::Arabic,
            floor: Floor::Sign("≥"),
            ceiling: Floor::Sign("≤"),
            equal,
        };
        if columns_apart == Apart::Yes {
            return Hand { equal: "＝", ..signs };
        }
        match rng.below(20) {
            0 => Hand { floor: Floor::Sign(">="), ceiling: Floor::Sign("<="), ..signs },
            1 | 2 => {
                Hand { floor: Floor::Word("不少于"), ceiling: Floor::Word("不超过"), ..signs }
            }
            3 | 4 => Hand { floor: Floor::Behind, ceiling: Floor::Behind, ..signs },
            5 => {
                Hand { floor: Floor::Word("不低于"), ceiling: Floor::Word("不高于"), ..signs }
            }
            6 => Hand {
                numerals: Numerals::Chinese,
                floor: Floor::Word("不少于"),
                ceiling: Floor::Word("不超过"),
                equal: "",
            },
            7 => Hand { floor: Floor::Sign("≧"), ceiling: Floor::Sign("≦"), ..signs },
            _ => signs,
        }
    }

    /// A number with its unit: 500人, 五百人, 95%, 百分之九十五.
    pub fn figure(&self, value: i64, unit: &str) -> String {
        match (self.numerals, unit) {
            (Numerals::Arabic, "元") if value >= 10_000 && value % 100 == 0 => {
                format!("{}万元", decimal(value, 10_000))
            }
            (Numerals::Arabic, _) => format!("{value}{unit}"),
            (Numerals::Chinese, "%") if value == 100 => "百分之百".into(),
            (Numerals::Chinese, "%") => format!("百分之{}", chinese(value)),
            (Numerals::Chinese, "‰") => format!("千分之{}", chinese(value)),
            (Numerals::Chinese, _) if value == 2 => format!("两{unit}"),
            (Numerals::Chinese, _) => format!("{}{unit}", chinese(value)),
        }
    }

    /// A target that more satisfies.
    pub fn at_least(&self, figure: &str) -> String {
        bound(self.floor, figure, "以上")
    }

    /// A target that less satisfies.
    pub fn at_most(&self, figure: &str) -> String {
        bound(self.ceiling, figure, "以内")
    }

    /// A target that is 100%, or at least so much below it.
    pub fn share(&self, percent: i64) -> String {
        let figure = self.figure(percent, "%");
        if percent == 100 { format!("{}{figure}", self.equal) } else { self.at_least(&figure) }
    }

    /// A deadline in the signs of this hand.
    pub fn time(&self, words: &str) -> String {
        match self.numerals {
            Numerals::Arabic => words.to_owned(),
            Numerals::Chinese => in_chinese(words),
        }
    }
}

/// Whether operator, value and unit have columns of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// They have.
    Yes,
    /// They stand in one cell.
    No,
}

fn bound(bound: Floor, figure: &str, behind: &str) -> String {
    match bound {
        Floor::Sign(sign) => format!("{sign}{figure}"),
        // A share is not counted: 不低于95%, never 不少于95%.
        Floor::Word("不少于") if is_share(figure) => format!("不低于{figure}"),
        Floor::Word(word) => format!("{word}{figure}"),
        Floor::Behind => format!("{figure}{behind}"),
    }
}

fn is_share(figure: &str) -> bool {
    figure.ends_with(['%', '‰']) || figure.starts_with("百分之") || figure.starts_with("千分之")
}

/// 45 over 10 as 4.5.
pub fn decimal(value: i64, divisor: i64) -> String {
    let (whole, rest) = (value / divisor, value % divisor);
    let width = divisor.to_string().len() - 1;
    let fraction = format!("{rest:0width$}");
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
}

/// A number in Chinese signs, up to 99,999,999.
pub fn chinese(value: i64) -> String {
    if value >= 10_000 {
        let (above, below) = (value / 10_000, value % 10_000);
        let tail = match below {
            0 => String::new(),
            1..=999 => format!("零{}", chinese(below)),
            _ => chinese(below),
        };
        return format!("{}万{tail}", chinese(above));
    }
    let digits: Vec<char> = value.to_string().chars().collect();
    let units = ["", "十", "百", "千"];
    let mut text = String::new();
    let mut gap = false;
    for (place, digit) in digits.iter().enumerate() {
        let unit = units.get(digits.len() - 1 - place).copied().unwrap_or_default();
        if *digit == '0' {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push('零');
        }
        gap = false;
        text.push(numeral(*digit));
        text.push_str(unit);
    }
    match text.strip_prefix("一十") {
        Some(rest) if digits.len() == 2 => format!("十{rest}"),
        _ if text.is_empty() => "零".into(),
        _ => text,
    }
}

fn numeral(digit: char) -> char {
    match digit {
        '1' => '一',
        '2' => '二',
        '3' => '三',
        '4' => '四',
        '5' => '五',
        '6' => '六',
        '7' => '七',
        '8' => '八',
        '9' => '九',
        _ => '〇',
    }
}

/// Dates: years digit by digit, months and days as numbers.
fn in_chinese(words: &str) -> String {
    let mut text = String::new();
    let mut run = String::new();
    for c in words.chars() {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            if c == '年' {
                text.extend(run.chars().map(numeral));
            } else {
                text.push_str(&chinese(run.parse().unwrap_or(0)));
            }
            run.clear();
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_are_read_back() {
        for value in [1, 2, 10, 12, 20, 45, 100, 105, 110, 999, 1000, 1005, 3500, 10_000, 35_040] {
            let read = model::numeral::numeral(&chinese(value)).unwrap();
            assert_eq!(read.value.to_string(), value.to_string(), "{}", chinese(value));
        }
        assert_eq!(chinese(12), "十二");
        assert_eq!(in_chinese("2026年12月20日前"), "二〇二六年十二月二十日前");
    }

    #[test]
    fn every_hand_writes_targets_that_mean_the_same() {
        use model::target::Target;
        for seed in 0..60 {
            let hand = Hand::draw(Apart::No, &mut Rng::new(seed));
            let target = |text: &str| Target::parse(text).quantity().unwrap().to_string();
            assert_eq!(target(&hand.at_least(&hand.figure(500, "人"))), "≥500人");
            assert_eq!(
                target(&format!("{}/户", hand.at_most(&hand.figure(3000, "元"))))
                    .get(.."≤3000元".len()),
                Some("≤3000元")
            );
            assert_eq!(target(&hand.share(95)), "≥95%");
        }
        assert_eq!(decimal(45_500, 10_000), "4.55");
    }
}
