//! Two records side by side, and the acts by which they become one person's, or two people's again.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use office::Asker;
use office::registers::person::PersonShown;
use office::registers::sight::Wish;
use serde::Deserialize;

use super::person::{Group, groups};
use super::shelf::Whose;
use super::{HERE, Owners};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `registers/people.html`
#[derive(Template)]
#[template(path = "registers/people.html")]
struct PeoplePage {
    page: Page,
    sides: Vec<Side>,
    owner: String,
    here: String,
    back: String,
    merge: String,
    other: String,
    is_one: bool,
    is_plain: bool,
    may_merge: bool,
}

/// One of both.
struct Side {
    title: &'static str,
    href: String,
    name: String,
    documents: String,
    count: usize,
    registers: Vec<Group>,
}

/// What is sent to merge or to part records.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Joining {
    /// Whose registers are looked at.
    owner: String,
    /// For whom it was noted.
    of: String,
    one: String,
    other: String,
    reason: String,
}

/// Two people side by side, masked.
pub(crate) async fn compare_people(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((hash, other)): Path<(String, String)>,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    shown(&PeoplePage::of(&app, &asker, (&hash, &other), &whose.owner, Wish::Masked).await?)
}

/// Two people side by side as the registers know them: asked for by a form, and noted.
pub(crate) async fn unmask_people(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((hash, other)): Path<(String, String)>,
    Form(whose): Form<Whose>,
) -> Result<Html<String>, WebError> {
    shown(&PeoplePage::of(&app, &asker, (&hash, &other), &whose.owner, Wish::Plain).await?)
}

/// Notes that two records are one person's.
pub(crate) async fn merge_people(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(hash): Path<String>,
    Form(sent): Form<Joining>,
) -> Result<Redirect, WebError> {
    let owners = Owners::of(&app, &asker, &sent.owner).await?;
    let both = (hash.as_str(), sent.other.as_str());
    app.office.merge_people(&asker, &owners.chosen, both, &sent.reason).await?;
    let asked = [("owner", owners.in_address()), ("said", "merged")];
    Ok(Redirect::to(&person_href(&hash, &asked)))
}

/// Takes that back.
pub(crate) async fn part_people(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(hash): Path<String>,
    Form(sent): Form<Joining>,
) -> Result<Redirect, WebError> {
    let owners = Owners::of(&app, &asker, &sent.owner).await?;
    let both = (sent.one.as_str(), sent.other.as_str());
    app.office.part_people(&asker, &sent.of, both, &sent.reason).await?;
    let asked = [("owner", owners.in_address()), ("said", "parted")];
    Ok(Redirect::to(&person_href(&hash, &asked)))
}

/// The page of a person. The hash comes from an address: nothing of it may lead elsewhere.
fn person_href(hash: &str, asked: &[(&str, &str)]) -> String {
    let hash: String = hash.chars().filter(char::is_ascii_alphanumeric).collect();
    address(&format!("{HERE}/people/{hash}"), asked)
}

impl PeoplePage {
    async fn of(
        app: &App,
        asker: &Asker,
        (hash, other): (&str, &str),
        owner: &str,
        wish: Wish,
    ) -> Result<PeoplePage, WebError> {
        let owners = Owners::of(app, asker, owner).await?;
        let all = app.office.registers().await?;
        let one = app.office.person(asker, &owners.chosen, hash, wish).await?;
        let two = app.office.person(asker, &owners.chosen, other, wish).await?;
        let asked = [("owner", owners.in_address())];
        let (may_merge, name) = (one.sight.may_merge(), one.name.to_string());
        let is_one = one.hashes.contains(other);
        let side = |title: &'static str, person: PersonShown| {
            let numbers = std::iter::once(&person.document).chain(&person.other_documents);
            let documents: Vec<String> = numbers.map(ToString::to_string).collect();
            let registers = groups(&all, &owners, person.registers);
            Side {
                title,
                href: person_href(&person.hash, &asked),
                name: person.name.to_string(),
                documents: documents.join("、"),
                count: registers.iter().map(|group| group.entries.len()).sum(),
                registers,
            }
        };
        let page = framed(app, asker, "对照两份记录", HERE).await?;
        let page = page.under(address(HERE, &asked), "台账").under(person_href(hash, &asked), name);
        Ok(PeoplePage {
            page,
            sides: vec![side("这一份", one), side("另一份", two)],
            owner: owners.in_address().to_owned(),
            here: format!("{}/with/{other}", person_href(hash, &[])),
            back: person_href(hash, &asked),
            merge: format!("{}/merge", person_href(hash, &[])),
            other: other.to_owned(),
            is_one,
            is_plain: wish == Wish::Plain,
            may_merge,
        })
    }
}
