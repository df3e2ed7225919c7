//! Backups: whole, provable, and from either database into either.

use std::collections::BTreeSet;

use sea_query::{Expr, ExprTrait, Query};
use sea_query_sqlx::SqlxValues;
use store::backup::{BackupError, LEFT_OUT, TABLES};
use store::organisations::{Organisation, OrganisationKind};
use store::{Store, audit, organisations};
use testkit::database::Database;

const AT: &str = "2026-03-02T01:00:00.000Z";

async fn opened(database: &Database) -> Store {
    Store::open(&database.address).await.expect("the store opens")
}

/// An organisation, a file with every byte, two audit entries.
async fn filled(store: &Store) {
    let mut tx = store.write().await.expect("a transaction");
    let new = Organisation {
        id: "r1".into(),
        parent: None,
        path: "r1/".into(),
        kind: OrganisationKind::Region,
        code: String::new(),
        region: "990124".into(),
        name: "临河县“引号”\n换行".into(),
        created_at: AT.into(),
        closed_at: None,
    };
    organisations::insert(&mut tx, &new).await.expect("an organisation");
    let bytes: Vec<u8> = (0..=255).collect();
    let file = Query::insert()
        .into_table("files")
        .columns([
            "owner",
            "id",
            "kind",
            "name",
            "media",
            "size",
            "digest",
            "bytes",
            "created_by",
            "created_at",
        ])
        .values_panic([
            "r1".into(),
            "f1".into(),
            "附件".into(),
            "会议纪要.pdf".into(),
            "application/pdf".into(),
            256_i64.into(),
            store::digest(&bytes).into(),
            bytes.into(),
            "u1".into(),
            AT.into(),
        ])
        .to_owned();
    tx.run(&file).await.expect("a file");
    for act in ["新增单位", "上传文件"] {
        audit::append(&mut tx, &act_of(act)).await.expect("an entry");
    }
    tx.commit().await.expect("kept");
}

fn act_of(act: &str) -> audit::Act {
    audit::Act {
        at: AT.into(),
        user: "u1".into(),
        login: "xitong".into(),
        name: "管理员".into(),
        address: "127.0.0.1".into(),
        act: act.into(),
        outcome: audit::Outcome::Done,
        owner: "r1".into(),
        object_kind: "单位".into(),
        object: "r1".into(),
        detail: String::new(),
        before: String::new(),
        after: String::new(),
    }
}

/// The archive's parts with their bytes, but for the moment in the manifest.
fn parts(file: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut archive =
        zip::ZipArchive::new(std::fs::File::open(file).expect("a file")).expect("an archive");
    let mut all = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).expect("its bytes");
        all.push((part.name().expect("a name").into_owned(), bytes));
    }
    all
}

#[tokio::test]
async fn a_backup_goes_from_either_database_into_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut known = Vec::new();
    for (round, (from, to)) in [
        (Database::sqlite(), Database::postgres()),
        (Database::postgres(), Database::sqlite()),
        (Database::sqlite(), Database::sqlite()),
        (Database::postgres(), Database::postgres()),
    ]
    .into_iter()
    .enumerate()
    {
        let (first, second) =
            (folder.path().join(format!("{round}a")), folder.path().join(format!("{round}b")));
        let source = opened(&from).await;
        filled(&source).await;
        let made = source.back_up(&first, AT).await.expect("a backup");
        assert_eq!(made.rows.get("files"), Some(&1));
        let target = opened(&to).await;
        assert_eq!(target.restore(&first).await.expect("restored"), made);
        target.back_up(&second, AT).await.expect("a backup of what was restored");
        assert_eq!(parts(&first), parts(&second), "{} into {}", from.kind, to.kind);
        known.push(parts(&first));
        let again = target.restore(&first).await.expect_err("not into a full database");
        assert!(matches!(again, BackupError::NotEmpty), "{again}");
        let report = target.check().await.expect("a report");
        assert_eq!((report.faults, report.audit_entries), (Vec::new(), 2));
        let proof = folder.path().join("proof");
        let (_, report) = Store::prove(&first, &proof).await.expect("proven");
        assert_eq!(report.faults, Vec::<String>::new());
        assert!(!proof.exists());
    }
    assert!(known.windows(2).all(|pair| pair[0] == pair[1]), "databases differ");
}

#[tokio::test]
async fn a_damaged_backup_restores_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole");
    let source = Database::sqlite();
    let store = opened(&source).await;
    filled(&store).await;
    store.back_up(&whole, AT).await.expect("a backup");
    let bytes = std::fs::read(&whole).expect("its bytes");
    let damaged = folder.path().join("damaged");
    for at in (0..bytes.len()).step_by(97) {
        let mut wrong = bytes.clone();
        wrong[at] ^= 0x5a;
        std::fs::write(&damaged, &wrong).expect("written");
        let target = Database::sqlite();
        let target = opened(&target).await;
        // Either it says no and left nothing, or the byte meant nothing and all is there.
        let is_restored = target.restore(&damaged).await.is_ok();
        let count = Query::select().expr(Expr::cust("COUNT(*)")).from("audit").to_owned();
        let entries = target.read().await.expect("tx").number(&count).await.expect("a count");
        assert_eq!(entries, if is_restored { 2 } else { 0 }, "byte {at}");
        if is_restored {
            assert_eq!(target.check().await.expect("a report").faults, Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn a_changed_row_is_found_by_the_check() {
    for database in Database::both() {
        let store = opened(&database).await;
        filled(&store).await;
        let mut tx = store.write().await.expect("tx");
        let change = Query::update()
            .table("audit")
            .value("detail", "nothing happened")
            .and_where(Expr::col("number").eq(1))
            .to_owned();
        tx.run(&change).await.expect("changed");
        tx.commit().await.expect("kept");
        let faults = store.check().await.expect("a report").faults;
        assert_eq!(faults, ["审计日志第1条的内容被改动过"]);
    }
}

#[tokio::test]
async fn backups_hold_every_table_that_there_is() {
    for database in Database::both() {
        let store = opened(&database).await;
        let catalog = match database.kind {
            "sqlite" => {
                "SELECT name AS name FROM sqlite_master WHERE type = 'table' \
                 AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'"
            }
            _ => {
                "SELECT table_name::text AS name FROM information_schema.tables \
                 WHERE table_schema = 'public'"
            }
        };
        let mut tx = store.read().await.expect("tx");
        let none = SqlxValues(sea_query::Values(Vec::new()));
        let rows = tx.all_of(catalog.to_owned(), none).await.expect("the catalog");
        let there: BTreeSet<String> =
            rows.iter().map(|row| row.text("name").expect("a name")).collect();
        let known = TABLES.iter().map(|(table, _)| *table).chain(LEFT_OUT.iter().copied());
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        assert_eq!(there, known, "{}", database.kind);
    }
}
