//! An office for tests: 临河县 with its finance bureau, two departments, and people in every role.

pub(crate) mod registers;

use std::sync::Arc;

use ground::Day;
use office::acts::Seen;
use office::beginning::Upload;
use office::{Asker, Clock, Office, OfficeError};
use rulebook::Rulebook;
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::{Assignment, Role};
use store::statements::{self, State, Statement, Version, VersionKind};
use store::{Scope, Store};
use testkit::database::Database;

/// A statement without errors.
pub(crate) const TEXT: &str = include_str!("../../../../examples/linhe-2026.txt");
/// The same with an error: a cost that may grow without bound.
pub(crate) const FAULT: (&str, &str) = ("≤3000元/户", "≥3000元/户");

/// An office with people.
pub(crate) struct Town {
    pub(crate) office: Office,
    pub(crate) clock: Clock,
}

pub(crate) const REGION: &str = "r";
pub(crate) const BUREAU: &str = "f";
pub(crate) const UNION: &str = "u";
pub(crate) const SCHOOLS: &str = "s";

/// What whoever was refused is told.
pub(crate) fn said<T: std::fmt::Debug>(done: Result<T, OfficeError>) -> String {
    done.expect_err("refused").to_string()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

impl Town {
    pub(crate) async fn found(database: &Database) -> Town {
        let clock = Clock::set_to("2026-01-10T01:00:00Z".parse().expect("a moment"));
        let store = Store::open(&database.address).await.expect("the store opens");
        let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
        let office = Office::new(store, rulebook, clock.clone())
            .with_vault(office::registers::Vault::passing());
        let mut tx = office.store().write().await.expect("a transaction");
        let all = [
            (REGION, None, "r/", OrganisationKind::Region, "", "临河县"),
            (BUREAU, Some(REGION), "r/f/", OrganisationKind::Finance, "", "临河县财政局"),
            (UNION, Some(REGION), "r/u/", OrganisationKind::Department, "711", "临河县总工会"),
            (SCHOOLS, Some(REGION), "r/s/", OrganisationKind::Department, "205", "临河县教育局"),
        ];
        for (id, parent, path, kind, code, name) in all {
            let new = Organisation {
                id: id.into(),
                parent: parent.map(Into::into),
                path: path.into(),
                kind,
                code: code.into(),
                region: "990321".into(),
                name: name.into(),
                created_at: "2026-01-01T00:00:00.000Z".into(),
                closed_at: None,
            };
            organisations::insert(&mut tx, &new).await.expect("entered");
        }
        tx.commit().await.expect("kept");
        Town { office, clock }
    }

    /// Somebody in a role where it belongs: of the department, of the bureau, of the region.
    pub(crate) fn somebody(&self, role: Role) -> Asker {
        match role {
            Role::Clerk | Role::Head | Role::Recorder => asker(role, UNION, "r/u/"),
            _ => asker(role, REGION, "r/"),
        }
    }

    /// Imports the text, with or without the fault, as a draft of the union.
    pub(crate) async fn draft(&self, has_fault: bool) -> String {
        let text = if has_fault { TEXT.replace(FAULT.0, FAULT.1) } else { TEXT.to_owned() };
        let upload = Upload { name: "绩效文本.txt".into(), bytes: text.into_bytes() };
        let clerk = self.somebody(Role::Clerk);
        self.office.import_statement(&clerk, UNION, &upload).await.expect("imported")
    }

    pub(crate) async fn statement(&self, id: &str) -> Statement {
        let mut tx = self.office.store().read().await.expect("a transaction");
        statements::get(&mut tx, &Scope::everything(), id).await.expect("a statement").statement
    }

    pub(crate) async fn seen(&self, id: &str) -> Seen {
        let statement = self.statement(id).await;
        Seen { version: statement.version, state: statement.state }
    }

    /// Saves another version of the text as the editor does: words replaced.
    pub(crate) async fn rewrite(&self, id: &str, from: &str, to: &str) {
        let statement = self.statement(id).await;
        let everything = Scope::everything();
        let mut tx = self.office.store().write().await.expect("a transaction");
        let old = statements::version(&mut tx, &everything, id, statement.version).await;
        let old = old.expect("a version");
        let source = office::examine::reading(&old.body).source.text.replace(from, to);
        assert!(source.contains(to), "{from} stands in the text");
        let reading = read::read("绩效文本.txt", source.as_bytes());
        let body = office::examine::body(&reading);
        let number = old.number + 1;
        let new = Version {
            number,
            parent: old.number,
            kind: VersionKind::Saved,
            digest: store::digest(body.as_bytes()),
            body,
            frozen_at: None,
            ..old
        };
        statements::insert_version(&mut tx, &new).await.expect("kept");
        let changed = Statement { version: number, ..statement.clone() };
        statements::update(&mut tx, &changed, statement.version, statement.state)
            .await
            .expect("changed");
        tx.commit().await.expect("kept");
    }

    /// Puts a statement where the test wants it, past all acts.
    pub(crate) async fn put(&self, id: &str, state: State) {
        let statement = self.statement(id).await;
        let mut tx = self.office.store().write().await.expect("a transaction");
        let changed = Statement { state, ..statement.clone() };
        statements::update(&mut tx, &changed, statement.version, statement.state)
            .await
            .expect("changed");
        tx.commit().await.expect("kept");
    }
}

/// Somebody in a role at an organisation.
pub(crate) fn asker(role: Role, organisation: &str, path: &str) -> Asker {
    let given = Assignment {
        user: role.word().into(),
        role,
        organisation: organisation.into(),
        path: path.into(),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: String::new(),
    };
    Asker {
        user: role.word().into(),
        login: role.word().into(),
        name: format!("{}甲", role.label()),
        home: organisation.into(),
        home_name: String::new(),
        assignments: vec![given],
        limited_to: None,
        address: "127.0.0.1".into(),
        session: String::new(),
    }
}
