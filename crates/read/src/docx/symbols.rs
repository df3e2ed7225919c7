//! Signs of the Symbol and Wingdings fonts as the characters that they look like.

/// Fonts whose signs stand in the private use area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Font {
    Symbol,
    Wingdings,
    Wingdings2,
    Other,
}

#[rustfmt::skip]
const SYMBOL: &[(u8, char)] = &[
    (0x22, '∀'), (0x2d, '−'), (0xa2, '′'), (0xa3, '≤'), (0xa5, '∞'), (0xb0, '°'), (0xb1, '±'), (0xb2, '″'), (0xb3, '≥'),
    (0xb4, '×'), (0xb7, '•'), (0xb8, '÷'), (0xb9, '≠'), (0xba, '≡'), (0xbb, '≈'), (0xbc, '…'), (0xac, '←'), (0xad, '↑'),
    (0xae, '→'), (0xaf, '↓'), (0xd0, '∠'), (0xd6, '√'), (0xe5, '∑'), (0x44, 'Δ'), (0x57, 'Ω'), (0x61, 'α'), (0x62, 'β'),
    (0x6d, 'μ'), (0x70, 'π'), (0x73, 'σ'), (0xe0, '◊'),
];

#[rustfmt::skip]
const WINGDINGS: &[(u8, char)] = &[
    (0x6c, '●'), (0x6d, '○'), (0x6e, '■'), (0x6f, '□'), (0x70, '□'), (0x71, '□'), (0x72, '□'), (0x75, '◆'), (0x76, '❖'),
    (0x77, '◆'), (0x81, '①'), (0x82, '②'), (0x83, '③'), (0x84, '④'), (0x85, '⑤'), (0x86, '⑥'), (0x87, '⑦'), (0x88, '⑧'),
    (0x89, '⑨'), (0x8a, '⑩'), (0xa1, '○'), (0xa7, '▪'), (0xa8, '□'), (0xab, '★'), (0xd8, '➢'), (0xe0, '→'), (0xfb, '✗'),
    (0xfc, '✓'), (0xfd, '☒'), (0xfe, '☑'),
];

#[rustfmt::skip]
const WINGDINGS_2: &[(u8, char)] = &[
    (0x4f, '✗'), (0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x53, '☒'), (0x54, '☒'), (0x97, '●'), (0x98, '●'), (0xa2, '■'),
    (0xa3, '□'), (0x30, '□'), (0x2a, '□'), (0x99, '○'), (0x9a, '○'),
];

/// The character that `w:sym` shows: `code` in hexadecimal, in the font called `font`.
///
/// A sign of the private use area that is not known says nothing without its font: `None`.
pub(crate) fn character(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let sign = char::from_u32(code)?;
    let private = ('\u{f000}'..='\u{f0ff}').contains(&sign);
    let font = named(font);
    if !private && (font == Font::Other || code > 0xff) {
        return (!sign.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&sign)).then_some(sign);
    }
    let low = u8::try_from(code & 0xff).ok()?;
    let table = match font {
        Font::Symbol => SYMBOL,
        Font::Wingdings => WINGDINGS,
        Font::Wingdings2 => WINGDINGS_2,
        Font::Other => return None,
    };
    let known = table.iter().find(|(code, _)| *code == low).map(|(_, sign)| *sign);
    // Digits and signs such as % stand in Symbol where they stand in ASCII.
    let latin = font == Font::Symbol && matches!(low, 0x20..=0x3f | b'[' | b']' | b'{'..=b'}');
    known.or(latin.then_some(char::from(low)))
}

fn named(font: &str) -> Font {
    match font.trim().to_ascii_lowercase().as_str() {
        "symbol" => Font::Symbol,
        "wingdings" => Font::Wingdings,
        "wingdings 2" | "wingdings2" => Font::Wingdings2,
        _ => Font::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn signs_are_known_by_their_font() {
        let cases = [
            ("Symbol", "F0B3", Some('≥')),
            ("Symbol", "F0A3", Some('≤')),
            ("Symbol", "00B4", Some('×')),
            ("Symbol", "F0B8", Some('÷')),
            ("Symbol", "F025", Some('%')),
            ("Wingdings", "F0FE", Some('☑')),
            ("Wingdings", "F0A8", Some('□')),
            ("Wingdings 2", "F0A3", Some('□')),
            ("Wingdings 2", "F052", Some('☑')),
            ("Wingdings", "F04A", None),
            ("宋体", "2265", Some('≥')),
            ("宋体", "F04A", None),
            ("", "D800", None),
            ("", "x", None),
        ];
        for (font, code, expected) in cases {
            assert_eq!(character(font, code), expected, "{font} {code}");
        }
    }
}
