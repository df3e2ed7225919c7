//! One module for each group of pages.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod desk;
pub(crate) mod first_start;
pub(crate) mod pieces;
pub(crate) mod signin;
pub(crate) mod statements;

use askama::Template;
use axum::response::Html;

use crate::WebError;

/// A page, filled in.
pub(crate) fn shown(page: &impl Template) -> Result<Html<String>, WebError> {
    Ok(Html(page.render()?))
}
