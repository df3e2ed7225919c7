//! Batches by the interface: aid that is paid, check-ups of model workers.

use serde_json::{Value, json};
use store::people::Role;
use testkit::database::Database;

use super::registers::{HOUSEHOLD, ID, add, read, refused, send};
use crate::support::Served;

const CLERK: Role = Role::Clerk;
const BATCH: &str = "/api/v1/registers/aid_application/batch";
const MODELS: &str = "/api/v1/registers/model_worker/batch";
const ACCOUNT: &str = "6228480402564890018";

const APPLICATION: [(&str, &str); 8] = [
    ("申请人姓名", "甲某人"),
    ("证件号码", ID),
    ("救助种类", "生活救助"),
    ("申请日期", "2025-11-01"),
    ("申请事由", "收支相抵后困难"),
    ("拟救助金额", "3000"),
    ("公示编号", "示2025-7"),
    ("决定编号", "会2025-12"),
];

/// A household with its file, a notice that ended and a decision; applications, one of which can be paid.
async fn prepared(served: &Served) -> (i64, i64) {
    add(served, "household", &[&HOUSEHOLD[..], &[("状态", "在档")]].concat()).await;
    let notice = [
        ("公示编号", "示2025-7"),
        ("公示事项", "帮扶救助"),
        ("公示标题", "生活救助名单"),
        ("公示开始日期", "2025-12-01"),
        ("公示结束日期", "2025-12-08"),
    ];
    add(served, "notice", &notice).await;
    let decision = [
        ("决定编号", "会2025-12"),
        ("会议", "主席办公会"),
        ("会议日期", "2025-12-10"),
        ("决策事项", "帮扶发放"),
        ("议题", "生活救助"),
        ("决定内容", "同意发放"),
    ];
    add(served, "decision", &decision).await;
    let waits = [&APPLICATION[..], &[("银行账号", ACCOUNT), ("状态", "待发放")]].concat();
    let sound = add(served, "aid_application", &waits).await;
    let mut bare: Vec<(&str, &str)> = APPLICATION.to_vec();
    bare[3].1 = "2025-11-02";
    bare.push(("状态", "待发放"));
    (sound, add(served, "aid_application", &bare).await)
}

#[tokio::test]
async fn aid_is_looked_through_printed_and_paid_once() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let (sound, bare) = prepared(&served).await;
        let path = format!("{BATCH}?paid_on=2026-01-08");
        let answer = send(&served, CLERK, "GET", &path, &Value::Null).await;
        assert!(!answer.text().contains("甲某人") && !answer.text().contains(ACCOUNT), "masked");
        let seen = read(&answer, 200);
        assert_eq!((&seen["payable"], &seen["payable_fen"]), (&json!(1), &json!(300_000)));
        let line = |id: i64| {
            let lines = seen["items"].as_array().expect("lines");
            lines.iter().find(|line| line["id"] == id).expect("the line").clone()
        };
        assert_eq!(line(sound)["refused"], json!([]));
        assert_eq!(line(bare)["refused"], json!(["没有填银行账号"]));
        refused(&send(&served, Role::Recorder, "GET", BATCH, &Value::Null).await, 403);
        let odd = format!("{BATCH}?paid_on=tomorrow");
        refused(&send(&served, CLERK, "GET", &odd, &Value::Null).await, 400);
        let plain = format!("{BATCH}?plain=true");
        let plain = send(&served, CLERK, "GET", &plain, &Value::Null).await;
        assert!(plain.text().contains("甲某人"), "{}", plain.text());

        papers(&served).await;

        let pay = |id: i64| {
            json!({ "batch": "2026年第一批", "paid_on": "2026-01-08",
                "applications": [{ "id": id, "version": 1 }] })
        };
        refused(&send(&served, Role::Head, "POST", BATCH, &pay(sound)).await, 403);
        refused(&send(&served, CLERK, "POST", BATCH, &pay(bare)).await, 422);
        let mut late = pay(sound);
        late["paid_on"] = json!("2026-01-11");
        refused(&send(&served, CLERK, "POST", BATCH, &late).await, 422);
        let paid = read(&send(&served, CLERK, "POST", BATCH, &pay(sound)).await, 200);
        assert_eq!(paid, json!({ "count": 1, "sum_fen": 300_000 }));
        refused(&send(&served, CLERK, "POST", BATCH, &pay(sound)).await, 409);
        let aid = "/api/v1/registers/aid/search";
        let found = send(&served, CLERK, "POST", aid, &json!({ "words": "2026年第一批" })).await;
        assert_eq!(read(&found, 200)["total"], 1);
        refused(&send(&served, CLERK, "POST", &format!("{BATCH}/bank"), &json!({})).await, 409);
    }
}

async fn papers(served: &Served) {
    let day = json!({ "paid_on": "2026-01-08" });
    let roster = format!("{BATCH}/roster/txt");
    let paper = send(served, CLERK, "POST", &roster, &day).await;
    assert!(paper.status == 200 && paper.text().contains(ID), "{}", paper.text());
    assert!(paper.text().contains("3000.00") && paper.head.contains("attachment"));
    refused(&send(served, Role::Recorder, "POST", &roster, &day).await, 403);
    let odd = format!("{BATCH}/roster/odd");
    refused(&send(served, CLERK, "POST", &odd, &day).await, 404);
    let bank = format!("{BATCH}/bank");
    let paper = send(served, CLERK, "POST", &bank, &day).await;
    assert!(paper.text().contains(&format!("1,{ACCOUNT},甲某人")), "{}", paper.text());
    refused(&send(served, Role::Recorder, "POST", &bank, &day).await, 403);
    let public = format!("{BATCH}/public/txt");
    let verified = [&APPLICATION[..], &[("状态", "已核查")]].concat();
    let mut verified: Vec<(&str, &str)> = verified;
    verified[3].1 = "2025-11-03";
    add(served, "aid_application", &verified).await;
    let notice = json!({ "from": "2026-01-10", "until": "2026-01-17", "names": "family",
        "hotline": "0990-5550101" });
    let paper = send(served, CLERK, "POST", &public, &notice).await;
    let text = paper.text();
    assert!(paper.status == 200 && text.contains("0990-5550101"), "{text}");
    assert!(!text.contains("甲某人") && !text.contains(ID), "{text}");
    refused(&send(served, Role::Recorder, "POST", &public, &notice).await, 403);
    let mut turned = notice.clone();
    turned["until"] = json!("2026-01-09");
    refused(&send(served, CLERK, "POST", &public, &turned).await, 422);
    let mut odd = notice;
    odd["names"] = json!("odd");
    refused(&send(served, CLERK, "POST", &public, &odd).await, 400);
}

#[tokio::test]
async fn check_ups_are_planned_printed_and_entered_once() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        for (name, id, state) in [("甲某人", ID, "在职"), ("丙某人", "990321198001010037", "去世")]
        {
            let row = [
                ("姓名", name),
                ("证件号码", id),
                ("最高称号级别", "县级"),
                ("荣誉称号", "劳动模范"),
                ("授予年度", "2010年"),
                ("是否困难劳模", "否"),
                ("状态", state),
            ];
            add(&served, "model_worker", &row).await;
        }
        let asked = format!("{MODELS}?kind=checkup&served_on=2025-09-10");
        let answer = send(&served, CLERK, "GET", &asked, &Value::Null).await;
        assert!(!answer.text().contains("甲某人"), "masked: {}", answer.text());
        let seen = read(&answer, 200);
        assert_eq!((&seen["fit"], &seen["items"][0]["refused"]), (&json!(1), &json!([])));
        let poor = send(&served, CLERK, "GET", &format!("{asked}&poor=true"), &Value::Null).await;
        assert_eq!(read(&poor, 200)["items"], json!([]));
        refused(&send(&served, Role::Head, "GET", &asked, &Value::Null).await, 403);
        let odd = format!("{MODELS}?kind=award");
        refused(&send(&served, CLERK, "GET", &odd, &Value::Null).await, 422);
        let roster = format!("{MODELS}/roster/txt");
        let wanted = json!({ "served_on": "2025-09-10" });
        let paper = send(&served, CLERK, "POST", &roster, &wanted).await;
        assert!(paper.status == 200 && paper.text().contains(ID), "{}", paper.text());
        refused(&send(&served, Role::Recorder, "POST", &roster, &wanted).await, 403);
        let odd = json!({ "served_on": "soon" });
        refused(&send(&served, CLERK, "POST", &roster, &odd).await, 400);
        let serve = |id: i64| {
            json!({ "kind": "checkup", "served_on": "2025-09-10", "place": "县医院",
                "models": [{ "owner": "u", "id": id, "version": 1 }] })
        };
        refused(&send(&served, Role::Head, "POST", MODELS, &serve(1)).await, 403);
        refused(&send(&served, CLERK, "POST", MODELS, &serve(2)).await, 422);
        let done = read(&send(&served, CLERK, "POST", MODELS, &serve(1)).await, 200);
        assert_eq!(done, json!({ "count": 1 }));
        refused(&send(&served, CLERK, "POST", MODELS, &serve(1)).await, 422);
        let seen = read(&send(&served, CLERK, "GET", &asked, &Value::Null).await, 200);
        assert_eq!(seen["fit"], 0, "{seen}");
        refused(&send(&served, CLERK, "POST", &roster, &wanted).await, 409);
    }
}
