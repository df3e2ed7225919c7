//! Own definitions: fields and registers added while the office runs, put away, and brought back with what stood in
//! them.

use std::sync::Arc;

use office::registers::Vault;
use office::registers::defining::composing::{NewField, NewRegister};
use office::registers::defining::planning::{Looked, Wanted, What};
use office::registers::sight::Wish;
use office::{Office, OfficeError};
use rulebook::Rulebook;
use store::Store;
use store::people::Role;
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{Town, UNION};

const NOTICE: [(&str, &str); 5] = [
    ("公示编号", "G1"),
    ("公示事项", "帮扶救助"),
    ("公示标题", "救助对象公示"),
    ("公示开始日期", "2025-05-05"),
    ("公示结束日期", "2025-05-15"),
];

fn field(label: &str, kind: &str) -> NewField {
    NewField {
        label: label.into(),
        kind: kind.into(),
        visibility: "inside".into(),
        personal: "none".into(),
        ..NewField::default()
    }
}

/// Adds a field to a register as the form does.
async fn with_field(office: &Office, town: &Town, register: &str, new: &NewField) -> Looked {
    let admin = town.somebody(Role::SystemAdministrator);
    let (text, seen) = office.with_field(&admin, register, new).await.expect("a text");
    define(office, town, register, &text, seen).await
}

async fn define(office: &Office, town: &Town, register: &str, text: &str, seen: i64) -> Looked {
    let admin = town.somebody(Role::SystemAdministrator);
    let (register, text) = (register.into(), text.into());
    let wanted = Wanted { register, text, seen, reason: "试用".into() };
    office.define(&admin, &wanted).await.expect("allowed")
}

fn steps(looked: &Looked) -> Vec<(What, &str)> {
    assert_eq!(looked.faults, [], "{looked:?}");
    looked.steps.iter().map(|step| (step.what, step.field.as_str())).collect()
}

/// What an entry shows in a field, as its clerk sees it.
async fn shows(town: &Town, register: &str, id: i64, label: &str) -> Option<String> {
    let clerk = town.somebody(Role::Clerk);
    let entry = town.office.entry(&clerk, register, UNION, id, Wish::Plain).await.expect("seen");
    let text = format!("{:?}", entry.fields);
    text.contains(label).then_some(text)
}

#[tokio::test]
async fn a_field_is_added_put_away_and_comes_back_with_what_stood_in_it() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let admin = town.somebody(Role::SystemAdministrator);
        let before = add(&town, "notice", &NOTICE).await;
        let looked = with_field(&town.office, &town, "notice", &field("张贴处", "text")).await;
        assert_eq!(steps(&looked), [(What::Added, "张贴处")]);
        assert_eq!((looked.version, looked.entries), (1, 1));
        let mut typed = NOTICE.to_vec();
        typed[0].1 = "G2";
        typed.push(("张贴处", "东门布告栏"));
        let id = add(&town, "notice", &typed).await;
        let text = shows(&town, "notice", id, "张贴处").await.expect("the field is there");
        assert!(text.contains("东门布告栏"), "{text}");
        assert!(shows(&town, "notice", before, "张贴处").await.is_some(), "old rows are readable");
        let (first, seen) = town.office.own_text(&admin, "notice").await.expect("a text");
        assert_eq!(seen, 1);

        // Another field, then the first one is put away: what stands in it is no longer seen, and kept.
        let looked = with_field(&town.office, &town, "notice", &field("份数", "number")).await;
        assert_eq!(steps(&looked), [(What::Added, "份数")]);
        let put_away = town.office.without_field(&admin, "notice", "local_1").await;
        let (text, seen) = put_away.expect("a text");
        let looked = define(&town.office, &town, "notice", &text, seen).await;
        assert_eq!(steps(&looked), [(What::PutAway, "张贴处")]);
        assert!(looked.steps[0].said.contains("1条记录"), "{looked:?}");
        assert_eq!(shows(&town, "notice", id, "张贴处").await, None);
        let clerk = town.somebody(Role::Clerk);
        let all = town.office.registers().await.expect("registers");
        let definition = all.get("notice").expect("there").definition;
        assert!(definition.field("local_1").is_none() && definition.field("local_2").is_some());
        let mut third = NOTICE.to_vec();
        third[0].1 = "G3";
        third.push(("份数", "3"));
        let third = add(&town, "notice", &third).await;

        // Back to the first text: the first field returns with its value, the second is put away.
        let looked = define(&town.office, &town, "notice", &first, 3).await;
        assert_eq!(steps(&looked), [(What::Returns, "张贴处"), (What::PutAway, "份数")]);
        let text = shows(&town, "notice", id, "张贴处").await.expect("back");
        assert!(text.contains("东门布告栏"), "{text}");
        assert_eq!(shows(&town, "notice", third, "份数").await, None);
        // And forward again.
        let second = town.office.old_text(&admin, "notice", 2).await.expect("a text");
        let looked = define(&town.office, &town, "notice", &second, 4).await;
        assert_eq!(steps(&looked), [(What::Returns, "份数")]);
        assert!(shows(&town, "notice", third, "份数").await.is_some_and(|it| it.contains("\"3\"")));
        assert!(shows(&town, "notice", id, "张贴处").await.is_some_and(|it| it.contains("东门")));

        // A new name is one that was never used, so that no old values come back under a new label.
        let (text, _) =
            town.office.with_field(&admin, "notice", &field("备查", "text")).await.expect("a text");
        assert!(text.contains("\"local_3\""), "{text}");
        let shown = town.office.definition(&admin, "notice").await.expect("shown");
        assert_eq!(shown.texts.iter().map(|it| it.version).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
        assert_eq!(shown.defined.fields.1, 2);
        let filled = shown.fields.iter().find(|it| it.label == "张贴处").map(|it| it.filled);
        assert_eq!(filled, Some(1));
        let faults = town.office.store().check().await.expect("checked").faults;
        assert_eq!(faults, Vec::<String>::new());
        let trail = office_acts(&town).await;
        assert_eq!(trail.iter().filter(|act| *act == "修改台账定义").count(), 4, "{trail:?}");
        assert!(town.office.list_definitions(&clerk).await.is_err());
    }
}

async fn office_acts(town: &Town) -> Vec<String> {
    let auditor = town.somebody(Role::Auditor);
    let filter = store::audit::Filter { take: 50, ..Default::default() };
    let trail = town.office.list_trail(&auditor, &filter).await.expect("a trail");
    trail.0.iter().map(|entry| entry.act.act.clone()).collect()
}

#[tokio::test]
async fn another_office_on_the_same_database_sees_what_was_defined() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = || Vault::open(&folder.path().join("register.key")).expect("a key");
        let mut town = Town::found(&database).await;
        town.office = town.office.clone().with_vault(key());
        let other = async || {
            let store = Store::open(&database.address).await.expect("the store opens");
            let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
            Office::new(store, rulebook, town.clock.clone()).with_vault(key())
        };
        let later = other;
        let other = other().await;
        let knows = async |name: &str| {
            let all = other.registers().await.expect("registers");
            all.get("member").expect("there").definition.field(name).is_some()
        };
        town.office.registers().await.expect("registers");
        assert!(!knows("local_1").await);
        with_field(&town.office, &town, "member", &field("血型", "text")).await;
        town.clock.move_to("2026-01-10T01:00:02Z".parse().expect("a moment"));
        assert!(knows("local_1").await, "the other office takes a second");
        // Who has not seen it may not write over it.
        let admin = town.somebody(Role::SystemAdministrator);
        let text = "extends = \"member\"\nversion = 1\n".to_owned();
        let wanted = Wanted { register: "member".into(), text, ..Wanted::default() };
        let stale = other.define(&admin, &wanted).await;
        assert!(matches!(stale, Err(OfficeError::Conflict(_))), "{stale:?}");
        let looked = with_field(&other, &town, "member", &field("籍贯", "text")).await;
        assert_eq!(steps(&looked), [(What::Added, "籍贯")]);
        town.clock.move_to("2026-01-10T01:00:04Z".parse().expect("a moment"));
        let all = town.office.registers().await.expect("registers");
        assert!(all.get("member").expect("there").definition.field("local_2").is_some());
        // A program that starts later knows both.
        let later = later().await;
        let all = later.registers().await.expect("registers");
        assert!(all.get("member").expect("there").definition.field("local_2").is_some());
    }
}

#[tokio::test]
async fn a_register_of_ones_own_is_kept_like_any_other() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let admin = town.somebody(Role::SystemAdministrator);
        let new = NewRegister {
            title: "职工书屋台账".into(),
            about: "各单位的职工书屋。".into(),
            theme: "活动与宣传".into(),
            kind: "file".into(),
            called: "书屋名称".into(),
            is_key: true,
            visibility: "inside".into(),
            personal: "none".into(),
            dated: "建成日期".into(),
        };
        let (text, seen) = town.office.new_register(&admin, &new).await.expect("a text");
        let nowhere = NewRegister { theme: "书".into(), ..new.clone() };
        let refused = town.office.new_register(&admin, &nowhere).await;
        assert!(matches!(refused, Err(OfficeError::Fields(_))), "{refused:?}");
        let wrong = text.replace("theme = \"活动与宣传\"", "theme = \"书\"");
        let faults = define(&town.office, &town, "", &wrong, 0).await.faults;
        let is_it = |it: &register::Fault| it.line == 7 && it.message.contains("没有“书”这个主题");
        assert!(faults.iter().any(is_it), "{faults:?}");
        assert!(faults.iter().any(|it| it.help.contains("会员与组织、互助保障与普惠")));
        let looked = define(&town.office, &town, "", &text, seen).await;
        assert_eq!(steps(&looked), [(What::Begins, "职工书屋台账")]);
        let name = looked.register.clone();
        assert_eq!(name, "local_1");
        let looked = with_field(&town.office, &town, &name, &field("藏书", "number")).await;
        assert_eq!(steps(&looked), [(What::Added, "藏书")]);
        let rows = [("书屋名称", "纺织厂书屋"), ("建成日期", "2024-04-23"), ("藏书", "1200")];
        let id = add(&town, &name, &rows).await;
        let text = shows(&town, &name, id, "藏书").await.expect("there");
        assert!(text.contains("1,200") || text.contains("1200"), "{text}");
        let listed = town.office.list_definitions(&admin).await.expect("a list");
        assert_eq!((listed.all[0].name.as_str(), listed.all[0].entries), ("local_1", 1));
        assert_eq!(listed.trouble, "");
        // The same title twice is refused; the next register has another name.
        let (text, seen) = town.office.new_register(&admin, &new).await.expect("a text");
        assert!(text.contains("name = \"local_2\""), "{text}");
        let looked = define(&town.office, &town, "", &text, seen).await;
        assert!(looked.faults.iter().any(|it| it.line == 2 && it.message.contains("已有一本")));
    }
}

#[tokio::test]
async fn what_is_wrong_is_refused_with_its_line_and_changes_nothing() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let admin = town.somebody(Role::SystemAdministrator);
        let section = "[[field]]\nname = \"local_1\"\nlabel = \"血型\"\ntype = \"text\"\n\
                       visibility = \"handling\"\npersonal = \"none\"\n";
        let text = format!("extends = \"member\"\nversion = 1\n\n{section}");
        let cases: [(&str, &str, usize, &str); 6] = [
            ("visibility = \"handling\"\n", "", 4, "visibility"),
            ("personal = \"none\"\n", "", 4, "personal"),
            ("\"local_1\"", "\"phone\"", 5, "要以 local_ 开头"),
            ("\"血型\"", "\"民族\"", 5, "已有“民族”"),
            ("\"text\"", "\"words\"", 7, "没有“words”"),
            ("[[field]]\n", "[[field]\n", 4, "不是合法的 TOML 写法"),
        ];
        for (from, to, line, said) in cases {
            let wrong = text.replacen(from, to, 1);
            let looked = define(&town.office, &town, "member", &wrong, 0).await;
            let found = looked.faults.iter().any(|it| it.line == line && it.message.contains(said));
            assert!(found && !looked.is_possible(), "{to}: {looked:?}");
        }
        let own = "name = \"member\"\ntitle = \"会员\"\n";
        let looked = define(&town.office, &town, "", own, 0).await;
        assert!(looked.faults.iter().any(|it| it.line == 1 && it.message.contains("local_")));
        let looked = define(&town.office, &town, "aid", &text, 0).await;
        assert!(looked.faults.iter().any(|it| it.line == 1 && it.message.contains("aid")));
        assert_eq!(town.office.own_text(&admin, "member").await.expect("a text").1, 0);
        let all = town.office.registers().await.expect("registers");
        assert!(all.get("member").expect("there").definition.field("local_1").is_none());
    }
}

#[tokio::test]
async fn nothing_is_asked_of_flows_that_they_cannot_fill() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        for register in ["aid", "model_service", "spending"] {
            let new = NewField { required: true, ..field("张贴处", "text") };
            let looked = with_field(&town.office, &town, register, &new).await;
            let [fault] = looked.faults.as_slice() else { panic!("{looked:?}") };
            assert!(fault.line == 6 && fault.message.contains("自动登记"), "{fault:?}");
            let admin = town.somebody(Role::SystemAdministrator);
            let (text, seen) = town.office.with_field(&admin, register, &new).await.expect("text");
            let filled = text.replace("required = true", "required = true\ndefault = \"无\"");
            let looked = define(&town.office, &town, register, &filled, seen).await;
            assert_eq!(steps(&looked), [(What::Added, "张贴处")]);
        }
        let new = NewField { required: true, ..field("张贴处", "text") };
        let looked = with_field(&town.office, &town, "notice", &new).await;
        assert_eq!(steps(&looked), [(What::Added, "张贴处")], "no flow writes it");
    }
}

#[tokio::test]
async fn nothing_is_shown_to_more_people_than_it_was_entered_for() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let section = |visibility: &str, personal: &str| {
            format!(
                "extends = \"notice\"\nversion = 1\n\n[[field]]\nname = \"local_1\"\nlabel = \"旁注\"\n\
                 type = \"text\"\nvisibility = \"{visibility}\"\npersonal = \"{personal}\"\n"
            )
        };
        let refused = async |text: &str, seen: i64, words: &str| {
            let looked = define(&town.office, &town, "notice", text, seen).await;
            let found = looked.faults.iter().any(|it| it.line == 5 && it.message.contains(words));
            assert!(found, "{words}: {looked:?}");
        };
        let first = define(&town.office, &town, "notice", &section("handling", "family"), 0).await;
        assert_eq!(steps(&first), [(What::Added, "旁注")]);
        refused(&section("inside", "family"), 1, "不能放宽").await;
        refused(&section("handling", "none"), 1, "不能改为非个人信息").await;
        // Not in two steps either.
        let none = "extends = \"notice\"\nversion = 1\n";
        let gone = define(&town.office, &town, "notice", none, 1).await;
        assert_eq!(steps(&gone), [(What::PutAway, "旁注")]);
        refused(&section("public", "none"), 2, "不能放宽").await;
        // Narrowing is allowed.
        let narrow = define(&town.office, &town, "notice", &section("sealed", "family"), 2).await;
        assert_eq!(steps(&narrow), [(What::Returns, "旁注")]);
        // Another type is no way to old values: the column that was put away stays away.
        let number = section("sealed", "family").replace("\"text\"", "\"number\"");
        let looked = define(&town.office, &town, "notice", &number, 3).await;
        assert_eq!(steps(&looked), [(What::Refused, "旁注")]);
        assert!(looked.steps[0].said.contains("文字改为数字"), "{looked:?}");
        // A register of one's own: what is computed from a field is no way around it.
        let own = "name = \"local_9\"\ntitle = \"试\"\nkind = \"file\"\nversion = 1\nabout = \"试\"\n\
                   source = [\"practice\"]\ncalled = [\"a\"]\n[[field]]\nname = \"a\"\nlabel = \"甲\"\n\
                   type = \"text\"\nvisibility = \"sealed\"\npersonal = \"none\"\n[[field]]\nname = \"b\"\n\
                   label = \"乙\"\ntype = \"computed\"\nformula = \"a\"\nresult = \"text\"\n\
                   visibility = \"inside\"\npersonal = \"none\"\n";
        let looked = define(&town.office, &town, "", own, 0).await;
        let found = looked.faults.iter().any(|it| it.line == 15 && it.message.contains("算出"));
        assert!(found, "{looked:?}");
    }
}

#[tokio::test]
async fn only_the_system_administrator_defines_and_a_refusal_is_noted() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let text = "extends = \"member\"\nversion = 1\n".to_owned();
    let wanted = Wanted { register: "member".into(), text, ..Wanted::default() };
    for role in Role::ALL.iter().filter(|role| **role != Role::SystemAdministrator) {
        let asker = town.somebody(*role);
        let refused = town.office.define(&asker, &wanted).await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{role}: {refused:?}");
        assert!(town.office.look_at_definition(&asker, &wanted).await.is_err());
        assert!(town.office.definition(&asker, "member").await.is_err());
        assert!(town.office.own_text(&asker, "member").await.is_err());
    }
    assert!(office_acts(&town).await.iter().any(|act| act == "管理台账定义"));
}
