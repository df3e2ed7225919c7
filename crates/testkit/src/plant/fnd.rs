//! FND: sums and the spending plan.

use crate::hand::decimal;
use crate::plant::sites::{a_project, add_sentence};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;
use crate::scene::{Timing, Work};

pub(super) fn total_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let money = sample.form.money;
    let work = sample.scene.works.get(index)?;
    let project = sample.draft.projects.get_mut(index)?;
    let missing = (work.budget / 10).max(100) / 100 * 100;
    if work.other == 0 && rng.chance(50) {
        project.other = money.sum(missing);
    } else {
        project.fiscal = money.sum(work.budget - work.other - missing);
    }
    let (total, fiscal) = (project.total.clone(), project.fiscal.clone());
    let other = project.other.clone();
    at([&total, &fiscal, &other])
}

/// The first checkpoint at or after the deadline.
fn done(work: &Work) -> usize {
    match work.timing {
        Timing::Due(due) => due.checkpoint(),
        Timing::Rate(_) | Timing::Span(..) => 3,
    }
}

fn set_share(sample: &mut Sample, project: usize, point: usize, share: &str) -> Option<()> {
    let plan = &mut sample.draft.projects.get_mut(project)?.plan;
    plan.get_mut(point)?.1 = share.to_owned();
    Some(())
}

pub(super) fn checkpoint_missing(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let plan = &mut sample.draft.projects.get_mut(index)?.plan;
    if rng.chance(50) {
        plan.pop()?;
        return at([]).map(|planted| planted.too(&["FND004"]));
    }
    let point = rng.below(3);
    set_share(sample, index, point, "")?;
    at([]).map(|planted| planted.too(&["FRM004", "REL008"]))
}

pub(super) fn plan_decreases(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let work = sample.scene.works.get(index)?;
    let [first, second, third, _] = work.plan;
    match done(work) {
        // What is spent by the deadline stays; the decrease comes after it, or before it.
        0 | 1 => {
            let lower = format!("{}%", second.min(third) - 15);
            set_share(sample, index, 2, &lower)?;
            at([&lower, &format!("{second}%")])
        }
        _ => {
            let (first, second) = (format!("{first}%"), format!("{second}%"));
            set_share(sample, index, 0, &second)?;
            set_share(sample, index, 1, &first)?;
            at([&first, &second])
        }
    }
}

pub(super) fn plan_short(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let end = *rng.one(&[90, 95, 98]);
    let plan = sample.scene.works.get(index)?.plan;
    for (point, share) in plan.iter().enumerate() {
        let share = if point == 3 { end } else { (*share).min(end) };
        set_share(sample, index, point, &format!("{share}%"))?;
    }
    at([&format!("{end}%")])
}

pub(super) fn out_of_range(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    if rng.chance(50) {
        set_share(sample, index, 3, "120%")?;
        at(["120%"]).map(|planted| planted.too(&["FND004"]))
    } else {
        set_share(sample, index, 0, "-5%")?;
        at(["-5%"]).map(|planted| planted.too(&["REL008"]))
    }
}

pub(super) fn department_total(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let total = sample.scene.total();
    let right = format!("合计{}万元", decimal(total, 10_000));
    let wrong = format!("合计{}万元", decimal(total + 10_000 * rng.between(2, 30), 10_000));
    let texts = sample.draft.overall.iter_mut();
    if let Some(text) = texts.into_iter().find(|text| text.contains(&right)) {
        *text = text.replacen(&right, &wrong, 1);
    } else {
        let sentence =
            format!("{}年部门预算项目支出{wrong}，全部纳入绩效管理。", sample.scene.year);
        let first = sample.draft.overall.first_mut().filter(|text| text.ends_with('。'));
        match first {
            Some(text) => text.push_str(&sentence),
            None => add_sentence(&mut sample.draft, rng, &sentence)?,
        }
    }
    at([&wrong])
}
