//! Makes corrections in a Word document where it stands: only the corrected characters change.

mod repack;
mod splice;

use ground::Edit;
use thiserror::Error;

use super::body::Tracing;
use super::package::{MARK, Package, Prologue};
use super::{Document, Fault};
use crate::Limits;

/// Why a correction could not be made in a Word document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CorrectionError {
    /// The document itself cannot be read in full.
    #[error("{0}")]
    Unreadable(String),
    /// Two corrections change the same words.
    #[error("两处修改互相重叠，无法同时进行；请先做其中一处")]
    Overlapping,
    /// A correction lies outside the text, or cuts a character.
    #[error("修改的位置不在文档文字之内；文档可能已被改动，请重新审核后再修改")]
    Outside,
    /// A correction changes a number that Word makes itself.
    #[error("“{0}”是 Word 的自动编号，不是输入的文字；请在 Word 中修改编号")]
    Numbering(String),
    /// A correction runs over paragraphs, cells, tabs or line breaks.
    #[error("修改跨越了段落、单元格、制表位或换行，无法自动完成；请在 Word 中修改")]
    Layout,
    /// A correction changes a sign that is no text in the document.
    #[error("“{0}”在文档中是插入的符号，不是输入的文字；请在 Word 中修改")]
    Sign(String),
    /// Nothing stands where something is to be put in.
    #[error("要插入文字的位置没有文字可以依附；请在 Word 中填写")]
    NoText,
    /// What is to be put in cannot stand in a line of text.
    #[error("替换文字“{0}”含有换行、制表符或控制字符，无法写入；请改成一行文字")]
    Replacement(String),
    /// The document carries an electronic signature.
    #[error("文档带有电子签名，修改会使签名失效；请先在 Word 中移除签名")]
    Signed,
    /// The corrected document would not read as it should.
    #[error("修改后的文档与预期不一致，已放弃修改，原文件未变；请在 Word 中修改")]
    Unfaithful,
    /// The corrected document could not be put together again.
    #[error("无法重新生成文档，原文件未变；请在 Word 中修改")]
    Unpackable,
}

impl From<Fault> for CorrectionError {
    fn from(fault: Fault) -> Self {
        CorrectionError::Unreadable(fault.message)
    }
}

/// Makes corrections in the Word document `bytes`; their spans count in its linear text.
///
/// All of them are made or none. Every file of the document but the one that holds its text stays
/// as it is, and in that one every byte that is not corrected. The result is read again before it
/// is handed out: its linear text is the old one with the corrections made.
pub(crate) fn correct(
    bytes: &[u8],
    edits: &[Edit],
    limits: Limits,
) -> Result<Vec<u8>, CorrectionError> {
    let mut package = Package::open(bytes, limits)?;
    if package.has_folder("_xmlsignatures/") {
        return Err(CorrectionError::Signed);
    }
    let document = Document::read(&mut package, Tracing::On)?;
    let text_fault = document.faults.iter().find(|(severity, _)| *severity == TEXT_FAULT);
    if let Some((_, fault)) = text_fault {
        return Err(fault.clone().into());
    }
    let edits = in_order(&document.layout.text, edits)?;
    let splices = splice::plan(&document, &edits)?;
    let xml = splice::apply(&document.part.bytes, &splices)?;
    let xml = match document.part.prologue {
        Prologue::None => xml,
        Prologue::Mark => [MARK, &xml].concat(),
        Prologue::Recoded => {
            let message = "文档的正文不是 UTF-8 编码，无法原样修改；请用 Word 另存后再试";
            return Err(CorrectionError::Unreadable(message.into()));
        }
    };
    let corrected = repack::with_part(&mut package, &document.part.name, &xml)?;
    verify(&corrected, &Edit::applied(&document.layout.text, edits.iter().copied()), limits)?;
    Ok(corrected)
}

const TEXT_FAULT: ground::Severity = ground::Severity::Error;

/// The corrections in the order of their places, each within the text and none over another.
fn in_order<'e>(text: &str, edits: &'e [Edit]) -> Result<Vec<&'e Edit>, CorrectionError> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = 0;
    for edit in &edits {
        if edit.span.start > edit.span.end || text.get(edit.span.range()).is_none() {
            return Err(CorrectionError::Outside);
        }
        if edit.span.start < end {
            return Err(CorrectionError::Overlapping);
        }
        if !edit.text.chars().all(may_stand_in_a_line) {
            return Err(CorrectionError::Replacement(edit.text.clone()));
        }
        end = edit.span.end;
    }
    Ok(edits)
}

/// XML has no place for controls and for the two characters at the end of the first plane.
fn may_stand_in_a_line(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn verify(bytes: &[u8], expected: &str, limits: Limits) -> Result<(), CorrectionError> {
    let document = Package::open(bytes, limits)
        .and_then(|mut package| Document::read(&mut package, Tracing::Off));
    match document {
        Ok(document) if document.layout.text == expected => Ok(()),
        _ => Err(CorrectionError::Unfaithful),
    }
}
