//! Numbers with rules of their own: identity documents, credit codes, telephones, bank cards, regions, document
//! numbers.

use std::borrow::Cow;

use ground::Severity;
use model::document::numbers;

use super::number::{scientific, shown};
use super::{Around, Reading, stands_for_nothing, words};
use crate::field::{Field, Personal};
use crate::identity::{IdDocument, IdFault, is_scientific};
use crate::normal::cleaned;
use crate::numbers_with_checks::{CreditFault, credit_code, luhn};
use crate::said::{
    CARD_CHECK, DOCUMENT_NUMBER, ID_REGION, ODD_AGE, OLD_ID, RowFinding, UNKNOWN_REGION,
    WRONG_CREDIT_CODE, WRONG_ID, WRONG_PHONE,
};
use crate::value::Value;
use model::cell::Cell;

/// The identity document in a person's second column; `label` is that column's.
pub(crate) fn document(
    field: &Field,
    label: &str,
    cell: Cell,
    input: usize,
    around: &Around,
    findings: &mut Vec<RowFinding>,
) -> Option<IdDocument> {
    if cell.is_blank() {
        return None;
    }
    let mut reading = Reading { field, input, around, findings };
    read_id(&mut reading, label, cell)
}

pub(super) fn id_number(reading: &mut Reading, cell: Cell) -> Option<IdDocument> {
    let label = reading.field.label.as_str();
    read_id(reading, label, cell)
}

fn read_id(reading: &mut Reading, label: &str, cell: Cell) -> Option<IdDocument> {
    let text = match cell {
        Cell::Number(number) => match shown(number) {
            Some(text) => text.into(),
            None => return lost(reading, label, &scientific(number)),
        },
        other => words(other)?,
    };
    if stands_for_nothing(&text) {
        return None;
    }
    match IdDocument::parse(&text) {
        Ok(document) => {
            plausible(reading, label, &document, text.trim().len());
            Some(document)
        }
        Err(IdFault::DigitsLost) => lost(reading, label, &text),
        Err(fault) => {
            let (message, help) = id_fault(label, fault);
            reading.findings.push(WRONG_ID.at(reading.input, message, help).quoting());
            None
        }
    }
}

fn lost<T>(reading: &mut Reading, label: &str, text: &str) -> Option<T> {
    let message = format!("“{label}”被表格软件当成了数字（{text}），末几位已经丢失，无法还原");
    let help = "先把这一列的单元格格式设为“文本”，再按证件重新填写";
    reading.findings.push(crate::said::DIGITS_LOST.at(reading.input, message, help).quoting());
    None
}

fn id_fault(label: &str, fault: IdFault) -> (String, &'static str) {
    match fault {
        IdFault::Shape(length) => (
            format!("“{label}”有{length}位，不是任何一种证件的号码"),
            "居民身份证为18位；核对是否多写、少写或混入别的文字",
        ),
        IdFault::Birth(born) => {
            (format!("“{label}”第7至14位“{born}”不是日期"), "对照证件核对出生日期部分")
        }
        IdFault::Check { found, wanted } => (
            format!("“{label}”的校验码应为{wanted}，现在是{found}，号码里至少有一位写错"),
            "对照证件逐位核对",
        ),
        IdFault::DigitsLost => (format!("“{label}”末几位已经丢失"), "按证件重新填写"),
    }
}

/// What is not wrong in itself but worth a look: region, age, old form.
fn plausible(reading: &mut Reading, label: &str, document: &IdDocument, typed: usize) {
    let input = reading.input;
    if let Some(region) = document.region() {
        let regions = reading.around.rulebook.regions();
        let province = || format!("{}0000", region.get(..2).unwrap_or_default());
        if regions.name(region).is_none() && regions.name(&province()).is_none() {
            let message = format!("“{label}”前六位 {region} 未列入行政区划代码表");
            reading.findings.push(ID_REGION.at(input, message, "核对证件").quoting());
        }
    }
    if typed == 15 && document.number.len() == 18 {
        let message = format!("“{label}”是15位的旧号码，已换算为18位");
        reading.findings.push(OLD_ID.at(input, message, "请核对现用证件，确认号码"));
    }
    const OLDEST: i16 = 120;
    if let Some(born) = document.born() {
        let today = reading.around.today;
        if born > today || today.year() - born.year() > OLDEST {
            let message = format!("“{label}”中的出生日期是 {born}");
            reading.findings.push(ODD_AGE.at(input, message, "对照证件核对").quoting());
        }
    }
}

/// What stands in a cell for a long number; that a spreadsheet has spoilt it is said.
fn digits<'c>(reading: &mut Reading, cell: Cell<'c>) -> Option<Cow<'c, str>> {
    let text = match cell {
        Cell::Number(number) => match shown(number) {
            Some(text) => text.into(),
            None => return reading.digits_lost(&scientific(number)),
        },
        other => words(other)?,
    };
    if stands_for_nothing(&text) {
        return None;
    }
    if is_scientific(&text) {
        return reading.digits_lost(&text);
    }
    Some(text)
}

pub(super) fn credit(reading: &mut Reading, cell: Cell) -> Option<String> {
    let text = digits(reading, cell)?;
    let label = &reading.field.label;
    let (message, help) = match credit_code(&text) {
        Ok(code) => return Some(code),
        Err(CreditFault::Length(length)) => {
            (format!("“{label}”有{length}位，应为18位"), "对照登记证书核对")
        }
        Err(CreditFault::Sign(sign)) => (
            format!("“{label}”里有“{sign}”，这种代码不用这个字符"),
            "代码不用 I、O、S、V、Z，常是把 0 写成 O、1 写成 I",
        ),
        Err(CreditFault::Check { found, wanted }) => (
            format!("“{label}”的校验码应为{wanted}，现在是{found}，代码里至少有一位写错"),
            "对照登记证书逐位核对",
        ),
    };
    reading.findings.push(WRONG_CREDIT_CODE.at(reading.input, message, help).quoting());
    None
}

pub(super) fn phone(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let text = words(cell)?;
    if stands_for_nothing(&text) {
        return None;
    }
    if is_scientific(&text) {
        return reading.digits_lost(&text);
    }
    let first = text.split(['/', '、', ';', ',', '，', '；']).next().unwrap_or(&text);
    if let Some(number) = one_phone(first) {
        if first.len() != text.len() {
            reading.doubt(&text, &format!("第一个号码{number}"));
        }
        return Some(Value::Phone(number));
    }
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let message =
        format!("“{}”有{digits}位数字，不是手机号码，也不是带区号的座机号码", reading.field.label);
    let help = "手机为11位，座机写成 0310-1234567";
    reading.findings.push(WRONG_PHONE.at(reading.input, message, help).quoting());
    None
}

fn one_phone(text: &str) -> Option<String> {
    if let [b'1', b'3'..=b'9', rest @ ..] = text.as_bytes()
        && rest.len() == 9
        && rest.iter().all(u8::is_ascii_digit)
    {
        return Some(text.to_owned());
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let foreign = text.chars().any(|c| !c.is_ascii_digit() && !" -—–()+转".contains(c));
    if foreign {
        return None;
    }
    let digits = match digits.strip_prefix("86") {
        Some(rest) if digits.len() == 13 || text.starts_with('+') => rest,
        _ => digits.as_str(),
    };
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    if digits.len() == 11 && digits.starts_with('1') && (b'3'..=b'9').contains(&second) {
        return Some(digits.into());
    }
    if let Some(rest) = digits.strip_prefix('0') {
        // Three digits of area code for the largest cities (010, 02x), four elsewhere.
        let area = if rest.starts_with(['1', '2']) { 3 } else { 4 };
        let number = digits.get(area..)?;
        // Behind the number of seven or eight digits an extension may stand.
        return (7..=12)
            .contains(&number.len())
            .then(|| format!("{}-{number}", digits.get(..area).unwrap_or_default()));
    }
    // Without an area code: a local number, or a service number (400, 12351).
    let short = matches!(digits.len(), 7 | 8) || digits.len() == 5 && digits.starts_with("12");
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    (short || service).then(|| digits.into())
}

pub(super) fn bank_card(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let text = digits(reading, cell)?;
    let digits: String = text.chars().filter(|c| !" -".contains(*c)).collect();
    if !(8..=32).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return reading.unreadable(&text, "账号只有数字，8 至 32 位");
    }
    // Accounts of units are numbered by each bank as it likes; the check is of cards of persons.
    let is_card = reading.field.personal == Personal::Account && (16..=19).contains(&digits.len());
    if is_card && !luhn(&digits) {
        let message = format!("“{}”通不过银行卡号的校验，可能写错一位", reading.field.label);
        reading
            .findings
            .push(CARD_CHECK.at(reading.input, message, "对照银行卡逐位核对").quoting());
    }
    Some(Value::BankCard(digits))
}

pub(super) fn region(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let text = words(cell)?;
    if stands_for_nothing(&text) {
        return None;
    }
    let regions = reading.around.rulebook.regions();
    let label = &reading.field.label;
    let (severity, message, help) = if text.bytes().all(|b| b.is_ascii_digit()) {
        if !matches!(text.len(), 6 | 9 | 12) {
            let message = format!("“{label}”有{}位，行政区划代码应为6位、9位或12位", text.len());
            (Severity::Error, message, "填代码或全称，如 河北省石家庄市")
        } else if regions.name(text.get(..6).unwrap_or_default()).is_some() {
            return Some(Value::Region(text.into_owned()));
        } else {
            let message = format!("“{label}”{text} 未列入行政区划代码表");
            (Severity::Warning, message, "核对代码；已撤并的地区请填现在的代码")
        }
    } else {
        match regions.codes(&text).as_slice() {
            [one] => return Some(Value::Region((*one).to_owned())),
            [] => (
                Severity::Error,
                format!("“{label}”里没有名为“{}”的地区", super::short(&text)),
                "填六位代码，或全称",
            ),
            several => {
                let message =
                    format!("有{}个地区都叫“{}”：{}", several.len(), text, several.join("、"));
                (Severity::Error, message, "请填六位代码")
            }
        }
    };
    let mut finding = UNKNOWN_REGION.at(reading.input, message, help).quoting();
    finding.severity = severity;
    reading.findings.push(finding);
    (severity == Severity::Warning).then(|| Value::Region(text.into_owned()))
}

/// A document number as GB/T 9704 writes it. What cannot be read as one is kept as it stands, with a warning.
pub(super) fn document_number(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let raw = match cell {
        Cell::Text(text) => cleaned(text),
        other => words(other)?,
    };
    if stands_for_nothing(&raw) {
        return None;
    }
    let found = numbers(&raw);
    let label = &reading.field.label;
    match found.as_slice() {
        [one] if !one.number.agency.is_empty() => {
            let written = one.number.to_string();
            if one.deviates || one.range.len() != raw.len() {
                let message = format!("“{label}”写作“{}”，已统一为“{written}”", super::short(&raw));
                let mut finding = DOCUMENT_NUMBER.at(reading.input, message, "").quoting();
                finding.severity = Severity::Note;
                reading.findings.push(finding);
            }
            Some(Value::DocumentNumber(written))
        }
        several => {
            let (message, help) = if several.len() > 1 {
                (format!("“{label}”里有{}个文号", several.len()), "一行只写一个文号")
            } else {
                (
                    format!("“{label}”写作“{}”，不是规范的发文字号", super::short(&raw)),
                    "请写成 临政发〔2025〕3号",
                )
            };
            reading.findings.push(DOCUMENT_NUMBER.at(reading.input, message, help).quoting());
            Some(Value::DocumentNumber(raw.into_owned()))
        }
    }
}
