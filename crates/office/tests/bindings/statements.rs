//! All indicators of the two real statements: what each is bound to, or why its value is entered, and whether that is
//! what is proposed first. `tests/tables/bindings.toml` says so.

use std::collections::{BTreeMap, BTreeSet};

use ground::Day;
use measure::{Measures, Proposal, Proposer, Wanted, unbound_reason};
use model::statement::{Indicator, Leaf, Project, Statement};
use model::target::Target;
use office::measuring::known;
use serde::Deserialize;
use testkit::real;

use super::{DEFINITIONS, MEASURES};

const TABLE: &str = include_str!("../../../../tests/tables/bindings.toml");
const STATEMENTS: [(&str, &str); 2] =
    [("lulong", "lulong-2023.txt"), ("weixian", "weixian-2025.txt")];
/// How many indicators both statements have.
const INDICATORS: usize = 43;
/// So many of a hundred are right by the titles of measures alone.
const LEAST_RIGHT: usize = 55;
/// Stands in the table for the code of the indicator's own project.
const OWN: &str = "本项目";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// By statement, then by project and row.
    statements: BTreeMap<String, BTreeMap<String, Row>>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    /// What the target comes to: a quantity, the last day, or `定性`.
    target: String,
    /// What it is bound to, for each part of the target.
    #[serde(default)]
    bind: Vec<Binding>,
    /// Why the value is entered: what the reason says.
    #[serde(default)]
    entered: String,
    /// Why this is right.
    why: String,
    /// How it stands among the proposals.
    proposed: Place,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Binding {
    measure: String,
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    deadline: Option<Day>,
    /// What the clerk still has to say.
    #[serde(default)]
    asked: Vec<String>,
    /// The value is a judgement, this figure is evidence for it.
    #[serde(default)]
    evidence: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// First, and taken as the default.
    Certain,
    /// First, for somebody to look at.
    First,
    /// Among the others.
    Other,
    /// Not proposed.
    Missing,
    /// Rightly nothing is proposed.
    Nothing,
}

/// Both statements, read.
fn statements() -> Vec<(&'static str, Statement)> {
    let one = |(name, file)| {
        let path = real::folder().join(file);
        let bytes = std::fs::read(&path).unwrap_or_else(|error| {
            panic!("{}: {error}; JIHENG_SAMPLES names the place", path.display())
        });
        (name, read::read(file, &bytes).statement)
    };
    STATEMENTS.into_iter().map(one).collect()
}

/// Their indicators, each with the statement's name and its own place: project and row.
fn indicators<'s>(all: &'s [(&'static str, Statement)]) -> Vec<(&'static str, String, Wanted<'s>)> {
    let mut found = Vec::new();
    for (name, statement) in all {
        let year = statement.plan_year().expect("the plan's year");
        for (project_at, project) in statement.projects.iter().enumerate() {
            for (row_at, indicator) in project.indicators.iter().enumerate() {
                let at = format!("{}.{}", project_at + 1, row_at + 1);
                found.push((*name, at, wanted(project, indicator, year)));
            }
        }
    }
    found
}

fn wanted<'s>(project: &'s Project, indicator: &'s Indicator, year: i16) -> Wanted<'s> {
    Wanted {
        name: indicator.name(),
        aspect: indicator.aspect(),
        target: indicator.target().unwrap_or(&Target::Qualitative),
        target_words: indicator.target_text(),
        meaning: indicator.description(),
        project: project.name(),
        project_code: project.code.as_ref().map_or("", Leaf::text),
        purpose: project.purpose.as_ref().map_or("", |words| &words.text),
        year,
    }
}

fn said(target: &Target, year: i16) -> String {
    match target {
        Target::Deadline(deadline) => {
            deadline.due(year).map_or("—".into(), |day| day.to_string())
        }
        Target::Qualitative => "定性".into(),
        other => {
            let all: Vec<String> = other.quantities().iter().map(ToString::to_string).collect();
            all.join("、")
        }
    }
}

fn binding(proposal: &Proposal, code: &str) -> Binding {
    let mut choices = proposal.arguments.choices.clone();
    for value in choices.values_mut().flatten().filter(|value| *value == code) {
        *value = OWN.into();
    }
    Binding {
        measure: proposal.measure.clone(),
        choices,
        deadline: proposal.arguments.deadline,
        asked: proposal.missing.clone(),
        evidence: proposal.is_evidence,
    }
}

/// Where the wanted bindings stand among the proposals.
fn place(wanted: &[Binding], proposals: &[Proposal], code: &str) -> Place {
    let found: Vec<Binding> = proposals.iter().map(|one| binding(one, code)).collect();
    if wanted.is_empty() {
        return if found.is_empty() { Place::Nothing } else { Place::Missing };
    }
    if found.starts_with(wanted) {
        let is_certain = proposals.iter().take(wanted.len()).all(|one| one.is_certain);
        return if is_certain { Place::Certain } else { Place::First };
    }
    let is_among = wanted.iter().all(|one| found.contains(one));
    if is_among { Place::Other } else { Place::Missing }
}

#[test]
fn all_indicators_of_the_real_statements_are_bound_as_the_table_says() {
    let table: Table = toml::from_str(TABLE).expect("the table can be read");
    let proposer = Proposer::of(&MEASURES);
    let (mut met, mut wrong) = (BTreeSet::new(), Vec::new());
    for (statement, at, wanted) in &indicators(&statements()) {
        let row = table.statements.get(*statement).and_then(|rows| rows.get(at));
        let Some(row) = row else { panic!("{statement} {at} is not in the table") };
        let difference = differs(&proposer, row, wanted);
        wrong.extend(difference.map(|said| format!("{statement} {at} {}: {said}", wanted.name)));
        met.insert(((*statement).to_owned(), at.clone()));
    }
    let listed = table.statements.iter();
    let listed: BTreeSet<(String, String)> =
        listed.flat_map(|(name, rows)| rows.keys().map(|at| (name.clone(), at.clone()))).collect();
    assert_eq!(met, listed);
    assert_eq!(met.len(), INDICATORS);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The measures with their titles alone, so that no name of these statements helps.
fn without_other_names() -> Measures {
    let files: Vec<(&str, String)> = rulebook::files("measures")
        .map(|(path, _, text)| {
            let lines = text.lines().filter(|line| !line.starts_with("also"));
            (path, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    let texts = files.iter().map(|(path, text)| (*path, text.as_str()));
    Measures::default().with(texts, &known(&DEFINITIONS)).expect("the measures load")
}

#[test]
fn without_listed_names_few_first_proposals_are_wrong_and_none_is_certain() {
    let table: Table = toml::from_str(TABLE).expect("the table can be read");
    let measures = without_other_names();
    assert!(measures.all().all(|measure| measure.also.is_empty()));
    let proposer = Proposer::of(&measures);
    let (mut right, mut none, mut wrong, mut wrongly_certain) = (0, 0, Vec::new(), 0);
    for (statement, at, wanted) in &indicators(&statements()) {
        let row = table.statements.get(*statement).and_then(|rows| rows.get(at));
        let row = row.expect("the indicator is in the table");
        let found = proposer.propose(wanted);
        match (found.first(), row.bind.first()) {
            (None, None) => right += 1,
            (Some(first), Some(bound)) if first.measure == bound.measure => right += 1,
            (None, Some(_)) => none += 1,
            (Some(first), _) => {
                wrongly_certain += usize::from(first.is_certain);
                wrong.push(format!("{statement} {at} {}: {first:?}", row.name));
            }
        }
    }
    println!("{right} right, {none} without proposal, {} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(right * 100 >= INDICATORS * LEAST_RIGHT, "{right}");
    assert_eq!(wrongly_certain, 0, "{}", wrong.join("\n"));
}

/// What is otherwise than the table says.
fn differs(proposer: &Proposer<'_>, row: &Row, wanted: &Wanted<'_>) -> Option<String> {
    let target = said(wanted.target, wanted.year);
    if row.name != wanted.name || row.target != target {
        return Some(format!("the table says {} {}", row.name, row.target));
    }
    if row.why.is_empty() || row.bind.is_empty() == row.entered.is_empty() {
        return Some("either bound or entered, each with its reason".into());
    }
    if !unbound_reason(&MEASURES, wanted).contains(&row.entered) {
        return Some(unbound_reason(&MEASURES, wanted));
    }
    let proposals = proposer.propose(wanted);
    let place = place(&row.bind, &proposals, wanted.project_code);
    (place != row.proposed).then(|| format!("{place:?} {proposals:#?}"))
}
