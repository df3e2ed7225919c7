//! How alike the name of an indicator and the names of a measure are: weighted pairs of characters of their normal
//! forms. Rare pairs weigh more; integers only.

use std::collections::{BTreeMap, BTreeSet};

use super::Wanted;
use super::lexicon::{Lexicon, plain};
use crate::definition::{Measure, Shape};
use crate::measures::Measures;

/// A pair of neighbouring characters; of a single character, that twice.
type Pair = (char, char);

/// What a name that equals one in the list comes to, in thousandths.
const LISTED: u32 = 1000;
/// The same of a short name, which may be that of many things: 满意率, 举办次数.
const LISTED_SHORT: u32 = 960;
/// The part of what the less alike of name and description comes to that is added.
const AGREEMENT: u32 = 25;
/// What a name that equals one in normal form comes to.
const EQUAL: u32 = 950;
/// How much of a likeness is left for each mark that only one side has, in hundredths.
const LEFT_UNASKED: u32 = 88;
const LEFT_UNKNOWN: u32 = 72;
/// The most that the project's own words add.
const MOST_CONTEXT: u32 = 40;

/// All measures with their names taken apart.
#[derive(Debug)]
pub(super) struct Index<'m> {
    entries: Vec<Entry<'m>>,
    found_in: BTreeMap<Pair, usize>,
}

/// A measure and its names.
#[derive(Debug)]
pub(super) struct Entry<'m> {
    pub(super) measure: &'m Measure,
    phrases: Vec<Phrase<'m>>,
    marks: BTreeSet<&'static str>,
    context: BTreeSet<Pair>,
}

#[derive(Debug)]
struct Phrase<'m> {
    words: &'m str,
    plain: String,
    normal: String,
    pairs: BTreeSet<Pair>,
    marks: Vec<&'static str>,
}

/// An indicator's words taken apart.
#[derive(Debug)]
pub(super) struct Asked {
    texts: Vec<Text>,
    context: BTreeSet<Pair>,
    weights: BTreeMap<Pair, u32>,
}

#[derive(Debug)]
struct Text {
    of: Said,
    plain: String,
    normal: String,
    pairs: BTreeSet<Pair>,
    marks: Vec<&'static str>,
    /// Whether it says little: it may be the name of many things.
    is_short: bool,
    /// How much it counts, in hundredths.
    counts: u32,
}

/// Which of an indicator's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Its name.
    Name,
    /// Its description.
    Meaning,
    /// Its name and more.
    Both,
}

/// How alike an indicator and a measure are.
#[derive(Clone, Debug)]
pub(super) struct Likeness<'m> {
    /// In thousandths.
    pub(super) score: u32,
    /// The measure's name that is most alike.
    pub(super) phrase: &'m str,
    /// Which words of the indicator are.
    pub(super) of: Said,
    /// Whether the measure lists the name itself, or its description.
    pub(super) is_listed: bool,
    /// Whether the name is short and may be that of many things: 满意率, 举办次数.
    pub(super) is_short: bool,
    /// Marks that only one side has.
    pub(super) clashes: usize,
}

impl<'m> Index<'m> {
    pub(super) fn of(all: &'m Measures, lexicon: &'static Lexicon) -> Index<'m> {
        let entries: Vec<Entry<'m>> = all.all().map(|measure| entry(measure, lexicon)).collect();
        let mut found_in: BTreeMap<Pair, usize> = BTreeMap::new();
        for entry in &entries {
            let pairs: BTreeSet<Pair> =
                entry.phrases.iter().flat_map(|phrase| phrase.pairs.iter().copied()).collect();
            for pair in pairs {
                *found_in.entry(pair).or_default() += 1;
            }
        }
        Index { entries, found_in }
    }

    pub(super) fn entries(&self) -> &[Entry<'m>] {
        &self.entries
    }

    /// The words of an indicator, ready to be compared.
    pub(super) fn asked(&self, wanted: &Wanted<'_>, lexicon: &'static Lexicon) -> Asked {
        let mut texts = vec![text(Said::Name, wanted.name, 100, lexicon)];
        if !plain(wanted.meaning).is_empty() {
            let both = format!("{}{}", wanted.name, wanted.meaning);
            texts.push(text(Said::Meaning, wanted.meaning, 96, lexicon));
            texts.push(text(Said::Both, &both, 97, lexicon));
        }
        let part = format!("{}{}", wanted.name, wanted.target_words);
        texts.push(text(Said::Both, &part, 90, lexicon));
        let context = lexicon.normal(&format!("{}{}", wanted.project, wanted.purpose));
        let weights = self.found_in.iter().map(|(pair, many)| (*pair, self.weight(*many)));
        Asked { texts, context: pairs(&context), weights: weights.collect() }
    }

    /// What is found in few measures tells them apart: 1 for what stands in all, one more for each halving.
    fn weight(&self, many: usize) -> u32 {
        (self.entries.len() / many.max(1)).max(1).ilog2() + 1
    }
}

impl<'m> Entry<'m> {
    /// The most alike of all pairs of a text and a name.
    pub(super) fn likeness(&self, asked: &Asked) -> Likeness<'m> {
        let of = Said::Both;
        let mut best =
            Likeness { score: 0, phrase: "", of, is_listed: false, is_short: false, clashes: 0 };
        let (mut by_name, mut by_meaning) = (0, 0);
        for text in &asked.texts {
            let mut most = 0;
            for phrase in &self.phrases {
                let (score, clashes) = self.alike(text, phrase, asked);
                let is_listed = text.plain == phrase.plain;
                most = most.max(score);
                let is_better = (score, is_listed) > (best.score, best.is_listed);
                if is_better {
                    let (phrase, of) = (phrase.words, text.of);
                    let is_short = text.is_short;
                    best = Likeness { score, phrase, of, is_listed, is_short, clashes };
                }
            }
            match text.of {
                Said::Name => by_name = most,
                Said::Meaning => by_meaning = most,
                Said::Both => {}
            }
        }
        // Name and description that both fit tell it from what fits one of them.
        best.score += by_name.min(by_meaning) / AGREEMENT;
        best
    }

    fn alike(&self, text: &Text, phrase: &Phrase<'m>, asked: &Asked) -> (u32, usize) {
        let of = |whole: u32| whole * text.counts / 100;
        if text.plain == phrase.plain {
            return (of(if text.is_short { LISTED_SHORT } else { LISTED }), 0);
        }
        if text.normal == phrase.normal {
            return (of(EQUAL), 0);
        }
        let weigh = |pairs: &mut dyn Iterator<Item = &Pair>| -> u32 {
            pairs.map(|pair| asked.weights.get(pair).copied().unwrap_or(UNKNOWN)).sum()
        };
        let common = weigh(&mut text.pairs.intersection(&phrase.pairs));
        let whole = weigh(&mut text.pairs.iter()) + weigh(&mut phrase.pairs.iter());
        let mut score = of(2000 * common / whole.max(1));
        let unknown = text.marks.iter().filter(|mark| !self.marks.contains(*mark)).count();
        let unasked = phrase.marks.iter().filter(|mark| !text.marks.contains(mark)).count();
        for _ in 0..unknown {
            score = score * LEFT_UNKNOWN / 100;
        }
        for _ in 0..unasked {
            score = score * LEFT_UNASKED / 100;
        }
        (score, unknown + unasked)
    }

    /// What the project's name and purpose add.
    pub(super) fn context(&self, asked: &Asked) -> u32 {
        let common = asked.context.intersection(&self.context);
        let weight: u32 = common.map(|pair| asked.weights.get(pair).copied().unwrap_or(0)).sum();
        weight.min(MOST_CONTEXT)
    }
}

/// So few pairs tell little.
const SHORT: usize = 3;
/// What a pair weighs that no measure knows.
const UNKNOWN: u32 = 5;

fn entry<'m>(measure: &'m Measure, lexicon: &'static Lexicon) -> Entry<'m> {
    let names = std::iter::once(&measure.title).chain(&measure.also);
    let phrases: Vec<Phrase<'m>> = names.map(|words| phrase(words, lexicon)).collect();
    let mut marks: BTreeSet<&'static str> =
        phrases.iter().flat_map(|phrase| phrase.marks.iter().copied()).collect();
    marks.extend(lexicon.marks(&lexicon.normal(&measure.about)));
    if matches!(measure.shape, Shape::Growth(_)) {
        marks.insert("增长");
    }
    let titles: String = measure.parts().iter().map(|part| part.title.as_str()).collect();
    let context = phrases.iter().flat_map(|phrase| phrase.pairs.iter().copied());
    let context = context.chain(pairs(&lexicon.normal(&titles))).collect();
    Entry { measure, phrases, marks, context }
}

fn phrase<'m>(words: &'m str, lexicon: &'static Lexicon) -> Phrase<'m> {
    let normal = lexicon.normal(words);
    let (pairs, marks) = (pairs(&normal), lexicon.marks(&normal));
    Phrase { words, plain: plain(words), normal, pairs, marks }
}

fn text(of: Said, words: &str, counts: u32, lexicon: &'static Lexicon) -> Text {
    let normal = lexicon.normal(words);
    let is_short = pairs(&lexicon.told(words)).len() < SHORT;
    let (pairs, marks) = (pairs(&normal), lexicon.marks(&normal));
    Text { of, plain: plain(words), normal, pairs, marks, is_short, counts }
}

fn pairs(normal: &str) -> BTreeSet<Pair> {
    let all: Vec<char> = normal.chars().filter(|c| !c.is_ascii_digit()).collect();
    match all.as_slice() {
        [only] => BTreeSet::from([(*only, *only)]),
        more => more.iter().copied().zip(more.iter().copied().skip(1)).collect(),
    }
}
