//! Which sub-goal speaks of which project.

use std::collections::HashMap;

use model::statement::{Project, SubGoal};

use super::Terms;
use crate::Subject;

/// For each sub-goal the projects it speaks of, the likeliest first.
#[derive(Debug, Default)]
pub struct Links(Vec<Vec<usize>>);

/// Below this many thousandths of shared content two texts are about different things.
const AKIN: u64 = 90;

impl Links {
    /// Finds the links by rare terms that sub-goal and project share.
    pub(crate) fn of<'s>(subject: &Subject<'s>, items: impl Iterator<Item = &'s SubGoal>) -> Links {
        let rulebook = subject.rulebook;
        let projects: Vec<Terms> = subject
            .projects()
            .map(|(_, project)| Terms::of(rulebook, &words_of_project(project)))
            .collect();
        let items: Vec<Terms> =
            items.map(|item| Terms::of(rulebook, &words_of_item(item))).collect();
        let mut spread: HashMap<u64, u64> = HashMap::new();
        for pair in projects.iter().chain(&items).flat_map(Terms::pairs) {
            *spread.entry(*pair).or_default() += 1;
        }
        let weight = |terms: &Terms| -> u64 {
            terms.pairs().iter().filter_map(|pair| spread.get(pair)).map(|n| 10_000 / n).sum()
        };
        let linked = items.iter().map(|item| {
            let mut scores: Vec<(u64, usize)> = projects
                .iter()
                .enumerate()
                .map(|(index, project)| {
                    let shared = item.without(&item.without(project));
                    let whole = weight(item).min(weight(project)).max(1);
                    (weight(&shared) * 1000 / whole, index)
                })
                .collect();
            scores.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
            let best = scores.first().map_or(0, |(score, _)| *score);
            let near =
                scores.into_iter().filter(|(score, _)| *score >= AKIN && *score * 10 >= best * 7);
            near.map(|(_, index)| index).collect()
        });
        Links(linked.collect())
    }

    /// The projects that the sub-goal with this number speaks of, the likeliest first.
    pub fn projects(&self, sub_goal: usize) -> &[usize] {
        self.0.get(sub_goal).map_or(&[], Vec::as_slice)
    }
}

fn words_of_item(item: &SubGoal) -> String {
    let mut text = item.title.text.clone();
    for words in &item.paragraphs {
        text.push('。');
        text.push_str(&words.text);
    }
    text
}

fn words_of_project(project: &Project) -> String {
    let mut text = project.name().to_owned();
    let purpose = project.purpose.iter();
    for words in purpose.chain(project.goals.iter().map(|goal| &goal.words)) {
        text.push('。');
        text.push_str(&words.text);
    }
    for row in &project.indicators {
        text.push('。');
        text.push_str(row.name());
    }
    text
}
