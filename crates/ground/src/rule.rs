//! What is known of a rule without running it: code, name, severity, facet, law.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Finding, LegalRef, Severity, Span};

/// A permanent rule code: three capital letters and three digits, e.g. `TGT001`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleCode([u8; 6]);

/// The text is not a rule code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCodeError(String);

/// One of the four facets by which an office reviews goals: 完整性 相关性 适当性 可行性.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// 完整性: nothing is missing and it is clearly said.
    Completeness,
    /// 相关性: goals, indicators and purpose belong together.
    Relevance,
    /// 适当性: funds and targets fit each other.
    Appropriateness,
    /// 可行性: it can be measured and can be done.
    Feasibility,
}

/// The identity card of a rule. The rule's manual page stands beside its code.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RuleInfo {
    /// Permanent code.
    pub code: RuleCode,
    /// The fault in English words joined by underscores: what is found, never the remedy.
    pub name: &'static str,
    /// The fault in Chinese, as a heading.
    pub title: &'static str,
    /// Severity unless the configuration grades it otherwise.
    pub severity: Severity,
    /// Facet of the official review under which it counts.
    pub facet: Facet,
    /// Law or logic behind it, the most telling first.
    pub basis: &'static [LegalRef],
    /// Version of the program in which it first stood.
    pub since: &'static str,
}

impl RuleCode {
    /// The code `text`; for constants, where a mistake stops the build.
    #[expect(clippy::panic, reason = "evaluated in constants: a wrong code must not compile")]
    pub const fn new(text: &str) -> RuleCode {
        match RuleCode::parse(text) {
            Some(code) => code,
            None => panic!("a rule code is three capital letters and three digits"),
        }
    }

    const fn parse(text: &str) -> Option<RuleCode> {
        let bytes = text.as_bytes();
        if bytes.len() != 6 {
            return None;
        }
        let mut code = [0; 6];
        let mut index = 0;
        while index < 6 {
            let byte = bytes[index];
            let fits = if index < 3 { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() };
            if !fits {
                return None;
            }
            code[index] = byte;
            index += 1;
        }
        Some(RuleCode(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The three letters of its family, e.g. `TGT`.
    pub fn family(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }
}

impl RuleInfo {
    /// A finding of this rule, with its own severity, about the words at `span`.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(self.code, self.severity, span, message)
    }
}

impl Facet {
    /// All four, in the order of the official form.
    pub const ALL: [Facet; 4] =
        [Facet::Completeness, Facet::Relevance, Facet::Appropriateness, Facet::Feasibility];

    /// The official Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Facet::Completeness => "完整性",
            Facet::Relevance => "相关性",
            Facet::Appropriateness => "适当性",
            Facet::Feasibility => "可行性",
        }
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RuleCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”不是规则代码：应为三个大写字母加三位数字，例如 TGT001", self.0)
    }
}

impl std::error::Error for RuleCodeError {}

impl FromStr for RuleCode {
    type Err = RuleCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        RuleCode::parse(&text.to_ascii_uppercase()).ok_or_else(|| RuleCodeError(text.into()))
    }
}

impl Serialize for RuleCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for RuleCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[A-Z]{3}[0-9]{3}$",
            "description": "A permanent rule code, e.g. TGT001."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_and_print() {
        let code: RuleCode = "tgt001".parse().unwrap();
        assert_eq!(code, RuleCode::new("TGT001"));
        assert_eq!((code.to_string().as_str(), code.family()), ("TGT001", "TGT"));
        assert!("TGT1".parse::<RuleCode>().is_err());
        assert!("T1T001".parse::<RuleCode>().is_err());
    }
}
