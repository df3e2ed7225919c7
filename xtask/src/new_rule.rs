//! `cargo xtask new-rule`: the two files of a review rule and its line in the family's list.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ground::RuleCode;

/// Where the families live.
const RULES: &str = "crates/review/src/rules";

/// Beginnings that name a remedy; a rule's name tells the fault.
const REMEDIES: [&str; 6] = ["add_", "use_", "avoid_", "no_", "should_", "must_"];

/// Makes the files of a rule below `root`; returns the paths it wrote.
///
/// # Errors
/// When code or name are malformed or in use, the family does not exist, or a file cannot be written.
pub fn new_rule(root: &Path, code: &str, name: &str, title: &str) -> Result<Vec<String>> {
    let code = checked_code(code)?;
    check_name(name)?;
    if title.trim().is_empty() || title.contains('\n') {
        bail!("the title is one line of Chinese that names the fault");
    }
    let family = code.family().to_ascii_lowercase();
    let folder = root.join(RULES).join(&family);
    let list_path = folder.join("mod.rs");
    let list = fs::read_to_string(&list_path)
        .with_context(|| format!("no family {family}: make {RULES}/{family}/mod.rs first"))?;
    refuse_if_used(&root.join(RULES), code, name)?;
    let stem = format!("{}_{name}", code.as_str().to_ascii_lowercase());
    let list = with_line(&list, &stem).context("mod.rs has no list `family! { … }`")?;
    let fill = |template: &str| {
        template
            .replace("{code}", code.as_str())
            .replace("{stem}", &stem)
            .replace("{name}", name)
            .replace("{title}", title.trim())
            .replace("{since}", env!("CARGO_PKG_VERSION"))
    };
    fs::write(folder.join(format!("{stem}.rs")), fill(include_str!("../templates/rule.rs.txt")))?;
    fs::write(folder.join(format!("{stem}.md")), fill(include_str!("../templates/rule.md.txt")))?;
    fs::write(&list_path, list)?;
    let written = [format!("{stem}.rs"), format!("{stem}.md"), "mod.rs".into()];
    Ok(written.iter().map(|file| format!("{RULES}/{family}/{file}")).collect())
}

fn checked_code(text: &str) -> Result<RuleCode> {
    let code: RuleCode = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    if code.as_str() != text {
        bail!("“{text}” is written {code}");
    }
    Ok(code)
}

fn check_name(name: &str) -> Result<()> {
    let snake = !name.is_empty()
        && name.len() <= 60
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !snake {
        bail!("“{name}” is no name: lower-case English words joined by underscores");
    }
    if let Some(remedy) = REMEDIES.iter().find(|remedy| name.starts_with(*remedy)) {
        bail!("“{name}” names a remedy ({remedy}…): name the fault, as in “found: …”");
    }
    Ok(())
}

/// Codes are permanent: one that any file bears is taken, and so is a name.
fn refuse_if_used(rules: &Path, code: RuleCode, name: &str) -> Result<()> {
    let lower = code.as_str().to_ascii_lowercase();
    for family in fs::read_dir(rules)? {
        let family = family?.path();
        if !family.is_dir() {
            continue;
        }
        for file in fs::read_dir(family)? {
            let file = file?.file_name().to_string_lossy().into_owned();
            let Some((used, rest)) = file.split_once('_') else { continue };
            let used_name = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
            if used == lower {
                bail!("{code} is taken by {file}");
            }
            if used_name == name {
                bail!("the name {name} is taken by {file}");
            }
        }
    }
    Ok(())
}

/// The family's list with the line of the new rule in the order of the codes.
fn with_line(list: &str, stem: &str) -> Option<String> {
    let open = "family! {";
    let begins = list.find(open)? + open.len();
    let ends = begins + list.get(begins..)?.find('}')?;
    let mut names: Vec<&str> =
        list.get(begins..ends)?.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = format!("{stem},");
    names.push(&line);
    names.sort_unstable();
    let body: String = names.iter().map(|name| format!("    {name}\n")).collect();
    Some(format!("{}\n{body}{}", list.get(..begins)?, list.get(ends..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_in_by_code() {
        let list = "//! T.\n\ncrate::rule::family! {\n    tgt001_a,\n    tgt003_c,\n}\n";
        let with = with_line(list, "tgt002_b").unwrap();
        assert_eq!(with, list.replace("    tgt003", "    tgt002_b,\n    tgt003"));
        let empty = "//! T.\n\ncrate::rule::family! {}\n";
        let with = with_line(empty, "tgt001_a").unwrap();
        assert_eq!(with, "//! T.\n\ncrate::rule::family! {\n    tgt001_a,\n}\n");
    }

    #[test]
    fn codes_and_names_have_their_form() {
        assert!(checked_code("TGT011").is_ok());
        for wrong in ["tgt011", "TGT11", "TG0111", ""] {
            assert!(checked_code(wrong).is_err(), "{wrong}");
        }
        assert!(check_name("target_too_low").is_ok());
        for wrong in ["Target", "target-low", "_a", "a__b", "a_", "add_unit", ""] {
            assert!(check_name(wrong).is_err(), "{wrong}");
        }
    }
}
