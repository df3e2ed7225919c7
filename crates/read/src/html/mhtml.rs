//! Pages saved with their pictures in one file: the parts of a MIME message.

use std::borrow::Cow;

/// More parts than this are in no page.
const MOST_PARTS: usize = 2000;
/// Messages in messages go no deeper.
const DEEPEST: usize = 4;

/// A page in a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Its bytes, decoded.
    pub(super) bytes: Vec<u8>,
    /// The encoding that the message names.
    pub(super) charset: Option<String>,
    /// The name under which other parts know it.
    location: String,
}

/// The pages of a message, those first that hold the text.
///
/// Word writes one page, and beside it a page with headers and footers. Excel writes a page of
/// frames that holds no text, and a page for each sheet.
pub(super) fn pages(bytes: &[u8]) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut messages = vec![(bytes, 0)];
    let mut parts = 0;
    while let Some((message, depth)) = messages.pop() {
        parts += 1;
        if parts > MOST_PARTS {
            break;
        }
        let (header, body) = split(message);
        let header = Header::read(header);
        if let Some(boundary) = header.boundary.filter(|_| depth < DEEPEST) {
            let inner = inner(body, boundary.as_bytes(), MOST_PARTS);
            messages.extend(inner.into_iter().rev().map(|part| (part, depth + 1)));
        } else if header.is_page {
            let bytes = header.encoding.decode(body);
            pages.push(Page { bytes, charset: header.charset, location: header.location });
        }
    }
    pages.retain(|page| !page.is_beside());
    pages
}

impl Page {
    /// Headers and footers of a document, tabs of a workbook.
    fn is_beside(&self) -> bool {
        let name = self.location.rsplit(['/', '\\']).next().unwrap_or_default();
        ["header.", "tabstrip.", "plchdr."].iter().any(|beside| name.starts_with(beside))
    }
}

#[derive(Debug, Default)]
struct Header {
    boundary: Option<String>,
    charset: Option<String>,
    encoding: Transfer,
    location: String,
    is_page: bool,
}

impl Header {
    fn read(bytes: &[u8]) -> Header {
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        // A line that begins with a blank goes on with the line before it.
        let text = text.replace("\n ", " ").replace("\n\t", " ");
        let mut header = Header { is_page: false, ..Header::default() };
        for line in text.lines() {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let lower = value.to_ascii_lowercase();
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => {
                    header.is_page =
                        lower.starts_with("text/html") || lower.starts_with("application/xhtml");
                    if lower.starts_with("multipart/") {
                        header.boundary = parameter(value, "boundary");
                    }
                    header.charset = parameter(value, "charset");
                }
                "content-transfer-encoding" => header.encoding = Transfer::named(&lower),
                "content-location" => header.location = lower,
                _ => {}
            }
        }
        header
    }
}

/// `name="value"` among the parameters of a header.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        let is_it = found.trim().eq_ignore_ascii_case(name) && !value.is_empty();
        is_it.then(|| value.to_owned())
    })
}

/// How the bytes of a part are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Transfer {
    #[default]
    Plain,
    QuotedPrintable,
    Base64,
}

impl Transfer {
    fn named(name: &str) -> Transfer {
        match name {
            "quoted-printable" => Transfer::QuotedPrintable,
            "base64" => Transfer::Base64,
            _ => Transfer::Plain,
        }
    }

    fn decode(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Transfer::Plain => bytes.to_vec(),
            Transfer::QuotedPrintable => quoted_printable(bytes),
            Transfer::Base64 => base64(bytes),
        }
    }
}

/// Header and body: a blank line stands between them.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let find = |needle: &[u8]| memchr::memmem::find(message, needle).map(|at| (at, needle.len()));
    let ends = [find(b"\r\n\r\n"), find(b"\n\n")];
    match ends.into_iter().flatten().min() {
        Some((at, length)) => {
            (message.get(..at).unwrap_or_default(), message.get(at + length..).unwrap_or_default())
        }
        None => (message, &[]),
    }
}

/// The parts between the lines of a boundary.
fn inner<'b>(body: &'b [u8], boundary: &[u8], most: usize) -> Vec<&'b [u8]> {
    let line: Cow<'_, [u8]> = [b"--", boundary].concat().into();
    let mut parts = Vec::new();
    let mut begin = None;
    for at in memchr::memmem::find_iter(body, &*line) {
        let begins_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        if !begins_line || parts.len() > most {
            continue;
        }
        if let Some(begin) = begin {
            parts.push(trimmed(body.get(begin..at).unwrap_or_default()));
        }
        let rest = body.get(at + line.len()..).unwrap_or_default();
        let end_of_line = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        begin = (!rest.starts_with(b"--")).then_some(at + line.len() + end_of_line);
    }
    if let Some(begin) = begin {
        // The file breaks off in its last part.
        parts.push(body.get(begin..).unwrap_or_default());
    }
    parts
}

/// Without the line end that belongs to the boundary.
fn trimmed(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        match rest {
            [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..] => rest = behind,
            [high, low, behind @ ..] if digit(*high).is_some() && digit(*low).is_some() => {
                out.push(digit(*high).unwrap_or(0) << 4 | digit(*low).unwrap_or(0));
                rest = behind;
            }
            _ => out.push(b'='),
        }
    }
    out.extend_from_slice(rest);
    out
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_message_is_found_and_decoded() {
        let message = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_a\"\r\n\r\n\
            words\r\n----=_a\r\nContent-Location: file:///C:/x.files/header.htm\r\n\
            Content-Type: text/html\r\n\r\n<p>header\r\n----=_a\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D6=\r\n=D0a=3D1=\r\n\r\n----=_a\r\n\
            Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----=_a--\r\n";
        let pages = pages(message.as_bytes());
        let [page] = pages.as_slice() else { panic!("{pages:?}") };
        assert_eq!(page.bytes, b"<p>\xd6\xd0a=1");
        assert_eq!(page.charset.as_deref(), Some("gb2312"));
        assert_eq!(base64(b"5Lit\r\n5paH"), "中文".as_bytes());
    }
}
