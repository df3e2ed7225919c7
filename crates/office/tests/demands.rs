//! Demands: who may raise, answer, confirm; closed only when what decides finds nothing; the same trouble of an earlier
//! year; of two at once the second is told; proofs and papers.

use office::acceptances::FindingName;
use office::beginning::Upload;
use office::demands::acts::AnswerText;
use office::demands::before;
use office::demands::begun::About;
use office::demands::papers::DemandPaper;
use office::demands::raising::DemandText;
use office::demands::{Shown, Waiting};
use office::{Asker, OfficeError};
use store::demands::{DemandState, Filter};
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::{FAULT, SCHOOLS, Town, UNION, asker, registers, said};

fn text(owner: &str) -> DemandText {
    DemandText {
        owner: owner.into(),
        year: "2026".into(),
        origin: "monitoring".into(),
        kind: "spending".into(),
        subject: "困难职工帮扶".into(),
        found: "6月底支付进度30%，计划60%".into(),
        asked: "9月底前补齐进度".into(),
        due_on: "2026-02-10".into(),
        ..DemandText::default()
    }
}

fn answer() -> AnswerText {
    AnswerText {
        measure: "已按计划支付".into(),
        result: "进度达到62%".into(),
        finished_on: "2026-01-09".into(),
    }
}

async fn shown(town: &Town, id: &str) -> Shown {
    let finance = town.somebody(Role::Finance);
    town.office.demand(&finance, id).await.expect("in sight")
}

async fn version(town: &Town, id: &str) -> i64 {
    shown(town, id).await.demand.version
}

async fn answered(town: &Town, id: &str) {
    let clerk = town.somebody(Role::Clerk);
    let seen = version(town, id).await;
    town.office.answer_demand(&clerk, id, seen, &answer()).await.expect("answered");
}

/// A demand of the finance bureau on the union.
async fn raised(town: &Town, text: &DemandText) -> String {
    let finance = town.somebody(Role::Finance);
    town.office.raise_demand(&finance, text).await.expect("raised")
}

async fn chain_is_whole(town: &Town) {
    let mut tx = town.office.store().read().await.expect("a transaction");
    let (.., breaks) = store::audit::verify(&mut tx).await.expect("verified");
    assert!(breaks.is_empty(), "{breaks:?}");
}

#[tokio::test]
async fn each_does_what_is_theirs() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let office = &town.office;
        let [clerk, head, finance, above] =
            [Role::Clerk, Role::Head, Role::Finance, Role::Above].map(|role| town.somebody(role));
        let teacher = asker(Role::Clerk, SCHOOLS, "r/s/");
        for nobody in [&clerk, &town.somebody(Role::Recorder), &town.somebody(Role::Auditor)] {
            let refused = office.raise_demand(nobody, &text(UNION)).await;
            assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        }
        // The head speaks within the own department only.
        let beyond = office.raise_demand(&head, &text(SCHOOLS)).await;
        assert!(said(beyond).contains("请选择由哪个单位整改"));
        let inside = office.raise_demand(&head, &text(UNION)).await.expect("raised");
        let higher = office.raise_demand(&above, &text(UNION)).await.expect("raised");
        let id = raised(&town, &text(UNION)).await;
        assert_eq!(shown(&town, &id).await.from_name, "临河县财政审核人");

        assert!(matches!(office.demand(&teacher, &id).await, Err(OfficeError::Missing { .. })));
        let theirs = office.answer_demand(&teacher, &id, 1, &answer()).await;
        assert!(matches!(theirs, Err(OfficeError::Missing { .. })), "{theirs:?}");
        let refused = office.answer_demand(&finance, &id, 1, &answer()).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        let early = office.confirm_demand(&finance, &id, 1, "").await;
        assert!(said(early).contains("待整改"), "nothing is answered yet");
        let blank = AnswerText { result: " ".into(), ..answer() };
        assert!(said(office.answer_demand(&clerk, &id, 1, &blank).await).contains("整改结果"));
        let later = AnswerText { finished_on: "2026-01-11".into(), ..answer() };
        assert!(said(office.answer_demand(&clerk, &id, 1, &later).await).contains("晚于今天"));
        office.answer_demand(&clerk, &id, 1, &answer()).await.expect("answered");

        // Only the office that raised it decides; another reviewer of it may.
        for other in [&head, &above] {
            let refused = office.confirm_demand(other, &id, 2, "").await;
            assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        }
        let colleague = Asker { user: "colleague".into(), ..finance.clone() };
        assert!(said(office.return_demand(&colleague, &id, 2, " ").await).contains("原因"));
        office.return_demand(&colleague, &id, 2, "没有附凭证").await.expect("returned");
        assert_eq!(shown(&town, &id).await.demand.state, DemandState::Returned);
        let extended = office.extend_demand(&finance, &id, 3, "2026-03-01", "放假").await;
        extended.expect("another day");
        let past = office.extend_demand(&finance, &id, 4, "2026-01-01", "放假").await;
        assert!(said(past).contains("已经过了"));
        office.answer_demand(&head, &id, 4, &answer()).await.expect("answered again");
        office.confirm_demand(&finance, &id, 5, "已核实").await.expect("confirmed");
        let done = shown(&town, &id).await;
        let acts: Vec<&str> = done.steps.iter().map(|step| step.act.word()).collect();
        assert_eq!(acts, ["raised", "answered", "returned", "extended", "answered", "confirmed"]);
        let late = office.withdraw_demand(&finance, &id, 6, "不要了").await;
        assert!(said(late).contains("已确认"));

        office.answer_demand(&clerk, &inside, 1, &answer()).await.expect("answered");
        office.confirm_demand(&head, &inside, 2, "").await.expect("of the own department");
        let refused = office.withdraw_demand(&finance, &higher, 1, "误提").await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        office.withdraw_demand(&above, &higher, 1, "误提").await.expect("withdrawn");
        let dead = office.answer_demand(&clerk, &higher, 2, &answer()).await;
        assert!(said(dead).contains("已撤回"));
        chain_is_whole(&town).await;
    }
}

#[tokio::test]
async fn what_a_rule_decides_is_confirmed_only_when_it_finds_nothing() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, finance) = (&town.office, town.somebody(Role::Finance));
        let statement = town.draft(true).await;
        let (_, judged) = office.findings(&finance, &statement, 1).await.expect("findings");
        let found = judged.iter().find(|one| one.finding.code.as_str() == "TGT001");
        let found = found.expect("TGT001");
        let finding = FindingName {
            code: "TGT001".into(),
            place: found.place.clone(),
            words: found.words.clone(),
        };
        let about = About { statement: statement.clone(), finding, ..About::default() };
        let begun = office.demand_begun(&finance, &about).await.expect("begun");
        assert_eq!((begun.owner.as_str(), begun.year.as_str()), (UNION, "2026"));
        assert_eq!((begun.decider.as_str(), begun.code.as_str()), ("rule", "TGT001"));
        assert_eq!((&begun.found, &begun.place), (&found.finding.message, &found.place));
        assert!(!begun.subject.is_empty() && !begun.basis.is_empty(), "{begun:?}");
        let unknown = DemandText { code: "TGT999".into(), ..begun.clone() };
        assert!(said(office.raise_demand(&finance, &unknown).await).contains("没有代码是"));
        let silent =
            DemandText { place: "projects/0/purpose".into(), quoted: "甲".into(), ..begun };
        let silent = office.raise_demand(&finance, &silent).await;
        assert!(said(silent).contains("没有查出问题"));
        let begun = office.demand_begun(&finance, &about).await.expect("begun");
        let id = raised(&town, &begun).await;
        let verdict = shown(&town, &id).await.verdict.expect("a rule decides");
        assert_eq!(verdict.label(), "仍存在", "{verdict}");

        answered(&town, &id).await;
        let early = said(office.confirm_demand(&finance, &id, 2, "").await);
        assert!(early.contains("还不能确认") && early.contains("TGT001"), "{early}");
        // That the head accepts the finding does not put it right.
        let (head, seen) = (town.somebody(Role::Head), town.seen(&statement).await);
        let name = about.finding.clone();
        office.accept_finding(&head, &statement, seen, &name, "另有规定").await.expect("accepted");
        assert!(said(office.confirm_demand(&finance, &id, 2, "").await).contains("仍存在"));

        town.rewrite(&statement, FAULT.1, FAULT.0).await;
        let verdict = shown(&town, &id).await.verdict.expect("a rule decides");
        assert!(verdict.is_gone(), "{verdict}");
        office.confirm_demand(&finance, &id, 2, "").await.expect("confirmed");
        let done = shown(&town, &id).await;
        assert_eq!(done.demand.state, DemandState::Confirmed);
        let verdicts: Vec<&str> =
            done.steps.iter().map(|step| step.verdict.get(..9).unwrap_or_default()).collect();
        assert_eq!(verdicts, ["仍存在", "仍存在", "已消除"]);
        chain_is_whole(&town).await;
    }
}

#[tokio::test]
async fn what_a_check_over_registers_decides_is_confirmed_only_when_it_finds_nothing() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, finance) = (&town.office, town.somebody(Role::Finance));
        let checked = DemandText {
            kind: "records".into(),
            decider: "check".into(),
            code: "REG117".into(),
            ..text(UNION)
        };
        let clean = office.raise_demand(&finance, &checked).await;
        assert!(said(clean).contains("没有查出问题"));
        let unknown = DemandText { code: "REG999".into(), ..checked.clone() };
        assert!(said(office.raise_demand(&finance, &unknown).await).contains("没有核对REG999"));
        let body = "99032119800101001";
        let number = format!("{body}{}", register::check_digit(body).expect("seventeen digits"));
        let (name, union) = (("姓名", "赵安邦"), ("所属工会", "某工会"));
        let member = [name, ("证件号码", number.as_str()), union, ("入会日期", "2019-05-06")];
        let entry = registers::add(&town, "member", &member).await;
        let id = raised(&town, &checked).await;
        answered(&town, &id).await;
        let early = said(office.confirm_demand(&finance, &id, 2, "").await);
        assert!(early.contains("还查出1处") && !early.contains("赵安邦"), "{early}");
        let seen = Seen { id: entry, version: 1 };
        let clerk = town.somebody(Role::Clerk);
        let removed = office.remove_entry(&clerk, "member", UNION, seen, "登记有误").await;
        removed.expect("removed");
        office.confirm_demand(&finance, &id, 2, "").await.expect("confirmed");
        assert_eq!(shown(&town, &id).await.demand.state, DemandState::Confirmed);
    }
}

#[tokio::test]
async fn the_same_trouble_of_an_earlier_year_is_told() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, finance) = (&town.office, town.somebody(Role::Finance));
        let last = DemandText { year: "2025".into(), ..text(UNION) };
        let withdrawn = raised(&town, &last).await;
        office.withdraw_demand(&finance, &withdrawn, 1, "误提").await.expect("withdrawn");
        let other = DemandText { subject: "劳模体检".into(), ..last.clone() };
        raised(&town, &other).await;
        let first = raised(&town, &last).await;
        raised(&town, &DemandText { owner: SCHOOLS.into(), ..last.clone() }).await;
        let older = DemandText { year: "2024".into(), ..last.clone() };
        raised(&town, &older).await;
        assert_eq!(shown(&town, &first).await.again, None, "raised before the older one");
        let again = DemandText { subject: "困难职工 帮扶".into(), ..text(UNION) };
        let again = shown(&town, &raised(&town, &again).await).await;
        let earlier = again.again.expect("last year's");
        assert_eq!(earlier.id, first, "the newest of the same kind and project");
        assert_eq!(before::said(&earlier, 2026), "上年同类问题");
        assert_eq!(before::said(&earlier, 2028), "2025年同类问题");
        let kind = DemandText { kind: "results".into(), ..text(UNION) };
        assert_eq!(shown(&town, &raised(&town, &kind).await).await.again, None);
        let nameless = DemandText { subject: String::new(), ..text(UNION) };
        assert_eq!(shown(&town, &raised(&town, &nameless).await).await.again, None);

        // The review of a later year tells it too: by the rule.
        let statement = town.draft(true).await;
        let (_, judged) = office.findings(&finance, &statement, 1).await.expect("findings");
        let found = judged.iter().find(|one| one.finding.code.as_str() == "TGT001");
        let found = found.expect("TGT001");
        let rule = DemandText {
            year: "2025".into(),
            statement: statement.clone(),
            place: found.place.clone(),
            quoted: found.words.clone(),
            decider: "rule".into(),
            code: "TGT001".into(),
            ..text(UNION)
        };
        let rule = raised(&town, &rule).await;
        let earlier = office.demanded_before(&finance, UNION, 2026).await.expect("a list");
        let told = before::of_rule(&earlier, "TGT001").map(|one| one.id.as_str());
        assert_eq!(told, Some(rule.as_str()));
        assert!(before::of_rule(&earlier, "TGT002").is_none());
        let auditor = town.somebody(Role::Auditor);
        assert!(office.demanded_before(&auditor, UNION, 2026).await.expect("none").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_decide_at_once_the_second_is_told() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = raised(&town, &text(UNION)).await;
        answered(&town, &id).await;
        let finance = town.somebody(Role::Finance);
        let tries: Vec<_> = (0..8)
            .map(|at| {
                let (office, finance, id) = (town.office.clone(), finance.clone(), id.clone());
                tokio::spawn(async move {
                    match at % 2 {
                        0 => office.confirm_demand(&finance, &id, 2, "").await,
                        _ => office.return_demand(&finance, &id, 2, "没有凭证").await,
                    }
                })
            })
            .collect();
        let mut done = 0;
        for one in tries {
            match one.await.expect("no panic") {
                Ok(()) => done += 1,
                Err(OfficeError::Conflict(said)) => assert!(said.contains("请刷新"), "{said}"),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(done, 1, "{}", database.kind);
        assert_eq!(shown(&town, &id).await.steps.len(), 3);
        chain_is_whole(&town).await;
    }
}

#[tokio::test]
async fn proofs_go_with_the_answer_and_papers_tell_of_it() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let finance = town.somebody(Role::Finance);
        let notice = DemandText { notice: "临财绩〔2026〕3号".into(), ..text(UNION) };
        let id = raised(&town, &notice).await;
        let second = DemandText { due_on: "2026-03-31".into(), kind: "funds".into(), ..notice };
        raised(&town, &second).await;
        raised(&town, &text(UNION)).await;
        let upload = |bytes: &[u8]| Upload { name: "../回单.pdf".into(), bytes: bytes.to_vec() };
        let odd = office.add_proof(&clerk, &id, 1, upload(b"<html>")).await;
        assert!(said(odd).contains("附件只收"));
        let refused = office.add_proof(&finance, &id, 1, upload(b"%PDF-1.7")).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        for seen in [1, 2] {
            office.add_proof(&clerk, &id, seen, upload(b"%PDF-1.7")).await.expect("added");
        }
        let stale = office.add_proof(&clerk, &id, 1, upload(b"%PDF-1.7")).await;
        assert!(said(stale).contains("请刷新"));
        let proofs = shown(&town, &id).await.proofs;
        assert_eq!(proofs.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["回单.pdf"; 2]);
        office.remove_proof(&clerk, &id, 3, &proofs[1].file).await.expect("removed");
        let none = office.demand_paper(&finance, &id, DemandPaper::Reply).await;
        assert!(said(none).contains("还没有答复"));
        answered(&town, &id).await;
        let sent = shown(&town, &id).await;
        assert_eq!(sent.proofs.iter().map(|it| it.step).collect::<Vec<_>>(), [Some(2)]);
        let file = office.proof(&finance, &id, &sent.proofs[0].file).await.expect("a file");
        assert_eq!((file.bytes.as_slice(), file.media), (&b"%PDF-1.7"[..], "application/pdf"));
        let gone = office.proof(&finance, &id, &proofs[1].file).await;
        assert!(matches!(gone, Err(OfficeError::Missing { .. })));
        let teacher = asker(Role::Clerk, SCHOOLS, "r/s/");
        let theirs = office.proof(&teacher, &id, &sent.proofs[0].file).await;
        assert!(matches!(theirs, Err(OfficeError::Missing { .. })));
        let seen = sent.demand.version;
        office.return_demand(&finance, &id, seen, "回单不清楚").await.expect("returned");
        let late = office.remove_proof(&clerk, &id, seen + 1, &sent.proofs[0].file).await;
        assert!(said(late).contains("已经随答复送出"));

        let (letter, name) =
            office.demand_paper(&clerk, &id, DemandPaper::Notice).await.expect("a letter");
        assert_eq!(name, "临河县总工会2026年绩效问题整改通知书");
        let letter = String::from_utf8_lossy(write::html(&letter).as_bytes()).into_owned();
        for word in [
            "临财绩〔2026〕3号",
            "临河县财政局",
            "2026年度绩效运行监控",
            "共发现问题2个：预算执行进度1个，资金使用管理1个",
            "9月底前补齐进度（2026-02-10前）",
        ] {
            assert!(letter.contains(word), "{word}: {letter}");
        }
        let (form, _) = office.demand_paper(&clerk, &id, DemandPaper::Reply).await.expect("a form");
        let form = write::html(&form);
        for word in ["进度达到62%", "2026年1月9日", "退回继续整改：回单不清楚", "经办人甲"]
        {
            assert!(form.contains(word), "{word}: {form}");
        }
    }
}

#[tokio::test]
async fn the_desk_tells_what_waits_for_whom() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, finance) = (&town.office, town.somebody(Role::Finance));
        let clerk = town.somebody(Role::Clerk);
        let id = raised(&town, &text(UNION)).await;
        raised(&town, &text(SCHOOLS)).await;
        raised(&town, &text(UNION)).await;
        let waiting = |to_answer, late, to_confirm| Waiting { to_answer, late, to_confirm };
        let desk = office.desk(&clerk).await.expect("a desk");
        assert_eq!(desk.standing.demands, waiting(2, 0, 0));
        answered(&town, &id).await;
        town.clock.move_to("2026-02-12T01:00:00Z".parse().expect("a moment"));
        let desk = office.desk(&clerk).await.expect("a desk");
        assert_eq!(desk.standing.demands, waiting(1, 1, 0), "one is late");
        let desk = office.desk(&finance).await.expect("a desk");
        assert_eq!(desk.standing.demands, waiting(0, 0, 1));
        let auditor = office.desk(&town.somebody(Role::Auditor)).await.expect("a desk");
        assert_eq!(auditor.standing.demands, waiting(0, 0, 0));
        let late = Filter { late_on: Some("2026-02-12".into()), take: 9, ..Filter::default() };
        assert_eq!(office.list_demands(&finance, &late).await.expect("a list").total, 2);
        let rows = office.export_demands(&clerk, &late).await.expect("a table");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].len(), rows[0].len());
        assert!(rows[1].contains(&"2".to_owned()), "two days late: {rows:?}");
    }
}
