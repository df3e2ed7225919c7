//! The encodings pages come in, true to their labels or not, and the files they lie in.

use encoding_rs::GB18030;

/// The characters of a page, and what its label says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind its byte order mark.
    Bom,
    /// GB2312 by its label.
    Gb2312,
    /// GB18030 by its label.
    Gb18030,
    /// GBK under the label of UTF-8.
    GbkCalledUtf8,
    /// UTF-8 under the label of GBK.
    Utf8CalledGbk,
    /// UTF-16, little end first, behind its mark.
    Utf16,
}

impl Encoding {
    /// What the page says.
    pub fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 | Encoding::Bom | Encoding::GbkCalledUtf8 => "utf-8",
            Encoding::Gb2312 => "gb2312",
            Encoding::Gb18030 => "gb18030",
            Encoding::Utf8CalledGbk => "GBK",
            Encoding::Utf16 => "unicode",
        }
    }

    /// The bytes of a page.
    pub fn encode(self, page: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 | Encoding::Utf8CalledGbk => page.as_bytes().to_vec(),
            Encoding::Bom => [b"\xef\xbb\xbf", page.as_bytes()].concat(),
            Encoding::Gb2312 | Encoding::Gb18030 | Encoding::GbkCalledUtf8 => {
                GB18030.encode(page).0.into_owned()
            }
            Encoding::Utf16 => {
                let marked = std::iter::once(0xfeff).chain(page.encode_utf16());
                marked.flat_map(u16::to_le_bytes).collect()
            }
        }
    }
}

/// The file a page lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// The page alone.
    Page,
    /// A message with its parts, the page in quoted-printable.
    QuotedPrintable,
    /// A message with its parts, the page in Base64.
    Base64,
}

impl Container {
    pub(super) fn pack(self, page: &str, encoding: Encoding) -> Vec<u8> {
        let bytes = encoding.encode(page);
        let (transfer, body) = match self {
            Container::Page => return bytes,
            Container::QuotedPrintable => ("quoted-printable", quoted_printable(&bytes)),
            Container::Base64 => ("base64", base64(&bytes)),
        };
        let label = encoding.label();
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_NextPart_01\"\r\n\r\n\
             此文档为“单个文件网页”。\r\n\r\n------=_NextPart_01\r\nContent-Location: file:///C:/a/text.htm\r\n\
             Content-Transfer-Encoding: {transfer}\r\nContent-Type: text/html; charset=\"{label}\"\r\n\r\n{body}\r\n\
             ------=_NextPart_01\r\nContent-Location: file:///C:/a/text.files/header.htm\r\n\
             Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"us-ascii\"\r\n\r\n\
             <html><body><p>- 1 -</p></body></html>\r\n------=_NextPart_01--\r\n"
        )
        .into_bytes()
    }
}

fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in bytes {
        let written = match byte {
            b'\n' => "\r\n".into(),
            b'\r' => String::new(),
            b'!'..=b'<' | b'>'..=b'~' | b' ' => char::from(*byte).to_string(),
            byte => format!("={byte:02X}"),
        };
        width = if *byte == b'\n' { 0 } else { width + written.len() };
        out.push_str(&written);
        if width > 70 {
            out.push_str("=\r\n");
            width = 0;
        }
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (index, chunk) in bytes.chunks(3).enumerate() {
        let byte = |at: usize| chunk.get(at).copied().map_or(0, usize::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sign = SIGNS.get(bits >> (18 - 6 * place) & 63).copied().map_or('=', char::from);
            out.push(if place <= chunk.len() { sign } else { '=' });
        }
        if index % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}
