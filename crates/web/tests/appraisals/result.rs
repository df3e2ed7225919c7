//! From the marks drawn together to the demand: what the department is told and when, the report, what is settled.

use store::people::Role;
use testkit::database::Database;

use super::walk::{OPINION, Walk, is_refused};
use crate::support::{Served, target};

/// What the result says of its total: 3 of 4 at the first item.
const TOTAL: &str = "<dd>99<small>/100 分";

/// Marked by the one expert and drawn together.
async fn drawn(walk: &Walk<'_>) {
    walk.done("finance", "/experts", &[("user", "expert"), ("name", ""), ("post", "")]).await;
    walk.done("finance", "/acts/start", &[]).await;
    let free = walk.post("expert", "/marks/own/declare", &[("conflict", "none")]).await;
    assert_eq!(free.status, 303, "{}", free.text());
    let told = walk.mark("expert", "own", "3", "report").await;
    assert_eq!(told.status, 303, "{}", told.text());
    walk.done("finance", "/acts/draw", &[]).await;
}

#[tokio::test]
async fn a_result_is_told_answered_settled_and_put_right() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let walk = Walk::opened(&served).await;
        drawn(&walk).await;
        assert!(walk.page("finance", "").await.contains(TOTAL), "{}", database.kind);
        for who in ["head", "clerk"] {
            let page = walk.page(who, "").await;
            assert!(!page.contains(TOTAL) && !page.contains("存在的问题"), "{who}: {page}");
            assert_eq!(walk.get(who, "/papers/report.docx").await.status, 403, "{who}");
        }
        written(&walk).await;
        walk.not("finance", "/acts/settle", &[("text", "同意")], (409, "不能“审定”")).await;
        walk.done("finance", "/acts/consult", &[]).await;
        told(&walk).await;
        settled(&walk).await;
        demanded(&walk).await;
    }
}

/// The report is written, problems are added and taken out.
async fn written(walk: &Walk<'_>) {
    let text = [("part", "experience"), ("body", "三年连续跟踪受助家庭"), ("part", "other")];
    let text = [text.as_slice(), &[("body", "")]].concat();
    walk.done("finance", "/report", &text).await;
    walk.not("finance", "/report", &[("part", "verdict"), ("body", "好")], (404, "找不到")).await;
    let long = "长".repeat(2001);
    let long = [("part", "experience"), ("body", long.as_str())];
    walk.not("finance", "/report", &long, (422, "请写得简短些")).await;
    let problem = |kind: &'static str, found: &'static str| {
        [("kind", kind), ("found", found), ("asked", "按程序论证")]
    };
    walk.not("finance", "/problems", &problem("", "没有论证"), (422, "请选择问题类型")).await;
    walk.not("finance", "/problems", &problem("funds", " "), (422, "请填写发现的问题")).await;
    walk.not("head", "/problems", &problem("funds", "没有论证"), (403, "没有权限")).await;
    walk.done("finance", "/problems", &problem("funds", "误记")).await;
    walk.done("finance", "/problems/1/remove", &[]).await;
    walk.not("finance", "/problems/1/remove", &[], (404, "找不到")).await;
    walk.done("finance", "/problems", &problem("funds", "立项没有经过论证")).await;
    let page = walk.page("finance", "").await;
    assert!(page.contains("立项没有经过论证") && !page.contains("误记"), "{page}");
    assert!(page.contains("三年连续跟踪受助家庭"), "{page}");
}

/// The department sees result and report, and no expert's marks; it says what it thinks.
async fn told(walk: &Walk<'_>) {
    let page = walk.page("head", "").await;
    for said in [TOTAL, "立项没有经过论证", "三年连续跟踪受助家庭", "反馈意见"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    for hidden in [OPINION, "专家甲", "评审专家</h2>"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    let late = [("kind", "funds"), ("found", "又一个"), ("asked", "改")];
    walk.not("finance", "/problems", &late, (409, "不能改报告")).await;
    walk.not("clerk", "/acts/answer", &[("text", " ")], (422, "请填写对评价结果的意见")).await;
    walk.not("finance", "/acts/answer", &[("text", "无意见")], (403, "没有权限")).await;
    walk.done("head", "/acts/answer", &[("text", "立项论证已补做")]).await;
}

/// The bureau alone settles, with its reply; then nothing changes any more.
async fn settled(walk: &Walk<'_>) {
    assert!(walk.page("finance", "").await.contains("立项论证已补做"));
    walk.not("head", "/acts/settle", &[("text", "同意")], (403, "没有权限")).await;
    walk.not("finance", "/acts/settle", &[("text", "")], (422, "请填写对部门意见的采纳情况")).await;
    let early = [("due_on", "2026-03-31"), ("notice", "")];
    walk.not("finance", "/problems/1/demand", &early, (409, "不能提出整改")).await;
    walk.done("finance", "/acts/settle", &[("text", "补做的不改变立项时的情况")]).await;
    let page = walk.page("head", "").await;
    assert!(page.contains("摘要（SM3）") && page.contains("补做的不改变立项时的情况"), "{page}");
    for (below, text) in [("/acts/withdraw", "撤"), ("/acts/reopen", "重来")] {
        walk.not("finance", below, &[("text", text)], (409, "评价现在是“已审定”")).await;
    }
    let papers = [
        ("head", "/papers/report.docx", 200),
        ("head", "/papers/marks.xlsx", 403),
        ("finance", "/papers/marks.xlsx", 200),
        ("expert", "/papers/report.docx", 403),
        ("schools", "/papers/report.docx", 404),
        ("finance", "/papers/report.exe", 404),
        ("finance", "/papers/letter.docx", 404),
    ];
    for (who, below, status) in papers {
        assert_eq!(walk.get(who, below).await.status, status, "{who} {below}");
    }
    let report = walk.get("head", "/papers/report.txt").await.text();
    assert!(report.contains("没有支付数据") && !report.contains("执行率0%"), "{report}");
    let list = walk.served.get(Some(Role::Clerk), "/appraisals?state=settled").await.text();
    assert!(list.contains("已审定") && list.contains(">99<"), "{list}");
}

/// A problem becomes a demand, once.
async fn demanded(walk: &Walk<'_>) {
    let below = "/problems/1/demand";
    let due = |day: &'static str| [("due_on", day), ("notice", "临财绩〔2026〕3号")];
    walk.not("head", below, &due("2026-03-31"), (403, "没有权限")).await;
    walk.not("finance", below, &due("2020-01-01"), (422, "整改期限2020-01-01已经过了")).await;
    let none = "/problems/9/demand";
    walk.not("finance", none, &due("2026-03-31"), (404, "找不到")).await;
    let raised = walk.send("finance", "", below, &due("2026-03-31")).await;
    let demand = target(&raised);
    assert!(demand.starts_with("/demands/"), "{}", raised.text());
    let sheet = walk.served.get(Some(Role::Clerk), &demand).await.text();
    for said in ["立项没有经过论证", "按程序论证", "2026-03-31", "临财绩〔2026〕3号"]
    {
        assert!(sheet.contains(said), "{said}: {sheet}");
    }
    let again = walk.send("finance", "", below, &due("2026-03-31")).await;
    is_refused(&again, 409, "已经提出过整改要求");
    let page = walk.page("head", "").await;
    assert!(page.contains(&format!("href=\"{demand}\"")), "{page}");
}

#[tokio::test]
async fn who_may_not_is_refused_at_every_door() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let walk = Walk::opened(&served).await;
    walk.done("finance", "/experts", &[("user", "expert"), ("name", ""), ("post", "")]).await;
    walk.done("finance", "/experts", &[("user", ""), ("name", "孙岚"), ("post", "")]).await;
    let doors = [
        ("/acts/start", "text"),
        ("/experts", "name"),
        ("/experts/1/recuse", "text"),
        ("/experts/1/give-back", "text"),
        ("/requests", "what"),
        ("/requests/1/return", "text"),
        ("/report", "body"),
        ("/problems", "found"),
        ("/problems/1/remove", "text"),
        ("/problems/1/demand", "due_on"),
    ];
    for (below, field) in doors {
        for (who, status) in [
            ("clerk", 403),
            ("head", 403),
            ("recorder", 403),
            ("expert", 403),
            ("schools", 404),
            ("auditor", 403),
        ] {
            let answer = walk.post(who, below, &[("seen", "3"), (field, "2026-03-31")]).await;
            assert_eq!(answer.status, status, "{who} {below}: {}", answer.text());
        }
    }
    for (who, at, status) in [
        ("second", "", 404),
        ("second", "/marks/own", 404),
        ("schools", "", 404),
        ("auditor", "", 403),
        ("finance", "/marks/1", 404),
        ("finance", "/marks/2", 200),
        ("head", "/marks/2", 404),
        ("expert", "/marks/2", 404),
        ("expert", "/marks/own", 200),
        ("finance", "/marks/own", 404),
    ] {
        let answer = walk.get(who, at).await;
        assert_eq!(answer.status, status, "{who} {at}: {}", answer.text());
    }
    let page = walk.page("finance", "").await;
    assert!(page.contains("准备") && page.contains("没有登记问题"), "nothing was done: {page}");
}
