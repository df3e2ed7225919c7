//! Pages of lists and people: records merged, files of journals, views, filters, walked by a browser of few words.

use register::check_digit;
use store::people::Role;
use testkit::database::Database;

use crate::support::{Served, target};

const NAME: &str = "欧阳甲乙";
const PHONE: &str = "13987654321";

/// Numbers of people born on the same day.
fn number(serial: &str) -> String {
    let body = format!("99032119800101{serial}");
    let check = check_digit(&body).expect("seventeen digits");
    format!("{body}{check}")
}

/// A household under one number, and aid paid to the same name under another.
async fn filled(served: &Served) -> (String, String) {
    let (one, other) = (number("001"), number("002"));
    let household = [
        ("f-head", NAME),
        ("d-head", one.as_str()),
        ("f-phone", PHONE),
        ("f-address", "杏花弄七七号"),
        ("f-persons", "3"),
        ("f-income", "18000"),
        ("f-rigid", "9000"),
        ("f-cause", "残疾"),
        ("f-category", "深度困难"),
        ("f-filed_on", "2025-3-1"),
        ("f-verified_on", "2025-2-20"),
    ];
    target(&served.post(Role::Clerk, "/registers/household/new", &household).await);
    let aid = [
        ("f-beneficiary", NAME),
        ("d-beneficiary", other.as_str()),
        ("f-kind", "生活救助"),
        ("f-amount", "3000"),
        ("f-paid_on", "2025-6-1"),
    ];
    target(&served.post(Role::Clerk, "/registers/aid/new", &aid).await);
    (one, other)
}

fn link<'t>(text: &'t str, holds: &str) -> &'t str {
    let mut hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.find(|href| href.contains(holds)).unwrap_or_else(|| panic!("no {holds}: {text}"))
}

#[tokio::test]
async fn records_of_one_person_are_compared_merged_and_parted() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let (one, other) = filled(&served).await;
        let secrets = [NAME, one.as_str(), other.as_str()];
        let found = served.post(Role::Clerk, "/registers/people", &[("number", &one)]).await;
        let person = target(&found);
        let text = served.get(Some(Role::Clerk), &person).await.text();
        assert!(text.contains("姓名和出生日期相同") && text.contains("1 本台账"), "{text}");
        let beside = link(&text, "/with/").to_owned();
        let page = served.get(Some(Role::Clerk), &beside).await.text();
        assert!(page.contains("救助发放") && page.contains("合并为同一个人"), "{page}");
        for secret in secrets {
            assert!(!text.contains(secret) && !page.contains(secret), "{secret}");
        }
        let plain = served.post(Role::Clerk, &beside, &[]).await.text();
        assert!(plain.contains(&one) && plain.contains(&other), "asked for, and noted");
        // The head of the department looks, and merges nothing.
        let looked = served.get(Some(Role::Head), &beside).await.text();
        assert!(looked.contains("欧***") && !looked.contains("合并为同一个人"), "{looked}");
        assert_eq!(served.get(Some(Role::Recorder), &beside).await.status, 403);
        let hash = beside.rsplit('/').next().unwrap_or_default().to_owned();
        let merge = format!("{person}/merge");
        let sent = |reason: &'static str| [("other", hash.clone()), ("reason", reason.to_owned())];
        let post = async |role: Role, path: &str, form: &[(&str, String)]| {
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            served.post(role, path, &form).await
        };
        let refused = post(Role::Clerk, &merge, &sent("")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("请写明为什么认定是同一个人"), "{}", refused.text());
        assert_eq!(post(Role::Head, &merge, &sent("换证")).await.status, 403);
        let done = target(&post(Role::Clerk, &merge, &sent("换发身份证")).await);
        assert_eq!(done, format!("{person}?said=merged"));
        let text = served.get(Some(Role::Clerk), &done).await.text();
        assert!(text.contains("2 本台账") && text.contains("换发身份证"), "{text}");
        assert!(text.contains("已合并") && !text.contains("姓名和出生日期相同"), "{text}");
        assert!(served.get(Some(Role::Clerk), &beside).await.text().contains("已经合并"));
        let value = |name: &str| {
            let field = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
            field.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
        };
        let part = [
            ("of", value("of")),
            ("one", value("one")),
            ("other", value("other")),
            ("reason", "认错了人".to_owned()),
        ];
        let done = target(&post(Role::Clerk, &format!("{person}/part"), &part).await);
        let text = served.get(Some(Role::Clerk), &done).await.text();
        assert!(text.contains("1 本台账") && text.contains("已拆分"), "{text}");
    }
}

#[tokio::test]
async fn journals_take_files_later_and_keep_those_that_are_void() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    filled(&served).await;
    let (path, form) = ("/registers/aid/u/1/files", [("version", "1"), ("field", "receipt")]);
    let page = served.get(Some(Role::Clerk), "/registers/aid/u/1").await.text();
    assert!(page.contains("流水的附件传上后不能换"), "{page}");
    let proof = ("回单.pdf", "%PDF-1.7 planted");
    let answer = served.post_parts(Role::Clerk, path, &form, proof).await;
    assert_eq!(target(&answer), "/registers/aid/u/1?said=attached");
    let refused = served.post_parts(Role::Recorder, path, &form, proof).await;
    assert_eq!(refused.status, 403);
    let file = format!("{path}/{}", store::digest(proof.1.as_bytes()));
    let text = served.get(Some(Role::Clerk), "/registers/aid/u/1").await.text();
    assert!(text.contains("回单.pdf") && text.contains("登记后由"), "{text}");
    assert_eq!(served.get(Some(Role::Clerk), &file).await.text(), proof.1);
    assert_eq!(served.get(Some(Role::Recorder), &file).await.status, 404);
    let gone = served.post(Role::Clerk, &format!("{file}/remove"), &[("version", "1")]).await;
    assert_eq!(gone.status, 422, "nothing is taken out of a journal");
    let void = [("number", "1"), ("reason", "传错了单子")];
    let done = target(&served.post(Role::Clerk, &format!("{path}/void"), &void).await);
    assert_eq!(done, "/registers/aid/u/1?said=voided");
    let text = served.get(Some(Role::Clerk), "/registers/aid/u/1").await.text();
    assert!(text.contains("已作废") && text.contains("传错了单子"), "{text}");
    assert_eq!(served.get(Some(Role::Clerk), &file).await.text(), proof.1);
    assert_eq!(served.post(Role::Clerk, &format!("{path}/void"), &void).await.status, 409);
}

#[tokio::test]
async fn a_list_opens_with_the_view_that_is_usual() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    filled(&served).await;
    let kept = [
        ("name", "生活救助"),
        ("default", "yes"),
        ("shared", "yes"),
        ("f-kind", "living"),
        ("f-beneficiary-has", "欧阳"),
        ("size", "20"),
    ];
    let at = target(&served.post(Role::Clerk, "/registers/aid/views", &kept).await);
    assert!(at.contains("f-kind=living") && at.contains("&view="), "{at}");
    let usual = target(&served.get(Some(Role::Clerk), "/registers/aid").await);
    let text = served.get(Some(Role::Clerk), &usual).await.text();
    assert!(text.contains("aria-current=\"page\">生活救助") && text.contains("共 1 条"), "{text}");
    let all = served.get(Some(Role::Clerk), "/registers/aid?view=all").await;
    assert_eq!(all.status, 200);
    let cleared = target(&served.post(Role::Clerk, "/registers/aid", &[]).await);
    assert_eq!(cleared, "/registers/aid?view=all", "asked for nothing on purpose");
    // Another of the organisation is offered it, without what she may not ask by.
    let offered = served.get(Some(Role::Recorder), "/registers/aid").await;
    assert_eq!(offered.status, 200, "it is not hers to open with");
    let text = offered.text();
    let href = link(&text, "view=").to_owned();
    assert!(href.contains("f-kind=living") && !href.contains("beneficiary"), "{href}");
    let text = served.get(Some(Role::Recorder), &href.replace("&#38;", "&")).await.text();
    assert!(text.contains("已经略去") && text.contains("共 1 条"), "{text}");
    let refused = served
        .post(Role::Clerk, "/registers/aid/views", &[("name", "号码"), ("q", &number("001"))])
        .await;
    let kept = target(&refused);
    assert!(!kept.contains("9903"), "a number is in no view and no address: {kept}");
    let id = usual.rsplit('=').next().unwrap_or_default();
    let renamed = [("name", "本年生活救助")];
    let path = format!("/registers/aid/views/{id}");
    assert_eq!(served.post(Role::Recorder, &path, &renamed).await.status, 404);
    assert_eq!(target(&served.post(Role::Clerk, &path, &renamed).await), "/registers/aid?view=all");
    let text = served.get(Some(Role::Clerk), "/registers/aid").await.text();
    assert!(text.contains("本年生活救助"), "and it is no longer what the list opens with");
    target(&served.post(Role::Clerk, &format!("{path}/remove"), &[]).await);
    let text = served.get(Some(Role::Clerk), "/registers/aid").await.text();
    assert!(!text.contains("本年生活救助"), "{text}");
}

#[tokio::test]
async fn encrypted_fields_are_looked_up_whole_and_the_page_says_so() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    filled(&served).await;
    let list = served.get(Some(Role::Clerk), "/registers/household").await.text();
    for there in
        ["name=\"n-phone\"", "name=\"f-address\"", "name=\"f-per_capita-from\"", "加密保存"]
    {
        assert!(list.contains(there), "{there}: {list}");
    }
    for (phone, said) in [(PHONE, "共 1 条"), ("13987654322", "没有符合条件的记录")] {
        let answer = served.post(Role::Clerk, "/registers/household", &[("n-phone", phone)]).await;
        let text = answer.text();
        assert_eq!(answer.status, 200);
        assert!(text.contains(said), "{text}");
        let mut hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(hrefs.all(|href| !href.contains(phone)), "in no address");
    }
    let path = format!("/registers/household?n-phone={PHONE}");
    let text = served.get(Some(Role::Clerk), &path).await.text();
    assert!(text.contains("号码不能写在地址里"), "{text}");
    let filled = served.get(Some(Role::Clerk), "/registers/household?f-address=%2B").await.text();
    assert!(filled.contains("共 1 条"), "{filled}");
    let poor = "/registers/household?f-per_capita-to=249";
    let poor = served.get(Some(Role::Clerk), poor).await.text();
    assert!(poor.contains("没有符合条件的记录"), "{poor}");
    let list = served.get(Some(Role::Recorder), "/registers/household").await.text();
    assert!(!list.contains("n-phone") && list.contains("涉及个人信息"), "{list}");
    let refused = served.post(Role::Recorder, "/registers/household", &[("n-phone", PHONE)]).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.text().contains(NAME), "{}", refused.text());
}
