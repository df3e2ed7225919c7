//! Comparing and merging drafts that were edited at random: every edit is told, none is lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use model::compare::{Conflict, Kind, compare, merge};
use model::draft::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftProject,
    DraftSubGoal,
};

const ROUNDS: u64 = 600;

/// Numbers that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

fn row(tag: &str, index: usize) -> DraftIndicator {
    DraftIndicator {
        dimension: "产出指标".into(),
        aspect: ["数量指标", "质量指标"][index % 2].into(),
        name: format!("第{tag}类事项{index}"),
        description: format!("{tag}类事项办理的数量{index}"),
        target: format!("≥{index}0件"),
        basis: "年度计划".into(),
        ..DraftIndicator::default()
    }
}

fn project(index: usize, dice: &mut Dice) -> DraftProject {
    let tag = ["甲", "乙", "丙", "丁", "戊", "己"][index % 6];
    let months = [3, 6, 9, 12];
    DraftProject {
        code: format!("99032126P0011001000{index}X"),
        name: format!("{tag}类事项经费"),
        total: "10.00".into(),
        plan: months
            .map(|month| DraftCheckpoint { month, label: String::new(), share: "25%".into() })
            .into(),
        goals: (1..=dice.below(4))
            .map(|at| DraftGoal::new(&format!("{at}.办理{tag}类{at}。")))
            .collect(),
        indicators: (0..dice.below(7)).map(|at| row(tag, at)).collect(),
        ..DraftProject::default()
    }
}

fn draft(seed: u64) -> Draft {
    let mut dice = Dice::new(seed);
    let mut draft = Draft {
        title: "临河县总工会2026年部门预算绩效文本".into(),
        ..Draft::default()
    };
    draft.contents =
        vec![DraftEntry { title: "一、总体绩效目标".into(), page: "1".into() }];
    draft.overall.paragraphs =
        (1..=dice.below(5)).map(|at| DraftParagraph::new(&format!("（{at}）职责之{at}"))).collect();
    draft.sub_goals.items = (1..=dice.below(4))
        .map(|at| DraftSubGoal {
            title: format!("（{at}）任务之{at}"),
            paragraphs: vec![DraftParagraph::new(&format!("任务{at}的绩效目标：办好。"))],
            ..DraftSubGoal::default()
        })
        .collect();
    let count = 1 + dice.below(5);
    draft.projects = (0..count).map(|index| project(index, &mut dice)).collect();
    let mut keys = 0;
    draft.fill_keys(|| {
        keys += 1;
        format!("k{keys}")
    });
    draft
}

/// Paths of the fields that can be edited: lines of the contents have no key.
fn paths(draft: &Draft) -> Vec<String> {
    let all = draft.fields().into_iter().map(|(path, _)| path);
    all.filter(|path| !path.starts_with("contents")).collect()
}

fn edit_field(draft: &mut Draft, who: &str, number: usize, path: &str) -> String {
    let text = format!("【{who}{number}】");
    draft.set(path, &text).unwrap();
    text
}

/// Sets a field, adds, removes or moves a row or a project.
fn edit(draft: &mut Draft, who: &str, number: usize, dice: &mut Dice) {
    let at = dice.below(draft.projects.len());
    let action = dice.below(8);
    if action == 7 && draft.projects.len() > 1 {
        let project = draft.projects.remove(at);
        if dice.below(2) == 0 {
            let to = dice.below(draft.projects.len() + 1);
            draft.projects.insert(to, project);
        }
        return;
    }
    let Some(project) = draft.projects.get_mut(at).filter(|_| action > 3) else {
        let paths = paths(draft);
        edit_field(draft, who, number, &paths[dice.below(paths.len())]);
        return;
    };
    let place = dice.below(project.indicators.len() + 1);
    match action {
        4 => {
            let key = format!("{who}{number}");
            let name = format!("【{who}{number}】");
            let new = DraftIndicator { key, name, ..DraftIndicator::default() };
            project.indicators.insert(place, new);
        }
        5 if place < project.indicators.len() => {
            project.indicators.remove(place);
        }
        _ if place < project.indicators.len() => {
            let row = project.indicators.remove(place);
            let to = dice.below(project.indicators.len() + 1);
            project.indicators.insert(to, row);
        }
        _ => {}
    }
}

fn edited(base: &Draft, who: &str, seed: u64) -> Draft {
    let mut dice = Dice::new(seed);
    let mut draft = base.clone();
    (0..1 + dice.below(8)).for_each(|number| edit(&mut draft, who, number, &mut dice));
    draft
}

/// The texts that edits left in a draft.
fn marks(draft: &Draft) -> BTreeSet<String> {
    let fields = draft.fields();
    fields
        .iter()
        .filter(|(_, text)| text.starts_with('【'))
        .map(|(_, text)| (*text).to_owned())
        .collect()
}

#[test]
fn edits_of_different_fields_come_together() {
    for seed in 0..ROUNDS {
        let base = draft(seed);
        let (mut mine, mut theirs, mut both) = (base.clone(), base.clone(), base.clone());
        let mut dice = Dice::new(seed + 7);
        for (number, path) in paths(&base).iter().enumerate() {
            match dice.below(6) {
                0 => drop([&mut mine, &mut both].map(|it| edit_field(it, "我", number, path))),
                1 => drop([&mut theirs, &mut both].map(|it| edit_field(it, "他", number, path))),
                _ => {}
            }
        }
        let (merged, conflicts) = merge(&base, &mine, &theirs);
        assert_eq!(conflicts, Vec::<Conflict>::new(), "seed {seed}");
        assert_eq!(merged, both, "seed {seed}");
    }
}

#[test]
fn nothing_that_anybody_wrote_is_lost() {
    let mut conflicting = 0;
    for seed in 0..ROUNDS {
        let base = draft(seed);
        let (mine, theirs) = (edited(&base, "我", seed + 1), edited(&base, "他", seed + 90_001));
        let (merged, conflicts) = merge(&base, &mine, &theirs);
        conflicting += usize::from(!conflicts.is_empty());
        let kept = marks(&merged);
        for text in marks(&mine).union(&marks(&theirs)) {
            let told =
                conflicts.iter().any(|it| it.mine.contains(text) || it.theirs.contains(text));
            assert!(kept.contains(text) || told, "seed {seed}: {text} is lost");
        }
        for conflict in &conflicts {
            assert!(conflict.mine != conflict.theirs && !conflict.label.is_empty(), "{conflict:?}");
            let stands = merged.get(&conflict.path);
            assert!(
                conflict.is_piece || stands == Some(&conflict.mine),
                "seed {seed}: {conflict:?}"
            );
        }
    }
    assert!(conflicting > 20, "only {conflicting} rounds had a conflict");
}

#[test]
fn edits_of_one_alone_are_taken_as_they_are() {
    for seed in 0..ROUNDS {
        let base = draft(seed);
        let one = edited(&base, "我", seed + 3);
        assert_eq!(merge(&base, &one, &base), (one.clone(), Vec::new()), "seed {seed}, mine");
        assert_eq!(merge(&base, &base, &one), (one.clone(), Vec::new()), "seed {seed}, theirs");
        assert_eq!(merge(&base, &one, &one), (one.clone(), Vec::new()), "seed {seed}, both");
    }
}

#[test]
fn the_same_field_written_twice_is_a_conflict() {
    let base = draft(5);
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    let path = "projects/0/total";
    mine.set(path, "11.00");
    theirs.set(path, "12.00");
    let (merged, conflicts) = merge(&base, &mine, &theirs);
    assert_eq!(merged, mine);
    let [only] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!((only.path.as_str(), only.is_piece), (path, false));
    assert_eq!((&*only.base, &*only.mine, &*only.theirs), ("10.00", "11.00", "12.00"));
    assert_eq!(only.label, "项目1“甲类事项经费”预算数");
}

#[test]
fn a_row_removed_here_and_changed_there_stays() {
    let base = (0..).map(draft).find(|it| it.projects[0].indicators.len() > 2).unwrap();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.projects[0].indicators.remove(1);
    theirs.set("projects/0/indicators/1/target", "≥99件");
    for (merged, conflicts) in [merge(&base, &mine, &theirs), merge(&base, &theirs, &mine)] {
        assert_eq!(merged.get("projects/0/indicators/1/target"), Some("≥99件"));
        assert_eq!(conflicts.len(), 1);
        assert!(conflicts[0].is_piece && conflicts[0].path == "projects/0/indicators/1");
    }
}

#[test]
fn every_changed_field_is_told_once() {
    for seed in 0..ROUNDS {
        let base = draft(seed);
        let mut after = base.clone();
        let mut dice = Dice::new(seed + 11);
        let mut changed = BTreeSet::new();
        for (number, path) in paths(&base).iter().enumerate() {
            if dice.below(9) == 0 {
                edit_field(&mut after, "改", number, path);
                changed.insert(path.clone());
            }
        }
        let told = compare(&base, &after);
        assert!(told.iter().all(|it| it.kind == Kind::Changed && !it.pieces().is_empty()));
        assert!(told.iter().all(|it| after.get(&it.path) == Some(&it.after)), "seed {seed}");
        let paths: Vec<String> = told.into_iter().map(|it| it.path).collect();
        assert_eq!(paths.len(), changed.len(), "seed {seed}");
        assert_eq!(paths.into_iter().collect::<BTreeSet<_>>(), changed, "seed {seed}");
        assert_eq!(compare(&after, &after), []);
    }
}

#[test]
fn rows_added_removed_and_moved_are_told_as_such() {
    let base = (0..).map(draft).find(|it| it.projects[0].indicators.len() > 4).unwrap();
    let mut after = base.clone();
    let rows = &mut after.projects[0].indicators;
    rows.remove(1);
    let first = rows.remove(0);
    rows.push(first);
    rows.insert(
        1,
        DraftIndicator {
            key: "new".into(), name: "新增事项".into(), ..DraftIndicator::default()
        },
    );
    let told: Vec<(Kind, String, String)> =
        compare(&base, &after).into_iter().map(|it| (it.kind, it.path, it.label)).collect();
    let last = after.projects[0].indicators.len() - 1;
    let at = |kind, row: usize| {
        let path = format!("projects/0/indicators/{row}");
        (kind, path, format!("项目1“甲类事项经费”第{}行", row + 1))
    };
    let mut expected = vec![at(Kind::Removed, 1), at(Kind::Added, 1), at(Kind::Moved, last)];
    let mut sorted = told;
    expected.sort_by_key(|it| (it.0.label(), it.1.clone()));
    sorted.sort_by_key(|it| (it.0.label(), it.1.clone()));
    assert_eq!(sorted, expected);
}

#[test]
fn without_keys_projects_are_known_by_code_and_rows_by_name() {
    let mut base = draft(3);
    let mut after = draft(3);
    let strip = |draft: &mut Draft| {
        for project in &mut draft.projects {
            project.key.clear();
            project.indicators.iter_mut().for_each(|row| row.key.clear());
        }
    };
    strip(&mut base);
    strip(&mut after);
    let count = after.projects.len();
    assert!(count > 1);
    after.projects.reverse();
    after.projects[0].name = "完全另外的名字".into();
    let told = compare(&base, &after);
    assert_eq!(told.iter().filter(|it| it.kind == Kind::Moved).count(), count - 1);
    let changed: Vec<_> = told.iter().filter(|it| it.kind == Kind::Changed).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!((&*changed[0].path, &*changed[0].after), ("projects/0/name", "完全另外的名字"));
}
