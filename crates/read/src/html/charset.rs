//! From the bytes of a page to characters, whatever its label says.

use encoding_rs::{BIG5, Encoding, GB18030};

use crate::decode::{Decoded, decode};

/// The label stands near the beginning.
const HEAD: usize = 4096;

/// Decodes a page. What is sound UTF-8 or has a mark is that, whatever its label; a label that fits
/// the bytes decides between the others; else it is read as a plain text would be.
pub(super) fn page(bytes: &[u8], label: Option<&str>) -> Decoded {
    let own = meta(bytes);
    let labels = [label, own.as_deref()].into_iter().flatten();
    let mut found = labels.filter_map(|label| Encoding::for_label(label.trim().as_bytes()));
    let is_sure = std::str::from_utf8(bytes).is_ok() || Encoding::for_bom(bytes).is_some();
    // A page in traditional characters says so; Big5 and GB18030 share nearly all their bytes.
    if !is_sure && found.any(|encoding| encoding == BIG5) {
        let (text, damaged) = BIG5.decode_without_bom_handling(bytes);
        if !damaged {
            return Decoded { text: text.into_owned(), encoding: BIG5.name(), damaged_at: None };
        }
    }
    let decoded = decode(bytes);
    // A single wrong byte in a page that calls itself UTF-8 does not make it another encoding.
    if decoded.encoding == GB18030.name() && decoded.damaged_at.is_some() {
        let utf8 = String::from_utf8_lossy(bytes);
        let wrong = |text: &str| text.matches('\u{fffd}').count();
        if wrong(&utf8) < wrong(&decoded.text) {
            let damaged_at = utf8.find('\u{fffd}');
            return Decoded { text: utf8.into_owned(), encoding: "UTF-8", damaged_at };
        }
    }
    decoded
}

/// The label in `<meta charset=…>`, `<meta … content="…charset=…">` or `<?xml … encoding="…"?>`.
fn meta(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().to_ascii_lowercase();
    let at = [b"charset=".as_slice(), b"encoding="]
        .iter()
        .find_map(|word| Some(memchr::memmem::find(&head, word)? + word.len()))?;
    let rest = head.get(at..)?;
    let quotes = rest.iter().take_while(|byte| matches!(byte, b'"' | b'\'' | b' ')).count();
    let rest = rest.get(quotes..)?;
    let is_of_label = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let label = rest.get(..rest.iter().take_while(is_of_label).count())?;
    String::from_utf8(label.to_vec()).ok().filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chinese(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn labels_are_compared_with_the_bytes() {
        let body = "临河县总工会2026年部门预算绩效文本，开展帮扶活动";
        for label in ["gb2312", "GBK", "gb18030", "utf-8", "iso-8859-1", "x-unknown"] {
            let page_of = |text: &str| format!("<html><meta charset=\"{label}\"><p>{text}");
            let wide = page(&chinese(&page_of(body)), None);
            assert_eq!((wide.text, wide.encoding), (page_of(body), "gb18030"), "{label}");
            let utf8 = page(page_of(body).as_bytes(), None);
            assert_eq!((utf8.text, utf8.encoding), (page_of(body), "UTF-8"), "{label}");
        }
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend_from_slice(body.as_bytes());
        assert_eq!(page(&marked, Some("gbk")).text, body);
        let utf16: Vec<u8> = [
            &[0xff, 0xfe][..],
            &body.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ]
        .concat();
        assert_eq!(page(&utf16, None).text, body);
        let big5 = BIG5.encode("<meta charset=big5>臨河縣總工會").0.into_owned();
        assert_eq!(page(&big5, None).text, "<meta charset=big5>臨河縣總工會");
    }

    #[test]
    fn meta_in_its_forms() {
        let of = |text: &str| meta(text.as_bytes());
        assert_eq!(of("<META CHARSET=GB2312>").as_deref(), Some("gb2312"));
        assert_eq!(
            of("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">")
                .as_deref(),
            Some("utf-8")
        );
        assert_eq!(of("<?xml version=\"1.0\" encoding='GBK'?>").as_deref(), Some("gbk"));
        assert_eq!(of("<html>"), None);
    }
}
