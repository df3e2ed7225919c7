//! Statements as PDF files, and what stands on their pages.

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use model::statement::Statement;
use typeset::Fonts;
use write::document::{Block, Document, Paragraph};
use write::{Pages, pdf_roles};

#[expect(clippy::panic, reason = "a test fails by panicking")]
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files = testkit::fonts::files();
    Fonts::find(files, |path| File::open(path), &pdf_roles())
        .unwrap_or_else(|error| panic!("{error}"))
});

/// The statement as a PDF whose contents name the pages that the statement names.
///
/// # Panics
/// Where fonts are missing or the statement cannot be set.
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn pdf(statement: &Statement) -> Vec<u8> {
    let set = write::pdf(&write::statement(statement), &FONTS, Pages::AsNamed);
    set.unwrap_or_else(|error| panic!("{error}")).file.bytes
}

/// What stands on the pages in the order in which it is written, without blanks, line ends and page
/// numbers.
///
/// # Panics
/// Where poppler's `pdftotext` is missing or cannot read the file.
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn printed(pdf: &[u8]) -> String {
    let text = pdftotext(pdf).unwrap_or_else(|error| {
        panic!("pdftotext ({error}): install the package poppler-utils");
    });
    text.split('\u{c}').map(page).collect()
}

fn pdftotext(pdf: &[u8]) -> std::io::Result<String> {
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(pdf)?;
    }
    let output = child.wait_with_output()?;
    String::from_utf8(output.stdout).map_err(std::io::Error::other)
}

/// A page without its number, `—3—`, which stands at its end.
fn page(text: &str) -> String {
    let bare = bare(text);
    let number = bare.strip_suffix('—').and_then(|text| text.rsplit_once('—'));
    match number {
        Some((words, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => words.into(),
        _ => bare,
    }
}

/// A text without blanks, line ends and control characters.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// The paragraphs of a document, those in cells too, in order.
pub fn paragraphs(document: &Document) -> Vec<&Paragraph> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.paragraphs).collect()
            }
            _ => Vec::new(),
        })
        .collect()
}
