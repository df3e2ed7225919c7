//! One module for each group of pages.

pub(crate) mod account;
pub(crate) mod acts;
pub(crate) mod admin;
pub(crate) mod appraisals;
pub(crate) mod backups;
pub(crate) mod batches;
pub(crate) mod begin;
pub(crate) mod board;
pub(crate) mod calendar;
pub(crate) mod compare;
pub(crate) mod deadlines;
pub(crate) mod demands;
pub(crate) mod desk;
pub(crate) mod download;
pub(crate) mod editor;
pub(crate) mod evaluations;
pub(crate) mod first_start;
pub(crate) mod help;
pub(crate) mod library;
pub(crate) mod life;
pub(crate) mod measures;
pub(crate) mod monitoring;
pub(crate) mod opinions;
pub(crate) mod overview;
pub(crate) mod papers;
pub(crate) mod pieces;
pub(crate) mod public;
pub(crate) mod registers;
pub(crate) mod registers_files;
pub(crate) mod rules;
pub(crate) mod sent_file;
pub(crate) mod signin;
pub(crate) mod statement;
pub(crate) mod statements;
pub(crate) mod surveys;
pub(crate) mod year;

use askama::Template;
use axum::response::Html;

use office::Asker;

use crate::page::Page;
use crate::{App, WebError};

/// A page, filled in.
pub(crate) fn shown(page: &impl Template) -> Result<Html<String>, WebError> {
    Ok(Html(page.render()?))
}

/// The frame of a page for somebody; `at` is the address of the navigation it belongs to.
pub(crate) async fn framed(
    app: &App,
    asker: &Asker,
    title: impl Into<String>,
    at: &str,
) -> Result<Page, WebError> {
    framed_for(app, asker, app.office.now().day().year(), title, at).await
}

/// The frame of a page about a year.
pub(crate) async fn framed_for(
    app: &App,
    asker: &Asker,
    year: i16,
    title: impl Into<String>,
    at: &str,
) -> Result<Page, WebError> {
    let tasks = app.office.inbox(asker).await?;
    Ok(Page::new(asker, &tasks, year, title, at))
}
