//! Roles that families of type play, and which family plays one.

use std::path::PathBuf;

use super::names::Face;
use crate::Missing;

/// A role in which type is set: running text, headings, titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name, by which markup asks for it.
    pub name: String,
    /// Families that may play it, the best first.
    pub families: Vec<String>,
    /// Which weight of the family plays it.
    pub weight: Weight,
    /// Whether it must be played.
    pub need: Need,
    /// The Debian package that holds one of the families, to be named when none is there.
    pub package: String,
}

/// Which weight of a family plays a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The common one; a bold one of the same family stands beside it for what is to be stressed.
    #[default]
    Regular,
    /// The bold one, where the family has it.
    Heavy,
}

/// Whether a role must be played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing can be typeset without it.
    #[default]
    Must,
    /// It is of use.
    May,
}

/// Which family plays a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The role.
    pub role: String,
    /// The family.
    pub family: String,
    /// Its place among the families of the role, from 0: a higher one is a substitute.
    pub rank: usize,
    /// The file that holds it.
    pub path: PathBuf,
}

/// What plays a role: something with a face, and perhaps a bold one beside it.
pub(super) struct Choice<'f, F> {
    pub(super) family: &'f str,
    pub(super) rank: usize,
    pub(super) face: &'f F,
    pub(super) bold: Option<&'f F>,
}

/// Neither narrow nor wide.
const WIDTH: u16 = 5;
const REGULAR: u16 = 400;
const BOLD: u16 = 700;
/// The least weight that is told from the common one at a glance.
const SEMIBOLD: u16 = 600;

impl Role {
    /// A role that these families may play and some must.
    pub fn new(
        name: impl Into<String>,
        families: impl IntoIterator<Item = impl Into<String>>,
    ) -> Role {
        Role {
            name: name.into(),
            families: families.into_iter().map(Into::into).collect(),
            weight: Weight::default(),
            need: Need::default(),
            package: String::new(),
        }
    }

    pub(super) fn missing(&self) -> Missing {
        Missing {
            role: self.name.clone(),
            families: self.families.clone(),
            package: self.package.clone(),
        }
    }

    /// The best family among what was found, in the weight that is wanted.
    pub(super) fn choose<'f, F>(
        &'f self,
        found: &'f [F],
        face: impl Fn(&F) -> &Face,
    ) -> Option<Choice<'f, F>> {
        self.families.iter().enumerate().find_map(|(rank, family)| {
            let of: Vec<&F> = found.iter().filter(|found| face(found).is_of(family)).collect();
            let nearest = |weight: u16| {
                let far = |face: &Face| (face.width.abs_diff(WIDTH), face.weight.abs_diff(weight));
                of.iter().copied().min_by_key(|found| far(face(found)))
            };
            let common = nearest(if self.weight == Weight::Heavy { BOLD } else { REGULAR })?;
            let bold = (self.weight == Weight::Regular).then(|| nearest(BOLD)).flatten();
            let bold = bold.filter(|bold| {
                face(bold).weight >= SEMIBOLD && face(bold).weight > face(common).weight
            });
            Some(Choice { family, rank, face: common, bold })
        })
    }
}

impl<'f, F> Choice<'f, F> {
    pub(super) fn faces(&self) -> impl Iterator<Item = &'f F> {
        std::iter::once(self.face).chain(self.bold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(family: &str, weight: u16) -> Face {
        Face { index: 0, families: vec![family.into()], weight, width: 5 }
    }

    fn chosen(role: &Role, found: &[Face]) -> Option<(usize, u16, Option<u16>)> {
        let choice = role.choose(found, |face| face)?;
        Some((choice.rank, choice.face.weight, choice.bold.map(|face| face.weight)))
    }

    #[test]
    fn the_best_family_in_the_right_weight_is_chosen() {
        let found = [
            face("Song", 900),
            face("Song", 400),
            face("Song", 700),
            face("Fang", 400),
            face("Light", 300),
        ];
        let role = Role::new("仿宋", ["仿宋_GB2312", "song"]);
        assert_eq!(chosen(&role, &found), Some((1, 400, Some(700))));
        let title = Role { weight: Weight::Heavy, ..role.clone() };
        assert_eq!(chosen(&title, &found), Some((1, 700, None)));
        assert_eq!(chosen(&Role::new("仿宋", ["Fang", "Song"]), &found), Some((0, 400, None)));
        assert_eq!(chosen(&Role::new("仿宋", ["Light"]), &found), Some((0, 300, None)));
        assert_eq!(chosen(&Role::new("仿宋", ["Kai"]), &found), None);
        let narrow = Face { width: 3, ..face("Song", 400) };
        assert_eq!(chosen(&role, &[narrow, face("Song", 300)]), Some((1, 300, None)));
    }
}
