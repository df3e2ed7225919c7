//! Deadlines: one day, and the words that all mean it.

use crate::rng::Rng;

/// A deadline of the plan year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// By the end of a month.
    MonthEnd(u8),
    /// By 20 December: accounts close before the year does.
    BeforeClosing,
    /// Before 春节.
    SpringFestival,
    /// Before 六一儿童节.
    ChildrensDay,
}

impl Due {
    /// One of the deadlines that the bank allows, by its word there.
    pub(super) fn draw(words: &[String], rng: &mut Rng) -> Due {
        match rng.pick(words).map_or("12", String::as_str) {
            "春节" => Due::SpringFestival,
            "六一" => Due::ChildrensDay,
            "12" if rng.chance(50) => Due::BeforeClosing,
            month => Due::MonthEnd(month.parse().unwrap_or(12)),
        }
    }

    /// All ways to write it for a plan of `year`; they mean the same day.
    pub fn words(self, year: i16) -> Vec<String> {
        match self {
            Due::MonthEnd(month) => {
                let day = last_day(month);
                let mut words = vec![
                    format!("{month}月底前"),
                    format!("{year}年{month}月底前"),
                    format!("{month}月{day}日前"),
                    format!("{year}年{month}月{day}日前"),
                ];
                match month {
                    6 => words.push("上半年".into()),
                    9 => words.push("国庆节前".into()),
                    12 => words.push("年底前".into()),
                    _ => {}
                }
                words
            }
            Due::BeforeClosing => vec!["12月20日前".into(), format!("{year}年12月20日前")],
            Due::SpringFestival => vec!["春节前".into(), format!("{year}年春节前")],
            Due::ChildrensDay => {
                vec!["六一儿童节前".into(), "“六一”儿童节前".into(), "5月31日前".into()]
            }
        }
    }

    /// The first checkpoint of the spending plan at or after it, from 0.
    pub fn checkpoint(self) -> usize {
        let month = match self {
            Due::MonthEnd(month) => month,
            Due::BeforeClosing => 12,
            Due::SpringFestival => 3,
            Due::ChildrensDay => 6,
        };
        [3, 6, 10, 12].iter().position(|checkpoint| *checkpoint >= month).unwrap_or(3)
    }
}

/// Last day of a month that is no February.
fn last_day(month: u8) -> u8 {
    if matches!(month, 4 | 6 | 9 | 11) { 30 } else { 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_for_a_deadline_mean_one_day() {
        let months = (3..=12).map(Due::MonthEnd);
        for due in months.chain([Due::BeforeClosing, Due::SpringFestival, Due::ChildrensDay]) {
            let days: Vec<_> = due
                .words(2026)
                .iter()
                .map(|words| model::time::moments(words)[0].deadline.due(2026).unwrap())
                .collect();
            assert!(days.iter().all(|day| *day == days[0]), "{due:?} {days:?}");
        }
    }
}
