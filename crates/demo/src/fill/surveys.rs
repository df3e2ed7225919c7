//! Satisfaction questionnaires of the federation of unions: one answered and counted, tied to those who were given
//! aid; one that is being answered.

use ground::Day;
use office::surveys::Written;
use office::surveys::answering::Answered;
use office::surveys::issue::{Beneficiaries, HandOut};
use office::surveys::questions::{HIGHEST, Kind, Question};
use office::{Office, OfficeError};
use serde::Deserialize;

use super::registers::{CLERK, UNIONS};
use crate::people::Town;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    survey: Vec<Planned>,
}

/// A questionnaire as the data tell of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    /// 0: the year of the registers; 1: the one after.
    year: i16,
    title: String,
    intro: String,
    measures: String,
    register: String,
    opens: i64,
    closes: i64,
    links: usize,
    papers: usize,
    by_link: usize,
    on_paper: usize,
    is_closed: bool,
    levels: Vec<usize>,
    opinions: Vec<String>,
    question: Vec<Asked>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    kind: String,
    text: String,
    #[serde(default)]
    choices: Vec<String>,
    required: bool,
}

/// Which questionnaires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that are ended on the same day.
    Closed,
    /// Those that are being answered.
    Open,
}

/// Hands questionnaires out, answers them, and ends those that are over. `year`: that of the registers.
pub(super) async fn ask(
    office: &Office,
    town: &Town,
    year: i16,
    which: Which,
) -> Result<(), OfficeError> {
    let today = office.now().day();
    let failed = |fault: toml::de::Error| OfficeError::Machine(format!("surveys: {fault}"));
    let file: File = toml::from_str(include_str!("../../data/surveys.toml")).map_err(failed)?;
    for planned in file.survey.iter().filter(|one| one.is_closed == (which == Which::Closed)) {
        one(office, town, planned, year, today).await?;
    }
    Ok(())
}

async fn one(
    office: &Office,
    town: &Town,
    planned: &Planned,
    year: i16,
    today: Day,
) -> Result<(), OfficeError> {
    let (clerk, owner) = (town.asker(CLERK)?, town.place(UNIONS)?);
    let id = office.add_survey(clerk, owner, &written(planned, year, today)).await?;
    let of = (!planned.register.is_empty()).then(|| Beneficiaries {
        from: format!("{year}-01-01"),
        to: format!("{year}-12-31"),
        ..Beneficiaries::default()
    });
    let (tokens, papers) = (planned.links.to_string(), planned.papers.to_string());
    let seen = office.survey(clerk, &id).await?.survey.version;
    let links = office.open_survey(clerk, &id, seen, &HandOut { tokens, papers, of }).await?;
    for (at, link) in links.iter().take(planned.by_link).enumerate() {
        match office.answer_survey(link, &answer(planned, at)).await? {
            Answered::Kept(_) => {}
            other => return Err(OfficeError::Machine(format!("surveys: {other:?}"))),
        }
    }
    for at in 0..planned.on_paper {
        office.enter_paper(clerk, &id, &answer(planned, planned.by_link + at)).await?;
    }
    if planned.is_closed {
        let seen = office.survey(clerk, &id).await?.survey.version;
        office.close_survey(clerk, &id, seen).await?;
    }
    Ok(())
}

fn written(planned: &Planned, year: i16, today: Day) -> Written {
    let day = |days: i64| {
        let span = jiff::Span::new().try_days(days);
        span.and_then(|span| today.checked_add(span)).unwrap_or(today).to_string()
    };
    let question = |asked: &Asked| Question {
        kind: Kind::from_word(&asked.kind).unwrap_or_default(),
        text: asked.text.clone(),
        choices: asked.choices.clone(),
        is_required: asked.required,
    };
    let title = planned.title.replace("{0}", &year.to_string());
    Written {
        year: (year + planned.year).to_string(),
        title: title.replace("{1}", &(year + 1).to_string()),
        intro: planned.intro.clone(),
        measures: planned.measures.clone(),
        register: planned.register.clone(),
        opens: day(planned.opens),
        closes: day(planned.closes),
        questions: planned.question.iter().map(question).collect(),
    }
}

/// What the `at`th person answers: the same every time, not all alike, and whoever is content with one thing is so
/// with the others.
fn answer(planned: &Planned, at: usize) -> Vec<(String, String)> {
    let level = planned.levels.get(at % planned.levels.len().max(1)).copied().unwrap_or_default();
    let mut pairs = Vec::new();
    for (place, question) in planned.question.iter().enumerate() {
        let name = format!("q{place}");
        let choices = question.choices.len().max(1);
        match Kind::from_word(&question.kind).unwrap_or_default() {
            Kind::Satisfaction => pairs.push((name, level.to_string())),
            Kind::One => pairs.push((name, level.min(choices - 1).to_string())),
            Kind::Many => {
                pairs.push((name.clone(), (at % choices).to_string()));
                if at.is_multiple_of(3) {
                    pairs.push((name, ((at + 2) % choices).to_string()));
                }
            }
            Kind::Score => pairs.push((name, (usize::from(HIGHEST) - level * 2).to_string())),
            Kind::Words => {
                let said = at.is_multiple_of(9).then(|| planned.opinions.get(at / 9)).flatten();
                pairs.extend(said.map(|said| (name, said.clone())));
            }
        }
    }
    pairs
}
