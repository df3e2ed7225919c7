//! The county's organisations, people, and what people write: as the data files say.

use serde::Deserialize;

/// Organisations and people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// Organisations, those above before those below.
    #[serde(rename = "organisation")]
    pub organisations: Vec<Place>,
    /// People, the three administrators first.
    #[serde(rename = "person")]
    pub people: Vec<Person>,
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What the data files call it.
    pub id: String,
    /// Its kind, as the store writes it.
    pub kind: String,
    /// Its budget code; may be empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The one above it; empty for the county.
    pub parent: String,
}

/// Somebody with an account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// What is typed to sign in.
    pub login: String,
    /// The name.
    pub name: String,
    /// What the person is there.
    pub post: String,
    /// Where; empty for the county.
    pub home: String,
    /// Roles, as the store writes them. Those of a department hold there, others for the whole county.
    pub roles: Vec<String>,
}

/// What people write on the way of a statement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Opinions that reviewers add: field, aspect, text, and the department's answer.
    pub opinions: Vec<[String; 4]>,
    /// Answers to what a rule found.
    pub accepted: Vec<String>,
    /// What the reviewer says who is content.
    pub closed: String,
    /// Why the head lets words of last year stand.
    pub keep: String,
    /// Why the head gives a draft back.
    pub give_back: String,
    /// Why the finance bureau returns a statement.
    pub returned: String,
    /// Why a mended version was made.
    pub mended: String,
    /// Why an adjusted version was made.
    pub adjusted: String,
    /// Why an adjustment begins.
    pub adjust: String,
    /// What a standing meeting decides.
    pub decided: String,
    /// What it says when it does not agree.
    pub rejected: String,
    /// What the bureau asks of a department when it approves.
    pub remarks: String,
    /// What stands under the marks.
    pub grading: String,
    /// The notice that sets the deadlines.
    pub notice: String,
    /// Members of the standing meetings.
    pub present: Vec<String>,
}

/// The county.
///
/// # Errors
/// If the data file is malformed: a mistake in this crate.
pub fn county() -> Result<County, String> {
    toml::from_str(include_str!("../data/county.toml")).map_err(|fault| format!("county: {fault}"))
}

/// What people write.
///
/// # Errors
/// If the data file is malformed: a mistake in this crate.
pub fn wording() -> Result<Wording, String> {
    let text = include_str!("../data/wording.toml");
    toml::from_str(text).map_err(|fault| format!("wording: {fault}"))
}
