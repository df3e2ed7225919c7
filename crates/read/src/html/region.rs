//! The part of a page that is the statement, without what a web site puts around it.
//!
//! The headings of parts and sections and the tables with labels of a statement stand in it; so does
//! the title nearest before them. The innermost element around all of these holds the statement.

use super::dom::{Dom, Id};
use super::walk::{Step, Walked};
use crate::grammar;

/// The longest line that can be a heading, in bytes.
const LONGEST: usize = 240;

/// Takes out what stands outside the statement, if a statement can be told apart.
pub(super) fn cut(dom: &Dom, walked: &mut Walked) {
    let Some(element) = element(dom, walked) else { return };
    let mut depth = 0usize;
    let mut inside = true;
    walked.steps.retain(|step| {
        match step {
            Step::Paragraph { of, .. } | Step::BeginTable { of } if depth == 0 => {
                inside = is_within(dom, *of, element);
            }
            _ => {}
        }
        match step {
            Step::BeginTable { .. } => depth += 1,
            Step::EndTable => depth = depth.saturating_sub(1),
            _ => {}
        }
        inside
    });
}

/// The innermost element that holds the statement.
fn element(dom: &Dom, walked: &Walked) -> Option<Id> {
    let mut around: Option<Id> = None;
    let mut title = None;
    let mut has_title = false;
    let mut table = None;
    let mut depth = 0usize;
    for step in &walked.steps {
        match step {
            Step::BeginTable { of } => {
                if depth == 0 {
                    table = Some(*of);
                }
                depth += 1;
            }
            Step::EndTable => depth = depth.saturating_sub(1),
            Step::Paragraph { of, text, .. } if text.len() <= LONGEST => {
                let words: String = walked
                    .text
                    .get(text.clone())
                    .unwrap_or_default()
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect();
                if depth > 0 && grammar::is_label(&words) {
                    around = join(dom, around, table.take());
                } else if depth == 0 && around.is_none() && grammar::is_title(&words) {
                    title = Some(*of);
                } else if depth == 0 && grammar::is_landmark(&words) {
                    around = join(dom, around, Some(*of));
                }
                if around.is_some() && !has_title {
                    has_title = true;
                    around = join(dom, around, title);
                }
            }
            _ => {}
        }
    }
    around
}

/// The innermost element around the first and what `other` stands in.
fn join(dom: &Dom, around: Option<Id>, other: Option<Id>) -> Option<Id> {
    let Some(other) = other.map(|id| dom.parent(id).unwrap_or(id)) else { return around };
    let Some(mut around) = around else { return Some(other) };
    while !is_within(dom, other, around) {
        around = dom.parent(around)?;
    }
    Some(around)
}

fn is_within(dom: &Dom, id: Id, element: Id) -> bool {
    std::iter::successors(Some(id), |id| dom.parent(*id)).any(|above| above == element)
}
