//! The cases of drawing marks together: what experts give, what comes out.

use ground::Decimal;
use rulebook::Rulebook;
use score::draw;
use serde::Deserialize;

const SYSTEM: &str = include_str!("../drawing/system.toml");
const CASES: &str = include_str!("../drawing/cases.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    sentence: String,
    way: String,
    #[serde(default)]
    from: usize,
    marks: Vec<Vec<Decimal>>,
    #[serde(default)]
    points: Vec<String>,
    #[serde(default)]
    total: String,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    spreads: Vec<Decimal>,
    #[serde(default)]
    outliers: Vec<Vec<usize>>,
    #[serde(default)]
    left_out: Vec<usize>,
    #[serde(default)]
    left_out_of_items: Vec<Vec<usize>>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    refused: bool,
}

/// The small system of the cases, with this way of drawing together.
fn system(case: &Case) -> Rulebook {
    let text = SYSTEM.replace("WAY", &case.way).replace("FROM", &case.from.to_string());
    let law = "title = \"x\"\nissuer = \"x\"\nstanding = \"practice\"\nchecked = 2026-11-20\n";
    Rulebook::load(&[("law/logic.toml", law), ("appraising/small.toml", &text)]).unwrap()
}

#[test]
fn every_case_comes_out_as_written() {
    let file: File = toml::from_str(CASES).unwrap();
    assert!(file.case.len() > 12);
    for case in &file.case {
        let sentence = &case.sentence;
        let book = system(case);
        let found = draw(book.appraisal_named("small").unwrap(), &case.marks);
        if case.refused {
            assert!(found.is_none(), "{sentence}");
            continue;
        }
        let found = found.unwrap_or_else(|| panic!("{sentence}"));
        let points: Vec<String> = found.items.iter().map(|item| item.points.to_string()).collect();
        assert_eq!(points, case.points, "{sentence}");
        assert_eq!(found.total.to_string(), case.total, "{sentence}");
        assert_eq!(found.grade, case.grade, "{sentence}");
        let spreads: Vec<Decimal> = found.items.iter().map(score::DrawnItem::spread).collect();
        assert_eq!(spreads, case.spreads, "{sentence}");
        let none = vec![Vec::new(); found.items.len()];
        let outliers: Vec<Vec<usize>> = found.items.iter().map(|it| it.outliers.clone()).collect();
        let wanted = if case.outliers.is_empty() { &none } else { &case.outliers };
        assert_eq!(&outliers, wanted, "{sentence}");
        assert_eq!(found.left_out, case.left_out, "{sentence}");
        if !case.left_out_of_items.is_empty() {
            let left: Vec<Vec<usize>> = found.items.iter().map(|it| it.left_out.clone()).collect();
            assert_eq!(left, case.left_out_of_items, "{sentence}");
        }
        for words in &case.says {
            assert!(found.because.contains(words), "{sentence}：{}", found.because);
        }
        for item in &found.items {
            assert!(item.lowest <= item.points && item.points <= item.highest.max(item.of));
        }
    }
}
