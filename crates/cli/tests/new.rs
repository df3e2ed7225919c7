//! `jiheng new` from outside: what it writes, what a review says of it, what it refuses.

use std::fs;

use crate::outside::{err, folder, jiheng, out, status};

/// The arguments of a region that no county has.
const PLACE: [&str; 7] =
    ["new", "--region", "990321", "--department", "临河县总工会", "--year", "2027"];

#[test]
fn a_skeleton_is_written_and_its_review_says_what_is_missing() {
    let here = folder("new-review");
    fs::remove_file(here.join("jiheng.toml")).unwrap();
    for ending in ["docx", "xlsx"] {
        let name = format!("新.{ending}");
        let made = jiheng(
            &here,
            &[PLACE.as_slice(), &["--projects", "困难帮扶,劳模体检", &name]].concat(),
        );
        assert_eq!((status(&made), out(&made)), (0, format!("已写好 {name}\n")), "{}", err(&made));
        assert!(err(&made).contains("请核对封面上的地名"), "{}", err(&made));
        let review = out(&jiheng(&here, &["review", &name]));
        for words in [
            "项目1“困难帮扶”的“项目编码”是空白",
            "项目2“劳模体检”的“预算数”是空白",
            "“总体绩效目标”只有标题，没有内容",
            "没有填比例",
        ] {
            assert!(review.contains(words), "{name}: {words}\n{review}");
        }
        for nonsense in ["【", "选择二级指标", "21位", "TXT", "TGT", "BAS"] {
            assert!(!review.contains(nonsense), "{name}: {nonsense}\n{review}");
        }
        let again = jiheng(&here, &[PLACE.as_slice(), &[&name]].concat());
        assert_eq!(status(&again), 2);
        assert!(err(&again).contains("已经存在"), "{}", err(&again));
    }
}

#[test]
fn the_place_stands_before_the_department() {
    let here = folder("new-place");
    let made = jiheng(
        &here,
        &[
            "new",
            "--region",
            "130324",
            "--department",
            "县总工会",
            "--year",
            "2027",
            "--projects",
            "2",
            "新.docx",
        ],
    );
    assert_eq!(status(&made), 0, "{}", err(&made));
    assert!(err(&made).contains("三类指标框架"), "{}", err(&made));
    assert!(err(&made).contains("--framework t2021"), "{}", err(&made));
    let other = jiheng(&here, &[PLACE.as_slice(), &["--framework", "t2021", "四类.docx"]].concat());
    assert_eq!(status(&other), 0, "{}", err(&other));
    let four = out(&jiheng(&here, &["extract", "--compact", "四类.docx"]));
    assert!(four.contains("成本指标") && !four.contains("可持续"), "{four}");
    let text = out(&jiheng(&here, &["extract", "--compact", "新.docx"]));
    assert!(text.contains("卢龙县总工会2027年部门预算绩效文本"), "{text}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let here = folder("new-refused");
    let change = |at: usize, value: &'static str| {
        let mut arguments = PLACE.to_vec();
        arguments[at] = value;
        arguments.push("x.docx");
        arguments
    };
    let with = |more: &[&'static str]| [PLACE.as_slice(), more].concat();
    let cases = [
        (change(2, "秦皇岛"), "--region 应当是六位区划代码"),
        (change(6, "27"), "--year"),
        (change(4, " "), "--department 不能是空的"),
        (with(&["--framework", "t1999", "x.docx"]), "没有指标框架“t1999”；可以写 t2015"),
        (with(&["x.html"]), "只写成 .docx 或 .xlsx"),
        (with(&["x.png"]), "不会写 .png 文件"),
        (with(&["--projects", "0", "x.docx"]), "--projects 应当是 1 至 200 个"),
    ];
    for (arguments, expected) in cases {
        let refused = jiheng(&here, &arguments);
        assert_eq!(status(&refused), 2, "{arguments:?}");
        assert!(err(&refused).contains(expected), "{arguments:?}: {}", err(&refused));
        assert!(!here.join("x.docx").exists());
    }
    let help = out(&jiheng(&here, &["new", "-h"]));
    assert!(help.contains("例子：") && help.contains("用法：jiheng new"), "{help}");
    assert!(!help.contains("Usage") && !help.contains("default"), "{help}");
}
