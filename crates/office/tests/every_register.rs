//! What clerks enter in every register that the program carries: taken, listed, shown, changed or reversed.

use std::collections::BTreeMap;
use std::path::Path;

use office::registers::Register;
use office::registers::keeping::{Kept, Typed};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use register::{Kind, Matching, Visibility};
use serde::Deserialize;
use store::people::Role;
use store::registers::entries::Seen;
use testkit::database::Database;

use crate::support::{Town, UNION};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    title: String,
    says: Vec<String>,
    row: BTreeMap<String, toml::Value>,
}

/// The rows of a register's cases that nothing is said of, as clerks type them.
fn clean(register: Register<'_>) -> Vec<(String, Typed)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/registers");
    let path = folder.join(register.name()).join("cases.toml");
    let text = std::fs::read_to_string(path).expect("cases");
    let cases: Cases = toml::from_str(&text).expect("cases");
    let typed = |case: Case| {
        let headings: Vec<&str> = case.row.keys().map(String::as_str).collect();
        let matching = Matching::propose(register.definition, &headings, &BTreeMap::new());
        let texts: Vec<String> = case.row.values().map(text_of).collect();
        let places = matching.columns.iter().enumerate();
        let typed = places
            .filter_map(|(input, column)| Some((input, texts.get(column.as_ref()?.at)?.clone())));
        (case.title, typed.collect())
    };
    cases.case.into_iter().filter(|case| case.says.is_empty()).map(typed).collect()
}

fn text_of(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Boolean(truth) => (if *truth { "是" } else { "否" }).to_owned(),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn every_register_takes_what_a_clerk_enters() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let recorder = town.somebody(Role::Recorder);
        let all = office.registers().await.expect("registers");
        for register in all.all() {
            let name = register.name();
            let (title, typed) = clean(register).into_iter().next().expect("a clean case");
            let kept = office.add_entry(&clerk, name, UNION, &typed).await;
            let Ok(Kept::Done { id, .. }) = kept else { panic!("{name} “{title}”: {kept:?}") };
            let question = Question { take: 9, ..Question::default() };
            let lines = office.list_entries(&clerk, name, UNION, &question).await.expect("a list");
            assert_eq!(lines.lines.len(), 1, "{name}");
            assert!(!lines.lines[0].called.is_empty(), "{name}: rows have a name");
            let seen = office.entry(&clerk, name, UNION, id, Wish::Plain).await.expect("seen");
            let filled = seen.fields.iter().filter(|field| !field.value.as_str().is_empty());
            assert!(filled.count() >= 3, "{name}: what was typed is shown");
            hides(
                register,
                &office.entry(&recorder, name, UNION, id, Wish::Masked).await.expect("seen"),
            );
            match register.definition.kind {
                Kind::Journal => {
                    office
                        .reverse_entry(&clerk, name, UNION, id, "登记有误")
                        .await
                        .expect("reversed");
                }
                Kind::File => {
                    let seen = Seen { id, version: 1 };
                    office
                        .remove_entry(&clerk, name, UNION, seen, "登记有误")
                        .await
                        .expect("removed");
                    let lines = office.list_entries(&clerk, name, UNION, &question).await;
                    assert!(lines.expect("a list").lines.is_empty(), "{name}");
                }
            }
        }
    }
}

/// Whoever does not keep the register sees nothing of what only those who keep it may see.
fn hides(register: Register<'_>, seen: &office::registers::showing::EntryShown) {
    for shown in &seen.fields {
        let field = register.definition.at(shown.place).expect("a field");
        let text = shown.value.as_str();
        if field.visibility > Visibility::Inside {
            assert!(
                matches!(text, "" | "（无权查看）"),
                "{} {}: {text}",
                register.name(),
                field.name
            );
        }
    }
}
