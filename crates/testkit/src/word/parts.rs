//! The parts of the package: the text, and all that it refers to.

use std::fmt::Write as _;

use crate::draft::Draft;
use crate::word::package::Part;
use crate::word::runs::{Runs, field};
use crate::word::scribe::Scribe;
use crate::word::setting::Face;
use crate::word::{Habit, styles};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What the strict standard calls by other names.
const STRICT: [(&str, &str); 5] = [
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    ),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    ),
];

/// A part that the text refers to: its kind, the id of the relation, its content.
struct Beside {
    kind: &'static str,
    id: &'static str,
    file: &'static str,
    text: String,
}

/// All parts of the document.
pub(super) fn parts(scribe: &Scribe<'_>, body: &str, draft: &Draft) -> Vec<Part> {
    let beside = beside(scribe, draft);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(&beside)),
        ("_rels/.rels".to_owned(), relations(&[("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml".to_owned(), root("document", &format!("<w:body>{body}</w:body>"))),
        (
            "word/_rels/document.xml.rels".to_owned(),
            relations(
                &beside.iter().map(|part| (part.id, part.kind, part.file)).collect::<Vec<_>>(),
            ),
        ),
    ];
    parts.extend(beside.into_iter().map(|part| (format!("word/{}", part.file), part.text)));
    if scribe.layout.has(Habit::Strict) {
        for (_, text) in &mut parts {
            for (usual, strict) in STRICT {
                *text = text.replace(usual, strict);
            }
        }
    }
    parts
}

fn beside(scribe: &Scribe<'_>, draft: &Draft) -> Vec<Beside> {
    let section_list = scribe.lists.style_counts().then_some(1);
    let mut beside = Vec::new();
    let mut add = |kind, id, file, root_name: &str, text: Option<String>| {
        let text = text.map(|text| root(root_name, &text));
        beside.extend(text.map(|text| Beside { kind, id, file, text }));
    };
    add("styles", "rId1", "styles.xml", "styles", styles::xml(scribe.layout, section_list));
    add("numbering", "rId2", "numbering.xml", "numbering", scribe.lists.xml());
    add(
        "settings",
        "rId3",
        "settings.xml",
        "settings",
        Some(r#"<w:zoom w:percent="100"/>"#.into()),
    );
    let notes = notes("footnote", &scribe.runs.footnotes);
    add("footnotes", "rId4", "footnotes.xml", "footnotes", notes);
    add(
        "comments",
        "rId5",
        "comments.xml",
        "comments",
        self::notes("comment", &scribe.runs.comments),
    );
    if scribe.layout.has(Habit::Sections) {
        add("header", "rId11", "header1.xml", "hdr", Some(header(draft)));
        add("footer", "rId12", "footer1.xml", "ftr", Some(footer()));
    }
    beside
}

fn root(name: &str, content: &str) -> String {
    format!("{DECLARATION}\n<w:{name} {NAMESPACES}>{content}</w:{name}>")
}

fn relations(all: &[(&str, &str, &str)]) -> String {
    let mut xml = format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
    );
    for (id, kind, target) in all {
        let _ =
            write!(xml, r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>"#);
    }
    xml + "</Relationships>"
}

fn content_types(beside: &[Beside]) -> String {
    let mut xml = format!(
        r#"{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{CONTENT}.document.main+xml"/>"#
    );
    for Beside { kind, file, .. } in beside {
        let _ = write!(
            xml,
            r#"<Override PartName="/word/{file}" ContentType="{CONTENT}.{kind}+xml"/>"#
        );
    }
    xml + "</Types>"
}

fn notes(kind: &str, texts: &[String]) -> Option<String> {
    if texts.is_empty() {
        return None;
    }
    let mut xml = String::new();
    if kind == "footnote" {
        xml.push_str(r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"#);
    }
    for (index, text) in texts.iter().enumerate() {
        let (id, run) = (index + 1, Runs::plain(text, Face::default()));
        let author = if kind == "comment" { r#" w:author="审核" w:initials="审""# } else { "" };
        let _ = write!(xml, r#"<w:{kind} w:id="{id}"{author}><w:p>{run}</w:p></w:{kind}>"#);
    }
    Some(xml)
}

fn header(draft: &Draft) -> String {
    let words = format!("{}项目编码 绩效目标", draft.title());
    format!(
        r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{}</w:p>"#,
        Runs::plain(&words, Face::CELL)
    )
}

fn footer() -> String {
    let page = field(" PAGE ", &Runs::plain("1", Face::CELL), Face::CELL);
    let [before, behind] = ["第", "页"].map(|word| Runs::plain(word, Face::CELL));
    format!(r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{before}{page}{behind}</w:p>"#)
}
