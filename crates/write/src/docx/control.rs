//! Content controls: places that are filled in, with a hint while they are blank and lists to choose
//! from.

use super::body;
use super::styles::{GREY, PLACEHOLDER};
use crate::document::{Blank, Run, Takes};
use crate::xml::Xml;

/// A control within a line. `chosen` is what stands in it beforehand.
pub(super) fn control(xml: &mut Xml, blank: &Blank, chosen: &str) {
    xml.element("w:sdt", &[], |xml| {
        properties(xml, blank, chosen);
        xml.element("w:sdtContent", &[], |xml| words(xml, blank, chosen));
    });
}

/// What kind of control it is. Readers take a hint that is shown for no text.
pub(super) fn properties(xml: &mut Xml, blank: &Blank, chosen: &str) {
    xml.element("w:sdtPr", &[], |xml| {
        xml.value("w:alias", &blank.hint);
        if chosen.is_empty() {
            xml.empty("w:showingPlcHdr", &[]);
        }
        match blank.takes {
            Takes::Choice => list(xml, "w:dropDownList", &blank.choices),
            Takes::Words if blank.choices.is_empty() => {
                xml.empty("w:text", &[("w:multiLine", "1")]);
            }
            Takes::Words => list(xml, "w:comboBox", &blank.choices),
            Takes::Paragraphs => {}
        }
    });
}

fn list(xml: &mut Xml, name: &str, choices: &[String]) {
    xml.element(name, &[], |xml| {
        for choice in choices {
            let said = [("w:displayText", choice.as_str()), ("w:value", choice)];
            xml.empty("w:listItem", &said);
        }
    });
}

/// What stands in the control: the words chosen, else the hint in grey.
pub(super) fn words(xml: &mut Xml, blank: &Blank, chosen: &str) {
    if !chosen.is_empty() {
        return body::run(xml, &Run::plain(chosen));
    }
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.value("w:rStyle", PLACEHOLDER);
            xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
            // Not every program looks at the style of a character.
            xml.value("w:color", GREY);
        });
        xml.leaf("w:t", &[("xml:space", "preserve")], &format!("【{}】", blank.hint));
    });
}
