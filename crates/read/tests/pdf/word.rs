//! A statement as a Word document: what LibreOffice makes a PDF of.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use testkit::flow::{Block, Cell, Line, Merge, Role, Row, Table, Zone, flow};
use testkit::sample::Sample;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Look, header};

const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
);
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The Word document of a sample.
pub(crate) fn document(sample: &Sample, look: Look) -> Vec<u8> {
    let mut body = String::new();
    for block in flow(&sample.draft, &sample.form, sample.seed) {
        match block {
            Block::Line(line) => body.push_str(&paragraph(&line, look)),
            Block::Table(table) => body.push_str(&self::table(&table, look)),
            Block::NewPage => {
                body.push_str(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#);
            }
        }
    }
    body.push_str(&section(look));
    packed(&body, sample, look)
}

fn run(text: &str, size: u32) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let parts: Vec<String> =
        text.split('\t').map(|part| format!(r#"<w:t xml:space="preserve">{part}</w:t>"#)).collect();
    let font = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>"#;
    format!(r#"<w:r><w:rPr>{font}<w:sz w:val="{size}"/></w:rPr>{}</w:r>"#, parts.join("<w:tab/>"))
}

fn paragraph(line: &Line, look: Look) -> String {
    let (mut align, mut size, mut indent) = ("", look.body, "");
    let mut text = line.text.clone();
    match line.role {
        Role::Title => (align, size) = ("center", 44),
        Role::SignOff | Role::ContentsHeading | Role::Part => align = "center",
        Role::TableTitle => (align, size) = ("center", look.body),
        Role::Unit => size = look.table,
        Role::ContentsEntry(page) => {
            text = format!("{text}{}{page}", "...............");
        }
        Role::Body | Role::Heading | Role::Section if look.indented => {
            indent = r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#;
        }
        _ => {}
    }
    let is_new = look.table_pages && line.role == Role::TableTitle;
    let page = if is_new { "<w:pageBreakBefore/>" } else { "" };
    if align.is_empty() {
        align = if look.justified { "both" } else { "left" };
    }
    format!(
        r#"<w:p><w:pPr>{page}{indent}<w:jc w:val="{align}"/></w:pPr>{}</w:p>"#,
        run(&text, size)
    )
}

fn table(table: &Table, look: Look) -> String {
    if look.one_table {
        // One grid for all zones: every edge of any of them is one of its own.
        let edges: BTreeSet<usize> = table.zones.iter().flat_map(edges).collect();
        let rows: String = table.zones.iter().map(|zone| rows(zone, &edges, look)).collect();
        return framed(&edges, &rows, look);
    }
    let apart = r#"<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>"#;
    let tables = table.zones.iter().map(|zone| {
        let edges: BTreeSet<usize> = edges(zone).collect();
        framed(&edges, &rows(zone, &edges, look), look) + apart
    });
    tables.collect()
}

fn edges(zone: &Zone) -> impl Iterator<Item = usize> {
    let ends = zone.widths.iter().scan(0, |at, width| {
        *at += width;
        Some(*at)
    });
    std::iter::once(0).chain(ends)
}

fn framed(edges: &BTreeSet<usize>, rows: &str, look: Look) -> String {
    let whole = if look.landscape { 14 } else { 9 };
    let edges: Vec<usize> = edges.iter().copied().collect();
    let columns: String = edges
        .windows(2)
        .map(|pair| format!(r#"<w:gridCol w:w="{}"/>"#, (pair[1] - pair[0]) * whole))
        .collect();
    let sides: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .iter()
        .map(|side| format!(r#"<w:{side} w:val="single" w:sz="4"/>"#))
        .collect();
    format!(
        "<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr>\
         <w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
}

fn rows(zone: &Zone, edges: &BTreeSet<usize>, look: Look) -> String {
    zone.rows.iter().map(|row| self::row(row, zone, edges, look)).collect()
}

fn row(row: &Row, zone: &Zone, edges: &BTreeSet<usize>, look: Look) -> String {
    let own: Vec<usize> = self::edges(zone).collect();
    let mut at = 0;
    let mut cells = String::new();
    for cell in &row.cells {
        let (from, to) = (own[at], own[at + cell.span]);
        let span = edges.iter().filter(|edge| **edge > from && **edge <= to).count();
        cells.push_str(&self::cell(cell, span, look));
        at += cell.span;
    }
    let whole = if look.whole_rows { "<w:cantSplit/>" } else { "" };
    let head = if look.repeated && row.is_heading { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr>{whole}{head}</w:trPr>{cells}</w:tr>")
}

fn cell(cell: &Cell, span: usize, look: Look) -> String {
    let merge = match cell.merge {
        Merge::None => "",
        Merge::Begins => r#"<w:vMerge w:val="restart"/>"#,
        Merge::Covered => "<w:vMerge/>",
    };
    let middle = if look.centred { r#"<w:vAlign w:val="center"/>"# } else { "" };
    let is_short = cell.text().chars().count() < 16;
    let align = if look.centred && is_short { "center" } else { "left" };
    let mut paragraphs: String = cell
        .paragraphs
        .iter()
        .map(|text| {
            format!(r#"<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{}</w:p>"#, run(text, look.table))
        })
        .collect();
    if paragraphs.is_empty() {
        paragraphs.push_str("<w:p/>");
    }
    format!(
        r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}{middle}</w:tcPr>{paragraphs}</w:tc>"#
    )
}

fn section(look: Look) -> String {
    let size = match look.landscape {
        true => r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
        false => r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
    };
    let header = if look.furniture > 1 {
        r#"<w:headerReference w:type="default" r:id="rId8"/>"#
    } else {
        ""
    };
    let footer = if look.furniture > 0 {
        r#"<w:footerReference w:type="default" r:id="rId9"/>"#
    } else {
        ""
    };
    let margins = r#"<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="850" w:footer="850"/>"#;
    format!("<w:sectPr>{header}{footer}{size}{margins}</w:sectPr>")
}

fn packed(body: &str, sample: &Sample, look: Look) -> Vec<u8> {
    let (before, behind) = match look.furniture {
        2 => ("— ", " —"),
        3 => ("第 ", " 页"),
        _ => ("", ""),
    };
    let number = format!(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>{}</w:p>",
        run(before, 21),
        run(behind, 21)
    );
    let part = |part: &str, kind: &str| {
        format!(r#"<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind}+xml"/>"#)
    };
    let types: String = [("document", "document.main"), ("header", "header"), ("footer", "footer")]
        .map(|(name, kind)| part(name, kind))
        .concat();
    let relation = |id: &str, kind: &str, to: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{to}"/>"#)
    };
    let relations = |all: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
        )
    };
    let own = relation("rId8", "header", "header.xml") + &relation("rId9", "footer", "footer.xml");
    let heading = run(&header(sample), 18);
    let files = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>"#
            ),
        ),
        ("_rels/.rels", relations(&relation("rId1", "officeDocument", "word/document.xml"))),
        ("word/_rels/document.xml.rels", relations(&own)),
        ("word/document.xml", format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>")),
        ("word/header.xml", format!("<w:hdr {NAMES}><w:p>{heading}</w:p></w:hdr>")),
        ("word/footer.xml", format!("<w:ftr {NAMES}>{number}</w:ftr>")),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
