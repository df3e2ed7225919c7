//! All demands: counted, searched, filtered, sorted, taken away as a table.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use jiff::civil::Date;
use office::Permission;
use office::demands::{days_left, headline, place_name, term};
use serde::Deserialize;
use store::demands::{Counts, DemandState, Filter, Listed, Ordering, Origin};

use super::{HERE, chip};
use crate::page::Page;
use crate::pages::pieces::{Choice, Head, LINES, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Chip, Paging, address, day, paging};
use crate::{App, WebError, download};

/// `demands/list.html`
#[derive(Template)]
#[template(path = "demands/list.html")]
struct ListPage {
    page: Page,
    counts: Vec<Figure>,
    words: String,
    years: Vec<Choice>,
    origins: Vec<Choice>,
    states: Vec<Choice>,
    owners: Vec<Choice>,
    columns: Vec<Head>,
    rows: Vec<Row>,
    paging: Paging,
    export: String,
    is_narrowed: bool,
    may_raise: bool,
}

/// How many there are of a kind, and where they are listed.
struct Figure {
    name: &'static str,
    count: i64,
    href: String,
    is_late: bool,
}

/// A line of the list.
struct Row {
    href: String,
    title: String,
    about: String,
    owner: String,
    year: i64,
    origin: &'static str,
    state: Chip,
    due: String,
    term: String,
    is_late: bool,
    is_again: bool,
    responsible: String,
    raised: String,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    q: String,
    year: String,
    origin: String,
    state: String,
    owner: String,
    sort: String,
    page: u64,
}

/// Lists that no single state gives: a word in addresses, and what people call it.
const WAITING: (&str, &str) = ("waiting", "未整改（待整改和已退回）");
const LATE: (&str, &str) = ("late", "逾期未整改");

/// Columns in their order: heading, word in addresses, order, whether that order begins with the largest.
const COLUMNS: [(&str, &str, Option<Ordering>, bool); 7] = [
    ("发现的问题", "", None, false),
    ("单位", "owner", Some(Ordering::Owner), false),
    ("年度", "year", Some(Ordering::Year), true),
    ("状态", "state", Some(Ordering::State), false),
    ("期限", "due", Some(Ordering::Due), false),
    ("责任人", "", None, false),
    ("提出", "raised", Some(Ordering::Raised), true),
];

/// The list.
pub(crate) async fn list_demands(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let today = app.office.now().day();
    let filter = filter(&chosen, today);
    let list = app.office.list_demands(&asker, &filter).await?;
    let counts = app.office.demand_counts(&asker).await?;
    let owners = app.office.demand_owners(&asker).await?;
    let now = today.year();
    shown(&ListPage {
        page: framed(&app, &asker, "整改", HERE).await?,
        counts: figures(&counts),
        words: chosen.q.clone(),
        years: (now - 4..=now + 1)
            .rev()
            .map(|year| choice(year.to_string(), year.to_string(), &chosen.year))
            .collect(),
        origins: Origin::ALL
            .iter()
            .map(|one| choice(one.word(), one.label(), &chosen.origin))
            .collect(),
        states: states(&chosen.state),
        owners: owners.into_iter().map(|one| choice(one.id, one.name, &chosen.owner)).collect(),
        columns: columns(&chosen),
        rows: list.items.iter().map(|one| row(one, today)).collect(),
        paging: paging(list.total, chosen.page, LINES, |at| link(&chosen, &chosen.sort, at)),
        export: link(&chosen, &chosen.sort, 1).replacen(HERE, "/demands.csv", 1),
        is_narrowed: link(&chosen, "", 1) != HERE,
        may_raise: asker.may(Permission::RaiseDemands),
    })
}

/// The list as a table.
pub(crate) async fn export_demands(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Response, WebError> {
    let today = app.office.now().day();
    let rows = app.office.export_demands(&asker, &filter(&chosen, today)).await?;
    Ok(download::csv(&rows, &format!("整改要求（{today}）.csv")))
}

fn figures(counts: &Counts) -> Vec<Figure> {
    let figure = |name, count, state: &str, is_late| Figure {
        name,
        count,
        href: address(HERE, &[("state", state)]),
        is_late,
    };
    let of = |state: DemandState| figure(state.label(), counts.of(state), state.word(), false);
    vec![
        figure("未整改", counts.unanswered(), WAITING.0, false),
        figure("其中逾期", counts.late, LATE.0, counts.late > 0),
        of(DemandState::Answered),
        of(DemandState::Confirmed),
        of(DemandState::Withdrawn),
    ]
}

fn states(chosen: &str) -> Vec<Choice> {
    let own = [WAITING, LATE].map(|(word, name)| choice(word, name, chosen));
    let states = DemandState::ALL.iter().map(|one| choice(one.word(), one.label(), chosen));
    own.into_iter().chain(states).collect()
}

/// The address of a page of the list in some order.
fn link(chosen: &Chosen, sort: &str, at: u64) -> String {
    let at = if at > 1 { at.to_string() } else { String::new() };
    let asked = [
        ("q", chosen.q.as_str()),
        ("year", &chosen.year),
        ("origin", &chosen.origin),
        ("state", &chosen.state),
        ("owner", &chosen.owner),
        ("sort", sort),
        ("page", &at),
    ];
    address(HERE, &asked)
}

fn columns(chosen: &Chosen) -> Vec<Head> {
    let (by, is_reversed) = sorting(chosen);
    let column =
        |(name, word, order, is_falling): &(&'static str, &str, Option<Ordering>, bool)| {
            let is_this = *order == Some(by);
            let sort =
                if is_this && !is_reversed { format!("-{word}") } else { (*word).to_owned() };
            let sorted = match (is_this, *is_falling != is_reversed) {
                (false, _) => "",
                (true, true) => "descending",
                (true, false) => "ascending",
            };
            let href = if order.is_some() { link(chosen, &sort, 1) } else { String::new() };
            Head { name, numeric: false, href, sorted }
        };
    COLUMNS.iter().map(column).collect()
}

/// By what the list is sorted, and whether the other way round.
fn sorting(chosen: &Chosen) -> (Ordering, bool) {
    let word = chosen.sort.strip_prefix('-').unwrap_or(&chosen.sort);
    let known = COLUMNS.iter().find(|(_, known, order, _)| order.is_some() && *known == word);
    let order = known.and_then(|(_, _, order, _)| *order);
    order.map_or((Ordering::Due, false), |order| (order, chosen.sort.starts_with('-')))
}

fn filter(chosen: &Chosen, today: Date) -> Filter {
    let (order, is_reversed) = sorting(chosen);
    let states = match chosen.state.as_str() {
        word if word == WAITING.0 => vec![DemandState::Open, DemandState::Returned],
        word => DemandState::from_word(word).into_iter().collect(),
    };
    Filter {
        states,
        origin: Origin::from_word(&chosen.origin).ok(),
        owner: Some(chosen.owner.clone()).filter(|owner| !owner.is_empty()),
        year: chosen.year.parse().ok(),
        late_on: (chosen.state == LATE.0).then(|| today.to_string()),
        words: chosen.q.clone(),
        order,
        is_reversed,
        skip: chosen.page.saturating_sub(1).saturating_mul(LINES).min(1_000_000),
        take: LINES,
    }
}

fn row(listed: &Listed, today: Date) -> Row {
    let it = &listed.demand;
    let about = [it.subject.clone(), place_name(it)];
    let about: Vec<String> = about.into_iter().filter(|words| !words.is_empty()).collect();
    Row {
        href: format!("{HERE}/{}", it.id),
        title: headline(it),
        about: about.join(" · "),
        owner: listed.owner_name.clone(),
        year: it.year,
        origin: it.origin.label(),
        state: chip(it.state),
        due: it.due_on.clone(),
        term: term(it, today),
        is_late: days_left(it, today).is_some_and(|left| left < 0),
        is_again: it.again.is_some(),
        responsible: it.responsible.clone(),
        raised: day(&it.at),
    }
}
