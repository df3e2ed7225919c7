//! The two real statements, read to the last field.

use model::statement::{Budget, Leaf, Project, Statement};
use serde_json::{Value, json};
use testkit::real;

fn text(words: Option<&ground::Words>) -> Value {
    words.map_or(Value::Null, |words| json!(words.text))
}

fn leaf<T>(leaf: Option<&Leaf<T>>) -> Value {
    leaf.map_or(Value::Null, |leaf| if leaf.is_blank() { Value::Null } else { json!(leaf.text()) })
}

fn budget(budget: &Budget) -> Value {
    json!({
        "total": leaf(budget.total.as_ref()),
        "fiscal": leaf(budget.fiscal.as_ref()),
        "other": leaf(budget.other.as_ref()),
    })
}

fn project(project: &Project) -> Value {
    let share = |month| {
        project.checkpoint(month).map_or(Value::Null, |point| {
            point.share.value.map_or(Value::Null, |value| json!(value.to_string()))
        })
    };
    json!({
        "unit_code": text(project.unit_code.as_ref()),
        "unit_name": text(project.unit_name.as_ref()),
        "code": leaf(project.code.as_ref()),
        "name": text(project.name.as_ref()),
        "budget": budget(&project.budget),
        "purpose": text(project.purpose.as_ref()),
        "plan": {"3": share(3), "6": share(6), "10": share(10), "12": share(12)},
        "goals": project.goals.iter().map(|goal| &goal.words.text).collect::<Vec<_>>(),
        "indicators": project.indicators.iter().map(|row| json!({
            "level1": leaf(row.dimension.as_ref()),
            "level2": leaf(row.aspect.as_ref()),
            "level3": row.name(),
            "description": row.description(),
            "target": row.target_text(),
            "basis": row.basis_text(),
        })).collect::<Vec<_>>(),
    })
}

fn as_truth(file: &str, statement: &Statement) -> Value {
    let headings = |part: &Option<model::statement::Narrative>| {
        let found = part.iter().flat_map(|part| part.headings());
        found.map(|paragraph| paragraph.words.text.clone()).collect::<Vec<_>>()
    };
    let contents = statement.contents.iter().flat_map(|contents| &contents.entries);
    json!({
        "file": file,
        "title": text(statement.title.as_ref()),
        "region": statement.region.code,
        "year": statement.plan_year(),
        "compiled_by": text(statement.compiled_by.as_ref()),
        "reviewed_by": text(statement.reviewed_by.as_ref()),
        "contents": contents.filter(|entry| !entry.is_part)
            .map(|entry| &entry.title.text).collect::<Vec<_>>(),
        "overall_goal_headings": headings(&statement.overall),
        "sub_goals": statement.sub_goals.as_ref().map_or(0, |part| part.items.len()),
        "safeguard_headings": headings(&statement.safeguards),
        "projects": statement.projects.iter().map(project).collect::<Vec<_>>(),
    })
}

fn check(name: &str) {
    let folder = real::folder();
    let file = format!("{name}.txt");
    let bytes = std::fs::read(folder.join(&file))
        .unwrap_or_else(|error| panic!("{}: {error}; set JIHENG_SAMPLES", folder.display()));
    let truth = std::fs::read_to_string(folder.join(format!("{name}.truth.json"))).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let reading = read::read(&file, &bytes);
    let found = as_truth(&file, &reading.statement);
    for (key, value) in truth.as_object().unwrap() {
        assert_eq!(
            serde_json::to_string_pretty(&found[key]).unwrap(),
            serde_json::to_string_pretty(value).unwrap(),
            "{key}"
        );
    }
    assert_eq!(found, truth);
    assert_eq!(reading.findings, vec![], "{name}");
    let unplaced: Vec<_> = reading.statement.unplaced.iter().map(|w| &w.text).collect();
    assert_eq!(unplaced, Vec::<&String>::new());
}

#[test]
fn lulong_2023() {
    check("lulong-2023");
}

#[test]
fn weixian_2025() {
    check("weixian-2025");
}
