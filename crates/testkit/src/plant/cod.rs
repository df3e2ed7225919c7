//! COD: project codes.

use crate::plant::sites::a_project;
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;
use crate::scene::with_check;

/// Constant of the check sign that Hebei's published codes have.
const HEBEI: u32 = 30;

fn is_hebei(code: &str) -> bool {
    code.starts_with("13")
}

/// A body of twenty signs with a check sign that fits its region.
fn checked(body: &str) -> String {
    with_check(body, if is_hebei(body) { HEBEI } else { 7 })
}

pub(super) fn malformed(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let code = &mut sample.draft.projects.get_mut(index)?.code;
    *code = match rng.below(4) {
        // A sign too few, a sign too many, a letter for a figure, a small letter.
        0 => format!("{}{}", code.get(..12)?, code.get(13..)?),
        1 => format!("{}0{}", code.get(..12)?, code.get(12..)?),
        2 => format!("{}O{}", code.get(..4)?, code.get(5..)?),
        _ => code.to_ascii_lowercase(),
    };
    at([&code.clone()])
}

pub(super) fn check_wrong(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    if !is_hebei(&sample.scene.region) {
        sample.scene.region = "130188".into();
        for work in &mut sample.scene.works {
            work.code = checked(&format!("130188{}", work.code.get(6..20)?));
        }
        sample.recompose();
    }
    let index = a_project(&sample.draft, rng)?;
    let code = &mut sample.draft.projects.get_mut(index)?.code;
    let wrong = |candidate: &str| candidate != checked(candidate.get(..20).unwrap_or_default());
    let mut signs: Vec<char> = code.chars().collect();
    // Two neighbours exchanged, or the last sign another.
    let place = (9..19).find(|place| signs.get(*place) != signs.get(place + 1))?;
    if rng.chance(50) {
        signs.swap(place, place + 1);
    } else if let Some(last) = signs.last_mut() {
        *last = if *last == '0' { '1' } else { '0' };
    }
    *code = signs.into_iter().collect();
    if wrong(code) { at([&code.clone()]) } else { None }
}

pub(super) fn region_differs(sample: &mut Sample, _rng: &mut Rng) -> Option<Planted> {
    if sample.draft.projects.len() < 2 {
        return None;
    }
    let code = &mut sample.draft.projects.last_mut()?.code;
    let region = if is_hebei(code) { "130799" } else { "990731" };
    *code = checked(&format!("{region}{}", code.get(6..20)?));
    at([&code.clone()])
}

pub(super) fn year_differs(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let index = a_project(&sample.draft, rng)?;
    let year = i64::from(sample.scene.year % 100) + 1;
    let code = &mut sample.draft.projects.get_mut(index)?.code;
    *code = checked(&format!("{}{year:02}{}", code.get(..6)?, code.get(8..20)?));
    at([&code.clone()])
}

pub(super) fn repeated(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let count = sample.draft.projects.len();
    if count < 2 {
        return None;
    }
    let index = rng.below(count - 1) + 1;
    let code = sample.draft.projects.first()?.code.clone();
    sample.draft.projects.get_mut(index)?.code.clone_from(&code);
    at([&code])
}
