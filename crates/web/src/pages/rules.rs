//! The manual pages of the review's rules.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use ground::RuleInfo;
use office::judged;

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::text::tone;
use crate::{App, WebError, markdown};

/// `rules.html`
#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    page: Page,
    rows: Vec<Row>,
}

/// A rule in the list.
struct Row {
    code: String,
    title: &'static str,
    tone: &'static str,
    severity: &'static str,
    facet: &'static str,
}

/// `rule.html`
#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    page: Page,
    row: Row,
    laws: Vec<String>,
    text: String,
}

/// All rules.
pub(crate) async fn list_rules(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let page = framed(&app, &asker, "审核规则与依据", "/help").await?;
    shown(&RulesPage { page, rows: judged::rules().into_iter().map(row).collect() })
}

/// One rule.
pub(crate) async fn show_rule(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(code): Path<String>,
) -> Result<Html<String>, WebError> {
    let code = code.parse().map_err(|_| WebError::NotFound)?;
    let info = judged::info(code).ok_or(WebError::NotFound)?;
    let manual = judged::manual(code).ok_or(WebError::NotFound)?;
    let page = framed(&app, &asker, format!("{code} {}", info.title), "/help").await?;
    let page = page.under("/help/rules", "审核规则与依据");
    shown(&RulePage { page, row: row(info), laws: laws(&app, info), text: markdown::html(manual) })
}

/// The law behind a rule, as it is cited.
pub(crate) fn laws(app: &App, info: &RuleInfo) -> Vec<String> {
    let book = app.office.rulebook();
    let cited =
        |one: &ground::LegalRef| Some(format!("{}{}", book.law(one.law)?.citation(), one.article));
    info.basis.iter().filter_map(cited).collect()
}

fn row(info: &RuleInfo) -> Row {
    Row {
        code: info.code.to_string(),
        title: info.title,
        tone: tone(info.severity),
        severity: info.severity.label(),
        facet: info.facet.label(),
    }
}
