//! The cases of watching: a day, a plan, payments, values; the lights and what they say.

use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use rulebook::{Light, Rulebook};
use score::{Course, Payment, PlanPoint, Reading, Watched, WatchedRow, watch, worst_first};
use serde::Deserialize;

use crate::written::{self, Line, YEAR};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scheme: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    sentence: String,
    as_of: Day,
    plan: BTreeMap<String, Decimal>,
    #[serde(default)]
    last_year: BTreeMap<String, Decimal>,
    budget: Decimal,
    /// Left out: nobody records what is paid.
    payments: Option<Vec<(Day, Decimal)>>,
    #[serde(default)]
    rows: Vec<Row>,
    light: Light,
    payment: Light,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    forecast: String,
    #[serde(default)]
    suspicions: Vec<String>,
    /// Names of the rows in the order in which they are to be shown.
    #[serde(default)]
    order: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    level: String,
    #[serde(default)]
    aspect: String,
    target: String,
    actual: String,
    #[serde(default)]
    curve: BTreeMap<String, Decimal>,
    #[serde(default)]
    due: Option<Day>,
    light: Light,
    #[serde(default)]
    says: Vec<String>,
}

fn curve(points: &BTreeMap<String, Decimal>) -> Vec<PlanPoint> {
    let point = |(month, share): (&String, &Decimal)| PlanPoint {
        month: month.parse().unwrap(),
        share: *share,
    };
    points.iter().map(point).collect()
}

impl Row {
    fn watched(&self) -> WatchedRow {
        let line = Line {
            name: self.name.clone(),
            level: self.level.clone(),
            aspect: self.aspect.clone(),
            target: self.target.clone(),
            actual: toml::Value::String(self.actual.clone()),
            share: None,
            way: None,
            weight: None,
        };
        let score::Row { mut indicator, actual } = line.row();
        indicator.curve = curve(&self.curve);
        indicator.due = self.due;
        WatchedRow { indicator, actual, earlier: Vec::new(), last_year: Vec::new() }
    }
}

impl Case {
    fn watched(&self) -> Watched {
        let wan = |amount: &Decimal| Money::from_wan(*amount).unwrap();
        let payment = |(day, sum): &(Day, Decimal)| Payment { day: *day, amount: wan(sum) };
        let payments = self.payments.as_ref().map(|all| all.iter().map(payment).collect());
        Watched {
            name: self.sentence.clone(),
            year: YEAR,
            plan: curve(&self.plan),
            budget: wan(&self.budget),
            payments,
            last_year: curve(&self.last_year),
            rows: self.rows.iter().map(Row::watched).collect(),
        }
    }
}

fn agrees(sentence: &str, reading: &Reading, light: Light, says: &[String]) {
    let because = reading.to_string();
    assert_eq!(reading.light, light, "{sentence}\n{because}");
    for words in says {
        assert!(because.contains(words), "{sentence}\n没有说“{words}”：{because}");
    }
    assert!(because.ends_with('。') && !because.contains("。。"), "{because}");
}

#[test]
fn every_case_comes_out_as_written() {
    let book = Rulebook::embedded().unwrap();
    let mut count = 0;
    for (name, text) in written::files("watching") {
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let scheme = book.monitoring_named(&file.scheme).unwrap();
        for case in &file.case {
            let sentence = format!("{name}：{}", case.sentence);
            let found = watch(&case.watched(), case.as_of, scheme);
            agrees(&sentence, &found.payments, case.payment, &case.says);
            for row in &found.rows {
                let expected = &case.rows[row.row];
                let sentence = format!("{sentence}（{}）", row.name);
                agrees(&sentence, &row.reading, expected.light, &expected.says);
            }
            assert_eq!(found.rows.len(), case.rows.len());
            assert_eq!(found.light, case.light, "{sentence}");
            if !case.forecast.is_empty() {
                let said = found.payments.forecast.as_ref().unwrap().to_string();
                assert_eq!(said, case.forecast, "{sentence}");
            }
            let mut kinds: Vec<String> = found
                .suspicions
                .iter()
                .map(|one| serde_json::to_value(one.kind).unwrap().as_str().unwrap().to_owned())
                .collect();
            kinds.dedup();
            assert_eq!(kinds, case.suspicions, "{sentence}\n{:?}", found.suspicions);
            if !case.order.is_empty() {
                let order: Vec<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
                assert_eq!(order, case.order, "{sentence}");
            }
            count += 1;
        }
    }
    assert!(count > 20, "only {count} cases were found");
}

#[test]
fn counts_are_foretold_from_their_curve_last_year_and_recent_pace() {
    let book = Rulebook::embedded().unwrap();
    let scheme = book.monitoring_named("own-plan").unwrap();
    let text = "name = \"培训\"\nlevel = \"产出\"\naspect = \"数量\"\ntarget = \"≥500人\"\n\
                actual = \"200人\"\nlight = \"green\"\ncurve = { 6 = \"50\", 12 = \"100\" }";
    let mut row = toml::from_str::<Row>(text).unwrap().watched();
    row.earlier = vec![("2025-04-01".parse().unwrap(), Decimal::from(110))];
    row.last_year = vec![
        PlanPoint { month: 6, share: Decimal::from(40) },
        PlanPoint { month: 12, share: Decimal::ONE_HUNDRED },
    ];
    let mut project = Watched {
        name: "项目".into(),
        year: YEAR,
        plan: Vec::new(),
        budget: Money::ZERO,
        payments: None,
        last_year: Vec::new(),
        rows: vec![row],
    };
    let day: Day = "2025-06-30".parse().unwrap();
    let found = watch(&project, day, scheme);
    // 200÷50%＝400; 200÷40%＝500; 200×365÷181＝403.3; 90 in 90 days, 184 days left: 200＋184＝384
    let said = found.rows[0].reading.forecast.as_ref().unwrap().to_string();
    assert_eq!(
        said,
        "预计全年401.7人（384—500人）：按自己的计划节奏400人，按上年的节奏500人，\
         按全年匀速403.3人，按最近90天的速度384人，取中位数"
    );
    // A height is not foretold.
    project.rows[0].indicator.course = Some(Course::Level);
    let found = watch(&project, day, scheme);
    assert_eq!(found.rows[0].reading.forecast, None);
}

#[test]
fn the_worst_project_comes_first() {
    let book = Rulebook::embedded().unwrap();
    let scheme = book.monitoring_named("own-plan").unwrap();
    let project = |spent: i64| Watched {
        name: format!("{spent}"),
        year: YEAR,
        plan: vec![PlanPoint { month: 6, share: Decimal::ONE_HUNDRED }],
        budget: Money::from_fen(100),
        payments: Some(vec![Payment {
            day: "2025-03-01".parse().unwrap(),
            amount: Money::from_fen(spent),
        }]),
        last_year: Vec::new(),
        rows: Vec::new(),
    };
    let day: Day = "2025-06-30".parse().unwrap();
    let all: Vec<_> =
        [100, 10, 70, 5].iter().map(|spent| watch(&project(*spent), day, scheme)).collect();
    assert_eq!(worst_first(&all), [3, 1, 2, 0]);
}
