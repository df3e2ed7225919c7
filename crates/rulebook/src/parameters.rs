//! Thresholds, bands, caps and deadlines: values with date, jurisdiction and source.

use std::collections::BTreeMap;

use ground::{Day, Decimal};
use serde::{Deserialize, Serialize};

use crate::DataError;
use crate::dated::{Reference, Standing, day, optional_day};
use crate::entries::{files_in, narrowness, parsed};

/// A parameter that rules ask for; its name in `data/parameters/` is the variant in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// Months at whose end the spending plan has a checkpoint.
    Checkpoints,
    /// Years after which a document is too old to be a basis without being looked at again.
    BasisAge,
    /// Share of the budget, in percent, that must be planned by the checkpoint after a deadline that
    /// ends the work.
    SpentAtDeadline,
    /// Least number of Chinese characters for a repeated clause to be worth reporting.
    RepeatedClause,
    /// Least share, in percent, of a budget that its targets must be able to absorb.
    AbsorbedBudget,
    /// Change of a budget from one year to the next, in percent, that wants a word of explanation.
    BudgetChange,
    /// Least number of characters in common for a passage to count as copied from another statement.
    CopiedPassage,
    /// How many signs a project code has, from the year in which such codes came into use.
    CodeLength,
    /// Years after which a project code is old enough to ask whether it still is the same project.
    CodeAge,
    /// Most words of another kind of department that still look like residue of its text; more than
    /// these, and the department does that work.
    ForeignWords,
}

/// A value in force for a time and a place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterValue {
    /// First day in force.
    #[serde(deserialize_with = "day")]
    pub from: Day,
    /// Last day in force, if it ended.
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
    /// `CN`, or the first digits of the region codes it applies to.
    #[serde(default = "nation")]
    pub jurisdiction: String,
    /// The value: one number, or several.
    pub value: Value,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
}

/// One number or several, exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// One number, as a decimal string.
    One(Decimal),
    /// Several numbers in order.
    Several(Vec<Decimal>),
}

fn nation() -> String {
    "CN".into()
}

impl ParameterValue {
    /// The number, or the first of several.
    pub fn number(&self) -> Decimal {
        match &self.value {
            Value::One(number) => *number,
            Value::Several(numbers) => numbers.first().copied().unwrap_or_default(),
        }
    }

    /// The numbers in order.
    pub fn numbers(&self) -> &[Decimal] {
        match &self.value {
            Value::One(number) => std::slice::from_ref(number),
            Value::Several(numbers) => numbers,
        }
    }
}

/// A parameter with all its values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterEntry {
    /// What it is, in Chinese.
    pub title: String,
    /// The unit of its values; may be empty.
    pub unit: String,
    /// Its values by time and place.
    pub values: Vec<ParameterValue>,
}

/// All values of all parameters.
#[derive(Debug, Default)]
pub(crate) struct Parameters(BTreeMap<Parameter, ParameterEntry>);

impl Parameters {
    pub(crate) fn find(
        &self,
        parameter: Parameter,
        day: Day,
        region: &str,
    ) -> Option<&ParameterValue> {
        let in_time = |value: &&ParameterValue| {
            value.from <= day && value.until.is_none_or(|until| day <= until)
        };
        let values = self.0.get(&parameter)?.values.iter().filter(in_time);
        let fitting =
            values.filter_map(|value| Some((narrowness(&value.jurisdiction, region)?, value)));
        let best = fitting.max_by_key(|(narrowness, value)| (*narrowness, value.from));
        best.map(|(_, value)| value)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (Parameter, &ParameterEntry)> {
        self.0.iter().map(|(parameter, entry)| (*parameter, entry))
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = (&str, &Reference)> {
        self.0
            .values()
            .flat_map(|entry| &entry.values)
            .map(|value| (value.jurisdiction.as_str(), &value.reference))
    }
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Parameters, DataError> {
    let mut all = BTreeMap::new();
    for (path, _, text) in files_in(files, "parameters") {
        let entries: BTreeMap<Parameter, ParameterEntry> = parsed(path, text)?;
        for (parameter, entry) in entries {
            if entry.values.is_empty() || all.insert(parameter, entry).is_some() {
                let message = format!("参数 {parameter:?} 没有取值，或在别的文件里已经定义");
                return Err(DataError::malformed(path, message));
            }
        }
    }
    Ok(Parameters(all))
}
