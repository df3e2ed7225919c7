//! Every form filled with its example.

use std::sync::OnceLock;

use rulebook::{FormKind, FormSheet, Rulebook};
use serde_json::Value;
use write::document::Document;
use write::forms::views::{DepartmentGoals, ProjectGoals};
use write::forms::{Form, example, form};

/// The embedded rulebook.
pub(crate) fn book() -> &'static Rulebook {
    static BOOK: OnceLock<Rulebook> = OnceLock::new();
    BOOK.get_or_init(|| Rulebook::embedded().unwrap_or_else(|error| panic!("{error}")))
}

/// The nation's sheet of a form.
pub(crate) fn sheet(kind: FormKind) -> &'static FormSheet {
    book().form(kind, 2026, "990321").unwrap()
}

/// A filled form.
pub(crate) struct Filled {
    pub(crate) sheet: &'static FormSheet,
    pub(crate) document: Document,
    /// The view's values.
    pub(crate) json: Value,
}

fn filled<F: Form + serde::Serialize>(sheet: &'static FormSheet, view: &F) -> Filled {
    let document = form(sheet, view).unwrap_or_else(|error| panic!("{error}"));
    Filled { sheet, document, json: serde_json::to_value(view).unwrap() }
}

fn national<F: Form + serde::Serialize>(view: &F) -> Filled {
    filled(sheet(F::KIND), view)
}

/// A statement of 临河县 as it is read.
fn statement() -> model::statement::Statement {
    let text = testkit::plain::text(&testkit::base::linhe());
    read::read("linhe.txt", text.as_bytes()).statement
}

/// Every sheet with its example.
pub(crate) fn all() -> Vec<Filled> {
    let statement = statement();
    let project = &statement.projects[0];
    let sichuan = book().form(FormKind::SelfEvaluation, 2026, "510923").unwrap();
    vec![
        national(&ProjectGoals::of(&statement, project)),
        national(&DepartmentGoals::of(&statement)),
        national(&example::opinion()),
        national(&example::approval()),
        national(&example::monitoring()),
        national(&example::self_evaluation()),
        filled(sichuan, &example::self_evaluation_sichuan()),
        national(&example::report()),
        national(&example::notice()),
        national(&example::reply()),
        national(&example::appraisal_report()),
        national(&example::appraisal_marks()),
        national(&example::roster()),
        national(&example::public_list()),
    ]
}

/// Fields that one variant of the self-evaluation shows and the other does not.
const ONE_VARIANT: [&str; 11] = [
    "nature",
    "value",
    "measure",
    "target",
    "deviation",
    "funds_reason",
    "conclusion",
    "problems",
    "measures",
    "finance_head",
    "clerk",
];

/// Every text, number and sum in the values as a form prints it.
pub(crate) fn printed(values: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let evaluation = values.get("total_score").is_some();
    walk("", values, evaluation, &mut found);
    found.retain(|text| !text.is_empty());
    found
}

fn walk(name: &str, value: &Value, evaluation: bool, found: &mut Vec<String>) {
    let is_left_out = evaluation && ONE_VARIANT.contains(&name);
    match value {
        _ if is_left_out => {}
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| walk(name, value, evaluation, found));
        }
        Value::Array(all) => all.iter().for_each(|value| walk(name, value, evaluation, found)),
        Value::String(text) => found.push(shown(name, text)),
        Value::Number(number) if is_money(name) => {
            // Fen as a decimal number, by hand: this is the check of the engine's printing.
            let fen = number.as_i64().unwrap();
            let unit = if ["amount", "total"].contains(&name) { 100 } else { 1_000_000 };
            let places = if unit == 100 { 2 } else { 6 };
            let text = format!("{}.{:0places$}", fen / unit, fen % unit);
            let (whole, part) = text.split_once('.').unwrap();
            let part = part.trim_end_matches('0');
            found.push(format!("{whole}.{part:0<2}"));
        }
        Value::Number(number) => found.push(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

fn is_money(name: &str) -> bool {
    ["initial", "adjusted", "executed", "forecast", "budget", "amount", "sum", "total"]
        .contains(&name)
}

fn shown(name: &str, text: &str) -> String {
    let mut date = text.split('-').map(|part| part.trim_start_matches('0'));
    match (name, date.next(), date.next(), date.next()) {
        ("date" | "due" | "from" | "until" | "finished", Some(year), Some(month), Some(day)) => {
            format!("{year}年{month}月{day}日")
        }
        ("rate", ..) => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}.{part:0<2}%")
        }
        ("points" | "score" | "total_points" | "total_score", ..) if text.contains('.') => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}
