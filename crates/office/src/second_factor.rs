//! The second factor: one-time codes by time (RFC 6238), as the common programs on phones make them.

use totp_rs::{Builder, Secret, Totp};

use crate::Moment;

/// What a phone needs to make codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The secret in groups of four, to be typed.
    pub secret: String,
    /// The address that stands in the QR code.
    pub url: String,
}

/// A new secret: 160 random bits, in base 32.
pub(crate) fn new_secret() -> String {
    let random = store::digest(store::new_secret().as_bytes());
    let mut bytes = [0; 20];
    for (byte, pair) in bytes.iter_mut().zip(random.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(pair).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    Secret::new_stack(bytes).to_base32()
}

/// The time step whose code this is, if it is that of the step at this moment or of one beside it.
pub(crate) fn step(secret: &str, code: &str, now: Moment) -> Option<i64> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    let time = u64::try_from(now.0.as_second()).ok()?;
    i64::try_from(totp(secret)?.check(&code, time)?).ok()
}

/// What is shown to whoever sets the second factor up.
pub(crate) fn setup(secret: &str, login: &str) -> Setup {
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    // “绩衡”, as an address writes it; login names need no such care.
    let issuer = "%E7%BB%A9%E8%A1%A1";
    let url = format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    );
    Setup { secret: groups.join(" "), url }
}

/// The code at a moment: what the phone shows. For tests and the demonstration.
pub fn code(secret: &str, now: Moment) -> Option<String> {
    let time = u64::try_from(now.0.as_second()).ok()?;
    let secret: String = secret.chars().filter(|sign| !sign.is_whitespace()).collect();
    Some(totp(&secret)?.generate(time).to_string())
}

fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new()
        .with_secret(secret)
        .with_digits(6)
        .with_step_duration(30)
        .with_skew(1)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Moment {
        Moment(jiff::Timestamp::from_second(second).expect("a moment"))
    }

    /// Appendix B of RFC 6238, SHA-1: of its eight digits a code of six has the last six.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::new_stack(*b"12345678901234567890").to_base32();
        let vectors = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (second, digits) in vectors {
            let expected = digits.get(2..).expect("eight digits");
            assert_eq!(code(&secret, at(second)).as_deref(), Some(expected), "{second}");
            assert_eq!(step(&secret, expected, at(second)), Some(second / 30));
        }
    }

    #[test]
    fn codes_hold_one_step_before_and_after_and_no_longer() {
        let secret = new_secret();
        assert_eq!(secret.len(), 32);
        assert_ne!(secret, new_secret());
        let shown = code(&secret, at(1_000_000)).expect("a code");
        for second in [999_970, 1_000_000, 1_000_030] {
            assert!(step(&secret, &shown, at(second)).is_some(), "{second}");
        }
        for second in [999_900, 1_000_100] {
            assert_eq!(step(&secret, &shown, at(second)), None, "{second}");
        }
        let spaced = format!(" {} {}", &shown[..3], &shown[3..]);
        assert!(step(&secret, &spaced, at(1_000_000)).is_some());
        for wrong in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(step(&secret, wrong, at(1_000_000)), None, "{wrong}");
        }
    }
}
