//! Project codes: 21 signs that name region, year of creation, kind and serial number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A well-formed project code, e.g. `99032126P00110010001X`.
///
/// Layout seen in published codes: six digits of region (GB/T 2260), two of the year of creation, one
/// letter for the kind, eleven signs of serial number, one last sign. What the last sign checks is
/// known for some regions and kinds only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ProjectCode {
    /// Region, six digits.
    pub region: String,
    /// Year in which the project was created, not the year of the plan.
    pub year: i16,
    /// Kind of project.
    pub kind: char,
    /// Eleven signs without known meaning.
    pub serial: String,
    /// The last sign.
    pub check: char,
}

/// The signs of GB 32100 and of the checks derived from it, in the order of their values.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl ProjectCode {
    /// How many signs a code has.
    pub const LENGTH: usize = 21;

    /// Reads a code; `None` unless it is well formed.
    pub fn parse(text: &str) -> Option<ProjectCode> {
        let signs: Vec<char> = text.chars().collect();
        if signs.len() != Self::LENGTH || !text.is_ascii() {
            return None;
        }
        let digits = |range: std::ops::Range<usize>| {
            text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
        };
        let kind = *signs.get(8)?;
        let tail = text.get(9..)?;
        let sound = kind.is_ascii_uppercase()
            && tail.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let year = digits(6..8)?.parse::<i16>().ok()?;
        sound.then_some(ProjectCode {
            region: digits(0..6)?.into(),
            year: 2000 + year,
            kind,
            serial: text.get(9..20)?.into(),
            check: *signs.last()?,
        })
    }

    /// The first twenty signs.
    pub fn body(&self) -> String {
        format!("{}{:02}{}{}", self.region, self.year % 100, self.kind, self.serial)
    }

    /// Sum over the first twenty signs of value × 3^position, modulo 31; `None` if a sign has no
    /// value.
    pub fn weighted_sum(&self) -> Option<u32> {
        let mut weight = 1;
        let mut sum = 0;
        for sign in self.body().chars() {
            sum = (sum + value(sign)? * weight) % 31;
            weight = weight * 3 % 31;
        }
        Some(sum)
    }

    /// The last sign for which weighted sum and its value add up to `constant` modulo 31.
    pub fn check_for(&self, constant: u32) -> Option<char> {
        let wanted = (constant % 31 + 31 - self.weighted_sum()?) % 31;
        ALPHABET.chars().nth(wanted as usize)
    }
}

fn value(sign: char) -> Option<u32> {
    ALPHABET.chars().position(|c| c == sign).and_then(|at| u32::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_codes() {
        let code = ProjectCode::parse("99032126P00110010001X").unwrap();
        assert_eq!((code.region.as_str(), code.year, code.kind), ("990321", 2026, 'P'));
        assert_eq!(code.body(), "99032126P00110010001");
        for wrong in ["", "99032126P0011001000", "9903212P600110010001X", "99032126p00110010001X"] {
            assert_eq!(ProjectCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn one_wrong_sign_or_a_swap_changes_the_check() {
        let code = ProjectCode::parse("99032126P00110010001X").unwrap();
        let check = code.check_for(30).unwrap();
        let mut signs: Vec<char> = code.body().chars().collect();
        signs.push(check);
        for at in 0..19 {
            let mut swapped = signs.clone();
            swapped.swap(at, at + 1);
            let text: String = swapped.iter().collect();
            if let Some(other) = ProjectCode::parse(&text).filter(|_| signs[at] != signs[at + 1]) {
                assert_ne!(other.check_for(30), Some(other.check), "swap at {at}");
            }
        }
    }
}
