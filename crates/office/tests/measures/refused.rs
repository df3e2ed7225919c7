//! Wrong definitions of measures are refused, each with its place and the reason.

use measure::Measures;
use office::measuring::known;

use super::definitions;

/// A sound measure; `{…}` is put in the place of its value.
fn with(value: &str) -> String {
    format!(
        "register = \"aid\"\n\n[[measure]]\ncode = \"a\"\ntitle = \"甲\"\nabout = \"乙\"\n\
         aspects = [\"quantity\"]\nunit = \"人\"\n{value}\n"
    )
}

#[test]
fn wrong_definitions_are_refused_with_their_places() {
    let known = known(&definitions());
    let sound = with("value = { words = \"丙\" }");
    assert_eq!(Measures::default().with([("a.toml", sound.as_str())], &known).map(drop), Ok(()));
    for (value, line, expected) in [
        ("value = { words = \"丙\" }\ncolour = 1", 10, "没有“colour”这一项"),
        ("value = { take = \"sum\" }", 9, "缺少“words”"),
        ("", 4, "没有写清怎样计算"),
        ("numerator = { words = \"丙\" }", 4, "没有写清怎样计算"),
        ("value = { words = \"丙\", register = \"gold\" }", 9, "没有台账“gold”"),
        ("value = { words = \"丙\", take = \"sum\" }", 9, "没有写取哪个字段"),
        ("value = { words = \"丙\", take = \"weigh\", of = \"kind\" }", 9, "没有“weigh”这种取数"),
        ("value = { words = \"丙\", of = \"kind\" }", 9, "数记录不用写字段"),
        ("value = { words = \"丙\", take = \"sum\", of = \"gold\" }", 9, "没有字段“gold”"),
        ("value = { words = \"丙\", take = \"sum\", of = \"kind\" }", 9, "不能这样取数"),
        ("value = { words = \"丙\", take = \"latest\", of = \"amount\" }", 9, "不能这样取数"),
        (
            "value = { words = \"丙\", take = \"distinct\", of = \"own_medical\" }",
            9,
            "不能这样取数",
        ),
        (
            "value = { words = \"丙\", take = \"sum\", of = \"amount\" }",
            8,
            "单位“人”与所计算的不符",
        ),
        ("value = { words = \"丙\", take = \"latest\", of = \"paid_on\" }", 8, "应为日期"),
        ("value = { words = \"丙\", take = \"highest\", of = \"kind\" }", 9, "从低到高"),
        ("value = { words = \"丙\", time = \"soon\" }", 9, "没有“soon”这种期间"),
        ("value = { words = \"丙\", time = \"in_force\" }", 9, "没有写到期日期"),
        ("value = { words = \"丙\", on = \"amount\" }", 9, "不是日期"),
        ("value = { words = \"丙\", states = [\"open\"] }", 9, "没有状态“open”"),
        ("value = { words = \"丙\", with = [\"amount\"] }", 9, "不能按“发放金额”挑选"),
        ("value = { words = \"丙\", with = [\"bank\"] }", 9, "不能按“开户银行”挑选"),
        ("value = { words = \"丙\", where = [{ field = \"kind\", in = [\"gold\"] }] }", 9, "gold"),
        ("value = { words = \"丙\", where = [{ field = \"kind\", in = [] }] }", 9, "与什么比较"),
        ("value = { words = \"丙\", where = [{ field = \"kind\" }] }", 9, "条件要写一种比较"),
        (
            "value = { words = \"丙\", where = [{ field = \"amount\", at_least = \"1.005\" }] }",
            9,
            "不能与“1.005”比大小",
        ),
        (
            "value = { words = \"丙\", where = [{ field = \"kind\", by_deadline = true }] }",
            9,
            "不是日期",
        ),
        (
            "value = { words = \"丙\", having = [{ register = \"household\", join = [\"kind = head\"] }] }",
            9,
            "两边不是同一类",
        ),
        ("value = { words = \"丙\", among = \"denominator\" }", 9, "这里不能写 among"),
        ("value = { words = \"丙\" }\nneeds = [\"kind\"]", 10, "没有参数“kind”"),
        ("value = { words = \"丙\" }\ngroups = [\"amount\"]", 10, "不能按“amount”分组"),
        ("value = { words = \"丙\" }\ndecimals = 9", 10, "小数位数最多"),
        ("survey = { words = \"丙\" }", 8, "单位“人”与所计算的不符"),
        ("value = [", 9, "不是合法的 TOML 写法"),
    ] {
        let text = with(value);
        let faults = Measures::default().with([("a.toml", text.as_str())], &known);
        let faults = faults.map(drop).expect_err(value);
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let is_it =
            |one: &String| one.starts_with(&format!("a.toml第{line}行")) && one.contains(expected);
        assert!(said.iter().any(is_it), "{value}\n{}", said.join("\n"));
    }
}

#[test]
fn a_code_stands_once() {
    let known = known(&definitions());
    let text = with("value = { words = \"丙\" }");
    let both = [("a.toml", text.as_str()), ("b.toml", text.as_str())];
    let faults = Measures::default().with(both, &known).map(drop).expect_err("it is there twice");
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["b.toml第4行第1列：代号“a”在a.toml里已有（换一个代号）"]);
    let own = Measures::default().with([("a.toml", text.as_str())], &known).expect("measures");
    let replaced = own.with([("county.toml", text.replace("丙", "丁").as_str())], &known);
    assert_eq!(replaced.expect("a county's own").all().count(), 1);
}
