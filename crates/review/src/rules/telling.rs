//! How findings name what they speak of: projects, lists of things, counts of Chinese characters.

use crate::wording::is_letter;
use ground::{Finding, Mark, Span, Words};
use model::statement::{Indicator, Project};

/// The words to point at where a whole project is meant: its name, or what stands in for it.
pub(super) fn project_span(project: &Project) -> Span {
    let code = project.code.as_ref().map(|leaf| &leaf.words);
    let row = project.indicators.first().and_then(|row| row.name.as_ref());
    let all = [project.name.as_ref(), project.heading.as_ref(), code, row];
    all.into_iter().flatten().find(|words| !words.is_blank()).map_or(Span::default(), |w| w.at)
}

/// 项目1“工会经费”, for a project counted from 0.
pub(super) fn project_title(number: usize, project: &Project) -> String {
    match project.name.as_ref().filter(|name| !name.is_blank()) {
        Some(name) => format!("项目{}“{}”", number + 1, name.text),
        None => format!("项目{}", number + 1),
    }
}

/// The words to point at where a whole row is meant, and what to call it.
pub(super) fn row_words(row: &Indicator) -> Option<&Words> {
    let target = row.target.as_ref().map(|leaf| &leaf.words);
    let aspect = row.aspect.as_ref().map(|leaf| &leaf.words);
    let all = [row.name.as_ref(), row.description.as_ref(), target, aspect];
    all.into_iter().flatten().find(|words| !words.is_blank())
}

/// Whether a row has only its printed levels: a line of the form that was not needed.
pub(super) fn is_unused(row: &Indicator) -> bool {
    let target = row.target.as_ref().map(|leaf| &leaf.words);
    let basis = row.basis.as_ref().map(|leaf| &leaf.words);
    let all = [row.name.as_ref(), row.description.as_ref(), target, basis];
    all.into_iter().flatten().all(|words| !words.text.contains(is_letter))
}

/// Items between 、 marks.
pub(super) fn list<I: AsRef<str>>(items: impl IntoIterator<Item = I>) -> String {
    let mut all = String::new();
    for item in items {
        if !all.is_empty() {
            all.push('、');
        }
        all.push_str(item.as_ref());
    }
    all
}

/// Whether a sign is a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Findings of which those with the same key become one that points at every place.
#[derive(Debug)]
pub(super) struct Gathered<K>(Vec<(K, Finding)>);

impl<K: PartialEq> Gathered<K> {
    /// Nothing found yet.
    pub(super) fn new() -> Gathered<K> {
        Gathered(Vec::new())
    }

    /// Adds a place; the finding is made for the first place of its key only.
    pub(super) fn add(&mut self, key: K, span: Span, finding: impl FnOnce() -> Finding) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            // Places come in the order of the document: the same one twice comes twice in a row.
            Some((_, known)) => {
                if known.marks.last().is_none_or(|mark| mark.span != span) {
                    known.marks.push(Mark::new(span));
                }
            }
            None => self.0.push((key, finding())),
        }
    }

    /// The findings; where there are several places the message counts them.
    pub(super) fn into_findings(self) -> impl Iterator<Item = Finding> {
        self.0.into_iter().map(|(_, mut finding)| {
            if finding.marks.len() > 1 {
                finding.message = format!("{}（共{}处）", finding.message, finding.marks.len());
            }
            finding
        })
    }
}
