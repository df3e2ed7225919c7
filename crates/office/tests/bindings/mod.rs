//! What indicators are proposed to be bound to: cases of invented counties, and all indicators of the two real
//! statements against a committed table.

mod statements;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ground::Day;
use measure::{Measures, Proposer, Shape, Wanted, unbound_reason};
use model::statement::Aspect;
use model::target::Target;
use office::measuring::known;
use register::Definitions;
use rulebook::Rulebook;
use serde::Deserialize;

const SEEN: &str = include_str!("../../../measure/cases/seen.toml");
const UNSEEN: &str = include_str!("../../../measure/cases/unseen.toml");
/// What cases say where no register gives the value.
const ENTERED: &str = "entered";
const YEAR: i16 = 2026;
const PROJECT_CODE: &str = "99010126P00000000001A";

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    let rulebook = Rulebook::embedded().expect("the rulebook loads");
    Definitions::embedded(&rulebook).expect("the registers load")
});

static MEASURES: LazyLock<Measures> =
    LazyLock::new(|| Measures::embedded(&known(&DEFINITIONS)).expect("the measures load"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    aspect: Aspect,
    target: String,
    #[serde(default)]
    meaning: String,
    #[serde(default)]
    project: String,
    expect: String,
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    deadline: Option<Day>,
}

/// How many of the cases came out how.
#[derive(Debug, Default)]
struct Tally {
    cases: usize,
    /// The first proposal is the right measure, or there is rightly none.
    right: usize,
    /// The right measure with the right arguments.
    whole: usize,
    certain: usize,
    wrongly_certain: usize,
    wrong: Vec<String>,
}

fn tally(text: &str) -> Tally {
    let file: File = toml::from_str(text).expect("the cases can be read");
    let proposer = Proposer::of(&MEASURES);
    let mut tally = Tally::default();
    for case in &file.case {
        let target = Target::parse(&case.target);
        let wanted = Wanted {
            name: &case.name,
            aspect: Some(case.aspect),
            target: &target,
            target_words: &case.target,
            meaning: &case.meaning,
            project: &case.project,
            project_code: if case.project.is_empty() { "" } else { PROJECT_CODE },
            purpose: "",
            year: YEAR,
        };
        assert!(
            case.expect == ENTERED || MEASURES.measure(&case.expect).is_some(),
            "{}: no measure {}",
            case.name,
            case.expect
        );
        let found = proposer.propose(&wanted);
        let first = found.first();
        let code = first.map_or(ENTERED, |first| &first.measure);
        let is_right = code == case.expect;
        let is_certain = first.is_some_and(|first| first.is_certain);
        let is_whole = first.is_none_or(|first| {
            first.arguments.choices == case.choices && first.arguments.deadline == case.deadline
        });
        tally.cases += 1;
        tally.right += usize::from(is_right);
        tally.whole += usize::from(is_right && is_whole);
        tally.certain += usize::from(is_certain);
        tally.wrongly_certain += usize::from(is_certain && !is_right);
        if !is_right || !is_whole {
            tally.wrong.push(format!("{}: {} {first:?}", case.name, case.expect));
        }
        assert!(unbound_reason(&MEASURES, &wanted).contains("证明材料"));
    }
    println!(
        "{} cases: {} right, {} with arguments, {} certain, {} wrongly certain\n{}",
        tally.cases,
        tally.right,
        tally.whole,
        tally.certain,
        tally.wrongly_certain,
        tally.wrong.join("\n")
    );
    tally
}

#[test]
fn first_proposals_of_cases_seen_are_right() {
    let tally = tally(SEEN);
    assert!(tally.right * 100 >= tally.cases * 95, "{tally:#?}");
    assert!(tally.whole * 100 >= tally.cases * 90, "{tally:#?}");
    assert_eq!(tally.wrongly_certain, 0, "{tally:#?}");
}

#[test]
fn first_proposals_of_cases_unseen_are_mostly_right_and_rarely_sure_of_what_is_wrong() {
    let tally = tally(UNSEEN);
    assert!(tally.right * 100 >= tally.cases * 80, "{tally:#?}");
    assert!(tally.wrongly_certain * 100 <= tally.cases * 3, "{tally:#?}");
}

#[test]
fn each_measure_is_found_by_its_own_title() {
    let proposer = Proposer::of(&MEASURES);
    let mut others = Vec::new();
    for measure in MEASURES.all() {
        let words = match measure.unit.as_str() {
            // A day asks for what was done by it, a level for nothing that can be counted.
            "日期" | "级别" => continue,
            "月" => "12个月".to_owned(),
            unit => format!("≥5{unit}"),
        };
        let target = Target::parse(&words);
        let wanted = Wanted {
            name: &measure.title,
            aspect: measure.aspects.first().copied(),
            target: &target,
            target_words: &words,
            meaning: "",
            project: "",
            project_code: "",
            purpose: "",
            year: YEAR,
        };
        let first = proposer.propose(&wanted).into_iter().next();
        if first.as_ref().is_none_or(|first| first.measure != measure.code) {
            others.push(format!("{} {}: {first:?}", measure.code, measure.title));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn a_name_that_may_be_that_of_anything_is_certain_only_where_the_project_agrees() {
    let proposer = Proposer::of(&MEASURES);
    let target = Target::parse("2次");
    for (project, is_certain) in [("职工技能比武", false), ("评选县级劳模", true)] {
        let wanted = Wanted {
            name: "举办次数",
            aspect: Some(Aspect::Quantity),
            target: &target,
            target_words: "2次",
            meaning: "",
            project,
            project_code: PROJECT_CODE,
            purpose: "",
            year: YEAR,
        };
        let first = proposer.propose(&wanted).into_iter().next().expect("a proposal");
        assert_eq!(first.measure, "award_rounds");
        assert_eq!(first.is_certain, is_certain, "{project}");
    }
}

#[test]
fn a_unit_that_contradicts_excludes() {
    let proposer = Proposer::of(&MEASURES);
    let others =
        [("%", "≥5人"), ("人", "≥80%"), ("万元", "≥5户"), ("元/户", "≤100元/人"), ("份", "≥3天")];
    for measure in MEASURES.all() {
        for (unit, words) in others {
            if measure.unit != unit {
                continue;
            }
            let target = Target::parse(words);
            let wanted = Wanted {
                name: &measure.title,
                aspect: None,
                target: &target,
                target_words: words,
                meaning: &measure.title,
                project: "",
                project_code: "",
                purpose: "",
                year: YEAR,
            };
            let found = proposer.propose(&wanted);
            let is_there = found.iter().any(|one| one.measure == measure.code);
            assert!(!is_there, "{} for {words}", measure.code);
        }
    }
}

#[test]
fn words_without_number_propose_nothing_but_satisfaction_and_what_is_listed() {
    let proposer = Proposer::of(&MEASURES);
    let words = "显著提升";
    let target = Target::parse(words);
    for (name, is_satisfaction) in
        [("职工文体活动水平", false), ("会员发展", false), ("职工满意程度", true)]
    {
        let wanted = Wanted {
            name,
            aspect: Some(Aspect::Social),
            target: &target,
            target_words: words,
            meaning: "",
            project: "",
            project_code: "",
            purpose: "",
            year: YEAR,
        };
        let found = proposer.propose(&wanted);
        assert_eq!(!found.is_empty(), is_satisfaction, "{name}: {found:?}");
        assert!(found.iter().all(|one| !one.is_certain && one.is_evidence), "{found:?}");
        let surveys = found.iter().filter_map(|one| MEASURES.measure(&one.measure));
        assert!(surveys.clone().all(|one| matches!(one.shape, Shape::Survey(_))), "{found:?}");
        assert!(unbound_reason(&MEASURES, &wanted).contains(if is_satisfaction {
            "问卷"
        } else {
            "定性"
        }));
    }
}

#[test]
fn choices_are_of_the_lists() {
    #[derive(Deserialize)]
    struct Words {
        choice: Vec<Choice>,
    }
    #[derive(Deserialize)]
    struct Choice {
        label: String,
    }
    let (_, _, text) = rulebook::files("binding").next().expect("the words are there");
    let words: Words = toml::from_str(text).expect("the words can be read");
    let mut labels = BTreeSet::new();
    for measure in MEASURES.all() {
        for argument in measure.arguments() {
            if let measure::Holds::Code(codes) = argument.holds {
                labels.extend(codes.into_iter().map(|(_, label)| label));
            }
        }
    }
    let unknown: Vec<&str> = words
        .choice
        .iter()
        .map(|one| one.label.as_str())
        .filter(|one| !labels.contains(*one))
        .collect();
    assert!(unknown.is_empty(), "no code is called {unknown:?}");
}
