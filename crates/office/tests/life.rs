//! A project from its first statement on: declared, approved, adjusted, paid, watched, scored, put right, on one time
//! line over two years; who sees it; the lights of the desk; the calendar.

use std::sync::Arc;

use ground::Money;
use office::beginning::Upload;
use office::calendar::EventKind as Due;
use office::demands::raising::DemandText;
use office::life::{Event, EventKind, Leads, Life};
use office::monitoring::opening::Opening;
use office::{OfficeError, Permission};
use rulebook::Light;
use store::evaluations::{self, Evaluation};
use store::monitoring::{Filter, Task, TaskState};
use store::people::Role;
use store::statements::{self, State, Statement, Transition};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{SCHOOLS, TEXT, Town, UNION, asker};

const CODE: &str = "99032126P00110010001X";
const NAME: &str = "困难职工帮扶救助资金";

impl Town {
    /// Freezes the newest version as the approved one, with the step that says so.
    async fn approve(&self, id: &str, from: State, reason: &str) {
        let statement = self.statement(id).await;
        let now = self.office.now().to_string();
        let (owner, number) = (statement.owner.clone(), statement.version);
        let mut tx = self.office.store().write().await.expect("a transaction");
        statements::freeze(&mut tx, &owner, id, number, &now).await.expect("frozen");
        let way = statements::transitions(&mut tx, &store::Scope::everything(), id).await;
        let step = Transition {
            number: way.expect("a way").last().map_or(1, |last| last.number + 1),
            act: "批复".into(),
            from,
            to: State::Approved,
            version: number,
            reason: reason.into(),
            by_user: "finance".into(),
            by_name: "王审核".into(),
            at: now,
        };
        statements::insert_transition(&mut tx, &owner, id, &step).await.expect("noted");
        let changed =
            Statement { state: State::Approved, approved_version: number, ..statement.clone() };
        let written = statements::update(&mut tx, &changed, number, statement.state);
        written.await.expect("changed");
        tx.commit().await.expect("kept");
    }

    /// A form of monitoring as it was approved.
    async fn watched(&self) -> Task {
        let finance = self.somebody(Role::Finance);
        let opening = Opening {
            year: 2026,
            day: "2026-06-30".into(),
            due_on: "2026-07-15".into(),
            ..Opening::default()
        };
        self.office.open_monitoring(&finance, &opening).await.expect("opened");
        let all = self.office.monitoring_tasks(&finance, &Filter::default()).await.expect("forms");
        let form = self.office.monitoring_task(&finance, &all[0].task.id).await.expect("a form");
        let task = form.listed.task;
        let approved = Task {
            state: TaskState::Approved,
            revision: task.revision + 1,
            body: serde_json::to_string(&form.sheets).expect("JSON"),
            demands: "8月底前补齐进度".into(),
            state_since: self.office.now().to_string(),
            ..task
        };
        let mut tx = self.office.store().write().await.expect("a transaction");
        store::monitoring::update_task(&mut tx, &approved).await.expect("changed");
        tx.commit().await.expect("kept");
        approved
    }

    /// The self-evaluation as it was reported.
    async fn scored(&self, id: &str) {
        let head = self.somebody(Role::Head);
        let found = self.office.evaluation(&head, id).await.expect("an evaluation");
        let form = serde_json::to_string(&found.sheet).expect("JSON");
        let now = self.office.now().to_string();
        let new = Evaluation {
            owner: UNION.into(),
            statement: id.into(),
            state: evaluations::State::Reported,
            revision: 1,
            scheme: String::new(),
            scheme_reason: String::new(),
            reported_digest: store::digest(form.as_bytes()),
            reported: form,
            settled: String::new(),
            settled_digest: String::new(),
            total: None,
            grade: String::new(),
            differences: 0,
            sampled_at: now.clone(),
            sampled_by: "王审核".into(),
            sampled_how: "随机抽取".into(),
            opinion: String::new(),
            created_by: "clerk".into(),
            created_at: now.clone(),
            changed_at: now.clone(),
        };
        let step = evaluations::Step {
            number: 1,
            act: "报送财政".into(),
            from: evaluations::State::Ready,
            to: evaluations::State::Reported,
            reason: String::new(),
            by_user: "head".into(),
            by_name: "李负责".into(),
            at: now,
        };
        let mut tx = self.office.store().write().await.expect("a transaction");
        evaluations::insert(&mut tx, &new).await.expect("kept");
        evaluations::step(&mut tx, UNION, id, &step).await.expect("noted");
        tx.commit().await.expect("kept");
    }

    fn at(&self, moment: &str) {
        self.clock.move_to(moment.parse().expect("a moment"));
    }

    async fn life(&self, role: Role) -> Arc<Life> {
        let asker = self.somebody(role);
        self.office.project_life(&asker, UNION, CODE).await.expect("a life")
    }
}

async fn pay(town: &Town, sum: &str, day: &str, voucher: &str) {
    let rows = [
        ("项目编码", CODE),
        ("支付金额", sum),
        ("支付日期", day),
        ("凭证号", voucher),
        ("用途", "发放生活救助金"),
    ];
    add(town, "spending", &rows).await;
}

/// Two years: in the first everything happens, the second has just been begun.
async fn two_years(town: &Town) -> (String, String, String) {
    let id = town.draft(false).await;
    let clerk = town.somebody(Role::Clerk);
    town.office.hand_in(&clerk, &id, town.seen(&id).await).await.expect("handed in");
    town.at("2026-02-01T01:00:00Z");
    town.approve(&id, State::FinanceReview, "同意").await;
    town.at("2026-05-06T01:00:00Z");
    town.rewrite(
        &id,
        "预算数\t24.00\t其中：财政资金\t24.00",
        "预算数\t20.00\t其中：财政资金\t20.00",
    )
    .await;
    town.approve(&id, State::Adjusting, "压减一般性支出").await;
    town.at("2026-07-05T01:00:00Z");
    pay(town, "1万元", "2026-03-10", "记-1").await;
    pay(town, "3万元", "2026-06-20", "记-2").await;
    let form = town.watched().await;
    let demand = DemandText {
        owner: UNION.into(),
        year: "2026".into(),
        origin: "monitoring".into(),
        kind: "spending".into(),
        subject: NAME.into(),
        found: "6月底支付进度20%，计划50%".into(),
        asked: "9月底前补齐进度".into(),
        due_on: "2026-09-30".into(),
        ..DemandText::default()
    };
    let finance = town.somebody(Role::Finance);
    town.office.raise_demand(&finance, &demand).await.expect("raised");
    let elsewhere = DemandText { subject: "劳模健康体检经费".into(), ..demand };
    town.office.raise_demand(&finance, &elsewhere).await.expect("raised");
    town.at("2027-01-20T01:00:00Z");
    town.scored(&id).await;
    let text = TEXT.replace("2026年", "2027年");
    let upload = Upload { name: "绩效文本.txt".into(), bytes: text.into_bytes() };
    let next = town.office.import_statement(&clerk, UNION, &upload).await.expect("imported");
    (id, next, form.id)
}

fn of(life: &Life, kind: EventKind) -> Vec<&Event> {
    life.events.iter().filter(|event| event.kind == kind).collect()
}

#[tokio::test]
async fn a_project_is_told_from_its_first_statement_on() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, next, form) = two_years(&town).await;
        let life = town.life(Role::Clerk).await;
        assert_eq!((life.name.as_str(), life.years.len()), (NAME, 2), "{}", database.kind);
        years(&life, [&id, &next]);
        texts(&life, &id);
        let money = of(&life, EventKind::Money);
        let said: Vec<String> =
            money.iter().map(|one| format!("{} {}", one.day, one.title)).collect();
        assert_eq!(said, ["2026-03-31 3月支付1.00万元", "2026-06-30 6月支付3.00万元"]);
        assert_eq!(money[1].detail, "累计4.00万元，预算的20%；计划6月底50%");
        let watched = of(&life, EventKind::Monitoring);
        assert_eq!(watched.len(), 1);
        assert_eq!(
            (&watched[0].leads, watched[0].light),
            (&Leads::Monitoring(form), Some(Light::Red))
        );
        assert!(watched[0].title.contains("已审定"), "{}", watched[0].title);
        assert!(watched[0].detail.contains("8月底前补齐进度"), "{}", watched[0].detail);
        let scored = of(&life, EventKind::Evaluation);
        assert!(scored.iter().any(|one| one.title == "列入抽查复核"), "{scored:?}");
        let reported = scored.iter().find(|one| one.title.starts_with("报送财政"));
        assert!(reported.expect("reported").detail.contains("本项目自评"), "{scored:?}");
        let demands = of(&life, EventKind::Demand);
        assert_eq!(demands.len(), 1, "that on the other project is not of this one");
        assert!(demands[0].detail.contains("2026-09-30前整改"), "{}", demands[0].detail);
        let days: Vec<_> = life.events.iter().map(|event| event.day).collect();
        assert!(days.is_sorted(), "{days:?}");
        let table = life.table();
        assert_eq!(table.len(), life.events.len() + 1);
        assert!(table.iter().all(|row| row.len() == table[0].len()));
    }
}

fn years(life: &Life, ids: [&str; 2]) {
    let [first, second] = [&life.years[0], &life.years[1]];
    assert_eq!([first.listed.statement.id.as_str(), &second.listed.statement.id], ids);
    let wan = |wan: i64| Some(Money::from_fen(wan * 1_000_000));
    assert_eq!((first.declared, first.budget, first.versions), (wan(24), wan(20), 2));
    assert_eq!((first.spent(), first.lacks_payments), (wan(4), false));
    assert_eq!(first.paid[..6], [wan(0), wan(0), wan(1), wan(1), wan(1), wan(4)]);
    assert_eq!(first.light.as_ref().map(|lit| lit.light), Some(Light::Red));
    let mark = first.mark.as_ref().expect("a mark");
    assert!(mark.own.is_some() && mark.found.is_none());
    assert_eq!(mark.state, evaluations::State::Reported);
    assert_eq!((second.mark.as_ref(), second.budget), (None, wan(24)));
    // Of the year that has just begun nothing was recorded: that is not nothing.
    assert_eq!((second.spent(), second.lacks_payments), (None, true));
    assert_eq!(second.paid.iter().flatten().count(), 0);
}

fn texts(life: &Life, id: &str) {
    let all = of(life, EventKind::Text);
    let titles: Vec<&str> = all.iter().map(|event| event.title.as_str()).collect();
    assert!(titles[0].starts_with("开始编制2026年度"), "{titles:?}");
    assert!(titles.iter().any(|title| title.contains("内部审核")), "{titles:?}");
    assert!(titles.iter().any(|title| title.starts_with("开始编制2027年度")), "{titles:?}");
    let approved: Vec<&&Event> =
        all.iter().filter(|event| event.title.starts_with("批复")).collect();
    assert_eq!(approved.len(), 2);
    let first = &approved[0].detail;
    assert!(first.starts_with("同意；预算24.00万元，计划3月底25%、6月底50%"), "{first}");
    assert!(
        approved[1].detail.contains("预算由24.00万元调整为20.00万元"),
        "{}",
        approved[1].detail
    );
    assert_eq!(approved[1].leads, Leads::Version(id.to_owned(), 2));
}

#[tokio::test]
async fn a_life_is_seen_by_those_who_read_its_statements() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    two_years(&town).await;
    for role in [Role::Clerk, Role::Head, Role::Finance, Role::Above] {
        assert_eq!(town.life(role).await.years.len(), 2, "{role}");
    }
    let teacher = asker(Role::Clerk, SCHOOLS, "r/s/");
    let hidden = town.office.project_life(&teacher, UNION, CODE).await;
    assert!(matches!(hidden, Err(OfficeError::Missing { .. })), "{hidden:?}");
    let clerk = town.somebody(Role::Clerk);
    for (owner, code) in [(UNION, "没有"), (UNION, ""), ("nowhere", CODE), (SCHOOLS, CODE)] {
        let missing = town.office.project_life(&clerk, owner, code).await;
        assert!(matches!(missing, Err(OfficeError::Missing { .. })), "{owner} {code}");
    }
    let admin = town.somebody(Role::SystemAdministrator);
    let refused = town.office.project_life(&admin, UNION, CODE).await;
    assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
    // A token without the right to demands sees the life without them.
    let limited = office::Asker {
        limited_to: Some(vec![Permission::ReadStatements]),
        ..town.somebody(Role::Finance)
    };
    let life = town.office.project_life(&limited, UNION, CODE).await.expect("a life");
    assert!(of(&life, EventKind::Demand).is_empty() && !of(&life, EventKind::Money).is_empty());
}

#[tokio::test]
async fn the_desk_bears_the_lights_of_the_watch_the_worst_first() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(false).await;
        let clerk = town.somebody(Role::Clerk);
        let lights = async || {
            let desk = town.office.desk(&clerk).await.expect("a desk");
            desk.standing.own.as_ref().expect("a statement").lights.clone()
        };
        assert!(lights().await.is_empty(), "nothing is approved yet");
        town.approve(&id, State::FinanceReview, "同意").await;
        pay(&town, "6万元", "2026-01-05", "记-1").await;
        town.at("2026-06-20T01:00:00Z");
        let before = lights().await;
        town.at("2026-07-02T01:00:00Z");
        let now = lights().await;
        let day = town.office.now().day();
        let watching = town.office.watching(&clerk, &id, day).await.expect("watched");
        let expected: Vec<Light> = watching.groups.iter().map(|seen| seen.watch.light).collect();
        assert_eq!(now.iter().map(|one| one.light).collect::<Vec<_>>(), expected);
        assert!(now.is_sorted_by_key(|one| one.light), "{now:?}");
        assert!(now.iter().all(|one| !one.because.is_empty()), "{now:?}");
        // The check-up was due at the end of June: what was not red a week ago has turned.
        for one in &now {
            let was = before.iter().find(|old| old.code == one.code).expect("the same project");
            let turned = one.light == Light::Red && was.light != Light::Red;
            assert_eq!(one.has_turned_red, turned, "{one:?} {was:?}");
        }
        assert!(now.iter().any(|one| one.has_turned_red), "{now:?}");
        // Another day, and nothing has turned any more.
        town.at("2026-07-20T01:00:00Z");
        assert!(lights().await.iter().all(|one| !one.has_turned_red));
    }
}

#[tokio::test]
async fn the_calendar_tells_what_is_due_for_whoever_asks_and_names_nobody() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (.., form) = two_years(&town).await;
        town.at("2026-07-05T01:00:00Z");
        for number in ["XY2024-1", "XY2024-2"] {
            let rows = [
                ("协议编号", number),
                ("协议层级", "区域性"),
                ("协议内容", "综合"),
                ("协议名称", "城关镇"),
                ("签订日期", "2024-08-20"),
                ("生效日期", "2024-09-01"),
                ("到期日期", "2026-08-31"),
                ("覆盖企业数", "5"),
            ];
            add(&town, "agreement", &rows).await;
        }
        let clerk = town.somebody(Role::Clerk);
        let events = town.office.calendar(&clerk).await.expect("a calendar");
        assert!(events.is_sorted_by_key(|event| event.day), "{events:?}");
        let demands: Vec<_> = events.iter().filter(|one| one.kind == Due::Demand).collect();
        assert_eq!(demands.len(), 2, "{events:?}");
        assert!(demands.iter().all(|one| one.day.to_string() == "2026-09-30"));
        assert!(demands[0].path.starts_with("/demands/") && demands[0].note.contains("补齐进度"));
        // The form was approved: it waits for nobody.
        assert!(events.iter().all(|event| !event.path.contains(&form)), "{events:?}");
        let ends: Vec<_> = events.iter().filter(|one| one.kind == Due::Register).collect();
        let said: Vec<String> =
            ends.iter().map(|one| format!("{} {}", one.day, one.title)).collect();
        assert_eq!(said, ["2026-08-31 集体协议到期：2条"]);
        assert_eq!(ends[0].path, "/registers/due/agreement_ends");
        let finance = town.office.calendar(&town.somebody(Role::Finance)).await.expect("due");
        assert_eq!(finance.iter().filter(|one| one.kind == Due::Demand).count(), 2);
        let teacher = asker(Role::Clerk, SCHOOLS, "r/s/");
        let others = town.office.calendar(&teacher).await.expect("a calendar");
        let is_theirs = |kind| kind != Due::Demand && kind != Due::Register;
        assert!(others.iter().all(|event| is_theirs(event.kind)), "{others:?}");
        let limited = office::Asker {
            limited_to: Some(vec![Permission::ReadStatements]),
            ..town.somebody(Role::Clerk)
        };
        let fewer = town.office.calendar(&limited).await.expect("a calendar");
        assert!(fewer.iter().all(|event| is_theirs(event.kind)), "{fewer:?}");
    }
}
