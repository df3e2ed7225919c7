//! From corrections of the linear text to changes of the bytes that it came from.

use std::ops::Range;

use ground::Edit;
use memchr::{memchr, memmem, memrchr};

use super::CorrectionError;
use crate::docx::Document;
use crate::docx::tree::{Origin, Piece, TextElement};

/// Bytes of the part, and what comes in their place.
#[derive(Debug)]
pub(super) struct Splice {
    range: Range<usize>,
    bytes: String,
}

/// A change of one piece of the text.
#[derive(Debug)]
struct Change<'e> {
    piece: usize,
    /// Bytes of the linear text, all of them in the piece.
    range: Range<usize>,
    text: &'e str,
}

/// Finds what must change in the part so that the corrections, which come in order, are made.
pub(super) fn plan(document: &Document, edits: &[&Edit]) -> Result<Vec<Splice>, CorrectionError> {
    let text = &document.layout.text;
    let pieces = document.layout.pieces.as_deref().unwrap_or_default();
    let mut changes = Vec::new();
    for edit in edits {
        if edit.span.range().is_empty() {
            changes.extend(insertion(text, pieces, edit)?);
        } else {
            replacement(text, pieces, edit, &mut changes)?;
        }
    }
    let mut splices: Vec<Splice> = Vec::new();
    for change in &changes {
        splices.extend(pieces.get(change.piece).and_then(|piece| splice(piece, change)));
    }
    keep_spaces(document, pieces, &changes, &mut splices);
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    Ok(splices)
}

/// Makes the changes, which come in order.
pub(super) fn apply(bytes: &[u8], splices: &[Splice]) -> Result<Vec<u8>, CorrectionError> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for splice in splices {
        let kept = bytes.get(at..splice.range.start).ok_or(CorrectionError::Unfaithful)?;
        out.extend_from_slice(kept);
        out.extend_from_slice(splice.bytes.as_bytes());
        at = splice.range.end;
    }
    out.extend_from_slice(bytes.get(at..).ok_or(CorrectionError::Unfaithful)?);
    Ok(out)
}

/// New words go behind the text before them, or before the text behind them.
fn insertion<'e>(
    text: &str,
    pieces: &[Piece],
    edit: &'e Edit,
) -> Result<Option<Change<'e>>, CorrectionError> {
    if edit.text.is_empty() {
        return Ok(None);
    }
    let at = edit.span.start as usize;
    let behind = pieces.partition_point(|piece| piece.at < at);
    let ends_here = |index: &usize| {
        pieces.get(*index).is_some_and(|piece| at <= piece.at + piece.len && is_text(piece))
    };
    let begins_here = |index: &usize| pieces.get(*index).is_some_and(|piece| piece.at == at);
    let before = behind.checked_sub(1).filter(ends_here);
    let found = before.or(Some(behind).filter(begins_here)).ok_or(CorrectionError::NoText)?;
    let piece = pieces.get(found).ok_or(CorrectionError::NoText)?;
    check(text, piece)?;
    Ok(Some(Change { piece: found, range: at..at, text: &edit.text }))
}

/// New words go into the first piece that the old ones stand in; the rest of the old ones goes.
fn replacement<'e>(
    text: &str,
    pieces: &[Piece],
    edit: &'e Edit,
    changes: &mut Vec<Change<'e>>,
) -> Result<(), CorrectionError> {
    let span = edit.span.range();
    let mut at = span.start;
    let mut index = pieces.partition_point(|piece| piece.at + piece.len <= at);
    let mut new = edit.text.as_str();
    while at < span.end {
        // What stands between pieces are the ends of paragraphs and cells.
        let piece = pieces.get(index).filter(|piece| piece.at <= at);
        let piece = piece.ok_or(CorrectionError::Layout)?;
        check(text, piece)?;
        let end = span.end.min(piece.at + piece.len);
        changes.push(Change { piece: index, range: at..end, text: std::mem::take(&mut new) });
        at = end;
        index += 1;
    }
    Ok(())
}

fn is_text(piece: &Piece) -> bool {
    !matches!(piece.origin, Origin::Label | Origin::Sign)
}

/// Only what was typed can be changed.
fn check(text: &str, piece: &Piece) -> Result<(), CorrectionError> {
    let words = text.get(piece.at..piece.at + piece.len).unwrap_or_default();
    match piece.origin {
        Origin::Label => Err(CorrectionError::Numbering(words.trim().to_owned())),
        Origin::Sign if words.trim().is_empty() => Err(CorrectionError::Layout),
        Origin::Sign => Err(CorrectionError::Sign(words.to_owned())),
        _ => Ok(()),
    }
}

fn splice(piece: &Piece, change: &Change<'_>) -> Option<Splice> {
    let inside = change.range.start - piece.at..change.range.end - piece.at;
    match piece.origin {
        Origin::Text { xml, .. } => Some(Splice {
            range: xml + inside.start..xml + inside.end,
            bytes: escaped(change.text),
        }),
        Origin::Verbatim { xml, .. } => Some(Splice {
            range: xml + inside.start..xml + inside.end,
            bytes: change.text.replace("]]>", "]]]]><![CDATA[>"),
        }),
        // A reference is one character: it goes as a whole, or words go before or behind it.
        Origin::Reference { xml, len, .. } => {
            let edge = |at: usize| if at == 0 { xml } else { xml + len };
            let range = edge(inside.start)..edge(inside.end);
            Some(Splice { range, bytes: escaped(change.text) })
        }
        Origin::Label | Origin::Sign => None,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// White space at the ends of a text element is lost unless the element says that it counts: one
/// that comes to have some is made to say so.
fn keep_spaces(
    document: &Document,
    pieces: &[Piece],
    changes: &[Change<'_>],
    splices: &mut Vec<Splice>,
) {
    let mut done = None;
    for change in changes {
        let Some(number) = pieces.get(change.piece).and_then(element) else { continue };
        let known = document.elements.get(number).filter(|element| !element.keeps_space);
        let Some(known) = known.filter(|_| done != Some(number)) else { continue };
        done = Some(number);
        let own = |piece: &&Piece| element(piece) == Some(number);
        // The pieces of one element stand side by side.
        let before = pieces.get(..change.piece).unwrap_or_default().iter().rev();
        let first = change.piece - before.take_while(own).count();
        let rest = pieces.get(first..).unwrap_or_default();
        let count = rest.iter().take_while(own).count();
        let text: String = (first..first + count)
            .filter_map(|index| {
                Some(changed(&document.layout.text, index, pieces.get(index)?, changes))
            })
            .collect();
        if text.starts_with(is_space) || text.ends_with(is_space) {
            splices.push(preserve(&document.part.bytes, known));
            drop_uncounted(known, rest.get(..count).unwrap_or_default(), splices);
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn element(piece: &Piece) -> Option<usize> {
    match piece.origin {
        Origin::Text { element, .. }
        | Origin::Verbatim { element, .. }
        | Origin::Reference { element, .. } => Some(element),
        Origin::Label | Origin::Sign => None,
    }
}

/// The text of a piece with its changes made.
fn changed(text: &str, index: usize, piece: &Piece, changes: &[Change<'_>]) -> String {
    let first = changes.partition_point(|change| change.piece < index);
    let own = changes.get(first..).unwrap_or_default();
    let mut out = String::new();
    let mut at = piece.at;
    for change in own.iter().take_while(|change| change.piece == index) {
        out.push_str(text.get(at..change.range.start).unwrap_or_default());
        out.push_str(change.text);
        at = change.range.end;
    }
    out.push_str(text.get(at..piece.at + piece.len).unwrap_or_default());
    out
}

/// Writes into the opening tag of a text element that its white space counts.
fn preserve(bytes: &[u8], element: &TextElement) -> Splice {
    let tag_end = element.begin.saturating_sub(1);
    let head = bytes.get(..tag_end).unwrap_or_default();
    let tag_begin = memrchr(b'<', head).unwrap_or(tag_end);
    match attribute_value(head.get(tag_begin..).unwrap_or_default(), b"xml:space") {
        Some(value) => Splice {
            range: tag_begin + value.start..tag_begin + value.end,
            bytes: "preserve".into(),
        },
        None => Splice { range: tag_end..tag_end, bytes: " xml:space=\"preserve\"".into() },
    }
}

/// Where the value of an attribute stands in an opening tag.
fn attribute_value(tag: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let behind_name = memmem::find(tag, name)? + name.len();
    let quote = tag.iter().skip(behind_name).position(|byte| matches!(byte, b'"' | b'\''))?;
    let begin = behind_name + quote + 1;
    let len = memchr(*tag.get(begin - 1)?, tag.get(begin..)?)?;
    Some(begin..begin + len)
}

/// White space at the ends of a text element that did not count until now goes.
fn drop_uncounted(element: &TextElement, pieces: &[Piece], splices: &mut Vec<Splice>) {
    let bounds = |piece: &Piece| match piece.origin {
        Origin::Text { xml, .. } | Origin::Verbatim { xml, .. } => xml..xml + piece.len,
        Origin::Reference { xml, len, .. } => xml..xml + len,
        Origin::Label | Origin::Sign => 0..0,
    };
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
    for uncounted in [element.begin..bounds(first).start, bounds(last).end..element.end] {
        if !uncounted.is_empty() {
            splices.push(Splice { range: uncounted, bytes: String::new() });
        }
    }
}
