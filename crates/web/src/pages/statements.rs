//! Lists of statements.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use office::statements::Page as ListPage;
use serde::Deserialize;
use store::statements::{Filter, Listed};

use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::{App, WebError};

/// How many lines a page of a list has.
const LINES: u64 = 50;

/// `statements.html`
#[derive(Template)]
#[template(path = "statements.html")]
struct StatementsPage {
    page: Page,
    list: ListPage<Listed>,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    q: String,
    year: Option<i64>,
    page: u64,
}

/// The list.
pub(crate) async fn list_statements(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let filter = Filter {
        year: chosen.year,
        words: chosen.q,
        skip: chosen.page.saturating_sub(1).saturating_mul(LINES),
        take: LINES,
        ..Filter::default()
    };
    let list = app.office.list_statements(&asker, &filter).await?;
    let page = Page::new(&asker, app.office.now().day().year(), "绩效文本", "/statements");
    shown(&StatementsPage { page, list })
}
