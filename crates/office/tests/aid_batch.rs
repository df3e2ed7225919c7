//! Aid from application to payment: each step by whom it is for, nothing paid that the rules refuse.

use ground::Money;
use office::OfficeError;
use office::registers::aid_batch::{Batch, Names, Notice, Paid};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::{add, typed};
use crate::support::{Town, UNION, day};

const ID: &str = "990321198001010010";
const OTHER: &str = "990321198001010029";

/// A household with its file, a notice that ended and a decision, as far as clerks enter them.
async fn prepared(town: &Town) {
    let household = |name: &'static str, id: &'static str| {
        [
            ("户主姓名", name),
            ("证件号码", id),
            ("工作单位", "临河县第一纺织厂"),
            ("家庭人口", "3"),
            ("家庭年收入", "9000"),
            ("致困原因", "本人或家庭成员患病"),
            ("困难类别", "深度困难"),
            ("建档日期", "2025-03-01"),
            ("状态", "在档"),
        ]
    };
    add(town, "household", &household("甲某人", ID)).await;
    let notice = [
        ("公示编号", "示2025-7"),
        ("公示事项", "帮扶救助"),
        ("公示标题", "生活救助名单"),
        ("公示开始日期", "2025-12-01"),
        ("公示结束日期", "2025-12-08"),
    ];
    add(town, "notice", &notice).await;
    let decision = [
        ("决定编号", "会2025-12"),
        ("会议", "主席办公会"),
        ("会议日期", "2025-12-10"),
        ("决策事项", "帮扶发放"),
        ("议题", "生活救助"),
        ("决定内容", "同意发放"),
    ];
    add(town, "decision", &decision).await;
}

const APPLICATION: [(&str, &str); 9] = [
    ("申请人姓名", "甲某人"),
    ("证件号码", ID),
    ("救助种类", "生活救助"),
    ("申请日期", "2025-11-01"),
    ("申请事由", "收支相抵后困难"),
    ("拟救助金额", "3000"),
    ("公示编号", "示2025-7"),
    ("决定编号", "会2025-12"),
    ("银行账号", "6228480402564890018"),
];

async fn application(town: &Town, changes: &[(&str, &str)]) -> i64 {
    let mut rows: Vec<(&str, &str)> = APPLICATION.to_vec();
    for (label, text) in changes {
        match rows.iter_mut().find(|(known, _)| known == label) {
            Some(row) => row.1 = text,
            None => rows.push((label, text)),
        }
    }
    rows.push(("状态", "待发放"));
    add(town, "aid_application", &rows).await
}

async fn batch(town: &Town, paid_on: &str) -> Batch {
    let clerk = town.somebody(Role::Clerk);
    let batch = town.office.aid_batch(&clerk, UNION, day(paid_on), Wish::Masked).await;
    batch.expect("a batch")
}

#[tokio::test]
async fn nothing_is_paid_that_the_rules_refuse() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        let cases: [(&[(&str, &str)], &str); 7] = [
            (&[("申请日期", "2025-11-02"), ("拟救助金额", "")], "没有填拟救助金额"),
            (&[("申请日期", "2025-11-03"), ("银行账号", "")], "没有填银行账号"),
            (&[("申请日期", "2025-11-04"), ("公示编号", "")], "没有公示编号"),
            (&[("申请日期", "2025-11-05"), ("公示编号", "示2025-8")], "公示台账里没有"),
            (&[("申请日期", "2025-11-06"), ("决定编号", "")], "没有会议决定编号"),
            (&[("申请人姓名", "乙某人"), ("证件号码", OTHER)], "没有困难职工档案"),
            (&[("申请日期", "2025-11-07"), ("决定编号", "会2025-99")], "会议决定台账里没有"),
        ];
        for (changes, _) in &cases {
            application(&town, changes).await;
        }
        let sound = application(&town, &[]).await;
        let seen = batch(&town, "2026-01-08").await;
        assert_eq!(seen.lines.len(), cases.len() + 1);
        assert_eq!(seen.payable, (1, Money::from_fen(300_000)));
        for (at, (_, reason)) in cases.iter().enumerate() {
            let line = seen.lines.iter().find(|line| line.id == 1 + at as i64).expect("a line");
            assert!(line.refused.join("；").contains(reason), "{reason}: {:?}", line.refused);
        }
        let early = batch(&town, "2025-12-08").await;
        let line = early.lines.iter().find(|line| line.id == sound).expect("a line");
        let said = line.refused.join("；");
        assert!(said.contains("公示到2025-12-08才结束") && said.contains("晚于发放日期"), "{said}");
        let clerk = town.somebody(Role::Clerk);
        let paid = Paid {
            batch: "第一批".into(),
            paid_on: day("2026-01-08"),
            applications: vec![Seen { id: sound, version: 1 }, Seen { id: 1, version: 1 }],
        };
        let refused = town.office.pay_aid(&clerk, UNION, &paid).await;
        assert!(matches!(refused, Err(OfficeError::Invalid(_))), "{refused:?}");
        let journal = Question { take: 9, ..Question::default() };
        let journal = town.office.list_entries(&clerk, "aid", UNION, &journal).await;
        assert!(journal.expect("a list").lines.is_empty(), "all or nothing");
    }
}

#[tokio::test]
async fn a_batch_is_printed_paid_once_and_entered_in_the_journal() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let id = application(&town, &[]).await;
        let paid_on = day("2026-01-08");
        let roster = office.aid_roster(&clerk, UNION, paid_on).await.expect("a roster");
        let text = write::txt(&roster);
        for words in ["甲某人", ID, "6228480402564890018", "深度困难", "3000.00"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let bank = office.aid_bank_file(&clerk, UNION, paid_on).await.expect("a file");
        assert!(bank.contains("1,6228480402564890018,甲某人,,3000.00,生活救助"), "{bank}");
        let recorder = town.somebody(Role::Recorder);
        assert!(office.aid_roster(&recorder, UNION, paid_on).await.is_err());
        let paid = Paid {
            batch: "2026年第一批".into(),
            paid_on,
            applications: vec![Seen { id, version: 1 }],
        };
        let done = office.pay_aid(&clerk, UNION, &paid).await.expect("paid");
        assert_eq!(done, (1, Money::from_fen(300_000)));
        let again = office.pay_aid(&clerk, UNION, &paid).await;
        assert!(matches!(again, Err(OfficeError::Conflict(_))), "{again:?}");
        let shown = office.entry(&clerk, "aid_application", UNION, id, Wish::Plain).await;
        let shown = shown.expect("seen");
        assert_eq!(shown.state, "已发放");
        let journal = Question { words: "2026年第一批".into(), take: 9, ..Question::default() };
        let journal = office.list_entries(&clerk, "aid", UNION, &journal).await.expect("a list");
        assert_eq!(journal.lines.len(), 1);
        assert_eq!(journal.totals[0].1.as_str(), "3,000.00");
        let next = application(&town, &[("申请日期", "2026-01-02"), ("拟救助金额", "8000")]).await;
        let seen = batch(&town, "2026-01-10").await;
        let line = seen.lines.iter().find(|line| line.id == next).expect("a line");
        let said = line.warned.join("；");
        assert!(line.refused.is_empty(), "unverified caps warn only: {:?}", line.refused);
        assert!(said.contains("今年已领过") && said.contains("11,000.00"), "{said}");
    }
}

#[tokio::test]
async fn the_list_for_public_notice_masks_what_is_not_published() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        prepared(&town).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let all = office.registers().await.expect("registers");
        let definition = all.get("aid_application").expect("a register").definition;
        let mut rows = APPLICATION.to_vec();
        rows.push(("状态", "已核查"));
        let typed = typed(definition, &rows);
        office.add_entry(&clerk, "aid_application", UNION, &typed).await.expect("kept");
        let notice = Notice {
            from: day("2026-01-10"),
            until: day("2026-01-17"),
            hotline: "0990-5550101".into(),
            names: Names::Family,
        };
        let list = office.aid_public_list(&clerk, UNION, &notice).await.expect("a list");
        let text = write::txt(&list);
        assert!(text.contains("3000.00") && text.contains("0990-5550101"), "{text}");
        for secret in ["甲某人", ID, "6228480402564890018", "收支相抵"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}
