//! Word lists, and the one pass that finds the words of all lists in a text.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use ground::Day;
use serde::{Deserialize, Serialize};

use crate::DataError;
use crate::dated::{Reference, Standing, day, optional_day};
use crate::entries::{files_in, parsed};
use crate::word_lists::WordList;

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
    /// The lists whose words are looked for in every leaf, as one.
    everywhere: Search,
    /// Filler words and synonyms as one: they are looked for in parts of leaves too.
    matter: Search,
    /// Each list by itself.
    lists: BTreeMap<WordList, Search>,
    references: Vec<(String, Reference)>,
}

/// Words with the automaton that finds them.
#[derive(Debug)]
struct Search {
    terms: Vec<(WordList, Term)>,
    automaton: AhoCorasick,
}

impl WordBook {
    /// All words of the lists that are looked for in every leaf, in order; of words of one list that
    /// overlap only the first and longest.
    pub fn find<'b>(&'b self, text: &str) -> Vec<Hit<'b>> {
        self.everywhere.find(text)
    }

    /// All filler words in `text`, in order, then all synonyms: what tells its matter from its form.
    pub fn matter<'b>(&'b self, text: &str) -> Vec<Hit<'b>> {
        self.matter.find(text)
    }

    /// All words of one list in `text`, in order; of words that overlap only the first and longest.
    pub fn all<'b>(&'b self, list: WordList, text: &str) -> Vec<Hit<'b>> {
        self.lists.get(&list).map(|search| search.find(text)).unwrap_or_default()
    }

    /// Whether a word of the list stands in `text`.
    pub fn has(&self, list: WordList, text: &str) -> bool {
        self.lists.get(&list).is_some_and(|search| search.hits(text).next().is_some())
    }

    /// The longest word of the list in which `text` ends.
    pub fn ending<'b>(&'b self, list: WordList, text: &str) -> Option<&'b Term> {
        let hits = self.lists.get(&list)?.hits(text);
        let last = hits.filter(|hit| hit.range.end == text.len());
        last.max_by_key(|hit| hit.range.len()).map(|hit| hit.term)
    }

    /// The runs of a text between the words of one list.
    pub fn without(&self, list: WordList, text: &str) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut at = 0;
        for hit in self.all(list, text) {
            runs.push(at..hit.range.start);
            at = hit.range.end;
        }
        runs.push(at..text.len());
        runs
    }

    /// The words of one list.
    pub fn terms(&self, list: WordList) -> impl Iterator<Item = &Term> {
        self.lists.get(&list).into_iter().flat_map(|search| &search.terms).map(|(_, term)| term)
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = (&str, &Reference)> {
        self.references.iter().map(|(place, reference)| (place.as_str(), reference))
    }
}

impl Search {
    fn new(terms: Vec<(WordList, Term)>) -> Result<Search, DataError> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(terms.iter().map(|(_, term)| &term.word))
            .map_err(|error| DataError::malformed("words", error))?;
        Ok(Search { terms, automaton })
    }

    /// Every word that counts, overlapping ones included, in the order of their ends.
    fn hits<'b>(&'b self, text: &str) -> impl Iterator<Item = Hit<'b>> {
        self.automaton.find_overlapping_iter(text).filter_map(move |found| {
            let (list, term) = self.terms.get(found.pattern().as_usize())?;
            let range = found.range();
            counts(term, text, range.clone()).then_some(Hit { list: *list, term, range })
        })
    }

    fn find<'b>(&'b self, text: &str) -> Vec<Hit<'b>> {
        let mut hits: Vec<Hit<'b>> = self.hits(text).collect();
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
}

fn counts(term: &Term, text: &str, range: Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    !term.unless_after.iter().any(|word| before.ends_with(word.as_str()))
        && !term.unless_before.iter().any(|word| after.starts_with(word.as_str()))
        && !term.unless_with.iter().any(|word| text.contains(word.as_str()))
}

/// Loads the lists of `data/words/`; `signature` are the words of the kinds of departments.
pub(crate) fn load(files: &[(&str, &str)], signature: Vec<Term>) -> Result<WordBook, DataError> {
    let mut lists: BTreeMap<WordList, Vec<Term>> = BTreeMap::new();
    let mut references = Vec::new();
    for (path, stem, text) in files_in(files, "words") {
        let file: File = parsed(path, text)?;
        let list = WordList::deserialize(serde::de::value::StrDeserializer::new(stem))
            .map_err(|error: serde::de::value::Error| DataError::malformed(path, error))?;
        let plain = file.words.into_iter().map(|word| Term { word, ..Term::default() });
        let terms: Vec<Term> = plain.chain(file.terms).collect();
        refuse_doubles(path, &terms)?;
        lists.insert(list, terms);
        references.push((path.to_owned(), file.reference));
    }
    lists.insert(WordList::Signature, signature);
    let marked = |(list, terms): (WordList, Vec<Term>)| {
        terms.into_iter().map(move |term| (list, term)).collect::<Vec<_>>()
    };
    let common = lists.clone().into_iter().filter(|(list, _)| list.everywhere()).flat_map(marked);
    let everywhere = Search::new(common.collect())?;
    let is_matter = |list: &WordList| matches!(list, WordList::Filler | WordList::Synonym);
    let matter = lists.clone().into_iter().filter(|(list, _)| is_matter(list)).flat_map(marked);
    let matter = Search::new(matter.collect())?;
    let lists =
        lists.into_iter().map(|(list, terms)| Ok((list, Search::new(marked((list, terms)))?)));
    Ok(WordBook { everywhere, matter, lists: lists.collect::<Result<_, DataError>>()?, references })
}

fn refuse_doubles(path: &str, terms: &[Term]) -> Result<(), DataError> {
    let mut words: Vec<&str> = terms.iter().map(|term| term.word.as_str()).collect();
    words.sort_unstable();
    if let Some(pair) = words.windows(2).find(|pair| pair.first() == pair.last()) {
        return Err(DataError::malformed(path, format!("词语重复：{}", pair.concat())));
    }
    if words.first().is_some_and(|word| word.is_empty()) {
        return Err(DataError::malformed(path, "有空白词语"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(list: &str, text: &str) -> WordBook {
        let head = "title = \"x\"\nreference = { law = \"x\" }\nstanding = \"practice\"\n\
                    checked = 2026-11-20\n";
        let path = format!("words/{list}.toml");
        load(&[(path.as_str(), format!("{head}{text}").as_str())], Vec::new()).unwrap()
    }

    fn words(hits: &[Hit<'_>]) -> Vec<String> {
        hits.iter().map(|hit| hit.term.word.clone()).collect()
    }

    #[test]
    fn of_words_that_overlap_the_first_and_longest_counts() {
        let book = book("vague", "words = [\"提高\", \"不断\", \"不断提高\", \"高质量\"]");
        assert_eq!(words(&book.all(WordList::Vague, "不断提高质量")), ["不断提高"]);
        assert!(book.find("不断提高").is_empty(), "asked for, not looked for everywhere");
        assert_eq!(words(&book.all(WordList::Outdated, "不断提高")), Vec::<String>::new());
    }

    #[test]
    fn neighbours_can_excuse_a_word() {
        let text = "[[terms]]\nword = \"满意\"\nunless_before = [\"度\"]\nunless_after = [\"不\"]\n\
                    unless_with = [\"问卷\"]";
        let book = book("vague", text);
        let has = |text: &str| book.has(WordList::Vague, text);
        assert!(has("群众满意"));
        assert!(!has("满意度") && !has("不满意") && !has("满意，见问卷"));
    }

    #[test]
    fn the_longest_ending_decides() {
        let book = book("counted_by", "words = [\"次\", \"人次\", \"率\"]");
        let ending = |text: &str| book.ending(WordList::CountedBy, text).map(|t| t.word.clone());
        assert_eq!(ending("培训人次").as_deref(), Some("人次"));
        assert_eq!(ending("人次增长"), None);
    }

    #[test]
    fn a_word_on_a_list_twice_is_refused() {
        let file = "title = \"x\"\nreference = { law = \"x\" }\nstanding = \"practice\"\n\
                    checked = 2026-11-20\nwords = [\"甲\", \"甲\"]";
        assert!(load(&[("words/vague.toml", file)], Vec::new()).is_err());
    }
}
