//! Pages of registers: what a clerk types comes back, and personal data stand on no page for those who may not
//! see them.

use store::people::Role;
use testkit::database::Database;

use crate::shelves;
use crate::support::{Served, target};

/// Planted values that nobody may meet by chance.
const NAME: &str = "欧阳甲乙";
const PHONE: &str = "13987654321";
const CARD: &str = "6222021234567890128";
const ADDRESS: &str = "杏花弄七七号";
const ILLNESS: &str = "尿毒症透析";
const XSS: &str = "<script>alert(1)</script>";

fn number() -> String {
    shelves::number(7)
}

fn household(number: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("owner", "u"),
        ("f-number", "LH-<i>1</i>"),
        ("f-head", NAME),
        ("d-head", number),
        ("f-phone", PHONE),
        ("f-address", ADDRESS),
        ("f-unit", XSS),
        ("f-disability", ILLNESS),
        ("f-persons", "3"),
        ("f-income", "18000"),
        ("f-rigid", "9000元"),
        ("f-cause", "残疾"),
        ("f-category", "深度困难"),
        ("f-account", CARD),
        ("f-filed_on", "2025年3月1日"),
        ("f-verified_on", "2025-2-20"),
    ]
}

fn aid(number: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("f-beneficiary", NAME),
        ("d-beneficiary", number),
        ("f-kind", "生活救助"),
        ("f-amount", "3,000"),
        ("f-paid_on", "2025-6-1"),
        ("f-payee", NAME),
        ("f-account", CARD),
        ("f-reason", ILLNESS),
    ]
}

fn holds_secrets(text: &str) -> Vec<String> {
    let number = number();
    let all = [NAME, PHONE, CARD, ADDRESS, ILLNESS, number.as_str(), "18,000", "18000"];
    all.into_iter().filter(|secret| text.contains(secret)).map(str::to_owned).collect()
}

#[tokio::test]
async fn what_is_typed_comes_back_masked_and_is_changed_without_being_seen() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let (role, number) = (Role::Clerk, number());
        let answer = served.post(role, "/registers/household/new", &household(&number)).await;
        let entry = target(&answer);
        assert_eq!(entry, "/registers/household/u/1?said=kept");
        let text = served.get(Some(role), &entry).await.text();
        assert!(text.contains("欧***") && text.contains("2025-03-01"), "{text}");
        assert_eq!(holds_secrets(&text), Vec::<String>::new());
        assert!(!text.contains(XSS) && text.contains("&#60;script&#62;"), "escaped");
        let form = served.get(Some(role), "/registers/household/u/1/edit").await.text();
        assert_eq!(holds_secrets(&form), Vec::<String>::new());
        // Nothing but the unit and the telephone is changed; what was masked and left blank stays.
        let change = [
            ("version", "1"),
            ("f-unit", "临河县纺织厂"),
            ("f-head", ""),
            ("d-head", ""),
            ("f-address", ""),
            ("clear-f-phone", "yes"),
            ("f-phone", ""),
            ("reason", "换了单位"),
        ];
        let answer = served.post(role, "/registers/household/u/1/edit", &change).await;
        assert_eq!(target(&answer), "/registers/household/u/1?said=changed");
        let plain = served.post(role, "/registers/household/u/1", &[]).await.text();
        for there in [NAME, &number, ADDRESS, "临河县纺织厂", "换了单位", "18,000.00"] {
            assert!(plain.contains(there), "{there}");
        }
        let facts = plain.split("id=\"history\"").next().unwrap_or_default();
        assert!(!facts.contains(PHONE), "the telephone was taken away");
        let stale = served
            .post(role, "/registers/household/u/1/edit", &[("version", "1"), ("f-unit", "别处")])
            .await;
        assert_eq!(stale.status, 422);
        assert!(stale.text().contains("别处") && stale.text().contains("刚刚被别人改过"));
    }
}

#[tokio::test]
async fn what_is_refused_is_said_at_the_field_and_nothing_typed_is_lost() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let typed =
        [("f-beneficiary", NAME), ("d-beneficiary", "99032119800101001"), ("f-amount", "三千")];
    let answer = served.post(Role::Clerk, "/registers/aid/new", &typed).await;
    assert_eq!(answer.status, 422);
    let text = answer.text();
    for there in ["没有保存", "99032119800101001", NAME, "REG010", "href=\"#d-beneficiary\""] {
        assert!(text.contains(there), "{there}");
    }
    let checked = served.post(Role::Clerk, "/registers/aid/check", &typed).await;
    assert_eq!(checked.status, 200);
    assert!(checked.text().contains("id=\"say-d-beneficiary\""), "{}", checked.text());
    let refused = served.post(Role::Recorder, "/registers/aid/check", &typed).await;
    assert_eq!(refused.status, 403);
    assert_eq!(holds_secrets(&refused.text()), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_meets_personal_data_who_may_not_see_them() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let number = number();
    for (path, typed) in
        [("/registers/household/new", household(&number)), ("/registers/aid/new", aid(&number))]
    {
        target(&served.post(Role::Clerk, path, &typed).await);
    }
    let person = served.post(Role::Clerk, "/registers/people", &[("number", &number)]).await;
    let person = target(&person);
    assert!(!person.contains(&number), "{person}");
    let paths = [
        "/registers",
        "/registers/household",
        "/registers/household?col=head&col=phone&col=address&col=account&col=disability&col=income",
        "/registers/household?sort=-income&f-income-from=17000",
        "/registers/household?q=%E6%AC%A7%E9%98%B3",
        "/registers/household/u/1",
        "/registers/household/u/1/edit",
        "/registers/household/u/1/person/head",
        "/registers/aid",
        "/registers/aid/u/1",
        "/registers/aid/new",
        "/registers/aid/grid",
        "/registers/none",
        person.as_str(),
    ];
    for role in Role::ALL {
        for path in paths {
            let text = served.get(Some(*role), path).await.text();
            assert_eq!(holds_secrets(&text), Vec::<String>::new(), "{} {path}", role.word());
        }
    }
    let plain = ["/registers/household", "/registers/household/u/1", &person];
    for role in Role::ALL.iter().filter(|role| !matches!(role, Role::Clerk | Role::Head)) {
        for path in plain {
            let answer = served.post(*role, path, &[("wish", "plain")]).await;
            assert_eq!(answer.status, 403, "{} {path}", role.word());
            assert_eq!(holds_secrets(&answer.text()), Vec::<String>::new());
        }
    }
    for path in plain {
        let answer = served.post(Role::Clerk, path, &[("wish", "plain")]).await;
        assert!(answer.text().contains(NAME), "{path}");
    }
}

#[tokio::test]
async fn numbers_stand_in_no_address() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let number = number();
    target(&served.post(Role::Clerk, "/registers/aid/new", &aid(&number)).await);
    let found = served.post(Role::Clerk, "/registers/aid", &[("q", &number)]).await;
    assert_eq!(found.status, 200);
    let text = found.text();
    assert!(text.contains("共 1 条"), "{text}");
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(hrefs.into_iter().all(|href| !href.contains(&number)));
    let shown = ["paid_on", "beneficiary", "kind", "amount", "fund", "batch", "decision", "notice"];
    let mut asked = vec![("q", "生活"), ("f-kind", "living")];
    asked.extend(shown.map(|name| ("col", name)));
    let words = served.post(Role::Clerk, "/registers/aid", &asked).await;
    assert_eq!(target(&words), "/registers/aid?q=%E7%94%9F%E6%B4%BB&f-kind=living");
    let typed = served.get(Some(Role::Clerk), &format!("/registers/aid?q={number}")).await.text();
    assert!(typed.contains("号码不能写在地址里"), "{typed}");
}

#[tokio::test]
async fn journals_are_reversed_and_files_removed() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let number = number();
    target(&served.post(Role::Clerk, "/registers/household/new", &household(&number)).await);
    target(&served.post(Role::Clerk, "/registers/aid/new", &aid(&number)).await);
    let by =
        served.post(Role::Clerk, "/registers/aid/u/1/reverse", &[("reason", "重复发放")]).await;
    assert_eq!(target(&by), "/registers/aid/u/2?said=reversed");
    let text = served.get(Some(Role::Clerk), "/registers/aid/u/1").await.text();
    assert!(text.contains("href=\"/registers/aid/u/2\"") && text.contains("已冲销"), "{text}");
    let list = served.get(Some(Role::Clerk), "/registers/aid?standing=only").await.text();
    assert!(list.contains("没有符合条件的记录"), "{list}");
    let all = served.get(Some(Role::Clerk), "/registers/aid").await.text();
    assert!(all.contains("-3,000.00") && all.contains("0.00"), "{all}");
    let gone = [("version", "1"), ("reason", "建错了")];
    let answer = served.post(Role::Clerk, "/registers/household/u/1/remove", &gone).await;
    assert_eq!(target(&answer), "/registers/household?said=removed");
    let list = served.get(Some(Role::Clerk), "/registers/household").await.text();
    assert!(list.contains("还没有记录"), "{list}");
}

#[tokio::test]
async fn rows_of_a_grid_are_kept_together_or_not_at_all() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let rows = |second: &str| {
        format!(
            "决定编号\t会议\t会议日期\t决策事项\t议题\n\
             一号\t主席办公会\t2025-3-1\t帮扶发放\t发放三月救助\n\
             二号\t主席办公会\t{second}\t帮扶发放\t发放四月救助\n"
        )
    };
    let cells = |text: &str| -> Vec<(String, String)> {
        let mut cells = Vec::new();
        for input in text.split("<input type=\"text\" name=\"r").skip(1) {
            let name = input.split('"').next().unwrap_or_default();
            let value = input.split("value=\"").nth(1).and_then(|it| it.split('"').next());
            cells.push((format!("r{name}"), value.unwrap_or_default().to_owned()));
        }
        cells
    };
    for (second, kept) in [("2025-13-1", false), ("2025-4-1", true)] {
        let pasted = rows(second);
        let grid =
            served.post(Role::Clerk, "/registers/decision/grid", &[("pasted", &pasted)]).await;
        assert_eq!(grid.status, 200, "{}", grid.text());
        let cells = cells(&grid.text());
        assert!(cells.iter().any(|(_, value)| value == "发放四月救助"), "{cells:?}");
        let form: Vec<(&str, &str)> = cells.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = served.post(Role::Clerk, "/registers/decision/grid", &form).await;
        if kept {
            assert_eq!(target(&answer), "/registers/decision?said=grid");
            let list = served.get(Some(Role::Clerk), "/registers/decision").await.text();
            assert!(list.contains("共 2 条"), "{list}");
        } else {
            assert_eq!(answer.status, 422);
            assert!(answer.text().contains("有 1 行要改正"), "{}", answer.text());
            let list = served.get(Some(Role::Clerk), "/registers/decision").await.text();
            assert!(list.contains("还没有记录"), "{list}");
        }
    }
}

#[tokio::test]
async fn files_are_taken_by_what_they_are_and_opened_by_those_who_may() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    target(&served.post(Role::Clerk, "/registers/household/new", &household(&number())).await);
    let (path, form) =
        ("/registers/household/u/1/files", [("version", "1"), ("field", "evidence")]);
    let page = ("入户.pdf", "<html>%PDF-</html>");
    let refused = served.post_parts(Role::Clerk, path, &form, page).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("以文件内容为准"), "{}", refused.text());
    let proof = ("..\\入户.html", "%PDF-1.7 planted");
    let answer = served.post_parts(Role::Clerk, path, &form, proof).await;
    assert_eq!(target(&answer), "/registers/household/u/1?said=attached");
    let stale = served.post_parts(Role::Clerk, path, &form, ("b.pdf", "%PDF-1.7 other")).await;
    assert_eq!(stale.status, 409);
    let refused = served.post_parts(Role::Recorder, path, &form, proof).await;
    assert_eq!(refused.status, 403);
    let file = format!("{path}/{}", store::digest(proof.1.as_bytes()));
    let text = served.get(Some(Role::Head), "/registers/household/u/1").await.text();
    assert!(text.contains("入户.html.pdf") && text.contains(&file), "{text}");
    let sent = served.get(Some(Role::Head), &file).await;
    assert_eq!((sent.status, sent.text().as_str()), (200, proof.1));
    let head = sent.head.to_lowercase();
    assert!(head.contains("attachment") && head.contains("application/pdf"), "{head}");
    // Who keeps the register adds what only those open who are authorised to.
    for role in [Role::Clerk, Role::Recorder, Role::Above] {
        let answer = served.get(Some(role), &file).await;
        assert_eq!(answer.status, 404, "{}", role.word());
        assert!(!answer.text().contains("planted"));
    }
    let gone = [("version", "2"), ("field", "evidence")];
    let answer = served.post(Role::Clerk, &format!("{file}/remove"), &gone).await;
    assert_eq!(target(&answer), "/registers/household/u/1?said=detached");
    assert_eq!(served.get(Some(Role::Head), &file).await.status, 404);
}

#[tokio::test]
async fn commendations_are_seen_on_their_way_and_refused_with_the_reason() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let number = number();
    let batch = "/registers/commendation/batch";
    let empty = served.get(Some(Role::Clerk), batch).await;
    assert!(empty.status == 200 && empty.text().contains("还没有推荐"), "{}", empty.text());
    let form = [
        ("f-year", "2026年"),
        ("f-target", "个人"),
        ("f-person", NAME),
        ("d-person", &number),
        ("f-level", "县级"),
        ("f-title", "临河县劳动模范"),
        ("f-nominated_on", "2026-1-5"),
        ("f-reward", "1000"),
    ];
    target(&served.post(Role::Clerk, "/registers/commendation/new", &form).await);
    for role in [Role::Clerk, Role::Head] {
        let text = served.get(Some(role), batch).await.text();
        for there in ["欧***", "已推荐", "审核推荐材料", "复核"] {
            assert!(text.contains(there), "{there}: {text}");
        }
        assert_eq!(holds_secrets(&text), Vec::<String>::new());
        assert_eq!(text.contains("打印公示名单"), role == Role::Clerk);
    }
    let award = [("year", "2026"), ("paid_on", "2026-01-09"), ("one", "u:1:1")];
    let refused = served.post(Role::Clerk, batch, &award).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("不在待发奖金之列"), "{}", refused.text());
    let paper = [("year", "2026"), ("from", "2026-01-12"), ("until", "2026-01-16")];
    for file in ["public.docx", "roster.pdf"] {
        let path = format!("{batch}/{file}");
        let nothing = served.post(Role::Clerk, &path, &paper).await;
        assert_eq!(nothing.status, 409, "{file} {}", nothing.text());
        let refused = served.post(Role::Head, &path, &paper).await;
        assert_eq!(refused.status, 403, "{file}");
        assert_eq!(holds_secrets(&refused.text()), Vec::<String>::new());
    }
}
