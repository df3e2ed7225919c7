//! Region and project codes.

use model::code::ProjectCode;

use crate::bank::{County, bank};
use crate::rng::Rng;

/// Constant of the check sign that Hebei's published codes have.
const HEBEI: u32 = 30;

/// Hebei counties that GB/T 2260 has not given out.
const UNASSIGNED_IN_HEBEI: [&str; 6] = ["130188", "130289", "130391", "130497", "130592", "130693"];

/// The region code of a county: beginning with 99, or with 13 and an unassigned number, so that the
/// check sign of Hebei's codes can be tested.
pub(super) fn region(rng: &mut Rng, county: &County) -> String {
    if rng.chance(20) {
        return rng.word(&UNASSIGNED_IN_HEBEI).to_owned();
    }
    let counties = &bank().wording.counties;
    let number = counties.iter().position(|known| known.name == county.name).unwrap_or(0);
    format!("99{:02}{:02}", number / 8 + 1, number % 8 + 21)
}

/// A well-formed project code with the right check sign.
pub(super) fn project(region: &str, year: i16, number: usize, rng: &mut Rng) -> String {
    let serial = format!("{:07}{:04}", 1 + rng.below(9) * 11_000, 100 + number * 10 + rng.below(9));
    let body = format!("{region}{:02}P{serial}", year % 100);
    let constant = if region.starts_with("13") { HEBEI } else { 7 };
    with_check(&body, constant)
}

/// The code with its check sign for a body of twenty signs.
pub(crate) fn with_check(body: &str, constant: u32) -> String {
    let check = ProjectCode::parse(&format!("{body}0")).and_then(|code| code.check_for(constant));
    format!("{body}{}", check.unwrap_or('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_region_of_ours_exists() {
        let regions = include_str!("../../../../data/regions/2021.csv");
        for code in UNASSIGNED_IN_HEBEI {
            assert!(!regions.contains(&format!("{code},")), "{code}");
        }
        assert!(!regions.lines().any(|line| line.starts_with("99")));
    }

    #[test]
    fn codes_are_well_formed() {
        let mut rng = Rng::new(3);
        for number in 0..15 {
            let code = project("130188", 2026, number, &mut rng);
            let read = ProjectCode::parse(&code).unwrap();
            assert_eq!(read.check_for(HEBEI), Some(read.check), "{code}");
        }
    }
}
