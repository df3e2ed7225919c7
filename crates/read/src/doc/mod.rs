//! Word documents of the binary format of Word 97 to 2003 to the stream.
//!
//! Suggested reading order: [`fib`] is the header; [`pieces`] say where the characters stand, [`runs`]
//! which properties they have, as lists of [`sprm`]; [`styles`], [`paragraph`] and [`row`] understand
//! them; [`text`] walks through the characters, [`tables`] puts paragraphs together, with the numbers
//! of [`lists`]. `docx::paper` lays it all out.

mod boxes;
mod bytes;
mod fault;
mod fib;
mod fonts;
mod lists;
mod paragraph;
mod pieces;
mod row;
mod runs;
mod sprm;
mod styles;
mod tables;
mod text;

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use ground::{Format, Severity, Source};

use crate::Limits;
use crate::docx::paper::Paper;
use crate::stream::Stream;
use fault::Fault;
use fib::Fib;
use fonts::Fonts;
use pieces::Pieces;
use runs::{Of, Runs};
use styles::Styles;
use tables::Assembly;
use text::Sources;

/// Reads a legacy Word document as far as lines and rows.
pub(crate) fn read(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    match Streams::open(bytes, limits).and_then(|streams| document(name, &streams)) {
        Ok(stream) => stream,
        Err(fault) => Stream {
            source: Source::new(name, Format::Doc, String::new(), Vec::new()),
            blocks: Vec::new(),
            findings: vec![fault.finding(Severity::Error, 0)],
        },
    }
}

/// The streams of the file that hold the text and what is said of it.
#[derive(Debug)]
struct Streams {
    fib: Fib,
    main: Vec<u8>,
    table: Vec<u8>,
    data: Vec<u8>,
}

impl Streams {
    fn open(bytes: &[u8], limits: Limits) -> Result<Streams, Fault> {
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::no_text())?;
        let mut stream = |name: &str| -> Result<Option<Vec<u8>>, Fault> {
            let Ok(mut stream) = file.open_stream(name) else { return Ok(None) };
            let mut bytes = Vec::new();
            let most = u64::try_from(limits.unpacked).unwrap_or(u64::MAX);
            // What stands before damage is kept.
            let _ = Read::by_ref(&mut stream).take(most + 1).read_to_end(&mut bytes);
            if bytes.len() > limits.unpacked {
                return Err(Fault::too_large(limits.unpacked));
            }
            Ok(Some(bytes))
        };
        let main = stream("/WordDocument")?.ok_or_else(Fault::no_text)?;
        let fib = Fib::read(&main)?;
        let table = if fib.is_first_table { "/1Table" } else { "/0Table" };
        let table = stream(table)?.ok_or_else(Fault::no_pieces)?;
        let data = stream("/Data")?.unwrap_or_default();
        Ok(Streams { fib, main, table, data })
    }
}

fn document(name: &str, streams: &Streams) -> Result<Stream, Fault> {
    let Streams { fib, main, table, data } = streams;
    let sources = Sources {
        main,
        data,
        pieces: Pieces::read(fib.pieces.of(table))?,
        characters: Runs::read(main, fib.character_pages.of(table), Of::Characters),
        paragraphs: Runs::read(main, fib.paragraph_pages.of(table), Of::Paragraphs),
        styles: Styles::read(fib.styles.of(table)),
        fonts: Fonts::read(fib.fonts.of(table)),
        boxes: boxes::boxes(fib.anchors.of(table), fib.boxes.of(table), fib.boxes_begin),
    };
    let mut assembly = Assembly::default();
    let read = text::walk(&sources, 0..fib.characters, &mut |paragraph| {
        assembly.paragraph(paragraph);
    });
    let is_full = assembly.is_full();
    let mut paper = Paper::default();
    let patterns = table.get(fib.patterns.at..).filter(|_| fib.patterns.len > 0);
    lists::define(&mut paper, patterns.unwrap_or_default(), fib.patterns.len, fib.lists.of(table));
    assembly.write(&mut paper);
    let is_full = is_full || paper.is_full();
    let mut stream = paper.into_stream(name, Format::Doc);
    let end = stream.source.text.len();
    let mut add = |fault: Fault, severity| stream.findings.push(fault.finding(severity, end));
    if is_full {
        add(Fault::too_many_pieces(), Severity::Error);
    } else if read < fib.characters {
        add(Fault::cut_off(read, fib.characters), Severity::Error);
    } else if sources.paragraphs.is_damaged || sources.characters.is_damaged {
        add(Fault::no_properties(), Severity::Warning);
    } else if stream.blocks.is_empty() {
        add(Fault::blank(), Severity::Error);
    }
    Ok(stream)
}
