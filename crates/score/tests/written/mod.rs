//! How the cases are written: rows of an indicator table, money in 万元, schemes with some words changed.

use std::path::Path;

use ground::{Decimal, Money};
use model::actual::{Actual, Execution};
use model::statement::{Aspect, Dimension};
use rulebook::Rulebook;
use score::{Indicator, Row};
use serde::Deserialize;

/// The year of every case.
pub(crate) const YEAR: i16 = 2025;

/// A row of an indicator table.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) aspect: String,
    pub(crate) target: String,
    pub(crate) actual: toml::Value,
    #[serde(default)]
    pub(crate) share: Option<Decimal>,
    #[serde(default)]
    pub(crate) way: Option<String>,
    #[serde(default)]
    pub(crate) weight: Option<Decimal>,
}

impl Line {
    pub(crate) fn row(&self) -> Row {
        let mut indicator = Indicator::new(&self.name, dimension(&self.level), &self.target, YEAR);
        indicator.aspect = aspect(&self.aspect);
        indicator.weight = self.weight;
        indicator.way = self.way.clone();
        let actual = match &self.actual {
            toml::Value::Array(parts) => {
                Actual::Parts { parts: parts.iter().map(|part| value(part, None)).collect() }
            }
            other => value(other, self.share),
        };
        Row { indicator, actual }
    }
}

/// What somebody typed; two numbers with a stroke between them are a ratio.
pub(crate) fn value(typed: &toml::Value, share: Option<Decimal>) -> Actual {
    let text = typed.as_str().unwrap_or_else(|| panic!("{typed} is no text"));
    if let Some((numerator, denominator)) = text.split_once('/')
        && let (Ok(numerator), Ok(denominator)) = (numerator.parse(), denominator.parse())
    {
        return Actual::Ratio { numerator, denominator };
    }
    let found = Actual::parse(text, YEAR).unwrap_or_else(|| panic!("“{text}” is no value"));
    match found {
        Actual::Level { level, .. } => Actual::Level { level, share },
        other => other,
    }
}

fn dimension(name: &str) -> Dimension {
    match name {
        "成本" => Dimension::Cost,
        "产出" => Dimension::Output,
        "效益" => Dimension::Benefit,
        "满意度" => Dimension::Satisfaction,
        other => panic!("{other} is no first level"),
    }
}

fn aspect(name: &str) -> Option<Aspect> {
    Some(match name {
        "" => return None,
        "数量" => Aspect::Quantity,
        "质量" => Aspect::Quality,
        "时效" => Aspect::Timeliness,
        "成本" => Aspect::Cost,
        "经济成本" => Aspect::EconomicCost,
        "社会效益" => Aspect::Social,
        "可持续影响" => Aspect::Sustainability,
        "满意度" => Aspect::Satisfaction,
        other => panic!("{other} is no second level"),
    })
}

/// Money in 万元, all of it fiscal.
pub(crate) fn execution(budget: Decimal, spent: Decimal) -> Execution {
    let wan = |amount| Money::from_wan(amount).unwrap();
    Execution::fiscal(wan(budget), wan(budget), wan(spent))
}

/// The shipped rulebook, or one with the words of a scheme changed.
pub(crate) fn scheme_files(id: &str, swaps: &[[String; 2]]) -> Rulebook {
    if swaps.is_empty() {
        return Rulebook::embedded().unwrap();
    }
    let (path, _, text) = rulebook::files("scoring").find(|(_, stem, _)| *stem == id).unwrap();
    let mut changed = text.to_owned();
    for [from, to] in swaps {
        assert!(changed.contains(from), "{id} does not say {from}");
        changed = changed.replacen(from, to, 1);
    }
    let laws = rulebook::files("law").map(|(path, _, text)| (path, text));
    let files: Vec<(&str, &str)> = laws.chain([(path, changed.as_str())]).collect();
    Rulebook::load(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The files of a folder of this crate, by name.
pub(crate) fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}
