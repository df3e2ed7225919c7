//! The desk: what waits for whom, when things are due, where this year's statement stands.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use model::statement::Project;
use office::deadlines::{Due, due_of};
use office::inbox::Task;
use office::{Asker, Permission, workflow};
use store::deadlines::Stage;
use store::statements::{Filter, Listed, Ordering};

use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::{Chip, Step, chip, day, steps, wan};
use crate::{App, WebError};

/// `desk.html`
#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    page: Page,
    today: String,
    statement: Option<Mine>,
    steps: Vec<Step>,
    tasks: Vec<TaskLine>,
    deadlines: Vec<DeadlineLine>,
    projects: Vec<ProjectCard>,
}

/// This year's statement.
struct Mine {
    href: String,
    title: String,
    state: Chip,
    holder: &'static str,
    next: &'static str,
    due: String,
    late: bool,
    errors: i64,
    warnings: i64,
    notes: i64,
    total_budget: String,
}

/// Something to be done.
struct TaskLine {
    href: String,
    kind_icon: &'static str,
    title: String,
    place: String,
    from: String,
    due: String,
    late: bool,
}

/// A deadline of this year.
struct DeadlineLine {
    day: String,
    title: &'static str,
    who: &'static str,
    place: &'static str,
    rest: String,
}

/// A project of this year.
struct ProjectCard {
    href: String,
    code: String,
    name: String,
    total: String,
    fiscal: String,
    plan: Vec<PlanPoint>,
}

/// A point of a project's plan.
struct PlanPoint {
    name: String,
    percent: u32,
    known: bool,
    next: bool,
}

/// The desk.
pub(crate) async fn show_desk(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let today = app.office.now().day();
    let tasks = app.office.inbox(&asker).await?;
    let page = Page::new(&asker, today.year(), "工作台", "/desk").waiting(&tasks);
    let mine = mine(&app, &asker).await?;
    let (mut line, mut way, mut projects) = (None, Vec::new(), Vec::new());
    if let Some(listed) = mine {
        let id = &listed.statement.id;
        let dossier = app.office.dossier(&asker, id).await?;
        let (_, examined) = app.office.examined(&asker, id, listed.statement.version).await?;
        let month = u8::try_from(today.month()).unwrap_or_default();
        let card = |(at, one)| card(id, at, one, month);
        projects = examined.reading.statement.projects.iter().enumerate().map(card).collect();
        way = steps(&listed.statement, &dossier.way);
        line = Some(statement(&listed, dossier.due.as_ref()));
    }
    let deadlines = deadlines(&app, &asker).await?;
    shown(&DeskPage {
        page,
        today: today.strftime("%Y年%-m月%-d日").to_string(),
        statement: line,
        steps: way,
        tasks: tasks.iter().map(task).collect(),
        deadlines,
        projects,
    })
}

/// This year's statement of the asker's own department: for those who draw one up.
async fn mine(app: &App, asker: &Asker) -> Result<Option<Listed>, WebError> {
    let has_own = asker.may(Permission::HandIn) || asker.may(Permission::RecordMinutes);
    if !has_own {
        return Ok(None);
    }
    let filter = Filter {
        year: Some(i64::from(app.office.now().day().year())),
        order: Ordering::Changed,
        take: 1,
        ..Filter::default()
    };
    Ok(app.office.list_statements(asker, &filter).await?.items.into_iter().next())
}

/// What is due this year for the asker's organisation.
async fn deadlines(app: &App, asker: &Asker) -> Result<Vec<DeadlineLine>, WebError> {
    let today = app.office.now().day();
    let all = app.office.deadlines().await?;
    let path = asker.assignments.first().map(|given| given.path.clone()).unwrap_or_default();
    let year = i64::from(today.year());
    let due = Stage::ALL.iter().filter_map(|stage| due_of(&all, &path, year, *stage, today));
    let mut due: Vec<Due> = due.collect();
    due.sort_by_key(|due| due.on);
    let mut is_first = true;
    let line = |due: &Due| {
        let place = match due.is_late() {
            true => "done",
            false if std::mem::take(&mut is_first) => "now",
            false => "later",
        };
        let who = match due.stage {
            Stage::Review => "财政部门",
            _ => "各部门",
        };
        let rest = if due.is_late() { "已过".to_owned() } else { due.label() };
        DeadlineLine { day: due.on.to_string(), title: due.stage.label(), who, place, rest }
    };
    Ok(due.iter().map(line).collect())
}

fn statement(listed: &Listed, due: Option<&Due>) -> Mine {
    let it = &listed.statement;
    Mine {
        href: format!("/statements/{}", it.id),
        title: it.title.clone(),
        state: chip(it.state),
        holder: workflow::holder(it.state),
        next: workflow::next(it.state),
        due: due.map_or_else(|| "未定期限".to_owned(), said),
        late: due.is_some_and(Due::is_late),
        errors: it.figures.errors,
        warnings: it.figures.warnings,
        notes: it.figures.notes,
        total_budget: wan(it.figures.total),
    }
}

/// A deadline in one phrase.
pub(crate) fn said(due: &Due) -> String {
    format!("{} {}，{}", due.stage.label(), due.on, due.label())
}

fn task(task: &Task) -> TaskLine {
    let it = task.statement.as_ref().map(|listed| &listed.statement);
    let title = it.map_or_else(
        || task.owner_name.clone(),
        |it| format!("{}：{}", it.title, it.state.label()),
    );
    TaskLine {
        href: it
            .map_or_else(|| "/statements/new".to_owned(), |it| format!("/statements/{}", it.id)),
        kind_icon: it.map_or("plus-lg", |it| chip(it.state).icon),
        title,
        place: task.what.to_owned(),
        from: match task.since.as_str() {
            "" => task.owner_name.clone(),
            since => format!("{}，{}起", task.owner_name, day(since)),
        },
        due: task.due.as_ref().map(Due::label).unwrap_or_default(),
        late: task.due.as_ref().is_some_and(Due::is_late),
    }
}

fn card(id: &str, at: usize, project: &Project, month: u8) -> ProjectCard {
    let next = project.plan.iter().map(|point| point.month).filter(|at| *at >= month).min();
    let point = |point: &model::statement::Checkpoint| PlanPoint {
        name: point.label.text.clone(),
        percent: percent(point.share.value),
        known: point.share.value.is_some(),
        next: Some(point.month) == next,
    };
    ProjectCard {
        href: format!("/statements/{id}#project-{}", at + 1),
        code: project.code.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default(),
        name: project.name().to_owned(),
        total: wan(project.total()),
        fiscal: wan(project.budget.fiscal.as_ref().and_then(|leaf| leaf.value)),
        plan: project.plan.iter().map(point).collect(),
    }
}

/// A share as a whole number of percent between 0 and 100.
fn percent(share: Option<ground::Decimal>) -> u32 {
    let hundred = ground::Decimal::ONE_HUNDRED;
    let whole = share.unwrap_or_default().clamp(ground::Decimal::ZERO, hundred).round();
    u32::try_from(whole).unwrap_or_default()
}
