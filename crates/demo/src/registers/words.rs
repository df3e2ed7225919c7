//! What the data files of the registers say.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Of what people, places and units are made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) surnames: Characters,
    pub(super) men: Characters,
    pub(super) women: Characters,
    pub(super) men_second: Characters,
    pub(super) women_second: Characters,
    pub(super) nations: Vec<String>,
    pub(super) towns: Vec<String>,
    pub(super) villages: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) schools: Vec<String>,
    pub(super) hospitals: Vec<String>,
    pub(super) services: Vec<String>,
    pub(super) state_firms: Vec<String>,
    pub(super) brands: Vec<String>,
    pub(super) trades: Vec<String>,
    pub(super) associations: Vec<String>,
    /// Name and group.
    pub(super) platforms: Vec<[String; 2]>,
    pub(super) streets: Vec<String>,
    pub(super) banks: Vec<String>,
    pub(super) universities: Vec<String>,
    pub(super) high_schools: Vec<String>,
    pub(super) lower_schools: Vec<String>,
    pub(super) illnesses: Vec<String>,
}

/// The characters of a text.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Characters(pub(super) Vec<char>);

impl From<String> for Characters {
    fn from(text: String) -> Characters {
        Characters(text.chars().collect())
    }
}

/// A project that is paid for from union funds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnProject {
    pub(super) code: String,
    pub(super) name: String,
    /// A year's budget in yuan.
    pub(super) budget: i64,
    /// Subject of spending.
    pub(super) subject: String,
    /// What is bought month by month: purpose, payee, yuan.
    pub(super) bought: Vec<(String, String, i64)>,
}

/// What the office writes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Papers {
    pub(super) staff: Vec<String>,
    pub(super) study_topics: Vec<String>,
    pub(super) training_topics: Vec<String>,
    pub(super) publicity_topics: Vec<String>,
    pub(super) outlets: Vec<String>,
    pub(super) research_topics: Vec<String>,
    pub(super) materials: Vec<String>,
    /// Source and title.
    pub(super) tasks: Vec<[String; 2]>,
    /// Title, issuer, level, agency of the number, number.
    pub(super) documents: Vec<[String; 5]>,
    /// Body, kind, problem.
    pub(super) audits: Vec<[String; 3]>,
    /// Kind, name, yuan.
    pub(super) assets: Vec<(String, String, i64)>,
    pub(super) proposals: Vec<String>,
    pub(super) discounts: Vec<String>,
    /// Kind and name.
    pub(super) merchants: Vec<[String; 2]>,
    pub(super) contests: Vec<String>,
    pub(super) events: Vec<String>,
    /// Kind, name, how often in a year.
    pub(super) others: Vec<(String, String, i64)>,
    pub(super) places: Vec<String>,
    pub(super) groups: Vec<String>,
}

/// The faults that are planted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    /// Checks over several registers: how many finds.
    pub(super) cross: BTreeMap<String, usize>,
    /// Checks of single rows.
    pub(super) row: Vec<RowFault>,
}

/// A row that is changed so that a check speaks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFault {
    /// The check.
    pub(super) code: String,
    pub(super) register: String,
    /// What stands in the rows among which it is.
    #[serde(default)]
    pub(super) of: BTreeMap<String, String>,
    /// Its place among them, from 0.
    pub(super) at: usize,
    /// What stands there instead. `{0}` is the year, `{name}` another field of the row.
    pub(super) set: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    project: Vec<OwnProject>,
}

pub(super) fn words() -> Result<Words, String> {
    read("words", include_str!("../../data/registers/words.toml"))
}

pub(super) fn papers() -> Result<Papers, String> {
    read("office", include_str!("../../data/registers/office.toml"))
}

pub(super) fn faults() -> Result<Faults, String> {
    read("faults", include_str!("../../data/registers/faults.toml"))
}

pub(super) fn budget() -> Result<Vec<OwnProject>, String> {
    let read: Budget = read("budget", include_str!("../../data/registers/budget.toml"))?;
    Ok(read.project)
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|fault| format!("registers/{name}.toml: {fault}"))
}
