//! A self-evaluation drafted from the year: values, marks, what looks wrong, what would change the grade.

use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use model::actual::{Actual, Execution, FundUse};
use rulebook::{MonitoringScheme, Rulebook};
use score::{Evaluation, Mark, NoticeKind, Outcome, Place, Scheme};
use store::evaluations::{Line as KeptLine, Text};

use super::proposals;
use super::sheet::{Evidence, FORM, Line, Marked, Part, Said, Sheet, Typed, Whole, money_of};
use crate::year::{Group, Row, Standing, Year};

/// What is said of execution where nobody records what is paid.
const UNPAID: &str = "没有支付数据，执行数未取得";
const UNPAID_BECAUSE: &str =
    "预算执行率：没有登记支付，执行数未取得，暂不得分，总分是暂时的。登记支付以后按评分办法算。";
const UNPAID_TODO: &str = "请在经费支出台账里登记支付，或者在“填写”里录入执行数";
/// What stands as the reason beside the department's sum of typed sums.
const TOGETHER: &str = "各项目录入数合计";

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

/// Whether nobody records what is paid for a project; of the department as a whole, for all of them.
fn lacks_payments(group: &Group, year: &Year) -> bool {
    let is_seen = |one: &Group| one.project.is_some() && one.payments.is_some();
    match group.project {
        Some(_) => group.payments.is_none(),
        None => !year.groups.iter().any(is_seen),
    }
}

/// What was typed as spent for a project; of the department as a whole the sum, if it was typed for every project.
fn typed_spent(group: &Group, added: &Added, year: &Year) -> Option<Typed> {
    let of = |one: &Group| {
        let key = format!("执行数/{}", one.key());
        added.lines.iter().find(|line| line.place == key).and_then(typed)
    };
    if group.project.is_some() {
        return of(group);
    }
    let projects = year.groups.iter().filter(|one| one.project.is_some());
    let sums = projects.map(|one| money_of(&of(one)?.actual));
    let sum = sums.collect::<Option<Vec<Money>>>()?;
    let sum = sum.into_iter().try_fold(Money::ZERO, Money::checked_add)?;
    let actual = Actual::parse(&format!("{}元", sum.yuan()), year.year)?;
    let words = crate::year::words(&actual);
    Some(Typed { actual, words, reason: TOGETHER.into(), by: String::new(), at: String::new() })
}

/// Everything from one source, with what was typed as spent.
fn with_spent(execution: &Execution, typed: &Typed) -> Option<Execution> {
    let (initial, budget) = (execution.initial()?, execution.budget()?);
    Some(Execution::fiscal(initial, budget, money_of(&typed.actual)?))
}

fn part_of(group: &Group, added: &Added, by: By<'_>, year: &Year) -> Part {
    let mut lines: Vec<Line> = group.rows.iter().map(|row| line(row, added)).collect();
    let lacks_payments = lacks_payments(group, year);
    let typed_spent = typed_spent(group, added, year).filter(|_| lacks_payments);
    let spent = typed_spent.as_ref().and_then(|typed| with_spent(&group.execution, typed));
    let execution = spent.unwrap_or_else(|| group.execution.clone());
    let project = score::Project { rows: scored(&lines), execution, ..group.scored() };
    let key = group.key().to_owned();
    let blank = Part {
        project: group.project,
        key: key.clone(),
        code: group.code.clone(),
        name: group.name.clone(),
        execution: group.execution.clone(),
        lacks_payments,
        typed_spent,
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
            let mut changes = score::changes(&project, &evaluation, by.scheme);
            // What nobody knows is nothing to start from.
            changes.retain(|one| blank.spent().is_some() || one.place != Place::Execution);
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
    let mut money = marked(&evaluation.execution);
    if let Some(typed) = &part.typed_spent {
        money.notices.push(format!("执行数{}为录入：{}{}", typed.words, typed.reason, by(typed)));
    }
    let is_unpaid = part.spent().is_none() && part.budget() > Money::ZERO;
    Part {
        money: Some(if is_unpaid { unpaid(&money) } else { money }),
        total: Some(evaluation.total),
        of: evaluation.of,
        grade: evaluation.grade.unwrap_or_default(),
        follows: evaluation.follows.unwrap_or_default(),
        because: evaluation.because,
        ..part
    }
}

/// Who typed it; nothing of a sum.
fn by(typed: &Typed) -> String {
    if typed.by.is_empty() { String::new() } else { format!("（{}）", typed.by) }
}

/// The mark of execution that nobody can tell: not that of an execution of nothing.
fn unpaid(mark: &Marked) -> Marked {
    Marked {
        because: UNPAID_BECAUSE.to_owned(),
        finding: UNPAID.to_owned(),
        is_reached: false,
        is_open: true,
        notices: vec![UNPAID_TODO.to_owned()],
        wants_reason: true,
        ..mark.clone()
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
    let lines = lines.filter(|line| line.mark.as_ref().is_none_or(|mark| mark.is_open)).count();
    let is_open = |part: &&&Part| part.money.as_ref().is_some_and(|mark| mark.is_open);
    Whole {
        projects: projects.len(),
        scored: totals.len(),
        open: lines + projects.iter().filter(is_open).count(),
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
