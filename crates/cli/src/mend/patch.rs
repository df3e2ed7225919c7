//! From edits of the linear text to the bytes of the mended file.
//!
//! Each format has one function here: the bytes of the file, its source and the edits in, the new
//! bytes or a refusal out. What was not edited stays to the byte.

use std::fmt;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use ground::{Edit, Format, Source};
use review::fix::apply;

/// Why a file is not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Bytes that stand for no character would be lost.
    Damaged,
    /// The encoding has no sign for this character.
    Unencodable(char),
    /// The encoding is none that can be written.
    UnknownEncoding(String),
    /// Files of this kind cannot be mended yet.
    Unsupported(&'static str),
}

/// The bytes of the file with the edits made.
pub(super) fn patched(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Vec<u8>, Refusal> {
    match source.format {
        Format::Text => text(bytes, source, edits),
        Format::Docx => docx(bytes, source, edits),
    }
}

/// The reader knows which run of which XML part each byte of the linear text came from; mending a
/// document is its work.
fn docx(_bytes: &[u8], _source: &Source, _edits: &[Edit]) -> Result<Vec<u8>, Refusal> {
    Err(Refusal::Unsupported("Word 文档目前还不能自动改正，请按上面的改动手工修改"))
}

/// Encodes the mended text as the file was encoded, mark and line ends as they were.
///
/// A text that does not come back to the same bytes when nothing is changed is refused: some byte of
/// it would be changed unasked.
fn text(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Vec<u8>, Refusal> {
    let encoding = Encoding::for_label(source.encoding.as_bytes())
        .ok_or_else(|| Refusal::UnknownEncoding(source.encoding.clone()))?;
    let mark = match Encoding::for_bom(bytes) {
        Some((_, length)) => bytes.get(..length).unwrap_or_default(),
        None => &[],
    };
    let unchanged = encoded(encoding, &source.text).map_err(|_| Refusal::Damaged)?;
    if bytes.get(mark.len()..) != Some(unchanged.as_slice()) {
        return Err(Refusal::Damaged);
    }
    let body = encoded(encoding, &apply(&source.text, edits)).map_err(Refusal::Unencodable)?;
    Ok([mark, &body].concat())
}

/// The text in the encoding, or the first character that it has no sign for.
fn encoded(encoding: &'static Encoding, text: &str) -> Result<Vec<u8>, char> {
    if encoding == UTF_8 {
        return Ok(text.as_bytes().to_vec());
    }
    // The Encoding Standard writes UTF-8 where UTF-16 is asked for.
    if encoding == UTF_16LE {
        return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, has_unmappable) = encoding.encode(text);
    if has_unmappable {
        let unmappable = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
        return Err(text.chars().find(unmappable).unwrap_or('\u{fffd}'));
    }
    Ok(bytes.into_owned())
}

impl Refusal {
    /// Whether no correction at all can be made in this file.
    pub(super) fn is_of_file(&self) -> bool {
        !matches!(self, Refusal::Unencodable(_))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Damaged => f.write_str("文件里有不能原样写回的字节，请先另存为 UTF-8 编码"),
            Refusal::Unencodable(c) => {
                write!(f, "文件的编码写不了“{c}”，请先另存为 UTF-8 编码")
            }
            Refusal::UnknownEncoding(name) => write!(f, "不会写 {name} 编码"),
            Refusal::Unsupported(why) => f.write_str(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;
    use ground::Span;

    use super::*;

    const TEXT: &str = "依据\r\n冀财[2022]99 号\r\n";

    /// Reads the bytes as the reader does, and puts the official brackets in.
    fn mended(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        let source = read::read("a.txt", bytes).source;
        let at = source.text.find('[').unwrap();
        let edits = [
            Edit { span: Span::new(at..at + 1), text: "〔".into() },
            Edit { span: Span::new(at + 5..at + 6), text: "〕".into() },
        ];
        patched(bytes, &source, &edits)
    }

    #[test]
    fn every_encoding_stays_with_its_mark_and_line_ends() {
        let want = "依据\r\n冀财〔2022〕99 号\r\n";
        let marked = |text: &str| [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        let wide = |text: &str, to_bytes: fn(u16) -> [u8; 2]| {
            format!("\u{feff}{text}").encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>()
        };
        let chinese = |text: &str| GB18030.encode(text).0.into_owned();
        assert_eq!(mended(TEXT.as_bytes()).unwrap(), want.as_bytes());
        assert_eq!(mended(&marked(TEXT)).unwrap(), marked(want));
        assert_eq!(mended(&chinese(TEXT)).unwrap(), chinese(want));
        assert_eq!(mended(&wide(TEXT, u16::to_le_bytes)).unwrap(), wide(want, u16::to_le_bytes));
        assert_eq!(mended(&wide(TEXT, u16::to_be_bytes)).unwrap(), wide(want, u16::to_be_bytes));
    }

    #[test]
    fn a_damaged_text_is_left_alone() {
        let mut bytes = TEXT.repeat(4).into_bytes();
        bytes.push(0xff);
        assert_eq!(mended(&bytes), Err(Refusal::Damaged));
    }

    #[test]
    fn what_the_encoding_cannot_write_is_named() {
        assert_eq!(encoded(encoding_rs::BIG5, "㐀x"), Err('㐀'));
    }
}
