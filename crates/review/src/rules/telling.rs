//! How findings name what they speak of: projects, lists of things, counts of Chinese characters.

use ground::{Span, Words};
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

/// How many Chinese characters a text has.
pub(super) fn han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}
