//! Kinds of departments: how they are called and which words are theirs alone.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::entries::Entry;
use crate::words::Term;

/// A kind of department, a file of `data/departments/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// What the kind is called, e.g. 工会.
    pub title: String,
    /// Words in a department's name that tell its kind, e.g. 总工会; the longest that fits decides.
    pub names: Vec<String>,
    /// Words for its own people and things that no other kind would use in its own name.
    pub signature: Vec<String>,
    /// Signature words of other kinds that this kind also uses in its own work.
    #[serde(default)]
    pub shares: Vec<String>,
}

impl Entry for Department {
    const FOLDER: &'static str = "departments";

    fn named(self, id: &str) -> Department {
        Department { id: id.into(), ..self }
    }
}

/// Every signature word of every kind, and the words by which kinds share in them, once each.
pub(crate) fn signature_terms(all: &[Department]) -> Vec<Term> {
    let words = all.iter().flat_map(|kind| kind.signature.iter().chain(&kind.shares));
    let words: BTreeSet<&String> = words.collect();
    words.into_iter().map(|word| Term { word: word.clone(), ..Term::default() }).collect()
}

pub(crate) fn find<'d>(all: &'d [Department], name: &str) -> Option<&'d Department> {
    let fit = |department: &&Department| {
        let known = department.names.iter().filter(|word| name.contains(word.as_str()));
        known.map(String::len).max()
    };
    all.iter().filter(|d| fit(d).is_some()).max_by_key(fit)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::Rulebook;

    /// A shared word that is nobody's own, or one's own already, is a slip of the pen.
    #[test]
    fn what_a_kind_shares_is_another_kinds_own() {
        let rulebook = Rulebook::embedded().unwrap();
        for kind in rulebook.departments() {
            let others = rulebook.departments().iter().filter(|other| other.id != kind.id);
            let known: BTreeSet<&String> = others.flat_map(|other| &other.signature).collect();
            for word in &kind.shares {
                assert!(known.contains(word), "{}: {word}", kind.id);
                assert!(!kind.signature.contains(word), "{}: {word} twice", kind.id);
            }
        }
    }

    #[test]
    fn names_tell_the_kind() {
        let rulebook = Rulebook::embedded().unwrap();
        let kind = |name: &str| rulebook.department(name).map(|kind| kind.id.clone());
        assert_eq!(kind("临河县总工会").as_deref(), Some("union"));
        assert_eq!(kind("望川县卫生健康局").as_deref(), Some("health"));
        assert_eq!(kind("望川县第一中学").as_deref(), Some("education"));
        assert_eq!(kind("青石县人民政府办公室"), None);
        assert_eq!(kind("青石县城关镇人民政府"), None);
    }
}
