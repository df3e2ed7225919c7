//! One project with its numbers.

use crate::bank::{TaskTemplate, Template, TimeTemplate};
use crate::rng::Rng;
use crate::scene::basis::{self, Bases};
use crate::scene::{Due, Scene, code};

/// A project with its numbers.
#[derive(Clone, Debug)]
pub struct Work {
    /// Where its words come from.
    pub template: &'static Template,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// What it does.
    pub tasks: Vec<Task>,
    /// Values of the quality indicators that it has: which, how much in percent.
    pub good: Vec<(usize, i64)>,
    /// Timeliness.
    pub timing: Timing,
    /// Values of the benefit indicators that it has: which, how much.
    pub gain: Vec<(usize, i64)>,
    /// Satisfaction in percent.
    pub satisfaction: i64,
    /// Budget in yuan.
    pub budget: i64,
    /// The part of the budget that is not fiscal, in yuan.
    pub other: i64,
    /// Cumulative shares at the four checkpoints, in percent.
    pub plan: [i64; 4],
    /// What its targets rest on.
    pub bases: Bases,
}

/// One thing a project does.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its words.
    pub template: &'static TaskTemplate,
    /// How many.
    pub count: i64,
    /// What one costs at most, in yuan.
    pub unit_cost: i64,
}

/// The value of a timeliness indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Done by a day.
    Due(Due),
    /// A share done in time, in percent.
    Rate(i64),
    /// Done within so much time.
    Span(i64, &'static str),
}

impl Task {
    fn draw(template: &'static TaskTemplate, rng: &mut Rng) -> Task {
        let [low, high, step] = template.n;
        let (_, _, cheap, dear, by) = &template.cost;
        let count = rng.stepped(low, high, step);
        Task { template, count, unit_cost: rng.stepped(*cheap, *dear, *by) }
    }

    /// What it costs at most, in yuan.
    pub fn cost(&self) -> i64 {
        self.count * self.unit_cost
    }

    /// What one costs is given per this.
    pub fn per(&self) -> &'static str {
        match self.template.unit.as_str() {
            "个村" => "村",
            "个月" => "月",
            unit => unit,
        }
    }
}

impl Work {
    /// The budget that its tasks need, and not more than a few percent above.
    fn settle_budget(&mut self, rng: &mut Rng) {
        let needed: i64 = self.tasks.iter().map(Task::cost).sum();
        let spare = if rng.chance(40) { needed * rng.between(0, 4) / 100 } else { 0 };
        // Sums are written with two decimals in 万元, so they are whole hundreds of yuan.
        self.budget = (needed + spare + 99) / 100 * 100;
        self.other = match rng.below(8) {
            0 => self.budget * rng.between(1, 3) / 10 / 100 * 100,
            _ => 0,
        };
    }

    /// The same project a year before: counts and money 4 to 12 percent smaller.
    pub(super) fn shrink(&mut self, rng: &mut Rng) {
        let less = rng.between(4, 12);
        for task in &mut self.tasks {
            task.count = (task.count * (100 - less) / 100).max(1);
        }
        for (_, value) in &mut self.good {
            *value = (*value - 1).max(1);
        }
        for (index, value) in &mut self.gain {
            // What shall stay below a bound was bound no tighter.
            let bounded = self.template.gain.get(*index).is_some_and(|row| row.3 == "≤");
            if !bounded {
                *value = (*value * 97 / 100).max(1);
            }
        }
        if let Timing::Rate(rate) = &mut self.timing {
            *rate -= 1;
        }
        self.satisfaction -= 1;
        self.settle_budget(rng);
    }
}

pub(super) fn draw(
    scene: &Scene,
    template: &'static Template,
    number: usize,
    rng: &mut Rng,
) -> Work {
    let timing = timing(template, rng);
    let count = rng.below(template.gain.len()) + 1;
    let rows: Vec<usize> = (0..template.gain.len()).collect();
    let gain = rng.some(&rows, count).into_iter().copied();
    let gain: Vec<usize> = gain.collect();
    let mut work = Work {
        template,
        name: name(scene, template, rng),
        code: code::project(&scene.region, scene.year, number, rng),
        tasks: template.tasks.iter().map(|task| Task::draw(task, rng)).collect(),
        good: template
            .good
            .iter()
            .enumerate()
            .map(|(index, row)| (index, rng.between(row.2, row.3)))
            .collect(),
        plan: plan(&timing, rng),
        timing,
        gain: gain
            .into_iter()
            .filter_map(|index| {
                let row = template.gain.get(index)?;
                Some((index, rng.stepped(row.4, row.5, round(row.5 - row.4))))
            })
            .collect(),
        satisfaction: rng.between(90, 98),
        budget: 0,
        other: 0,
        bases: basis::bases(&scene.county.mark, scene, template, scene.year, rng),
    };
    work.settle_budget(rng);
    work
}

/// A step that keeps large numbers round.
fn round(range: i64) -> i64 {
    match range {
        0..=99 => 1,
        100..=999 => 10,
        1000..=9999 => 100,
        _ => 1000,
    }
}

/// Some projects bear the number of the notice that gives the money.
fn name(scene: &Scene, template: &Template, rng: &mut Rng) -> String {
    let name = template.name.clone();
    if !rng.chance(12) {
        return name;
    }
    let notice =
        basis::number(&format!("{}财{}", scene.county.city.1, scene.kind.mark), scene.year, rng);
    let from = rng.word(&["提前下达", "—提前下达"]);
    format!("{notice}{from}{}年{name}", scene.year)
}

fn timing(template: &'static Template, rng: &mut Rng) -> Timing {
    match &template.time {
        TimeTemplate::Date(..) => Timing::Due(Due::draw(&template.when, rng)),
        TimeTemplate::Rate(_, _, least) => Timing::Rate(rng.between(*least, 100)),
        TimeTemplate::Span(_, _, number, unit) => Timing::Span(*number, unit),
    }
}

/// Money is spent as the work is done: most of it by the first checkpoint after the deadline, not
/// all of it before.
fn plan(timing: &Timing, rng: &mut Rng) -> [i64; 4] {
    let done = match timing {
        Timing::Due(due) => due.checkpoint(),
        Timing::Rate(_) | Timing::Span(..) => 3,
    };
    let choices: &[[i64; 4]] = match done {
        0 => &[[100, 100, 100, 100], [90, 100, 100, 100], [85, 95, 100, 100]],
        1 => &[[20, 100, 100, 100], [30, 90, 100, 100], [15, 80, 95, 100], [40, 95, 100, 100]],
        2 => &[[10, 40, 100, 100], [20, 50, 90, 100], [15, 45, 85, 100], [25, 60, 95, 100]],
        _ => &[
            [25, 50, 75, 100],
            [20, 50, 75, 100],
            [25, 50, 80, 100],
            [30, 60, 90, 100],
            [25, 50, 70, 100],
        ],
    };
    rng.pick(choices).copied().unwrap_or([25, 50, 75, 100])
}
