//! What would be imported: the columns as they were understood, what is wrong, what is there already.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use ground::Severity;
use office::registers::importing::{
    AT_ONCE, Choices, FindingKind, Preview, RowSaid, SHOWN, SHOWN_GOOD, Said, Twins,
};

use super::{Pairs, Place, get};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError, download};

/// `register_files/preview.html`
#[derive(Template)]
#[template(path = "register_files/preview.html")]
struct PreviewPage {
    page: Page,
    seen: std::sync::Arc<Preview>,
    sheets: Vec<Choice>,
    inputs: Vec<InputLine>,
    left_out: String,
    kinds: Vec<KindLine>,
    tabs: Vec<Tab>,
    show: &'static str,
    rows: Vec<RowLine>,
    /// What the form of the columns and that of the confirmation send along.
    carried: Pairs,
    here: String,
    confirm: String,
    errors: String,
    again: String,
    twins: Vec<TwinChoice>,
    is_open: bool,
    is_long: bool,
    shown: usize,
    entry: String,
}

/// An input with the columns that may fill it.
struct InputLine {
    name: String,
    label: String,
    is_required: bool,
    is_ambiguous: bool,
    columns: Vec<Choice>,
}

/// A finding, how often and where first.
struct KindLine {
    mark: Mark,
    label: String,
    message: String,
    help: String,
    rows: u64,
    first: String,
}

/// How grave something is, as its chip is drawn.
struct Mark {
    class: &'static str,
    icon: &'static str,
    word: &'static str,
}

struct RowLine {
    number: u32,
    called: String,
    said: Vec<(Mark, Said)>,
}

struct Tab {
    href: String,
    name: &'static str,
    count: u64,
    is_current: bool,
}

struct TwinChoice {
    word: &'static str,
    label: &'static str,
    is_chosen: bool,
}

/// What would be imported.
pub(crate) async fn show_preview(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let place = Place::of(&app, &asker, &register, get(&asked, "owner")).await?;
    let (staged, choices) = (get(&asked, "file"), choices(&asked));
    let owner = place.owner.id.as_str();
    let seen = app.office.preview_register_import(&asker, &register, owner, staged, &choices);
    let seen = seen.await?;
    let page = place.frame(&app, &asker, "导入预览").await?;
    let page = page.under(place.at("import", &[]), "从表格导入");
    shown(&made(page, &place, seen, &asked))
}

/// The table with what is wrong in it marked.
pub(crate) async fn download_errors(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Response, WebError> {
    let place = Place::of(&app, &asker, &register, get(&asked, "owner")).await?;
    let (staged, choices) = (get(&asked, "file"), choices(&asked));
    let made = app.office.import_errors(&asker, &register, &place.owner.id, staged, &choices);
    let (name, bytes) = made.await?;
    Ok(download::file(bytes, &name, download::XLSX))
}

/// What was chosen: `sheet`, `twins`, and `c` with the place of an input for the column that fills it.
pub(super) fn choices(asked: &Pairs) -> Choices {
    let columns = asked.iter().filter_map(|(name, value)| {
        let input = name.strip_prefix('c')?.parse().ok()?;
        Some((input, value.parse::<usize>().ok()))
    });
    Choices {
        sheet: get(asked, "sheet").parse().ok(),
        columns: columns.collect::<BTreeMap<usize, Option<usize>>>(),
        twins: Twins::from_word(get(asked, "twins")),
    }
}

fn made(page: Page, place: &Place, seen: std::sync::Arc<Preview>, asked: &Pairs) -> PreviewPage {
    let known = |name: &str| {
        let is_column = name.strip_prefix('c').is_some_and(|rest| rest.parse::<usize>().is_ok());
        ["owner", "file", "sheet", "twins"].contains(&name) || is_column
    };
    let carried: Pairs = asked.iter().filter(|(name, _)| known(name)).cloned().collect();
    let show = tab(&seen, get(asked, "show"));
    let here = format!("{}/{}/import/preview", super::HERE, place.register);
    let linked = |path: &str, more: &[(&str, &str)]| {
        let pairs = carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs: Vec<(&str, &str)> = pairs.chain(more.iter().copied()).collect();
        address(path, &pairs)
    };
    let counts = seen.counts;
    let tabs = [
        ("bad", "有错误", counts.bad),
        ("warned", "有提醒", counts.warned),
        ("good", "没有问题", counts.good),
        ("twins", "与台账不同", counts.differing),
    ];
    let tabs = tabs.map(|(word, name, count)| Tab {
        href: linked(&here, &[("show", word)]),
        name,
        count,
        is_current: word == show,
    });
    let rows = match show {
        "bad" => seen.bad.iter().map(row).collect(),
        "warned" => seen.warned.iter().map(row).collect(),
        _ => Vec::new(),
    };
    let unused = seen.columns.iter().filter(|column| column.is_left_out);
    let unused: Vec<String> =
        unused.take(30).map(|column| format!("“{}”", column.heading)).collect();
    PreviewPage {
        page,
        sheets: sheets(&seen),
        inputs: inputs(&seen),
        left_out: unused.concat(),
        kinds: seen.kinds.iter().map(kind).collect(),
        tabs: tabs.into_iter().collect(),
        show,
        rows,
        confirm: format!("{}/{}/import/confirm", super::HERE, place.register),
        errors: linked(&format!("{}/{}/import/errors.xlsx", super::HERE, place.register), &[]),
        again: place.at("import", &[]),
        twins: twins(&seen),
        is_open: !seen.stops.is_empty() || seen.inputs.iter().any(|input| input.is_ambiguous),
        is_long: counts.rows > AT_ONCE,
        shown: if show == "good" { SHOWN_GOOD } else { SHOWN },
        entry: format!("{}/{}/{}", super::HERE, place.register, place.owner.id),
        here,
        carried,
        seen,
    }
}

/// The tab that was asked for, or else the one with the gravest rows.
fn tab(seen: &Preview, asked: &str) -> &'static str {
    let all = [
        ("bad", seen.counts.bad),
        ("twins", seen.counts.differing),
        ("warned", seen.counts.warned),
        ("good", seen.counts.good),
    ];
    let chosen = all.iter().find(|(word, _)| *word == asked);
    let chosen = chosen.or_else(|| all.iter().find(|(_, count)| *count > 0));
    chosen.map_or("good", |(word, _)| word)
}

fn sheets(seen: &Preview) -> Vec<Choice> {
    if seen.sheets.len() < 2 {
        return Vec::new();
    }
    let chosen = seen.sheets.iter().position(|sheet| sheet.is_chosen);
    let chosen = chosen.map(|at| at.to_string()).unwrap_or_default();
    let all = seen.sheets.iter().enumerate().map(|(at, sheet)| {
        let mark = if sheet.is_hidden { "（隐藏）" } else { "" };
        choice(at.to_string(), format!("{}{mark}", sheet.name), &chosen)
    });
    all.collect()
}

fn inputs(seen: &Preview) -> Vec<InputLine> {
    let places = seen.inputs.iter().enumerate();
    let line = |(at, input): (usize, &office::registers::importing::InputMatched)| {
        let chosen = input.column.map(|at| at.to_string()).unwrap_or_default();
        let mut columns = vec![choice("-", "（不导入）", if chosen.is_empty() { "-" } else { "" })];
        columns.extend(seen.columns.iter().map(|column| {
            let name = match column.heading.as_str() {
                "" => format!("第{}列", column.at + 1),
                heading => heading.to_owned(),
            };
            choice(column.at.to_string(), name, &chosen)
        }));
        InputLine {
            name: format!("c{at}"),
            label: input.label.clone(),
            is_required: input.is_required,
            is_ambiguous: input.is_ambiguous,
            columns,
        }
    };
    places.map(line).collect()
}

fn twins(seen: &Preview) -> Vec<TwinChoice> {
    let label = |twins: Twins| match twins {
        Twins::Skip => "跳过：台账里的记录不变，只导入新的行",
        Twins::Update => "更新：按表格改台账里的记录，改前的内容留在历史里",
        Twins::Take => "照样导入：确实是另外一笔，再登记一条",
    };
    let choice = |twins: Twins| TwinChoice {
        word: twins.word(),
        label: label(twins),
        is_chosen: twins == seen.choices.twins,
    };
    Twins::of(seen.kind).into_iter().map(choice).collect()
}

fn row(row: &RowSaid) -> RowLine {
    let said = row.said.iter().filter(|said| said.severity > Severity::Note);
    RowLine {
        number: row.number,
        called: row.called.clone(),
        said: said.map(|said| (mark(said.severity), said.clone())).collect(),
    }
}

fn kind(kind: &FindingKind) -> KindLine {
    let numbers: Vec<String> = kind.first.iter().map(ToString::to_string).collect();
    let more = if kind.rows > kind.first.len() as u64 { "……" } else { "" };
    KindLine {
        mark: mark(kind.severity),
        label: kind.label.clone(),
        message: kind.message.clone(),
        help: kind.help.clone(),
        rows: kind.rows,
        first: format!("第{}{more}行", numbers.join("、")),
    }
}

fn mark(severity: Severity) -> Mark {
    let (class, icon, word) = match severity {
        Severity::Error => ("error", "x-octagon-fill", "错误"),
        Severity::Warning => ("warning", "exclamation-triangle-fill", "提醒"),
        Severity::Note => ("note", "info-circle-fill", "说明"),
    };
    Mark { class, icon, word }
}
