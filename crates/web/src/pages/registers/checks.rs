//! What checks over registers find: all of them with how much, and one with the entries to look at.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use ground::Severity;
use office::Asker;
use office::registers::checks::{CheckLine, MOST};
use office::registers::crossing::Finding;
use office::registers::sight::Wish;
use serde::Deserialize;

use super::shelf::Whose;
use super::{HERE, Owners, entry_href};
use crate::page::Page;
use crate::pages::pieces::Choice;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Paging, address, paging};
use crate::{App, WebError};

const CHECKS: &str = "/registers/checks";

/// `registers/checks.html`
#[derive(Template)]
#[template(path = "registers/checks.html")]
struct ChecksPage {
    page: Page,
    owners: Vec<Choice>,
    /// Tone, icon, word, and how many are found.
    counts: Vec<(Tone, i64)>,
    lines: Vec<Line>,
    clean: Vec<Line>,
}

/// How grave it is, as pages show it.
#[derive(Clone, Copy)]
struct Tone {
    class: &'static str,
    icon: &'static str,
    word: &'static str,
}

struct Line {
    href: String,
    tone: Tone,
    it: CheckLine,
    count: i64,
    /// Why it could not be asked.
    why: String,
}

/// `registers/check.html`
#[derive(Template)]
#[template(path = "registers/check.html")]
struct CheckPage {
    page: Page,
    it: CheckLine,
    tone: Tone,
    count: i64,
    here: String,
    owner: String,
    at: String,
    items: Vec<Item>,
    paging: Option<Paging>,
    may_unmask: bool,
    is_plain: bool,
    has_below: bool,
}

struct Item {
    message: String,
    help: String,
    owner: String,
    entries: Vec<(String, String)>,
    more: i64,
}

/// Whose, and which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    page: String,
}

/// All checks.
pub(crate) async fn list_checks(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &whose.owner).await?;
    let all = app.office.cross_checks(&asker, &owners.chosen).await?;
    let count = |severity: Severity| {
        let of_it = all.iter().filter(|line| line.severity == severity);
        (tone(severity), of_it.filter_map(|line| line.found.as_ref().ok()).sum())
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(count).into();
    let line = |it: CheckLine| Line {
        href: address(&format!("{CHECKS}/{}", it.code), &[("owner", owners.in_address())]),
        tone: tone(it.severity),
        count: it.found.as_ref().copied().unwrap_or_default(),
        why: it.found.as_ref().err().cloned().unwrap_or_default(),
        it,
    };
    let (lines, clean): (Vec<Line>, Vec<Line>) =
        all.into_iter().map(line).partition(|line| line.count > 0 || !line.why.is_empty());
    let back = address(HERE, &[("owner", owners.in_address())]);
    shown(&ChecksPage {
        page: framed(&app, &asker, "台账核对", HERE).await?.under(back, "台账"),
        owners: owners.choices(),
        counts,
        lines,
        clean,
    })
}

/// What one check finds, masked.
pub(crate) async fn show_check(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    shown(&CheckPage::of(&app, &asker, &code, &asked, Wish::Masked).await?)
}

/// The same with personal data: asked for by a form, and noted.
pub(crate) async fn unmask_check(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(code): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, WebError> {
    shown(&CheckPage::of(&app, &asker, &code, &asked, Wish::Plain).await?)
}

impl CheckPage {
    async fn of(
        app: &App,
        asker: &Asker,
        code: &str,
        asked: &Asked,
        wish: Wish,
    ) -> Result<CheckPage, WebError> {
        let owners = Owners::of(app, asker, &asked.owner).await?;
        let at: u64 = asked.page.parse().unwrap_or(1).max(1);
        let found = app.office.cross_findings(asker, &owners.chosen, code, at - 1, wish).await?;
        let all = app.office.registers().await?;
        let item = |one: Finding| {
            let entry = |named: &office::registers::crossing::Named| {
                let definition = all.definitions().definition(&named.register);
                let title = definition.map_or("", |definition| definition.title.as_str());
                let href = entry_href(&named.register, &one.owner, named.id);
                (href, format!("{title}第{}号", named.id))
            };
            Item {
                entries: one.entries.iter().map(entry).collect(),
                owner: owners.name(&one.owner),
                message: one.message,
                help: one.help,
                more: one.more,
            }
        };
        let here = format!("{CHECKS}/{code}");
        let owner = owners.in_address();
        let href = |page: u64| address(&here, &[("owner", owner), ("page", &page.to_string())]);
        let count = found.check.found.as_ref().copied().unwrap_or_default();
        let pages = paging(count, at, MOST, href);
        let whose = [("owner", owner)];
        let page = framed(app, asker, found.check.title.clone(), HERE).await?;
        Ok(CheckPage {
            page: page
                .under(address(HERE, &whose), "台账")
                .under(address(CHECKS, &whose), "台账核对"),
            tone: tone(found.check.severity),
            paging: (pages.pages.len() > 1).then_some(pages),
            items: found.findings.into_iter().map(item).collect(),
            may_unmask: found.sight.may_unmask,
            is_plain: wish == Wish::Plain,
            has_below: owners.has_below(),
            owner: owner.to_owned(),
            at: at.to_string(),
            it: found.check,
            count,
            here,
        })
    }
}

fn tone(severity: Severity) -> Tone {
    let (class, icon, word) = match severity {
        Severity::Error => ("error", "x-octagon-fill", "错误"),
        Severity::Warning => ("warning", "exclamation-triangle-fill", "警告"),
        Severity::Note => ("note", "info-circle-fill", "提示"),
    };
    Tone { class, icon, word }
}
