//! The fields of a form: one for each input of a definition, and what was typed in them.

use ground::Day;
use office::registers::keeping::Typed;
use office::registers::showing::EntryShown;
use office::registers::sight::Sight;
use register::{
    CodeLists, Definition, Field, FieldType, Input, Masking, Part, Personal, Unmasking,
};

use super::asked::Pairs;
use super::filters::unit;
use super::said::{Said, name_of};
use crate::pages::pieces::{Choice, choice};

/// From so many characters on a text is typed in several lines.
const LONG: u32 = 300;

/// A field of a form.
pub(crate) struct FormField {
    /// `f-` or `d-` and the field's name.
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) required: bool,
    /// text, area, choice
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) options: Vec<Choice>,
    pub(crate) unit: String,
    pub(crate) placeholder: String,
    pub(crate) help: String,
    pub(crate) mode: &'static str,
    /// What masking leaves of what stands there; empty: it is not masked.
    pub(crate) masked: String,
    pub(crate) clears: bool,
    pub(crate) said: Vec<Said>,
    /// Names of entries that may be meant.
    pub(crate) known: Vec<(String, String)>,
}

impl FormField {
    /// Whether an error is said of it.
    pub(crate) fn is_wrong(&self) -> bool {
        self.said.iter().any(|said| said.tone == "error")
    }
}

/// How an entry is changed.
pub(crate) struct Before<'a> {
    /// As the asker sees it.
    pub(crate) entry: &'a EntryShown,
    /// Whether the form shows personal data as they are.
    pub(crate) is_plain: bool,
}

/// The fields of the form, with what was typed in them or else what stands there.
pub(crate) fn fields(
    (definition, lists, today): (&Definition, &CodeLists, Day),
    sight: &Sight,
    before: Option<&Before<'_>>,
    typed: &Pairs,
    said: &[Said],
) -> Vec<FormField> {
    let field = |input: &Input| {
        let name = name_of(definition, input.part)?;
        let (place, of) = field_of(definition, input.part)?;
        if !sight.sees(of) {
            return None;
        }
        let stands = before.map(|before| stands(before, place, input.part));
        let is_masked = before.is_some_and(|before| is_masked(of, input.part, before));
        let masked = stands.clone().filter(|_| is_masked).unwrap_or_default();
        let value = match sent(typed, &name) {
            Some(text) => text.to_owned(),
            None if is_masked => String::new(),
            None => stands.unwrap_or_else(|| usual(of, input.part, lists)),
        };
        let (kind, options) = choices(of, input.part, (lists, today), &value, is_masked);
        Some(FormField {
            label: input.label.clone(),
            required: input.required && masked.is_empty() && of.same_as.is_none(),
            kind,
            options,
            unit: if matches!(input.part, Part::Field(_)) {
                unit(&of.holds)
            } else {
                String::new()
            },
            placeholder: if masked.is_empty() {
                example(of, input.part).to_owned()
            } else {
                format!("{masked}　不改就留空")
            },
            help: if matches!(input.part, Part::Field(_)) {
                of.help.clone()
            } else {
                String::new()
            },
            mode: mode(of, input.part),
            clears: sent(typed, &format!("clear-{name}")).is_some(),
            said: said.iter().filter(|said| said.at == name).cloned().collect(),
            known: Vec::new(),
            value,
            masked,
            name,
        })
    };
    definition.inputs.iter().filter_map(field).collect()
}

/// What was typed, by the places of the inputs. A masked field that was left blank stays as it is.
pub(crate) fn typed(
    definition: &Definition,
    sight: &Sight,
    before: Option<&Before<'_>>,
    pairs: &Pairs,
) -> Typed {
    let mut typed = Typed::new();
    for (at, input) in definition.inputs.iter().enumerate() {
        let Some(name) = name_of(definition, input.part) else { continue };
        let Some((_, of)) = field_of(definition, input.part) else { continue };
        let Some(text) = sent(pairs, &name).filter(|_| sight.sees(of)) else { continue };
        let keeps_blank = match before {
            None => true,
            Some(before) => is_masked(of, input.part, before),
        };
        let clears = sent(pairs, &format!("clear-{name}")).is_some();
        if clears {
            typed.insert(at, String::new());
        } else if !(text.trim().is_empty() && keeps_blank) {
            typed.insert(at, text.to_owned());
        }
    }
    typed
}

/// What was sent under a name.
pub(crate) fn sent<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

pub(crate) fn field_of(definition: &Definition, part: Part) -> Option<(usize, &Field)> {
    match part {
        Part::Field(at) | Part::Document(at) => definition.at(at).map(|field| (at, field)),
        Part::State => None,
    }
}

/// What stands in an input, as far as it is seen.
fn stands(before: &Before<'_>, place: usize, part: Part) -> String {
    let found = before.entry.fields.iter().find(|field| field.place == place);
    let Some(field) = found else { return String::new() };
    match part {
        Part::Document(_) => field.document.as_ref().map(ToString::to_string).unwrap_or_default(),
        _ => field.value.to_string(),
    }
}

/// Whether the form shows only what masking leaves.
fn is_masked(of: &Field, part: Part, before: &Before<'_>) -> bool {
    let is_personal = of.personal != Personal::None || matches!(part, Part::Document(_));
    is_personal && !before.is_plain
}

/// What a new entry has there.
fn usual(of: &Field, part: Part, lists: &CodeLists) -> String {
    match part {
        Part::Field(_) => {
            let masking = Masking::of(of, of.visibility, Unmasking::Granted);
            register::show(of, of.default.as_ref(), masking, lists).to_string()
        }
        _ => String::new(),
    }
}

fn choices(
    of: &Field,
    part: Part,
    (lists, today): (&CodeLists, Day),
    value: &str,
    is_masked: bool,
) -> (&'static str, Vec<Choice>) {
    let first = choice("", if is_masked { "（不改）" } else { "请选择" }, value);
    let with = |all: Vec<Choice>| ("choice", std::iter::once(first).chain(all).collect());
    match (&of.holds, part) {
        (FieldType::Code { list }, Part::Field(_)) => {
            let codes = lists.list(list).map_or(&[][..], |list| &list.codes);
            let offered = codes.iter().filter(|code| code.in_force(today) || code.label == value);
            with(
                offered
                    .map(|code| choice(code.label.as_str(), code.label.as_str(), value))
                    .collect(),
            )
        }
        (FieldType::YesNo, Part::Field(_)) => {
            with(["是", "否"].map(|word| choice(word, word, value)).into())
        }
        (FieldType::Text { longest }, Part::Field(_)) if *longest >= LONG => ("area", Vec::new()),
        _ => ("text", Vec::new()),
    }
}

/// What people may type there.
fn example(of: &Field, part: Part) -> &'static str {
    if matches!(part, Part::Document(_)) {
        return "身份证等证件号码";
    }
    match &of.holds {
        FieldType::Date => "如 2026-3-1 或 2026年3月1日",
        FieldType::Period { .. } => "如 2026年、2026年一季度、2026年3月",
        FieldType::Region => "名称或六位代码",
        FieldType::DocumentNumber => "如 临工发〔2026〕3号",
        FieldType::IdNumber => "身份证等证件号码",
        FieldType::CreditCode => "18位统一社会信用代码",
        FieldType::Phone => "手机或带区号的座机",
        FieldType::Entry { .. } => "对方台账里的编号",
        _ => "",
    }
}

/// The keyboard that telephones show.
fn mode(of: &Field, part: Part) -> &'static str {
    match (&of.holds, part) {
        (FieldType::Number { .. } | FieldType::Money { .. }, Part::Field(_)) => "decimal",
        (FieldType::Phone, Part::Field(_)) => "tel",
        (FieldType::BankCard, Part::Field(_)) => "numeric",
        _ => "text",
    }
}
