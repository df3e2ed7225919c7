//! One person over all registers.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::Asker;
use office::registers::person::{InRegister, Named};
use office::registers::sight::Wish;

use super::list::{Mark, state};
use super::shelf::Whose;
use super::{HERE, Owners, entry_href};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `registers/person.html`
#[derive(Template)]
#[template(path = "registers/person.html")]
struct PersonPage {
    page: Page,
    name: String,
    others: String,
    document: String,
    registers: Vec<Group>,
    count: usize,
    owner: String,
    is_plain: bool,
}

struct Group {
    title: String,
    entries: Vec<Item>,
}

struct Item {
    href: String,
    called: String,
    named_as: String,
    state: Option<Mark>,
    facts: Vec<(String, String)>,
    owner: String,
}

/// A person, masked.
pub(crate) async fn show_person(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(hash): Path<String>,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    shown(&PersonPage::of(&app, &asker, &hash, &whose.owner, Wish::Masked).await?)
}

/// A person as the registers know one: asked for by a form, and noted.
pub(crate) async fn unmask_person(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(hash): Path<String>,
    Form(whose): Form<Whose>,
) -> Result<Html<String>, WebError> {
    shown(&PersonPage::of(&app, &asker, &hash, &whose.owner, Wish::Plain).await?)
}

impl PersonPage {
    async fn of(
        app: &App,
        asker: &Asker,
        hash: &str,
        owner: &str,
        wish: Wish,
    ) -> Result<PersonPage, WebError> {
        let owners = Owners::of(app, asker, owner).await?;
        let all = app.office.registers().await?;
        let person = app.office.person(asker, &owners.chosen, hash, wish).await?;
        let group = |one: InRegister| {
            let definition = all.get(&one.name).ok().map(|register| register.definition);
            let item = |named: Named| Item {
                href: entry_href(&one.name, &named.owner, named.id),
                called: match named.called.as_str() {
                    "" => format!("第{}号", named.id),
                    called => called.to_owned(),
                },
                named_as: named.named_as.replace("姓名", "").replace("证件号码", ""),
                state: definition.and_then(|definition| state(definition, &named.state)),
                facts: named.facts.into_iter().map(|(label, it)| (label, it.to_string())).collect(),
                owner: owners.name(&named.owner),
            };
            Group { title: one.title, entries: merged(one.entries).into_iter().map(item).collect() }
        };
        let name = person.name.to_string();
        let title = if name.is_empty() { "个人汇总".to_owned() } else { name.clone() };
        let back = address(HERE, &[("owner", owners.in_address())]);
        let registers: Vec<Group> = person.registers.into_iter().map(group).collect();
        let others: Vec<String> = person.other_names.iter().map(ToString::to_string).collect();
        Ok(PersonPage {
            page: framed(app, asker, title, HERE).await?.under(back, "台账"),
            name,
            others: others.join("、"),
            document: person.document.to_string(),
            count: registers.iter().map(|group| group.entries.len()).sum(),
            registers,
            owner: owners.in_address().to_owned(),
            is_plain: wish == Wish::Plain,
        })
    }
}

/// An entry that names somebody more than once is one line.
fn merged(entries: Vec<Named>) -> Vec<Named> {
    let mut merged: Vec<Named> = Vec::with_capacity(entries.len());
    for entry in entries {
        let known = merged.iter_mut().find(|one| one.id == entry.id && one.owner == entry.owner);
        match known {
            Some(known) => known.named_as = format!("{}、{}", known.named_as, entry.named_as),
            None => merged.push(entry),
        }
    }
    merged
}
