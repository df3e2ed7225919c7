//! Definitions in the browser: a field is added by a form, filled by a clerk, put away, and brought back.

use store::people::Role;
use testkit::database::Database;

use crate::support::{Answer, Served, target};

const ADMIN: Role = Role::SystemAdministrator;
const HERE: &str = "/admin/definitions";

/// What a hidden field or the text of a page holds, unescaped.
fn value(page: &str, name: &str) -> String {
    let found = if name == "text" {
        page.split("<textarea")
            .nth(1)
            .and_then(|rest| rest.split_once(">\n")?.1.split("</textarea>").next())
    } else {
        let rest = page.split(&format!("name=\"{name}\"")).nth(1);
        rest.and_then(|rest| rest.split("value=\"").nth(1)?.split('"').next())
    };
    let text = found.unwrap_or_else(|| panic!("no {name}: {page}"));
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// Confirms what a page shows.
async fn confirm(served: &Served, page: &str) -> Answer {
    let fields = ["register", "seen", "checked", "reason", "text"].map(|name| value(page, name));
    let [register, seen, checked, reason, text] = fields.each_ref().map(String::as_str);
    let form = [
        ("register", register),
        ("seen", seen),
        ("checked", checked),
        ("reason", reason),
        ("text", text),
        ("do", "apply"),
    ];
    served.post(ADMIN, &format!("{HERE}/text"), &form).await
}

#[tokio::test]
async fn a_field_is_added_filled_put_away_and_brought_back_in_the_browser() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let list = served.get(Some(ADMIN), HERE).await;
        assert_eq!(list.status, 200);
        assert!(list.text().contains("公示台账") && list.text().contains("程序自带"));
        let sheet = served.get(Some(ADMIN), &format!("{HERE}/notice")).await.text();
        assert!(sheet.contains("还没有自设的栏目"), "{sheet}");

        // What is missing is said at its place, and what was typed stays.
        let path = format!("{HERE}/notice/field");
        let wrong = served.post(ADMIN, &path, &[("label", "张贴处"), ("kind", "text")]).await;
        assert_eq!(wrong.status, 422);
        let text = wrong.text();
        assert!(text.contains("请选择谁可以看") && text.contains("张贴处"), "{text}");
        let form = [
            ("label", "张贴处<b>"),
            ("kind", "text"),
            ("visibility", "inside"),
            ("personal", "none"),
        ];
        let preview = served.post(ADMIN, &path, &form).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        let page = preview.text();
        assert!(page.contains("新增栏目") && page.contains("确认启用"), "{page}");
        assert!(!page.contains("张贴处<b>"), "escaped");
        let form = served.get(Some(Role::Clerk), "/registers/notice/new").await.text();
        assert!(!form.contains("张贴处"), "nothing is done before it is confirmed");
        assert_eq!(target(&confirm(&served, &page).await), format!("{HERE}/notice?said=done"));
        // The same once more: somebody else was faster.
        assert_eq!(confirm(&served, &page).await.status, 409);

        let entry = [
            ("owner", "u"),
            ("f-number", "G1"),
            ("f-kind", "帮扶救助"),
            ("f-title", "救助对象公示"),
            ("f-from", "2025-05-05"),
            ("f-until", "2025-05-15"),
            ("f-local_1", "东门布告栏"),
        ];
        let kept = served.post(Role::Clerk, "/registers/notice/new", &entry).await;
        let entry = target(&kept);
        let shown = served.get(Some(Role::Clerk), &entry).await.text();
        assert!(shown.contains("东门布告栏"), "{shown}");
        let sheet = served.get(Some(ADMIN), &format!("{HERE}/notice")).await.text();
        assert!(!sheet.contains("东门布告栏"), "who defines sees no entries");

        let away = [("field", "local_1")];
        let page = served.post(ADMIN, &format!("{HERE}/notice/put-away"), &away).await.text();
        assert!(
            page.contains("停用栏目") && page.contains("1条记录里填过的内容收起保留"),
            "{page}"
        );
        target(&confirm(&served, &page).await);
        let shown = served.get(Some(Role::Clerk), &entry).await.text();
        assert!(!shown.contains("张贴处"), "{shown}");
        let compared = served.get(Some(ADMIN), &format!("{HERE}/notice/compare?a=1&b=2")).await;
        assert!(compared.text().contains("<del>name = &#34;local_1&#34;</del>"));

        let back = [("version", "1")];
        let page = served.post(ADMIN, &format!("{HERE}/notice/return"), &back).await.text();
        assert!(page.contains("恢复栏目") && page.contains("回到第1版"), "{page}");
        target(&confirm(&served, &page).await);
        let shown = served.get(Some(Role::Clerk), &entry).await.text();
        assert!(shown.contains("东门布告栏"), "{shown}");
    }
}

#[tokio::test]
async fn a_text_that_is_wrong_is_refused_with_its_line_and_nothing_unseen_is_done() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let path = format!("{HERE}/text");
    let text = "extends = \"member\"\r\nversion = 1\r\n\r\n[[field]]\r\nname = \"local_1\"\r\n\
                label = \"血型\"\r\ntype = \"blood\"\r\nvisibility = \"inside\"\r\npersonal = \"none\"\r\n";
    let form = [("register", "member"), ("seen", "0"), ("text", text), ("do", "check")];
    let wrong = served.post(ADMIN, &path, &form).await;
    assert_eq!(wrong.status, 422);
    let page = wrong.text();
    assert!(page.contains("第7行") && page.contains("没有“blood”这种字段类型"), "{page}");
    assert!(!page.contains("确认启用"));
    // A text that was changed after its steps were shown is looked at again.
    let sound = text.replace("blood", "text");
    let form = [("register", "member"), ("seen", "0"), ("text", &sound), ("do", "check")];
    let page = served.post(ADMIN, &path, &form).await.text();
    assert!(page.contains("确认启用"), "{page}");
    let other = sound.replace("血型", "籍贯");
    let checked = value(&page, "checked");
    let form = [
        ("register", "member"),
        ("seen", "0"),
        ("checked", checked.as_str()),
        ("text", &other),
        ("do", "apply"),
    ];
    let again = served.post(ADMIN, &path, &form).await;
    assert_eq!(again.status, 200);
    assert!(again.text().contains("籍贯"));
    let sheet = served.get(Some(ADMIN), &format!("{HERE}/member")).await.text();
    assert!(sheet.contains("还没有自设的栏目"), "nothing was done");
    assert_eq!(target(&confirm(&served, &page).await), format!("{HERE}/member?said=done"));
    for role in [Role::Clerk, Role::SecurityAdministrator, Role::Auditor] {
        assert_eq!(served.post(role, &path, &form).await.status, 403);
        assert_eq!(served.get(Some(role), HERE).await.status, 403);
    }
}

#[tokio::test]
async fn a_register_begins_by_a_form() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let form = [
        ("title", "职工书屋台账"),
        ("about", "各单位的职工书屋。"),
        ("theme", "活动与宣传"),
        ("kind", "file"),
        ("called", "书屋名称"),
        ("key", "yes"),
        ("visibility", "inside"),
        ("personal", "none"),
        ("dated", "建成日期"),
    ];
    let page = served.post(ADMIN, &format!("{HERE}/new"), &form).await.text();
    assert!(page.contains("新建台账") && page.contains("职工书屋台账"), "{page}");
    assert_eq!(target(&confirm(&served, &page).await), format!("{HERE}/local_1?said=done"));
    let shelf = served.get(Some(Role::Clerk), "/registers").await.text();
    let (_, activities) = shelf.split_once(">活动与宣传</h2>").expect("the theme");
    let (activities, _) = activities.split_once("</section>").expect("its end");
    assert!(activities.contains("职工书屋台账") && !shelf.contains(">其他</h2>"), "{shelf}");
    let entry = [("owner", "u"), ("f-local_1", "纺织厂书屋"), ("f-local_2", "2024-04-23")];
    let kept = served.post(Role::Clerk, "/registers/local_1/new", &entry).await;
    assert_eq!(target(&kept), "/registers/local_1/u/1?said=kept");
}
