//! What a document may hold at most. The longest statements known have a twentieth of it; it keeps
//! the memory that any file takes under 300 MB.

/// Paragraphs, rows and cells.
pub(crate) const MOST_PIECES: usize = 100_000;

/// Bytes of a page, its tags among them.
pub(crate) const MOST_PAGE: usize = 16 << 20;

/// Bytes of text.
pub(crate) const MOST_TEXT: usize = 4 << 20;

/// As much of a file's bytes as is read: at most so many, up to the last sign of this kind, or better
/// the last that stands at an even byte, where no character of any encoding is cut in two.
pub(crate) fn within(bytes: &[u8], most: usize, sign: u8) -> &[u8] {
    let Some(head) = bytes.get(..most).filter(|head| head.len() < bytes.len()) else {
        return bytes;
    };
    let mut ends = memchr::memrchr_iter(sign, head);
    let even = ends.clone().find(|at| at % 2 == 0);
    head.get(..even.or_else(|| ends.next()).unwrap_or(most & !1)).unwrap_or(head)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn no_character_is_cut_in_two() {
        let cases: [(&[u8], usize, &[u8]); 4] = [
            (b"ab\ncd\nef", 7, b"ab"),
            ("工\n会\n".as_bytes(), 7, "工".as_bytes()),
            (b"\x00\n\n\x00a\x00", 5, b"\x00\n"),
            (b"ab\n", 9, b"ab\n"),
        ];
        for (bytes, most, expected) in cases {
            assert_eq!(within(bytes, most, b'\n'), expected, "{bytes:?}");
        }
    }
}
