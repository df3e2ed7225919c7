//! The running text: overall goals, sub-goals, safeguards.

use crate::compose::pen::Pen;
use crate::draft::DraftSubGoal;
use crate::form::Numbers;
use crate::hand::decimal;
use crate::scene::Work;

/// 总体绩效目标, in one of the ways counties write it.
pub(super) fn overall(pen: &mut Pen<'_>) -> Vec<String> {
    let wording = &crate::bank::bank().wording;
    let opener = pen.scene.fill(pen.rng.one(&wording.openers).as_str());
    let closer = pen.scene.fill(pen.rng.one(&wording.closers).as_str());
    let sum = sum_of_projects(pen);
    let kind = pen.scene.kind;
    let focus: Vec<String> = {
        let count = pen.rng.below(3) + 2;
        let chosen = pen.rng.some(&kind.focus, count);
        chosen.into_iter().map(|sentence| pen.scene.fill(sentence)).collect()
    };
    let count = pen.rng.below(2) + 2;
    let themes: Vec<(String, String)> = pen
        .rng
        .some(&kind.themes, count)
        .into_iter()
        .map(|(heading, body)| (pen.scene.fill(heading), pen.scene.fill(body)))
        .collect();
    match pen.rng.below(4) {
        0 => vec![format!("{opener}{}", focus.concat()), format!("{sum}{closer}")],
        1 => {
            let parts = (1..).zip(&themes).map(|(ordinal, (heading, body))| {
                let spoken = format!("{}是", crate::hand::chinese(ordinal));
                format!("{spoken}{heading}，{}", body.trim_end_matches('。'))
            });
            let list = parts.collect::<Vec<_>>().join("；");
            vec![format!("{opener}{list}。{closer}{sum}")]
        }
        2 => {
            let mut paragraphs = vec![format!("{opener}{}", focus.concat())];
            for (ordinal, (heading, body)) in (1..).zip(&themes) {
                paragraphs.push(format!("{}{heading}", pen.inner().sign(ordinal)));
                paragraphs.push(body.clone());
            }
            paragraphs.extend(Some(sum).filter(|sum| !sum.is_empty()));
            paragraphs
        }
        _ => {
            let mut paragraphs = vec![format!("{opener}{sum}")];
            for (ordinal, (heading, body)) in (1..).zip(&themes) {
                paragraphs.push(format!("{}{heading}。{body}", pen.inner().sign(ordinal)));
            }
            paragraphs.push(closer);
            paragraphs
        }
    }
}

/// Some statements give the sum of their projects.
fn sum_of_projects(pen: &mut Pen<'_>) -> String {
    if !pen.rng.chance(35) {
        return String::new();
    }
    let sum = decimal(pen.scene.total(), 10_000);
    format!("{}年部门预算项目支出合计{sum}万元，全部纳入绩效管理。", pen.scene.year)
}

/// How sub-goals are written; one way in one statement.
#[derive(Clone, Copy)]
struct Way {
    /// Heading and text in one paragraph.
    runs_in: bool,
    /// 绩效目标：… 绩效指标：…
    labelled: bool,
    /// Goal and indicators in a paragraph each.
    two_paragraphs: bool,
}

/// 分项绩效目标: one for each of the first projects.
pub(super) fn sub_goals(pen: &mut Pen<'_>) -> Vec<DraftSubGoal> {
    let way = Way {
        runs_in: pen.rng.chance(35),
        labelled: pen.rng.chance(55),
        two_paragraphs: pen.rng.chance(35),
    };
    let most = pen.rng.below(4) + 5;
    let works: Vec<&Work> = pen.scene.works.iter().take(most).collect();
    (1..).zip(works).map(|(ordinal, work)| sub_goal(pen, way, ordinal, work)).collect()
}

fn sub_goal(pen: &mut Pen<'_>, way: Way, ordinal: usize, work: &Work) -> DraftSubGoal {
    let verb = pen.rng.word(&["组织实施", "抓好", "统筹做好", "按要求完成"]);
    let objective = format!("{verb}{}，{}。", Pen::items(work), work.template.why[1]);
    let mut promises: Vec<String> = work
        .tasks
        .iter()
        .map(|task| {
            let words = task.template;
            let what = if way.labelled { &words.row } else { &words.act };
            pen.count(what, task.count, &words.unit)
        })
        .collect();
    promises.extend(pen.timing(work));
    if let (Some((index, percent)), true) = (work.good.first(), pen.rng.chance(40))
        && let Some((name, ..)) = work.template.good.get(*index)
    {
        promises.push(pen.share(name, *percent));
    }
    promises.push(pen.satisfaction(work));
    let promises = format!("{}。", promises.join(pen.rng.word(&["，", "，", "；"])));
    let (objective, promises) = if way.labelled {
        (format!("绩效目标：{objective}"), format!("绩效指标：{promises}"))
    } else {
        (objective, promises)
    };
    let number = match pen.inner() {
        Numbers::None => Numbers::ChineseInBrackets.sign(ordinal),
        numbers => numbers.sign(ordinal),
    };
    let title = work.template.aim.clone();
    if way.runs_in {
        let title = format!("{title}。{objective}{promises}");
        return DraftSubGoal { number, title, paragraphs: Vec::new() };
    }
    let paragraphs = if way.two_paragraphs {
        vec![objective, promises]
    } else {
        vec![format!("{objective}{promises}")]
    };
    DraftSubGoal { number, title, paragraphs }
}

/// 工作保障措施: general ones and some of the department's own.
pub(super) fn safeguards(pen: &mut Pen<'_>) -> Vec<String> {
    let general = pen.rng.below(3) + 2;
    let own = pen.rng.below(2) + 1;
    let wording = &crate::bank::bank().wording;
    let mut chosen = pen.rng.some(&wording.care, general);
    chosen.extend(pen.rng.some(&pen.scene.kind.care, own));
    pen.rng.shuffle(&mut chosen);
    let way = pen.rng.below(4);
    let mut paragraphs = Vec::new();
    for (ordinal, (heading, body)) in (1..).zip(chosen) {
        let (heading, body) = (pen.scene.fill(heading), pen.scene.fill(body));
        match way {
            0 => {
                paragraphs.push(format!("{}{heading}", pen.inner().sign(ordinal)));
                paragraphs.push(body);
            }
            1 => paragraphs.push(format!("{heading}。{body}")),
            _ => paragraphs.push(format!("{}{heading}。{body}", pen.inner().sign(ordinal))),
        }
    }
    paragraphs
}
