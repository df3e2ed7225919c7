//! The measures that the program carries: each loads, says in words what it computes, and is answered by both
//! databases.

mod refused;

use std::collections::BTreeSet;
use std::sync::Arc;

use ground::Day;
use measure::{Arguments, Grouping, Holds, Measure, Measures, Period, Plan, Shape, describe};
use office::measuring::{by, compiled, known, reading};
use office::registers::Vault;
use office::{Clock, Office};
use register::Definitions;
use rulebook::Rulebook;
use store::registers::measuring;
use store::{Scope, Store};
use testkit::database::Database;

const AT: &str = "2025-10-01T01:00:00.000Z";

/// The registers that the program carries.
fn definitions() -> Definitions {
    let rulebook = Rulebook::embedded().expect("the rulebook loads");
    Definitions::embedded(&rulebook).expect("the registers load")
}

fn shipped() -> Measures {
    Measures::embedded(&known(&definitions())).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("\n{}", lines.join("\n"))
    })
}

/// Arguments that a measure takes, each with a value.
fn full(measure: &Measure) -> Arguments {
    let mut arguments = Arguments::none();
    for argument in measure.arguments() {
        let value = match &argument.holds {
            Holds::Code(codes) => codes.first().expect("a code").0.clone(),
            Holds::YesNo => "yes".to_owned(),
            _ => "甲".to_owned(),
        };
        arguments = arguments.with(&argument.name, &value);
    }
    arguments.deadline = measure.needs_deadline().then(|| Day::constant(2025, 1, 28));
    arguments
}

/// The fewest arguments that it can do with.
fn needed(measure: &Measure) -> Arguments {
    let mut arguments = full(measure);
    arguments.choices.retain(|name, _| measure.needs.contains(name));
    arguments
}

#[test]
fn every_register_has_measures() {
    let measures = shipped();
    let asked: BTreeSet<&str> = measures.all().flat_map(Measure::registers).collect();
    let all = definitions();
    let missing: Vec<&str> =
        all.all().map(|one| one.name.as_str()).filter(|name| !asked.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "registers without a measure");
    assert!(measures.all().count() >= 100, "{}", measures.all().count());
}

#[test]
fn every_measure_says_what_it_computes() {
    for measure in shipped().all() {
        for arguments in [full(measure), needed(measure)] {
            let said = describe(measure, &arguments, Period::year(2025));
            assert!(said.starts_with(&format!("{}（{}）", measure.title, measure.unit)), "{said}");
            assert!(said.ends_with('。') && !said.contains("。。"), "{said}");
            let is_survey = matches!(measure.shape, Shape::Survey(_));
            assert!(is_survey || said.contains("取“"), "{said}");
            let latin = said.replace("2025", "");
            assert!(!latin.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
        }
    }
}

#[test]
fn what_is_computed_is_said_with_its_arguments() {
    let measures = shipped();
    let measure = measures.measure("aid_per_household").expect("a measure");
    let arguments = Arguments::none().with("kind", "medical");
    let said = describe(measure, &arguments, Period::year(2025));
    assert_eq!(
        said,
        "户均救助标准（元/户）＝发放的救助金÷得到救助的家庭，四舍五入保留2位小数。\
         分子：取“救助发放台账”中“发放日期”在2025年1月1日至2025年12月31日、“救助种类”为医疗救助的记录\
         （冲销的和被冲销的不计），合计“发放金额”。\
         分母：取“救助发放台账”中“发放日期”在2025年1月1日至2025年12月31日、“救助种类”为医疗救助的记录\
         （冲销的和被冲销的不计），按“户主证件号码”去重计数，重复的只计一次，没有填的不计。"
    );
}

#[test]
fn arguments_that_do_not_fit_are_refused() {
    let measures = shipped();
    let year = Period::year(2025);
    let none = Arguments::none;
    let deadline = Arguments { deadline: Some(year.first), ..none() };
    for (code, arguments, expected) in [
        ("aid_persons", none().with("kind", "gold"), "“救助种类”里没有“gold”可选"),
        ("aid_persons", none().with("level", "living"), "“帮扶救助人数”不按“level”挑选"),
        ("aid_share_of_kind", none(), "“某类救助资金占比”须先选定救助种类"),
        ("aid_by_deadline_rate", none(), "“帮扶资金按期发放率”须先写明完成期限"),
        ("aid_persons", deadline, "“帮扶救助人数”不问完成期限"),
        ("satisfaction_of_workers", none(), "“职工满意度”由满意度调查得出，不从台账计算"),
    ] {
        let measure = measures.measure(code).expect("a measure");
        let said = measure.plan(&arguments, year).expect_err("it is refused");
        assert_eq!(said.to_string(), expected);
    }
}

#[test]
fn months_add_up_where_nothing_is_counted_once_a_year() {
    let all = shipped();
    let months = |code: &str| all.measure(code).expect("a measure").months();
    for code in ["spent", "activities", "activity_people", "aid_times", "aid_amount"] {
        assert!(matches!(months(code), Some(measure::By::Month(_))), "{code}");
    }
    let not = [
        ("aid_persons", "a person counts once"),
        ("execution_rate", "a rate"),
        ("activity_people_growth", "a growth"),
        ("assets_value", "what stands at the end of a year"),
        ("spending_by_deadline_rate", "a deadline is a day of one year"),
        ("spending_first_day", "a day"),
    ];
    for (code, why) in not {
        assert_eq!(months(code), None, "{code}: {why}");
    }
}

#[test]
fn plans_come_back_from_json() {
    for measure in shipped().all() {
        let Ok(plan) = measure.plan(&full(measure), Period::year(2025)) else { continue };
        let text = serde_json::to_string(&plan).expect("JSON");
        assert_eq!(serde_json::from_str::<Plan>(&text).expect("a plan"), plan);
    }
}

#[tokio::test]
async fn every_measure_is_answered_by_both_databases() {
    let measures = shipped();
    for database in Database::both() {
        let store = Store::open(&database.address).await.expect("the store opens");
        let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
        let office = Office::new(store, rulebook, Clock::system()).with_vault(Vault::passing());
        let all = office.registers().await.expect("registers");
        let mut tx = office.store().read().await.expect("a transaction");
        let everything = Scope::everything();
        for measure in measures.all() {
            for arguments in [full(measure), needed(measure)] {
                let Ok(plan) = measure.plan(&arguments, Period::year(2025)) else { continue };
                let asked: Vec<_> =
                    plan.parts.iter().map(|one| compiled(one, &all).expect("compiled")).collect();
                for at in [None, Some(AT)] {
                    let found = measuring::figures(&mut tx, &everything, &asked, at).await;
                    let found = found.unwrap_or_else(|error| panic!("{}: {error}", measure.code));
                    let readings: Vec<_> = found.iter().map(reading).collect();
                    let value = measure.value(&readings);
                    assert!(value.entries.iter().all(|many| *many == 0), "{}", measure.code);
                    for one in &asked {
                        let found =
                            measuring::evidence(&mut tx, &everything, one, at, (9, None)).await;
                        assert_eq!(found.expect("evidence"), [], "{}", measure.code);
                    }
                    let first = asked.first().expect("a part");
                    for group in measure.groups.iter().map(Grouping::by) {
                        let by = by(group);
                        let found = measuring::figures_by(&mut tx, &everything, first, &by, at);
                        assert_eq!(found.await.expect("groups"), [], "{}", measure.code);
                    }
                }
            }
        }
    }
}
