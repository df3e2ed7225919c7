//! Figures that the program has asked for are at hand for whoever comes first: proven by hiding the registers' tables.

use std::path::Path;
use std::sync::Arc;

use measure::Arguments;
use office::deadlines::DeadlineText;
use office::desk::ProjectLight;
use office::registers::Vault;
use office::year::binding::Bound;
use office::{Asker, Clock, Office};
use rulebook::{Light, Rulebook};
use store::Store;
use store::deadlines::Stage;
use store::people::Role;
use store::statements::{self, State, Statement};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{REGION, Town};

const AID: &str = "99032126P00110010001X";
const HOUSEHOLDS: &str = "99032126P00110010001X/数量指标/生活救助户数";

/// What a desk shows of registers: lights of projects, and how many entries are past their day.
async fn figures(
    office: &Office,
    asker: &Asker,
) -> Result<(Vec<ProjectLight>, i64), office::OfficeError> {
    let desk = office.desk(asker).await?;
    let own = desk.standing.own.as_ref().expect("a statement");
    Ok((own.lights.clone(), desk.standing.overdue))
}

/// A program on the data that has opened the registers and asked nothing yet.
async fn started(database: &Database, clock: &Clock, key: &Path) -> Office {
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let vault = Vault::open(key).expect("a key");
    let office = Office::new(store, rulebook, clock.clone()).with_vault(vault);
    office.registers().await.expect("registers");
    office
}

/// Takes all tables of registers away.
async fn hide(database: &Database, town: &Town) {
    let all = town.office.registers().await.expect("registers");
    let table = |name: &str| format!("ALTER TABLE reg_{name} RENAME TO hidden_{name};");
    let all: Vec<String> = all.all().map(|one| table(one.name())).collect();
    assert!(all.len() > 10);
    database.tamper(&all.concat());
}

/// The union's statement in July, in force, with payments, a bound indicator and an agreement that has run out.
async fn july(town: &Town) {
    let id = town.draft(false).await;
    let statement = town.statement(&id).await;
    let mut tx = town.office.store().write().await.expect("a transaction");
    let approved = Statement { state: State::Published, approved_version: 1, ..statement.clone() };
    let changed = statements::update(&mut tx, &approved, statement.version, statement.state);
    changed.await.expect("changed");
    tx.commit().await.expect("kept");
    town.clock.move_to("2026-07-05T01:00:00Z".parse().expect("a moment"));
    for (sum, day, voucher) in [("1万元", "2026-03-10", "记-1"), ("5万元", "2025-06-20", "记-2")]
    {
        let row = [("项目编码", AID), ("支付金额", sum), ("支付日期", day), ("凭证号", voucher)];
        add(town, "spending", &[&row[..], &[("用途", "发放生活救助金")]].concat()).await;
    }
    let agreement = [
        ("协议编号", "甲"),
        ("协议层级", "企业"),
        ("协议内容", "集体合同"),
        ("协议名称", "集体合同"),
        ("签订日期", "2024-01-01"),
        ("到期日期", "2026-07-01"),
        ("状态", "有效"),
    ];
    add(town, "agreement", &agreement).await;
    let bound = Bound {
        key: HOUSEHOLDS.into(),
        measure: "aid_households".into(),
        arguments: Arguments::none(),
        reason: String::new(),
    };
    town.office.bind(&town.somebody(Role::Clerk), &id, &[bound]).await.expect("bound");
}

/// Something is done: what is remembered until the next act is found anew from then on.
async fn act(town: &Town) {
    let deadline = DeadlineText {
        owner: REGION.into(),
        year: 2027,
        stage: Stage::Send,
        due_on: "2026-11-20".into(),
        warn_days: 5,
        basis: String::new(),
    };
    town.office.set_deadline(&town.somebody(Role::Finance), &deadline).await.expect("set");
}

#[tokio::test]
async fn whoever_comes_first_finds_figures_at_hand() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = folder.path().join("register.key");
        let mut town = Town::found(&database).await;
        town.office = started(&database, &town.clock, &key).await;
        let [clerk, head] = [Role::Clerk, Role::Head].map(|role| town.somebody(role));
        assert!(town.office.warm_desks().await.expect("desks").is_empty(), "none has a statement");
        july(&town).await;
        let asking = started(&database, &town.clock, &key).await;
        let expected = figures(&asking, &clerk).await.expect("a desk");
        assert_eq!((expected.0.len(), expected.1), (2, 1), "{expected:?}");
        assert!(expected.0.iter().any(|one| one.light == Light::Red), "{expected:?}");

        let cold = started(&database, &town.clock, &key).await;
        let desks = town.office.warm_desks().await.expect("desks");
        assert_eq!(desks.len(), 1);
        for desk in desks {
            town.office.warm(desk).await.expect("warmed");
        }
        act(&town).await;
        hide(&database, &town).await;
        assert_eq!(figures(&town.office, &clerk).await.expect("a desk"), expected);
        // The head keeps no registers and is told of none.
        assert_eq!(figures(&town.office, &head).await.expect("a desk").0, expected.0);
        // Whoever has to ask finds that the tables are gone: another program, and this one on another day.
        assert!(figures(&cold, &clerk).await.is_err(), "{}", database.kind);
        town.clock.move_to("2026-07-06T01:00:00Z".parse().expect("a moment"));
        assert!(figures(&town.office, &clerk).await.is_err(), "{}", database.kind);
    }
}
