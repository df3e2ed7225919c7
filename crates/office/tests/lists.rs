//! Lists and people of registers: two records of one person, files of journals, views kept under a name, filters by
//! any field; on both databases.

use office::OfficeError;
use office::beginning::Upload;
use office::registers::listing::{Filter, Question};
use office::registers::merging::Likeness;
use office::registers::sight::Wish;
use office::registers::views::{AskedFor, Wanted};
use register::check_digit;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{SCHOOLS, Town, UNION, asker};

const PHONE: &str = "13900001234";

fn number(born: &str, serial: &str) -> String {
    let body = format!("990321{born}{serial}");
    let check = check_digit(&body).expect("seventeen digits");
    format!("{body}{check}")
}

async fn household(town: &Town, name: &str, number: &str, phone: &str) -> i64 {
    let rows = [
        ("户主姓名", name),
        ("证件号码", number),
        ("联系电话", phone),
        ("家庭住址", "东山市临河县城关镇一里3号"),
        ("所属行政区划", "110105"),
        ("家庭人口", "3"),
        ("家庭年收入", "18000"),
        ("年刚性支出", "9000"),
        ("致困原因", "本人或家庭成员患病"),
        ("困难类别", "深度困难"),
        ("建档日期", "2025-03-01"),
        ("核查日期", "2025-02-20"),
    ];
    add(town, "household", &rows).await
}

async fn aid(town: &Town, name: &str, number: &str) -> i64 {
    let rows = [
        ("受助人姓名", name),
        ("证件号码", number),
        ("救助种类", "生活救助"),
        ("发放金额", "3000"),
        ("发放日期", "2025-06-01"),
    ];
    add(town, "aid", &rows).await
}

/// The newest entries of the audit trail: act and detail.
async fn trail(town: &Town) -> Vec<(String, String)> {
    let auditor = town.somebody(Role::Auditor);
    let filter = store::audit::Filter { take: 60, ..Default::default() };
    let (entries, _) = town.office.list_trail(&auditor, &filter).await.expect("a trail");
    entries.into_iter().map(|entry| (entry.act.act, entry.act.detail)).collect()
}

#[tokio::test]
async fn two_records_become_one_person_and_two_again() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let (old, new) = (number("19800101", "001"), number("19800101", "002"));
        household(&town, "甲某人", &old, PHONE).await;
        let paid = aid(&town, "甲某人", &new).await;
        let wife = number("19810202", "004");
        household(&town, "乙某人", &wife, PHONE).await;
        // The same name alone says nothing.
        aid(&town, "甲某人", &number("19900303", "005")).await;
        let hash = async |number: &str| office.person_hash(&clerk, number).await.expect("a hash");
        let (one, other) = (hash(&old).await, hash(&new).await);
        let likely = office.likely_same(&clerk, UNION, &one).await.expect("others");
        let told: Vec<(&str, &[Likeness])> =
            likely.iter().map(|one| (one.hash.as_str(), one.why.as_slice())).collect();
        let neighbour = hash(&wife).await;
        let expected: [(&str, &[Likeness]); 2] =
            [(&other, &[Likeness::NameAndBirth]), (&neighbour, &[Likeness::Phone])];
        assert_eq!(told, expected, "{}", database.kind);
        let said = format!("{likely:?}");
        assert!(!said.contains("某人") && !said.contains(&new) && said.contains("甲**"), "{said}");
        for role in [Role::Head, Role::Recorder] {
            let somebody = town.somebody(role);
            let refused = office.likely_same(&somebody, UNION, &one).await;
            assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
            let refused = office.merge_people(&somebody, UNION, (&one, &other), "换证").await;
            assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        }
        let stranger = asker(Role::Clerk, SCHOOLS, "r/s/");
        let refused = office.merge_people(&stranger, UNION, (&one, &other), "换证").await;
        assert!(matches!(refused, Err(OfficeError::Missing { .. })), "{refused:?}");
        assert!(office.merge_people(&clerk, UNION, (&one, &other), " ").await.is_err());
        let nobody = hash(&number("19700101", "009")).await;
        let refused = office.merge_people(&clerk, UNION, (&one, &nobody), "换证").await;
        assert!(matches!(refused, Err(OfficeError::Missing { .. })), "{refused:?}");
        office.merge_people(&clerk, UNION, (&one, &other), "换证").await.expect("merged");
        for same in [&other, &one] {
            let refused = office.merge_people(&clerk, UNION, (&one, same), "再").await;
            assert!(matches!(refused, Err(OfficeError::Conflict(_))), "{refused:?}");
        }
        for hash in [&one, &other] {
            let person = office.person(&clerk, UNION, hash, Wish::Plain).await.expect("a person");
            let names: Vec<&str> = person.registers.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, ["aid", "household"]);
            let document = if hash == &one { &old } else { &new };
            assert_eq!(person.document.as_str(), document);
            assert_eq!(person.other_documents.len(), 1);
            let merged = person.merged.first().expect("a merger");
            assert_eq!((merged.reason.as_str(), merged.owner.as_str()), ("换证", UNION));
        }
        let likely = office.likely_same(&clerk, UNION, &one).await.expect("others");
        assert_eq!(likely.len(), 1, "one is no other");
        // Whoever looks for one number finds what was registered under the other.
        let filters = vec![("household".to_owned(), Filter::Is(old.clone()))];
        for question in [
            Question { words: old.clone(), take: 9, ..Question::default() },
            Question { filters, take: 9, ..Question::default() },
        ] {
            let lines = office.list_entries(&clerk, "aid", UNION, &question).await.expect("lines");
            assert_eq!(lines.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [paid]);
        }
        let entry = office.entry(&clerk, "aid", UNION, paid, Wish::Plain).await.expect("an entry");
        let fields = format!("{:?}", entry.fields);
        assert!(fields.contains(&new) && !fields.contains(&old), "what was typed stays: {fields}");
        assert!(office.part_people(&clerk, UNION, (&one, &other), "").await.is_err());
        office.part_people(&clerk, UNION, (&one, &other), "弄错了").await.expect("parted");
        let again = office.part_people(&clerk, UNION, (&one, &other), "弄错了").await;
        assert!(matches!(again, Err(OfficeError::Missing { .. })), "{again:?}");
        let person = office.person(&clerk, UNION, &one, Wish::Masked).await.expect("a person");
        assert_eq!((person.registers.len(), person.merged.len()), (1, 0));
        let trail = trail(&town).await;
        for (act, reason) in [("合并个人记录", "换证"), ("拆分个人记录", "弄错了")]
        {
            let is_it =
                |(known, detail): &(String, String)| known == act && detail.contains(reason);
            assert!(trail.iter().any(is_it), "{act}: {trail:?}");
        }
        assert!(!format!("{trail:?}").contains(&old), "no number stands in the trail");
    }
}

#[tokio::test]
async fn files_are_put_beside_entries_of_journals_and_declared_void() {
    let pdf = |text: &str| Upload {
        name: "回单.pdf".into(),
        bytes: format!("%PDF-1.7 {text}").into_bytes(),
    };
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        household(&town, "甲某人", &number("19800101", "001"), PHONE).await;
        household(&town, "乙某人", &number("19810202", "004"), PHONE).await;
        let id = aid(&town, "甲某人", &number("19800101", "001")).await;
        let seen = Seen { id, version: 1 };
        let attach = async |who: &office::Asker, field: &str, upload: Upload| {
            office.attach(who, "aid", UNION, seen, field, upload).await
        };
        let with = async |who: &office::Asker, filter: Filter| {
            let filters = vec![("receipt".to_owned(), filter)];
            let question = Question { filters, take: 9, ..Question::default() };
            let lines = office.list_entries(who, "aid", UNION, &question).await?.lines;
            Ok::<_, OfficeError>(lines.into_iter().map(|line| line.id).collect::<Vec<i64>>())
        };
        let bare = aid(&town, "乙某人", &number("19810202", "004")).await;
        assert!(with(&clerk, Filter::Filled).await.expect("lines").is_empty());
        attach(&clerk, "receipt", pdf("一")).await.expect("attached");
        assert_eq!(with(&clerk, Filter::Filled).await.expect("lines"), [id]);
        assert_eq!(with(&clerk, Filter::Empty).await.expect("lines"), [bare]);
        let twice = attach(&clerk, "receipt", pdf("一")).await;
        assert!(matches!(twice, Err(OfficeError::Invalid(_))), "{twice:?}");
        let page = Upload { name: "回单.pdf".into(), bytes: b"<html>".to_vec() };
        assert!(matches!(attach(&clerk, "receipt", page).await, Err(OfficeError::Fields(_))));
        let nowhere = attach(&clerk, "amount", pdf("二")).await;
        assert!(matches!(nowhere, Err(OfficeError::Missing { .. })), "{nowhere:?}");
        let recorder = town.somebody(Role::Recorder);
        let refused = attach(&recorder, "receipt", pdf("二")).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        let digest = store::digest("%PDF-1.7 一".as_bytes());
        let void = async |who: &office::Asker, number: i64, reason: &str| {
            office.void_attachment(who, "aid", UNION, id, number, reason).await
        };
        assert!(void(&clerk, 1, "").await.is_err(), "a reason is needed");
        let refused = void(&recorder, 1, "传错").await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        void(&clerk, 1, "传错").await.expect("void");
        assert!(with(&clerk, Filter::Filled).await.expect("lines").is_empty(), "void is none");
        let refused = with(&recorder, Filter::Filled).await;
        assert!(matches!(refused, Err(OfficeError::Invalid(_))), "{refused:?}");
        let again = void(&clerk, 1, "传错").await;
        assert!(matches!(again, Err(OfficeError::Conflict(_))), "{again:?}");
        attach(&clerk, "receipt", pdf("一")).await.expect("attached again");
        let files = office.attachments(&clerk, "aid", UNION, id).await.expect("files");
        let told: Vec<(i64, bool)> = files
            .iter()
            .filter_map(|file| file.later.as_ref())
            .map(|later| (later.number, later.voided.is_some()))
            .collect();
        assert_eq!(told, [(1, true), (2, false)]);
        let file = office.attachment(&clerk, "aid", UNION, id, &digest).await.expect("a file");
        assert_eq!(
            (file.bytes.as_slice(), file.media),
            ("%PDF-1.7 一".as_bytes(), "application/pdf")
        );
        let files = office.attachments(&recorder, "aid", UNION, id).await.expect("files");
        assert!(files.is_empty(), "who may not see the field does not see its files: {files:?}");
        let refused = office.attachment(&recorder, "aid", UNION, id, &digest).await;
        assert!(matches!(refused, Err(OfficeError::Missing { .. })));
        let elsewhere = office.attachment(&clerk, "aid", UNION, bare, &digest).await;
        assert!(matches!(elsewhere, Err(OfficeError::Missing { .. })), "of another entry");
        let entry = office.entry(&clerk, "aid", UNION, id, Wish::Masked).await.expect("an entry");
        assert_eq!(entry.kept.version, 1, "the entry itself never changes");
        let acts: Vec<String> = trail(&town).await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts.iter().filter(|act| *act == "补充附件").count(), 2);
        assert_eq!(acts.iter().filter(|act| *act == "作废附件").count(), 1);
        let report = office.store().check().await.expect("a report");
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

fn pairs(all: &[(&str, &str)]) -> AskedFor {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn wanted(name: &str, is_default: bool, is_shared: bool) -> Wanted {
    Wanted { name: name.into(), is_default, is_shared }
}

#[tokio::test]
async fn views_are_kept_shared_and_tell_nothing_that_their_reader_may_not_ask() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let recorder = town.somebody(Role::Recorder);
        let asked = pairs(&[
            ("q", "欧阳"),
            ("f-amount-from", "500"),
            ("f-beneficiary-has", "欧阳"),
            ("sort", "-paid_on"),
            ("col", "amount"),
            ("col", "account"),
            ("size", "100"),
        ]);
        let keep = async |who: &office::Asker, wanted: &Wanted, asked: &AskedFor| {
            office.keep_view(who, "aid", UNION, wanted, asked.clone()).await
        };
        let id = keep(&clerk, &wanted("大额", true, true), &asked).await.expect("kept");
        keep(&clerk, &wanted("只给自己", false, false), &asked).await.expect("kept");
        let own = office.register_views(&clerk, "aid", UNION).await.expect("views");
        let told: Vec<(&str, bool, usize)> =
            own.iter().map(|one| (one.name.as_str(), one.is_default, one.left_out)).collect();
        assert_eq!(told, [("只给自己", false, 0), ("大额", true, 0)]);
        assert_eq!(own.last().map(|one| &one.asked), Some(&asked));
        let shared = office.register_views(&recorder, "aid", UNION).await.expect("views");
        let [one] = shared.as_slice() else { panic!("{shared:?}") };
        let open = pairs(&[
            ("f-amount-from", "500"),
            ("sort", "-paid_on"),
            ("col", "amount"),
            ("size", "100"),
        ]);
        assert_eq!((&one.asked, one.left_out, one.is_default), (&open, 3, false));
        assert!(!format!("{shared:?}").contains("欧阳"), "{shared:?}");
        let stranger = asker(Role::Clerk, SCHOOLS, "r/s/");
        let stranger = office::Asker { user: "another".into(), ..stranger };
        let none = office.register_views(&stranger, "aid", SCHOOLS).await.expect("views");
        assert!(none.is_empty(), "{none:?}");
        let refused = [
            (&clerk, pairs(&[("q", "990321198001010010")])),
            (&clerk, pairs(&[("f-account-has", "6222021234567890128")])),
            (&clerk, pairs(&[("f-none", "1")])),
            (&clerk, pairs(&[("n-account", "1")])),
            (&recorder, pairs(&[("f-beneficiary-has", "甲")])),
            (&recorder, pairs(&[("sort", "beneficiary")])),
            (&recorder, pairs(&[("col", "account")])),
        ];
        for (who, asked) in refused {
            let said = keep(who, &wanted("不行", false, false), &asked).await;
            assert!(matches!(said, Err(OfficeError::Invalid(_))), "{asked:?} {said:?}");
        }
        for name in ["", " ", "一二三四五六七八九十一二三四五六七八九十一"] {
            assert!(keep(&clerk, &wanted(name, false, false), &open).await.is_err(), "{name}");
        }
        // The same name writes over, and only one view is what the list opens with.
        let same = keep(&clerk, &wanted("大额", false, true), &open).await.expect("kept");
        assert_eq!(same, id);
        keep(&clerk, &wanted("只给自己", true, false), &open).await.expect("kept");
        keep(&clerk, &wanted("大额", true, true), &open).await.expect("kept");
        let own = office.register_views(&clerk, "aid", UNION).await.expect("views");
        let usual: Vec<&str> =
            own.iter().filter(|one| one.is_default).map(|one| one.name.as_str()).collect();
        assert_eq!(usual, ["大额"]);
        let change = async |who: &office::Asker, name: &str| {
            office.change_view(who, "aid", &id, &wanted(name, false, false)).await
        };
        let clash = change(&clerk, "只给自己").await;
        assert!(matches!(clash, Err(OfficeError::Conflict(_))), "{clash:?}");
        for refused in
            [change(&recorder, "别人的").await, office.forget_view(&recorder, "aid", &id).await]
        {
            assert!(matches!(refused, Err(OfficeError::Missing { .. })), "{refused:?}");
        }
        let elsewhere = office.forget_view(&clerk, "household", &id).await;
        assert!(matches!(elsewhere, Err(OfficeError::Missing { .. })), "{elsewhere:?}");
        change(&clerk, "五百元以上").await.expect("changed");
        assert!(office.register_views(&recorder, "aid", UNION).await.expect("views").is_empty());
        office.forget_view(&clerk, "aid", &id).await.expect("forgotten");
        let own = office.register_views(&clerk, "aid", UNION).await.expect("views");
        assert_eq!(own.len(), 1);
    }
}

#[tokio::test]
async fn lists_are_filtered_by_any_field_of_which_something_may_be_asked() {
    let text = |text: &str| text.to_owned();
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let number = number("19800101", "001");
        household(&town, "甲某人", &number, PHONE).await;
        let count = async |register: &str, name: &str, filter: Filter| {
            let filters = vec![(name.to_owned(), filter)];
            let question = Question { filters, take: 9, ..Question::default() };
            office.list_entries(&clerk, register, UNION, &question).await.map(|it| it.lines.len())
        };
        let cases = [
            // What is computed: (18000 - 9000) / 12 / 3 is 250 yuan.
            ("per_capita", Filter::AtLeast(text("250")), 1),
            ("per_capita", Filter::AtLeast(text("250.01")), 0),
            ("per_capita", Filter::AtMost(text("249.99")), 0),
            ("computed_category", Filter::Is(text("深度困难")), 1),
            ("computed_category", Filter::Is(text("none")), 0),
            // A region with all within it.
            ("region", Filter::Is(text("110105")), 1),
            ("region", Filter::Is(text("110100")), 1),
            ("region", Filter::Is(text("北京市")), 1),
            ("region", Filter::Is(text("130000")), 0),
            // What is encrypted: as a whole by its hash, or filled or not.
            ("phone", Filter::Is(text(PHONE)), 1),
            ("phone", Filter::Is(text("13900001235")), 0),
            ("phone", Filter::Filled, 1),
            ("phone", Filter::Empty, 0),
            ("head", Filter::Is(number.clone()), 1),
            ("address", Filter::Filled, 1),
            ("disability", Filter::Filled, 0),
            ("disability", Filter::Empty, 1),
        ];
        for (name, filter, expected) in cases {
            let said = format!("{name} {filter:?} {}", database.kind);
            assert_eq!(count("household", name, filter).await.expect("lines"), expected, "{said}");
        }
        for (register, name, filter) in [
            ("household", "address", Filter::Contains(text("城关"))),
            ("household", "address", Filter::Is(text("东山市临河县城关镇一里3号"))),
            ("household", "phone", Filter::Contains(text("139"))),
            ("household", "phone", Filter::AtLeast(text("1390000123"))),
            ("household", "phone", Filter::Is(text("139"))),
            ("aid", "receipt", Filter::Contains(text("回单"))),
        ] {
            let refused = count(register, name, filter.clone()).await;
            assert!(
                matches!(refused, Err(OfficeError::Invalid(_))),
                "{name} {filter:?} {refused:?}"
            );
        }
        let recorder = town.somebody(Role::Recorder);
        for (name, filter) in [
            ("phone", Filter::Is(text(PHONE))),
            ("head", Filter::Is(number.clone())),
            ("disability", Filter::Empty),
            ("per_capita", Filter::AtLeast(text("1"))),
        ] {
            let filters = vec![(name.to_owned(), filter)];
            let question = Question { filters, take: 9, ..Question::default() };
            let refused = office.list_entries(&recorder, "household", UNION, &question).await;
            assert!(matches!(refused, Err(OfficeError::Invalid(_))), "{name} {refused:?}");
        }
        let trail = trail(&town).await;
        let looked: Vec<&String> =
            trail.iter().filter(|(act, _)| act == "按号码筛选").map(|(_, detail)| detail).collect();
        assert_eq!(looked.len(), 3, "{trail:?}");
        assert!(looked.iter().any(|detail| detail.contains("联系电话")), "{looked:?}");
        assert!(!format!("{trail:?}").contains(PHONE) && !format!("{trail:?}").contains(&number));
    }
}
