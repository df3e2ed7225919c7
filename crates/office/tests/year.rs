//! The running year: indicators bound to measures, values computed, entered, taken back and frozen, payments.

use std::sync::Arc;

use measure::Arguments;
use office::OfficeError;
use office::acts::Scan;
use office::year::binding::{Bound, Value};
use office::year::{Standing, Year};
use store::Scope;
use store::people::Role;
use store::registers::{Making, bulk, entries};
use store::statements::State;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{self, Town, UNION, day};

const CODE: &str = "99032126P00110010001X";
const LIVING: &str = "99032126P00110010001X/数量指标/生活救助户数";
const INCOME: &str = "99032126P00110010001X/社会效益指标/受助家庭人均收入增长率";

async fn year(town: &Town, id: &str, as_of: &str) -> Arc<Year> {
    let clerk = town.somebody(Role::Clerk);
    town.office.year(&clerk, id, day(as_of)).await.expect("a year")
}

/// Value and standing of an indicator.
async fn told(town: &Town, id: &str, as_of: &str, key: &str) -> (String, &'static str) {
    let year = year(town, id, as_of).await;
    let (_, row) = year.row(key).expect("the indicator");
    (row.words.clone(), row.standing.label())
}

async fn pay(town: &Town, voucher: &str, paid_on: &str, amount: &str) -> i64 {
    let rows = [
        ("项目编码", CODE),
        ("项目名称", "困难职工帮扶救助资金"),
        ("收款方", "临河县某商店"),
        ("支付金额", amount),
        ("支付日期", paid_on),
        ("凭证号", voucher),
        ("用途", "慰问品"),
    ];
    add(town, "spending", &rows).await
}

async fn spend_measure(town: &Town, id: &str, key: &str) -> Result<(), OfficeError> {
    let clerk = town.somebody(Role::Clerk);
    let bound = Bound {
        key: key.to_owned(),
        measure: "spent".to_owned(),
        arguments: Arguments::none().with("project", CODE),
        reason: String::new(),
    };
    town.office.bind(&clerk, id, &[bound]).await
}

#[tokio::test]
async fn a_bound_indicator_follows_its_register() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(false).await;
        town.clock.move_to("2026-07-10T01:00:00Z".parse().expect("a moment"));
        assert_eq!(told(&town, &id, "2026-06-30", LIVING).await, ("—".into(), "未绑定"));
        spend_measure(&town, &id, LIVING).await.expect("bound");
        pay(&town, "记-1", "2026-03-12", "12000").await;
        pay(&town, "记-2", "2026-06-20", "8000.50").await;
        let (value, standing) = told(&town, &id, "2026-06-30", LIVING).await;
        assert_eq!((value.as_str(), standing), ("2.00005万元", "台账"));
        let (value, _) = told(&town, &id, "2026-03-31", LIVING).await;
        assert_eq!(value, "1.2万元", "what was paid by then");
        let year = year(&town, &id, "2026-06-30").await;
        let project = year.project(0).expect("a project");
        let paid: Vec<String> = project
            .payments
            .iter()
            .flatten()
            .map(|one| format!("{} {}", one.day, one.amount.yuan()))
            .collect();
        assert_eq!(paid, ["2026-03-12 12000", "2026-06-20 8000.5"]);
        assert_eq!(project.execution.rate().map(|rate| rate.to_string()).as_deref(), Some("8.33"));
        assert_eq!(project.counted().len(), project.scored().rows.len());
        let wrong = spend_measure(&town, &id, "没有这项").await.expect_err("no such indicator");
        assert!(matches!(wrong, OfficeError::Missing { .. }), "{wrong}");
    }
}

#[tokio::test]
async fn a_value_is_entered_where_no_register_gives_it_and_taken_back_with_a_reason() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, office) = (town.draft(false).await, &town.office);
        let clerk = town.somebody(Role::Clerk);
        let none = Bound { key: INCOME.to_owned(), ..Bound::default() };
        office.bind(&clerk, &id, std::slice::from_ref(&none)).await.expect_err("no reason");
        let reason = "收入由民政部门核定".to_owned();
        office.bind(&clerk, &id, &[Bound { reason, ..none }]).await.expect("bound");
        assert_eq!(told(&town, &id, "2026-06-30", INCOME).await.1, "待录入");
        let value = Value {
            key: INCOME.to_owned(),
            as_of: "2026-06-30".to_owned(),
            words: "6.5%".to_owned(),
            reason: "民政局核定表".to_owned(),
            proof: Some(Scan { name: "核定表.pdf".into(), bytes: b"%PDF-1.4".to_vec() }),
        };
        for (words, as_of) in [("很多", "2026-06-30"), ("", "2026-06-30"), ("6%", "六月")] {
            let wrong = Value { words: words.into(), as_of: as_of.into(), ..value.clone() };
            office.enter_value(&clerk, &id, &wrong).await.expect_err(words);
        }
        let stranger = support::asker(Role::Clerk, support::SCHOOLS, "r/s/");
        office.enter_value(&stranger, &id, &value).await.expect_err("not theirs");
        let entered = office.enter_value(&clerk, &id, &value).await.expect("entered");
        assert_eq!(told(&town, &id, "2026-06-30", INCOME).await, ("6.5%".into(), "录入"));
        assert_eq!(told(&town, &id, "2026-03-31", INCOME).await.1, "待录入", "not yet known");
        office.void_value(&clerk, &id, &entered, " ").await.expect_err("no reason");
        office.void_value(&clerk, &id, &entered, "抄错了").await.expect("taken back");
        office.void_value(&clerk, &id, &entered, "抄错了").await.expect_err("only once");
        assert_eq!(told(&town, &id, "2026-06-30", INCOME).await.1, "待录入");
        let year = year(&town, &id, "2026-06-30").await;
        assert_eq!(year.row(INCOME).expect("it").1.entered.len(), 1, "what was taken back stays");
        spend_measure(&town, &id, LIVING).await.expect("bound");
        let computed = Value { key: LIVING.to_owned(), ..value };
        office.enter_value(&clerk, &id, &computed).await.expect_err("the register gives it");
        town.put(&id, State::Archived).await;
        office.unbind(&clerk, &id, LIVING).await.expect_err("archived");
    }
}

#[tokio::test]
async fn what_was_frozen_stays_and_a_later_change_shows_beside_it() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, office) = (town.draft(false).await, &town.office);
        town.clock.move_to("2026-07-10T01:00:00Z".parse().expect("a moment"));
        let clerk = town.somebody(Role::Clerk);
        spend_measure(&town, &id, LIVING).await.expect("bound");
        pay(&town, "记-1", "2026-03-12", "12000").await;
        let now = year(&town, &id, "2026-06-30").await;
        let mut tx = office.store().write().await.expect("a transaction");
        let at = office.now().to_string();
        office.freeze(&mut tx, &now, "monitoring/2026-06-30", &at).await.expect("frozen");
        tx.commit().await.expect("kept");
        let kept = office.frozen(&clerk, &now, "monitoring/2026-06-30").await.expect("frozen");
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].frozen.entries, kept[0].now.clone()), (1, None));
        pay(&town, "记-2", "2026-06-20", "8000").await;
        let later = year(&town, &id, "2026-06-30").await;
        let kept = office.frozen(&clerk, &later, "monitoring/2026-06-30").await.expect("frozen");
        assert_eq!(kept[0].frozen.words, "1.2万元");
        assert_eq!(kept[0].now.as_deref(), Some("2万元"));
        assert!(matches!(later.row(LIVING).expect("it").1.standing, Standing::Computed(_)));
        assert!(office.frozen(&clerk, &later, "evaluation/2026").await.expect("none").is_empty());
    }
}

/// More payments like the first one.
async fn pay_again(town: &Town, times: usize) {
    let all = town.office.registers().await.expect("registers");
    let table = &all.get("spending").expect("a register").book.table;
    let mut tx = town.office.store().write().await.expect("a transaction");
    let first = entries::find(&mut tx, &Scope::everything(), table, UNION, 1).await;
    let first = first.expect("the first payment");
    let making = Making { owner: UNION, by: "u1", at: &town.office.now().to_string() };
    let writer = bulk::Writer::begin(&mut tx, table, making, None, times as u64).await;
    let mut writer = writer.expect("begun");
    for _ in 0..times {
        writer.push(&mut tx, &first.state, first.cells.clone()).await.expect("pushed");
    }
    writer.finish(&mut tx).await.expect("finished");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn all_entries_behind_a_frozen_value_are_counted() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, office) = (town.draft(false).await, &town.office);
        town.clock.move_to("2026-07-10T01:00:00Z".parse().expect("a moment"));
        spend_measure(&town, &id, LIVING).await.expect("bound");
        pay(&town, "记-1", "2026-03-12", "100").await;
        pay_again(&town, 1_499).await;
        let now = year(&town, &id, "2026-06-30").await;
        let clerk = town.somebody(Role::Clerk);
        let mut tx = office.store().write().await.expect("a transaction");
        let at = office.now().to_string();
        office.freeze(&mut tx, &now, "monitoring/2026-06-30", &at).await.expect("frozen");
        tx.commit().await.expect("kept");
        let kept = office.frozen(&clerk, &now, "monitoring/2026-06-30").await.expect("frozen");
        assert_eq!((kept[0].frozen.entries, kept[0].frozen.words.as_str()), (1_500, "15万元"));
    }
}
