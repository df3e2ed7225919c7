//! Tables imported into registers: looked at, taken in whole or not at all, undone; nothing personal told.

use office::registers::importing::{AT_ONCE, Choices, Confirmed, Twins, Undone};
use office::registers::sight::Wish;
use office::{Asker, OfficeError};
use store::jobs::JobState;
use store::people::{Assignment, Role, User};
use testkit::database::Database;

use crate::support::{SCHOOLS, Town, UNION, asker};
use crate::tables::{
    choosing, count, households, identity, members, name, send, tells_nothing, trail,
};

const NOW: &str = "2026-01-10T01:00:00.000Z";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_imported_whole_updated_and_undone() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let sent = send(&town, "household", "张三困难户.csv", households(500, |_| 3)).await;
        let sent = sent.expect("staged");
        let preview = sent.look(&none).await;
        let counts = preview.counts;
        assert_eq!((counts.rows, counts.bad, counts.passed_over), (500, 0, 1), "{preview:#?}");
        assert_eq!((counts.same, counts.differing), (0, 0));
        assert!(preview.stops.is_empty() && preview.good.len() + preview.warned.len() > 0);
        tells_nothing(&format!("{preview:?}"));
        assert_eq!(count(&town, "household").await, 0, "a look keeps nothing");
        let first = sent.taken(&none).await;
        assert_eq!((first.added, first.updated, first.skipped), (500, 0, 0));
        assert_eq!(count(&town, "household").await, 500);
        let again = sent.take(&none, 1).await;
        assert!(matches!(again, Err(OfficeError::Missing { .. })), "{again:?}");

        let sent = send(&town, "household", "a.csv", households(500, |_| 3)).await.expect("staged");
        assert_eq!(sent.look(&none).await.counts.same, 500);
        let nothing = sent.take(&none, 1).await;
        assert!(matches!(nothing, Err(OfficeError::Invalid(_))), "{nothing:?}");

        let grown = |at: usize| if at % 50 == 7 { 4 } else { 3 };
        let sent = send(&town, "household", "a.csv", households(502, grown)).await.expect("staged");
        let preview = sent.look(&choosing(Twins::Update)).await;
        assert_eq!((preview.counts.same, preview.counts.differing), (490, 10));
        let changes = &preview.twins.first().expect("a twin").changes;
        assert!(changes.iter().any(|(label, ..)| label == "家庭人口"), "{changes:?}");
        tells_nothing(&format!("{preview:?}"));
        let outcome = sent.taken(&choosing(Twins::Update)).await;
        assert_eq!((outcome.added, outcome.updated, outcome.skipped), (2, 10, 490));
        let clerk = town.somebody(Role::Clerk);
        let history = town.office.entry_history(&clerk, "household", UNION, 8, Wish::Masked);
        assert_eq!(history.await.expect("a history").len(), 2);

        let aid = format!(
            "受助人姓名,证件号码,救助种类,发放金额,发放日期\n{},{},生活救助,3000,2025-06-01\n",
            name(3),
            identity(3)
        );
        let sent = send(&town, "aid", "a.csv", aid).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 1);
        let held = town.office.undo_import(&clerk, "household", UNION, first.import).await;
        let Undone::Held(holds) = held.expect("asked") else { panic!("it was undone") };
        let said: Vec<&str> = holds.iter().map(|hold| hold.said.as_str()).collect();
        assert!(said.iter().any(|said| said.contains("其中10条导入后改动过")), "{said:?}");
        assert!(said.iter().any(|said| said.contains("里有1条记录用到了它们")), "{said:?}");
        assert_eq!(count(&town, "household").await, 502);

        let sent = send(&town, "member", "a.csv", members(2000)).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 2000);
        let (_, imports) = town.office.list_imports(&clerk, "member", UNION).await.expect("a list");
        let [line] = imports.as_slice() else { panic!("{imports:?}") };
        assert!(line.may_undo && line.import.rows == 2000);
        let undone = town.office.undo_import(&clerk, "member", UNION, line.import.id).await;
        assert_eq!(undone.expect("undone"), Undone::Done(2000));
        assert_eq!(count(&town, "member").await, 0);
        let twice = town.office.undo_import(&clerk, "member", UNION, line.import.id).await;
        assert!(matches!(twice, Err(OfficeError::Conflict(_))), "{twice:?}");
        let sent = send(&town, "member", "a.csv", members(2000)).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 2000, "what was undone can be imported again");
        let trail = trail(&town).await;
        assert!(trail.contains("导入台账") && trail.contains("撤销导入"), "{trail}");
        tells_nothing(&trail);
        assert!(!trail.contains("张三"), "names of files may name people: {trail}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_row_with_an_error_keeps_all_out() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let good = households(30, |_| 3);
        let wrong_id = good.replace(&identity(4), "990321198001010016");
        let twice = good.replace(&identity(9), &identity(8)).replace(&name(9), &name(8));
        let no_date = good.replacen("2025年3月1日", "2025年2月30日", 1);
        for (text, code) in [(wrong_id, "REG010"), (twice, "REG018"), (no_date, "REG003")] {
            let sent = send(&town, "household", "a.csv", text).await.expect("staged");
            let preview = sent.look(&none).await;
            assert_eq!((preview.counts.rows, preview.counts.bad), (30, 1), "{code}");
            let kind = preview.kinds.first().expect("a kind");
            assert_eq!((kind.code.as_str(), kind.rows), (code, 1));
            let shown = format!("{preview:?}");
            tells_nothing(&shown);
            assert!(!shown.contains("990321198001010016"), "{shown}");
            let refused = sent.take(&none, 1).await.expect_err("refused").to_string();
            assert!(refused.contains("整份文件都没有导入"), "{refused}");
            tells_nothing(&refused);
            assert_eq!(count(&town, "household").await, 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_that_were_chosen_are_remembered() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let renamed = members(5).replace("所在工会", "哪家工会的");
        let sent = send(&town, "member", "a.csv", renamed.clone()).await.expect("staged");
        let preview = sent.look(&Choices::default()).await;
        let stop = preview.stops.first().expect("a stop");
        assert!(stop.contains("缺少必填的列：“所属工会”"), "{stop}");
        let input = preview.inputs.iter().position(|input| input.label == "所属工会");
        let columns = [(input.expect("an input"), Some(3))].into();
        let choices = Choices { columns, ..Choices::default() };
        assert_eq!(sent.look(&choices).await.counts.rows, 5);
        assert_eq!(sent.taken(&choices).await.added, 5);
        let next = send(&town, "member", "b.csv", renamed).await.expect("staged");
        assert_eq!(next.look(&Choices::default()).await.counts.same, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_in_safekeeping_is_its_senders_alone() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let none = Choices::default();
    let sent = send(&town, "household", "a.csv", households(3, |_| 3)).await.expect("staged");
    let office = &town.office;
    let other = Asker { user: "another".into(), ..town.somebody(Role::Clerk) };
    let looks = [
        (&other, "household", UNION),
        (&town.somebody(Role::Recorder), "household", UNION),
        (&asker(Role::Clerk, SCHOOLS, "r/s/"), "household", UNION),
        (&town.somebody(Role::Clerk), "member", UNION),
    ];
    for (who, register, owner) in looks {
        let seen = office.preview_register_import(who, register, owner, &sent.staged, &none).await;
        assert!(seen.is_err(), "{} saw it in {register}", who.login);
        let taken =
            office.confirm_register_import(who, register, owner, &sent.staged, &none, 1).await;
        assert!(taken.is_err(), "{} took it into {register}", who.login);
    }
    let mut tx = office.store().read().await.expect("tx");
    let kept = store::files::get(&mut tx, &store::Scope::everything(), &sent.staged).await;
    let (_, bytes) = kept.expect("it is kept");
    tells_nothing(&String::from_utf8_lossy(&bytes));
    drop(tx);
    town.clock.move_to("2026-01-12T01:00:00Z".parse().expect("a moment"));
    send(&town, "household", "b.csv", households(3, |_| 3)).await.expect("staged");
    let gone =
        office.preview_register_import(&sent.clerk, "household", UNION, &sent.staged, &none).await;
    assert!(matches!(gone, Err(OfficeError::Missing { .. })), "{gone:?}");
}

/// Enters an account for the clerk: jobs are done for accounts.
async fn enrol(town: &Town) {
    let mut tx = town.office.store().write().await.expect("tx");
    let user = User {
        id: Role::Clerk.word().into(),
        home: UNION.into(),
        login: Role::Clerk.word().into(),
        name: "经办甲".into(),
        post: String::new(),
        password_hash: String::new(),
        password_set_at: NOW.into(),
        must_change: false,
        failed: 0,
        locked_until: None,
        totp_secret: None,
        totp_on: false,
        totp_step: 0,
        created_at: NOW.into(),
        disabled_at: None,
        seen_at: None,
    };
    store::people::insert(&mut tx, &user).await.expect("entered");
    let given = Assignment {
        user: user.id,
        role: Role::Clerk,
        organisation: UNION.into(),
        path: String::new(),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: NOW.into(),
    };
    store::people::assign(&mut tx, &given).await.expect("assigned");
    tx.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_imports_are_jobs() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        enrol(&town).await;
        let (office, none) = (&town.office, Choices::default());
        let begun = async |text: String| {
            let sent = send(&town, "member", "a.csv", text).await.expect("staged");
            match sent.take(&none, AT_ONCE + 1).await.expect("begun") {
                Confirmed::Begun(job) => (sent, job),
                Confirmed::Done(outcome) => panic!("{outcome:?} at once"),
            }
        };
        let (sent, job) = begun(members(300)).await;
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!((seen.state, seen.outcome), (JobState::Waiting, None));
        assert!(office.do_next_job("one").await.expect("done"));
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Done, "{seen:?}");
        assert_eq!(seen.outcome.expect("an outcome").added, 300);
        assert_eq!(count(&town, "member").await, 300);
        assert!(!office.do_next_job("one").await.expect("nothing to do"));
        let finance = town.somebody(Role::Finance);
        assert!(office.list_batches(&finance).await.expect("a list").is_empty());
        assert!(office.batch(&finance, &job).await.is_err(), "it is no batch of statements");

        let text = members(310).replace(&identity(305), "990321198001010016");
        let (sent, job) = begun(text).await;
        office.do_next_job("one").await.expect("done");
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Failed);
        assert!(seen.problem.contains("第307行有错误"), "{}", seen.problem);
        assert_eq!(count(&town, "member").await, 300);

        let (sent, job) = begun(members(320)).await;
        office.cancel_import(&sent.clerk, &job).await.expect("called off");
        assert!(!office.do_next_job("one").await.expect("nothing to do"));
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Cancelled);
        assert_eq!(count(&town, "member").await, 300);
        tells_nothing(&trail(&town).await);
    }
}
