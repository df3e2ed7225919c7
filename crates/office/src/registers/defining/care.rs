//! What is refused although it can be read: names that are another's, fields that flows would have to fill, and
//! whatever would show to more people what was entered for fewer.
//!
//! Who enters a value trusts in what the field says of itself: who may see it, and that it is masked. So no own
//! definition may make a field visible to more people or take its class of personal data away, not even in two steps
//! (put away and bring back), nor show it by computing another field from it. Nobody may by this way, whatever the
//! role: a system administrator sees no registers and must not decide who does, and a security administrator cannot
//! speak for the people whose data they are. Whoever needs a wider field adds one, and those who may see the old one
//! enter anew what may be seen. Narrowing is always allowed.

use register::{Definition, Definitions, Fault, Field, FieldType, OWN, Personal, line_of};

use super::planning::{Wanted, adds, is_own};
use crate::registers::tables::Line;
use crate::registers::{aid_batch, checkup, commending, opening};

/// A register's name that is not the page's, not an office's, or taken.
pub(super) fn place(
    wanted: &Wanted,
    register: &str,
    text: &str,
    carried: &Definitions,
) -> Vec<Fault> {
    let place = opening::place(register);
    let at = |words: &str, message: String, help: &str| {
        let line = text.lines().position(|line| line.trim_start().starts_with(words));
        let line = line.map_or(1, |at| at + 1);
        vec![Fault { file: place.clone(), line, column: 1, message, help: help.into() }]
    };
    if !wanted.register.is_empty() && wanted.register != register {
        let message = format!("这里改的是“{}”，文本里写的是“{register}”", wanted.register);
        let key = if adds(text) { "extends" } else { "name" };
        return at(key, message, "名称定下后不能改；要另建一本请从“新建台账”开始");
    }
    if adds(text) || register.is_empty() {
        return Vec::new();
    }
    if !is_own(register) {
        let help = format!("写成 {OWN}…；给已有的台账加栏目请写 extends = \"{register}\"");
        return at("name", format!("自建台账的名称要以 {OWN} 开头，“{register}”不是"), &help);
    }
    if carried.definition(register).is_some() {
        let message = format!("数据文件夹里已有台账“{register}”");
        return at("name", message, "换一个名称，或改那个文件夹里的定义");
    }
    Vec::new()
}

/// The registers whose entries flows make, and which ones do.
const MADE_BY_FLOWS: [(&str, &str); 3] = [
    (aid_batch::JOURNAL, "救助发放批次"),
    (checkup::JOURNAL, "劳模服务批次和表彰"),
    (commending::SPENDING, "表彰发放奖金"),
];

/// Own fields that must be filled where nobody fills them: a flow makes an entry of what was decided before, and asks
/// for nothing else.
pub(super) fn flows(definition: &Definition, (place, text): (&str, &str)) -> Vec<Fault> {
    let made = MADE_BY_FLOWS.iter().find(|(register, _)| *register == definition.name);
    let Some((_, flow)) = made else { return Vec::new() };
    let is_unfilled =
        |field: &&Field| field.name.starts_with(OWN) && field.required && field.default.is_none();
    let fault = |field: &Field| {
        let (title, label) = (&definition.title, &field.label);
        Fault {
            file: place.to_owned(),
            line: line_of(text, &field.name).unwrap_or(1),
            column: 1,
            message: format!(
                "“{label}”不能必填：“{title}”的记录有的由{flow}自动登记，那里没有人填这一栏，会登记不上"
            ),
            help: "去掉 required = true，登记以后再补填；或用 default 写明不填时记什么".into(),
        }
    };
    definition.fields.iter().filter(is_unfilled).map(fault).collect()
}

/// Titles and codes of checks that another register has.
pub(super) fn names(
    definition: &Definition,
    all: &Definitions,
    (place, text): (&str, &str),
) -> Vec<Fault> {
    if adds(text) {
        return Vec::new();
    }
    let line =
        |words: &str| text.lines().position(|line| line.contains(words)).map_or(1, |at| at + 1);
    let mut faults = Vec::new();
    let mut fault = |words: &str, message: String, help: &str| {
        let (file, line) = (place.to_owned(), line(words));
        faults.push(Fault { file, line, column: 1, message, help: help.into() });
    };
    for other in all.all().filter(|other| other.name != definition.name) {
        if other.title == definition.title {
            let message = format!("已有一本台账叫“{}”", other.title);
            fault(&format!("\"{}\"", other.title), message, "换一个名称（title）");
        }
        for check in &other.checks {
            if definition.checks.iter().any(|own| own.code == check.code) {
                let code = check.code.to_string();
                let message = format!("检查代码 {code} 是台账“{}”的", other.title);
                fault(&code, message, "换一个代码");
            }
        }
    }
    faults
}

/// Fields that would show to more people what was entered for fewer.
pub(super) fn privacy(
    definition: &Definition,
    line: &Line,
    (place, text): (&str, &str),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for field in &definition.fields {
        let before = line.newest().and_then(|old| definition.before(field, old));
        let loosened = before.or_else(|| line.last(&field.name)).and_then(|it| loosened(field, it));
        let shown = shows(definition, field);
        for message in loosened.into_iter().chain(shown) {
            let line = line_of(text, &field.name).unwrap_or(1);
            let help = "另加一个字段，由看得到原内容的人重新填写可以放开的部分".to_owned();
            faults.push(Fault { file: place.to_owned(), line, column: 1, message, help });
        }
    }
    faults
}

fn loosened(field: &Field, before: &Field) -> Option<String> {
    let label = &field.label;
    if field.visibility < before.visibility {
        let (from, to) = (before.visibility.label(), field.visibility.label());
        return Some(format!("“{label}”的可见范围是{from}，不能放宽为{to}"));
    }
    let is_other = field.personal != before.personal && before.personal != Personal::None;
    is_other.then(|| {
        let (from, to) = (before.personal.label(), field.personal.label());
        format!("“{label}”登记时是{from}，不能改为{to}")
    })
}

/// A computed field that shows another one to more people, or unmasked.
fn shows(definition: &Definition, field: &Field) -> Option<String> {
    let FieldType::Computed { formula, result } = &field.holds else { return None };
    let read = formula.fields();
    let mut read = read.iter().filter_map(|place| definition.at(*place));
    read.find_map(|other| {
        let (label, from) = (&field.label, &other.label);
        if field.visibility < other.visibility {
            return Some(format!("“{label}”由“{from}”算出，可见范围不能比它宽"));
        }
        let is_bare = field.personal == Personal::None && other.personal != Personal::None;
        (is_bare && matches!(**result, FieldType::Text { .. })).then(|| {
            format!(
                "“{label}”由“{from}”（{}）得出文字，也要声明个人信息类别",
                other.personal.label()
            )
        })
    })
}
