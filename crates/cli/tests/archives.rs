//! Archives and workbooks from outside: each file in an archive is a file of its own.

use std::fs;

use crate::outside::{clean, err, faulty, folder, jiheng, out, report, status, write};

#[test]
fn each_file_in_an_archive_is_reviewed() {
    let here = folder("archive");
    let text = |draft| testkit::plain::text(&draft).into_bytes();
    let inner = testkit::pack::zip(&[("丙.txt", text(faulty()))]);
    let files =
        [("甲/绩效.txt", text(clean())), ("乙.zip", inner), ("照片.png", b"\x89PNG".to_vec())];
    fs::write(here.join("各部门.zip"), testkit::pack::zip(&files)).unwrap();
    let run = jiheng(&here, &["review", "各部门.zip", "--format", "json"]);
    let names: Vec<String> = report(&run).files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(names, ["各部门.zip/乙.zip/丙.txt", "各部门.zip/甲/绩效.txt"]);
    assert_eq!(status(&run), 1);
    let run = jiheng(&here, &["review", "各部门.zip", "--fix", "--yes"]);
    assert!(err(&run).contains("请先解压") || out(&run).contains("请先解压"));
    let list = out(&jiheng(&here, &["extract", "各部门.zip", "--compact"]));
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
}

#[test]
fn what_extract_prints_can_be_reviewed() {
    let here = folder("extracted");
    write(&here, "错.txt", &faulty());
    let json = out(&jiheng(&here, &["extract", "错.txt"]));
    fs::write(here.join("错.json"), json).unwrap();
    let codes = |name: &str| -> Vec<String> {
        let report = report(&jiheng(&here, &["review", name, "--format", "json"]));
        let found = report.files.iter().flat_map(|file| &file.findings);
        found.map(|found| found.code.as_str().to_owned()).collect()
    };
    assert_eq!(codes("错.json"), codes("错.txt"));
    assert!(!codes("错.json").is_empty());
}
