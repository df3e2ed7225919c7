//! What was made of all data, at hand until the next act: one's own act is seen within the same request, that of another
//! process from the next one on; on both databases.

use std::path::Path;
use std::sync::Arc;

use office::registers::Vault;
use office::registers::views::{AskedFor, Wanted};
use office::{Asker, Office, one_request};
use rulebook::Rulebook;
use store::Store;
use store::people::Role;
use testkit::database::Database;

use crate::support::{Town, UNION};

/// The office as a process has it open.
async fn opened(town: &Town, database: &Database, key: &Path) -> Office {
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let vault = Vault::open(key).expect("a key");
    Office::new(store, rulebook, town.clock.clone()).with_vault(vault)
}

async fn keep(office: &Office, clerk: &Asker, name: &str) {
    let wanted = Wanted { name: name.into(), is_default: false, is_shared: false };
    let asked: AskedFor = vec![("size".to_owned(), "100".to_owned())];
    office.keep_view(clerk, "aid", UNION, &wanted, asked).await.expect("kept");
}

async fn names(office: &Office, clerk: &Asker) -> Vec<String> {
    let views = office.register_views(clerk, "aid", UNION).await.expect("views");
    let mut names: Vec<String> = views.into_iter().map(|one| one.name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn ones_own_act_is_seen_at_once_and_that_of_others_by_the_next_request() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let folder = tempfile::tempdir().expect("a folder");
        let key = folder.path().join("register.key");
        let (here, there) =
            (&opened(&town, &database, &key).await, &opened(&town, &database, &key).await);
        let clerk = &town.somebody(Role::Clerk);
        let nobody = Vec::<String>::new();
        assert_eq!(names(there, clerk).await, nobody, "{}", database.kind);
        one_request(async {
            assert_eq!(names(here, clerk).await, nobody);
            keep(here, clerk, "甲").await;
            assert_eq!(names(here, clerk).await, ["甲"], "one's own, in the same request");
            keep(there, clerk, "乙").await;
        })
        .await;
        let expected = ["乙", "甲"];
        assert_eq!(one_request(names(here, clerk)).await, expected, "{}", database.kind);
        assert_eq!(one_request(names(there, clerk)).await, expected, "{}", database.kind);
        // Outside of a request nobody is told what was the newest act before.
        keep(there, clerk, "丙").await;
        assert_eq!(names(here, clerk).await.len(), 3, "{}", database.kind);
    }
}

#[tokio::test]
async fn what_one_may_see_is_not_shown_to_another() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (clerk, recorder) = (town.somebody(Role::Clerk), town.somebody(Role::Recorder));
        one_request(async {
            keep(&town.office, &clerk, "只给自己").await;
            assert_eq!(names(&town.office, &clerk).await, ["只给自己"]);
            assert!(names(&town.office, &recorder).await.is_empty(), "{}", database.kind);
        })
        .await;
    }
}
