//! The words that the cells of a workbook share, and words in a cell itself.

use crate::sheet::xml::{Element, Halt, Step, Xml};

/// Reads the shared words, as far as the part is sound; where and why it is not.
pub(super) fn read(bytes: &[u8]) -> (Vec<String>, Option<(Halt, usize)>) {
    let mut xml = Xml::new(bytes);
    let mut shared = Vec::new();
    loop {
        let step = match xml.step() {
            Ok(Step::Open(element)) if element.name == b"si" => {
                words(&mut xml, &element).map(|words| shared.push(words))
            }
            Ok(Step::End) => return (shared, None),
            Ok(_) => Ok(()),
            Err(halt) => Err(halt),
        };
        if let Err(halt) = step {
            return (shared, Some((halt, xml.position())));
        }
    }
}

/// The words in an element of runs; how they are pronounced is left out.
pub(crate) fn words<'x>(xml: &mut Xml<'x>, element: &Element<'x>) -> Result<String, Halt> {
    let mut words = String::new();
    add_words(xml, element, &mut words)?;
    Ok(words)
}

/// Adds the words in an element of runs to others.
pub(crate) fn add_words<'x>(
    xml: &mut Xml<'x>,
    element: &Element<'x>,
    words: &mut String,
) -> Result<(), Halt> {
    if element.is_empty {
        return Ok(());
    }
    let begin = words.len();
    loop {
        match xml.step()? {
            Step::Open(inner) if inner.name == b"t" => words.push_str(&xml.text(&inner)?),
            Step::Open(inner) if matches!(inner.name, b"rPh" | b"phoneticPr" | b"rPr") => {
                xml.skip(&inner)?;
            }
            Step::Close(name) if name == element.name => break,
            Step::End => return Err(Halt::Malformed),
            _ => {}
        }
    }
    let added = words.get(begin..).unwrap_or_default();
    if may_hold_codes(added) {
        let resolved = unescaped(added);
        words.truncate(begin);
        words.push_str(&resolved);
    }
    Ok(())
}

/// Whether something stands in a text that could be a code for a sign.
pub(crate) fn may_hold_codes(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'_', bytes).any(|at| bytes.get(at + 1) == Some(&b'x'))
}

/// `_x000D_` stands for a sign that XML cannot hold; `_x005F_` for an underscore before such a code.
pub(crate) fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or_default();
            continue;
        }
        units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    String::from_utf16_lossy(&units)
}

fn escape(text: &str) -> Option<u16> {
    let code = text.strip_prefix("_x")?;
    let digits = code.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    code.get(4..5).filter(|end| *end == "_")?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_codes_resolved() {
        let xml = "<sst><si><t>甲</t></si><si><r><rPr><b/></rPr><t>乙</t></r><r><t xml:space=\"preserve\"> 丙_x000D_</t></r>\
                   <rPh><t>bing</t></rPh></si><si/><si><t>_x005F_x0041_ _xZZZZ_</t></si></sst>";
        let (words, halt) = read(xml.as_bytes());
        assert_eq!(words, ["甲", "乙 丙\r", "", "_x0041_ _xZZZZ_"]);
        assert_eq!(halt, None);
        let (words, halt) = read(b"<sst><si><t>a</t></si><si><t>b</si>");
        assert_eq!((words.len(), halt.is_some()), (1, true));
    }
}
