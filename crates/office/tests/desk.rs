//! What waits for whom, deadlines, and the board.

use office::OfficeError;
use office::acts::ActText;
use office::deadlines::DeadlineText;
use office::drafts::{Change, Typed};
use office::opinions::OpinionText;
use office::workflow::Act;
use store::deadlines::Stage;
use store::opinions::AnswerKind;
use store::people::Role;
use store::statements::State;
use testkit::database::Database;

use crate::support::{self, REGION, SCHOOLS, Town, UNION};

fn deadline(due_on: &str) -> DeadlineText {
    DeadlineText {
        owner: REGION.into(),
        year: 2026,
        stage: Stage::Send,
        due_on: due_on.into(),
        warn_days: 5,
        basis: "临财绩〔2025〕20号".into(),
    }
}

#[tokio::test]
async fn what_waits_is_told_to_whoever_it_waits_for() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let office = &town.office;
        let (clerk, head) = (town.somebody(Role::Clerk), town.somebody(Role::Head));
        let finance = town.somebody(Role::Finance);
        assert!(office.inbox(&clerk).await.expect("an inbox").is_empty());
        office.set_deadline(&finance, &deadline("2026-01-12")).await.expect("set");
        let to_begin = office.inbox(&clerk).await.expect("an inbox");
        assert!(to_begin.iter().all(|task| task.statement.is_none()) && to_begin.len() == 1);
        let id = town.draft(false).await;
        let task = office.inbox(&clerk).await.expect("an inbox")[0].clone();
        assert_eq!(task.due.expect("due").label(), "还有2天");
        let recorder = town.somebody(Role::Recorder);
        assert!(office.inbox(&recorder).await.expect("an inbox").is_empty());
        office.hand_in(&clerk, &id, town.seen(&id).await).await.expect("handed in");
        assert!(office.inbox(&clerk).await.expect("an inbox").is_empty());
        assert_eq!(office.inbox(&head).await.expect("an inbox").len(), 1);
        let stranger = support::asker(Role::Head, SCHOOLS, "r/s/");
        let waiting = office.inbox(&stranger).await.expect("an inbox");
        assert!(waiting.iter().all(|task| task.owner == SCHOOLS));
    }
}

#[tokio::test]
async fn the_board_shows_every_department() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let office = &town.office;
        let finance = town.somebody(Role::Finance);
        office.set_deadline(&finance, &deadline("2026-01-08")).await.expect("set");
        let id = town.draft(false).await;
        let clerk = town.somebody(Role::Clerk);
        let seen = town.seen(&id).await;
        let text = office::acts::ActText::default();
        office.act(&clerk, &id, Act::HandIn, seen, &text).await.expect("handed in");
        let rows = office.board(&finance, 2026).await.expect("the board");
        let owners: Vec<&str> = rows.iter().map(|row| row.organisation.id.as_str()).collect();
        assert_eq!(owners, [SCHOOLS, UNION], "{}", database.kind);
        assert!(rows.iter().all(office::inbox::BoardRow::is_owing));
        assert!(rows.iter().all(|row| row.due.as_ref().is_some_and(|due| due.left == -2)));
        let refused = office.board(&clerk, 2026).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })));
    }
}

#[tokio::test]
async fn deadlines_are_set_by_the_bureau_only_and_must_be_days() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let office = &town.office;
    let (head, finance) = (town.somebody(Role::Head), town.somebody(Role::Finance));
    office.set_deadline(&head, &deadline("2026-01-08")).await.expect_err("not by a department");
    for wrong in ["2026-02-30", "下周", "2036-01-08"] {
        office.set_deadline(&finance, &deadline(wrong)).await.expect_err(wrong);
    }
    assert!(office.deadlines().await.expect("a list").is_empty());
    office.set_deadline(&finance, &deadline("2026-01-08")).await.expect("set");
    office.set_deadline(&finance, &deadline("2026-01-09")).await.expect("set over");
    let all = office.deadlines().await.expect("a list");
    assert_eq!(all.iter().map(|one| one.due_on.as_str()).collect::<Vec<_>>(), ["2026-01-09"]);
    office.set_deadline(&finance, &deadline("")).await.expect("taken away");
    assert!(office.deadlines().await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_task_tells_what_is_needed_to_take_it_up() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let office = &town.office;
        let (clerk, finance) = (town.somebody(Role::Clerk), town.somebody(Role::Finance));
        assert!(office.desk(&clerk).await.expect("a desk").standing.public.is_none());
        let id = town.draft(false).await;
        let waiting = async |asker| {
            let desk = office.desk(asker).await.expect("a desk");
            desk.standing.first[0].clone()
        };
        let is_saved = async |asker| {
            let desk = office.desk(asker).await.expect("a desk");
            desk.draft_saved(&desk.standing.first[0]).is_some()
        };
        let begun = waiting(&clerk).await;
        assert!(begun.may_write && begun.opinions == 0 && !is_saved(&clerk).await);
        let opened = office.open_draft(&clerk, &id).await.expect("opened");
        let typed = Typed {
            page: opened.page,
            revision: opened.revision,
            base: opened.base,
            fields: vec![("projects/0/purpose".into(), "用于救助".into())],
        };
        office.edit_draft(&clerk, &id, &typed, &Change::Save).await.expect("saved");
        assert!(is_saved(&clerk).await, "autosave is no act, and seen all the same");

        town.put(&id, State::FinanceReview).await;
        town.clock.move_to("2026-01-10T02:00:00Z".parse().expect("a moment"));
        let text = OpinionText {
            place: "projects/0".into(),
            facet: "relevance".into(),
            body: "请核对。".into(),
            ..OpinionText::default()
        };
        let seen = town.seen(&id).await;
        let opinion = office.give_opinion(&finance, &id, seen, &text).await.expect("given");
        let reviewed = waiting(&finance).await;
        assert!(!reviewed.may_write && reviewed.opinions == 0, "{reviewed:?}");
        let text = ActText { reason: "请修改".into(), ..ActText::default() };
        office.act(&finance, &id, Act::Return, seen, &text).await.expect("returned");
        assert_eq!(waiting(&clerk).await.opinions, 1);
        let answered = AnswerKind::Accepted;
        office.answer_opinion(&clerk, &id, &opinion, answered, "已改").await.expect("answered");
        assert_eq!(waiting(&clerk).await.opinions, 0);
        town.put(&id, State::FinanceReview).await;
        assert_eq!(waiting(&finance).await.opinions, 1);
    }
}
