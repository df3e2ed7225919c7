//! Batches of files: done by workers, called off, taken over from a worker that died.

use std::sync::Arc;

use office::batches::FileOutcome;
use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Office, OfficeError};
use rulebook::Rulebook;
use store::Store;
use store::jobs::{self, JobState};
use store::organisations::OrganisationKind;
use store::people::Role;
use testkit::database::Database;

use crate::administrators::PASSWORD;

fn user(login: &str, home: &str) -> NewUser {
    NewUser {
        home: home.into(),
        login: login.into(),
        name: login.into(),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    }
}

async fn signed(office: &Office, login: &str) -> Asker {
    let typed = Credentials {
        login: login.into(),
        password: PASSWORD.into(),
        address: "127.0.0.1".into(),
        agent: String::new(),
    };
    let signed = office.sign_in(&typed).await.expect("signed in");
    office.asker(&signed.secret, "127.0.0.1").await.expect("an asker")
}

/// An office, its finance reviewer, and the clock.
async fn finance(database: &Database) -> (Office, Asker, Clock) {
    let clock = Clock::set_to("2026-03-02T01:00:00Z".parse().expect("a moment"));
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office = Office::new(store, rulebook, clock.clone());
    let founding = Founding {
        region: "990124".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(|login| user(login, "")),
        address: "命令行".into(),
    };
    let region = office.found(&founding).await.expect("founded");
    let (system, security) = (signed(&office, "xitong").await, signed(&office, "anquan").await);
    let bureau = NewOrganisation {
        parent: Some(region),
        kind: OrganisationKind::Finance,
        code: String::new(),
        region: "990124".into(),
        name: "临河县财政局".into(),
    };
    let bureau = office.enter_organisation(&system, &bureau).await.expect("entered");
    let id = office.add_user(&system, &user("caizheng", &bureau)).await.expect("added");
    office.give_role(&security, &id, Role::Finance, &bureau).await.expect("given");
    let asker = signed(&office, "caizheng").await;
    (office, asker, clock)
}

fn example() -> Vec<u8> {
    std::fs::read("../../examples/linhe-2026.txt").expect("the example")
}

fn files() -> Vec<(String, Vec<u8>)> {
    vec![
        ("临河县总工会.txt".into(), example()),
        ("照片.jpg".into(), vec![0xff, 0xd8, 0xff, 0xe0]),
        ("空.txt".into(), b"\n".to_vec()),
    ]
}

#[tokio::test]
async fn a_batch_is_done_to_its_end() {
    for database in Database::both() {
        let (office, asker, _) = finance(&database).await;
        let id = office.begin_batch(&asker, "各部门", files()).await.expect("begun");
        assert!(office.do_next_job("one").await.expect("works"));
        assert!(!office.do_next_job("one").await.expect("nothing left"));
        let batch = office.batch(&asker, &id).await.expect("a batch");
        assert_eq!((batch.job.state, batch.job.done, batch.job.total), (JobState::Done, 3, 3));
        let outcomes: Vec<FileOutcome> =
            batch.files.into_iter().map(|(_, outcome)| outcome.expect("an outcome")).collect();
        assert_eq!(outcomes[0].department, "临河县总工会");
        assert_eq!((outcomes[0].year, outcomes[0].problem.as_str()), (2026, ""));
        assert_ne!(outcomes[1].problem, "");
        let (_, examined) = office.batch_file(&asker, &id, 1).await.expect("a file");
        assert_eq!(examined.figures().errors, outcomes[0].errors);
        let none = office.begin_batch(&asker, "", Vec::new()).await.expect_err("no files");
        assert!(matches!(none, OfficeError::Invalid(_)), "{none}");
        let other = signed(&office, "xitong").await;
        let refused = office.batch(&other, &id).await.expect_err("not his");
        assert!(matches!(refused, OfficeError::Refused { .. }), "{refused}");
    }
}

#[tokio::test]
async fn a_batch_is_taken_over_from_a_worker_that_died_and_can_be_called_off() {
    for database in Database::both() {
        let (office, asker, clock) = finance(&database).await;
        let id = office.begin_batch(&asker, "各部门", files()).await.expect("begun");
        // A worker takes it and is never heard of again.
        let now = office.now();
        let mut tx = office.store().write().await.expect("tx");
        let until = now.plus_seconds(60).to_string();
        let taken = jobs::claim(&mut tx, "dead", &now.to_string(), &until).await.expect("claimed");
        assert_eq!(taken.map(|job| job.id), Some(id.clone()));
        tx.commit().await.expect("kept");
        assert!(!office.do_next_job("two").await.expect("leased"), "somebody is at it");
        clock.move_to(now.plus_seconds(61).0);
        assert!(office.do_next_job("two").await.expect("taken over"));
        assert_eq!(office.batch(&asker, &id).await.expect("a batch").job.state, JobState::Done);
        office.cancel_batch(&asker, &id).await.expect_err("it has ended");
        let id = office.begin_batch(&asker, "再来", files()).await.expect("begun");
        office.cancel_batch(&asker, &id).await.expect("called off");
        assert!(!office.do_next_job("two").await.expect("nothing to do"));
        let batch = office.batch(&asker, &id).await.expect("a batch");
        assert_eq!((batch.job.state, batch.job.done), (JobState::Cancelled, 0));
    }
}
