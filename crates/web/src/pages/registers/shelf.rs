//! All registers, by themes; and where a person is looked up over all of them.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use office::Permission;
use office::registers::listing::Shelved;
use serde::Deserialize;
use store::registers::list::Count;

use super::themes::{OTHERS, THEMES, theme};
use super::{HERE, Owners};
use crate::page::Page;
use crate::pages::pieces::Choice;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `registers/shelf.html`
#[derive(Template)]
#[template(path = "registers/shelf.html")]
struct ShelfPage {
    page: Page,
    owners: Vec<Choice>,
    owner: String,
    themes: Vec<Theme>,
    may_find: bool,
    due: String,
    checks: String,
    dues: String,
    measures: String,
}

struct Theme {
    name: &'static str,
    shelves: Vec<Shelf>,
}

struct Shelf {
    href: String,
    title: String,
    about: String,
    kind: &'static str,
    count: String,
    is_empty: bool,
}

/// Whose registers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Whose {
    pub(crate) owner: String,
}

/// Whom one looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Whom {
    owner: String,
    number: String,
}

/// All of them.
pub(crate) async fn list_registers(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &whose.owner).await?;
    let shelved = app.office.list_registers(&asker, &owners.chosen).await?;
    let at = |end: &str| address(&format!("{HERE}/{end}"), &[("owner", owners.in_address())]);
    shown(&ShelfPage {
        due: at("due"),
        checks: at("checks"),
        dues: at("dues"),
        measures: address("/measures", &[("owner", owners.in_address())]),
        page: framed(&app, &asker, "台账", HERE).await?,
        owners: owners.choices(),
        themes: themes(&shelved, &owners),
        owner: owners.chosen,
        may_find: asker.may(Permission::ReadPersonal),
    })
}

/// Looks a person up by the number of the document. It stands in the form alone: what stands in an address
/// stands in logs.
pub(crate) async fn find_person(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(whom): Form<Whom>,
) -> Result<Redirect, WebError> {
    let owners = Owners::of(&app, &asker, &whom.owner).await?;
    let asked = [("owner", owners.in_address())];
    if whom.number.trim().is_empty() {
        return Ok(Redirect::to(&address(HERE, &asked)));
    }
    let hash = app.office.person_hash(&asker, &whom.number).await?;
    Ok(Redirect::to(&address(&format!("{HERE}/people/{hash}"), &asked)))
}

/// How many there are, in words.
pub(crate) fn counted(count: Count) -> String {
    match count {
        Count::Exactly(number) => number.to_string(),
        Count::MoreThan(number) => format!("{number}+"),
        Count::Unknown => String::new(),
    }
}

fn themes(shelved: &[Shelved], owners: &Owners) -> Vec<Theme> {
    let names = THEMES.iter().map(|(name, _)| *name).chain([OTHERS]);
    let shelves = |at: usize| {
        let mut of_it: Vec<&Shelved> =
            shelved.iter().filter(|one| theme(&one.name, one.theme) == at).collect();
        let names = THEMES.get(at).map_or(&[][..], |(_, names)| names);
        // A county's own stand behind the program's.
        let place = |one: &&Shelved| names.iter().position(|name| *name == one.name);
        of_it.sort_by_key(|one| place(one).unwrap_or(names.len()));
        of_it.into_iter().map(|one| shelf(one, owners)).collect()
    };
    names
        .enumerate()
        .map(|(at, name)| Theme { name, shelves: shelves(at) })
        .filter(|theme: &Theme| !theme.shelves.is_empty())
        .collect()
}

fn shelf(shelved: &Shelved, owners: &Owners) -> Shelf {
    let path = format!("{HERE}/{}", shelved.name);
    Shelf {
        href: address(&path, &[("owner", owners.in_address())]),
        title: shelved.title.clone(),
        about: shelved.about.clone(),
        kind: shelved.kind.label(),
        count: counted(shelved.count),
        is_empty: shelved.count == Count::Exactly(0),
    }
}
