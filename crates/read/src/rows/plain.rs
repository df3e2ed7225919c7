//! A cell as nearly all programs write nearly all cells: `<c r="B7" s="1" t="s"><v>12</v></c>`. Taken apart in one go;
//! whatever is written otherwise is left to who walks through the XML.

use memchr::memchr2;

use crate::sheet::xml::Element;

/// What a cell says of itself, as it stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes<'x> {
    /// Its address.
    pub(super) place: Option<&'x [u8]>,
    /// What kind of value it has.
    pub(super) kind: Option<&'x [u8]>,
    /// The number of its style.
    pub(super) style: Option<&'x [u8]>,
}

/// A cell of one value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'x> {
    pub(super) of: Attributes<'x>,
    pub(super) value: &'x str,
    /// Bytes of the whole element.
    pub(super) len: usize,
}

impl<'x> Attributes<'x> {
    /// Those of an element.
    pub(super) fn of(cell: &Element<'x>) -> Attributes<'x> {
        let mut all = Attributes::default();
        for (name, value) in cell.all() {
            all.take(name, value);
        }
        all
    }

    fn take(&mut self, name: &[u8], value: &'x [u8]) {
        let slot = match name {
            b"r" => &mut self.place,
            b"t" => &mut self.kind,
            b"s" => &mut self.style,
            _ => return,
        };
        slot.get_or_insert(value);
    }
}

/// The cell that `bytes` begin with, if it is a plain one.
pub(super) fn cell(bytes: &[u8]) -> Option<Plain<'_>> {
    let mut rest = bytes.strip_prefix(b"<c ")?;
    let mut of = Attributes::default();
    loop {
        let [name @ b'a'..=b'z', b'=', b'"', behind @ ..] = rest else { return None };
        let end = behind.iter().position(|byte| matches!(byte, b'"' | b'<'))?;
        let (value, behind) = behind.split_at_checked(end)?;
        of.take(&[*name], value);
        match behind {
            [b'"', b' ', behind @ ..] => rest = behind,
            [b'"', b'>', behind @ ..] => {
                rest = behind;
                break;
            }
            _ => return None,
        }
    }
    let value = rest.strip_prefix(b"<v>")?;
    let (value, behind) = value.split_at_checked(memchr2(b'<', b'&', value)?)?;
    let behind = behind.strip_prefix(b"</v></c>")?;
    Some(Plain { of, value: std::str::from_utf8(value).ok()?, len: bytes.len() - behind.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_cell_is_taken_apart_and_no_other() {
        let plain = cell(b"<c r=\"B7\" s=\"1\" t=\"s\"><v>12</v></c><c/>").unwrap();
        let of = Attributes { place: Some(b"B7"), kind: Some(b"s"), style: Some(b"1") };
        assert_eq!(plain, Plain { of, value: "12", len: 35 });
        assert_eq!(cell(b"<c r=\"A1\"><v></v></c>").unwrap().value, "");
        for other in [
            "<c><v>1</v></c>",
            "<c r=\"A1\"/>",
            "<c r='A1'><v>1</v></c>",
            "<c r=\"A1\" ><v>1</v></c>",
            "<c r=\"A1\"><v>a&amp;b</v></c>",
            "<c r=\"A1\"><f>1+1</f><v>2</v></c>",
            "<c r=\"A1\"><v>2</v><f>1+1</f></c>",
            "<c r=\"A1\"><v>2</v>",
            "<c r=\"A1\"><v>2",
            "<c r=\"A1",
            "<c xml:r=\"A1\"><v>1</v></c>",
            "<cc r=\"A1\"><v>1</v></cc>",
            "<c r=\"<\"><v>1</v></c>",
        ] {
            assert_eq!(cell(other.as_bytes()), None, "{other}");
        }
    }
}
