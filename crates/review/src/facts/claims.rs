//! Figures promised in running text, each with the words that say what is counted.

use std::ops::Range;

use ground::Words;
use model::numeral::Form;
use model::quantity::{Figure, Quantity};
use model::target::figures;
use model::unit::Family;
use rulebook::{Rulebook, WordList};

use super::{Terms, excerpt};

/// A figure in running text.
#[derive(Clone, Debug)]
pub struct Claim<'s> {
    /// The leaf it stands in.
    pub words: &'s Words,
    /// The figure with its bytes in that leaf.
    pub figure: Figure,
    /// The clause it stands in.
    pub clause: Range<usize>,
    /// What the clause is about.
    pub terms: Terms,
    /// What the sentence is about.
    pub context: Terms,
    /// The kind of rate it gives a value for, e.g. 满意.
    pub rate: Option<&'s str>,
}

impl Claim<'_> {
    /// What it says.
    pub fn quantity(&self) -> &Quantity {
        &self.figure.quantity
    }

    /// Where the figure stands.
    pub fn span(&self) -> ground::Span {
        self.words.span(self.figure.range.clone())
    }

    /// The clause as it stands.
    pub fn clause_text(&self) -> &str {
        excerpt(self.words, &self.clause)
    }

    /// The figure as it stands.
    pub fn text(&self) -> &str {
        excerpt(self.words, &self.figure.range)
    }
}

/// The figures of a leaf that promise something.
///
/// Left out are spans of time, circumstances (全县14个乡镇), backward looks (自2009年以来) and Chinese
/// numerals below ten that count nothing in particular.
pub fn claims<'s>(rulebook: &Rulebook, words: &'s Words) -> Vec<Claim<'s>> {
    let text = words.text.as_str();
    let mut found = figures(text);
    found.truncate(MOST_CLAIMS);
    if found.is_empty() {
        return Vec::new();
    }
    let circumstances = rulebook.words().all(WordList::Circumstance, text);
    let circumstances: Vec<Range<usize>> = circumstances.into_iter().map(|hit| hit.range).collect();
    let mut claims = Vec::with_capacity(found.len());
    for figure in found {
        let clause = enclosing(text, &figure.range, CLAUSE);
        let sentence = enclosing(text, &figure.range, SENTENCE);
        let looks_back = circumstances.iter().any(|range| {
            let in_clause = clause.start <= range.start && range.end <= figure.range.start;
            let backward = text.get(range.clone()).is_some_and(|word| word.contains("以来"));
            in_clause || (backward && sentence.contains(&range.start))
        });
        if looks_back || !promises(&figure.quantity) {
            continue;
        }
        let head = text.get(clause.start..figure.range.start).unwrap_or_default();
        let rate =
            (figure.quantity.family() == Some(Family::Share)).then(|| rate_key(head)).flatten();
        let (terms, context) = about(rulebook, text, &figure.range, &clause, &sentence);
        claims.push(Claim { words, figure, clause, terms, context, rate });
    }
    claims
}

const CLAUSE: &[char] = &['，', '。', '；', '、', '：', ',', ';', '！', '\n'];
const SENTENCE: &[char] = &['。', '；', ';', '！', '\n'];

/// So many figures of one passage, sub-goal or project are looked at: no statement has more in one,
/// and what is compared with each other takes time that grows with the square of their number.
pub(super) const MOST_CLAIMS: usize = 200;

/// So many bytes to either side of a figure are looked through for the end of its sentence.
const REACH: usize = 1500;

/// The run between two stops that holds `inner`.
fn enclosing(text: &str, inner: &Range<usize>, stops: &[char]) -> Range<usize> {
    let from = text.ceil_char_boundary(inner.start.saturating_sub(REACH));
    let before = text.get(from..inner.start).unwrap_or_default();
    let start = before.char_indices().rev().find(|(_, c)| stops.contains(c));
    let to = text.floor_char_boundary(inner.end.saturating_add(REACH));
    let after = text.get(inner.end..to).unwrap_or_default();
    let end = after.find(stops).map_or(to, |at| inner.end + at);
    from + start.map_or(0, |(at, c)| at + c.len_utf8())..end
}

fn promises(quantity: &Quantity) -> bool {
    let small_word = quantity.form == Form::Chinese
        && quantity.operator.is_none()
        && quantity.value < ground::Decimal::TEN;
    let counts_occasions = quantity.family() == Some(Family::Occasion);
    quantity.family() != Some(Family::Duration) && (!small_word || counts_occasions)
}

/// What clause and sentence are about, the figure itself left out. A clause that says nothing of
/// its own (参与职工达500人) leans on the clause before it.
fn about(
    rulebook: &Rulebook,
    text: &str,
    figure: &Range<usize>,
    clause: &Range<usize>,
    sentence: &Range<usize>,
) -> (Terms, Terms) {
    let of = |range: Range<usize>| Terms::of(rulebook, text.get(range).unwrap_or_default());
    let mut terms = of(clause.start..figure.start).with(&of(figure.end..clause.end));
    if terms.len() < 3 && clause.start > sentence.start {
        let stop = text.get(..clause.start).and_then(|head| head.chars().next_back());
        let end = clause.start - stop.map_or(0, char::len_utf8);
        let before = enclosing(text, &(end..end), CLAUSE);
        terms = terms.with(&of(before.start.max(sentence.start)..end));
    }
    let context = of(sentence.start..figure.start).with(&of(figure.end..sentence.end));
    (terms, context)
}

/// The kind of rate that a text names last: the two characters before 率, 度 or 比例, so that 满意度 and
/// 满意率 are one kind.
pub fn rate_key(text: &str) -> Option<&str> {
    const MARKS: [&str; 7] = ["率", "满意度", "知晓度", "认可度", "比例", "比重", "占比"];
    let ends = text.char_indices().rev();
    let ends = ends.filter(|(_, c)| matches!(c, '率' | '度' | '例' | '重' | '比'));
    let mut marks = ends.filter_map(|(at, c)| {
        let head = text.get(..at + c.len_utf8())?;
        let mark = MARKS.into_iter().find(|mark| head.ends_with(mark))?;
        Some((head.len() - mark.len(), mark))
    });
    let (at, mark) = marks.next()?;
    let end = if mark.ends_with('度') { at + mark.len() - '度'.len_utf8() } else { at };
    let head = text.get(..end)?;
    let start = head.char_indices().rev().nth(1).map(|(index, _)| index)?;
    head.get(start..).filter(|key| key.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_kind() {
        assert_eq!(rate_key("受助职工满意度"), Some("满意"));
        assert_eq!(rate_key("受帮扶职工满意率"), Some("满意"));
        assert_eq!(rate_key("使困难职工帮扶救助率"), Some("救助"));
        assert_eq!(rate_key("资金使用率和支付及时率"), Some("及时"));
        assert_eq!(rate_key("救助人数"), None);
    }

    #[test]
    fn circumstances_are_no_claims() {
        let rulebook = Rulebook::embedded().unwrap();
        let said = |text: &str| {
            let words = Words { text: text.into(), ..Words::default() };
            claims(&rulebook, &words).iter().map(|c| c.quantity().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(said("覆盖全县14个乡镇，培训500人"), ["500人"]);
        assert_eq!(said("自2009年以来，已经为340名子女圆梦。今年救助60名"), ["60名"]);
        assert_eq!(said("组织两次培训，一名干部带队"), ["2次"]);
    }
}
