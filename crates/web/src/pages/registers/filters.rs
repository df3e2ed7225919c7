//! By what a list may be asked: a control for every field that may be asked of.

use office::registers::asking::has_lookup;
use office::registers::sight::Sight;
use register::{CodeLists, Definition, Field, FieldType, Personal};

use super::asked::{Asked, EMPTY, FILLED};
use crate::pages::pieces::{Choice, choice};

/// So many fields are at hand; the rest is folded away.
const AT_HAND: usize = 3;

/// A control.
pub(crate) struct Control {
    /// `f-` and the field's name; `n-` where a whole number is typed, which stands in no address.
    pub(crate) name: String,
    pub(crate) label: String,
    /// choice, range, words, exact, whole
    pub(crate) kind: &'static str,
    /// What one may type.
    pub(crate) hint: &'static str,
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
    let mut all: Vec<Control> = Vec::new();
    for (place, field) in definition.fields.iter().enumerate() {
        if !sight.sees(field) {
            continue;
        }
        if sight.may_ask_of(field) {
            all.extend(control(field, lists, asked));
        }
        if sight.may_unmask && has_lookup(definition, place) {
            all.push(whole(field, asked));
        } else if sight.may_unmask && field.personal.is_encrypted() {
            all.push(filled(field, asked));
        }
    }
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

/// Why other fields are no filters, in sentences for whoever sees them.
pub(crate) fn closed(definition: &Definition, sight: &Sight) -> Vec<String> {
    let labels = |is_one: &dyn Fn(usize, &Field) -> bool| {
        let fields = definition.fields.iter().enumerate();
        let some = fields.filter(|(place, field)| sight.sees(field) && is_one(*place, field));
        some.map(|(_, field)| field.label.as_str()).collect::<Vec<_>>().join("、")
    };
    let groups = [
        (
            labels(&|_, field| field.personal != Personal::None && !sight.may_unmask),
            "涉及个人信息，有“查看台账中的个人信息”权限的人才能按它筛选",
        ),
        (
            labels(&|place, field| {
                let is_whole = has_lookup(definition, place);
                sight.may_unmask && field.personal.is_encrypted() && is_whole
            }),
            "加密保存，要填完整才能查到，每次查都记入审计日志",
        ),
        (
            labels(&|place, field| {
                let is_whole = has_lookup(definition, place);
                sight.may_unmask && field.personal.is_encrypted() && !is_whole
            }),
            "加密保存，读不出内容，只能查填没填",
        ),
    ];
    let said = groups.iter().filter(|(labels, _)| !labels.is_empty());
    said.map(|(labels, why)| format!("{labels}：{why}")).collect()
}

/// A whole number is typed.
fn whole(field: &Field, asked: &Asked) -> Control {
    let name = format!("n-{}", field.name);
    let label = match &field.holds {
        FieldType::Person { document } => document.label.clone(),
        _ => field.label.clone(),
    };
    Control { label, kind: "whole", value: asked.get(&name).to_owned(), ..blank(name) }
}

/// Nothing can be asked but whether something stands there.
fn filled(field: &Field, asked: &Asked) -> Control {
    let name = format!("f-{}", field.name);
    let value = asked.get(&name).to_owned();
    let all = match &field.holds {
        FieldType::Attachment => [("", "全部"), (FILLED, "有附件"), (EMPTY, "没有附件")],
        _ => [("", "全部"), (FILLED, "已填"), (EMPTY, "（未填）")],
    };
    let options = all.iter().map(|(word, said)| choice(*word, *said, &value)).collect();
    Control { label: field.label.clone(), kind: "choice", value, options, ..blank(name) }
}

fn blank(name: String) -> Control {
    Control {
        name,
        label: String::new(),
        kind: "words",
        hint: "含有的字词",
        typed: "text",
        unit: String::new(),
        value: String::new(),
        from: String::new(),
        to: String::new(),
        options: Vec::new(),
    }
}

fn control(field: &Field, lists: &CodeLists, asked: &Asked) -> Option<Control> {
    let name = format!("f-{}", field.name);
    let of = |end: &str| asked.get(&format!("{name}{end}")).to_owned();
    let mut control =
        Control { label: field.label.clone(), value: of("-has"), ..blank(name.clone()) };
    match field.holds.plain() {
        FieldType::Code { list } => {
            let codes = lists.list(list).map_or(&[][..], |list| &list.codes);
            let codes = codes.iter().map(|code| (code.key.as_str(), code.label.as_str()));
            control.options = options(codes, &of(""));
        }
        FieldType::YesNo => control.options = options([("是", "是"), ("否", "否")], &of("")),
        FieldType::Number { .. } | FieldType::Money { .. } => control.kind = "range",
        FieldType::Date => (control.kind, control.typed) = ("range", "date"),
        FieldType::Period { .. } => control.kind = "range",
        FieldType::Attachment => return Some(filled(field, asked)),
        FieldType::Region => {
            (control.kind, control.value) = ("exact", of(""));
            control.hint = "名称或代码，含下级";
        }
        _ => {}
    }
    if !control.options.is_empty() {
        (control.kind, control.value) = ("choice", of(""));
    }
    if control.kind == "range" {
        (control.value, control.from, control.to) = (String::new(), of("-from"), of("-to"));
        control.unit = unit(field.holds.plain());
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
