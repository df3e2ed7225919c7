//! REL001–REL003, REL007: quantities, unit costs and the budget.

use crate::plant::sites::{bare, is_cost, is_quantity, sub_goal_texts};
use crate::plant::tgt::lump;
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

pub(super) fn product_exceeds(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = rng.below(sample.draft.projects.len());
    // What one costs is raised by half, and the budget is not. A cap proves nothing: the price is
    // exact, or a floor.
    for task in &mut sample.scene.works.get_mut(project)?.tasks {
        task.unit_cost += task.unit_cost.div_euclid(2).max(1);
    }
    sample.recompose();
    let operator = rng.word(&["＝", "=", "≥"]);
    let project = sample.draft.projects.get_mut(project)?;
    let mut words = vec![project.total.clone()];
    for row in project.indicators.iter_mut().filter(|row| is_cost(row)) {
        row.target = format!("{operator}{}", bare(&row.target));
    }
    let rows = project.indicators.iter().filter(|row| is_cost(row) || is_quantity(row));
    words.extend(rows.map(|row| row.target.clone()));
    Some(Planted { words, ..Planted::default() }.too(&["TGT001"]))
}

pub(super) fn total_exceeds(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let names = *rng.one(&[["项目总成本", "项目全年支出总额"], ["支出总额", "完成全部任务的支出"]]);
    let target = lump(sample, rng, names, |budget| budget / 100 * 120)?;
    at([&target])
}

pub(super) fn not_absorbed(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = rng.below(sample.draft.projects.len());
    // The caps shrink to half, and the counts are exact: the rest of the budget has no use.
    for task in &mut sample.scene.works.get_mut(project)?.tasks {
        task.unit_cost = (task.unit_cost / 2).max(1);
    }
    let work = sample.scene.works.get(project)?;
    let needed: i64 = work.tasks.iter().map(crate::scene::Task::cost).sum();
    if needed * 100 > work.budget * 70 {
        return None;
    }
    sample.recompose();
    let project = sample.draft.projects.get_mut(project)?;
    let mut words = vec![project.total.clone()];
    for row in project.indicators.iter_mut().filter(|row| is_quantity(row)) {
        row.target = format!("＝{}", bare(&row.target));
    }
    let rows = project.indicators.iter().filter(|row| is_cost(row) || is_quantity(row));
    words.extend(rows.map(|row| row.target.clone()));
    Some(Planted { words, ..Planted::default() })
}

pub(super) fn sub_goal_amount_exceeds(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let item = rng.below(sample.draft.sub_goals.len());
    let budget = sample.scene.works.get(item)?.budget;
    let people = *rng.one(&[50, 80, 100]);
    let each = (budget * 2 / people / 100).max(10) * 100;
    let hand = sample.hand;
    let sentence =
        format!("表彰先进个人{}，每人奖励{}。", hand.figure(people, "名"), hand.figure(each, "元"));
    sub_goal_texts(&mut sample.draft, item).pop()?.push_str(&sentence);
    let (people, each) = (hand.figure(people, "名"), hand.figure(each, "元"));
    // The table knows nothing of such prizes.
    at([&people, &each]).map(|planted| planted.too(&["REL006", "REL011", "REL013"]))
}
