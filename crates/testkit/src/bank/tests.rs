//! The content is held against what a clean statement needs.

use std::collections::BTreeSet;

use super::*;

/// Every project with the department that has it, those of any department with the first.
fn templates() -> impl Iterator<Item = (&'static Kind, &'static Template)> {
    let own = |kind: &'static Kind| kind.projects.iter().map(move |template| (kind, template));
    let common = bank().common.iter().map(|template| (&bank().kinds[0], template));
    bank().kinds.iter().flat_map(own).chain(common)
}

#[test]
fn there_is_enough_of_it() {
    assert!(bank().kinds.len() >= 12);
    for kind in &bank().kinds {
        assert!(kind.projects.len() >= 8, "{}", kind.id);
        assert!(kind.projects.len() + bank().common.len() >= 15);
    }
}

#[test]
fn counties_do_not_exist() {
    let regions = include_str!("../../../../data/regions/2021.csv");
    let known: BTreeSet<&str> =
        regions.lines().filter_map(|line| Some(line.split_once(',')?.1)).collect();
    for county in &bank().wording.counties {
        assert!(!known.contains(county.name.as_str()), "{}", county.name);
        assert!(!known.contains(county.city.0.as_str()), "{}", county.city.0);
    }
}

#[test]
fn names_are_unique_within_a_department() {
    for kind in &bank().kinds {
        let mut names = BTreeSet::new();
        for template in kind.projects.iter().chain(&bank().common) {
            let rows = template.tasks.iter().flat_map(|task| [&task.row, &task.cost.0]);
            let own = [&template.name, &template.aim, &template.doc, &template.why[0]];
            for name in rows.chain(own).chain([&template.why[1]]) {
                assert!(names.insert(name.clone()), "{}: {name}", kind.id);
            }
        }
    }
}

#[test]
fn rates_say_what_they_are_a_share_of() {
    for (kind, template) in templates() {
        let good = template.good.iter().map(|row| (&row.0, &row.1));
        let gain = template.gain.iter().map(|row| (&row.1, &row.2));
        for (name, says) in good.chain(gain) {
            let rate = name.ends_with('率') || name.ends_with("比例") || name.ends_with("占比");
            let defined = says.contains('占') || says.contains("比上年") || says.contains('比');
            assert!(!rate || defined && says.contains("比例"), "{} {name}: {says}", kind.id);
        }
    }
}

#[test]
fn units_are_known() {
    for (kind, template) in templates() {
        let counted = template.tasks.iter().map(|task| &task.unit);
        let gained = template.gain.iter().map(|row| &row.6);
        for unit in counted.chain(gained) {
            let known = ["万元", "平方米/人"].contains(&unit.as_str())
                || model::unit::unit_named(unit).is_some();
            assert!(known, "{} {}: {unit}", kind.id, template.name);
        }
    }
}

#[test]
fn purpose_items_and_indicators_share_words() {
    for (kind, template) in templates() {
        for task in &template.tasks {
            let shared = shared_run(&task.item, &format!("{}{}", task.row, task.says));
            assert!(shared >= 4, "{}: {} / {}", kind.id, task.item, task.row);
        }
        let items: String = template.tasks.iter().map(|task| task.item.as_str()).collect();
        assert!(shared_run(&template.name, &items) >= 2, "{} {}", kind.id, template.name);
    }
}

/// How many characters the longest run of `text` has that stands in `other` too.
fn shared_run(text: &str, other: &str) -> usize {
    let signs: Vec<char> = text.chars().collect();
    let runs = (0..signs.len()).flat_map(|from| (from + 1..=signs.len()).map(move |to| (from, to)));
    runs.filter(|(from, to)| other.contains(&signs[*from..*to].iter().collect::<String>()))
        .map(|(from, to)| to - from)
        .max()
        .unwrap_or(0)
}

#[test]
fn sentences_are_short_and_look_forward() {
    let wording = &bank().wording;
    let general = wording.openers.iter().chain(&wording.closers);
    let own = bank().kinds.iter().flat_map(|kind| &kind.focus);
    for sentence in general.chain(own) {
        assert!(sentence.chars().count() < 50 && sentence.ends_with('。'), "{sentence}");
        assert!(!sentence.contains('了'), "{sentence}");
    }
}
