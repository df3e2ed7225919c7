//! Flows on registers: what comes due, the account of dues, batches of check-ups, commendations.

use ground::Money;
use office::OfficeError;
use office::registers::checkup::{CandidateLine, Hardship, Served, Wanted};
use office::registers::dues::{Shown, Standing};
use office::registers::listing::Question;
use office::registers::reminders::ReminderLine;
use office::registers::sight::Wish;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{Town, UNION, day};

const ID: &str = "990321198001010010";
const OTHER: &str = "990321198001010029";

/// A day so many days from the town's today.
fn from_today(town: &Town, days: i64) -> String {
    let span = jiff::Span::new().try_days(days).expect("days");
    town.office.now().day().checked_add(span).expect("a day").to_string()
}

async fn reminder(town: &Town, name: &str) -> ReminderLine {
    let clerk = town.somebody(Role::Clerk);
    let all = town.office.reminders(&clerk, UNION).await.expect("reminders");
    all.into_iter().find(|line| line.name == name).expect("the reminder")
}

/// The names and days left of what a reminder tells.
async fn told(town: &Town, name: &str) -> Vec<(String, i64)> {
    let clerk = town.somebody(Role::Clerk);
    let told = town.office.due_entries(&clerk, UNION, name, 0, Wish::Masked).await.expect("told");
    assert_eq!(told.listed as i64, told.line.coming + told.line.overdue, "{name}");
    told.items.into_iter().map(|one| (one.called, one.left)).collect()
}

#[tokio::test]
async fn what_comes_due_is_told_before_its_day_and_after() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let agreement = |number: &'static str, until: String, state: &'static str| {
            [
                ("协议编号", number.to_owned()),
                ("协议层级", "企业".to_owned()),
                ("协议内容", "集体合同".to_owned()),
                ("协议名称", "集体合同".to_owned()),
                ("签订日期", "2024-01-01".to_owned()),
                ("到期日期", until),
                ("状态", state.to_owned()),
            ]
        };
        let cases = [
            ("甲", -3, "有效"),
            ("乙", 0, "有效"),
            ("丙", 90, "有效"),
            ("丁", 91, "有效"),
            ("戊", -3, "已终止"),
        ];
        for (number, days, state) in cases {
            let row = agreement(number, from_today(&town, days), state);
            let row: Vec<(&str, &str)> = row.iter().map(|(l, t)| (*l, t.as_str())).collect();
            add(&town, "agreement", &row).await;
        }
        let line = reminder(&town, "agreement_ends").await;
        assert_eq!((line.overdue, line.coming), (1, 2));
        let seen = told(&town, "agreement_ends").await;
        let left: Vec<i64> = seen.iter().map(|(_, left)| *left).collect();
        assert_eq!(left, [-3, 0, 90]);
        assert!(seen[0].0.contains('甲'), "{seen:?}");
        let clerk = town.somebody(Role::Clerk);
        assert_eq!(town.office.overdue_entries(&clerk).await.expect("asked"), Some(1));
        let above = town.somebody(Role::Above);
        assert_eq!(town.office.overdue_entries(&above).await.expect("asked"), None);
    }
}

#[tokio::test]
async fn files_are_seen_again_a_year_after_they_were_seen_last() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        for (name, id, verified, again) in
            [("甲某人", ID, "2020-01-01", "2020-02-29"), ("乙某人", OTHER, "2020-05-01", "")]
        {
            let row = [
                ("户主姓名", name),
                ("证件号码", id),
                ("家庭人口", "3"),
                ("家庭年收入", "9000"),
                ("致困原因", "本人或家庭成员患病"),
                ("困难类别", "深度困难"),
                ("建档日期", "2020-01-01"),
                ("核查日期", verified),
                ("最近复核日期", again),
                ("状态", "在档"),
            ];
            add(&town, "household", &row).await;
        }
        assert_eq!(reminder(&town, "household_recheck").await.overdue, 2);
        let clerk = town.somebody(Role::Clerk);
        let told = town.office.due_entries(&clerk, UNION, "household_recheck", 0, Wish::Masked);
        let days: Vec<String> =
            told.await.expect("told").items.iter().map(|one| one.due_on.to_string()).collect();
        assert_eq!(days, ["2021-02-28", "2021-05-01"]);
    }
}

#[tokio::test]
async fn a_notice_that_ended_calls_for_the_next_step_and_cover_that_was_renewed_does_not() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        for (number, days) in [("示1", -1), ("示2", 3)] {
            let (from, until) = (from_today(&town, days - 9), from_today(&town, days));
            let row = [
                ("公示编号", number),
                ("公示事项", "帮扶救助"),
                ("公示标题", "名单"),
                ("公示开始日期", from.as_str()),
                ("公示结束日期", until.as_str()),
            ];
            add(&town, "notice", &row).await;
        }
        for (name, id, notice, state) in [
            ("甲某人", ID, "示1", "公示中"),
            ("乙某人", OTHER, "示2", "公示中"),
            ("甲某人", ID, "示1", "待发放"),
        ] {
            let row = [
                ("申请人姓名", name),
                ("证件号码", id),
                ("救助种类", if state == "公示中" { "生活救助" } else { "医疗救助" }),
                ("申请日期", "2025-11-01"),
                ("申请事由", "收支相抵后困难"),
                ("公示编号", notice),
                ("状态", state),
            ];
            add(&town, "aid_application", &row).await;
        }
        assert_eq!(reminder(&town, "aid_notice_ended").await.overdue, 1);
        assert_eq!(told(&town, "aid_notice_ended").await.len(), 1);
        for (id, ends) in [(ID, -5), (ID, 300), (OTHER, -5), (OTHER, -200)] {
            let (from, until) = (from_today(&town, ends - 365), from_today(&town, ends));
            let row = [
                ("参保人", "甲某人"),
                ("证件号码", id),
                ("保障计划", "住院互助"),
                ("生效日期", from.as_str()),
                ("到期日期", until.as_str()),
            ];
            add(&town, "mutual_participant", &row).await;
        }
        let told = told(&town, "mutual_cover_ends").await;
        assert_eq!(told.iter().map(|(_, left)| *left).collect::<Vec<_>>(), [-5]);
    }
}

#[tokio::test]
async fn dues_are_held_against_what_came_in_to_the_fen() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let union = [
            ("工会名称", "甲厂工会"),
            ("所在单位", "甲厂"),
            ("成立日期", "2015-05-01"),
            ("职工人数", "9"),
            ("会员人数", "9"),
        ];
        add(&town, "organisation", &union).await;
        for (unit, kind, period, payroll, amount, on) in [
            ("甲厂", "拨缴经费", "2025年第一季度", "100000.25", "1500", "2025-03-20"),
            ("甲厂", "拨缴经费", "2025年第一季度", "100000.25", "400", "2025-04-20"),
            ("甲厂", "拨缴经费", "2025年第二季度", "50000", "1000", "2025-06-20"),
            ("甲厂", "会费", "2025年", "", "70", "2025-06-21"),
            ("乙店", "建会筹备金", "2025年", "10000", "300", "2025-06-22"),
            ("丙社", "拨缴经费", "2025年", "", "88", "2025-06-23"),
            ("甲厂", "拨缴经费", "2024年", "900000", "1", "2025-01-02"),
        ] {
            let row = [
                ("缴费单位", unit),
                ("收入种类", kind),
                ("所属期", period),
                ("职工工资总额", payroll),
                ("实缴金额", amount),
                ("入账日期", on),
            ];
            add(&town, "fund_receipt", &row).await;
        }
        for (kind, to, amount) in [("上解", "市总工会", "500"), ("小额缴费返还", "甲厂工会", "60")]
        {
            let row = [
                ("种类", kind),
                ("对方工会", to),
                ("所属年度", "2025年"),
                ("实付金额", amount),
                ("支付日期", "2025-07-01"),
            ];
            add(&town, "remittance", &row).await;
        }
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let account = office.dues(&clerk, UNION, 2025).await.expect("an account");
        let names: Vec<&str> = account.lines.iter().map(|line| line.unit.as_str()).collect();
        assert_eq!(names, ["甲厂", "丙社", "乙店"]);
        let first = &account.lines[0];
        // 2 % of 100,000.25 is 2,000.005: to the fen 2,000.01.
        assert_eq!(first.due, Some(Money::from_fen(300_001)));
        assert_eq!(first.received, Money::from_fen(290_000));
        assert_eq!(first.difference(), Some(Money::from_fen(-10_001)));
        assert_eq!((first.fees.fen(), first.refunded.fen()), (7_000, 6_000));
        assert_eq!((first.union.as_str(), first.standing()), ("甲厂工会", Standing::Behind));
        assert_eq!(account.lines[1].standing(), Standing::Unknown);
        assert_eq!(account.lines[2].preparatory, Money::from_fen(30_000));
        let totals = account.totals;
        assert_eq!((totals.units, totals.units_behind), (3, 1));
        assert_eq!((totals.sent_up.fen(), totals.behind.fen()), (50_000, 10_001));
        assert_eq!(totals.without_payroll.fen(), 8_800);
        let table = office.dues_table(&clerk, UNION, 2025, Shown::Behind).await.expect("a table");
        assert_eq!(table.lines().count(), 2);
        assert!(
            table.contains("甲厂,甲厂工会,3000.01,2900.00,0.00,-100.01,70.00,60.00"),
            "{table}"
        );
    }
}

fn wanted() -> Wanted {
    Wanted {
        kind: "checkup".into(),
        served_on: day("2025-09-10"),
        since: day("2025-01-01"),
        state: String::new(),
        level: String::new(),
        title: String::new(),
        hardship: Hardship::Any,
    }
}

async fn models(town: &Town, wanted: &Wanted) -> Vec<CandidateLine> {
    let clerk = town.somebody(Role::Clerk);
    let batch = town.office.checkup_batch(&clerk, UNION, wanted, Wish::Masked).await;
    batch.expect("a batch").lines.clone()
}

#[tokio::test]
async fn check_ups_are_for_those_alive_once_a_period() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let third = "990321198001010037";
        for (name, id, level, poor, state) in [
            ("甲某人", ID, "省部级", "是", "在职"),
            ("乙某人", OTHER, "县级", "否", "退休"),
            ("丙某人", third, "县级", "否", "去世"),
        ] {
            let row = [
                ("姓名", name),
                ("证件号码", id),
                ("最高称号级别", level),
                ("荣誉称号", "劳动模范"),
                ("授予年度", "2010年"),
                ("是否困难劳模", poor),
                ("困难情况", if poor == "是" { "患病" } else { "" }),
                ("状态", state),
            ];
            add(&town, "model_worker", &row).await;
        }
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let seen = models(&town, &wanted()).await;
        assert_eq!(seen.len(), 3);
        assert!(seen[2].refused[0].contains("去世"), "{:?}", seen[2]);
        assert!(seen[..2].iter().all(|line| line.refused.is_empty()));
        let poor = models(&town, &Wanted { hardship: Hardship::Only, ..wanted() }).await;
        assert_eq!(poor.len(), 1);
        let high = models(&town, &Wanted { level: "provincial".into(), ..wanted() }).await;
        assert_eq!(high.len(), 1);
        let retired = models(&town, &Wanted { state: "retired".into(), ..wanted() }).await;
        assert_eq!(retired.len(), 1);
        let roster = office.checkup_roster(&clerk, UNION, &wanted()).await.expect("a roster");
        let text = write::txt(&roster);
        assert!(text.contains(ID) && text.contains("共2人") && !text.contains(third), "{text}");
        let recorder = town.somebody(Role::Recorder);
        assert!(office.checkup_roster(&recorder, UNION, &wanted()).await.is_err());
        let of = |id: i64| (UNION.to_owned(), Seen { id, version: 1 });
        let served = |models: Vec<(String, Seen)>| Served {
            wanted: wanted(),
            place: "县医院".into(),
            decision: String::new(),
            batch: "2025年体检".into(),
            models,
        };
        let dead = office.serve_models(&clerk, UNION, &served(vec![of(1), of(3)])).await;
        assert!(matches!(dead, Err(OfficeError::Invalid(_))), "{dead:?}");
        let unknown = Served { decision: "会9".into(), ..served(vec![of(1)]) };
        assert!(office.serve_models(&clerk, UNION, &unknown).await.is_err());
        let journal = Question { take: 9, ..Question::default() };
        let list = office.list_entries(&clerk, "model_service", UNION, &journal).await;
        assert!(list.expect("a list").lines.is_empty(), "all or nothing");
        let done = office.serve_models(&clerk, UNION, &served(vec![of(1)])).await;
        assert_eq!(done.expect("served"), 1);
        let again = office.serve_models(&clerk, UNION, &served(vec![of(1)])).await;
        assert!(matches!(again, Err(OfficeError::Invalid(_))), "{again:?}");
        let seen = models(&town, &wanted()).await;
        let one = seen.iter().find(|line| line.id == 1).expect("a line");
        assert_eq!(one.last, Some(day("2025-09-10")));
        assert!(one.refused[0].contains("已经安排过"), "{one:?}");
        let next = Wanted { since: day("2026-01-01"), ..wanted() };
        assert!(
            models(&town, &next).await.iter().any(|line| line.id == 1 && line.refused.is_empty())
        );
        let rest = Wanted { kind: "rest".into(), ..wanted() };
        assert_eq!(models(&town, &rest).await.iter().filter(|l| l.refused.is_empty()).count(), 2);
        let none = Wanted { kind: "award".into(), ..wanted() };
        let refused = office.checkup_batch(&clerk, UNION, &none, Wish::Masked).await;
        assert!(refused.is_err());
    }
}
