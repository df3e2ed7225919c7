//! Our styles as styles of Word: the built-in ones where Word has one for the role.

use super::NAMESPACES;
use crate::page::{Numbers, Page};
use crate::style::{Align, Font, LATIN, Look, PageEnd, Pitch, Style};
use crate::xml::Xml;

/// Id and name of a style. Word knows its built-in styles by these names in every language.
pub(super) const fn identity(style: Style) -> (&'static str, &'static str) {
    match style {
        Style::Title => ("Title", "Title"),
        Style::SignOff => ("Subtitle", "Subtitle"),
        Style::ContentsTitle => ("TOCHeading", "TOC Heading"),
        Style::ContentsPart => ("TOC1", "toc 1"),
        Style::ContentsEntry => ("TOC2", "toc 2"),
        Style::Part => ("Heading1", "heading 1"),
        Style::Section => ("Heading2", "heading 2"),
        Style::Heading => ("Heading3", "heading 3"),
        Style::Body => ("BodyText", "Body Text"),
        Style::TableTitle => ("TableTitle", "表格标题"),
        Style::TableNote => ("TableNote", "表格单位名称"),
        Style::TableUnit => ("TableUnit", "表格计量单位"),
        Style::CellLabel => ("CellLabel", "表格栏目"),
        Style::CellCentred => ("CellCentred", "表格居中"),
        Style::CellText => ("CellText", "表格文字"),
        Style::Note => ("NoteText", "附注"),
        Style::Centred => ("CentredText", "居中正文"),
        Style::Addressee => ("Addressee", "主送机关"),
        Style::Closing => ("ClosingText", "落款"),
    }
}

/// Whether Word has no such style of its own.
const fn is_ours(style: Style) -> bool {
    matches!(
        style,
        Style::TableTitle
            | Style::TableNote
            | Style::TableUnit
            | Style::CellLabel
            | Style::CellCentred
            | Style::CellText
            | Style::Note
            | Style::Centred
            | Style::Addressee
            | Style::Closing
    )
}

/// The style of hints in controls that nobody has filled in.
pub(super) const PLACEHOLDER: &str = "PlaceholderText";

/// The colour of such hints.
pub(super) const GREY: &str = "808080";

/// `word/styles.xml`
pub(super) fn styles() -> String {
    let mut xml = Xml::document();
    let [text, _] = NAMESPACES;
    xml.element("w:styles", &[text], |xml| {
        defaults(xml);
        unchanged(xml);
        for style in Style::ALL {
            ours(xml, style);
        }
    });
    xml.finish()
}

fn defaults(xml: &mut Xml) {
    let body = Style::Body.look();
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                fonts(xml, body.font);
                xml.value("w:kern", "2");
                size(xml, body.size);
                let languages = [("w:val", "en-US"), ("w:eastAsia", "zh-CN"), ("w:bidi", "ar-SA")];
                xml.empty("w:lang", &languages);
            });
        });
        xml.empty("w:pPrDefault", &[]);
    });
}

/// The styles on which the others stand.
fn unchanged(xml: &mut Xml) {
    xml.element(
        "w:style",
        &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
        |xml| {
            xml.value("w:name", "Normal");
            xml.empty("w:qFormat", &[]);
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:widowControl", "0");
                xml.value("w:jc", "both");
            });
        },
    );
    let character =
        [("w:type", "character"), ("w:default", "1"), ("w:styleId", "DefaultParagraphFont")];
    xml.element("w:style", &character, |xml| {
        xml.value("w:name", "Default Paragraph Font");
        xml.value("w:uiPriority", "1");
        xml.empty("w:semiHidden", &[]);
        xml.empty("w:unhideWhenUsed", &[]);
    });
    let hint = [("w:type", "character"), ("w:styleId", PLACEHOLDER)];
    xml.element("w:style", &hint, |xml| {
        xml.value("w:name", "Placeholder Text");
        xml.value("w:basedOn", "DefaultParagraphFont");
        xml.value("w:uiPriority", "99");
        xml.element("w:rPr", &[], |xml| xml.value("w:color", GREY));
    });
    let table = [("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")];
    xml.element("w:style", &table, |xml| {
        xml.value("w:name", "Normal Table");
        xml.value("w:uiPriority", "99");
        xml.empty("w:semiHidden", &[]);
        xml.empty("w:unhideWhenUsed", &[]);
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right"] {
                    xml.empty(side, &[("w:w", "0"), ("w:type", "dxa")]);
                }
            });
        });
    });
}

fn ours(xml: &mut Xml, style: Style) {
    let (id, name) = identity(style);
    let look = style.look();
    let mut attributes = vec![("w:type", "paragraph")];
    if is_ours(style) {
        attributes.push(("w:customStyle", "1"));
    }
    attributes.push(("w:styleId", id));
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", name);
        xml.value("w:basedOn", "Normal");
        // Behind a heading one goes on with running text.
        if look.level.is_some() {
            xml.value("w:next", identity(Style::Body).0);
        }
        xml.value(
            "w:uiPriority",
            if matches!(identity(style).1.get(..3), Some("toc")) { "39" } else { "9" },
        );
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| paragraph(xml, style, &look));
        xml.element("w:rPr", &[], |xml| {
            fonts(xml, look.font);
            size(xml, look.size);
        });
    });
}

/// What a look says of its paragraphs, in the order of the schema.
fn paragraph(xml: &mut Xml, style: Style, look: &Look) {
    if look.end == PageEnd::Kept {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
    }
    xml.value("w:widowControl", "0");
    if matches!(style, Style::ContentsPart | Style::ContentsEntry) {
        let edge = Page::official(Numbers::None).width().to_string();
        xml.element("w:tabs", &[], |xml| {
            let tab = [("w:val", "right"), ("w:leader", "dot"), ("w:pos", edge.as_str())];
            xml.empty("w:tab", &tab);
        });
    }
    if matches!(style, Style::CellLabel | Style::CellCentred | Style::CellText) {
        // Cells are narrow: no room between figures and characters, which breaks lines early.
        xml.value("w:autoSpaceDE", "0");
        xml.value("w:autoSpaceDN", "0");
    }
    if !matches!(look.pitch, Pitch::Page) {
        xml.value("w:snapToGrid", "0");
    }
    spacing(xml, look);
    indents(xml, look);
    xml.value("w:jc", alignment(look.align));
    if let Some(level) = look.level {
        xml.value("w:outlineLvl", &level.saturating_sub(1).to_string());
    }
}

fn spacing(xml: &mut Xml, look: &Look) {
    let (line, rule) = match look.pitch {
        // The grid alone would give a title two lines: the type area holds its lines exactly.
        Pitch::Page => (Page::official(Numbers::None).pitch, "exact"),
        Pitch::Exactly(line) => (line, "exact"),
        Pitch::AtLeast(line) => (line, "atLeast"),
    };
    let [before, after, line] = [look.before, look.after, line].map(|length| length.to_string());
    let attributes = [
        ("w:before", before.as_str()),
        ("w:after", after.as_str()),
        ("w:line", line.as_str()),
        ("w:lineRule", rule),
    ];
    xml.empty("w:spacing", &attributes);
}

/// Indents are given in characters, and in points for programs that know no characters.
fn indents(xml: &mut Xml, look: &Look) {
    let mut attributes: Vec<(&str, String)> = Vec::new();
    let points = |characters: u32| (characters * look.size * 10).to_string();
    if look.left > 0 {
        attributes.push(("w:leftChars", (look.left * 100).to_string()));
        attributes.push(("w:left", points(look.left)));
    }
    if look.first_line > 0 {
        attributes.push(("w:firstLineChars", (look.first_line * 100).to_string()));
        attributes.push(("w:firstLine", points(look.first_line)));
    }
    if !attributes.is_empty() {
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.empty("w:ind", &attributes);
    }
}

/// Families of a run: the Chinese one, and the Latin one beside it.
pub(super) fn fonts(xml: &mut Xml, font: Font) {
    let attributes =
        [("w:ascii", LATIN), ("w:eastAsia", font.name()), ("w:hAnsi", LATIN), ("w:cs", LATIN)];
    xml.empty("w:rFonts", &attributes);
}

/// Size of a run in half points.
pub(super) fn size(xml: &mut Xml, half_points: u32) {
    let size = half_points.to_string();
    xml.value("w:sz", &size);
    xml.value("w:szCs", &size);
}

const fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Justified => "both",
    }
}
