//! Whole numbers that programs write with a point: JSON knows one kind of number, and 3.0 is the whole number 3.

use std::borrow::Cow;

/// The text with such numbers written without the point. As bytes, so that none is rounded on its way: -1895532124450891.0
/// read as a binary fraction may come out as another number.
pub(crate) fn without_points(json: &[u8]) -> Cow<'_, [u8]> {
    if !json.windows(2).any(|pair| pair == b".0") {
        return Cow::Borrowed(json);
    }
    let mut kept = Vec::with_capacity(json.len());
    let mut rest = json;
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => string(rest),
            b'-' | b'0'..=b'9' => rest.iter().take_while(|byte| is_of_number(**byte)).count(),
            _ => 1,
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        kept.extend_from_slice(whole(piece));
        rest = after;
    }
    Cow::Owned(kept)
}

/// How long a string is that begins here, with its quotes.
fn string(text: &[u8]) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
}

/// A number without its point, if nothing but zeros stands behind it. -0.0 stays: -0 would be no whole number.
fn whole(piece: &[u8]) -> &[u8] {
    let Some(point) = piece.iter().position(|byte| *byte == b'.') else { return piece };
    let (Some(before), Some(behind)) = (piece.get(..point), piece.get(point + 1..)) else {
        return piece;
    };
    let is_number = piece.iter().all(|byte| is_of_number(*byte)) && before != b"-0";
    let is_whole = !behind.is_empty() && behind.iter().all(|byte| *byte == b'0');
    if is_number && is_whole { before } else { piece }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_lose_their_point_and_nothing_else_changes() {
        for (sent, kept) in [
            ("1.0", "1"),
            ("[-1895532124450891.0,9007199254740993.00]", "[-1895532124450891,9007199254740993]"),
            (
                r#"{"a": 3.0, "b": "3.0", "c\"1.0": 2.50}"#,
                r#"{"a": 3, "b": "3.0", "c\"1.0": 2.50}"#,
            ),
            ("1.05", "1.05"),
            ("1.0e3", "1.0e3"),
            ("-0.0", "-0.0"),
            ("0.0", "0"),
            ("1.", "1."),
            ("\"1.0", "\"1.0"),
            ("1.0.0", "1.0.0"),
            ("\"\\\\\" 1.0", "\"\\\\\" 1"),
        ] {
            let found = without_points(sent.as_bytes());
            assert_eq!(std::str::from_utf8(&found).expect("text"), kept, "{sent}");
        }
    }
}
