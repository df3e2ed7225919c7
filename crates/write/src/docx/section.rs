//! Page setup of sections, and the footers with their page numbers.

use super::NAMESPACES;
use super::styles;
use crate::page::{Numbers, Orientation, Page, points};
use crate::style::{Font, PAGE_NUMBER};
use crate::xml::Xml;

/// A footer: its part, and the relation by which the text names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Footer {
    pub(super) file: &'static str,
    pub(super) target: &'static str,
    pub(super) relation: &'static str,
}

/// Of odd pages, the number on the right.
pub(super) const ODD: Footer =
    Footer { file: "word/footer1.xml", target: "footer1.xml", relation: "rId4" };
/// Of even pages, the number on the left.
pub(super) const EVEN: Footer =
    Footer { file: "word/footer2.xml", target: "footer2.xml", relation: "rId5" };
/// Of pages without number.
pub(super) const BLANK: Footer =
    Footer { file: "word/footer3.xml", target: "footer3.xml", relation: "rId6" };

/// The setup of a section, as its last paragraph or the body names it.
pub(super) fn setup(xml: &mut Xml, page: &Page) {
    xml.element("w:sectPr", &[], |xml| {
        let (odd, even) = match page.numbers {
            Numbers::None => (BLANK, BLANK),
            Numbers::From(_) | Numbers::GoOn => (ODD, EVEN),
        };
        let reference = |xml: &mut Xml, kind: &str, footer: Footer| {
            xml.empty("w:footerReference", &[("w:type", kind), ("r:id", footer.relation)]);
        };
        reference(xml, "even", even);
        reference(xml, "default", odd);
        xml.value("w:type", "nextPage");
        sheet(xml, page);
        if let Numbers::From(start) = page.numbers {
            xml.empty("w:pgNumType", &[("w:start", &start.to_string())]);
        }
        xml.empty("w:cols", &[("w:space", "425")]);
        let pitch = page.pitch.to_string();
        xml.empty("w:docGrid", &[("w:type", "lines"), ("w:linePitch", &pitch)]);
    });
}

fn sheet(xml: &mut Xml, page: &Page) {
    let (width, height) = page.sheet();
    let (width, height) = (width.to_string(), height.to_string());
    let mut attributes = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
    if page.orientation == Orientation::Landscape {
        attributes.push(("w:orient", "landscape"));
    }
    xml.empty("w:pgSz", &attributes);
    let margins = page.margins;
    let [top, right, bottom, left, footer] =
        [margins.top, margins.right, margins.bottom, margins.left, margins.footer]
            .map(|length| length.to_string());
    let attributes = [
        ("w:top", top.as_str()),
        ("w:right", &right),
        ("w:bottom", &bottom),
        ("w:left", &left),
        ("w:header", "851"),
        ("w:footer", &footer),
        ("w:gutter", "0"),
    ];
    xml.empty("w:pgMar", &attributes);
}

/// The three footers: odd, even, blank. Numbers stand one character in from the outer edge, a dash
/// on either side, as GB/T 9704 wants them.
pub(super) fn footers() -> [String; 3] {
    let indent = points(PAGE_NUMBER / 2).to_string();
    let number = |side: &str, chars: &str, align: &str| {
        footer(|xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:ind", &[(chars, "100"), (side, indent.as_str())]);
                xml.value("w:jc", align);
            });
            dash(xml, "— ");
            xml.element("w:fldSimple", &[("w:instr", " PAGE ")], |xml| dash(xml, "1"));
            dash(xml, " —");
        })
    };
    let odd = number("w:right", "w:rightChars", "right");
    let even = number("w:left", "w:leftChars", "left");
    [odd, even, footer(|_| {})]
}

fn dash(xml: &mut Xml, text: &str) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            let song = Font::Song.name();
            let fonts =
                [("w:ascii", song), ("w:eastAsia", song), ("w:hAnsi", song), ("w:cs", song)];
            xml.empty("w:rFonts", &fonts);
            styles::size(xml, PAGE_NUMBER);
        });
        xml.leaf("w:t", &[("xml:space", "preserve")], text);
    });
}

fn footer(inside: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::document();
    xml.element("w:ftr", &NAMESPACES, |xml| xml.element("w:p", &[], inside));
    xml.finish()
}
