//! PDFs with a text layer to the stream: from glyphs and rulings back to lines and rows.
//!
//! Suggested reading order: [`rulings`] straightens what is drawn and [`grid`] makes cells of it;
//! [`lines`] makes lines of glyphs; [`aligned`] finds tables without vertical rulings among them, and
//! [`bands`] their rows; a [`sheet`] is a page taken apart into both; [`furniture`] takes
//! page numbers and running headers off; [`chain`] joins tables over pages; [`flow`] tells where
//! paragraphs end; [`layout`] makes one linear text of all, and the lines and rows that point into it.

mod aligned;
mod bands;
mod chain;
mod fault;
mod flow;
mod furniture;
mod grid;
mod layout;
mod lines;
mod rulings;
mod sheet;
mod signs;
mod white;

use ground::{Finding, Format, Source};
use pages::{Bounds, Document, Hayro, PageSource};

use crate::Limits;
use crate::stream::Stream;
use flow::Column;
use layout::Setting;
use lines::TextLine;
use sheet::{Sheet, sheet};

/// Reads a PDF as far as lines and rows.
pub(crate) fn read(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    let usual = Bounds::default();
    let bounds = Bounds { stream: usual.stream.min(limits.unpacked), ..usual };
    match Hayro.read(bytes, bounds) {
        Ok(document) => of_document(name, &document),
        Err(error) => refused(name, fault::unreadable(&error)),
    }
}

fn refused(name: &str, finding: Finding) -> Stream {
    Stream {
        source: Source::new(name, Format::Pdf, String::new(), Vec::new()),
        blocks: Vec::new(),
        findings: vec![finding],
    }
}

fn of_document(name: &str, document: &Document) -> Stream {
    let is_scan = document.pages.iter().all(|page| page.glyphs.is_empty() && !page.is_broken);
    if is_scan && !document.is_cut {
        return refused(name, fault::no_text(document.count));
    }
    let mut sheets: Vec<Sheet> =
        (1..).zip(&document.pages).map(|(number, page)| sheet(page, number)).collect();
    let mut findings = unknown_characters(&sheets).into_iter().collect::<Vec<_>>();
    furniture::take_off(&mut sheets);
    let settings = settings(&sheets);
    let entries = chain::entries(sheets);
    let (source, blocks) = layout::layout(name, &entries, &settings);
    findings.extend(gaps(document, source.text.len()));
    Stream { source, blocks, findings }
}

/// What of the document is missing.
fn gaps(document: &Document, end: usize) -> Vec<Finding> {
    let numbered = || (1u32..).zip(&document.pages);
    let pictures = numbered().filter(|(_, page)| page.glyphs.is_empty() && page.images > 0);
    let pictures: Vec<u32> = pictures.map(|(number, _)| number).collect();
    let broken = numbered().filter(|(_, page)| page.is_broken);
    let broken: Vec<u32> = broken.map(|(number, _)| number).collect();
    let mut findings = Vec::new();
    if document.is_cut {
        findings.push(fault::cut(document.pages.len(), document.count, end));
    }
    if !broken.is_empty() {
        findings.push(fault::broken(&broken, end));
    }
    if !pictures.is_empty() {
        findings.push(fault::pictures(&pictures, end));
    }
    findings
}

/// A few odd signs are ornaments; many mean that the text cannot be known.
fn unknown_characters(sheets: &[Sheet]) -> Option<Finding> {
    let many = sheets.iter().filter(|sheet| sheet.unknown * 50 > sheet.characters);
    let pages: Vec<u32> = many.map(|sheet| sheet.number).collect();
    let count = sheets.iter().map(|sheet| sheet.unknown).sum();
    (!pages.is_empty()).then(|| fault::unknown_characters(&pages, count))
}

/// The size of each page, and the edges between which pages like it are set.
fn settings(sheets: &[Sheet]) -> Vec<Setting> {
    let mut known: Vec<(i32, bool, Column)> = Vec::new();
    let mut settings = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let Sheet { number, width, height, .. } = *sheet;
        let is_text = is_text(sheet);
        let found = known.iter().find(|(w, is, _)| *w == width && *is == is_text);
        let column = found.map_or_else(|| column(sheets, width, is_text), |(_, _, column)| *column);
        if found.is_none() {
            known.push((width, is_text, column));
        }
        settings.push(Setting { number, width, height, column });
    }
    settings
}

/// Tables may stand on pages with margins of their own.
fn is_text(sheet: &Sheet) -> bool {
    sheet.items.iter().all(|item| item.line().is_some())
}

/// The edges of pages of this width: of those without tables if they have enough lines.
fn column(sheets: &[Sheet], width: i32, is_text: bool) -> Column {
    const ENOUGH: usize = 10;
    let same = || sheets.iter().filter(|sheet| (sheet.width - width).abs() < pages::POINT);
    let own: Vec<&TextLine> = same().filter(|sheet| self::is_text(sheet)).flat_map(lines).collect();
    let use_own = is_text && own.len() >= ENOUGH;
    let lines: Vec<&TextLine> = if use_own { own } else { same().flat_map(lines).collect() };
    let mut lefts: Vec<i32> = lines.iter().map(|line| line.area.left).collect();
    lefts.sort_unstable();
    // A few things may stand in the margin.
    let left = lefts.get(lefts.len() / 50).copied().unwrap_or_default();
    Column { left, right: right_edge(&lines, left) }
}

fn lines(sheet: &Sheet) -> impl Iterator<Item = &TextLine> {
    sheet.items.iter().filter_map(sheet::Item::line)
}

/// Where lines end that are full: further out than the others, and not a few. What stands over a
/// table that is wider than the text ends further out still.
fn right_edge(lines: &[&TextLine], left: i32) -> i32 {
    let mut ends: Vec<(i32, i32)> = lines.iter().map(|line| (line.solid, line.size())).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    let outer = ends.get(ends.len() / 50).map_or(0, |(end, _)| *end);
    let long = ends.partition_point(|(end, _)| *end > i32::midpoint(left, outer));
    let rest = (0..long).map(|at| ends.get(at..long).unwrap_or_default());
    let full = |ends: &[(i32, i32)]| {
        let (end, size) = *ends.first()?;
        let near = ends.partition_point(|(other, _)| *other > end - size);
        (end <= outer && near >= 2 && near * 5 >= long).then_some(end)
    };
    rest.filter_map(full).next().unwrap_or(outer)
}
