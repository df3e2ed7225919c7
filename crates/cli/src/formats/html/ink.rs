//! Marks the words of findings where the words are drawn.

use std::collections::BTreeSet;
use std::fmt::Write;

use ground::{Span, Words};

use super::markup::{class, esc};
use crate::reviewed::Reviewed;

/// All marks of all findings, and which of them have been drawn.
pub(super) struct Ink<'r> {
    reviewed: &'r Reviewed,
    strokes: Vec<Stroke<'r>>,
    drawn: BTreeSet<usize>,
}

/// One mark of one finding.
struct Stroke<'r> {
    /// Number of the finding, from 1, and of the mark in it, from 0.
    finding: usize,
    mark: usize,
    span: Span,
    class: &'static str,
    code: &'r str,
    title: &'r str,
    /// Where a mark without words is drawn: the span of the smallest leaf around it.
    home: Option<Span>,
}

impl<'r> Ink<'r> {
    /// The marks of a reviewed file.
    pub(super) fn new(reviewed: &'r Reviewed) -> Ink<'r> {
        let leaves: Vec<Span> =
            reviewed.statement.leaves().into_iter().map(|(_, words)| words.at).collect();
        let home = |span: Span| {
            let around = leaves.iter().filter(|at| at.start <= span.start && span.end <= at.end);
            around.min_by_key(|at| at.end - at.start).copied()
        };
        let mut strokes = Vec::new();
        for (number, judged) in reviewed.judged.iter().enumerate() {
            let finding = &judged.finding;
            let class = if judged.is_open() { class(finding.severity) } else { "accepted" };
            for (mark, at) in finding.marks.iter().enumerate() {
                strokes.push(Stroke {
                    finding: number + 1,
                    mark,
                    span: at.span,
                    class,
                    code: finding.code.as_str(),
                    title: &finding.message,
                    home: at.span.is_empty().then(|| home(at.span)).flatten(),
                });
            }
        }
        Ink { reviewed, strokes, drawn: BTreeSet::new() }
    }

    /// The words, marked.
    pub(super) fn words(&mut self, words: &Words) -> String {
        let own: Vec<usize> = self.touching(words.at);
        if own.is_empty() {
            return esc(&words.text);
        }
        let mut out = String::new();
        let mut run = String::new();
        let mut active: Vec<usize> = Vec::new();
        // What covers a character changes only where a mark begins or ends.
        let mut edges = self.edges(&own).into_iter().peekable();
        for (at, c) in words.text.char_indices() {
            let source = words.span(at..at + c.len_utf8()).start;
            let mut is_edge = false;
            while edges.next_if(|edge| *edge <= source).is_some() {
                is_edge = true;
            }
            if is_edge {
                self.points(&own, source, &mut out, &mut run, &active);
                let here = self.covering(&own, source);
                if here != active {
                    self.close(&active, &here, &mut out, &mut run);
                    active = here;
                }
            }
            run.push(c);
        }
        self.close(&active, &[], &mut out, &mut run);
        let rest: Vec<usize> = own.into_iter().filter(|stroke| self.is_point(*stroke)).collect();
        for stroke in rest {
            self.point(stroke, &mut out);
        }
        out
    }

    /// A line of the linear text, marked.
    pub(super) fn line(&mut self, at: Span) -> String {
        let words = self.reviewed.source.words(&[at]);
        for stroke in &mut self.strokes {
            if stroke.span.is_empty() && at.start <= stroke.span.start && stroke.span.end <= at.end
            {
                stroke.home = Some(at);
            }
        }
        self.words(&words)
    }

    /// The lines in which marks stand that have not been drawn: labels, heads of tables, pages.
    pub(super) fn lines_left(&self) -> Vec<Span> {
        let source = &self.reviewed.source;
        let left = self.strokes.iter().enumerate().filter(|(at, _)| !self.drawn.contains(at));
        let lines: BTreeSet<u32> = left.map(|(_, stroke)| source.line(stroke.span.start)).collect();
        lines.into_iter().map(|line| source.line_span(line)).collect()
    }

    /// The strokes that show in a leaf.
    fn touching(&self, at: Span) -> Vec<usize> {
        let shows = |stroke: &Stroke<'_>| match stroke.home {
            Some(home) => home == at,
            None => stroke.span.overlaps(at),
        };
        let all = self.strokes.iter().enumerate();
        all.filter(|(_, stroke)| shows(stroke)).map(|(number, _)| number).collect()
    }

    /// Where the strokes begin and end, in order.
    fn edges(&self, own: &[usize]) -> Vec<u32> {
        let strokes = own.iter().filter_map(|number| self.strokes.get(*number));
        let mut edges: Vec<u32> = strokes.flat_map(|s| [s.span.start, s.span.end]).collect();
        edges.sort_unstable();
        edges
    }

    fn covering(&self, own: &[usize], source: u32) -> Vec<usize> {
        let covers = |number: &&usize| {
            let stroke = self.strokes.get(**number);
            stroke.is_some_and(|s| s.span.start <= source && source < s.span.end)
        };
        own.iter().filter(covers).copied().collect()
    }

    /// Ends the run of characters under the strokes `active`; those that are not in `next` end here.
    fn close(&mut self, active: &[usize], next: &[usize], out: &mut String, run: &mut String) {
        let text = std::mem::take(run);
        if active.is_empty() {
            out.push_str(&esc(&text));
            return;
        }
        for number in active {
            if self.drawn.insert(*number) {
                self.anchor(*number, out);
            }
        }
        let strokes: Vec<&Stroke<'_>> =
            active.iter().filter_map(|number| self.strokes.get(*number)).collect();
        let gravest = strokes.iter().min_by_key(|stroke| weight(stroke.class));
        let Some(first) = gravest else { return };
        let numbers: Vec<String> = strokes.iter().map(|s| s.finding.to_string()).collect();
        let _ = write!(
            out,
            "<a class=\"mk {}\" href=\"#f{}\" data-f=\"{}\" title=\"{}\">{}</a>",
            first.class,
            first.finding,
            numbers.join(" "),
            esc(first.title),
            esc(&text)
        );
        for stroke in
            active.iter().filter(|n| !next.contains(n)).filter_map(|n| self.strokes.get(*n))
        {
            chip(stroke, out);
        }
    }

    /// Draws the marks without words that stand before this byte.
    fn points(
        &mut self,
        own: &[usize],
        source: u32,
        out: &mut String,
        run: &mut String,
        active: &[usize],
    ) {
        for number in own {
            let is_here = self.strokes.get(*number).is_some_and(|s| s.span.start <= source);
            if is_here && self.is_point(*number) {
                self.close(active, active, out, run);
                self.point(*number, out);
            }
        }
    }

    fn is_point(&self, number: usize) -> bool {
        let is_empty = self.strokes.get(number).is_some_and(|stroke| stroke.span.is_empty());
        is_empty && !self.drawn.contains(&number)
    }

    fn point(&mut self, number: usize, out: &mut String) {
        self.drawn.insert(number);
        self.anchor(number, out);
        if let Some(stroke) = self.strokes.get(number) {
            let _ = write!(
                out,
                "<a class=\"mk gap {}\" href=\"#f{}\" data-f=\"{}\" title=\"{}\">▲</a>",
                stroke.class,
                stroke.finding,
                stroke.finding,
                esc(stroke.title)
            );
            chip(stroke, out);
        }
    }

    fn anchor(&self, number: usize, out: &mut String) {
        if let Some(stroke) = self.strokes.get(number) {
            let _ = write!(
                out,
                "<span id=\"m{}-{}\" class=\"at\"></span>",
                stroke.finding, stroke.mark
            );
        }
    }
}

/// The code behind marked words; it repeats what the finding says, so it is not read out.
fn chip(stroke: &Stroke<'_>, out: &mut String) {
    let _ = write!(
        out,
        "<a class=\"chip {}\" href=\"#f{}\" data-f=\"{}\" tabindex=\"-1\" aria-hidden=\"true\">{}</a>",
        stroke.class, stroke.finding, stroke.finding, stroke.code
    );
}

fn weight(class: &str) -> usize {
    ["error", "warning", "note"].iter().position(|known| *known == class).unwrap_or(3)
}
