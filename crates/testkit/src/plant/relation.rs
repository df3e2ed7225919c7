//! REL004–REL006, REL008, REL013, REL014: figures and deadlines that must agree.

use crate::plant::sites::{is_time, replace_in, sub_goal_texts};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;
use crate::scene::{Due, Timing};

/// Things no project of the bank does, with their units.
const STRANGE: [(&str, i64, &str); 6] = [
    ("编发工作简报", 24, "期"),
    ("组建志愿服务队伍", 15, "支"),
    ("开展专题调研", 12, "轮"),
    ("创建示范单位", 18, "家"),
    ("绘制服务地图", 30, "幅"),
    ("征集合理化建议", 120, "条"),
];

/// A promise whose unit no target of these projects has.
fn strange(sample: &Sample, rng: &mut Rng, project: Option<usize>) -> Option<(String, String)> {
    let projects = sample.draft.projects.iter().enumerate();
    let chosen = projects.filter(|(index, _)| project.is_none_or(|only| only == *index));
    let rows = chosen.flat_map(|(_, project)| &project.indicators);
    let targets: Vec<&str> = rows.map(|row| row.target.as_str()).collect();
    let free: Vec<&(&str, i64, &str)> = STRANGE
        .iter()
        .filter(|(_, _, unit)| targets.iter().all(|target| !target.contains(unit)))
        .collect();
    let (what, count, unit) = **rng.pick(&free)?;
    let figure = sample.hand.figure(count, unit);
    Some((format!("{what}{figure}"), figure))
}

pub(super) fn goal_figure_without_indicator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = rng.below(sample.draft.projects.len());
    let (promise, figure) = strange(sample, rng, Some(project))?;
    let goal = sample.draft.projects.get_mut(project)?.goals.last_mut()?;
    goal.push_str(&format!("{promise}。"));
    at([&figure])
}

/// The figure of a task in the statement's hand, and one that differs from it.
fn figures(sample: &Sample, rng: &mut Rng, project: usize) -> Option<[String; 2]> {
    let task = rng.pick(&sample.scene.works.get(project)?.tasks)?;
    let unit = &task.template.unit;
    let more = task.count + (task.count / 4).max(1);
    let figure = |count| sample.hand.figure(count, unit);
    Some([figure(task.count), figure(more)])
}

pub(super) fn goal_figure_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = rng.below(sample.draft.projects.len());
    let [right, wrong] = figures(sample, rng, project)?;
    let goals = &mut sample.draft.projects.get_mut(project)?.goals;
    replace_in(goals.iter_mut().collect(), &right, &wrong)?;
    at([&wrong])
}

pub(super) fn sub_goal_figure_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let item = rng.below(sample.draft.sub_goals.len());
    let [right, wrong] = figures(sample, rng, item)?;
    replace_in(sub_goal_texts(&mut sample.draft, item), &right, &wrong)?;
    at([&wrong])
}

pub(super) fn promise_without_indicator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (promise, figure) = strange(sample, rng, None)?;
    let draft = &mut sample.draft;
    if rng.chance(50) {
        let whole = draft.overall.iter_mut().rfind(|text| text.ends_with('。'))?;
        whole.push_str(&format!("全年{promise}。"));
        return at([&figure]);
    }
    let item = rng.below(draft.sub_goals.len());
    sub_goal_texts(draft, item).pop()?.push_str(&format!("{promise}。"));
    at([&figure])
}

/// A project with a deadline that fits.
fn due_project(sample: &Sample, rng: &mut Rng, fits: impl Fn(Due) -> bool) -> Option<(usize, Due)> {
    let works = sample.scene.works.iter().enumerate();
    let dated = works.filter_map(|(index, work)| match work.timing {
        Timing::Due(due) if fits(due) => Some((index, due)),
        _ => None,
    });
    rng.pick(&dated.collect::<Vec<_>>()).copied()
}

pub(super) fn deadline_contradicts_plan(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (project, due) = due_project(sample, rng, |due| due.checkpoint() < 3)
        .or_else(|| due_project(sample, rng, |_| true))?;
    let work = sample.scene.works.get_mut(project)?;
    let due = if due.checkpoint() == 3 { Due::MonthEnd(6) } else { due };
    work.timing = Timing::Due(due);
    work.plan = match due.checkpoint() {
        0 => [25, 50, 75, 100],
        1 => [10, 30, 60, 100],
        _ => [10, 20, 40, 100],
    };
    let share = format!("{}%", work.plan.get(due.checkpoint())?);
    sample.recompose();
    let mut words = vec![share];
    words.extend(due.words(sample.scene.year).iter().map(|words| sample.hand.time(words)));
    Some(Planted { words, ..Planted::default() })
}

pub(super) fn deadlines_conflict(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    // Later than the goals say, so that the plan still fits.
    let (project, due) = due_project(sample, rng, |due| due.checkpoint() < 3)?;
    let hand = sample.hand;
    let rows = &mut sample.draft.projects.get_mut(project)?.indicators;
    let row = rows.iter_mut().find(|row| is_time(row))?;
    row.target = hand.time("12月底前");
    let mut words = vec![row.target.clone()];
    words.extend(due.words(sample.scene.year).iter().map(|words| hand.time(words)));
    Some(Planted { words, ..Planted::default() })
}
