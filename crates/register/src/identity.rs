//! Identity documents: resident ID numbers (GB 11643) with their birth date and check digit, and the
//! documents of those who have none.

use std::fmt;

use ground::Day;
use serde::{Deserialize, Serialize};

use crate::value::day;

/// The kind of an identity document, known by the form of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 居民身份证
    Resident,
    /// 港澳台居民居住证: numbers that begin with 81, 82, 83 and are built like those of residents.
    Hmt,
    /// 外国人永久居留身份证 of the form since 2023: 18 digits that begin with 9.
    ForeignNew,
    /// 外国人永久居留身份证 of the old form: three letters and twelve digits.
    ForeignOld,
    /// 港澳居民来往内地通行证
    HongKongMacao,
    /// 台湾居民来往大陆通行证
    Taiwan,
    /// 护照
    Passport,
}

/// An identity document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IdDocument {
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number: capital letters, no blanks, residents' always 18 signs.
    pub number: String,
}

/// Why a text is no number of an identity document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Neither the length nor the signs of any kind; holds how many signs there are.
    Shape(usize),
    /// Scientific notation, or a number whose last digits a spreadsheet has dropped.
    DigitsLost,
    /// The signs for the birth date are no date.
    Birth(String),
    /// The last sign should be this one.
    Check {
        /// What it is.
        found: char,
        /// What the first seventeen digits give.
        wanted: char,
    },
}

impl DocumentKind {
    /// The Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            DocumentKind::Resident => "居民身份证",
            DocumentKind::Hmt => "港澳台居民居住证",
            DocumentKind::ForeignNew | DocumentKind::ForeignOld => "外国人永久居留身份证",
            DocumentKind::HongKongMacao => "港澳居民来往内地通行证",
            DocumentKind::Taiwan => "台湾居民来往大陆通行证",
            DocumentKind::Passport => "护照",
        }
    }
}

impl IdDocument {
    /// Reads a number of any kind. A number of 15 digits, as they were until 1999, is turned into 18.
    ///
    /// # Errors
    /// When it is of no known form, or its birth date or check digit is wrong.
    pub fn parse(text: &str) -> Result<IdDocument, IdFault> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let number: String = if is_plain {
            text.to_ascii_uppercase()
        } else {
            text.chars().filter(|c| !c.is_whitespace() && *c != '\'').map(upper).collect()
        };
        let resident_like = number.len() == 18
            && number.bytes().take(17).all(|b| b.is_ascii_digit())
            && number.ends_with(|c: char| c.is_ascii_digit() || c == 'X');
        if resident_like {
            return eighteen(number);
        }
        if number.len() == 15 && number.bytes().all(|b| b.is_ascii_digit()) {
            return fifteen(&number);
        }
        if is_scientific(&number) {
            return Err(IdFault::DigitsLost);
        }
        match other_kind(&number) {
            Some(kind) => Ok(IdDocument { kind, number }),
            None => Err(IdFault::Shape(number.chars().count())),
        }
    }

    /// Birth date, where the number tells it.
    pub fn born(&self) -> Option<Day> {
        self.resembles_resident().then(|| birth(self.number.get(6..14)?)).flatten()
    }

    /// Whether the number tells of a woman; `None` where it does not tell.
    pub fn is_female(&self) -> Option<bool> {
        let sign = self.resembles_resident().then(|| self.number.as_bytes().get(16)).flatten()?;
        Some(sign % 2 == 0)
    }

    /// The six digits of the region where the number was given, of residents' numbers only.
    pub fn region(&self) -> Option<&str> {
        (self.kind == DocumentKind::Resident).then(|| self.number.get(..6)).flatten()
    }

    fn resembles_resident(&self) -> bool {
        matches!(self.kind, DocumentKind::Resident | DocumentKind::Hmt | DocumentKind::ForeignNew)
    }
}

impl fmt::Display for IdDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.number)
    }
}

/// The check digit of the first seventeen digits.
pub fn check_digit(seventeen: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const SIGNS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if seventeen.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (sign, weight) in seventeen.chars().zip(WEIGHTS) {
        sum += sign.to_digit(10)? * weight;
    }
    SIGNS.get(usize::try_from(sum % 11).ok()?).copied()
}

fn eighteen(number: String) -> Result<IdDocument, IdFault> {
    let born = number.get(6..14).unwrap_or_default();
    if birth(born).is_none() {
        return Err(IdFault::Birth(born.into()));
    }
    let found = number.chars().next_back().unwrap_or_default();
    match number.get(..17).and_then(check_digit) {
        Some(wanted) if wanted == found => {
            let kind = kind_of_eighteen(&number);
            Ok(IdDocument { kind, number })
        }
        Some(wanted) if number.ends_with("000") && wanted != found => Err(IdFault::DigitsLost),
        wanted => Err(IdFault::Check { found, wanted: wanted.unwrap_or_default() }),
    }
}

fn kind_of_eighteen(number: &str) -> DocumentKind {
    let begins = |digits: &str| number.starts_with(digits);
    if begins("81") || begins("82") || begins("83") {
        DocumentKind::Hmt
    } else if begins("9") && number.get(1..3).is_some_and(is_province) {
        DocumentKind::ForeignNew
    } else {
        DocumentKind::Resident
    }
}

/// The second and third digit of a foreigner's card name the province that takes the application.
fn is_province(digits: &str) -> bool {
    digits.parse().is_ok_and(
        |number: u8| matches!(number, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65),
    )
}

fn fifteen(number: &str) -> Result<IdDocument, IdFault> {
    let (head, tail) = number.split_at_checked(6).unwrap_or((number, ""));
    let born = format!("19{}", tail.get(..6).unwrap_or_default());
    if birth(&born).is_none() {
        return Err(IdFault::Birth(born));
    }
    let mut full = format!("{head}19{tail}");
    full.extend(check_digit(&full));
    Ok(IdDocument { kind: DocumentKind::Resident, number: full })
}

fn birth(eight: &str) -> Option<Day> {
    let born = day(
        eight.get(..4)?.parse().ok()?,
        eight.get(4..6)?.parse().ok()?,
        eight.get(6..8)?.parse().ok()?,
    )?;
    (1850..=2200).contains(&born.year()).then_some(born)
}

/// 4.13029E+17: what a spreadsheet makes of a long number.
pub(crate) fn is_scientific(text: &str) -> bool {
    let mut parts = text.splitn(2, ['E', 'e']);
    let (Some(mantissa), Some(exponent)) = (parts.next(), parts.next()) else { return false };
    let digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
    digits(mantissa) && numeric(mantissa) && exponent.starts_with('+') && numeric(exponent)
}

fn other_kind(number: &str) -> Option<DocumentKind> {
    let letters = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = number.bytes().skip(letters).filter(u8::is_ascii_digit).count();
    if letters + digits != number.len() {
        return None;
    }
    match (letters, digits) {
        (3, 12) => Some(DocumentKind::ForeignOld),
        (1, 8 | 10) if number.starts_with(['H', 'M']) => Some(DocumentKind::HongKongMacao),
        // The old form of ten digits is left out: an ID number cut short looks like it.
        (0, 8) => Some(DocumentKind::Taiwan),
        (1, 7..=8) | (2, 7) => Some(DocumentKind::Passport),
        _ => None,
    }
}

fn upper(sign: char) -> char {
    match sign {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let narrow = char::from_u32(sign as u32 - 0xFEE0).unwrap_or(sign);
            narrow.to_ascii_uppercase()
        }
        '×' | 'χ' | 'Χ' | '✕' => 'X',
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn resident(region: &str, born: &str, serial: &str) -> String {
        let body = format!("{region}{born}{serial}");
        let check = check_digit(&body).unwrap();
        format!("{body}{check}")
    }

    #[test]
    fn residents_numbers_tell_birth_sex_and_region() {
        let id = IdDocument::parse(&resident("990321", "19800229", "002")).unwrap();
        assert_eq!(id.kind, DocumentKind::Resident);
        assert_eq!(id.born(), day(1980, 2, 29));
        assert_eq!((id.is_female(), id.region()), (Some(true), Some("990321")));
    }

    #[test]
    fn fifteen_digits_become_eighteen() {
        let id = IdDocument::parse("990321800101003").unwrap();
        assert_eq!(id.number, resident("990321", "19800101", "003"));
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let right = resident("990321", "19800101", "001");
        let mut wrong = right.clone();
        wrong.pop();
        wrong.push(if right.ends_with('1') { '2' } else { '1' });
        assert!(matches!(IdDocument::parse(&wrong), Err(IdFault::Check { .. })));
        assert!(matches!(
            IdDocument::parse("990321198013010011"),
            Err(IdFault::Birth(born)) if born == "19801301"
        ));
        assert_eq!(IdDocument::parse("4.13029E+17"), Err(IdFault::DigitsLost));
        assert_eq!(IdDocument::parse("990321198001010000"), Err(IdFault::DigitsLost));
        assert_eq!(IdDocument::parse("12345"), Err(IdFault::Shape(5)));
        assert_eq!(IdDocument::parse(""), Err(IdFault::Shape(0)));
    }

    #[test]
    fn documents_of_other_kinds() {
        let cases = [
            ("H1234567890", DocumentKind::HongKongMacao),
            ("m12345678", DocumentKind::HongKongMacao),
            ("12345678", DocumentKind::Taiwan),
            ("ABC123456789012", DocumentKind::ForeignOld),
            ("E12345678", DocumentKind::Passport),
        ];
        for (text, kind) in cases {
            assert_eq!(IdDocument::parse(text).unwrap().kind, kind, "{text}");
        }
        let hmt = IdDocument::parse(&resident("810000", "19900101", "001")).unwrap();
        assert_eq!(hmt.kind, DocumentKind::Hmt);
        let foreign = IdDocument::parse(&resident("913156", "19900101", "001")).unwrap();
        assert_eq!(foreign.kind, DocumentKind::ForeignNew);
    }

    proptest! {
        #[test]
        fn every_wrong_digit_and_swap_is_seen(serial in 0u32..1000, at in 0usize..17, to in 0u8..10) {
            let right = resident("990321", "19801103", &format!("{serial:03}"));
            let mut signs: Vec<u8> = right.bytes().collect();
            signs[at] = b'0' + to;
            let changed = String::from_utf8(signs).unwrap();
            prop_assert_eq!(IdDocument::parse(&changed).is_ok(), changed == right);
            let mut signs: Vec<u8> = right.bytes().collect();
            if at < 16 {
                signs.swap(at, at + 1);
                let swapped = String::from_utf8(signs).unwrap();
                prop_assert_eq!(IdDocument::parse(&swapped).is_ok(), swapped == right);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}") {
            let _ = IdDocument::parse(&text);
        }
    }
}
