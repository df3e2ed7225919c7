//! The list of statements.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use store::statements::{Filter, Listed, Ordering, State as Stage};

use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::{Chip, Paging, chip, day, paging, wan};
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
    page: u64,
}

/// The list.
pub(crate) async fn list_statements(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let filter = filter(&chosen);
    let list = app.office.list_statements(&asker, &filter).await?;
    let now = app.office.now().day().year();
    let address = |at: u64| {
        format!("/statements?q={}&year={}&state={}&page={at}", chosen.q, chosen.year, chosen.state)
    };
    shown(&StatementsPage {
        page: Page::new(&asker, now, "绩效文本", "/statements"),
        words: chosen.q.clone(),
        years: (now - 3..=now + 1)
            .rev()
            .map(|year| choice(year.to_string(), format!("{year}"), &chosen.year))
            .collect(),
        states: Stage::ALL
            .iter()
            .map(|state| choice(state.word().to_owned(), state.label().to_owned(), &chosen.state))
            .collect(),
        rows: list.items.iter().map(row).collect(),
        paging: paging(list.total, chosen.page, LINES, address),
        may_import: asker.may(office::Permission::WriteStatements),
    })
}

fn filter(chosen: &Chosen) -> Filter {
    Filter {
        year: chosen.year.parse().ok(),
        states: Stage::from_word(&chosen.state).into_iter().collect(),
        words: chosen.q.clone(),
        order: Ordering::Changed,
        skip: chosen.page.saturating_sub(1).saturating_mul(LINES),
        take: LINES,
        ..Filter::default()
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
