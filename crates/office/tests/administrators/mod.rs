//! An office with its three administrators signed in.

use std::sync::Arc;

use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Moment, Office};
use rulebook::Rulebook;
use store::Store;
use store::organisations::OrganisationKind;
use store::people::Role;
use testkit::database::Database;

pub(crate) const PASSWORD: &str = "Linhe-Shiyan-2026";
pub(crate) const START: &str = "2026-03-02T01:00:00Z";

/// An office with its three administrators signed in.
pub(crate) struct Town {
    pub(crate) office: Office,
    pub(crate) clock: Clock,
    pub(crate) region: String,
    pub(crate) system: Asker,
    pub(crate) security: Asker,
    pub(crate) auditor: Asker,
    pub(crate) database: Database,
}

pub(crate) fn new_user(home: &str, login: &str) -> NewUser {
    NewUser {
        home: home.to_owned(),
        login: login.to_owned(),
        name: format!("人员{login}"),
        post: "科员".to_owned(),
        password: PASSWORD.to_owned(),
        must_change: false,
    }
}

pub(crate) fn typed(login: &str, password: &str) -> Credentials {
    Credentials {
        login: login.into(),
        password: password.into(),
        address: "127.0.0.1".into(),
        agent: "test".into(),
    }
}

pub(crate) async fn asker(office: &Office, login: &str) -> Asker {
    let signed = office.sign_in(&typed(login, PASSWORD)).await.expect("signed in");
    office.asker(&signed.secret, "127.0.0.1").await.expect("an asker")
}

pub(crate) async fn town(database: Database) -> Town {
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let clock = Clock::set_to(START.parse().expect("a moment"));
    let office = Office::new(store, rulebook, clock.clone());
    let founding = Founding {
        region: "990124".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(|login| new_user("", login)),
        address: "命令行".into(),
    };
    let region = office.found(&founding).await.expect("founded");
    Town {
        system: asker(&office, "xitong").await,
        security: asker(&office, "anquan").await,
        auditor: asker(&office, "shenji").await,
        office,
        clock,
        region,
        database,
    }
}

impl Town {
    pub(crate) async fn department(&self) -> String {
        let new = NewOrganisation {
            parent: Some(self.region.clone()),
            kind: OrganisationKind::Department,
            code: "711".into(),
            region: String::new(),
            name: "临河县总工会".into(),
        };
        self.office.enter_organisation(&self.system, &new).await.expect("entered")
    }

    pub(crate) async fn clerk(&self, login: &str) -> String {
        let home = self.department().await;
        let user =
            self.office.add_user(&self.system, &new_user(&home, login)).await.expect("added");
        self.office.give_role(&self.security, &user, Role::Clerk, &home).await.expect("given");
        user
    }

    pub(crate) fn later(&self, seconds: i64) -> Moment {
        let moment = self.office.now().plus_seconds(seconds);
        self.clock.move_to(moment.0);
        moment
    }
}
