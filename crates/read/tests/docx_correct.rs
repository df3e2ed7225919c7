//! Corrections made in Word documents where they stand.

use std::io::{Cursor, Read};

use ground::{Edit, Span};
use read::{DocxCorrectionError as CorrectionError, Limits};
use zip::ZipArchive;

use crate::docx::{self, Package, document, edit, item, p, r, row, tbl};

fn correct(package: &Package, edits: &[Edit]) -> Result<Vec<u8>, CorrectionError> {
    docx::correct(&package.bytes(), edits)
}

fn file(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Corrects a body; the XML of the result and its linear text must be as expected, and all other
/// XML as it was.
fn check(body: &str, edits: &[(&str, &str)], expected_body: &str, expected_text: &str) {
    let package = Package::new(body);
    let text = package.stream().source.text;
    let edits: Vec<Edit> = edits.iter().map(|(old, new)| edit(&text, old, new)).collect();
    let corrected = correct(&package, &edits).unwrap();
    assert_eq!(file(&corrected, "word/document.xml"), document(expected_body));
    let again = read::stream("文本.docx", &corrected, Limits::default());
    assert_eq!(again.source.text, expected_text);
    assert_eq!(correct(&package, &edits).unwrap(), corrected, "not deterministic");
}

#[test]
fn only_the_corrected_characters_change() {
    check(
        &(p("冀财行[2022]99号") + &p("其余不动")),
        &[("[2022]", "〔2022〕")],
        &(p("冀财行〔2022〕99号") + &p("其余不动")),
        "冀财行〔2022〕99号\n其余不动\n",
    );
    check(&p("满意度90%以上"), &[("90%以上", "≥90%")], &p("满意度≥90%"), "满意度≥90%\n");
    check(&p("甲乙丙"), &[("乙", "")], &p("甲丙"), "甲丙\n");
    check(&p("甲乙丙"), &[("丙", "丁"), ("甲", "戊")], &p("戊乙丁"), "戊乙丁\n");
    check(&p("甲"), &[], &p("甲"), "甲\n");
    let cell = |first: &str| tbl(1, &[docx::tr(&[docx::cell("", &(p(first) + &p("乙")))])]);
    check(&cell("甲"), &[("甲", "")], &cell(""), "\n乙\n");
}

#[test]
fn a_correction_may_cross_runs() {
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    let runs = |first: &str, second: &str, third: &str| {
        format!("<w:p>{}<w:proofErr/>{}{}</w:p>", r(first), bold(second), r(third))
    };
    check(
        &runs("资金2", "02", "5年"),
        &[("2025", "二〇二五")],
        &runs("资金二〇二五", "", "年"),
        "资金二〇二五年\n",
    );
    check(
        &runs("甲[", "20", "]乙"),
        &[("[", "〔"), ("]", "〕")],
        &runs("甲〔", "20", "〕乙"),
        "甲〔20〕乙\n",
    );
}

#[test]
fn references_and_sections_keep_their_writing() {
    check(
        &p("A&amp;B&lt;5&#20013;"),
        &[("&B", "＆B<&>"), ("中", "国")],
        &p("A＆B&lt;&amp;&gt;&lt;5国"),
        "A＆B<&><5国\n",
    );
    check(&p("A&amp;B"), &[("B", "C")], &p("A&amp;C"), "A&C\n");
    let section = |text: &str| format!("<w:p><w:r><w:t><![CDATA[{text}]]></w:t></w:r></w:p>");
    check(
        &section("人数<50&甲"),
        &[("50&", "5]]>&")],
        &section("人数<5]]]]><![CDATA[>&甲"),
        "人数<5]]>&甲\n",
    );
}

#[test]
fn white_space_at_the_ends_is_kept_where_it_comes_to_matter() {
    let run = |tag: &str, text: &str| format!("<w:p><w:r><w:t{tag}>{text}</w:t></w:r></w:p>");
    check(&run("", " 甲乙 "), &[("乙", "丙")], &run("", " 甲丙 "), "甲丙\n");
    check(&run("", " 甲乙 "), &[("甲", "A ")], &run("", " A 乙 "), "A 乙\n");
    check(&run("", "\n 甲乙 "), &[("甲", " A")], &run(" xml:space=\"preserve\"", " A乙"), " A乙\n");
    check(
        &run(" xml:space='default'", "甲乙"),
        &[("乙", "丙 ")],
        &run(" xml:space='preserve'", "甲丙 "),
        "甲丙 \n",
    );
    check(
        &run(" w:x=\"1\"", "甲 乙"),
        &[("乙", "")],
        &run(" w:x=\"1\" xml:space=\"preserve\"", "甲 "),
        "甲 \n",
    );
}

#[test]
fn words_are_put_in_beside_words() {
    let insert = |text: &str, before: &str, new: &str| {
        let at = text.find(before).unwrap_or(text.len());
        Edit { span: Span::at(at), text: new.into() }
    };
    let body = format!("<w:p>{}{}</w:p>", r("甲"), r("乙"));
    let cases = [
        ("甲", "始甲乙\n", format!("<w:p>{}{}</w:p>", r("始甲"), r("乙"))),
        ("乙", "甲始乙\n", format!("<w:p>{}{}</w:p>", r("甲始"), r("乙"))),
        ("\n", "甲乙始\n", format!("<w:p>{}{}</w:p>", r("甲"), r("乙始"))),
    ];
    for (before, text, xml) in cases {
        let package = Package::new(&body);
        let corrected = correct(&package, &[insert("甲乙\n", before, "始")]).unwrap();
        assert_eq!(file(&corrected, "word/document.xml"), document(&xml));
        let again = read::stream("文本.docx", &corrected, Limits::default());
        assert_eq!(again.source.text, text);
    }
    let package = Package::new(&tbl(2, &[row(&["甲", ""])]));
    let refused = correct(&package, &[Edit { span: Span::at("甲\t".len()), text: "乙".into() }]);
    assert_eq!(refused, Err(CorrectionError::NoText));
}

#[test]
fn what_was_not_typed_is_refused() {
    let lists = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let body = item(1, 0, "甲乙")
        + &format!(
            "<w:p>{}<w:r><w:tab/><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r>{}</w:p>",
            r("数"),
            r("90%")
        )
        + &tbl(2, &[row(&["丙", "丁"])])
        + &p("一\r\n二");
    let package = Package::new(&body).numbering(lists);
    let text = package.stream().source.text;
    assert_eq!(text, "1、 甲乙\n数\t≥90%\n丙\t丁\n一  二\n");
    let cases = [
        ("1、", "2、", CorrectionError::Numbering("1、".into())),
        ("、 甲", "甲", CorrectionError::Numbering("1、".into())),
        ("数\t", "数", CorrectionError::Layout),
        ("≥", "≤", CorrectionError::Sign("≥".into())),
        ("丙\t丁", "丙", CorrectionError::Layout),
        ("乙\n", "乙", CorrectionError::Layout),
        ("甲", "甲\n", CorrectionError::Replacement("甲\n".into())),
        ("甲", "\u{1}", CorrectionError::Replacement("\u{1}".into())),
    ];
    for (old, new, expected) in cases {
        let outcome = correct(&package, &[edit(&text, old, new)]);
        assert_eq!(outcome, Err(expected), "{old}");
    }
    let spans = [
        (Span { start: 4, end: 3 }, CorrectionError::Outside),
        (Span::new(5..6), CorrectionError::Outside),
        (Span::new(0..9999), CorrectionError::Outside),
    ];
    for (span, expected) in spans {
        let outcome = correct(&package, &[Edit { span, text: "x".into() }]);
        assert_eq!(outcome, Err(expected));
    }
    let twice = [edit(&text, "甲乙", "x"), edit(&text, "乙", "y")];
    assert_eq!(correct(&package, &twice), Err(CorrectionError::Overlapping));
    for error in [CorrectionError::Layout, CorrectionError::NoText, CorrectionError::Outside] {
        assert!(!error.to_string().is_ascii());
    }
}

#[test]
fn the_other_files_stay_as_they_are_packed() {
    let picture: Vec<u8> = (0u32..4000).map(|n| (n * n % 251) as u8).collect();
    let package = Package::new(&p("甲乙"))
        .with_bytes("word/media/image1.png", &picture)
        .with("docProps/app.xml", "<Properties/>");
    let before = package.bytes();
    let text = package.stream().source.text;
    let after = correct(&package, &[edit(&text, "乙", "丙")]).unwrap();
    let mut old = ZipArchive::new(Cursor::new(&before)).unwrap();
    let mut new = ZipArchive::new(Cursor::new(&after)).unwrap();
    let names = |archive: &ZipArchive<Cursor<&Vec<u8>>>| {
        archive.file_names().map(|name| name.unwrap().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&old), names(&new));
    for name in names(&old) {
        let packed = |archive: &mut ZipArchive<Cursor<&Vec<u8>>>| {
            let index = archive.index_for_name(&name).unwrap();
            let mut file = archive.by_index_raw(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (bytes, file.compression(), file.last_modified(), file.crc32())
        };
        let same = packed(&mut old) == packed(&mut new);
        assert_eq!(same, name != "word/document.xml", "{name}");
    }
}

#[test]
fn the_byte_order_mark_stays_and_other_encodings_are_refused() {
    let text = document(&p("甲乙"));
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let package = Package::new("").with_bytes("word/document.xml", &marked);
    let corrected = correct(&package, &[edit("甲乙\n", "乙", "丙")]).unwrap();
    assert_eq!(file(&corrected, "word/document.xml"), format!("\u{feff}{}", document(&p("甲丙"))));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let package = Package::new("").with_bytes("word/document.xml", &utf16);
    let outcome = correct(&package, &[edit("甲乙\n", "乙", "丙")]);
    assert!(matches!(outcome, Err(CorrectionError::Unreadable(_))));
}

#[test]
fn documents_that_must_not_change_are_refused() {
    let edits = [edit("甲乙\n", "乙", "丙")];
    let signed = Package::new(&p("甲乙")).with("_xmlsignatures/sig1.xml", "<x/>");
    assert_eq!(correct(&signed, &edits), Err(CorrectionError::Signed));
    let broken =
        Package::new("").with("word/document.xml", &document(&p("甲乙")).replace("</w:body>", ""));
    assert!(matches!(correct(&broken, &edits), Err(CorrectionError::Unreadable(_))));
    let outcome = docx::correct(b"PK\x03\x04", &edits);
    assert!(matches!(outcome, Err(CorrectionError::Unreadable(_))));
}

#[test]
fn a_correction_that_would_change_more_than_words_is_given_up() {
    // Once its words are gone the row has words in one cell only, and would be read as layout.
    let inner = tbl(2, &[row(&["甲", "乙"])]);
    let outer = docx::tr(&[docx::tc("", "标签"), docx::cell("", &inner)]);
    let package = Package::new(&tbl(2, &[outer]));
    let text = package.stream().source.text;
    assert_eq!(text, "标签\t甲\n乙\n");
    assert_eq!(correct(&package, &[edit(&text, "标签", "")]), Err(CorrectionError::Unfaithful));
    assert!(correct(&package, &[edit(&text, "标签", "名称")]).is_ok());
}
