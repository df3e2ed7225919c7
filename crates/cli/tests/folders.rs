//! Folders, archives and several files at once, from outside.

use std::fs;
use std::path::Path;

use jiheng_cli::report::extract::Extract;

use crate::outside::{clean, err, faulty, folder, jiheng, out, report, status, write};

/// The base statement in every format that the program writes, in a folder.
fn every_format(here: &Path) {
    write(here, "各局/甲.txt", &clean());
    for ending in ["docx", "xlsx", "html", "htm", "json"] {
        let name = format!("各局/甲-{ending}.{ending}");
        assert_eq!(status(&jiheng(here, &["convert", "各局/甲.txt", &name])), 0, "{ending}");
    }
}

const NAMES: [&str; 6] =
    ["甲-docx.docx", "甲-htm.htm", "甲-html.html", "甲-json.json", "甲-xlsx.xlsx", "甲.txt"];

fn list(text: &str) -> Vec<Extract> {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn a_folder_gives_every_format_that_is_read() {
    let here = folder("every-format");
    every_format(&here);
    let run = jiheng(&here, &["review", "各局", "--format", "json"]);
    let names: Vec<String> = report(&run).files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(names, NAMES.map(|name| format!("各局/{name}")));
    let extracts = list(&out(&jiheng(&here, &["extract", "各局"])));
    assert_eq!(extracts.len(), NAMES.len());
    let projects = clean().projects.len();
    assert!(extracts.iter().all(|extract| extract.statement.projects.len() == projects));
}

#[test]
fn what_the_program_wrote_into_a_folder_is_no_statement() {
    let here = folder("own-reports");
    write(&here, "局/错.txt", &faulty());
    let files = |path: &str| -> Vec<String> {
        let run = jiheng(&here, &["review", path, "--format", "json"]);
        report(&run).files.iter().map(|file| file.name.clone()).collect()
    };
    for (format, name) in [
        ("html", "结果.html"),
        ("opinion", "意见.htm"),
        ("json", "结果.json"),
        ("sarif", "结果.sarif"),
    ] {
        let output = format!("局/{name}");
        jiheng(&here, &["review", "局/错.txt", "--format", format, "--output", &output]);
        assert!(here.join(&output).is_file(), "{name}");
    }
    write(&here, "局/再.txt", &clean());
    jiheng(&here, &["review", "局", "--format", "html", "--output", "局/审核"]);
    assert!(here.join("局/审核/index.html").is_file());
    assert_eq!(files("局"), ["局/再.txt", "局/错.txt"]);
    let packed: Vec<(String, Vec<u8>)> = ["错.txt", "结果.html", "结果.json"]
        .map(|name| (name.to_owned(), fs::read(here.join("局").join(name)).unwrap()))
        .into();
    let packed: Vec<(&str, Vec<u8>)> =
        packed.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    fs::write(here.join("局.zip"), testkit::pack::zip(&packed)).unwrap();
    assert_eq!(files("局.zip"), ["局.zip/错.txt"]);
}

#[test]
fn extract_takes_several_files_and_folders() {
    let here = folder("extract-several");
    write(&here, "甲.txt", &clean());
    write(&here, "局/乙.txt", &faulty());
    write(&here, "局/深/甲.txt", &clean());
    let zip = testkit::pack::zip(&[("丙.txt", testkit::plain::text(&clean()).into_bytes())]);
    fs::write(here.join("各部门.zip"), zip).unwrap();
    let all = ["甲.txt", "局", "各部门.zip"];
    let run = |extra: &[&str]| jiheng(&here, &[&["extract"], &all[..], extra].concat());
    let names: Vec<String> = list(&out(&run(&[]))).into_iter().map(|e| e.source.name).collect();
    assert_eq!(names, ["甲.txt", "局/乙.txt", "局/深/甲.txt", "各部门.zip/丙.txt"]);
    let lines = out(&run(&["--format", "jsonl"]));
    assert_eq!(lines.lines().count(), 4);
    for (line, name) in lines.lines().zip(&names) {
        let extract: Extract = serde_json::from_str(line).unwrap();
        assert_eq!(extract.source.name, *name);
    }
    let done = run(&["--output", "结果/"]);
    assert_eq!((status(&done), out(&done)), (0, String::new()), "{}", err(&done));
    let mut written: Vec<String> = fs::read_dir(here.join("结果"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, ["丙.txt.json", "乙.txt.json", "甲.txt-2.json", "甲.txt.json"]);
    let reviewed = report(&jiheng(&here, &["review", "结果", "--format", "json"]));
    assert_eq!(reviewed.files.len(), 4);
}

/// One named file stands alone; a folder is a list even where only one file is in it.
#[test]
fn the_shape_of_an_extract_follows_what_was_named() {
    let here = folder("extract-shape");
    write(&here, "局/甲.txt", &clean());
    let one: Extract =
        serde_json::from_str(&out(&jiheng(&here, &["extract", "局/甲.txt"]))).unwrap();
    assert_eq!(one.source.name, "局/甲.txt");
    assert_eq!(list(&out(&jiheng(&here, &["extract", "局"]))).len(), 1);
    fs::write(here.join("局/空.txt"), "").unwrap();
    let partly = jiheng(&here, &["extract", "局"]);
    assert_eq!((status(&partly), list(&out(&partly)).len()), (2, 2));
    assert!(err(&partly).contains("局/空.txt"), "{}", err(&partly));
}

#[test]
fn an_archive_of_many_files_is_read_to_the_last() {
    const MANY: usize = 300;
    let here = folder("many-files");
    let names: Vec<String> =
        (0..MANY).map(|number| format!("{:02}/{number:03}.txt", number % 20)).collect();
    let text = testkit::plain::text(&clean()).into_bytes();
    let files: Vec<(&str, Vec<u8>)> =
        names.iter().map(|name| (name.as_str(), text.clone())).collect();
    fs::write(here.join("全县.zip"), testkit::pack::zip(&files)).unwrap();
    let lines = out(&jiheng(&here, &["extract", "全县.zip", "--format", "jsonl"]));
    assert_eq!(lines.lines().count(), MANY);
    let run = jiheng(&here, &["review", "全县.zip", "--format", "json"]);
    let found: Vec<String> = report(&run).files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(found.len(), MANY);
    assert!(found.is_sorted());
}

#[test]
fn a_folder_of_nothing_names_what_is_read() {
    let here = folder("nothing");
    fs::create_dir(here.join("空")).unwrap();
    for command in ["review", "extract"] {
        let run = jiheng(&here, &[command, "空"]);
        assert_eq!(status(&run), 2, "{command}");
        for ending in [".docx", ".doc", ".xlsx", ".xls", ".html", ".txt", ".json", ".zip"] {
            assert!(err(&run).contains(ending), "{command} {ending}: {}", err(&run));
        }
    }
}

#[test]
fn a_folder_is_converted_with_its_folders() {
    let here = folder("convert-folder");
    every_format(&here);
    write(&here, "各局/深/乙.txt", &faulty());
    fs::write(here.join("各局/页.html"), "<html><p>别的网页").unwrap();
    let done = jiheng(&here, &["convert", "--to", "xlsx", "各局", "结果"]);
    assert_eq!((status(&done), err(&done)), (0, String::new()));
    assert_eq!(out(&done), "已写好 7 个文件，在 结果\n");
    let again = jiheng(&here, &["convert", "--to", "xlsx", "各局", "结果"]);
    assert_eq!(status(&again), 2);
    assert!(err(&again).contains("已经存在，没有改动"), "{}", err(&again));
    let names = ["甲", "甲-docx", "甲-htm", "甲-html", "甲-json", "甲-xlsx", "深/乙"];
    let projects = clean().projects.len();
    for name in names {
        let bytes = fs::read(here.join(format!("结果/{name}.xlsx"))).unwrap();
        assert_eq!(read::read("x.xlsx", &bytes).statement.projects.len(), projects, "{name}");
    }
    // Into the same folder: two would be called 甲.docx, and none takes the place of its original.
    fs::write(here.join("各局/甲.docx"), fs::read(here.join("各局/甲-docx.docx")).unwrap())
        .unwrap();
    let before = fs::read(here.join("各局/甲.docx")).unwrap();
    let same = jiheng(&here, &["convert", "--to", "docx", "--force", "各局", "各局"]);
    assert_eq!(status(&same), 2);
    assert!(err(&same).contains("盖掉原文件"), "{}", err(&same));
    assert_eq!(fs::read(here.join("各局/甲.docx")).unwrap(), before);
    assert!(here.join("各局/甲-2.docx").is_file());
    // Nor of the original of another.
    let page = fs::read(here.join("各局/甲-htm.htm")).unwrap();
    fs::write(here.join("各局/丙.htm"), &page).unwrap();
    fs::write(here.join("各局/丙.html"), &page).unwrap();
    write(&here, "各局/丙.txt", &faulty());
    let same = jiheng(&here, &["convert", "--to", "html", "--force", "各局", "各局"]);
    assert_eq!(status(&same), 2);
    assert_eq!(fs::read(here.join("各局/丙.html")).unwrap(), page);
}

#[test]
fn what_a_folder_cannot_become_is_said() {
    let here = folder("convert-folder-refused");
    write(&here, "局/甲.txt", &clean());
    write(&here, "甲.txt", &clean());
    fs::write(here.join("局/空.txt"), "").unwrap();
    fs::create_dir(here.join("空")).unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["局", "结果"], "--to docx"),
        (&["局", "甲.txt", "--to", "docx"], "是文件"),
        (&["局", "结果", "--to", "doc"], "不写旧格式"),
        (&["甲.txt", "乙.docx", "--to", "docx"], "只用于转换文件夹"),
        (&["空", "结果", "--to", "docx"], ".html"),
    ];
    for (arguments, words) in cases {
        let done = jiheng(&here, &[&["convert"], arguments].concat());
        assert_eq!(status(&done), 2, "{arguments:?}");
        assert!(err(&done).contains(words), "{words}: {}", err(&done));
        assert!(!here.join("结果").exists(), "{arguments:?}");
    }
    let partly = jiheng(&here, &["convert", "局", "结果", "--to", "docx"]);
    assert_eq!(
        (status(&partly), out(&partly).contains("已写好 1 个文件，1 个没有写成")),
        (2, true)
    );
    assert!(err(&partly).contains("局/空.txt"), "{}", err(&partly));
}
