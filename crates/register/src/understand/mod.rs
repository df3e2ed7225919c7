//! What a cell means: from what a clerk typed to a typed value, with a finding where it cannot be read or could
//! be read otherwise.

mod date;
mod number;
mod period;
mod special;

use std::borrow::Cow;

use ground::Day;
use rulebook::Rulebook;

use crate::codes::CodeLists;
use crate::field::{EntryKey, Field, FieldType, MoneyUnit};
use crate::normal::{cleaned, normal, tidied};
use crate::said::{
    CELL_ERROR, DIGITS_LOST, ODD_NAME, OUT_OF_RANGE, RowFinding, TOO_LONG, UNKNOWN_CODE, UNREADABLE,
};
use crate::value::{Person, Value};
use model::cell::Cell;

pub(crate) use special::document;

/// What understanding a cell needs besides the cell.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) lists: &'a CodeLists,
    pub(crate) today: Day,
}

/// One cell on its way to become a value: where it stands and where to say what is wrong.
pub(crate) struct Reading<'r> {
    pub(crate) field: &'r Field,
    pub(crate) input: usize,
    pub(crate) around: &'r Around<'r>,
    pub(crate) findings: &'r mut Vec<RowFinding>,
}

/// What a cell of the field means; `None` where it is empty or cannot be read, which is then said.
///
/// `unit` is what the heading of the column says of the unit of money.
pub(crate) fn field(
    field: &Field,
    cell: Cell,
    unit: Option<MoneyUnit>,
    input: usize,
    around: &Around,
    findings: &mut Vec<RowFinding>,
) -> Option<Value> {
    if let Cell::Error(error) = cell {
        let message = format!("“{}”所在单元格是公式错误 {error}", field.label);
        findings.push(CELL_ERROR.at(input, message, "改好公式，或直接填写内容"));
        return None;
    }
    if cell.is_blank() {
        return None;
    }
    let mut reading = Reading { field, input, around, findings };
    let value = understood(&mut reading, cell, unit)?;
    within(&mut reading, &value).then_some(value)
}

fn understood(reading: &mut Reading, cell: Cell, unit: Option<MoneyUnit>) -> Option<Value> {
    match reading.field.holds.plain() {
        FieldType::Text { longest } => text(reading, cell, *longest).map(Value::Text),
        FieldType::Number { .. } => number::number(reading, cell),
        FieldType::Money { unit: usual } => number::money(reading, cell, unit, *usual),
        FieldType::Date => date::date(reading, cell).map(Value::Date),
        FieldType::Period { grain } => period::period(reading, cell, *grain).map(Value::Period),
        FieldType::Code { list } => code(reading, cell, list),
        FieldType::Person { .. } => name(reading, cell),
        FieldType::Entry { key, .. } => entry(reading, cell, *key),
        FieldType::Region => special::region(reading, cell),
        FieldType::DocumentNumber => special::document_number(reading, cell),
        FieldType::IdNumber => special::id_number(reading, cell).map(Value::IdNumber),
        FieldType::CreditCode => special::credit(reading, cell).map(Value::CreditCode),
        FieldType::Phone => special::phone(reading, cell),
        FieldType::BankCard => special::bank_card(reading, cell),
        FieldType::Attachment => attachments(cell),
        FieldType::YesNo => yes_no(reading, cell),
        FieldType::Computed { .. } => None,
    }
}

impl Reading<'_> {
    /// Says that the cell cannot be read as what the field is.
    pub(crate) fn unreadable<T>(&mut self, shown: &str, help: &str) -> Option<T> {
        let message = format!(
            "“{}”应是{}，现在是“{}”",
            self.field.label,
            self.field.holds.label(),
            short(shown)
        );
        self.findings.push(UNREADABLE.at(self.input, message, help).quoting());
        None
    }

    /// Says how a cell was understood that could be read otherwise.
    pub(crate) fn doubt(&mut self, shown: &str, understood: &str) {
        let message = format!("“{}”写作“{}”，按{understood}理解", self.field.label, short(shown));
        let help = "如与原意不符，请改正后重新导入";
        self.findings.push(crate::said::DOUBTFUL.at(self.input, message, help).quoting());
    }

    /// Says that a spreadsheet has spoilt a long number.
    pub(crate) fn digits_lost<T>(&mut self, shown: &str) -> Option<T> {
        let message = format!(
            "“{}”被表格软件当成了数字，显示为“{}”，末几位已经丢失，无法还原",
            self.field.label,
            short(shown)
        );
        let help = "先把这一列的单元格格式设为“文本”，再按原件重新填写";
        self.findings.push(DIGITS_LOST.at(self.input, message, help).quoting());
        None
    }
}

/// What a message quotes of a cell, not longer than one wants to read.
fn short(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// The cell as text of half width; numbers without exponent. `None` where a number has lost digits.
pub(crate) fn words<'c>(cell: Cell<'c>) -> Option<Cow<'c, str>> {
    Some(match cell {
        Cell::Text(text) => tidied(text),
        Cell::Number(number) => number::shown(number)?.into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Bool(true) => "是".into(),
        Cell::Bool(false) => "否".into(),
        Cell::Empty | Cell::Error(_) => return None,
    })
}

/// What clerks put where there is nothing to put. Not for fields in which 无 is an answer.
pub(crate) fn stands_for_nothing(text: &str) -> bool {
    matches!(
        text,
        "/" | "\\"
            | "-"
            | "--"
            | "—"
            | "——"
            | "–"
            | "无"
            | "暂无"
            | "空"
            | "N/A"
            | "n/a"
            | "NULL"
            | "null"
    )
}

fn text(reading: &mut Reading, cell: Cell, longest: u32) -> Option<String> {
    let found = match cell {
        Cell::Text(text) => cleaned(text),
        Cell::Number(number) => match number::shown(number) {
            Some(text) => text.into(),
            None => return reading.digits_lost(&number::scientific(number)),
        },
        other => words(other)?,
    };
    let length = found.chars().count();
    if u32::try_from(length).map_or(true, |length| length > longest) {
        let message = format!("“{}”有{length}个字，最多{longest}个字", reading.field.label);
        reading.findings.push(TOO_LONG.at(reading.input, message, "请精简，详细内容可作附件"));
        return None;
    }
    (!found.is_empty()).then(|| found.into_owned())
}

fn code(reading: &mut Reading, cell: Cell, list: &str) -> Option<Value> {
    let shown = words(cell)?;
    let list = reading.around.lists.list(list)?;
    if let Some(code) = list.understand(&shown) {
        return Some(Value::Code(code.key.clone()));
    }
    if stands_for_nothing(&shown) {
        return None;
    }
    let message = format!("“{}”里没有“{}”这一选项", reading.field.label, short(&shown));
    let help = format!("可填：{}", list.offered(reading.around.today));
    reading.findings.push(UNKNOWN_CODE.at(reading.input, message, help).quoting());
    None
}

fn name(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let found = text(reading, cell, 60)?;
    // Clerks part the two characters of a short name by a blank; names of other peoples have dots between.
    let has_han = found.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let name: String = found.chars().filter(|c| !has_han || !c.is_whitespace()).collect();
    let odd = name
        .chars()
        .find(|c| c.is_numeric() && *c != '〇' || "/\\、,，;；()（）?？*#@".contains(*c));
    if let Some(odd) = odd {
        let message = format!("“{}”中有“{odd}”，不像一个人的姓名", reading.field.label);
        let help = "一行只写一个人，备注写到备注列";
        reading.findings.push(ODD_NAME.at(reading.input, message, help));
    }
    Some(Value::Person(Person { name, document: None }))
}

fn entry(reading: &mut Reading, cell: Cell, key: EntryKey) -> Option<Value> {
    if words(cell).is_some_and(|text| stands_for_nothing(&text)) {
        return None;
    }
    let key = match key {
        EntryKey::Text => text(reading, cell, 200)?,
        EntryKey::IdNumber => special::id_number(reading, cell)?.number,
        EntryKey::CreditCode => special::credit(reading, cell)?,
        EntryKey::DocumentNumber => match special::document_number(reading, cell)? {
            Value::DocumentNumber(number) => number,
            _ => return None,
        },
    };
    Some(Value::Entry(key))
}

/// Attachments come by themselves; a cell can only name digests, as exports of the program do.
fn attachments(cell: Cell) -> Option<Value> {
    let Cell::Text(text) = cell else { return None };
    let is_digest = |word: &&str| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let files: Vec<String> = text.split_whitespace().filter(is_digest).map(Into::into).collect();
    (!files.is_empty()).then_some(Value::Attachment(files))
}

fn yes_no(reading: &mut Reading, cell: Cell) -> Option<Value> {
    const YES: &[&str] = &[
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "1",
        "y",
        "yes",
        "true",
        "t",
        "对",
        "已",
        "已办",
        "v",
        "在",
        "参加",
        "是的",
        "已完成",
    ];
    const NO: &[&str] = &[
        "否",
        "无",
        "没有",
        "×",
        "✗",
        "✘",
        "x",
        "0",
        "n",
        "no",
        "false",
        "f",
        "不是",
        "未",
        "未办",
        "□",
        "☐",
        "不",
        "/",
        "-",
        "—",
        "未参加",
        "未完成",
    ];
    let shown = words(cell)?;
    let asked = normal(&shown);
    let truth = if YES.contains(&asked.as_str()) {
        true
    } else if NO.contains(&asked.as_str()) {
        false
    } else {
        return reading.unreadable(&shown, "请填“是”或“否”");
    };
    Some(Value::YesNo(truth))
}

/// Whether the value lies within the limits of its field.
fn within(reading: &mut Reading, value: &Value) -> bool {
    let field = reading.field;
    let lists = reading.around.lists;
    let shown = |limit: &Value| {
        let shown = crate::masking::show(field, Some(limit), crate::masking::Masking::Plain, lists);
        format!("{shown}{}", unit(field))
    };
    let low = field.least.as_ref().filter(|least| value < *least);
    let high = field.most.as_ref().filter(|most| value > *most);
    let message = match (low, high) {
        (Some(least), _) => {
            format!("“{}”为{}，小于允许的最小值{}", field.label, shown(value), shown(least))
        }
        (_, Some(most)) => {
            format!("“{}”为{}，大于允许的最大值{}", field.label, shown(value), shown(most))
        }
        _ => return true,
    };
    reading.findings.push(
        OUT_OF_RANGE.at(reading.input, message, "核对是否多写、少写了数字或弄错单位").quoting(),
    );
    false
}

fn unit(field: &Field) -> &str {
    match field.holds.plain() {
        FieldType::Number { unit, .. } => unit,
        FieldType::Money { unit } => unit.label(),
        _ => "",
    }
}
