//! What a statement is about, before any word of it is written: who, when, which projects, which
//! numbers.
//!
//! Every number is drawn once, here. Whoever writes the statement takes it from here wherever it is
//! repeated, so that goals, sub-goals, tables and sums agree.

mod basis;
mod code;
mod due;
mod work;

pub(crate) use code::with_check;
pub use due::Due;
pub use work::{Task, Timing, Work};

use crate::bank::{County, Kind, Template, bank};
use crate::rng::Rng;

/// Which of the two official indicator trees a statement follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Cost stands under 产出指标 (2015).
    CostUnderOutput,
    /// Cost is a first level of its own (2021).
    CostApart,
}

/// What a statement is about.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The invented county.
    pub county: &'static County,
    /// The kind of department.
    pub kind: &'static Kind,
    /// What the department is called in this county, without the county.
    pub office: &'static str,
    /// Year of the plan.
    pub year: i16,
    /// Region code, six digits.
    pub region: String,
    /// Indicator tree.
    pub tree: Tree,
    /// The projects.
    pub works: Vec<Work>,
}

impl Scene {
    /// The scene of a seed. Kinds of departments take turns, so that any run of seeds has them all.
    pub fn new(seed: u64) -> Scene {
        let mut rng = Rng::for_part(seed, "scene");
        let kinds = &bank().kinds;
        let turn = usize::try_from(seed).unwrap_or(0) % kinds.len().max(1);
        let kind = kinds.get(turn).unwrap_or(rng.one(kinds));
        let county = rng.one(&bank().wording.counties);
        Scene::of(kind, county, &mut rng)
    }

    /// A scene of this department in this county.
    pub fn of(kind: &'static Kind, county: &'static County, rng: &mut Rng) -> Scene {
        let office = rng.one(&kind.names);
        let year = i16::try_from(rng.between(2022, 2028)).unwrap_or(2026);
        let region = code::region(rng, county);
        let tree = if rng.chance(70) { Tree::CostUnderOutput } else { Tree::CostApart };
        let mut scene = Scene { county, kind, office, year, region, tree, works: Vec::new() };
        scene.works = scene.draw_works(rng);
        scene
    }

    /// 临河县教育局
    pub fn department(&self) -> String {
        format!("{}{}", self.county.name, self.office)
    }

    /// 县 or 区.
    pub fn level(&self) -> &'static str {
        self.county.level()
    }

    /// What the department calls itself in its text: 县教育局.
    pub fn short_name(&self) -> String {
        format!("{}{}", self.level(), self.office)
    }

    /// Text of the bank with its gaps filled.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{县}", self.level())
            .replace("{局}", &self.short_name())
            .replace("{year}", &self.year.to_string())
    }

    /// The sum of all budgets in yuan.
    pub fn total(&self) -> i64 {
        self.works.iter().map(|work| work.budget).sum()
    }

    /// The same department a year before: the same projects, somewhat smaller.
    pub fn a_year_before(&self, rng: &mut Rng) -> Scene {
        let mut before = self.clone();
        before.year -= 1;
        for (number, work) in before.works.iter_mut().enumerate() {
            work.shrink(rng);
            work.code = code::project(&self.region, before.year, number, rng);
            work.bases = basis::bases(&before.county.mark, self, work.template, before.year, rng);
            work.name = work.name.replace(&self.year.to_string(), &before.year.to_string());
        }
        before
    }

    fn draw_works(&self, rng: &mut Rng) -> Vec<Work> {
        let count = match rng.below(10) {
            0 => 1,
            1..=6 => rng.below(4) + 2,
            7 | 8 => rng.below(3) + 6,
            _ => rng.below(7) + 9,
        };
        let own = rng.mixed(&self.kind.projects);
        let common = rng.mixed(&bank().common);
        // Of fewer than six projects one may be of the kind that any department has.
        let mut templates: Vec<&'static Template> = match rng.chance(25) && count < 6 {
            true => common.iter().take(1).chain(&own).copied().collect(),
            false => own.iter().chain(&common).copied().collect(),
        };
        templates.truncate(count);
        rng.shuffle(&mut templates);
        let numbered = templates.into_iter().enumerate();
        numbered.map(|(number, template)| work::draw(self, template, number, rng)).collect()
    }
}
