//! Commendations on their way: where each stands and whose turn it is, papers, and awards entered once, in the
//! journal they belong to.

use ground::Money;
use office::OfficeError;
use office::registers::commending::{Awarded, CommendationLine, Journal, Published, Stage};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{self, Town, UNION, day};

const ID: &str = "990321198001010010";
const OTHER: &str = "990321198001010029";
/// The town's today is 2026-01-10, a Saturday.
const PAID_ON: &str = "2026-01-09";

/// A label and what is typed there.
type Cell<'c> = (&'c str, &'c str);
/// Who is commended.
type Who<'w> = &'w [Cell<'w>];

async fn notice(town: &Town, number: &str, until: &str, objections: &str) {
    let row = [
        ("公示编号", number),
        ("公示事项", "评选表彰"),
        ("公示标题", "拟表彰对象"),
        ("公示开始日期", "2026-01-05"),
        ("公示结束日期", until),
        ("异议件数", objections),
        ("已答复件数", "0"),
    ];
    add(town, "notice", &row).await;
}

async fn model(town: &Town, name: &str, id: &str, state: &str) {
    let row = [
        ("姓名", name),
        ("证件号码", id),
        ("最高称号级别", "县级"),
        ("荣誉称号", "临河县劳动模范"),
        ("授予年度", "2026年"),
        ("状态", state),
    ];
    add(town, "model_worker", &row).await;
}

/// A commendation of 2026; cells given later go before those given here.
async fn commend(town: &Town, who: &[(&str, &str)], cells: &[(&str, &str)]) -> i64 {
    let usual =
        [("评选年度", "2026年"), ("荣誉称号", "临河县劳动模范"), ("推荐日期", "2026-01-02")];
    let given = || who.iter().chain(cells);
    let is_given = |label: &str| given().any(|(it, _)| *it == label);
    let mut row: Vec<(&str, &str)> =
        usual.into_iter().filter(|(label, _)| !is_given(label)).collect();
    row.extend(given().copied());
    add(town, "commendation", &row).await
}

fn person<'p>(name: &'p str, id: &'p str) -> [(&'static str, &'p str); 4] {
    [("表彰对象", "个人"), ("个人姓名", name), ("证件号码", id), ("称号级别", "县级")]
}

const TEAM: [(&str, &str); 2] = [("表彰对象", "集体"), ("集体名称", "检修班")];
const NAMED: [(&str, &str); 6] = [
    ("公示编号", "示1"),
    ("决定编号", "会1"),
    ("命名文号", "临工〔2026〕1号"),
    ("命名日期", "2026-01-08"),
    ("一次性奖金", "1000"),
    ("状态", "已命名"),
];

/// What was decided, published and filed.
async fn prepared(town: &Town) {
    notice(town, "示1", "2026-01-07", "0").await;
    let row = [
        ("决定编号", "会1"),
        ("会议", "主席办公会"),
        ("会议日期", "2026-01-08"),
        ("决策事项", "评选表彰"),
        ("议题", "研究表彰名单"),
    ];
    add(town, "decision", &row).await;
    model(town, "甲某人", ID, "在职").await;
}

async fn lines(town: &Town) -> Vec<CommendationLine> {
    let clerk = town.somebody(Role::Clerk);
    let seen = town.office.commendations(&clerk, UNION, None, day(PAID_ON)).await.expect("a list");
    assert_eq!((seen.year, seen.years.as_slice()), (2026, &[2026][..]));
    seen.lines
}

async fn one(town: &Town, id: i64) -> CommendationLine {
    lines(town).await.into_iter().find(|line| line.id == id).expect("a line")
}

fn awarded(ids: &[(i64, i64)]) -> Awarded {
    let seen = ids.iter().map(|(id, version)| Seen { id: *id, version: *version });
    Awarded {
        year: 2026,
        paid_on: day(PAID_ON),
        project: "711001".into(),
        voucher: "记9".into(),
        commendations: seen.map(|seen| (UNION.to_owned(), seen)).collect(),
    }
}

async fn rows(town: &Town, register: &str) -> usize {
    let clerk = town.somebody(Role::Clerk);
    let all = Question { take: 50, ..Question::default() };
    town.office.list_entries(&clerk, register, UNION, &all).await.expect("a list").lines.len()
}

#[tokio::test]
async fn each_stands_somewhere_and_waits_for_somebody() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        notice(&town, "示2", "2026-01-13", "0").await;
        notice(&town, "示3", "2026-01-08", "1").await;
        for (cells, stage, whose, said) in [
            (vec![("状态", "已推荐")], Stage::Nominated, "复核", "审核"),
            (vec![("状态", "已审核")], Stage::Checked, "经办", "登记公示"),
            (
                vec![("公示编号", "示2"), ("状态", "公示中")],
                Stage::Noticed,
                "经办",
                "还有2个工作日",
            ),
            (vec![("公示编号", "示3"), ("状态", "公示中")], Stage::Noticed, "经办", "异议"),
            (vec![("公示编号", "示9"), ("状态", "公示中")], Stage::Noticed, "经办", "补登公示"),
            (vec![("公示编号", "示1"), ("状态", "公示中")], Stage::Noticed, "负责人", "会议研究"),
            (
                vec![("公示编号", "示1"), ("决定编号", "会1"), ("状态", "待命名")],
                Stage::Listed,
                "负责人",
                "命名",
            ),
            (NAMED.to_vec(), Stage::Awarded, "经办", "发放一次性奖金"),
            ([&NAMED[..], &[("奖金发放日期", "2026-01-09")]].concat(), Stage::Paid, "", ""),
            (vec![("状态", "未通过")], Stage::Ended, "", ""),
        ] {
            let title = format!("称号{}", rows(&town, "commendation").await);
            let mut cells = cells;
            cells.push(("荣誉称号", &title));
            let id = commend(&town, &TEAM, &cells).await;
            let line = one(&town, id).await;
            assert_eq!((line.stage, line.whose), (stage, whose), "{line:?}");
            assert!(
                line.next.contains(said) && line.next.is_empty() == said.is_empty(),
                "{line:?}"
            );
        }
        let running = lines(&town).await.into_iter().find(|line| line.id == 3).expect("a line");
        let seen = running.notice.expect("a notice");
        // From Monday the 5th to Tuesday the 13th, on Saturday the 10th.
        assert_eq!((seen.days, seen.passed), (7, 5));
        // Who entered it does not check it.
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let seen = Seen { id: 1, version: 1 };
        let own = office.move_entry(&clerk, "commendation", UNION, seen, "check", "").await;
        assert!(matches!(own, Err(OfficeError::Invalid(_))), "{own:?}");
        let head = town.somebody(Role::Head);
        office.move_entry(&head, "commendation", UNION, seen, "check", "").await.expect("checked");
        assert_eq!(one(&town, 1).await.stage, Stage::Checked);
        let seen = office.commendations(&head, UNION, None, day(PAID_ON)).await.expect("a list");
        assert!(!seen.sight.may_write, "who approves looks on");
        let auditor = town.somebody(Role::Auditor);
        assert!(office.commendations(&auditor, UNION, None, day(PAID_ON)).await.is_err());
    }
}

#[tokio::test]
async fn what_the_rules_refuse_is_refused_with_the_reason() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        notice(&town, "示2", "2026-01-13", "0").await;
        notice(&town, "示3", "2026-01-07", "2").await;
        model(&town, "乙某人", OTHER, "去世").await;
        let without = |label: &str| -> Vec<(&'static str, &'static str)> {
            NAMED.iter().filter(|(it, _)| *it != label).copied().collect()
        };
        let with = |label: &'static str, value: &'static str| {
            let mut cells = without(label);
            cells.push((label, value));
            cells
        };
        let third = "990321198001010037";
        let cases: [(Who<'_>, Vec<Cell<'_>>, &str); 9] = [
            (&TEAM, without("公示编号"), "没有公示编号"),
            (&TEAM, with("公示编号", "示9"), "公示台账里没有“示9”"),
            (&TEAM, with("公示编号", "示2"), "公示到2026-01-13才结束"),
            (&TEAM, with("公示编号", "示3"), "异议没有答复"),
            (&TEAM, without("决定编号"), "没有会议决定编号"),
            (&TEAM, with("决定编号", "会9"), "会议决定台账里没有“会9”"),
            (&TEAM, with("命名日期", "2026-01-10"), "晚于发放日期"),
            (&person("乙某人", OTHER), NAMED.to_vec(), "去世"),
            (&person("丙某人", third), NAMED.to_vec(), "劳模档案里没有这个人"),
        ];
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        for (at, (who, mut cells, said)) in cases.into_iter().enumerate() {
            let title = format!("称号{at}");
            cells.push(("荣誉称号", &title));
            let id = commend(&town, who, &cells).await;
            let line = one(&town, id).await;
            assert!(line.is_due() && !line.is_payable(), "{line:?}");
            assert!(line.refused.iter().any(|it| it.contains(said)), "{said}: {line:?}");
            let refused = office.award_commendations(&clerk, UNION, &awarded(&[(id, 1)])).await;
            let refused = refused.expect_err("refused").to_string();
            assert!(refused.contains(said), "{refused}");
        }
        let good = commend(&town, &TEAM, &NAMED).await;
        let soon = Awarded { paid_on: day("2026-01-11"), ..awarded(&[(good, 1)]) };
        assert!(office.award_commendations(&clerk, UNION, &soon).await.is_err(), "still to come");
        let bare = Awarded { voucher: " ".into(), ..awarded(&[(good, 1)]) };
        let said = office.award_commendations(&clerk, UNION, &bare).await.expect_err("no voucher");
        assert!(said.to_string().contains("凭证号"), "{said}");
        let half = awarded(&[(good, 1), (1, 1)]);
        assert!(office.award_commendations(&clerk, UNION, &half).await.is_err());
        assert_eq!(rows(&town, "spending").await, 0, "all or none");
        let head = town.somebody(Role::Head);
        let refused = office.award_commendations(&head, UNION, &awarded(&[(good, 1)])).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn an_award_is_entered_once_in_its_journal() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        let hero = commend(&town, &person("甲某人", ID), &NAMED).await;
        let team = commend(&town, &TEAM, &NAMED).await;
        let twin = commend(&town, &TEAM, &NAMED).await;
        let line = one(&town, hero).await;
        assert_eq!(line.journal, Journal::Services);
        assert!(line.is_payable() && line.name.starts_with('甲') && !line.name.contains("某人"));
        assert_eq!(one(&town, team).await.journal, Journal::Spending);
        assert!(one(&town, twin).await.refused[0].contains("只发一次"));
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let both = awarded(&[(hero, 1), (team, 1), (team, 1)]);
        let done = office.award_commendations(&clerk, UNION, &both).await.expect("entered");
        assert_eq!(done, (2, Money::from_fen(200_000)));
        assert_eq!((rows(&town, "model_service").await, rows(&town, "spending").await), (1, 1));
        let line = one(&town, hero).await;
        assert_eq!((line.stage, line.paid_on, line.version), (Stage::Paid, Some(day(PAID_ON)), 2));
        let service = office.entry(&clerk, "model_service", UNION, 1, Wish::Plain).await;
        let service = format!("{:?}", service.expect("an entry"));
        for there in ["甲某人", "一次性奖励", "1,000.00", "会1", "2026年临河县劳动模范一次性奖金"]
        {
            assert!(service.contains(there), "{there}: {service}");
        }
        let spent = office.entry(&clerk, "spending", UNION, 1, Wish::Plain).await;
        let spent = format!("{:?}", spent.expect("an entry"));
        for there in ["检修班", "711001", "记9", "1,000.00", "会1"] {
            assert!(spent.contains(there), "{there}: {spent}");
        }
        for seen in [(hero, 1), (hero, 2), (team, 2), (twin, 1)] {
            let again = office.award_commendations(&clerk, UNION, &awarded(&[seen])).await;
            assert!(again.is_err(), "{seen:?}");
        }
        // Who empties the day of payment is refused by the journal all the same.
        let all = office.registers().await.expect("registers");
        let definition = all.get("commendation").expect("a register").definition;
        let emptied = support::registers::typed(definition, &[("奖金发放日期", "")]);
        for id in [hero, team] {
            let seen = Seen { id, version: 2 };
            office
                .change_entry(&clerk, "commendation", UNION, seen, &emptied, "")
                .await
                .expect("changed");
            let line = one(&town, id).await;
            assert!(line.refused.iter().any(|said| said.contains("不能重复发放")), "{line:?}");
        }
        // What was entered wrongly is reversed, and can be entered anew.
        office
            .reverse_entry(&clerk, "model_service", UNION, 1, "记错日期")
            .await
            .expect("reversed");
        assert!(one(&town, hero).await.is_payable());
        let trail = town.somebody(Role::Auditor);
        let filter = store::audit::Filter { take: 100, ..store::audit::Filter::default() };
        let trail = format!("{:?}", office.list_trail(&trail, &filter).await.expect("a trail"));
        assert!(trail.contains("2026年：2笔，合计2,000.00元"), "{trail}");
        assert!(!trail.contains("甲某人") && !trail.contains(ID), "{trail}");
    }
}

#[tokio::test]
async fn the_public_list_has_no_numbers_and_the_roster_has_all() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let published = Published {
            from: day("2026-01-12"),
            until: day("2026-01-16"),
            hotline: "0999-1234".into(),
        };
        let none = office.commendation_public_list(&clerk, UNION, 2026, &published).await;
        assert!(matches!(none, Err(OfficeError::Conflict(_))));
        assert!(office.commendation_roster(&clerk, UNION, 2026).await.is_err());
        commend(&town, &person("丙某人", OTHER), &[("状态", "已审核")]).await;
        commend(&town, &TEAM, &[("状态", "已推荐")]).await;
        commend(&town, &person("甲某人", ID), &NAMED).await;
        let list = office.commendation_public_list(&clerk, UNION, 2026, &published).await;
        let list = write::txt(&list.expect("a list"));
        for there in ["丙某人", "共5个工作日", "0999-1234", "共1名"] {
            assert!(list.contains(there), "{there}: {list}");
        }
        for missing in [OTHER, "检修班", "甲某人"] {
            assert!(!list.contains(missing), "{missing}: {list}");
        }
        let backwards = Published { until: day("2026-01-01"), ..published };
        assert!(office.commendation_public_list(&clerk, UNION, 2026, &backwards).await.is_err());
        let roster =
            write::txt(&office.commendation_roster(&clerk, UNION, 2026).await.expect("a roster"));
        for there in ["甲某人", ID, "1,000.00", "临工〔2026〕1号"] {
            assert!(roster.contains(there), "{there}: {roster}");
        }
        assert!(!roster.contains("丙某人"), "{roster}");
        let recorder = town.somebody(Role::Recorder);
        assert!(office.commendation_roster(&recorder, UNION, 2026).await.is_err());
    }
}
