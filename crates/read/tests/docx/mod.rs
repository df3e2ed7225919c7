//! Writes small Word documents by hand, and shows what was read of them as lines of text.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use ground::{Edit, Format, Source, Span};
use read::stream::{Block, Cell, Line, Row, Stream};
use read::{CorrectionError, DocxCorrectionError, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);

/// The files of a package, in order.
#[derive(Clone)]
pub(crate) struct Package {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) method: CompressionMethod,
}

impl Package {
    /// A document with this content of its body, and no styles or lists.
    pub(crate) fn new(body: &str) -> Package {
        let files = vec![
            ("[Content_Types].xml".into(), content_types("/word/document.xml").into()),
            ("_rels/.rels".into(), package_relations("word/document.xml").into()),
            ("word/document.xml".into(), document(body).into()),
            ("word/_rels/document.xml.rels".into(), part_relations().into()),
        ];
        Package { files, method: CompressionMethod::Deflated }
    }

    /// With these style elements.
    pub(crate) fn styles(self, styles: &str) -> Package {
        self.with("word/styles.xml", &root("styles", styles))
    }

    /// With these list elements.
    pub(crate) fn numbering(self, lists: &str) -> Package {
        self.with("word/numbering.xml", &root("numbering", lists))
    }

    /// With another file, or with other content of a file.
    pub(crate) fn with(self, name: &str, content: &str) -> Package {
        self.with_bytes(name, content.as_bytes())
    }

    /// With another file, or with other content of a file.
    pub(crate) fn with_bytes(mut self, name: &str, content: &[u8]) -> Package {
        match self.files.iter_mut().find(|(known, _)| known == name) {
            Some((_, bytes)) => *bytes = content.to_vec(),
            None => self.files.push((name.to_owned(), content.to_vec())),
        }
        self
    }

    /// Without a file.
    pub(crate) fn without(mut self, name: &str) -> Package {
        self.files.retain(|(known, _)| known != name);
        self
    }

    /// The file as it lies on the disk.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(self.method);
        for (name, bytes) in &self.files {
            writer.start_file(name.as_str(), options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// What is read of it.
    pub(crate) fn stream(&self) -> Stream {
        read::stream("文本.docx", &self.bytes(), Limits::default())
    }
}

pub(crate) fn content_types(part: &str) -> String {
    format!(
        r#"{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#
    )
}

pub(crate) fn package_relations(target: &str) -> String {
    format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>"#
    )
}

pub(crate) fn part_relations() -> String {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{kind}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{kind}/numbering" Target="numbering.xml"/></Relationships>"#
    )
}

pub(crate) fn root(name: &str, content: &str) -> String {
    format!("{DECLARATION}<w:{name} {NAMESPACES}>{content}</w:{name}>")
}

pub(crate) fn document(body: &str) -> String {
    root("document", &format!("<w:body>{body}<w:sectPr/></w:body>"))
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties.
pub(crate) fn pp(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text))
}

/// A run.
pub(crate) fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// An item of a list.
pub(crate) fn item(list: u32, level: u8, text: &str) -> String {
    let properties =
        format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
    pp(&properties, text)
}

/// A table of rows.
pub(crate) fn tbl(columns: usize, rows: &[String]) -> String {
    let grid = r#"<w:gridCol w:w="1000"/>"#.repeat(columns);
    format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>", rows.concat())
}

/// A row of cells.
pub(crate) fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// A cell with properties and one paragraph.
pub(crate) fn tc(properties: &str, text: &str) -> String {
    cell(properties, &p(text))
}

/// A cell with any content.
pub(crate) fn cell(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

/// A row of plain cells.
pub(crate) fn row(texts: &[&str]) -> String {
    tr(&texts.iter().map(|text| tc("", text)).collect::<Vec<_>>())
}

/// A style.
pub(crate) fn style(id: &str, name: &str, content: &str) -> String {
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{content}</w:style>"#
    )
}

/// All blocks of a stream, one a line.
///
/// A line: `#1` its outline level, `目录` in a contents table, `缩进` indented, `…` part of a
/// paragraph cut by line breaks, then its words. A row: the number of its table, then cells between
/// bars, each with `@column` and `+span` where it spans several, `^` where it is covered, paragraphs
/// between slashes.
pub(crate) fn shown(stream: &Stream) -> String {
    let mut out = String::new();
    for block in &stream.blocks {
        match block {
            Block::Line(line) => show_line(&mut out, line),
            Block::Row(row) => show_row(&mut out, row),
        }
        out.push('\n');
    }
    out
}

fn show_line(out: &mut String, line: &Line) {
    if let Some(level) = line.outline {
        let _ = write!(out, "#{level} ");
    }
    if line.in_contents {
        out.push_str("目录 ");
    }
    if line.indented {
        out.push_str("缩进 ");
    }
    if !line.is_paragraph {
        out.push('…');
    }
    out.push_str(&line.words.text);
}

fn show_row(out: &mut String, row: &Row) {
    assert!(row.exact);
    let cells: Vec<String> = row.cells.iter().map(show_cell).collect();
    let _ = write!(out, "{}: {}", row.table, cells.join(" | "));
}

fn show_cell(cell: &Cell) -> String {
    let mut out = match cell.paragraphs.as_slice() {
        [] => cell.words.text.clone(),
        several => several.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" / "),
    };
    if cell.covered {
        out.push('^');
    }
    let _ = write!(out, "@{}", cell.column);
    if cell.span != 1 {
        let _ = write!(out, "+{}", cell.span);
    }
    out
}

/// Reads a body and compares all its blocks; nothing may be found wrong with the file.
pub(crate) fn check(body: &str, expected: &str) {
    check_package(&Package::new(body), expected);
}

/// Reads a package and compares all its blocks; nothing may be found wrong with the file.
pub(crate) fn check_package(package: &Package, expected: &str) {
    let lines: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    check_stream("package", &package.stream(), &lines);
}

/// Holds a stream against what is expected of it, without any finding.
pub(crate) fn check_stream(name: &str, stream: &Stream, expected: &[&str]) {
    assert_eq!(shown(stream).lines().collect::<Vec<_>>(), expected, "{name}");
    assert_eq!(stream.findings, vec![], "{name}");
    words_are_traceable(stream);
}

/// Every byte of every word is a byte of the linear text, and its place is an anchor.
pub(crate) fn words_are_traceable(stream: &Stream) {
    let words = stream.blocks.iter().flat_map(|block| match block {
        Block::Line(line) => vec![&line.words],
        Block::Row(row) => row
            .cells
            .iter()
            .flat_map(|cell| std::iter::once(&cell.words).chain(&cell.paragraphs))
            .collect(),
    });
    for words in words {
        for (at, c) in words.text.char_indices() {
            let span = words.span(at..at + c.len_utf8());
            assert_eq!(stream.source.excerpt(span), c.to_string(), "{}", words.text);
        }
        assert_eq!(words.place, stream.source.place(words.at.start));
    }
}

/// A correction of the first place where `old` stands.
pub(crate) fn edit(text: &str, old: &str, new: &str) -> Edit {
    let at = text.find(old).unwrap_or_else(|| panic!("no “{old}” in “{text}”"));
    Edit { span: Span::new(at..at + old.len()), text: new.into() }
}

/// Makes corrections in a Word document.
pub(crate) fn correct(bytes: &[u8], edits: &[Edit]) -> Result<Vec<u8>, DocxCorrectionError> {
    let source = Source::new("文本.docx", Format::Docx, String::new(), Vec::new());
    read::correct(bytes, &source, edits).map_err(|error| match error {
        CorrectionError::Document(error) => error,
        other => panic!("{other}"),
    })
}
