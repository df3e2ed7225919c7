//! `jiheng form` from outside: every form from every source, what is refused and how it is said.

use std::fs;
use std::path::Path;

use crate::outside::{clean, err, faulty, folder, jiheng, out, status, write};

const FORMS: [&str; 14] = [
    "project-goals",
    "department-goals",
    "opinion",
    "approval",
    "monitoring",
    "self-evaluation",
    "self-evaluation-sichuan",
    "department-report",
    "rectification",
    "rectification-reply",
    "appraisal-report",
    "appraisal-marks",
    "aid-roster",
    "public-list",
];

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Runs a command that must succeed.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = jiheng(folder, arguments);
    assert_eq!(status(&output), 0, "{arguments:?}: {}", err(&output));
    err(&output)
}

/// Runs a command that must fail; what it says.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = jiheng(folder, arguments);
    assert_eq!(status(&output), 2, "{arguments:?}: {}", out(&output));
    err(&output)
}

#[test]
fn every_form_is_listed_and_written_blank_and_filled() {
    let here = folder("form-all");
    let list = out(&jiheng(&here, &["form", "list"]));
    for form in FORMS {
        assert!(list.contains(form), "{list}");
        for ending in ["docx", "xlsx", "html", "txt"] {
            let name = format!("{form}.{ending}");
            done(&here, &["form", form, "--example", "-o", &name]);
            done(&here, &["form", form, "--blank", "--force", "-o", &format!("空{name}")]);
        }
        let (data, again) = (format!("{form}.json"), format!("{form}-2.txt"));
        done(&here, &["form", form, "--example", "-o", &data]);
        done(&here, &["form", form, "--data", &data, "-o", &again]);
        assert_eq!(text(&here, &again), text(&here, &format!("{form}.txt")), "{form}");
        let fields = out(&jiheng(&here, &["form", form, "--fields"]));
        let json: serde_json::Value = serde_json::from_str(&text(&here, &data)).unwrap();
        for key in json.as_object().unwrap().keys() {
            assert!(fields.contains(key.as_str()), "{form}: {key}");
        }
    }
    let blank = text(&here, "空self-evaluation.txt");
    assert!(blank.contains("其中：本年财政拨款\t\t"), "{blank}");
    assert!(blank.starts_with("　　　年项目支出绩效自评表"), "{blank}");
}

#[test]
fn forms_are_filled_from_a_statement() {
    let here = folder("form-statement");
    write(&here, "原文.txt", &clean());
    let read = read::read("原文.txt", &fs::read(here.join("原文.txt")).unwrap()).statement;
    for form in ["project-goals", "approval", "monitoring", "self-evaluation"] {
        done(&here, &["form", form, "--statement", "原文.txt", "-o", "全.txt", "--force"]);
        let whole = text(&here, "全.txt");
        for project in &read.projects {
            assert!(whole.contains(project.name()), "{form}");
            for row in &project.indicators {
                assert!(whole.contains(row.name()) && whole.contains(row.target_text()), "{form}");
            }
        }
        let one =
            ["form", form, "--statement", "原文.txt", "--project", "2", "-o", "一.txt", "--force"];
        done(&here, &one);
        let one = text(&here, "一.txt");
        assert!(one.contains(read.projects[1].name()) && !one.contains(read.projects[0].name()));
    }
    let said = done(
        &here,
        &["form", "绩效运行监控表", "--statement", "原文.txt", "--month", "6", "-o", "监控.txt"],
    );
    assert!(said.contains("留空：绩效目标执行总体情况、单位负责人"), "{said}");
    let form = text(&here, "监控.txt");
    assert!(form.contains("1—6月执行数") && form.contains("年度资金总额\t24.00\t\t\t"), "{form}");
    done(&here, &["form", "department-goals", "--statement", "原文.txt", "-o", "部门.txt"]);
    assert!(text(&here, "部门.txt").contains(read.department.unwrap().text.as_str()));
}

/// A data file made of a statement is filled in and gives the form.
#[test]
fn a_data_file_of_a_statement_is_filled_in() {
    let here = folder("form-fill-in");
    write(&here, "原文.txt", &clean());
    let make =
        ["form", "self-evaluation", "--statement", "原文.txt", "--project", "1", "-o", "数据.json"];
    done(&here, &make);
    let mut json: serde_json::Value = serde_json::from_str(&text(&here, "数据.json")).unwrap();
    json["funds"][0]["budget"] = 24.into();
    json["funds"][0]["executed"] = serde_json::json!(18.5);
    json["funds"][0]["points"] = 10.into();
    json["rows"][0]["actual"] = "41户".into();
    fs::write(here.join("数据.json"), json.to_string()).unwrap();
    done(&here, &["form", "self-evaluation", "--data", "数据.json", "-o", "表.txt"]);
    let form = text(&here, "表.txt");
    assert!(form.contains("年度资金总额\t24.00\t24.00\t18.50\t10\t77.08%\t7.71"), "{form}");
    json["funds"][0]["rate"] = 80.into();
    fs::write(here.join("数据.json"), json.to_string()).unwrap();
    let said = refused(&here, &["form", "self-evaluation", "--data", "数据.json", "-o", "二.txt"]);
    assert!(said.contains("funds[0].rate：执行率写的是 80%，执行数÷预算数应为 77.08%"), "{said}");
    assert!(!here.join("二.txt").exists());
}

#[test]
fn the_variant_of_a_province_is_used_and_its_limits_warn() {
    let here = folder("form-sichuan");
    write(&here, "原文.txt", &clean());
    let base = ["form", "self-evaluation", "--statement", "原文.txt", "--region", "510923", "-o"];
    done(&here, &[base.as_slice(), &["表.txt"]].concat());
    assert!(text(&here, "表.txt").contains("财政专户管理资金"));
    done(&here, &["form", "self-evaluation-sichuan", "--example", "-o", "例.json"]);
    let mut json: serde_json::Value = serde_json::from_str(&text(&here, "例.json")).unwrap();
    json["conclusion"] = "好".repeat(201).into();
    fs::write(here.join("长.json"), json.to_string()).unwrap();
    let said =
        done(&here, &["form", "self-evaluation-sichuan", "--data", "长.json", "-o", "长.docx"]);
    assert!(said.contains("警告：conclusion：评价结论有 201 字，超过 200 字的上限"), "{said}");
    json["funds_reason"] = "".into();
    let explained = |json: &serde_json::Value| {
        fs::write(here.join("由.json"), json.to_string()).unwrap();
        done(
            &here,
            &["form", "self-evaluation-sichuan", "--data", "由.json", "-o", "由.txt", "--force"],
        )
    };
    let said = explained(&json);
    assert!(said.contains("年初预算 20万元，年中调整为 24万元，应当填写"), "{said}");
    let total = json["funds"][0].as_object_mut().unwrap();
    total.insert("executed".into(), 12.into());
    ["rate", "score"].into_iter().for_each(|derived| drop(total.remove(derived)));
    json.as_object_mut().unwrap().remove("total_score");
    let said = explained(&json);
    assert!(said.contains("funds_reason：执行率 50%，低于 90%，应当填写"), "{said}");
    json["funds_reason"] = "医疗救助对象减少。".into();
    assert!(!explained(&json).contains("应当填写"));
    let wrong =
        refused(&here, &["form", "self-evaluation", "--blank", "--region", "四川", "-o", "x.docx"]);
    assert!(wrong.contains("--region 应当是区划代码"), "{wrong}");
}

#[test]
fn the_opinion_comes_from_the_review() {
    let here = folder("form-opinion");
    write(&here, "原文.txt", &faulty());
    done(&here, &["form", "opinion", "--statement", "原文.txt", "-o", "意见.txt"]);
    let form = text(&here, "意见.txt");
    assert!(form.contains("≥500元/人") && form.contains("错误1处"), "{form}");
    assert!(form.contains("完整性\n（20分）") && form.contains("无意见"), "{form}");
}

#[test]
fn personal_data_stays_where_it_belongs() {
    let here = folder("form-personal");
    done(&here, &["form", "public-list", "--example", "-o", "名单.json"]);
    let mut json: serde_json::Value = serde_json::from_str(&text(&here, "名单.json")).unwrap();
    json["rows"][0]["id_number"] = "990321197001010001".into();
    fs::write(here.join("全号.json"), json.to_string()).unwrap();
    let said = done(&here, &["form", "public-list", "--data", "全号.json", "-o", "名单.txt"]);
    assert!(said.contains("rows[0].id_number：给的是完整的身份证号码，公示时已隐去"), "{said}");
    let list = text(&here, "名单.txt");
    assert!(list.contains("990321********0001") && !list.contains("990321197001010001"));
    json["rows"][0]["employer"] = "某厂（990321197001010001）".into();
    fs::write(here.join("夹带.json"), json.to_string()).unwrap();
    let said = refused(&here, &["form", "public-list", "--data", "夹带.json", "-o", "二.txt"]);
    assert!(said.contains("公示名单上不得出现") && !said.contains("19700101"), "{said}");
    done(&here, &["form", "aid-roster", "--example", "-o", "花.json"]);
    let mut json: serde_json::Value = serde_json::from_str(&text(&here, "花.json")).unwrap();
    json["rows"][0]["id_number"] = "99032119700101".into();
    fs::write(here.join("短.json"), json.to_string()).unwrap();
    let said = refused(&here, &["form", "aid-roster", "--data", "短.json", "-o", "三.txt"]);
    assert!(said.contains("rows[0].id_number：身份证号码") && !said.contains("19700101"), "{said}");
}

/// Spoils a data file.
type Change<'c> = &'c dyn Fn(&mut serde_json::Value);

#[test]
fn what_is_wrong_with_data_is_said_with_its_path() {
    let here = folder("form-wrong");
    done(&here, &["form", "aid-roster", "--example", "-o", "花.json"]);
    let good: serde_json::Value = serde_json::from_str(&text(&here, "花.json")).unwrap();
    let rows = |change: Change<'_>| {
        let mut json = good.clone();
        change(&mut json);
        fs::write(here.join("错.json"), json.to_string()).unwrap();
        refused(&here, &["form", "aid-roster", "--data", "错.json", "-o", "x.docx"])
    };
    let cases: [(Change<'_>, &str); 9] = [
        (&|j| j["rows"][1]["amuont"] = 1.into(), "rows[1].amuont：表里没有这一栏"),
        (&|j| j["rows"][1]["amont"] = 1.into(), "是不是“amount”（发放金额（元））"),
        (&|j| j["rows"][2]["amount"] = "二千".into(), "rows[2].amount：发放金额（元）：应当是金额"),
        (&|j| j["rows"][2]["name"] = "".into(), "rows[2].name：缺少姓名"),
        (
            &|j| j["rows"][2]["phone"] = 199.into(),
            "rows[2].phone：联系电话：应当是文字，写在双引号里，现在是199",
        ),
        (&|j| j["rows"] = "六人".into(), "rows：发放明细：应当是清单"),
        (&|j| j["date"] = "去年".into(), "date：制表日期：日期应当写成 \"2026-07-31\""),
        (&|j| j["year"] = 26.into(), "year：年度：应当是四位年份"),
        (&|j| j["total"] = 1.into(), "total：合计（元）写的是 1元，各行合计为"),
    ];
    for (change, expected) in cases {
        let said = rows(change);
        assert!(said.contains("错误：错.json 的 ") && said.contains(expected), "{said}");
    }
    fs::write(here.join("坏.json"), "{\"year\": 2026,\n \"rows\" [}").unwrap();
    let said = refused(&here, &["form", "aid-roster", "--data", "坏.json", "-o", "x.docx"]);
    assert!(said.contains("坏.json 不是完整的 JSON：第2行"), "{said}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let here = folder("form-refused");
    write(&here, "原文.txt", &clean());
    fs::write(here.join("旧.docx"), "x").unwrap();
    let cases: [(&[&str], &str); 9] = [
        (
            &["form", "没有这张", "--blank", "-o", "x.docx"],
            "没有“没有这张”这张表；运行 jiheng form list",
        ),
        (&["form", "自评", "--blank", "-o", "x.docx"], "可以指几张表"),
        (&["form", "monitoring", "--blank"], "--output"),
        (&["form", "monitoring", "-o", "x.docx"], "请写明内容从哪里来"),
        (&["form", "monitoring", "--blank", "-o", "x.png"], "不会写 .png 文件"),
        (&["form", "monitoring", "--blank", "-o", "旧.docx"], "已经存在"),
        (&["form", "aid-roster", "--statement", "原文.txt", "-o", "x.docx"], "不在绩效文本里"),
        (
            &["form", "monitoring", "--statement", "原文.txt", "--project", "9", "-o", "x.docx"],
            "有 2 个项目：1 困难职工",
        ),
        (
            &[
                "form",
                "department-goals",
                "--statement",
                "原文.txt",
                "--project",
                "1",
                "-o",
                "x.docx",
            ],
            "不能用 --project",
        ),
    ];
    for (arguments, expected) in cases {
        let said = refused(&here, arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(!here.join("x.docx").exists());
    }
    let both = refused(&here, &["form", "monitoring", "--blank", "--example", "-o", "x.docx"]);
    assert!(both.contains("不能与"), "{both}");
    let help = out(&jiheng(&here, &["form", "-h"]));
    assert!(help.contains("用法：jiheng form [选项] <表格>") && help.contains("例子："), "{help}");
}
