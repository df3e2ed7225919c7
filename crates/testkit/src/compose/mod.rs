//! Writes a scene in one hand and one form: from numbers to a draft.
//!
//! What it writes is clean: no rule of the review has anything to say about it. Every figure of the
//! text has its row, every purpose its indicator, every promise its measure, because all of them
//! come from the same [`Work`](crate::scene::Work).

mod narrative;
mod pen;
mod project;
mod rows;

use crate::draft::Draft;
use crate::form::Form;
use crate::hand::Hand;
use crate::rng::Rng;
use crate::scene::Scene;

pub(crate) use pen::Pen;

/// The draft of a scene.
pub fn draft(scene: &Scene, form: &Form, hand: Hand, seed: u64) -> Draft {
    let mut pen = Pen::new(scene, form, hand, Rng::for_part(seed, "words"));
    let department = scene.department();
    let mut projects = Vec::with_capacity(scene.works.len());
    for work in &scene.works {
        projects.push(project::project(&mut pen, work));
    }
    Draft {
        region: scene.region.clone(),
        department: department.clone(),
        year: scene.year,
        compiled_by: department,
        reviewed_by: format!("{}财政局", scene.county.name),
        contents: None,
        overall: narrative::overall(&mut pen),
        sub_goals: narrative::sub_goals(&mut pen),
        safeguards: narrative::safeguards(&mut pen),
        projects,
    }
}
