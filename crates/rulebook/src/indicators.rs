//! Common indicators (共性指标): names, formulas and units to choose from, never targets.

use std::collections::BTreeSet;

use ground::Day;
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{self, Entry, local};

/// A catalogue of common indicators, a file of `data/indicators/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Of what they are indicators.
    pub scope: Scope,
    /// First plan year.
    pub from: i16,
    /// Last plan year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What was left out or sorted by us, for people to know.
    pub note: String,
    /// The indicators, in the order of the source.
    pub indicators: Vec<CommonIndicator>,
}

/// Of what an indicator is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The department as a whole.
    Department,
    /// A project.
    Project,
}

/// A common indicator.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonIndicator {
    /// Keys of the aspects under which it can stand; the first that a tree has is meant.
    pub aspects: Vec<String>,
    /// Its name.
    pub name: String,
    /// How it is calculated, or what it means; blank where the source does not say.
    #[serde(default)]
    pub formula: String,
    /// In what it is counted.
    pub unit: String,
}

impl Entry for Catalogue {
    const FOLDER: &'static str = "indicators";

    fn named(self, id: &str) -> Catalogue {
        Catalogue { id: id.into(), ..self }
    }

    fn fault(&self) -> Option<String> {
        let mut names = BTreeSet::new();
        self.indicators.iter().find_map(|one| {
            let is_blank = one.name.trim().is_empty() || one.unit.trim().is_empty();
            if is_blank || one.aspects.is_empty() {
                return Some(format!("“{}”要有名称、单位和二级指标", one.name));
            }
            (!names.insert(&one.name)).then(|| format!("“{}”列了两次", one.name))
        })
    }
}

local!(Catalogue);

/// The catalogues for a plan of `year` in the region, those of the department first.
pub(crate) fn in_force<'c>(all: &'c [Catalogue], year: i16, region: &str) -> Vec<&'c Catalogue> {
    let found = entries::in_force(all, year, region);
    let mut found: Vec<&Catalogue> = found.map(|(_, catalogue)| catalogue).collect();
    found.sort_by_key(|catalogue| (catalogue.scope, catalogue.id.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use crate::entries::load;

    #[test]
    fn every_common_indicator_stands_in_a_tree() {
        let rulebook = Rulebook::embedded().unwrap();
        let trees = rulebook.frameworks(2026, "990321");
        let catalogues = rulebook.catalogues(2026, "990321");
        assert!(catalogues.len() > 3);
        assert_eq!(catalogues[0].scope, Scope::Department);
        for one in catalogues.iter().flat_map(|catalogue| &catalogue.indicators) {
            for key in &one.aspects {
                let stands = trees.iter().any(|tree| tree.levels(key).is_some());
                assert!(stands, "{} {key}", one.name);
            }
            // In each tree it has its place under one key at least.
            for tree in &trees {
                let levels = one.aspects.iter().find_map(|key| tree.levels(key));
                assert!(levels.is_some(), "{} in {}", one.name, tree.id);
            }
        }
        assert!(rulebook.catalogues(2010, "990321").is_empty());
    }

    #[test]
    fn what_is_listed_twice_is_refused() {
        let text = include_str!("../../../data/indicators/practice-meeting.toml");
        let twice = text.replace("与会人数", "组织召开会议次数");
        let error = load::<Catalogue>(&[("indicators/x.toml", &twice)]).unwrap_err().to_string();
        assert!(error.contains("列了两次"), "{error}");
        let blank = text.replacen("unit = \"次\"", "unit = \"\"", 1);
        assert!(load::<Catalogue>(&[("indicators/x.toml", &blank)]).is_err());
    }
}
