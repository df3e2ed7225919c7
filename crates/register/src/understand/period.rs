//! Periods: 2025年, 2025年上半年, 2025年第一季度, 2025年3月, 2025年1—3月, 2025.1.1至2025.12.31.

use model::numeral::numeral;

use super::date::{self, typed};
use super::{Reading, stands_for_nothing, words};
use crate::value::{Grain, Period};
use model::cell::Cell;

pub(super) fn period(reading: &mut Reading, cell: Cell, grain: Option<Grain>) -> Option<Period> {
    let help = match grain {
        Some(Grain::Year) => "请写成 2025年",
        Some(Grain::Half) => "请写成 2025年上半年",
        Some(Grain::Quarter) => "请写成 2025年第一季度",
        Some(Grain::Month) => "请写成 2025年3月",
        None => "请写成 2025年3月 或 2025-01-01至2025-12-31",
    };
    if let Cell::Date(day) = cell {
        return match grain {
            Some(Grain::Month) => Period::month(day.year(), day.month()),
            Some(Grain::Year) if (day.month(), day.day()) == (1, 1) => Period::year(day.year()),
            _ => reading.unreadable(&day.to_string(), help),
        };
    }
    let text = match cell {
        Cell::Number(number) => date::number_as_text(number),
        other => words(other)?,
    };
    if stands_for_nothing(&text) {
        return None;
    }
    if let Some(day) = date::serial(&text, &cell).filter(|_| grain == Some(Grain::Month)) {
        let month = Period::month(day.year(), day.month())?;
        reading.doubt(&text, &format!("{month}（Excel 日期序号）"));
        return Some(month);
    }
    let today = reading.around.today;
    let (found, guessed) = match named(&text, today.year()) {
        Some(found) => found,
        None => match range(&text, today) {
            Some(found) => (found, false),
            None => return reading.unreadable(&text, help),
        },
    };
    if grain.is_some_and(|grain| found.grain() != Some(grain)) {
        let label = grain.map(Grain::label).unwrap_or_default();
        return reading.unreadable(&text, &format!("这一项按{label}填写，{help}"));
    }
    if guessed {
        reading.doubt(&text, &found.to_string());
    }
    Some(found)
}

/// A period by its name, and whether its year was not written.
fn named(text: &str, this_year: i16) -> Option<(Period, bool)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, rest, guessed) = year(&text, this_year)?;
    let rest = rest.trim_end_matches('底').trim_end_matches('末');
    let found = match rest {
        "" | "度" | "全年" => (!guessed || rest == "全年").then(|| Period::year(year)).flatten(),
        "上半年" | "H1" | "h1" => Period::half(year, 1),
        "下半年" | "H2" | "h2" => Period::half(year, 2),
        other => quarter(year, other).or_else(|| months(year, other)),
    };
    found.map(|found| (found, guessed))
}

/// The year that a text begins with and what stands behind it; else this year.
fn year(text: &str, this_year: i16) -> Option<(i16, &str, bool)> {
    let found = if text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4 {
        let (digits, rest) = text.split_at_checked(4)?;
        Some((digits.parse::<i16>().ok()?, rest))
    } else {
        let number = numeral(text)?;
        let year: Option<i16> = number.value.try_into().ok();
        year.filter(|year| *year > 1000).zip(text.get(number.len..))
    };
    match found {
        Some((year, rest)) if (1900..=2200).contains(&year) => {
            let rest =
                rest.strip_prefix('年').or(rest.strip_prefix(['-', '.', '/'])).unwrap_or(rest);
            Some((year, rest, false))
        }
        Some(_) => None,
        None => Some((this_year, text, true)),
    }
}

fn quarter(year: i16, rest: &str) -> Option<Period> {
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let number = match rest.strip_prefix(['Q', 'q']) {
        Some(number) => number,
        None => rest.strip_suffix("季度").or_else(|| rest.strip_suffix('季'))?,
    };
    let quarter: i8 = numeral(number).filter(|n| n.len == number.len())?.value.try_into().ok()?;
    Period::quarter(year, quarter)
}

/// 3月, 03, 1-3月, 1月至3月.
fn months(year: i16, rest: &str) -> Option<Period> {
    let rest = rest.trim_end_matches('份');
    let split = rest.split_once(['-', '—', '–', '至', '到', '~', '～']);
    let month = |text: &str| -> Option<i8> {
        let digits = text.trim_end_matches('月');
        numeral(digits).filter(|n| n.len == digits.len())?.value.try_into().ok()
    };
    match split {
        Some((from, to)) => Period::months(year, month(from)?, month(to)?),
        None => Period::month(year, month(rest)?),
    }
}

/// From one day or month to another.
fn range(text: &str, today: ground::Day) -> Option<Period> {
    for mark in ["至", "到", "—", "–", "~", "-"] {
        for (at, _) in text.match_indices(mark) {
            let (from, to) = (text.get(..at)?, text.get(at + mark.len()..)?);
            let to = to.trim_start_matches(mark);
            if let (Some(from), Some(to)) = (typed(from, today), typed(to, today)) {
                let found = Period { first: from.first()?, last: to.last()? };
                let sound = !from.guessed && !to.guessed && found.first <= found.last;
                // “2025-3” is a month, not the years 2025 and 3.
                if sound && from.year > 1900 {
                    return Some(found);
                }
            }
        }
    }
    let one = typed(text, today).filter(|typed| !typed.guessed)?;
    Some(Period { first: one.first()?, last: one.last()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::day;
    use proptest::prelude::*;

    const TODAY: ground::Day = ground::Day::constant(2025, 6, 1);

    fn read(text: &str) -> Option<String> {
        let found = named(text, 2025).map(|(period, _)| period).or_else(|| range(text, TODAY));
        found.map(|period| period.to_string())
    }

    #[test]
    fn periods_in_every_form() {
        let cases = [
            ("2025", "2025年"),
            ("2025年度", "2025年"),
            ("二〇二五年", "2025年"),
            ("2025年上半年", "2025年上半年"),
            ("2025H2", "2025年下半年"),
            ("2025年第一季度", "2025年第一季度"),
            ("2025Q3", "2025年第三季度"),
            ("2025年4季度", "2025年第四季度"),
            ("2025年3月", "2025年3月"),
            ("2025-03", "2025年3月"),
            ("202503", "2025年3月"),
            ("2025/3", "2025年3月"),
            ("2025年3月底", "2025年3月"),
            ("2025年1-3月", "2025年第一季度"),
            ("2025年1月至6月", "2025年上半年"),
            ("2025.1—2025.12", "2025年"),
            ("2025-01-01至2025-12-31", "2025年"),
            ("2025.2.3-2025.4.5", "2025-02-03至2025-04-05"),
        ];
        for (text, meant) in cases {
            assert_eq!(read(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["", "以前", "2025年5季度", "2025年13月", "6月至3月"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            named("3月", 2025).map(|(p, guessed)| (p.first, guessed)),
            day(2025, 3, 1).map(|d| (d, true))
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9年月季度至QH一二-]{0,14}|.{0,12}") {
            let _ = read(&text);
        }
    }
}
