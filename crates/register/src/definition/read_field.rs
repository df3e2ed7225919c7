//! The `[[field]]` sections of a definition.

use super::read::Known;
use crate::codes::is_ascii_name;
use crate::expression::Formula;
use crate::field::{DocumentColumn, EntryKey, Field, FieldType, MoneyUnit, Personal, Visibility};
use crate::toml_tree::{Section, Words};
use crate::understand;
use crate::value::{Grain, Value};
use ground::Faults;
use model::cell::Cell;

/// A computed field whose formula waits until all fields are known.
pub(super) struct Pending {
    pub(super) place: usize,
    pub(super) formula: Words,
    pub(super) result: FieldType,
}

const KEYS: &[&str] = &[
    "name",
    "label",
    "synonyms",
    "type",
    "required",
    "visibility",
    "personal",
    "help",
    "default",
    "min",
    "max",
    "was",
    "same_as",
];

/// Names that columns of the table or words of expressions have already.
const RESERVED: &[&str] = &[
    "id", "org", "state", "version", "today", "true", "false", "in", "has", "param", "yuan",
    "created", "changed", "reverses", "row", "key",
];

/// All fields, and the formulas that are still to be read.
pub(super) fn fields(
    root: &Section,
    known: Known,
    faults: &mut Faults,
) -> (Vec<Field>, Vec<Pending>) {
    let (mut fields, mut pending) = (Vec::<Field>::new(), Vec::new());
    let mut same = Vec::new();
    for section in root.tables("field", faults) {
        let Some((field, formula)) = field(&section, known, faults) else { continue };
        if fields.iter().any(|before| before.name == field.name) {
            faults.over(&section.place("name"), format!("字段“{}”写了两次", field.name), "");
        }
        if let Some((formula, result)) = formula {
            pending.push(Pending { place: fields.len(), formula, result });
        }
        same.extend(section.words("same_as", faults).map(|words| (fields.len(), words)));
        fields.push(field);
    }
    for (place, words) in same {
        let found = same_as(place, &words, &fields, faults);
        if let Some(field) = fields.get_mut(place) {
            field.same_as = found;
        }
    }
    (fields, pending)
}

/// The field whose value another one takes over when it is empty: of the same type, or the person whose document is
/// the key of an entry.
fn same_as(place: usize, words: &Words, fields: &[Field], faults: &mut Faults) -> Option<usize> {
    let found = fields.iter().position(|field| field.name == words.text);
    let holds = |at: usize| fields.get(at).map(|field| &field.holds);
    let fits = match (holds(place), found.and_then(holds)) {
        (Some(FieldType::Entry { key: EntryKey::IdNumber, .. }), Some(other)) => {
            matches!(other, FieldType::Person { .. } | FieldType::IdNumber)
        }
        (Some(one), Some(other)) => one.word() == other.word() && found != Some(place),
        _ => false,
    };
    if !fits {
        let message = format!("“same_as”的“{}”不是同类的字段", words.text);
        faults.over(&words.span, message, "写同一台账里类型相同的字段名");
    }
    found.filter(|_| fits)
}

fn field(
    section: &Section,
    known: Known,
    faults: &mut Faults,
) -> Option<(Field, Option<(Words, FieldType)>)> {
    let name = section.needed("name", faults)?;
    if !is_ascii_name(&name.text) || RESERVED.contains(&name.text.as_str()) {
        let help = "只用小写英文字母、数字和下划线，以字母开头，且不是保留的名称";
        faults.over(&name.span, format!("“{}”不能作字段名", name.text), help);
    }
    let label = section.needed("label", faults);
    let visibility = visibility(section, &name.text, faults);
    let personal = personal(section, &name.text, faults);
    let kind = section.needed("type", faults)?;
    let holds = holds(&kind, section, known, faults)?;
    let mut field = Field {
        name: name.text,
        label: label?.text,
        synonyms: texts(section, "synonyms", faults),
        holds,
        required: section.flag("required", faults),
        visibility: visibility?,
        personal: personal?,
        help: section.text("help", faults),
        same_as: None,
        default: None,
        least: None,
        most: None,
        was: section.words("was", faults).map(|words| words.text),
    };
    privacy_adds_up(&field, section, faults);
    let formula = computed(&mut field, section, known, faults);
    field.default = value("default", &field, section, known, faults);
    field.least = value("min", &field, section, known, faults);
    field.most = value("max", &field, section, known, faults);
    Some((field, formula))
}

fn visibility(section: &Section, field: &str, faults: &mut Faults) -> Option<Visibility> {
    let words = section.words("visibility", faults);
    let found = words.as_ref().and_then(|words| {
        Visibility::ALL.into_iter().find(|visibility| visibility.word() == words.text)
    });
    if found.is_none() {
        let help = "public 可公开、inside 本单位、handling 经办及负责人、sealed 须单独授权";
        let message = format!("字段“{field}”没有说明谁可以看（visibility）");
        faults.over(&section.place("visibility"), message, help);
    }
    found
}

fn personal(section: &Section, field: &str, faults: &mut Faults) -> Option<Personal> {
    let words = section.words("personal", faults);
    let found = words
        .as_ref()
        .and_then(|words| Personal::ALL.into_iter().find(|kind| kind.word() == words.text));
    if found.is_none() {
        let words: Vec<String> =
            Personal::ALL.iter().map(|kind| format!("{} {}", kind.word(), kind.label())).collect();
        let message = format!("字段“{field}”没有说明是哪类个人信息（personal）");
        faults.over(&section.place("personal"), message, words.join("、"));
    }
    found
}

/// What is sensitive is never public, and what is plainly personal is declared so.
fn privacy_adds_up(field: &Field, section: &Section, faults: &mut Faults) {
    if field.personal.is_sensitive() && field.visibility == Visibility::Public {
        let message = format!("字段“{}”是{}，不能公开", field.name, field.personal.label());
        faults.over(&section.place("visibility"), message, "visibility 至少用 inside");
    }
    let wanted = match field.holds {
        FieldType::IdNumber => Some(Personal::Identity),
        FieldType::Entry { key: EntryKey::IdNumber, .. } => Some(Personal::Identity),
        FieldType::Person { .. } => Some(Personal::Name),
        _ => None,
    };
    if wanted.is_some_and(|wanted| wanted != field.personal) {
        let word = wanted.map(Personal::word).unwrap_or_default();
        let message = format!("{}字段应声明 personal = \"{word}\"", field.holds.label());
        faults.over(&section.place("personal"), message, "");
    }
}

fn holds(kind: &Words, section: &Section, known: Known, faults: &mut Faults) -> Option<FieldType> {
    let mut own: Vec<&str> = Vec::new();
    let holds = match kind.text.as_str() {
        "text" => {
            own.push("max_length");
            let longest = section.integer("max_length", faults).unwrap_or(200);
            FieldType::Text { longest: u32::try_from(longest).unwrap_or(200) }
        }
        "number" => {
            own.extend(["decimals", "unit"]);
            let decimals = section.integer("decimals", faults).unwrap_or(0);
            if !(0..=6).contains(&decimals) {
                faults.over(&section.place("decimals"), "小数位数应在 0 到 6 之间", "");
            }
            let decimals = u32::try_from(decimals).unwrap_or(0).min(6);
            FieldType::Number { decimals, unit: section.text("unit", faults) }
        }
        "money" => {
            own.push("unit");
            FieldType::Money { unit: money_unit(section, faults) }
        }
        "period" => {
            own.push("grain");
            FieldType::Period { grain: grain(section, faults) }
        }
        "code" => {
            own.push("list");
            FieldType::Code { list: list(section, known, faults)? }
        }
        "person" => {
            own.push("document");
            FieldType::Person { document: document(section, faults) }
        }
        "entry" => {
            own.extend(["register", "by", "key"]);
            FieldType::Entry {
                register: section.needed("register", faults)?.text,
                by: section.needed("by", faults)?.text,
                key: entry_key(section, faults)?,
            }
        }
        "computed" => {
            own.extend(["formula", "result", "decimals", "unit", "grain", "list"]);
            FieldType::Text { longest: 0 }
        }
        other => plain_type(other).or_else(|| unknown_type(kind, faults))?,
    };
    let allowed: Vec<&str> = KEYS.iter().copied().chain(own).collect();
    section.only(&allowed, faults);
    Some(holds)
}

fn plain_type(word: &str) -> Option<FieldType> {
    Some(match word {
        "date" => FieldType::Date,
        "region" => FieldType::Region,
        "document_number" => FieldType::DocumentNumber,
        "id_number" => FieldType::IdNumber,
        "credit_code" => FieldType::CreditCode,
        "phone" => FieldType::Phone,
        "bank_card" => FieldType::BankCard,
        "attachment" => FieldType::Attachment,
        "yes_no" => FieldType::YesNo,
        _ => return None,
    })
}

fn unknown_type(kind: &Words, faults: &mut Faults) -> Option<FieldType> {
    let help = "可用：text、number、money、date、period、code、person、entry、region、\
                document_number、id_number、credit_code、phone、bank_card、attachment、yes_no、computed";
    faults.over(&kind.span, format!("没有“{}”这种字段类型", kind.text), help);
    None
}

fn money_unit(section: &Section, faults: &mut Faults) -> MoneyUnit {
    match section.words("unit", faults) {
        Some(words) if words.text == "万元" => MoneyUnit::Wan,
        Some(words) if words.text != "元" => {
            faults.over(&words.span, "金额的单位应是“元”或“万元”", "");
            MoneyUnit::Yuan
        }
        _ => MoneyUnit::Yuan,
    }
}

fn grain(section: &Section, faults: &mut Faults) -> Option<Grain> {
    let words = section.words("grain", faults)?;
    let found = Grain::ALL.into_iter().find(|grain| grain.word() == words.text);
    if found.is_none() {
        faults.over(
            &words.span,
            format!("没有“{}”这种期间", words.text),
            "可用：year、half、quarter、month",
        );
    }
    found
}

fn list(section: &Section, known: Known, faults: &mut Faults) -> Option<String> {
    let words = section.needed("list", faults)?;
    if known.lists.list(&words.text).is_none() {
        let names: Vec<&str> = known.lists.all().map(|list| list.name.as_str()).collect();
        let message = format!("data/code-lists/ 里没有“{}”", words.text);
        faults.over(&words.span, message, format!("现有：{}", names.join("、")));
    }
    Some(words.text)
}

fn document(section: &Section, faults: &mut Faults) -> DocumentColumn {
    let named = section.table("document", faults);
    let Some(named) = named else {
        let synonyms = ["身份证号", "身份证号码", "身份证", "公民身份号码", "证件号"];
        return DocumentColumn {
            label: "证件号码".into(),
            synonyms: synonyms.map(Into::into).to_vec(),
            required: true,
        };
    };
    named.only(&["label", "synonyms", "required"], faults);
    DocumentColumn {
        label: named.needed("label", faults).map(|words| words.text).unwrap_or_default(),
        synonyms: texts(&named, "synonyms", faults),
        required: named.flag("required", faults),
    }
}

fn entry_key(section: &Section, faults: &mut Faults) -> Option<EntryKey> {
    let words = section.needed("key", faults)?;
    let found = match words.text.as_str() {
        "text" => EntryKey::Text,
        "id_number" => EntryKey::IdNumber,
        "credit_code" => EntryKey::CreditCode,
        "document_number" => EntryKey::DocumentNumber,
        other => {
            let message = format!("关联不能按“{other}”");
            faults.over(
                &words.span,
                message,
                "可用：text、id_number、credit_code、document_number",
            );
            return None;
        }
    };
    Some(found)
}

/// Makes the field a computed one, if it is.
fn computed(
    field: &mut Field,
    section: &Section,
    known: Known,
    faults: &mut Faults,
) -> Option<(Words, FieldType)> {
    if section.words("type", faults)?.text != "computed" {
        return None;
    }
    let formula = section.needed("formula", faults)?;
    let result = section.needed("result", faults)?;
    let plain = ["text", "number", "money", "date", "period", "code", "yes_no"];
    if !plain.contains(&result.text.as_str()) {
        let message = format!("计算结果不能是“{}”", result.text);
        faults.over(&result.span, message, format!("可用：{}", plain.join("、")));
        return None;
    }
    let result = match result.text.as_str() {
        "date" => FieldType::Date,
        "yes_no" => FieldType::YesNo,
        "money" => FieldType::Money { unit: money_unit(section, faults) },
        "period" => FieldType::Period { grain: grain(section, faults) },
        "code" => FieldType::Code { list: list(section, known, faults)? },
        "number" => FieldType::Number {
            decimals: section
                .integer("decimals", faults)
                .and_then(|d| u32::try_from(d).ok())
                .unwrap_or(0)
                .min(6),
            unit: section.text("unit", faults),
        },
        _ => FieldType::Text { longest: 200 },
    };
    for key in
        ["required", "default", "min", "max", "synonyms"].iter().filter(|key| section.has(key))
    {
        faults.over(&section.place(key), format!("计算项不填写，不用写“{key}”"), "删去这一行");
    }
    field.holds = FieldType::Computed {
        formula: Box::new(Formula::pending()),
        result: Box::new(result.clone()),
    };
    Some((formula, result))
}

/// A default or a limit, read as a cell of the field would be.
fn value(
    key: &str,
    field: &Field,
    section: &Section,
    known: Known,
    faults: &mut Faults,
) -> Option<Value> {
    let words = section.scalar(key, faults)?;
    let today = ground::Day::constant(2025, 1, 1);
    let around = understand::Around { rulebook: known.rulebook, lists: known.lists, today };
    let mut findings = Vec::new();
    let cell = Cell::Text(&words.text);
    let found = understand::field(field, cell, None, 0, &around, &mut findings);
    if found.is_none() || !findings.is_empty() {
        let message = format!("“{key}”的值“{}”不是{}", words.text, field.holds.label());
        let help = findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
        faults.over(&words.span, message, help);
    }
    found
}

fn texts(section: &Section, key: &str, faults: &mut Faults) -> Vec<String> {
    section.list(key, faults).into_iter().map(|words| words.text).collect()
}
