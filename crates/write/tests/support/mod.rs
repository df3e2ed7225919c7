//! Documents to test with, and the parts of packages.

pub(crate) mod schema;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use testkit::layout::LAYOUTS;
use testkit::sample::Sample;
use typeset::Fonts;
use write::document::{
    Block, Cell, Contents, Document, Emphasis, Entry, Paragraph, Row, Run, Section, Table,
};
use write::page::{Numbers, Page};
use write::style::Style;

/// A generated statement.
pub(crate) fn statement(seed: u64) -> model::statement::Statement {
    let sample = Sample::new(seed);
    let bytes = LAYOUTS[0].write(&sample.draft, &sample.form, seed);
    read::read("generated.txt", &bytes).statement
}

/// The document of a generated statement.
pub(crate) fn generated(seed: u64) -> Document {
    write::statement(&statement(seed))
}

/// A document with one of everything, in orders that no statement has: a table ends a section, the
/// contents too, pages lie on their side, text is full of signs that formats mean something by.
pub(crate) fn everything() -> Document {
    let hostile = "<甲&\"乙\">\u{1}\tC:\\丙\n=1+1　“丁”";
    let paragraphs = Style::ALL.map(|style| Paragraph::new(style, hostile).into());
    let run = |text: &str, emphasis| Run { text: text.into(), emphasis, blank: None };
    let runs = vec![
        run("实施单位：", Emphasis::Strong),
        run("临河县总工会", Emphasis::Underlined),
        run("", Emphasis::None),
    ];
    let mixed = Paragraph { style: Style::Note, runs, bookmark: Some("mark_1".into()) };
    let mut first: Vec<Block> = paragraphs.into();
    first.extend([mixed.into(), Block::PageBreak, Block::Table(table())]);
    let entry = |title: &str, page, target: Option<&str>| Entry {
        title: title.into(),
        page,
        level: 2,
        target: target.map(str::to_owned),
    };
    let contents = Contents {
        heading: None,
        entries: vec![
            entry("甲", Some(3), Some("mark_1")),
            entry("乙", Some(4), None),
            entry("丙", None, Some("mark_1")),
        ],
    };
    let section = |name: &str, page, blocks| Section { name: name.into(), page, blocks };
    let official = Page::official(Numbers::From(1));
    Document {
        sections: vec![
            section("甲/乙:", official, first),
            section("甲/乙:", Page::official(Numbers::None), vec![Block::Contents(contents)]),
            section("", official.landscape(), vec![Block::Space(40_000), Block::Table(table())]),
            section("空", Page::official(Numbers::GoOn), Vec::new()),
        ],
        ..Document::default()
    }
}

fn table() -> Table {
    let cell = |text: &str| Cell::of(Style::CellText, text);
    let several = ["1.甲", "2.乙"].map(|text| Paragraph::new(Style::CellText, text));
    Table {
        caption: "表“一”".into(),
        widths: vec![1, 2, 3],
        header_rows: 1,
        rows: vec![
            Row::new(vec![Cell::label("一"), Cell::label("二"), Cell::label("三")]),
            Row::new(vec![cell("a").down(3), cell("=SUM(A1)").across(2)]),
            Row::new(vec![Cell::new(several.into()).down(2), cell("")]),
            Row::new(vec![cell("25%")]),
            Row::new(vec![cell("甲").across(3)]),
        ],
    }
}

/// The fonts that PDF files are set in.
pub(crate) fn fonts() -> Fonts {
    let files = testkit::fonts::files();
    let found = Fonts::find(files, |path| File::open(path), &write::pdf_roles());
    found.unwrap_or_else(|error| panic!("{error}"))
}

/// The text of a PDF in the order in which it is written.
pub(crate) fn pdf_text(path: &Path) -> String {
    let output = Command::new("pdftotext").arg("-raw").arg(path).arg("-").output();
    let output = output.unwrap_or_else(|error| panic!("pdftotext is missing: {error}"));
    assert!(output.status.success(), "{}: {output:?}", path.display());
    String::from_utf8(output.stdout).unwrap()
}

/// The parts of a package as text, by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}
