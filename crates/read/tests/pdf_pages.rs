//! PDFs as other programs and old producers write them, held against what stands in them.

use std::fs;

use ::pages::{Bounds, Hayro, PageSource};
use ground::Place;
use read::Limits;
use read::stream::Block;

use crate::pdf;
use crate::pdf::hand::{file, line, pages, placed, stream, words};
use crate::pdf::{fixtures, folder, shown};

/// The files in `tests/pdf/made`: LibreOffice, Chromium. `JIHENG_BLESS` writes what is read anew.
#[test]
fn made_files_are_read_as_they_are_known() {
    let all = fixtures();
    assert!(all.len() >= 4);
    for (name, bytes) in all {
        let stream = read::stream(&name, &bytes, Limits::default());
        assert!(stream.findings.is_empty(), "{name}: {:?}", stream.findings);
        let known = folder().join(name.replace(".pdf", ".txt"));
        if std::env::var_os("JIHENG_BLESS").is_some() {
            fs::write(&known, shown(&stream)).unwrap();
        }
        assert_eq!(shown(&stream), fs::read_to_string(&known).unwrap(), "{name}");
    }
}

/// Poppler reads the same characters of the same pages, in whatever order.
#[test]
fn poppler_finds_the_same_characters() {
    let sorted = |text: &str| {
        let mut signs: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        signs.sort_unstable();
        signs.into_iter().collect::<String>()
    };
    for (name, bytes) in fixtures() {
        let theirs = sorted(&pdf::convert::with_poppler(&folder().join(&name)));
        // Chromium names radicals where it means characters; nothing of its pages is furniture.
        let ours = if name.starts_with("chromium") {
            sorted(&read::stream(&name, &bytes, Limits::default()).source.text)
        } else {
            let document = Hayro.read(&bytes, Bounds::default()).unwrap();
            let glyphs = document.pages.iter().flat_map(|page| &page.glyphs);
            sorted(&glyphs.map(|glyph| glyph.sign).collect::<String>())
        };
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn every_word_knows_its_page_and_box() {
    let bytes = pages(&[&words(72, 700, "甲"), &words(297, 421, "乙丙")], "");
    let stream = read::stream("a.pdf", &bytes, Limits::default());
    let places: Vec<Place> = stream
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => line.words.place.clone(),
            Block::Row(_) => panic!("no table"),
        })
        .collect();
    let [Place::Page { page: 1, .. }, Place::Page { page: 2, area }] = places.as_slice() else {
        panic!("{places:?}");
    };
    // From 297 to 317 of 595 points, at half the height.
    assert_eq!([area[0], area[2]], [499, 532]);
    assert!((480..=500).contains(&area[1]) && (495..=515).contains(&area[3]), "{area:?}");
    assert_eq!(places[1].to_string(), "第2页");
}

/// A table of two columns and two rows, its first cell over both rows; in a font that is not in
/// the file, with characters of one and of two bytes.
fn table() -> String {
    [
        line((72, 700), (372, 700)),
        line((172, 670), (372, 670)),
        line((72, 640), (372, 640)),
        line((72, 640), (72, 700)),
        line((172, 640), (172, 700)),
        line((372, 640), (372, 700)),
        words(80, 680, "预算数"),
        words(180, 680, "20.00万元"),
        words(180, 650, "Word 2019"),
    ]
    .concat()
}

const CELLS: [&str; 2] = ["1 | [0+1]预算数 | [1+1]20.00万元", "1 | [0+1^] | [1+1]Word 2019"];

#[test]
fn fonts_that_are_not_in_the_file_are_read() {
    let stream = read::stream("a.pdf", &pages(&[&table()], ""), Limits::default());
    assert_eq!(shown(&stream).lines().collect::<Vec<_>>(), CELLS);
}

/// The usual encodings of fonts that are not in the file: by GBK, by UCS-2, by UTF-16.
#[test]
fn encodings_of_fonts_that_are_not_in_the_file() {
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let text = "救助困难职工60户，满意度≥90%。";
    let encoded = [
        ("UniGB-UCS2-H", utf16(text)),
        ("UniGB-UTF16-H", utf16(text)),
        ("GBK-EUC-H", gbk(text)),
        ("GBK2K-H", gbk(text)),
    ];
    for (encoding, bytes) in encoded {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let font = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} \
             /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 \
             /W [1 [500] 814 939 500] >>] >>"
        );
        let bytes = file(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned(),
            font,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
             /Resources << /Font << /F 3 0 R >> >> >>"
                .to_owned(),
            stream("", &format!("BT /F 12 Tf 72 700 Td <{hex}> Tj ET")),
        ]);
        let read = read::stream("a.pdf", &bytes, Limits::default());
        assert_eq!(read.source.text.trim(), text, "{encoding}");
    }
}

#[test]
fn turned_pages_are_turned_back() {
    for turn in [90, 180, 270] {
        let bytes = pages(&[&table()], &format!("/Rotate {turn}"));
        let stream = read::stream("a.pdf", &bytes, Limits::default());
        assert_eq!(shown(&stream).lines().collect::<Vec<_>>(), CELLS, "{turn}");
    }
    // The page stands upright, all that is on it lies on its side.
    let on_its_side = format!("q 0 1 -1 0 800 0 cm {} Q", table());
    let stream = read::stream("a.pdf", &pages(&[&on_its_side], ""), Limits::default());
    assert_eq!(shown(&stream).lines().collect::<Vec<_>>(), CELLS);
    // One label on its side, in an upright page.
    let label = table() + &placed("0 1 -1 0", 160, 650, "旁注");
    let stream = read::stream("a.pdf", &pages(&[&label], ""), Limits::default());
    assert!(shown(&stream).starts_with("1 | [0+1]预算数"), "{}", shown(&stream));
    assert!(shown(&stream).contains("旁注"));
}

/// Rows of words without any ruling, from this height down.
fn bare_rows(top: i32, rows: &[[&str; 3]]) -> String {
    let heights = (0..).map(|at| top - 20 * at);
    let row = |(y, [a, b, c]): (i32, &[&str; 3])| {
        [words(72, y, a), words(200, y, b), words(360, y, c)].concat()
    };
    heights.zip(rows).map(row).collect()
}

#[test]
fn a_table_without_rulings_goes_on_over_pages() {
    let first = bare_rows(
        120,
        &[["指标", "单位", "目标值"], ["培训期数", "期", "6"], ["合格率", "%", "95"]],
    );
    let second =
        bare_rows(760, &[["完成率", "%", "100"], ["人均成本", "元", "450"], ["满意度", "%", "90"]])
            + &words(72, 600, "以上目标经会议审议通过。");
    let stream = read::stream("a.pdf", &pages(&[&first, &second], ""), Limits::default());
    let rows = [
        "1 | [0+1]指标 | [1+1]单位 | [2+1]目标值",
        "1 | [0+1]培训期数 | [1+1]期 | [2+1]6",
        "1 | [0+1]合格率 | [1+1]% | [2+1]95",
        "1 | [0+1]完成率 | [1+1]% | [2+1]100",
        "1 | [0+1]人均成本 | [1+1]元 | [2+1]450",
        "1 | [0+1]满意度 | [1+1]% | [2+1]90",
        "以上目标经会议审议通过。",
    ];
    assert_eq!(shown(&stream).lines().collect::<Vec<_>>(), rows);
}

#[test]
fn the_contents_are_no_table() {
    let contents = bare_rows(
        700,
        &[["一、", "总体目标", "1"], ["二、", "分项目标", "3"], ["三、", "保障措施", "7"]],
    );
    let stream = read::stream("a.pdf", &pages(&[&contents], ""), Limits::default());
    assert!(stream.blocks.iter().all(|block| matches!(block, Block::Line(_))));
}
