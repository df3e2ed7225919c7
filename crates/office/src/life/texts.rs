//! What statements say of a project, and the way they have gone.

use model::statement::Project;
use score::PlanPoint;
use store::statements::{Listed, State, Transition, Version, VersionKind};

use super::sources::Sources;
use super::{Event, EventKind, Leads, LifeYear, Told, day_of, said};
use crate::Office;

/// The years of a project by its code, and what happened to their statements. Statements without it are left out.
pub(super) fn told(office: &Office, sources: &Sources, code: &str) -> Told {
    let mut told = Told { years: Vec::new(), events: Vec::new() };
    for listed in &sources.statements {
        let id = &listed.statement.id;
        let none = Vec::new();
        let versions = sources.versions.get(id).unwrap_or(&none);
        let texts: Vec<(i64, usize, Project)> =
            versions.iter().filter_map(|version| text(office, version, code)).collect();
        let Some(year) = year(listed, versions, &texts) else { continue };
        told.years.push(year);
        told.events.push(begun(listed, versions));
        told.events.extend(versions.iter().filter_map(|version| drawn_up(listed, version)));
        let way = sources.ways.get(id).into_iter().flatten();
        told.events.extend(way.filter_map(|step| moved(listed, step, &texts)));
    }
    told
}

/// The project in a version whose body is known: the version's number, its place, itself.
fn text(office: &Office, version: &Version, code: &str) -> Option<(i64, usize, Project)> {
    if version.body.is_empty() {
        return None;
    }
    let reading = office.shelf.reading(version);
    let mut projects = reading.statement.projects.iter().enumerate();
    let (at, project) = projects.find(|(_, project)| code_of(project) == code)?;
    Some((version.number, at, project.clone()))
}

fn code_of(project: &Project) -> &str {
    project.code.as_ref().map(|leaf| leaf.text().trim()).unwrap_or_default()
}

fn year(
    listed: &Listed,
    versions: &[Version],
    texts: &[(i64, usize, Project)],
) -> Option<LifeYear> {
    let it = &listed.statement;
    let counted = it.version_in_force();
    let found = texts.iter().find(|(number, ..)| *number == counted).or(texts.last());
    let (version, at, project) = found?;
    let declared = texts.first().map(|(_, _, project)| project).and_then(Project::total);
    Some(LifeYear {
        listed: listed.clone(),
        at: *at,
        name: project.name().to_owned(),
        version: *version,
        versions: versions.len(),
        indicators: project.indicators.len(),
        declared,
        budget: project.total(),
        plan: PlanPoint::plan_of(project),
        paid: [None; 12],
        lacks_payments: false,
        mark: None,
        light: None,
    })
}

/// The statement was begun.
fn begun(listed: &Listed, versions: &[Version]) -> Event {
    let it = &listed.statement;
    let how = versions.first().map_or("", |version| version.kind.label());
    Event {
        day: day_of(&it.created_at).unwrap_or(ground::Day::MIN),
        at: it.created_at.clone(),
        year: it.year,
        kind: EventKind::Text,
        title: format!("开始编制{}年度绩效文本", it.year),
        detail: how.to_owned(),
        by: String::new(),
        light: None,
        leads: Leads::Statement(it.id.clone()),
    }
}

/// A version that was drawn up to change what was approved.
fn drawn_up(listed: &Listed, version: &Version) -> Option<Event> {
    if version.kind != VersionKind::Adjustment {
        return None;
    }
    let it = &listed.statement;
    Some(Event {
        day: day_of(&version.created_at)?,
        at: version.created_at.clone(),
        year: it.year,
        kind: EventKind::Text,
        title: format!("第{}版：{}", version.number, version.kind),
        detail: version.reason.clone(),
        by: String::new(),
        light: None,
        leads: Leads::Version(it.id.clone(), version.number),
    })
}

/// A step on the way; with an approval, what was approved of the project.
fn moved(listed: &Listed, step: &Transition, texts: &[(i64, usize, Project)]) -> Option<Event> {
    let it = &listed.statement;
    let approved = (step.to == State::Approved).then(|| approved(step.version, texts)).flatten();
    let said = [Some(step.reason.clone()).filter(|reason| !reason.is_empty()), approved];
    Some(Event {
        day: day_of(&step.at)?,
        at: step.at.clone(),
        year: it.year,
        kind: EventKind::Text,
        title: format!("{}：{}→{}（第{}版）", step.act, step.from, step.to, step.version),
        detail: said.into_iter().flatten().collect::<Vec<_>>().join("；"),
        by: step.by_name.clone(),
        light: None,
        leads: Leads::Version(it.id.clone(), step.version),
    })
}

/// Budget, plan and indicators as they were approved, and what of the budget was changed by that.
fn approved(version: i64, texts: &[(i64, usize, Project)]) -> Option<String> {
    let at = texts.iter().position(|(number, ..)| *number == version)?;
    let (_, _, project) = texts.get(at)?;
    let before = at.checked_sub(1).and_then(|at| texts.get(at));
    let before = before.and_then(|(_, _, project)| project.total());
    let mut said = match (before, project.total()) {
        (Some(before), Some(now)) if before != now => {
            format!("预算由{}调整为{}", self::said(before), self::said(now))
        }
        (_, Some(now)) => format!("预算{}", self::said(now)),
        (_, None) => "预算没有填".to_owned(),
    };
    let plan: Vec<String> = PlanPoint::plan_of(project)
        .iter()
        .map(|point| format!("{}月底{}%", point.month, point.share.normalize()))
        .collect();
    if !plan.is_empty() {
        said.push_str(&format!("，计划{}", plan.join("、")));
    }
    said.push_str(&format!("，指标{}项", project.indicators.len()));
    Some(said)
}
