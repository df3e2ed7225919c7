//! Workbooks of Excel 5 to 2003 (.xls): their records, straight from the compound file.
//!
//! The crate calamine reads these cells too, but gives no number formats for them, so that 25% would
//! be read as 0.25; and neither here nor in .xlsx does it tell what is hidden.

mod records;

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, WINDOWS_1252};
use ground::Severity;

use super::book::{Book, MOST_REGIONS, MOST_SHEETS, Purpose, Region, Sheet, Shows};
use super::number::Epoch;
use super::styles::Styles;
use crate::Limits;
use crate::codes;
use crate::compound::{Compound, long, short};
use crate::docx::fault::Fault;
use records::{Coding, Count, Cursor, Record, float, packed, records};

/// Reads a workbook for what people see; hidden sheets are left out.
pub(super) fn book(bytes: &[u8], limits: Limits) -> Result<Book, Fault> {
    book_for(bytes, limits, Purpose::Shown)
}

/// Reads a workbook for this purpose.
pub(crate) fn book_for(bytes: &[u8], limits: Limits, purpose: Purpose) -> Result<Book, Fault> {
    let file = Compound::open(bytes);
    let stream = file.and_then(|file| file.stream(&["Workbook", "Book"])).ok_or_else(broken)?;
    let mut globals = Globals::new();
    let begins = begin(&stream, 0).ok_or_else(broken)?;
    globals.coding = begins.coding.ok_or_else(too_old)?;
    let mut is_whole = false;
    for (_, record) in records(&stream, begins.behind) {
        if record.kind == 0x000a {
            is_whole = true;
            break;
        }
        globals.take(&record)?;
        if globals.shared_bytes > limits.unpacked {
            return Err(Fault::too_large("Workbook", limits.unpacked));
        }
    }
    let mut book = Book { shared: std::mem::take(&mut globals.shared), ..Book::default() };
    let styles = Styles::new(globals.epoch, globals.formats, globals.codes);
    let mut filled = 0;
    for listed in globals.sheets {
        let mut sheet =
            Sheet { name: listed.name, is_hidden: listed.is_hidden, purpose, ..Sheet::default() };
        if !sheet.is_hidden || purpose == Purpose::Meant {
            let reader = Reader { styles: &styles, coding: globals.coding, shared: &book.shared };
            let end = reader.sheet(&stream, listed.at, &mut sheet);
            filled += sheet.cells.len();
            match end {
                End::Whole => {}
                End::Full => book.broken(Fault::too_many_pieces(purpose.most())),
                End::CutOff => is_whole = false,
            }
        }
        book.sheets.push(sheet);
        if filled >= purpose.most() {
            book.broken(Fault::too_many_pieces(purpose.most()));
            break;
        }
    }
    book.styles = styles;
    if !is_whole {
        book.faults.push((Severity::Error, cut_off()));
    }
    Ok(book)
}

fn broken() -> Fault {
    Fault::damaged("文件的内部结构已损坏，找不到工作簿的内容".into(), super::COPY_AGAIN)
}

fn cut_off() -> Fault {
    Fault::damaged("文件不完整，只读到了损坏之前的内容".into(), super::COPY_AGAIN)
}

fn too_old() -> Fault {
    let message = "这是 Excel 4.0 或更早的工作簿，不能读取".into();
    Fault { code: codes::FORMAT_UNSUPPORTED, message, help: super::SAVE_AGAIN }
}

/// The record that begins the workbook or a sheet.
struct Begin {
    /// `None` for versions that are not read.
    coding: Option<Coding>,
    is_sheet: bool,
    behind: usize,
}

fn begin(stream: &[u8], at: usize) -> Option<Begin> {
    let (_, record) = records(stream, at).next()?;
    let body = record.body();
    let coding = match (record.kind, short(body, 0)?) {
        (0x0809, 0x0600) => Some(Coding::Unicode),
        (0x0809, 0x0500) => Some(Coding::Page(WINDOWS_1252)),
        (0x0009 | 0x0209 | 0x0409 | 0x0809, _) => None,
        _ => return None,
    };
    // Of a sheet the records run on behind this one, continuations of it there are none.
    Some(Begin { coding, is_sheet: short(body, 2)? == 0x0010, behind: at + 4 + body.len() })
}

/// A sheet as the workbook lists it.
struct Listed {
    at: usize,
    name: String,
    is_hidden: bool,
}

/// What the first part of the stream says of the whole workbook.
struct Globals {
    coding: Coding,
    epoch: Epoch,
    formats: Vec<u16>,
    codes: HashMap<u16, String>,
    sheets: Vec<Listed>,
    shared: Vec<String>,
    shared_bytes: usize,
}

impl Globals {
    fn new() -> Globals {
        Globals {
            coding: Coding::Unicode,
            epoch: Epoch::Of1900,
            formats: Vec::new(),
            codes: HashMap::new(),
            sheets: Vec::new(),
            shared: Vec::new(),
            shared_bytes: 0,
        }
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let body = record.body();
        match record.kind {
            0x002f => return Err(encrypted()),
            0x0042 => self.code_page(short(body, 0).unwrap_or(0)),
            0x0022 if short(body, 0) == Some(1) => self.epoch = Epoch::Of1904,
            0x00e0 => self.formats.push(short(body, 2).unwrap_or(0)),
            0x041e => {
                let count = match self.coding {
                    Coding::Unicode => Count::Short,
                    Coding::Page(_) => Count::Byte,
                };
                let code = Cursor::new(record, 2).text(count, self.coding);
                self.codes.extend(short(body, 0).zip(code));
            }
            0x0085 if self.sheets.len() < MOST_SHEETS => self.sheets.extend(self.listed(record)),
            0x00fc => self.shared_words(record),
            _ => {}
        }
        Ok(())
    }

    /// A sheet of cells; charts and macros are passed over.
    fn listed(&self, record: &Record<'_>) -> Option<Listed> {
        let body = record.body();
        let at = usize::try_from(long(body, 0)?).ok()?;
        let (state, kind) = (body.get(4)?, body.get(5)?);
        let name = Cursor::new(record, 6).text(Count::Byte, self.coding)?;
        (*kind == 0).then_some(Listed { at, name, is_hidden: state & 3 != 0 })
    }

    fn code_page(&mut self, page: u16) {
        if let Coding::Page(_) = self.coding {
            let encoding: &'static Encoding = match page {
                936 | 54936 => GB18030,
                950 => BIG5,
                65001 => UTF_8,
                _ => WINDOWS_1252,
            };
            self.coding = Coding::Page(encoding);
        }
    }

    fn shared_words(&mut self, record: &Record<'_>) {
        let mut cursor = Cursor::new(record, 4);
        let count = cursor.long().unwrap_or(0);
        for _ in 0..count {
            let Some(words) = cursor.text(Count::Short, Coding::Unicode) else { break };
            self.shared_bytes += words.len();
            self.shared.push(words);
        }
    }
}

fn encrypted() -> Fault {
    let message = "工作簿设有打开密码，无法读取".into();
    let help = "请在 Excel 中取消密码（文件 → 信息 → 保护工作簿），保存后重新提交";
    Fault { code: codes::FILE_ENCRYPTED, message, help }
}

/// How reading a sheet ended.
enum End {
    Whole,
    Full,
    CutOff,
}

/// Reads the cells of sheets.
struct Reader<'r> {
    styles: &'r Styles,
    coding: Coding,
    shared: &'r [String],
}

impl Reader<'_> {
    fn sheet(&self, stream: &[u8], at: usize, sheet: &mut Sheet) -> End {
        let Some(begins) = begin(stream, at) else { return End::CutOff };
        if !begins.is_sheet {
            return End::Whole;
        }
        let mut depth = 0usize;
        // Where the words of a formula stand, which follow it.
        let mut awaited = None;
        for (_, record) in records(stream, begins.behind) {
            match record.kind {
                0x0809 => depth += 1,
                0x000a => match depth.checked_sub(1) {
                    Some(outer) => depth = outer,
                    None => return End::Whole,
                },
                _ if depth > 0 => {}
                0x0207 => {
                    let words = Cursor::new(&record, 0).text(Count::Short, self.coding);
                    if let (Some((row, column, style)), Some(words)) = (awaited.take(), words)
                        && !self.words(sheet, (row, column, style), words)
                    {
                        return End::Full;
                    }
                }
                0x0006 | 0x0206 | 0x0406 => {
                    let is_words = record.body().get(6..14).is_some_and(|value| {
                        value.first() == Some(&0) && value.ends_with(&[0xff, 0xff])
                    });
                    awaited = place(record.body()).filter(|_| is_words);
                    if !is_words && self.formula(&record, sheet).is_some_and(|is_free| !is_free) {
                        return End::Full;
                    }
                }
                _ => {
                    if self.cell(&record, sheet).is_some_and(|is_free| !is_free) {
                        return End::Full;
                    }
                }
            }
        }
        End::CutOff
    }

    /// Takes a record of cells; whether there was still room for them.
    fn cell(&self, record: &Record<'_>, sheet: &mut Sheet) -> Option<bool> {
        let body = record.body();
        match record.kind {
            0x00fd => {
                let (row, column, style) = place(body)?;
                let number = usize::try_from(long(body, 6)?).ok()?;
                let words = self.shared.get(number).filter(|words| !words.is_empty())?;
                let changed = match sheet.purpose {
                    Purpose::Shown => self.styles.changes_text(style, words),
                    Purpose::Meant => None,
                };
                let shows = changed.map_or(Shows::Shared(number), Shows::Own);
                Some(sheet.add(row, column, shows))
            }
            0x0204 | 0x00d6 => {
                let words = Cursor::new(record, 6).text(Count::Short, self.coding)?;
                Some(self.words(sheet, place(body)?, words))
            }
            0x0203 => self.number(sheet, place(body)?, &float(body, 6)?),
            0x027e => self.number(sheet, place(body)?, &packed(body, 6)?),
            0x00bd => self.numbers(body, sheet),
            0x0205 => {
                let (row, column, _) = place(body)?;
                let shows = truth_or_error(*body.get(6)?, *body.get(7)? != 0, sheet.purpose);
                Some(sheet.add(row, column, shows))
            }
            0x00e5 => {
                regions(body, sheet);
                None
            }
            0x0208 => {
                let is_hidden = body.get(12)? & 0x20 != 0;
                sheet.hidden_rows.extend(short(body, 0).map(u32::from).filter(|_| is_hidden));
                None
            }
            0x007d => {
                let is_hidden = body.get(8)? & 1 != 0 || short(body, 4)? == 0;
                let bounds = (u32::from(short(body, 0)?), u32::from(short(body, 2)?));
                if is_hidden && sheet.hidden_columns.len() < MOST_REGIONS {
                    sheet.hidden_columns.push(bounds);
                }
                None
            }
            _ => None,
        }
    }

    /// Several numbers in one row.
    fn numbers(&self, body: &[u8], sheet: &mut Sheet) -> Option<bool> {
        let (row, first) = (u32::from(short(body, 0)?), u32::from(short(body, 2)?));
        let pairs = body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6);
        let mut is_free = true;
        for (column, pair) in (first..).zip(pairs) {
            let style = usize::from(short(pair, 0)?);
            is_free = self.number(sheet, (row, column, style), &packed(pair, 2)?)?;
        }
        Some(is_free)
    }

    fn formula(&self, record: &Record<'_>, sheet: &mut Sheet) -> Option<bool> {
        let body = record.body();
        let at = place(body)?;
        if short(body, 12)? != 0xffff {
            return self.number(sheet, at, &float(body, 6)?);
        }
        let kind = *body.get(6)?;
        let shows = match kind {
            1 | 2 => truth_or_error(*body.get(8)?, kind == 2, sheet.purpose),
            _ => return None,
        };
        Some(sheet.add(at.0, at.1, shows))
    }

    fn number(&self, sheet: &mut Sheet, at: (u32, u32, usize), raw: &str) -> Option<bool> {
        let shows = match sheet.purpose {
            Purpose::Shown => Shows::Own(self.styles.number(at.2, raw)),
            Purpose::Meant => Shows::Number(raw.parse().ok()?, at.2),
        };
        Some(sheet.add(at.0, at.1, shows))
    }

    fn words(&self, sheet: &mut Sheet, at: (u32, u32, usize), words: String) -> bool {
        let changed = match sheet.purpose {
            Purpose::Shown => self.styles.changes_text(at.2, &words),
            Purpose::Meant => None,
        };
        sheet.add(at.0, at.1, Shows::Own(changed.unwrap_or(words)))
    }
}

/// Row, column and style with which the record of a cell begins.
fn place(body: &[u8]) -> Option<(u32, u32, usize)> {
    let (row, column) = (short(body, 0)?, short(body, 2)?);
    Some((u32::from(row), u32::from(column), usize::from(short(body, 4)?)))
}

fn truth_or_error(value: u8, is_error: bool, purpose: Purpose) -> Shows {
    let words = words_of(value, is_error);
    match (purpose, is_error) {
        (Purpose::Shown, _) => Shows::Own(words.into()),
        (Purpose::Meant, false) => Shows::Truth(value != 0),
        (Purpose::Meant, true) => Shows::Error(words),
    }
}

fn words_of(value: u8, is_error: bool) -> &'static str {
    match (is_error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0f) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1d) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    }
}

fn regions(body: &[u8], sheet: &mut Sheet) {
    let bounds = body.get(2..).unwrap_or_default().chunks_exact(8);
    let region = |bounds: &[u8]| {
        let at = |index| short(bounds, index).map(u32::from);
        Some(Region { rows: (at(0)?, at(2)?), columns: (at(4)?, at(6)?) })
    };
    let sound =
        |region: &Region| region.rows.0 <= region.rows.1 && region.columns.0 <= region.columns.1;
    let room = MOST_REGIONS.saturating_sub(sheet.regions.len());
    sheet.regions.extend(bounds.filter_map(region).filter(sound).take(room));
}
