//! Which corrections are made without asking, and what the text is with them.

use ground::{Edit, Finding, Sureness};

/// What is made of the corrections that findings offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The replacements, in the order of the text; no two touch the same byte.
    pub edits: Vec<Edit>,
    /// Numbers of the findings that these mend.
    pub made: Vec<usize>,
    /// Numbers of the findings whose correction is left, and why.
    pub left: Vec<(usize, Left)>,
}

/// Why a correction is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The text alone does not settle it: a person must choose.
    NeedsChoice,
    /// An earlier correction changes the same words.
    Overlaps,
    /// It speaks of a place that the text does not have.
    OutOfText,
}

impl Left {
    /// The reason in words.
    pub fn label(self) -> &'static str {
        match self {
            Left::NeedsChoice => "需要人工选择",
            Left::Overlaps => "与前面的改动重叠",
            Left::OutOfText => "位置不在文中",
        }
    }
}

/// Chooses the corrections to make: only safe ones, each with all its edits or none; where two want
/// the same words the first wins.
pub fn plan<'f>(text: &str, findings: impl IntoIterator<Item = &'f Finding>) -> Plan {
    let mut plan = Plan::default();
    for (number, finding) in findings.into_iter().enumerate() {
        let Some(fix) = &finding.fix else { continue };
        let reason = if fix.sureness != Sureness::Safe {
            Some(Left::NeedsChoice)
        } else if !fix.edits.iter().all(|edit| fits(text, edit)) || collide_within(&fix.edits) {
            Some(Left::OutOfText)
        } else if fix.edits.iter().any(|edit| plan.edits.iter().any(|made| conflict(made, edit))) {
            Some(Left::Overlaps)
        } else {
            None
        };
        match reason {
            Some(reason) => plan.left.push((number, reason)),
            None => {
                plan.made.push(number);
                let new = fix.edits.iter().filter(|edit| !plan.edits.contains(edit)).cloned();
                let new: Vec<Edit> = new.collect();
                plan.edits.extend(new);
            }
        }
    }
    plan.edits.sort_by_key(|edit| edit.span);
    plan
}

fn fits(text: &str, edit: &Edit) -> bool {
    text.get(edit.span.range()).is_some()
}

fn collide_within(edits: &[Edit]) -> bool {
    edits.iter().enumerate().any(|(at, edit)| edits.iter().skip(at + 1).any(|b| conflict(edit, b)))
}

/// Two edits that cannot both be made. The same edit twice is no conflict. An insertion at the edge of
/// a replacement is one: which of them comes first is not said.
fn conflict(one: &Edit, two: &Edit) -> bool {
    if one == two {
        return false;
    }
    let (a, b) = (one.span, two.span);
    if a.is_empty() || b.is_empty() {
        return a.start <= b.end && b.start <= a.end;
    }
    a.overlaps(b)
}

#[cfg(test)]
mod tests {
    use ground::{RuleCode, Severity, Span};

    use super::*;

    const TEXT: &str = "[2022]99 号";

    fn fix(sureness: Sureness, edits: &[(usize, usize, &str)]) -> Finding {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start..*end), text: (*text).into() })
            .collect();
        Finding::new(RuleCode::new("BAS002"), Severity::Note, Span::at(0), "x")
            .fixes(sureness, edits)
    }

    #[test]
    fn the_first_wins_and_the_rest_is_left() {
        let brackets = fix(Sureness::Safe, &[(0, 1, "〔"), (5, 6, "〕")]);
        let whole = fix(Sureness::Safe, &[(0, 6, "（2022）")]);
        let blank = fix(Sureness::Safe, &[(8, 9, "")]);
        let unsure = fix(Sureness::Suggested, &[(6, 8, "98")]);
        let plan = plan(TEXT, [&brackets, &whole, &unsure, &blank]);
        assert_eq!(plan.made, [0, 3]);
        assert_eq!(plan.left, [(1, Left::Overlaps), (2, Left::NeedsChoice)]);
        assert_eq!(Edit::applied(TEXT, &plan.edits), "〔2022〕99号");
    }

    #[test]
    fn a_correction_is_made_whole_or_not_at_all() {
        let first = fix(Sureness::Safe, &[(5, 6, "〕")]);
        let both = fix(Sureness::Safe, &[(0, 1, "【"), (5, 6, "】")]);
        let plan = plan(TEXT, [&first, &both]);
        assert_eq!(Edit::applied(TEXT, &plan.edits), "[2022〕99 号");
    }

    #[test]
    fn the_same_correction_twice_is_made_once() {
        let one = fix(Sureness::Safe, &[(0, 1, "〔")]);
        let plan = plan(TEXT, [&one, &one]);
        assert_eq!((plan.made.len(), plan.edits.len()), (2, 1));
    }

    #[test]
    fn an_insertion_at_the_edge_of_a_replacement_is_left() {
        let replace = fix(Sureness::Safe, &[(0, 1, "〔")]);
        let insert = fix(Sureness::Safe, &[(1, 1, "第")]);
        assert_eq!(plan(TEXT, [&replace, &insert]).left, [(1, Left::Overlaps)]);
        let beside = fix(Sureness::Safe, &[(1, 2, "3")]);
        assert_eq!(plan(TEXT, [&replace, &beside]).left, []);
    }

    #[test]
    fn places_outside_the_text_are_never_touched() {
        let beyond = fix(Sureness::Safe, &[(90, 91, "x")]);
        let inside_a_sign = fix(Sureness::Safe, &[(10, 11, "x")]);
        let plan = plan(TEXT, [&beyond, &inside_a_sign]);
        assert_eq!(plan.left, [(0, Left::OutOfText), (1, Left::OutOfText)]);
        assert_eq!(Edit::applied(TEXT, &plan.edits), TEXT);
    }
}
