//! Words that mean the same, words that mean nothing, words that tell two things apart: `data/binding`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::unit::Family;
use serde::Deserialize;

/// Where the words stand, below `data/`.
const FOLDER: &str = "binding";

/// How names are compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lexicon {
    filler: Vec<String>,
    same: Vec<Same>,
    /// Words (as they are after the change) that tell what side of a thing is looked at.
    pub(super) mark: Vec<String>,
    /// Words that compare with years before.
    pub(super) compared: Vec<String>,
    /// Words of time without a day.
    pub(super) timely: Vec<String>,
    /// Words that ask for growth.
    pub(super) growing: Vec<String>,
    /// Words that ask for what questionnaires give.
    pub(super) satisfied: Vec<String>,
    /// How the names of rates end.
    rate: Vec<String>,
    per_household: Vec<String>,
    per_person: Vec<String>,
    /// Words of judgements that others make.
    pub(super) official: Vec<String>,
    choice: Vec<Choice>,
    #[serde(skip)]
    by_first: BTreeMap<char, Vec<(String, String)>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    word: String,
    from: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    label: String,
    words: Vec<String>,
}

static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| {
    let text = rulebook::files(FOLDER).map(|(_, _, text)| text).next().unwrap_or_default();
    Lexicon::read(text).unwrap_or_default()
});

/// What the program carries.
pub(super) fn embedded() -> &'static Lexicon {
    &EMBEDDED
}

impl Lexicon {
    fn read(text: &str) -> Result<Lexicon, toml::de::Error> {
        let mut read: Lexicon = toml::from_str(text)?;
        let same = read.same.iter().flat_map(|one| {
            one.from
                .iter()
                .map(|from| (plain(from), one.word.clone()))
                .chain([(one.word.clone(), one.word.clone())])
        });
        let gone = read.filler.iter().map(|word| (plain(word), String::new()));
        let mut by_first: BTreeMap<char, Vec<(String, String)>> = BTreeMap::new();
        for (from, to) in same.chain(gone) {
            if let Some(first) = from.chars().next() {
                by_first.entry(first).or_default().push((from, to));
            }
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
        read.by_first = by_first;
        Ok(read)
    }

    /// The normal form of a name: what means the same is written the same, what means nothing is left out. Of a name of
    /// such words alone they are kept.
    pub(super) fn normal(&self, text: &str) -> String {
        let told = self.told(text);
        if told.is_empty() { plain(text) } else { told }
    }

    /// The normal form, empty where all words are filler: 举办次数.
    pub(super) fn told(&self, text: &str) -> String {
        let plain = plain(text);
        let mut normal = String::new();
        let mut rest = plain.as_str();
        while let Some(c) = rest.chars().next() {
            let words = self.by_first.get(&c).into_iter().flatten();
            let found = words.into_iter().find(|(from, _)| rest.starts_with(from.as_str()));
            let (len, to) = match found {
                Some((from, to)) => (from.len(), to.as_str()),
                None => (c.len_utf8(), rest.get(..c.len_utf8()).unwrap_or_default()),
            };
            // 困难职工帮扶救助: both are one word now.
            if to.chars().count() < 2 || !normal.ends_with(to) {
                normal.push_str(to);
            }
            rest = rest.get(len..).unwrap_or_default();
        }
        normal
    }

    /// The marks in a normal form.
    pub(super) fn marks<'l>(&'l self, normal: &str) -> Vec<&'l str> {
        self.mark.iter().map(String::as_str).filter(|mark| normal.contains(mark)).collect()
    }

    /// By what a sum is counted whose name says so: 户均生活救助标准 ≤8400元.
    pub(super) fn per_named(&self, words: &str) -> Option<Family> {
        let names = |list: &[String]| says(words, list);
        match (names(&self.per_household), names(&self.per_person)) {
            (true, _) => Some(Family::Household),
            (_, true) => Some(Family::Person),
            _ => None,
        }
    }

    /// Whether a name is that of a rate.
    pub(super) fn is_rate(&self, name: &str) -> bool {
        self.rate.iter().any(|end| name.trim_end().ends_with(end.as_str()))
    }

    /// The words by which a choice is known; its label where nothing else is said.
    pub(super) fn words_of<'l>(&'l self, label: &'l str) -> Vec<&'l str> {
        match self.choice.iter().find(|choice| choice.label == label) {
            Some(choice) => choice.words.iter().map(String::as_str).collect(),
            None if label.chars().count() < 2 => Vec::new(),
            None => vec![label],
        }
    }
}

/// Whether a text has one of these words.
pub(super) fn says(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Text in half width and small letters, without blanks and punctuation.
pub(super) fn plain(text: &str) -> String {
    let half = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars()
        .map(half)
        .filter(|c| c.is_alphanumeric() || *c == '%')
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn lexicon() -> Lexicon {
        let (_, _, text) = rulebook::files(FOLDER).next().unwrap();
        Lexicon::read(text).unwrap()
    }

    #[test]
    fn the_words_load_and_each_means_one_thing() {
        let lexicon = lexicon();
        for words in lexicon.by_first.values() {
            let mut seen: Vec<&str> = words.iter().map(|(from, _)| from.as_str()).collect();
            let all = seen.len();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), all, "{words:?}");
        }
    }

    #[test]
    fn names_of_one_thing_have_one_form() {
        let lexicon = lexicon();
        let pairs = [
            ("劳动模范（体检）人数", "劳模健康体检人数"),
            ("帮扶救助资金发放及时率", "救助资金发放按时率"),
            ("困难职工帮扶数量", "困难职工救助人数"),
            ("ＡＢ　满意度", "ab满意率"),
        ];
        for (one, other) in pairs {
            assert_eq!(lexicon.normal(one), lexicon.normal(other), "{one} {other}");
        }
        assert_ne!(lexicon.normal("困难职工救助率"), lexicon.normal("困难职工脱困率"));
        assert_eq!(lexicon.normal("人数"), "人数");
    }
}
