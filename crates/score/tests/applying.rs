//! The cases of applying results: what came of a year, what is proposed for the next.

use ground::Decimal;
use model::actual::Actual;
use rulebook::{Rulebook, TargetRule};
use score::{Results, apply, next_target};
use serde::Deserialize;

const CASES: &str = include_str!("../applying/cases.toml");
/// The last of the years.
const LAST: i16 = 2026;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    budget: Vec<Budget>,
    target: Vec<Next>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    sentence: String,
    grade: String,
    rate: Option<Decimal>,
    #[serde(default)]
    open_demands: usize,
    #[serde(default)]
    proposal: String,
    #[serde(default)]
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    sentence: String,
    target: String,
    history: Vec<String>,
    #[serde(default)]
    next: String,
    #[serde(default)]
    says: Vec<String>,
}

#[test]
fn every_case_comes_out_as_written() {
    let file: File = toml::from_str(CASES).unwrap();
    assert!(file.budget.len() + file.target.len() > 20);
    let book = Rulebook::embedded().unwrap();
    for case in &file.budget {
        let sentence = &case.sentence;
        let results =
            Results { grade: &case.grade, rate: case.rate, open_demands: case.open_demands };
        let found = apply(&book, LAST, "990321", results);
        let word = found.as_ref().map(|it| serde_json::to_value(it.proposal).unwrap());
        let word = word.as_ref().and_then(|word| word.as_str()).unwrap_or_default();
        assert_eq!(word, case.proposal, "{sentence}");
        let because = found.map(|it| it.because).unwrap_or_default();
        for words in &case.says {
            assert!(because.contains(words), "{sentence}：{because}");
        }
        assert!(!because.contains("。。"), "{because}");
    }
    for case in &file.target {
        let sentence = &case.sentence;
        let first = LAST + 1 - i16::try_from(case.history.len()).unwrap();
        let history: Vec<(i16, Actual)> = (first..)
            .zip(&case.history)
            .map(|(year, text)| (year, Actual::parse(text, year).unwrap()))
            .collect();
        let found = next_target(&case.target, &history, TargetRule { years: 3 });
        let text = found.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
        assert_eq!(text, case.next, "{sentence}");
        let because = found.map(|it| it.because).unwrap_or_default();
        for words in &case.says {
            assert!(because.contains(words), "{sentence}：{because}");
        }
    }
}
