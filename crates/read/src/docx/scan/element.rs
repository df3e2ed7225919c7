//! An opening tag and its attributes.

use std::borrow::Cow;

use crate::docx::tag::Tag;
use crate::xml;

/// An element's opening tag.
pub(in crate::docx) struct Element<'x> {
    pub(in crate::docx) tag: Tag,
    /// It has no content and no closing tag.
    pub(in crate::docx) is_empty: bool,
    /// The byte behind its opening tag.
    pub(in crate::docx) end: usize,
    pub(super) attributes: &'x [u8],
}

impl<'x> Element<'x> {
    /// The attribute with this local name, references resolved.
    pub(in crate::docx) fn attribute(&self, local: &str) -> Option<Cow<'x, str>> {
        std::str::from_utf8(self.raw(local)?).ok().map(xml::resolved)
    }

    /// The `val` attribute.
    pub(in crate::docx) fn value(&self) -> Option<Cow<'x, str>> {
        self.attribute("val")
    }

    /// The `val` attribute as a whole number.
    pub(in crate::docx) fn number(&self) -> Option<u32> {
        std::str::from_utf8(self.raw("val")?).ok()?.trim().parse().ok()
    }

    /// Whether a switch such as `w:vanish` is on: it is unless it says otherwise.
    pub(in crate::docx) fn is_on(&self) -> bool {
        !matches!(self.raw("val"), Some(b"0" | b"false" | b"off" | b"none"))
    }

    fn raw(&self, local: &str) -> Option<&'x [u8]> {
        xml::attribute(self.attributes, local)
    }
}

/// The `val` attribute of the element that `bytes` begin with, as it stands.
pub(in crate::docx) fn first_value(bytes: &[u8]) -> Option<&str> {
    let value = xml::attribute(xml::markup(bytes)?.attributes, "val")?;
    std::str::from_utf8(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_every_writing() {
        let element = Element {
            tag: Tag::Other,
            is_empty: true,
            end: 0,
            attributes: b" w:val=\"a&amp;b&#20013;&x;\" k = '1' plain=\"\" w:odd",
        };
        let found = |name: &str| element.attribute(name).map(Cow::into_owned);
        assert_eq!(found("val").as_deref(), Some("a&b中&x;"));
        assert_eq!(found("k").as_deref(), Some("1"));
        assert_eq!(found("plain").as_deref(), Some(""));
        assert_eq!(found("odd"), None);
        assert_eq!(element.number(), None);
    }
}
