//! Words with places for fields, as the data of forms writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Words with places for fields: `1—{through_month}月执行数`, `{amount:元}`, `{#}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    /// Its pieces, in order.
    pub pieces: Vec<TemplatePiece>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePiece {
    /// Words that are printed as they are.
    Words(String),
    /// The number of the row among those of its list, `{#}`.
    Ordinal,
    /// The value of a field.
    Field {
        /// Its name in the view.
        name: String,
        /// The unit in which a sum is printed.
        unit: SumUnit,
    },
}

/// The unit in which a form prints a sum of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SumUnit {
    /// 万元
    #[default]
    Wan,
    /// 元
    Yuan,
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some((words, behind)) = rest.split_once('{') {
            let Some((inside, after)) = behind.split_once('}') else {
                return Err(format!("“{text}”里的“{{”没有“}}”"));
            };
            if !words.is_empty() {
                pieces.push(TemplatePiece::Words(words.into()));
            }
            pieces.push(place(inside)?);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(TemplatePiece::Words(rest.into()));
        }
        Ok(Template { pieces })
    }
}

fn place(inside: &str) -> Result<TemplatePiece, String> {
    let (name, unit) = inside.split_once(':').unwrap_or((inside, "万元"));
    let unit = match unit {
        "万元" => SumUnit::Wan,
        "元" => SumUnit::Yuan,
        other => return Err(format!("“{{{inside}}}”里的“{other}”不是金额单位：写“元”或“万元”")),
    };
    if name == "#" {
        return Ok(TemplatePiece::Ordinal);
    }
    let sound = |c: char| c.is_ascii_lowercase() || c == '_';
    if name.is_empty() || !name.chars().all(sound) {
        return Err(format!("“{{{inside}}}”不是栏目名"));
    }
    Ok(TemplatePiece::Field { name: name.into(), unit })
}

impl From<Template> for String {
    fn from(template: Template) -> String {
        template.to_string()
    }
}

/// Prints the template as data files write it.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                TemplatePiece::Words(words) => f.write_str(words)?,
                TemplatePiece::Ordinal => f.write_str("{#}")?,
                TemplatePiece::Field { name, unit: SumUnit::Wan } => write!(f, "{{{name}}}")?,
                TemplatePiece::Field { name, unit: SumUnit::Yuan } => write!(f, "{{{name}:元}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_words_and_places() {
        let template = Template::try_from("1—{month}月{#}、{sum:元}".to_owned()).unwrap();
        assert_eq!(template.pieces.len(), 6);
        assert_eq!(template.to_string(), "1—{month}月{#}、{sum:元}");
        for wrong in ["{a", "{a b}", "{}", "{a:斤}"] {
            assert!(Template::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
