//! Figures that are kept are those that are found anew, after whatever was written, over several blocks of entries.

use store::registers::measuring::{Asked, Keeping, Kept, figures, figures_by};
use store::registers::stamps::{LINKS, Stamps};
use store::registers::{Making, Step, definitions, entries, people};
use store::{Scope, Store, Tx};
use testkit::database::Database;

use super::measuring::{Chance, Known, groups, happen, moment};
use super::plain::World;
use super::questions::{of_households, of_payments};
use super::world::{household, opened, payment, registers};

/// Asks all questions of both organisations, and of one; the answers must be those of the store itself.
async fn hold(store: &Store, kept: (&Kept, bool), asked: &[Asked<'_>], at: usize) {
    let mut tx = store.read().await.expect("tx");
    hold_in(&mut tx, kept, asked, at).await;
}

async fn hold_in(tx: &mut Tx, (kept, ahead): (&Kept, bool), asked: &[Asked<'_>], at: usize) {
    for scope in [Scope::everything(), Scope::below(vec!["r1/d1/".into()])] {
        let stamps = kept.stamps(tx, &scope).await.expect("stamps");
        assert_eq!(*stamps, Stamps::of(tx, &scope).await.expect("stamps"), "after {at}");
        for (place, one) in asked.iter().enumerate() {
            let where_ = format!("after {at}: {:?} {:?}", one.take, one.of.conditions);
            let name = format!("{scope:?}/{place}");
            let with = Keeping { stamps: &stamps, scope: &scope, name: &name, ahead };
            let alone = std::slice::from_ref(one);
            let found = kept.figures(tx, alone, with).await.expect("kept");
            let anew = figures(tx, &scope, alone, None).await.expect("figures");
            assert_eq!(found, anew, "{where_}");
            for by in groups(one) {
                let found = kept.figures_by(tx, one, &by, with).await.expect("kept");
                let anew = figures_by(tx, &scope, one, &by, None).await.expect("groups");
                assert_eq!(found, anew, "{where_} {by:?}");
            }
        }
        for (place, three) in asked.chunks(3).enumerate() {
            let name = format!("three/{scope:?}/{place}");
            let with = Keeping { stamps: &stamps, scope: &scope, name: &name, ahead };
            let found = kept.figures(tx, three, with).await.expect("three kept");
            let anew = figures(tx, &scope, three, None).await.expect("three figures");
            assert_eq!(found, anew, "after {at}: from {place} on");
        }
    }
}

#[tokio::test]
async fn kept_figures_are_those_found_anew() {
    for (seed, database) in (1..=2).flat_map(|seed| Database::both().map(move |one| (seed, one))) {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut asked = of_payments(&journal, &file);
        asked.extend(of_households(&journal, &file));
        let mut kept = Kept::default();
        let mut chance = Chance(seed);
        let (mut world, mut known) = (World::default(), Known::new());
        for at in 0..45 {
            let mut tx = store.write().await.expect("tx");
            for _ in 0..=at % 3 {
                let by = (&mut chance, &mut known);
                happen(&mut tx, &mut world, [&file, &journal], by, &moment(at)).await;
            }
            tx.commit().await.expect("kept");
            hold(&store, (&kept, seed == 2), &asked, at).await;
            if at % 9 == 4 && seed == 2 {
                // As after another start: what is asked ahead finds a register that is long by now.
                kept = Kept::default();
            }
            if at % 9 == 0 {
                // As if thousands had been entered and removed again.
                database.tamper("UPDATE entry_numbers SET last = last + 9000");
                database.tamper("DELETE FROM entry_stamps WHERE register = ''");
            }
        }
        assert!(world.files.len() > 3 && world.journal.len() > 10, "{world:?}");
    }
}

/// What a transaction has written and then takes back is told while it is there, and never kept.
#[tokio::test]
async fn what_is_taken_back_was_never_kept() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let asked = of_payments(&journal, &file);
        let kept = Kept::default();
        let making = Making { owner: "d1", by: "u1", at: "2026-03-02T01:00:00.000Z" };
        for (round, day, amount) in [(1, "2026-01-02", 100), (2, "2026-02-03", 700)] {
            hold(&store, (&kept, false), &asked, round).await;
            let mut tx = store.write().await.expect("tx");
            let cells = payment("H1", day, amount, "生活");
            entries::insert(&mut tx, &journal, making, "", cells).await.expect("written");
            hold_in(&mut tx, (&kept, false), &asked, round).await;
            drop(tx);
            hold(&store, (&kept, false), &asked, round).await;
            let mut tx = store.write().await.expect("tx");
            let cells = payment("H2", day, amount + 1, "医疗");
            entries::insert(&mut tx, &journal, making, "", cells).await.expect("written");
            tx.commit().await.expect("kept");
            hold(&store, (&kept, false), &asked, round).await;
        }
    }
}

#[tokio::test]
async fn stamps_change_with_what_is_written_and_with_nothing_else() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let everything = Scope::everything();
        let stands = async || {
            let mut tx = store.read().await.expect("tx");
            let stamps = Stamps::of(&mut tx, &everything).await.expect("stamps");
            [&*file.register, &*journal.register, LINKS].map(|one| stamps.stand([one]))
        };
        let making = Making { owner: "d1", by: "u1", at: "2026-03-02T01:00:00.000Z" };
        let empty = stands().await;

        let mut tx = store.write().await.expect("tx");
        let cells = payment("H1", "2026-01-02", 100, "生活");
        entries::insert(&mut tx, &journal, making, "", cells.clone()).await.expect("kept");
        drop(tx);
        assert_eq!(stands().await, empty, "what was not kept");

        let mut tx = store.write().await.expect("tx");
        let paid = entries::insert(&mut tx, &journal, making, "", cells.clone()).await;
        tx.commit().await.expect("kept");
        let one = stands().await;
        assert_eq!([one[0], one[2]], [empty[0], empty[2]]);
        assert_ne!(one[1], empty[1], "a payment");

        let mut tx = store.write().await.expect("tx");
        let number = paid.expect("a payment");
        entries::reverse(&mut tx, &journal, making, number, cells).await.expect("reversed");
        people::link(&mut tx, making, ("a", "b"), "同一人").await.expect("linked");
        tx.commit().await.expect("kept");
        let two = stands().await;
        assert_eq!(two[0], one[0]);
        assert!(two[1] != one[1] && two[2] != one[2], "a reversal and a link");

        let mut tx = store.write().await.expect("tx");
        let cells = household("H1", "张", 3, "a");
        entries::insert(&mut tx, &file, making, "在档", cells).await.expect("kept");
        tx.commit().await.expect("kept");
        let three = stands().await;
        assert_ne!(three[0], two[0], "a household");

        let mut after = file.clone();
        after.columns.retain(|column| column.name != "members");
        after.indexes.retain(|index| !index.columns.iter().any(|column| column == "members"));
        let steps = [Step::Retire { column: "members".into() }];
        let new = definitions::Installing { version: 2, text: "新", by: "u1", at: making.at };
        let mut tx = store.write().await.expect("tx");
        definitions::revise(&mut tx, &after, &steps, &new).await.expect("revised");
        tx.commit().await.expect("kept");
        let four = stands().await;
        assert_ne!(four[0], three[0], "a definition");
        assert_eq!([four[1], four[2]], [two[1], two[2]]);
    }
}
