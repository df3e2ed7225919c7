//! Demands about indicators: closed only when the value comes up to its target on the day somebody confirms.

use office::OfficeError;
use office::demands::acts::AnswerText;
use office::demands::raising::DemandText;
use office::year::binding::Value;
use store::demands::DemandState;
use store::people::Role;
use testkit::database::Database;

use crate::support::{Town, UNION};

const LIVING: &str = "99032126P00110010001X/数量指标/生活救助户数";

fn text(statement: &str, place: &str) -> DemandText {
    DemandText {
        owner: UNION.into(),
        year: "2026".into(),
        origin: "monitoring".into(),
        kind: "targets".into(),
        statement: statement.into(),
        place: place.into(),
        found: "生活救助户数没有达到指标值".into(),
        asked: "8月底前补齐".into(),
        decider: "indicator".into(),
        due_on: "2026-08-31".into(),
        ..DemandText::default()
    }
}

async fn reached(town: &Town, id: &str, as_of: &str, words: &str) {
    let clerk = town.somebody(Role::Clerk);
    let value = Value {
        key: LIVING.into(),
        as_of: as_of.into(),
        words: words.into(),
        reason: "发放花名册".into(),
        proof: None,
    };
    town.office.enter_value(&clerk, id, &value).await.expect("entered");
}

fn said<T: std::fmt::Debug>(done: Result<T, OfficeError>) -> String {
    match done.expect_err("refused") {
        OfficeError::Fields(faults) => format!("{faults:?}"),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn an_indicator_closes_its_demand_when_its_value_comes_up_to_the_target() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, office) = (town.draft(false).await, &town.office);
        town.clock.move_to("2026-07-10T01:00:00Z".parse().expect("a moment"));
        let [clerk, finance] = [Role::Clerk, Role::Finance].map(|role| town.somebody(role));
        let year = office.year(&clerk, &id, office.now().day()).await.expect("a year");
        let place = year.row(LIVING).expect("the indicator").1.place.clone();

        let whole = office.raise_demand(&finance, &text(&id, "")).await;
        assert!(said(whole).contains("请在位置里选择"));
        let goals = office.raise_demand(&finance, &text(&id, "projects/0/goals")).await;
        assert!(said(goals).contains("不是一条指标"));
        let empty = office.raise_demand(&finance, &text(&id, &place)).await;
        assert!(said(empty).contains("还没有完成值"));

        reached(&town, &id, "2026-06-30", "30户").await;
        let demand = office.raise_demand(&finance, &text(&id, &place)).await.expect("raised");
        let shown = office.demand(&finance, &demand).await.expect("in sight");
        assert_eq!(shown.demand.code, LIVING);
        let verdict = shown.verdict.expect("a verdict").to_string();
        assert!(
            verdict.starts_with("仍存在：截至2026-07-10，“生活救助户数”完成值30户"),
            "{verdict}"
        );
        let answer = AnswerText {
            measure: "已补发".into(),
            result: "达到指标值".into(),
            finished_on: "2026-07-09".into(),
        };
        let seen = shown.demand.version;
        office.answer_demand(&clerk, &demand, seen, &answer).await.expect("answered");
        let seen = office.demand(&finance, &demand).await.expect("in sight").demand.version;
        let early = office.confirm_demand(&finance, &demand, seen, "").await;
        assert!(said(early).contains("完成值30户"));

        // A value of a later day is none yet.
        reached(&town, &id, "2026-07-20", "60户").await;
        let early = office.confirm_demand(&finance, &demand, seen, "").await;
        assert!(said(early).contains("完成值30户"));
        town.clock.move_to("2026-07-21T01:00:00Z".parse().expect("a moment"));
        office.confirm_demand(&finance, &demand, seen, "").await.expect("confirmed");
        let shown = office.demand(&finance, &demand).await.expect("in sight");
        assert_eq!(shown.demand.state, DemandState::Confirmed);
        let last = shown.steps.last().expect("a step");
        assert!(last.verdict.contains("完成值60户"), "{last:?}");
    }
}
