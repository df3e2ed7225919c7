//! The account of dues: what is due, what came in, what went back, unit by unit.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use ground::Money;
use office::registers::dues::{DuesLine, PAGE, Shown, Standing, Totals};
use serde::Deserialize;

use super::{HERE, Owners};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Paging, address, paging};
use crate::{App, WebError, download};

const DUES: &str = "/registers/dues";
/// So many years back an account may be looked at.
const YEARS: i16 = 5;

/// `registers/dues.html`
#[derive(Template)]
#[template(path = "registers/dues.html")]
struct DuesPage {
    page: Page,
    owners: Vec<Choice>,
    years: Vec<Choice>,
    year: i16,
    shows: Vec<Choice>,
    words: String,
    rate: String,
    totals: Totals,
    lines: Vec<DuesLine>,
    found: usize,
    export: String,
    paging: Option<Paging>,
}

impl DuesPage {
    fn yuan(&self, amount: &Money) -> String {
        register::yuan(*amount)
    }

    fn due(&self, line: &DuesLine) -> String {
        line.due.map_or_else(|| "—".to_owned(), register::yuan)
    }

    fn difference(&self, line: &DuesLine) -> String {
        line.difference().map_or_else(|| "—".to_owned(), register::yuan)
    }

    /// Class, icon and word of how it stands with a unit.
    fn mark(&self, line: &DuesLine) -> (&'static str, &'static str, &'static str) {
        match line.standing() {
            Standing::Behind => ("sev-warning", "exclamation-triangle-fill", "少缴"),
            Standing::Even => ("sev-good", "check-circle-fill", "足额"),
            Standing::Over => ("sev-note", "info-circle-fill", "多缴"),
            Standing::Unknown => ("sev-note", "info-circle-fill", "缺工资总额"),
            Standing::Nothing => ("", "dash-lg", "没有缴费记录"),
        }
    }
}

/// Which account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    year: String,
    show: String,
    q: String,
    page: String,
}

impl Asked {
    fn shown(&self) -> Shown {
        Shown::from_word(&self.show).unwrap_or_default()
    }

    /// The year asked for, or else the last that had time to be paid.
    fn year(&self, app: &App) -> i16 {
        self.year.parse().unwrap_or_else(|_| app.office.dues_year())
    }
}

/// The account of a year.
pub(crate) async fn show_dues(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let this = app.office.now().day().year();
    let account = match asked.year.as_str() {
        "" => app.office.latest_dues(&asker, &owners.chosen).await?,
        _ => app.office.dues(&asker, &owners.chosen, asked.year(&app)).await?,
    };
    let (year, words) = (account.year, asked.q.trim().to_owned());
    let is_it = |line: &&DuesLine| line.is_shown(asked.shown()) && line.is_named(&words);
    let all: Vec<&DuesLine> = account.lines.iter().filter(is_it).collect();
    let at: usize = asked.page.parse().unwrap_or(1).max(1);
    let lines = all.iter().skip((at - 1) * PAGE).take(PAGE).map(|line| (*line).clone()).collect();
    let year_said = year.to_string();
    let said = [
        ("owner", owners.in_address()),
        ("year", year_said.as_str()),
        ("show", asked.show.as_str()),
    ];
    let href = |page: u64| {
        let page = page.to_string();
        let more = [("q", words.as_str()), ("page", page.as_str())];
        address(DUES, &[&said[..], &more[..]].concat())
    };
    let found = all.len();
    let pages = paging(i64::try_from(found).unwrap_or(i64::MAX), at as u64, PAGE as u64, href);
    let back = address(HERE, &[("owner", owners.in_address())]);
    let year_choice = |one: i16| choice(one.to_string(), format!("{one} 年度"), &year_said);
    shown(&DuesPage {
        page: framed(&app, &asker, "经费对账", HERE).await?.under(back, "台账"),
        owners: owners.choices(),
        years: (0..YEARS).map(|back| year_choice(this - back)).collect(),
        year,
        shows: [("", "全部单位"), ("behind", "只看少缴"), ("unknown", "只看缺工资总额")]
            .map(|(value, name)| choice(value, name, &asked.show))
            .into(),
        rate: account.rate.map(|rate| rate.normalize().to_string()).unwrap_or_default(),
        totals: account.totals,
        lines,
        found,
        export: address("/registers/dues.csv", &said),
        paging: (found > PAGE).then_some(pages),
        words,
    })
}

/// The account as a file for a spreadsheet.
pub(crate) async fn export_dues(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let year = asked.year(&app);
    let table = app.office.dues_table(&asker, &owners.chosen, year, asked.shown()).await?;
    let name = format!("经费对账{year}.csv");
    Ok(download::file(table.into_bytes(), &name, download::CSV))
}
