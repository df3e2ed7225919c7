//! Questionnaires: one answer a token, whoever is faster; and nothing that tells who answered what.

use std::io::Read;

use store::organisations::{self, Organisation, OrganisationKind};
use store::surveys::{self, Answer, Source, Survey, SurveyState};
use store::{Scope, Store};
use testkit::database::Database;

const AT: &str = "2026-01-10T01:00:00.000Z";

fn survey() -> Survey {
    Survey {
        owner: "r".into(),
        id: "q".into(),
        version: 1,
        year: 2026,
        title: "满意度".into(),
        intro: String::new(),
        measures: "项目".into(),
        register: String::new(),
        state: SurveyState::Open,
        questions: "[]".into(),
        opens: "2026-01-01".into(),
        closes: "2026-02-01".into(),
        basis: "按人数".into(),
        tokens: 3,
        papers: 0,
        issue: 1,
        created_by: "u".into(),
        created_at: AT.into(),
        changed_at: AT.into(),
    }
}

/// A store with a questionnaire and three tokens.
async fn opened(database: &Database) -> Store {
    let store = Store::open(&database.address).await.expect("the store opens");
    let mut tx = store.write().await.expect("a transaction");
    let region = Organisation {
        id: "r".into(),
        parent: None,
        path: "r/".into(),
        kind: OrganisationKind::Region,
        code: String::new(),
        region: "990124".into(),
        name: "临河县".into(),
        created_at: AT.into(),
        closed_at: None,
    };
    organisations::insert(&mut tx, &region).await.expect("entered");
    surveys::insert(&mut tx, &survey()).await.expect("entered");
    let hashes = ["hash-c", "hash-a", "hash-b"].map(str::to_owned).to_vec();
    surveys::insert_tokens(&mut tx, &survey(), hashes).await.expect("entered");
    tx.commit().await.expect("kept");
    store
}

async fn answer(store: &Store, hash: &str, body: &str) -> bool {
    let mut tx = store.write().await.expect("a transaction");
    if !surveys::use_token(&mut tx, hash).await.expect("asked") {
        return false;
    }
    let answer = Answer { day: "2026-01-10".into(), source: Source::Web, body: body.into() };
    surveys::insert_answer(&mut tx, "r", "q", &answer).await.expect("kept");
    tx.commit().await.expect("kept");
    true
}

#[tokio::test]
async fn of_twenty_at_once_one_alone_answers() {
    for database in Database::both() {
        let store = opened(&database).await;
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { answer(&store, "hash-a", "[]").await })
            })
            .collect();
        let mut kept = 0;
        for one in tries {
            kept += usize::from(one.await.expect("no panic"));
        }
        assert_eq!(kept, 1, "{}", database.kind);
        let mut tx = store.read().await.expect("a transaction");
        let returned = surveys::returned(&mut tx, &Scope::everything(), "q").await;
        assert_eq!(returned.expect("counted").all(), 1);
        drop(tx);
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
        store.close().await;
    }
}

#[tokio::test]
async fn no_row_tells_which_token_gave_which_answer() {
    for database in Database::both() {
        let store = opened(&database).await;
        for (hash, body) in [("hash-b", "[1]"), ("hash-a", "[2]")] {
            assert!(answer(&store, hash, body).await);
        }
        let mut tx = store.write().await.expect("a transaction");
        let before = surveys::answers(&mut tx, &Scope::everything(), "q").await.expect("answers");
        surveys::settle(&mut tx, &survey()).await.expect("settled");
        let after = surveys::answers(&mut tx, &Scope::everything(), "q").await.expect("answers");
        assert_eq!(before, after);
        tx.commit().await.expect("kept");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.zip");
        store.back_up(&file, AT).await.expect("backed up");
        let archive = std::fs::File::open(&file).expect("a file");
        let mut archive = zip::ZipArchive::new(archive).expect("an archive");
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            match name.as_str() {
                "survey_tokens.jsonl" => assert!(!text.contains("day"), "{text}"),
                "survey_answers.jsonl" => {
                    assert_eq!(text.lines().count(), 2);
                    for line in text.lines() {
                        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
                        let names: Vec<&str> =
                            row.as_object().expect("a row").keys().map(String::as_str).collect();
                        let mut names = names;
                        names.sort_unstable();
                        assert_eq!(names, ["body", "day", "number", "owner", "source", "survey"]);
                        assert_eq!(row["day"], "2026-01-10");
                        // Drawn by lot, not counted.
                        assert!(row["number"].as_i64().is_some_and(|lot| lot > 1_000_000), "{row}");
                    }
                }
                _ => assert!(!text.contains("hash-"), "{name}: {text}"),
            }
        }
        // What was restored is whole.
        let other = Database::sqlite();
        let restored = Store::open(&other.address).await.expect("the store opens");
        restored.restore(&file).await.expect("restored");
        assert_eq!(restored.check().await.expect("a report").faults, Vec::<String>::new());
        restored.close().await;
        store.close().await;
    }
}

#[tokio::test]
async fn a_token_used_without_an_answer_is_found() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("a transaction");
        assert!(surveys::use_token(&mut tx, "hash-a").await.expect("asked"));
        tx.commit().await.expect("kept");
        let faults = store.check().await.expect("a report").faults;
        assert_eq!(faults, ["问卷q：已用的链接1个，由链接收到的答卷0份"]);
        store.close().await;
    }
}

#[tokio::test]
async fn a_questionnaire_out_of_sight_is_not_there() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("a transaction");
        let elsewhere = Scope::below(vec!["x/".into()]);
        assert!(surveys::get(&mut tx, &elsewhere, "q").await.is_err());
        assert!(surveys::list(&mut tx, &elsewhere, None, 10).await.expect("a list").is_empty());
        assert_eq!(surveys::remove_unused(&mut tx, &elsewhere, "q").await.expect("none"), 0);
        let next = Survey { version: 2, ..survey() };
        assert!(surveys::update(&mut tx, &elsewhere, &next).await.is_err());
        assert!(surveys::update(&mut tx, &Scope::everything(), &next).await.is_ok());
        assert!(surveys::update(&mut tx, &Scope::everything(), &next).await.is_err(), "twice");
        assert!(surveys::remove(&mut tx, &Scope::everything(), "q").await.is_err(), "handed out");
        drop(tx);
        store.close().await;
    }
}
