//! Words found by their signs, and counts that are kept: always what a look at every entry finds.

use store::registers::conditions::{Condition, Test};
use store::registers::entries::{self, Seen};
use store::registers::hits::{cut, hits};
use store::registers::imports::{self, File, Importing, Undoing};
use store::registers::list::{
    Asked, Count, Counted, Counting, Cursor, Ordered, Page, counted, list,
};
use store::registers::words::{behind, read};
use store::registers::{Making, Table, bulk::Writer, counts, definitions};
use store::{Cell, Scope, Store, Tx};
use testkit::database::Database;

use super::world::{LATER, household, insert, installing, making, opened, registers, text};

/// More than are looked through, in two blocks.
const ROWS: i64 = 70_000;
/// What entries are called: by their number.
const FAMILY: [&str; 7] = ["张", "李", "建", "王小", "欧阳", "赵", "张张"];
const GIVEN: [&str; 5] = ["伟明", "建国", "秀英", "国", "A b%"];

fn name(at: i64) -> String {
    let pick = |of: &[&'static str], at: i64| of[usize::try_from(at).expect("small") % of.len()];
    format!("{}{}{}", pick(&FAMILY, at), pick(&GIVEN, at / 7), if at == 66_000 { "罕" } else { "" })
}

async fn filled(store: &Store, table: &Table, owner: &str, rows: i64) {
    let mut tx = store.write().await.expect("tx");
    let file = File { name: "花名册.xlsx", digest: "d", expected: rows.unsigned_abs() };
    let mut importing = Importing::begin(&mut tx, table, making(owner), file).await.expect("begun");
    for at in 1..=rows {
        let cells = household(&format!("H{at}"), &name(at), at % 9, &format!("h{at}"));
        let state = if at % 1000 == 0 { "退出" } else { "在档" };
        importing.writer.push(&mut tx, state, cells).await.expect("pushed");
    }
    importing.finish(&mut tx).await.expect("finished");
    tx.commit().await.expect("kept");
}

async fn all_read(store: &Store, table: &Table) -> usize {
    let mut times = 0;
    loop {
        let mut tx = store.write().await.expect("tx");
        let found = behind(&mut tx, std::slice::from_ref(&table.register)).await.expect("asked");
        let Some((owner, register)) = found else { return times };
        assert_eq!(register, table.register);
        read(&mut tx, table, &owner).await.expect("read");
        tx.commit().await.expect("kept");
        times += 1;
    }
}

fn asked(words: &str, within: &[&str]) -> Asked {
    Asked {
        words: words.into(),
        words_in: within.iter().map(|column| (*column).to_owned()).collect(),
        order: Ordered::Falling("number".into()),
        totals: vec!["members".into()],
        take: 200,
        counting: Counting::Whole,
        ..Asked::default()
    }
}

/// The same question to every entry: a column without signs among those that are asked takes them away.
async fn held_against_all(tx: &mut Tx, scope: &Scope, table: &Table, ask: &Asked) -> Count {
    let quick = list(tx, scope, table, ask).await.expect("a page");
    let plain = Table { words: Vec::new(), ..table.clone() };
    let slow = list(tx, scope, &plain, ask).await.expect("a page");
    assert_eq!(quick, slow, "{} {:?}", ask.words, ask.conditions);
    let hits = hits(tx, scope, table, ask, quick.count).await.expect("asked");
    assert_eq!(hits.is_none(), matches!(quick.count, Count::Exactly(0 | 10_001..)));
    if let Some(hits) = hits {
        let counted = Counted { count: quick.count, totals: quick.totals.clone() };
        let page = cut(tx, table, ask, &hits, counted).await.expect("a page");
        assert_eq!(page.as_ref(), Some(&quick), "{} {:?}", ask.words, ask.conditions);
    }
    quick.count
}

const WORDS: [&str; 12] = [
    "张",
    "建国",
    "张 建国",
    "罕",
    "国罕",
    "张伟明",
    "欧阳秀英",
    "b%",
    "A",
    "没有",
    "建 张",
    "明王",
];

#[tokio::test]
async fn words_are_found_by_their_signs_as_by_a_look_at_every_entry() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", ROWS).await;
        filled(&store, &file, "d2", 300).await;
        assert_eq!(all_read(&store, &file).await, 2, "two blocks; the other owner's are few");
        // What came after it was read, what has changed since, what was removed.
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("X1", "新张建国", 1, "x1")).await;
        let seen = |id| Seen { id, version: 1 };
        let cells = household("H7", "改作罕见", 1, "h7");
        entries::change(&mut tx, &file, making("d1"), seen(7), cells, "").await.expect("changed");
        entries::remove(&mut tx, &file, making("d1"), seen(8), "").await.expect("removed");
        tx.commit().await.expect("kept");
        for _ in 0..2 {
            let mut tx = store.read().await.expect("tx");
            for words in WORDS {
                for scope in [Scope::everything(), Scope::below(vec!["r1/d1/".into()])] {
                    let mut ask = asked(words, &["name"]);
                    held_against_all(&mut tx, &scope, &file, &ask).await;
                    let members = Test::AtLeast(Cell::Number(5));
                    ask.conditions = vec![Condition::new("members", members)];
                    ask.order = Ordered::Rising("id".into());
                    held_against_all(&mut tx, &scope, &file, &ask).await;
                }
            }
            let ask = asked("罕", &["name"]);
            let count = held_against_all(&mut tx, &Scope::everything(), &file, &ask).await;
            assert_eq!(count, Count::Exactly(2), "the rare one, and the one that has changed");
            drop(tx);
            read_again(&store, &file).await;
        }
        // Nothing of it is found in another column, or of another owner.
        let mut tx = store.read().await.expect("tx");
        let other = asked("罕", &["number"]);
        let page = list(&mut tx, &Scope::everything(), &file, &other).await.expect("a page");
        assert_eq!(page.count, Count::Exactly(0));
        let below = Scope::below(vec!["r1/d2/".into()]);
        let page = list(&mut tx, &below, &file, &asked("罕", &["name"])).await.expect("a page");
        assert_eq!(page.count, Count::Exactly(0));
    }
}

/// Reads what has changed, though it is little.
async fn read_again(store: &Store, table: &Table) {
    for _ in 0..2 {
        let mut tx = store.write().await.expect("tx");
        read(&mut tx, table, "d1").await.expect("read");
        tx.commit().await.expect("kept");
    }
}

#[tokio::test]
async fn pages_of_found_words_go_on_behind_each_other() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", 12_000).await;
        all_read(&store, &file).await;
        let mut tx = store.read().await.expect("tx");
        for words in ["欧阳", "张"] {
            let mut ask = Asked { counting: Counting::Near, ..asked(words, &["name"]) };
            let expected = (1..=12_000).filter(|at| name(*at).contains(words)).count();
            let mut found = Vec::new();
            let everything = Scope::everything();
            let counted = counted(&mut tx, &everything, &file, &ask).await.expect("counted");
            let hits = hits(&mut tx, &everything, &file, &ask, counted.count).await;
            let hits = hits.expect("asked").expect("not too many");
            loop {
                let page = list(&mut tx, &everything, &file, &ask).await.expect("a page");
                assert_eq!(page.count, Count::Exactly(expected as i64), "{}", database.kind);
                let same = cut(&mut tx, &file, &ask, &hits, counted.clone()).await.expect("cut");
                assert_eq!(same.as_ref(), Some(&page), "{}", database.kind);
                found.extend(page.entries.iter().map(|entry| entry.id));
                let Some(next) = page.next else { break };
                ask.page = Page::After(next);
            }
            let numbers: Vec<String> = found.iter().map(|id| format!("H{id}")).collect();
            assert!(numbers.is_sorted_by(|one, other| one > other), "in order, none twice");
            assert_eq!(numbers.len(), expected);
        }
    }
}

#[tokio::test]
async fn what_was_found_tells_no_page_with_an_entry_that_is_gone() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", 3_000).await;
        filled(&store, &file, "d2", 300).await;
        all_read(&store, &file).await;
        let everything = Scope::everything();
        let ask = Asked { take: 50, ..asked("欧阳", &["name"]) };
        let mut tx = store.read().await.expect("tx");
        let all = counted(&mut tx, &everything, &file, &ask).await.expect("counted");
        let found = hits(&mut tx, &everything, &file, &ask, all.count).await;
        let found = found.expect("asked").expect("not too many");
        let first = cut(&mut tx, &file, &ask, &found, all.clone()).await.expect("cut");
        let first = first.expect("a page");
        drop(tx);
        let gone = first.entries.get(9).expect("ten entries");
        let (owner, id) = (gone.owner.clone(), gone.id);
        let mut tx = store.write().await.expect("tx");
        let seen = Seen { id, version: 1 };
        entries::remove(&mut tx, &file, making(&owner), seen, "").await.expect("removed");
        tx.commit().await.expect("kept");
        let mut tx = store.read().await.expect("tx");
        let page = cut(&mut tx, &file, &ask, &found, all.clone()).await.expect("cut");
        assert_eq!(page, None, "{}", database.kind);
        // Behind it all is as it was; behind what was never found there is nothing to tell.
        let next = Asked { page: Page::After(first.next.expect("more")), ..ask.clone() };
        let page = cut(&mut tx, &file, &next, &found, all.clone()).await.expect("cut");
        let same = list(&mut tx, &everything, &file, &next).await.expect("a page");
        assert_eq!(page.map(|page| page.entries), Some(same.entries));
        let nowhere = Cursor { number: None, text: None, id: 4, owner: "nobody".into() };
        let next = Asked { page: Page::After(nowhere), ..ask };
        assert_eq!(cut(&mut tx, &file, &next, &found, all).await.expect("cut"), None);
    }
}

#[tokio::test]
async fn what_surely_are_many_are_not_counted() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", ROWS).await;
        all_read(&store, &file).await;
        let mut tx = store.read().await.expect("tx");
        for (words, many) in [("张", true), ("建国", true), ("张伟明", false), ("欧阳秀英", false)]
        {
            let ask = Asked { counting: Counting::Near, ..asked(words, &["name"]) };
            let count = (1..=ROWS).filter(|at| name(*at).contains(words)).count() as i64;
            let page = list(&mut tx, &Scope::everything(), &file, &ask).await.expect("a page");
            let expected =
                if count > 10_000 { Count::MoreThan(10_000) } else { Count::Exactly(count) };
            assert_eq!((page.count, count > 10_000), (expected, many), "{words}");
            assert_eq!(page.entries.len(), 200);
        }
    }
}

#[tokio::test]
async fn words_of_an_import_that_was_undone_are_not_found() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", 3_000).await;
        all_read(&store, &file).await;
        let everything = Scope::everything();
        let ask = asked("欧阳", &["name"]);
        let mut tx = store.write().await.expect("tx");
        let page = list(&mut tx, &everything, &file, &ask).await.expect("a page");
        assert_ne!(page.count, Count::Exactly(0));
        let later = Making { at: LATER, ..making("d1") };
        let undone = imports::undo(&mut tx, &file, later, 1).await.expect("an answer");
        assert_eq!(undone, Undoing::Done(3_000));
        let page = list(&mut tx, &everything, &file, &ask).await.expect("a page");
        assert_eq!(page.count, Count::Exactly(0), "{}", database.kind);
        let page = list(&mut tx, &everything, &file, &Asked::default()).await.expect("a page");
        assert_eq!(page.count, Count::Exactly(0));
    }
}

#[tokio::test]
async fn signs_are_made_anew_when_the_columns_change() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", 3_000).await;
        all_read(&store, &file).await;
        let rename = definitions_renamed(&store, &file).await;
        let mut tx = store.read().await.expect("tx");
        let before =
            list(&mut tx, &Scope::everything(), &rename, &asked("欧阳", &["called"])).await;
        drop(tx);
        assert_eq!(all_read(&store, &rename).await, 1);
        let mut tx = store.read().await.expect("tx");
        let ask = asked("欧阳", &["called"]);
        let count = held_against_all(&mut tx, &Scope::everything(), &rename, &ask).await;
        assert_eq!(before.expect("a page").count, count);
        assert_ne!(count, Count::Exactly(0));
    }
}

/// The register with its name called otherwise.
async fn definitions_renamed(store: &Store, file: &Table) -> Table {
    let mut table = file.clone();
    table.columns[1].name = "called".into();
    table.words = vec!["called".into()];
    for index in &mut table.indexes {
        for column in &mut index.columns {
            if column == "name" {
                *column = "called".into();
            }
        }
    }
    let step = store::registers::Step::Rename { from: "name".into(), to: "called".into() };
    let mut tx = store.write().await.expect("tx");
    definitions::revise(&mut tx, &table, &[step], &installing(2)).await.expect("revised");
    tx.commit().await.expect("kept");
    table
}

#[tokio::test]
async fn other_indexes_and_words_leave_the_definition_as_it_is() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        filled(&store, &file, "d1", 10).await;
        let mut table = file.clone();
        table.indexes.remove(1);
        table
            .indexes
            .push(super::world::index(&["state", "number"], store::registers::table::Once::Often));
        table.words.push("number".into());
        let mut tx = store.write().await.expect("tx");
        definitions::quicken(&mut tx, &table).await.expect("done");
        let now = definitions::current(&mut tx, "household").await.expect("there");
        assert_eq!((now.version, &now.table), (1, &table));
        // The indexes are there: what removes them finds them.
        definitions::quicken(&mut tx, &file).await.expect("back");
        let other =
            Table { columns: table.columns[1..].to_vec(), indexes: vec![], words: vec![], ..table };
        definitions::quicken(&mut tx, &other).await.expect_err("other columns are another version");
    }
}

#[tokio::test]
async fn entries_are_counted_as_they_come_and_go() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let of_state = |state: &str| Asked {
            conditions: vec![Condition::new("state", Test::Is(text(state)))],
            ..Asked::default()
        };
        let mut tx = store.write().await.expect("tx");
        for at in 0..60 {
            let cells = household(&format!("H{at}"), "甲", 1, "h");
            insert(&mut tx, &file, if at % 3 == 0 { "d2" } else { "d1" }, cells).await;
        }
        for id in 1..=10 {
            let seen = Seen { id, version: 1 };
            entries::move_state(&mut tx, &file, making("d1"), seen, "退出", "")
                .await
                .expect("moved");
        }
        let seen = Seen { id: 1, version: 2 };
        entries::remove(&mut tx, &file, making("d1"), seen, "").await.expect("removed");
        tx.commit().await.expect("kept");
        let mut tx = store.read().await.expect("tx");
        let d1 = Scope::below(vec!["r1/d1/".into()]);
        for (scope, state, count) in [
            (Scope::everything(), "在档", 50),
            (d1.clone(), "在档", 30),
            (d1.clone(), "退出", 9),
            (d1, "没有", 0),
        ] {
            let page = list(&mut tx, &scope, &file, &of_state(state)).await.expect("a page");
            assert_eq!(page.count, Count::Exactly(count), "{state} {}", database.kind);
        }
        let all = counts::all(&mut tx, &Scope::everything()).await.expect("counted");
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [("household".to_owned(), Some(59))]);
        assert_eq!(counts::all(&mut tx, &Scope::nothing()).await.expect("none").len(), 0);
        drop(tx);
        assert_eq!(store.check().await.expect("a report").faults, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_there_before_there_were_counts_is_counted_when_somebody_writes() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let mut writer =
            Writer::begin(&mut tx, &file, making("d1"), None, 30).await.expect("begun");
        for at in 0..30 {
            let cells = household(&format!("H{at}"), "甲", 1, "h");
            writer.push(&mut tx, "在档", cells).await.expect("pushed");
        }
        writer.finish(&mut tx).await.expect("written");
        let all = sea_query::Query::delete().from_table("entry_counts").to_owned();
        tx.run(&all).await.expect("forgotten");
        tx.commit().await.expect("kept");
        let mut tx = store.write().await.expect("tx");
        let all = counts::all(&mut tx, &Scope::everything()).await.expect("asked");
        assert_eq!(all.get("household"), Some(&None));
        let counted = |page: store::registers::list::Listed| page.count;
        let page = list(&mut tx, &Scope::everything(), &file, &Asked::default()).await;
        assert_eq!(page.map(counted).expect("a page"), Count::Exactly(30), "looked at one by one");
        insert(&mut tx, &file, "d1", household("X", "甲", 1, "h")).await;
        let all = counts::all(&mut tx, &Scope::everything()).await.expect("counted");
        assert_eq!(all.get("household"), Some(&Some(31)));
    }
}
