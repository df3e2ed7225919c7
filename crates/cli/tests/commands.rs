//! The binary from outside: what it prints, writes and returns.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use jiheng_cli::report::extract::Extract;

use crate::outside::{clean, err, faulty, folder, jiheng, out, report, status, write};

#[test]
fn exit_status_says_what_was_found() {
    let here = folder("status");
    write(&here, "好.txt", &clean());
    write(&here, "错.txt", &faulty());
    let run = |arguments: &[&str]| status(&jiheng(&here, &[&["review"], arguments].concat()));
    assert_eq!(run(&["好.txt"]), 0);
    assert_eq!(run(&["错.txt"]), 1);
    assert_eq!(run(&["错.txt", "好.txt"]), 1);
    assert_eq!(run(&["错.txt", "--ignore", "TGT001"]), 0);
    assert_eq!(run(&["没有.txt"]), 2);
    assert_eq!(run(&["错.txt", "--select", "NOSUCH"]), 2);
    assert_eq!(run(&[]), 2);
    let graded = "[review]\nselect = [\"TGT001\"]\n[review.severity]\nTGT001 = \"warning\"\n";
    fs::write(here.join("降级.toml"), graded).unwrap();
    assert_eq!(run(&["错.txt", "--config", "降级.toml"]), 0);
    assert_eq!(run(&["错.txt", "--config", "降级.toml", "--fail-on", "warning"]), 1);
    assert_eq!(run(&["错.txt", "--config", "降级.toml", "--min-severity", "error"]), 0);
}

#[test]
fn a_clean_file_says_so() {
    let here = folder("clean");
    write(&here, "好.txt", &clean());
    assert_eq!(out(&jiheng(&here, &["review", "好.txt"])), "未发现问题。\n");
    assert_eq!(out(&jiheng(&here, &["review", "好.txt", "--quiet"])), "");
}

#[test]
fn a_finding_on_a_terminal_without_colours() {
    let here = folder("pretty");
    write(&here, "错.txt", &faulty());
    let plain = out(&jiheng(&here, &["review", "错.txt"]));
    let under = "| 体检人均标准 | 每名劳模体检费用 | ≥500元/人 | 临工发〔2025〕20号\n   \
                 |                                                         ^^^^^^^^^\n";
    for words in [
        "错误[TGT001]: ",
        "\n  --> 错.txt:67:27\n",
        under,
        "= 位置: 第67行第27字，项目2第4行指标值\n",
        "= 怎么改: ",
        "= 依据: 《",
        "= 详见: jiheng explain TGT001\n",
        "\n共发现 1 个问题：错误 1。\n",
    ] {
        assert!(plain.contains(words), "{words}\n{plain}");
    }
    let coloured = out(&jiheng(&here, &["review", "错.txt", "--color", "always"]));
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn a_folder_is_walked_in_order_and_nothing_stops_it() {
    let here = folder("walk");
    write(&here, "甲局/绩效.txt", &clean());
    write(&here, "乙局/绩效.txt", &faulty());
    write(&here, "丙局/2026.绩效文本", &faulty());
    write(&here, ".隐藏/绩效.txt", &faulty());
    write(&here, "丁局/~$绩效.txt", &faulty());
    write(&here, "丁局/绩效.txt.bak", &faulty());
    fs::write(here.join("丁局/空.txt"), "").unwrap();
    fs::write(here.join("丁局/说明.zzz"), "与绩效无关的说明").unwrap();
    fs::write(here.join("丁局/结果.html"), "<html>").unwrap();
    fs::write(here.join("丁局/旧.pdf"), "%PDF-1.4").unwrap();
    let one = jiheng(&here, &["review", ".", "--format", "json", "--jobs", "1"]);
    let two = jiheng(&here, &["review", ".", "--format", "json", "--jobs", "2"]);
    assert_eq!(out(&one), out(&two), "the order does not depend on the workers");
    assert_eq!(status(&one), 1);
    let read = report(&one);
    let mut names: Vec<&str> = read.files.iter().map(|file| file.name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    names.sort_unstable();
    let mut wanted =
        ["丁局/旧.pdf", "丁局/空.txt", "丙局/2026.绩效文本", "乙局/绩效.txt", "甲局/绩效.txt"];
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    let code = |name: &str| {
        let file = read.files.iter().find(|file| file.name == name).unwrap();
        file.findings.first().map(|found| found.code.to_string())
    };
    assert_eq!(code("丁局/空.txt").as_deref(), Some("RED001"));
    assert_eq!(code("丁局/旧.pdf").as_deref(), Some("RED004"));
    let pretty = out(&jiheng(&here, &["review", "."]));
    let row = pretty.lines().find(|line| line.starts_with("甲局/绩效.txt ")).unwrap();
    assert!(row.ends_with("0     0     0"), "{pretty}");
    assert!(pretty.contains("共 5 个文件"), "{pretty}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_reported_and_the_others_are_reviewed() {
    let here = folder("unreadable");
    write(&here, "好.txt", &clean());
    std::os::unix::fs::symlink("没有", here.join("断.txt")).unwrap();
    let both = jiheng(&here, &["review", ".", "--format", "json"]);
    let read = report(&both);
    let broken = read.files.iter().find(|file| file.name == "断.txt").unwrap();
    assert_eq!(broken.findings[0].code.as_str(), "RUN001");
    assert!(!broken.readable);
    assert_eq!((read.files.len(), status(&both)), (2, 1));
}

#[test]
fn standard_input_is_read() {
    let here = folder("stdin");
    let mut child = Command::new(env!("CARGO_BIN_EXE_jiheng"))
        .args(["review", "-", "--format", "json"])
        .current_dir(&here)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(testkit::plain::text(&faulty()).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((status(&output), report(&output).files[0].name.as_str()), (1, "标准输入"));
}

#[test]
fn reports_go_to_files_and_pages_to_folders() {
    let here = folder("output");
    write(&here, "甲/绩效.txt", &clean());
    write(&here, "乙/绩效.txt", &faulty());
    let one = jiheng(&here, &["review", "乙/绩效.txt", "--format", "html", "-o", "结果/乙.html"]);
    assert_eq!((status(&one), out(&one).as_str()), (1, ""));
    assert!(fs::read_to_string(here.join("结果/乙.html")).unwrap().contains("TGT001"));
    let all = jiheng(&here, &["review", "甲", "乙", "--format", "html", "--output", "页"]);
    assert_eq!(status(&all), 1);
    assert!(err(&all).contains("2 个文件已审核：错误 1"), "{}", err(&all));
    let mut written: Vec<String> = fs::read_dir(here.join("页"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, ["index.html", "绩效.txt-2.html", "绩效.txt.html"]);
    let nowhere = jiheng(&here, &["review", "甲", "乙", "--format", "html"]);
    assert_eq!(status(&nowhere), 2);
    assert!(err(&nowhere).contains("--output"), "{}", err(&nowhere));
    let forms = jiheng(&here, &["review", "甲", "乙", "--format", "opinion", "-o", "意见"]);
    assert_eq!(status(&forms), 1);
    let index = fs::read_to_string(here.join("意见/index.html")).unwrap();
    assert!(index.contains("优（97 分）") && index.contains("优（100 分）"), "{index}");
    let form = jiheng(&here, &["review", "乙", "--format", "opinion", "-o", "意见.md"]);
    assert_eq!(status(&form), 1);
    assert!(
        fs::read_to_string(here.join("意见.md"))
            .unwrap()
            .starts_with("# 部门预算绩效目标审核意见表")
    );
    let page = jiheng(&here, &["review", "乙", "--format", "opinion", "-o", "意见.html"]);
    assert_eq!(status(&page), 1);
    assert!(fs::read_to_string(here.join("意见.html")).unwrap().starts_with("<!DOCTYPE html>"));
    let plain = jiheng(&here, &["review", "乙", "-o", "结果.txt", "--color", "always"]);
    assert_eq!(status(&plain), 1);
    assert!(!fs::read_to_string(here.join("结果.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn an_accepted_finding_stays_visible_and_no_longer_counts() {
    let here = folder("accept");
    write(&here, "错.txt", &faulty());
    let accept = ["review", "错.txt", "--accept", "TGT001", "--at", "≥500元/人"];
    let unreasoned = jiheng(&here, &accept);
    assert_eq!(status(&unreasoned), 2, "a reason is required");
    assert!(err(&unreasoned).contains("--reason"), "{}", err(&unreasoned));
    let blank = jiheng(&here, &[&accept[..], &["--reason", " "]].concat());
    assert_eq!(status(&blank), 2);
    let wrong = jiheng(
        &here,
        &["review", "错.txt", "--accept", "TGT001", "--at", "别的", "--reason", "因为"],
    );
    assert_eq!(status(&wrong), 2);
    assert!(err(&wrong).contains("“≥500元/人”"), "says what there is: {}", err(&wrong));
    let done = jiheng(
        &here,
        &[&accept[..], &["--reason", "市里“规定”了\n最低标准", "--by", "张三"]].concat(),
    );
    assert_eq!(status(&done), 0);
    assert!(out(&done).contains("已接受[TGT001]"), "{}", out(&done));
    let again = jiheng(&here, &["review", "错.txt", "--format", "json"]);
    assert_eq!(status(&again), 0);
    let found = &report(&again).files[0].findings[0];
    let accepted = found.accepted.as_ref().unwrap();
    assert_eq!(accepted.reason, "市里“规定”了\n最低标准");
    assert_eq!(accepted.by.as_deref(), Some("张三"));
    assert_eq!(accepted.date.as_ref().map(String::len), Some(10));
    let sarif = jiheng(&here, &["review", "错.txt", "--format", "sarif"]);
    assert!(out(&sarif).contains("\"suppressions\""));
    let form = jiheng(&here, &["review", "错.txt", "--format", "opinion"]);
    assert!(
        out(&form).contains("已接受的问题") && out(&form).contains("| 合计 |  |  | 100 | 100 |")
    );
}

#[test]
fn an_acceptance_written_by_hand_is_read_and_an_idle_one_is_noted() {
    let here = folder("accept-by-hand");
    write(&here, "错.txt", &faulty());
    let entries = "[[accept]]\ncode = \"TGT001\"\nplace = \"项目2第4行指标值\"\nreason = \"有最低标准\"\n\
                   date = 2026-01-15\n\n[[accept]]\ncode = \"TGT001\"\nwords = \"不在文中\"\nreason = \"旧\"\n\n\
                   [[accept]]\ncode = \"TGT001\"\nwords = \"没有理由\"\n";
    fs::write(here.join("错.txt.accept.toml"), entries).unwrap();
    let output = jiheng(&here, &["review", "错.txt", "--format", "json"]);
    assert_eq!(status(&output), 0);
    let read = report(&output);
    let said: Vec<(String, bool)> = read.files[0]
        .findings
        .iter()
        .map(|found| (found.code.to_string(), found.accepted.is_some()))
        .collect();
    let wanted = [("TGT001", true), ("ACC001", false), ("ACC002", false)];
    assert_eq!(said, wanted.map(|(code, accepted)| (code.to_owned(), accepted)));
}

#[test]
fn fixing_without_a_fix_changes_nothing() {
    let here = folder("fix");
    write(&here, "错.txt", &faulty());
    let before = fs::read(here.join("错.txt")).unwrap();
    let output = jiheng(&here, &["review", "错.txt", "--fix", "--yes"]);
    assert_eq!(status(&output), 1);
    assert_eq!(fs::read(here.join("错.txt")).unwrap(), before);
    assert!(!here.join("错.txt.bak").exists());
}

#[test]
fn an_extract_reads_back_as_the_same_statement() {
    let here = folder("extract");
    write(&here, "基础.txt", &clean());
    let samples = testkit::real::folder();
    for name in ["lulong-2023.txt", "weixian-2025.txt"] {
        fs::copy(samples.join(name), here.join(name))
            .unwrap_or_else(|error| panic!("{}: {error}; set JIHENG_SAMPLES", samples.display()));
    }
    for name in ["基础.txt", "lulong-2023.txt", "weixian-2025.txt"] {
        let pretty = jiheng(&here, &["extract", name]);
        let compact = jiheng(&here, &["extract", name, "--compact"]);
        assert_eq!(status(&pretty), 0);
        assert_eq!(out(&compact).lines().count(), 1);
        for text in [out(&pretty), out(&compact)] {
            let read: Extract = serde_json::from_str(&text).unwrap();
            let direct = read::read(name, &fs::read(here.join(name)).unwrap());
            assert_eq!(read.schema, "jiheng/statement/1");
            assert_eq!(read.statement, direct.statement);
            // Words are equal by their text alone; the places must come back too.
            let value = |statement| serde_json::to_value(statement).unwrap();
            assert_eq!(value(&read.statement), value(&direct.statement));
            assert_eq!(read.source.text, direct.source.text);
        }
    }
    fs::write(here.join("空.txt"), "").unwrap();
    let empty = jiheng(&here, &["extract", "空.txt"]);
    assert_eq!(status(&empty), 2);
    assert!(serde_json::from_str::<Extract>(&out(&empty)).is_ok());
}
