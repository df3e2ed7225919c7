//! A statement of a seed: what it is about, how it is set out, and what stands in it.

use crate::compose;
use crate::draft::Draft;
use crate::form::Form;
use crate::hand::Hand;
use crate::rng::Rng;
use crate::scene::Scene;

/// A generated statement.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The seed it comes from.
    pub seed: u64,
    /// What it is about.
    pub scene: Scene,
    /// How it is set out.
    pub form: Form,
    /// In which signs and words its numbers are written.
    pub hand: Hand,
    /// What stands in it: the truth.
    pub draft: Draft,
}

impl Sample {
    /// The clean statement of a seed.
    pub fn new(seed: u64) -> Sample {
        Sample::set_out(seed, Scene::new(seed), Form::new(seed))
    }

    /// The clean statement of this scene in this form.
    pub fn set_out(seed: u64, scene: Scene, form: Form) -> Sample {
        let hand = Hand::draw(form.apart, &mut Rng::for_part(seed, "hand"));
        let draft = compose::draft(&scene, &form, hand, seed);
        Sample { seed, scene, form, hand, draft }
    }

    /// Writes the statement again after its scene was changed.
    pub fn recompose(&mut self) {
        self.draft = compose::draft(&self.scene, &self.form, self.hand, self.seed);
    }

    /// The same department's statement of the year before, in other words.
    pub fn a_year_before(&self) -> Draft {
        let mut rng = Rng::for_part(self.seed, "before");
        let scene = self.scene.a_year_before(&mut rng);
        compose::draft(&scene, &self.form, self.hand, self.seed.wrapping_add(7_777))
    }

    /// A statement of the same kind of department in another county.
    pub fn elsewhere(&self) -> Draft {
        let mut rng = Rng::for_part(self.seed, "elsewhere");
        let counties = &crate::bank::bank().wording.counties;
        let others = counties.iter().filter(|county| county.name != self.scene.county.name);
        let others: Vec<_> = others.collect();
        let county = rng.one(&others);
        let scene = Scene::of(self.scene.kind, county, &mut rng);
        compose::draft(&scene, &self.form, self.hand, self.seed.wrapping_add(3_333))
    }
}
