//! Word lists, and the one pass that finds the words of all lists in a text.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use ground::Day;
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day, optional_day};
use crate::{DataError, files_in};

/// A list of words; its file in `data/words/` bears the variant's name in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordList {
    /// Words of a target that nobody can measure.
    Vague,
    /// Words that do not tell what a passage is about.
    Filler,
    /// Words that mean the same as another word (`instead`).
    Synonym,
    /// Words that mark a look back or a comparison, so that an earlier year is right.
    BackwardLook,
    /// Words before a figure that describes how things stand and promises nothing.
    Circumstance,
    /// Names of cost indicators for which more is better, such as 节约率.
    MoreIsBetter,
    /// What proves a result afterwards (问卷, 台账) and so cannot be the basis of a target.
    Evidence,
    /// Kinds of basis that need no document number: 工作计划, 历史标准, 合同.
    BasisKinds,
    /// Words for documents that bear a number; a note says when they need none.
    NumberedDocuments,
    /// Other wordings of the headings of parts; `instead` is the official one.
    PartHeadings,
    /// What projects without people to serve are called: 设备购置, 偿还债务.
    ServesNobody,
    /// What templates say and authors should have replaced; `instead` where one word fits.
    TemplateResidue,
    /// Words typed twice: 的的; `instead` is the word once.
    Doubled,
    /// Words that say only "again" or "more" at the start of a clause: 继续, 进一步.
    ClauseOpeners,
    /// Set phrases that may stand twice in a text without being a repetition.
    StockPhrases,
}

/// A word of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub word: String,
    /// First day from which it counts, if not always.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<Day>,
    /// Last day on which it counts, if it ended.
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
    /// What to write instead, or what took its place.
    #[serde(default)]
    pub instead: String,
    /// Why it is on the list, for the message.
    #[serde(default)]
    pub note: String,
    /// It does not count right behind one of these.
    #[serde(default)]
    pub unless_after: Vec<String>,
    /// It does not count right before one of these.
    #[serde(default)]
    pub unless_before: Vec<String>,
    /// It does not count in a text that also has one of these.
    #[serde(default)]
    pub unless_with: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "read by people who open the file")]
    title: String,
    reference: Reference,
    #[expect(dead_code, reason = "read by people who open the file")]
    standing: Standing,
    #[serde(deserialize_with = "day")]
    #[expect(dead_code, reason = "read by people who open the file")]
    checked: Day,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    terms: Vec<Term>,
}

/// A word found in a text.
#[derive(Clone, Debug)]
pub struct Hit<'b> {
    /// The list it is on.
    pub list: WordList,
    /// The word.
    pub term: &'b Term,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// All word lists.
#[derive(Debug)]
pub struct WordBook {
    terms: Vec<(WordList, Term)>,
    references: Vec<(String, Reference)>,
    search: AhoCorasick,
}

impl WordBook {
    /// All words of all lists in `text`, in order; of words that begin at one place in one list only
    /// the longest.
    pub fn find<'b>(&'b self, text: &str) -> Vec<Hit<'b>> {
        let mut hits: Vec<Hit<'b>> = Vec::new();
        for found in self.search.find_overlapping_iter(text) {
            let Some((list, term)) = self.terms.get(found.pattern().as_usize()) else { continue };
            if counts(term, text, found.range()) {
                hits.push(Hit { list: *list, term, range: found.range() });
            }
        }
        hits.sort_by_key(|hit| (hit.list, hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut end: Option<(WordList, usize)> = None;
        hits.retain(|hit| {
            let inside = end.is_some_and(|(list, end)| list == hit.list && hit.range.start < end);
            if !inside {
                end = Some((hit.list, hit.range.end));
            }
            !inside
        });
        hits
    }
    /// The runs of a text between the words of one list.
    pub fn without(&self, list: WordList, text: &str) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut at = 0;
        for hit in self.find(text).into_iter().filter(|hit| hit.list == list) {
            runs.push(at..hit.range.start);
            at = hit.range.end;
        }
        runs.push(at..text.len());
        runs
    }

    /// The words of one list.
    pub fn terms(&self, list: WordList) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |(of, _)| *of == list).map(|(_, term)| term)
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = (&str, &Reference)> {
        self.references.iter().map(|(place, reference)| (place.as_str(), reference))
    }
}

fn counts(term: &Term, text: &str, range: Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    !term.unless_after.iter().any(|word| before.ends_with(word.as_str()))
        && !term.unless_before.iter().any(|word| after.starts_with(word.as_str()))
        && !term.unless_with.iter().any(|word| text.contains(word.as_str()))
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<WordBook, DataError> {
    let mut lists: BTreeMap<WordList, Vec<Term>> = BTreeMap::new();
    let mut references = Vec::new();
    for (path, stem, text) in files_in(files, "words") {
        let file: File = toml::from_str(text).map_err(|error| DataError::malformed(path, error))?;
        let list = WordList::deserialize(serde::de::value::StrDeserializer::new(stem))
            .map_err(|error: serde::de::value::Error| DataError::malformed(path, error))?;
        let plain = file.words.into_iter().map(|word| Term { word, ..Term::default() });
        let terms: Vec<Term> = plain.chain(file.terms).collect();
        let mut words: Vec<&str> = terms.iter().map(|term| term.word.as_str()).collect();
        words.sort_unstable();
        if let Some(pair) = words.windows(2).find(|pair| pair.first() == pair.last()) {
            return Err(DataError::malformed(path, format!("词语重复：{}", pair.concat())));
        }
        if words.first().is_some_and(|word| word.is_empty()) {
            return Err(DataError::malformed(path, "有空白词语"));
        }
        lists.insert(list, terms);
        references.push((path.to_owned(), file.reference));
    }
    let terms: Vec<(WordList, Term)> = lists
        .into_iter()
        .flat_map(|(list, terms)| terms.into_iter().map(move |term| (list, term)))
        .collect();
    let search = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(terms.iter().map(|(_, term)| &term.word))
        .map_err(|error| DataError::malformed("words", error))?;
    Ok(WordBook { terms, references, search })
}
