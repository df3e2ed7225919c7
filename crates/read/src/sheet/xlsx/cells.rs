//! The cells of a sheet, its merged regions, and what of it is hidden.

use super::strings;
use crate::sheet::book::{MOST_COLUMNS, MOST_REGIONS, Region, Sheet, Shows, address};
use crate::sheet::styles::Styles;
use crate::sheet::xml::{Element, Halt, Step, Xml};

/// How reading a sheet ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All of it was read.
    Whole,
    /// It has more cells than are read.
    Full,
    /// It is broken at this byte.
    Halted(Halt, usize),
}

/// Reads a sheet as far as it is sound.
pub(super) fn read(bytes: &[u8], styles: &Styles, shared: &[String], sheet: &mut Sheet) -> End {
    let xml = Xml::new(bytes);
    let mut reader = Reader { xml, styles, shared, sheet, row: 0, column: 0 };
    match reader.run() {
        Ok(end) => end,
        Err(halt) => End::Halted(halt, reader.xml.position()),
    }
}

struct Reader<'r, 'x> {
    xml: Xml<'x>,
    styles: &'r Styles,
    shared: &'r [String],
    sheet: &'r mut Sheet,
    /// Where a row and a cell stand that do not say where.
    row: u32,
    column: u32,
}

impl<'x> Reader<'_, 'x> {
    fn run(&mut self) -> Result<End, Halt> {
        loop {
            match self.xml.step()? {
                Step::Open(element) => match element.name {
                    b"row" => self.row(&element),
                    b"c" if self.cell(&element)? => {}
                    b"c" => return Ok(End::Full),
                    b"col" => self.column(&element),
                    b"mergeCell" => self.region(&element),
                    // Nothing in these is shown in cells, and they may be long.
                    b"conditionalFormatting" | b"dataValidations" | b"extLst" | b"sheetViews" => {
                        self.xml.skip(&element)?;
                    }
                    _ => {}
                },
                Step::Close(b"row") => {
                    self.row = self.row.saturating_add(1);
                    self.column = 0;
                }
                Step::End => return Ok(End::Whole),
                _ => {}
            }
        }
    }

    fn row(&mut self, element: &Element<'x>) {
        if let Some(number) = element.number("r").and_then(|number| number.checked_sub(1)) {
            self.row = number;
        }
        self.column = 0;
        if element.is_on("hidden") || element.is_nothing("ht") {
            self.sheet.hidden_rows.insert(self.row);
        }
        if element.is_empty {
            self.row = self.row.saturating_add(1);
        }
    }

    fn column(&mut self, element: &Element<'x>) {
        let is_hidden = element.is_on("hidden") || element.is_nothing("width");
        let bounds = element.number("min").zip(element.number("max"));
        if let (true, Some((first, last))) = (is_hidden, bounds)
            && self.sheet.hidden_columns.len() < MOST_REGIONS
        {
            let last = last.min(MOST_COLUMNS).saturating_sub(1);
            self.sheet.hidden_columns.push((first.saturating_sub(1), last));
        }
    }

    fn region(&mut self, element: &Element<'x>) {
        let region = element.attribute("ref").and_then(|text| Region::parse(&text));
        let regions = &mut self.sheet.regions;
        regions.extend(region.filter(|_| regions.len() < MOST_REGIONS));
    }

    /// Reads a cell; whether there was still room for it.
    fn cell(&mut self, element: &Element<'x>) -> Result<bool, Halt> {
        let (row, column) = element.raw("r").and_then(address).unwrap_or((self.row, self.column));
        self.column = column.saturating_add(1);
        if element.is_empty {
            return Ok(true);
        }
        let style = element.number("s").and_then(|style| usize::try_from(style).ok()).unwrap_or(0);
        let kind = element.raw("t").unwrap_or(b"n");
        let mut shows = None;
        loop {
            match self.xml.step()? {
                Step::Open(inner) if inner.name == b"v" => {
                    let raw = self.xml.text(&inner)?;
                    shows = self.value(kind, style, &raw);
                }
                Step::Open(inner) if inner.name == b"is" => {
                    shows = Some(Shows::Own(strings::words(&mut self.xml, &inner)?));
                }
                Step::Open(inner) => self.xml.skip(&inner)?,
                Step::Close(_) => break,
                Step::End => return Err(Halt::Malformed),
                _ => {}
            }
        }
        Ok(shows.is_none_or(|shows| self.sheet.add(row, column, shows)))
    }

    /// What a value shows: a number by its format, words as they are.
    fn value(&self, kind: &[u8], style: usize, raw: &str) -> Option<Shows> {
        let own = |words: String| Some(Shows::Own(words));
        match kind {
            b"s" => {
                let number = raw.trim().parse::<usize>().ok()?;
                let words = self.shared.get(number).filter(|words| !words.is_empty())?;
                match self.styles.changes_text(style, words) {
                    Some(changed) => own(changed),
                    None => Some(Shows::Shared(number)),
                }
            }
            b"str" => {
                let words =
                    if raw.contains("_x") { strings::unescaped(raw) } else { raw.to_owned() };
                own(self.styles.changes_text(style, &words).unwrap_or(words))
            }
            b"b" => own(if raw.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            b"e" | b"inlineStr" => own(raw.to_owned()),
            b"d" => own(raw.trim_end_matches("T00:00:00").to_owned()),
            _ if raw.trim().is_empty() => None,
            _ => own(self.styles.number(style, raw)),
        }
    }
}
