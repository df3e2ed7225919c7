//! All departments at a glance: the same figures as the pages they come from, findings by rule, years side by side,
//! counties rolled up; who may see it.

use std::sync::Arc;

use ground::{Money, Severity};
use office::OfficeError;
use office::beginning::Upload;
use office::overview::Overview;
use rulebook::Light;
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::Role;
use store::statements::{self, State, Statement};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{self, REGION, SCHOOLS, TEXT, Town, UNION, asker};

/// Another county below the same one, with a department that has a text with a fault.
async fn another_county(town: &Town) -> String {
    let mut tx = town.office.store().write().await.expect("a transaction");
    let all = [
        ("r2", REGION, "r/r2/", OrganisationKind::Region, "", "望川县"),
        ("w", "r2", "r/r2/w/", OrganisationKind::Department, "711", "望川县总工会"),
    ];
    for (id, parent, path, kind, code, name) in all {
        let new = Organisation {
            id: id.into(),
            parent: Some(parent.into()),
            path: path.into(),
            kind,
            code: code.into(),
            region: "990322".into(),
            name: name.into(),
            created_at: "2026-01-01T00:00:00.000Z".into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("entered");
    }
    tx.commit().await.expect("kept");
    let text = TEXT.replace(support::FAULT.0, support::FAULT.1);
    let upload = Upload { name: "绩效文本.txt".into(), bytes: text.into_bytes() };
    let clerk = asker(Role::Clerk, "w", "r/r2/w/");
    town.office.import_statement(&clerk, "w", &upload).await.expect("imported")
}

/// Approves the union's text, of whose budget a part is paid; it is July.
async fn july(town: &Town) -> String {
    let id = town.draft(false).await;
    let it = town.statement(&id).await;
    let mut tx = town.office.store().write().await.expect("a transaction");
    let approved = Statement { state: State::Approved, approved_version: 1, ..it.clone() };
    statements::update(&mut tx, &approved, it.version, it.state).await.expect("changed");
    tx.commit().await.expect("kept");
    town.clock.move_to("2026-07-05T01:00:00Z".parse().expect("a moment"));
    let rows = [
        ("项目编码", "99032126P00110010001X"),
        ("支付金额", "4万元"),
        ("支付日期", "2026-06-20"),
        ("凭证号", "记-1"),
        ("用途", "发放生活救助金"),
    ];
    add(town, "spending", &rows).await;
    id
}

async fn overview(town: &Town, year: i64) -> Arc<Overview> {
    let finance = town.somebody(Role::Finance);
    town.office.overview(&finance, year).await.expect("an overview")
}

#[tokio::test]
async fn departments_stand_side_by_side_with_the_figures_of_their_pages() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = july(&town).await;
        let found = overview(&town, 2026).await;
        let owners: Vec<&str> =
            found.departments.iter().map(|line| line.organisation.id.as_str()).collect();
        assert_eq!(owners, [SCHOOLS, UNION], "{}", database.kind);
        let (school, union) = (&found.departments[0], &found.departments[1]);
        assert!(school.statement.is_none() && school.light.is_none());
        assert_eq!(union.statement.as_ref().map(|it| it.id.as_str()), Some(id.as_str()));
        let finance = town.somebody(Role::Finance);
        let board = town.office.monitoring_board(&finance, 2026, found.day).await.expect("a board");
        let line = &board.lines[0];
        assert_eq!((union.light, union.executed), (Some(line.light), line.executed));
        assert_eq!((union.sums.red, union.sums.yellow), (line.red, line.yellow));
        let wan = |wan: i64| Money::from_fen(wan * 1_000_000);
        assert_eq!((union.sums.budget, union.sums.paid), (wan(29), wan(4)));
        assert_eq!(found.whole.executed().map(|share| share.to_string()).as_deref(), Some("13.79"));
        assert_eq!((found.whole.departments, found.whole.sent, found.whole.approved), (2, 1, 1));
        assert_eq!(found.whole.mean(), None, "nobody has reported");
        assert_eq!(found.lights().into_iter().collect::<Vec<_>>(), [(Light::Red, 1)]);
        assert_eq!(found.states(), [(None, 1), (Some(State::Approved), 1)]);
        assert!(found.grades().is_empty() && found.regions.is_empty());
        let table = found.table();
        assert_eq!(table.len(), 3);
        assert!(table.iter().all(|row| row.len() == table[0].len()));
        assert!(table[2].contains(&"13.79".to_owned()), "{table:?}");
    }
}

#[tokio::test]
async fn counties_are_rolled_up_and_findings_counted_by_rule() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        july(&town).await;
        another_county(&town).await;
        let found = overview(&town, 2026).await;
        let regions: Vec<(&str, usize, i64)> = found
            .regions
            .iter()
            .map(|line| (line.organisation.name.as_str(), line.sums.departments, line.sums.errors))
            .collect();
        assert_eq!(regions, [("临河县", 2, 0), ("望川县", 1, 1)]);
        let paid: Vec<Money> = found.regions.iter().map(|line| line.sums.paid).collect();
        assert_eq!(paid, [Money::from_fen(4_000_000), Money::ZERO]);
        let errors: Vec<_> =
            found.rules.iter().filter(|rule| rule.severity == Severity::Error).collect();
        assert_eq!(errors.len(), 1, "{:?}", found.rules);
        assert_eq!((errors[0].findings, errors[0].departments), (1, 1));
        assert!(!errors[0].title.is_empty());
        assert!(found.rules.is_sorted_by_key(|rule| std::cmp::Reverse(rule.departments)));
        assert_eq!(found.years.len(), 1);
        let year = &found.years[0];
        assert_eq!((year.year, year.statements, year.approved, year.errors), (2026, 2, 1, 1));
        assert_eq!(year.projects, 4);
        // The union of the other county sees nothing of this, its own county's bureau its own.
        let bureau = asker(Role::Finance, "r2", "r/r2/");
        let own = town.office.overview(&bureau, 2026).await.expect("an overview");
        assert_eq!((own.departments.len(), own.regions.len()), (1, 0));
        assert!(overview(&town, 2024).await.years.is_empty());
    }
}

#[tokio::test]
async fn only_those_who_see_all_departments_see_it() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    for role in [Role::Clerk, Role::Head, Role::Recorder, Role::SystemAdministrator, Role::Auditor]
    {
        let refused = town.office.overview(&town.somebody(role), 2026).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{role}");
    }
    for role in [Role::Finance, Role::Above] {
        town.office.overview(&town.somebody(role), 2026).await.expect("seen");
    }
}
