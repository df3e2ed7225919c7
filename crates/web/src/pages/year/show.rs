//! All indicators of a statement with their values as of a day.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::Permission;
use office::year::proposing::Proposed;
use office::year::{Computed, Group, Row, Standing, Year};
use serde::Deserialize;

use super::{chip, here, said};
use crate::page::Page;
use crate::pages::measures::evidence_href;
use crate::pages::monitoring::board::NODES;
use crate::pages::monitoring::{DayLink, day_of, days};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{address, wan};
use crate::{App, WebError};

/// `year/show.html`
#[derive(Template)]
#[template(path = "year/show.html")]
struct ShowPage {
    page: Page,
    here: String,
    title: String,
    owner: String,
    as_of: String,
    days: Vec<DayLink>,
    counts: Vec<(&'static str, usize)>,
    groups: Vec<GroupView>,
    may_write: bool,
    /// How many indicators have a proposal that may be taken as it is.
    certain: usize,
}

struct GroupView {
    name: String,
    code: String,
    money: Option<MoneyView>,
    rows: Vec<RowView>,
}

struct MoneyView {
    budget: String,
    spent: String,
    rate: String,
    /// The payments behind it, for those who may see them.
    href: String,
}

struct RowView {
    name: String,
    aspect: String,
    target: String,
    value: String,
    /// The entries behind the value, for those who may see them.
    href: String,
    chip: (&'static str, &'static str),
    said: String,
    measure: String,
    bind_href: String,
    enter_href: String,
    /// What is proposed where nothing is bound: title of a measure or 人工录入, and why.
    proposal: Option<(String, String)>,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
    done: String,
}

/// The page.
pub(crate) async fn show_year(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let as_of = day_of(&app, &asked.day);
    let year = app.office.year(&asker, &id, as_of).await?;
    let sees = asker.may_at(Permission::ReadRegisters, &year.path);
    let title = &year.listed.statement.title;
    let mut page = framed(&app, &asker, format!("指标取数：{title}"), "/statements").await?;
    page = page.under(format!("/statements/{id}"), title.clone());
    // What is archived is bound and entered for good.
    let is_open = year.listed.statement.state != store::statements::State::Archived;
    let may_write = is_open && asker.may_at(Permission::WriteStatements, &year.path);
    let proposed = match may_write && sees {
        true => app.office.proposed(&asker, &year).await?,
        false => Vec::new(),
    };
    let is_certain = |one: &&Proposed| one.measures.first().is_some_and(|(one, _)| one.is_certain);
    match asked.done.as_str() {
        "bind" => page = page.saying("good", "已绑定，完成值从台账算出"),
        "enter" => page = page.saying("good", "完成值已录入"),
        "unbind" => page = page.saying("good", "已取消绑定"),
        _ => {}
    }
    shown(&ShowPage {
        page,
        title: title.clone(),
        owner: year.listed.owner_name.clone(),
        as_of: as_of.to_string(),
        days: days(&app, year.year, &NODES, as_of),
        counts: counts(&year),
        groups: year.groups.iter().map(|group| view(&id, &year, group, sees, &proposed)).collect(),
        certain: proposed.iter().filter(is_certain).count(),
        may_write,
        here: here(&id),
    })
}

fn counts(year: &Year) -> Vec<(&'static str, usize)> {
    let count = |is: fn(&Standing) -> bool| year.rows().filter(|row| is(&row.standing)).count();
    vec![
        ("指标", year.rows().count()),
        ("台账取数", count(|one| matches!(one, Standing::Computed(_)))),
        ("人工录入", count(|one| matches!(one, Standing::Entered(_)))),
        ("待录入", count(|one| matches!(one, Standing::Awaited))),
        ("取不出数", count(|one| matches!(one, Standing::Refused(_)))),
        ("未绑定", count(|one| matches!(one, Standing::Unbound))),
    ]
}

fn view(id: &str, year: &Year, group: &Group, sees: bool, proposed: &[Proposed]) -> GroupView {
    let owner = &year.listed.statement.owner;
    let of = |row: &Row| RowView {
        proposal: proposed.iter().find(|one| one.key == row.key).and_then(proposal),
        ..row_view(id, owner, row, sees)
    };
    GroupView {
        name: group.name.clone(),
        code: group.code.clone(),
        money: group.project.map(|_| money(year, group, sees)),
        rows: group.rows.iter().map(of).collect(),
    }
}

fn money(year: &Year, group: &Group, sees: bool) -> MoneyView {
    let (all, number) = (&group.execution, year.year.to_string());
    let asked = [
        ("owner", year.listed.statement.owner.as_str()),
        ("year", &number),
        ("f-project", &group.code),
    ];
    let is_known = group.payments.is_some();
    let can = sees && is_known && !group.code.is_empty();
    let rate = all.rate().map_or_else(|| "—".to_owned(), |rate| format!("{rate}%"));
    MoneyView {
        budget: wan(all.budget()),
        spent: wan(all.spent().filter(|_| is_known)),
        rate: if is_known { rate } else { "无支付数据".to_owned() },
        href: if can { address("/measures/spent", &asked) } else { String::new() },
    }
}

/// The first proposal, with why.
fn proposal(one: &Proposed) -> Option<(String, String)> {
    if let Some(reason) = &one.entered {
        return Some(("人工录入".to_owned(), reason.clone()));
    }
    let (first, title) = one.measures.first()?;
    Some((title.clone(), first.because.clone()))
}

/// Where the entries behind a value are.
fn behind(it: &Computed, owner: &str) -> String {
    evidence_href(&it.code, &it.arguments, (it.period.first, it.period.last), owner)
}

fn row_view(id: &str, owner: &str, row: &Row, sees: bool) -> RowView {
    let key = [("key", row.key.as_str())];
    let computed = match &row.standing {
        Standing::Computed(computed) => Some(computed),
        _ => None,
    };
    let can_enter = row.binding.as_ref().is_none_or(|binding| binding.measure.is_empty());
    RowView {
        name: row.text.name().to_owned(),
        aspect: row.text.aspect.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default(),
        target: row.text.target_text().to_owned(),
        value: row.words.clone(),
        href: computed.filter(|_| sees).map(|one| behind(one, owner)).unwrap_or_default(),
        chip: chip(&row.standing),
        said: said(row),
        measure: computed.map(|one| one.title.clone()).unwrap_or_default(),
        bind_href: address(&format!("{}/bind", here(id)), &key),
        enter_href: match can_enter {
            true => address(&format!("{}/enter", here(id)), &key),
            false => String::new(),
        },
        proposal: None,
    }
}
