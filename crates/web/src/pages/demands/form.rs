//! Raising a demand: a form that a finding or an opinion fills in beforehand; it needs no script.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::acceptances::FindingName;
use office::demands::begun::About;
use office::demands::noticed::{Noticed, Subject};
use office::demands::raising::DemandText;
use office::places;
use office::{Asker, Faults, OfficeError, Permission};
use serde::Deserialize;
use store::demands::{Decider, Origin, ProblemKind};
use store::statements::Filter;

use super::HERE;
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// The most statements to choose from.
const MOST: u64 = 200;

/// `demands/form.html`
#[derive(Template)]
#[template(path = "demands/form.html")]
struct FormPage {
    page: Page,
    text: DemandText,
    owners: Vec<Choice>,
    origins: Vec<Choice>,
    kinds: Vec<Choice>,
    statements: Vec<Choice>,
    /// The statement's places, by part and project.
    places: Vec<(String, Vec<Choice>)>,
    deciders: Vec<Choice>,
    /// Codes of rules and checks, with the fault that each finds.
    codes: Vec<(String, String)>,
    faults: Faults,
    wrong: String,
}

impl FormPage {
    fn said(&self, field: &str) -> &str {
        self.faults.of(field).unwrap_or_default()
    }
}

/// What a demand is to be raised about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    statement: String,
    opinion: String,
    code: String,
    place: String,
    words: String,
    /// Where it was noticed: `watch`, `form`, `mark`; empty: nowhere.
    from: String,
    /// Of a watch its day, of a form its id.
    of: String,
    /// The key of the indicator; empty: it is about money.
    row: String,
    /// The key of the project whose money it is about.
    project: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DemandForm {
    owner: String,
    year: String,
    origin: String,
    kind: String,
    notice: String,
    statement: String,
    place: String,
    quoted: String,
    subject: String,
    found: String,
    asked: String,
    basis: String,
    decider: String,
    code: String,
    due_on: String,
    responsible: String,
    /// `places`: only shows the places of the statement.
    then: String,
}

impl DemandForm {
    fn text(self) -> DemandText {
        DemandText {
            owner: self.owner,
            year: self.year,
            origin: self.origin,
            kind: self.kind,
            notice: self.notice,
            statement: self.statement,
            place: self.place,
            quoted: self.quoted,
            subject: self.subject,
            found: self.found,
            asked: self.asked,
            basis: self.basis,
            decider: self.decider,
            code: self.code,
            due_on: self.due_on,
            responsible: self.responsible,
        }
    }
}

/// A form to raise one.
pub(crate) async fn show_new_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let noticed = noticed(&asked)?;
    let finding = FindingName { code: asked.code, place: asked.place, words: asked.words };
    let about = About { statement: asked.statement, opinion: asked.opinion, finding, noticed };
    let text = app.office.demand_begun(&asker, &about).await?;
    form(&app, &asker, text, None).await
}

/// What was noticed of a year, if it comes from there.
fn noticed(asked: &Asked) -> Result<Option<Noticed>, WebError> {
    let subject = match asked.row.as_str() {
        "" => Subject::Money(asked.project.clone()),
        key => Subject::Indicator(key.to_owned()),
    };
    Ok(Some(match asked.from.as_str() {
        "" => return Ok(None),
        "watch" => Noticed::Watch(asked.of.parse().map_err(|_| WebError::NotFound)?, subject),
        "form" => Noticed::Form(asked.of.clone(), subject),
        "mark" => Noticed::Mark(subject),
        _ => return Err(WebError::NotFound),
    }))
}

/// The address of a form that is filled in with what was noticed of a statement's year.
pub(crate) fn noticed_href(statement: &str, noticed: &Noticed) -> String {
    let (from, of, subject) = match noticed {
        Noticed::Watch(day, subject) => ("watch", day.to_string(), subject),
        Noticed::Form(task, subject) => ("form", task.clone(), subject),
        Noticed::Mark(subject) => ("mark", String::new(), subject),
    };
    let subject = match subject {
        Subject::Indicator(key) => ("row", key.as_str()),
        Subject::Money(key) => ("project", key.as_str()),
    };
    let asked = [("statement", statement), ("from", from), ("of", of.as_str()), subject];
    address(&format!("{HERE}/new"), &asked)
}

/// Raises one, or shows the places of the statement that was chosen.
pub(crate) async fn raise_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(sent): Form<DemandForm>,
) -> Result<Response, WebError> {
    let is_choosing = sent.then == "places";
    let text = sent.text();
    if is_choosing {
        return Ok(form(&app, &asker, text, None).await?.into_response());
    }
    match app.office.raise_demand(&asker, &text).await {
        Ok(id) => Ok(Redirect::to(&format!("{HERE}/{id}?said=raised")).into_response()),
        Err(error @ (OfficeError::Fields(_) | OfficeError::Invalid(_))) => {
            let page = form(&app, &asker, text, Some(error)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(
    app: &App,
    asker: &Asker,
    text: DemandText,
    error: Option<OfficeError>,
) -> Result<Html<String>, WebError> {
    let owners = app.office.demandable(asker).await?;
    let wrong = error.as_ref().map(ToString::to_string).unwrap_or_default();
    shown(&FormPage {
        page: framed(app, asker, "提出整改", HERE).await?.under(HERE, "整改"),
        owners: owners.into_iter().map(|one| choice(one.id, one.name, &text.owner)).collect(),
        origins: Origin::ALL
            .iter()
            .map(|one| choice(one.word(), one.label(), &text.origin))
            .collect(),
        kinds: ProblemKind::ALL
            .iter()
            .map(|one| choice(one.word(), one.label(), &text.kind))
            .collect(),
        statements: statements(app, asker, &text.statement).await?,
        places: places(app, asker, &text).await?,
        deciders: Decider::ALL
            .iter()
            .map(|one| choice(one.word(), one.label(), &text.decider))
            .collect(),
        codes: codes(app).await,
        faults: match error {
            Some(OfficeError::Fields(faults)) => faults,
            _ => Faults::default(),
        },
        wrong,
        text,
    })
}

/// The statements to choose from, those that were changed last.
async fn statements(app: &App, asker: &Asker, chosen: &str) -> Result<Vec<Choice>, WebError> {
    if !asker.may(Permission::ReadStatements) {
        return Ok(Vec::new());
    }
    let filter = Filter { take: MOST, ..Filter::default() };
    let listed = app.office.list_statements(asker, &filter).await?.items;
    let one = |one: &store::statements::Listed| {
        choice(one.statement.id.clone(), one.statement.title.clone(), chosen)
    };
    Ok(listed.iter().map(one).collect())
}

/// The places of the statement, if one is chosen and in sight; a single cell that was chosen comes first.
async fn places(
    app: &App,
    asker: &Asker,
    text: &DemandText,
) -> Result<Vec<(String, Vec<Choice>)>, WebError> {
    if text.statement.is_empty() {
        return Ok(Vec::new());
    }
    let version = app.office.dossier(asker, &text.statement).await?.listed.statement.version;
    let (_, examined) = app.office.examined(asker, &text.statement, version).await?;
    let statement = &examined.reading.statement;
    let mut is_there = text.place.is_empty();
    let mut groups = Vec::new();
    for group in places::choices(statement) {
        is_there |= group.choices.iter().any(|one| one.path == text.place);
        let all = group.choices.into_iter().map(|one| choice(one.path, one.label, &text.place));
        groups.push((group.title, all.collect()));
    }
    let spot = text.place.parse::<places::Spot>().ok().filter(|spot| spot.stands_in(statement));
    if let (false, Some(spot)) = (is_there, spot) {
        let only = vec![choice(text.place.clone(), spot.to_string(), &text.place)];
        groups.insert(0, ("选定的位置".to_owned(), only));
    }
    Ok(groups)
}

/// The codes that can decide. Without registers there are no checks.
async fn codes(app: &App) -> Vec<(String, String)> {
    let rules = office::judged::rules().into_iter();
    let mut all: Vec<(String, String)> =
        rules.map(|info| (info.code.to_string(), info.title.to_owned())).collect();
    if let Ok(registers) = app.office.registers().await {
        let checks = registers.definitions().cross_checks().iter();
        all.extend(checks.map(|check| (check.code.to_string(), check.title.clone())));
    }
    all
}
