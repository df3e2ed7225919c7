//! IND: names and descriptions of indicators.

use crate::draft::DraftIndicator;
use crate::plant::sites::{
    a_project, a_row, a_silent_row, insert, is_benefit, is_cost, is_quality, is_quantity, is_rate,
    is_time, row, row_mut,
};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;
use crate::scene::Timing;

pub(super) fn description_repeats_name(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let fits = |row: &DraftIndicator| is_quantity(row) || is_cost(row) || is_time(row);
    let site = a_row(&sample.draft, rng, |row| fits(row) && !is_rate(row))?;
    let row = row_mut(&mut sample.draft, site)?;
    row.description.clone_from(&row.name);
    at([&row.name.clone()])
}

pub(super) fn target_repeats_description(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_silent_row(&sample.draft, rng, is_benefit)?;
    let (name, says) = *rng.one(&[
        ("政策落实效果", "各项惠民政策在基层落地见效"),
        ("社会影响", "全社会关心支持此项工作"),
        ("工作机制", "部门协作机制运行顺畅"),
        ("群众认可", "群众主动参与和配合此项工作"),
    ]);
    let row = row_mut(&mut sample.draft, site)?;
    row.name = name.into();
    row.description = says.into();
    row.target = says.into();
    // Words that nobody can measure are vague as well.
    at([says]).map(|planted| planted.too(&["TGT002"]))
}

pub(super) fn description_of_another(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let rows = &mut sample.draft.projects.get_mut(project)?.indicators;
    let (from, to) = (rng.below(rows.len()), rng.below(rows.len()));
    let words = if rng.chance(50) {
        rows.get(from)?.name.clone()
    } else {
        rows.get(from)?.description.clone()
    };
    let row = rows.get_mut(to)?;
    // The words fit the other row only: not a sign of them is in this row's name.
    let own: Vec<char> = row.name.chars().filter(|c| !"数量人率时间".contains(*c)).collect();
    if from == to || words.contains(own.as_slice()) {
        return None;
    }
    row.description.clone_from(&words);
    // Such a description does not say either what the row is a share of, or whose opinion counts.
    at([&words]).map(|planted| planted.too(&["IND005", "IND006", "REL015"]))
}

pub(super) fn aspect_misplaced(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let work = sample.scene.works.get(project)?;
    let basis = work.bases.main.clone();
    let due = match work.timing {
        Timing::Due(due) => due.words(sample.scene.year).first().cloned(),
        Timing::Rate(_) | Timing::Span(..) => None,
    };
    let hand = sample.hand;
    let (aspect, name, says, target) = match rng.below(3) {
        0 => {
            let target = hand.at_least(&hand.figure(6, "篇"));
            ("质量指标", "经验材料报送篇数", "年内报送的经验材料篇数", target)
        }
        1 => {
            let by = due.unwrap_or_else(|| "12月底前".into());
            ("数量指标", "年度任务完成时限", "全部任务办结的时限", hand.time(&by))
        }
        _ => {
            let target = hand.at_least(&hand.figure(6, "期"));
            ("质量指标", "工作简报编发期数", "年内编发的工作简报期数", target)
        }
    };
    let new = DraftIndicator::new(["产出指标", aspect, name, says, &target, &basis]);
    insert(sample, project, new)?;
    at([name, &target])
}

pub(super) fn unit_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    const PAIRS: [(&str, &str); 3] = [("人次", "人数"), ("人数", "户数"), ("户数", "人数")];
    let pair = |name: &str| PAIRS.iter().find(|(end, _)| name.ends_with(end)).copied();
    let site = a_row(&sample.draft, rng, |row| is_quantity(row) && pair(&row.name).is_some())?;
    let row = row_mut(&mut sample.draft, site)?;
    let (end, other) = pair(&row.name)?;
    row.name = format!("{}{other}", row.name.strip_suffix(end)?);
    let words = [row.name.clone(), row.target.clone()];
    at([&words[0], &words[1]])
}

pub(super) fn no_denominator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_silent_row(&sample.draft, rng, |row| is_benefit(row) && row.target.contains('%'))?;
    // Names that do not say by themselves what they are a share of.
    let (name, says) = *rng.one(&[
        ("群众参与率", "参与活动的群众情况"),
        ("服务覆盖率", "接受服务的对象"),
        ("政策惠及率", "享受政策的对象情况"),
        ("活动带动率", "活动的带动作用"),
        ("群众参与率", "群众参与率情况"),
    ]);
    let row = row_mut(&mut sample.draft, site)?;
    row.name = name.into();
    row.description = says.into();
    at([name, says]).map(|planted| planted.too(&["IND001"]))
}

pub(super) fn repeated(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_silent_row(&sample.draft, rng, |row| is_benefit(row) || is_quality(row))?;
    let mut copy = row(&sample.draft, site)?.clone();
    if rng.chance(50) {
        copy.description = format!("按年度统计，{}", copy.description);
    }
    let name = copy.name.clone();
    let rows = &mut sample.draft.projects.get_mut(site.project)?.indicators;
    rows.insert(site.row + 1, copy);
    // One of the two equal descriptions is that of another row too.
    at([&name]).map(|planted| planted.too(&["IND003"]))
}

pub(super) fn two_objects(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let basis = sample.scene.works.get(project)?.bases.main.clone();
    let hand = sample.hand;
    // A verb with two objects, or two things each counted in its own way.
    let (name, says, unit) = *rng.one(&[
        ("印发宣传手册和宣传折页", "全年印发的宣传材料", "套"),
        ("制作专题片与宣传海报", "年内制作的宣传作品", "部"),
        ("专题讲座场次和参加人次", "全年举办的专题讲座", "场"),
        ("培训班次及参训人数", "年内举办的培训班", "班"),
    ]);
    // No cost of the project may be counted by this unit.
    let rows = &sample.draft.projects.get(project)?.indicators;
    if rows.iter().any(|row| row.target.contains(unit)) {
        return None;
    }
    let target = hand.at_least(&hand.figure(8, unit));
    let new = DraftIndicator::new(["产出指标", "数量指标", name, says, &target, &basis]);
    insert(sample, project, new)?;
    // One of the two is not counted in the unit of the target.
    at([name]).map(|planted| planted.too(&["IND005"]))
}
