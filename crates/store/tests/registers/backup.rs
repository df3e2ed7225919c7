//! Backups carry registers, from either database into either.

use store::registers::definitions::{self, go_back, revise};
use store::registers::entries::{self, Seen};
use store::registers::imports::{File, Importing};
use store::registers::people::link;
use store::registers::{Kind, Step};
use store::{Cell, Scope, Store};
use testkit::database::Database;

use super::world::{
    AT, cells, column, household, insert, installing, making, opened, payment, registers, text,
};

/// Both registers with entries, one changed, one reversed, an import, a link, a column put away.
async fn filled(store: &Store) {
    let (file, journal) = registers(store).await;
    let mut tx = store.write().await.expect("tx");
    insert(&mut tx, &file, "d1", household("H1", "“引号”\n换行😀", 4, "h1")).await;
    insert(&mut tx, &file, "d2", household("H1", "李四", i64::MIN, "h2")).await;
    let seen = Seen { id: 1, version: 1 };
    entries::move_state(&mut tx, &file, making("d1"), seen, "脱困", "").await.expect("moved");
    insert(&mut tx, &journal, "d1", payment("H1", "2026-01-20", 500, "生活")).await;
    let back = payment("H1", "2026-01-20", -500, "生活");
    entries::reverse(&mut tx, &journal, making("d1"), 1, back).await.expect("reversed");
    let new = File { name: "发放.xlsx", digest: "d", expected: 0 };
    let mut importing =
        Importing::begin(&mut tx, &journal, making("d1"), new).await.expect("begun");
    for day in 1..=28 {
        for month in 1..=12 {
            let paid = payment("H1", &format!("2026-{month:02}-{day:02}"), day, "医疗");
            importing.writer.push(&mut tx, "", paid).await.expect("pushed");
        }
    }
    importing.finish(&mut tx).await.expect("imported");
    link(&mut tx, making("d1"), ("h1", "h2"), "").await.expect("linked");
    let mut second = file.clone();
    second.columns.push(column("village", Kind::Text));
    let steps = [Step::Add { column: column("village", Kind::Text) }];
    revise(&mut tx, &second, &steps, &installing(2)).await.expect("revised");
    let mut third = second.clone();
    third.columns.retain(|column| column.name != "members");
    let steps = [Step::Retire { column: "members".into() }];
    revise(&mut tx, &third, &steps, &installing(3)).await.expect("revised");
    tx.commit().await.expect("kept");
}

fn parts(file: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let file = std::fs::File::open(file).expect("a file");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
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
async fn registers_go_from_either_database_into_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut known = Vec::new();
    for (round, (from, to)) in
        [(Database::sqlite(), Database::postgres()), (Database::postgres(), Database::sqlite())]
            .into_iter()
            .enumerate()
    {
        let (first, second) =
            (folder.path().join(format!("{round}a")), folder.path().join(format!("{round}b")));
        let source = opened(&from).await;
        filled(&source).await;
        let made = source.back_up(&first, AT).await.expect("a backup");
        assert_eq!(made.rows.get("reg_payment"), Some(&338));
        assert_eq!(made.rows.get("reg_household"), Some(&2));
        let target = Store::open(&to.address).await.expect("the store opens");
        target.restore(&first).await.expect("restored");
        target.back_up(&second, AT).await.expect("a backup of what was restored");
        assert_eq!(parts(&first), parts(&second), "{} into {}", from.kind, to.kind);
        known.push(parts(&first));
        let report = target.check().await.expect("a report");
        assert_eq!((report.faults, report.versions), (Vec::new(), 1));
        let (_, report) = Store::prove(&first, &folder.path().join("proof")).await.expect("proven");
        assert_eq!(report.faults, Vec::<String>::new());

        // What was restored goes on working: numbers count on, indexes and guards are there, and the way
        // back to the versions before is open.
        let mut tx = target.write().await.expect("tx");
        for _ in 0..2 {
            go_back(&mut tx, "household").await.expect("back");
        }
        let file = definitions::current(&mut tx, "household").await.expect("there").table;
        let next = insert(&mut tx, &file, "d1", household("H2", "王五", 1, "h3")).await;
        assert_eq!(next, 2);
        let seen = Seen { id: 2, version: 1 };
        entries::change(
            &mut tx,
            &file,
            making("d2"),
            Seen { id: 1, version: 1 },
            household("H9", "李", 3, "h"),
            "",
        )
        .await
        .expect("changed");
        entries::remove(&mut tx, &file, making("d1"), seen, "").await.expect("removed");
        tx.commit().await.expect("kept");
        let first = cells(&target, &file, "d1", 1).await;
        assert_eq!(first[1..3], [text("“引号”\n换行😀"), Cell::Number(4)]);
        let mut tx = target.write().await.expect("tx");
        let double = household("H1", "赵六", 1, "h4");
        let said = entries::insert(&mut tx, &file, making("d1"), "", double).await;
        assert!(said.is_err_and(|error| error.is_duplicate()));
        drop(tx);
        let mut tx = target.read().await.expect("tx");
        let journal = definitions::current(&mut tx, "payment").await.expect("there").table;
        let first = entries::find(&mut tx, &Scope::everything(), &journal, "d1", 1).await;
        assert_eq!(first.expect("there").reversed_by, Some(2));
    }
    assert!(known.windows(2).all(|pair| pair[0] == pair[1]), "databases differ");
}

#[tokio::test]
async fn names_in_a_backup_that_are_none_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (whole, hostile) = (folder.path().join("whole"), folder.path().join("hostile"));
    let database = Database::sqlite();
    let store = opened(&database).await;
    filled(&store).await;
    store.back_up(&whole, AT).await.expect("a backup");
    let cases = [
        (
            "registers.jsonl",
            "\\\"name\\\":\\\"number\\\"",
            "\\\"name\\\":\\\"a\\\\\\\" TEXT); --\\\"",
        ),
        ("registers.jsonl", "\\\"register\\\":\\\"payment\\\"", "\\\"register\\\":\\\"x y\\\""),
        ("registers.jsonl", "x3_members", "x3\\\\\\\" members"),
        ("reg_payment.jsonl", "\"f_amount\":500", "\"f_amount\":\"500\""),
        ("reg_payment.jsonl", "\"f_amount\":500,", ""),
    ];
    for (part, from, to) in cases {
        let mut out = zip::ZipWriter::new(std::fs::File::create(&hostile).expect("a file"));
        for (name, bytes) in parts(&whole) {
            let text = String::from_utf8(bytes).expect("text");
            let changed = if name == part { text.replacen(from, to, 1) } else { text.clone() };
            assert!(name != part || text != changed, "{from} stands in {part}");
            out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            std::io::Write::write_all(&mut out, changed.as_bytes()).expect("written");
        }
        out.finish().expect("an archive");
        for target in Database::both() {
            let target = Store::open(&target.address).await.expect("the store opens");
            let said = target.restore(&hostile).await;
            assert!(said.is_err(), "{from}");
            let mut tx = target.read().await.expect("tx");
            assert_eq!(definitions::all(&mut tx).await.expect("all"), [], "nothing is left");
        }
    }
}
