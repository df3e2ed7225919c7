//! Accounts, roles, second factor, tokens, settings, the audit trail: on both databases.

use std::collections::BTreeMap;

use office::account::NewPassword;
use office::accounts::UserChange;
use office::console::Reset;
use office::tokens::NewToken;
use office::{Asker, Office, OfficeError, Permission, second_factor};
use store::audit::{Break, Filter};
use store::people::Role;
use store::sessions::Stage;
use store::{Store, directory};
use testkit::database::Database;

use crate::administrators::{self, PASSWORD, asker, new_user, town, typed};

#[tokio::test]
async fn administrators_keep_to_their_own_work() {
    for database in Database::both() {
        let town = town(database).await;
        let refused = |error: OfficeError| matches!(error, OfficeError::Refused { .. });
        let user = new_user(&town.region, "someone");
        assert!(refused(town.office.add_user(&town.security, &user).await.expect_err("no")));
        assert!(refused(town.office.verify_trail(&town.system).await.expect_err("no")));
        let home = &town.region;
        let given =
            town.office.give_role(&town.system, &town.auditor.user, Role::Clerk, home).await;
        assert!(refused(given.expect_err("no")));
        let own =
            town.office.give_role(&town.security, &town.security.user, Role::Clerk, home).await;
        assert!(matches!(own.expect_err("no"), OfficeError::Conflict(_)));
        let other =
            town.office.give_role(&town.security, &town.auditor.user, Role::Clerk, home).await;
        assert!(matches!(other.expect_err("no"), OfficeError::Conflict(_)));
        // The last of a kind stays.
        let last = town.office.disable_user(&town.system, &town.auditor.user).await;
        assert!(last.expect_err("the last").to_string().contains("最后一位"));
        let last =
            town.office.take_role(&town.security, &town.auditor.user, Role::Auditor, home).await;
        assert!(last.expect_err("the last").to_string().contains("最后一位"));
        // And nobody takes over their accounts.
        let reset = town.office.reset_password(&town.system, &town.auditor.user).await;
        assert!(matches!(reset.expect_err("no"), OfficeError::Conflict(_)));
        let second =
            town.office.add_user(&town.system, &new_user(home, "shenji2")).await.expect("added");
        town.office.give_role(&town.security, &second, Role::Auditor, home).await.expect("given");
        town.office.disable_user(&town.system, &town.auditor.user).await.expect("not the last");
    }
}

#[tokio::test]
async fn accounts_are_found_changed_closed_and_opened() {
    for database in Database::both() {
        let town = town(database).await;
        let user = town.clerk("li.ming").await;
        let find =
            |words: &str| directory::Filter { words: words.into(), take: 10, ..Default::default() };
        for (words, count) in [("LI.M", 1), ("人员", 4), ("100%", 0), ("科", 4), ("_", 0)] {
            let found = town.office.list_users(&town.system, &find(words)).await.expect("found");
            assert_eq!(found.total, count, "{words}");
        }
        let by_role = directory::Filter { role: Some(Role::Clerk), take: 10, ..Default::default() };
        assert_eq!(town.office.list_users(&town.system, &by_role).await.expect("found").total, 1);
        let change =
            UserChange { name: " ".into(), post: String::new(), home: town.region.clone() };
        let wrong =
            town.office.change_user(&town.system, &user, &change).await.expect_err("no name");
        assert!(matches!(wrong, OfficeError::Fields(faults) if faults.of("name").is_some()));
        let clerk = asker(&town.office, "li.ming").await;
        town.office.disable_user(&town.system, &user).await.expect("closed");
        assert!(town.office.own_sessions(&clerk).await.expect("sessions").is_empty());
        town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect_err("closed");
        town.office.enable_user(&town.system, &user).await.expect("opened");
        town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("open again");
        let twice = town.office.add_user(&town.system, &new_user(&town.region, "li.ming")).await;
        assert!(
            matches!(twice.expect_err("taken"), OfficeError::Fields(faults) if faults.of("login").is_some())
        );
    }
}

#[tokio::test]
async fn a_password_that_was_used_is_not_taken_again_and_other_sessions_end() {
    for database in Database::both() {
        let town = town(database).await;
        let user = town.clerk("li.ming").await;
        let other = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("signed in");
        let clerk = asker(&town.office, "li.ming").await;
        let to = |old: &str, new: &str| NewPassword {
            old: old.into(),
            new: new.into(),
            again: new.into(),
        };
        town.office
            .change_password(&clerk, &to("wrong", "Xin-Mima-2026-a"))
            .await
            .expect_err("wrong");
        let same =
            town.office.change_password(&clerk, &to(PASSWORD, PASSWORD)).await.expect_err("same");
        assert!(same.to_string().contains("用过"), "{same}");
        town.later(1);
        town.office
            .change_password(&clerk, &to(PASSWORD, "Xin-Mima-2026-a"))
            .await
            .expect("changed");
        town.office.asker(&other.secret, "").await.expect_err("the other session has ended");
        let back = town.office.change_password(&clerk, &to("Xin-Mima-2026-a", PASSWORD)).await;
        assert!(back.expect_err("used").to_string().contains("用过"));
        // Ninety days later another one is asked for, before anything else.
        town.later(91 * 86_400);
        let signed =
            town.office.sign_in(&typed("li.ming", "Xin-Mima-2026-a")).await.expect("signed in");
        assert!(signed.must_change);
        let due = town.office.asker(&signed.secret, "").await.expect_err("due");
        assert!(matches!(due, OfficeError::PasswordDue));
        // One that the administrator gives holds once.
        let signed = town.office.sign_in(&typed("xitong", PASSWORD)).await.expect("signed in");
        let system = town.office.asker_whatever_is_due(&signed.secret, "").await.expect("an asker");
        let once = town.office.reset_password(&system, &user).await.expect("reset");
        town.office.sign_in(&typed("li.ming", "Xin-Mima-2026-a")).await.expect_err("gone");
        let signed = town.office.sign_in(&typed("li.ming", &once)).await.expect("signed in");
        assert!(signed.must_change);
    }
}

#[tokio::test]
async fn a_code_of_the_second_factor_counts_once() {
    for database in Database::both() {
        let town = town(database).await;
        town.clerk("li.ming").await;
        let clerk = asker(&town.office, "li.ming").await;
        town.office.begin_second_factor(&clerk).await.expect("begun");
        let setup =
            town.office.second_factor_setup(&clerk).await.expect("set up").expect("a secret");
        let code = |at| second_factor::code(&setup.secret, at).expect("a code");
        town.office.confirm_second_factor(&clerk, "000000").await.expect_err("wrong");
        let first = code(town.office.now());
        town.office.confirm_second_factor(&clerk, &first).await.expect("on");
        let pending = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("half in");
        assert_eq!(pending.stage, Stage::Pending);
        town.office.asker(&pending.secret, "").await.expect_err("half in is not in");
        town.office.enter_code(&pending.secret, &first, "").await.expect_err("used");
        let next = code(town.later(30));
        let signed = town.office.enter_code(&pending.secret, &next, "").await.expect("in");
        assert_ne!(signed.secret, pending.secret);
        town.office.asker(&signed.secret, "").await.expect("an asker");
        let again = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("half in");
        town.office.enter_code(&again.secret, &next, "").await.expect_err("used");
        // The right password gives no new tries for the code.
        for _ in 0..4 {
            let half = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("half in");
            town.office.enter_code(&half.secret, "000000", "").await.expect_err("wrong");
        }
        let locked = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect_err("locked");
        assert!(matches!(locked, OfficeError::Limited(_)), "{locked}");
        let watched = town.office.list_locked(&town.security).await.expect("locked");
        let user = watched.first().expect("one").id.clone();
        town.office.unlock_user(&town.security, &user).await.expect("unlocked");
        town.office.drop_second_factor(&town.security, &user).await.expect("off");
        let signed = town.office.sign_in(&typed("li.ming", PASSWORD)).await.expect("in");
        assert_eq!(signed.stage, Stage::Open);
    }
}

#[tokio::test]
async fn a_token_does_no_more_than_it_was_given_and_ends() {
    for database in Database::both() {
        let town = town(database).await;
        let user = town.clerk("li.ming").await;
        let clerk = asker(&town.office, "li.ming").await;
        let new = |scope: &str| NewToken {
            name: "取数".into(),
            scopes: vec![scope.into()],
            days: "10".into(),
        };
        town.office.make_token(&clerk, &new("manage_users")).await.expect_err("more than one may");
        let secret = town.office.make_token(&clerk, &new("read_statements")).await.expect("made");
        let by = town.office.asker_by_token(&secret, "10.0.0.9").await.expect("an asker");
        assert!(by.may(Permission::ReadStatements) && clerk.may(Permission::WriteStatements));
        assert!(!by.may(Permission::WriteStatements));
        let tokens = town.office.list_tokens(&clerk).await.expect("tokens");
        let token = tokens.first().expect("a token");
        assert!(token.used_at.is_some() && !token.secret_hash.contains(&secret));
        town.office.revoke_token(&town.system, &token.id).await.expect_err("not one's own");
        town.office.revoke_token(&clerk, &token.id).await.expect("revoked");
        town.office.asker_by_token(&secret, "").await.expect_err("revoked");
        let secret = town.office.make_token(&clerk, &new("read_statements")).await.expect("made");
        town.later(11 * 86_400);
        town.office.asker_by_token(&secret, "").await.expect_err("over");
        let secret = town.office.make_token(&clerk, &new("read_statements")).await.expect("made");
        town.office.disable_user(&town.system, &user).await.expect("closed");
        town.office.asker_by_token(&secret, "").await.expect_err("its owner is gone");
    }
}

#[tokio::test]
async fn settings_hold_at_once_and_within_limits() {
    for database in Database::both() {
        let town = town(database).await;
        let settings = town.office.look_at_settings(&town.system).await.expect("settings");
        let mut typed_in: BTreeMap<String, String> = office::settings::SETTINGS
            .iter()
            .map(|setting| (setting.key.to_owned(), settings.text(setting).to_owned()))
            .collect();
        typed_in.insert("tries".into(), "1".into());
        typed_in.insert("idle_minutes".into(), "5".into());
        let wrong =
            town.office.change_settings(&town.system, &typed_in).await.expect_err("too few");
        assert!(matches!(wrong, OfficeError::Fields(faults) if faults.of("tries").is_some()));
        typed_in.insert("tries".into(), "3".into());
        town.office.change_settings(&town.security, &typed_in).await.expect_err("not hers");
        town.office.change_settings(&town.system, &typed_in).await.expect("changed");
        for _ in 0..3 {
            town.office.sign_in(&typed("shenji", "Falsch-Falsch-1")).await.expect_err("wrong");
        }
        let locked = town.office.sign_in(&typed("shenji", PASSWORD)).await.expect_err("locked");
        assert!(matches!(locked, OfficeError::Limited(_)));
        let signed = town.office.sign_in(&typed("xitong", PASSWORD)).await.expect("signed in");
        town.later(6 * 60);
        town.office.asker(&signed.secret, "").await.expect_err("idle for too long");
    }
}

/// Two programs over one database: what one of them sets holds in the other a second later.
#[tokio::test]
async fn settings_are_remembered_for_a_second() {
    for database in Database::both() {
        let town = town(database).await;
        let store = Store::open(&town.database.address).await.expect("the store opens");
        let other = Office::new(store, town.office.rulebook().clone(), town.clock.clone());
        let signed = town.office.sign_in(&typed("shenji", PASSWORD)).await.expect("signed in");
        town.later(6 * 60);
        town.office.asker(&signed.secret, "").await.expect("half an hour is allowed");
        let other_asker = administrators::asker(&other, "xitong").await;
        let settings = other.look_at_settings(&other_asker).await.expect("settings");
        let mut typed_in: BTreeMap<String, String> = office::settings::SETTINGS
            .iter()
            .map(|setting| (setting.key.to_owned(), settings.text(setting).to_owned()))
            .collect();
        typed_in.insert("idle_minutes".into(), "5".into());
        typed_in.insert("site_name".into(), "望川".into());
        other.change_settings(&other_asker, &typed_in).await.expect("changed");
        let name = async |office: &Office| {
            office.settings().await.expect("settings").site_name().to_owned()
        };
        assert_eq!(name(&other).await, "望川", "who has changed it sees it at once");
        assert_ne!(name(&town.office).await, "望川", "no query within the second");
        town.later(1);
        assert_eq!(name(&town.office).await, "望川");
        town.later(5 * 60);
        town.office.asker(&signed.secret, "").await.expect_err("idle for too long by now");
    }
}

#[tokio::test]
async fn organisations_are_closed_only_when_empty() {
    for database in Database::both() {
        let town = town(database).await;
        let home = town.department().await;
        let user =
            town.office.add_user(&town.system, &new_user(&home, "li.ming")).await.expect("added");
        town.office.close_organisation(&town.system, &home).await.expect_err("somebody is there");
        town.office.close_organisation(&town.system, &town.region).await.expect_err("the region");
        town.office.disable_user(&town.system, &user).await.expect("closed");
        town.office.close_organisation(&town.system, &home).await.expect("closed");
        town.office.give_role(&town.security, &user, Role::Clerk, &home).await.expect_err("closed");
        town.office.reopen_organisation(&town.system, &home).await.expect("opened");
        town.office
            .change_organisation(&town.system, &home, "临河县工会", "711001")
            .await
            .expect("renamed");
    }
}

#[tokio::test]
async fn whoever_changes_removes_or_reorders_an_entry_is_found_out() {
    let acts = [
        ("UPDATE audit SET detail = '什么也没有' WHERE number = 2", Break::Changed { number: 2 }),
        ("UPDATE audit SET outcome = 'refused' WHERE number = 3", Break::Changed { number: 3 }),
        ("DELETE FROM audit WHERE number = 2", Break::Gap { after: 1 }),
        (
            "UPDATE audit SET number = 1000 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; \
             UPDATE audit SET number = 3 WHERE number = 1000",
            Break::Unchained { number: 2 },
        ),
    ];
    for (statement, found) in acts {
        for database in Database::both() {
            let town = town(database).await;
            let sound = town.office.verify_trail(&town.auditor).await.expect("verified");
            assert_eq!(sound.breaks, Vec::new());
            town.database.tamper(statement);
            let verdict = town.office.verify_trail(&town.auditor).await.expect("verified");
            assert_eq!(verdict.breaks.first(), Some(&found), "{statement}");
            assert!(verdict.sentence().contains("没有通过"));
        }
    }
}

#[tokio::test]
async fn the_audit_trail_is_filtered_by_person_act_and_time() {
    for database in Database::both() {
        let town = town(database).await;
        town.later(3_600);
        let since = town.office.now().to_string();
        town.clerk("li.ming").await;
        let count = async |filter: Filter| {
            let filter = Filter { take: 100, ..filter };
            town.office.list_trail(&town.auditor, &filter).await.expect("a list").0.len()
        };
        assert_eq!(count(Filter { who: "xitong".into(), ..Filter::default() }).await, 3);
        assert_eq!(count(Filter { who: "人员anquan".into(), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { act: "授予角色".into(), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { from: since.clone(), ..Filter::default() }).await, 3);
        assert_eq!(count(Filter { until: since, ..Filter::default() }).await, 4);
        assert_eq!(count(Filter { before: Some(3), ..Filter::default() }).await, 2);
    }
}

#[tokio::test]
async fn no_password_code_or_token_stands_in_the_audit_trail() {
    let town = town(Database::sqlite()).await;
    let user = town.clerk("li.ming").await;
    let clerk = asker(&town.office, "li.ming").await;
    town.office.sign_in(&typed("li.ming", "Falsch-Falsch-1")).await.expect_err("wrong");
    town.office.begin_second_factor(&clerk).await.expect("begun");
    let setup = town.office.second_factor_setup(&clerk).await.expect("set up").expect("a secret");
    let code = second_factor::code(&setup.secret, town.office.now()).expect("a code");
    town.office.confirm_second_factor(&clerk, &code).await.expect("on");
    let new =
        NewToken {
            name: "取数".into(), scopes: vec!["read_statements".into()], days: "9".into()
        };
    let token = town.office.make_token(&clerk, &new).await.expect("made");
    let once = town.office.reset_password(&town.system, &user).await.expect("reset");
    let at = Asker::console("root");
    let console = town.office.reset_password_at_console(&at, "shenji", Reset::Password).await;
    let console = console.expect("reset");
    let trail = town.office.trail_at_console(0).await.expect("the trail");
    let text = serde_json::to_string(&trail).expect("as text");
    let key = setup.secret.replace(' ', "");
    for secret in [PASSWORD, "Falsch-Falsch-1", &token, &once, &console, &key, &code, "argon2"] {
        assert!(!text.contains(secret), "{secret} stands in the audit trail");
    }
    assert!(trail.len() > 8);
}
