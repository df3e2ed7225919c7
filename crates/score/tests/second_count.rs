//! A second computation of marks, written apart from the first: whole numbers over whole numbers, no decimals. Both
//! must agree on every point of a thousand generated projects.

use ground::{Decimal, Money};
use model::actual::{Actual, Execution, Level};
use model::statement::{Aspect, Dimension};
use rulebook::Rulebook;
use score::{Indicator, Project, Row, Scheme, evaluate};

/// A small generator of its own: the same projects on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// What the second computation knows of an indicator: everything in whole numbers.
#[derive(Clone)]
enum Plain {
    /// At least so many hundredths; so many were reached.
    Floor { target: i128, actual: i128 },
    /// At most so many hundredths; so many it became.
    Ceiling { target: i128, actual: i128 },
    /// Between both.
    Range { low: i128, high: i128, actual: i128 },
    /// A level, and the share in percent where one is stated.
    Judged { level: usize, share: Option<i128> },
    /// In time or not.
    Dated { in_time: bool },
    /// Nothing was given.
    Missing,
}

struct Generated {
    dimension: usize,
    aspect: usize,
    plain: Plain,
}

const DIMENSIONS: [Dimension; 4] =
    [Dimension::Output, Dimension::Benefit, Dimension::Satisfaction, Dimension::Cost];
const ASPECTS: [[Aspect; 3]; 4] = [
    [Aspect::Quantity, Aspect::Quality, Aspect::Timeliness],
    [Aspect::Economic, Aspect::Social, Aspect::Ecological],
    [Aspect::Satisfaction, Aspect::Satisfaction, Aspect::Satisfaction],
    [Aspect::EconomicCost, Aspect::SocialCost, Aspect::EcologicalCost],
];

fn hundredths(value: i128) -> Decimal {
    Decimal::new(i64::try_from(value).unwrap(), 2)
}

fn generated(dice: &mut Dice, dimension: usize) -> (Generated, Row) {
    let aspect = usize::try_from(dice.below(3)).unwrap();
    let target = 1 + i128::from(dice.below(90_000));
    let actual = i128::from(dice.below(150_000));
    let kind = dice.below(10);
    let (text, plain, actual) = match kind {
        0..=3 => {
            (format!("≥{}人", hundredths(target)), Plain::Floor { target, actual }, Some(actual))
        }
        4..=5 => {
            (format!("≤{}人", hundredths(target)), Plain::Ceiling { target, actual }, Some(actual))
        }
        6 => {
            let high = target + 1 + i128::from(dice.below(5_000));
            let text = format!("{}—{}人", hundredths(target), hundredths(high));
            (text, Plain::Range { low: target, high, actual }, Some(actual))
        }
        7 => {
            let level = usize::try_from(dice.below(3)).unwrap();
            let (from, to) = [(80, 101), (60, 80), (0, 60)][level];
            let share = from + i128::from(dice.below(to - from as u64));
            let share = (dice.below(3) > 0).then_some(share);
            ("有所提高".into(), Plain::Judged { level, share }, None)
        }
        8 => ("6月底前".into(), Plain::Dated { in_time: dice.below(2) == 0 }, None),
        _ => (format!("≥{}人", hundredths(target)), Plain::Missing, None),
    };
    let typed = match &plain {
        Plain::Judged { level, share } => Actual::Level {
            level: [Level::Reached, Level::Partly, Level::Missed][*level],
            share: share.map(|share| Decimal::from(i64::try_from(share).unwrap())),
        },
        Plain::Dated { in_time } => {
            Actual::parse(if *in_time { "2025年6月30日" } else { "2025年7月1日" }, 2025).unwrap()
        }
        Plain::Missing => Actual::Missing,
        _ => Actual::parse(&format!("{}人", hundredths(actual.unwrap())), 2025).unwrap(),
    };
    let mut indicator = Indicator::new("指标", DIMENSIONS[dimension], &text, 2025);
    indicator.aspect = Some(ASPECTS[dimension][aspect]);
    let aspect = if dimension == 2 { 0 } else { aspect };
    (Generated { dimension, aspect, plain }, Row { indicator, actual: typed })
}

/// `above ÷ below` in hundredths, half up.
fn rounded(above: i128, below: i128) -> i128 {
    (2 * above + below) / (2 * below)
}

/// The mark in hundredths of a point, by the ways of scoring of 2020.
fn second_mark(plain: &Plain, of: i128) -> i128 {
    match *plain {
        Plain::Floor { target, actual } if actual >= target => of,
        Plain::Floor { target, actual } => rounded(of * actual, target),
        Plain::Ceiling { target, actual } if actual <= target => of,
        Plain::Ceiling { target, actual } => rounded(of * target, actual),
        Plain::Range { low, actual, .. } if actual < low => rounded(of * actual, low),
        Plain::Range { high, actual, .. } if actual > high => rounded(of * high, actual),
        Plain::Range { .. } => of,
        Plain::Judged { level, share } => rounded(of * share.unwrap_or([100, 60, 0][level]), 100),
        Plain::Dated { in_time } => {
            if in_time {
                of
            } else {
                0
            }
        }
        Plain::Missing => 0,
    }
}

/// `total` hundredths in `count` parts, what is left over going to the first ones.
fn parts(total: i128, count: usize) -> Vec<i128> {
    let many = i128::try_from(count).unwrap();
    (0..many).map(|nth| total / many + i128::from(nth < total % many)).collect()
}

/// Full points in hundredths.
fn second_weights(all: &[Generated]) -> Vec<i128> {
    let has = |dimension| all.iter().any(|one| one.dimension == dimension);
    let mut due = if has(3) { [4000, 2000, 1000, 2000] } else { [5000, 3000, 1000, 0] };
    if !has(2) {
        due[1] += 1000;
    }
    let mut weights = vec![0; all.len()];
    for (dimension, due) in due.into_iter().enumerate().filter(|(dimension, _)| has(*dimension)) {
        let mut aspects: Vec<usize> = Vec::new();
        for one in all.iter().filter(|one| one.dimension == dimension) {
            if !aspects.contains(&one.aspect) {
                aspects.push(one.aspect);
            }
        }
        for (aspect, share) in aspects.iter().zip(parts(due, aspects.len())) {
            let places: Vec<usize> = (0..all.len())
                .filter(|at| all[*at].dimension == dimension && all[*at].aspect == *aspect)
                .collect();
            for (place, points) in places.iter().zip(parts(share, places.len())) {
                weights[*place] = points;
            }
        }
    }
    weights
}

#[test]
fn both_computations_agree_on_a_thousand_projects() {
    let book = Rulebook::embedded().unwrap();
    let scheme = Scheme::new(book.scoring_named("self-2020").unwrap(), &book);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut grades = std::collections::BTreeMap::<String, usize>::new();
    for round in 0..1000 {
        let mut dimensions = vec![0, 1];
        if dice.below(3) > 0 {
            dimensions.push(2);
        }
        if dice.below(4) == 0 {
            dimensions.push(3);
        }
        for _ in 0..dice.below(10) {
            let again = *dice.one(&dimensions);
            dimensions.push(again);
        }
        let (known, rows): (Vec<Generated>, Vec<Row>) =
            dimensions.iter().map(|dimension| generated(&mut dice, *dimension)).unzip();
        let budget = i128::from(dice.below(50_000_000));
        let spent = i128::from(dice.below(60_000_000));
        let money = |fen: i128| Money::from_fen(i64::try_from(fen).unwrap());
        let execution = Execution::fiscal(money(budget), money(budget), money(spent));
        let found = evaluate(&Project { name: "项目".into(), rows, execution }, scheme).unwrap();

        let weights = second_weights(&known);
        let mut total = match budget {
            0 => 0,
            _ if spent >= budget => 1000,
            _ => rounded(1000 * spent, budget),
        };
        assert_eq!(found.execution.points, hundredths(total), "round {round}: execution");
        for ((mark, one), of) in found.marks.iter().zip(&known).zip(&weights) {
            assert_eq!(mark.of, hundredths(*of), "round {round}: {}", mark.because);
            let points = second_mark(&one.plain, *of);
            assert_eq!(mark.points, hundredths(points), "round {round}: {}", mark.because);
            total += points;
        }
        assert_eq!(found.total, hundredths(total), "round {round}");
        let grade = match total {
            9000.. => "优",
            8000.. => "良",
            6000.. => "中",
            _ => "差",
        };
        assert_eq!(found.grade.as_deref(), Some(grade), "round {round}");
        *grades.entry(grade.into()).or_default() += 1;
    }
    assert_eq!(grades.len(), 4, "every grade must come up: {grades:?}");
}
