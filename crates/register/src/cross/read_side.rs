//! The sides of cross-checks: which rows of which register.

use super::read::{All, field, register};
use super::{Condition, Side, Test};
use crate::codes::CodeLists;
use crate::definition::Definition;
use crate::field::FieldType;
use crate::toml_tree::Section;
use crate::value::Value;
use ground::Faults;

/// A side of a check with the definition of its register.
pub(super) struct Sided<'d> {
    pub(super) side: Side,
    pub(super) definition: &'d Definition,
}

/// One side of a check: a register and which of its rows.
pub(super) fn side<'d>(
    key: &str,
    root: &Section,
    all: &'d All,
    lists: &CodeLists,
    faults: &mut Faults,
) -> Option<Sided<'d>> {
    let Some(section) = root.table(key, faults) else {
        faults.over(&root.span, format!("缺少 [{key}] 一节"), "写明 register");
        return None;
    };
    section.only(&["register", "where", "states"], faults);
    let definition = register(&section.needed("register", faults)?, all, faults)?;
    let conditions = section.tables("where", faults);
    let conditions = conditions.iter().filter_map(|one| condition(one, definition, lists, faults));
    let conditions = conditions.collect();
    let mut states = Vec::new();
    for words in section.list("states", faults) {
        if definition.state(&words.text).is_none() {
            let message = format!("台账“{}”没有状态“{}”", definition.name, words.text);
            faults.over(&words.span, message, "");
        }
        states.push(words.text);
    }
    let side = Side { register: definition.name.clone(), conditions, states };
    Some(Sided { side, definition })
}

pub(crate) fn condition(
    section: &Section,
    of: &Definition,
    lists: &CodeLists,
    faults: &mut Faults,
) -> Option<Condition> {
    section.only(&["field", "in", "not_in", "filled", "days_ago", "within_days"], faults);
    let words = section.needed("field", faults)?;
    let place = field(&words, of, faults)?;
    let holds = of.at(place)?.holds.plain();
    let test = if section.has("in") {
        Test::In(values("in", section, holds, lists, faults))
    } else if section.has("not_in") {
        Test::NotIn(values("not_in", section, holds, lists, faults))
    } else if section.has("filled") {
        if section.flag("filled", faults) { Test::Filled } else { Test::Empty }
    } else if let Some(days) = section.integer("days_ago", faults) {
        Test::DaysAgo(days)
    } else if let Some(days) = section.integer("within_days", faults) {
        Test::WithinDays(days)
    } else {
        faults.over(
            &section.span,
            "没有写怎样比较",
            "可用：in、not_in、filled、days_ago、within_days",
        );
        return None;
    };
    let of_days = matches!(test, Test::DaysAgo(_) | Test::WithinDays(_));
    if of_days && !matches!(holds, FieldType::Date | FieldType::Period { .. }) {
        faults.over(&words.span, format!("“{}”不是日期", words.text), "");
    }
    Some(Condition { field: place, test })
}

/// Values to compare with: codes, texts, or yes and no.
fn values(
    key: &str,
    section: &Section,
    holds: &FieldType,
    lists: &CodeLists,
    faults: &mut Faults,
) -> Vec<Value> {
    let mut all = Vec::new();
    for words in section.list(key, faults) {
        all.push(match holds {
            FieldType::Code { list } => {
                let list = lists.list(list);
                if let Some(list) = list.filter(|list| list.code(&words.text).is_none()) {
                    let keys: Vec<&str> = list.codes.iter().map(|code| code.key.as_str()).collect();
                    let message = format!("“{}”里没有代码“{}”", list.title, words.text);
                    faults.over(&words.span, message, format!("可用：{}", keys.join("、")));
                }
                Value::Code(words.text)
            }
            FieldType::YesNo => Value::YesNo(words.text == "yes"),
            _ => Value::Text(words.text),
        });
    }
    all
}
