//! All departments at a glance: states, execution, lights, marks, findings by rule, beside the years before; counties
//! rolled up.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use ground::{Day, Severity};
use office::budget_year;
use office::overview::{DepartmentLine, Overview, RegionLine, RuleLine, Sums, YearLine};
use serde::Deserialize;
use store::statements::State as Stage;

use crate::page::Page;
use crate::pages::evaluations::{self, points};
use crate::pages::monitoring::{Lamp, lamp, percent};
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{Chip, address, chip, wan};
use crate::{App, WebError, download};

/// Where it is.
const HERE: &str = "/overview";
/// So many rules are shown.
const RULES: usize = 15;

/// `overview.html`
#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    page: Page,
    year: i64,
    day: String,
    tabs: Vec<i64>,
    csv: String,
    whole: SumsView,
    states: Vec<(&'static str, usize)>,
    lights: Vec<(Lamp, usize)>,
    grades: Vec<(String, usize)>,
    rows: Vec<Row>,
    regions: Vec<(String, SumsView)>,
    rules: Vec<Rule>,
    /// Years beside each other, and what their texts plan in 万元.
    years: Vec<(YearLine, String)>,
}

/// Departments together.
struct SumsView {
    departments: usize,
    sent: usize,
    approved: usize,
    declared: String,
    budget: String,
    paid: String,
    executed: String,
    red: usize,
    yellow: usize,
    marked: usize,
    mean: String,
    errors: i64,
}

/// A department.
struct Row {
    name: String,
    region: String,
    href: Option<String>,
    watch: String,
    evaluation: String,
    state: Option<Chip>,
    late: bool,
    budget: String,
    executed: String,
    planned: String,
    light: Option<Lamp>,
    red: usize,
    yellow: usize,
    marking: Chip,
    total: String,
    grade: String,
    errors: i64,
    warnings: i64,
}

/// Findings of a rule.
struct Rule {
    code: String,
    title: String,
    tone: &'static str,
    icon: &'static str,
    severity: &'static str,
    findings: usize,
    departments: usize,
}

/// Which year.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
}

/// The page.
pub(crate) async fn show_overview(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let year = year_of(&app, &asked);
    let found = app.office.overview(&asker, year).await?;
    let now = i64::from(app.office.now().day().year());
    let short = i16::try_from(year).unwrap_or_default();
    let state =
        |(state, count): (Option<Stage>, usize)| (state.map_or("未开始", Stage::label), count);
    shown(&OverviewPage {
        page: framed_for(&app, &asker, short, "总览", HERE).await?,
        year,
        day: found.day.to_string(),
        tabs: (now - 2..=now + 1).rev().collect(),
        csv: address("/overview.csv", &[("year", &year.to_string())]),
        whole: sums(&found.whole),
        states: found.states().into_iter().map(state).collect(),
        lights: found.lights().into_iter().map(|(light, count)| (lamp(light), count)).collect(),
        grades: found.grades().into_iter().collect(),
        rows: found.departments.iter().map(|line| row(line, found.day)).collect(),
        regions: found.regions.iter().map(region).collect(),
        rules: found.rules.iter().take(RULES).map(rule).collect(),
        years: found.years.iter().map(|one| (one.clone(), wan(Some(one.budget)))).collect(),
    })
}

/// The departments as a table.
pub(crate) async fn export_overview(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let year = year_of(&app, &asked);
    let found: std::sync::Arc<Overview> = app.office.overview(&asker, year).await?;
    Ok(download::csv(&found.table(), &format!("{year}年总览.csv")))
}

fn year_of(app: &App, asked: &Asked) -> i64 {
    budget_year::typed(&asked.year).unwrap_or_else(|| i64::from(app.office.now().day().year()))
}

fn sums(of: &Sums) -> SumsView {
    SumsView {
        departments: of.departments,
        sent: of.sent,
        approved: of.approved,
        declared: wan(Some(of.declared)),
        budget: wan(Some(of.budget)),
        paid: wan(Some(of.paid)),
        executed: percent(of.executed()),
        red: of.red,
        yellow: of.yellow,
        marked: of.marked,
        mean: points(of.mean()),
        errors: of.errors,
    }
}

fn region(line: &RegionLine) -> (String, SumsView) {
    (line.organisation.name.clone(), sums(&line.sums))
}

fn row(line: &DepartmentLine, day: Day) -> Row {
    let it = line.statement.as_ref();
    let id = it.map(|it| it.id.as_str()).unwrap_or_default();
    Row {
        name: line.organisation.name.clone(),
        region: line.region.clone(),
        href: it.map(|it| format!("/statements/{}", it.id)),
        watch: format!("/statements/{id}/watch?day={day}"),
        evaluation: evaluations::address_of(id),
        state: it.map(|it| chip(it.state)),
        late: line.is_late,
        budget: wan(it.map(|_| line.sums.budget)),
        executed: percent(line.executed),
        planned: percent(line.planned),
        light: line.light.map(lamp),
        red: line.sums.red,
        yellow: line.sums.yellow,
        marking: evaluations::chip(line.marking),
        total: points(line.total),
        grade: line.grade.clone(),
        errors: line.sums.errors,
        warnings: line.sums.warnings,
    }
}

fn rule(line: &RuleLine) -> Rule {
    let (tone, icon) = match line.severity {
        Severity::Error => ("sev-error", "x-octagon-fill"),
        Severity::Warning => ("sev-warning", "exclamation-triangle-fill"),
        Severity::Note => ("sev-note", "info-circle-fill"),
    };
    Rule {
        code: line.code.as_str().to_owned(),
        title: line.title.clone(),
        tone,
        icon,
        severity: line.severity.label(),
        findings: line.findings,
        departments: line.departments,
    }
}
