//! Typed values of fields, and the entry that they make up.

use std::fmt;

use ground::{Day, Decimal, Money};
use serde::{Deserialize, Serialize};

use crate::identity::IdDocument;

/// What a field holds. Two values of one field compare as people expect: money by amount, days by calendar.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Any words.
    Text(String),
    /// An exact number.
    Number(Decimal),
    /// A sum of money, in fen.
    Money(Money),
    /// A day.
    Date(Day),
    /// From one day to another.
    Period(Period),
    /// The key of an entry of a code list, never its label.
    Code(String),
    /// A person by name, with the identity document if it is known.
    Person(Person),
    /// The key of an entry of another register, in the canonical form of the field it is known by.
    Entry(String),
    /// A region by its code of six digits (or nine or twelve for what lies below a county).
    Region(String),
    /// A document number, as GB/T 9704 writes it where that could be read.
    DocumentNumber(String),
    /// An identity document.
    IdNumber(IdDocument),
    /// A unified social credit code.
    CreditCode(String),
    /// A telephone number: digits, with a hyphen behind an area code.
    Phone(String),
    /// Digits of a bank card or account.
    BankCard(String),
    /// Digests of the files attached.
    Attachment(Vec<String>),
    /// Yes or no.
    YesNo(bool),
}

/// A person as a row names one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Identity document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<IdDocument>,
}

/// A stretch of whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub first: Day,
    /// Last day, itself included.
    pub last: Day,
}

/// How long a period is, where it is one of the usual ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// 年度
    Year,
    /// 半年
    Half,
    /// 季度
    Quarter,
    /// 月
    Month,
}

/// One row of a register: a value or nothing for each field, in the order of the definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Values by the place of their field in the definition.
    pub values: Vec<Option<Value>>,
    /// The place of its state among the definition's states; `None` where the register has no states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<usize>,
}

impl Period {
    /// The calendar year.
    pub fn year(year: i16) -> Option<Period> {
        Some(Period { first: day(year, 1, 1)?, last: day(year, 12, 31)? })
    }

    /// The first (1) or second (2) half of a year.
    pub fn half(year: i16, half: i8) -> Option<Period> {
        Period::months(year, half.checked_mul(6)? - 5, half * 6)
    }

    /// One of the four quarters.
    pub fn quarter(year: i16, quarter: i8) -> Option<Period> {
        Period::months(year, quarter.checked_mul(3)? - 2, quarter * 3)
    }

    /// One month.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        Period::months(year, month, month)
    }

    /// From the first day of one month to the last day of another of the same year.
    pub fn months(year: i16, from: i8, to: i8) -> Option<Period> {
        let first = day(year, from, 1)?;
        let last = day(year, to, 1)?.last_of_month();
        (first <= last).then_some(Period { first, last })
    }

    /// How long it is; `None` where it is none of the usual lengths.
    pub fn grain(&self) -> Option<Grain> {
        let Period { first, last } = *self;
        let whole = first.day() == 1 && last == last.last_of_month() && first.year() == last.year();
        let months = last.month() - first.month() + 1;
        match months {
            12 if whole => Some(Grain::Year),
            6 if whole && first.month() % 6 == 1 => Some(Grain::Half),
            3 if whole && first.month() % 3 == 1 => Some(Grain::Quarter),
            1 if whole => Some(Grain::Month),
            _ => None,
        }
    }
}

impl Grain {
    /// All, the longest first.
    pub const ALL: [Grain; 4] = [Grain::Year, Grain::Half, Grain::Quarter, Grain::Month];

    /// The word for it in definitions.
    pub fn word(self) -> &'static str {
        match self {
            Grain::Year => "year",
            Grain::Half => "half",
            Grain::Quarter => "quarter",
            Grain::Month => "month",
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Grain::Year => "年度",
            Grain::Half => "半年",
            Grain::Quarter => "季度",
            Grain::Month => "月份",
        }
    }
}

/// 2025年, 2025年上半年, 2025年第一季度, 2025年3月, else both days.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
        let (year, month) = (self.first.year(), self.first.month());
        match self.grain() {
            Some(Grain::Year) => write!(f, "{year}年"),
            Some(Grain::Half) => {
                write!(f, "{year}年{}半年", if month == 1 { "上" } else { "下" })
            }
            Some(Grain::Quarter) => {
                let at = usize::try_from((month - 1) / 3).unwrap_or_default();
                write!(f, "{year}年第{}季度", QUARTERS.get(at).unwrap_or(&""))
            }
            Some(Grain::Month) => write!(f, "{year}年{month}月"),
            None => write!(f, "{}至{}", self.first, self.last),
        }
    }
}

impl Entry {
    /// An entry without any values.
    pub fn blank(fields: usize) -> Entry {
        Entry { values: vec![None; fields], state: None }
    }

    /// The value of the field at this place.
    pub fn value(&self, field: usize) -> Option<&Value> {
        self.values.get(field).and_then(Option::as_ref)
    }

    /// Sets the value of the field at this place.
    pub fn set(&mut self, field: usize, value: Option<Value>) {
        if let Some(place) = self.values.get_mut(field) {
            *place = value;
        }
    }
}

pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Day> {
    Day::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_know_their_length_and_name() {
        let cases = [
            (Period::year(2025), Some(Grain::Year), "2025年"),
            (Period::half(2025, 2), Some(Grain::Half), "2025年下半年"),
            (Period::quarter(2025, 4), Some(Grain::Quarter), "2025年第四季度"),
            (Period::month(2024, 2), Some(Grain::Month), "2024年2月"),
            (Period::months(2025, 2, 4), None, "2025-02-01至2025-04-30"),
        ];
        for (period, grain, text) in cases {
            let period = period.unwrap();
            assert_eq!((period.grain(), period.to_string().as_str()), (grain, text));
        }
        assert_eq!(Period::quarter(2025, 5), None);
        assert_eq!(Period::quarter(2025, 100), None);
    }
}
