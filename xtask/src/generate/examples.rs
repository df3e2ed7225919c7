//! `examples/`: statements of invented counties, one without faults and one with many.

use anyhow::{Context, Result};
use testkit::base::linhe;
use testkit::draft::{Draft, DraftIndicator, DraftProject};
use testkit::plain;

use super::Derived;

/// The statement in which no rule finds anything.
pub(super) fn clean() -> Derived {
    Derived { path: "examples/linhe-2026.txt", text: plain::text(&linhe()) }
}

/// The statement of another county, with faults of many kinds.
pub(super) fn faulty() -> Result<Derived> {
    let draft = wangchuan().context("the base has two projects with their rows")?;
    Ok(Derived { path: "examples/wangchuan-2026.txt", text: plain::text(&draft) })
}

fn wangchuan() -> Option<Draft> {
    let mut draft = moved(linhe());
    draft.reviewed_by = "望川县财政（厅/局）".into();
    draft.overall.push("进一步扩大工会影响，使全省范围内的职工都感受到关怀。".into());
    let goals = draft.sub_goals.first_mut()?.paragraphs.first_mut()?;
    *goals = goals.replace("95%", "90%");
    let [aid, check_up] = draft.projects.as_mut_slice() else { return None };
    aid.fiscal = "20.00".into();
    aid.plan = vec![(3, "50%".into()), (6, "40%".into()), (10, "75%".into()), (12, "100%".into())];
    set(aid, 0, |row| row.target = "≥30户".into())?;
    set(aid, 1, |row| row.basis = "望工发[2025]12号".into())?;
    set(aid, 4, |row| row.target = "按规定时间及时发放".into())?;
    set(check_up, 0, |row| row.target = "≥100".into())?;
    set(check_up, 3, |row| row.target = "≥500元/人".into())?;
    set(check_up, 5, |row| row.description = row.name.clone())?;
    Some(draft)
}

/// The same statement in 望川县.
fn moved(draft: Draft) -> Draft {
    let here = |text: &str| text.replace("临河", "望川").replace("临工发", "望工发");
    let project = |project: &DraftProject| DraftProject {
        unit_name: here(&project.unit_name),
        code: project.code.replace("990321", "990422"),
        indicators: project
            .indicators
            .iter()
            .map(|row| DraftIndicator { basis: here(&row.basis), ..row.clone() })
            .collect(),
        ..project.clone()
    };
    Draft {
        region: "990422".into(),
        department: here(&draft.department),
        compiled_by: here(&draft.compiled_by),
        reviewed_by: here(&draft.reviewed_by),
        projects: draft.projects.iter().map(project).collect(),
        ..draft
    }
}

fn set(
    project: &mut DraftProject,
    row: usize,
    change: impl FnOnce(&mut DraftIndicator),
) -> Option<()> {
    project.indicators.get_mut(row).map(change)
}
