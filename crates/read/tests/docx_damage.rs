//! Damaged and hostile Word documents: what can be read is read, the rest is reported.

use ground::{RuleCode, Severity};
use read::stream::Stream;
use read::{Limits, codes};

use crate::docx::{self, Package, cell, document, item, p, pp, row, shown, style, tbl, tc, tr};

const LISTS: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

/// A document with a little of everything.
fn whole() -> Package {
    let inner = tbl(3, &[row(&["一级", "二级", "值"]), row(&["产出", "数量", "5"])]);
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC \\o</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>一、总体&amp;分项</w:t><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>{}</w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>",
        p("框")
    );
    let body = pp("<w:pStyle w:val=\"a\"/>", "临河县总工会")
        + &format!("<w:p>{field}{boxed}</w:p>")
        + &item(1, 0, "开展帮扶")
        + &pp("<w:rPr><w:del/></w:rPr>", "删去")
        + &tbl(
            2,
            &[
                tr(&[tc("<w:vMerge w:val=\"restart\"/>", "预算数"), tc("", "24.00")]),
                tr(&[
                    tc("<w:vMerge/>", ""),
                    cell("<w:gridSpan w:val=\"2\"/>", &(p("目标") + &inner)),
                ]),
            ],
        );
    Package::new(&body).styles(&style("a", "heading 1", "")).numbering(LISTS)
}

fn read(bytes: &[u8]) -> Stream {
    read::stream("文本.docx", bytes, Limits::default())
}

fn found(stream: &Stream) -> Vec<(RuleCode, Severity)> {
    stream.findings.iter().map(|finding| (finding.code, finding.severity)).collect()
}

#[test]
fn a_file_cut_anywhere_is_reported() {
    let bytes = whole().bytes();
    for end in (0..bytes.len()).step_by(97) {
        let reading = read::read("文本.docx", &bytes[..end]);
        assert!(reading.findings.iter().any(|f| f.severity == Severity::Error), "cut at {end}");
    }
}

#[test]
fn a_file_with_wrong_bytes_is_read_or_reported() {
    let good = whole().bytes();
    let expected = shown(&read(&good));
    for (at, flip) in (0..good.len()).zip([0x01, 0xff, 0x80].into_iter().cycle()) {
        let mut bytes = good.clone();
        bytes[at] ^= flip;
        let stream = read(&bytes);
        docx::words_are_traceable(&stream);
        let same = shown(&stream) == expected;
        // Names of parts are not under a checksum: a part that is not found is missing.
        let renamed = stream.findings.is_empty() && !same;
        assert!(!renamed || in_names(&good, at), "silent change by {flip:x} at {at}");
    }
}

/// Whether a byte belongs to the archive's headers or to its directory.
fn in_names(bytes: &[u8], at: usize) -> bool {
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let header = |start: usize| {
        let name = usize::from(u16::from_le_bytes([bytes[start + 26], bytes[start + 27]]));
        (start..start + 30 + name).contains(&at)
    };
    let headers = bytes.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x03\x04");
    at >= directory || headers.map(|(start, _)| start).any(header)
}

#[test]
fn xml_cut_anywhere_gives_what_stands_before() {
    let package = whole();
    let (_, xml) = package.files.iter().find(|(name, _)| name == "word/document.xml").unwrap();
    let end_of_root = xml.len();
    for end in (60..end_of_root).step_by(7) {
        let stream = read(&package.clone().with_bytes("word/document.xml", &xml[..end]).bytes());
        assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Error)], "cut at {end}");
        assert!(stream.findings[0].message.contains("word/document.xml"));
        docx::words_are_traceable(&stream);
    }
    let text = String::from_utf8(xml.clone()).unwrap();
    let cut = text.find("24.00").unwrap() + "24.00".len();
    let stream = read(&package.with("word/document.xml", &text[..cut]).bytes());
    assert_eq!(
        shown(&stream),
        "#1 临河县总工会\n框\n目录 一、总体&分项\n1.开展帮扶\n删去\n1: 预算数@0 | 24.00@1\n"
    );
}

#[test]
fn malformed_xml_keeps_what_stands_before() {
    let faults = [
        "</w:r>",
        "<w:p",
        "<w:p <w:t>",
        "&",
        "&nbsp;",
        "&amp",
        "<!DOCTYPE x>",
        "<![CDATA[",
        "<!-- x",
        "&#xFFFFFFFF;",
        "&#0;",
        "</w:tbl></w:body>",
    ];
    for fault in faults {
        let body = p("甲") + "<w:p><w:r><w:t>乙" + fault;
        let stream = read(&Package::new(&body).bytes());
        assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Error)], "{fault}");
        assert!(shown(&stream).starts_with("甲\n乙"), "{fault}: {}", shown(&stream));
    }
    let mut bytes = document(&p("甲")).into_bytes();
    let at = bytes.windows(6).position(|w| w == "甲</w".as_bytes()).unwrap();
    bytes[at] = 0xff;
    let stream = read(&Package::new("").with_bytes("word/document.xml", &bytes).bytes());
    assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Error)]);
}

#[test]
fn entities_of_its_own_are_refused() {
    let laughs = "<!DOCTYPE w [<!ENTITY a \"哈\"><!ENTITY b \"&a;&a;&a;\">]>".to_owned()
        + &document(&p("&b;"));
    let outside = "<!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>".to_owned()
        + &document(&p("&a;"));
    for text in [laughs, outside] {
        let stream = read(&Package::new("").with("word/document.xml", &text).bytes());
        assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Error)]);
        assert!(stream.blocks.is_empty() && stream.findings[0].message.contains("DTD"));
    }
}

#[test]
fn broken_styles_and_lists_are_warnings() {
    let body = pp("<w:pStyle w:val=\"a\"/>", "标题") + &item(1, 0, "甲");
    let styles = style("a", "heading 1", "");
    let whole = Package::new(&body).styles(&styles).numbering(LISTS);
    let broken = docx::root("styles", &styles).replace("</w:styles>", "");
    let stream = read(&whole.clone().with("word/styles.xml", &broken).bytes());
    assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Warning)]);
    assert_eq!(shown(&stream), "#1 标题\n1.甲\n");
    let stream = read(&whole.with("word/numbering.xml", "<w:numbering>").bytes());
    assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Warning)]);
    assert_eq!(shown(&stream), "#1 标题\n甲\n");
}

#[test]
fn a_document_that_unpacks_too_large_is_refused() {
    let limits = Limits { packed: 1 << 20, unpacked: 20_000 };
    let package = Package::new(&p("甲").repeat(1000));
    let stream = read::stream("文本.docx", &package.bytes(), limits);
    assert_eq!(found(&stream), [(codes::FILE_TOO_LARGE, Severity::Error)]);
    assert!(stream.findings[0].message.contains("20000"), "{}", stream.findings[0].message);
    // The archive may lie about the size.
    let mut bytes = package.bytes();
    let size = u32::try_from(document(&p("甲").repeat(1000)).len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    let stream = read::stream("文本.docx", &bytes, limits);
    assert!(stream.findings.iter().any(|finding| finding.severity == Severity::Error));
    assert!(stream.source.text.len() < 20_000);
    let small = Limits { packed: 100, unpacked: 20_000 };
    let stream = read::stream("文本.docx", &package.bytes(), small);
    assert_eq!(found(&stream), [(codes::FILE_TOO_LARGE, Severity::Error)]);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let package = Package::new("").with_bytes("word/document.xml", &vec![b' '; 20 << 20]);
    let stream = read(&package.bytes());
    assert_eq!(found(&stream), [(codes::FILE_TOO_LARGE, Severity::Error)]);
    assert!(stream.findings[0].message.contains("炸弹"));
    // Below the size that does harm anything may pack well.
    let blank = p("甲") + &" ".repeat(2 << 20);
    assert_eq!(shown(&read(&Package::new(&blank).bytes())), "甲\n");
}

#[test]
fn an_archive_of_too_many_files_is_not_opened() {
    let mut package = Package::new(&p("甲"));
    package.files.extend((0..10_001).map(|n| (format!("f{n}"), Vec::new())));
    let stream = read(&package.bytes());
    assert_eq!(found(&stream), [(codes::FILE_TOO_LARGE, Severity::Error)]);
    assert!(stream.findings[0].message.contains("10000"));
}

#[test]
fn elements_nested_without_end_are_given_up() {
    let nested = "<w:tbl><w:tr><w:tc>".repeat(100_000) + &p("甲");
    let stream = read(&Package::new(&(p("前") + &nested)).bytes());
    assert_eq!(found(&stream), [(codes::FILE_DAMAGED, Severity::Error)]);
    assert!(stream.findings[0].message.contains("嵌套"));
    assert!(shown(&stream).starts_with("前\n"));
    let deep = "<w:tbl><w:tr><w:tc>".repeat(100) + &p("甲") + &"</w:tc></w:tr></w:tbl>".repeat(100);
    assert_eq!(shown(&read(&Package::new(&deep).bytes())), "1: 甲@0\n");
    let skipped = "<w:del>".repeat(1000) + &"</w:del>".repeat(1000);
    assert_eq!(
        found(&read(&Package::new(&skipped).bytes())),
        [(codes::FILE_DAMAGED, Severity::Error)]
    );
}

#[test]
fn paragraphs_without_number_are_given_up() {
    let stream = read(&Package::new(&(p("甲") + &"<w:p/>".repeat(400_001))).bytes());
    assert_eq!(found(&stream), [(codes::FILE_TOO_LARGE, Severity::Error)]);
    assert_eq!(shown(&stream), "甲\n");
}

#[test]
fn labels_cannot_be_blown_up() {
    let lists = LISTS.replace("%1.", &"%1".repeat(10_000));
    let stream = Package::new(&item(1, 0, "甲").repeat(50)).numbering(&lists).stream();
    assert!(stream.source.text.len() < 50 * 200);
    let far = LISTS.replace(
        "w:val=\"1\"/><w:lvlText",
        "w:val=\"4294967295\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText",
    );
    let stream = Package::new(&item(1, 0, "甲").repeat(50)).numbering(&far).stream();
    assert!(stream.source.text.starts_with("32767. 甲\n32768. 甲\n"));
}

/// Sets a field of the headers of a file, in the file and in the directory.
fn patched(bytes: &mut [u8], name: &str, local: usize, central: usize, value: u16) {
    let all: Vec<usize> = (0..bytes.len() - name.len())
        .filter(|at| bytes[*at..].starts_with(name.as_bytes()))
        .collect();
    for at in all {
        let value = value.to_le_bytes();
        if at >= 30 && bytes[at - 30..].starts_with(b"PK\x03\x04") {
            bytes[at - 30 + local..at - 28 + local].copy_from_slice(&value);
        }
        if at >= 46 && bytes[at - 46..].starts_with(b"PK\x01\x02") {
            bytes[at - 46 + central..at - 44 + central].copy_from_slice(&value);
        }
    }
}

#[test]
fn files_under_a_password_or_in_an_odd_packing_are_named() {
    let mut bytes = whole().bytes();
    patched(&mut bytes, "word/document.xml", 6, 8, 1);
    let stream = read(&bytes);
    assert_eq!(found(&stream), [(codes::FILE_ENCRYPTED, Severity::Error)]);
    assert!(stream.findings[0].message.contains("word/document.xml"));
    let mut bytes = whole().bytes();
    patched(&mut bytes, "word/document.xml", 8, 10, 12);
    assert_eq!(found(&read(&bytes)), [(codes::FORMAT_UNSUPPORTED, Severity::Error)]);
}
