//! Passwords: argon2id, what a good one is, how long it lasts.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::OfficeError;

/// The fewest characters of a password.
pub const SHORTEST: usize = 10;
/// The most: hashing longer ones would cost whoever sends them nothing and us much.
pub const LONGEST: usize = 128;
/// After how many days another one is asked for, unless it is set otherwise.
pub const LASTS_DAYS: i64 = 90;
/// How many of the last ones may not be taken again.
pub const REMEMBERED: usize = 5;

/// The hash of a password, with parameters and salt.
///
/// # Errors
/// If the machine gives no randomness or memory.
pub async fn hash(password: &str) -> Result<String, OfficeError> {
    let password = password.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let hashed = hashed.await.map_err(|error| OfficeError::Machine(error.to_string()))?;
    hashed.map_err(|error| OfficeError::Machine(error.to_string()))
}

/// Whether the password is the one that was hashed. Takes its time either way.
pub async fn is_right(password: &str, hash: &str) -> bool {
    if password.len() > LONGEST * 4 {
        return false;
    }
    let (password, hash) = (password.to_owned(), hash.to_owned());
    let checked = tokio::task::spawn_blocking(move || {
        Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok()
    });
    checked.await.unwrap_or(false)
}

/// Whether a password is good enough for the account.
///
/// # Errors
/// [`OfficeError::Invalid`] says what it lacks.
pub fn check(password: &str, login: &str) -> Result<(), OfficeError> {
    let invalid = |message: String| Err(OfficeError::Invalid(message));
    let length = password.chars().count();
    if length < SHORTEST {
        return invalid(format!("密码只有{length}位，至少要{SHORTEST}位"));
    }
    if length > LONGEST {
        return invalid(format!("密码有{length}位，最多{LONGEST}位"));
    }
    let kinds = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    let kinds = kinds.into_iter().filter(|has| *has).count();
    if kinds < 3 {
        return invalid(format!(
            "密码只有{kinds}类字符，大写字母、小写字母、数字、其他符号至少要有三类"
        ));
    }
    if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        return invalid("密码里不能含有登录名".to_owned());
    }
    let mut signs: Vec<char> = password.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    if signs.len() < 6 {
        return invalid(format!("密码只用了{}个不同的字符，至少要6个", signs.len()));
    }
    Ok(())
}

/// A password to be used once: sixteen characters that nobody mistakes for others.
pub fn one_time() -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    loop {
        let random = store::digest(store::new_secret().as_bytes());
        let pairs = random.as_bytes().chunks(2).take(16).map(|pair| {
            let digits = std::str::from_utf8(pair).unwrap_or_default();
            usize::from_str_radix(digits, 16).unwrap_or_default() % SIGNS.len()
        });
        let mut password = String::with_capacity(19);
        for (at, sign) in pairs.enumerate() {
            if at > 0 && at % 4 == 0 {
                password.push('-');
            }
            password.push(SIGNS.get(sign).map_or('a', |byte| char::from(*byte)));
        }
        if check(&password, "").is_ok() {
            return password;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_told_what_they_lack() {
        let cases = [
            ("Ab1-xyz", "至少要10位"),
            ("abcdefghij1", "至少要有三类"),
            ("Zhang.san-2026", "登录名"),
            ("Aa1Aa1Aa1Aa1", "不同的字符"),
        ];
        for (password, said) in cases {
            let error = check(password, "zhang.san").expect_err(password).to_string();
            assert!(error.contains(said), "{password}: {error}");
        }
        assert!(check("Linhe-Gonghui-2026", "zhang.san").is_ok());
    }

    #[test]
    fn passwords_to_be_used_once_are_good_ones() {
        for _ in 0..100 {
            let password = one_time();
            assert_eq!(password.len(), 19, "{password}");
            assert!(check(&password, "zhang.san").is_ok(), "{password}");
        }
        assert_ne!(one_time(), one_time());
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hash = hash("Linhe-Gonghui-2026").await.expect("hashed");
        assert!(is_right("Linhe-Gonghui-2026", &hash).await);
        assert!(!is_right("linhe-gonghui-2026", &hash).await);
        assert!(!is_right("Linhe-Gonghui-2026", "no hash").await);
    }
}
