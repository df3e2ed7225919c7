//! The way of a statement: its whole year, wrong people, wrong states, two at once, frozen texts.

use office::acceptances::FindingName;
use office::acts::{ActText, ApprovalText, MinutesText, Seen};
use office::opinions::OpinionText;
use office::papers::Paper;
use office::public::PublicFilter;
use office::workflow::Act;
use office::{Asker, OfficeError};
use store::opinions::AnswerKind;
use store::people::Role;
use store::statements::{self, State};
use testkit::database::Database;

use crate::support::{self, SCHOOLS, Town, said};

/// All that any act needs.
fn text() -> ActText {
    ActText {
        reason: "按会议意见修改".into(),
        minutes: MinutesText {
            held_on: "2026-01-09".into(),
            present: "王主席、李副主席、赵委员".into(),
            decision: "同意报送".into(),
            scan: None,
        },
        approval: ApprovalText {
            document_number: "临财绩〔2026〕7号".into(),
            remarks: "按季度报告进度".into(),
        },
    }
}

impl Town {
    /// Does an act as whoever may, and says what came of it.
    async fn try_act(&self, id: &str, act: Act) -> Result<(), OfficeError> {
        let role = match act {
            Act::HandIn | Act::TakeBack | Act::Adjust | Act::AbandonAdjustment => Role::Clerk,
            Act::Decide | Act::Reject => Role::Recorder,
            Act::Return | Act::Approve => Role::Finance,
            _ => Role::Head,
        };
        let (asker, seen) = (self.somebody(role), self.seen(id).await);
        self.office.act(&asker, id, act, seen, &text()).await
    }

    async fn act(&self, id: &str, act: Act, to: State) {
        self.try_act(id, act).await.unwrap_or_else(|error| panic!("{act:?}: {error}"));
        assert_eq!(self.statement(id).await.state, to, "{act:?}");
    }

    async fn through(&self, id: &str, acts: &[(Act, State)]) {
        for (act, to) in acts {
            self.act(id, *act, *to).await;
        }
    }

    async fn errors(&self, id: &str) -> i64 {
        self.statement(id).await.figures.errors
    }
}

const TO_FINANCE: [(Act, State); 4] = [
    (Act::HandIn, State::InternalReview),
    (Act::PassOn, State::Collective),
    (Act::Decide, State::Ready),
    (Act::Send, State::FinanceReview),
];

#[tokio::test]
async fn a_statement_goes_through_its_year() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(true).await;
        assert_eq!(town.errors(&id).await, 1, "{}", database.kind);
        within_the_department(&town, &id).await;
        reviewed_and_returned(&town, &id).await;
        approved_and_published(&town, &id).await;
        adjusted_and_archived(&town, &id).await;
        let mut tx = town.office.store().read().await.expect("a transaction");
        let (entries, _, breaks) = store::audit::verify(&mut tx).await.expect("verified");
        assert!(entries > 30 && breaks.is_empty(), "{entries} {breaks:?}");
    }
}

async fn within_the_department(town: &Town, id: &str) {
    town.through(
        id,
        &[
            (Act::HandIn, State::InternalReview),
            (Act::TakeBack, State::Draft),
            (Act::HandIn, State::InternalReview),
            (Act::GiveBack, State::Draft),
            (Act::HandIn, State::InternalReview),
            (Act::PassOn, State::Collective),
            (Act::Reject, State::Draft),
            (Act::HandIn, State::InternalReview),
            (Act::PassOn, State::Collective),
            (Act::Decide, State::Ready),
        ],
    )
    .await;
    assert!(said(town.try_act(id, Act::Send).await).contains("错误还有1处"));
    let head = town.somebody(Role::Head);
    let (_, findings) = town.office.findings(&head, id, 1).await.expect("findings");
    let error = findings.iter().find(|one| one.finding.code.as_str() == "TGT001").expect("TGT001");
    let name = FindingName {
        code: "TGT001".into(),
        place: error.place.clone(),
        words: error.words.clone(),
    };
    let seen = town.seen(id).await;
    let clerk = town.somebody(Role::Clerk);
    let refused = town.office.accept_finding(&clerk, id, seen, &name, "有标准").await;
    assert!(matches!(refused, Err(OfficeError::Refused { .. })));
    assert!(said(town.office.accept_finding(&head, id, seen, &name, " ").await).contains("理由"));
    town.office.accept_finding(&head, id, seen, &name, "县里有最低标准").await.expect("accepted");
    assert_eq!(town.errors(id).await, 0);
    town.act(id, Act::Send, State::FinanceReview).await;
}

async fn reviewed_and_returned(town: &Town, id: &str) {
    let finance = town.somebody(Role::Finance);
    let office = &town.office;
    let seen = town.seen(id).await;
    let (_, findings) = office.findings(&finance, id, 1).await.expect("findings");
    let first = findings.first().expect("a finding");
    let name = FindingName {
        code: first.finding.code.to_string(),
        place: first.place.clone(),
        words: first.words.clone(),
    };
    let taken = office.take_over_finding(&finance, id, seen, &name).await.expect("taken over");
    let again = office.take_over_finding(&finance, id, seen, &name).await;
    assert!(matches!(again, Err(OfficeError::Conflict(_))));
    let typed = OpinionText {
        place: String::new(),
        quoted: "用于在档困难职工".into(),
        facet: "relevance".into(),
        code: String::new(),
        body: "用途请写明标准。".into(),
    };
    let typed = office.give_opinion(&finance, id, seen, &typed).await.expect("given");
    let threads = office.opinions(&finance, id).await.expect("opinions");
    let found = threads.iter().find(|thread| thread.opinion.id == typed).expect("the opinion");
    assert_eq!(found.opinion.place, "projects/0/purpose");
    let marks = ["9.5", "10", "15", "14", "15", "15", "10", "10"].map(str::to_owned);
    let many = ["11", "10", "15", "14", "15", "15", "10", "10"].map(str::to_owned);
    assert!(said(office.grade(&finance, id, seen, &many, "").await).contains("应在0到10之间"));
    office.grade(&finance, id, seen, &marks, "总体较好").await.expect("graded");
    assert!(said(town.try_act(id, Act::Approve).await).contains("2条意见没有了结"));
    town.act(id, Act::Return, State::Returned).await;
    let (document, name) =
        office.paper(&finance, id, Paper::Opinion, None).await.expect("the form");
    let html = write::html(&document);
    assert!(html.contains("用途请写明标准") && html.contains("98.5"), "{html}");
    assert_eq!(name, "临河县总工会2026年绩效目标审核意见表");

    let clerk = town.somebody(Role::Clerk);
    assert!(said(town.try_act(id, Act::HandIn).await).contains("2条没有答复"));
    let declined = AnswerKind::Declined;
    assert!(said(office.answer_opinion(&clerk, id, &typed, declined, "").await).contains("理由"));
    office.answer_opinion(&clerk, id, &typed, declined, "已在附件写明").await.expect("answered");
    let accepted = AnswerKind::Accepted;
    office.answer_opinion(&clerk, id, &taken, accepted, "已改").await.expect("answered");
    // The words change, so the acceptance ends and the error is gone with them.
    town.rewrite(id, "≥3000元/户", "≤3000元/户").await;
    town.through(id, &TO_FINANCE).await;
    office.settle_opinion(&finance, id, &taken, AnswerKind::Closed, "").await.expect("closed");
    office.settle_opinion(&finance, id, &typed, AnswerKind::Kept, "附件没有").await.expect("kept");
    town.act(id, Act::Return, State::Returned).await;
    office.answer_opinion(&clerk, id, &typed, accepted, "已补").await.expect("answered");
    town.act(id, Act::HandIn, State::InternalReview).await;
    town.act(id, Act::GiveBack, State::Returned).await;
    town.through(id, &TO_FINANCE).await;
    office.settle_opinion(&finance, id, &typed, AnswerKind::Closed, "").await.expect("closed");
}

async fn approved_and_published(town: &Town, id: &str) {
    let office = &town.office;
    let search =
        |words: &str| PublicFilter { words: words.into(), take: 10, ..PublicFilter::default() };
    town.act(id, Act::Approve, State::Approved).await;
    let statement = town.statement(id).await;
    assert_eq!((statement.approved_version, statement.version), (2, 2));
    assert_eq!(office.published(&search("")).await.expect("a list").total, 0);
    town.through(
        id,
        &[
            (Act::Publish, State::Published),
            (Act::Withdraw, State::Approved),
            (Act::Publish, State::Published),
        ],
    )
    .await;
    for words in ["劳模", "总工会 体检", "模", "≤3000元", ""] {
        assert_eq!(office.published(&search(words)).await.expect("a list").total, 1, "{words}");
    }
    for words in ["模劳", "桥梁", "总工会 桥梁", "%"] {
        let total = office.published(&search(words)).await.expect("a list").total;
        assert_eq!(total, i64::from(words == "%"), "{words}");
    }
    let shown = office.published_statement(id).await.expect("published");
    assert_eq!(shown.text().projects.len(), 2);
    let data = office::public::data(&shown).to_string();
    assert!(data.contains("困难职工帮扶救助资金") && !data.contains("总工会编制"), "{data}");
    let finance = town.somebody(Role::Finance);
    let (form, _) = office.paper(&finance, id, Paper::Approval, None).await.expect("the form");
    let html = write::html(&form);
    for words in ["临财绩〔2026〕7号", "按季度报告进度", "临河县财政局", "2026年1月10日"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
}

async fn adjusted_and_archived(town: &Town, id: &str) {
    town.act(id, Act::Adjust, State::Adjusting).await;
    assert!(said(town.try_act(id, Act::HandIn).await).contains("没有调整任何内容"));
    town.rewrite(id, "≥40户", "≥45户").await;
    town.act(id, Act::AbandonAdjustment, State::Published).await;
    let statement = town.statement(id).await;
    assert_eq!((statement.version, statement.approved_version), (4, 2));
    town.act(id, Act::Adjust, State::Adjusting).await;
    town.rewrite(id, "≥40户", "≥45户").await;
    town.act(id, Act::HandIn, State::InternalReview).await;
    town.act(id, Act::GiveBack, State::Adjusting).await;
    // What was approved stands, and is public, until the next approval.
    let shown = town.office.published_statement(id).await.expect("published");
    assert_eq!(shown.publication.version, 2);
    town.through(id, &TO_FINANCE).await;
    town.act(id, Act::Approve, State::Approved).await;
    assert_eq!(town.statement(id).await.approved_version, 5);
    town.act(id, Act::Publish, State::Published).await;
    let shown = town.office.published_statement(id).await.expect("published");
    assert_eq!(shown.publication.version, 5);
    assert!(said(town.try_act(id, Act::Archive).await).contains("2027年1月1日"));
    town.clock.move_to("2027-02-01T00:00:00Z".parse().expect("a moment"));
    town.act(id, Act::Archive, State::Archived).await;
}

#[tokio::test]
async fn no_act_is_done_by_the_wrong_person_or_in_the_wrong_state() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(false).await;
        let before = town.statement(&id).await;
        for state in State::ALL {
            town.put(&id, *state).await;
            for act in Act::ALL {
                for role in Role::ALL {
                    let may = act.permission().is_of(*role) && act.leads_to(*state).is_some();
                    if may {
                        continue;
                    }
                    let seen = Seen { version: 1, state: *state };
                    let asker = town.somebody(*role);
                    let done = town.office.act(&asker, &id, act, seen, &text()).await;
                    assert!(done.is_err(), "{role} {act:?} {state}");
                }
                let stranger = support::asker(Role::Head, SCHOOLS, "r/s/");
                let seen = Seen { version: 1, state: *state };
                let done = town.office.act(&stranger, &id, act, seen, &text()).await;
                assert!(done.is_err(), "a stranger {act:?} {state}");
            }
        }
        let now = town.statement(&id).await;
        assert_eq!(statements::Statement { state: State::Draft, ..now }, before);
        let mut tx = town.office.store().read().await.expect("a transaction");
        let everything = store::Scope::everything();
        let way = statements::transitions(&mut tx, &everything, &id).await.expect("a way");
        assert!(way.is_empty(), "{way:?}");
        let minutes = store::decisions::minutes(&mut tx, &everything, &id).await.expect("minutes");
        let approvals =
            store::decisions::approvals(&mut tx, &everything, &id).await.expect("approvals");
        assert!(minutes.is_empty() && approvals.is_empty());
    }
}

#[tokio::test]
async fn of_two_at_once_one_is_told() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.draft(false).await;
        town.act(&id, Act::HandIn, State::InternalReview).await;
        let seen = town.seen(&id).await;
        let (head, clerk) = (town.somebody(Role::Head), town.somebody(Role::Clerk));
        let said = text();
        let (one, other) = tokio::join!(
            town.office.act(&head, &id, Act::PassOn, seen, &said),
            town.office.act(&clerk, &id, Act::TakeBack, seen, &said),
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
        let told = one.err().or(other.err()).expect("one is told");
        assert!(matches!(&told, OfficeError::Conflict(words) if words.contains("甲已“")), "{told}");
        let old = Seen { version: 7, ..town.seen(&id).await };
        let stale = town.office.act(&head, &id, Act::GiveBack, old, &said).await;
        assert!(stale.expect_err("stale").to_string().contains("您看的是第7版"));
    }
}

#[tokio::test]
async fn what_was_approved_cannot_be_changed_unseen() {
    let database = Database::postgres();
    let town = Town::found(&database).await;
    let id = town.draft(false).await;
    town.through(&id, &TO_FINANCE).await;
    town.act(&id, Act::Approve, State::Approved).await;
    let head: Asker = town.somebody(Role::Head);
    let frozen = town.office.examined(&head, &id, 1).await.expect("a version").0;
    assert!(frozen.frozen_at.is_some());
    let mut tx = town.office.store().write().await.expect("a transaction");
    let again = statements::freeze(&mut tx, &frozen.owner, &id, 1, "later").await;
    again.expect_err("frozen once");
    let twice = statements::insert_version(&mut tx, &frozen).await;
    twice.expect_err("a version is never written over");
    drop(tx);
    database.tamper("UPDATE versions SET body = replace(body, '40户', '4户')");
    let refused = said(town.try_act(&id, Act::Publish).await);
    assert!(refused.contains("摘要（SM3）不符"), "{refused}");
    assert_eq!(town.statement(&id).await.state, State::Approved);
}
