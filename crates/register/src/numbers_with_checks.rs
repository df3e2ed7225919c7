//! Numbers that check themselves: unified social credit codes (GB 32100) and bank cards (Luhn).

/// Why a text is no unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditFault {
    /// It has so many signs instead of 18.
    Length(usize),
    /// A sign that no such code has.
    Sign(char),
    /// The last sign should be this one.
    Check {
        /// What it is.
        found: char,
        /// What the first seventeen signs give.
        wanted: char,
    },
}

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code in its canonical form: capital letters, no blanks.
///
/// # Errors
/// When its length, a sign or its check sign is wrong.
pub fn credit_code(text: &str) -> Result<String, CreditFault> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| narrow(c).to_ascii_uppercase())
        .collect();
    let length = code.chars().count();
    if length != 18 {
        return Err(CreditFault::Length(length));
    }
    if let Some(sign) = code.chars().find(|c| value(*c).is_none()) {
        return Err(CreditFault::Sign(sign));
    }
    let found = code.chars().next_back().unwrap_or_default();
    match credit_check(code.get(..17).unwrap_or_default()) {
        Some(wanted) if wanted == found => Ok(code),
        wanted => Err(CreditFault::Check { found, wanted: wanted.unwrap_or_default() }),
    }
}

/// The check sign of the first seventeen signs.
pub fn credit_check(seventeen: &str) -> Option<char> {
    let (mut sum, mut weight) = (0u32, 1u32);
    for sign in seventeen.chars() {
        sum = (sum + value(sign)? * weight) % 31;
        weight = weight * 3 % 31;
    }
    let at = usize::try_from((31 - sum) % 31).ok()?;
    (seventeen.len() == 17).then(|| ALPHABET.get(at).map(|sign| char::from(*sign))).flatten()
}

/// Whether the digits pass the check of Luhn.
pub fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (place, sign) in digits.chars().rev().enumerate() {
        let Some(digit) = sign.to_digit(10) else { return false };
        let counted = if place % 2 == 1 { digit * 2 } else { digit };
        sum += counted / 10 + counted % 10;
    }
    !digits.is_empty() && sum % 10 == 0
}

fn value(sign: char) -> Option<u32> {
    let at = ALPHABET.iter().position(|known| char::from(*known) == sign)?;
    u32::try_from(at).ok()
}

/// A sign of full width as one of half width.
pub(crate) fn narrow(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(sign as u32 - 0xFEE0).unwrap_or(sign),
        '\u{3000}' | '\u{A0}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(serial: u32) -> String {
        let body = format!("81990321{serial:09}");
        let check = credit_check(&body).unwrap();
        format!("{body}{check}")
    }

    #[test]
    fn credit_codes_are_checked() {
        let right = code(42);
        assert_eq!(credit_code(&format!(" {} ", right.to_ascii_lowercase())), Ok(right.clone()));
        assert_eq!(credit_code("81"), Err(CreditFault::Length(2)));
        let with_o = right.replacen('0', "O", 1);
        assert_eq!(credit_code(&with_o), Err(CreditFault::Sign('O')));
    }

    #[test]
    fn a_published_example_of_the_standard_passes() {
        // The standard's own example of a code and its check sign.
        assert_eq!(credit_check("91350100M000100Y4"), Some('3'));
    }

    #[test]
    fn luhn_sees_a_wrong_digit() {
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398714"));
        assert!(!luhn(""));
    }

    proptest! {
        #[test]
        fn every_wrong_sign_is_seen(serial in 0u32..999_999_999, at in 0usize..18, to in 0usize..31) {
            let right = code(serial);
            let mut signs: Vec<u8> = right.bytes().collect();
            signs[at] = ALPHABET[to];
            let changed = String::from_utf8(signs).unwrap();
            prop_assert_eq!(credit_code(&changed).is_ok(), changed == right);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}") {
            let _ = credit_code(&text);
            let _ = luhn(&text);
        }
    }
}
