//! HIS: against last year and against others.

use crate::draft::Draft;
use crate::plant::sites::{bare, is_quantity};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

/// Last year's statement beside a fault.
fn beside(planted: Option<Planted>, previous: Draft) -> Option<Planted> {
    planted.map(|planted| Planted { previous: Some(previous), ..planted })
}

pub(super) fn copied_unchanged(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let mut previous = sample.a_year_before();
    let index = rng.below(sample.draft.projects.len());
    let project = sample.draft.projects.get(index)?;
    previous.projects.get_mut(index)?.indicators.clone_from(&project.indicators);
    let words = project.indicators.iter().map(|row| row.target.clone()).collect();
    let planted = Planted { words, ..Planted::default() };
    beside(Some(planted), previous)
}

pub(super) fn below_last_year(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let mut previous = sample.a_year_before();
    let index = rng.below(sample.draft.projects.len());
    let rows = sample.draft.projects.get(index)?.indicators.iter();
    let name = rows.clone().find(|row| is_quantity(row))?.name.clone();
    let target = rows.clone().find(|row| is_quantity(row))?.target.clone();
    let task = sample.scene.works.get(index)?.tasks.first()?;
    let more = sample.hand.figure(task.count + task.count / 2 + 1, &task.template.unit);
    let old =
        previous.projects.get_mut(index)?.indicators.iter_mut().find(|row| row.name == name)?;
    old.target = sample.hand.at_least(&more);
    beside(at([&target, &bare(&target)]), previous)
}

pub(super) fn copied_from_elsewhere(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let mut other = sample.elsewhere();
    let texts = sample.draft.sub_goals.iter().flat_map(|item| &item.paragraphs);
    let long: Vec<&String> = texts.filter(|text| text.chars().count() >= 70).collect();
    let copied = (*rng.pick(&long)?).clone();
    other.overall.push(copied.clone());
    let planted = at([&copied])?;
    Some(Planted { other: Some(other), ..planted })
}

pub(super) fn budget_change(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let mut previous = sample.a_year_before();
    let index = rng.below(sample.draft.projects.len());
    let money = sample.form.money;
    let budget = sample.scene.works.get(index)?.budget;
    let project = sample.draft.projects.get(index)?;
    // What says that something is added explains the money.
    let explained = ["增加", "新增", "扩大", "提标", "压减"];
    let text = format!("{}{}{}", project.name, project.purpose, project.goals.concat());
    if explained.iter().any(|word| text.contains(word)) {
        return None;
    }
    let total = project.total.clone();
    let old = previous.projects.get_mut(index)?;
    // The money changed, what is to be reached for it did not.
    old.indicators.clone_from(&project.indicators);
    let before = if rng.chance(50) { budget / 2 } else { budget * 2 } / 100 * 100;
    old.total = money.sum(before);
    old.fiscal = money.sum(before);
    old.other.clear();
    beside(at([&total]).map(|planted| planted.too(&["HIS001"])), previous)
}
