//! The head of a project's table: code, sums, purpose, plan, goals.

use crate::compose::pen::Pen;
use crate::compose::rows;
use crate::draft::DraftProject;
use crate::scene::Work;

pub(super) fn project(pen: &mut Pen<'_>, work: &Work) -> DraftProject {
    let money = pen.form.money;
    let other = match work.other {
        0 => pen.rng.word(&["", "", "0.00"]).to_owned(),
        sum => money.sum(sum),
    };
    DraftProject {
        unit_code: format!("{}001", pen.scene.kind.unit),
        unit_name: unit_name(pen),
        code_label: pen.form.labels.code.to_owned(),
        code: work.code.clone(),
        name: work.name.clone(),
        total: money.sum(work.budget),
        fiscal: money.sum(work.budget - work.other),
        other,
        purpose: purpose(pen, work),
        plan: [3, 6, 10, 12].into_iter().zip(work.plan.map(|share| format!("{share}%"))).collect(),
        goals: goals(pen, work),
        indicators: rows::rows(pen, work),
    }
}

/// The same in every table of a statement.
fn unit_name(pen: &Pen<'_>) -> String {
    let names = ["本级", "本级", "", "机关"];
    let chosen = usize::from(pen.scene.year.unsigned_abs()) + pen.scene.works.len();
    format!("{}{}", pen.scene.department(), names.get(chosen % 4).copied().unwrap_or_default())
}

fn purpose(pen: &mut Pen<'_>, work: &Work) -> String {
    let items = Pen::items(work);
    let begin = pen.rng.word(&["用于", "用于", "主要用于", "资金用于", "专项用于"]);
    let end = pen.rng.word(&["。", "。", "支出。", ""]);
    format!("{begin}{items}{end}")
}

/// What shall be reached: the quantities, what they are good for, until when, how satisfied.
fn goals(pen: &mut Pen<'_>, work: &Work) -> Vec<String> {
    let why = &work.template.why[0];
    let timing = pen.timing(work);
    let satisfaction = pen.satisfaction(work);
    let acts: Vec<String> = work
        .tasks
        .iter()
        .map(|task| pen.count(&task.template.act, task.count, &task.template.unit))
        .collect();
    match pen.rng.below(4) {
        0 => {
            let mut parts = vec![format!("全年{}", acts.join("、"))];
            parts.extend(timing);
            parts.extend([why.clone(), satisfaction]);
            vec![format!("{}。", parts.join("，"))]
        }
        1 => {
            let mut goals: Vec<String> = acts.into_iter().map(|act| format!("{act}；")).collect();
            goals.extend(timing.map(|timing| format!("{timing}；")));
            goals.push(format!("{why}，{satisfaction}。"));
            goals
        }
        _ => {
            let second = timing.into_iter().chain([satisfaction]).collect::<Vec<_>>();
            vec![format!("全年{}，{why}。", acts.join("、")), format!("{}。", second.join("，"))]
        }
    }
}
