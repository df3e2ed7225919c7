//! Sheets of .xlsx, unpacked piece by piece.
//!
//! Merged regions stand behind the rows that they concern, so a sheet is unpacked twice: once for what stands
//! behind its rows, and once for the rows. That costs less than to keep them. For the sheet that people see first it
//! is done while the shared words are read, for others when their rows are asked for.

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};
use std::thread;

use memchr::memmem;

use super::merged::{Kept, Merged};
use super::numbers::Numbers;
use super::pieces::{Cutter, Names, Stop};
use super::shared::Shared;
use super::taking::Taking;
use super::{MOST_COLUMNS, Row, SheetName, refusal};
use crate::Limits;
use crate::docx::fault::Fault;
use crate::docx::package::Package;
use crate::sheet::COPY_AGAIN;
use crate::sheet::book::{MOST_REGIONS, MOST_ROWS, MOST_SHEETS, Region};
use crate::sheet::xlsx::{self, styles};
use crate::sheet::xml::{Halt, Xml};
use crate::xml;

/// What stands behind the rows is looked through so far for merged cells.
const LONGEST_TAIL: usize = 16 << 20;

/// The parts of a workbook that all its rows need, and where its sheets lie.
pub(super) struct Parts<'b> {
    bytes: &'b [u8],
    limits: Limits,
    pages: Vec<xlsx::Page>,
    /// What stands behind the rows of each page, once it has been looked at.
    behind: Vec<OnceLock<Behind>>,
    shared: Shared,
    numbers: Numbers,
}

/// What stands behind the rows of a sheet.
#[derive(Clone)]
struct Behind {
    /// Its merged regions in the order of their first rows.
    regions: Arc<[Region]>,
    /// What was wrong on the way there.
    broken: Option<Stop>,
}

/// Rows of a sheet as XML.
#[derive(Debug)]
pub(super) struct Rows {
    sheet: usize,
    bytes: Vec<u8>,
    /// The number of the first of them, from 1, if it does not say its own.
    first: u32,
    regions: Arc<[Region]>,
    /// Regions that have begun above.
    open: Vec<(Region, Kept)>,
}

/// Opens a workbook: the list of its sheets, its styles, its shared words.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<(Parts<'_>, Vec<SheetName>), Fault> {
    let mut package = Package::open(bytes, limits)?;
    let mut frame = xlsx::frame(&mut package)?;
    frame.pages.truncate(MOST_SHEETS);
    let styles = package.part(&frame.styles)?;
    let styles = styles.map(|part| styles::read(&part.bytes, frame.epoch)).unwrap_or_default();
    let name = |page: &xlsx::Page| SheetName { name: page.name.clone(), is_hidden: page.is_hidden };
    let names = frame.pages.iter().map(name).collect();
    let first = frame.pages.iter().position(|page| !page.is_hidden);
    let seen = first.and_then(|first| Some((first, frame.pages.get(first)?)));
    let (shared, found) = thread::scope(|scope| {
        let looking = seen.map(|(_, page)| scope.spawn(|| Behind::of(bytes, limits, &page.part)));
        let shared = Shared::read(&mut package, &frame.shared, limits.unpacked);
        // What could not be looked at is looked at again, and told, when it is asked for.
        (shared, looking.and_then(|looking| looking.join().ok()?.ok()))
    });
    let behind: Vec<OnceLock<Behind>> = frame.pages.iter().map(|_| OnceLock::new()).collect();
    if let Some((slot, found)) = first.and_then(|first| behind.get(first)).zip(found) {
        let _ = slot.set(found);
    }
    let (shared, numbers) = (shared?, Numbers::new(&styles));
    Ok((Parts { bytes, limits, pages: frame.pages, behind, shared, numbers }, names))
}

impl Behind {
    /// Looks for what stands behind the rows of the sheet in this part.
    fn of(bytes: &[u8], limits: Limits, part: &str) -> Result<Behind, Fault> {
        let nothing = |broken| Behind { regions: Arc::from([]), broken };
        let mut package = Package::open(bytes, limits)?;
        let Some(part) = package.stream(part)? else { return Ok(nothing(None)) };
        let mut cutter = Cutter::new(part, limits.unpacked);
        let tail = match cutter.enter("sheetData", "row") {
            Ok(names) => cutter.tail(&names, LONGEST_TAIL),
            Err(stop) => Err(stop),
        };
        Ok(match tail {
            Ok(tail) => Behind { regions: merged(tail).into(), broken: None },
            Err(stop) => nothing(Some(stop)),
        })
    }
}

impl Parts<'_> {
    /// Unpacks a sheet.
    pub(super) fn unpack(
        &self,
        sheet: usize,
        take: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let Some(page) = self.pages.get(sheet) else { return Ok(()) };
        let fault = |stop| stopped(&page.name, stop, self.limits.unpacked);
        let Behind { regions, broken } = self.behind(sheet, &page.part)?;
        let mut package = Package::open(self.bytes, self.limits)?;
        let Some(part) = package.stream(&page.part)? else {
            return Err(Fault::broken(&page.name));
        };
        let mut cutter = Cutter::new(part, self.limits.unpacked);
        let names = cutter.enter("sheetData", "row").map_err(fault)?;
        let (mut first, mut count, mut open) = (1, 0u32, Vec::new());
        while let Some(bytes) = cutter.next(&names).map_err(fault)? {
            let (found, last) = numbers(&names, &bytes, first);
            count = count.saturating_add(found);
            if count > MOST_ROWS {
                return Err(refusal::too_many_rows(MOST_ROWS));
            }
            let regions = Arc::clone(&regions);
            let rows = Rows { sheet, bytes, first, regions, open };
            open = self.open_below(&rows, last);
            first = last.saturating_add(1);
            if take(rows).is_break() {
                return Ok(());
            }
        }
        broken.map_or(Ok(()), |stop| Err(fault(stop)))
    }

    /// Takes rows apart.
    pub(super) fn read(&self, rows: &Rows, each: &mut dyn FnMut(Row<'_>)) -> Result<(), Fault> {
        let mut taking = self.taking(rows);
        let name = self.pages.get(rows.sheet).map_or("", |page| &page.name);
        taking.run(each).map_err(|halt| match halt {
            Halt::Doctype => Fault::doctype(name),
            Halt::Malformed => {
                let message = format!(
                    "工作表“{name}”第 {} 行附近的结构有误，只读到了此前的内容",
                    taking.next
                );
                Fault::damaged(message, crate::sheet::SAVE_AGAIN)
            }
        })
    }

    fn taking<'x>(&'x self, rows: &'x Rows) -> Taking<'x> {
        let row = rows.first.saturating_sub(1);
        let coming = rows.regions.partition_point(|region| region.rows.0 < row);
        let coming = rows.regions.get(coming..).unwrap_or_default();
        Taking {
            xml: Xml::new(&rows.bytes),
            shared: &self.shared,
            numbers: &self.numbers,
            next: rows.first,
            merged: Merged::new(coming, &rows.open),
        }
    }

    /// The regions that go on below these rows, of which the last has this number, and their values.
    fn open_below(&self, rows: &Rows, last: u32) -> Vec<(Region, Kept)> {
        let (first, last) = (rows.first.saturating_sub(1), last.saturating_sub(1));
        let begin = rows.regions.partition_point(|region| region.rows.0 < first);
        let mut coming = rows.regions.iter().skip(begin);
        let mut begun = coming.by_ref().take_while(|region| region.rows.0 <= last);
        let goes_on = |region: &Region| region.rows.1 > last;
        if !begun.any(goes_on) && !rows.open.iter().any(|(region, _)| goes_on(region)) {
            return Vec::new();
        }
        let mut taking = self.taking(rows);
        // What is broken is said when the rows are read.
        let _ = taking.run(&mut |_| {});
        taking.merged.open_below(last)
    }

    /// What stands behind the rows of a sheet: looked at once.
    fn behind(&self, sheet: usize, part: &str) -> Result<Behind, Fault> {
        let slot = self.behind.get(sheet);
        if let Some(known) = slot.and_then(OnceLock::get) {
            return Ok(known.clone());
        }
        let found = Behind::of(self.bytes, self.limits, part)?;
        if let Some(slot) = slot {
            let _ = slot.set(found.clone());
        }
        Ok(found)
    }
}

/// How many rows a piece has, and the number of the last.
fn numbers(names: &Names, piece: &[u8], first: u32) -> (u32, u32) {
    let (mut count, mut last) = (0u32, None);
    for tag in names.openings(piece) {
        count = count.saturating_add(1);
        last = Some(tag);
    }
    let own = last.and_then(|tag| {
        let number = xml::attribute(xml::markup(tag)?.attributes, "r")?;
        std::str::from_utf8(number).ok()?.trim().parse::<u32>().ok()
    });
    (count, own.unwrap_or(first.saturating_add(count).saturating_sub(1)))
}

/// The merged regions that are listed behind the rows.
fn merged(tail: &[u8]) -> Vec<Region> {
    const NAME: &[u8] = b"mergeCell ";
    let reference = |at: usize| {
        let tag = tail.get(at + NAME.len()..)?;
        let tag = tag.get(..memchr::memchr(b'>', tag)?)?;
        let region = Region::parse(std::str::from_utf8(xml::attribute(tag, "ref")?).ok()?)?;
        let is_near = usize::try_from(region.columns.0).is_ok_and(|first| first < MOST_COLUMNS);
        is_near.then_some(region)
    };
    let found = memmem::find_iter(tail, NAME).take(MOST_REGIONS);
    let mut regions: Vec<Region> = found.filter_map(reference).collect();
    regions.sort_unstable_by_key(|region| region.rows);
    regions
}

/// Why a part could not be unpacked to its end. `what` is what people call it.
pub(super) fn stopped(what: &str, stop: Stop, most: usize) -> Fault {
    match stop {
        Stop::Broken | Stop::CutOff => {
            let message = format!("文件不完整：“{what}”中途断开，只读到了断开之前的内容");
            Fault::damaged(message, COPY_AGAIN)
        }
        Stop::TooLarge => Fault::too_large(what, most),
        Stop::Doctype => Fault::doctype(what),
    }
}
