//! The manual: its chapters as they stand in `docs/manual`, compiled in; search by words within them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use serde::Deserialize;

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError, markdown};

/// `help.html`
#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    page: Page,
    words: String,
    rows: Vec<Row>,
}

/// `help_chapter.html`
#[derive(Template)]
#[template(path = "help_chapter.html")]
struct ChapterPage {
    page: Page,
    text: String,
    before: Option<Row>,
    after: Option<Row>,
}

/// A chapter in the list.
struct Row {
    href: String,
    title: &'static str,
    line: &'static str,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

/// A chapter: its name in addresses, and its text.
type Chapter = (&'static str, &'static str);

macro_rules! chapter {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../docs/manual/", $name, ".md")))
    };
}

/// The chapters in the order of `docs/manual/README.md`.
const CHAPTERS: &[Chapter] = &[
    chapter!("demo"),
    chapter!("first-start"),
    chapter!("drafting"),
    chapter!("editing"),
    chapter!("workflow"),
    chapter!("finance"),
    chapter!("rectification"),
    chapter!("monitoring"),
    chapter!("registers"),
    chapter!("reminders"),
    chapter!("registers-own"),
    chapter!("surveys"),
    chapter!("year"),
    chapter!("evaluation"),
    chapter!("appraisal"),
    chapter!("public-site"),
    chapter!("accounts"),
    chapter!("audit"),
    chapter!("backup"),
    chapter!("interface"),
    chapter!("keys"),
    chapter!("install"),
    chapter!("review"),
    chapter!("findings"),
    chapter!("configuration"),
    chapter!("accept-and-fix"),
    chapter!("convert"),
    chapter!("new"),
    chapter!("forms"),
    chapter!("questions"),
];

/// All chapters, or those that hold the words.
pub(crate) async fn list_chapters(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let page = framed(&app, &asker, "使用手册", "/help").await?;
    let rows = CHAPTERS.iter().filter_map(|chapter| found(chapter, &asked.q)).collect();
    shown(&HelpPage { page, words: asked.q, rows })
}

/// One chapter.
pub(crate) async fn show_chapter(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(name): Path<String>,
) -> Result<Html<String>, WebError> {
    let at = CHAPTERS.iter().position(|(known, _)| *known == name).ok_or(WebError::NotFound)?;
    let chapter = CHAPTERS.get(at).ok_or(WebError::NotFound)?;
    let page = framed(&app, &asker, title(chapter), "/help").await?.under("/help", "使用手册");
    let near = |at: Option<usize>| at.and_then(|at| CHAPTERS.get(at)).map(|it| row(it, ""));
    let (before, after) = (near(at.checked_sub(1)), near(at.checked_add(1)));
    shown(&ChapterPage { page, text: markdown::html(chapter.1), before, after })
}

/// The chapters that hold all the words: name, title, text.
pub(crate) fn chapters(words: &str) -> Vec<(&'static str, &'static str, &'static str)> {
    let holding = CHAPTERS.iter().filter(|chapter| found(chapter, words).is_some());
    holding.map(|chapter| (chapter.0, title(chapter), chapter.1)).collect()
}

/// The chapter, if it holds all the words, with the first line that holds one of them.
fn found(chapter: &Chapter, words: &str) -> Option<Row> {
    let text = chapter.1.to_lowercase();
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    if !words.iter().all(|word| text.contains(word)) {
        return None;
    }
    let holds = |line: &str| words.iter().any(|word| line.to_lowercase().contains(word));
    let line = chapter.1.lines().skip(1).find(|line| holds(line)).unwrap_or_default();
    Some(row(chapter, line))
}

fn row(chapter: &Chapter, line: &'static str) -> Row {
    Row { href: format!("/help/{}", chapter.0), title: title(chapter), line }
}

/// What stands in its first line.
fn title(chapter: &Chapter) -> &'static str {
    chapter.1.lines().next().unwrap_or_default().trim_start_matches("# ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_those_of_the_contents_and_have_titles() {
        let contents = include_str!("../../../../docs/manual/README.md");
        let mut rest = contents;
        for chapter in CHAPTERS {
            let entry = format!("({}.md)", chapter.0);
            let (_, after) = rest.split_once(&entry).expect(chapter.0);
            rest = after;
            assert!(chapter.1.starts_with("# "), "{}", chapter.0);
        }
        let entries = contents.lines().filter(|line| line.contains(". [")).count();
        assert_eq!(entries, CHAPTERS.len());
    }

    #[test]
    fn pictures_are_there_and_shown() {
        let mut kept: Vec<String> = crate::assets::pictures().collect();
        let shown = |(_, text): &Chapter| -> Vec<String> {
            let names = text.split("](pictures/").skip(1).filter_map(|rest| rest.split_once(')'));
            names.map(|(name, _)| name.to_owned()).collect()
        };
        let mut shown: Vec<String> = CHAPTERS.iter().flat_map(shown).collect();
        kept.sort();
        shown.sort();
        assert_eq!(shown, kept, "shown in the chapters; lying in docs/manual/pictures");
    }

    #[test]
    fn a_chapter_is_found_by_all_words_in_it() {
        let hits =
            |words| CHAPTERS.iter().filter(|chapter| found(chapter, words).is_some()).count();
        assert_eq!(hits(""), CHAPTERS.len());
        assert!(hits("撤销 重做") >= 1);
        assert_eq!(hits("没有这样的词"), 0);
    }
}
