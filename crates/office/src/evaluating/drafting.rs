//! A self-evaluation drafted from the year: values, marks, what looks wrong, what would change the grade.

use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use model::actual::{Actual, Execution, FundUse};
use rulebook::{MonitoringScheme, Rulebook};
use score::{Evaluation, Mark, NoticeKind, Outcome, Scheme};
use store::evaluations::{Line as KeptLine, Text};

use super::proposals;
use super::sheet::{Evidence, FORM, Line, Marked, Part, Said, Sheet, Typed, Whole};
use crate::year::{Group, Row, Standing, Year};

/// What people have added to what is computed.
#[derive(Clone, Debug, Default)]
pub(super) struct Added {
    pub(super) lines: Vec<KeptLine>,
    pub(super) texts: Vec<Text>,
}

/// By what a form is drafted: the rulebook, the scheme, the scheme of the plausibility checks.
#[derive(Clone, Copy)]
pub(super) struct By<'b> {
    pub(super) scheme: Scheme<'b>,
    pub(super) watching: Option<&'b MonitoringScheme>,
}

impl<'b> By<'b> {
    /// The scheme that was chosen by name, else that of year and region.
    pub(super) fn of(book: &'b Rulebook, named: &str, year: i16, region: &str) -> Option<By<'b>> {
        let chosen = book.scoring_named(named).map(|rules| Scheme::new(rules, book));
        let scheme = chosen.or_else(|| Scheme::in_force(book, year, region))?;
        Some(By { scheme, watching: book.monitoring(year, region) })
    }
}

/// The form of a year.
pub(super) fn drafted(year: &Year, added: &Added, by: By<'_>) -> Sheet {
    let spent = together(&year.groups);
    let part = |group: &Group| match group.project {
        Some(_) => part_of(group, added, by, year),
        // The department spends what its projects spend.
        None => part_of(&Group { execution: spent.clone(), ..group.clone() }, added, by, year),
    };
    let parts: Vec<Part> = year.groups.iter().map(part).collect();
    let mut sheet = Sheet {
        form: FORM.to_owned(),
        statement: year.listed.statement.id.clone(),
        department: year.listed.owner_name.clone(),
        year: year.year,
        version: year.version,
        as_of: year.as_of,
        scheme: by.scheme.rules.id.clone(),
        scheme_title: by.scheme.rules.title.clone(),
        scheme_note: by.scheme.rules.note.clone(),
        texts: BTreeMap::new(),
        whole: whole(&parts, by.scheme),
        parts,
    };
    sheet.texts = texts(proposals::of_department(&sheet), "", added);
    sheet
}

/// The money of all projects, by source.
pub(crate) fn together(groups: &[Group]) -> Execution {
    let mut lines: Vec<FundUse> = Vec::new();
    for line in groups.iter().flat_map(|group| &group.execution.lines) {
        let sum = |one: Money, other: Money| one.checked_add(other).unwrap_or(one);
        match lines.iter_mut().find(|known| known.source == line.source) {
            Some(known) => {
                known.initial = sum(known.initial, line.initial);
                known.budget = sum(known.budget, line.budget);
                known.spent = sum(known.spent, line.spent);
            }
            None => lines.push(*line),
        }
    }
    Execution { lines }
}

fn part_of(group: &Group, added: &Added, by: By<'_>, year: &Year) -> Part {
    let mut lines: Vec<Line> = group.rows.iter().map(|row| line(row, added)).collect();
    let project = score::Project { rows: scored(&lines), ..group.scored() };
    let key = match (group.project, group.code.as_str()) {
        (None, _) => "部门整体".to_owned(),
        (Some(_), "") => group.name.clone(),
        (Some(_), code) => code.to_owned(),
    };
    let blank = Part {
        project: group.project,
        key: key.clone(),
        code: group.code.clone(),
        name: group.name.clone(),
        execution: group.execution.clone(),
        money: None,
        lines: Vec::new(),
        total: None,
        of: by.scheme.rules.points,
        grade: String::new(),
        follows: String::new(),
        because: String::new(),
        notices: suspicions(group, by.watching, year.year, year.as_of),
        changes: Vec::new(),
        texts: BTreeMap::new(),
        found_total: None,
        found_grade: String::new(),
    };
    let mut part = match score::evaluate(&project, by.scheme) {
        Err(refusal) => Part { because: refusal.to_string(), lines, ..blank },
        Ok(evaluation) => {
            let marked = lines.iter_mut().filter(|line| line.indicator.is_some());
            for (line, mark) in marked.zip(&evaluation.marks) {
                line.mark = Some(self::marked(mark));
            }
            let changes = score::changes(&project, &evaluation, by.scheme);
            Part {
                changes: changes.iter().map(ToString::to_string).collect(),
                lines,
                ..told(blank, evaluation)
            }
        }
    };
    part.texts = texts(proposals::of_project(&part), &key, added);
    part
}

/// A part with its evaluation.
fn told(mut part: Part, evaluation: Evaluation) -> Part {
    part.notices.extend(evaluation.notices.iter().map(|notice| notice.text.clone()));
    Part {
        money: Some(marked(&evaluation.execution)),
        total: Some(evaluation.total),
        of: evaluation.of,
        grade: evaluation.grade.unwrap_or_default(),
        follows: evaluation.follows.unwrap_or_default(),
        because: evaluation.because,
        ..part
    }
}

fn scored(lines: &[Line]) -> Vec<score::Row> {
    let row = |line: &Line| {
        Some(score::Row { indicator: line.indicator.clone()?, actual: line.counted().clone() })
    };
    lines.iter().filter_map(row).collect()
}

fn line(row: &Row, added: &Added) -> Line {
    let kept = added.lines.iter().find(|line| line.place == row.key);
    let said = match &row.standing {
        Standing::Computed(computed) => computed.said.clone(),
        Standing::Refused(why) => why.clone(),
        Standing::Entered(entered) => format!("{}（{}录入）", entered.reason, entered.by_name),
        Standing::Unbound => "还没有说明从哪里取数".to_owned(),
        Standing::Awaited => "没有台账，等待录入".to_owned(),
    };
    let evidence = match &row.standing {
        Standing::Computed(it) => Some(Evidence::of(&it.code, &it.arguments, &it.period)),
        _ => None,
    };
    let text = &row.text;
    Line {
        key: row.key.clone(),
        dimension: dimension(text),
        aspect: text.aspect.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default(),
        name: text.name().to_owned(),
        target: text.target_text().to_owned(),
        indicator: row.indicator.clone(),
        actual: row.actual.clone(),
        words: row.words.clone(),
        standing: row.standing.label().to_owned(),
        said,
        evidence,
        typed: kept.and_then(typed),
        mark: None,
        deviation: kept.map(|kept| kept.deviation.clone()).unwrap_or_default(),
        measure: kept.map(|kept| kept.measure.clone()).unwrap_or_default(),
        found: None,
        now: None,
    }
}

fn dimension(text: &model::statement::Indicator) -> String {
    let written = text.dimension.as_ref().map(|leaf| leaf.text().to_owned());
    written.unwrap_or_default()
}

fn typed(kept: &KeptLine) -> Option<Typed> {
    let actual: Actual = serde_json::from_str(&kept.value).ok()?;
    Some(Typed {
        actual,
        words: kept.words.clone(),
        reason: kept.value_reason.clone(),
        by: kept.by_name.clone(),
        at: kept.at.clone(),
    })
}

/// A mark as it is kept.
pub(super) fn marked(mark: &Mark) -> Marked {
    let is_far = |kind| matches!(kind, NoticeKind::TargetSetLow | NoticeKind::ReasonNeeded);
    Marked {
        points: mark.points,
        of: mark.of,
        because: mark.because.to_string(),
        finding: mark.because.finding.clone(),
        is_reached: mark.outcome == Outcome::Reached,
        is_open: matches!(mark.outcome, Outcome::Missing | Outcome::Refused),
        notices: mark.notices.iter().map(|notice| notice.text.clone()).collect(),
        wants_reason: mark.wants_reason() || mark.notices.iter().any(|it| is_far(it.kind)),
    }
}

/// What looks wrong though the marks may be full.
fn suspicions(
    group: &Group,
    scheme: Option<&MonitoringScheme>,
    year: i16,
    as_of: Day,
) -> Vec<String> {
    let Some(scheme) = scheme.filter(|_| group.project.is_some()) else { return Vec::new() };
    let watch = score::watch(&group.watched(year), as_of, scheme);
    watch.suspicions.into_iter().map(|one| one.text).collect()
}

/// Texts with their proposals, and what was made of them.
fn texts(all: Vec<(&'static str, Said)>, project: &str, added: &Added) -> BTreeMap<String, Said> {
    let mut texts = BTreeMap::new();
    for (part, said) in all {
        let kept = added.texts.iter().find(|text| text.project == project && text.part == part);
        let said = match kept {
            Some(kept) => Said { body: kept.body.clone(), by: kept.by_name.clone(), ..said },
            None => said,
        };
        texts.insert(part.to_owned(), said);
    }
    texts
}

/// The projects together.
pub(super) fn whole(parts: &[Part], scheme: Scheme<'_>) -> Whole {
    let projects: Vec<&Part> = parts.iter().filter(|part| part.project.is_some()).collect();
    let totals: Vec<(Decimal, Money)> =
        projects.iter().filter_map(|part| Some((part.total?, part.budget()))).collect();
    let alike: Vec<(Decimal, Money)> =
        totals.iter().map(|(total, _)| (*total, Money::ZERO)).collect();
    let mut grades: Vec<(String, usize)> = Vec::new();
    for part in projects.iter().filter(|part| !part.grade.is_empty()) {
        match grades.iter_mut().find(|(name, _)| *name == part.grade) {
            Some((_, count)) => *count += 1,
            None => grades.push((part.grade.clone(), 1)),
        }
    }
    let total = score::mean_by_budget(&totals);
    let lines = projects.iter().flat_map(|part| &part.lines);
    Whole {
        projects: projects.len(),
        scored: totals.len(),
        open: lines.filter(|line| line.mark.as_ref().is_none_or(|mark| mark.is_open)).count(),
        total,
        plain: score::mean_by_budget(&alike),
        grade: grade(total, scheme),
        grades,
        found_total: None,
        found_grade: String::new(),
    }
}

/// The grade of a total; empty where none is given.
pub(super) fn grade(total: Option<Decimal>, scheme: Scheme<'_>) -> String {
    let grade = total.and_then(|total| scheme.rules.grade(total));
    grade.map(|grade| grade.name.clone()).unwrap_or_default()
}
