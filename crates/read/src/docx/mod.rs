//! Word documents to the stream, straight from their XML, and corrections back into it.
//!
//! Suggested reading order: [`package`] and [`relations`] find and unpack the parts; [`scan`] walks
//! through the XML of one; [`styles`] and [`numbering`] read what paragraphs refer to; [`body`] builds
//! the [`tree`] of paragraphs and tables; [`layout`] makes one linear text of it, with the labels that
//! [`counters`] give list items; [`blocks`] takes the words out of it; [`correct`] goes the way back.
//!
//! [`paper`] lets readers of other formats build the same tree and lay it out alike.
//!
//! Whatever is wrong with a document, what could be read of it is kept, and a [`fault`] says the rest.

mod blocks;
mod body;
mod correct;
mod counters;
pub(crate) mod fault;
pub(crate) mod fields;
mod grid;
mod layout;
mod nested;
mod numbering;
mod numerals;
pub(crate) mod package;
pub(crate) mod paper;
mod prose;
mod relations;
mod scan;
mod styles;
mod tag;
mod tree;

use ground::{Finding, Format, Severity, Source, Span};

use crate::stream::Stream;
use crate::{Limits, codes};
use body::Tracing;
use counters::Counters;
use fault::Fault;
use layout::Layout;
use numbering::Numbering;
use package::{Package, Part};
use relations::Places;
use styles::Styles;
use tree::{TextElement, Tree};

pub use correct::CorrectionError;
pub(crate) use correct::correct;

/// Reads a Word document as far as lines and rows.
pub(crate) fn read(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    let document = Package::open(bytes, limits)
        .and_then(|mut package| Document::read(&mut package, Tracing::Off));
    match document {
        Ok(document) => document.into_stream(name),
        Err(fault) => Stream {
            source: Source::new(name, Format::Docx, String::new(), Vec::new()),
            blocks: Vec::new(),
            findings: vec![fault.finding(Severity::Error, 0)],
        },
    }
}

/// Whether a zip archive is a Word document whose parts have unusual names.
pub(crate) fn is_document(bytes: &[u8], limits: Limits) -> bool {
    Package::open(bytes, limits).is_ok_and(|mut package| relations::holds_text(&mut package))
}

/// A document that was read and laid out.
struct Document {
    /// The part that holds the text.
    part: Part,
    layout: Layout,
    /// The text elements of the part, if the origin of the text was asked for.
    elements: Vec<TextElement>,
    has_foreign_part: bool,
    faults: Vec<(Severity, Fault)>,
}

impl Document {
    fn read(package: &mut Package<'_>, tracing: Tracing) -> Result<Document, Fault> {
        let places = relations::places(package)?;
        let part = package.part(&places.text)?.ok_or_else(Fault::no_text)?;
        let mut faults = Vec::new();
        let mut styles = read_styles(package, &places, &part.bytes, &mut faults);
        let (tree, malformed) = body::read(&part.name, &part.bytes, &styles, tracing);
        let text_fault = part.fault.clone().or(malformed);
        faults.extend(text_fault.map(|fault| (Severity::Error, fault)));
        let numbering = read_numbering(package, &places, &tree, &mut faults);
        if numbering.names_styles() {
            styles = whole_styles(package.part(&places.styles), &mut Vec::new());
        }
        let counters = Counters::new(&numbering, &styles);
        let layout = layout::layout(&tree, counters, &styles);
        if layout.text.trim().is_empty() && relations::is_no_text(package, &places.text) {
            return Err(Fault::no_text());
        }
        let Tree { trace, has_foreign_part, .. } = tree;
        let elements = trace.map(|trace| trace.elements).unwrap_or_default();
        Ok(Document { part, layout, elements, has_foreign_part, faults })
    }

    fn into_stream(self, name: &str) -> Stream {
        let Layout { text, anchors, blocks, cells, paragraphs, .. } = self.layout;
        let end = text.len();
        let is_blank = text.trim().is_empty();
        let source = Source::new(name, Format::Docx, text, anchors);
        let blocks = blocks::blocks(&source, &blocks, &cells, &paragraphs);
        let mut findings: Vec<Finding> =
            self.faults.into_iter().map(|(severity, fault)| fault.finding(severity, end)).collect();
        if self.has_foreign_part {
            findings.push(foreign_part(end));
        } else if is_blank && findings.is_empty() {
            findings.push(blank_document());
        }
        Stream { source, blocks, findings }
    }
}

/// The styles that the text names, as far into their part as that takes. Without its styles a
/// document loses its headings and some numbers, not its text.
fn read_styles(
    package: &mut Package<'_>,
    places: &Places,
    text: &[u8],
    faults: &mut Vec<(Severity, Fault)>,
) -> Styles {
    let named = styles::named_in(text);
    let mut found = None;
    let part = package.part_until(&places.styles, |bytes| {
        let (styles, _) = Styles::read(&places.styles, bytes);
        let enough = named.as_ref().is_some_and(|ids| styles.know(ids));
        found = enough.then_some(styles);
        enough
    });
    match (found, part) {
        (Some(styles), _) => styles,
        (None, part) => whole_styles(part, faults),
    }
}

fn whole_styles(part: Result<Option<Part>, Fault>, faults: &mut Vec<(Severity, Fault)>) -> Styles {
    match part {
        Ok(Some(part)) => {
            let (styles, malformed) = Styles::read(&part.name, &part.bytes);
            faults.extend(part.fault.or(malformed).map(|fault| (Severity::Warning, fault)));
            styles
        }
        Ok(None) => Styles::default(),
        Err(fault) => {
            faults.push((Severity::Warning, fault));
            Styles::default()
        }
    }
}

/// The lists are only read where some paragraph is an item of one.
fn read_numbering(
    package: &mut Package<'_>,
    places: &Places,
    tree: &Tree,
    faults: &mut Vec<(Severity, Fault)>,
) -> Numbering {
    if !tree.has_items {
        return Numbering::default();
    }
    match package.part(&places.numbering) {
        Ok(Some(part)) => {
            let (numbering, malformed) = Numbering::read(&part.name, &part.bytes);
            faults.extend(part.fault.or(malformed).map(|fault| (Severity::Warning, fault)));
            numbering
        }
        Ok(None) => Numbering::default(),
        Err(fault) => {
            faults.push((Severity::Warning, fault));
            Numbering::default()
        }
    }
}

fn foreign_part(at: usize) -> Finding {
    let message = "文档中嵌有其他格式的内容（通常是网页），这一部分没有读到";
    Finding::new(codes::FORMAT_UNSUPPORTED, Severity::Warning, Span::at(at), message)
        .help("请用 Word 打开该文件，另存为新的 .docx 后重新提交")
}

fn blank_document() -> Finding {
    let message = "文档里没有文字，可能全部是图片或扫描件";
    Finding::new(codes::FILE_EMPTY, Severity::Error, Span::at(0), message)
        .help("请提交有文字的 Word 原件，而不是图片或扫描件")
}
