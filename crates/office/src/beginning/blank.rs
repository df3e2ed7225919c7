//! What a new statement begins with: the official parts and tables, or last year's.

use ground::Day;
use model::draft::{Draft, DraftCheckpoint, DraftIndicator, DraftProject, DraftSubGoal};
use read::Reading;
use rulebook::{Need, Parameter, Rulebook};
use store::organisations::Organisation;

use super::MOST_PROJECTS;

/// The headings of the first sub-goals.
const SUB_GOALS: [&str; 3] = ["（一）", "（二）", "（三）"];

/// The official parts and tables, still to be filled in.
pub(super) fn blank(
    rulebook: &Rulebook,
    owner: &Organisation,
    year: i16,
    projects: usize,
) -> Draft {
    let place = rulebook.regions().name(&owner.region).unwrap_or_default();
    let sub_goal =
        |title: &&str| DraftSubGoal { title: (*title).to_owned(), ..DraftSubGoal::default() };
    let mut draft = Draft {
        year: year.to_string(),
        region: owner.region.clone(),
        department: owner.name.clone(),
        title: format!("{}{year}年部门预算绩效文本", owner.name),
        compiled_by: owner.name.clone(),
        reviewed_by: if place.is_empty() { String::new() } else { format!("{place}财政局") },
        ..Draft::default()
    };
    draft.overall.heading = "一、总体绩效目标".to_owned();
    draft.sub_goals.heading = "二、分项绩效目标".to_owned();
    draft.sub_goals.items = SUB_GOALS.iter().map(sub_goal).collect();
    draft.safeguards.heading = "三、工作保障措施".to_owned();
    let project = DraftProject {
        unit_code: owner.code.clone(),
        unit_name: format!("{}本级", owner.name),
        money_unit: "万元".to_owned(),
        plan: months(rulebook, year, &owner.region),
        indicators: usual_rows(rulebook, year, &owner.region),
        ..DraftProject::default()
    };
    draft.projects = (1..=projects.clamp(1, MOST_PROJECTS))
        .map(|number| DraftProject { heading: format!("{number}."), ..project.clone() })
        .collect();
    draft
}

/// The points of the spending plan: those of the province, else the ends of the quarters.
fn months(rulebook: &Rulebook, year: i16, region: &str) -> Vec<DraftCheckpoint> {
    let day = Day::new(year, 1, 1).unwrap_or_default();
    let known = rulebook.parameter(Parameter::Checkpoints, day, region);
    let known: Vec<u8> = known.map_or_else(Vec::new, |value| {
        value.numbers().iter().filter_map(|month| month.to_string().parse().ok()).collect()
    });
    let months = if known.is_empty() { vec![3, 6, 9, 12] } else { known };
    let point = |month| DraftCheckpoint { month, ..DraftCheckpoint::default() };
    months.into_iter().map(point).collect()
}

/// A row for each aspect that a project usually has; of a dimension whose aspects are at choice one row.
fn usual_rows(rulebook: &Rulebook, year: i16, region: &str) -> Vec<DraftIndicator> {
    let Some(tree) = rulebook.frameworks(year, region).first().copied() else { return Vec::new() };
    let row = |dimension: &str, aspect: &str| DraftIndicator {
        dimension: dimension.to_owned(),
        aspect: aspect.to_owned(),
        ..DraftIndicator::default()
    };
    let rows = tree.dimensions.iter().flat_map(|dimension| {
        let usual = dimension.aspects.iter().filter(|aspect| aspect.need != Need::Optional);
        let mut usual: Vec<_> = usual.map(|aspect| row(&dimension.name, &aspect.name)).collect();
        if usual.is_empty() {
            usual.push(row(&dimension.name, ""));
        }
        usual
    });
    rows.collect()
}

/// Last year's statement under this year's cover, its sums and contents blank: they are new every year.
pub(super) fn carried_on(before: &Reading, year: i16) -> Draft {
    let mut draft = Draft::of(&before.statement);
    let (old, new) = ((year - 1).to_string(), year.to_string());
    draft.year.clone_from(&new);
    draft.title = draft.title.replace(&old, &new);
    draft.contents.clear();
    for project in &mut draft.projects {
        for sum in [&mut project.total, &mut project.fiscal, &mut project.other] {
            sum.clear();
        }
        project.plan.iter_mut().for_each(|point| point.share.clear());
    }
    draft
}
