//! Numbers as files hold them, to exact decimals of fifteen digits.

use ground::Decimal;

/// A spreadsheet keeps and shows no more digits than this; the rest is noise of binary fractions.
const DIGITS: usize = 15;
/// Places that a decimal can hold.
const MOST_PLACES: i64 = 28;
/// What a cell in the general format has room for, the point not counted.
const ROOM: usize = 10;

/// Reads a number such as `0.30000000000000004` or `1.5E-3`; `None` where it is none, or larger than
/// any sum.
pub(crate) fn parse(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let digits = whole.bytes().chain(fraction.bytes()).map(|byte| i128::from(byte - b'0'));
    let mut digits = digits.skip_while(|digit| *digit == 0).peekable();
    let (mut kept, mut value) = (0, 0i128);
    while let Some(digit) = digits.next_if(|_| kept < DIGITS) {
        value = value * 10 + digit;
        kept += 1;
    }
    value += i128::from(digits.peek().is_some_and(|digit| *digit >= 5));
    let dropped = i64::try_from(digits.count()).ok()?;
    let shift = exponent.checked_add(dropped)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    scaled(if negative { -value } else { value }, shift)
}

/// `value` with so many zeros behind it, or so many places.
fn scaled(mut value: i128, shift: i64) -> Option<Decimal> {
    if value == 0 || shift < -(MOST_PLACES + 20) {
        return Some(Decimal::ZERO);
    }
    if shift > MOST_PLACES {
        return None;
    }
    if shift > 0 {
        value = value.checked_mul(10i128.checked_pow(u32::try_from(shift).ok()?)?)?;
        return Decimal::try_from_i128_with_scale(value, 0).ok();
    }
    let mut places = -shift;
    while places > MOST_PLACES || (places > 0 && value % 10 == 0) {
        value /= 10;
        places -= 1;
    }
    Decimal::try_from_i128_with_scale(value, u32::try_from(places).ok()?).ok()
}

/// A number without format: as many places as the general format has room for, at least two where
/// it has as many, and never a power of ten.
pub(in crate::sheet) fn general(value: Decimal) -> String {
    let value = value.normalize();
    let text = value.to_string();
    if value.scale() == 0 {
        return text;
    }
    let whole = text.trim_start_matches('-').find('.').unwrap_or(text.len());
    let places = ROOM.saturating_sub(whole).max(2);
    let places = u32::try_from(places).unwrap_or(2);
    if value.scale() <= places {
        return text;
    }
    let rounded = rounded(value, places).normalize();
    if rounded.is_zero() { text } else { rounded.to_string() }
}

/// Rounds as people do: five goes up.
pub(super) fn rounded(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_writing() {
        let cases = [
            ("0.30000000000000004", "0.3"),
            ("13.190000000000001", "13.19"),
            ("1.1E-2", "0.011"),
            ("2.5e+3", "2500"),
            ("-7", "-7"),
            ("1E20", "100000000000000000000"),
            ("123456789012345678", "123456789012346000"),
            ("1e-40", "0"),
            (".5", "0.5"),
            ("0", "0"),
            ("3.3333333333333335", "3.333333333"),
            ("0.0000000001234", "0.0000000001234"),
        ];
        for (text, expected) in cases {
            let value = parse(text);
            assert_eq!(value.map(general).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", "1e", "abc", "1e99", "1.2.3", "１", "NaN", "inf"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
