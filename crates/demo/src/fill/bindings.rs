//! From where the federation's indicators take their values: bound when the statement is published, and what no
//! register gives entered before it is archived.

use std::collections::BTreeMap;

use ground::Day;
use measure::Arguments;
use office::year::binding::{Bound, Value};
use office::year::{Row, Year};
use office::{Asker, Office, OfficeError};
use serde::Deserialize;

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

/// Enters what no register gives, as of the end of the plan's year.
pub(super) async fn enter(office: &Office, clerk: &Asker, id: &str) -> Result<(), OfficeError> {
    let year = office.year(clerk, id, office.now().day()).await?;
    for one in planned()?.iter().filter(|one| !one.value.is_empty()) {
        let Some(row) = year.rows().find(|row| row.text.name() == one.name) else { continue };
        office.enter_value(clerk, id, &value(&year, row, one)?).await?;
    }
    Ok(())
}

fn value(year: &Year, row: &Row, one: &Planned) -> Result<Value, OfficeError> {
    let last = Day::new(year.year, 12, 31);
    let last = last.map_err(|error| OfficeError::Machine(error.to_string()))?;
    Ok(Value {
        key: row.key.clone(),
        as_of: last.to_string(),
        words: one.value.replace("{year}", &year.year.to_string()),
        reason: one.source.clone(),
        proof: None,
    })
}

fn planned() -> Result<Vec<Planned>, OfficeError> {
    let file: Result<File, _> = toml::from_str(include_str!("../../data/bindings.toml"));
    file.map(|file| file.bound).map_err(|error| OfficeError::Machine(error.to_string()))
}
