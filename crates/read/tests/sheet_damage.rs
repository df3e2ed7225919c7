//! Workbooks that are broken, empty, protected, huge or something else: a clear word, never a panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ground::{Format, Severity};
use read::Limits;

use crate::sheet::{OLD, Workbook, row, said, shown};

fn new() -> Vec<u8> {
    let setting = testkit::sheet::SETTINGS[0];
    setting.write(&testkit::base::linhe(), &testkit::form::Form::official(), 1)
}

fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    // Unoptimised, and beside other tests, a run takes ten times as long.
    assert!(began.elapsed() < Duration::from_secs(seconds * 10), "{:?}", began.elapsed());
    done
}

#[test]
fn an_old_workbook_says_the_same_as_a_new_one() {
    let draft = testkit::base::linhe();
    let form = testkit::form::Form::official();
    for (name, bytes) in [("a.xlsx", new()), ("a.xls", OLD.to_vec())] {
        let reading = read::read(name, &bytes);
        assert!(reading.findings.is_empty(), "{name}: {:?}", reading.findings);
        let wrong = testkit::truth::differences(&draft, &form, &reading.statement);
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    assert_eq!(read::read("a.xls", OLD).source.format, Format::Xls);
}

#[test]
fn mutated_bytes_never_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut draw = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for whole in [OLD.to_vec(), new()] {
        for round in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=round % 8 {
                let at = draw(bytes.len());
                bytes[at] = u8::try_from(draw(256)).unwrap();
            }
            if round % 3 == 0 {
                bytes.truncate(draw(bytes.len()));
            }
            let _ = read::read("a.xls", &bytes);
        }
    }
}

#[test]
fn mutated_parts_never_panic_and_keep_what_stands_before() {
    let rows = [row(&["A1=甲"]), row(&["A2=乙"])].concat();
    let book = Workbook::of(&rows, "");
    let page = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    for length in page.char_indices().map(|(at, _)| at) {
        let cut = Workbook::of("", "").with("xl/worksheets/sheet1.xml", &page[..length]).stream();
        let all = shown(&cut);
        assert!(shown(&book.stream()).starts_with(&all), "{length}");
        assert!(!cut.findings.is_empty(), "{length}");
    }
}

#[test]
fn each_fault_is_said_in_chinese() {
    let cell = row(&["A1=甲"]);
    let empty = Workbook::of("", "").stream();
    assert_eq!(said(&empty)[0].split(' ').next(), Some("RED001"));
    let typed = Workbook::of(&cell, "").with(
        "xl/worksheets/sheet1.xml",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>",
    );
    assert!(said(&typed.stream())[0].contains("DTD"));
    let mut none = Workbook::of(&cell, "");
    none.parts.retain(|(name, _)| name != "xl/worksheets/sheet1.xml");
    assert!(none.stream().findings.iter().all(|f| f.severity == Severity::Error));
    let broken = read::read("a.xls", &OLD[..OLD.len() / 2]);
    assert_eq!(broken.findings[0].code.as_str(), "RED004");
    assert!(!broken.findings[0].help.contains("Word"));
    let mut locked = OLD.to_vec();
    // The code page record of the old workbook becomes one that says it is encrypted.
    let at = (0..locked.len() - 4).find(|at| locked[*at..].starts_with(&[0x42, 0, 2, 0])).unwrap();
    locked[at] = 0x2f;
    let locked = read::read("a.xls", &locked);
    assert_eq!(locked.findings[0].code.as_str(), "RED003");
    assert!(locked.findings[0].message.contains("密码"));
}

#[test]
fn content_decides_and_not_the_name() {
    let tabs = testkit::layout::LAYOUTS[0].write(
        &testkit::base::linhe(),
        &testkit::form::Form::official(),
        1,
    );
    let reading = read::read("导出.xls", &tabs);
    assert_eq!(reading.statement.projects.len(), testkit::base::linhe().projects.len());
    assert_eq!(reading.findings[0].code.as_str(), "RED008");
    let reading = read::read("a.txt", &new());
    assert!(reading.findings[0].message.contains("Excel 工作簿（.xlsx）"));
    let reading = read::read("a.xlsx", OLD);
    assert!(reading.findings[0].message.contains("旧版 Excel"));
}

#[test]
fn a_used_range_of_the_whole_sheet_costs_nothing() {
    let rows = format!("{}{}", row(&["A1=甲", "XFD1=乙"]), row(&["A1048576=丙", "B1048576=丁"]));
    let regions: String =
        (1..20_000).map(|at| format!("<mergeCell ref=\"A{at}:XFD1048576\"/>")).collect();
    let behind = format!("<mergeCells>{regions}</mergeCells>");
    let columns = "<cols><col min=\"1\" max=\"16384\" width=\"9\"/></cols>";
    let content =
        format!("<dimension ref=\"A1:XFD1048576\"/>{columns}<sheetData>{rows}</sheetData>{behind}");
    let book = Workbook::new(&[("表1", "", content.as_str())]);
    let stream = within(2, || book.stream());
    assert_eq!(shown(&stream), ["甲"]);
}

#[test]
fn many_uses_of_long_words_are_bounded() {
    let words = "绩".repeat(10_000);
    let shared = format!("<sst><si><t>{words}</t></si></sst>");
    let mut rows = String::new();
    for at in 1..50_000 {
        let _ = write!(
            rows,
            "<row r=\"{at}\"><c r=\"A{at}\" t=\"s\"><v>0</v></c><c r=\"B{at}\" t=\"s\"><v>0</v></c></row>"
        );
    }
    let book = Workbook::of(&rows, "").with("xl/sharedStrings.xml", &shared);
    let limits = Limits { unpacked: 8 << 20, ..Limits::default() };
    let bytes = book.bytes();
    let stream = within(2, || read::stream("a.xlsx", &bytes, limits));
    assert!(stream.source.text.len() <= 8 << 20);
    assert_eq!(stream.findings[0].code.as_str(), "RED005");
}

#[test]
fn many_cells_on_a_diagonal_are_bounded() {
    let mut rows = String::new();
    for at in 1..3_000u32 {
        let _ = write!(rows, "<row r=\"{at}\">");
        for column in [at, at + 3000] {
            let _ = write!(rows, "<c r=\"{}{at}\"><v>1</v></c>", letters(column));
        }
        rows.push_str("</row>");
    }
    let bytes = Workbook::of(&rows, "").bytes();
    let stream = within(4, || read::stream("a.xlsx", &bytes, Limits::default()));
    assert_eq!(stream.findings[0].code.as_str(), "RED005");
}

fn letters(column: u32) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}
