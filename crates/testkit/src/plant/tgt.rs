//! TGT: what targets say.

use crate::draft::DraftIndicator;
use crate::hand::decimal;
use crate::plant::sites::{
    Site, a_row, a_silent_row, bare, is_benefit, is_cost, is_quality, is_quantity, is_rate,
    is_time, row, row_mut,
};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;
use crate::scene::{Timing, Tree};

fn set_target(sample: &mut Sample, site: Site, target: &str) -> Option<Planted> {
    row_mut(&mut sample.draft, site)?.target = target.to_owned();
    at([target])
}

fn target_of(sample: &Sample, site: Site) -> Option<String> {
    row(&sample.draft, site).map(|row| row.target.clone())
}

pub(super) fn cost_floor(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_row(&sample.draft, rng, is_cost)?;
    let figure = bare(&target_of(sample, site)?);
    let target = match rng.below(4) {
        0 => format!("不低于{figure}"),
        1 => format!("{figure}以上"),
        _ => format!("≥{figure}"),
    };
    set_target(sample, site, &target)
}

pub(super) fn vague(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_silent_row(&sample.draft, rng, |row| is_benefit(row) || is_quality(row))?;
    let words = rng.word(&[
        "较上年有所提高",
        "明显提升",
        "进一步增强",
        "持续改善",
        "有效提高",
        "不断提升",
        "显著改善",
        "逐步提高",
    ]);
    set_target(sample, site, words)
}

pub(super) fn no_operator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let fits = |row: &DraftIndicator| is_quantity(row) || is_cost(row);
    let site = a_row(&sample.draft, rng, fits)?;
    let target = bare(&target_of(sample, site)?);
    set_target(sample, site, &target)
}

pub(super) fn no_unit(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let quantity = rng.chance(50);
    let site = if quantity {
        a_row(&sample.draft, rng, is_quantity)?
    } else {
        a_silent_row(&sample.draft, rng, |row| is_quality(row) || is_benefit(row))?
    };
    let target = target_of(sample, site)?;
    // A target in Chinese numerals may have its unit before the number.
    if !target.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let target = without_unit(&target)?;
    // Without its unit the figure is not that of the goals any more.
    let planted = set_target(sample, site, &target)?;
    Some(planted.too(&["REL004", "REL005", "REL006", "REL013"]))
}

/// ≥40 of ≥40户, 40以上 of 40户以上. A number no greater than one could be a share.
fn without_unit(target: &str) -> Option<String> {
    let begins = target.find(|c: char| c.is_ascii_digit())?;
    let rest = target.get(begins..)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let (number, behind) = rest.split_at_checked(digits)?;
    let end = ["以上", "以内"].into_iter().find(|end| behind.ends_with(end)).unwrap_or_default();
    let is_large = number.parse::<i64>().is_ok_and(|number| number > 1);
    is_large.then(|| format!("{}{number}{end}", target.get(..begins).unwrap_or_default()))
}

pub(super) fn percentage_out_of_range(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let fits = |row: &DraftIndicator| is_rate(row) && (is_quality(row) || is_benefit(row));
    let site = a_silent_row(&sample.draft, rng, fits)?;
    let target = rng.word(&["≥105%", "≥120%", "＝110%", "≥-5%"]);
    set_target(sample, site, target)
}

pub(super) fn compound(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_row(&sample.draft, rng, |row| is_quantity(row) || is_quality(row))?;
    let target = target_of(sample, site)?;
    let second = rng.word(&["满意率≥90%", "差错率≤2%", "回访率≥80%"]);
    let joint = rng.word(&["，", "；", "、"]);
    set_target(sample, site, &format!("{target}{joint}{second}"))
}

pub(super) fn no_date(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let dated: Vec<usize> = sample
        .scene
        .works
        .iter()
        .enumerate()
        .filter(|(_, work)| matches!(work.timing, Timing::Due(_)))
        .map(|(index, _)| index)
        .collect();
    let project = *rng.pick(&dated)?;
    let rows = &sample.draft.projects.get(project)?.indicators;
    let site = Site { project, row: rows.iter().position(is_time)? };
    let target = rng.word(&["1年", "12个月", "365天", "一年"]);
    set_target(sample, site, target).map(|planted| planted.too(&["TGT003"]))
}

pub(super) fn full_satisfaction(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = rng.below(sample.scene.works.len());
    sample.scene.works.get_mut(index)?.satisfaction = 100;
    sample.recompose();
    let target = sample.hand.share(100);
    at([&target])
}

/// The only cost row of a project, as a lump sum.
pub(super) fn lump(
    sample: &mut Sample,
    rng: &mut Rng,
    names: [&str; 2],
    yuan: impl Fn(i64) -> i64,
) -> Option<String> {
    let project = rng.below(sample.draft.projects.len());
    let budget = sample.scene.works.get(project)?.budget;
    let target = sample.hand.at_most(&format!("{}万元", decimal(yuan(budget), 10_000)));
    let basis = sample.scene.works.get(project)?.bases.money.clone();
    let levels = match sample.scene.tree {
        Tree::CostUnderOutput => ["产出指标", "成本指标"],
        Tree::CostApart => ["成本指标", "经济成本指标"],
    };
    let rows = &mut sample.draft.projects.get_mut(project)?.indicators;
    let place = rows.iter().position(is_cost)?;
    rows.retain(|row| !is_cost(row));
    let [name, says] = names;
    let cells = [levels[0], levels[1], name, says, &target, &basis];
    rows.insert(place, DraftIndicator::new(cells));
    Some(target)
}

pub(super) fn whole_budget(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let names = *rng.one(&[
        ["项目总成本", "项目全年支出总额"],
        ["支出总额", "完成全部任务的支出"],
        ["项目成本控制数", "项目支出的控制总数"],
    ]);
    let target = lump(sample, rng, names, |budget| budget)?;
    at([&target])
}

pub(super) fn no_per(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let named = |row: &DraftIndicator| {
        ["人均", "户均", "场均", "件均", "亩均", "单价", "次均", "株均"]
            .iter()
            .any(|word| row.name.contains(word))
    };
    let site = a_row(&sample.draft, rng, |row| is_cost(row) && named(row))?;
    let target = target_of(sample, site)?;
    let behind = if target.ends_with("以内") { "以内" } else { "" };
    let target = format!("{}{behind}", target.split('/').next()?);
    // Read as a sum of its own it is far less than the budget.
    set_target(sample, site, &target).map(|planted| planted.too(&["REL003"]))
}
