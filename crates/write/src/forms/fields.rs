//! The fields of a form as its data file has them, in a list: for people who fill in such a file.

use rulebook::FormSheet;

use super::value::{Kind, Shape};
use super::views::shape;

/// A field in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// Its name in the data file; `rows[].name`: of every entry of the list `rows`.
    pub name: String,
    /// What people call it.
    pub label: &'static str,
    /// How it is written.
    pub writing: &'static str,
    /// Whether it must be there.
    pub is_needed: bool,
    /// The most characters, where the form says so.
    pub limit: Option<usize>,
}

impl FieldRow {
    /// What stands over the columns.
    pub const HEADS: [&'static str; 5] = ["栏目", "名称", "怎么写", "必填", "最多字数"];

    /// What stands in the columns.
    pub fn cells(&self) -> [String; 5] {
        [
            self.name.clone(),
            self.label.to_owned(),
            self.writing.to_owned(),
            if self.is_needed { "是" } else { "" }.to_owned(),
            self.limit.map_or_else(String::new, |limit| limit.to_string()),
        ]
    }
}

/// The fields of a form; those of an entry of a list behind the list.
pub fn field_rows(sheet: &FormSheet) -> Vec<FieldRow> {
    let mut rows = Vec::new();
    gather(sheet, shape(sheet.form), "", &mut rows);
    rows
}

fn gather(sheet: &FormSheet, shape: &'static Shape, prefix: &str, rows: &mut Vec<FieldRow>) {
    for field in shape.fields {
        let name = format!("{prefix}{}", field.name);
        let bare = name.replace("[]", "");
        let limit = sheet.limits.iter().find(|limit| limit.field == bare);
        rows.push(FieldRow {
            name: name.clone(),
            label: field.label,
            writing: field.writing(),
            is_needed: shape.needs(field),
            limit: limit.map(|limit| limit.characters),
        });
        if let Kind::List(record) = field.kind {
            gather(sheet, record, &format!("{name}[]."), rows);
        }
    }
}
