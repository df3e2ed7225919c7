//! The walk compared, step by step, with a reader of XML that many programs use.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Scanner, Step};

/// What is seen of a document, one entry a step; `damaged` ends it early.
fn walked(bytes: &[u8]) -> Vec<String> {
    let mut scanner = Scanner::new("x.xml", bytes);
    let mut seen = Vec::new();
    loop {
        let step = scanner.step();
        let position = scanner.position();
        seen.push(match step {
            Ok(Step::Open(element)) => {
                let raw = String::from_utf8_lossy(element.attributes);
                format!("open{} [{}] {position}", if element.is_empty { "/" } else { "" }, raw)
            }
            Ok(Step::Close) => format!("close {position}"),
            Ok(Step::Text(text, at)) => format!("text {at} {text}"),
            Ok(Step::Verbatim(text, at)) => format!("cdata {at} {text}"),
            Ok(Step::Reference(sign, range)) => format!("sign {range:?} {sign}"),
            Ok(Step::End) => return seen,
            Err(_) => {
                seen.push("damaged".into());
                return seen;
            }
        });
    }
}

fn expected(bytes: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(bytes);
    let mut depth = 0;
    let mut seen = Vec::new();
    loop {
        let event = reader.read_event();
        let position = reader.buffer_position();
        let before = |len: usize| position - len as u64;
        seen.push(match event {
            Ok(Event::Start(start)) => {
                depth += 1;
                format!("open [{}] {position}", start.attributes_raw())
            }
            Ok(Event::Empty(start)) => format!("open/ [{}] {position}", start.attributes_raw()),
            Ok(Event::End(_)) => {
                depth -= 1;
                format!("close {position}")
            }
            Ok(Event::Text(text)) => format!("text {} {}", before(text.len()), &*text),
            Ok(Event::CData(text)) => format!("cdata {} {}", before(text.len() + 3), &*text),
            Ok(Event::GeneralRef(name)) => {
                let sign = quick_xml::escape::unescape(&format!("&{};", &*name)).map(String::from);
                match sign {
                    Ok(sign) => format!("sign {:?} {sign}", before(name.len() + 2)..position),
                    Err(_) => {
                        seen.push("damaged".into());
                        return seen;
                    }
                }
            }
            Ok(Event::Eof) if depth == 0 => return seen,
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => continue,
            Ok(Event::Eof | Event::DocType(_)) | Err(_) => {
                seen.push("damaged".into());
                return seen;
            }
        });
    }
}

const TEXTS: [&str; 16] = [
    "<?xml version=\"1.0\"?>\n<a><b x=\"1\" y='2'/>文字</a>\n",
    "<a>甲&amp;乙&#20013;&#x6587;&lt;</a>",
    "<a><!-- <b> -- --><![CDATA[<b>&]]]]><?pi <b>?></a>",
    "<a x='>' y=\"'>\"><b z=\"a&gt;b\"></b ></a>",
    "<w:a\n  w:x = \"1\"\t><w:b/></w:a\n>",
    "<a><b></a></b>",
    "<a></b>",
    "</a>",
    "<a",
    "<a x=\"1>",
    "<a>&",
    "<a>&nbsp;</a>",
    "<a>&amp</a>",
    "<a><![CDATA[x</a>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
    "甲<a/>乙",
];

#[test]
fn the_walk_sees_what_others_see() {
    for text in TEXTS {
        assert_eq!(walked(text.as_bytes()), expected(text.as_bytes()), "{text}");
    }
    // Cut anywhere, and with any byte changed, the texts are seen alike up to the fault.
    for text in TEXTS {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let head = &text.as_bytes()[..end];
            assert_eq!(walked(head), expected(head), "{text} cut at {end}");
        }
    }
}

#[test]
fn the_parts_of_real_documents_are_seen_alike() {
    let made: [(&str, &[u8]); 3] = [
        ("docxjs", include_bytes!("../../../tests/docx/made/docxjs.docx")),
        ("libreoffice", include_bytes!("../../../tests/docx/made/libreoffice.docx")),
        ("pandoc", include_bytes!("../../../tests/docx/made/pandoc.docx")),
    ];
    for (name, bytes) in made {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let part = file.name().unwrap().into_owned();
            if part.ends_with(".xml") || part.ends_with(".rels") {
                let mut xml = Vec::new();
                file.read_to_end(&mut xml).unwrap();
                assert_eq!(walked(&xml), expected(&xml), "{name} {part}");
            }
        }
    }
}
