//! What the data files say of the year that is over.

use serde::Deserialize;

/// The year as departments went through it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Data {
    #[serde(rename = "department")]
    pub(super) departments: Vec<Payer>,
    pub(super) asked: Vec<Asked>,
    pub(super) running: Running,
    said: Vec<Said>,
    #[serde(skip)]
    pub(super) evaluations: Evaluations,
    #[serde(skip)]
    pub(super) demands: Vec<Demand>,
}

/// A department that records what it pays and what it reaches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Payer {
    pub(super) id: String,
    /// Why values are entered.
    pub(super) why: String,
    /// From where they are.
    pub(super) source: String,
    /// Of each project's budget by the end of March, June, October, December, in percent, all told.
    pub(super) paid: Vec<[i64; 4]>,
    /// What counts have come to by then, in percent of the target.
    pub(super) pace: [i64; 4],
    /// Name, from the end of which month on, value.
    pub(super) value: Vec<(String, u8, String)>,
}

/// A department, where its form stays, why.
pub(super) type Stay = (String, String, String);

/// A formal monitoring.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) month: u8,
    pub(super) on: String,
    pub(super) due: String,
    pub(super) filled: String,
    pub(super) settled: String,
    pub(super) basis: String,
    /// Departments whose forms were returned once, and why.
    #[serde(default)]
    pub(super) returned: Vec<(String, String)>,
    /// What is demanded of departments with the approval.
    #[serde(default)]
    pub(super) demands: Vec<(String, String)>,
    #[serde(default)]
    pub(super) stays: Vec<Stay>,
}

/// The formal monitoring of the year that runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Running {
    /// Days since it was asked for.
    pub(super) ago: i64,
    /// Days until it is due.
    pub(super) due: i64,
    pub(super) basis: String,
    pub(super) stays: Vec<Stay>,
}

/// What is written where something is behind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// A part of the indicator's name or kind; empty: whatever it is.
    of: String,
    /// As of the end of which month, or before.
    #[serde(default = "december")]
    until: u8,
    pub(super) reasons: Vec<String>,
    pub(super) explanation: String,
    pub(super) measures: String,
    pub(super) likelihood: String,
}

fn december() -> u8 {
    12
}

/// All self-evaluations.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evaluations {
    pub(super) begun: String,
    pub(super) reported: String,
    pub(super) chosen: String,
    pub(super) rechecked: String,
    pub(super) settled: String,
    pub(super) sample: Vec<String>,
    pub(super) sampled: String,
    pub(super) funds: String,
    #[serde(rename = "evaluation")]
    pub(super) all: Vec<Evaluation>,
}

/// A department's self-evaluation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evaluation {
    pub(super) department: String,
    pub(super) until: String,
    pub(super) profile: String,
    /// What the finance bureau says of it as a whole.
    #[serde(default)]
    pub(super) opinion: String,
    /// Indicator, value, points, opinion.
    #[serde(default)]
    pub(super) found: Vec<[String; 4]>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Demands {
    demand: Vec<Demand>,
}

/// A demand for rectification and what was done about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Demand {
    pub(super) department: String,
    pub(super) year: String,
    pub(super) by: String,
    pub(super) on: String,
    pub(super) due: String,
    pub(super) origin: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) subject: String,
    pub(super) found: String,
    pub(super) asked: String,
    pub(super) basis: String,
    #[serde(default)]
    pub(super) decider: String,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) responsible: String,
    /// Whether it speaks of the statement of its year.
    #[serde(default)]
    pub(super) statement: bool,
    /// What, when, what was done or said, what came of it.
    pub(super) step: Vec<Vec<String>>,
}

impl Data {
    /// All of it.
    pub(super) fn load() -> Result<Data, String> {
        let data: Data = read("year", include_str!("../../../data/year.toml"))?;
        let evaluations = read("evaluations", include_str!("../../../data/evaluations.toml"))?;
        let demands: Demands = read("demands", include_str!("../../../data/demands.toml"))?;
        Ok(Data { evaluations, demands: demands.demand, ..data })
    }

    /// What is written of an indicator as of the end of a month: the first that speaks of its name or kind.
    pub(super) fn said(&self, name: &str, aspect: &str, month: u8) -> Option<&Said> {
        let speaks = |one: &&Said| {
            month <= one.until && (name.contains(&one.of) || aspect.contains(&one.of))
        };
        self.said.iter().find(speaks)
    }

    /// The department that records what it pays.
    pub(super) fn payer(&self, id: &str) -> Option<&Payer> {
        self.departments.iter().find(|one| one.id == id)
    }
}

fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|fault| format!("{name}: {fault}"))
}
