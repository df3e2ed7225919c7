//! Binary Word documents and pages as LibreOffice makes them, and what damage does to them.

use std::path::PathBuf;

use ground::{Format, Severity};
use read::{Limits, codes};
use testkit::hostile::{Dice, Stopwatch, damaged};

use crate::docx::{check_stream, shown};

const ROUNDS: u64 = if cfg!(debug_assertions) { 2_000 } else { 100_000 };

fn made(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/doc/made");
    std::fs::read(folder.join(file)).unwrap()
}

/// With `JIHENG_WRITE` set what is read is written beside the document, to be looked at.
#[test]
fn documents_of_libreoffice_are_read_to_the_last_cell() {
    for (name, format) in
        [("docxjs.doc", Format::Doc), ("plain.doc", Format::Doc), ("docxjs.html", Format::Html)]
    {
        let stream = read::stream(name, &made(name), Limits::default());
        assert_eq!(stream.source.format, format, "{name}");
        if std::env::var("JIHENG_WRITE").is_ok() {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/doc/made");
            std::fs::write(folder.join(format!("{name}.txt")), shown(&stream)).unwrap();
        }
        let expected = String::from_utf8(made(&format!("{name}.txt"))).unwrap();
        check_stream(name, &stream, &expected.lines().collect::<Vec<_>>());
    }
}

#[test]
fn old_protected_and_cut_documents_are_told_apart() {
    let good = made("plain.doc");
    let main = (0..good.len()).step_by(512).find(|at| good[*at..].starts_with(&[0xec, 0xa5]));
    let main = main.unwrap();
    let found = |bytes: &[u8]| {
        let stream = read::stream("a.doc", bytes, Limits::default());
        stream.findings.first().map(|finding| (finding.code, finding.severity))
    };
    assert_eq!(found(&good), None);
    let mut old = good.clone();
    old[main..main + 4].copy_from_slice(&[0xdc, 0xa5, 0x65, 0x00]);
    assert_eq!(found(&old), Some((codes::FORMAT_UNSUPPORTED, Severity::Error)));
    let mut protected = good.clone();
    protected[main + 11] |= 0x01;
    assert_eq!(found(&protected), Some((codes::FILE_ENCRYPTED, Severity::Error)));
    for part in [4, 3, 2] {
        let cut = &good[..good.len() * (part - 1) / part];
        assert_eq!(found(cut).unwrap().1, Severity::Error, "{part}");
    }
}

#[test]
fn damaged_documents_are_read() {
    let files = [made("docxjs.doc"), made("plain.doc")];
    let other = b"\x07\x07\x13\x14\x15\x08\xff\xff\xff\x7f\x16\x24\x01\x17\x24\x01\x46\x66\x00\x00";
    let mut stopwatch = Stopwatch::default();
    for round in 0..ROUNDS {
        let mut dice = Dice::new(round);
        let file = &files[usize::try_from(round % 2).unwrap()];
        // Few bytes matter for the structure, so every third file is hurt there.
        let mut bytes = if round % 3 == 0 { file.clone() } else { damaged(file, other, &mut dice) };
        for _ in 0..dice.below(8) {
            let at = dice.below(bytes.len().max(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(dice.below(256)).unwrap();
            }
        }
        let outcome = stopwatch.time(format!("round {round}"), || {
            std::panic::catch_unwind(|| {
                let reading = read::read("damaged.doc", &bytes);
                for (locus, words) in reading.statement.leaves() {
                    assert!(reading.source.text.get(words.at.range()).is_some(), "{locus}");
                }
            })
        });
        assert!(outcome.is_ok(), "round {round}");
    }
    stopwatch.assert_fast();
}
