//! All questionnaires.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use office::Permission;
use office::surveys::results::Share;
use serde::Deserialize;
use store::surveys::{Returned, Survey};

use super::{HERE, chip};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::Chip;
use crate::{App, WebError};

/// `surveys/list.html`
#[derive(Template)]
#[template(path = "surveys/list.html")]
struct ListPage {
    page: Page,
    may_write: bool,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    title: String,
    owner: String,
    measures: String,
    year: i64,
    state: Chip,
    out: i64,
    returned: i64,
    rate: String,
    closes: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    said: String,
}

/// All of them, the newest first.
pub(crate) async fn list_surveys(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let listed = app.office.list_surveys(&asker, None).await?;
    let mut page = framed(&app, &asker, "满意度问卷", HERE).await?;
    if asked.said == "removed" {
        page = page.saying("good", "问卷已删除。");
    }
    let may_write = asker.may(Permission::WriteRegisters);
    shown(&ListPage { page, may_write, rows: listed.into_iter().map(row).collect() })
}

fn row((survey, returned, owner): (Survey, Returned, String)) -> Row {
    let share = Share { part: returned.all(), whole: survey.tokens + survey.papers };
    Row {
        href: format!("{HERE}/{}", survey.id),
        owner,
        year: survey.year,
        state: chip(survey.state),
        out: share.whole,
        returned: share.part,
        rate: share.percent(),
        title: survey.title,
        measures: survey.measures,
        closes: survey.closes,
    }
}
