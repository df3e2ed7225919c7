//! The encodings plain text comes in.

use encoding_rs::GB18030;

/// How a text becomes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind its byte order mark.
    Bom,
    /// UTF-8 with the line ends of Windows.
    Crlf,
    /// GB18030, with the line ends of Windows as there is usual.
    Gb18030,
    /// UTF-16, little end first, behind its mark.
    Utf16Le,
    /// UTF-16, big end first, behind its mark.
    Utf16Be,
}

impl Bytes {
    /// The bytes of a text.
    pub fn encode(self, text: &str) -> Vec<u8> {
        let windows = || text.replace('\n', "\r\n");
        match self {
            Bytes::Utf8 => text.as_bytes().to_vec(),
            Bytes::Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Bytes::Crlf => windows().into_bytes(),
            Bytes::Gb18030 => GB18030.encode(&windows()).0.into_owned(),
            Bytes::Utf16Le => marked(&windows()).flat_map(u16::to_le_bytes).collect(),
            Bytes::Utf16Be => marked(&windows()).flat_map(u16::to_be_bytes).collect(),
        }
    }
}

fn marked(text: &str) -> impl Iterator<Item = u16> {
    std::iter::once(0xfeff).chain(text.encode_utf16())
}
