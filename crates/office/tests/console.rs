//! What is done at the server's command line, and the names of organisations: on both databases.

use office::organisations::NewOrganisation;
use office::{Asker, OfficeError, Scope};
use store::StoreError;
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::Role;
use testkit::database::Database;

use crate::administrators::{PASSWORD, new_user, town, typed};

#[tokio::test]
async fn accounts_are_closed_opened_and_signed_out_at_the_command_line() {
    for database in Database::both() {
        let town = town(database).await;
        let console = Asker::console("root");
        town.clerk("li.ming").await;
        let signed = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("signed in");
        town.office.lock_at_console(&console, "li.ming").await.expect("closed");
        town.office.asker(&signed.secret, "").await.expect_err("signed out");
        town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect_err("closed");
        town.office.unlock_at_console(&console, "li.ming").await.expect("opened");
        for _ in 0..5 {
            town.office.sign_in(&typed("li.ming", "Falsch-Falsch-1")).await.expect_err("wrong");
        }
        let locked = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect_err("locked");
        assert!(matches!(locked, OfficeError::Limited(_)), "{locked}");
        town.office.unlock_at_console(&console, "li.ming").await.expect("unlocked");
        let signed = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("signed in");
        let ended = town.office.end_sessions_at_console(&console, Some("li.ming")).await;
        assert_eq!(ended.expect("ended"), 1);
        town.office.asker(&signed.secret, "").await.expect_err("ended");
        // The three administrators have signed in.
        let ended = town.office.end_sessions_at_console(&console, None).await;
        assert_eq!(ended.expect("ended"), 3);
        let last = town.office.lock_at_console(&console, "shenji").await.expect_err("the last");
        assert!(last.to_string().contains("最后一位"), "{last}");
        let unknown = town.office.unlock_at_console(&console, "nobody").await.expect_err("nobody");
        assert!(unknown.to_string().contains("nobody"), "{unknown}");
        let trail = town.office.trail_at_console(0).await.expect("the trail");
        let by = trail.iter().filter(|it| it.act.login == "root" && it.act.address == "命令行");
        assert_eq!(by.count(), 5);
    }
}

/// Two counties of one city, each with its union and its 711.
#[tokio::test]
async fn a_name_is_taken_among_siblings_only() {
    for database in Database::both() {
        let town = town(database).await;
        let enter = |parent: &str, kind, name: &str, code: &str| {
            let new = NewOrganisation {
                parent: Some(parent.to_owned()),
                kind,
                code: code.to_owned(),
                region: String::new(),
                name: name.to_owned(),
            };
            let town = &town;
            async move { town.office.enter_organisation(&town.system, &new).await }
        };
        let (county, department) = (OrganisationKind::Region, OrganisationKind::Department);
        let one = enter(&town.region, county, "望川县", "").await.expect("entered");
        let other = enter(&town.region, county, "临江县", "").await.expect("entered");
        let union = enter(&one, department, "县总工会", "711").await.expect("entered");
        let second = enter(&other, department, "县总工会", "711").await.expect("another county's");
        for (name, code, field) in [("县总工会", "", "name"), ("县妇联", "711", "code")] {
            let twice = enter(&one, department, name, code).await.expect_err("taken");
            assert!(matches!(&twice, OfficeError::Fields(it) if it.of(field).is_some()), "{twice}");
        }
        // Past the office's own look the schema says no.
        let mut tx = town.office.store().write().await.expect("a transaction");
        let there = organisations::get(&mut tx, &Scope::everything(), &union).await.expect("there");
        let twin = Organisation { id: "x".into(), path: format!("{}x/", there.path), ..there };
        let refused = organisations::insert(&mut tx, &twin).await.expect_err("taken");
        assert!(matches!(refused, StoreError::Exists(_)), "{refused}");
        drop(tx);
        // What is closed keeps no name, and takes none back.
        town.office.close_organisation(&town.system, &union).await.expect("closed");
        let successor = enter(&one, department, "县总工会", "").await.expect("free");
        let back = town.office.reopen_organisation(&town.system, &union).await;
        assert!(matches!(back.expect_err("taken"), OfficeError::Conflict(_)));
        let change = town.office.change_organisation(&town.system, &successor, "县工会", "").await;
        change.expect("changed");
        town.office.reopen_organisation(&town.system, &union).await.expect("opened");
        // Who is meant must be said.
        let console = Asker::console("root");
        let add = |login: &str, home: &str| {
            let (new, office, console) = (new_user(home, login), &town.office, &console);
            async move { office.add_user_at_console(console, &new, &[Role::Clerk]).await }
        };
        let which = add("li.ming", "县总工会").await.expect_err("which one");
        assert!(which.to_string().contains("临河县/望川县/县总工会"), "{which}");
        add("li.ming", "临江县/县总工会").await.expect("said which");
        let users = town.office.users_at_console().await.expect("users");
        let made = users.iter().find(|it| it.user.login == "li.ming").expect("there");
        assert_eq!(made.home.id, second);
        // And they are shown apart.
        let mut reader = town.system.clone();
        reader.assignments.iter_mut().for_each(|given| given.role = Role::Finance);
        let shown = town.office.readable_organisations(&reader).await.expect("shown");
        let mut names: Vec<&str> = shown.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["县工会", "县总工会（临江县）", "县总工会（望川县）"]);
    }
}

#[tokio::test]
async fn accounts_are_made_at_the_command_line() {
    for database in Database::both() {
        let town = town(database).await;
        let console = Asker::console("root");
        let both = [Role::SystemAdministrator, Role::Auditor];
        town.office
            .add_user_at_console(&console, &new_user("", "alles"), &both)
            .await
            .expect_err("apart");
        let nowhere = new_user("教育局", "li.ming");
        town.office
            .add_user_at_console(&console, &nowhere, &[Role::Clerk])
            .await
            .expect_err("no such place");
        town.department().await;
        let there = new_user("711", "li.ming");
        town.office
            .add_user_at_console(&console, &there, &[Role::Clerk, Role::Head])
            .await
            .expect("added");
        let users = town.office.users_at_console().await.expect("users");
        let made = users.iter().find(|it| it.user.login == "li.ming").expect("there");
        assert_eq!((made.roles.len(), made.home.name.as_str()), (2, "临河县总工会"));
        let verdict = town.office.verify_trail_at_console(&console).await.expect("verified");
        assert!(verdict.sentence().starts_with("校验通过"), "{}", verdict.sentence());
    }
}
