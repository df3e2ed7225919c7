//! What a form's data says beyond its cells: rows that are printed beforehand, lengths that its
//! fields must keep.

use serde::{Deserialize, Serialize};

use crate::dated::Standing;

/// A row that stands in the form before anybody fills it in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The words in its field `name`.
    pub name: String,
    /// Which sum of the project it is, where the plan says it.
    #[serde(default)]
    pub sum: Option<PlannedSum>,
}

/// A sum that the plan of a project names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedSum {
    /// 预算数
    Total,
    /// 其中：财政资金
    Fiscal,
    /// 其他资金
    Other,
}

/// How long the words of a field may be.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The field, `list.field` in records of a list.
    pub field: String,
    /// So many characters at most.
    pub characters: usize,
    /// How sure that is: what is not verified warns.
    pub standing: Standing,
    /// Who asks for it.
    pub note: String,
}

/// When the budget's course has to be explained.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The field in which it is explained.
    pub field: String,
    /// The list of sums whose first row is looked at.
    pub list: String,
    /// Below this rate, in percent.
    pub rate_below: u32,
    /// How sure that is: what is not verified warns.
    pub standing: Standing,
    /// Who asks for it.
    pub note: String,
}
