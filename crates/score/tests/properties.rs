//! What must hold of every mark: within its weight, rising with the value, the same for the same data, never a panic.

use std::sync::LazyLock;

use ground::{Day, Decimal, Money};
use model::actual::{Actual, Execution, FundSource, FundUse, Level};
use model::quantity::{Operator, Quantity};
use model::statement::{Aspect, Dimension};
use model::target::Target;
use model::unit::unit_named;
use proptest::prelude::*;
use rulebook::{Rulebook, TargetKind};
use score::{
    Indicator, Payment, PlanPoint, Project, Row, Scheme, Watched, WatchedRow, changes, evaluate,
    mark, mark_execution, watch,
};

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());

fn schemes() -> impl Iterator<Item = Scheme<'static>> {
    BOOK.scorings().iter().map(|rules| Scheme::new(rules, &BOOK))
}

/// Any decimal there is, the absurd ones included.
fn any_decimal() -> impl Strategy<Value = Decimal> {
    let wild = (any::<i128>(), 0u32..=28).prop_map(|(mantissa, scale)| {
        Decimal::try_from_i128_with_scale(mantissa >> 32, scale).unwrap_or(Decimal::MAX)
    });
    let tame = (-1000i64..100_000, 0u32..3).prop_map(|(number, scale)| Decimal::new(number, scale));
    let edge = prop_oneof![
        Just(Decimal::MAX),
        Just(Decimal::MIN),
        Just(Decimal::ZERO),
        Just(Decimal::new(1, 28)),
        Just(Decimal::new(-1, 28)),
    ];
    prop_oneof![4 => tame, 2 => wild, 1 => edge]
}

fn quantity(
    operator: Option<Operator>,
    value: Decimal,
    upper: Option<Decimal>,
    unit: &str,
) -> Quantity {
    let mut quantity = Target::parse("≥1人").quantity().unwrap().clone();
    quantity.operator = operator;
    quantity.value = value;
    quantity.upper = upper;
    quantity.unit = unit_named(unit).map(model::unit::KnownUnit::unit);
    quantity
}

fn any_target() -> impl Strategy<Value = Target> {
    let operator = prop_oneof![
        Just(None),
        Just(Some(Operator::AtLeast)),
        Just(Some(Operator::MoreThan)),
        Just(Some(Operator::Equal)),
        Just(Some(Operator::AtMost)),
        Just(Some(Operator::LessThan)),
    ];
    let upper = prop_oneof![3 => Just(None), 1 => any_decimal().prop_map(Some)];
    let counted =
        (operator, any_decimal(), upper, any::<bool>()).prop_map(|(op, value, upper, rate)| {
            if rate {
                Target::Rate(quantity(op, value, upper, "%"))
            } else {
                Target::Quantity(quantity(op, value, upper, "亩"))
            }
        });
    let single = prop_oneof![
        6 => counted,
        1 => Just(Target::parse("6月底前")),
        1 => Just(Target::Qualitative),
    ]
    .boxed();
    let several = proptest::collection::vec(single.clone(), 0..4)
        .prop_map(|parts| Target::Compound { parts });
    prop_oneof![6 => single, 1 => several]
}

fn any_actual() -> impl Strategy<Value = Actual> {
    let unit = prop_oneof![Just("%"), Just("亩"), Just("平方米"), Just("个月"), Just("人")];
    let level = prop_oneof![Just(Level::Reached), Just(Level::Partly), Just(Level::Missed)];
    let share = prop_oneof![Just(None), any_decimal().prop_map(Some)];
    let single = prop_oneof![
        1 => Just(Actual::Missing),
        6 => (any_decimal(), unit).prop_map(|(value, unit)| Actual::Number {
            value,
            unit: unit_named(unit).map(model::unit::KnownUnit::unit),
            per: Vec::new(),
        }),
        1 => (any_decimal(), any_decimal())
            .prop_map(|(numerator, denominator)| Actual::Ratio { numerator, denominator }),
        1 => (level, share).prop_map(|(level, share)| Actual::Level { level, share }),
        1 => (1i8..=12).prop_map(|month| Actual::Date { day: Day::new(2025, month, 15).unwrap() }),
    ]
    .boxed();
    let several =
        proptest::collection::vec(single.clone(), 0..4).prop_map(|parts| Actual::Parts { parts });
    prop_oneof![6 => single, 1 => several]
}

fn any_dimension() -> impl Strategy<Value = Dimension> {
    prop_oneof![
        Just(Dimension::Cost),
        Just(Dimension::Output),
        Just(Dimension::Benefit),
        Just(Dimension::Satisfaction),
    ]
}

fn any_aspect() -> impl Strategy<Value = Option<Aspect>> {
    prop_oneof![
        Just(None),
        Just(Some(Aspect::Quantity)),
        Just(Some(Aspect::Quality)),
        Just(Some(Aspect::Timeliness)),
        Just(Some(Aspect::Cost)),
        Just(Some(Aspect::Social)),
    ]
}

fn any_row() -> impl Strategy<Value = Row> {
    (any_dimension(), any_aspect(), any_target(), any_actual()).prop_map(
        |(dimension, aspect, target, actual)| {
            let mut indicator = Indicator::new("指标", dimension, "", 2025);
            indicator.aspect = aspect;
            indicator.target = target;
            Row { indicator, actual }
        },
    )
}

fn any_execution() -> impl Strategy<Value = Execution> {
    let line = (any::<i64>(), any::<i64>(), 0u8..2).prop_map(|(budget, spent, tame)| {
        let fen = |sum: i64| Money::from_fen(if tame == 0 { sum } else { sum % 100_000_000 });
        FundUse {
            source: FundSource::Fiscal,
            initial: fen(budget),
            budget: fen(budget),
            spent: fen(spent),
        }
    });
    proptest::collection::vec(line, 0..3).prop_map(|lines| Execution { lines })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn marks_lie_within_their_weight(row in any_row(), of in 0i64..=1000) {
        let of = Decimal::new(of, 1);
        for scheme in schemes() {
            let found = mark(&row.indicator, &row.actual, of, scheme);
            prop_assert!(found.points >= Decimal::ZERO && found.points <= of);
            prop_assert_eq!(found.of, of);
            prop_assert!(found.points.scale() <= 3);
            let again = mark(&row.indicator, &row.actual, of, scheme);
            prop_assert!(found == again, "the same data gave another mark");
            prop_assert!(!found.because.to_string().is_empty());
        }
    }

    #[test]
    fn more_is_never_worse_where_more_is_better_and_never_better_where_less_is(
        target in any_decimal(), one in any_decimal(), other in any_decimal(), floor in any::<bool>(),
    ) {
        let operator = if floor { Operator::AtLeast } else { Operator::AtMost };
        let mut indicator = Indicator::new("指标", Dimension::Output, "", 2025);
        indicator.target = Target::Rate(quantity(Some(operator), target, None, "%"));
        let value = |value| Actual::Number { value, unit: unit_named("%").map(model::unit::KnownUnit::unit), per: Vec::new() };
        let (less, more) = (one.min(other), one.max(other));
        for scheme in schemes() {
            let ways = scheme.rules.ways.iter().filter(|way| way.can_score(TargetKind::Rate));
            for way in ways.map(|way| &way.id) {
                indicator.way = Some(way.clone());
                let points = |number| mark(&indicator, &value(number), Decimal::TEN, scheme).points;
                let (low, high) = if floor { (less, more) } else { (more, less) };
                prop_assert!(points(low) <= points(high), "{way} {low} {high}");
            }
        }
    }

    #[test]
    fn totals_are_sums_and_weights_add_up(
        rows in proptest::collection::vec(any_row(), 1..12), execution in any_execution(),
    ) {
        let project = Project { name: "项目".into(), rows, execution };
        for scheme in schemes() {
            let Ok(found) = evaluate(&project, scheme) else { continue };
            let whole: Decimal = found.marks.iter().map(|mark| mark.of).sum();
            prop_assert_eq!(whole + found.execution.of, scheme.rules.points);
            let sum: Decimal = found.marks.iter().map(|mark| mark.points).sum();
            prop_assert_eq!(sum + found.execution.points, found.total);
            prop_assert!(found.total >= Decimal::ZERO && found.total <= found.of);
            prop_assert_eq!(found.grade.is_some(), !scheme.rules.grades.is_empty());
            prop_assert!(found == evaluate(&project, scheme).unwrap());
        }
    }

    #[test]
    fn execution_lies_within_its_weight_and_rises(budget in any::<i64>(), one in any::<i64>(), other in any::<i64>()) {
        for scheme in schemes() {
            let points = |spent: i64| {
                let money = Money::from_fen(budget);
                mark_execution(&Execution::fiscal(money, money, Money::from_fen(spent)), scheme).points
            };
            let (low, high) = (points(one.min(other)), points(one.max(other)));
            prop_assert!(low >= Decimal::ZERO && high <= scheme.rules.execution.points && low <= high);
        }
    }

    #[test]
    fn lights_never_panic(
        rows in proptest::collection::vec(any_row(), 0..6), month in 1i8..=12, budget in any::<i64>(),
        plan in proptest::collection::vec((any::<u8>(), any_decimal()), 0..5), paid in any::<i64>(),
    ) {
        let points: Vec<PlanPoint> =
            plan.into_iter().map(|(month, share)| PlanPoint { month: month % 14, share }).collect();
        let watched = |row: Row| WatchedRow {
            indicator: Indicator { curve: points.clone(), ..row.indicator },
            actual: row.actual,
            earlier: vec![(Day::new(2025, 1, 10).unwrap(), Decimal::MAX)],
            last_year: points.clone(),
        };
        let day = Day::new(2025, month, 15).unwrap();
        let project = Watched {
            name: "项目".into(),
            year: 2025,
            plan: points.clone(),
            budget: Money::from_fen(budget),
            payments: Some(vec![Payment { day: Day::new(2025, 1, 2).unwrap(), amount: Money::from_fen(paid) }]),
            last_year: points.clone(),
            rows: rows.into_iter().map(watched).collect(),
        };
        for scheme in BOOK.monitorings() {
            let found = watch(&project, day, scheme);
            prop_assert_eq!(found.rows.len(), project.rows.len());
            prop_assert!(found == watch(&project, day, scheme));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_change_is_the_smallest_that_does_it(
        reached in proptest::collection::vec(0u32..=130, 2..6), spent in 0i64..=100,
    ) {
        let scheme = Scheme::new(BOOK.scoring_named("self-2020").unwrap(), &BOOK);
        let rows = reached.iter().enumerate().map(|(nth, value)| {
            let dimension = if nth % 2 == 0 { Dimension::Output } else { Dimension::Benefit };
            let indicator = Indicator::new("人数", dimension, "≥100人", 2025);
            Row { indicator, actual: Actual::parse(&format!("{value}人"), 2025).unwrap() }
        });
        let money = |fen| Money::from_fen(fen);
        let project = Project {
            name: "项目".into(),
            rows: rows.collect(),
            execution: Execution::fiscal(money(100), money(100), money(spent)),
        };
        let before = evaluate(&project, scheme).unwrap();
        for change in changes(&project, &before, scheme) {
            let score::Place::Row(at) = change.place else { continue };
            let with = |text: &str| {
                let mut other = project.clone();
                other.rows[at].actual = Actual::parse(text, 2025).unwrap();
                evaluate(&other, scheme).unwrap()
            };
            let after = with(&change.to);
            prop_assert_eq!(after.total, change.total);
            prop_assert_eq!(after.grade.clone().unwrap(), change.becomes.clone());
            let number: i64 = change.to.trim_end_matches('人').parse().unwrap();
            let nearer = if change.rises { number - 1 } else { number + 1 };
            prop_assert_eq!(with(&format!("{nearer}人")).grade, before.grade.clone());
        }
    }
}
