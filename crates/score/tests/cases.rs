//! The cases beside this crate: a sentence, what goes in, what must come out.

use ground::{Decimal, Money};
use score::{Mark, Notice, Outcome, changes, evaluate, mark, mark_execution};
use serde::Deserialize;

use crate::written::{self, Line, execution, scheme_files};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scheme: String,
    /// Words of the scheme to be changed first, each with what stands there instead.
    #[serde(default)]
    swaps: Vec<[String; 2]>,
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    execution: Vec<Spending>,
    #[serde(default)]
    project: Vec<Whole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    sentence: String,
    level: String,
    #[serde(default)]
    aspect: String,
    target: String,
    actual: toml::Value,
    #[serde(default)]
    share: Option<Decimal>,
    #[serde(default)]
    way: Option<String>,
    of: Decimal,
    points: String,
    outcome: String,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    notices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spending {
    sentence: String,
    budget: Decimal,
    spent: Decimal,
    points: String,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    notices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    sentence: String,
    budget: Decimal,
    spent: Decimal,
    rows: Vec<Line>,
    #[serde(default)]
    weights: Vec<Decimal>,
    #[serde(default)]
    total: Decimal,
    #[serde(default)]
    grade: Option<String>,
    #[serde(default)]
    open: usize,
    #[serde(default)]
    notices: Vec<String>,
    #[serde(default)]
    changes: Vec<String>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    refused: String,
}

fn kinds(notices: &[Notice]) -> Vec<String> {
    let mut kinds: Vec<String> = notices
        .iter()
        .map(|notice| serde_json::to_value(notice.kind).unwrap().as_str().unwrap().to_owned())
        .collect();
    kinds.dedup();
    kinds
}

fn agrees(sentence: &str, found: &Mark, points: &str, says: &[String], notices: &[String]) {
    let because = found.because.to_string();
    assert_eq!(found.points.to_string(), points, "{sentence}\n{because}");
    for words in says {
        assert!(because.contains(words), "{sentence}\n没有说“{words}”：{because}");
    }
    assert_eq!(kinds(&found.notices), notices, "{sentence}\n{because}");
    assert!(because.ends_with('。') && !because.contains("。。"), "{sentence}\n{because}");
}

#[test]
fn every_case_comes_out_as_written() {
    let mut count = 0;
    for (name, text) in written::files("cases") {
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let book = scheme_files(&file.scheme, &file.swaps);
        let rules = book.scoring_named(&file.scheme).unwrap();
        let scheme = score::Scheme::new(rules, &book);
        for case in &file.case {
            let sentence = format!("{name}：{}", case.sentence);
            let line = Line {
                name: String::new(),
                level: case.level.clone(),
                aspect: case.aspect.clone(),
                target: case.target.clone(),
                actual: case.actual.clone(),
                share: case.share,
                way: case.way.clone(),
                weight: None,
            };
            let row = line.row();
            let found = mark(&row.indicator, &row.actual, case.of, scheme);
            agrees(&sentence, &found, &case.points, &case.says, &case.notices);
            let outcome = serde_json::to_value(found.outcome).unwrap();
            assert_eq!(outcome, case.outcome, "{sentence}");
            assert_eq!(found.wants_reason(), found.outcome != Outcome::Reached);
        }
        for case in &file.execution {
            let sentence = format!("{name}：{}", case.sentence);
            let found = mark_execution(&execution(case.budget, case.spent), scheme);
            agrees(&sentence, &found, &case.points, &case.says, &case.notices);
        }
        for case in &file.project {
            whole(&format!("{name}：{}", case.sentence), case, scheme);
        }
        count += file.case.len() + file.execution.len() + file.project.len();
    }
    assert!(count > 90, "only {count} cases were found");
}

fn whole(sentence: &str, case: &Whole, scheme: score::Scheme<'_>) {
    let project = score::Project {
        name: "项目".into(),
        rows: case.rows.iter().map(Line::row).collect(),
        execution: execution(case.budget, case.spent),
    };
    let evaluation = match evaluate(&project, scheme) {
        Err(refusal) => {
            let said = refusal.to_string();
            assert!(!case.refused.is_empty() && said.contains(&case.refused), "{sentence}\n{said}");
            return;
        }
        Ok(evaluation) => evaluation,
    };
    assert!(case.refused.is_empty(), "{sentence}: 应当拒绝");
    let weights: Vec<Decimal> = evaluation.marks.iter().map(|mark| mark.of).collect();
    if !case.weights.is_empty() {
        assert_eq!(weights, case.weights, "{sentence}");
    }
    assert_eq!(evaluation.total, case.total, "{sentence}");
    assert_eq!(evaluation.grade, case.grade, "{sentence}");
    assert_eq!(evaluation.open, case.open, "{sentence}");
    for words in &case.says {
        let said = &evaluation.because;
        assert!(said.contains(words), "{sentence}\n没有说“{words}”：{said}");
    }
    assert_eq!(kinds(&evaluation.notices), case.notices, "{sentence}");
    if !case.changes.is_empty() {
        let found: Vec<String> =
            changes(&project, &evaluation, scheme).iter().map(ToString::to_string).collect();
        assert_eq!(found, case.changes, "{sentence}");
    }
}

#[test]
fn a_department_is_the_mean_of_its_projects() {
    let book = scheme_files("self-2020", &[]);
    let scheme = score::Scheme::new(book.scoring_named("self-2020").unwrap(), &book);
    let evaluated = |actual: &str, budget: i64| {
        let line = |level: &str, target: &str, actual: &str, weight: i64| Line {
            name: "指标".into(),
            level: level.into(),
            aspect: String::new(),
            target: target.into(),
            actual: toml::Value::String(actual.into()),
            share: None,
            way: None,
            weight: Some(Decimal::from(weight)),
        };
        let project = score::Project {
            name: "项目".into(),
            rows: vec![line("产出", "≥100人", actual, 90).row()],
            execution: execution(Decimal::from(budget), Decimal::from(budget)),
        };
        (evaluate(&project, scheme).unwrap(), Money::from_wan(Decimal::from(budget)).unwrap())
    };
    let (good, large) = evaluated("100人", 300);
    let (poor, small) = evaluated("50人", 100);
    let together = score::roll_up(&[(&good, large), (&poor, small)]);
    // (100×300＋55×100)÷400＝88.75, (100＋55)÷2＝77.5
    assert_eq!(together.by_budget.unwrap().to_string(), "88.75");
    assert_eq!(together.plain.unwrap().to_string(), "77.50");
    assert_eq!(together.grades, [("优".to_owned(), 1), ("差".to_owned(), 1)]);
    assert_eq!(together.worst_first, [1, 0]);
    let unfunded = score::roll_up(&[(&good, Money::ZERO), (&poor, Money::ZERO)]);
    assert_eq!(unfunded.by_budget, unfunded.plain);
    assert_eq!(score::roll_up(&[]).by_budget, None);
}
