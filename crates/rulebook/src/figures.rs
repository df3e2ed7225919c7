//! Figures that the checks of registers name: caps, lines and terms, by date and jurisdiction. Unlike
//! parameters they are named by data alone, so no code knows them.

use std::collections::BTreeMap;

use crate::dated::Reference;
use crate::entries::{files_in, narrowness, parsed};
use crate::{DataError, ParameterEntry, ParameterValue};

/// All figures by name.
pub(crate) type Figures = BTreeMap<String, ParameterEntry>;

impl ParameterEntry {
    /// The values that are ever in force in a region: of each moment the narrowest jurisdiction first.
    pub fn in_region(&self, region: &str) -> Vec<&ParameterValue> {
        let fitting = self.values.iter();
        let mut fitting: Vec<(usize, &ParameterValue)> = fitting
            .filter_map(|value| Some((narrowness(&value.jurisdiction, region)?, value)))
            .collect();
        fitting.sort_by_key(|(narrowness, value)| std::cmp::Reverse((*narrowness, value.from)));
        fitting.into_iter().map(|(_, value)| value).collect()
    }
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Figures, DataError> {
    let mut all = Figures::new();
    for (path, _, text) in files_in(files, "figures") {
        let entries: Figures = parsed(path, text)?;
        for (name, entry) in entries {
            if all.contains_key(&name) {
                let message = format!("数值 {name} 在别的文件里已经定义");
                return Err(DataError::malformed(path, message));
            }
            all.insert(name, entry);
        }
    }
    Ok(all)
}

/// Adds the values of a text to the figures that are there; a new name is a new figure.
pub(crate) fn add(figures: &mut Figures, path: &str, text: &str) -> Result<(), DataError> {
    let entries: Figures = parsed(path, text)?;
    for (name, entry) in entries {
        match figures.get_mut(&name) {
            Some(known) if known.unit == entry.unit => known.values.extend(entry.values),
            Some(known) => {
                let message =
                    format!("数值 {name} 的单位应为“{}”，不是“{}”", known.unit, entry.unit);
                return Err(DataError::malformed(path, message));
            }
            None => drop(figures.insert(name, entry)),
        }
    }
    Ok(())
}

pub(crate) fn references(figures: &Figures) -> impl Iterator<Item = (&str, &Reference)> {
    let values = figures.values().flat_map(|entry| &entry.values);
    values.map(|value| (value.jurisdiction.as_str(), &value.reference))
}
