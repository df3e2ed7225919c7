//! The contents as a field that Word can update, each line a link to its heading.

use super::body::{self, Text};
use super::styles::identity;
use crate::document::{Contents, Entry, Run};
use crate::style::Style;
use crate::xml::Xml;

/// Headings of the first two levels, as links, found by their outline levels.
const CODE: &str = " TOC \\o \"1-2\" \\h \\z \\u ";

pub(super) fn contents(text: &mut Text, contents: &Contents) {
    text.xml.begin("w:sdt", &[]);
    // Word shows its button for updating on a block of this kind.
    text.xml.element("w:sdtPr", &[], |xml| {
        xml.element("w:docPartObj", &[], |xml| {
            xml.value("w:docPartGallery", "Table of Contents");
            xml.empty("w:docPartUnique", &[]);
        });
    });
    text.xml.begin("w:sdtContent", &[]);
    if let Some(heading) = &contents.heading {
        text.paragraph(heading, None);
    }
    for (index, line) in contents.entries.iter().enumerate() {
        entry(&mut text.xml, line, index == 0);
    }
    if !contents.entries.is_empty() {
        text.xml.element("w:p", &[], |xml| {
            // The end of the field takes no room on the page.
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:snapToGrid", "0");
                xml.empty("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")]);
            });
            sign(xml, "end");
        });
    }
    text.xml.end("w:sdtContent");
    text.xml.end("w:sdt");
}

fn entry(xml: &mut Xml, entry: &Entry, is_first: bool) {
    let style = if entry.level == 1 { Style::ContentsPart } else { Style::ContentsEntry };
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", identity(style).0));
        if is_first {
            sign(xml, "begin");
            code(xml, CODE);
            sign(xml, "separate");
        }
        match &entry.target {
            Some(target) => {
                let link = [("w:anchor", target.as_str()), ("w:history", "1")];
                xml.element("w:hyperlink", &link, |xml| line(xml, entry));
            }
            None => line(xml, entry),
        }
    });
}

fn line(xml: &mut Xml, entry: &Entry) {
    plain(xml, &entry.title);
    let Some(page) = entry.page.map(|page| page.to_string()) else { return };
    plain(xml, "\t");
    match &entry.target {
        Some(target) => {
            sign(xml, "begin");
            code(xml, &format!(" PAGEREF {target} \\h "));
            sign(xml, "separate");
            plain(xml, &page);
            sign(xml, "end");
        }
        None => plain(xml, &page),
    }
}

fn plain(xml: &mut Xml, text: &str) {
    body::run(xml, &Run::plain(text));
}

fn sign(xml: &mut Xml, kind: &str) {
    xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]));
}

fn code(xml: &mut Xml, code: &str) {
    xml.element("w:r", &[], |xml| {
        xml.leaf("w:instrText", &[("xml:space", "preserve")], code);
    });
}
