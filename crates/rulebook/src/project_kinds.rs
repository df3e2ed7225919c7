//! Kinds of projects, told by words in their names: how people look for indicators of projects like theirs.

use serde::{Deserialize, Serialize};

use crate::entries::Entry;

/// A kind of project, a file of `data/project-kinds/`. It is a help in looking things up and decides nothing: a
/// project may be of several kinds, or of none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectKind {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// What the kind is called, e.g. 培训.
    pub title: String,
    /// Words in a project's name that tell the kind.
    pub words: Vec<String>,
}

impl Entry for ProjectKind {
    const FOLDER: &'static str = "project-kinds";

    fn named(self, id: &str) -> ProjectKind {
        ProjectKind { id: id.into(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use crate::Rulebook;

    #[test]
    fn names_tell_the_kinds() {
        let rulebook = Rulebook::embedded().unwrap();
        let kinds = |name: &str| -> Vec<&str> {
            let fits = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
            let kinds = rulebook.project_kinds().iter().filter(|kind| fits(&kind.words));
            kinds.map(|kind| kind.id.as_str()).collect()
        };
        assert_eq!(kinds("困难职工帮扶救助资金"), ["relief"]);
        assert_eq!(kinds("教师培训经费"), ["training"]);
        assert_eq!(kinds("城关卫生院业务用房改造工程"), ["building"]);
        assert!(kinds("专项资金").is_empty());
        assert!(rulebook.project_kinds().iter().all(|kind| !kind.words.is_empty()));
    }
}
