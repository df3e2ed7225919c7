//! `jiheng measure`: values with what stands behind them, masked; names that nobody bears; on both databases.

use std::path::Path;

use office::beginning::Upload;
use office::registers::Vault;
use office::registers::keeping::Kept;
use office::year::binding::{Bound, Value as Entered};
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use serde_json::Value;
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::{Assignment, Role};
use testkit::database::Database;

use crate::outside::{err, folder, jiheng, out, status};

const TEXT: &str = include_str!("../../../examples/linhe-2026.txt");
const PROJECT: &str = "99032126P00110010001X";
const LIVING: &str = "99032126P00110010001X/数量指标/生活救助户数";
const INCOME: &str = "99032126P00110010001X/社会效益指标/受助家庭人均收入增长率";

/// A union with a statement, a value computed over two payments and one that was entered; gives the statement's id.
async fn union(database: &Database, key: &Path) -> String {
    let clock = Clock::set_to("2026-07-10T01:00:00Z".parse().unwrap());
    let store = store::Store::open(&database.address).await.unwrap();
    let rulebook = std::sync::Arc::new(Rulebook::embedded().unwrap());
    let office = Office::new(store, rulebook, clock).with_vault(Vault::open(key).unwrap());
    let mut tx = office.store().write().await.unwrap();
    let union = Organisation {
        id: "u".into(),
        parent: None,
        path: "u/".into(),
        kind: OrganisationKind::Department,
        code: "711".into(),
        region: "990321".into(),
        name: "临河县总工会".into(),
        created_at: "2026-01-01T00:00:00.000Z".into(),
        closed_at: None,
    };
    organisations::insert(&mut tx, &union).await.unwrap();
    tx.commit().await.unwrap();
    let clerk = clerk();
    let upload = Upload { name: "绩效文本.txt".into(), bytes: TEXT.into() };
    let id = office.import_statement(&clerk, "u", &upload).await.unwrap();
    for (voucher, paid_on, amount) in
        [("记-1", "2026-03-12", "12000"), ("记-2", "2026-06-20", "8000.50")]
    {
        pay(&office, &clerk, [voucher, paid_on, amount]).await;
    }
    let arguments = measure::Arguments::none().with("project", PROJECT);
    let spent =
        Bound { key: LIVING.into(), measure: "spent".into(), arguments, reason: String::new() };
    office.bind(&clerk, &id, &[spent]).await.unwrap();
    let entered = Entered {
        key: INCOME.into(),
        as_of: "2026-06-30".into(),
        words: "6.5%".into(),
        reason: "民政局核定表".into(),
        proof: None,
    };
    office.enter_value(&clerk, &id, &entered).await.unwrap();
    id
}

async fn pay(office: &Office, clerk: &Asker, [voucher, paid_on, amount]: [&str; 3]) {
    let all = office.registers().await.unwrap();
    let inputs = &all.get("spending").unwrap().definition.inputs;
    let typed = [
        ("项目编码", PROJECT),
        ("收款方", "赵小青"),
        ("支付金额", amount),
        ("支付日期", paid_on),
        ("凭证号", voucher),
        ("用途", "慰问品"),
    ];
    let place = |label: &str| inputs.iter().position(|input| input.label == label).unwrap();
    let typed = typed.iter().map(|(label, text)| (place(label), (*text).to_owned())).collect();
    let kept = office.add_entry(clerk, "spending", "u", &typed).await.unwrap();
    assert!(matches!(kept, Kept::Done { .. }), "{kept:?}");
}

fn clerk() -> Asker {
    let given = Assignment {
        user: "clerk".into(),
        role: Role::Clerk,
        organisation: "u".into(),
        path: "u/".into(),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: String::new(),
    };
    let home = "u".into();
    Asker { user: "clerk".into(), home, assignments: vec![given], ..Asker::console("clerk") }
}

fn indicator<'a>(told: &'a Value, key: &str) -> &'a Value {
    told["indicators"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_indicator_is_told_with_what_stands_behind_it() {
    for database in Database::both() {
        let here = folder(&format!("measure-{}", database.kind));
        let id = union(&database, &here.join("register.key")).await;
        let measure = |arguments: &[&str]| {
            let place = ["measure", "--database", &database.address, "--key", "register.key"];
            jiheng(&here, &[&place, arguments].concat())
        };
        let june = ["--statement", &id, "--day", "2026-06-30"];
        let told = measure(&[&june[..], &["--json"]].concat());
        // Most indicators have no value yet.
        assert_eq!(status(&told), 1, "{}", err(&told));
        let told: Value = serde_json::from_str(&out(&told)).unwrap();
        assert_eq!(
            (&told["owner_name"], &told["as_of"]),
            (&"临河县总工会".into(), &"2026-06-30".into())
        );
        let living = indicator(&told, LIVING);
        assert_eq!((&living["state"], &living["entries"]), (&"computed".into(), &2.into()));
        assert_eq!(living["computed"]["value"], "2.00005");
        assert_eq!(living["computed"]["unit"], "万元");
        assert!(living["said"].as_str().unwrap().contains("支付的金额"), "{living}");
        assert!(living.get("evidence").is_none());
        let income = indicator(&told, INCOME);
        assert_eq!((&income["state"], &income["words"]), (&"entered".into(), &"6.5%".into()));
        assert!(income["said"].as_str().unwrap().contains("民政局核定表"));
        let missing = told["indicators"].as_array().unwrap().iter();
        assert!(missing.filter(|one| one["state"] == "missing").count() > 2);

        let text = measure(&june);
        assert_eq!(status(&text), 1);
        let line = out(&text);
        let line = line.lines().find(|line| line.contains("生活救助户数")).unwrap();
        assert!(line.contains("2.00005万元") && line.contains("台账"), "{line}");

        // Payments by the end of March: one of two; one indicator with a value is whole.
        let march = ["--year", "2026", "--organisation", "711", "--day", "2026-03-31", "--json"];
        let told = measure(&[&march[..], &["--evidence", "spent", "--project", PROJECT]].concat());
        assert_eq!(status(&told), 0, "{}", err(&told));
        let told: Value = serde_json::from_str(&out(&told)).unwrap();
        let evidence = &indicator(&told[0], LIVING)["evidence"][0];
        assert_eq!((&evidence["register"], &evidence["count"]), (&"spending".into(), &1.into()));
        assert_eq!(evidence["entries"][0]["share"], "12000");
        // Masked, whoever runs the program.
        let cells = evidence["entries"][0]["cells"].to_string();
        assert!(cells.contains("赵") && !cells.contains("赵小青"), "{cells}");
        let one = measure(&[&june[..], &["--evidence", "生活救助户数", "--entries", "1"]].concat());
        let one = out(&one);
        assert!(one.contains("2条记录，列出1条") && one.contains("记-"), "{one}");
        assert!(!one.contains("赵小青"), "{one}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_told() {
    for database in Database::both() {
        let here = folder(&format!("measure-none-{}", database.kind));
        let measure = |arguments: &[&str]| {
            jiheng(&here, &[&["measure", "--database", &database.address], arguments].concat())
        };
        let none = measure(&["--year", "2026", "--json"]);
        assert_eq!((status(&none), out(&none).as_str()), (0, "[]\n"), "{}", err(&none));
        let id = union(&database, &here.join("jiheng-data/register.key")).await;
        for (arguments, said) in [
            (&["--statement", "nowhere"][..], "找不到这份绩效文本"),
            (&["--statement", &id, "--evidence", "没有这项"], "没有叫“没有这项”的指标"),
            (&["--statement", &id, "--project", "没有这个"], "没有编码或名称是“没有这个”的项目"),
            (&["--year", "2026", "--organisation", "没有这家"], "没有叫“没有这家”的单位"),
            (&["--year", "2026", "--day", "六月"], "不是日期"),
            (&["--statement", &id, "--year", "2026"], ""),
            (&[], ""),
        ] {
            let refused = measure(arguments);
            assert_eq!(status(&refused), 2, "{arguments:?}: {}", out(&refused));
            assert!(err(&refused).contains(said), "{arguments:?}: {}", err(&refused));
        }
    }
}
