//! All measures together: those that the program carries, and a county's own.

use std::collections::BTreeMap;

use crate::definition::Measure;
use crate::known::Known;
use crate::read;
use ground::Fault;

/// All measures by code.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    all: BTreeMap<String, Measure>,
}

/// Where measures stand, below `data/`.
const FOLDER: &str = "measures";

impl Measures {
    /// What the program carries.
    ///
    /// # Errors
    /// With every mistake in every file; a test keeps that from being released.
    pub fn embedded(known: &Known) -> Result<Measures, Vec<Fault>> {
        let texts = rulebook::files(FOLDER).map(|(path, _, text)| (path, text));
        Measures::default().with(texts, known)
    }

    /// These measures and others, such as a county's own, given as path and text. A measure of the same code stands in
    /// the place of one before; within these texts a code stands once.
    ///
    /// # Errors
    /// With every mistake in every text.
    pub fn with<'f>(
        mut self,
        texts: impl IntoIterator<Item = (&'f str, &'f str)>,
        known: &Known,
    ) -> Result<Measures, Vec<Fault>> {
        let mut wrong = Vec::new();
        let mut new: BTreeMap<String, (&str, Measure)> = BTreeMap::new();
        for (path, text) in texts {
            match read::measures(text, path, known) {
                Err(faults) => wrong.extend(faults),
                Ok(found) => {
                    for measure in found {
                        let code = measure.code.clone();
                        if let Some((other, _)) = new.get(&code) {
                            wrong.push(twice(path, text, &code, other));
                        }
                        new.insert(code, (path, measure));
                    }
                }
            }
        }
        self.all.extend(new.into_iter().map(|(code, (_, measure))| (code, measure)));
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    /// The measure of this code.
    pub fn measure(&self, code: &str) -> Option<&Measure> {
        self.all.get(code)
    }

    /// All of them, by code.
    pub fn all(&self) -> impl Iterator<Item = &Measure> {
        self.all.values()
    }
}

fn twice(path: &str, text: &str, code: &str, other: &str) -> Fault {
    let is_it = |line: &str| line.starts_with("code") && line.contains(&format!("\"{code}\""));
    let line = text.lines().enumerate().filter(|(_, line)| is_it(line)).last();
    Fault {
        file: path.into(),
        line: line.map_or(1, |(at, _)| at + 1),
        column: 1,
        message: format!("代号“{code}”在{other}里已有"),
        help: "换一个代号".into(),
    }
}
