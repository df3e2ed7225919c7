//! Cover and contents.

use model::statement::Statement;

use crate::draft::Draft;
use crate::form::Form;
use crate::truth::{Comparison, tight};

pub(super) fn compare(
    comparison: &mut Comparison,
    draft: &Draft,
    form: &Form,
    statement: &Statement,
) {
    let text = |words: &Option<ground::Words>| words.as_ref().map(|words| words.text.clone());
    let title = text(&statement.title);
    comparison.field("title", &tight(&draft.title()), title.as_deref());
    let department = text(&statement.department);
    comparison.field("department", &tight(&draft.department), department.as_deref());
    comparison.same("year", Some(draft.year), statement.plan_year());
    comparison.field("region", &draft.region, statement.region.code.as_deref());
    let signed = [
        ("compiled by", &draft.compiled_by, &statement.compiled_by),
        ("reviewed by", &draft.reviewed_by, &statement.reviewed_by),
    ];
    for (name, truth, found) in signed {
        if !truth.is_empty() {
            comparison.field(name, &tight(truth), text(found).as_deref());
        }
    }
    contents(comparison, draft, form, statement);
}

fn contents(comparison: &mut Comparison, draft: &Draft, form: &Form, statement: &Statement) {
    if form.contents.is_none() {
        comparison.same("contents there", false, statement.contents.is_some());
        return;
    }
    let entries = statement.contents.iter().flat_map(|contents| &contents.entries);
    let found: Vec<&str> =
        entries.filter(|entry| !entry.is_part).map(|entry| entry.title.text.as_str()).collect();
    let truth = form.contents_lines(draft);
    for (at, line) in truth.iter().enumerate() {
        let name = format!("contents line {}", at + 1);
        comparison.field(&name, &tight(line), found.get(at).copied());
    }
    comparison.surplus("contents line", found.iter().skip(truth.len()).copied());
}
