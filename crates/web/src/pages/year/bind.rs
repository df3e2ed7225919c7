//! Binding an indicator to a measure: what may be chosen, what would come out, and why none fits.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use measure::{Measure, Proposal, Shape};
use office::measuring::MeasureChoice;
use office::year::binding::Bound;
use office::year::proposing::Proposed;
use office::year::{Row, Standing, Year};
use office::{Asker, OfficeError};

use super::here;
use crate::page::Page;
use crate::pages::measures::one::{Control, controls};
use crate::pages::measures::{Asked, Pairs, said};
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `year/bind.html`
#[derive(Template)]
#[template(path = "year/bind.html")]
struct BindPage {
    page: Page,
    here: String,
    key: String,
    it: Head,
    /// What is proposed: title, why, and the address that looks at it.
    proposals: Vec<(String, String, String)>,
    measures: Vec<Shelf>,
    chosen: Option<Chosen>,
    reason: String,
    is_bound: bool,
    is_entered: bool,
}

/// The indicator.
struct Head {
    name: String,
    target: String,
    meaning: String,
    now: String,
}

/// Measures of one register.
struct Shelf {
    title: String,
    measures: Vec<Choice>,
}

/// The measure that is looked at.
struct Chosen {
    code: String,
    title: String,
    about: String,
    unit: String,
    controls: Vec<Control>,
    deadline: Option<String>,
    /// What would be computed, and the value so far.
    said: String,
    value: String,
    /// Why nothing comes out yet.
    why: String,
    again: Pairs,
}

/// The page; the address says which indicator, which measure is looked at, and what it is narrowed down to.
pub(crate) async fn choose_measure(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let year = app.office.year(&asker, &id, app.office.now().day()).await?;
    let mut asked = Asked::new(&app, pairs);
    let key = asked.get("key").to_owned();
    let row = year.row(&key).map(|(_, row)| row);
    let row = row.ok_or(OfficeError::Missing { what: "这项指标" })?;
    if asked.get("measure").is_empty() {
        asked = asked.with(super::bound_pairs(row));
    }
    let all = app.office.measure_choices(&asker).await?;
    let title = year.listed.statement.title.clone();
    let page = framed(&app, &asker, format!("绑定取数：{}", row.text.name()), "/statements");
    let page = page.await?.under(format!("/statements/{id}"), title).under(here(&id), "指标取数");
    let code = asked.get("measure").to_owned();
    let chosen = match all.iter().find(|one| one.measure.code == code) {
        Some(one) => Some(chosen(&app, &asker, &year, &one.measure, &asked).await?),
        None => None,
    };
    let binding = row.binding.as_ref();
    shown(&BindPage {
        page,
        here: here(&id),
        it: head(row),
        proposals: proposals(&id, &app.office.proposed(&asker, &year).await?, &key),
        measures: shelves(&all, &code),
        chosen,
        reason: binding.map(|one| one.reason.clone()).unwrap_or_default(),
        is_bound: binding.is_some(),
        is_entered: binding.is_some_and(|one| one.measure.is_empty()),
        key,
    })
}

fn head(row: &Row) -> Head {
    Head {
        name: row.text.name().to_owned(),
        target: row.text.target_text().to_owned(),
        meaning: row.text.description().to_owned(),
        now: match &row.standing {
            Standing::Unbound => "还没有绑定".to_owned(),
            Standing::Awaited | Standing::Entered(_) => "由人工录入".to_owned(),
            Standing::Refused(why) => why.clone(),
            Standing::Computed(computed) => format!("{}，现在是 {}", computed.title, row.words),
        },
    }
}

fn proposals(id: &str, all: &[Proposed], key: &str) -> Vec<(String, String, String)> {
    let Some(of) = all.iter().find(|one| one.key == key) else { return Vec::new() };
    let line = |(one, title): &(Proposal, String)| {
        let pairs = super::pairs_of(&one.measure, &one.arguments);
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let asked: Vec<(&str, &str)> = std::iter::once(("key", key)).chain(pairs).collect();
        let href = address(&format!("{}/bind", here(id)), &asked);
        (title.clone(), one.because.clone(), href)
    };
    of.measures.iter().map(line).collect()
}

/// All measures by the register that they ask of first.
fn shelves(all: &[MeasureChoice], code: &str) -> Vec<Shelf> {
    let mut shelves: Vec<Shelf> = Vec::new();
    for one in all {
        let measure = &one.measure;
        let name = format!("{}（{}）", measure.title, measure.unit);
        let line = choice(measure.code.clone(), name, code);
        match shelves.iter_mut().find(|shelf| shelf.title == one.register) {
            Some(shelf) => shelf.measures.push(line),
            None => {
                shelves.push(Shelf { title: one.register.clone(), measures: vec![line] });
            }
        }
    }
    shelves
}

async fn chosen(
    app: &App,
    asker: &Asker,
    year: &Year,
    measure: &Measure,
    asked: &Asked,
) -> Result<Chosen, WebError> {
    let mut question = asked.question(&measure.code);
    question.period = measure::Period::year(year.year);
    let owner = &year.listed.statement.owner;
    let (mut value, mut sentence, mut why) = (String::new(), String::new(), String::new());
    match app.office.measure(asker, owner, &question).await {
        Ok(measured) => {
            value = said::value(&measured.value);
            sentence = measured.said;
        }
        Err(OfficeError::Invalid(said)) => why = said,
        Err(error) => return Err(error.into()),
    }
    if matches!(measure.shape, Shape::Survey(_)) {
        why = String::new();
        value = "由已结束的满意度问卷得出".to_owned();
    }
    let kept = |(name, _): &&(String, String)| name.starts_with("f-") || name == "deadline";
    Ok(Chosen {
        code: measure.code.clone(),
        title: measure.title.clone(),
        about: measure.about.clone(),
        unit: measure.unit.clone(),
        controls: controls(measure, asked),
        deadline: measure.needs_deadline().then(|| asked.get("deadline").to_owned()),
        said: sentence,
        value,
        why,
        again: asked.pairs().iter().filter(kept).cloned().collect(),
    })
}

/// Binds it; without a measure the value is entered, for the reason that is given.
pub(crate) async fn bind(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let asked = Asked::new(&app, pairs);
    let code = asked.get("measure").to_owned();
    let bound = Bound {
        key: asked.get("key").to_owned(),
        arguments: asked.question(&code).arguments,
        measure: code,
        reason: asked.get("reason").to_owned(),
    };
    app.office.bind(&asker, &id, &[bound]).await?;
    Ok(Redirect::to(&address(&here(&id), &[("done", "bind")])))
}

/// Binds everything for which the proposal is certain.
pub(crate) async fn bind_proposed(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.bind_proposed(&asker, &id).await?;
    Ok(Redirect::to(&address(&here(&id), &[("done", "bind")])))
}

/// Takes the binding away.
pub(crate) async fn unbind(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let asked = Asked::new(&app, pairs);
    app.office.unbind(&asker, &id, asked.get("key")).await?;
    Ok(Redirect::to(&address(&here(&id), &[("done", "unbind")])))
}
