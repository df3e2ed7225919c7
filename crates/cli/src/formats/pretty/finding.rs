//! One finding for a terminal.

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, DecorStyle};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};
use anstream::adapter::strip_str;
use ground::{Format, Mark, Severity, Source, Sureness};
use rulebook::Rulebook;

use super::window::{Window, windows};
use crate::formats::signed;
use crate::layout::{tame, wrapped};
use crate::report::{basis, position};
use crate::reviewed::{Judged, Reviewed};

/// More marks than these are only counted.
const MARKS_SHOWN: usize = 4;
/// Of the marks not shown, so many are named.
const PLACES_NAMED: usize = 8;
/// Wider than any line we give, so that the renderer never cuts: the windows are cut already.
const UNLIMITED: usize = 100_000;

/// The finding with the words it speaks of, how to mend it, its law.
pub(super) fn text(
    judged: &Judged,
    reviewed: &Reviewed,
    rulebook: &Rulebook,
    width: usize,
) -> String {
    if judged.accepted.is_some() {
        return accepted(judged, reviewed);
    }
    let finding = &judged.finding;
    let source = &reviewed.source;
    let marks = finding.marks.get(..MARKS_SHOWN.min(finding.marks.len())).unwrap_or_default();
    let windows = shown_windows(source, marks, width);
    let lines = said(judged, reviewed, rulebook, width);
    let title = level(finding.severity)
        .primary_title(tame(&finding.message))
        .id(finding.code.as_str().to_owned());
    let mut group = Group::with_title(title);
    if windows.is_empty() {
        group = group.element(Origin::path(tame(&reviewed.name)));
    }
    for window in &windows {
        group = group.element(snippet(window, source));
    }
    for (name, words) in lines {
        group = group.element(Element::from(Level::HELP.with_name(name).message(words)));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(UNLIMITED);
    let report = [group];
    let drawn = renderer.render(&report);
    let origins = windows.iter().map(|window| origin(&reviewed.name, source, window));
    let mut text = with_origins(&drawn, origins);
    text.push('\n');
    text
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
    .with_name(severity.label())
}

fn shown_windows(source: &Source, marks: &[Mark], width: usize) -> Vec<Window> {
    if source.text.is_empty() {
        return Vec::new();
    }
    let last = marks.iter().map(|mark| source.line(mark.span.end)).max().unwrap_or(1);
    let gutter = last.to_string().len() + 3;
    windows(source, marks, width.saturating_sub(gutter))
}

fn snippet<'w>(window: &'w Window, source: &Source) -> Snippet<'w, Annotation<'w>> {
    let annotations = window.marks.iter().map(|mark| {
        let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (!mark.label.is_empty()).then(|| tame(&mark.label));
        kind.span(mark.range.clone()).label(label)
    });
    Snippet::source(window.text.as_str())
        .line_start(window.line as usize)
        .line_numbering(source.format == Format::Text)
        .annotations(annotations)
}

/// `临河.txt:46:58` for a text, which editors open at that place; the file's name for the rest.
fn origin(name: &str, source: &Source, window: &Window) -> String {
    match source.format {
        Format::Text => {
            let (line, column) = position(source, window.offset);
            format!("{}:{line}:{column}", tame(name))
        }
        _ => format!("{} {}", tame(name), source.place(window.offset)),
    }
}

/// Puts the origin of each window where it belongs: that of the first under the title, of each
/// other behind its `:::`. The renderer would count columns in the window, not in the line.
fn with_origins(drawn: &str, mut origins: impl Iterator<Item = String>) -> String {
    let mut out = String::with_capacity(drawn.len() + 64);
    let style = DEFAULT_LINE_NUM_STYLE;
    for (number, line) in drawn.lines().enumerate() {
        let bare = strip_str(line).to_string();
        if number == 1
            && let Some(gutter) = bare.find('|').filter(|_| bare.trim() == "|")
            && let Some(origin) = origins.next()
        {
            let blanks = " ".repeat(gutter.saturating_sub(1));
            out.push_str(&format!("{blanks}{style}-->{style:#} {origin}\n"));
        }
        out.push_str(line.trim_end());
        if bare.trim() == ":::" {
            out.push_str(if bare.ends_with(' ') { "" } else { " " });
            out.push_str(&origins.next().unwrap_or_default());
        }
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// The lines under the words: name and text.
fn said(
    judged: &Judged,
    reviewed: &Reviewed,
    rulebook: &Rulebook,
    width: usize,
) -> Vec<(&'static str, String)> {
    let finding = &judged.finding;
    let mut lines = Vec::new();
    let place = judged.place(&reviewed.source);
    if !place.is_empty() {
        lines.push(("位置", place.join("，")));
    }
    lines.extend(more_places(finding.marks.get(MARKS_SHOWN..).unwrap_or_default(), reviewed));
    if !finding.help.is_empty() {
        lines.push(("怎么改", tame(&finding.help)));
    }
    lines.extend(correction(judged, reviewed));
    if let Some(first) = basis(judged, rulebook).first() {
        lines.push(("依据", first.phrase()));
    }
    lines.push(("详见", format!("jiheng explain {}", finding.code)));
    let room = width.saturating_sub(12).max(24);
    lines.into_iter().map(|(name, text)| (name, wrapped(&text, room).join("\n"))).collect()
}

fn more_places(marks: &[Mark], reviewed: &Reviewed) -> Option<(&'static str, String)> {
    if marks.is_empty() {
        return None;
    }
    let named = marks.iter().take(PLACES_NAMED);
    let mut places: Vec<String> =
        named.map(|mark| reviewed.source.place(mark.span.start).to_string()).collect();
    places.dedup();
    let rest = if marks.len() > PLACES_NAMED { "等" } else { "" };
    Some(("还有", format!("{} 处：{}{rest}", marks.len(), places.join("、"))))
}

/// What the correction changes.
fn correction(judged: &Judged, reviewed: &Reviewed) -> Option<(&'static str, String)> {
    let fix = judged.finding.fix.as_ref()?;
    let edit = fix.edits.first()?;
    let old = tame(reviewed.source.excerpt(edit.span));
    let new = tame(&edit.text);
    let what = match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("补上“{new}”"),
        (_, true) => format!("删去“{old}”"),
        _ => format!("“{old}”改为“{new}”"),
    };
    let count =
        if fix.edits.len() > 1 { format!("，等 {} 处", fix.edits.len()) } else { String::new() };
    match fix.sureness {
        Sureness::Safe => Some(("可自动改正", format!("{what}{count}（加 --fix）"))),
        Sureness::Suggested => Some(("建议", format!("{what}{count}"))),
    }
}

/// An accepted finding on two lines.
fn accepted(judged: &Judged, reviewed: &Reviewed) -> String {
    let finding = &judged.finding;
    let Some(accepted) = &judged.accepted else { return String::new() };
    let title = Level::NOTE
        .with_name("已接受")
        .primary_title(tame(&finding.message))
        .id(finding.code.as_str().to_owned());
    let mut reason = tame(&accepted.reason);
    let signed = signed(accepted);
    if !signed.is_empty() {
        reason = format!("{reason}（{}）", tame(&signed));
    }
    let mut group = Group::with_title(title).element(Origin::path(tame(&reviewed.name)));
    let place = judged.place(&reviewed.source);
    if !place.is_empty() {
        let place = Level::HELP.with_name("位置").message(place.join("，"));
        group = group.element(Element::from(place));
    }
    group = group.element(Element::from(Level::HELP.with_name("理由").message(reason)));
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(UNLIMITED);
    let report = [group];
    format!("{}\n", renderer.render(&report))
}
