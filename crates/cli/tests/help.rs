//! What the binary says of itself: rules, help, complaints about what was typed or configured.

use std::fs;

use crate::outside::{clean, err, faulty, folder, jiheng, out, status, write};

#[test]
fn rules_are_listed_and_each_is_explained() {
    let here = folder("rules");
    let listed = jiheng(&here, &["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&out(&listed)).unwrap();
    let rules = rules.as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["code"] == "TGT001" && rule["family"] == "指标值"));
    let table = out(&jiheng(&here, &["rules"]));
    let markdown = out(&jiheng(&here, &["rules", "--format", "markdown"]));
    for rule in rules {
        let code = rule["code"].as_str().unwrap();
        assert!(table.contains(code) && markdown.contains(code), "{code}");
        let page = jiheng(&here, &["explain", code]);
        assert_eq!(status(&page), 0, "{code}");
        assert!(out(&page).contains(rule["title"].as_str().unwrap()), "{code}");
        assert!(!out(&page).contains("```"), "{code}");
    }
    let page = out(&jiheng(&here, &["explain", "tgt001"]));
    for words in [
        "TGT001 成本指标写成了下限\n错误 · 适当性 · 指标值",
        "查什么\n\n  ",
        "依据的文件\n\n  《",
        "（财预〔2021〕101号）",
        "\n    所据：",
        "\n    要点：",
        "\n    核对：",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    insta::assert_snapshot!(out(&jiheng(&here, &["explain", "ACC002"])));
    let plain = out(&jiheng(&here, &["explain", "TGT001", "--plain"]));
    assert!(plain.starts_with("# TGT001") && !plain.contains("```case"));
    let cases = out(&jiheng(&here, &["explain", "TGT001", "--cases"]));
    assert!(cases.contains("例：人均标准写成下限"), "{cases}");
    let unknown = jiheng(&here, &["explain", "TGT01"]);
    assert_eq!(status(&unknown), 2);
    assert!(err(&unknown).contains("TGT001"), "{}", err(&unknown));
    assert!(out(&jiheng(&here, &["explain", "tgt"])).contains("TGT001"));
}

/// Help and complaints are Chinese: none of the words that clap would say by itself.
#[test]
fn help_and_complaints_are_chinese() {
    let here = folder("help");
    let runs: &[&[&str]] = &[
        &[],
        &["-h"],
        &["review", "--help"],
        &["extract", "-h"],
        &["form", "-h"],
        &["form"],
        &["form", "monitoring", "--month", "13", "--statement", "a"],
        &["new", "-h"],
        &["new", "a.docx"],
        &["rules", "-h"],
        &["explain", "-h"],
        &["user"],
        &["user", "-h"],
        &["user", "init", "-h"],
        &["user", "add", "-h"],
        &["user", "add"],
        &["user", "list", "-h"],
        &["user", "lock", "-h"],
        &["user", "unlock", "-h"],
        &["user", "reset", "-h"],
        &["user", "end-sessions", "-h"],
        &["user", "end-sessions", "--all", "li.ming"],
        &["user", "remove", "li.ming"],
        &["reviev"],
        &["review"],
        &["review", "a", "--formt", "json"],
        &["review", "a", "--format", "xml"],
        &["review", "a", "--format"],
        &["review", "a", "--yes"],
        &["review", "a", "--accept", "TGT001", "--reason", "x", "--fix"],
        &["review", "a", "--jobs", "many"],
        &["review", "a", "--quiet", "--quiet"],
        &["explain", "TGT001", "TGT002"],
    ];
    for arguments in runs {
        let output = jiheng(&here, arguments);
        let said = format!("{}{}", out(&output), err(&output));
        for english in [
            "Usage",
            "Options",
            "Arguments",
            "Print",
            "rror:",
            "required",
            "unexpected",
            "tip:",
            "invalid",
            "help'",
            "possible",
            "default",
        ] {
            assert!(!said.contains(english), "{arguments:?} says {english}:\n{said}");
        }
        assert!(said.contains('：'), "{arguments:?}: {said}");
        let asks_help = arguments.iter().any(|argument| ["-h", "--help"].contains(argument));
        assert_eq!(status(&output), if asks_help { 0 } else { 2 }, "{arguments:?}");
    }
    insta::assert_snapshot!(out(&jiheng(&here, &["review", "-h"])));
}

#[test]
fn a_wrong_configuration_is_refused() {
    let here = folder("config");
    write(&here, "好.txt", &clean());
    fs::write(here.join("jiheng.toml"), "[review]\nselct = [\"TGT\"]\n").unwrap();
    let typo = jiheng(&here, &["review", "好.txt"]);
    assert_eq!(status(&typo), 2);
    assert!(err(&typo).contains("jiheng.toml"), "{}", err(&typo));
    fs::write(here.join("jiheng.toml"), "[review]\nignore = [\"TGT01\"]\n").unwrap();
    let unknown = jiheng(&here, &["review", "好.txt"]);
    assert_eq!(status(&unknown), 2);
    assert!(err(&unknown).contains("没有代码“TGT01”，您是不是想写 TGT001"), "{}", err(&unknown));
    fs::write(here.join("jiheng.toml"), "[review]\nignore = [\"tgt\"]\n").unwrap();
    write(&here, "下级/错.txt", &faulty());
    let found = jiheng(&here.join("下级"), &["review", "错.txt"]);
    assert_eq!(status(&found), 0, "the file is found above, and capitals do not matter");
}
