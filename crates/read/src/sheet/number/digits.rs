//! A number in the places of a format: digits, groups, percent, powers of ten.

use ground::Decimal;

use super::Meaning;
use super::code::{Section, Token};
use super::decimal::{general, rounded};

/// What the tokens of a section ask for.
#[derive(Default)]
struct Shape {
    /// Placeholders before the point.
    whole: Vec<char>,
    /// Placeholders behind the point.
    places: Vec<char>,
    grouped: bool,
    thousands: u32,
    percents: u32,
    exponent: Option<char>,
}

/// What a section of digits makes of a number.
pub(super) fn meaning(section: &Section) -> Meaning {
    let shape = Shape::of(&section.tokens);
    let zeros = shape.whole.iter().filter(|kind| **kind == '0').count();
    let has_digit = |token: &Token| match token {
        Token::Literal(text) => text.contains(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    if shape.percents == 1 && shape.thousands == 0 {
        Meaning::Percent
    } else if zeros > 1 || shape.thousands > 0 || section.tokens.iter().any(has_digit) {
        Meaning::Words
    } else {
        Meaning::Number
    }
}

/// Shows a number, which is not negative.
pub(super) fn show(section: &Section, value: Decimal) -> String {
    let shape = Shape::of(&section.tokens);
    if shape.exponent.is_some() {
        return powers(&shape, section, value);
    }
    let Some(value) = shape.scaled(value) else { return general(value) };
    let places = u32::try_from(shape.places.len()).unwrap_or(28).min(28);
    let value = rounded(value, places);
    let (whole, fraction) = cut(value, shape.places.len());
    let mut out = String::new();
    let (mut whole_at, mut place_at) = (0, 0);
    let mut behind_point = false;
    for token in &section.tokens {
        match token {
            Token::Digit(_) if behind_point => {
                shape.place(&fraction, place_at, &mut out);
                place_at += 1;
            }
            Token::Digit(_) => {
                shape.digits(&whole, whole_at, &mut out);
                whole_at += 1;
            }
            Token::Point if !behind_point && shape.has_digits() => {
                if shape.whole.is_empty() {
                    out.push_str(&whole);
                }
                out.push('.');
                behind_point = true;
            }
            Token::Point => out.push('.'),
            Token::Percent => out.push('%'),
            Token::Literal(text) => out.push_str(text),
            Token::Slash => out.push('/'),
            _ => {}
        }
    }
    out
}

/// The digits before the point, none for zero, and behind it, as many as there are places.
fn cut(value: Decimal, places: usize) -> (String, String) {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" { "" } else { whole };
    (whole.to_owned(), format!("{fraction:0<places$}"))
}

impl Shape {
    fn of(tokens: &[Token]) -> Shape {
        let mut shape = Shape::default();
        let mut behind_point = false;
        let mut commas = 0;
        for token in tokens {
            match token {
                Token::Digit(_) if shape.exponent.is_some() => {}
                Token::Digit(kind) if behind_point => shape.places.push(*kind),
                Token::Digit(kind) => {
                    shape.grouped |= commas > 0 && !shape.whole.is_empty();
                    commas = 0;
                    shape.whole.push(*kind);
                }
                Token::Point => behind_point = true,
                Token::Comma => commas += 1,
                Token::Percent => shape.percents += 1,
                Token::Exponent(sign) => shape.exponent = Some(*sign),
                _ => {}
            }
        }
        // Commas behind the last digit divide.
        shape.thousands = commas;
        shape
    }

    fn has_digits(&self) -> bool {
        !self.whole.is_empty() || !self.places.is_empty()
    }

    fn scaled(&self, value: Decimal) -> Option<Decimal> {
        let mut value = value;
        for _ in 0..self.percents.min(4) {
            value = value.checked_mul(Decimal::ONE_HUNDRED)?;
        }
        for _ in 0..self.thousands.min(4) {
            value = value.checked_div(Decimal::ONE_THOUSAND)?;
        }
        Some(value)
    }

    /// The digits at the placeholder `at` before the point: the first takes all that are too many.
    fn digits(&self, whole: &str, at: usize, out: &mut String) {
        let below = self.whole.len() - at - 1;
        let missing = self.whole.len().saturating_sub(whole.len());
        if at < missing {
            if self.whole.get(..=at).is_some_and(|above| above.contains(&'0')) {
                out.push('0');
                self.group(below, out);
            }
            return;
        }
        let end = whole.len() - below;
        let begin = if at == 0 { 0 } else { end - 1 };
        for (index, digit) in whole.get(begin..end).unwrap_or_default().chars().enumerate() {
            out.push(digit);
            self.group(whole.len() - begin - index - 1, out);
        }
    }

    /// A comma where so many digits follow.
    fn group(&self, following: usize, out: &mut String) {
        if self.grouped && following > 0 && following.is_multiple_of(3) {
            out.push(',');
        }
    }

    fn place(&self, fraction: &str, at: usize, out: &mut String) {
        let rest = fraction.get(at..).unwrap_or_default();
        let is_needed = self.places.get(at..).is_some_and(|kinds| kinds.contains(&'0'));
        if is_needed || rest.contains(|c| c != '0') {
            out.push(rest.chars().next().unwrap_or('0'));
        }
    }
}

/// 1.23E+04
fn powers(shape: &Shape, section: &Section, value: Decimal) -> String {
    let mut power = 0i32;
    let mut mantissa = value;
    let ten = Decimal::TEN;
    let places = u32::try_from(shape.places.len()).unwrap_or(28).min(28);
    while rounded(mantissa, places) >= ten {
        mantissa /= ten;
        power += 1;
    }
    while !mantissa.is_zero() && mantissa < Decimal::ONE && power > -40 {
        mantissa *= ten;
        power -= 1;
    }
    let (whole, fraction) = cut(rounded(mantissa, places), shape.places.len());
    let whole = if whole.is_empty() { "0" } else { &whole };
    let point = if shape.places.is_empty() { "" } else { "." };
    let width = section.tokens.iter().rev().take_while(|token| matches!(token, Token::Digit(_)));
    let width = width.count().max(1);
    let sign = match (power < 0, shape.exponent) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        _ => "",
    };
    format!("{whole}{point}{fraction}E{sign}{:0>width$}", power.unsigned_abs())
}
