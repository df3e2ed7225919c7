//! `jiheng convert` from outside: what it writes, what it refuses, what it says.

use std::fs;

use jiheng_cli::report::extract::Extract;

use crate::outside::{clean, err, folder, jiheng, out, status, write};

#[test]
fn a_statement_is_written_in_every_format() {
    let here = folder("convert-formats");
    write(&here, "原文.txt", &clean());
    let statement = read::read("原文.txt", &fs::read(here.join("原文.txt")).unwrap()).statement;
    for ending in ["docx", "xlsx", "html", "txt", "json"] {
        let name = format!("新文.{ending}");
        let done = jiheng(&here, &["convert", "原文.txt", &name]);
        assert_eq!((status(&done), err(&done)), (0, String::new()), "{ending}");
        assert_eq!(out(&done), format!("已写好 {name}\n"));
        let bytes = fs::read(here.join(&name)).unwrap();
        let again = jiheng(&here, &["convert", "原文.txt", &name, "--force"]);
        assert_eq!(status(&again), 0, "{ending}");
        assert_eq!(fs::read(here.join(&name)).unwrap(), bytes, "{ending} is the same again");
        match ending {
            "docx" | "txt" => assert_eq!(read::read(&name, &bytes).statement, statement),
            "json" => {
                let extract: Extract = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(extract.statement, statement);
            }
            _ => assert!(bytes.len() > 4000, "{ending}"),
        }
    }
    let left: Vec<String> = fs::read_dir(&here)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_pdf_says_which_fonts_stand_in_for_those_of_offices() {
    let here = folder("convert-pdf");
    write(&here, "原文.txt", &clean());
    let done = jiheng(&here, &["convert", "原文.txt", "新文.pdf"]);
    assert_eq!((status(&done), out(&done)), (0, "已写好 新文.pdf\n".into()), "{}", err(&done));
    assert!(err(&done).contains("仿宋_GB2312（用 Noto Serif CJK SC）"), "{}", err(&done));
    assert!(err(&done).contains("--fonts"), "{}", err(&done));
    let bytes = fs::read(here.join("新文.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    jiheng(&here, &["convert", "原文.txt", "再写.pdf"]);
    assert!(fs::read(here.join("再写.pdf")).unwrap() == bytes, "not the same again");
    let refused = jiheng(&here, &["convert", "原文.txt", "三.pdf", "--fonts", "没有这个"]);
    assert_eq!(status(&refused), 2);
    assert!(err(&refused).contains("没有这个 不是文件夹"), "{}", err(&refused));
}

#[test]
fn nothing_is_overwritten_unless_the_user_says_so() {
    let here = folder("convert-force");
    write(&here, "原文.txt", &clean());
    fs::write(here.join("旧.docx"), "别人写的").unwrap();
    let refused = jiheng(&here, &["convert", "原文.txt", "旧.docx"]);
    assert_eq!(status(&refused), 2);
    assert!(err(&refused).contains("已经存在，没有改动"), "{}", err(&refused));
    assert!(err(&refused).contains("--force"), "{}", err(&refused));
    assert_eq!(fs::read_to_string(here.join("旧.docx")).unwrap(), "别人写的");
    assert_eq!(status(&jiheng(&here, &["convert", "原文.txt", "旧.docx", "--force"])), 0);
    assert!(fs::read(here.join("旧.docx")).unwrap().starts_with(b"PK"));
    let text = fs::read(here.join("原文.txt")).unwrap();
    let same = jiheng(&here, &["convert", "原文.txt", "./原文.txt", "--force"]);
    assert_eq!(status(&same), 2);
    assert!(err(&same).contains("同一个文件"), "{}", err(&same));
    assert_eq!(fs::read(here.join("原文.txt")).unwrap(), text);
    fs::create_dir(here.join("夹.docx")).unwrap();
    let into = jiheng(&here, &["convert", "原文.txt", "夹.docx", "--force"]);
    assert!(err(&into).contains("是文件夹"), "{}", err(&into));
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let here = folder("convert-refused");
    write(&here, "原文.txt", &clean());
    fs::write(here.join("通知.txt"), "关于召开会议的通知\n各科室：\n定于明天开会。\n").unwrap();
    let text = fs::read_to_string(here.join("原文.txt")).unwrap();
    fs::write(
        here.join("怪字.txt"),
        text.replacen("总体绩效目标", "总体绩效目标\n全年🦀三次。", 9),
    )
    .unwrap();
    let cases = [
        (["原文.txt", "新文.doc"], "不写旧格式 .doc"),
        (["原文.txt", "新文.png"], "不会写 .png 文件"),
        (["原文.txt", "新文"], "没有扩展名"),
        (["没有.txt", "新文.docx"], "找不到"),
        (["通知.txt", "新文.docx"], "没有写 新文.docx"),
        (["怪字.txt", "新文.pdf"], "里没有“🦀”（U+1F980）"),
    ];
    for ([input, output], words) in cases {
        let done = jiheng(&here, &["convert", input, output]);
        assert_eq!(status(&done), 2, "{input} {output}");
        assert!(err(&done).contains(words), "{words}: {}", err(&done));
        assert!(!here.join(output).exists(), "{output}");
    }
}

#[test]
fn the_day_of_creation_is_told_and_never_taken_from_the_clock() {
    let here = folder("convert-date");
    write(&here, "原文.txt", &clean());
    let written = |name: &str, date: &str| {
        let done = jiheng(&here, &["convert", "原文.txt", name, "--date", date]);
        assert_eq!(status(&done), 0, "{}", err(&done));
        fs::read(here.join(name)).unwrap()
    };
    for ending in ["docx", "xlsx"] {
        let [first, second, again] =
            [("1", "2026-01-15"), ("2", "2026-01-16"), ("3", "2026-01-15")]
                .map(|(name, date)| written(&format!("{name}.{ending}"), date));
        assert!(first == again && first != second, "{ending}");
    }
    let wrong = jiheng(&here, &["convert", "原文.txt", "4.docx", "--date", "明天"]);
    assert_eq!(status(&wrong), 2);
    assert!(err(&wrong).starts_with("错误：") && err(&wrong).contains("明天"), "{}", err(&wrong));
}

#[test]
fn the_help_is_chinese() {
    let here = folder("convert-help");
    let help = out(&jiheng(&here, &["convert", "-h"]));
    for words in
        ["用法：jiheng convert [选项] <原文件> <新文件>", "--force", "例子：", "退出状态："]
    {
        assert!(help.contains(words), "{words}\n{help}");
    }
    for english in ["Usage", "Options", "Arguments", "Print", "default"] {
        assert!(!help.contains(english), "{english}\n{help}");
    }
    assert!(out(&jiheng(&here, &["-h"])).contains("convert"));
}
