//! One module for each group of pages.

pub(crate) mod backups;
pub(crate) mod batches;
pub(crate) mod begin;
pub(crate) mod compare;
pub(crate) mod desk;
pub(crate) mod download;
pub(crate) mod editor;
pub(crate) mod library;
pub(crate) mod signin;
pub(crate) mod statements;

use askama::Template;
use axum::response::Html;

use crate::WebError;

/// A page, filled in.
pub(crate) fn shown(page: &impl Template) -> Result<Html<String>, WebError> {
    Ok(Html(page.render()?))
}
