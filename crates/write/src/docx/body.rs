//! The text of a document: sections, paragraphs, runs.

use super::NAMESPACES;
use super::contents;
use super::control;
use super::section;
use super::styles::identity;
use super::table;
use crate::document::{Block, Document, Emphasis, Paragraph, Run, Section, Takes};
use crate::page::{Numbers, Page};
use crate::xml::Xml;

/// Word takes no line higher than this.
const HIGHEST_LINE: u32 = 31_680;

/// The text under construction, and how many bookmarks stand in it.
pub(super) struct Text {
    pub(super) xml: Xml,
    bookmarks: usize,
}

/// `word/document.xml`
pub(super) fn text(document: &Document) -> String {
    let mut text = Text { xml: Xml::document(), bookmarks: 0 };
    text.xml.begin("w:document", &NAMESPACES);
    text.xml.begin("w:body", &[]);
    let last = document.sections.len().saturating_sub(1);
    for (index, of) in document.sections.iter().enumerate() {
        text.section(of, if index == last { Ending::Body } else { Ending::Section });
    }
    let usual = Page::official(Numbers::None);
    let page = document.sections.last().map_or(usual, |section| section.page);
    section::setup(&mut text.xml, &page);
    text.xml.end("w:body");
    text.xml.end("w:document");
    text.xml.finish()
}

/// What ends a section: its last paragraph names its setup, that of the last one stands in the body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Section,
    Body,
}

impl Text {
    fn section(&mut self, section: &Section, ending: Ending) {
        let setup = (ending == Ending::Section).then_some(&section.page);
        let last = section.blocks.len().saturating_sub(1);
        for (index, block) in section.blocks.iter().enumerate() {
            let ends = setup.filter(|_| index == last);
            match block {
                Block::Paragraph(paragraph) => self.block(paragraph, ends),
                Block::Space(height) => self.thin(ends, *height),
                Block::PageBreak => self.page_break(),
                Block::Contents(block) => contents::contents(self, block),
                Block::Table(block) => table::table(self, block, &section.page),
            }
        }
        // A setup needs a paragraph, and behind a table one must stand.
        match section.blocks.last() {
            Some(Block::Paragraph(_) | Block::Space(_)) => {}
            _ => self.thin(setup, 20),
        }
    }

    /// A paragraph; one that stands for several to be written is a control of its own.
    fn block(&mut self, paragraph: &Paragraph, ends: Option<&Page>) {
        let [Run { text, blank: Some(blank), .. }] = paragraph.runs.as_slice() else {
            return self.paragraph(paragraph, ends);
        };
        if blank.takes != Takes::Paragraphs || ends.is_some() {
            return self.paragraph(paragraph, ends);
        }
        self.xml.begin("w:sdt", &[]);
        control::properties(&mut self.xml, blank, text);
        self.xml.begin("w:sdtContent", &[]);
        self.xml.element("w:p", &[], |xml| {
            properties(xml, paragraph, None);
            control::words(xml, blank, text);
        });
        self.xml.end("w:sdtContent");
        self.xml.end("w:sdt");
    }

    /// A paragraph, with the setup of the section that it ends.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, ends: Option<&Page>) {
        let bookmark = paragraph.bookmark.as_ref().map(|name| {
            self.bookmarks += 1;
            (name.as_str(), self.bookmarks.to_string())
        });
        self.xml.element("w:p", &[], |xml| {
            properties(xml, paragraph, ends);
            if let Some((name, id)) = &bookmark {
                xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", name)]);
            }
            paragraph.runs.iter().for_each(|run| self::run(xml, run));
            if let Some((_, id)) = &bookmark {
                xml.empty("w:bookmarkEnd", &[("w:id", id)]);
            }
        });
    }

    /// A blank paragraph of this height.
    fn thin(&mut self, ends: Option<&Page>, height: u32) {
        let line = height.clamp(1, HIGHEST_LINE).to_string();
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:snapToGrid", "0");
                xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")]);
                if let Some(page) = ends {
                    section::setup(xml, page);
                }
            });
        });
    }

    fn page_break(&mut self) {
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")]));
        });
    }
}

fn properties(xml: &mut Xml, paragraph: &Paragraph, ends: Option<&Page>) {
    xml.element("w:pPr", &[], |xml| {
        xml.value("w:pStyle", identity(paragraph.style).0);
        if let Some(page) = ends {
            section::setup(xml, page);
        }
    });
}

/// A run. The hint makes quotation marks and dashes Chinese ones, as wide as characters.
pub(super) fn run(xml: &mut Xml, run: &Run) {
    if let Some(blank) = &run.blank {
        return control::control(xml, blank, &run.text);
    }
    if run.text.is_empty() {
        return;
    }
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
            match run.emphasis {
                Emphasis::None => {}
                Emphasis::Strong => {
                    xml.empty("w:b", &[]);
                    xml.empty("w:bCs", &[]);
                }
                Emphasis::Underlined => xml.value("w:u", "single"),
            }
        });
        signs(xml, &run.text);
    });
}

/// Text with its line breaks and tabs as elements.
fn signs(xml: &mut Xml, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\t']) {
        let (head, tail) = rest.split_at(at);
        words(xml, head);
        xml.empty(if tail.starts_with('\n') { "w:br" } else { "w:tab" }, &[]);
        rest = tail.get(1..).unwrap_or_default();
    }
    words(xml, rest);
}

fn words(xml: &mut Xml, text: &str) {
    if !text.is_empty() {
        xml.leaf("w:t", &[("xml:space", "preserve")], text);
    }
}
