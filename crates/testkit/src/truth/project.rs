//! Projects: head, plan, goals, indicators.

use ground::Words;
use model::statement::{Indicator, Leaf, MoneyUnit, Project};

use crate::draft::{DraftIndicator, DraftProject};
use crate::form::Form;
use crate::truth::{Comparison, tight};

pub(super) fn compare(
    comparison: &mut Comparison,
    form: &Form,
    ordinal: usize,
    truth: &DraftProject,
    found: Option<&Project>,
) {
    let mut fields = Fields { comparison, ordinal };
    let words = |words: Option<&Words>| words.map(|words| words.text.clone());
    let heading = form.heading(truth, ordinal);
    let numbered = found.and_then(|p| p.heading.as_ref()).map(|words| {
        let number = found.and_then(|p| p.number.as_ref()).map_or("", |n| n.words.text.as_str());
        let typed = words.text.starts_with(number);
        if typed { words.text.clone() } else { format!("{number}{}", words.text) }
    });
    fields.text("heading", &heading, numbered);
    fields.text("unit code", &truth.unit_code, words(found.and_then(|p| p.unit_code.as_ref())));
    fields.text("unit name", &truth.unit_name, words(found.and_then(|p| p.unit_name.as_ref())));
    let unit = found.and_then(|p| p.money_unit.as_ref()).and_then(|leaf| leaf.value);
    fields.text("money unit", form.money.unit(), unit.map(MoneyUnit::label).map(str::to_owned));
    let label = found.and_then(|p| p.code_label.as_ref());
    fields.text("code label", &truth.code_label, words(label));
    fields.text("code", &truth.code, found.and_then(|p| text(p.code.as_ref())));
    fields.text("name", &truth.name, words(found.and_then(|p| p.name.as_ref())));
    let budget = found.map(|p| &p.budget);
    let sums = [
        ("total", &truth.total, budget.and_then(|b| b.total.as_ref())),
        ("fiscal", &truth.fiscal, budget.and_then(|b| b.fiscal.as_ref())),
        ("other", &truth.other, budget.and_then(|b| b.other.as_ref())),
    ];
    for (name, sum, leaf) in sums {
        fields.text(name, sum, text(leaf));
        let fen = leaf.and_then(|leaf| leaf.value).map(ground::Money::fen);
        let yuan = form.money.yuan(sum).map(|yuan| yuan * 100);
        fields.comparison.same(&format!("project {ordinal} {name} in fen"), yuan, fen);
    }
    fields.text("purpose", &truth.purpose, words(found.and_then(|p| p.purpose.as_ref())));
    plan(&mut fields, truth, found);
    goals(&mut fields, truth, found);
    indicators(&mut fields, truth, found);
}

struct Fields<'c> {
    comparison: &'c mut Comparison,
    ordinal: usize,
}

impl Fields<'_> {
    fn text(&mut self, name: &str, truth: &str, found: impl Into<Option<String>>) {
        let name = format!("project {} {name}", self.ordinal);
        self.comparison.field(&name, &tight(truth), found.into().as_deref());
    }

    fn surplus(&mut self, name: &str, found: &[String]) {
        let name = format!("project {} {name}", self.ordinal);
        self.comparison.surplus(&name, found.iter().map(String::as_str));
    }
}

fn text<T>(leaf: Option<&Leaf<T>>) -> Option<String> {
    leaf.map(|leaf| leaf.text().to_owned())
}

fn plan(fields: &mut Fields<'_>, truth: &DraftProject, found: Option<&Project>) {
    let found = found.map_or(&[] as &[_], |project| &project.plan);
    for (at, (month, share)) in truth.plan.iter().enumerate() {
        let point = found.get(at);
        let read = point.map(|point| format!("{} {}", point.month, point.share.text()));
        let name = format!("plan {}", at + 1);
        let truth = format!("{month} {share}");
        fields.text(&name, &truth, read.map(|read| tight(&read)));
        let value = point.and_then(|point| point.share.value).map(|value| value.to_string());
        let wanted = share.strip_suffix('%').unwrap_or_default();
        fields.text(&format!("{name} value"), wanted, value.unwrap_or_default());
    }
    let more: Vec<String> =
        found.iter().skip(truth.plan.len()).map(|point| point.label.text.clone()).collect();
    fields.surplus("plan", &more);
}

fn goals(fields: &mut Fields<'_>, truth: &DraftProject, found: Option<&Project>) {
    let read: Vec<String> = found
        .iter()
        .flat_map(|project| &project.goals)
        .map(|goal| goal.words.text.clone())
        .collect();
    for (at, goal) in truth.goals.iter().enumerate() {
        fields.text(&format!("goal {}", at + 1), goal, read.get(at).cloned());
    }
    fields.surplus("goal", read.get(truth.goals.len()..).unwrap_or_default());
}

fn indicators(fields: &mut Fields<'_>, truth: &DraftProject, found: Option<&Project>) {
    let rows = found.map_or(&[] as &[Indicator], |project| &project.indicators);
    for (at, row) in truth.indicators.iter().enumerate() {
        indicator(fields, at + 1, row, rows.get(at));
    }
    let more: Vec<String> =
        rows.iter().skip(truth.indicators.len()).map(|row| row.name().to_owned()).collect();
    fields.surplus("row", &more);
}

fn indicator(
    fields: &mut Fields<'_>,
    ordinal: usize,
    truth: &DraftIndicator,
    found: Option<&Indicator>,
) {
    let cells = [
        ("dimension", &truth.dimension, found.and_then(|row| text(row.dimension.as_ref()))),
        ("aspect", &truth.aspect, found.and_then(|row| text(row.aspect.as_ref()))),
        ("name", &truth.name, found.map(|row| row.name().to_owned())),
        ("description", &truth.description, found.map(|row| row.description().to_owned())),
        ("target", &truth.target, found.map(|row| row.target_text().to_owned())),
        ("basis", &truth.basis, found.map(|row| row.basis_text().to_owned())),
    ];
    for (column, cell, read) in cells {
        fields.text(&format!("row {ordinal} {column}"), cell, read);
    }
}
