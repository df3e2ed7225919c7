//! What the basis cells cite, document by document, with the place of each.

use std::ops::Range;

use ground::{Span, Words};
use model::document::{Citation, DocumentNumber, NumberAt, numbers};
use model::leaves::{Column, Locus};
use model::statement::Indicator;
use rulebook::{Hit, WordList};

use crate::Subject;

/// One document, or one kind of source, that a basis cell names.
pub(super) struct Cited<'a, 's> {
    /// The project, from 0; `None` for an indicator of the whole department.
    pub(super) project: Option<usize>,
    /// The cell.
    pub(super) words: &'s Words,
    /// What it names.
    pub(super) citation: &'s Citation,
    /// Where in the cell.
    pub(super) range: Range<usize>,
    hits: &'a [Hit<'s>],
}

/// Everything that the basis cells of a statement cite, in order.
pub(super) fn cited<'a, 's>(subject: &'a Subject<'s>) -> Vec<Cited<'a, 's>> {
    let mut all = Vec::new();
    for passage in &subject.passages {
        let Some((project, row)) = row_of_basis(subject, passage.locus) else { continue };
        let Some(citations) = row.basis.as_ref().and_then(|leaf| leaf.value.as_ref()) else {
            continue;
        };
        let mut from = 0;
        for citation in citations {
            let rest = passage.words.text.get(from..).unwrap_or_default();
            // Mostly nothing but a mark stands between two citations.
            let body = rest.trim_start_matches(['、', '，', '；', '。']);
            let at = match body.starts_with(citation.text.as_str()) {
                true => Some(rest.len() - body.len()),
                false => rest.find(citation.text.as_str()),
            };
            let Some(at) = at else { continue };
            let range = from + at..from + at + citation.text.len();
            from = range.end;
            let words = passage.words;
            all.push(Cited { project, words, citation, range, hits: &passage.hits });
        }
    }
    all
}

/// The row whose basis has this address, and its project.
fn row_of_basis<'s>(subject: &Subject<'s>, locus: Locus) -> Option<(Option<usize>, &'s Indicator)> {
    let statement = subject.statement;
    match locus {
        Locus::Indicator(project, row, Column::Basis) => {
            Some((Some(project), statement.projects.get(project)?.indicators.get(row)?))
        }
        Locus::Department(row, Column::Basis) => Some((None, statement.indicators.get(row)?)),
        _ => None,
    }
}

impl<'s> Cited<'_, 's> {
    /// Where it stands in the document.
    pub(super) fn span(&self) -> Span {
        self.words.span(self.range.clone())
    }

    /// The first word of a list in it.
    pub(super) fn hit(&self, list: WordList) -> Option<&Hit<'s>> {
        self.hits_of(list).next()
    }

    /// Every word of a list in it.
    pub(super) fn hits_of(&self, list: WordList) -> impl Iterator<Item = &Hit<'s>> {
        self.hits.iter().filter(move |hit| {
            hit.list == list
                && self.range.start <= hit.range.start
                && hit.range.end <= self.range.end
        })
    }

    /// Its document number, with ranges in the cell.
    pub(super) fn number(&self) -> Option<NumberAt> {
        self.citation.number.as_ref()?;
        let text = self.words.text.get(self.range.clone())?;
        let found = numbers(text).into_iter().next()?;
        let moved =
            |range: Range<usize>| range.start + self.range.start..range.end + self.range.start;
        Some(NumberAt {
            range: moved(found.range),
            year: moved(found.year),
            serial: moved(found.serial),
            ..found
        })
    }

    /// Whether it is a law, a regulation or a charter, which are cited by title alone.
    pub(super) fn is_law(&self) -> bool {
        self.citation.title.as_deref().is_some_and(is_law)
    }
}

/// 工会法, 预算法实施条例, 中国工会章程; not 管理办法, though it ends in the same sign.
fn is_law(title: &str) -> bool {
    const LAWS: [&str; 5] = ["法", "条例", "法典", "章程", "准则"];
    const NO_LAWS: [&str; 3] = ["办法", "方法", "做法"];
    let title = match title.rfind(['（', '(']) {
        Some(at) if title.ends_with(['）', ')']) && at > 0 => title.get(..at).unwrap_or(title),
        _ => title,
    };
    LAWS.iter().any(|end| title.ends_with(end)) && !NO_LAWS.iter().any(|end| title.ends_with(end))
}

/// Whether two numbers are one document's, though one may be written with more words before it
/// (省总工会冀工发〔2018〕18号).
pub(super) fn same_document(one: &DocumentNumber, other: &DocumentNumber) -> bool {
    (one.year, one.number) == (other.year, other.number)
        && (one.agency.ends_with(&other.agency) || other.agency.ends_with(&one.agency))
}

#[cfg(test)]
mod tests {
    use super::is_law;

    #[test]
    fn laws_are_told_from_measures() {
        for title in ["中华人民共和国工会法", "城市居民最低生活保障条例", "预算法（2018年修正）"]
        {
            assert!(is_law(title), "{title}");
        }
        for title in ["专项资金管理办法", "困难职工认定暂行办法（试行）", "实施方案"]
        {
            assert!(!is_law(title), "{title}");
        }
    }
}
