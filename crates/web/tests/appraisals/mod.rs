//! Appraisals over HTTP: opened, experts named, proof asked for and given, marked, drawn together, told, settled, put right;
//! what is typed wrongly is answered in words, and who may not is refused.

mod result;
mod walk;

use store::people::Role;
use testkit::database::Database;
use walk::{OPINION, Walk, fields, is_refused, opening, with};

use crate::support::{Answer, Served, target};

const EVIL: &str = "<script>alert(1)</script>'\"&";

#[tokio::test]
async fn an_appraisal_is_opened_with_what_is_missing_told_beside_its_field() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    served.approved().await;
    let empty = served.get(Some(Role::Finance), "/appraisals").await.text();
    assert!(empty.contains("还没有绩效评价") && empty.contains("/appraisals/new"), "{empty}");
    let good = opening(&served).await;
    for (field, value, said) in [
        ("project", EVIL, "请选择项目"),
        ("subject_kind", "", "请选择评价的对象"),
        ("subject_kind", "policy", "政策名称要写1到100个字"),
        ("marks_due", "2020-01-01", "评分期限2020-01-01已经过了"),
        ("marks_due", EVIL, "不是日期"),
        ("purpose", " ", "请填写评价的目的"),
        ("owner", "f", "请选择被评价的部门"),
    ] {
        let answer =
            served.post(Role::Finance, "/appraisals/new", &with(&good, field, value)).await;
        is_refused(&answer, 422, said);
        assert!(answer.text().contains("没有开展"), "{}", answer.text());
    }
    let typed = with(&good, "project", "没有的项目");
    let typed = served.post(Role::Finance, "/appraisals/new", &typed).await.text();
    assert!(typed.contains("连续三年安排的民生项目") && typed.contains("2026-03-31"), "{typed}");
    for role in [Role::Clerk, Role::Expert, Role::Auditor, Role::Above] {
        assert_eq!(served.get(Some(role), "/appraisals/new").await.status, 403, "{role}");
        assert_eq!(served.post(role, "/appraisals/new", &good).await.status, 403, "{role}");
    }
    let none = served.get(Some(Role::Finance), "/appraisals").await.text();
    assert!(none.contains("还没有绩效评价"), "nothing of all this was opened: {none}");
    let made = served.post(Role::Finance, "/appraisals/new", &good).await;
    assert!(target(&made).ends_with("?done=opened"), "{}", made.text());
    let list = served.get(Some(Role::Clerk), "/appraisals?year=2026").await.text();
    assert!(list.contains("临河县总工会") && list.contains("准备"), "{list}");
    let table = served.get(Some(Role::Clerk), "/appraisals.csv").await.text();
    assert!(table.lines().count() == 2 && table.contains("重点评价"), "{table}");
    assert_eq!(served.get(Some(Role::Auditor), "/appraisals").await.status, 403);
    assert_eq!(served.get(None, "/appraisals").await.status, 303);
}

#[tokio::test]
async fn marks_are_the_experts_own_until_reported_and_a_conflict_leads_out() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let walk = Walk::opened(&served).await;
        named(&walk).await;
        recused(&walk).await;
        let refused = walk.mark("expert", "own", "99", "save").await;
        is_refused(&refused, 422, "评分“99”不对：请填0到4之间的数");
        let kept = walk.mark("expert", "own", "3", "save").await;
        assert!(target(&kept).ends_with("?done=kept"), "{}", kept.text());
        assert!(walk.page("expert", "/marks/own").await.contains(OPINION), "{}", database.kind);
        for (who, at) in [("finance", ""), ("head", ""), ("finance", "/papers/marks.html")] {
            assert!(!walk.page(who, at).await.contains(OPINION), "{who} {at}");
        }
        walk.not("finance", "/acts/draw", &[], (409, "还没有提交评分，不能汇总")).await;
        let early = walk.mark("expert", "own", "", "report").await;
        is_refused(&early, 409, "还有1项没有评分，如“立项依据充分性”");
        let told = walk.mark("expert", "own", "3", "report").await;
        assert!(target(&told).ends_with("?done=reported"), "{}", told.text());
        assert!(walk.page("finance", "").await.contains(OPINION));
        assert!(!walk.page("head", "").await.contains(OPINION), "the department never sees them");
        let late = [("item", "basis"), ("points", "4"), ("opinion", "")];
        let late = walk.send("expert", "/marks/own", "/marks/own", &late).await;
        is_refused(&late, 409, "不能再改");
        given_back(&walk).await;
    }
}

/// Experts are named by account and by name; who may not be named is told.
async fn named(walk: &Walk<'_>) {
    walk.not("finance", "/acts/start", &[], (409, "还没有指定评审专家，不能开始评分")).await;
    assert!(walk.page("finance", "").await.contains("<option value=\"expert\">"));
    let user = |user: &'static str| [("user", user), ("name", ""), ("post", "")];
    walk.not("finance", "/experts", &user("clerk"), (422, "请从列出的评审专家里选")).await;
    walk.not("finance", "/experts", &user(""), (422, "请填写专家姓名")).await;
    let unclear = walk.post("finance", "/experts", &user("expert")).await;
    is_refused(&unclear, 400, "表单不完整");
    walk.done("finance", "/experts", &user("expert")).await;
    let stale = [user("second").as_slice(), &[("seen", "1")]].concat();
    is_refused(&walk.post("finance", "/experts", &stale).await, 409, "刚刚由别人办理过");
    walk.not("finance", "/experts", &user("expert"), (409, "已经在这项评价的专家里")).await;
    walk.done("finance", "/experts", &user("second")).await;
    for name in ["孙岚", EVIL] {
        let by_name = [("user", ""), ("name", name), ("post", "会计师事务所")];
        walk.done("finance", "/experts", &by_name).await;
    }
    let early = [("item", "basis"), ("points", "4"), ("opinion", "")];
    let early = walk.send("expert", "/marks/own", "/marks/own", &early).await;
    is_refused(&early, 409, "现在是“准备”，不能评分");
    walk.done("finance", "/acts/start", &[]).await;
}

/// Nobody marks without a declaration; those with a conflict, and those whom the bureau asks to leave, take no part.
async fn recused(walk: &Walk<'_>) {
    assert_eq!(target(&walk.get("expert", "").await), format!("{}/marks/own", walk.here));
    let sheet = walk.page("expert", "/marks/own").await;
    assert!(
        sheet.contains("先声明有没有利害关系") && !sheet.contains("name=\"points\""),
        "{sheet}"
    );
    let silent = [("item", "basis"), ("points", "4"), ("opinion", "")];
    let silent = walk.send("expert", "/marks/own", "/marks/own", &silent).await;
    is_refused(&silent, 409, "请先声明与被评价单位和项目有没有利害关系");
    let free = walk.post("expert", "/marks/own/declare", &[("conflict", "none")]).await;
    assert!(target(&free).ends_with("?done=declared"), "{}", free.text());
    let blank = [("conflict", "yes"), ("text", " ")];
    is_refused(&walk.post("second", "/marks/own/declare", &blank).await, 422, "有什么利害关系");
    let said = [("conflict", "yes"), ("text", "曾为该单位审计")];
    assert_eq!(target(&walk.post("second", "/marks/own/declare", &said).await), "/appraisals");
    assert_eq!(walk.get("second", "/marks/own").await.status, 404);
    walk.not("finance", "/experts/4/recuse", &[("text", "")], (422, "请填写回避的原因")).await;
    walk.done("finance", "/experts/4/recuse", &[("text", "亲属在该单位任职")]).await;
    let page = walk.page("finance", "").await;
    assert!(page.contains("已回避：本人声明：曾为该单位审计"), "{page}");
    assert!(page.contains("已回避：亲属在该单位任职"), "{page}");
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;"), "{page}");
}

/// The bureau asks an expert to look again: the marks are the expert's own again until they are reported anew.
async fn given_back(walk: &Walk<'_>) {
    let back = "/experts/1/give-back";
    walk.not("finance", back, &[("text", "")], (422, "请专家复核的原因")).await;
    walk.done("finance", back, &[("text", "与其他专家相差较大")]).await;
    walk.not("finance", back, &[("text", "再看")], (409, "还没有提交评分，不用退回")).await;
    assert!(walk.page("expert", "/marks/own").await.contains("请复核：与其他专家相差较大"));
    assert!(!walk.page("finance", "").await.contains(OPINION), "not reported again");
    let told = walk.mark("expert", "own", "3.5", "report").await;
    assert_eq!(told.status, 303, "{}", told.text());
    assert_eq!(walk.get("finance", "/marks/1").await.status, 404, "with an account of the own");
    let free = walk.post("finance", "/marks/3/declare", &[("conflict", "none")]).await;
    assert_eq!(free.status, 303, "{}", free.text());
    let told = walk.mark("finance", "3", "2.5", "report").await;
    assert_eq!(told.status, 303, "{}", told.text());
    walk.done("finance", "/acts/draw", &[]).await;
    let drawn = walk.page("finance", "").await;
    assert!(drawn.contains("<dd>99<small>/100 分"), "3.5 and 2.5 of 4 make 3: {drawn}");
}

#[tokio::test]
async fn the_department_gives_files_and_words_for_what_it_is_asked() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let walk = Walk::opened(&served).await;
        let ask = |due: &'static str| [("what", "三季度银行回单"), ("due_on", due)];
        walk.not("finance", "/requests", &ask(""), (422, "提供期限“”不是日期")).await;
        let nothing = [("what", " "), ("due_on", "2026-02-10")];
        walk.not("finance", "/requests", &nothing, (422, "请填写要求提供的资料")).await;
        walk.done("finance", "/requests", &ask("2026-02-10")).await;
        assert!(walk.page("clerk", "").await.contains("三季度银行回单"), "{}", database.kind);
        let wrong = upload(&walk, "clerk", ("回单.exe", "MZ")).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert_eq!(upload(&walk, "finance", ("回单.pdf", "%PDF-1.7")).await.status, 403);
        assert_eq!(upload(&walk, "schools", ("回单.pdf", "%PDF-1.7")).await.status, 404);
        assert_eq!(upload(&walk, "clerk", ("回单.pdf", "%PDF-1.7")).await.status, 303);
        let page = walk.page("finance", "").await;
        let file = page.split(&format!("{}/files/", walk.here)).nth(1).expect("a file");
        let file = format!("/files/{}", file.split('"').next().unwrap_or_default());
        assert_eq!(walk.get("finance", &file).await.body, b"%PDF-1.7");
        for who in ["schools", "expert", "auditor"] {
            let status = walk.get(who, &file).await.status;
            assert!(matches!(status, 403 | 404), "{who}: {status}");
        }
        walk.not("clerk", "/requests/1/answer", &[("text", "")], (422, "请填写情况说明")).await;
        walk.not("finance", "/requests/1/return", &[("text", "缺")], (409, "不能退回")).await;
        walk.done("clerk", "/requests/1/answer", &[("text", "见附件")]).await;
        let remove = format!("{file}/remove");
        walk.not("clerk", &remove, &[], (409, "已经提供，不能再改")).await;
        walk.not("finance", "/requests/1/return", &[("text", " ")], (422, "要补充什么")).await;
        walk.done("finance", "/requests/1/return", &[("text", "缺八月的")]).await;
        assert!(walk.page("clerk", "").await.contains("请补充：缺八月的"));
        walk.done("clerk", &remove, &[]).await;
        assert_eq!(walk.get("clerk", &file).await.status, 404);
        walk.done("head", "/requests/1/answer", &[("text", EVIL)]).await;
        let page = walk.page("finance", "").await;
        assert!(page.contains("&#60;script&#62;") && !page.contains("<script>alert"), "{page}");
        walk.not("clerk", "/requests/9/answer", &[("text", "见附件")], (404, "找不到")).await;
    }
}

/// Adds a file to the first request, as somebody who has the page open.
async fn upload(walk: &Walk<'_>, who: &str, (name, bytes): (&str, &str)) -> Answer {
    let seen = fields(&walk.get(who, "").await.text(), "seen").into_iter().next();
    let seen = seen.unwrap_or_default();
    let body = format!(
        "--seam\r\ncontent-disposition: form-data; name=\"seen\"\r\n\r\n{seen}\r\n\
         --seam\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/pdf\r\n\r\n{bytes}\r\n--seam--\r\n"
    );
    let line = format!(
        "POST {}/requests/1/files HTTP/1.1\r\nsec-fetch-site: same-origin\r\ncookie: jiheng={who}\r\n\
         content-type: multipart/form-data; boundary=seam\r\ncontent-length: {}",
        walk.here,
        body.len()
    );
    walk.served.ask(None, &line, &body).await
}
