//! Watching a running year, and a form of formal monitoring on its way: filled from data, completed, returned,
//! approved and frozen, printed; wrong people, wrong states, whoever is second.

use std::collections::BTreeMap;

use ground::Day;
use measure::Arguments;
use office::OfficeError;
use office::monitoring::Seen;
use office::monitoring::acts::{Act, ActText};
use office::monitoring::filling::Form;
use office::monitoring::opening::Opening;
use office::monitoring::sheet::{Filled, Likelihood, Reason, Typed};
use office::year::binding::{Bound, Value};
use rulebook::Light;
use store::monitoring::{Filter, TaskState};
use store::people::Role;
use store::statements::{self, State, Statement};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{REGION, SCHOOLS, Town, asker};

/// The project of aid in the text.
const AID: &str = "99032126P00110010001X";
/// An indicator of it: at least 40 households.
const HOUSEHOLDS: &str = "99032126P00110010001X/数量指标/生活救助户数";

fn june() -> Day {
    Day::constant(2026, 6, 30)
}

/// The union's approved statement in July, four of twenty-four 万元 paid by the end of June.
async fn july(town: &Town) -> String {
    let id = town.draft(false).await;
    let statement = town.statement(&id).await;
    let mut tx = town.office.store().write().await.expect("a transaction");
    let approved = Statement { state: State::Published, approved_version: 1, ..statement.clone() };
    statements::update(&mut tx, &approved, statement.version, statement.state)
        .await
        .expect("changed");
    tx.commit().await.expect("kept");
    town.clock.move_to("2026-07-05T01:00:00Z".parse().expect("a moment"));
    for (sum, day, voucher) in [("1万元", "2026-03-10", "记-1"), ("3万元", "2026-06-20", "记-2")]
    {
        pay(town, sum, day, voucher).await;
    }
    id
}

async fn pay(town: &Town, sum: &str, day: &str, voucher: &str) {
    let rows = [
        ("项目编码", AID),
        ("支付金额", sum),
        ("支付日期", day),
        ("凭证号", voucher),
        ("用途", "发放生活救助金"),
    ];
    add(town, "spending", &rows).await;
}

async fn enter(town: &Town, id: &str, words: &str) {
    let value = Value {
        key: HOUSEHOLDS.into(),
        as_of: "2026-06-30".into(),
        words: words.into(),
        reason: "发放名册".into(),
        proof: None,
    };
    let clerk = town.somebody(Role::Clerk);
    town.office.enter_value(&clerk, id, &value).await.expect("entered");
}

fn opening() -> Opening {
    Opening {
        year: 2026,
        day: "2026-06-30".into(),
        due_on: "2026-07-15".into(),
        basis: "临财绩〔2026〕31号".into(),
        ..Opening::default()
    }
}

/// The only form that there is.
async fn the_task(town: &Town) -> String {
    let clerk = town.somebody(Role::Clerk);
    let all = town.office.monitoring_tasks(&clerk, &Filter::default()).await.expect("forms");
    assert_eq!(all.len(), 1);
    all[0].task.id.clone()
}

async fn form(town: &Town, id: &str) -> Form {
    town.office.monitoring_task(&town.somebody(Role::Clerk), id).await.expect("the form")
}

/// All that is owed, typed.
fn all_typed(form: &Form) -> Filled {
    let rows = form.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| {
        let typed = Typed {
            forecast: "预计完成".into(),
            reasons: if row.is_behind() { vec![Reason::Staff] } else { Vec::new() },
            explanation: if row.is_behind() { "上半年核查".into() } else { String::new() },
            measures: String::new(),
            likelihood: Some(Likelihood::Possible),
        };
        (row.key.clone(), typed)
    });
    Filled { progress: BTreeMap::new(), rows: rows.collect() }
}

async fn act(town: &Town, id: &str, role: Role, act: Act, reason: &str) -> Result<(), OfficeError> {
    let revision = form(town, id).await.listed.task.revision;
    let text = ActText { reason: reason.into(), demands: String::new() };
    town.office.move_monitoring(&town.somebody(role), id, act, revision, &text).await
}

#[tokio::test]
async fn a_year_is_told_with_its_lights_the_worst_first() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = july(&town).await;
        enter(&town, &id, "16户").await;
        for role in [Role::Clerk, Role::Head, Role::Finance, Role::Above] {
            let asker = town.somebody(role);
            let watching = town.office.watching(&asker, &id, june()).await.expect("watched");
            let code =
                |at: usize| watching.group(&watching.groups[at]).expect("a group").code.as_str();
            // Of the other project nothing was paid, though all of it was planned by the end of June.
            assert_eq!([code(0), code(1)], ["99032126P001100100028", AID]);
            let first = &watching.groups[1];
            let group = watching.group(first).expect("a group");
            assert_eq!(first.watch.light, Light::Red);
            let payments = &first.watch.payments;
            assert!(payments.because.contains("4.00万元") || payments.because.contains("4万元"));
            assert!(payments.because.contains("计划6月底50%"), "{}", payments.because);
            assert!(payments.forecast.as_ref().expect("a forecast").projections.len() > 1);
            let said = first.watch.rows.iter().find(|row| row.name == "生活救助户数");
            let said = said.expect("the row");
            assert_eq!(first.row(group, said).expect("a row").key, HOUSEHOLDS);
            assert_eq!(said.reading.light, Light::Green, "{}", said.reading.because);
        }
        let march = Day::constant(2026, 3, 31);
        let finance = town.somebody(Role::Finance);
        let before = town.office.watching(&finance, &id, march).await.expect("watched");
        assert!(before.groups.iter().all(|seen| !seen.watch.payments.because.contains("4.00")));
        let board = town.office.monitoring_board(&finance, 2026, june()).await.expect("a board");
        assert_eq!(board.lines.len(), 1);
        let line = &board.lines[0];
        assert_eq!(line.executed.expect("a share").to_string(), "13.79");
        assert_eq!(line.planned.expect("a share").to_string(), "58.62");
        assert_eq!((line.light, line.red > 0), (Light::Red, true));
        let elsewhere = asker(Role::Clerk, SCHOOLS, "r/s/");
        assert!(town.office.watching(&elsewhere, &id, june()).await.is_err());
    }
}

/// Nobody recorded a payment: no red light with 0 %, but what is missing and what to do; one payment and all is judged.
#[tokio::test]
async fn without_a_register_of_spending_payments_are_not_seen_rather_than_not_made() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(false).await;
        town.clock.move_to("2026-11-05T01:00:00Z".parse().expect("a moment"));
        let finance = town.somebody(Role::Finance);
        let watching = town.office.watching(&finance, &id, june()).await.expect("watched");
        for seen in &watching.groups {
            let payments = &seen.watch.payments;
            assert_eq!((payments.light, payments.reached), (Light::Grey, None));
            for words in ["没有支付数据", "计划6月底", "请登记或者导入2026年的支付"]
            {
                assert!(payments.because.contains(words), "{}", payments.because);
            }
        }
        let board = town.office.monitoring_board(&finance, 2026, june()).await.expect("a board");
        let line = &board.lines[0];
        assert_eq!((line.red, line.executed, line.sees_payments), (0, None, false));
        assert_eq!(line.planned.expect("a share").to_string(), "58.62");
        // Paid after the day that is looked at: the register is kept, and by that day nothing was paid.
        pay(&town, "1万元", "2026-10-12", "记-1").await;
        let watching = town.office.watching(&finance, &id, june()).await.expect("watched");
        let payments = &watching.groups[0].watch.payments;
        assert_eq!(payments.light, Light::Red, "{}", payments.because);
        assert!(payments.because.contains("到6月30日支付0"), "{}", payments.because);
        let board = town.office.monitoring_board(&finance, 2026, june()).await.expect("a board");
        assert!(board.lines[0].executed.expect("a share").is_zero());
    }
}

/// 按上年的节奏 of a project by the end of June: of its payments, and of an indicator.
async fn by_last_year(town: &Town, id: &str, (code, name): (&str, &str)) -> [Option<String>; 2] {
    let clerk = town.somebody(Role::Clerk);
    let watching = town.office.watching(&clerk, id, june()).await.expect("watched");
    let is_it = |seen: &&Seen| watching.group(seen).expect("a group").code == code;
    let watch = &watching.groups.iter().find(is_it).expect("the project").watch;
    let row = watch.rows.iter().find(|row| row.name == name).expect("the indicator");
    [&watch.payments, &row.reading].map(|reading| {
        let all = reading.forecast.iter().flat_map(|forecast| &forecast.projections);
        let mut all = all.filter(|one| one.method == "按上年的节奏");
        all.next().map(|one| one.value.to_string())
    })
}

#[tokio::test]
async fn forecasts_know_the_pace_of_the_year_before_where_there_was_one() {
    const AIDED: (&str, &str) = (AID, "生活救助户数");
    const CHECKED: (&str, &str) = ("99032126P001100100028", "体检劳模人数");
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = july(&town).await;
        let bound = Bound {
            key: format!("{}/数量指标/{}", CHECKED.0, CHECKED.1),
            measure: "activity_people".into(),
            arguments: Arguments::none(),
            reason: "按体检活动登记".into(),
        };
        town.office.bind(&town.somebody(Role::Clerk), &id, &[bound]).await.expect("bound");
        meet(&town, "2026-03-05", "30").await;
        // Both are new.
        assert_eq!(by_last_year(&town, &id, AIDED).await, [None, None]);
        assert_eq!(by_last_year(&town, &id, CHECKED).await, [None, None]);
        // What was paid in the year before the last counts for nothing.
        for (sum, day, voucher) in [
            ("9万元", "2024-12-31", "记-9"),
            ("1.5万元", "2025-02-10", "记-10"),
            ("1.5万元", "2025-06-30", "记-11"),
            ("7万元", "2025-11-20", "记-12"),
            ("-1万元", "2025-12-08", "记-13"),
        ] {
            pay(&town, sum, day, voucher).await;
        }
        // 4 万元 by June, when 3 of 9 had been paid: 4 ÷ (3 ÷ 9) = 12, to the fen though a third has no end.
        assert_eq!(by_last_year(&town, &id, AIDED).await, [Some("12.00".into()), None]);
        assert_eq!(by_last_year(&town, &id, CHECKED).await, [None, None]);
        // 30 people by June, when 40 of 100 had come: 75.
        for (day, people) in [("2025-04-12", "40"), ("2025-07-01", "60")] {
            meet(&town, day, people).await;
        }
        assert_eq!(by_last_year(&town, &id, CHECKED).await, [None, Some("75.0".into())]);
        // One more payment of last year is seen; a year that is over is not foretold.
        pay(&town, "3万元", "2025-01-08", "记-14").await;
        assert_eq!(by_last_year(&town, &id, AIDED).await, [Some("8.00".into()), None]);
        let clerk = town.somebody(Role::Clerk);
        let end = Day::constant(2026, 12, 31);
        let over = town.office.watching(&clerk, &id, end).await.expect("watched");
        let forecasts = over.groups.iter().filter_map(|seen| seen.watch.payments.forecast.as_ref());
        assert!(forecasts.flat_map(|one| &one.projections).all(|one| one.method == "全年已经结束"));
    }
}

/// Adds an activity.
async fn meet(town: &Town, day: &str, people: &str) {
    let rows = [
        ("活动编号", day),
        ("活动种类", "文体活动"),
        ("活动名称", "劳模健康体检"),
        ("举办日期", day),
        ("参与人数", people),
    ];
    add(town, "activity", &rows).await;
}

#[tokio::test]
async fn a_form_goes_its_way_to_the_approval_that_freezes_it() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let statement = july(&town).await;
        let finance = town.somebody(Role::Finance);
        let opened = town.office.open_monitoring(&finance, &opening()).await.expect("opened");
        assert_eq!((opened.given, opened.without), (1, vec!["临河县教育局".to_owned()]));
        let again = town.office.open_monitoring(&finance, &opening()).await;
        assert!(again.expect_err("nobody is left").to_string().contains("已经下达给1家"));
        let id = the_task(&town).await;
        filled_in(&town, &id, &statement).await;
        act(&town, &id, Role::Clerk, Act::Submit, "").await.expect("submitted");
        act(&town, &id, Role::Head, Act::PassOn, "").await.expect("passed on");
        returned(&town, &id).await;
        approved(&town, &id).await;
        let mut tx = town.office.store().read().await.expect("a transaction");
        let (entries, _, breaks) = store::audit::verify(&mut tx).await.expect("verified");
        assert!(entries > 10 && breaks.is_empty(), "{entries} {breaks:?}");
    }
}

/// What is computed follows the data; what is typed is kept; nothing is handed in half.
async fn filled_in(town: &Town, id: &str, statement: &str) {
    let first = form(town, id).await;
    let row = |form: &Form| {
        let mut rows = form.sheets.iter().flat_map(|sheet| &sheet.rows);
        rows.find(|row| row.key == HOUSEHOLDS).cloned().expect("the row")
    };
    assert_eq!(row(&first).done, "—");
    assert!(first.may_fill && !first.lacking.is_empty());
    enter(town, statement, "9户").await;
    let now = form(town, id).await;
    assert_eq!((row(&now).done.as_str(), row(&now).light), ("9户", Light::Yellow));
    let refused = act(town, id, Role::Clerk, Act::Submit, "").await;
    assert!(refused.expect_err("not whole").to_string().contains("“生活救助户数”没有填偏差原因"));
    let clerk = town.somebody(Role::Clerk);
    let filled = all_typed(&now);
    let revision = now.listed.task.revision;
    let kept = town.office.fill_monitoring(&clerk, id, revision, &filled).await.expect("kept");
    assert_eq!(kept, revision + 1);
    let second = town.office.fill_monitoring(&clerk, id, revision, &filled).await;
    assert!(matches!(second, Err(OfficeError::Conflict(_))), "{second:?}");
    let unknown = Filled { rows: [("x".to_owned(), Typed::default())].into(), ..filled };
    assert!(town.office.fill_monitoring(&clerk, id, kept, &unknown).await.is_err());
    assert_eq!(row(&form(town, id).await).typed.reasons, [Reason::Staff]);
    let head_too_early = act(town, id, Role::Head, Act::PassOn, "").await;
    assert!(matches!(head_too_early, Err(OfficeError::Conflict(_))));
    let finance = town.somebody(Role::Finance);
    let not_theirs = town.office.fill_monitoring(&finance, id, kept, &all_typed(&now)).await;
    assert!(matches!(not_theirs, Err(OfficeError::Refused { .. })), "{not_theirs:?}");
}

/// What was paid afterwards is told, and is not approved unseen.
async fn returned(town: &Town, id: &str) {
    pay(town, "2万元", "2026-06-29", "记-3").await;
    let changed = form(town, id).await;
    assert_eq!(changed.listed.task.state, TaskState::Finance);
    assert_eq!(changed.changes.len(), 1, "{:?}", changed.changes);
    assert!(changed.changes[0].contains("表上是4万元，现在是6万元"), "{:?}", changed.changes);
    let unseen = act(town, id, Role::Finance, Act::Approve, "").await;
    assert!(unseen.expect_err("changed").to_string().contains("请退回"));
    assert!(act(town, id, Role::Finance, Act::Return, " ").await.is_err());
    act(town, id, Role::Finance, Act::Return, "支付数有更新").await.expect("returned");
    assert!(form(town, id).await.may_fill);
    act(town, id, Role::Clerk, Act::Submit, "").await.expect("submitted again");
    act(town, id, Role::Clerk, Act::TakeBack, "").await.expect("taken back");
    act(town, id, Role::Clerk, Act::Submit, "").await.expect("submitted again");
    act(town, id, Role::Head, Act::PassOn, "").await.expect("passed on");
}

/// The values are frozen: what changes afterwards stands beside them.
async fn approved(town: &Town, id: &str) {
    let by_clerk = act(town, id, Role::Clerk, Act::Approve, "").await;
    assert!(matches!(by_clerk, Err(OfficeError::Refused { .. })), "{by_clerk:?}");
    act(town, id, Role::Finance, Act::Approve, "同意").await.expect("approved");
    let done = form(town, id).await;
    let task = &done.listed.task;
    assert_eq!(task.state, TaskState::Approved);
    assert_eq!(task.digest, store::digest(task.body.as_bytes()));
    assert!(done.acts.is_empty() && !done.may_fill && done.changes.is_empty());
    let kept = done.frozen.iter().find(|kept| kept.frozen.place == HOUSEHOLDS).expect("frozen");
    assert_eq!((kept.frozen.words.as_str(), &kept.now), ("9户", &None));
    town.clock.move_to("2026-07-20T01:00:00Z".parse().expect("a moment"));
    enter(town, &done.statement.statement.id, "12户").await;
    let later = form(town, id).await;
    let kept = later.frozen.iter().find(|kept| kept.frozen.place == HOUSEHOLDS).expect("frozen");
    assert_eq!(kept.now.as_deref(), Some("12户"));
    assert!(later.changes[0].contains("表上是9户，现在是12户"), "{:?}", later.changes);
    let steps: Vec<&str> = later.way.iter().map(|step| step.to.word()).collect();
    let expected =
        ["inside", "finance", "returned", "inside", "filling", "inside", "finance", "approved"];
    assert_eq!(steps, expected);
    let clerk = town.somebody(Role::Clerk);
    let (document, name) = town.office.monitoring_paper(&clerk, id).await.expect("printed");
    assert_eq!(name, "临河县总工会2026年6月绩效运行监控表");
    let text = write::txt(&document);
    for words in ["1—6月", "生活救助户数", "9户", "√", "上半年核查", "有可能", "6.00"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[tokio::test]
async fn only_the_finance_bureau_asks_and_only_for_what_can_be() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let finance = town.somebody(Role::Finance);
    let early = town.office.open_monitoring(&finance, &opening()).await;
    assert!(early.expect_err("nothing is approved").to_string().contains("没有一家部门"));
    july(&town).await;
    for role in [Role::Clerk, Role::Head, Role::Above, Role::Auditor] {
        let refused = town.office.open_monitoring(&town.somebody(role), &opening()).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{role}");
    }
    for wrong in [
        Opening { day: "6月底".into(), ..opening() },
        Opening { day: "2025-06-30".into(), ..opening() },
        Opening { due_on: "2026-06-01".into(), ..opening() },
        Opening { owner: "nowhere".into(), ..opening() },
    ] {
        assert!(town.office.open_monitoring(&finance, &wrong).await.is_err(), "{wrong:?}");
    }
    let named = Opening { owner: REGION.into(), ..opening() };
    town.office.open_monitoring(&finance, &named).await.expect("opened");
    let elsewhere = asker(Role::Clerk, SCHOOLS, "r/s/");
    let id = the_task(&town).await;
    let missing = town.office.monitoring_task(&elsewhere, &id).await;
    assert!(matches!(missing, Err(OfficeError::Missing { .. })));
}
