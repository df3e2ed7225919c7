//! What the data files say of a department, and how they are loaded.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A department with its projects over three years.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Identifier: the file's name, the beginning of its people's login names.
    #[serde(skip)]
    pub id: String,
    /// Its name without the county, e.g. 总工会.
    pub name: String,
    /// Its budget code, e.g. 711001.
    pub code: String,
    /// How far its statements of the three years have come: where each stands (`draft`, `given_back`,
    /// `rejected`, `internal_review`, `collective`, `ready`, `finance_review`, `returned`, `answered`,
    /// `approved`, `published`, `adjusting`, `adjusted`, `archived`), with the detour before it
    /// (`mended` within the department, `returned` by the finance bureau).
    pub ways: [String; 3],
    /// The first paragraph of the overall goals, year by year.
    pub opening: [String; 3],
    /// The other paragraphs of the overall goals.
    pub overall: Vec<String>,
    /// Safeguards: heading and text.
    pub care: Vec<(String, String)>,
    /// The last safeguard, year by year: heading and text.
    pub year_care: [(String, String); 3],
    /// Sub-goals that no project stands for: title and text.
    #[serde(default)]
    pub extra: Vec<(String, String)>,
    /// Its projects.
    #[serde(rename = "project")]
    pub projects: Vec<Project>,
    /// Faults that its first versions have.
    #[serde(default, rename = "fault")]
    pub faults: Vec<Fault>,
}

/// A project over three years. Texts may hold `{key}` for a figure of [`Project::n`], `{0}` for the
/// year of the plan, `{-1}` for the year before it, `{doc}` for the document it rests on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// Year of its creation, counted from the second of the three years.
    pub since: i16,
    /// Budget in 万元, year by year; `-` where there was no such project.
    pub budget: String,
    /// The part of it that is not fiscal.
    #[serde(default)]
    pub other: String,
    /// Purpose.
    pub purpose: String,
    /// Cumulative shares at the four checkpoints, in percent.
    pub plan: String,
    /// Goals without their numbers.
    pub goals: Vec<String>,
    /// The title of its sub-goal.
    pub aim: String,
    /// The text of its sub-goal.
    pub says: String,
    /// The document that its targets rest on.
    pub doc: String,
    /// Rows: aspect in short, name, description, target, and the basis where it is another.
    pub rows: Vec<Vec<String>>,
    /// Figures, year by year; a single one holds in all years.
    #[serde(default)]
    pub n: BTreeMap<String, String>,
}

/// A fault in the first version of a year's statement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which of the three years, from 0.
    pub year: usize,
    /// The field, as [`model::draft::Draft::set`] takes it.
    pub field: String,
    /// What stands there instead.
    pub text: String,
    /// The rules that find it, with a blank between.
    pub finds: String,
}

impl Department {
    /// Whether its first version of that year has faults.
    pub fn is_faulty(&self, year: usize) -> bool {
        self.faults.iter().any(|fault| fault.year == year)
    }
}

macro_rules! departments {
    ($($id:literal,)*) => {
        const FILES: &[(&str, &str)] = &[
            $(($id, include_str!(concat!("../data/departments/", $id, ".toml"))),)*
        ];
    };
}

departments! {
    "gonghui",
    "jiaoyu",
    "weijian",
    "minzheng",
    "nongye",
    "jiaotong",
    "zhujian",
    "wenlv",
    "shuili",
    "lincao",
    "renshe",
    "shichang",
}

/// All departments, in the order of the county's budget.
///
/// # Errors
/// If a data file is malformed: a mistake in this crate.
pub fn departments() -> Result<Vec<Department>, String> {
    let load = |(id, text): &(&str, &str)| {
        let read: Department =
            toml::from_str(text).map_err(|fault| format!("{id}.toml: {fault}"))?;
        Ok(Department { id: (*id).to_owned(), ..read })
    };
    FILES.iter().map(load).collect()
}
