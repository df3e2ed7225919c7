//! Writes small workbooks by hand, and shows what was read of them as lines of text.

use read::Limits;
use read::stream::{Block, Stream};

/// A workbook of the old kind.
pub(crate) const OLD: &[u8] = include_bytes!("made/linhe.xls");

/// The parts of a workbook, in order.
pub(crate) struct Workbook {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

impl Workbook {
    /// A workbook of these sheets: name, attributes, content of the worksheet element.
    pub(crate) fn new(sheets: &[(&str, &str, &str)]) -> Workbook {
        let mut book = String::from("<workbook xmlns:r=\"r\"><sheets>");
        let mut related = String::from("<Relationships>");
        let mut parts = vec![("[Content_Types].xml".to_owned(), b"<Types/>".to_vec())];
        for (at, (name, attributes, content)) in (1..).zip(sheets) {
            book.push_str(&format!("<sheet name=\"{name}\" r:id=\"rId{at}\" {attributes}/>"));
            related.push_str(&format!(
                "<Relationship Id=\"rId{at}\" Type=\"x/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
            ));
            let page = format!("<worksheet>{content}</worksheet>");
            parts.push((format!("xl/worksheets/sheet{at}.xml"), page.into_bytes()));
        }
        book.push_str("</sheets></workbook>");
        related.push_str("</Relationships>");
        parts.push(("xl/workbook.xml".into(), book.into_bytes()));
        parts.push(("xl/_rels/workbook.xml.rels".into(), related.into_bytes()));
        Workbook { parts }
    }

    /// A workbook of one sheet with this content of its data, and what stands behind them.
    pub(crate) fn of(rows: &str, behind: &str) -> Workbook {
        Workbook::new(&[("表1", "", &format!("<sheetData>{rows}</sheetData>{behind}"))])
    }

    /// With another part, or with other content of a part.
    pub(crate) fn with(mut self, name: &str, content: &str) -> Workbook {
        self.parts.retain(|(known, _)| known != name);
        self.parts.push((name.to_owned(), content.as_bytes().to_vec()));
        self
    }

    /// With these formats, each of the style of its number.
    pub(crate) fn formats(self, codes: &[&str]) -> Workbook {
        let mut formats = String::new();
        let mut styles = String::new();
        for (at, code) in (200..).zip(codes) {
            formats.push_str(&format!("<numFmt numFmtId=\"{at}\" formatCode=\"{code}\"/>"));
            styles.push_str(&format!("<xf numFmtId=\"{at}\"/>"));
        }
        let part = format!(
            "<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"
        );
        self.with("xl/styles.xml", &part)
    }

    /// The file as it lies on the disk.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        testkit::pack::zip(&self.parts)
    }

    pub(crate) fn stream(&self) -> Stream {
        read::stream("a.xlsx", &self.bytes(), Limits::default())
    }
}

/// A row of cells given as `A1=words`; `A1:3=0.25` for a number of style 3.
pub(crate) fn row(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let (place, value) = cell.split_once('=').unwrap();
        match place.split_once(':') {
            Some((place, style)) => format!("<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>"),
            None => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
        }
    };
    let number = cells[0].trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>())
}

/// Lines as they are; of rows each cell with its column, its span, and ^ where it is covered.
pub(crate) fn shown(stream: &Stream) -> Vec<String> {
    let cell = |cell: &read::stream::Cell| {
        let covered = if cell.covered { "^" } else { "" };
        format!("{}+{}{covered} {}", cell.column, cell.span, cell.words.text)
    };
    let block = |block: &Block| match block {
        Block::Line(line) => line.words.text.clone(),
        Block::Row(row) => row.cells.iter().map(cell).collect::<Vec<_>>().join(" | "),
    };
    stream.blocks.iter().map(block).collect()
}

/// Code, severity and message of each finding.
pub(crate) fn said(stream: &Stream) -> Vec<String> {
    let finding =
        |finding: &ground::Finding| format!("{} {}", finding.code.as_str(), finding.message);
    stream.findings.iter().map(finding).collect()
}
