//! Definitions that are refused, each with its place and reason; changes from one version to the next; headings.

use std::collections::BTreeMap;

use register::{Cell, Definitions, Duplicates, KeyMark, Matching, MoneyUnit, Step};

use crate::house::{self, HEAD, House};

const FIELD: &str = "called = [\"x\"]\n[[field]]\nname = \"x\"\nlabel = \"甲\"\ntype = \"money\"\n\
                     visibility = \"inside\"\npersonal = \"none\"\n";

/// Line, column and message of what is wrong.
fn wrong(text: &str) -> Vec<(usize, usize, String)> {
    let faults = House::new().parse(text).map(|_| ()).unwrap_err();
    faults.into_iter().map(|fault| (fault.line, fault.column, fault.message)).collect()
}

#[test]
fn a_field_without_visibility_or_personal_class_is_refused() {
    let text =
        format!("{HEAD}{FIELD}").replace("visibility = \"inside\"\npersonal = \"none\"\n", "");
    let said = wrong(&text);
    assert!(said.iter().any(|(line, _, m)| *line == 8 && m.contains("visibility")), "{said:?}");
    assert!(said.iter().any(|(line, _, m)| *line == 8 && m.contains("personal")), "{said:?}");
}

#[test]
fn what_is_sensitive_cannot_be_public() {
    let text = format!("{HEAD}{FIELD}")
        .replace("visibility = \"inside\"", "visibility = \"public\"")
        .replace("personal = \"none\"", "personal = \"health\"");
    assert_eq!(wrong(&text).first().map(|(line, ..)| *line), Some(12));
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let base = format!("{HEAD}{FIELD}");
    let cases: &[(&str, &str, usize, usize, &str)] = &[
        ("kind = \"file\"", "kind = \"book\"", 3, 8, "没有“book”这种台账"),
        ("source = [\"practice\"]", "source = [\"none\"]", 6, 11, "data/law/ 里没有“none”"),
        ("called = [\"x\"]", "called = [\"y\"]", 7, 11, "不是这个台账的字段"),
        ("type = \"money\"", "type = \"coin\"", 11, 8, "没有“coin”这种字段类型"),
        ("label = \"甲\"", "label = \"甲\"\ncolour = 1", 11, 1, "没有“colour”这一项"),
        ("version = 1", "version = \"1\"", 4, 11, "“version”应为整数"),
        ("name = \"x\"", "name = \"金额\"", 9, 8, "不能作字段名"),
        ("about = \"乙\"", "about = 乙", 5, 9, "不是合法的 TOML 写法"),
        (
            "personal = \"none\"",
            "personal = \"none\"\nmin = \"很多\"",
            14,
            7,
            "“min”的值“很多”不是金额",
        ),
    ];
    for (from, to, line, column, message) in cases {
        let said = wrong(&base.replacen(from, to, 1));
        let found = said.iter().any(|(l, c, m)| (l, c) == (line, column) && m.contains(message));
        assert!(found, "{to}: {said:?}");
    }
}

fn check_of(that: &str) -> String {
    format!(
        "{HEAD}{FIELD}[[field]]\nname = \"d\"\nlabel = \"乙\"\ntype = \"date\"\nvisibility = \"inside\"\n\
         personal = \"none\"\n[[check]]\ncode = \"TST001\"\nlevel = \"warning\"\nthat = '{that}'\n\
         message = \"{{x}}\"\n"
    )
}

#[test]
fn expressions_that_make_no_sense_are_refused_at_their_place() {
    let cases: &[(&str, usize, &str)] = &[
        ("x > 500", 9 + 4, "金额不能和数字比较"),
        ("y > yuan(500)", 9, "没有“y”这个字段"),
        ("x", 8, "此处应能判断是或否"),
        ("x > yuan(500) &&", 9 + 16, "表达式到此结束"),
        ("d > \"2025-13-01\"", 9 + 4, "不是日期"),
        ("x > param(\"none\")", 9 + 10, "data/figures/ 里没有“none”"),
        ("[x].all(y, y > 1)", 9, "方括号只能用在 in 后面"),
        ("x ＞ yuan(1)", 9 + 2, "不认识的符号“＞”"),
        ("size(x) > 1", 9, "没有可用于（金额）的函数“size”"),
    ];
    for (that, column, message) in cases {
        let said = wrong(&check_of(that));
        let found = said.iter().any(|(l, c, m)| *l == 23 && c == column && m.contains(message));
        assert!(found, "{that}: {said:?}");
    }
    let deep = format!("{}x == x{}", "(".repeat(100), ")".repeat(100));
    assert!(wrong(&check_of(&deep)).iter().any(|(_, _, m)| m.contains("嵌套太深")));
    let long = vec!["x == x"; 400].join(" && ");
    assert!(wrong(&check_of(&long)).iter().any(|(_, _, m)| m.contains("太长了")));
}

#[test]
fn an_error_cannot_rest_on_what_nobody_has_checked() {
    let text = check_of("x <= param(\"aid_living_cap\")").replace("\"warning\"", "\"error\"");
    assert!(wrong(&text).iter().any(|(line, _, m)| *line == 22 && m.contains("未核原文")));
}

/// Whether the check is silent for a row of money and a day.
fn holds(that: &str, money: Cell, day: Cell) -> bool {
    let house = House::new();
    let definition = house.parse(&check_of(that)).unwrap();
    house.row(&definition, &[money, day]).findings.is_empty()
}

#[test]
fn expressions_are_exact_and_silent_where_something_is_empty() {
    let (money, day) = (Cell::Number(100.5), Cell::Text("2025-02-28"));
    for that in [
        "x == yuan(100.50)",
        "x * 2 == yuan(201) && x / 3 == yuan(33.50)",
        "x - yuan(0.01) < x",
        "x / yuan(0.5) == 201",
        "d < today && d >= \"2025-02-28\"",
        "add_months(d, 1) == date_of || has(x)",
        "days(d, today) == 93 && months(d, today) == 3 && years(d, today) == 0",
        "workdays(\"2025-01-06\", \"2025-01-12\") == 5 || true",
        "year(d) == 2025 ? month(d) == 2 : false",
        "x in [yuan(1), yuan(100.5)]",
        "!(x < yuan(100) || x > yuan(101))",
    ] {
        let that = that.replace("date_of", "add_days(d, 28)").replace(
            "workdays(\"2025-01-06\", \"2025-01-12\") == 5 || true",
            "workdays(d, add_days(d, 6)) == 5",
        );
        assert!(holds(&that, money, day), "{that}");
        let not = format!("!({that})");
        assert!(!holds(&not, money, day), "{not}");
        if that.contains('d') && !that.contains("has(") {
            assert!(holds(&not, Cell::Empty, Cell::Empty), "{not}");
        }
    }
    assert!(!holds("x / 0 > yuan(1)", money, day));
    assert!(!holds("add_years(d, 9000) > d", money, day));
}

#[test]
fn a_later_version_says_what_changes() {
    let house = House::new();
    let old = house.register(FIELD);
    let text = |field: &str| format!("{HEAD}{field}").replace("version = 1", "version = 2");
    let step = |field: &str| {
        let new = house.parse(&text(field)).unwrap();
        new.changes_from(&old).unwrap().into_iter().map(|change| change.step).collect::<Vec<_>>()
    };
    assert_eq!(step(FIELD), []);
    let renamed =
        FIELD.replace("name = \"x\"", "name = \"z\"\nwas = \"x\"").replace("[\"x\"]", "[\"z\"]");
    assert_eq!(step(&renamed), [Step::Renamed { from: "x".into() }]);
    let retyped = FIELD.replace("\"money\"", "\"date\"");
    assert!(
        matches!(step(&retyped).as_slice(), [Step::Refused { reason }] if reason.contains("金额"))
    );
    let required = FIELD.replace("label", "required = true\nlabel");
    assert_eq!(step(&required), [Step::Narrowed]);
    let more = format!(
        "{FIELD}[[field]]\nname = \"y\"\nlabel = \"乙\"\ntype = \"text\"\nvisibility = \"inside\"\npersonal = \"none\"\n"
    );
    assert_eq!(step(&more), [Step::Added]);
    let other = FIELD.replace("name = \"x\"", "name = \"z\"").replace("[\"x\"]", "[\"z\"]");
    assert_eq!(step(&other), [Step::Added, Step::Removed]);
    assert!(old.changes_from(&old).unwrap_err().contains("version = 2"));
    let new = house.parse(&text(&renamed)).unwrap();
    let back = house.parse(&text(FIELD).replace("version = 2", "version = 3")).unwrap();
    let back: Vec<Step> =
        back.changes_from(&new).unwrap().into_iter().map(|change| change.step).collect();
    assert_eq!(back, [Step::Renamed { from: "z".into() }], "a renaming is taken back");
}

#[test]
fn headings_are_found_below_titles_and_across_two_rows() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let aid = definitions.definition("aid").unwrap();
    let rows = vec![
        vec!["临河县总工会2025年春节救助发放表", "", "", "", "", ""],
        vec!["", "", "", "", "", "单位：元"],
        vec!["序号", "受助人", "", "救助种类", "发放情况", ""],
        vec!["", "姓名", "身份证号", "", "金额（万元）", "发放日期"],
        vec!["1", "张三", "990321", "生活", "0.3", "2025.1.20"],
    ];
    let matching = Matching::find(aid, &rows, &BTreeMap::new()).unwrap();
    assert_eq!((matching.header, matching.data, matching.unmatched.len()), (2, 4, 0));
    assert_eq!(matching.missing, [2], "the household may be the beneficiary: {matching:?}");
    let amount = aid.inputs.iter().position(|input| input.label == "发放金额").unwrap();
    let column = matching.columns.get(amount).unwrap().as_ref().unwrap();
    assert_eq!((column.at, column.unit), (4, Some(MoneyUnit::Wan)));
    assert_eq!(Matching::find(aid, &[vec!["甲", "乙"]], &BTreeMap::new()), None);
}

#[test]
fn merged_headings_tell_two_persons_apart() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let member = definitions.definition("household_member").unwrap();
    let rows = vec![
        vec!["户主", "成员", "", "与户主关系"],
        vec!["证件号码", "姓名", "证件号码", ""],
        vec!["990321", "张小四", "", "子女"],
    ];
    let matching = Matching::find(member, &rows, &BTreeMap::new()).unwrap();
    let column = |place: usize| matching.columns.get(place).unwrap().as_ref().map(|c| c.at);
    assert_eq!((column(0), column(1), column(2)), (Some(0), Some(1), Some(2)), "{matching:?}");
    assert!(matching.missing.is_empty() && matching.ambiguous.is_empty(), "{matching:?}");
}

#[test]
fn rows_that_are_no_entries_are_passed_over() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let aid = definitions.definition("aid").unwrap();
    let matching = Matching::propose(aid, &["序号", "姓名", "金额"], &BTreeMap::new());
    let passed = |cells: &[&str]| {
        let cells: Vec<Cell> = cells.iter().map(|text| Cell::Text(text)).collect();
        matching.passes_over(&cells)
    };
    for row in [
        &["", "", ""],
        &["", "合 计", "300"],
        &["合计", "", "300"],
        &["序号", "姓名", "金额"],
        &["制表人：甲", "", ""],
    ] {
        assert!(passed(row), "{row:?}");
    }
    for row in [&["1", "张三", "300"], &["", "合计山", "300"], &["", "负责", ""]] {
        assert!(!passed(row), "{row:?}");
    }
}

#[test]
fn what_was_chosen_once_is_remembered() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let aid = definitions.definition("aid").unwrap();
    let headings = ["姓名", "身份证号", "钱数", "金额"];
    let mut matching = Matching::propose(aid, &headings, &BTreeMap::new());
    assert_eq!(matching.unmatched.len(), 1);
    let amount = aid.inputs.iter().position(|input| input.label == "发放金额").unwrap();
    matching.choose(aid, amount, Some((2, "钱数")));
    let again = Matching::propose(aid, &headings, &matching.to_remember(aid));
    assert_eq!(again.columns.get(amount).unwrap().as_ref().unwrap().heading, "钱数");
}

#[test]
fn rows_of_one_key_are_duplicates() {
    let house = House::new();
    let definition = house.register(&format!("key = [\"x\"]\n{FIELD}"));
    let row = |text| house.row(&definition, &[Cell::Text(text)]).entry;
    let key = |text| definition.key_of(&row(text)).map(|key| KeyMark::of(&key));
    let mut seen = Duplicates::default();
    assert_eq!(seen.add(5, key("1,000").unwrap()), None);
    assert_eq!(seen.add(6, key("1000.01").unwrap()), None);
    let again = seen.add(9, key("0.1万").unwrap()).unwrap();
    assert_eq!((again.first, again.again), (5, 9));
    let finding = again.finding(&definition, "第5行");
    assert_eq!(finding.message, "与第5行重复：甲都相同");
    assert_eq!(key(""), None);
}

#[test]
fn an_entry_tells_whom_it_names_and_how_it_is_reversed() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let aid = definitions.definition("aid").unwrap();
    let body = "99032119800101001";
    let id = format!("{body}{}", register::check_digit(body).unwrap());
    let headings = ["姓名", "身份证号", "金额"];
    let matching = Matching::propose(aid, &headings, &BTreeMap::new());
    let checker =
        register::Checker::new(aid, &house.rulebook, &house.lists, "990321", house::TODAY);
    let cells = [Cell::Text("张三"), Cell::Text(&id), Cell::Number(300.0)];
    let entry = checker.row(&cells, &matching).entry;
    let people = aid.people(&entry);
    assert_eq!(people.len(), 2, "the beneficiary, who is the head of the household too");
    assert!(people.iter().all(|named| named.number == id));
    assert_eq!(people.first().unwrap().name, Some("张三"));
    let reversed = aid.reversal(&entry).unwrap();
    let (amount, _) = aid.field("amount").unwrap();
    assert_eq!(
        reversed.value(amount),
        Some(&register::Value::Money(ground::Money::from_fen(-30_000)))
    );
    assert_eq!(aid.reversal(&reversed).unwrap(), entry);
    let household = definitions.definition("household").unwrap();
    assert_eq!(household.reversal(&household.blank()), None);
}

#[test]
fn a_county_adds_registers_and_is_told_of_relations_that_lead_nowhere() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let own = format!("{HEAD}{FIELD}").replace("name = \"t\"", "name = \"own\"");
    let with = definitions.clone().with([("own/register.toml", own.as_str())], &house.rulebook);
    assert!(with.unwrap().definition("own").is_some());
    let lost = format!(
        "{own}[[field]]\nname = \"r\"\nlabel = \"乙\"\ntype = \"entry\"\nregister = \"nowhere\"\nby = \"x\"\n\
         key = \"text\"\nvisibility = \"inside\"\npersonal = \"none\"\n"
    );
    let faults = definitions.with([("own/register.toml", lost.as_str())], &house.rulebook);
    let faults = faults.map(|_| ()).unwrap_err();
    assert!(faults.iter().any(|fault| fault.message.contains("nowhere")));
}

#[test]
fn cross_checks_that_make_no_sense_are_refused_at_their_place() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let text = "code = \"REG199\"\ntitle = \"甲\"\nlevel = \"warning\"\nabout = \"乙\"\nkind = \"present\"\n\
                join = [\"household = head\"]\nbetween = [\"paid_on < filed_on\"]\n\
                message = \"{subject.amount}\"\nhelp = \"丙\"\nsource = \"practice\"\n[subject]\n\
                register = \"aid\"\n[[subject.where]]\nfield = \"kind\"\nin = [\"living\"]\n\
                [other]\nregister = \"household\"\n";
    let with = |text: &str| {
        let all = definitions.clone().with([("cross/own.toml", text)], &house.rulebook);
        all.map(|all| all.cross_checks().len())
    };
    assert_eq!(with(text), Ok(definitions.cross_checks().len() + 1));
    let cases: &[(&str, &str, usize, &str)] = &[
        ("\"living\"", "\"travel\"", 15, "没有代码“travel”"),
        ("household = head", "amount = head", 6, "不是同一类"),
        ("paid_on < filed_on", "amount < filed_on", 7, "不能比较"),
        ("{subject.amount}", "{other.amount}", 8, "没有字段“amount”"),
        ("register = \"aid\"", "register = \"none\"", 12, "没有台账“none”"),
        ("kind = \"present\"", "kind = \"sql\"", 5, "没有“sql”这种核对"),
    ];
    for (from, to, line, message) in cases {
        let faults = with(&text.replacen(from, to, 1)).unwrap_err();
        let found = faults.iter().any(|f| f.line == *line && f.message.contains(message));
        assert!(found, "{to}: {faults:?}");
    }
}

#[test]
fn reminders_that_make_no_sense_are_refused_at_their_place() {
    let house = House::new();
    let definitions = Definitions::embedded(&house.rulebook).unwrap();
    let text = "title = \"甲\"\nabout = \"乙\"\nhelp = \"丙\"\nregister = \"aid_application\"\nahead = 5\n\
                source = \"union-practice\"\n[[when]]\nstates = [\"applied\"]\nby = \"applied_on\"\n\
                plus_days = 3\n[[when]]\nstates = [\"notified\"]\nthrough = \"notice\"\nby = \"until\"\n";
    let with = |text: &str| {
        let all = definitions.clone().with([("reminders/own.toml", text)], &house.rulebook);
        all.map(|all| all.reminders().len())
    };
    assert_eq!(with(text), Ok(definitions.reminders().len() + 1));
    let cases: &[(&str, &str, usize, &str)] = &[
        ("\"aid_application\"", "\"none\"", 4, "没有台账“none”"),
        ("ahead = 5", "ahead = 999", 5, "提前的天数"),
        ("\"union-practice\"", "\"none\"", 6, "没有“none”"),
        ("\"applied\"", "\"sent\"", 8, "没有状态“sent”"),
        ("by = \"applied_on\"", "by = \"amount\"", 9, "“amount”不是日期"),
        ("plus_days = 3", "plus_months_of = \"none\"", 10, "data/figures/ 里没有“none”"),
        ("through = \"notice\"", "through = \"kind\"", 13, "“kind”不关联别的台账"),
        ("by = \"until\"", "by = \"never\"", 14, "没有字段“never”"),
    ];
    for (from, to, line, message) in cases {
        let faults = with(&text.replacen(from, to, 1)).unwrap_err();
        let found = faults.iter().any(|f| f.line == *line && f.message.contains(message));
        assert!(found, "{to}: {faults:?}");
    }
}
