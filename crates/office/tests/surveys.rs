//! Questionnaires: handed out, answered without names, counted; by those who may.

use office::surveys::Written;
use office::surveys::answering::{Answered, Door};
use office::surveys::issue::{Beneficiaries, HandOut};
use office::surveys::questions::{Kind, Question};
use office::surveys::results::{Share, Withheld};
use office::{Asker, OfficeError};
use store::people::Role;
use store::surveys::SurveyState;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{SCHOOLS, Town, UNION, asker};

fn written(town: &Town) -> Written {
    Written {
        title: "送温暖满意度调查".into(),
        measures: "困难职工满意度".into(),
        ..Written::begun(town.office.now())
    }
}

fn pairs(level: usize, words: &str) -> Vec<(String, String)> {
    vec![("q0".into(), level.to_string()), ("q1".into(), words.into())]
}

fn out(tokens: &str, papers: &str) -> HandOut {
    HandOut { tokens: tokens.into(), papers: papers.into(), of: None }
}

/// A questionnaire that is being answered, its version and its tokens.
async fn opened(town: &Town, tokens: &str, papers: &str) -> (String, i64, Vec<String>) {
    let clerk = town.somebody(Role::Clerk);
    let id = town.office.add_survey(&clerk, UNION, &written(town)).await.expect("made");
    let made = town.office.open_survey(&clerk, &id, 1, &out(tokens, papers)).await.expect("out");
    (id, 2, made)
}

async fn audited(town: &Town) -> i64 {
    let mut tx = town.office.store().read().await.expect("a transaction");
    store::audit::head(&mut tx).await.expect("asked").map_or(0, |entry| entry.number)
}

async fn door(town: &Town, token: &str) -> String {
    let door = town.office.survey_door(token).await.expect("asked");
    door.said().unwrap_or_else(|| "开".to_owned())
}

#[tokio::test]
async fn a_questionnaire_goes_its_way() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let (id, version, tokens) = opened(&town, "3", "2").await;
        assert_eq!(tokens.len(), 3);
        let before = audited(&town).await;
        for (token, level) in tokens.iter().zip([0, 1, 2]) {
            assert_eq!(door(&town, token).await, "开");
            let kept = office.answer_survey(token, &pairs(level, "很好")).await.expect("answered");
            assert!(matches!(kept, Answered::Kept(_)), "{kept:?}");
            assert!(door(&town, token).await.contains("已经用来答过"));
        }
        assert_eq!(audited(&town).await, before, "answers by links are not noted");
        assert_eq!(office.enter_paper(&clerk, &id, &pairs(0, "")).await.expect("entered"), 1);
        // A gap is taken, but the sheet is not valid.
        let gap = vec![("q1".to_owned(), "只写意见".to_owned())];
        assert_eq!(office.enter_paper(&clerk, &id, &gap).await.expect("entered"), 2);
        let more = office.enter_paper(&clerk, &id, &pairs(0, "")).await.expect_err("too many");
        assert!(more.to_string().contains("纸质问卷发放2份，已经录入2份"), "{more}");
        let open = office.survey_results(&clerk, &id).await.expect("seen");
        assert_eq!(open.found, Err(Withheld::StillOpen));
        assert_eq!(open.rate(), Share { part: 5, whole: 5 });
        office.close_survey(&clerk, &id, version).await.expect("closed");
        let closed = office.survey_results(&clerk, &id).await.expect("seen");
        let found = closed.found.expect("enough");
        assert_eq!((found.valid, found.satisfied), (4, Some(Share { part: 3, whole: 4 })));
        assert_eq!(found.points.map(Share::mean).as_deref(), Some("4.25"));
        assert!(found.is_small());
        let (_, table) = office.export_survey(&clerk, &id).await.expect("exported");
        let satisfied = table.iter().find(|row| row[0] == "满意度").expect("a row");
        assert_eq!(satisfied[2..], ["3", "4", "75.00%"]);
        let report = office.store().check().await.expect("a report");
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

#[tokio::test]
async fn of_twenty_at_once_with_one_link_one_alone_answers() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (id, _, tokens) = opened(&town, "1", "0").await;
        let tries: Vec<_> = (0..20)
            .map(|at| {
                let (office, token) = (town.office.clone(), tokens[0].clone());
                tokio::spawn(async move { office.answer_survey(&token, &pairs(at % 5, "")).await })
            })
            .collect();
        let (mut kept, mut used) = (0, 0);
        for one in tries {
            match one.await.expect("no panic").expect("answered") {
                Answered::Kept(_) => kept += 1,
                Answered::Shut(Door::Used(_)) => used += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((kept, used), (1, 19), "{}", database.kind);
        let shown = town.office.survey(&town.somebody(Role::Clerk), &id).await.expect("seen");
        assert_eq!(shown.returned.all(), 1);
    }
}

#[tokio::test]
async fn every_shut_door_says_why() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        for wrong in ["", "2222222222222222", "../x", "'\"<script>", "\u{0}"] {
            assert!(door(&town, wrong).await.contains("打不开问卷"), "{wrong}");
        }
        let late =
            Written { opens: "2026-01-12".into(), closes: "2026-01-14".into(), ..written(&town) };
        let id = office.add_survey(&clerk, UNION, &late).await.expect("made");
        let tokens = office.open_survey(&clerk, &id, 1, &out("2", "")).await.expect("out");
        assert_eq!(door(&town, &tokens[0]).await, "问卷还没有开始，请在2026-01-12以后再来填写");
        let early = office.answer_survey(&tokens[0], &pairs(0, "")).await.expect("asked");
        assert!(matches!(early, Answered::Shut(Door::Early(_))), "{early:?}");
        town.clock.move_to("2026-01-14T15:59:00Z".parse().expect("a moment"));
        assert_eq!(door(&town, &tokens[0]).await, "开", "to the end of the last day in China");
        let wrong = office.answer_survey(&tokens[0], &pairs(7, "")).await.expect("asked");
        let Answered::Wrong(_, said) = wrong else { panic!("{wrong:?}") };
        assert_eq!(said, [(0, "请在列出的选项里选".to_owned())]);
        // Lost paper: the old links open nothing, the new ones do.
        let anew = office.reissue_survey(&clerk, &id, 2).await.expect("made anew");
        assert_eq!(anew.len(), 2);
        assert!(door(&town, &tokens[0]).await.contains("打不开问卷"));
        assert_eq!(door(&town, &anew[0]).await, "开");
        town.clock.move_to("2026-01-14T16:00:00Z".parse().expect("a moment"));
        assert!(door(&town, &anew[0]).await.contains("已经结束（截止日期2026-01-14）"));
        let closed = office.answer_survey(&anew[0], &pairs(0, "")).await.expect("asked");
        assert!(matches!(closed, Answered::Shut(Door::Late(_))), "{closed:?}");
    }
}

#[tokio::test]
async fn the_people_of_a_register_are_counted_once() {
    const HOUSEHOLD: [(&str, &str); 10] = [
        ("户主姓名", "甲某人"),
        ("联系电话", "13900001234"),
        ("家庭住址", "东山市临河县城关镇一里3号"),
        ("家庭人口", "3"),
        ("家庭年收入", "18000"),
        ("年刚性支出", "9000"),
        ("致困原因", "本人或家庭成员患病"),
        ("困难类别", "深度困难"),
        ("建档日期", "2025-03-01"),
        ("核查日期", "2025-02-20"),
    ];
    const NUMBERS: [&str; 2] = ["990321198001010010", "990321198505050024"];
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        for number in NUMBERS {
            let row: Vec<_> = HOUSEHOLD.into_iter().chain([("证件号码", number)]).collect();
            add(&town, "household", &row).await;
        }
        for (number, amount, day) in [
            (NUMBERS[0], "3000", "2025-06-01"),
            (NUMBERS[0], "1000", "2025-07-01"),
            (NUMBERS[1], "2000", "2025-08-01"),
            (NUMBERS[1], "2000", "2024-08-01"),
        ] {
            let row = [
                ("受助人姓名", "甲某人"),
                ("证件号码", number),
                ("救助种类", "生活救助"),
                ("发放金额", amount),
                ("发放日期", day),
            ];
            add(&town, "aid", &row).await;
        }
        let of_aid = Written { register: "aid".into(), ..written(&town) };
        let id = office.add_survey(&clerk, UNION, &of_aid).await.expect("made");
        let of = |from: &str, to: &str| Beneficiaries {
            from: from.into(),
            to: to.into(),
            ..Beneficiaries::default()
        };
        for (from, to, entries, people) in [
            ("", "", 4, 2),
            ("2025-01-01", "2025-12-31", 3, 2),
            ("2025-01-01", "2025-07-31", 2, 1),
            ("2024-01-01", "2024-12-31", 1, 1),
            ("2026-01-01", "", 0, 0),
        ] {
            let asked = office.survey_people(&clerk, &id, &of(from, to)).await.expect("counted");
            assert_eq!((asked.entries, asked.people), (entries, people), "{from} {to}");
        }
        let mut hand_out = HandOut { of: Some(of("2025-01-01", "2025-12-31")), ..out("2", "1") };
        let many = office.open_survey(&clerk, &id, 1, &hand_out).await.expect_err("too many");
        assert!(many.to_string().contains("共3份，多于名单上的2人"), "{many}");
        hand_out.tokens = String::new();
        let tokens = office.open_survey(&clerk, &id, 1, &hand_out).await.expect("out");
        assert_eq!(tokens.len(), 1, "the other one gets paper");
        let survey = office.survey(&clerk, &id).await.expect("seen").survey;
        let basis = "救助发放台账中2025-01-01至2025-12-31的3条记录，共2人";
        assert_eq!((survey.basis.as_str(), survey.state), (basis, SurveyState::Open));
    }
}

#[tokio::test]
async fn only_those_who_keep_registers_write_and_only_their_own() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let office = &town.office;
        let (id, version, _) = opened(&town, "3", "1").await;
        let refused = |error: OfficeError| matches!(error, OfficeError::Refused { .. });
        let missing = |error: OfficeError| matches!(error, OfficeError::Missing { .. });
        for role in [Role::Head, Role::Recorder, Role::Above] {
            let who = town.somebody(role);
            assert!(office.survey(&who, &id).await.is_ok(), "{role}");
            assert!(refused(office.close_survey(&who, &id, version).await.expect_err("no")));
            assert!(refused(office.enter_paper(&who, &id, &[]).await.expect_err("no")));
        }
        for role in [Role::Finance, Role::SystemAdministrator, Role::Auditor] {
            let who = town.somebody(role);
            assert!(refused(office.survey(&who, &id).await.expect_err("no")), "{role}");
        }
        let other: Asker = asker(Role::Clerk, SCHOOLS, "r/s/");
        assert!(missing(office.survey(&other, &id).await.expect_err("no")));
        assert!(missing(office.close_survey(&other, &id, version).await.expect_err("no")));
        assert!(missing(office.reissue_survey(&other, &id, version).await.expect_err("no")));
        assert!(office.add_survey(&other, UNION, &written(&town)).await.is_err());
        assert!(office.list_surveys(&other, None).await.expect("a list").is_empty());
        let clerk = town.somebody(Role::Clerk);
        let written = written(&town);
        for late in [
            office.change_survey(&clerk, &id, version, &written).await,
            office.remove_survey(&clerk, &id, version).await,
            office.close_survey(&clerk, &id, version - 1).await,
        ] {
            assert!(matches!(late, Err(OfficeError::Conflict(_))), "{late:?}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_field_by_field() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let clerk = town.somebody(Role::Clerk);
    let bad = Written {
        year: "二六".into(),
        opens: "2026-02-01".into(),
        closes: "2026-01-01".into(),
        register: "nothing".into(),
        questions: vec![Question { kind: Kind::One, text: "选".into(), ..Question::default() }],
        ..Written::default()
    };
    let wrong = town.office.add_survey(&clerk, UNION, &bad).await.expect_err("wrong");
    let OfficeError::Fields(faults) = wrong else { panic!("{wrong:?}") };
    for (field, said) in [
        ("year", "四位数字"),
        ("title", "请填写标题"),
        ("measures", "哪个项目或指标"),
        ("closes", "早于开始日期"),
        ("register", "没有这本台账"),
        ("questions", "第1题是单选，至少要有2个选项"),
    ] {
        assert!(faults.of(field).is_some_and(|text| text.contains(said)), "{field}: {faults:?}");
    }
}
