//! The reviewer's form as a view of the official form, which any format can print.

use write::forms::views::{OpinionForm, OpinionRow};

use super::form::{Entry, Form};

/// The official form with the suggested points and what was found; `None` where nothing could be
/// read or no score sheet is in force.
pub(super) fn view(form: &Form<'_>) -> Option<OpinionForm> {
    let (opinion, scheme) = (form.opinion.as_ref()?, form.scheme?);
    let facts = form.facts();
    let fact = |name: &str| facts.iter().find(|(known, _)| *known == name);
    let mut items = Vec::new();
    for facet in &opinion.facets {
        for item in &facet.items {
            items.push(OpinionRow {
                facet: format!("{}\n（{}分）", facet.facet.facet.label(), facet.facet.points),
                item: item.item.title.clone(),
                checks: item.item.checks.clone(),
                points: item.item.points,
                score: Some(item.score),
                findings: found(&item.charges, &form.entries),
            });
        }
    }
    let names: Vec<String> = form.projects().into_iter().map(|[name, ..]| name).collect();
    Some(OpinionForm {
        year: form.reviewed.year,
        department: fact("部门").map(|(_, words)| words.clone()).unwrap_or_default(),
        project: names.join("、"),
        items,
        points: Some(scheme.points()),
        score: Some(opinion.total),
        grade: opinion.grade.map(|grade| grade.name.clone()).unwrap_or_default(),
        follows: form.follows(),
        opinion: summary(form),
        remark: format!("注：得分为系统建议分，以审核人核定为准。{}", form.method()),
        issuer: String::new(),
        reviewer: String::new(),
        head: String::new(),
        date: None,
    })
}

/// What was found in an item: the number of the opinion, the words, the place.
fn found(charges: &[usize], entries: &[Entry<'_>]) -> Vec<String> {
    let line = |at: &usize| {
        let entry = entries.get(*at)?;
        Some(format!("{}.{}（{}）", at + 1, entry.judged.finding.message, entry.place))
    };
    let lines: Vec<String> = charges.iter().filter_map(line).collect();
    if lines.is_empty() { vec!["无意见".into()] } else { lines }
}

fn summary(form: &Form<'_>) -> Vec<String> {
    let tally = form.reviewed.tally();
    let mut lines = vec![format!(
        "审核发现错误{}处、警告{}处、提示{}处。",
        tally.errors, tally.warnings, tally.notes
    )];
    if tally.errors > 0 {
        lines.push("有错误的，请先改正后重新报送。".into());
    }
    lines
}
