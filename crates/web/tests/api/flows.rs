//! By the interface: what comes due, the account of dues, whose registers they are, checks with personal data.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{HOUSEHOLD, ID, add, read, refused, send};
use crate::support::Served;

const CLERK: Role = Role::Clerk;

async fn get(served: &Served, role: Role, path: &str) -> crate::support::Answer {
    send(served, role, "GET", path, &Value::Null).await
}

#[tokio::test]
async fn what_comes_due_is_told() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let verified = [("核查日期", "2024-05-01"), ("状态", "在档")];
        add(&served, "household", &[&HOUSEHOLD[..], &verified].concat()).await;
        let all = "/api/v1/registers/reminders";
        let list = read(&get(&served, CLERK, all).await, 200);
        let lines = list["items"].as_array().expect("reminders");
        let one = lines.iter().find(|line| line["name"] == "household_recheck");
        let one = one.expect("the reminder");
        assert_eq!((&one["register"], &one["overdue"]), (&json!("household"), &json!(1)));
        refused(&get(&served, Role::Finance, all).await, 403);
        let path = format!("{all}/household_recheck");
        let answer = get(&served, CLERK, &path).await;
        assert!(!answer.text().contains("甲某人"), "masked: {}", answer.text());
        let told = read(&answer, 200);
        assert_eq!((&told["listed"], &told["items"][0]["id"]), (&json!(1), &json!(1)), "{told}");
        assert!(told["items"][0]["days_left"].as_i64().is_some_and(|left| left < 0), "{told}");
        refused(&get(&served, Role::Finance, &path).await, 403);
        refused(&get(&served, Role::Recorder, &format!("{path}?plain=true")).await, 403);
        refused(&get(&served, CLERK, &format!("{path}?page=0")).await, 400);
        refused(&get(&served, CLERK, &format!("{all}/nothing")).await, 404);
    }
}

#[tokio::test]
async fn dues_are_accounted_for() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        for (unit, payroll, amount) in [("甲厂", "100000.25", "1900"), ("丙社", "", "88")] {
            let row = [
                ("缴费单位", unit),
                ("收入种类", "拨缴经费"),
                ("所属期", "2024年第一季度"),
                ("职工工资总额", payroll),
                ("实缴金额", amount),
                ("入账日期", "2024-03-20"),
            ];
            add(&served, "fund_receipt", &row).await;
        }
        let dues = "/api/v1/registers/dues";
        // Nothing of 2025, the last year that had time to be paid, is known: the one before is shown.
        let account = read(&get(&served, CLERK, dues).await, 200);
        assert_eq!((&account["year"], &account["total"]), (&json!(2024), &json!(2)), "{account}");
        let first = &account["items"][0];
        assert_eq!(first["due_fen"], 200_001, "2 % of 100,000.25 to the fen: {first}");
        assert_eq!(
            (&first["difference_fen"], &first["standing"]),
            (&json!(-10_001), &json!("behind"))
        );
        let found = get(&served, CLERK, &format!("{dues}?year=2024&words=%E4%B8%99")).await;
        let found = read(&found, 200);
        assert_eq!((&found["total"], &found["items"][0]["due_fen"]), (&json!(1), &Value::Null));
        let none = read(&get(&served, CLERK, &format!("{dues}?year=2025")).await, 200);
        assert_eq!(none["total"], 0, "{none}");
        for (asked, expected) in
            [("year=9999999", 400), ("year=0&show=odd", 400), ("take=0", 400), ("owner=s", 404)]
        {
            refused(&get(&served, CLERK, &format!("{dues}?{asked}")).await, expected);
        }
        refused(&get(&served, Role::Finance, dues).await, 403);
        let csv = format!("{dues}/csv");
        let table = get(&served, CLERK, &format!("{csv}?year=2024&show=behind")).await;
        assert!(table.status == 200 && table.text().contains("甲厂,,2000.01,1900.00"));
        assert!(!table.text().contains("丙社"), "{}", table.text());
        refused(&get(&served, CLERK, &csv).await, 400);
        refused(&get(&served, Role::Finance, &format!("{csv}?year=2024")).await, 403);
    }
}

#[tokio::test]
async fn registers_have_owners_and_checks_show_people_to_whom_may_see_them() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let owners = read(&get(&served, CLERK, "/api/v1/registers/owners").await, 200);
        assert_eq!((&owners["total"], &owners["items"][0]["id"]), (&json!(1), &json!("u")));
        refused(&get(&served, Role::Finance, "/api/v1/registers/owners").await, 403);
        let aid = [
            ("受助人姓名", "甲某人"),
            ("证件号码", ID),
            ("救助种类", "生活救助"),
            ("发放金额", "3000"),
            ("发放日期", "2025-06-01"),
        ];
        add(&served, "aid", &aid).await;
        let path = "/api/v1/registers/checks/REG101";
        assert!(!get(&served, CLERK, path).await.text().contains("甲某人"));
        let plain = format!("{path}?plain=true");
        let shown = get(&served, CLERK, &plain).await;
        assert!(shown.status == 200 && shown.text().contains("甲某人"), "{}", shown.text());
        refused(&get(&served, Role::Recorder, &plain).await, 403);
    }
}

#[tokio::test]
async fn measures_tell_their_value_and_the_entries_behind_it() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        for (unit, amount) in [("甲厂", "1900.50"), ("丙社", "88")] {
            let row = [
                ("缴费单位", unit),
                ("收入种类", "拨缴经费"),
                ("所属期", "2024年第一季度"),
                ("实缴金额", amount),
                ("入账日期", "2024-03-20"),
            ];
            add(&served, "fund_receipt", &row).await;
        }
        let all = "/api/v1/measures";
        let list = read(&get(&served, CLERK, &format!("{all}?year=2024")).await, 200);
        let lines = list["items"].as_array().expect("measures");
        let line = lines.iter().find(|line| line["code"] == "funds_received").expect("one");
        assert_eq!((&line["unit"], &line["value"]["entries"]), (&json!("万元"), &json!([2])));
        let value = format!("{all}/funds_received/value");
        let asked = json!({ "year": 2024 });
        let told = read(&send(&served, CLERK, "POST", &value, &asked).await, 200);
        assert_eq!(told["value"]["value"], "0.19885", "{told}");
        let before = json!({ "year": 2024, "as_of": "2024-01-01" });
        let told = read(&send(&served, CLERK, "POST", &value, &before).await, 200);
        assert_eq!(told["value"]["value"], "0", "nothing was entered by then: {told}");
        let evidence = format!("{all}/funds_received/evidence");
        let wanted = json!({ "question": { "year": 2024 } });
        let told = read(&send(&served, CLERK, "POST", &evidence, &wanted).await, 200);
        let shares: Vec<&Value> =
            told["items"].as_array().expect("entries").iter().map(|one| &one["share"]).collect();
        assert_eq!((shares, &told["next"]), (vec![&json!("1900.5"), &json!("88")], &Value::Null));
        for (path, body, expected) in [
            (&value, json!({ "year": 1 }), 400),
            (&value, json!({ "year": 2024, "choices": { "nothing": ["x"] } }), 422),
            (&evidence, json!({ "question": { "year": 2024 }, "part": 1 }), 404),
            (&format!("{all}/nothing/value"), asked.clone(), 404),
        ] {
            refused(&send(&served, CLERK, "POST", path, &body).await, expected);
        }
        refused(&get(&served, Role::Finance, &format!("{all}?year=2024")).await, 403);
        refused(&send(&served, Role::Finance, "POST", &value, &asked).await, 403);
        refused(&send(&served, Role::Finance, "POST", &evidence, &wanted).await, 403);
    }
}
