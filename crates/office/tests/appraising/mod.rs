//! Appraisals on both databases: who sees and may do what, what each step needs, what comes of the marks, what is frozen.

mod stage;

use ground::Decimal;
use office::appraising::marking::{By, Declared, MarkText, SheetText};
use office::appraising::naming::ExpertText;
use office::appraising::opening::OpeningText;
use office::appraising::papers::AppraisalPaper;
use office::appraising::way::Act;
use office::appraising::{Appraised, Sight};
use office::beginning::Upload;
use office::{Asker, OfficeError};
use stage::account;
use store::appraisals::{Filter, Kind, State};
use store::people::Role;
use testkit::database::Database;

use crate::support::{BUREAU, SCHOOLS, Town, UNION, asker, said};

#[tokio::test]
async fn an_appraisal_goes_its_way_and_ends_frozen() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.opened("").await;
        let bureau = town.somebody(Role::Finance);
        let one = account(&town, "e1", BUREAU).await;
        assert!(said(town.conduct(&id, Act::Start, "").await).contains("还没有指定"));
        town.name(&id, "e1", "").await.expect("named");
        town.name(&id, "", "孙岚").await.expect("named");
        town.conduct(&id, Act::Start, "").await.expect("started");
        assert!(said(town.conduct(&id, Act::Draw, "").await).contains("还没有提交评分"));
        town.mark(&one, &id, By::Own, 100).await;
        // The one without an account: the bureau enters the marks of the signed sheet.
        town.mark(&bureau, &id, By::Bureau(2), 201).await;
        town.conduct(&id, Act::Draw, "").await.expect("drawn");
        let drawn = town.seen_by(&bureau, &id).await;
        assert_eq!(drawn.sheet.items[0].points, Some(Decimal::new(250, 2)), "{}", database.kind);
        assert_eq!(drawn.sheet.total, Some(Decimal::new(9850, 2)));
        assert_eq!(drawn.sheet.grade, "优");
        assert!(drawn.sheet.because.contains("2名专家评分"), "{}", drawn.sheet.because);
        assert!(drawn.sheet.texts["analysis"].text().contains("失分较多的：立项依据充分性"));
        town.conduct(&id, Act::Consult, "").await.expect("asked");
        let head = town.somebody(Role::Head);
        let seen = town.seen_by(&head, &id).await;
        assert_eq!(seen.sheet.total, drawn.sheet.total);
        assert!(seen.sheet.items.iter().all(|item| item.marks.is_empty()));
        let answer = town.office.move_appraisal(&head, &id, Act::Answer, seen.it.version, "无意见");
        answer.await.expect("answered");
        assert!(said(town.conduct(&id, Act::Settle, "").await).contains("采纳情况"));
        town.conduct(&id, Act::Settle, "没有不同意见").await.expect("settled");
        let settled = town.seen_by(&bureau, &id).await;
        assert_eq!(settled.it.state, State::Settled);
        assert_eq!((settled.it.total, settled.it.settled_digest.len()), (Some(9850), 64));
        assert!(settled.acts.is_empty());
        for (paper, who, may) in [
            (AppraisalPaper::Report, &head, true),
            (AppraisalPaper::Marks, &head, false),
            (AppraisalPaper::Marks, &bureau, true),
            (AppraisalPaper::Report, &one, false),
        ] {
            let printed = town.office.appraisal_paper(who, &id, paper).await;
            assert_eq!(printed.is_ok(), may, "{paper:?}");
        }
        let rows = town.office.export_appraisals(&bureau, &Filter::default()).await.expect("rows");
        assert_eq!(rows[1][10..], ["98.5", "优"]);
        tamper(&town, &id).await;
        assert!(said(town.office.appraisal(&bureau, &id).await).contains("SM3"));
    }
}

/// Changes what was settled, past the office.
async fn tamper(town: &Town, id: &str) {
    let mut tx = town.office.store().write().await.expect("a transaction");
    let everything = office::Scope::everything();
    let it = store::appraisals::get(&mut tx, &everything, id).await.expect("an appraisal");
    let settled = it.settled.replace("98.50", "99.50");
    assert_ne!(settled, it.settled);
    let changed = store::appraisals::Appraisal { settled, version: it.version + 1, ..it };
    store::appraisals::update(&mut tx, &changed).await.expect("changed");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn nobody_sees_marks_before_they_are_reported_and_an_expert_only_the_own() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.opened("").await;
        let bureau = town.somebody(Role::Finance);
        let one = account(&town, "e1", BUREAU).await;
        let other = account(&town, "e2", BUREAU).await;
        let stranger = account(&town, "e3", BUREAU).await;
        town.name(&id, "e1", "").await.expect("named");
        town.name(&id, "e2", "").await.expect("named");
        town.conduct(&id, Act::Start, "").await.expect("started");
        assert!(said(town.office.appraisal(&stranger, &id).await).contains("找不到"));
        let listed = town.office.appraisals(&stranger, &Filter::default()).await.expect("none");
        assert!(listed.is_empty(), "{}", database.kind);
        assert_eq!(town.office.appraisals(&one, &Filter::default()).await.expect("one").len(), 1);
        town.office.declare_interest(&one, &id, By::Own, &Declared::Free).await.expect("declared");
        let text = town.sheet(&one, &id, By::Own, 100).await;
        town.office.save_marks(&one, &id, By::Own, &text).await.expect("kept");
        let given = |found: &Appraised| {
            let marks = found.sheet.items.iter().flat_map(|item| &item.marks);
            marks.filter(|mark| mark.points.is_some()).count()
        };
        let own = town.seen_by(&one, &id).await;
        assert_eq!((own.sight.clone(), given(&own)), (Sight::Expert(1), 17));
        for who in [&bureau, &other, &town.somebody(Role::Head)] {
            let found = town.seen_by(who, &id).await;
            assert_eq!(given(&found), 0, "{}", who.login);
            assert!(found.experts.iter().all(|expert| expert.opinion.is_empty()));
        }
        let text = SheetText { seen: own.experts[0].changed_at.clone(), ..text };
        town.office.report_marks(&one, &id, By::Own, &text).await.expect("reported");
        assert_eq!(given(&town.seen_by(&bureau, &id).await), 17);
        assert_eq!(given(&town.seen_by(&other, &id).await), 0);
        assert_eq!(given(&town.seen_by(&town.somebody(Role::Head), &id).await), 0);
        assert!(said(town.office.save_marks(&one, &id, By::Own, &text).await).contains("不能再改"));
    }
}

#[tokio::test]
async fn a_mark_is_exact_and_never_above_its_weight() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.opened("").await;
        let one = account(&town, "e1", BUREAU).await;
        town.name(&id, "e1", "").await.expect("named");
        town.conduct(&id, Act::Start, "").await.expect("started");
        let text = town.sheet(&one, &id, By::Own, 0).await;
        let undeclared = town.office.save_marks(&one, &id, By::Own, &text).await;
        assert!(said(undeclared).contains("请先声明"), "{}", database.kind);
        town.office.declare_interest(&one, &id, By::Own, &Declared::Free).await.expect("declared");
        for (typed, may) in [
            ("4", true),
            ("3.99", true),
            ("0", true),
            ("", true),
            ("4.01", false),
            ("3.999", false),
            ("-1", false),
            ("1e1", false),
            ("四", false),
        ] {
            let seen = town.office.marks_of(&one, &id, By::Own).await.expect("a sheet").1;
            let mark =
                MarkText { item: "basis".into(), points: typed.into(), ..text.marks[0].clone() };
            let text =
                SheetText { seen: seen.changed_at, marks: vec![mark], ..SheetText::default() };
            let kept = town.office.save_marks(&one, &id, By::Own, &text).await;
            assert_eq!(kept.is_ok(), may, "{typed}");
        }
        let old = SheetText { seen: "2020".into(), ..text.clone() };
        assert!(said(town.office.save_marks(&one, &id, By::Own, &old).await).contains("别的窗口"));
        let silent = |text: SheetText| SheetText {
            marks: text
                .marks
                .into_iter()
                .map(|it| MarkText { opinion: String::new(), ..it })
                .collect(),
            ..text
        };
        let text = silent(town.sheet(&one, &id, By::Own, 50).await);
        let refused = said(town.office.report_marks(&one, &id, By::Own, &text).await);
        assert!(refused.contains("没有给满分又没有写意见，如“立项依据充分性”"), "{refused}");
        let mut text = town.sheet(&one, &id, By::Own, 50).await;
        text.marks[3].points.clear();
        let refused = said(town.office.report_marks(&one, &id, By::Own, &text).await);
        assert!(refused.contains("还有1项没有评分，如“绩效指标明确性”"), "{refused}");
    }
}

#[tokio::test]
async fn whoever_has_a_conflict_takes_no_part() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.opened("").await;
        let inside = account(&town, "in", UNION).await;
        let one = account(&town, "e1", SCHOOLS).await;
        account(&town, "e2", BUREAU).await;
        let refused = said(town.name(&id, "in", "").await);
        assert!(refused.contains("应当回避"), "{}: {refused}", database.kind);
        assert!(said(town.office.appraisal(&inside, &id).await).contains("找不到"));
        assert!(said(town.name(&id, "finance", "").await).contains("列出的评审专家"));
        town.name(&id, "e1", "").await.expect("named");
        assert!(said(town.name(&id, "e1", "").await).contains("已经在"));
        town.name(&id, "e2", "").await.expect("named");
        town.conduct(&id, Act::Start, "").await.expect("started");
        let conflict = Declared::Conflict("曾为该单位审计".into());
        town.office.declare_interest(&one, &id, By::Own, &conflict).await.expect("declared");
        assert!(said(town.office.appraisal(&one, &id).await).contains("找不到"));
        let bureau = town.somebody(Role::Finance);
        let found = town.seen_by(&bureau, &id).await;
        assert_eq!(found.sheet.experts.len(), 1);
        assert_eq!(found.sheet.recused[0].1, "本人声明：曾为该单位审计");
        let version = found.it.version;
        town.office.recuse_expert(&bureau, &id, version, 2, "亲属在该单位").await.expect("recused");
        assert!(said(town.conduct(&id, Act::Draw, "").await).contains("没有专家评分"));
    }
}

#[tokio::test]
async fn the_department_gives_what_it_is_asked_for() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.opened("").await;
        let (bureau, clerk) = (town.somebody(Role::Finance), town.somebody(Role::Clerk));
        let version = async |who: &Asker| town.seen_by(who, &id).await.it.version;
        let ask =
            |who, seen| town.office.ask_for_evidence(who, &id, seen, "银行回单", "2027-03-10");
        assert!(ask(&clerk, version(&clerk).await).await.is_err());
        ask(&bureau, version(&bureau).await).await.expect("asked");
        let waiting = town.office.appraisals_waiting(&clerk).await.expect("counts");
        assert_eq!((waiting.to_give, waiting.late_gifts), (1, 0), "{}", database.kind);
        town.clock.move_to("2027-03-12T01:00:00Z".parse().expect("a moment"));
        assert_eq!(town.office.appraisals_waiting(&clerk).await.expect("counts").late_gifts, 1);
        let upload = Upload { name: "回单.pdf".into(), bytes: b"%PDF-1.7 x".to_vec() };
        let seen = version(&clerk).await;
        town.office.add_appraisal_file(&clerk, &id, seen, 1, upload).await.expect("added");
        let file = town.seen_by(&clerk, &id).await.files[0].file.clone();
        let schools = asker(Role::Head, SCHOOLS, "r/s/");
        assert!(town.office.appraisal_file(&schools, &id, &file).await.is_err());
        assert_eq!(
            town.office.appraisal_file(&bureau, &id, &file).await.expect("a file").name,
            "回单.pdf"
        );
        let seen = version(&clerk).await;
        town.office.answer_request(&clerk, &id, seen, 1, "见附件").await.expect("answered");
        let gone =
            town.office.remove_appraisal_file(&clerk, &id, version(&clerk).await, &file).await;
        assert!(said(gone).contains("已经提供"));
        let stale = town.office.return_request(&bureau, &id, seen, 1, "缺三月").await;
        assert!(said(stale).contains("刚刚由别人办理过"));
        let seen = version(&bureau).await;
        town.office.return_request(&bureau, &id, seen, 1, "缺三月").await.expect("returned");
        assert_eq!(town.office.appraisals_waiting(&clerk).await.expect("counts").to_give, 1);
    }
}

#[tokio::test]
async fn each_office_conducts_its_own_and_problems_become_demands() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        town.over().await;
        let (head, bureau) = (town.somebody(Role::Head), town.somebody(Role::Finance));
        let text = OpeningText {
            year: "2026".into(),
            owner: UNION.into(),
            subject_kind: "department".into(),
            purpose: "部门评价".into(),
            marks_due: "2027-03-31".into(),
            ..OpeningText::default()
        };
        for role in [Role::Clerk, Role::Recorder, Role::Above, Role::Expert, Role::Auditor] {
            let refused = town.office.open_appraisal(&town.somebody(role), &text).await;
            assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{role}");
        }
        let schools = asker(Role::Head, SCHOOLS, "r/s/");
        assert!(
            said(town.office.open_appraisal(&schools, &text).await).contains("请选择被评价的部门")
        );
        let id = town.office.open_appraisal(&head, &text).await.expect("opened");
        let found = town.seen_by(&head, &id).await;
        assert_eq!((found.it.kind, found.sight.clone()), (Kind::Department, Sight::Conductor));
        assert_eq!(town.seen_by(&bureau, &id).await.sight, Sight::Reader);
        let meddled =
            town.office.move_appraisal(&bureau, &id, Act::Withdraw, found.it.version, "不");
        assert!(said(meddled.await).contains("别的单位组织的评价"), "{}", database.kind);
        let named = ExpertText { name: "孙岚".into(), ..ExpertText::default() };
        let seen = async || town.seen_by(&head, &id).await.it.version;
        town.office.name_expert(&head, &id, seen().await, &named).await.expect("named");
        let act =
            async |act, text| town.office.move_appraisal(&head, &id, act, seen().await, text).await;
        act(Act::Start, "").await.expect("started");
        town.mark(&head, &id, By::Bureau(1), 100).await;
        act(Act::Draw, "").await.expect("drawn");
        let added = town.office.add_appraisal_problem(
            &head,
            &id,
            seen().await,
            "两户档案不全",
            "补齐档案",
            "records",
        );
        added.await.expect("added");
        let early = town.office.demand_of_problem(&head, &id, 1, "2027-06-30", "").await;
        assert!(said(early).contains("不能提出整改"));
        act(Act::Consult, "").await.expect("asked");
        act(Act::Settle, "按期未反馈").await.expect("settled");
        let demand = town.office.demand_of_problem(&head, &id, 1, "2027-06-30", "").await;
        let demand = town.office.demand(&head, &demand.expect("raised")).await.expect("a demand");
        assert_eq!((demand.demand.found.as_str(), demand.demand.year), ("两户档案不全", 2026));
        assert_eq!(town.seen_by(&head, &id).await.sheet.problems[0].demand, demand.demand.id);
        let twice = town.office.demand_of_problem(&head, &id, 1, "2027-06-30", "").await;
        assert!(said(twice).contains("已经提出过"));
    }
}
