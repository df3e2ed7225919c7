//! Any XML as the sheet, the shared words and the styles of a sound workbook.

#![no_main]

use libfuzzer_sys::fuzz_target;

const BOOK: &[u8] = b"<workbook><sheets><sheet name=\"a\" r:id=\"1\"/></sheets></workbook>";
const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>";

fuzz_target!(|bytes: &[u8]| {
    // The bytes are three parts, cut at zero bytes.
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let files = [
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/s.xml", part()),
        ("xl/sharedStrings.xml", part()),
        ("xl/styles.xml", part()),
    ];
    let reading = read::read("fuzz.xlsx", &testkit::pack::zip(&files));
    for (_, words) in reading.statement.leaves() {
        let range = words.at.range();
        assert!(reading.source.text.get(range).is_some(), "{words:?}");
    }
});
