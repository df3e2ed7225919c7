//! What identifies a person: types that keep it secret, and types that may be published.
//!
//! A published view has no field that could hold a whole number: what it holds is made by masking.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::value::{Field, Kind, Value};

/// 身份证号码, whole. It may stand on papers of the office, never on what is published, and is not
/// printed in messages.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber(String);

/// 银行账号, whole. Kept like [`IdNumber`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankAccount(String);

/// 身份证号码 with the birthday and what follows it masked: six digits, asterisks, the last four.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MaskedId(String);

/// A name as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicName(String);

/// What is wrong with a number that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// No ID number.
    #[error("身份证号码应为18位，前17位是数字，末位是数字或X")]
    Id,
    /// No bank account.
    #[error("银行账号应为8至32位数字")]
    Account,
    /// A number that is not masked.
    #[error("公示的身份证号码应当隐去第7至14位，写成“前6位********后4位”")]
    Unmasked,
}

/// How many signs stand before what is masked, and how many behind it.
const SHOWN: (usize, usize) = (6, 4);
const LENGTH: usize = 18;

impl IdNumber {
    /// The number with its middle masked.
    pub fn masked(&self) -> MaskedId {
        let masked = self.0.chars().enumerate().map(|(at, c)| {
            let hidden = (SHOWN.0..LENGTH - SHOWN.1).contains(&at);
            if hidden { '*' } else { c }
        });
        MaskedId(masked.collect())
    }
}

impl TryFrom<String> for IdNumber {
    type Error = PersonError;

    fn try_from(text: String) -> Result<IdNumber, PersonError> {
        let (head, last) = text.split_at_checked(LENGTH - 1).ok_or(PersonError::Id)?;
        let digits = head.bytes().all(|b| b.is_ascii_digit());
        let ends = matches!(last.as_bytes(), [b'0'..=b'9' | b'X']);
        if digits && ends { Ok(IdNumber(text)) } else { Err(PersonError::Id) }
    }
}

impl TryFrom<String> for BankAccount {
    type Error = PersonError;

    fn try_from(text: String) -> Result<BankAccount, PersonError> {
        let sound = (8..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if sound { Ok(BankAccount(text)) } else { Err(PersonError::Account) }
    }
}

/// Only what is masked can be read: a whole number is refused.
impl TryFrom<String> for MaskedId {
    type Error = PersonError;

    fn try_from(text: String) -> Result<MaskedId, PersonError> {
        let sound = text.chars().count() == LENGTH
            && text.chars().enumerate().all(|(at, c)| {
                let hidden = (SHOWN.0..LENGTH - SHOWN.1).contains(&at);
                if hidden { c == '*' } else { c.is_ascii_digit() || (at == LENGTH - 1 && c == 'X') }
            });
        if sound { Ok(MaskedId(text)) } else { Err(PersonError::Unmasked) }
    }
}

impl PublicName {
    /// The whole name, where usage publishes it.
    pub fn whole(name: &str) -> PublicName {
        PublicName(name.into())
    }

    /// The family name alone, an asterisk for each further character: for children and where the
    /// person asked for it.
    pub fn family_name(name: &str) -> PublicName {
        const DOUBLE: [&str; 10] =
            ["欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "司徒", "夏侯"];
        let characters = name.chars().count();
        let double = characters > 2 && DOUBLE.iter().any(|family| name.starts_with(family));
        let shown = if double { 2 } else { 1 };
        let family: String = name.chars().take(shown).collect();
        PublicName(format!("{family}{}", "*".repeat(characters.saturating_sub(shown))))
    }
}

impl From<IdNumber> for String {
    fn from(number: IdNumber) -> String {
        number.0
    }
}

impl From<BankAccount> for String {
    fn from(account: BankAccount) -> String {
        account.0
    }
}

impl From<MaskedId> for String {
    fn from(number: MaskedId) -> String {
        number.0
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankAccount(…)")
    }
}

macro_rules! text_field {
    ($type:ty, $kind:ident) => {
        impl Field for $type {
            const KIND: Kind = Kind::$kind;
            const NEEDED: bool = true;

            fn value(&self) -> Value<'_> {
                Value::Text(self.0.as_str().into())
            }
        }
    };
}

text_field!(IdNumber, Id);
text_field!(BankAccount, Account);
text_field!(MaskedId, MaskedId);
text_field!(PublicName, Text);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked_and_never_printed() {
        let number = IdNumber::try_from("99032119880214123X".to_owned()).unwrap();
        assert_eq!(String::from(number.masked()), "990321********123X");
        assert!(!format!("{number:?}").contains("1988"));
        for wrong in ["", "9903211988021412", "99032119880214123x", "９90321198802141"] {
            assert_eq!(IdNumber::try_from(wrong.to_owned()), Err(PersonError::Id), "{wrong}");
        }
    }

    #[test]
    fn a_whole_number_is_no_masked_one() {
        let whole = "99032119880214123X".to_owned();
        assert_eq!(MaskedId::try_from(whole), Err(PersonError::Unmasked));
        assert!(MaskedId::try_from("990321********123X".to_owned()).is_ok());
        assert!(serde_json::from_str::<MaskedId>("\"990321198802141234\"").is_err());
    }

    #[test]
    fn family_names() {
        let shown = |name: &str| PublicName::family_name(name).0;
        assert_eq!(shown("李小明"), "李**");
        assert_eq!(shown("欧阳明"), "欧阳*");
        assert_eq!(shown("欧阳"), "欧*");
        assert_eq!(shown(""), "");
    }
}
