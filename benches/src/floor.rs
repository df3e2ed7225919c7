//! The floors: what bare libraries need for the least that the work could be.

use std::cell::Cell;
use std::io::{Cursor, Read};

use aho_corasick::AhoCorasick;
use calamine::{Data, Reader as _, Xls, Xlsx};
use cfb::CompoundFile;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use pages::{Bounds, Hayro, PageSource};
use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;
use zip::ZipArchive;

/// Two hundred words of the kind a review looks for.
const WORDS: &str = include_str!("words.txt");

/// Eight patterns of the kind a review looks for.
const PATTERNS: [&str; 8] = [
    r"[\p{Han}]{1,8}[〔\[（(【]\d{4}[〕\]）)】]第?\d+号",
    r"[≥≤＞＜>=<]*\s*\d+(\.\d+)?[%％]",
    r"\d+(\.\d+)?(万|亿)?元(/[人户次])?",
    r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?[前底末]?",
    r"\d{8}[A-Z][0-9A-Z]{12}",
    r"(不低于|不少于|不超过|大于等于|小于等于)\s*\d+",
    r"[一二三四五六七八九十百千万]+[人次户家份个]",
    r"[X＿_]{2,}|（[^）]*/[^）]*）",
];

/// The floor of a PDF: its glyphs and rulings, before anything is made of them.
pub fn pdf(bytes: &[u8]) -> usize {
    let document = Hayro.read(bytes, Bounds::default()).unwrap_or_default();
    document.pages.iter().map(|page| page.glyphs.len() + page.rulings.len()).sum()
}

/// The floor of a review: 200 literals and 8 regular expressions over the same text.
#[derive(Debug)]
pub struct ReviewFloor {
    literals: AhoCorasick,
    patterns: Vec<Regex>,
}

impl ReviewFloor {
    /// Compiles words and patterns.
    ///
    /// # Errors
    /// When a pattern is wrong.
    pub fn new() -> Result<ReviewFloor, Box<dyn std::error::Error>> {
        let literals = AhoCorasick::new(words())?;
        let patterns = PATTERNS.iter().map(|p| Regex::new(p)).collect::<Result<_, _>>()?;
        Ok(ReviewFloor { literals, patterns })
    }

    /// Counts what they find in a text.
    pub fn run(&self, text: &str) -> usize {
        let literals = self.literals.find_iter(text).count();
        let patterns: usize =
            self.patterns.iter().map(|pattern| pattern.find_iter(text).count()).sum();
        literals + patterns
    }
}

/// The words of the review floor.
pub fn words() -> impl Iterator<Item = &'static str> {
    WORDS.split_whitespace()
}

/// The floor of reading a Word document: its main part unpacked and cut into XML tokens.
///
/// # Errors
/// When it is no Word document.
pub fn docx(bytes: &[u8]) -> Result<usize, Box<dyn std::error::Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut part = archive.by_name("word/document.xml")?;
    let mut xml = Vec::with_capacity(usize::try_from(part.size())?);
    part.read_to_end(&mut xml)?;
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut tokens = 0;
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(tokens),
            _ => tokens += 1,
        }
    }
}

/// The floor of reading a page: its bytes decoded and cut into tags by the bare parser.
pub fn html(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&text));
    let tokenizer = Tokenizer::new(Counter::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.get()
}

#[derive(Default)]
struct Counter(Cell<usize>);

impl TokenSink for Counter {
    type Handle = ();

    fn process_token(&self, _: Token, _: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + 1);
        TokenSinkResult::Continue
    }
}

/// The floor of reading a binary Word document: its streams taken out of the file.
///
/// # Errors
/// When it is no such document.
pub fn doc(bytes: &[u8]) -> std::io::Result<usize> {
    let mut file = CompoundFile::open(Cursor::new(bytes))?;
    let mut all = Vec::new();
    for name in ["/WordDocument", "/1Table"] {
        file.open_stream(name)?.read_to_end(&mut all)?;
    }
    Ok(all.len())
}

/// The floor of reading a workbook: calamine walks through the cells of every sheet.
///
/// # Errors
/// When it is no workbook.
pub fn xlsx(bytes: &[u8]) -> Result<usize, Box<dyn std::error::Error>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))?;
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            cells += usize::from(!matches!(cell.get_value(), calamine::DataRef::Empty));
        }
    }
    Ok(cells)
}

/// The floor of reading a binary workbook: calamine walks through the cells of every sheet.
///
/// # Errors
/// When it is no workbook.
pub fn xls(bytes: &[u8]) -> Result<usize, Box<dyn std::error::Error>> {
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))?;
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, range)| range.used_cells());
    Ok(cells.filter(|(_, _, value)| !matches!(value, Data::Empty)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus;

    #[test]
    fn workbooks_have_cells() {
        assert!(xlsx(&corpus::workbooks(1)[0]).unwrap() > 100);
        assert!(xlsx(b"no archive").is_err());
    }

    #[test]
    fn the_floor_is_what_it_says() {
        let mut all: Vec<&str> = words().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 200);
        let text = String::from_utf8(corpus::texts(1).remove(0)).unwrap();
        assert!(ReviewFloor::new().unwrap().run(&text) > 100);
    }

    #[test]
    fn pages_have_tags_and_binary_documents_have_streams() {
        assert!(html(&corpus::pages(1)[0]) > 1000);
        assert!(doc(corpus::BINARY_DOCUMENT).unwrap() > 10_000);
    }

    #[test]
    fn documents_have_tokens() {
        let documents = corpus::documents(1);
        assert!(docx(&documents[0]).unwrap() > 1000);
        assert!(docx(b"no archive").is_err());
    }
}
