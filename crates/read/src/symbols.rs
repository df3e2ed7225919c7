//! Signs of the Symbol and Wingdings fonts as the characters that they look like.

/// Fonts whose signs stand where other fonts have other signs or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignFont {
    /// Symbol.
    Symbol,
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// A font of pictures.
    Pictures,
}

impl SignFont {
    /// The font of this name, if it is one of signs.
    pub(crate) fn named(name: &str) -> Option<SignFont> {
        let name = name.trim();
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let begins =
            |head: &str| name.get(..head.len()).is_some_and(|n| n.eq_ignore_ascii_case(head));
        match () {
            () if is("Symbol") => Some(SignFont::Symbol),
            () if is("Wingdings") => Some(SignFont::Wingdings),
            () if is("Wingdings 2") || is("Wingdings2") => Some(SignFont::Wingdings2),
            () if begins("Wingdings") || begins("Webdings") => Some(SignFont::Pictures),
            () => None,
        }
    }

    /// What a character of a text set in this font shows, if it is one of its signs.
    ///
    /// Signs stand in the private use area, in old files in the upper half of Latin 1 as well.
    pub(crate) fn shows(self, sign: char) -> Option<char> {
        let code = u32::from(sign);
        let is_sign = matches!(code, 0xf020..=0xf0ff | 0xa1..=0xff);
        is_sign.then(|| self.sign(u8::try_from(code & 0xff).ok()?)).flatten()
    }

    fn sign(self, low: u8) -> Option<char> {
        let table = match self {
            SignFont::Symbol => SYMBOL,
            SignFont::Wingdings => WINGDINGS,
            SignFont::Wingdings2 => WINGDINGS_2,
            SignFont::Pictures => return None,
        };
        let known = table.iter().find(|(code, _)| *code == low).map(|(_, sign)| *sign);
        // Digits and signs such as % stand in Symbol where they stand in ASCII.
        let latin =
            self == SignFont::Symbol && matches!(low, 0x20..=0x3f | b'[' | b']' | b'{'..=b'}');
        known.or(latin.then_some(char::from(low)))
    }
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

/// What a character of the private use area most likely shows whose font was lost: a sign of Symbol,
/// the font of mathematical signs.
pub(crate) fn without_font(sign: char) -> Option<char> {
    ('\u{f080}'..='\u{f0ff}').contains(&sign).then(|| SignFont::Symbol.shows(sign)).flatten()
}

/// The character that `w:sym` shows: `code` in hexadecimal, in the font called `font`.
pub(crate) fn spelled(font: &str, code: &str) -> Option<char> {
    character(font, u32::from_str_radix(code.trim(), 16).ok()?)
}

/// The character that a sign shows: the one with this code, in the font called `font`.
///
/// A sign of the private use area that is not known says nothing without its font: `None`.
pub(crate) fn character(font: &str, code: u32) -> Option<char> {
    let sign = char::from_u32(code)?;
    let private = ('\u{f000}'..='\u{f0ff}').contains(&sign);
    let font = SignFont::named(font);
    if !private && (font.is_none() || code > 0xff) {
        return (!sign.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&sign)).then_some(sign);
    }
    font?.sign(u8::try_from(code & 0xff).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{SignFont, spelled, without_font};

    #[test]
    fn texts_are_set_in_fonts_of_signs() {
        let cases = [
            ("Symbol", '\u{f0b3}', Some('≥')),
            ("symbol", '\u{b3}', Some('≥')),
            ("Symbol", '\u{f036}', Some('6')),
            ("Symbol", '6', None),
            ("Symbol", '台', None),
            ("Wingdings", '\u{f0fe}', Some('☑')),
            ("Wingdings 3", '\u{f0fe}', None),
        ];
        for (font, sign, expected) in cases {
            let font = SignFont::named(font).unwrap();
            assert_eq!(font.shows(sign), expected, "{font:?} {sign}");
        }
        assert_eq!(without_font('\u{f0a3}'), Some('≤'));
        assert_eq!(without_font('\u{f06c}'), None);
        assert_eq!(SignFont::named("宋体"), None);
        assert_eq!(SignFont::named("Symbola"), None);
    }

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
            assert_eq!(spelled(font, code), expected, "{font} {code}");
        }
    }
}
