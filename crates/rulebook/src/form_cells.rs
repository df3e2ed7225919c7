//! Cells of a form as its data writes them: a bare string is a label, a table says more.

use serde::{Deserialize, Serialize};

use crate::templates::Template;

/// A cell. A bare string is a label.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "WrittenCell")]
pub struct FormCell {
    /// What stands in it.
    pub text: Template,
    /// Whether it names others.
    pub role: CellRole,
    /// How many columns it spans.
    pub columns: u16,
    /// How many rows it spans.
    pub rows: u16,
    /// A list for each of whose rows it spans one more.
    pub along: Option<String>,
    /// A list whose items share its columns side by side.
    pub across: Option<String>,
    /// Whether it goes on over equal cells under it.
    pub merge: Merge,
    /// How its text is placed, if not as its kind of value usually is.
    pub align: Option<CellAlign>,
    /// The fields whose sum it is: `list.field` of all records of a list, a bare name of its own record.
    pub sum: Vec<String>,
    /// The fields of its own record of which it is the rate: that one by this one.
    pub rate: Option<[String; 2]>,
}

/// What a cell is to those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellRole {
    /// The name of what stands beside or under it.
    Label,
    /// What is said.
    Value,
}

/// Whether a cell of a repeated row is merged with equal ones under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// Never.
    #[default]
    Never,
    /// As long as it and all such cells left of it say the same.
    Same,
}

/// How the text of a cell is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellAlign {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
}

/// A cell as data files write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenCell {
    Label(Template),
    Full(FullCell),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullCell {
    #[serde(default)]
    label: Option<Template>,
    #[serde(default)]
    text: Option<Template>,
    #[serde(default = "one")]
    columns: u16,
    #[serde(default = "one")]
    rows: u16,
    #[serde(default)]
    along: Option<String>,
    #[serde(default)]
    across: Option<String>,
    #[serde(default)]
    merge: Merge,
    #[serde(default)]
    align: Option<CellAlign>,
    #[serde(default)]
    sum: Vec<String>,
    #[serde(default)]
    rate: Option<[String; 2]>,
}

fn one() -> u16 {
    1
}

impl From<WrittenCell> for FormCell {
    fn from(written: WrittenCell) -> FormCell {
        let full = match written {
            WrittenCell::Full(full) => full,
            WrittenCell::Label(label) => FullCell {
                label: Some(label),
                text: None,
                columns: 1,
                rows: 1,
                along: None,
                across: None,
                merge: Merge::Never,
                align: None,
                sum: Vec::new(),
                rate: None,
            },
        };
        let role = if full.label.is_some() { CellRole::Label } else { CellRole::Value };
        FormCell {
            text: full.label.or(full.text).unwrap_or_default(),
            role,
            columns: full.columns,
            rows: full.rows,
            along: full.along,
            across: full.across,
            merge: full.merge,
            align: full.align,
            sum: full.sum,
            rate: full.rate,
        }
    }
}
