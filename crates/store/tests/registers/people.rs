//! One person over all registers.

use store::registers::entries::{self, Seen};
use store::registers::people::{Naming, find, link, linked, unlink};
use store::{Scope, StoreError};
use testkit::database::Database;

use super::world::{household, insert, making, opened, payment, registers};

#[tokio::test]
async fn all_that_names_a_person_is_found_in_sight() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        insert(&mut tx, &file, "d1", household("H1", "张三", 4, "hash of H1")).await;
        insert(&mut tx, &file, "d1", household("H2", "李四", 4, "hash of H2")).await;
        insert(&mut tx, &file, "d2", household("H1", "张三", 4, "hash of H1")).await;
        insert(&mut tx, &journal, "d1", payment("H1", "2026-01-20", 5, "生活")).await;
        insert(&mut tx, &journal, "d1", payment("H3", "2026-01-20", 5, "生活")).await;
        let named = ["identity_lookup".to_owned()];
        let paid = ["payee_lookup".to_owned(), "owner".to_owned()];
        let namings =
            [Naming { table: &file, columns: &named }, Naming { table: &journal, columns: &paid }];
        let whole = Scope::everything();
        let half = Scope::below(vec!["r1/d1/".into()]);
        let cases: [(&Scope, &[&str], &[&str]); 5] = [
            (&whole, &["hash of H1"], &["household d1 1", "household d2 1", "payment d1 1"]),
            (&half, &["hash of H1"], &["household d1 1", "payment d1 1"]),
            (&half, &["hash of H2", "hash of H3"], &["household d1 2", "payment d1 2"]),
            (&whole, &["'"], &[]),
            (&whole, &[], &[]),
        ];
        for (scope, hashes, expected) in cases {
            let hashes: Vec<String> = hashes.iter().map(|hash| (*hash).to_owned()).collect();
            let found = find(&mut tx, scope, &namings, &hashes).await.expect("found");
            let found: Vec<String> = found
                .iter()
                .map(|one| format!("{} {} {}", one.register, one.owner, one.id))
                .collect();
            assert_eq!(found, expected, "{hashes:?} {}", database.kind);
        }
        let seen = Seen { id: 1, version: 1 };
        entries::remove(&mut tx, &file, making("d1"), seen, "").await.expect("removed");
        let found = find(&mut tx, &half, &namings, &["hash of H1".into()]).await.expect("found");
        assert_eq!(found.len(), 1, "what is removed names nobody");
        assert_eq!((found[0].column.as_str(), found[0].state.as_str()), ("payee_lookup", ""));
    }
}

#[tokio::test]
async fn hashes_that_are_one_person_are_known_from_each() {
    for database in Database::both() {
        let store = opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        for (owner, pair) in [("d1", ("b", "a")), ("d1", ("b", "c")), ("d2", ("c", "d"))] {
            link(&mut tx, making(owner), pair, "旧证换新证").await.expect("linked");
            link(&mut tx, making(owner), (pair.1, pair.0), "").await.expect("linked again");
        }
        let same = link(&mut tx, making("d1"), ("a", "a"), "").await;
        assert!(matches!(same, Err(StoreError::Refused { .. })), "{same:?}");
        let half = Scope::below(vec!["r1/d1/".into()]);
        for (scope, from, expected) in [
            (Scope::everything(), "a", "a b c d"),
            (Scope::everything(), "d", "a b c d"),
            (half.clone(), "a", "a b c"),
            (half.clone(), "d", "d"),
            (half, "x", "x"),
        ] {
            let known = linked(&mut tx, &scope, &[from.to_owned()]).await.expect("known");
            assert_eq!(known.join(" "), expected, "{from}");
        }
        unlink(&mut tx, "d1", ("a", "b")).await.expect("unlinked");
        let gone = unlink(&mut tx, "d1", ("a", "b")).await;
        assert!(matches!(gone, Err(StoreError::Missing(_))), "{gone:?}");
        let known = linked(&mut tx, &Scope::everything(), &["a".into()]).await.expect("known");
        assert_eq!(known, ["a"]);
    }
}
