//! Bytes carried through a page: base 64 with the letters that addresses leave alone.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as letters.
pub(super) fn packed(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=three.len() {
            let letter = (bits >> (18 - 6 * place)) & 63;
            out.extend(LETTERS.get(letter as usize).map(|letter| char::from(*letter)));
        }
    }
    out
}

/// The bytes that letters stand for; `None` if something else stands among them.
pub(super) fn unpacked(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            let value = four.get(place).map_or(Some(0), |letter| value(*letter))?;
            bits = bits << 6 | value;
        }
        let [_, bytes @ ..] = u32::to_be_bytes(bits);
        out.extend(bytes.iter().take(four.len().checked_sub(1).filter(|count| *count > 0)?));
    }
    Some(out)
}

fn value(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let all: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for length in 0..all.len() {
            let bytes = &all[..length];
            assert_eq!(unpacked(&packed(bytes)).as_deref(), Some(bytes));
        }
        assert_eq!(packed(b"Man"), "TWFu");
        assert_eq!(unpacked("TW?u"), None);
        assert_eq!(unpacked("T"), None);
    }
}
