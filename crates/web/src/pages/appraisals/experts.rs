//! An expert's sheet: what is asked, what the year shows, a mark and an opinion for each item.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use office::appraising::Appraised;
use office::appraising::marking::{By, Declared, MarkText, SheetText};
use serde::Deserialize;
use store::appraisals::{Expert, ExpertState, State as Stage};

use super::{HERE, Pairs, chip, every, one_of};
use crate::page::Page;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::Chip;
use crate::{App, WebError};

/// `appraisals/marks.html`
#[derive(Template)]
#[template(path = "appraisals/marks.html")]
struct MarksPage {
    page: Page,
    here: String,
    back: String,
    found: Appraised,
    expert: Expert,
    state: Chip,
    lines: Vec<Line>,
    may_mark: bool,
    is_declared: bool,
    done: usize,
    total: String,
}

struct Line {
    id: String,
    dimension: String,
    aspect: String,
    name: String,
    of: String,
    asks: String,
    how: String,
    evidence: Vec<String>,
    points: String,
    opinion: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// The sheet.
pub(crate) async fn show_marks(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, who)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let (found, expert) = app.office.marks_of(&asker, &id, by(&who)?).await?;
    let title = format!("评分表：{}", found.it.subject);
    let mut page = framed_for(&app, &asker, found.sheet.year, title, HERE).await?;
    page = page.under(HERE, "绩效评价");
    page = match done.done.as_str() {
        "kept" => page.saying("good", "已保存，还没有提交"),
        "reported" => page.saying("good", "已提交"),
        "declared" => page.saying("good", "已声明，可以评分了"),
        _ => page,
    };
    let lines: Vec<Line> = lines(&found, expert.number);
    let marked = lines.iter().filter(|line| !line.points.is_empty()).count();
    let total = found.sheet.experts.iter().find(|one| one.number == expert.number);
    let total = total.and_then(|one| one.total);
    shown(&MarksPage {
        here: format!("{HERE}/{id}/marks/{who}"),
        back: if who == "own" { HERE.to_owned() } else { format!("{HERE}/{id}") },
        state: chip(found.it.state),
        may_mark: found.it.state == Stage::Marking && expert.state == ExpertState::Named,
        is_declared: !expert.declared.is_empty(),
        done: marked,
        total: total.map(|total| total.normalize().to_string()).unwrap_or_default(),
        lines,
        page,
        found,
        expert,
    })
}

/// Keeps or reports marks.
pub(crate) async fn keep_marks(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, who)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let column = |name: &str| every(&pairs, name).into_iter().map(str::to_owned);
    let rest = column("points").zip(column("opinion"));
    let one = |(item, (points, opinion))| MarkText { item, points, opinion };
    let text = SheetText {
        seen: one_of(&pairs, "seen").to_owned(),
        marks: column("item").zip(rest).map(one).collect(),
        opinion: one_of(&pairs, "whole").to_owned(),
    };
    let said = match one_of(&pairs, "then") {
        "report" => {
            app.office.report_marks(&asker, &id, by(&who)?, &text).await?;
            "reported"
        }
        _ => {
            app.office.save_marks(&asker, &id, by(&who)?, &text).await?;
            "kept"
        }
    };
    Ok(Redirect::to(&format!("{HERE}/{id}/marks/{who}?done={said}")))
}

/// Declares whether there is a conflict of interest.
pub(crate) async fn declare_interest(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, who)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let declared = match one_of(&pairs, "conflict") {
        "none" => Declared::Free,
        _ => Declared::Conflict(one_of(&pairs, "text").to_owned()),
    };
    app.office.declare_interest(&asker, &id, by(&who)?, &declared).await?;
    Ok(match declared {
        Declared::Free => Redirect::to(&format!("{HERE}/{id}/marks/{who}?done=declared")),
        Declared::Conflict(_) if who == "own" => Redirect::to(HERE),
        Declared::Conflict(_) => Redirect::to(&format!("{HERE}/{id}?done=kept")),
    })
}

/// For whom marks are given: `own`, or the number of an expert without an account.
fn by(who: &str) -> Result<By, WebError> {
    match who {
        "own" => Ok(By::Own),
        number => number.parse().map(By::Bureau).map_err(|_| WebError::NotFound),
    }
}

fn lines(found: &Appraised, expert: i64) -> Vec<Line> {
    let line = |item: &office::appraising::sheet::Item| {
        let given = item.marks.iter().find(|given| given.expert == expert);
        let points = given.and_then(|given| given.points);
        let evidence = item.evidence.iter().map(|it| match it.target.as_str() {
            "" => format!("{}：{}（{}）", it.name, it.words, it.standing),
            target => format!("{}：目标{target}，{}（{}）", it.name, it.words, it.standing),
        });
        Line {
            id: item.id.clone(),
            dimension: item.dimension.clone(),
            aspect: item.aspect.clone(),
            name: item.name.clone(),
            of: item.of.normalize().to_string(),
            asks: item.asks.clone(),
            how: item.how.clone(),
            evidence: evidence.collect(),
            points: points.map(|points| points.normalize().to_string()).unwrap_or_default(),
            opinion: given.map(|given| given.opinion.clone()).unwrap_or_default(),
        }
    };
    found.sheet.items.iter().map(line).collect()
}
