//! Walks through the XML of a part: elements by meaning, whatever their prefix, within limits.
//!
//! Reading is to be no slower than taking the XML apart, so this walk looks at every byte once and
//! copies none: names and attributes stay where they are until somebody asks for them. It takes what
//! XML with namespaces allows and a Word document may hold; document types are refused.

mod element;
mod memo;
mod scopes;

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::fault::Fault;
use super::tag::Tag;
use crate::xml::{self, Aside, Markup};

pub(super) use element::{Element, first_value};
pub(super) use memo::Memo;
use scopes::Scopes;

/// Word itself nests tables and boxes a few dozen elements deep.
const DEEPEST: usize = 400;

/// One step through the XML.
pub(super) enum Step<'x> {
    /// An element begins; where it is empty no [`Step::Close`] follows.
    Open(Element<'x>),
    /// The element opened last ends.
    Close,
    /// Characters as they stand, entities left out; the byte of the part at which they begin.
    Text(&'x str, usize),
    /// Characters of a CDATA section.
    Verbatim(&'x str, usize),
    /// A character written as `&name;`, and the bytes it takes in the part.
    Reference(char, Range<usize>),
    /// The part ends.
    End,
}

/// A walk through one part.
pub(super) struct Scanner<'x> {
    part: &'x str,
    bytes: &'x [u8],
    at: usize,
    /// The names of the open elements.
    open: Vec<&'x [u8]>,
    scopes: Scopes<'x>,
}

impl<'x> Scanner<'x> {
    /// A walk through the bytes of the part called `part`.
    pub(super) fn new(part: &'x str, bytes: &'x [u8]) -> Scanner<'x> {
        Scanner { part, bytes, at: 0, open: Vec::with_capacity(32), scopes: Scopes::default() }
    }

    /// The next step.
    pub(super) fn step(&mut self) -> Result<Step<'x>, Fault> {
        loop {
            let rest = self.rest();
            match rest {
                [] if self.open.is_empty() => return Ok(Step::End),
                [] => return Err(self.malformed()),
                [b'<', b'/', ..] => {
                    self.close()?;
                    return Ok(Step::Close);
                }
                [b'<', b'!' | b'?', ..] => {
                    if let Some(step) = self.aside()? {
                        return Ok(step);
                    }
                }
                [b'<', ..] => return Ok(Step::Open(self.element()?)),
                [b'&', ..] => return self.reference(),
                _ => {
                    let len = memchr2(b'<', b'&', rest).unwrap_or(rest.len());
                    let text = self.utf8(rest.get(..len).unwrap_or_default())?;
                    let at = self.at;
                    self.at += len;
                    return Ok(Step::Text(text, at));
                }
            }
        }
    }

    /// Passes over the rest of an element that was just opened.
    pub(super) fn skip(&mut self, element: &Element<'x>) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let outside = self.depth() - 1;
        while self.depth() > outside {
            if matches!(self.step()?, Step::End) {
                break;
            }
        }
        Ok(())
    }

    /// Passes over the rest of an element that holds none of its own name, without looking inside.
    pub(super) fn leap(&mut self, element: &Element<'x>) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let end = [b"</", self.open.last().copied().unwrap_or_default()].concat();
        let found = memmem::find(self.rest(), &end);
        self.at += found.ok_or_else(|| self.malformed())?;
        self.close()
    }

    /// Hands each element inside `element`, at any depth, to `take`; skipped ones are left out.
    pub(super) fn inside(
        &mut self,
        element: &Element<'x>,
        mut take: impl FnMut(&Element<'x>),
    ) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let outside = self.depth() - 1;
        while self.depth() > outside {
            match self.step()? {
                Step::Open(child) if child.tag == Tag::Skipped => self.skip(&child)?,
                Step::Open(child) => take(&child),
                Step::End => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// What the elements inside `element` say together, beginning with `own`; what was read before
    /// from the same bytes is not read again.
    pub(super) fn says<T: Copy>(
        &mut self,
        element: &Element<'x>,
        memo: &mut Memo<T>,
        mut own: T,
        mut take: impl FnMut(&mut T, &Element<'x>),
    ) -> (T, Result<(), Fault>) {
        let name = self.open.last().copied().unwrap_or_default();
        let may_recall = !element.is_empty && element.attributes.is_empty();
        let version = self.scopes.version();
        if may_recall && let Some((len, says)) = memo.recall(name, self.rest(), version) {
            self.at += len;
            self.open.pop();
            return (says, Ok(()));
        }
        let begin = self.at;
        let outcome = self.inside(element, |child| take(&mut own, child));
        if may_recall && outcome.is_ok() {
            memo.keep(name, self.bytes.get(begin..self.at).unwrap_or_default(), version, own);
        }
        (own, outcome)
    }

    /// The byte behind the last step.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    fn rest(&self) -> &'x [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn element(&mut self) -> Result<Element<'x>, Fault> {
        let Some(Markup { name, colon, attributes, is_empty, len }) = xml::markup(self.rest())
        else {
            return Err(self.malformed());
        };
        self.at += len;
        if !attributes.is_empty() {
            self.scopes.declare(attributes, self.open.len() + 1);
        }
        let tag = self.scopes.tag(name, colon);
        if is_empty {
            self.scopes.leave(self.open.len() + 1);
        } else {
            self.open.push(name);
            if self.open.len() > DEEPEST {
                return Err(Fault::too_deep(self.part));
            }
        }
        Ok(Element { tag, is_empty, end: self.at, attributes })
    }

    fn close(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let Some(open) = self.open.last() else { return Err(self.malformed()) };
        let named = rest.get(2..).and_then(|rest| rest.strip_prefix(*open));
        let Some(behind) = named else { return Err(self.malformed()) };
        let blanks = behind.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if behind.get(blanks) != Some(&b'>') {
            return Err(self.malformed());
        }
        self.at += rest.len() - behind.len() + blanks + 1;
        self.scopes.leave(self.open.len());
        self.open.pop();
        Ok(())
    }

    /// Comments and instructions are passed over; of the rest only CDATA sections may stand in a
    /// document.
    fn aside(&mut self) -> Result<Option<Step<'x>>, Fault> {
        match xml::aside(self.rest()).ok_or_else(|| self.malformed())? {
            Aside::Passed(len) => {
                self.at += len;
                Ok(None)
            }
            Aside::Verbatim(text) => {
                let at = self.at + xml::CDATA.len();
                let text = self.utf8(text)?;
                self.at = at + text.len() + xml::CDATA_END.len();
                Ok(Some(Step::Verbatim(text, at)))
            }
            Aside::Doctype => Err(Fault::doctype(self.part)),
        }
    }

    fn reference(&mut self) -> Result<Step<'x>, Fault> {
        let head = self.rest();
        let head = head.get(..head.len().min(16)).unwrap_or_default();
        let Some(end) = memchr(b';', head) else { return Err(self.malformed()) };
        let name = self.utf8(head.get(1..end).unwrap_or_default())?;
        // Any other entity would have to be declared, which a Word document may not do.
        let Some(sign) = xml::character(name) else { return Err(self.malformed()) };
        let range = self.at..self.at + end + 1;
        self.at = range.end;
        Ok(Step::Reference(sign, range))
    }

    fn utf8(&self, bytes: &'x [u8]) -> Result<&'x str, Fault> {
        std::str::from_utf8(bytes).map_err(|_| self.malformed())
    }

    fn malformed(&self) -> Fault {
        Fault::malformed(self.part, self.at)
    }
}

#[cfg(test)]
mod tests;
