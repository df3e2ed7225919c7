//! Zip archives of many files: what is in them, how they are called, what is refused.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use read::Limits;
use read::archive::{Packed, is_archive, unfold};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Puts other bytes of the same length wherever the name stands.
fn renamed(mut archive: Vec<u8>, from: &str, to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..archive.len() - from.len())
        .filter(|at| archive[*at..].starts_with(from.as_bytes()))
        .collect();
    for at in places {
        archive[at..at + to.len()].copy_from_slice(to);
    }
    archive
}

fn names(files: &[Packed]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

fn statement() -> Vec<u8> {
    testkit::plain::text(&testkit::base::linhe()).into_bytes()
}

fn fault(file: &Packed) -> (String, String) {
    let finding = file.bytes().unwrap_err();
    (finding.code.as_str().to_owned(), finding.message)
}

#[test]
fn each_file_is_a_file_of_its_own() {
    let text = statement();
    let inner = zipped(&[("丙.txt", &text)]);
    let archive = zipped(&[
        ("乙/b.txt", &text),
        ("a.txt", b"x"),
        ("__MACOSX/._a.txt", b"x"),
        ("更多.ZIP", &inner),
    ]);
    assert!(is_archive(&archive));
    let files = unfold(&archive, Limits::default());
    assert_eq!(names(&files), ["a.txt", "乙/b.txt", "更多.ZIP/丙.txt"]);
    for file in &files[1..] {
        let reading = read::read(&file.name, &file.bytes().unwrap());
        assert_eq!(reading.statement.projects.len(), testkit::base::linhe().projects.len());
    }
}

#[test]
fn names_of_a_chinese_windows_are_decoded() {
    let (gbk, _, _) = encoding_rs::GBK.encode("总工会.txt");
    let archive = renamed(zipped(&[("nameabc123"[..10].into(), b"x")]), "nameabc123", &gbk);
    assert_eq!(names(&unfold(&archive, Limits::default())), ["总工会.txt"]);
}

#[test]
fn documents_are_no_archives_and_stored_documents_do_not_make_one() {
    let workbook = testkit::sheet::SETTINGS[0].write(
        &testkit::base::linhe(),
        &testkit::form::Form::official(),
        1,
    );
    assert!(!is_archive(&workbook));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("绩效.xlsx", stored).unwrap();
    writer.write_all(&workbook).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    assert!(is_archive(&archive));
    let files = unfold(&archive, Limits::default());
    assert_eq!(files[0].bytes().unwrap(), workbook);
}

#[test]
fn an_archive_read_as_one_file_says_what_to_do() {
    let reading = read::read("a.zip", &zipped(&[("a.txt", b"x"), ("b.txt", b"y")]));
    assert_eq!(reading.findings.len(), 1);
    assert!(reading.findings[0].message.contains("ZIP 压缩包"), "{:?}", reading.findings);
}

#[test]
fn bombs_depth_and_number_are_bounded() {
    let began = Instant::now();
    let zeros = vec![0u8; 30 << 20];
    let bomb = unfold(&zipped(&[("a.txt", &zeros)]), Limits::default());
    assert_eq!(fault(&bomb[0]).0, "RED005");
    assert!(fault(&bomb[0]).1.contains("压缩炸弹"));

    let mut deep = zipped(&[("a.txt", b"x")]);
    for _ in 0..6 {
        deep = zipped(&[("b.zip", &deep)]);
    }
    let files = unfold(&deep, Limits::default());
    assert_eq!(names(&files), ["b.zip/b.zip/b.zip"]);
    assert!(fault(&files[0]).1.contains("超过 3 层"), "{:?}", fault(&files[0]));

    let many: Vec<String> = (0..6000).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let files = unfold(&zipped(&many), Limits::default());
    assert_eq!(files.len(), 1);
    assert!(fault(&files[0]).1.contains("5000 个"));
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_is_broken_is_said_for_its_file_only() {
    let text = statement();
    let mut archive = zipped(&[("a.txt", &text), ("b.txt", &text)]);
    // Into the packed bytes of the first file.
    archive[200..260].fill(0x55);
    let files = unfold(&archive, Limits::default());
    assert_eq!(fault(&files[0]).0, "RED004");
    assert!(files[1].bytes().is_ok());
    for length in (0..archive.len()).step_by(97) {
        for file in unfold(&archive[..length], Limits::default()) {
            let _ = file.bytes();
        }
    }
}
