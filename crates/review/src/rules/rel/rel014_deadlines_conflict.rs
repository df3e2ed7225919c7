//! REL014: two deadlines for one matter: in sub-goal or goals, and in the timeliness rows.

use ground::{Day, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};
use model::statement::{Aspect, Indicator, Project};
use model::time::{Deadline, Moment, Relation, When, moments};

use crate::facts::Terms;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL014"),
        name: "deadlines_conflict",
        title: "前后时限不一致",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "同一事项前后时限一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：部门整体目标与项目目标相衔接" }],
        since: "0.1.0",
    },
    manual: include_str!("rel014_deadlines_conflict.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let facts = subject.facts();
    for (_, project) in subject.projects() {
        for goal in &project.goals {
            findings.extend(conflict(subject, &[&goal.words], &[project], "绩效目标"));
        }
    }
    let items = subject.statement.sub_goals.iter().flat_map(|part| &part.items);
    for (number, item) in items.enumerate() {
        let projects: Vec<&Project> = facts
            .links
            .projects(number)
            .iter()
            .filter_map(|project| subject.statement.projects.get(*project))
            .collect();
        let words: Vec<&Words> = item.paragraphs.iter().collect();
        findings.extend(conflict(subject, &words, &projects, "分项目标"));
    }
}

/// A deadline in running text, with the clause it binds.
struct Said<'s> {
    words: &'s Words,
    moment: Moment,
    due: Day,
}

/// Reports the pair of deadlines that speak of the same act, if none of the text's deadlines agrees
/// with any of the rows'.
fn conflict<'s>(
    subject: &Subject<'s>,
    texts: &[&'s Words],
    projects: &[&'s Project],
    place: &str,
) -> Option<Finding> {
    let said: Vec<Said<'s>> = texts.iter().flat_map(|words| deadlines(subject, words)).collect();
    let rows: Vec<(&Indicator, Day)> = projects
        .iter()
        .flat_map(|project| &project.indicators)
        .filter(|row| row.aspect() == Some(Aspect::Timeliness))
        .filter_map(|row| Some((row, row.target()?.deadline()?.due(subject.year)?)))
        .collect();
    if said.is_empty() || rows.is_empty() {
        return None;
    }
    if said.iter().any(|said| rows.iter().any(|(_, due)| agree(said.due, *due))) {
        return None;
    }
    let kinship = |said: &Said<'_>, row: &Indicator| {
        let clause = clause(&said.words.text, &said.moment);
        let act = Terms::of(subject.rulebook, clause);
        let row = Terms::of(subject.rulebook, row.name())
            .with(&Terms::of(subject.rulebook, row.description()))
            .with(&Terms::of(subject.rulebook, row.target_text()));
        act.shared(&row)
    };
    let pairs = said.iter().flat_map(|said| rows.iter().map(move |(row, due)| (said, *row, *due)));
    let (said, row, due) = pairs.max_by_key(|(said, row, _)| kinship(said, row))?;
    let target = row.target.as_ref()?;
    let message = format!(
        "{place}的时限是{}月{}日（“{}”），指标“{}”的时限却是{}月{}日（“{}”）",
        said.due.month(),
        said.due.day(),
        said.words.text.get(said.moment.range.clone()).unwrap_or_default(),
        row.name(),
        due.month(),
        due.day(),
        target.text(),
    );
    let span = said.words.span(said.moment.range.clone());
    let finding = RULE.info.finding(span, message).label(place);
    let finding = finding.also(target.words.at, "指标").help("同一件事的时限前后改成一致；若是两个环节，请分别写明");
    // Nothing in common but the project: perhaps two steps of it.
    Some(if kinship(said, row) == 0 { finding.graded(Severity::Note) } else { finding })
}

/// Deadlines of the plan year; a whole year is no deadline.
fn deadlines<'s>(subject: &Subject<'_>, words: &'s Words) -> Vec<Said<'s>> {
    let binding = |deadline: &Deadline| {
        deadline.relation == Relation::Before
            || matches!(&deadline.when, When::Month { part, .. } if *part == model::time::Part::End)
    };
    moments(&words.text)
        .into_iter()
        .filter(|moment| binding(&moment.deadline))
        .filter_map(|moment| {
            let due = moment.deadline.due(subject.year)?;
            (due.year() == subject.year).then_some(Said { words, moment, due })
        })
        .collect()
}

/// The clause around a deadline.
fn clause<'t>(text: &'t str, moment: &Moment) -> &'t str {
    let stops = ['，', '。', '；', '：', ';'];
    let before = text.get(..moment.range.start).unwrap_or_default();
    let start = before.char_indices().rev().find(|(_, c)| stops.contains(c));
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let after = text.get(moment.range.end..).unwrap_or_default();
    let end = moment.range.end + after.find(stops).unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

/// Two dates within three days of each other are the same deadline put in other words.
fn agree(a: Day, b: Day) -> bool {
    a.since(b).is_ok_and(|span| span.get_days().abs() <= 3 && span.get_months() == 0)
}
