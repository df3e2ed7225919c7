//! Code lists: the choices of a field, dated and sourced, from `data/code-lists/`.

use std::collections::BTreeMap;

use ground::Day;
use rulebook::{Rulebook, Standing};

use crate::normal::normal;
use crate::toml_tree::{Section, parsed};
use ground::{Fault, Faults};

/// One list.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The name by which fields name it: that of its file.
    pub name: String,
    /// Title.
    pub title: String,
    /// The instrument in `data/law/` that it comes from.
    pub law: String,
    /// How sure that is.
    pub standing: Standing,
    /// The choices, in the order in which they are offered.
    pub codes: Vec<Code>,
    /// The place of a choice by key, label or synonym, normalised.
    known: BTreeMap<String, usize>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// ASCII key, stored and named in expressions.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What else people write.
    pub synonyms: Vec<String>,
    /// First day in use, if it was not always.
    pub from: Option<Day>,
    /// Last day in use, if it is out of use.
    pub until: Option<Day>,
}

/// All lists by name.
#[derive(Clone, Debug, Default)]
pub struct CodeLists(BTreeMap<String, CodeList>);

impl Code {
    /// Whether it is in use on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl CodeList {
    /// The choice with this key.
    pub fn code(&self, key: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.key == key)
    }

    /// The choice that a text means: its key, its label or a synonym, in any width, with or without blanks and
    /// a number before it.
    pub fn understand(&self, text: &str) -> Option<&Code> {
        let asked = normal(text);
        let unnumbered =
            asked.trim_start_matches(|c: char| c.is_ascii_digit() || ".、)".contains(c));
        let at = self.known.get(&asked).or_else(|| self.known.get(unnumbered))?;
        self.codes.get(*at)
    }

    /// The labels in use on a day, for a message.
    pub fn offered(&self, day: Day) -> String {
        const MOST: usize = 12;
        let labels: Vec<&str> =
            self.codes.iter().filter(|c| c.in_force(day)).map(|c| c.label.as_str()).collect();
        let more =
            if labels.len() > MOST { format!("等{}种", labels.len()) } else { String::new() };
        format!("{}{more}", labels.get(..MOST.min(labels.len())).unwrap_or_default().join("、"))
    }

    /// Reads the text of a list.
    ///
    /// # Errors
    /// With every mistake in the text and its place.
    pub fn parse(
        name: &str,
        text: &str,
        file: &str,
        rulebook: &Rulebook,
    ) -> Result<CodeList, Vec<Fault>> {
        let mut faults = Faults::new(file, text);
        let list = parsed(&mut faults)
            .and_then(|root| list(name, &Section::of(&root), rulebook, &mut faults));
        faults.unless(list)
    }
}

impl CodeLists {
    /// The lists that the program carries.
    ///
    /// # Errors
    /// With every mistake in every file; a test keeps that from being released.
    pub fn embedded(rulebook: &Rulebook) -> Result<CodeLists, Vec<Fault>> {
        CodeLists::default().with(rulebook::files("code-lists"), rulebook)
    }

    /// These lists and others, such as a county's own, given as name, file and text. A list of the same name
    /// stands in the place of the one before.
    ///
    /// # Errors
    /// With every mistake in every text.
    pub fn with<'f>(
        mut self,
        texts: impl IntoIterator<Item = (&'f str, &'f str, &'f str)>,
        rulebook: &Rulebook,
    ) -> Result<CodeLists, Vec<Fault>> {
        let mut wrong = Vec::new();
        for (path, name, text) in texts {
            match CodeList::parse(name, text, path, rulebook) {
                Ok(list) => drop(self.0.insert(list.name.clone(), list)),
                Err(faults) => wrong.extend(faults),
            }
        }
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    /// The list of this name.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.0.get(name)
    }

    /// All lists, by name.
    pub fn all(&self) -> impl Iterator<Item = &CodeList> {
        self.0.values()
    }

    /// What people read for a key of a list.
    pub fn label(&self, list: &str, key: &str) -> Option<&str> {
        self.list(list)?.code(key).map(|code| code.label.as_str())
    }
}

fn list(name: &str, root: &Section, rulebook: &Rulebook, faults: &mut Faults) -> Option<CodeList> {
    root.only(&["title", "law", "standing", "code"], faults);
    let title = root.needed("title", faults)?.text;
    let law = root.needed("law", faults)?;
    if rulebook.law(&law.text).is_none() {
        let message = format!("data/law/ 里没有“{}”", law.text);
        faults.over(&law.span, message, "先在 data/law/ 登记这份依据");
    }
    let standing = standing(root, faults)?;
    let mut list = CodeList {
        name: name.into(),
        title,
        law: law.text,
        standing,
        codes: Vec::new(),
        known: BTreeMap::new(),
    };
    for section in root.tables("code", faults) {
        section.only(&["key", "label", "synonyms", "from", "until"], faults);
        let Some(code) = code(&section, faults) else { continue };
        let names = [&code.key, &code.label].into_iter().chain(&code.synonyms);
        for word in names.map(|word| normal(word)) {
            let before = list.known.insert(word.clone(), list.codes.len());
            if before.is_some_and(|before| before != list.codes.len()) {
                faults.over(
                    &section.span,
                    format!("“{word}”在这个列表里有两种含义"),
                    "改用不同的写法",
                );
            }
        }
        list.codes.push(code);
    }
    if list.codes.is_empty() {
        faults.over(&root.span, "列表里没有选项", "至少写一节 [[code]]");
    }
    Some(list)
}

fn code(section: &Section, faults: &mut Faults) -> Option<Code> {
    let key = section.needed("key", faults)?;
    if !is_ascii_name(&key.text) {
        let help = "只用小写英文字母、数字和下划线，以字母开头";
        faults.over(&key.span, format!("“{}”不能作为代码", key.text), help);
    }
    Some(Code {
        key: key.text,
        label: section.needed("label", faults)?.text,
        synonyms: section.list("synonyms", faults).into_iter().map(|words| words.text).collect(),
        from: section.day("from", faults),
        until: section.day("until", faults),
    })
}

pub(crate) fn standing(root: &Section, faults: &mut Faults) -> Option<Standing> {
    let words = root.needed("standing", faults)?;
    match words.text.as_str() {
        "verified" => Some(Standing::Verified),
        "practice" => Some(Standing::Practice),
        "unverified" => Some(Standing::Unverified),
        other => {
            let help = "可用：verified、practice、unverified";
            faults.over(&words.span, format!("没有“{other}”这种可靠程度"), help);
            None
        }
    }
}

/// Whether a text may name a field, a state or a code: lower case, digits and underscores after a letter.
pub(crate) fn is_ascii_name(text: &str) -> bool {
    let sound = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    text.len() <= 40
        && text.bytes().all(sound)
        && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
}
