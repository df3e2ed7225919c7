//! Check-ups and rest of model workers in batches: whom it is for, the roster, entering it as done.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::Day;
use office::registers::checkup::{CandidateLine, Hardship, Served, Wanted};
use office::registers::sight::Wish;
use office::{OfficeError, Permission};
use serde::Deserialize;
use store::registers::entries::Seen;
use write::Format;

use super::asked::Pairs;
use super::fields::sent;
use super::{HERE, Owners, day, entry_href};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError, download};

const MODELS: &str = "/registers/model_worker";
const BATCH: &str = "/registers/model_worker/batch";

/// `registers/checkup.html`
#[derive(Template)]
#[template(path = "registers/checkup.html")]
struct CheckupPage {
    page: Page,
    owners: Vec<Choice>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    levels: Vec<Choice>,
    kind: String,
    asked: Asked,
    owner: String,
    today: String,
    lines: Vec<CandidateLine>,
    fit: usize,
    may_print: bool,
    batch: String,
}

impl CheckupPage {
    fn href(&self, line: &CandidateLine) -> String {
        entry_href("model_worker", &line.owner, line.id)
    }

    fn last(&self, day: &Option<Day>) -> String {
        day.map_or_else(|| "—".to_owned(), |day| day.to_string())
    }
}

/// Whom it is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    kind: String,
    served_on: String,
    since: String,
    state: String,
    level: String,
    title: String,
    poor: String,
    /// How many were entered just now.
    served: Option<usize>,
}

impl Asked {
    fn wanted(&self, today: Day) -> Wanted {
        let begun = Wanted::begun(day(&self.served_on).unwrap_or(today));
        Wanted {
            kind: if self.kind.is_empty() { begun.kind } else { self.kind.clone() },
            since: day(&self.since).unwrap_or(begun.since),
            state: self.state.clone(),
            level: self.level.clone(),
            title: self.title.clone(),
            hardship: if self.poor.is_empty() { Hardship::Any } else { Hardship::Only },
            served_on: begun.served_on,
        }
    }
}

/// Those who come into question.
pub(crate) async fn show_checkup(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let today = app.office.now().day();
    let wanted = asked.wanted(today);
    let batch = app.office.checkup_batch(&asker, &owners.chosen, &wanted, Wish::Masked).await?;
    let all = app.office.registers().await?;
    let definition = all.get("model_worker")?.definition;
    let states = definition.states.iter();
    let states = states.map(|state| choice(state.name.as_str(), state.label.clone(), &asked.state));
    let list =
        |name: &str| all.definitions().lists().list(name).map_or(&[][..], |list| &list.codes);
    let levels = list("model_level").iter();
    let levels = levels.map(|code| choice(code.key.as_str(), code.label.clone(), &asked.level));
    let of_batch =
        |code: &&register::Code| office::registers::checkup::KINDS.contains(&code.key.as_str());
    let kinds = list("model_service").iter().filter(of_batch);
    let kinds: Vec<Choice> =
        kinds.map(|code| choice(code.key.as_str(), code.label.clone(), &wanted.kind)).collect();
    let kind =
        kinds.iter().find(|kind| kind.chosen).map_or_else(String::new, |kind| kind.name.clone());
    let mut page = framed(&app, &asker, "体检、疗休养批次", HERE).await?;
    page = page.under(HERE, "台账").under(MODELS, "劳模档案");
    if let Some(count) = asked.served {
        page = page.saying("good", format!("已登记{count}人，记入劳模待遇台账"));
    }
    shown(&CheckupPage {
        page,
        owners: owners.choices(),
        owner: owners.chosen.clone(),
        states: states.collect(),
        levels: levels.collect(),
        kinds,
        batch: format!("{}年劳模{kind}", wanted.served_on.year()),
        kind,
        asked: Asked {
            served_on: wanted.served_on.to_string(),
            since: wanted.since.to_string(),
            kind: wanted.kind.clone(),
            ..asked
        },
        today: today.to_string(),
        may_print: asker.may(Permission::ReadPersonal),
        lines: batch.lines.clone(),
        fit: batch.fit,
    })
}

/// Enters a batch as done. `model`: owner, number and version, as often as there are.
pub(crate) async fn serve_checkup(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let one = |name: &str| sent(&form, name).unwrap_or_default().to_owned();
    let owners = Owners::of(&app, &asker, &one("owner")).await?;
    let on = day(&one("served_on"));
    let on = on.ok_or_else(|| OfficeError::field("served_on", "请填写日期"))?;
    let asked = Asked {
        kind: one("kind"),
        served_on: on.to_string(),
        since: one("since"),
        ..Asked::default()
    };
    let chosen = form.iter().filter(|(name, _)| name == "model");
    let models: Option<Vec<(String, Seen)>> = chosen.map(|(_, text)| seen(text)).collect();
    let served = Served {
        wanted: asked.wanted(on),
        place: one("place"),
        decision: one("decision"),
        batch: one("batch"),
        models: models
            .ok_or_else(|| WebError::BadRequest("选中的人没有收全，请返回重选".to_owned()))?,
    };
    let count = app.office.serve_models(&asker, &owners.chosen, &served).await?;
    let (count, kind) = (count.to_string(), served.wanted.kind);
    let said = [("owner", owners.in_address()), ("kind", &kind), ("served", &count)];
    Ok(Redirect::to(&address(BATCH, &said)))
}

/// The roster: `roster.docx`. By POST: whole numbers are taken away, which is noted.
pub(crate) async fn print_roster(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(file): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let format = file.strip_prefix("roster.").and_then(Format::of_ending);
    let format = format.ok_or(WebError::NotFound)?;
    let wanted = asked.wanted(app.office.now().day());
    let roster = app.office.checkup_roster(&asker, &owners.chosen, &wanted).await?;
    let name = format!("劳模名单{}", wanted.served_on);
    Ok(download::document(roster, &name, format).await?.into_response())
}

/// Owner, number and version, as the tick of a line sends them: `owner:12:3`.
pub(super) fn seen(text: &str) -> Option<(String, Seen)> {
    let mut parts = text.rsplitn(3, ':');
    let (version, id, owner) = (parts.next()?, parts.next()?, parts.next()?);
    Some((owner.to_owned(), Seen { id: id.parse().ok()?, version: version.parse().ok()? }))
}
