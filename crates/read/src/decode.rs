//! From the bytes of a plain text to characters: UTF-8, UTF-16 and GB18030.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The characters, line ends as they were.
    pub(crate) text: String,
    /// The encoding's name.
    pub(crate) encoding: &'static str,
    /// Byte of the text where the first sign stands that could not be decoded.
    pub(crate) damaged_at: Option<usize>,
}

/// Decodes a plain text: by its byte order mark, else as UTF-8, else as GB18030.
///
/// What fits no encoding is read by the one it fits longest; each wrong byte becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let utf8 = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Decoded { text: text.to_owned(), encoding: UTF_8.name(), damaged_at: None };
        }
        Err(error) => error.valid_up_to(),
    };
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    let chinese = with(GB18030, bytes);
    // A UTF-8 text with a few damaged bytes is also wrong as GB18030, and sooner.
    match chinese.damaged_at {
        None => chinese,
        Some(_) if multibyte_signs(bytes.get(..utf8).unwrap_or_default()) > 8 => with(UTF_8, bytes),
        Some(_) => chinese,
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let damaged_at = damaged.then(|| text.find('\u{fffd}')).flatten();
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged_at }
}

fn multibyte_signs(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte >= 0xc0).count()
}

/// UTF-16 without its mark: line ends show as a zero byte beside 0x0A.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let pairs = head.chunks_exact(2);
    let (mut little, mut big) = (0usize, 0usize);
    for pair in pairs {
        match pair {
            [b'\n' | b'\t' | b' '..=b'~', 0] => little += 1,
            [0, b'\n' | b'\t' | b' '..=b'~'] => big += 1,
            _ => {}
        }
    }
    if little > 2 && big == 0 {
        Some(UTF_16LE)
    } else if big > 2 && little == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "临河县总工会2026年部门预算绩效文本\n≥500人\n";

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark: Vec<u8> = [&[0xef, 0xbb, 0xbf], TEXT.as_bytes()].concat();
        let chinese = GB18030.encode(TEXT).0.into_owned();
        let cases = [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (with_mark, "UTF-8"),
            (chinese, "gb18030"),
            ([&[0xff, 0xfe], &utf16[..]].concat(), "UTF-16LE"),
            (utf16, "UTF-16LE"),
        ];
        for (bytes, encoding) in cases {
            let found = decode(&bytes);
            assert_eq!((found.text.as_str(), found.encoding), (TEXT, encoding));
            assert_eq!(found.damaged_at, None);
        }
    }

    #[test]
    fn a_damaged_byte_is_reported_and_the_rest_is_kept() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(60, 0xff);
        let found = decode(&bytes);
        assert_eq!(found.encoding, "UTF-8");
        assert!(found.damaged_at.is_some() && found.text.contains("总工会"));
    }
}
