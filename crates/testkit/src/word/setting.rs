//! How a paragraph and its text are set: their properties, in the order that the standard demands.

use std::fmt::Write as _;

use crate::word::lists::Item;

/// The properties of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// Id of its style.
    pub(super) style: Option<&'static str>,
    /// Its list; `Some(None)` where its style has one and it is no item.
    pub(super) item: Option<Option<Item>>,
    /// A tab stop behind the number, and one at the right with this leader.
    pub(super) leader: Option<&'static str>,
    /// The first line is set in by two signs.
    pub(super) indent: Indent,
    /// `center`, `right`.
    pub(super) align: Option<&'static str>,
    /// Outline level as written, from 0.
    pub(super) outline: Option<u8>,
    /// Properties of its mark.
    pub(super) mark: String,
    /// The section that ends with it.
    pub(super) section: String,
    /// How its text looks.
    pub(super) face: Face,
}

/// How the first line is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Indent {
    #[default]
    None,
    /// By the properties of the paragraph.
    Set,
    /// By two wide blanks.
    Typed,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) font: &'static str,
    pub(super) weight: Weight,
    /// In half points; 0 for that of the style.
    pub(super) size: u8,
}

/// How heavy text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Weight {
    #[default]
    Usual,
    Bold,
}

impl Face {
    pub(super) const BODY: Face = Face { font: "仿宋_GB2312", weight: Weight::Usual, size: 32 };
    pub(super) const CELL: Face = Face { font: "宋体", weight: Weight::Usual, size: 18 };
    pub(super) const TITLE: Face =
        Face { font: "方正小标宋简体", weight: Weight::Bold, size: 44 };
    pub(super) const HEADING: Face = Face { font: "黑体", weight: Weight::Usual, size: 32 };

    /// The same, bold.
    pub(super) fn bold(self) -> Face {
        Face { weight: Weight::Bold, ..self }
    }

    /// What stands in `rPr`, with `vanish` and the like in their place.
    pub(super) fn xml(self, extra: &str) -> String {
        let mut xml = String::new();
        if !self.font.is_empty() {
            let font = self.font;
            let _ = write!(
                xml,
                r#"<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:hint="eastAsia"/>"#
            );
        }
        if self.weight == Weight::Bold {
            xml.push_str("<w:b/><w:bCs/>");
        }
        xml.push_str(extra);
        if self.size > 0 {
            let _ = write!(xml, r#"<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>"#, self.size);
        }
        xml
    }
}

impl Setting {
    /// What stands in `pPr`, the element included.
    pub(super) fn xml(&self) -> String {
        let mut xml = String::new();
        if let Some(style) = self.style {
            let _ = write!(xml, r#"<w:pStyle w:val="{style}"/>"#);
        }
        match self.item {
            Some(Some(Item { list, level })) => {
                let _ = write!(
                    xml,
                    r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#
                );
            }
            Some(None) => xml.push_str(r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#),
            None => {}
        }
        if let Some(leader) = self.leader {
            let _ = write!(
                xml,
                r#"<w:tabs><w:tab w:val="left" w:pos="760"/><w:tab w:val="right" w:leader="{leader}" w:pos="8296"/></w:tabs>"#
            );
        }
        if self.indent == Indent::Set {
            xml.push_str(r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#);
        }
        if let Some(align) = self.align {
            let _ = write!(xml, r#"<w:jc w:val="{align}"/>"#);
        }
        if let Some(outline) = self.outline {
            let _ = write!(xml, r#"<w:outlineLvl w:val="{outline}"/>"#);
        }
        if !self.mark.is_empty() {
            let _ = write!(xml, "<w:rPr>{}</w:rPr>", self.mark);
        }
        xml.push_str(&self.section);
        if xml.is_empty() { xml } else { format!("<w:pPr>{xml}</w:pPr>") }
    }
}
