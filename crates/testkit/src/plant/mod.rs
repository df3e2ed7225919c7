//! Plants one fault in a clean statement: exactly what one rule's definition calls wrong.
//!
//! Every rule has its plant, in several wordings and places. What a fault drags along by necessity
//! stands in [`Planted::expected_too`].

mod bas;
mod cod;
mod fnd;
mod frm;
mod his;
mod ind;
mod money;
mod relation;
mod sites;
mod tgt;
mod txt;
mod word;

use crate::draft::Draft;
use crate::rng::Rng;
use crate::sample::Sample;

/// A fault that was planted.
#[derive(Clone, Debug, Default)]
pub struct Planted {
    /// The rule that must find it.
    pub code: &'static str,
    /// Words at which it stands; empty where something is missing and no words show it.
    pub words: Vec<String>,
    /// Rules that may find something too, because the fault is of their kind as well.
    pub expected_too: &'static [&'static str],
    /// Last year's statement, where the rule compares with it.
    pub previous: Option<Draft>,
    /// Another county's statement, where the rule compares with it.
    pub other: Option<Draft>,
}

/// A plant: changes the sample, or leaves it where the fault does not fit in.
type Plant = fn(&mut Sample, &mut Rng) -> Option<Planted>;

macro_rules! plants {
    ($($code:literal => $plant:path,)*) => {
        /// The codes of all rules that have a plant, in order.
        pub const CODES: &[&str] = &[$($code,)*];
        const PLANTS: &[(&str, Plant)] = &[$(($code, $plant),)*];
    };
}

plants! {
    "FRM001" => frm::part_missing,
    "FRM002" => frm::contents_differ,
    "FRM003" => frm::level_missing,
    "FRM004" => frm::field_blank,
    "FRM005" => frm::template_residue,
    "FRM006" => frm::numbering_broken,
    "FRM007" => frm::text_repeated,
    "FRM008" => frm::label_varies,
    "COD001" => cod::malformed,
    "COD002" => cod::check_wrong,
    "COD003" => cod::region_differs,
    "COD004" => cod::year_differs,
    "COD005" => cod::repeated,
    "FND001" => fnd::total_differs,
    "FND002" => fnd::checkpoint_missing,
    "FND003" => fnd::plan_decreases,
    "FND004" => fnd::plan_short,
    "FND005" => fnd::out_of_range,
    "FND006" => fnd::department_total,
    "TGT001" => tgt::cost_floor,
    "TGT002" => tgt::vague,
    "TGT003" => tgt::no_operator,
    "TGT004" => tgt::no_unit,
    "TGT005" => tgt::percentage_out_of_range,
    "TGT006" => tgt::compound,
    "TGT007" => tgt::no_date,
    "TGT008" => tgt::full_satisfaction,
    "TGT009" => tgt::whole_budget,
    "TGT010" => tgt::no_per,
    "IND001" => ind::description_repeats_name,
    "IND002" => ind::target_repeats_description,
    "IND003" => ind::description_of_another,
    "IND004" => ind::aspect_misplaced,
    "IND005" => ind::unit_differs,
    "IND006" => ind::no_denominator,
    "IND007" => ind::repeated,
    "IND008" => ind::two_objects,
    "BAS001" => bas::missing,
    "BAS002" => bas::brackets,
    "BAS003" => bas::another_subject,
    "BAS004" => bas::evidence,
    "BAS005" => bas::unnumbered,
    "BAS006" => bas::old,
    "REL001" => money::product_exceeds,
    "REL002" => money::total_exceeds,
    "REL003" => money::not_absorbed,
    "REL004" => relation::goal_figure_without_indicator,
    "REL005" => relation::goal_figure_differs,
    "REL006" => relation::sub_goal_figure_differs,
    "REL007" => money::sub_goal_amount_exceeds,
    "REL008" => relation::deadline_contradicts_plan,
    "REL009" => word::purpose_without_indicator,
    "REL010" => word::name_differs,
    "REL011" => word::group_outside,
    "REL012" => word::year_differs,
    "REL013" => relation::promise_without_indicator,
    "REL014" => relation::deadlines_conflict,
    "REL015" => word::satisfaction_object_differs,
    "TXT001" => txt::foreign_wording,
    "TXT002" => txt::report_phrase,
    "TXT003" => txt::numerals_mixed,
    "TXT004" => txt::unpaired,
    "TXT005" => txt::outdated,
    "TXT006" => txt::another_level,
    "TXT007" => txt::no_such_day,
    "HIS001" => his::copied_unchanged,
    "HIS002" => his::below_last_year,
    "HIS003" => his::copied_from_elsewhere,
    "HIS004" => his::budget_change,
}

/// Plants a fault of this code. `None` where the statement has no place for it; then the sample
/// stays as it was.
pub fn plant(code: &str, sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (code, plant) = PLANTS.iter().find(|(known, _)| *known == code)?;
    // A place is drawn by chance; where the fault does not fit, another is drawn.
    (0..8).find_map(|_| {
        let mut trial = sample.clone();
        let planted = plant(&mut trial, rng)?;
        *sample = trial;
        Some(Planted { code, ..planted })
    })
}

/// A fault that shows at these words.
fn at<const N: usize>(words: [&str; N]) -> Option<Planted> {
    let words = words.map(str::to_owned).into();
    Some(Planted { words, ..Planted::default() })
}

impl Planted {
    /// Names rules to whose kind the fault belongs as well.
    fn too(self, expected_too: &'static [&'static str]) -> Planted {
        Planted { expected_too, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plant_finds_a_place_in_most_statements() {
        for code in CODES {
            let planted = (0..32).filter(|seed| {
                let mut sample = Sample::new(*seed);
                plant(code, &mut sample, &mut Rng::new(*seed)).is_some()
            });
            let count = planted.count();
            assert!(count >= 16, "{code}: only {count} of 32");
        }
    }

    #[test]
    fn a_plant_changes_the_statement() {
        for code in CODES {
            for seed in 0..8 {
                let mut sample = Sample::new(seed);
                let clean = format!("{:?}{:?}", sample.draft, sample.form);
                let Some(planted) = plant(code, &mut sample, &mut Rng::new(seed)) else { continue };
                let compares = planted.previous.is_some() || planted.other.is_some();
                let changed = clean != format!("{:?}{:?}", sample.draft, sample.form);
                assert!(changed || compares, "{code} seed {seed}");
            }
        }
    }
}
