//! Overall goals, sub-goals, safeguards.

use model::statement::{Narrative, Numbering, Statement, SubGoal};

use crate::draft::{Draft, DraftSubGoal};
use crate::form::Form;
use crate::truth::{Comparison, tight};

pub(super) fn compare(
    comparison: &mut Comparison,
    draft: &Draft,
    form: &Form,
    statement: &Statement,
) {
    let [overall, sub_goals, safeguards] = &form.sections;
    section(comparison, overall, &draft.overall, statement.overall.as_ref());
    if !draft.sub_goals.is_empty() {
        let found = statement.sub_goals.as_ref();
        let heading = found.map(|part| part.heading.text.as_str());
        comparison.field("heading", &tight(sub_goals), heading);
        let items = found.map_or(&[] as &[SubGoal], |part| &part.items);
        comparison.same("sub-goals", draft.sub_goals.len(), items.len());
        for (at, truth) in draft.sub_goals.iter().enumerate() {
            sub_goal(comparison, at + 1, truth, items.get(at));
        }
    }
    section(comparison, safeguards, &draft.safeguards, statement.safeguards.as_ref());
}

fn section(
    comparison: &mut Comparison,
    heading: &str,
    truth: &[String],
    found: Option<&Narrative>,
) {
    if truth.is_empty() {
        comparison.same(heading, false, found.is_some());
        return;
    }
    let found_heading = found.map(|part| part.heading.text.as_str());
    comparison.field("heading", &tight(heading), found_heading);
    let found: Vec<String> = found
        .iter()
        .flat_map(|part| &part.paragraphs)
        .map(|paragraph| numbered(paragraph.number.as_ref(), &paragraph.words.text))
        .collect();
    for (at, paragraph) in truth.iter().enumerate() {
        let name = format!("{heading} paragraph {}", at + 1);
        comparison.field(&name, &tight(paragraph), found.get(at).map(String::as_str));
    }
    comparison.surplus(heading, found.iter().skip(truth.len()).map(String::as_str));
}

/// A number that the format itself counts is no part of the words.
fn numbered(number: Option<&Numbering>, text: &str) -> String {
    let sign = number.map_or("", |number| number.words.text.as_str());
    if text.starts_with(sign) { text.to_owned() } else { format!("{sign}{text}") }
}

fn sub_goal(
    comparison: &mut Comparison,
    ordinal: usize,
    truth: &DraftSubGoal,
    found: Option<&SubGoal>,
) {
    let name = |field: &str| format!("sub-goal {ordinal} {field}");
    let number = found.and_then(|item| item.number.as_ref()).map(|n| n.words.text.as_str());
    comparison.field(&name("number"), &tight(&truth.number), number);
    let runs_in = truth.paragraphs.is_empty();
    let whole = format!("{}{}", truth.number, truth.title);
    let title = if runs_in { first_clause(&truth.title) } else { &truth.title };
    let found_title = found.map(|item| item.title.text.as_str());
    comparison.field(&name("title"), &tight(title), found_title);
    let paragraphs = if runs_in { vec![whole] } else { truth.paragraphs.clone() };
    let read: Vec<String> = found
        .iter()
        .flat_map(|item| &item.paragraphs)
        .map(|words| match (runs_in, found.and_then(|item| item.number.as_ref())) {
            (true, number) => numbered(number, &words.text),
            (false, _) => words.text.clone(),
        })
        .collect();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let name = name(&format!("paragraph {}", at + 1));
        comparison.field(&name, &tight(paragraph), read.get(at).map(String::as_str));
    }
    comparison.surplus(&name("text"), read.iter().skip(paragraphs.len()).map(String::as_str));
    labelled(
        comparison,
        &name("goal"),
        "绩效目标：",
        &paragraphs,
        found.and_then(|f| f.goal.as_ref()),
    );
    let promises = found.and_then(|item| item.promises.as_ref());
    labelled(comparison, &name("promises"), "绩效指标：", &paragraphs, promises);
}

/// What stands behind a label, up to the other label.
fn labelled(
    comparison: &mut Comparison,
    name: &str,
    label: &str,
    paragraphs: &[String],
    found: Option<&ground::Words>,
) {
    let whole = paragraphs.concat();
    let Some(at) = whole.find(label) else { return };
    let rest = whole.get(at + label.len()..).unwrap_or_default();
    let truth = rest.split("绩效指标：").next().unwrap_or(rest);
    comparison.field(name, &tight(truth), found.map(|words| words.text.as_str()));
}

/// A title that runs on ends at its first mark.
fn first_clause(text: &str) -> &str {
    text.split(['。', '：', '；', '，', ':']).next().unwrap_or(text)
}
