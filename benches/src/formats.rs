//! Every format in and out, each beside the least that bare libraries need for it.

use std::error::Error;
use std::io::{Cursor, Read};

use model::statement::Statement;
use rust_xlsxwriter::Workbook;
use write::document::Document;
use zip::ZipArchive;

use crate::bars::Bar;
use crate::measure::in_turn;
use crate::{corpus, floor};

const DOCUMENTS: usize = 40;
const ROUNDS: usize = 9;

/// What is held against what; nothing is demanded but that both are known.
fn bar<D>(
    name: &'static str,
    against: &'static str,
    documents: &[D],
    work: impl FnMut(&D) -> usize,
    floor: impl FnMut(&D) -> usize,
) -> Bar {
    let pair = Some(in_turn(documents, ROUNDS, work, floor));
    Bar { name, floor: against, pair, demanded: 0 }
}

/// Measures reading and writing of all formats.
///
/// # Errors
/// When documents cannot be made.
pub fn measure() -> Result<Vec<Bar>, Box<dyn Error>> {
    let mut bars = read_in()?;
    bars.extend(written()?);
    Ok(bars)
}

/// Projects that are read: a file that is refused must not pass for a fast one.
fn projects(bytes: &[u8]) -> usize {
    read::read("bench", bytes).statement.projects.len()
}

fn read_in() -> Result<Vec<Bar>, Box<dyn Error>> {
    let json: Vec<Vec<u8>> =
        statements().iter().map(serde_json::to_vec).collect::<Result<_, _>>()?;
    let archives = vec![archive(&corpus::texts(DOCUMENTS))];
    let old = vec![corpus::BINARY_DOCUMENT.to_vec()];
    let sheets = vec![corpus::BINARY_WORKBOOK.to_vec()];
    let value = |bytes: &Vec<u8>| serde_json::from_slice::<serde_json::Value>(bytes).is_ok().into();
    let texts = |bytes: &Vec<u8>| unpacked(bytes).map_or(0, |all| all.len());
    Ok(vec![
        bar(
            "reading of a .docx",
            "unzip + XML tokens",
            &corpus::documents(DOCUMENTS),
            |b| projects(b),
            |b| floor::docx(b).unwrap_or(0),
        ),
        bar(
            "reading of a .doc",
            "its bare streams",
            &old,
            |b| projects(b),
            |b| floor::doc(b).unwrap_or(0),
        ),
        bar(
            "reading of an .xls",
            "calamine through the cells",
            &sheets,
            |b| projects(b),
            |b| floor::xls(b).unwrap_or(0),
        ),
        bar(
            "reading of a page",
            "bare tags",
            &corpus::pages(40),
            |b| projects(b),
            |b| floor::html(b),
        ),
        bar("reading of .json", "serde_json values", &json, |b| projects(b), value),
        bar("reading of a .zip of 40 texts", "unzip", &archives, |b| in_archive(b), texts),
    ])
}

fn in_archive(bytes: &[u8]) -> usize {
    let Ok(all) = unpacked(bytes) else { return 0 };
    all.iter().map(|bytes| projects(bytes)).sum()
}

fn written() -> Result<Vec<Bar>, Box<dyn Error>> {
    let statements = statements();
    let documents: Vec<Document> = statements.iter().map(write::statement).collect();
    let parts = write::docx(documents.first().ok_or("no document")?)?;
    let parts = unpacked(&parts)?;
    let cells = |document: &Document| filled(document).unwrap_or(0);
    let zipped = |_: &Document| archive(&parts).len();
    let escaped = |document: &Document| {
        let text = write::txt(document);
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").len()
    };
    let value = |statement: &Statement| {
        serde_json::to_value(statement).map_or(0, |value| value.to_string().len())
    };
    Ok(vec![
        bar(
            "statement as document",
            "its JSON value",
            &statements,
            |s| write::statement(s).sections.len(),
            value,
        ),
        bar(
            "writing of a .docx",
            "zip of the same parts",
            &documents,
            |d| write::docx(d).map_or(0, |b| b.len()),
            zipped,
        ),
        bar(
            "writing of an .xlsx",
            "as many bare cells",
            &documents,
            |d| write::xlsx(d).map_or(0, |b| b.len()),
            cells,
        ),
        bar(
            "writing of a page",
            "the text, escaped",
            &documents,
            |d| write::html(d).len(),
            escaped,
        ),
        bar(
            "writing of a text",
            "its JSON value",
            &statements,
            |s| write::txt(&write::statement(s)).len(),
            value,
        ),
        bar(
            "writing of .json",
            "its JSON value",
            &statements,
            |s| serde_json::to_vec(s).map_or(0, |b| b.len()),
            value,
        ),
    ])
}

fn statements() -> Vec<Statement> {
    let texts = corpus::texts(DOCUMENTS);
    texts.iter().map(|bytes| read::read("bench.txt", bytes).statement).collect()
}

/// The lines of a document in the cells of a bare workbook.
fn filled(document: &Document) -> Result<usize, Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = write::txt(document);
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split('\t')) {
            sheet.write_string(row, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?.len())
}

fn archive(files: &[Vec<u8>]) -> Vec<u8> {
    let numbered = (0..).zip(files).map(|(number, bytes)| (format!("{number}.txt"), bytes));
    testkit::pack::zip(&numbered.collect::<Vec<(String, _)>>())
}

fn unpacked(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut all = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut file = Vec::new();
        archive.by_index(index)?.read_to_end(&mut file)?;
        all.push(file);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_measured_is_read() {
        assert!(projects(corpus::BINARY_WORKBOOK) > 0);
        assert!(projects(corpus::BINARY_DOCUMENT) > 0);
        assert!(projects(&corpus::pages(1)[0]) > 0);
        assert!(in_archive(&archive(&corpus::texts(2))) > 4);
        let document = write::statement(&statements()[0]);
        assert!(filled(&document).unwrap() > 1000);
    }
}
