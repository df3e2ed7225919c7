//! Finds what belongs to the page and not to the text: page numbers, running headers.

use std::collections::HashMap;

use ground::Span;

use crate::clean::is_invisible;

/// A line of a plain text before it is understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawLine {
    /// Its bytes, the line end left out.
    pub(crate) span: Span,
    /// Nothing but white space and residue stands in it. A tab is a cell, so a line with a tab
    /// counts as blank here only if [`RawLine::has_tab`] is looked at too.
    pub(crate) is_blank: bool,
    /// It has a tab.
    pub(crate) has_tab: bool,
    /// It is a page number or a running header.
    pub(crate) is_furniture: bool,
    /// A page begins with it.
    pub(crate) begins_page: bool,
}

impl RawLine {
    /// Blank and without a tab that would make it a blank cell.
    pub(crate) fn is_blank_without_tabs(&self) -> bool {
        self.is_blank && !self.has_tab
    }
}

/// Cuts a text into lines and marks the furniture. `clean` takes residue out of a line.
pub(crate) fn lines(text: &str, clean: &dyn Fn(&str) -> String) -> Vec<RawLine> {
    let mut lines = cut(text, clean);
    let excerpt = |line: &RawLine| text.get(line.span.range()).unwrap_or_default();
    let numbers: Vec<bool> =
        lines.iter().map(|line| !line.has_tab && is_page_number(excerpt(line).trim())).collect();
    mark_page_numbers(&mut lines, &numbers);
    mark_running_headers(&mut lines, text);
    lines
}

fn cut(text: &str, clean: &dyn Fn(&str) -> String) -> Vec<RawLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut begins_page = false;
    for (end, sign) in text.match_indices(['\n', '\x0c']).chain([(text.len(), "")]) {
        let line = text.get(start..end).unwrap_or_default();
        let body = line.trim_end_matches('\r');
        let marked = body.contains('[') || body.contains('\\');
        let is_blank = if marked { clean(body).is_empty() } else { is_blank(body) };
        lines.push(RawLine {
            span: Span::new(start..start + body.len()),
            is_blank,
            has_tab: body.contains('\t'),
            is_furniture: false,
            begins_page,
        });
        begins_page = sign == "\x0c";
        start = end + sign.len();
    }
    lines
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// A bare number is a page number only between blank lines or beside another one: in a table that
/// gives one cell a line it may be a value.
fn mark_page_numbers(lines: &mut [RawLine], numbers: &[bool]) {
    let mut at = 0;
    while at < lines.len() {
        let run = numbers.get(at..).unwrap_or_default().iter().take_while(|is| **is).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let blank = |line: Option<&RawLine>| line.is_none_or(RawLine::is_blank_without_tabs);
        let page_begins = |line: Option<&RawLine>| line.is_none_or(|line| line.begins_page);
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        let below = lines.get(at + run);
        let alone =
            (blank(above) || page_begins(lines.get(at))) && (blank(below) || page_begins(below));
        for line in lines.iter_mut().skip(at).take(run).filter(|_| alone) {
            line.is_furniture = true;
        }
        at += run;
    }
}

/// 3, - 3 -, — 3 —, ·3·, 第3页, 第 3 页 共 9 页, 3/9.
pub(crate) fn is_page_number(line: &str) -> bool {
    if line.is_empty() || line.len() > 40 {
        return false;
    }
    let bare: String =
        line.chars().filter(|c| !c.is_whitespace() && !"-－—–―·•~～".contains(*c)).collect();
    let inner = bare.strip_prefix('第').unwrap_or(&bare);
    let digits = |text: &str| {
        !text.is_empty() && text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_digit())
    };
    if digits(inner) {
        return true;
    }
    let inner = inner.replace(['页', '共', '第'], "/");
    let mut parts = inner.split('/').filter(|part| !part.is_empty());
    let paged = bare.contains('页') || bare.contains('/');
    paged && parts.clone().count() <= 2 && parts.all(digits)
}

/// A short line that comes again at page after page, beside the page number or the page break. It
/// may stand elsewhere once, as the title of the cover does; what comes again within the pages, as
/// 单位：万元 over every table, is text that happens to stand at a page's edge.
fn mark_running_headers(lines: &mut [RawLine], text: &str) {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut within: HashMap<&str, usize> = HashMap::new();
    let edge = |at: usize| {
        let near = |index: Option<usize>| {
            index.and_then(|index| lines.get(index)).is_some_and(|line| line.is_furniture)
        };
        let before = lines.get(..at).unwrap_or_default();
        let above = before.iter().rev().position(|line| !line.is_blank).map(|back| at - 1 - back);
        let after = lines.get(at + 1..).unwrap_or_default();
        let below = after.iter().position(|line| !line.is_blank).map(|ahead| at + 1 + ahead);
        let begins = lines.get(at).is_some_and(|line| line.begins_page);
        let ends = below.is_none_or(|below| lines.get(below).is_some_and(|line| line.begins_page));
        begins || ends || near(above) || near(below)
    };
    for (at, line) in lines.iter().enumerate() {
        let words = text.get(line.span.range()).unwrap_or_default().trim();
        // 单位：万元 and 711001 临河县总工会 stand over every table, and so may stand at every page's edge.
        let over_table =
            words.ends_with('元') || words.bytes().take_while(u8::is_ascii_digit).count() > 4;
        let short = !words.is_empty() && words.chars().count() <= 40 && !line.has_tab;
        if short && !over_table && !line.is_furniture {
            if edge(at) {
                seen.entry(words).or_default().push(at);
            } else {
                *within.entry(words).or_default() += 1;
            }
        }
    }
    let breaks = lines.iter().filter(|line| line.begins_page).count();
    let pages = breaks.max(lines.iter().filter(|line| line.is_furniture).count());
    let is_header = |words: &str, places: &[usize]| {
        let everywhere = places.len() >= 3 && places.len() * 2 >= pages;
        everywhere && within.get(words).is_none_or(|elsewhere| *elsewhere <= 1)
    };
    let repeated: Vec<usize> = seen
        .into_iter()
        .filter(|(words, places)| is_header(words, places))
        .flat_map(|(_, places)| places)
        .collect();
    for at in repeated {
        if let Some(line) = lines.get_mut(at) {
            line.is_furniture = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furniture(text: &str) -> Vec<&str> {
        let clean = |line: &str| line.trim().to_owned();
        let marked = lines(text, &clean);
        marked.iter().filter(|l| l.is_furniture).map(|l| &text[l.span.range()]).collect()
    }

    #[test]
    fn page_numbers_stand_alone() {
        let text = "甲\n\n6\n7\n \n乙\n- 3 -\n丙\n\n第 3 页 共 9 页\n\n3月底\n25\n50\n";
        assert_eq!(furniture(text), ["6", "7", "第 3 页 共 9 页"]);
        assert!(is_page_number("— 12 —") && is_page_number("3/9"));
        assert!(!is_page_number("2025年") && !is_page_number("100.00"));
    }

    #[test]
    fn what_comes_again_within_the_pages_is_text() {
        let page = |page| format!("单位：万元\n甲\n单位：万元\n乙{page}\n\n- {page} -\n\n");
        let text: String = (1..5).map(page).collect();
        assert_eq!(furniture(&text), ["- 1 -", "- 2 -", "- 3 -", "- 4 -"]);
    }

    #[test]
    fn running_headers_come_again_at_the_page_break() {
        let text =
            "临河县文本\n正文\x0c临河县文本\n正文二\x0c临河县文本\n正文三\x0c临河县文本\n完\n";
        assert_eq!(furniture(text), ["临河县文本", "临河县文本", "临河县文本"]);
    }
}
