//! The list of statements.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use store::statements::{Filter, Listed, Ordering, State as Stage};

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Chip, Paging, address, chip, day, paging, wan};
use crate::{App, WebError};

/// How many lines a page of the list has.
const LINES: u64 = 50;

/// `statements.html`
#[derive(Template)]
#[template(path = "statements.html")]
struct StatementsPage {
    page: Page,
    words: String,
    years: Vec<Choice>,
    states: Vec<Choice>,
    owners: Vec<Choice>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    paging: Paging,
    may_import: bool,
}

/// An entry of a selection.
struct Choice {
    code: String,
    name: String,
    chosen: bool,
}

/// A column that the list can be sorted by.
struct Column {
    name: &'static str,
    href: String,
    /// ascending, descending, none
    sorted: &'static str,
    is_number: bool,
}

/// A line of the list.
struct Row {
    href: String,
    title: String,
    organisation: String,
    year: i64,
    state: Chip,
    total: String,
    errors: i64,
    warnings: i64,
    changed: String,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    q: String,
    year: String,
    state: String,
    owner: String,
    sort: String,
    page: u64,
}

/// Columns in their order: heading, word in addresses, order, whether that order begins with the largest.
const COLUMNS: [(&str, &str, Ordering, bool); 7] = [
    ("文本", "title", Ordering::Title, false),
    ("部门", "owner", Ordering::Owner, false),
    ("年度", "year", Ordering::Year, true),
    ("状态", "state", Ordering::State, false),
    ("预算（万元）", "total", Ordering::Total, true),
    ("改动", "changed", Ordering::Changed, true),
    ("审核", "errors", Ordering::Errors, true),
];

/// The list.
pub(crate) async fn list_statements(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let filter = filter(&chosen);
    let list = app.office.list_statements(&asker, &filter).await?;
    let now = app.office.now().day().year();
    let owners = app.office.readable_organisations(&asker).await?;
    shown(&StatementsPage {
        page: framed(&app, &asker, "绩效文本", "/statements").await?,
        words: chosen.q.clone(),
        years: (now - 3..=now + 1)
            .rev()
            .map(|year| choice(year.to_string(), format!("{year}"), &chosen.year))
            .collect(),
        states: Stage::ALL
            .iter()
            .map(|state| choice(state.word().to_owned(), state.label().to_owned(), &chosen.state))
            .collect(),
        owners: owners
            .into_iter()
            .map(|owner| choice(owner.id, owner.name, &chosen.owner))
            .collect(),
        columns: columns(&chosen),
        rows: list.items.iter().map(row).collect(),
        paging: paging(list.total, chosen.page, LINES, |at| link(&chosen, &chosen.sort, at)),
        may_import: asker.may(office::Permission::WriteStatements),
    })
}

/// The address of a page of the list in some order.
fn link(chosen: &Chosen, sort: &str, at: u64) -> String {
    let at = if at > 1 { at.to_string() } else { String::new() };
    let asked = [
        ("q", chosen.q.as_str()),
        ("year", &chosen.year),
        ("state", &chosen.state),
        ("owner", &chosen.owner),
        ("sort", sort),
        ("page", &at),
    ];
    address("/statements", &asked)
}

fn columns(chosen: &Chosen) -> Vec<Column> {
    let (by, is_reversed) = sorting(chosen);
    let column = |(name, word, order, is_falling): &(&'static str, &str, Ordering, bool)| {
        let is_this = *order == by;
        let sort = if is_this && !is_reversed { format!("-{word}") } else { (*word).to_owned() };
        let sorted = match (is_this, *is_falling != is_reversed) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        };
        Column { name, href: link(chosen, &sort, 1), sorted, is_number: *order == Ordering::Total }
    };
    COLUMNS.iter().map(column).collect()
}

/// By what the list is sorted, and whether the other way round.
fn sorting(chosen: &Chosen) -> (Ordering, bool) {
    let word = chosen.sort.strip_prefix('-').unwrap_or(&chosen.sort);
    let known = COLUMNS.iter().find(|(_, known, ..)| *known == word);
    known.map_or((Ordering::Changed, false), |(_, _, order, _)| {
        (*order, chosen.sort.starts_with('-'))
    })
}

fn filter(chosen: &Chosen) -> Filter {
    let (order, is_reversed) = sorting(chosen);
    Filter {
        owner: Some(chosen.owner.clone()).filter(|owner| !owner.is_empty()),
        order,
        is_reversed,
        year: chosen.year.parse().ok(),
        states: Stage::from_word(&chosen.state).into_iter().collect(),
        words: chosen.q.clone(),
        skip: chosen.page.saturating_sub(1).saturating_mul(LINES).min(1_000_000),
        take: LINES,
    }
}

fn choice(code: String, name: String, chosen: &str) -> Choice {
    Choice { chosen: code == chosen, code, name }
}

fn row(listed: &Listed) -> Row {
    let statement = &listed.statement;
    Row {
        href: format!("/statements/{}", statement.id),
        title: statement.title.clone(),
        organisation: listed.owner_name.clone(),
        year: statement.year,
        state: chip(statement.state),
        total: wan(statement.figures.total),
        errors: statement.figures.errors,
        warnings: statement.figures.warnings,
        changed: day(&statement.changed_at),
    }
}
