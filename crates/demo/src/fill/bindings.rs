//! From where the federation's indicators take their values: bound when the statement is published, and what no
//! register gives entered before it is archived.

use std::collections::BTreeMap;

use ground::Day;
use measure::Arguments;
use office::year::binding::{Bound, Value};
use office::year::{Row, Year};
use office::{Asker, Office, OfficeError};
use serde::Deserialize;

use super::course::end_of;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bound: Vec<Planned>,
}

/// An indicator and from where its value comes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    name: String,
    #[serde(default)]
    measure: String,
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    source: String,
    /// From the end of which month on the value is known.
    #[serde(default = "december")]
    month: u8,
}

fn december() -> u8 {
    12
}

/// Binds the indicators of a statement.
pub(super) async fn bind(office: &Office, clerk: &Asker, id: &str) -> Result<(), OfficeError> {
    let year = office.year(clerk, id, office.now().day()).await?;
    let planned = planned()?;
    let bound = |row: &Row| {
        let one = planned.iter().find(|one| one.name == row.text.name())?;
        Some(Bound {
            key: row.key.clone(),
            measure: one.measure.clone(),
            arguments: Arguments { choices: one.choices.clone(), deadline: None },
            reason: one.reason.clone(),
        })
    };
    let all: Vec<Bound> = year.rows().filter_map(bound).collect();
    office.bind(clerk, id, &all).await
}

/// Enters what no register gives and is known from the end of a month on, as of that day.
pub(super) async fn enter(
    office: &Office,
    clerk: &Asker,
    id: &str,
    month: u8,
) -> Result<(), OfficeError> {
    let year = office.year(clerk, id, office.now().day()).await?;
    let as_of = end_of(year.year, month)?;
    let mut values = Vec::new();
    for one in planned()?.iter().filter(|one| !one.value.is_empty() && one.month == month) {
        let row = year.rows().find(|row| row.text.name() == one.name);
        values.extend(row.map(|row| value(&year, row, one, as_of)));
    }
    match values.is_empty() {
        true => Ok(()),
        false => office.enter_values(clerk, id, &values).await.map(|_| ()),
    }
}

fn value(year: &Year, row: &Row, one: &Planned, as_of: Day) -> Value {
    Value {
        key: row.key.clone(),
        as_of: as_of.to_string(),
        words: one.value.replace("{year}", &year.year.to_string()),
        reason: one.source.clone(),
        proof: None,
    }
}

fn planned() -> Result<Vec<Planned>, OfficeError> {
    let file: Result<File, _> = toml::from_str(include_str!("../../data/bindings.toml"));
    file.map(|file| file.bound).map_err(|error| OfficeError::Machine(error.to_string()))
}
