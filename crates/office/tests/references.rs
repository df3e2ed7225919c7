//! Rows that name entries of other registers: told where these are not there or no longer in force, in previews of
//! tables, in forms and in grids; and taken in all the same.

use ground::Severity;
use office::registers::importing::{Choices, RowSaid};
use office::registers::keeping::Kept;
use office::registers::keeping_many::KeptMany;
use store::people::Role;
use testkit::database::Database;

use crate::support::registers::{add, typed};
use crate::support::{Town, UNION};
use crate::tables::{count, identity, name, send, tells_nothing};

const NOT_THERE: &str = "REG025";
const NOT_IN_FORCE: &str = "REG026";

async fn household(town: &Town, at: usize, state: &str) {
    let (name, number) = (name(at), identity(at));
    let row = [
        ("户主姓名", name.as_str()),
        ("证件号码", number.as_str()),
        ("家庭人口", "3"),
        ("家庭年收入", "9000"),
        ("致困原因", "本人或家庭成员患病"),
        ("困难类别", "深度困难"),
        ("建档日期", "2024-01-01"),
        ("退出日期", if state == "退档" { "2025-09-01" } else { "" }),
        ("状态", state),
    ];
    add(town, "household", &row).await;
}

async fn decision(town: &Town, number: &str) {
    let row = [
        ("决定编号", number),
        ("会议", "主席办公会"),
        ("会议日期", "2025-03-01"),
        ("决策事项", "帮扶发放"),
        ("议题", "研究救助发放"),
        ("涉及金额", "100000"),
    ];
    add(town, "decision", &row).await;
}

/// Of each row that is told of, its number and the codes of the warnings about references.
fn references(rows: &[RowSaid]) -> Vec<(u32, Vec<String>)> {
    let codes = |row: &RowSaid| {
        let warnings = row.said.iter().filter(|said| said.severity == Severity::Warning);
        let codes = warnings.map(|said| said.code.clone());
        codes.filter(|code| [NOT_THERE, NOT_IN_FORCE].contains(&code.as_str())).collect()
    };
    rows.iter()
        .map(|row| (row.number, codes(row)))
        .filter(|(_, codes): &(u32, Vec<String>)| !codes.is_empty())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_tells_which_rows_name_what_is_not_there() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        household(&town, 1, "在档").await;
        household(&town, 2, "退档").await;
        decision(&town, "会2025-1").await;
        let mut text = String::from("受助人姓名,证件号码,救助种类,发放金额,发放日期,决定编号\n");
        for (at, day, decision) in [
            (1, "2025-06-01", "会2025-1"),
            (1, "2025-06-02", "会2025-7"),
            (3, "2025-06-01", "会2025-1"),
            // Paid while the file may still have been in force, and after it was closed.
            (2, "2025-06-01", "会2025-1"),
            (2, "2026-01-10", ""),
            (3, "2025-07-01", "会2025-7"),
        ] {
            text.push_str(&format!(
                "{},{},生活救助,1000,{day},{decision}\n",
                name(at),
                identity(at)
            ));
        }
        let sent = send(&town, "aid", "a.csv", text).await.expect("staged");
        let preview = sent.look(&Choices::default()).await;
        assert_eq!(preview.counts.bad, 0, "{preview:#?}");
        let told = references(&preview.warned);
        let expected = [
            (3, vec![NOT_THERE]),
            (4, vec![NOT_THERE]),
            (6, vec![NOT_IN_FORCE]),
            (7, vec![NOT_THERE, NOT_THERE]),
        ];
        let expected =
            expected.map(|(row, codes)| (row, codes.iter().map(|it| (*it).to_owned()).collect()));
        assert_eq!(told, expected, "{preview:#?}");
        let kinds = preview.kinds.iter().filter(|kind| kind.code == NOT_THERE);
        let said: Vec<(&str, u64, &str)> =
            kinds.map(|kind| (kind.label.as_str(), kind.rows, kind.message.as_str())).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        let of = |label: &str| said.iter().find(|(it, ..)| *it == label).expect("a kind");
        assert_eq!(of("决定编号").1, 2);
        assert!(
            of("决定编号").2.contains("会议决定台账里没有")
                && of("决定编号").2.contains("会2025-7")
        );
        let closed: Vec<(Severity, u64)> = preview
            .kinds
            .iter()
            .filter(|kind| kind.code == NOT_IN_FORCE)
            .map(|kind| (kind.severity, kind.rows))
            .collect();
        // One was paid before the file was closed, as far as is known: of itself that were a note.
        assert_eq!(closed, [(Severity::Warning, 2)]);
        tells_nothing(&format!("{preview:?}"));
        assert_eq!(sent.taken(&Choices::default()).await.added, 6, "it only warns");
        assert_eq!(count(&town, "aid").await, 6);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rows_are_held_against_many_entries() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let mut text = String::from("会议,决定编号,会议日期,决策事项,议题\n");
        for at in 0..5_000 {
            text.push_str(&format!("主席办公会,会{at},2025-03-01,人事,议题{at}\n"));
        }
        let sent = send(&town, "decision", "d.csv", text).await.expect("staged");
        assert_eq!(sent.taken(&Choices::default()).await.added, 5_000);
        let mut text = String::from("凭证号,项目编码,用途,支付金额,支付日期,决定编号\n");
        for at in 0..6_000 {
            text.push_str(&format!("记{at},711,活动,100,2025-05-06,会{at}\n"));
        }
        let sent = send(&town, "spending", "s.csv", text).await.expect("staged");
        let preview = sent.look(&Choices::default()).await;
        let counts = preview.counts;
        assert_eq!((counts.rows, counts.warned, counts.good), (6_000, 1_000, 5_000));
        assert_eq!(references(&preview.warned).first().map(|(row, _)| *row), Some(5_002));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_and_grids_tell_it_too_and_keep_the_entry() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let clerk = town.somebody(Role::Clerk);
        let all = town.office.registers().await.expect("registers");
        let definition = all.get("spending").expect("a register").definition;
        let row = |decision: &'static str| {
            typed(
                definition,
                &[
                    ("凭证号", "记1"),
                    ("项目编码", "711"),
                    ("用途", "活动"),
                    ("支付金额", "100"),
                    ("支付日期", "2025-05-06"),
                    ("决定编号", decision),
                ],
            )
        };
        let codes = |said: &[office::registers::showing::FindingShown]| -> Vec<String> {
            said.iter().map(|finding| finding.code.clone()).collect()
        };
        let tried = town.office.try_entry(&clerk, "spending", UNION, None, &row("会1")).await;
        assert_eq!(codes(&tried.expect("tried")), [NOT_THERE]);
        let kept = town.office.add_entry(&clerk, "spending", UNION, &row("会1")).await;
        let Kept::Done { said, .. } = kept.expect("kept") else { panic!("it was refused") };
        assert_eq!(codes(&said), [NOT_THERE]);
        let rows = [row("会1"), row("会2")];
        let grid = town.office.add_entries(&clerk, "spending", UNION, &rows).await.expect("kept");
        assert!(matches!(grid, KeptMany::Done(ref all) if all.len() == 2), "{grid:?}");
        decision(&town, "会1").await;
        let tried = town.office.try_entry(&clerk, "spending", UNION, None, &row("会1")).await;
        assert_eq!(codes(&tried.expect("tried")), [""; 0]);
        let other = town.office.try_entry(&clerk, "spending", UNION, None, &row("会2")).await;
        assert_eq!(codes(&other.expect("tried")), [NOT_THERE]);
    }
}
