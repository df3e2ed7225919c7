//! Two versions beside each other, field by field.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use model::compare::{Difference, Kind, TextTag, pieces};
use office::comparing::{Against, Comparison, Side};
use serde::Deserialize;

use crate::page::Page;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

/// `compare.html`
#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    page: Page,
    title: String,
    left: SideView,
    right: SideView,
    versions: Vec<VersionChoice>,
    counts: Counts,
    rows: Vec<Row>,
    is_last_year: bool,
    has_last_year: bool,
    is_all: bool,
}

struct SideView {
    name: String,
    who: String,
    when: String,
}

struct VersionChoice {
    number: i64,
    is_left: bool,
    is_right: bool,
}

#[derive(Default)]
struct Counts {
    added: usize,
    removed: usize,
    changed: usize,
    moved: usize,
}

/// A place with what stands there on both sides; a side without pieces is empty.
struct Row {
    place: String,
    kind: &'static str,
    left: Vec<Piece>,
    right: Vec<Piece>,
}

struct Piece {
    is_marked: bool,
    text: String,
}

/// What is compared.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    a: String,
    b: String,
    all: String,
}

/// The comparison.
pub(crate) async fn show_comparison(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let against = match asked.a.as_str() {
        "last" => Some(Against::LastYear),
        number => number.parse().ok().map(Against::Version),
    };
    let found = app.office.compare(&asker, &id, against, asked.b.parse().ok()).await?;
    let statement = &found.listed.statement;
    let year = i16::try_from(statement.year).unwrap_or_default();
    let is_last_year = found.before.year != found.after.year;
    let page = framed_for(&app, &asker, year, "比较", "/statements")
        .await?
        .under("/statements", "绩效文本")
        .under(format!("/statements/{id}"), statement.title.clone());
    let versions = found.versions.iter().map(|version| VersionChoice {
        number: version.number,
        is_left: !is_last_year && version.number == found.before.number,
        is_right: version.number == found.after.number,
    });
    shown(&ComparePage {
        page,
        title: statement.title.clone(),
        left: side(&found.before, is_last_year),
        right: side(&found.after, is_last_year),
        versions: versions.collect(),
        counts: counts(&found.differences),
        rows: if asked.all == "1" { all_rows(&found) } else { rows(&found) },
        is_last_year,
        has_last_year: found.has_last_year,
        is_all: asked.all == "1",
    })
}

fn side(side: &Side, is_last_year: bool) -> SideView {
    let year = if is_last_year { format!("{}年 ", side.year) } else { String::new() };
    SideView {
        name: format!("{year}第 {} 版", side.number),
        who: side.by.clone(),
        when: time(&side.at),
    }
}

fn counts(differences: &[Difference]) -> Counts {
    let mut counts = Counts::default();
    for difference in differences {
        match difference.kind {
            Kind::Added => counts.added += 1,
            Kind::Removed => counts.removed += 1,
            Kind::Changed => counts.changed += 1,
            Kind::Moved => counts.moved += 1,
        }
    }
    counts
}

fn rows(found: &Comparison) -> Vec<Row> {
    found.differences.iter().map(row).collect()
}

/// Every field that is filled, the differing ones at their places; what was removed comes last.
fn all_rows(found: &Comparison) -> Vec<Row> {
    let draft = &found.after.draft;
    let mut left: Vec<&Difference> = found.differences.iter().collect();
    let mut all = Vec::new();
    for (path, text) in draft.fields() {
        let is_here = |it: &&Difference| {
            let rest = path.strip_prefix(&it.path);
            let within = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            within && it.kind != Kind::Removed
        };
        let here: Vec<&Difference> = left.extract_if(.., |it| is_here(it)).collect();
        let is_told = here.iter().any(|it| it.kind != Kind::Moved && it.path == path);
        all.extend(here.into_iter().map(row));
        if !is_told && !text.trim().is_empty() {
            let same = || vec![Piece { is_marked: false, text: text.to_owned() }];
            all.push(Row { place: draft.label(&path), kind: "", left: same(), right: same() });
        }
    }
    all.extend(left.into_iter().map(row));
    all
}

fn row(difference: &Difference) -> Row {
    let whole = |text: &str, is_marked| vec![Piece { is_marked, text: text.to_owned() }];
    let (left, right) = match difference.kind {
        Kind::Added => (Vec::new(), whole(&difference.after, true)),
        Kind::Removed => (whole(&difference.before, true), Vec::new()),
        Kind::Moved => (whole(&difference.before, false), whole(&difference.after, false)),
        Kind::Changed => sides(&difference.before, &difference.after),
    };
    Row { place: difference.label.clone(), kind: difference.kind.label(), left, right }
}

fn sides(before: &str, after: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for piece in pieces(before, after) {
        let text = piece.text;
        match piece.tag {
            TextTag::Kept => {
                left.push(Piece { is_marked: false, text: text.clone() });
                right.push(Piece { is_marked: false, text });
            }
            TextTag::Removed => left.push(Piece { is_marked: true, text }),
            TextTag::Added => right.push(Piece { is_marked: true, text }),
        }
    }
    (left, right)
}
