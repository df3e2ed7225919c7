//! How the parts of a Word document are found, and in which dialects they may be written.

use read::{Limits, codes};
use zip::CompressionMethod;

use crate::docx::{
    self, Package, check_package, content_types, document, item, p, package_relations,
    part_relations, pp, shown, style,
};

/// The document of another package, under the names given.
fn renamed(main: &str, relations: &str) -> Package {
    Package::new("")
        .without("word/document.xml")
        .without("word/_rels/document.xml.rels")
        .with("[Content_Types].xml", &content_types(&format!("/{main}")))
        .with("_rels/.rels", &package_relations(main))
        .with(main, &document(&(pp("<w:pStyle w:val=\"a\"/>", "标题") + &item(1, 0, "甲"))))
        .with(relations, &part_relations())
}

const LISTS: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

#[test]
fn the_text_is_found_by_its_relation() {
    let styles = docx::root("styles", &style("a", "heading 1", ""));
    let lists = docx::root("numbering", LISTS);
    let places = [
        ("word/document2.xml", "word/_rels/document2.xml.rels", "word/"),
        ("main.xml", "_rels/main.xml.rels", ""),
        ("a/b/text.xml", "a/b/_rels/text.xml.rels", "a/b/"),
    ];
    for (main, relations, folder) in places {
        let package = renamed(main, relations)
            .with(&format!("{folder}styles.xml"), &styles)
            .with(&format!("{folder}numbering.xml"), &lists);
        check_package(&package, "#1 标题\n1.甲");
    }
    // A left-over part with the usual name is not the text.
    let package = renamed("word/document2.xml", "word/_rels/document2.xml.rels")
        .with("word/document.xml", &document(&p("旧稿")))
        .with("word/styles.xml", &styles)
        .with("word/numbering.xml", &lists);
    check_package(&package, "#1 标题\n1.甲");
}

#[test]
fn targets_are_written_in_many_ways() {
    for target in
        ["/word/document.xml", "word\\document.xml", "./word/document.xml", "Word/Document.xml"]
    {
        let package = Package::new(&p("甲")).with("_rels/.rels", &package_relations(target));
        check_package(&package, "甲");
    }
    let external = part_relations()
        .replace("Target=\"styles.xml\"", "Target=\"http://x/styles.xml\" TargetMode=\"External\"");
    let package = Package::new(&pp("<w:pStyle w:val=\"a\"/>", "甲"))
        .with("word/_rels/document.xml.rels", &external)
        .styles(&style("a", "heading 1", ""));
    check_package(&package, "#1 甲");
}

#[test]
fn lost_relations_are_made_up_for() {
    let whole =
        Package::new(&pp("<w:pStyle w:val=\"a\"/>", "甲")).styles(&style("a", "heading 1", ""));
    check_package(&whole.clone().without("_rels/.rels"), "#1 甲");
    check_package(&whole.clone().without("[Content_Types].xml"), "#1 甲");
    check_package(&whole.clone().without("word/_rels/document.xml.rels"), "#1 甲");
    check_package(&whole.clone().without("_rels/.rels").without("[Content_Types].xml"), "#1 甲");
    check_package(&whole.clone().with("_rels/.rels", "<broken"), "#1 甲");
    let typed = renamed("word/text.xml", "word/_rels/text.xml.rels").without("_rels/.rels");
    check_package(&typed.numbering(LISTS).styles(&style("a", "heading 1", "")), "#1 标题\n1.甲");
    check_package(&whole.without("word/styles.xml"), "甲");
}

#[test]
fn a_package_without_a_text_is_refused() {
    for package in [
        Package::new("").without("word/document.xml"),
        Package::new("").without("word/document.xml").with("word/readme.txt", "说明"),
    ] {
        let stream = package.stream();
        assert!(stream.blocks.is_empty());
        assert_eq!(stream.findings.len(), 1);
        assert_eq!(stream.findings[0].code, codes::FILE_DAMAGED);
        assert!(stream.findings[0].message.contains("正文"));
    }
    // A workbook that carries a folder called word is still no Word document.
    let workbook = content_types("/xl/workbook.xml")
        .replace("wordprocessingml.document", "spreadsheetml.sheet");
    let package = Package::new("")
        .without("word/document.xml")
        .with("[Content_Types].xml", &workbook)
        .with("_rels/.rels", &package_relations("xl/workbook.xml"))
        .with("xl/workbook.xml", "<workbook/>");
    assert_eq!(package.stream().findings[0].code, codes::FILE_DAMAGED);
    let archive = Package {
        files: vec![("readme.txt".into(), b"x".to_vec())],
        method: CompressionMethod::Stored,
    };
    assert_eq!(archive.stream().findings[0].code, codes::FORMAT_UNSUPPORTED);
}

#[test]
fn a_text_without_words_is_reported_as_empty() {
    for body in ["", &p(""), "<w:p><w:r><w:drawing/></w:r></w:p>"] {
        let findings = Package::new(body).stream().findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, codes::FILE_EMPTY);
        assert!(findings[0].message.contains("图片"));
    }
}

#[test]
fn content_in_another_format_is_reported() {
    let findings = Package::new(&(p("甲") + "<w:altChunk/>")).stream().findings;
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [codes::FORMAT_UNSUPPORTED]);
}

#[test]
fn every_dialect_reads_the_same() {
    let body = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>甲</w:t></w:r><m:oMath><m:r><m:t>乙</m:t></m:r></m:oMath></w:p>";
    let usual = document(body);
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let math = "http://schemas.openxmlformats.org/officeDocument/2006/math";
    let strict = usual
        .replace(word, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(math, "http://purl.oclc.org/ooxml/officeDocument/math");
    let prefixed = usual
        .replace("w:", "ns0:")
        .replace("m:", "ns1:")
        .replace("xmlns:w=", "xmlns:ns0=")
        .replace("xmlns:m=", "xmlns:ns1=");
    let nested = format!(
        "<document xmlns=\"{word}\"><body><p xmlns:k=\"{word}\"><k:pPr><k:outlineLvl k:val=\"0\"/></k:pPr><r><t>甲</t></r><oMath xmlns=\"{math}\"><r><t>乙</t></r></oMath></p></body></document>"
    );
    let undeclared = format!("<w:document><w:body>{body}</w:body></w:document>");
    let spaced = usual
        .replace("</w:p>", "</w:p >")
        .replace("<w:r>", "<w:r\n>")
        .replace("w:val=\"0\"", "w:val = '0'");
    for (name, text) in [
        ("strict", strict),
        ("prefixed", prefixed),
        ("nested", nested),
        ("undeclared", undeclared),
        ("spaced", spaced),
    ] {
        let stream = Package::new("").with("word/document.xml", &text).stream();
        assert_eq!(shown(&stream), "#1 甲乙\n", "{name}");
        assert_eq!(stream.findings, vec![], "{name}");
    }
    // Elements of the same name in another vocabulary are no text.
    let foreign = usual.replace(word, "urn:other").replace("xmlns:m=", "xmlns:n=");
    let stream = Package::new("").with("word/document.xml", &foreign).stream();
    assert_eq!(shown(&stream), "");
}

#[test]
fn every_encoding_reads_the_same() {
    let text = document(&p("绩效目标"));
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        let units: Vec<u8> = text.encode_utf16().flat_map(order).collect();
        [mark, &units].concat()
    };
    let cases = [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes, b"\xff\xfe"),
        utf16(u16::to_be_bytes, b"\xfe\xff"),
        utf16(u16::to_le_bytes, b""),
    ];
    for bytes in cases {
        check_package(&Package::new("").with_bytes("word/document.xml", &bytes), "绩效目标");
    }
}

#[test]
fn stored_files_and_other_extensions_are_read() {
    let mut package = Package::new(&p("甲"));
    package.method = CompressionMethod::Stored;
    check_package(&package, "甲");
    let stream = read::stream("文本.doc", &package.bytes(), Limits::default());
    assert_eq!(shown(&stream), "甲\n");
    assert_eq!(stream.findings[0].code, codes::NAME_AND_CONTENT_DIFFER);
    assert_eq!(stream.source.format, ground::Format::Docx);
}
