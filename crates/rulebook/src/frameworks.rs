//! Indicator trees: which dimensions and aspects a plan must have, by year and region.

use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing};
use crate::entries::{self, Entry, local};

/// An official indicator tree, a file of `data/frameworks/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// First plan year.
    pub from: i16,
    /// Last plan year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is the preferred tree.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// First levels, in order.
    pub dimensions: Vec<FrameworkDimension>,
}

/// A first level of a tree.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkDimension {
    /// Key of the dimension, as the model's `Dimension` is written in JSON.
    pub key: String,
    /// Its official name.
    pub name: String,
    /// Whether a plan must have it.
    pub need: Need,
    /// Its second levels, in order.
    pub aspects: Vec<FrameworkAspect>,
}

/// A second level of a tree.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkAspect {
    /// Key of the aspect, as the model's `Aspect` is written in JSON.
    pub key: String,
    /// Its official name.
    pub name: String,
    /// Whether a plan must have it.
    pub need: Need,
}

/// How strongly a level is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Every project has it.
    Required,
    /// Projects that serve people have it.
    Served,
    /// Usual; its absence is worth a note.
    Usual,
    /// At choice.
    Optional,
}

impl Framework {
    /// The two levels at which the aspect with this key stands.
    pub fn levels(&self, key: &str) -> Option<(&FrameworkDimension, &FrameworkAspect)> {
        self.dimensions.iter().find_map(|dimension| {
            let aspect = dimension.aspects.iter().find(|aspect| aspect.key == key)?;
            Some((dimension, aspect))
        })
    }
}

impl Entry for Framework {
    const FOLDER: &'static str = "frameworks";

    fn named(self, id: &str) -> Framework {
        Framework { id: id.into(), ..self }
    }
}

local!(Framework);

/// The trees for a plan of `year` in the region: the narrowest jurisdiction first, then the oldest.
pub(crate) fn in_force<'f>(all: &'f [Framework], year: i16, region: &str) -> Vec<&'f Framework> {
    let mut found: Vec<(usize, &Framework)> = entries::in_force(all, year, region).collect();
    found.sort_by_key(|(narrowness, framework)| {
        (std::cmp::Reverse(*narrowness), framework.from, framework.id.clone())
    });
    found.into_iter().map(|(_, framework)| framework).collect()
}
