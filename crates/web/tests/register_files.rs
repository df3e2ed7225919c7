//! Tables of registers through pages: sent, looked at, imported, undone, exported, given back.

use store::people::Role;
use testkit::database::Database;

use crate::shelves::{HEADS, members};
use crate::support::{Answer, Served, target};

const IDS: [&str; 3] = ["990321198001010010", "990321198001010037", "990321198001010053"];
const SECRETS: [&str; 4] = ["赵安邦", "990321198001010010", "13920000001", "城关镇一里"];

fn masked(answer: &Answer) -> String {
    let text = answer.text();
    for secret in SECRETS {
        assert!(!text.contains(secret) && !answer.head.contains(secret), "{secret}: {text}");
    }
    text
}

async fn send(served: &Served, text: &str) -> Answer {
    let file = ("名册.csv", text);
    served.post_parts(Role::Clerk, "/registers/member/import", &[("owner", "u")], file).await
}

fn staged(address: &str) -> String {
    let (_, rest) = address.split_once("file=").expect("a file");
    rest.split('&').next().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_sent_looked_at_imported_and_undone() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let clerk = Some(Role::Clerk);
        let form = served.get(clerk, "/registers/member/import").await;
        assert!(form.status == 200 && form.text().contains("template.xlsx"), "{}", form.text());
        let preview = target(&send(&served, &members(HEADS, &IDS)).await);
        let page = served.get(clerk, &preview).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let text = masked(&page);
        assert!(text.contains("确认导入") && text.contains("赵**"), "{text}");
        let id = staged(&preview);
        let confirm = [("owner", "u"), ("file", id.as_str()), ("rows", "3")];
        let done = served.post(Role::Clerk, "/registers/member/import/confirm", &confirm).await;
        let list = target(&done);
        let text = masked(&served.get(clerk, &list).await);
        assert!(text.contains("已导入：新增3条") && text.contains("名册.csv"), "{text}");
        let twice = served.post(Role::Clerk, "/registers/member/import/confirm", &confirm).await;
        assert_eq!(twice.status, 404);

        let text = masked(&served.get(clerk, "/registers/member/export").await);
        assert!(text.contains("含个人信息原文"), "{text}");
        let csv = served.get(clerk, "/registers/member/export.csv").await;
        assert!(masked(&csv).contains("赵**") && csv.head.contains("attachment"), "{}", csv.head);
        let book = served.get(clerk, "/registers/member/export.xlsx").await;
        assert!(book.status == 200 && book.body.starts_with(b"PK"));
        let plain =
            served.post(Role::Clerk, "/registers/member/export", &[("ending", "csv")]).await;
        assert!(plain.text().contains("赵安邦") && plain.text().contains(IDS[0]));
        let refused =
            served.post(Role::Recorder, "/registers/member/export", &[("ending", "csv")]).await;
        assert_eq!(refused.status, 403);
        let template = served.get(clerk, "/registers/member/template.xlsx").await;
        assert!(template.status == 200 && template.body.starts_with(b"PK"));

        let undo = [("owner", "u"), ("id", "1")];
        let undone = served.post(Role::Clerk, "/registers/member/imports/undo", &undo).await;
        let text = served.get(clerk, &target(&undone)).await.text();
        assert!(text.contains("已撤销：移除了3条"), "{text}");
        let again = served.post(Role::Clerk, "/registers/member/imports/undo", &undo).await;
        assert_eq!(again.status, 409);
        let auditor = Some(Role::Auditor);
        let trail = masked(&served.get(auditor, "/admin/audit.csv").await);
        for act in ["导入台账", "撤销导入", "导出台账"] {
            assert!(trail.contains(act), "{act}: {trail}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_are_shown_and_columns_can_be_corrected() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let clerk = Some(Role::Clerk);
    let wrong = members(&HEADS.replace("所在工会", "哪家的"), &["990321198001010016", IDS[1]]);
    let preview = target(&send(&served, &wrong).await);
    let text = masked(&served.get(clerk, &preview).await);
    assert!(text.contains("缺少必填的列：“所属工会”"), "{text}");
    let select = text.split("所属工会 <small").next().expect("a part");
    let name = select.rsplit("label for=\"").next().expect("a name").trim_end_matches("\">");
    let corrected = format!("{preview}&{name}=3");
    let page = masked(&served.get(clerk, &corrected).await);
    assert!(page.contains("有 1 行有错误") && page.contains("证件号码有误"), "{page}");
    assert!(!page.contains("990321198001010016") && !page.contains("确认导入"), "{page}");
    let errors = corrected.replace("/import/preview", "/import/errors.xlsx");
    let book = served.get(clerk, &errors).await;
    assert!(book.status == 200 && book.body.starts_with(b"PK"), "{}", book.text());
    let id = staged(&preview);
    let confirm = [("owner", "u"), ("file", id.as_str()), ("rows", "2"), (name, "3")];
    let refused = served.post(Role::Clerk, "/registers/member/import/confirm", &confirm).await;
    assert_eq!(refused.status, 422);
    assert!(masked(&refused).contains("整份文件都没有导入"));
    for role in [Role::Recorder, Role::Head] {
        let seen = served.get(Some(role), &preview).await;
        assert!(seen.status == 403 || seen.status == 404, "{role}: {}", seen.status);
    }
    let refused = send(&served, "%PDF-1.7\n").await;
    assert!(refused.status == 422 && refused.text().contains("PDF"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_imports_are_watched() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let clerk = Some(Role::Clerk);
    for ends in ["done", "cancelled"] {
        let preview = target(&send(&served, &members(HEADS, &IDS)).await);
        let id = staged(&preview);
        let confirm = [("owner", "u"), ("file", id.as_str()), ("rows", "30000"), ("twins", "skip")];
        let begun = served.post(Role::Clerk, "/registers/member/import/confirm", &confirm).await;
        let job = target(&begun);
        let text = served.get(clerk, &job).await.text();
        assert!(text.contains("data-hx-trigger") && text.contains("取消导入"), "{text}");
        if ends == "done" {
            assert!(served.office.do_next_job("test").await.expect("done"));
            let text = served.get(clerk, &job).await.text();
            assert!(text.contains("已导入：新增3条") && !text.contains("取消导入"), "{text}");
        } else {
            let cancel = job.replace("?owner=u", "/cancel");
            let called_off = served.post(Role::Clerk, &cancel, &[("owner", "u")]).await;
            let text = served.get(clerk, &target(&called_off)).await.text();
            assert!(text.contains("已取消"), "{text}");
        }
    }
}
