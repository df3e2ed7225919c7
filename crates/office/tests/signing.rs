//! Founding an office, signing in, being locked out: on both databases.

use std::sync::Arc;

use jiff::Timestamp;
use office::people::{Founding, NewUser};
use office::signing::TRIES;
use office::{Clock, Office, OfficeError, Permission};
use rulebook::Rulebook;
use store::Store;
use testkit::database::Database;

use crate::administrators::{PASSWORD, typed};

fn administrator(login: &str) -> NewUser {
    NewUser {
        home: String::new(),
        login: login.into(),
        name: format!("管理员{login}"),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    }
}

async fn founded(database: &Database, clock: &Clock) -> Office {
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office = Office::new(store, rulebook, clock.clone());
    let founding = Founding {
        region: "990124".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(administrator),
        address: "命令行".into(),
    };
    office.found(&founding).await.expect("founded");
    let again = office.found(&founding).await.expect_err("founded once only");
    assert!(matches!(again, OfficeError::Conflict(_)), "{again}");
    office
}

#[tokio::test]
async fn an_office_is_founded_once_and_its_administrators_sign_in() {
    for database in Database::both() {
        let clock = Clock::set_to("2026-03-02T01:00:00Z".parse().expect("a moment"));
        let office = founded(&database, &clock).await;
        let signed = office.sign_in(&typed("xitong", PASSWORD)).await.expect("signed in");
        let asker = office.asker(&signed.secret, "127.0.0.1").await.expect("an asker");
        assert!(asker.may(Permission::ManageUsers));
        assert!(!asker.may(Permission::ManageRoles));
        office.sign_out(&asker).await.expect("signed out");
        let gone = office.asker(&signed.secret, "127.0.0.1").await.expect_err("gone");
        assert!(matches!(gone, OfficeError::SignedOut), "{gone}");
        let mut tx = office.store().read().await.expect("a transaction");
        let (entries, _, breaks) = store::audit::verify(&mut tx).await.expect("verified");
        assert_eq!((entries, breaks), (3, Vec::new()), "{}", database.kind);
    }
}

#[tokio::test]
async fn wrong_passwords_lock_an_account_for_a_while() {
    for database in Database::both() {
        let start: Timestamp = "2026-03-02T01:00:00Z".parse().expect("a moment");
        let clock = Clock::set_to(start);
        let office = founded(&database, &clock).await;
        for _ in 0..TRIES {
            office.sign_in(&typed("anquan", "Falsch-Falsch-1")).await.expect_err("wrong");
        }
        let locked = office.sign_in(&typed("anquan", PASSWORD)).await.expect_err("locked");
        assert!(matches!(locked, OfficeError::Limited(_)), "{locked}");
        clock.move_to(start + jiff::SignedDuration::from_mins(16));
        office.sign_in(&typed("anquan", PASSWORD)).await.expect("open again");
        let nobody = office.sign_in(&typed("nobody", PASSWORD)).await.expect_err("nobody");
        assert!(matches!(nobody, OfficeError::Invalid(_)), "{nobody}");
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used() {
    let database = Database::sqlite();
    let start: Timestamp = "2026-03-02T01:00:00Z".parse().expect("a moment");
    let clock = Clock::set_to(start);
    let office = founded(&database, &clock).await;
    let signed = office.sign_in(&typed("shenji", PASSWORD)).await.expect("signed in");
    for minutes in [20, 40, 60] {
        clock.move_to(start + jiff::SignedDuration::from_mins(minutes));
        office.asker(&signed.secret, "").await.expect("in use");
    }
    clock.move_to(start + jiff::SignedDuration::from_mins(91));
    office.asker(&signed.secret, "").await.expect_err("idle for too long");
}
