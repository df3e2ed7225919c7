//! Cuts a part of a package, while it is unpacked, into pieces of whole elements.

use std::io::Read;

use memchr::memmem;

use crate::xml;

/// Bytes of XML that come in one piece, if no single element is longer.
pub(super) const PIECE: usize = 1 << 19;
/// No row and no head of a sheet is longer.
const LONGEST: usize = 64 << 20;

/// Why no more pieces come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The packed data breaks off or is wrong.
    Broken,
    /// The XML ends before its elements do.
    CutOff,
    /// There is more of it than the limits allow.
    TooLarge,
    /// It declares a document type.
    Doctype,
}

/// A part that is being unpacked.
pub(super) struct Cutter<R> {
    from: R,
    held: Vec<u8>,
    passed: usize,
    most: usize,
    is_over: bool,
    is_broken: bool,
}

/// How the elements are called that pieces are made of.
pub(super) struct Names {
    /// What an element begins with: `<row`.
    pub(super) open: Vec<u8>,
    /// What an element ends with: `</row>`.
    pub(super) close: Vec<u8>,
    /// What follows the last element: `</sheetData>`.
    pub(super) end: Vec<u8>,
    /// Whether there are none: `<sheetData/>`.
    is_empty: bool,
}

impl<R: Read> Cutter<R> {
    /// A cutter that unpacks at most so many bytes.
    pub(super) fn new(from: R, most: usize) -> Cutter<R> {
        Cutter { from, held: Vec::new(), passed: 0, most, is_over: false, is_broken: false }
    }

    /// Goes behind the opening tag of the element `around` that holds elements called `each`.
    pub(super) fn enter(&mut self, around: &str, each: &str) -> Result<Names, Stop> {
        let mut size = PIECE;
        loop {
            self.fill(size)?;
            if let Some((names, behind)) = names(&self.held, around, each) {
                let head = self.held.get(..behind).unwrap_or_default();
                if memmem::find(head, b"<!DOCTYPE").is_some() {
                    return Err(Stop::Doctype);
                }
                self.held.drain(..behind);
                return Ok(names);
            }
            size = self.larger(size)?;
        }
    }

    /// The next whole elements; `None` behind the last.
    pub(super) fn next(&mut self, names: &Names) -> Result<Option<Vec<u8>>, Stop> {
        let mut size = PIECE;
        loop {
            if names.is_empty {
                return Ok(None);
            }
            self.fill(size)?;
            if let Some(end) = memmem::find(&self.held, &names.end) {
                // What stands behind the elements is asked for elsewhere.
                let behind = self.held.split_off(end);
                let piece = std::mem::replace(&mut self.held, behind);
                return Ok((!piece.is_empty()).then_some(piece));
            }
            if let Some(last) = memmem::rfind(&self.held, &names.close) {
                let behind = self.held.split_off(last + names.close.len());
                return Ok(Some(std::mem::replace(&mut self.held, behind)));
            }
            size = self.larger(size)?;
        }
    }

    /// What stands behind the elements, up to so many bytes of it.
    pub(super) fn tail(&mut self, names: &Names, most: usize) -> Result<&[u8], Stop> {
        if names.is_empty {
            return Ok(&[]);
        }
        while memmem::find(&self.held, &names.end).is_none() {
            if self.is_over {
                return Err(self.why());
            }
            let kept = self.held.len().saturating_sub(names.end.len());
            self.held.drain(..kept);
            self.fill(PIECE)?;
        }
        let end = memmem::find(&self.held, &names.end).unwrap_or(0);
        self.held.drain(..end);
        self.fill(most)?;
        if self.is_broken { Err(Stop::Broken) } else { Ok(&self.held) }
    }

    /// Unpacks until so much is held, or the part is over.
    fn fill(&mut self, size: usize) -> Result<(), Stop> {
        let wanted = size.saturating_sub(self.held.len());
        if self.is_over || wanted == 0 {
            return Ok(());
        }
        let before = self.held.len();
        let more = u64::try_from(wanted).unwrap_or(u64::MAX);
        let outcome = (&mut self.from).take(more).read_to_end(&mut self.held);
        let got = self.held.len() - before;
        self.is_broken = outcome.is_err();
        self.is_over = self.is_broken || got < wanted;
        self.passed = self.passed.saturating_add(got);
        if self.passed > self.most { Err(Stop::TooLarge) } else { Ok(()) }
    }

    fn larger(&self, size: usize) -> Result<usize, Stop> {
        if self.is_over {
            Err(self.why())
        } else if size >= LONGEST {
            Err(Stop::TooLarge)
        } else {
            Ok(size * 4)
        }
    }

    fn why(&self) -> Stop {
        if self.is_broken { Stop::Broken } else { Stop::CutOff }
    }
}

/// Finds the element `around`: how its own elements are written, and where its opening tag ends.
fn names(bytes: &[u8], around: &str, each: &str) -> Option<(Names, usize)> {
    memmem::find_iter(bytes, around.as_bytes()).find_map(|at| {
        let before = bytes.get(at.saturating_sub(64)..at)?;
        let less = memchr::memrchr(b'<', before)?;
        let begin = at - (before.len() - less);
        let markup = xml::markup(bytes.get(begin..)?)?;
        let name = std::str::from_utf8(markup.name).ok()?;
        let prefix = name.strip_suffix(around).filter(|p| p.is_empty() || p.ends_with(':'))?;
        let names = Names {
            open: format!("<{prefix}{each}").into_bytes(),
            close: format!("</{prefix}{each}>").into_bytes(),
            end: format!("</{name}>").into_bytes(),
            is_empty: markup.is_empty,
        };
        Some((names, begin + markup.len))
    })
}

impl Names {
    /// The opening tags in a piece, and what follows each.
    pub(super) fn openings<'p>(&self, piece: &'p [u8]) -> impl Iterator<Item = &'p [u8]> {
        let len = self.open.len();
        memmem::find_iter(piece, &self.open).filter_map(move |at| {
            let tag = piece.get(at..)?;
            matches!(tag.get(len)?, b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r').then_some(tag)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(xml: &str) -> (Vec<String>, Option<Stop>) {
        let mut cutter = Cutter::new(xml.as_bytes(), 1 << 20);
        let names = match cutter.enter("a", "b") {
            Ok(names) => names,
            Err(stop) => return (Vec::new(), Some(stop)),
        };
        let mut found = Vec::new();
        loop {
            match cutter.next(&names) {
                Ok(Some(piece)) => found.push(String::from_utf8(piece).unwrap()),
                Ok(None) => return (found, None),
                Err(stop) => return (found, Some(stop)),
            }
        }
    }

    #[test]
    fn whole_elements_come_out() {
        let of = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(pieces("<r><a><b>1</b><b/></a>x</r>"), (of(&["<b>1</b><b/>"]), None));
        assert_eq!(pieces("<x:a c=\"a\"><x:b/></x:a>"), (of(&["<x:b/>"]), None));
        assert_eq!(pieces("<aa/><a/>"), (of(&[]), None));
        assert_eq!(pieces("<a><b>1</b><b>2"), (of(&["<b>1</b>"]), Some(Stop::CutOff)));
        assert_eq!(pieces("<c>").1, Some(Stop::CutOff));
        assert_eq!(pieces("<!DOCTYPE a><a><b/></a>").1, Some(Stop::Doctype));
    }

    #[test]
    fn what_follows_is_found_behind_long_elements() {
        let rows = "<b>1</b>".repeat(500_000);
        let xml = format!("<a>{rows}</a><c/>");
        let mut cutter = Cutter::new(xml.as_bytes(), 1 << 30);
        let names = cutter.enter("a", "b").unwrap_or_else(|stop| panic!("{stop:?}"));
        assert_eq!(cutter.tail(&names, 100), Ok(&b"</a><c/>"[..]));
        assert!(pieces(&xml).1 == Some(Stop::TooLarge));
        let one = format!("<a>{}</a>", "<b>1</b>".repeat(100_000));
        assert_eq!(pieces(&one).0.concat(), "<b>1</b>".repeat(100_000));
    }
}
