//! Self-evaluations as they are kept, on both databases.

use store::evaluations::{self, Evaluation, Found, Line, State, Step, Text};
use store::organisations::{self, Organisation, OrganisationKind};
use store::statements::{self, Figures, Statement};
use store::{Scope, Store, StoreError};
use testkit::database::Database;

const AT: &str = "2027-01-10T01:00:00.000Z";

async fn founded(database: &Database) -> Store {
    let store = Store::open(&database.address).await.expect("the store opens");
    let mut tx = store.write().await.expect("a transaction");
    for (id, path, kind) in [
        ("r", "r/", OrganisationKind::Region),
        ("u", "r/u/", OrganisationKind::Department),
        ("s", "r/s/", OrganisationKind::Department),
    ] {
        let new = Organisation {
            id: id.into(),
            parent: (id != "r").then(|| "r".into()),
            path: path.into(),
            kind,
            code: String::new(),
            region: "990321".into(),
            name: format!("单位{id}"),
            created_at: AT.into(),
            closed_at: None,
        };
        organisations::insert(&mut tx, &new).await.expect("entered");
    }
    for owner in ["u", "s"] {
        let new = Statement {
            owner: owner.into(),
            id: format!("of-{owner}"),
            year: 2026,
            title: "绩效文本".into(),
            state: statements::State::Approved,
            version: 1,
            approved_version: 1,
            published_version: 0,
            figures: Figures::default(),
            created_by: "somebody".into(),
            created_at: AT.into(),
            changed_at: AT.into(),
            state_since: AT.into(),
        };
        statements::insert(&mut tx, &new).await.expect("a statement");
        evaluations::insert(&mut tx, &begun(owner)).await.expect("begun");
    }
    tx.commit().await.expect("kept");
    store
}

fn begun(owner: &str) -> Evaluation {
    Evaluation {
        owner: owner.into(),
        statement: format!("of-{owner}"),
        state: State::Draft,
        revision: 1,
        scheme: String::new(),
        scheme_reason: String::new(),
        reported: String::new(),
        reported_digest: String::new(),
        settled: String::new(),
        settled_digest: String::new(),
        total: None,
        grade: String::new(),
        differences: 0,
        sampled_at: String::new(),
        sampled_by: String::new(),
        sampled_how: String::new(),
        opinion: String::new(),
        created_by: "somebody".into(),
        created_at: AT.into(),
        changed_at: AT.into(),
    }
}

#[tokio::test]
async fn who_saw_an_older_revision_changes_nothing() {
    for database in Database::both() {
        let store = founded(&database).await;
        let mut tx = store.write().await.expect("a transaction");
        let next = Evaluation {
            state: State::Inside,
            revision: 2,
            total: Some(9_575),
            grade: "优".into(),
            ..begun("u")
        };
        evaluations::update(&mut tx, &next, 1).await.expect("changed");
        let late = evaluations::update(&mut tx, &begun("u"), 1).await;
        assert!(matches!(late, Err(StoreError::Missing(_))), "{late:?} {}", database.kind);
        let found = evaluations::find(&mut tx, &Scope::everything(), "of-u").await;
        assert_eq!(found.expect("found"), Some(next));
    }
}

#[tokio::test]
async fn nobody_sees_what_is_not_in_scope() {
    for database in Database::both() {
        let store = founded(&database).await;
        let mut tx = store.read().await.expect("a transaction");
        let union = Scope::below(vec!["r/u/".into()]);
        let found = evaluations::find(&mut tx, &union, "of-s").await.expect("an answer");
        assert_eq!(found, None, "{}", database.kind);
        let all = evaluations::of_year(&mut tx, &union, 2026).await.expect("all");
        assert_eq!(all, [begun("u")], "{}", database.kind);
        let none = evaluations::of_year(&mut tx, &Scope::everything(), 2025).await.expect("all");
        assert_eq!(none, [], "{}", database.kind);
    }
}

#[tokio::test]
async fn what_is_said_takes_the_place_of_what_was_said_before() {
    for database in Database::both() {
        let store = founded(&database).await;
        let everything = Scope::everything();
        let mut tx = store.write().await.expect("a transaction");
        let first = Line {
            place: "P/数量指标/户数".into(),
            deviation: "两户毕业".into(),
            ..Line::default()
        };
        let found = Found { points: Some(850), opinion: "属实".into(), ..Found::default() };
        let second = Line { measure: "每年核实".into(), found, ..first.clone() };
        for line in [&first, &second] {
            evaluations::say_row(&mut tx, "u", "of-u", line).await.expect("said");
        }
        let text = |body: &str| Text {
            project: String::new(),
            part: "problems".into(),
            body: body.into(),
            by_name: "周敏".into(),
            at: AT.into(),
        };
        for body in ["测算偏粗。", "测算偏粗，已改。"] {
            evaluations::say_text(&mut tx, "u", "of-u", &text(body)).await.expect("said");
        }
        let step = Step {
            number: 1,
            act: "提交部门审核".into(),
            from: State::Draft,
            to: State::Inside,
            reason: String::new(),
            by_user: "u1".into(),
            by_name: "周敏".into(),
            at: AT.into(),
        };
        evaluations::step(&mut tx, "u", "of-u", &step).await.expect("a step");
        tx.commit().await.expect("kept");
        let mut tx = store.write().await.expect("a transaction");
        let rows = evaluations::rows(&mut tx, &everything, "of-u").await.expect("rows");
        assert_eq!(rows, std::slice::from_ref(&second), "{}", database.kind);
        let blank = evaluations::find_row(&mut tx, &everything, "of-u", "别处").await;
        assert_eq!(blank.expect("a row").deviation, "");
        let texts = evaluations::texts(&mut tx, &everything, "of-u").await.expect("texts");
        assert_eq!(texts, [text("测算偏粗，已改。")], "{}", database.kind);
        let steps = evaluations::steps(&mut tx, &everything, "of-u").await.expect("steps");
        assert_eq!(steps, std::slice::from_ref(&step));
        let twice = evaluations::step(&mut tx, "u", "of-u", &step).await;
        assert!(twice.expect_err("refused").is_duplicate(), "{}", database.kind);
    }
}
