//! What statements are made of: departments, projects, sentences, invented counties.
//!
//! The content is data: `data/wording.toml`, `data/common.toml` and one file per kind of department
//! in `data/departments/`. Numbers that must agree are not written there but drawn once in
//! [`scene`](crate::scene) and then used wherever the statement repeats them.

use std::sync::LazyLock;

use serde::Deserialize;

/// All content.
#[derive(Debug)]
pub struct Bank {
    /// Sentences and counties that fit any department.
    pub wording: Wording,
    /// Kinds of departments.
    pub kinds: Vec<Kind>,
    /// Projects that any department may have.
    pub common: Vec<Template>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    #[serde(rename = "project")]
    projects: Vec<Template>,
}

/// Sentences that fit any department, and the invented counties.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// First sentences of the overall goals.
    pub openers: Vec<String>,
    /// Last sentences of the overall goals.
    pub closers: Vec<String>,
    /// Safeguards: heading and text.
    pub care: Vec<(String, String)>,
    /// Invented counties.
    pub counties: Vec<County>,
}

/// A county that does not exist.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// 临河县
    pub name: String,
    /// First sign of its document codes: 临 in 临教〔2025〕12号.
    pub mark: String,
    /// The invented city above it, and the first sign of that city's document codes.
    pub city: (String, String),
}

/// A kind of department.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Identifier: the file's name.
    #[serde(skip)]
    pub id: &'static str,
    /// What such departments are called, without the county.
    pub names: Vec<String>,
    /// First three digits of the department code.
    pub unit: String,
    /// Sign of the department in document codes: 教 in 临教〔2025〕12号.
    pub mark: String,
    /// Sentences on what the department works for.
    pub focus: Vec<String>,
    /// Tasks of the overall goals: heading and text.
    pub themes: Vec<(String, String)>,
    /// Safeguards of its own: heading and text.
    pub care: Vec<(String, String)>,
    /// Its projects.
    #[serde(rename = "project")]
    pub projects: Vec<Template>,
}

/// A project before its numbers are drawn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// The title of its sub-goal.
    pub aim: String,
    /// What it is good for: once for the project's goals, once for the sub-goal.
    pub why: [String; 2],
    /// Who is asked whether they are satisfied.
    pub who: String,
    /// Title of the document it rests on, without the county.
    pub doc: String,
    /// What is finished at the deadline.
    pub done: String,
    /// Deadlines that fit it: months, or festivals before which it must be done.
    pub when: Vec<String>,
    /// What it does.
    #[serde(rename = "task")]
    pub tasks: Vec<TaskTemplate>,
    /// Quality: name, description, least and greatest value in percent.
    pub good: Vec<(String, String, i64, i64)>,
    /// Timeliness.
    pub time: TimeTemplate,
    /// Benefits: aspect, name, description, operator, least and greatest value, unit.
    pub gain: Vec<(String, String, String, String, i64, i64, String)>,
}

/// One thing a project does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskTemplate {
    /// Its words in the purpose of the funds.
    pub item: String,
    /// Its words in a goal, to be followed by the quantity.
    pub act: String,
    /// Name of its quantity indicator.
    pub row: String,
    /// Description of its quantity indicator.
    pub says: String,
    /// Unit of the quantity.
    pub unit: String,
    /// Least and greatest quantity, and the step between.
    pub n: [i64; 3],
    /// Cost of one: name, description, least and greatest value in yuan, and the step between.
    pub cost: (String, String, i64, i64, i64),
}

/// How a project's timeliness is measured.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum TimeTemplate {
    /// Until a day: name, description.
    Date(String, String),
    /// A share done in time: name, description, least value in percent.
    Rate(String, String, i64),
    /// Within a span of time: name, description, number, unit.
    Span(String, String, i64, String),
}

impl TimeTemplate {
    /// Name and description of the indicator.
    pub fn words(&self) -> (&str, &str) {
        match self {
            TimeTemplate::Date(name, says)
            | TimeTemplate::Rate(name, says, _)
            | TimeTemplate::Span(name, says, _, _) => (name, says),
        }
    }
}

impl County {
    /// 县 or 区.
    pub fn level(&self) -> &'static str {
        if self.name.ends_with('区') { "区" } else { "县" }
    }
}

macro_rules! departments {
    ($($id:literal,)*) => {
        const FILES: &[(&str, &str)] = &[
            $(($id, include_str!(concat!("../../data/departments/", $id, ".toml"))),)*
        ];
    };
}

departments! {
    "agriculture",
    "civil",
    "culture",
    "disabled",
    "education",
    "emergency",
    "forestry",
    "health",
    "justice",
    "market",
    "media",
    "science",
    "transport",
    "union",
    "veterans",
    "women",
}

static BANK: LazyLock<Bank> = LazyLock::new(whole);

/// The content, read once.
pub fn bank() -> &'static Bank {
    &BANK
}

#[expect(clippy::panic, reason = "content that does not load is a mistake in this very crate")]
fn whole() -> Bank {
    load().unwrap_or_else(|fault| panic!("{fault}"))
}

fn load() -> Result<Bank, String> {
    let wording = toml::from_str(include_str!("../../data/wording.toml"))
        .map_err(|fault| format!("wording.toml: {fault}"))?;
    let kinds = FILES.iter().map(|(id, text)| {
        let kind: Kind = toml::from_str(text).map_err(|fault| format!("{id}.toml: {fault}"))?;
        Ok(Kind { id, ..kind })
    });
    let common: Common = toml::from_str(include_str!("../../data/common.toml"))
        .map_err(|fault| format!("common.toml: {fault}"))?;
    let kinds = kinds.collect::<Result<_, String>>()?;
    Ok(Bank { wording, kinds, common: common.projects })
}

#[cfg(test)]
mod tests;
