//! The numbers of list items, which a page leaves to the browser.

use super::dom::{Dom, Id};
use super::looks::Looks;
use crate::docx::paper::numeral;

/// An open list.
#[derive(Clone, Debug)]
pub(super) struct List {
    next: i64,
    step: i64,
    kind: Box<str>,
}

impl List {
    /// Begins a list with its element.
    pub(super) fn begin(dom: &Dom, looks: &Looks, id: Id) -> List {
        let element = dom.element(id);
        let attribute = |name: &str| element.and_then(|element| element.attribute(name));
        let is_numbered = dom.name(id) == "ol";
        let is_reversed = is_numbered && attribute("reversed").is_some();
        let items = || dom.children(id).filter(|child| dom.name(*child) == "li").count();
        let start = attribute("start").and_then(|start| start.trim().parse::<i32>().ok());
        let first = match start {
            Some(start) => i64::from(start),
            None if is_reversed => i64::try_from(items()).unwrap_or(1),
            None => 1,
        };
        let usual = if is_numbered { "decimal" } else { "disc" };
        let kind = looks.properties(id).list.clone();
        let kind = kind.or_else(|| attribute("type").map(Into::into));
        let step = if is_reversed { -1 } else { 1 };
        List { next: first, step, kind: kind.unwrap_or_else(|| usual.into()) }
    }

    /// The label of the next item, with a blank behind it; blank where it has none.
    pub(super) fn label(&mut self, dom: &Dom, looks: &Looks, item: Id) -> String {
        let element = dom.element(item);
        let attribute = |name: &str| element.and_then(|element| element.attribute(name));
        if let Some(value) = attribute("value").and_then(|value| value.trim().parse::<i32>().ok()) {
            self.next = i64::from(value);
        }
        let number = self.next;
        self.next += self.step;
        let own = looks.properties(item).list.as_deref().or(attribute("type"));
        label(own.unwrap_or(&self.kind), number)
    }
}

/// The label as browsers write it: 1. and 一、.
fn label(kind: &str, number: i64) -> String {
    let (format, behind) = match kind {
        "1" | "decimal" => ("decimal", ". "),
        "decimal-leading-zero" => ("decimalZero", ". "),
        "a" | "lower-alpha" | "lower-latin" => return letters(number, b'a'),
        "A" | "upper-alpha" | "upper-latin" => return letters(number, b'A'),
        "i" | "lower-roman" => ("lowerRoman", ". "),
        "I" | "upper-roman" => ("upperRoman", ". "),
        "cjk-ideographic"
        | "simp-chinese-informal"
        | "trad-chinese-informal"
        | "japanese-informal" => ("chineseCounting", "、"),
        "simp-chinese-formal" => ("chineseLegalSimplified", "、"),
        "trad-chinese-formal" | "japanese-formal" => ("ideographLegalTraditional", "、"),
        "cjk-decimal" => ("ideographDigital", "、"),
        "cjk-heavenly-stem" => ("ideographTraditional", "、"),
        "cjk-earthly-branch" => ("ideographZodiac", "、"),
        _ => return String::new(),
    };
    match u32::try_from(number) {
        Ok(number) => numeral(format, number) + behind,
        Err(_) => format!("{number}{behind}"),
    }
}

/// a … z, aa, ab, …
fn letters(number: i64, first: u8) -> String {
    let mut letters = Vec::new();
    let mut left = u32::try_from(number).unwrap_or(0);
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(first + letter));
        left = (left - 1) / 26;
    }
    if letters.is_empty() {
        return format!("{number}. ");
    }
    letters.into_iter().rev().chain(". ".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_of_all_kinds() {
        let cases = [
            ("1", 12, "12. "),
            ("a", 28, "ab. "),
            ("I", 4, "IV. "),
            ("cjk-ideographic", 11, "十一、"),
            ("simp-chinese-formal", 10, "壹拾、"),
            ("decimal-leading-zero", 3, "03. "),
            ("disc", 3, ""),
            ("none", 3, ""),
            ("decimal", -1, "-1. "),
        ];
        for (kind, number, expected) in cases {
            assert_eq!(label(kind, number), expected, "{kind}");
        }
    }
}
