//! One person over all registers.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::Asker;
use office::registers::merging::Likely;
use office::registers::person::{InRegister, Merged, Named};
use office::registers::sight::Wish;
use serde::Deserialize;

use super::lines::{Mark, state};
use super::shelf::Whose;
use super::{HERE, Owners, entry_href};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{address, time};
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
    /// The mergers by which this is one person.
    merged: Vec<Join>,
    /// Others who may be the same; nothing for those who may not merge.
    likely: Option<Vec<Candidate>>,
    part: String,
}

/// The entries of a register that name a person.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) entries: Vec<Item>,
}

/// An entry that names a person.
pub(super) struct Item {
    pub(super) href: String,
    pub(super) called: String,
    pub(super) named_as: String,
    pub(super) state: Option<Mark>,
    pub(super) facts: Vec<(String, String)>,
    pub(super) owner: String,
}

/// Two records that were merged.
struct Join {
    owner: String,
    hashes: (String, String),
    documents: (String, String),
    reason: String,
    by: String,
    at: String,
}

/// Somebody who may be the same.
struct Candidate {
    href: String,
    name: String,
    document: String,
    why: String,
    registers: String,
}

/// A person, masked.
pub(crate) async fn show_person(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(hash): Path<String>,
    Query(asked): Query<AskedPerson>,
) -> Result<Html<String>, WebError> {
    let page = PersonPage::of(&app, &asker, &hash, &asked.owner, Wish::Masked).await?;
    let text = match asked.said.as_str() {
        "merged" => "已合并。两份记录现在是同一个人，随时可以拆分。",
        "parted" => "已拆分。两份记录又各是各的。",
        _ => return shown(&page),
    };
    shown(&PersonPage { page: page.page.clone().saying("good", text), ..page })
}

/// Whose registers are looked at, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskedPerson {
    owner: String,
    said: String,
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
        let likely = match person.sight.may_merge() {
            true => Some(app.office.likely_same(asker, &owners.chosen, hash).await?),
            false => None,
        };
        let asked = [("owner", owners.in_address())];
        let candidate = |one: Likely| Candidate {
            href: address(&format!("{HERE}/people/{hash}/with/{}", one.hash), &asked),
            name: one.name.to_string(),
            document: one.document.to_string(),
            why: one.why.iter().map(|why| why.label()).collect::<Vec<_>>().join("、"),
            registers: one.registers.join("、"),
        };
        let name = person.name.to_string();
        let title = if name.is_empty() { "个人汇总".to_owned() } else { name.clone() };
        let back = address(HERE, &[("owner", owners.in_address())]);
        let registers = groups(&all, &owners, person.registers);
        let others: Vec<String> = person.other_names.iter().map(ToString::to_string).collect();
        let numbers = std::iter::once(&person.document).chain(&person.other_documents);
        let numbers: Vec<String> = numbers.map(ToString::to_string).collect();
        Ok(PersonPage {
            page: framed(app, asker, title, HERE).await?.under(back, "台账"),
            name,
            others: others.join("、"),
            document: numbers.join("、"),
            merged: person.merged.into_iter().map(join).collect(),
            likely: likely.map(|likely| likely.into_iter().map(candidate).collect()),
            part: format!("{HERE}/people/{hash}/part"),
            count: registers.iter().map(|group| group.entries.len()).sum(),
            registers,
            owner: owners.in_address().to_owned(),
            is_plain: wish == Wish::Plain,
        })
    }
}

fn join(one: Merged) -> Join {
    Join {
        owner: one.owner,
        hashes: one.hashes,
        documents: (one.documents.0.to_string(), one.documents.1.to_string()),
        reason: one.reason,
        by: one.made.0,
        at: time(&one.made.1),
    }
}

/// What registers say of a person, as pages show it.
pub(super) fn groups(
    all: &office::registers::Registers,
    owners: &Owners,
    registers: Vec<InRegister>,
) -> Vec<Group> {
    let group = |one: InRegister| {
        let definition = all.get(&one.name).ok().map(|register| register.definition);
        let item = |named: Named| Item {
            href: entry_href(&one.name, &named.owner, named.id),
            called: match named.called.as_str() {
                "" => format!("第{}号", named.id),
                called => called.to_owned(),
            },
            named_as: as_what(&named.named_as),
            state: definition.and_then(|definition| state(definition, &named.state)),
            facts: named.facts.into_iter().map(|(label, it)| (label, it.to_string())).collect(),
            owner: owners.name(&named.owner),
        };
        Group { title: one.title, entries: merged(one.entries).into_iter().map(item).collect() }
    };
    registers.into_iter().map(group).collect()
}

/// As what an entry names somebody, by the labels of its fields: 代表姓名、法人代表证件号码 is 代表、法人代表. A field
/// that is called 姓名 says nothing of that.
fn as_what(labels: &str) -> String {
    let bare = labels.split('、').map(|label| label.replace("姓名", "").replace("证件号码", ""));
    let mut said: Vec<String> = Vec::new();
    for role in bare.filter(|role| !role.is_empty()) {
        if !said.contains(&role) {
            said.push(role);
        }
    }
    said.join("、")
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

#[cfg(test)]
mod tests {
    use super::as_what;

    #[test]
    fn a_field_called_by_no_role_says_none() {
        let cases = [
            ("姓名", ""),
            ("姓名、证件号码", ""),
            ("户主姓名", "户主"),
            ("代表姓名、代表证件号码", "代表"),
            ("姓名、经办人姓名", "经办人"),
        ];
        for (labels, said) in cases {
            assert_eq!(as_what(labels), said);
        }
    }
}
