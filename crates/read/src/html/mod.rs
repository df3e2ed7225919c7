//! Web pages to the stream: pages saved from a browser, from Word, WPS and Excel, alone or with their
//! parts in one file.
//!
//! Suggested reading order: [`charset`] and [`mhtml`] find the characters; [`parse`] makes the [`dom`]
//! of them; [`css`] and [`looks`] say which elements are text, frames or hidden; [`walk`] goes through
//! them in reading order, with the [`table`] grids and the numbers of [`lists`]; [`region`] leaves out
//! what a web site puts around the text. `docx::paper` lays out what is left.

mod charset;
mod css;
mod dom;
mod lists;
mod looks;
mod mhtml;
mod parse;
mod region;
mod table;
mod walk;

use ground::{Finding, Format, Severity, Source, Span};

use crate::bounds::{self, MOST_PAGE, MOST_PIECES};
use crate::codes;
use crate::decode::Decoded;
use crate::docx::paper::Paper;
use crate::stream::Stream;
use walk::{Step, Walked};

/// Reads a page as far as lines and rows.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Stream {
    let within = bounds::within(bytes, MOST_PAGE, b'<');
    let mut stream = page(name, &charset::page(within, None));
    if within.len() < bytes.len() {
        let message = format!(
            "网页有 {} MB，超过 {} MB 的上限，只读到了此前的内容",
            bytes.len() >> 20,
            MOST_PAGE >> 20
        );
        stream.findings.push(too_long(stream.source.text.len(), message));
    }
    stream
}

/// Reads a page that was saved with its parts in one file.
pub(crate) fn read_message(name: &str, bytes: &[u8]) -> Stream {
    let pages = mhtml::pages(bytes);
    let mut decoded = pages.iter().map(|page| charset::page(&page.bytes, page.charset.as_deref()));
    let Some(first) = decoded.next() else { return without_page(name) };
    let stream = page(name, &first);
    if !stream.blocks.is_empty() {
        return stream;
    }
    // A page of frames: its sheets stand in pages of their own.
    let mut text = first.text;
    let mut damaged_at = None;
    for sheet in decoded {
        damaged_at = damaged_at.or(sheet.damaged_at.map(|at| text.len() + at));
        text.push_str("\n<p></p>");
        text.push_str(&without_frames(&sheet.text));
    }
    page(name, &Decoded { text, encoding: first.encoding, damaged_at })
}

fn page(name: &str, decoded: &Decoded) -> Stream {
    let dom = parse::parse(&decoded.text);
    let looks = looks::looks(&dom, &css::sheet(&dom));
    let mut walked = walk::walk(&dom, &looks);
    region::cut(&dom, &mut walked);
    let is_cut = dom.is_cut;
    drop((dom, looks));
    let paper = built(&walked);
    let is_cut = is_cut || paper.is_full();
    let mut stream = paper.into_stream(name, Format::Html);
    stream.source = stream.source.encoded_as(decoded.encoding);
    if decoded.damaged_at.is_some() {
        stream.findings.push(undecodable(&stream.source));
    }
    if is_cut {
        let message = format!("网页的段落和单元格超过 {MOST_PIECES} 个，只读到了此前的内容");
        stream.findings.push(too_long(stream.source.text.len(), message));
    } else if stream.blocks.is_empty() {
        stream.findings.push(blank_page());
    }
    stream
}

fn built(walked: &Walked) -> Paper {
    let mut paper = Paper::default();
    for step in &walked.steps {
        match step {
            Step::Paragraph { text, manner, .. } => {
                let text = walked.text.get(text.clone()).unwrap_or_default();
                paper.paragraph(text, *manner);
            }
            Step::BeginTable { .. } => paper.begin_table(),
            Step::EndTable => paper.end_table(),
            Step::BeginRow => paper.begin_row(),
            Step::EndRow => paper.end_row(),
            Step::BeginCell(slot) => paper.begin_cell(*slot),
            Step::EndCell => paper.end_cell(),
        }
    }
    paper
}

/// Tags that a page has once are taken out, so that a second page can follow.
fn without_frames(page: &str) -> String {
    let at = page.to_ascii_lowercase().find("<body");
    at.and_then(|at| page.get(at..)).unwrap_or(page).to_owned()
}

fn undecodable(source: &Source) -> Finding {
    let at = source.text.find('\u{fffd}').unwrap_or(source.text.len());
    let end = (at + '\u{fffd}'.len_utf8()).min(source.text.len());
    let message = format!("按{}解码时遇到无法识别的字节，已用“\u{fffd}”代替", source.encoding);
    Finding::new(codes::UNREADABLE_CHARACTERS, Severity::Warning, Span::new(at..end), message)
        .help("请用浏览器打开原网页核对，必要时重新保存后再提交")
}

fn too_long(end: usize, message: String) -> Finding {
    Finding::new(codes::FILE_TOO_LARGE, Severity::Error, Span::at(end), message)
        .help("请只提交绩效文本本身")
}

fn blank_page() -> Finding {
    let message = "网页里没有文字：可能全部是图片，或正文要联网才能显示";
    Finding::new(codes::FILE_EMPTY, Severity::Error, Span::at(0), message)
        .help("请把网页上的文本复制到 Word 文档（.docx）中，保存后重新提交")
}

fn without_page(name: &str) -> Stream {
    let message = "单个文件网页（.mht）里没有网页正文，文件可能不完整";
    let finding = Finding::new(codes::FILE_DAMAGED, Severity::Error, Span::at(0), message)
        .help("请重新保存网页，或把文本复制到 Word 文档（.docx）后提交");
    Stream {
        source: Source::new(name, Format::Html, String::new(), Vec::new()),
        blocks: Vec::new(),
        findings: vec![finding],
    }
}
