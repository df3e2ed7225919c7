//! Rules are made in a copy of the rules' folder.

use std::fs;
use std::path::Path;

use testkit::folder::{Folder, folder};
use xtask::new_rule::new_rule;
use xtask::root;

const RULES: &str = "crates/review/src/rules";

/// A copy of the rules that is removed at the end of the test.
struct Copy(Folder);

impl Copy {
    fn new(name: &str) -> Copy {
        let folder = folder(name);
        copy(&root().join(RULES), &folder.path().join(RULES));
        Copy(folder)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_rule_is_two_files_and_one_line() {
    let project = Copy::new("new-rule");
    let name = "target_of_another_world";
    let written = new_rule(project.0.path(), "TGT990", name, "指标值来自别的世界").unwrap();
    assert_eq!(
        written,
        [
            format!("{RULES}/tgt/tgt990_{name}.rs"),
            format!("{RULES}/tgt/tgt990_{name}.md"),
            format!("{RULES}/tgt/mod.rs"),
        ]
    );
    let code = project.text(&written[0]);
    assert!(code.starts_with("//! TGT990: "), "{code}");
    assert!(code.contains("RuleCode::new(\"TGT990\")"), "{code}");
    assert!(code.contains(&format!("include_str!(\"tgt990_{name}.md\")")), "{code}");
    let page = project.text(&written[1]);
    assert_eq!(page.lines().next(), Some("# TGT990 指标值来自别的世界"));
    for text in [&code, &page] {
        for open in ["{code}", "{name}", "{title}", "{stem}", "{since}"] {
            assert!(!text.contains(open), "{open} is left in\n{text}");
        }
    }
    let list = project.text(&written[2]);
    let own = "    tgt001_cost_target_is_a_floor,\n";
    let (before, after) = (list.find(own).unwrap(), list.find("    tgt990_").unwrap());
    assert!(before < after, "{list}");
}

#[test]
fn used_codes_names_and_unknown_families_are_refused() {
    let project = Copy::new("refused-rule");
    let refused = |code: &str, name: &str, says: &str| {
        let error = new_rule(project.0.path(), code, name, "标题").unwrap_err();
        assert!(format!("{error:#}").contains(says), "{error:#}");
    };
    refused("TGT001", "something_new", "TGT001 is taken");
    refused("TGT990", "cost_target_is_a_floor", "name cost_target_is_a_floor is taken");
    refused("ZZZ001", "something_new", "no family zzz");
    refused("TGT99", "something_new", "TGT001");
    refused("TGT990", "Something", "no name");
    assert!(new_rule(project.0.path(), "TGT990", "something_new", " ").is_err());
    assert!(!project.0.path().join(RULES).join("tgt/tgt990_something_new.rs").exists());
}
