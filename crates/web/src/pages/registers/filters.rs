//! By what a list may be asked: a control for every field that may be asked of.

use office::registers::sight::Sight;
use register::{CodeLists, Definition, Field, FieldType};

use super::asked::{Asked, EMPTY};
use crate::pages::pieces::{Choice, choice};

/// So many fields are at hand; the rest is folded away.
const AT_HAND: usize = 3;

/// A control.
pub(crate) struct Control {
    /// `f-` and the field's name.
    pub(crate) name: String,
    pub(crate) label: String,
    /// choice, range, words
    pub(crate) kind: &'static str,
    /// date or text
    pub(crate) typed: &'static str,
    pub(crate) unit: String,
    pub(crate) value: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) options: Vec<Choice>,
}

impl Control {
    /// Whether something is asked by it.
    pub(crate) fn is_set(&self) -> bool {
        !(self.value.is_empty() && self.from.is_empty() && self.to.is_empty())
    }
}

/// The controls at hand, and those that are folded away.
pub(crate) fn controls(
    definition: &Definition,
    sight: &Sight,
    lists: &CodeLists,
    asked: &Asked,
) -> (Vec<Control>, Vec<Control>) {
    let may_ask = |field: &&Field| sight.may_ask_of(field) && !field.is_computed();
    let all = definition.fields.iter().filter(may_ask);
    let all: Vec<Control> = all.filter_map(|field| control(field, lists, asked)).collect();
    let shown = |control: &Control| {
        definition.list.columns.iter().any(|place| {
            let field = definition.at(*place);
            field.is_some_and(|field| control.name == format!("f-{}", field.name))
        })
    };
    let mut left = AT_HAND;
    // Choices and days of what the list shows are asked for most.
    all.into_iter().partition(|control| {
        let is_usual = control.kind == "choice" || control.typed == "date";
        let is_at_hand = left > 0 && is_usual && shown(control);
        left -= usize::from(is_at_hand);
        is_at_hand
    })
}

fn control(field: &Field, lists: &CodeLists, asked: &Asked) -> Option<Control> {
    let name = format!("f-{}", field.name);
    let of = |end: &str| asked.get(&format!("{name}{end}")).to_owned();
    let mut control = Control {
        label: field.label.clone(),
        kind: "words",
        typed: "text",
        unit: String::new(),
        value: of("-has"),
        from: String::new(),
        to: String::new(),
        options: Vec::new(),
        name: name.clone(),
    };
    match &field.holds {
        FieldType::Code { list } => {
            let codes = lists.list(list).map_or(&[][..], |list| &list.codes);
            let codes = codes.iter().map(|code| (code.key.as_str(), code.label.as_str()));
            control.options = options(codes, &of(""));
        }
        FieldType::YesNo => control.options = options([("是", "是"), ("否", "否")], &of("")),
        FieldType::Number { .. } | FieldType::Money { .. } => control.kind = "range",
        FieldType::Date => (control.kind, control.typed) = ("range", "date"),
        FieldType::Period { .. } => control.kind = "range",
        FieldType::Attachment | FieldType::Region => return None,
        _ => {}
    }
    if !control.options.is_empty() {
        (control.kind, control.value) = ("choice", of(""));
    }
    if control.kind == "range" {
        (control.value, control.from, control.to) = (String::new(), of("-from"), of("-to"));
        control.unit = unit(&field.holds);
    }
    Some(control)
}

/// The unit in which a field is typed.
pub(crate) fn unit(holds: &FieldType) -> String {
    match holds {
        FieldType::Money { unit } => unit.label().to_owned(),
        FieldType::Number { unit, .. } => unit.clone(),
        _ => String::new(),
    }
}

fn options<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>, chosen: &str) -> Vec<Choice> {
    let ends = [("", "全部"), (EMPTY, "（未填）")];
    let [first, last] = ends;
    let all = std::iter::once(first).chain(all).chain([last]);
    all.map(|(value, name)| choice(value, name, chosen)).collect()
}
