//! Clauses of running text, and where they say again what was said before.

use std::collections::HashMap;
use std::ops::Range;

use ground::Words;
use model::numbering::leading_number;

use crate::rules::telling::is_han;

/// A clause: the words between two marks of a paragraph.
#[derive(Clone)]
pub(super) struct Clause<'s> {
    pub(super) words: &'s Words,
    pub(super) range: Range<usize>,
    /// Which paragraph of its section.
    pub(super) paragraph: usize,
    pub(super) han: usize,
}

/// Clauses that stand twice: a run of them, the first time and the second.
pub(super) struct Repeat {
    pub(super) first: Range<usize>,
    pub(super) second: Range<usize>,
}

impl<'s> Clause<'s> {
    pub(super) fn text(&self) -> &'s str {
        self.words.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Clauses with figures are targets: two works may well have the same.
    pub(super) fn has_figure(&self) -> bool {
        self.text().chars().any(|c| model::numeral::digit(c).is_some())
    }
}

/// The clauses of the paragraphs of a section. What stands right behind a number is a heading run
/// into its text, which may repeat it.
pub(super) fn clauses<'s>(paragraphs: &[&'s Words]) -> Vec<Clause<'s>> {
    let mut all = Vec::new();
    for (paragraph, words) in paragraphs.iter().enumerate() {
        let text = &words.text;
        let numbered = leading_number(text).is_some();
        let mut start = 0;
        let ends =
            text.char_indices().filter(|(_, c)| is_mark(*c)).map(|(at, c)| (at, at + c.len_utf8()));
        for (position, (end, next)) in ends.chain([(text.len(), text.len())]).enumerate() {
            let piece = text.get(start..end).unwrap_or_default();
            let skipped = leading_number(piece).map_or(0, |lead| lead.len);
            let range = start + skipped..end;
            start = next;
            let han =
                text.get(range.clone()).unwrap_or_default().chars().filter(|c| is_han(*c)).count();
            if han > 0 && !(numbered && position == 0) {
                all.push(Clause { words, range, paragraph, han });
            }
        }
    }
    all
}

fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':' | '!' | '?')
}

/// Runs of clauses that stand twice and hold one clause with at least `least` Chinese characters
/// and no figure.
pub(super) fn repeats(clauses: &[Clause<'_>], least: usize) -> Vec<Repeat> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(clause) = clauses.get(at) {
        if clause.han < least || clause.has_figure() {
            at += 1;
            continue;
        }
        let Some(first) = seen.get(clause.text()).copied() else {
            seen.insert(clause.text(), at);
            at += 1;
            continue;
        };
        let same = |offset: usize| {
            let (one, other) = (clauses.get(first + offset), clauses.get(at + offset));
            first + offset < at
                && one.is_some_and(|one| other.is_some_and(|other| one.text() == other.text()))
        };
        let count = (1..).take_while(|offset| same(*offset)).count() + 1;
        found.push(Repeat { first: first..first + count, second: at..at + count });
        at += count;
    }
    found
}

/// Whether a clause says of the one before it only that it goes on: 开展了甲活动，继续开展甲活动.
pub(super) fn adds_nothing(
    before: &Clause<'_>,
    clause: &Clause<'_>,
    least: usize,
    openers: &[&str],
) -> bool {
    if clause.han < least || before.han < least || clause.text() == before.text() {
        return false;
    }
    let (mut one, mut other) = (before.text().chars(), clause.text().chars());
    let mut common = 0;
    let (mut head, mut rest) = (before.text(), clause.text());
    while let (Some(a), Some(b)) = (one.next_back(), other.next_back()) {
        if a != b {
            break;
        }
        common += usize::from(is_han(a));
        (head, rest) = (one.as_str(), other.as_str());
    }
    if common < least {
        return false;
    }
    while let Some(shorter) = openers.iter().find_map(|opener| rest.strip_prefix(opener)) {
        rest = shorter;
    }
    head.trim_end_matches(['了', '着', '过']).ends_with(rest)
}

#[cfg(test)]
mod tests {
    use testkit::lines::lines;

    use super::*;

    fn check<T>(paragraphs: &[&str], test: impl Fn(&[Clause<'_>]) -> T) -> T {
        let (source, spans) = lines(paragraphs);
        let words: Vec<Words> = spans.iter().map(|span| source.words(&[*span])).collect();
        test(&clauses(&words.iter().collect::<Vec<_>>()))
    }

    fn count(paragraphs: &[&str]) -> usize {
        check(paragraphs, |clauses| repeats(clauses, 8).len())
    }

    #[test]
    fn runs_that_stand_twice_are_one_repeat() {
        assert_eq!(
            count(&[
                "加强日常监督检查力度，落实到人，按月通报。加强日常监督检查力度，落实到人，按月通报。"
            ]),
            1
        );
        assert_eq!(count(&["一是加强日常监督检查力度。", "二是加强日常监督检查力度。"]), 0);
        assert_eq!(count(&["按月通报，按月通报"]), 0);
        assert_eq!(count(&["甲项目完成及时率达到100%，乙项目好，甲项目完成及时率达到100%"]), 0);
    }

    #[test]
    fn a_clause_that_only_goes_on() {
        let cases = [
            ("在全县推行了家庭医生签约服务，继续推行家庭医生签约服务", true),
            ("组织开展义务植树宣传活动，进一步开展义务植树宣传活动", true),
            ("评选市级非物质文化遗产传承人，评选县级非物质文化遗产传承人", false),
            ("制定农村饮水安全工程实施方案，落实农村饮水安全工程实施方案", false),
            ("提高公共图书馆服务能力，公共图书馆服务能力建设达标", false),
        ];
        for (text, expected) in cases {
            check(&[text], |clauses| {
                assert_eq!(
                    adds_nothing(&clauses[0], &clauses[1], 8, &["继续", "进一步"]),
                    expected,
                    "{text}"
                );
            });
        }
    }
}
