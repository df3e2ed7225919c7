//! Writes sheets as the parts of a workbook, in the ways of different programs.

use std::fmt::Write as _;

use super::fill::{Sheet, Value};
use crate::pack;

/// Where words are kept and how names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strings {
    /// In the shared part, as Excel does.
    Shared,
    /// In the cells, as many programs do; cells and rows do not say where they stand if they follow
    /// each other.
    Inline,
    /// In the shared part, in several runs, with their pronunciation.
    Rich,
    /// In the shared part; element names have a prefix, as some .NET programs write them.
    Prefixed,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// The formats by the number of their style.
const FORMATS: [&str; 5] = ["General", "0%", "0.00", "#,##0.00", "@"];

/// The bytes of a workbook.
pub(super) fn workbook(sheets: &[Sheet], strings: Strings) -> Vec<u8> {
    let mut writer = Writer { strings, shared: Vec::new() };
    let pages: Vec<String> = sheets.iter().map(|sheet| writer.sheet(sheet)).collect();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types(sheets.len())),
        ("_rels/.rels".to_owned(), relations(&[("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml".to_owned(), writer.book(sheets)),
        ("xl/styles.xml".to_owned(), writer.styles()),
        ("xl/sharedStrings.xml".to_owned(), writer.shared_part()),
    ];
    let named: Vec<(String, String)> = (1..=sheets.len())
        .map(|at| (format!("rId{at}"), format!("worksheets/sheet{at}.xml")))
        .collect();
    let mut related: Vec<(&str, &str, &str)> =
        named.iter().map(|(id, target)| (id.as_str(), "worksheet", target.as_str())).collect();
    related.push(("rIdS", "styles", "styles.xml"));
    related.push(("rIdT", "sharedStrings", "/xl/sharedStrings.xml"));
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&related)));
    for (at, page) in (1..).zip(pages) {
        files.push((format!("xl/worksheets/sheet{at}.xml"), page));
    }
    pack::zip(&files)
}

struct Writer {
    strings: Strings,
    shared: Vec<String>,
}

impl Writer {
    fn prefix(&self) -> &'static str {
        if self.strings == Strings::Prefixed { "x:" } else { "" }
    }

    fn part(&self, root: &str, body: &str) -> String {
        let x = self.prefix();
        let declared = if x.is_empty() { "xmlns" } else { "xmlns:x" };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{x}{root} \
             {declared}=\"{MAIN}\" xmlns:r=\"{RELATED}\">{body}</{x}{root}>"
        )
    }

    fn book(&self, sheets: &[Sheet]) -> String {
        let x = self.prefix();
        let mut body = format!("<{x}workbookPr/><{x}sheets>");
        for (at, sheet) in (1..).zip(sheets) {
            let state = if sheet.is_hidden { " state=\"hidden\"" } else { "" };
            let name = escaped(&sheet.name);
            let _ = write!(
                body,
                "<{x}sheet name=\"{name}\" sheetId=\"{at}\"{state} r:id=\"rId{at}\"/>"
            );
        }
        let _ = write!(body, "</{x}sheets>");
        self.part("workbook", &body)
    }

    fn styles(&self) -> String {
        let x = self.prefix();
        let mut body = format!("<{x}numFmts count=\"2\">");
        for (id, code) in (164..).zip(FORMATS) {
            let _ = write!(body, "<{x}numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
        }
        let _ = write!(
            body,
            "</{x}numFmts><{x}fonts count=\"1\"><{x}font><{x}sz val=\"11\"/><{x}name val=\"宋体\"/></{x}font></{x}fonts>\
             <{x}fills count=\"1\"><{x}fill><{x}patternFill patternType=\"none\"/></{x}fill></{x}fills>\
             <{x}borders count=\"1\"><{x}border><{x}left/><{x}right/><{x}top/><{x}bottom/><{x}diagonal/></{x}border></{x}borders>\
             <{x}cellStyleXfs count=\"1\"><{x}xf numFmtId=\"9\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></{x}cellStyleXfs>\
             <{x}cellXfs count=\"{}\">",
            FORMATS.len()
        );
        for id in 164..164 + FORMATS.len() {
            let _ = write!(
                body,
                "<{x}xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
            );
        }
        let _ = write!(body, "</{x}cellXfs>");
        self.part("styleSheet", &body)
    }

    fn shared_part(&self) -> String {
        let x = self.prefix();
        let mut body = String::new();
        for words in &self.shared {
            let _ = match self.strings {
                Strings::Rich => {
                    let middle = words.floor_char_boundary(words.len() / 2);
                    let (head, tail) = words.split_at(middle);
                    let (head, tail) = (escaped(head), escaped(tail));
                    write!(
                        body,
                        "<si><r><t xml:space=\"preserve\">{head}</t></r><r><rPr><b/></rPr>\
                         <t xml:space=\"preserve\">{tail}</t></r><rPh sb=\"0\" eb=\"1\"><t>pinyin</t></rPh></si>"
                    )
                }
                _ => write!(
                    body,
                    "<{x}si><{x}t xml:space=\"preserve\">{}</{x}t></{x}si>",
                    escaped(words)
                ),
            };
        }
        self.part("sst", &body)
    }

    fn sheet(&mut self, sheet: &Sheet) -> String {
        let x = self.prefix();
        let mut body = String::new();
        if !sheet.hidden_columns.is_empty() {
            let _ = write!(body, "<{x}cols>");
            for column in &sheet.hidden_columns {
                let at = column + 1;
                let _ =
                    write!(body, "<{x}col min=\"{at}\" max=\"{at}\" width=\"9\" hidden=\"1\"/>");
            }
            let _ = write!(body, "</{x}cols>");
        }
        let _ = write!(body, "<{x}sheetData>");
        let mut open: Option<u32> = None;
        let mut column = 0;
        for ((row, at), value) in &sheet.cells {
            if open != Some(*row) {
                if open.is_some() {
                    let _ = write!(body, "</{x}row>");
                }
                let says =
                    self.strings != Strings::Inline || open.map_or(0, |open| open + 1) != *row;
                let hidden = if sheet.hidden_rows.contains(row) { " hidden=\"1\"" } else { "" };
                let number = if says { format!(" r=\"{}\"", row + 1) } else { String::new() };
                let _ = write!(body, "<{x}row{number}{hidden}>");
                (open, column) = (Some(*row), 0);
            }
            let says = self.strings != Strings::Inline || column != *at;
            let place =
                if says { format!(" r=\"{}{}\"", letters(*at), row + 1) } else { String::new() };
            body.push_str(&self.cell(&place, value));
            column = at + 1;
        }
        if open.is_some() {
            let _ = write!(body, "</{x}row>");
        }
        let _ = write!(body, "</{x}sheetData>");
        if !sheet.merges.is_empty() {
            let _ = write!(body, "<{x}mergeCells count=\"{}\">", sheet.merges.len());
            for [top, left, bottom, right] in &sheet.merges {
                let _ = write!(
                    body,
                    "<{x}mergeCell ref=\"{}{}:{}{}\"/>",
                    letters(*left),
                    top + 1,
                    letters(*right),
                    bottom + 1
                );
            }
            let _ = write!(body, "</{x}mergeCells>");
        }
        self.part("worksheet", &body)
    }

    fn cell(&mut self, place: &str, value: &Value) -> String {
        let x = self.prefix();
        match value {
            Value::Blank => format!("<{x}c{place} s=\"0\"/>"),
            Value::Number { raw, format, is_formula } => {
                let style = FORMATS.iter().position(|known| known == format).unwrap_or(0);
                let formula =
                    if *is_formula { format!("<{x}f>{raw}*1</{x}f>") } else { String::new() };
                format!("<{x}c{place} s=\"{style}\">{formula}<{x}v>{raw}</{x}v></{x}c>")
            }
            Value::Text(text) if self.strings == Strings::Inline => format!(
                "<c{place} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escaped(text)
            ),
            Value::Text(text) => {
                let known = self.shared.iter().position(|shared| shared == text);
                let number = known.unwrap_or_else(|| {
                    self.shared.push(text.clone());
                    self.shared.len() - 1
                });
                format!("<{x}c{place} s=\"4\" t=\"s\"><{x}v>{number}</{x}v></{x}c>")
            }
        }
    }
}

fn types(sheets: usize) -> String {
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPE}.styles+xml\"/>\
         <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{TYPE}.sharedStrings+xml\"/>"
    );
    for at in 1..=sheets {
        let _ = write!(
            body,
            "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
        );
    }
    body.push_str("</Types>");
    body
}

fn relations(related: &[(&str, &str, &str)]) -> String {
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"{PACKAGE}/relationships\">"
    );
    for (id, kind, target) in related {
        let _ = write!(
            body,
            "<Relationship Id=\"{id}\" Type=\"{RELATED}/{kind}\" Target=\"{target}\"/>"
        );
    }
    body.push_str("</Relationships>");
    body
}

fn letters(column: u32) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
