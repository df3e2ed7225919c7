//! The rows of the indicator table.

use crate::compose::pen::{Pen, usual};
use crate::draft::DraftIndicator;
use crate::scene::{Task, Timing, Tree, Work};

const OUTPUT: &str = "产出指标";
const BENEFIT: &str = "效益指标";
const COST: &str = "成本指标";

pub(super) fn rows(pen: &mut Pen<'_>, work: &Work) -> Vec<DraftIndicator> {
    let mut rows = Vec::new();
    let costs = costs(pen, work);
    if pen.scene.tree == Tree::CostApart {
        rows.extend(costs.clone());
    }
    rows.extend(work.tasks.iter().map(|task| quantity(pen, work, task)));
    rows.extend(qualities(pen, work));
    rows.push(timeliness(pen, work));
    if pen.scene.tree == Tree::CostUnderOutput {
        rows.extend(costs);
    }
    rows.extend(benefits(pen, work));
    rows.push(satisfaction(pen, work));
    rows
}

fn row(levels: [&str; 2], name: &str, says: &str, target: &str, basis: &str) -> DraftIndicator {
    let [dimension, aspect] = levels;
    DraftIndicator::new([dimension, aspect, name, says, target, basis])
}

fn quantity(pen: &Pen<'_>, work: &Work, task: &Task) -> DraftIndicator {
    let target = pen.hand.at_least(&pen.hand.figure(task.count, &task.template.unit));
    let words = task.template;
    row([OUTPUT, "数量指标"], &words.row, &words.says, &target, &work.bases.main)
}

fn qualities(pen: &Pen<'_>, work: &Work) -> Vec<DraftIndicator> {
    let rows = work.good.iter().filter_map(|(index, percent)| {
        let (name, says, _, _) = work.template.good.get(*index)?;
        let target = pen.hand.share(*percent);
        Some(row([OUTPUT, "质量指标"], name, says, &target, &work.bases.main))
    });
    rows.collect()
}

fn timeliness(pen: &mut Pen<'_>, work: &Work) -> DraftIndicator {
    let (name, says) = work.template.time.words();
    let target = match work.timing {
        Timing::Due(due) => {
            let words = due.words(pen.scene.year);
            let by = words.get(usual(work, words.len())).map_or("", String::as_str);
            let end = pen.rng.word(&["", "", "完成"]);
            format!("{}{end}", pen.hand.time(by))
        }
        Timing::Rate(rate) => pen.hand.share(rate),
        Timing::Span(number, unit) => pen.hand.at_most(&pen.hand.figure(number, unit)),
    };
    row([OUTPUT, "时效指标"], name, says, &target, &work.bases.main)
}

fn costs(pen: &Pen<'_>, work: &Work) -> Vec<DraftIndicator> {
    let levels = match pen.scene.tree {
        Tree::CostUnderOutput => [OUTPUT, COST],
        Tree::CostApart => [COST, "经济成本指标"],
    };
    let rows = work.tasks.iter().map(|task| {
        let (name, says, ..) = &task.template.cost;
        let unit = format!("元/{}", task.per());
        let target = pen.hand.at_most(&pen.hand.figure(task.unit_cost, &unit));
        row(levels, name, says, &target, &work.bases.money)
    });
    rows.collect()
}

/// Benefits in the order of the tree. 可持续影响 is no aspect of its own in the tree of 2021.
fn benefits(pen: &Pen<'_>, work: &Work) -> Vec<DraftIndicator> {
    let mut rows = Vec::new();
    for kind in ["经济", "社会", "生态", "可持续"] {
        for (index, value) in &work.gain {
            let Some((of, name, says, sign, _, _, unit)) = work.template.gain.get(*index) else {
                continue;
            };
            if of != kind {
                continue;
            }
            let aspect = match (kind, pen.scene.tree) {
                ("可持续", Tree::CostUnderOutput) => "可持续影响指标".to_owned(),
                ("可持续", Tree::CostApart) => "社会效益指标".to_owned(),
                _ => format!("{kind}效益指标"),
            };
            let figure = pen.hand.figure(*value, unit);
            let target =
                if sign == "≤" { pen.hand.at_most(&figure) } else { pen.hand.at_least(&figure) };
            rows.push(row([BENEFIT, &aspect], name, says, &target, &work.bases.main));
        }
    }
    if pen.scene.tree == Tree::CostApart {
        // Two kinds became one aspect: its rows stay together.
        rows.sort_by_key(|row| order(&row.aspect));
    }
    rows
}

fn order(aspect: &str) -> usize {
    ["经济效益指标", "社会效益指标", "生态效益指标"].iter().position(|a| *a == aspect).unwrap_or(3)
}

fn satisfaction(pen: &mut Pen<'_>, work: &Work) -> DraftIndicator {
    let who = &work.template.who;
    let says = match pen.rng.below(3) {
        0 => format!("满意度调查中评价为满意的{who}占参加调查{who}的比例"),
        1 => format!("对服务表示满意的受访{who}占受访{who}总数的比例"),
        _ => format!("表示满意的受访{who}占全部受访{who}的比例"),
    };
    let target = pen.hand.share(work.satisfaction);
    let levels = ["满意度指标", "服务对象满意度指标"];
    row(levels, &format!("{who}满意度"), &says, &target, &work.bases.main)
}
