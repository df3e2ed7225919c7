//! Rows for registers: what their cells hold, whatever the file is, and a clear word where it holds none.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use model::cell::Cell;
use read::Limits;
use read::rows::Workbook as Rows;

use crate::sheet::{OLD, Workbook, row};

const LIMITS: Limits = Limits::of_registers();

/// A cell as a word: texts as they are, everything else with its kind.
fn word(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => "-".into(),
        Cell::Text(text) => (*text).into(),
        Cell::Number(number) => format!("{number}#"),
        Cell::Date(day) => format!("{day}d"),
        Cell::Bool(truth) => format!("{truth}?"),
        Cell::Error(error) => format!("{error}!"),
    }
}

/// The rows of the first sheet as lines: number, then cells; a finding as a line at the end.
pub(crate) fn lines(name: &str, bytes: &[u8]) -> Vec<String> {
    lines_of(name, bytes, 0)
}

fn lines_of(name: &str, bytes: &[u8], sheet: usize) -> Vec<String> {
    let book = match Rows::open(name, bytes, LIMITS) {
        Ok(book) => book,
        Err(finding) => return vec![said(&finding)],
    };
    let mut lines = Vec::new();
    let outcome = book.rows(sheet, &mut |row| {
        let cells: Vec<String> = row.cells.iter().map(word).collect();
        lines.push(format!("{}: {}", row.number, cells.join(" ")));
        ControlFlow::Continue(())
    });
    lines.extend(outcome.err().map(|finding| said(&finding)));
    lines
}

fn said(finding: &ground::Finding) -> String {
    assert!(!finding.help.is_empty(), "{finding:?}");
    format!("{} {}", finding.code.as_str(), finding.message)
}

#[test]
fn cells_are_of_their_kind() {
    let cells = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"b\"><v>1</v></c>\
        <c r=\"C2\" t=\"e\"><v>#N/A</v></c><c r=\"D2\"><f>1+1</f><v>2</v></c>\
        <c r=\"E2\" t=\"str\"><f>A2</f><v>甲&amp;乙</v></c><c r=\"F2\"><f>NOW()</f></c>\
        <c r=\"G2\" t=\"d\"><v>2025-03-01T00:00:00</v></c><c r=\"H2\" s=\"1\"/>\
        <c r=\"I2\" t=\"inlineStr\"><is><r><t>一</t></r><r><t>二</t></r></is></c>\
        <c r=\"J2\"><v>340123199001011200</v></c><c r=\"L2\"><v></v></c></row>";
    let shared = "<sst><si><t>甲</t></si><si><t>乙</t><rPh><t>yi</t></rPh></si></sst>";
    let book = Workbook::of(cells, "").with("xl/sharedStrings.xml", shared);
    assert_eq!(
        lines("a.xlsx", &book.bytes()),
        ["2: 乙 true? #N/A! 2# 甲&乙 （没有算出结果）! 2025-03-01d - 一二 340123199001011200#"]
    );
}

#[test]
fn numbers_mean_what_their_formats_say() {
    let codes = ["General", "yyyy/m/d", "0.00%", "000000", "#,##0.00", "h:mm", "[$-804]aaaa"];
    let cells = ["A1:0=45717", "B1:1=45717.5", "C1:2=0.2512", "D1:3=711", "E1:4=1319000.5"];
    let more = ["F1:5=0.75", "G1:6=45717", "H1:1=-1", "I1:99=5", "J1:1=60"];
    let all = row(&[&cells[..], &more[..]].concat());
    let book = Workbook::of(&all, "").formats(&codes);
    assert_eq!(
        lines("a.xlsx", &book.bytes()),
        ["1: 45717# 2025-03-01d 25.12% 000711 1319000.5# 18:00 星期六 -1# 5# 60#"]
    );
    let mac = Workbook::of(&row(&["A1:1=44255"]), "").formats(&codes);
    let part = String::from_utf8(mac.parts[2].1.clone()).unwrap();
    let part = part.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    let mac = mac.with("xl/workbook.xml", &part);
    assert_eq!(lines("a.xlsx", &mac.bytes()), ["1: 2025-03-01d"]);
}

#[test]
fn merged_cells_have_the_value_of_their_region() {
    let rows = [
        row(&["A1=帮扶台账"]),
        row(&["A2=户主", "B2=成员", "D2=金额"]),
        row(&["A3=户主", "B3=姓名", "C3=关系"]),
        row(&["A4=张三", "B4=李四", "C4=妻", "D4:0=500"]),
        row(&["B5=张小", "C5=子"]),
        "<row r=\"6\"><c r=\"A6\"/></row>".into(),
        row(&["A7=王五", "B7=王六", "D7:0=3"]),
    ];
    let merged = "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"B2:C2\"/>\
        <mergeCell ref=\"D2:D3\"/><mergeCell ref=\"A4:A6\"/><mergeCell ref=\"D4:D6\"/></mergeCells>";
    let book = Workbook::of(&rows.concat(), merged);
    assert_eq!(
        lines("a.xlsx", &book.bytes()),
        [
            "1: 帮扶台账 帮扶台账 帮扶台账 帮扶台账",
            "2: 户主 成员 成员 金额",
            "3: 户主 姓名 关系 金额",
            "4: 张三 李四 妻 500#",
            "5: 张三 张小 子 500#",
            "7: 王五 王六 - 3#",
        ]
    );
}

#[test]
fn a_sheet_that_is_read_again_says_the_same() {
    let rows = [row(&["A1=甲", "B1:0=1"]), row(&["B2:0=2"])];
    let bytes = Workbook::of(&rows.concat(), "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>");
    let bytes = bytes.bytes();
    let book = Rows::open("a.xlsx", &bytes, LIMITS).unwrap();
    for _ in 0..2 {
        let mut said = Vec::new();
        let mut each = |row: read::rows::Row<'_>| {
            said.push(row.cells.iter().map(word).collect::<Vec<_>>().join(" "));
            ControlFlow::Continue(())
        };
        book.rows(0, &mut each).unwrap();
        assert_eq!(said, ["甲 1#", "甲 2#"]);
    }
}

/// Rows over several pieces, with a region that begins in the first and ends in the last.
#[test]
fn regions_reach_over_pieces_and_rows_count_on() {
    const ROWS: u32 = 60_000;
    let mut rows = String::new();
    for at in 1..=ROWS {
        let house = if at == 3 { "<c r=\"A3\" t=\"str\"><v>a_x0041_</v></c>" } else { "" };
        // Every other row does not say where it stands.
        let number = if at % 2 == 0 { format!(" r=\"{at}\"") } else { String::new() };
        let _ = write!(rows, "<row{number}>{house}<c r=\"B{at}\"><v>{at}</v></c></row>");
    }
    let merged =
        format!("<mergeCells count=\"1\"><mergeCell ref=\"A3:A{}\"/></mergeCells>", ROWS - 1);
    let bytes = Workbook::of(&rows, &merged).bytes();
    let book = Rows::open("a.xlsx", &bytes, LIMITS).unwrap();
    let mut chunks = Vec::new();
    book.unpack(0, &mut |chunk| {
        chunks.push(chunk);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(chunks.len() > 2, "{}", chunks.len());
    // Chunks may be read in any order, by any thread.
    let mut found: Vec<(u32, String)> = std::thread::scope(|scope| {
        let read = |chunk| {
            let mut rows = Vec::new();
            let mut each = |row: read::rows::Row<'_>| {
                rows.push((row.number, row.cells.iter().map(word).collect::<Vec<_>>().join(" ")));
            };
            book.read(chunk, &mut each).unwrap();
            rows
        };
        let threads: Vec<_> = chunks.iter().rev().map(|c| scope.spawn(move || read(c))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    found.sort_unstable();
    let expected = (1..=ROWS).map(|at| {
        let house = if (3..ROWS).contains(&at) { "aA" } else { "-" };
        (at, format!("{house} {at}#"))
    });
    assert!(found.into_iter().eq(expected));
}

#[test]
fn wide_sheets_are_read_and_what_is_too_wide_is_counted() {
    let cells = (0..600).map(|at| format!("<c><v>{at}</v></c>")).collect::<String>();
    let bytes = Workbook::of(&format!("<row>{cells}</row>"), "").bytes();
    let book = Rows::open("a.xlsx", &bytes, LIMITS).unwrap();
    let mut seen = Vec::new();
    book.rows(0, &mut |row| {
        seen.push((row.cells.len(), row.left_out));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, [(512, 88)]);
}

#[test]
fn what_has_enough_stops() {
    let rows: String = (1..100).map(|at| row(&[&format!("A{at}=甲")])).collect();
    let bytes = Workbook::of(&rows, "").bytes();
    let book = Rows::open("a.xlsx", &bytes, LIMITS).unwrap();
    let mut count = 0;
    let read = book.rows(0, &mut |_| {
        count += 1;
        if count == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((read.unwrap(), count), (3, 3));
}

#[test]
fn old_workbooks_are_read_typed() {
    let book = Rows::open("a.xls", OLD, LIMITS).unwrap();
    assert!(!book.sheets().is_empty());
    let mut kinds = [0usize; 2];
    for sheet in 0..book.sheets().len() {
        book.rows(sheet, &mut |row| {
            for cell in row.cells {
                match cell {
                    Cell::Text(_) => kinds[0] += 1,
                    Cell::Number(_) => kinds[1] += 1,
                    _ => {}
                }
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    assert!(kinds[0] > 100 && kinds[1] > 5, "{kinds:?}");
}

#[test]
fn texts_in_every_encoding_and_between_every_sign() {
    let text = "姓名,金额,备注\r\n\r\n张三,500,\"甲,\"\"乙\"\"\"\r\n李四,=\"007\",\"一\r\n二\"\r\n王五,'-5天,'九\r\n";
    let expected =
        ["1: 姓名 金额 备注", "3: 张三 500 甲,\"乙\"", "4: 李四 007 一\r\n二", "5: 王五 -5天 '九"];
    assert_eq!(lines("a.csv", text.as_bytes()), expected);
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(lines("a.csv", &marked), expected);
    let chinese = encoding_rs::GB18030.encode(text).0.into_owned();
    assert_eq!(lines("a.csv", &chinese), expected);
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines("a.csv", &wide), expected);
    for sign in ["\t", ";", "|"] {
        let other = format!("姓名{sign}金额\n张三,甲{sign}5\n李四{sign}6\n");
        assert_eq!(lines("a.txt", other.as_bytes()), ["1: 姓名 金额", "2: 张三,甲 5", "3: 李四 6"]);
    }
    assert_eq!(lines("a.csv", b"sep=^\na^b,c\n"), ["2: a b,c"]);
}

#[test]
fn rows_of_long_texts_count_on_over_pieces() {
    for quote in ["", "\""] {
        let end = if quote.is_empty() { "\n" } else { "\r\n" };
        let line = |at: u32| {
            let gap = if at.is_multiple_of(1000) { end } else { "" };
            format!("{at},{quote}困难职工{quote}{end}{gap}")
        };
        let text: String = (1..=100_000).map(line).collect();
        let found = lines("a.csv", text.as_bytes());
        let expected =
            (1..=100_000u32).map(|at| format!("{}: {at} 困难职工", at + (at - 1) / 1000));
        assert!(found.into_iter().eq(expected), "{quote:?}");
    }
}

#[test]
fn hidden_sheets_are_told_and_can_be_read() {
    let page = format!("<sheetData>{}</sheetData>", row(&["A1=甲"]));
    let book = Workbook::new(&[
        ("在用", "", &page),
        ("底稿", "state=\"hidden\"", &page),
        ("密", "state=\"veryHidden\"", &page),
    ]);
    let bytes = book.bytes();
    let opened = Rows::open("a.xlsx", &bytes, LIMITS).unwrap();
    let hidden: Vec<bool> = opened.sheets().iter().map(|sheet| sheet.is_hidden).collect();
    assert_eq!(hidden, [false, true, true]);
    let findings: Vec<String> = opened.findings().iter().map(said).collect();
    assert_eq!(findings, ["RED020 有 2 张隐藏的工作表：“底稿”“密”"]);
    assert_eq!(lines_of("a.xlsx", &bytes, 1), ["1: 甲"]);
}

/// Files that hold no rows, or break off: what is said of them.
#[test]
fn what_cannot_be_read_is_said() {
    let good = Workbook::of(&row(&["A1=甲"]), "").bytes();
    let cut_xml =
        Workbook::new(&[("表1", "", &format!("<sheetData>{}<row r=\"2\"><c", row(&["A1=甲"])))]);
    let wrong_xml = Workbook::of(&format!("{}<row r=\"2\"><c></row>", row(&["A1=甲"])), "");
    let entities = Workbook::of("", "").with(
        "xl/worksheets/sheet1.xml",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><sheetData><row/></sheetData></worksheet>",
    );
    let chart = Workbook::of("", "").with(
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/chartsheet\" Target=\"c.xml\"/></Relationships>",
    );
    let rows = "<row/>".repeat(1_048_577);
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("a.xlsx", Vec::new(), &["RED001 文件里没有任何内容"]),
        ("a.csv", b" \r\n".to_vec(), &["RED001 文件里没有任何内容"]),
        ("a.csv", b",,\r\n,,".to_vec(), &["RED001 “a.csv”里没有任何内容"]),
        ("a.xlsx", Workbook::of("", "").bytes(), &["RED001 “表1”里没有任何内容"]),
        (
            "a.xlsx",
            Workbook::new(&[("空", "", "<sheetData/>")]).bytes(),
            &["RED001 “空”里没有任何内容"],
        ),
        (
            "a.xlsx",
            good[..good.len() - 40].to_vec(),
            &["RED004 文件不完整：压缩结构的目录缺失，通常是下载或复制中断造成的"],
        ),
        (
            "a.xlsx",
            cut_xml.bytes(),
            &["1: 甲", "RED004 文件不完整：“表1”中途断开，只读到了断开之前的内容"],
        ),
        (
            "a.xlsx",
            wrong_xml.bytes(),
            &["1: 甲", "RED004 工作表“表1”第 3 行附近的结构有误，只读到了此前的内容"],
        ),
        (
            "a.xlsx",
            entities.bytes(),
            &["RED004 文件的部件“表1”含有文档类型声明（DTD），为安全起见不予读取"],
        ),
        ("a.xlsx", chart.bytes(), &["RED002 工作簿里没有可以读取的工作表，只有图表或宏"]),
        (
            "a.xlsx",
            Workbook::of(&rows, "").bytes(),
            &["RED005 工作表超过 1048576 行，只读到了此前的内容"],
        ),
        ("a.xlsx", protected(), &["RED003 文件设有打开密码，无法读取"]),
        ("a.xlsx", b"%PDF-1.7 obj".to_vec(), &["RED002 这是PDF 文件，台账只能从表格导入"]),
        (
            "a.xls",
            b"<html><table><tr><td>1</td></tr></table>".to_vec(),
            &["RED002 这是网页，不是 Excel 工作簿（有的系统导出的 .xls 其实是网页）"],
        ),
        (
            "a.xlsx",
            testkit::pack::zip(&[("a.csv", b"1,2".as_slice())]),
            &["RED002 这是 ZIP 压缩包"],
        ),
        ("a.et", vec![1, 2, 3, 0, 0, 200, 4, 5], &["RED002 文件内容不是任何已知的表格格式"]),
        (
            "a.csv",
            format!("甲,乙\n\"丙,丁\n{}", "戊,己\n".repeat(40_000)).into_bytes(),
            &["1: 甲 乙", "RED004 第 2 行有一个双引号没有成对，其后的内容分不清行和列"],
        ),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(lines(name, &bytes), expected, "{name} {}", bytes.len());
    }
    let small = Limits { packed: 100, unpacked: 100 };
    let said_of = |bytes: &[u8], limits| said(&Rows::open("a", bytes, limits).unwrap_err());
    assert_eq!(said_of(&[b'a'; 101], small), "RED005 文件有 0 MB，超过 0 MB 的上限");
    let large = Workbook::of(&row(&["A1=甲"]).repeat(100_000), "").bytes();
    let tight = Limits { packed: 50 << 20, unpacked: 2 << 20 };
    let book = Rows::open("a.xlsx", &large, tight).unwrap();
    let error = book.rows(0, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(said(&error).starts_with("RED005"), "{error:?}");
}

/// A workbook under a password: a compound file around an encrypted package.
fn protected() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for name in ["/EncryptedPackage", "/EncryptionInfo"] {
        let mut stream = file.create_stream(name).unwrap();
        std::io::Write::write_all(&mut stream, &[7; 5000]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}
