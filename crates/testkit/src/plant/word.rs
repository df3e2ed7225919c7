//! REL009–REL012, REL015: things, people and years that must agree.

use crate::plant::sites::{a_project, replace_in, sub_goal_texts};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

/// Things that no project of the bank pays for.
const STRANGE: [&str; 7] =
    ["戏曲排演", "雕塑制作", "鱼苗投放", "灯会布展", "古籍影印", "桥牌比赛", "房屋租赁"];

/// One of them that shares no sign with the project.
fn strange(sample: &Sample, rng: &mut Rng, project: usize) -> Option<&'static str> {
    let text = format!("{:?}", sample.draft.projects.get(project)?);
    let free: Vec<&'static str> =
        STRANGE.into_iter().filter(|item| !item.chars().any(|c| text.contains(c))).collect();
    rng.pick(&free).copied()
}

/// Words for people that a purpose may name, and people that are none of them.
const PEOPLE: [&str; 20] = [
    "困难职工",
    "劳模",
    "学生",
    "幼儿",
    "教师",
    "特困人员",
    "低保家庭",
    "老年人",
    "儿童",
    "妇女",
    "乡村医生",
    "患者",
    "残疾人",
    "农民",
    "退役士兵",
    "复员军人",
    "优抚对象",
    "刑满释放人员",
    "社区矫正对象",
    "农户",
];

/// People who have nothing to do with a text that names some people.
fn outsiders(text: &str, rng: &mut Rng) -> Option<&'static str> {
    if !PEOPLE.iter().any(|people| text.contains(people)) {
        return None;
    }
    let strangers = [
        ("环卫工人", ["职工", "劳模", "工人"]),
        ("现役军人", ["军", "士兵", "优抚"]),
        ("游客", ["旅", "观众", "读者"]),
        ("在校学生", ["生", "儿", "教"]),
    ];
    let free: Vec<&'static str> = strangers
        .iter()
        .filter(|(_, kin)| !kin.iter().any(|kin| text.contains(kin)))
        .map(|(people, _)| *people)
        .collect();
    rng.pick(&free).copied()
}

pub(super) fn purpose_without_indicator(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let item = strange(sample, rng, index)?;
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
    let item = strange(sample, rng, index)?;
    let joint = rng.word(&["及", "和", "、"]);
    let project = sample.draft.projects.get_mut(index)?;
    project.name = format!("{item}{joint}{}", sample.scene.works.get(index)?.template.name);
    at([item, &project.name.clone()])
}

pub(super) fn group_outside(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let project = sample.draft.projects.get(index)?;
    // A purpose that names anybody excludes nobody.
    let anybody = ["群众", "干部", "居民", "工作人员", "志愿者"];
    if anybody.iter().any(|words| project.purpose.contains(words)) {
        return None;
    }
    let text = format!("{}{}", project.purpose, project.goals.concat());
    let people = outsiders(&project.purpose, rng).filter(|people| !text.contains(people))?;
    let verb = rng.word(&["慰问", "走访慰问", "救助"]);
    let goal = sample.draft.projects.get_mut(index)?.goals.last_mut()?;
    goal.push_str(&format!("{verb}{people}。"));
    at([people])
}

pub(super) fn year_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let before = format!("{}年", sample.scene.year - 1);
    match rng.below(3) {
        0 => {
            let text = sample.draft.overall.iter_mut().find(|text| text.ends_with('。'))?;
            text.push_str(&format!("{before}将继续做好各项重点工作。"));
        }
        1 => {
            let item = rng.below(sample.draft.sub_goals.len());
            let text = sub_goal_texts(&mut sample.draft, item);
            let verbs = ["组织实施", "抓好", "统筹做好", "按要求完成"];
            let text =
                text.into_iter().find(|text| verbs.iter().any(|verb| text.contains(verb)))?;
            let verb = verbs.into_iter().find(|verb| text.contains(verb))?;
            *text = text.replacen(verb, &format!("{before}{verb}"), 1);
        }
        _ => {
            let index = a_project(&sample.draft, rng)?;
            let goal = sample.draft.projects.get_mut(index)?.goals.first_mut()?;
            let rest = goal.strip_prefix("全年").unwrap_or(goal).to_owned();
            *goal = format!("{before}{rest}");
        }
    }
    at([&before])
}

pub(super) fn satisfaction_object_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let item = rng.below(sample.draft.sub_goals.len());
    let work = sample.scene.works.get(item)?;
    let who = &work.template.who;
    let figure = sample.hand.figure(work.satisfaction, "%");
    let other = outsiders(who, rng)?;
    let (right, wrong) = (format!("{who}满意度"), format!("{other}满意度"));
    replace_in(sub_goal_texts(&mut sample.draft, item), &right, &wrong)?;
    // Some of these people are another department's.
    at([&wrong, other, &figure]).map(|planted| planted.too(&["TXT001"]))
}
