//! The records of an old workbook, and the words in them.

use encoding_rs::Encoding;

use crate::compound::{long, short};

/// A record and the records that continue it.
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    /// Its bytes, then those of each record that continues it.
    pub(super) parts: Vec<&'s [u8]>,
}

impl<'s> Record<'s> {
    /// The bytes of the record itself.
    pub(super) fn body(&self) -> &'s [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

const CONTINUE: u16 = 0x003c;

/// The records of a stream from a byte on, with the byte at which each begins. What is cut off at
/// the end is left out.
pub(super) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (usize, Record<'_>)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let begin = at;
        let (kind, body) = raw(stream, at)?;
        at += 4 + body.len();
        let mut parts = vec![body];
        while let Some((CONTINUE, more)) = raw(stream, at) {
            parts.push(more);
            at += 4 + more.len();
        }
        Some((begin, Record { kind, parts }))
    })
}

fn raw(stream: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let kind = short(stream, at)?;
    let length = usize::from(short(stream, at + 2)?);
    Some((kind, stream.get(at + 4..at + 4 + length)?))
}

/// Reads through a record and its continuations.
pub(super) struct Cursor<'r, 's> {
    parts: &'r [&'s [u8]],
    part: usize,
    at: usize,
}

/// How the characters of a workbook are coded.
#[derive(Clone, Copy)]
pub(super) enum Coding {
    /// Each text says whether it takes one or two bytes a character.
    Unicode,
    /// By the code page of the workbook.
    Page(&'static Encoding),
}

/// How wide the number is that counts the characters of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Byte,
    Short,
}

impl<'r, 's> Cursor<'r, 's> {
    /// Reads from a byte of the record on.
    pub(super) fn new(record: &'r Record<'s>, at: usize) -> Cursor<'r, 's> {
        Cursor { parts: &record.parts, part: 0, at }
    }

    fn rest(&self) -> &'s [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// The next bytes, at most so many, none of the next part among them.
    fn some(&mut self, most: usize) -> &'s [u8] {
        while self.rest().is_empty() && self.part + 1 < self.parts.len() {
            self.part += 1;
            self.at = 0;
        }
        let rest = self.rest();
        let taken = rest.get(..most.min(rest.len())).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    fn byte(&mut self) -> Option<u8> {
        self.some(1).first().copied()
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        let (low, high) = (self.short()?, self.short()?);
        Some(u32::from(low) | u32::from(high) << 16)
    }

    fn pass(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let taken = self.some(bytes).len();
            if taken == 0 {
                return;
            }
            bytes -= taken;
        }
    }

    /// A text as most records hold it, or as the table of shared words does.
    pub(super) fn text(&mut self, count: Count, coding: Coding) -> Option<String> {
        let length = match count {
            Count::Byte => usize::from(self.byte()?),
            Count::Short => usize::from(self.short()?),
        };
        match coding {
            Coding::Unicode => self.unicode(length),
            Coding::Page(encoding) => {
                let mut bytes = Vec::with_capacity(length);
                while bytes.len() < length {
                    let more = self.some(length - bytes.len());
                    if more.is_empty() {
                        break;
                    }
                    bytes.extend_from_slice(more);
                }
                Some(encoding.decode_without_bom_handling(&bytes).0.into_owned())
            }
        }
    }

    fn unicode(&mut self, length: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.short()?) };
        let more = if flags & 4 == 0 { 0 } else { usize::try_from(self.long()?).ok()? };
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length.min(1 << 12));
        while units.len() < length {
            // A text that goes on in the next part says again how wide its characters are.
            if self.rest().is_empty() {
                if self.part + 1 >= self.parts.len() {
                    break;
                }
                is_wide = self.byte()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let bytes = self.some((length - units.len()) * width);
            if bytes.len() < width {
                break;
            }
            match is_wide {
                true => units.extend((0..bytes.len() / 2).filter_map(|at| short(bytes, at * 2))),
                false => units.extend(bytes.iter().map(|byte| u16::from(*byte))),
            }
        }
        self.pass(runs.saturating_mul(4).saturating_add(more));
        Some(String::from_utf16_lossy(&units))
    }
}

/// A number in four bytes, as text: a whole number or the upper half of a float, perhaps of
/// hundredths.
pub(super) fn packed(bytes: &[u8], at: usize) -> Option<String> {
    let raw = long(bytes, at)?;
    let value = if raw & 2 != 0 {
        (i64::from(raw.cast_signed()) >> 2).to_string()
    } else {
        f64::from_bits(u64::from(raw & !3) << 32).to_string()
    };
    Some(if raw & 1 != 0 { format!("{value}E-2") } else { value })
}

/// A float as text, as short as it can be and still be the same.
pub(super) fn float(bytes: &[u8], at: usize) -> Option<String> {
    let bytes = bytes.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(bytes.try_into().ok()?).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(packed(&(25u32 << 2 | 2 | 1).to_le_bytes(), 0).as_deref(), Some("25E-2"));
        assert_eq!(packed(&((-3i32 << 2) as u32 | 2).to_le_bytes(), 0).as_deref(), Some("-3"));
        let half = (0.5f64.to_bits() >> 32) as u32;
        assert_eq!(packed(&half.to_le_bytes(), 0).as_deref(), Some("0.5"));
        assert_eq!(float(&0.1f64.to_le_bytes(), 0).as_deref(), Some("0.1"));
    }

    #[test]
    fn a_text_may_change_its_width_where_it_is_continued() {
        let first = [3, 0, 1, 0x2d, 0x4e];
        let record = Record { kind: 0, parts: vec![&first, &[0, b'a', b'b']] };
        let text = Cursor::new(&record, 0).text(Count::Short, Coding::Unicode);
        assert_eq!(text.as_deref(), Some("中ab"));
    }
}
