//! How values are shown, and what remains of personal data for those who may not see it: the one place for both.

use std::fmt;

use ground::Money;

use crate::codes::CodeLists;
use crate::field::{Field, FieldType, MoneyUnit, Personal, Visibility};
use crate::identity::IdDocument;
use crate::value::{Person, Value};

/// How much of a value somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Masking {
    /// Nothing: the field is above what the viewer may see.
    Hidden,
    /// What masking leaves of it.
    Masked,
    /// All of it.
    Plain,
}

/// What may be shown: pages, exports and messages take this and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Masking {
    /// What a viewer sees of a field: who is cleared up to `clearance`, and whether he has asked to see personal
    /// data as it is and has the right to.
    pub fn of(field: &Field, clearance: Visibility, unmasking: Unmasking) -> Masking {
        if field.visibility > clearance {
            Masking::Hidden
        } else if field.personal == Personal::None || unmasking == Unmasking::Granted {
            Masking::Plain
        } else {
            Masking::Masked
        }
    }
}

/// Whether personal data are to be shown as they are: a right, asked for and noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmasking {
    /// Shown masked, as always.
    Not,
    /// Asked for, granted and noted.
    Granted,
}

impl Shown {
    /// Words that are nobody's secret.
    pub fn open(text: impl Into<String>) -> Shown {
        Shown(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What stands in place of a value that may not be seen at all.
const HIDDEN: &str = "（无权查看）";

/// What remains of personal data that cannot be shown in part.
const STARS: &str = "***";

/// A value as people read it.
pub fn show(field: &Field, value: Option<&Value>, masking: Masking, lists: &CodeLists) -> Shown {
    let Some(value) = value else { return Shown::default() };
    match masking {
        Masking::Hidden => Shown(HIDDEN.into()),
        Masking::Plain => Shown(plain(field, value, lists)),
        Masking::Masked => Shown(masked_value(field, value, lists)),
    }
}

/// The second column of a person: the number of the document.
pub fn show_document(value: Option<&Value>, masking: Masking) -> Shown {
    let Some(Value::Person(Person { document: Some(document), .. })) = value else {
        return Shown::default();
    };
    Shown(match masking {
        Masking::Hidden => HIDDEN.into(),
        Masking::Masked => mask(Personal::Identity, &document.number),
        Masking::Plain => document.number.clone(),
    })
}

fn masked_value(field: &Field, value: &Value, lists: &CodeLists) -> String {
    match value {
        Value::Person(person) => mask(Personal::Name, &person.name),
        Value::IdNumber(IdDocument { number, .. }) => mask(Personal::Identity, number),
        Value::Phone(number) => mask(Personal::Contact, number),
        Value::BankCard(number) => mask(Personal::Account, number),
        other => mask(field.personal, &plain(field, other, lists)),
    }
}

fn plain(field: &Field, value: &Value, lists: &CodeLists) -> String {
    match value {
        Value::Text(text)
        | Value::Entry(text)
        | Value::Region(text)
        | Value::DocumentNumber(text)
        | Value::CreditCode(text)
        | Value::Phone(text)
        | Value::BankCard(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Money(money) => match field.holds.plain() {
            FieldType::Money { unit: MoneyUnit::Wan } => grouped(&money.wan().to_string()),
            _ => yuan(*money),
        },
        Value::Date(day) => day.to_string(),
        Value::Period(period) => period.to_string(),
        Value::Code(code) => match field.holds.plain() {
            FieldType::Code { list } => lists.label(list, code).unwrap_or(code).to_owned(),
            _ => code.clone(),
        },
        Value::Person(person) => person.name.clone(),
        Value::IdNumber(document) => document.number.clone(),
        Value::Attachment(files) => format!("{}个附件", files.len()),
        Value::YesNo(true) => "是".into(),
        Value::YesNo(false) => "否".into(),
    }
}

/// Yuan with two decimals and separators: 12,345.60.
pub fn yuan(money: Money) -> String {
    let fen = money.fen().unsigned_abs();
    let sign = if money.fen() < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", grouped(&(fen / 100).to_string()), fen % 100)
}

fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let mut out = String::with_capacity(number.len() + digits.len() / 3);
    out.push_str(if digits.len() < whole.len() { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// What masking leaves of a text of this kind of personal data.
pub fn mask(personal: Personal, text: &str) -> String {
    let length = text.chars().count();
    match personal {
        Personal::None => text.into(),
        Personal::Name => keep(text, 1.min(length.saturating_sub(1)), 0),
        Personal::Identity if length >= 12 => keep(text, 3, 4),
        Personal::Identity => keep(text, 1.min(length / 3), 1.min(length / 3)),
        Personal::Contact if length >= 10 => keep(text, 3, 4),
        Personal::Contact => keep(text, 0, 2.min(length / 3)),
        Personal::Account => keep(text, 0, if length >= 10 { 4 } else { 0 }),
        Personal::Address => mask_address(text),
        Personal::Health | Personal::Family | Personal::Income => STARS.into(),
    }
}

/// The first and last characters, and a star for each one between.
fn keep(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    let stays = |at: usize| at < first || at + last >= length;
    text.chars().enumerate().map(|(at, c)| if stays(at) { c } else { '*' }).collect()
}

/// An address down to its county; nothing of what stands behind.
fn mask_address(text: &str) -> String {
    let marks = ['省', '市', '县', '区', '旗'];
    let county = text.char_indices().take(12).filter(|(_, c)| marks.contains(c)).last();
    let kept = county.and_then(|(at, c)| text.get(..at + c.len_utf8())).unwrap_or_default();
    // A mark that ends the text may be the end of the name of an estate (“阳光小区”): then nothing is left.
    let kept = if kept.len() == text.len() { "" } else { kept };
    format!("{kept}{STARS}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_masking_leaves() {
        let cases = [
            (Personal::Name, "张三丰", "张**"),
            (Personal::Name, "张三", "张*"),
            (Personal::Name, "张", "*"),
            (Personal::Identity, "990321198001010015", "990***********0015"),
            (Personal::Identity, "E12345678", "E*******8"),
            (Personal::Contact, "13812341234", "138****1234"),
            (Personal::Account, "6222021234567890123", "***************0123"),
            (Personal::Health, "肝癌", "***"),
            (Personal::Address, "东山市临河县城关镇一里3号", "东山市临河县***"),
            (Personal::Address, "阳光小区", "***"),
            (Personal::None, "临河县", "临河县"),
        ];
        for (personal, text, shown) in cases {
            assert_eq!(mask(personal, text), shown, "{text}");
        }
    }

    #[test]
    fn money_is_grouped() {
        assert_eq!(yuan(Money::from_fen(-123_456_789)), "-1,234,567.89");
        assert_eq!(yuan(Money::from_fen(5)), "0.05");
        assert_eq!(grouped("-100.5"), "-100.5");
    }

    proptest! {
        #[test]
        fn masking_never_shows_all(text in "[0-9A-Z\u{4e00}-\u{4eff}]{1,25}") {
            for personal in Personal::ALL.into_iter().filter(|kind| *kind != Personal::None) {
                let shown = mask(personal, &text);
                prop_assert!(shown.contains('*'), "{personal:?} {text} -> {shown}");
                prop_assert!(!shown.contains(text.as_str()));
            }
        }
    }
}
