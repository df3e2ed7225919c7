//! What comes due in the registers: all reminders, and what one of them tells.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::Asker;
use office::registers::reminders::{DueEntry, MOST, PAGE, ReminderLine};
use office::registers::sight::Wish;
use serde::Deserialize;

use super::lines::{Mark, state};
use super::shelf::Whose;
use super::{HERE, Owners, entry_href};
use crate::page::Page;
use crate::pages::pieces::Choice;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Paging, address, paging};
use crate::{App, WebError};

const DUE: &str = "/registers/due";

/// `registers/due.html`
#[derive(Template)]
#[template(path = "registers/due.html")]
struct DuePage {
    page: Page,
    owners: Vec<Choice>,
    overdue: i64,
    coming: i64,
    lines: Vec<Line>,
    quiet: Vec<Line>,
}

struct Line {
    href: String,
    it: ReminderLine,
}

/// `registers/due_one.html`
#[derive(Template)]
#[template(path = "registers/due_one.html")]
struct DueOnePage {
    page: Page,
    it: ReminderLine,
    here: String,
    owner: String,
    at: String,
    items: Vec<Item>,
    paging: Option<Paging>,
    /// More are due than are listed.
    most: Option<usize>,
    may_unmask: bool,
    is_plain: bool,
    has_below: bool,
}

struct Item {
    href: String,
    called: String,
    state: Option<Mark>,
    due_on: String,
    left: i64,
    owner: String,
}

/// Whose, and which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    page: String,
}

/// All reminders.
pub(crate) async fn list_reminders(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &whose.owner).await?;
    let all = app.office.reminders(&asker, &owners.chosen).await?;
    let (overdue, coming) = (sum(&all, |line| line.overdue), sum(&all, |line| line.coming));
    let line = |it: ReminderLine| {
        let path = format!("{DUE}/{}", it.name);
        Line { href: address(&path, &[("owner", owners.in_address())]), it }
    };
    let (lines, quiet): (Vec<Line>, Vec<Line>) =
        all.into_iter().map(line).partition(|line| line.it.overdue + line.it.coming > 0);
    let back = address(HERE, &[("owner", owners.in_address())]);
    shown(&DuePage {
        page: framed(&app, &asker, "到期提醒", HERE).await?.under(back, "台账"),
        owners: owners.choices(),
        overdue,
        coming,
        lines,
        quiet,
    })
}

/// What one reminder tells, masked.
pub(crate) async fn show_reminder(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    shown(&DueOnePage::of(&app, &asker, &name, &asked, Wish::Masked).await?)
}

/// The same with personal data: asked for by a form, and noted.
pub(crate) async fn unmask_reminder(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(name): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, WebError> {
    shown(&DueOnePage::of(&app, &asker, &name, &asked, Wish::Plain).await?)
}

impl DueOnePage {
    async fn of(
        app: &App,
        asker: &Asker,
        name: &str,
        asked: &Asked,
        wish: Wish,
    ) -> Result<DueOnePage, WebError> {
        let owners = Owners::of(app, asker, &asked.owner).await?;
        let at: usize = asked.page.parse().unwrap_or(1).max(1);
        let told = app.office.due_entries(asker, &owners.chosen, name, at - 1, wish).await?;
        let all = app.office.registers().await?;
        let definition = all.get(&told.line.register.0)?.definition;
        let item = |one: DueEntry| Item {
            href: entry_href(&definition.name, &one.owner, one.id),
            called: match one.called.as_str() {
                "" => format!("第{}号", one.id),
                called => called.to_owned(),
            },
            state: state(definition, &one.state),
            due_on: one.due_on.to_string(),
            left: one.left,
            owner: owners.name(&one.owner),
        };
        let here = format!("{DUE}/{name}");
        let whose = [("owner", owners.in_address())];
        let href = |page: u64| address(&here, &[whose[0], ("page", &page.to_string())]);
        let listed = i64::try_from(told.listed).unwrap_or(i64::MAX);
        let more = told.listed > PAGE;
        let pages = paging(listed, at as u64, PAGE as u64, href);
        let page = framed(app, asker, told.line.title.clone(), HERE).await?;
        Ok(DueOnePage {
            page: page.under(address(HERE, &whose), "台账").under(address(DUE, &whose), "到期提醒"),
            items: told.items.into_iter().map(item).collect(),
            paging: more.then_some(pages),
            most: (told.line.overdue + told.line.coming > listed).then_some(MOST),
            may_unmask: told.sight.may_unmask,
            is_plain: wish == Wish::Plain,
            has_below: owners.has_below(),
            owner: owners.in_address().to_owned(),
            at: at.to_string(),
            it: told.line,
            here,
        })
    }
}

fn sum(lines: &[ReminderLine], of: impl Fn(&ReminderLine) -> i64) -> i64 {
    lines.iter().map(of).sum()
}
