//! All measures with their values of a year.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use office::measuring::MeasureLine;

use super::{Asked, HERE, Pairs, said};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::registers::{HERE as REGISTERS, Owners};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `measures/list.html`
#[derive(Template)]
#[template(path = "measures/list.html")]
struct ListPage {
    page: Page,
    owners: Vec<Choice>,
    years: Vec<Choice>,
    year: i16,
    words: String,
    registers: Vec<Choice>,
    lines: Vec<Line>,
    found: usize,
}

struct Line {
    href: String,
    title: String,
    about: String,
    unit: String,
    value: String,
    /// How many entries are behind it; or why there is no value.
    behind: String,
    registers: String,
}

/// All of them, those alone that fit.
pub(crate) async fn list_measures(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(pairs): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let mut asked = Asked::new(&app, pairs);
    let owners = Owners::of(&app, &asker, asked.get("owner")).await?;
    let mut all = app.office.measures(&asker, &owners.chosen, asked.period()).await?;
    if !asked.names_year() && !all.iter().any(MeasureLine::tells_of_the_period) {
        asked = asked.of_year_before();
        all = app.office.measures(&asker, &owners.chosen, asked.period()).await?;
    }
    let (words, register) = (asked.get("q").to_owned(), asked.get("register").to_owned());
    let mut titles: Vec<(String, String)> =
        all.iter().flat_map(|line| line.registers.iter().cloned()).collect();
    titles.sort();
    titles.dedup();
    let of_it = |line: &&MeasureLine| {
        let measure = &line.measure;
        let mut names =
            std::iter::once(&measure.title).chain(&measure.also).chain([&measure.about]);
        let is_named = words.split_whitespace().all(|word| names.any(|name| name.contains(word)));
        let is_of = line.registers.iter().any(|(name, _)| *name == register);
        is_named && (register.is_empty() || is_of)
    };
    let lines: Vec<Line> = all.iter().filter(of_it).map(|line| self::line(&asked, line)).collect();
    let none = choice(String::new(), "全部台账", &register);
    let named = titles.into_iter().map(|(name, title)| choice(name, title, &register));
    let back = address(REGISTERS, &[("owner", owners.in_address())]);
    shown(&ListPage {
        page: framed(&app, &asker, "指标取数", REGISTERS).await?.under(back, "台账"),
        owners: owners.choices(),
        years: asked.years(),
        year: asked.year(),
        registers: std::iter::once(none).chain(named).collect(),
        found: lines.len(),
        lines,
        words,
    })
}

fn line(asked: &Asked, line: &MeasureLine) -> Line {
    let measure = &line.measure;
    let titles: Vec<&str> = line.registers.iter().map(|(_, title)| title.as_str()).collect();
    let year = asked.year().to_string();
    let kept = [("owner", asked.get("owner")), ("year", year.as_str())];
    let kept: Vec<(&str, &str)> = kept.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let (value, behind) = match &line.value {
        Ok(value) => {
            let entries: i64 = value.entries.first().copied().unwrap_or_default();
            let behind = match (&value.outcome, entries) {
                (_, 0) => "没有记录".to_owned(),
                (None, _) => "分母为零或未填".to_owned(),
                (Some(_), entries) => format!("{entries} 条记录"),
            };
            (said::value(value), behind)
        }
        Err(why) => ("—".to_owned(), why.clone()),
    };
    Line {
        href: address(&format!("{HERE}/{}", measure.code), &kept),
        title: measure.title.clone(),
        about: measure.about.clone(),
        unit: measure.unit.clone(),
        registers: titles.join("、"),
        value,
        behind,
    }
}
