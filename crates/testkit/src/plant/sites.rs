//! Where in a draft a fault can stand.

use crate::draft::{Draft, DraftIndicator};
use crate::rng::Rng;
use crate::sample::Sample;

/// A row of a project, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) project: usize,
    pub(super) row: usize,
}

/// The rows that fit.
pub(super) fn rows(draft: &Draft, fits: impl Fn(&DraftIndicator) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for (project, table) in draft.projects.iter().enumerate() {
        for (row, indicator) in table.indicators.iter().enumerate() {
            if fits(indicator) {
                sites.push(Site { project, row });
            }
        }
    }
    sites
}

/// One of the rows that fit.
pub(super) fn a_row(
    draft: &Draft,
    rng: &mut Rng,
    fits: impl Fn(&DraftIndicator) -> bool,
) -> Option<Site> {
    rng.pick(&rows(draft, fits)).copied()
}

pub(super) fn row(draft: &Draft, site: Site) -> Option<&DraftIndicator> {
    draft.projects.get(site.project)?.indicators.get(site.row)
}

pub(super) fn row_mut(draft: &mut Draft, site: Site) -> Option<&mut DraftIndicator> {
    draft.projects.get_mut(site.project)?.indicators.get_mut(site.row)
}

pub(super) fn is_quantity(row: &DraftIndicator) -> bool {
    row.aspect == "数量指标"
}

pub(super) fn is_quality(row: &DraftIndicator) -> bool {
    row.aspect == "质量指标"
}

pub(super) fn is_time(row: &DraftIndicator) -> bool {
    row.aspect == "时效指标"
}

pub(super) fn is_cost(row: &DraftIndicator) -> bool {
    row.aspect == "成本指标" || row.aspect == "经济成本指标"
}

pub(super) fn is_benefit(row: &DraftIndicator) -> bool {
    row.dimension == "效益指标"
}

/// Whether the name is that of a share.
pub(super) fn is_rate(row: &DraftIndicator) -> bool {
    ["率", "比例", "占比", "满意度"].iter().any(|end| row.name.ends_with(end))
}

/// Whether goals or sub-goals speak of what this row measures.
pub(super) fn is_mentioned(draft: &Draft, row: &DraftIndicator) -> bool {
    if is_benefit(row) || is_cost(row) {
        return false;
    }
    if !is_quality(row) {
        return true;
    }
    let goals = draft.projects.iter().flat_map(|project| &project.goals);
    let subs = draft.sub_goals.iter().flat_map(|item| item.paragraphs.iter().chain([&item.title]));
    goals.chain(subs).any(|text| text.contains(&row.name))
}

/// One of the rows that fit and that no text speaks of.
pub(super) fn a_silent_row(
    draft: &Draft,
    rng: &mut Rng,
    fits: impl Fn(&DraftIndicator) -> bool,
) -> Option<Site> {
    a_row(draft, rng, |row| fits(row) && !is_mentioned(draft, row))
}

/// A target without its operator: 40户 of ≥40户, 不少于40户 and 40户以上.
pub(super) fn bare(target: &str) -> String {
    let signs = ['≥', '≤', '≧', '≦', '＝', '=', '>', '<'];
    let mut text = target.trim_start_matches(signs);
    for word in ["不少于", "不低于", "不超过", "不高于"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    for word in ["以上", "以内"] {
        text = text.strip_suffix(word).unwrap_or(text);
    }
    text.to_owned()
}

/// Adds a row behind the last row of its aspect, or behind the first row where it has none.
pub(super) fn insert(sample: &mut Sample, project: usize, new: DraftIndicator) -> Option<()> {
    let rows = &mut sample.draft.projects.get_mut(project)?.indicators;
    let same = |row: &DraftIndicator| row.dimension == new.dimension && row.aspect == new.aspect;
    let at = rows.iter().rposition(same).unwrap_or(0) + 1;
    rows.insert(at.min(rows.len()), new);
    Some(())
}

/// A project by chance.
pub(super) fn a_project(draft: &Draft, rng: &mut Rng) -> Option<usize> {
    (!draft.projects.is_empty()).then(|| rng.below(draft.projects.len()))
}

/// All text of the first part, one paragraph after another, to be changed.
pub(super) fn sub_goal_texts(draft: &mut Draft, item: usize) -> Vec<&mut String> {
    let Some(item) = draft.sub_goals.get_mut(item) else { return Vec::new() };
    if item.paragraphs.is_empty() {
        return vec![&mut item.title];
    }
    item.paragraphs.iter_mut().collect()
}

/// Replaces the first occurrence of some words in any of the texts.
pub(super) fn replace_in(texts: Vec<&mut String>, words: &str, with: &str) -> Option<()> {
    for text in texts {
        if text.contains(words) {
            *text = text.replacen(words, with, 1);
            return Some(());
        }
    }
    None
}

/// Adds a sentence to a paragraph of running text: of the overall goals or of the safeguards.
pub(super) fn add_sentence(draft: &mut Draft, rng: &mut Rng, sentence: &str) -> Option<()> {
    let paragraphs = if rng.chance(50) { &mut draft.overall } else { &mut draft.safeguards };
    let whole: Vec<usize> = (0..paragraphs.len())
        .filter(|at| paragraphs.get(*at).is_some_and(|p| p.ends_with('。')))
        .collect();
    let at = *rng.pick(&whole)?;
    paragraphs.get_mut(at)?.push_str(sentence);
    Some(())
}
