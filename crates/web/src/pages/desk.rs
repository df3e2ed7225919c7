//! The desk: what waits for whom, when things are due, where this year's statement stands.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use ground::Day;
use model::statement::Project;
use office::deadlines::{Due, due_of};
use office::desk::{Own, ProjectLight, TAKEN_UP, Waiting};
use office::inbox::Task;
use office::{Asker, appraising, demands, workflow};
use rulebook::Light;
use store::deadlines::{Deadline, Stage};
use store::publications::Publication;
use store::statements::{Listed, State as Stand};

use crate::page::Page;
use crate::pages::life::life_href;
use crate::pages::monitoring::{Lamp, lamp};
use crate::pages::shown;
use crate::signed::Signed;
use crate::text::anchor;
use crate::view::{Chip, Step, chip, day, steps, time, wan};
use crate::{App, WebError};

/// `desk.html`
#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    page: Page,
    today: String,
    cards: Vec<TaskCard>,
    waiting: usize,
    tasks: Vec<TaskLine>,
    statement: Option<Mine>,
    steps: Vec<Step>,
    public: Option<PublicLine>,
    deadlines: Vec<DeadlineLine>,
    projects: Vec<ProjectCard>,
    alerts: Vec<Alert>,
    /// Entries of registers past their day.
    overdue: i64,
    /// Demands that wait.
    demands: demands::Waiting,
    /// Appraisals that wait.
    appraisals: appraising::listing::Waiting,
}

/// This year's statement.
struct Mine {
    href: String,
    title: String,
    state: Chip,
    holder: &'static str,
    due: String,
    late: bool,
    errors: i64,
    warnings: i64,
    notes: i64,
    total_budget: String,
}

/// Something to be done, large.
struct TaskCard {
    href: String,
    title: String,
    /// The state of the statement; none: it is to be begun.
    state: Option<Chip>,
    next: &'static str,
    from: String,
    due: String,
    late: bool,
    /// Errors and warnings of the newest version.
    findings: Option<(i64, i64)>,
    /// What else is to be known: opinions, the draft in work.
    notes: Vec<String>,
    act: Button,
    other: Option<Button>,
}

/// Where one goes on.
struct Button {
    href: String,
    name: &'static str,
    icon: &'static str,
}

/// What was published last.
struct PublicLine {
    href: String,
    title: String,
    owner: String,
    day: String,
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
    /// Where its whole life is told; empty where it has no code.
    life: String,
    code: String,
    name: String,
    total: String,
    fiscal: String,
    plan: Vec<PlanPoint>,
    /// Its light and why; none before the text was approved.
    light: Option<(Lamp, String)>,
}

/// A project whose light is red.
struct Alert {
    name: String,
    href: String,
    because: String,
    has_turned: bool,
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
    let desk = app.office.desk(&asker).await?;
    let standing = &desk.standing;
    let tasks = &standing.tasks;
    let page = Page::new(&asker, tasks, today.year(), "工作台", "/desk");
    let small = tasks.get(TAKEN_UP..).unwrap_or_default();
    let (mut line, mut way) = (None, Vec::new());
    let (mut projects, mut alerts) = (Vec::new(), Vec::new());
    if let Some(own) = &standing.own {
        projects = cards(own, u8::try_from(today.month()).unwrap_or_default());
        alerts = self::alerts(own);
        way = steps(&own.listed.statement, &own.dossier.way);
        line = Some(statement(&own.listed, own.dossier.due.as_ref()));
    }
    shown(&DeskPage {
        page,
        overdue: standing.overdue,
        demands: standing.demands,
        appraisals: standing.appraisals,
        today: today.strftime("%Y年%-m月%-d日").to_string(),
        cards: standing.first.iter().map(|one| large_task(one, desk.draft_saved(one))).collect(),
        waiting: tasks.len(),
        tasks: small.iter().map(task).collect(),
        statement: line,
        steps: way,
        public: standing.public.as_ref().map(public_line),
        deadlines: deadlines(&standing.deadlines, &asker, today),
        projects,
        alerts,
    })
}

/// What is due this year for the asker's organisation.
fn deadlines(all: &[Deadline], asker: &Asker, today: Day) -> Vec<DeadlineLine> {
    let path = asker.assignments.first().map(|given| given.path.clone()).unwrap_or_default();
    let year = i64::from(today.year());
    let due = Stage::ALL.iter().filter_map(|stage| due_of(all, &path, year, *stage, today));
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
            Some(Stage::Review) => "财政部门",
            _ => "各部门",
        };
        let rest = if due.is_late() { "已过".to_owned() } else { due.label() };
        DeadlineLine { day: due.on.to_string(), title: due.name(), who, place, rest }
    };
    due.iter().map(line).collect()
}

fn statement(listed: &Listed, due: Option<&Due>) -> Mine {
    let it = &listed.statement;
    Mine {
        href: format!("/statements/{}", it.id),
        title: it.title.clone(),
        state: chip(it.state),
        holder: workflow::holder(it.state),
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
    format!("{} {}，{}", due.name(), due.on, due.label())
}

fn large_task(waiting: &Waiting, draft: Option<&str>) -> TaskCard {
    let task = &waiting.task;
    let line = self::task(task);
    let it = task.statement.as_ref().map(|listed| &listed.statement);
    let (act, other) = buttons(waiting, draft, &line.href);
    TaskCard {
        title: it.map_or(line.title, |it| it.title.clone()),
        href: line.href,
        state: it.map(|it| chip(it.state)),
        next: task.what,
        from: line.from,
        due: line.due,
        late: line.late,
        findings: it.map(|it| (it.figures.errors, it.figures.warnings)),
        notes: notes(waiting, draft),
        act,
        other,
    }
}

/// What else is to be known of a task.
fn notes(waiting: &Waiting, draft: Option<&str>) -> Vec<String> {
    let is_review = is_review(waiting);
    let mut notes = Vec::new();
    match (waiting.opinions, is_review) {
        (0, _) => {}
        (count, true) => notes.push(format!("{count} 条答复等您核对")),
        (count, false) => notes.push(format!("{count} 条意见待答复")),
    }
    notes.extend(draft.map(|at| format!("您的草稿 {} 存过，还没有保存成版本", time(at))));
    notes
}

/// Where one goes on with a task, and where else one may want to.
fn buttons(waiting: &Waiting, draft: Option<&str>, href: &str) -> (Button, Option<Button>) {
    let button = |end: &str, name, icon| Button { href: format!("{href}{end}"), name, icon };
    let opinions = |name| button("?tab=opinions", name, "chat-left-text");
    if waiting.task.monitoring.is_some() {
        return (button("", "去办理", "chevron-right"), None);
    }
    let is_begun = waiting.task.statement.is_some();
    match (is_begun, waiting.may_write, is_review(waiting), waiting.opinions) {
        (false, ..) => (button("", "新建文本", "plus-lg"), None),
        (_, true, _, 0) => match draft {
            Some(_) => (button("/edit", "接着写", "pencil"), Some(button("", "看全文", "eye"))),
            None => (button("/edit", "去编辑", "pencil"), Some(button("", "看全文", "eye"))),
        },
        (_, true, ..) => (opinions("逐条答复"), Some(button("/edit", "修改文本", "pencil"))),
        (_, _, true, 0) => (button("", "开始审核", "eye"), None),
        (_, _, true, _) => (opinions("核对答复"), Some(button("", "看全文", "eye"))),
        _ => (button("", "去办理", "chevron-right"), None),
    }
}

fn is_review(waiting: &Waiting) -> bool {
    let state = waiting.task.statement.as_ref().map(|listed| listed.statement.state);
    state == Some(Stand::FinanceReview)
}

fn public_line(it: &Publication) -> PublicLine {
    PublicLine {
        href: format!("/public/{}", it.statement),
        title: it.title.clone(),
        owner: it.owner_name.clone(),
        day: day(&it.at),
    }
}

fn task(task: &Task) -> TaskLine {
    let it = task.statement.as_ref().map(|listed| &listed.statement);
    let form = task.monitoring.as_ref().map(|listed| &listed.task);
    let (href, kind_icon, title) = match (it, form) {
        (Some(it), _) => (
            format!("/statements/{}", it.id),
            chip(it.state).icon,
            format!("{}：{}", it.title, it.state.label()),
        ),
        (None, Some(form)) => (
            format!("/monitoring/tasks/{}", form.id),
            "sliders",
            format!("{}截至{}的绩效运行监控表", task.owner_name, form.day),
        ),
        (None, None) => ("/statements/new".to_owned(), "plus-lg", task.owner_name.clone()),
    };
    TaskLine {
        href,
        kind_icon,
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

/// The projects of this year's statement, the most urgent first.
fn cards(own: &Own, month: u8) -> Vec<ProjectCard> {
    let text = &own.examined.reading.statement;
    let place = |project: &Project| {
        own.light(code(project), project.name()).map_or(usize::MAX, |(place, _)| place)
    };
    let mut all: Vec<(usize, &Project)> = text.projects.iter().enumerate().collect();
    all.sort_by_key(|(_, project)| place(project));
    all.into_iter().map(|(at, project)| card(own, at, project, month)).collect()
}

/// The projects that are red, those that have just turned first.
fn alerts(own: &Own) -> Vec<Alert> {
    let watch = format!("/statements/{}/watch", own.listed.statement.id);
    let mut reds: Vec<&ProjectLight> =
        own.lights.iter().filter(|one| one.light == Light::Red).collect();
    reds.sort_by_key(|one| !one.has_turned_red);
    let alert = |one: &ProjectLight| Alert {
        name: one.name.clone(),
        href: watch.clone(),
        because: one.because.clone(),
        has_turned: one.has_turned_red,
    };
    reds.into_iter().map(alert).collect()
}

fn code(project: &Project) -> &str {
    project.code.as_ref().map(|leaf| leaf.text().trim()).unwrap_or_default()
}

fn card(own: &Own, at: usize, project: &Project, month: u8) -> ProjectCard {
    let it = &own.listed.statement;
    let light = own.light(code(project), project.name());
    let next = project.plan.iter().map(|point| point.month).filter(|at| *at >= month).min();
    let point = |point: &model::statement::Checkpoint| PlanPoint {
        name: point.label.text.clone(),
        percent: percent(point.share.value),
        known: point.share.value.is_some(),
        next: Some(point.month) == next,
    };
    ProjectCard {
        href: format!("/statements/{}#{}", it.id, anchor(&format!("projects/{at}"))),
        life: life_href(&it.owner, code(project)),
        code: code(project).to_owned(),
        name: project.name().to_owned(),
        total: wan(project.total()),
        fiscal: wan(project.budget.fiscal.as_ref().and_then(|leaf| leaf.value)),
        plan: project.plan.iter().map(point).collect(),
        light: light.map(|(_, one)| (lamp(one.light), one.because.clone())),
    }
}

/// A share as a whole number of percent between 0 and 100.
fn percent(share: Option<ground::Decimal>) -> u32 {
    let hundred = ground::Decimal::ONE_HUNDRED;
    let whole = share.unwrap_or_default().clamp(ground::Decimal::ZERO, hundred).round();
    u32::try_from(whole).unwrap_or_default()
}
