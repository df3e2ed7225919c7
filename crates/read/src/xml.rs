//! The signs of XML: tags, attributes, references, and what stands between `<!` or `<?` and its end.
//!
//! What walks through a part has its own idea of names and depth; how a tag is written is the same
//! everywhere. Nothing is copied but text in which a reference stands.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// An opening tag taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Markup<'x> {
    pub(crate) name: &'x [u8],
    /// Where in the name the prefix ends.
    pub(crate) colon: Option<usize>,
    pub(crate) attributes: &'x [u8],
    pub(crate) is_empty: bool,
    /// Bytes of the whole tag.
    pub(crate) len: usize,
}

/// What begins with `<!` or `<?`.
pub(crate) enum Aside<'x> {
    /// A comment or an instruction of so many bytes.
    Passed(usize),
    /// The characters of a CDATA section.
    Verbatim(&'x [u8]),
    /// A document type.
    Doctype,
}

/// What begins a CDATA section.
pub(crate) const CDATA: &[u8] = b"<![CDATA[";
/// What ends a CDATA section.
pub(crate) const CDATA_END: &[u8] = b"]]>";

/// Takes the opening tag apart that `bytes` begin with.
pub(crate) fn markup(bytes: &[u8]) -> Option<Markup<'_>> {
    let mut colon = None;
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' => break,
            b':' if colon.is_none() => colon = Some(at - 1),
            _ => {}
        }
        at += 1;
    }
    let name = bytes.get(1..at).filter(|name| !name.is_empty())?;
    let end = at + tag_end(bytes.get(at..)?)?;
    let inner = bytes.get(at..end)?;
    let (attributes, is_empty) = match inner.strip_suffix(b"/") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    Some(Markup { name, colon, attributes, is_empty, len: end + 1 })
}

/// The byte at which an opening tag ends whose name was read; values may hold `>`, nothing may `<`.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    if bytes.first() == Some(&b'>') {
        return Some(0);
    }
    let end = memchr(b'>', bytes)?;
    let inner = bytes.get(..end)?;
    // Nearly all attributes stand in double quotes, and all that are open are closed.
    let mut open = false;
    let mut odd = false;
    for byte in inner {
        open ^= *byte == b'"';
        odd |= *byte == b'<' || *byte == b'\'';
    }
    if !open && !odd {
        return Some(end);
    }
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (_, b'<') => return None,
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The names and values of attributes as they stand; what follows a fault is left out.
pub(crate) fn attributes(raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let equals = memchr(b'=', rest)?;
        let name = rest.get(..equals)?.trim_ascii();
        let behind = rest.get(equals + 1..)?.trim_ascii_start();
        let quote = behind.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let value = behind.get(1..)?;
        let end = memchr(*quote, value)?;
        rest = value.get(end + 1..)?;
        Some((name, value.get(..end)?))
    })
}

/// The value of the attribute with this local name as it stands.
pub(crate) fn attribute<'x>(raw: &'x [u8], local: &str) -> Option<&'x [u8]> {
    let named = |name: &[u8]| {
        let prefix = name.strip_suffix(local.as_bytes());
        prefix.is_some_and(|prefix| prefix.last().is_none_or(|byte| *byte == b':'))
    };
    attributes(raw).find(|(name, _)| named(name)).map(|(_, value)| value)
}

/// Takes apart what begins with `<!` or `<?`; `None` where it is not well formed.
pub(crate) fn aside(bytes: &[u8]) -> Option<Aside<'_>> {
    let passed = |begin: &[u8], end: &[u8]| {
        let len = memmem::find(bytes.get(begin.len()..)?, end)?;
        Some(Aside::Passed(begin.len() + len + end.len()))
    };
    if bytes.starts_with(b"<?") {
        return passed(b"<?", b"?>");
    }
    if bytes.starts_with(b"<!--") {
        return passed(b"<!--", b"-->");
    }
    if let Some(text) = bytes.strip_prefix(CDATA) {
        return text.get(..memmem::find(text, CDATA_END)?).map(Aside::Verbatim);
    }
    let head = bytes.get(..9)?;
    head.eq_ignore_ascii_case(b"<!DOCTYPE").then_some(Aside::Doctype)
}

/// Characters with their references resolved; one that stands for nothing is left as it is.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';').and_then(|(name, tail)| Some((character(name)?, tail))) {
            Some((sign, tail)) => {
                out.push(sign);
                out.push_str(tail);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// The character that a reference stands for.
pub(crate) fn character(name: &str) -> Option<char> {
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code).filter(|sign| *sign != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_apart() {
        let cases = [
            ("<a>b>", Some(("a", "", false, 3))),
            ("<w:a/>", Some(("w:a", "", true, 6))),
            ("<a x=\"1\">b", Some(("a", " x=\"1\"", false, 9))),
            ("<a\n x=\"/>\" />b", Some(("a", "\n x=\"/>\" ", true, 13))),
            ("<a x='>' y=\"'\">b", Some(("a", " x='>' y=\"'\"", false, 15))),
            ("<a x='\"'>b", Some(("a", " x='\"'", false, 9))),
            ("<a x=\"1", None),
            ("<a x=\"1>", None),
            ("<a <b>", None),
            ("<>", None),
            ("<", None),
        ];
        for (text, expected) in cases {
            let found = markup(text.as_bytes()).map(|found| {
                let text = |bytes| std::str::from_utf8(bytes).unwrap();
                (text(found.name), text(found.attributes), found.is_empty, found.len)
            });
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(markup(b"<w:a:b>").unwrap().colon, Some(1));
    }

    #[test]
    fn what_stands_aside_is_measured() {
        let passed = |text: &str| match aside(text.as_bytes()) {
            Some(Aside::Passed(len)) => Some(len),
            _ => None,
        };
        assert_eq!(passed("<?xml a?>b"), Some(9));
        assert_eq!(passed("<!-- > -->b"), Some(10));
        assert_eq!(passed("<!-->b"), None);
        assert!(matches!(aside(b"<![CDATA[<a>]]>b"), Some(Aside::Verbatim(b"<a>"))));
        assert!(matches!(aside(b"<!doctype a>"), Some(Aside::Doctype)));
        assert!(aside(b"<![CDATA[a").is_none() && aside(b"<!a>").is_none());
    }
}
