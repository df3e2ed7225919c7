//! REL009–REL012, REL015: things, people and years that must agree.

use crate::plant::sites::{a_project, replace_in, sub_goal_texts};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

/// Things that no project of the bank pays for.
const STRANGE: [&str; 6] = [
    "文艺节目排演",
    "办公场所租赁",
    "专家咨询论证",
    "志愿服务队伍组建",
    "理论课题研究",
    "对外交流合作",
];

pub(super) fn purpose_without_indicator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let item = rng.word(&STRANGE);
    let purpose = &mut sample.draft.projects.get_mut(index)?.purpose;
    let begins = ["专项用于", "主要用于", "资金用于", "用于"]
        .into_iter()
        .find(|begin| purpose.starts_with(begin))?;
    let rest = purpose.get(begins.len()..)?.to_owned();
    *purpose = format!("{begins}{item}、{rest}");
    at([item])
}

pub(super) fn name_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let item = rng.word(&STRANGE);
    let joint = rng.word(&["及", "和", "、"]);
    let project = sample.draft.projects.get_mut(index)?;
    project.name = format!("{item}{joint}{}", sample.scene.works.get(index)?.template.name);
    at([item, &project.name.clone()])
}

pub(super) fn group_outside(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let text = format!("{:?}", sample.draft.projects.get(index)?);
    let people = ["环卫工人", "货车司机", "快递员", "外来务工人员", "孤寡老人", "养路工人"];
    let free: Vec<&'static str> =
        people.into_iter().filter(|people| !text.contains(people)).collect();
    let people = rng.word(&free);
    let verb = rng.word(&["慰问", "走访慰问", "救助"]);
    let goal = sample.draft.projects.get_mut(index)?.goals.last_mut()?;
    goal.push_str(&format!("{verb}{people}。"));
    at([people])
}

pub(super) fn year_differs(sample: &mut Sample, _rng: &mut Rng) -> Option<Planted> {
    let year = sample.scene.year;
    let (right, wrong) = (format!("{year}年"), format!("{}年", year - 1));
    replace_in(sample.draft.overall.iter_mut().collect(), &right, &wrong)?;
    at([&wrong])
}

pub(super) fn satisfaction_object_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let item = rng.below(sample.draft.sub_goals.len());
    let who = &sample.scene.works.get(item)?.template.who;
    let other = rng.word(&["社会公众", "机关干部", "参会代表", "协作单位"]);
    let (right, wrong) = (format!("{who}满意度"), format!("{other}满意度"));
    replace_in(sub_goal_texts(&mut sample.draft, item), &right, &wrong)?;
    at([&wrong, other])
}
