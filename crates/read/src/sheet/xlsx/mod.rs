//! Workbooks of Office Open XML (.xlsx): their parts, straight from the XML.

mod cells;
pub(crate) mod strings;
pub(crate) mod styles;

use ground::Severity;

use super::book::{Book, MOST_SHEETS, Sheet};
use super::number::Epoch;
use super::xml::{Element, Halt, Step, Xml};
use crate::Limits;
use crate::bounds::MOST_PIECES;
use crate::docx::fault::Fault;
use crate::docx::package::{Package, Part, resolve};

/// Reads a workbook.
pub(super) fn book(bytes: &[u8], limits: Limits) -> Result<Book, Fault> {
    let mut package = Package::open(bytes, limits)?;
    let frame = frame(&mut package)?;
    let mut book = Book::default();
    let styles = part(&mut package, &frame.styles, Severity::Warning, &mut book);
    let styles = styles.map(|part| styles::read(&part.bytes, frame.epoch)).unwrap_or_default();
    if let Some(part) = part(&mut package, &frame.shared, Severity::Error, &mut book) {
        let (shared, halt) = strings::read(&part.bytes);
        book.shared = shared;
        note_halt(&mut book, &part, halt);
    }
    let mut filled = 0;
    for page in frame.pages.into_iter().take(MOST_SHEETS) {
        let mut sheet = Sheet { name: page.name, is_hidden: page.is_hidden, ..Sheet::default() };
        if !sheet.is_hidden
            && let Some(part) = part(&mut package, &page.part, Severity::Error, &mut book)
        {
            let halt = cells::read(&part.bytes, &styles, &book.shared, &mut sheet);
            filled += sheet.cells.len();
            match halt {
                cells::End::Whole => {}
                cells::End::Full => book.broken(Fault::too_many_pieces(MOST_PIECES)),
                cells::End::Halted(halt, at) => note_halt(&mut book, &part, Some((halt, at))),
            }
        }
        book.sheets.push(sheet);
        if filled >= MOST_PIECES {
            book.broken(Fault::too_many_pieces(MOST_PIECES));
            break;
        }
    }
    Ok(book)
}

/// Where the parts of a workbook lie.
pub(crate) struct Frame {
    pub(crate) epoch: Epoch,
    pub(crate) styles: String,
    pub(crate) shared: String,
    /// Its sheets in the order of their tabs.
    pub(crate) pages: Vec<Page>,
}

/// A sheet and the part in which its cells stand.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    pub(crate) part: String,
}

/// Finds the parts of a workbook.
pub(crate) fn frame(package: &mut Package<'_>) -> Result<Frame, Fault> {
    let main = main_part(package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let relations = relations(package, &beside(&main, "rels"));
    let (sheets, epoch) = workbook(package, &main)?;
    let place = |kind: &str, usual: &str| {
        let found = relations.iter().find(|relation| relation.kind.ends_with(kind));
        found.map_or_else(|| beside(&main, usual), |relation| resolve(folder, &relation.target))
    };
    let page = |listed: Listed| {
        let related = relations.iter().find(|relation| relation.id == listed.relation);
        let is_page = |kind: &str| kind.ends_with("/worksheet") || kind.ends_with("/dialogsheet");
        let relation = related.filter(|relation| is_page(&relation.kind))?;
        let part = resolve(folder, &relation.target);
        Some(Page { name: listed.name, is_hidden: listed.is_hidden, part })
    };
    let pages = sheets.into_iter().filter_map(page).collect();
    let (styles, shared) =
        (place("/styles", "styles.xml"), place("/sharedStrings", "sharedStrings.xml"));
    Ok(Frame { epoch, styles, shared, pages })
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
    is_hidden: bool,
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn workbook(package: &mut Package<'_>, main: &str) -> Result<(Vec<Listed>, Epoch), Fault> {
    let part = package.part(main)?.ok_or_else(no_workbook)?;
    let mut sheets = Vec::new();
    let mut epoch = Epoch::Of1900;
    each(&part.bytes, |element| match element.name {
        b"sheet" => {
            let text = |name| element.attribute(name).unwrap_or_default().into_owned();
            let is_hidden = matches!(element.raw("state"), Some(b"hidden" | b"veryHidden"));
            let (name, relation) = (text("name"), text("id"));
            sheets.push(Listed { name, relation, is_hidden });
        }
        b"workbookPr" if element.is_on("date1904") => epoch = Epoch::Of1904,
        _ => {}
    });
    match part.fault {
        Some(fault) if sheets.is_empty() => Err(fault),
        _ if sheets.is_empty() => Err(no_workbook()),
        _ => Ok((sheets, epoch)),
    }
}

/// Hands each element of a part to `take`, as far as the part is sound.
fn each<'x>(bytes: &'x [u8], mut take: impl FnMut(&Element<'x>)) {
    let mut xml = Xml::new(bytes);
    loop {
        match xml.step() {
            Ok(Step::Open(element)) => take(&element),
            Ok(Step::End) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn main_part(package: &mut Package<'_>) -> Result<String, Fault> {
    let related = relations(package, "_rels/.rels");
    let related = related.iter().find(|relation| relation.kind.ends_with("/officeDocument"));
    let name = related.map(|relation| resolve("", &relation.target));
    let usual = "xl/workbook.xml".to_owned();
    let found = name.into_iter().chain([usual]).find(|name| package.find(name).is_some());
    found.ok_or_else(no_workbook)
}

fn relations(package: &mut Package<'_>, name: &str) -> Vec<Relation> {
    let mut relations = Vec::new();
    let Ok(Some(part)) = package.part(name) else { return relations };
    each(&part.bytes, |element| {
        if element.name == b"Relationship" && element.raw("TargetMode") != Some(b"External") {
            let text = |name| element.attribute(name).unwrap_or_default().into_owned();
            relations.push(Relation { id: text("Id"), kind: text("Type"), target: text("Target") });
        }
    });
    relations
}

/// A part; what is wrong with it is noted.
fn part(
    package: &mut Package<'_>,
    name: &str,
    severity: Severity,
    book: &mut Book,
) -> Option<Part> {
    match package.part(name) {
        Ok(part) => {
            let fault = part.as_ref().and_then(|part| part.fault.clone());
            book.faults.extend(fault.map(|fault| (severity, fault)));
            part
        }
        Err(fault) => {
            book.faults.push((severity, fault));
            None
        }
    }
}

fn note_halt(book: &mut Book, part: &Part, halt: Option<(Halt, usize)>) {
    // A part whose packed data breaks off ends early: that is said already.
    if let (Some((halt, at)), None) = (halt, &part.fault) {
        book.broken(match halt {
            Halt::Malformed => Fault::malformed(&part.name, at),
            Halt::Doctype => Fault::doctype(&part.name),
        });
    }
}

fn no_workbook() -> Fault {
    let message = "文件里没有 Excel 工作簿的内容，可能已损坏，或并不是 Excel 文件";
    Fault::damaged(message.into(), super::SAVE_AGAIN)
}

/// `styles.xml` beside `xl/workbook.xml`; its relations under `rels`.
fn beside(main: &str, name: &str) -> String {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name {
        "rels" => format!("{folder}{slash}_rels/{file}.rels"),
        _ => format!("{folder}{slash}{name}"),
    }
}
