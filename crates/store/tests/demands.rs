//! Demands: lists as they are asked for, counted alike; the second of two writers is told; nothing out of sight.

use store::demands::{
    self, Decider, Demand, DemandState, Filter, Ordering, Origin, ProblemKind, Proof, Step, StepAct,
};
use store::files::{self, FileKind, StoredFile};
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::Role;
use store::{Scope, Store};
use testkit::database::Database;

const AT: &str = "2026-01-10T01:00:00.000Z";

fn demand(owner: &str, id: &str) -> Demand {
    Demand {
        owner: owner.into(),
        id: id.into(),
        version: 1,
        year: 2026,
        origin: Origin::Review,
        kind: ProblemKind::Targets,
        notice: String::new(),
        statement: None,
        statement_version: 0,
        place: String::new(),
        quoted: String::new(),
        subject: "困难职工帮扶".into(),
        found: "用途没有写明标准".into(),
        asked: "写明标准".into(),
        basis: String::new(),
        decider: Decider::Nobody,
        code: String::new(),
        due_on: "2026-02-10".into(),
        responsible: "办公室".into(),
        state: DemandState::Open,
        again: None,
        from_role: Role::Finance,
        from_organisation: "r".into(),
        by_user: "f".into(),
        by_name: "审核人".into(),
        at: AT.into(),
        changed_at: AT.into(),
    }
}

fn step(number: i64, act: StepAct) -> Step {
    Step {
        number,
        act,
        body: "已写明".into(),
        result: String::new(),
        finished_on: String::new(),
        verdict: String::new(),
        by_user: "u".into(),
        by_name: "经办人".into(),
        at: AT.into(),
    }
}

/// A region with two departments and four demands.
async fn opened(database: &Database) -> Store {
    let store = Store::open(&database.address).await.expect("the store opens");
    let mut tx = store.write().await.expect("a transaction");
    for (id, parent, path, code) in
        [("r", None, "r/", ""), ("u", Some("r"), "r/u/", "711"), ("s", Some("r"), "r/s/", "205")]
    {
        let new = Organisation {
            id: id.into(),
            parent: parent.map(Into::into),
            path: path.into(),
            kind: OrganisationKind::Department,
            code: code.into(),
            region: "990321".into(),
            name: format!("单位{id}"),
            created_at: AT.into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("entered");
    }
    let all = [
        Demand { due_on: "2026-01-05".into(), ..demand("u", "a") },
        Demand { state: DemandState::Answered, due_on: "2026-01-01".into(), ..demand("u", "b") },
        Demand { state: DemandState::Confirmed, year: 2025, ..demand("u", "c") },
        Demand {
            origin: Origin::Audit,
            found: "凭证50%不全".into(),
            from_role: Role::Above,
            ..demand("s", "d")
        },
    ];
    for one in &all {
        demands::insert(&mut tx, one).await.expect("entered");
    }
    tx.commit().await.expect("kept");
    store
}

async fn ids(store: &Store, scope: &Scope, filter: Filter) -> Vec<String> {
    let mut tx = store.read().await.expect("a transaction");
    let filter = Filter { take: 50, ..filter };
    let listed = demands::list(&mut tx, scope, &filter).await.expect("a list");
    let count = demands::count(&mut tx, scope, &filter).await.expect("a count");
    assert_eq!(i64::try_from(listed.len()), Ok(count));
    listed.into_iter().map(|one| one.demand.id).collect()
}

#[tokio::test]
async fn lists_hold_what_was_asked_for_in_the_order_that_was_asked_for() {
    for database in Database::both() {
        let store = opened(&database).await;
        let all = Scope::everything();
        let of = |filter: Filter| ids(&store, &all, filter);
        assert_eq!(of(Filter::default()).await, ["b", "a", "d", "c"], "settled ones behind");
        let states = vec![DemandState::Open, DemandState::Returned];
        assert_eq!(of(Filter { states, ..Filter::default() }).await, ["a", "d"]);
        let late = Filter { late_on: Some("2026-01-10".into()), ..Filter::default() };
        assert_eq!(of(late).await, ["a"], "what is answered is not late");
        let late = Filter { late_on: Some("2026-01-05".into()), ..Filter::default() };
        assert!(of(late).await.is_empty(), "its last day is no day too late");
        assert_eq!(of(Filter { year: Some(2025), ..Filter::default() }).await, ["c"]);
        assert_eq!(of(Filter { origin: Some(Origin::Audit), ..Filter::default() }).await, ["d"]);
        assert_eq!(of(Filter { owner: Some("s".into()), ..Filter::default() }).await, ["d"]);
        assert_eq!(of(Filter { words: "凭证 单位s".into(), ..Filter::default() }).await, ["d"]);
        assert!(of(Filter { words: "凭证 单位u".into(), ..Filter::default() }).await.is_empty());
        let owner = Filter { order: Ordering::Owner, is_reversed: true, ..Filter::default() };
        assert_eq!(of(owner).await, ["b", "a", "c", "d"]);
        let state = Filter { order: Ordering::State, ..Filter::default() };
        assert_eq!(of(state).await, ["a", "d", "b", "c"]);
        let elsewhere = Scope::below(vec!["r/s/".into()]);
        assert_eq!(ids(&store, &elsewhere, Filter::default()).await, ["d"]);
        let mut tx = store.read().await.expect("a transaction");
        let counts = demands::counts(&mut tx, &all, "2026-01-10").await.expect("counts");
        assert_eq!((counts.unanswered(), counts.late), (2, 1));
        for (offices, expected) in [
            (vec![(Role::Finance, "r")], 1),
            (vec![(Role::Above, "r")], 0),
            (vec![(Role::Finance, "u")], 0),
            (vec![], 0),
        ] {
            let found = demands::to_confirm(&mut tx, &all, &offices).await.expect("a count");
            assert_eq!(found, expected, "{offices:?}");
        }
        drop(tx);
        store.close().await;
    }
}

#[tokio::test]
async fn the_second_of_two_who_write_is_told() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("a transaction");
        let all = Scope::everything();
        let found = demands::get(&mut tx, &all, "a").await.expect("a demand");
        let next = Demand { version: 2, state: DemandState::Answered, ..found };
        let elsewhere = Scope::below(vec!["r/s/".into()]);
        assert!(demands::update(&mut tx, &elsewhere, &next).await.is_err(), "out of sight");
        assert!(demands::get(&mut tx, &elsewhere, "a").await.is_err(), "out of sight");
        assert!(demands::update(&mut tx, &all, &next).await.is_ok());
        assert!(demands::update(&mut tx, &all, &next).await.is_err(), "twice");
        assert_eq!(demands::get(&mut tx, &all, "a").await.expect("a demand"), next);
        let before = demands::before(&mut tx, &all, "u", 2026).await.expect("a list");
        assert_eq!(before.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["c"]);
        drop(tx);
        store.close().await;
    }
}

#[tokio::test]
async fn files_go_with_the_answer_and_stay_with_it() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("a transaction");
        let all = Scope::everything();
        for (number, file) in [(1, "x"), (2, "y")] {
            let kept = StoredFile {
                owner: "u".into(),
                id: file.into(),
                statement: None,
                kind: FileKind::Demand,
                name: "回单.pdf".into(),
                media: "application/pdf".into(),
                size: 4,
                digest: store::digest(b"%PDF"),
                created_by: "u".into(),
                created_at: AT.into(),
            };
            files::insert(&mut tx, &kept, b"%PDF".to_vec()).await.expect("kept");
            let proof = Proof {
                number,
                step: None,
                file: file.into(),
                name: "回单.pdf".into(),
                size: 4,
                by_name: "经办人".into(),
                at: AT.into(),
            };
            demands::insert_proof(&mut tx, "u", "a", &proof).await.expect("kept");
        }
        demands::remove_proof(&mut tx, &all, "a", 2).await.expect("removed");
        files::remove_proof(&mut tx, &all, "u", "y").await.expect("removed");
        assert!(files::find(&mut tx, &all, "u", "y").await.is_err());
        demands::insert_step(&mut tx, "u", "a", &step(1, StepAct::Raised)).await.expect("kept");
        demands::insert_step(&mut tx, "u", "a", &step(2, StepAct::Answered)).await.expect("kept");
        demands::bind_proofs(&mut tx, &all, "a", 2).await.expect("bound");
        let proofs = demands::proofs(&mut tx, &all, "a").await.expect("files");
        assert_eq!(
            proofs.iter().map(|it| (it.number, it.step)).collect::<Vec<_>>(),
            [(1, Some(2))]
        );
        assert!(demands::remove_proof(&mut tx, &all, "a", 1).await.is_err(), "it was sent");
        let steps = demands::steps(&mut tx, &all, "a").await.expect("steps");
        assert_eq!(steps, [step(1, StepAct::Raised), step(2, StepAct::Answered)]);
        tx.commit().await.expect("kept");
        store.close().await;
    }
}
