//! Numbers out of bytes, little end first; `None` where the bytes end.

/// The number of two bytes at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// The number of four bytes at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// The signed number of two bytes at `at`.
pub(super) fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(i16::from_le_bytes)
}

/// `len` bytes from `at` on.
pub(super) fn part(bytes: &[u8], at: usize, len: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(len)?)
}
