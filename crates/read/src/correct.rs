//! Makes corrections in a file where it stands; what is not corrected stays as it was.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use ground::{Edit, Format, Source};
use thiserror::Error;

use crate::sniff::{self, Kind};
use crate::{Limits, docx};

/// Why a correction could not be made in a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CorrectionError {
    /// Bytes of a text that stand for no character would be lost.
    #[error("文件里有不能原样写回的字节，请先另存为 UTF-8 编码")]
    Damaged,
    /// The encoding of a text has no sign for this character.
    #[error("文件的编码写不了“{0}”，请先另存为 UTF-8 编码")]
    Unencodable(char),
    /// The encoding of a text is none that can be written.
    #[error("不会写 {0} 编码，请先另存为 UTF-8 编码")]
    UnknownEncoding(String),
    /// Files of this format are not corrected.
    #[error("这种格式的文件不能自动改正，请在原来的软件里照提示修改，或另存为 .docx 后再试")]
    NotCorrected,
    /// A PDF holds glyphs at their places, not text that could be changed.
    #[error("PDF 不能直接修改，请在生成它的 Word 原件里修改")]
    Fixed,
    /// The Word document does not allow it.
    #[error(transparent)]
    Document(#[from] docx::CorrectionError),
}

impl CorrectionError {
    /// Whether no correction at all can be made in this file; else others may be possible.
    pub fn is_of_file(&self) -> bool {
        use docx::CorrectionError as Of;
        match self {
            CorrectionError::Damaged
            | CorrectionError::UnknownEncoding(_)
            | CorrectionError::NotCorrected
            | CorrectionError::Fixed => true,
            CorrectionError::Unencodable(_) => false,
            CorrectionError::Document(error) => {
                matches!(error, Of::Unreadable(_) | Of::Signed | Of::Unpackable)
            }
        }
    }
}

/// The bytes of the file with the edits made; `source` is what reading `bytes` gave, and the edits
/// count in its text, in the order of their places and without overlap. All are made or none.
///
/// # Errors
/// Where the file cannot take one of the edits, or cannot be written back without other changes.
pub fn correct(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Vec<u8>, CorrectionError> {
    match source.format {
        Format::Text => text(bytes, source, edits),
        Format::Html | Format::Doc | Format::Xlsx | Format::Xls | Format::Typed => {
            Err(CorrectionError::NotCorrected)
        }
        _ if sniff::kind(bytes) == Kind::Json => Err(CorrectionError::NotCorrected),
        Format::Pdf => Err(CorrectionError::Fixed),
        Format::Docx => Ok(docx::correct(bytes, edits, Limits::default())?),
    }
}

/// Encodes the mended text as the file was encoded, mark and line ends as they were.
///
/// A text that does not come back to the same bytes when nothing is changed is refused: some byte of
/// it would be changed unasked.
fn text(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Vec<u8>, CorrectionError> {
    let encoding = Encoding::for_label(source.encoding.as_bytes())
        .ok_or_else(|| CorrectionError::UnknownEncoding(source.encoding.clone()))?;
    let mark = match Encoding::for_bom(bytes) {
        Some((_, length)) => bytes.get(..length).unwrap_or_default(),
        None => &[],
    };
    let unchanged = encoded(encoding, &source.text).map_err(|_| CorrectionError::Damaged)?;
    if bytes.get(mark.len()..) != Some(unchanged.as_slice()) {
        return Err(CorrectionError::Damaged);
    }
    let body = encoded(encoding, &Edit::applied(&source.text, edits))
        .map_err(CorrectionError::Unencodable)?;
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

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;
    use ground::Span;

    use super::*;

    const TEXT: &str = "依据\r\n冀财[2022]99 号\r\n";

    /// Reads the bytes as the reader does, and puts the official brackets in.
    fn mended(bytes: &[u8]) -> Result<Vec<u8>, CorrectionError> {
        let source = crate::read("a.txt", bytes).source;
        let at = source.text.find('[').unwrap();
        let edits = [
            Edit { span: Span::new(at..at + 1), text: "〔".into() },
            Edit { span: Span::new(at + 5..at + 6), text: "〕".into() },
        ];
        correct(bytes, &source, &edits)
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
        assert_eq!(mended(&bytes), Err(CorrectionError::Damaged));
    }

    #[test]
    fn what_the_encoding_cannot_write_is_named() {
        assert_eq!(encoded(encoding_rs::BIG5, "㐀x"), Err('㐀'));
    }
}
