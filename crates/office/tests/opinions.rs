//! Opinions before and after they are sent: at a place, changed, taken back, hidden until they go.

use office::acts::ActText;
use office::opinions::{OpinionText, Thread};
use office::workflow::Act;
use office::{Asker, OfficeError};
use store::opinions::{AnswerKind, OpinionState};
use store::people::Role;
use store::statements::State;
use testkit::database::Database;

use crate::support::{Town, said};

fn text(place: &str, quoted: &str, body: &str) -> OpinionText {
    OpinionText {
        place: place.into(),
        quoted: quoted.into(),
        facet: "relevance".into(),
        code: String::new(),
        body: body.into(),
    }
}

/// Another reviewer of the same bureau.
fn colleague(town: &Town) -> Asker {
    Asker { user: "colleague".into(), name: "同事".into(), ..town.somebody(Role::Finance) }
}

/// A statement that has been with the finance bureau for an hour.
async fn under_review(town: &Town) -> String {
    let id = town.draft(false).await;
    town.put(&id, State::FinanceReview).await;
    town.clock.move_to("2026-01-10T02:00:00Z".parse().expect("a moment"));
    id
}

async fn send_back(town: &Town, id: &str) {
    let (finance, seen) = (town.somebody(Role::Finance), town.seen(id).await);
    let text = ActText { reason: "请修改".into(), ..ActText::default() };
    town.office.act(&finance, id, Act::Return, seen, &text).await.expect("returned");
}

async fn threads(town: &Town, asker: &Asker, id: &str) -> Vec<Thread> {
    town.office.opinions(asker, id).await.expect("opinions")
}

#[tokio::test]
async fn an_opinion_speaks_of_a_place_that_the_text_has() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = under_review(&town).await;
        let (finance, seen) = (town.somebody(Role::Finance), town.seen(&id).await);
        for place in ["projects/0/plan", "projects/1", "projects/0/indicators/0", "overall"] {
            let text = text(place, "", "请核对。");
            town.office.give_opinion(&finance, &id, seen, &text).await.expect("given");
        }
        let all = threads(&town, &finance, &id).await;
        let row = all.iter().find(|one| one.opinion.place == "projects/0/indicators/0");
        assert!(!row.expect("the row").opinion.quoted.is_empty(), "{row:?}");
        for place in ["projects/99", "projects/0/indicators/999", "nowhere", "projects/0/plan/77"] {
            let text = text(place, "", "请核对。");
            let given = town.office.give_opinion(&finance, &id, seen, &text).await;
            assert!(said(given).contains("位置不对"), "{place}");
        }
        assert_eq!(threads(&town, &finance, &id).await.len(), 4);
    }
}

#[tokio::test]
async fn what_is_not_sent_is_the_reviewers_own() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = under_review(&town).await;
        let (finance, clerk) = (town.somebody(Role::Finance), town.somebody(Role::Clerk));
        let (office, seen) = (&town.office, town.seen(&id).await);
        let first = text("projects/0", "", "名称不规范。");
        let one = office.give_opinion(&finance, &id, seen, &first).await.expect("given");
        let other = office.give_opinion(&finance, &id, seen, &first).await.expect("given");
        assert_eq!(threads(&town, &clerk, &id).await.len(), 0);
        assert_eq!(threads(&town, &colleague(&town), &id).await.len(), 2);

        let better = text("projects/0/purpose", "", "用途请写明标准。");
        office.change_opinion(&finance, &id, &one, seen, &better).await.expect("changed");
        let all = threads(&town, &finance, &id).await;
        let changed = &all.iter().find(|thread| thread.opinion.id == one).expect("it").opinion;
        assert_eq!(
            (changed.place.as_str(), changed.body.as_str()),
            ("projects/0/purpose", "用途请写明标准。")
        );
        let theirs = office.change_opinion(&colleague(&town), &id, &one, seen, &better).await;
        assert!(said(theirs).contains("请由本人"));
        let blank = office.change_opinion(&finance, &id, &one, seen, &text("", "", " ")).await;
        assert!(said(blank).contains("请填写意见内容"));
        let refused = office.withdraw_opinion(&clerk, &id, &one, "").await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");

        office.withdraw_opinion(&finance, &id, &other, "").await.expect("taken back");
        assert_eq!(threads(&town, &finance, &id).await.len(), 1);
        send_back(&town, &id).await;
        assert_eq!(threads(&town, &clerk, &id).await.len(), 1);
        let late = office.change_opinion(&finance, &id, &one, seen, &better).await;
        assert!(matches!(late, Err(OfficeError::Conflict(_))), "{late:?}");
    }
}

#[tokio::test]
async fn what_is_sent_is_withdrawn_with_a_reason_while_nobody_answered() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = under_review(&town).await;
        let (finance, clerk) = (town.somebody(Role::Finance), town.somebody(Role::Clerk));
        let (office, seen) = (&town.office, town.seen(&id).await);
        let mut given = Vec::new();
        for body in ["请核对金额。", "请补充依据。"] {
            let text = text("projects/0/total", "", body);
            given.push(office.give_opinion(&finance, &id, seen, &text).await.expect("given"));
        }
        send_back(&town, &id).await;
        assert!(
            said(office.withdraw_opinion(&finance, &id, &given[0], " ").await).contains("原因")
        );
        let reason = "看错了行";
        office.withdraw_opinion(&finance, &id, &given[0], reason).await.expect("withdrawn");
        let accepted = AnswerKind::Accepted;
        let dead = office.answer_opinion(&clerk, &id, &given[0], accepted, "已改").await;
        assert!(said(dead).contains("已撤回"));
        office.answer_opinion(&clerk, &id, &given[1], accepted, "已改").await.expect("answered");
        let late = office.withdraw_opinion(&finance, &id, &given[1], reason).await;
        assert!(said(late).contains("已经有人答复"));

        let all = threads(&town, &clerk, &id).await;
        let withdrawn = all.iter().find(|one| one.opinion.id == given[0]).expect("it stays");
        assert_eq!(withdrawn.opinion.state, OpinionState::Withdrawn);
        assert_eq!(withdrawn.answers.last().map(|it| it.body.as_str()), Some(reason));
        // Nothing waits for an answer any more.
        let seen = town.seen(&id).await;
        let handed = office.act(&clerk, &id, Act::HandIn, seen, &ActText::default()).await;
        handed.expect("handed in");
        let mut tx = office.store().read().await.expect("a transaction");
        let (.., breaks) = store::audit::verify(&mut tx).await.expect("verified");
        assert!(breaks.is_empty(), "{breaks:?}");
    }
}
