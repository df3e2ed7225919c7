//! What monitoring, self-evaluation and demands say of a project.

use ground::Decimal;
use store::demands::{Demand, Step, StepAct};
use store::evaluations::{self, Evaluation, State};
use store::monitoring::{Task, TaskState};

use super::sources::Sources;
use super::{Event, EventKind, Leads, LifeYear, Lit, Mark, Told, day_of};
use crate::OfficeError;
use crate::demands::headline;
use crate::evaluating::sheet::Sheet;
use crate::evaluating::{kept_form, thawed};
use crate::monitoring::filling::sheets_of;
use crate::places::Spot;

/// Adds marks and lights to the years, and what happened to the time line.
pub(super) fn tell(told: &mut Told, sources: &Sources, code: &str) -> Result<(), OfficeError> {
    // The latest form first: its light stands.
    for form in &sources.forms {
        watched(told, form, code)?;
    }
    for evaluation in &sources.evaluations {
        let steps = sources.steps.get(&evaluation.statement).map_or(&[][..], Vec::as_slice);
        evaluated(told, evaluation, steps, code)?;
    }
    for demand in &sources.demands {
        let Some(year) = told.years.iter().find(|year| concerns(demand, year, code)) else {
            continue;
        };
        let year = year.year();
        let steps = sources.answers.get(&demand.id).into_iter().flatten();
        told.events.extend(steps.filter_map(|step| demanded(demand, step, year)));
    }
    Ok(())
}

/// A form of monitoring, where the project stands on it.
fn watched(told: &mut Told, form: &Task, code: &str) -> Result<(), OfficeError> {
    let Some(year) = told.year_of(&form.statement) else { return Ok(()) };
    let sheets = sheets_of(form)?;
    let sheet = sheets.iter().find(|sheet| sheet.code == code);
    let (Some(since), Ok(day)) = (day_of(&form.state_since), form.day.parse()) else {
        return Ok(());
    };
    if let Some(sheet) = sheet.filter(|_| year.light.is_none() && form.state == TaskState::Approved)
    {
        let because = sheet.payments.clone();
        year.light = Some(Lit { light: sheet.light, day, because });
    }
    let said = match sheet {
        Some(sheet) => sheet.payments.clone(),
        None => format!("{}前报送", form.due_on),
    };
    let demands = match form.demands.as_str() {
        "" => String::new(),
        demands => format!("；整改要求：{demands}"),
    };
    told.events.push(Event {
        day: since,
        at: form.state_since.clone(),
        year: form.year,
        kind: EventKind::Monitoring,
        title: format!("截至{}的运行监控表：{}", form.day, form.state),
        detail: format!("{said}{demands}"),
        by: String::new(),
        light: sheet.map(|sheet| sheet.light),
        leads: Leads::Monitoring(form.id.clone()),
    });
    Ok(())
}

/// A self-evaluation: its mark, where a form is kept, and its way.
fn evaluated(
    told: &mut Told,
    kept: &Evaluation,
    steps: &[evaluations::Step],
    code: &str,
) -> Result<(), OfficeError> {
    let Some(year) = told.year_of(&kept.statement) else { return Ok(()) };
    let sheet = kept_form(kept).map(|(form, digest)| thawed(form, digest)).transpose()?;
    let mark = sheet.as_ref().and_then(|sheet| mark(sheet, kept.state, code));
    year.mark.clone_from(&mark);
    let number = year.year();
    let event = |at: &str, title: String, detail: String, by: String| {
        Some(Event {
            day: day_of(at)?,
            at: at.to_owned(),
            year: number,
            kind: EventKind::Evaluation,
            title,
            detail,
            by,
            light: None,
            leads: Leads::Evaluation(kept.statement.clone()),
        })
    };
    let sampled = match kept.sampled_at.as_str() {
        "" => None,
        at => event(at, "列入抽查复核".into(), kept.sampled_how.clone(), kept.sampled_by.clone()),
    };
    told.events.extend(sampled);
    let last = |state| steps.iter().rposition(|step| step.to == state);
    let marked = [last(State::Reported), last(State::Settled)];
    for (at, step) in steps.iter().enumerate() {
        let own = mark.as_ref().filter(|_| marked.contains(&Some(at)));
        let said = own.map(|mark| marks(mark, step.to));
        let parts = [Some(step.reason.clone()).filter(|reason| !reason.is_empty()), said];
        let detail = parts.into_iter().flatten().collect::<Vec<_>>().join("；");
        let title = format!("{}：{}→{}", step.act, step.from, step.to);
        told.events.extend(event(&step.at, title, detail, step.by_name.clone()));
    }
    Ok(())
}

fn mark(sheet: &Sheet, state: State, code: &str) -> Option<Mark> {
    let part = sheet.parts.iter().find(|part| part.code == code)?;
    let found = part.found_total.filter(|_| state == State::Settled);
    let grade = if found.is_some() { &part.found_grade } else { &part.grade };
    Some(Mark { state, own: part.total, found, grade: grade.clone() })
}

/// Marks in words: those of the department, or those that were settled.
fn marks(mark: &Mark, state: State) -> String {
    let points = |points: Option<Decimal>| {
        points.map_or_else(|| "不能评分".to_owned(), |points| format!("{}分", points.normalize()))
    };
    match state {
        State::Settled => format!("审定{}，{}", points(mark.total()), mark.grade),
        _ => format!("本项目自评{}", points(mark.own)),
    }
}

/// Whether a demand is about the project in that year: it names it, or speaks of a place within it.
fn concerns(demand: &Demand, year: &LifeYear, code: &str) -> bool {
    let is_of_statement = demand.statement.as_ref() == Some(&year.listed.statement.id);
    let is_within =
        demand.place.parse::<Spot>().is_ok_and(|spot| project_of(spot) == Some(year.at));
    let named = [&demand.subject, &demand.found].into_iter();
    let is_named = named
        .into_iter()
        .any(|text| text.contains(code) || !year.name.is_empty() && text.contains(&year.name));
    is_of_statement && is_within || demand.year == year.year() && is_named
}

/// The project that a place lies in.
fn project_of(spot: Spot) -> Option<usize> {
    let path = spot.path();
    let mut parts = path.split('/');
    parts.next().filter(|first| *first == "projects")?;
    parts.next()?.parse().ok()
}

/// Something said or done to a demand.
fn demanded(demand: &Demand, step: &Step, year: i64) -> Option<Event> {
    let said = match step.act {
        StepAct::Raised => format!("{}；{}前整改", demand.asked, demand.due_on),
        _ => [&step.body, &step.result]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("；"),
    };
    Some(Event {
        day: day_of(&step.at)?,
        at: step.at.clone(),
        year,
        kind: EventKind::Demand,
        title: format!("{}：{}", step.act, headline(demand)),
        detail: said,
        by: step.by_name.clone(),
        light: None,
        leads: Leads::Demand(demand.id.clone()),
    })
}
