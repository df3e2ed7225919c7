//! Files that are not read say what they are and what to do with them.

use read::codes;

/// Name, how the file begins, what is said of it, what is to be done.
const FILES: &[(&str, &[u8], &str, &str)] = &[
    ("扫描件.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG 图片", "Word 或 Excel 文件"),
    ("扫描件.tif", b"II*\0\x08\0\0\0", "TIFF 图片", "Word 或 Excel 文件"),
    ("各部门.rar", b"Rar!\x1a\x07\x01\0", "RAR 压缩包", "解压"),
    ("各部门.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "7z 压缩包", "解压"),
    ("绩效.rtf", b"{\\rtf1\\ansi\\ansicpg936", "RTF 文件", ".docx"),
    (
        "目标表.xls",
        b"<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n<Workbook/>",
        "Excel 2003 XML 表格",
        ".xlsx",
    ),
    ("目标表.csv", "项目编码,项目名称,预算数\r\n1,劳模慰问,24\r\n".as_bytes(), "CSV 表格", ".xlsx"),
    ("早年.wps", b"\x01\x02\x03\0\0\0\x04\x05\x06\0\0\0", "早期的 WPS 文件", ".docx"),
];

fn told(name: &str, bytes: &[u8]) -> (ground::RuleCode, String, String) {
    let reading = read::read(name, bytes);
    let finding = reading.findings.into_iter().next().unwrap();
    (finding.code, finding.message, finding.help)
}

#[test]
fn what_is_not_read_is_named_with_the_way_out() {
    for (name, bytes, what, help) in FILES {
        let found = told(name, bytes);
        assert_eq!(found.0, codes::FORMAT_UNSUPPORTED, "{name}");
        assert!(found.1.contains(what), "{name}: {}", found.1);
        assert!(found.2.contains(help), "{name}: {}", found.2);
    }
}

#[test]
fn packed_formats_are_told_by_what_they_hold() {
    let part = |name: &'static str| (name, b"<a/>".to_vec());
    let types = part("[Content_Types].xml");
    let packed = [
        ("大表.xlsb", vec![types.clone(), part("xl/workbook.bin")], ".xlsb", ".xlsx"),
        ("汇报.pptx", vec![types, part("ppt/presentation.xml")], ".pptx", ".docx"),
        ("公文.ofd", vec![part("OFD.xml")], "OFD", "Word 或 Excel"),
    ];
    for (name, files, what, help) in packed {
        let found = told(name, &testkit::pack::zip(&files));
        assert_eq!(found.0, codes::FORMAT_UNSUPPORTED, "{name}");
        assert!(found.1.contains(what) && found.2.contains(help), "{name}: {found:?}");
    }
}

/// A statement whose name promises a table between commas is still a statement.
#[test]
fn a_text_by_a_wrong_name_is_read() {
    let text = testkit::plain::text(&testkit::base::linhe());
    let reading = read::read("绩效.csv", text.as_bytes());
    assert_eq!(reading.statement.projects.len(), testkit::base::linhe().projects.len());
}
