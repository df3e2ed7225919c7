//! Rows of hostile files: whatever the bytes are, reading them never panics.

use std::ops::ControlFlow;

use proptest::prelude::*;
use read::Limits;
use read::rows::Workbook as Rows;

use crate::sheet::{OLD, Workbook, row};

#[test]
fn a_file_cut_or_changed_anywhere_never_panics() {
    let merged = "<mergeCells><mergeCell ref=\"A1:C3\"/></mergeCells>";
    let rows = [row(&["A1=甲", "B1:1=45717"]), row(&["A2=乙"]), row(&["C3:2=0.5"])].concat();
    let new = Workbook::of(&rows, merged).formats(&["0", "yyyy/m/d", "0%"]).bytes();
    let mut state = 7u64;
    let mut draw = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for whole in [new, OLD.to_vec()] {
        for round in 0..200 {
            let mut bytes = whole.clone();
            for _ in 0..=round % 6 {
                let at = draw(bytes.len());
                bytes[at] = u8::try_from(draw(256)).unwrap();
            }
            if round % 5 == 0 {
                bytes.truncate(draw(bytes.len()));
            }
            walk(&bytes);
        }
    }
}

/// Reads all that is in a file.
fn walk(bytes: &[u8]) {
    let Ok(book) = Rows::open("a.xlsx", bytes, Limits::default()) else { return };
    for sheet in 0..book.sheets().len() + 1 {
        let _ = book.rows(sheet, &mut |_| ControlFlow::Continue(()));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        walk(&bytes);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[,\"\r\n\t;|=甲a0 ]{0,80}") {
        walk(text.as_bytes());
    }

    #[test]
    fn any_sheet_is_read_without_panic(
        tags in proptest::collection::vec(0usize..16, 0..40),
        merged in proptest::collection::vec((1u32..9, 1u32..9, 1u32..9), 0..4),
    ) {
        const TAGS: [&str; 16] = [
            "<row>", "</row>", "<row r=\"3\">", "<c r=\"B2\">", "<c t=\"s\">", "<c t=\"inlineStr\">", "</c>", "<v>1</v>",
            "<v>", "</v>", "<is><t>甲</t></is>", "<f/>", "<c s=\"1\"><v>45717</v></c>", "&amp;", "<!--", "<row r=\"9\"/>",
        ];
        let rows: String = tags.iter().map(|at| TAGS[*at]).collect();
        let regions: String = merged
            .iter()
            .map(|(a, b, c)| format!("<mergeCell ref=\"A{a}:{}{b}\"/>", char::from(b'A' + *c as u8)))
            .collect();
        let book = Workbook::of(&rows, &regions).formats(&["0", "yyyy/m/d"]);
        let book = book.with("xl/sharedStrings.xml", "<sst><si><t>乙</t></si></sst>");
        walk(&book.bytes());
    }
}
