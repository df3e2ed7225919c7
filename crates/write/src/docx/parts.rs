//! The parts beside the text: what the package holds, properties, settings, fonts.

use super::NAMESPACES;
use super::section::{BLANK, EVEN, ODD};
use crate::document::Properties;
use crate::style::{Font, LATIN};
use crate::xml::Xml;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// `[Content_Types].xml`
pub(super) fn content_types() -> String {
    let mut xml = Xml::document();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        let mut part = |name: &str, kind: &str| {
            xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        };
        part("/word/document.xml", &format!("{WORD}.document.main+xml"));
        part("/word/styles.xml", &format!("{WORD}.styles+xml"));
        part("/word/settings.xml", &format!("{WORD}.settings+xml"));
        part("/word/fontTable.xml", &format!("{WORD}.fontTable+xml"));
        for footer in [ODD, EVEN, BLANK] {
            part(&format!("/{}", footer.file), &format!("{WORD}.footer+xml"));
        }
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        let app = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
        part("/docProps/app.xml", app);
    });
    xml.finish()
}

/// `_rels/.rels`
pub(super) fn package_relations() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relations(&[
        ("rId1", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        ("rId2", &core, "docProps/core.xml"),
        ("rId3", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ])
}

/// `word/_rels/document.xml.rels`
pub(super) fn text_relations() -> String {
    let footer = format!("{OFFICE}/footer");
    relations(&[
        ("rId1", &format!("{OFFICE}/styles"), "styles.xml"),
        ("rId2", &format!("{OFFICE}/settings"), "settings.xml"),
        ("rId3", &format!("{OFFICE}/fontTable"), "fontTable.xml"),
        (ODD.relation, &footer, ODD.target),
        (EVEN.relation, &footer, EVEN.target),
        (BLANK.relation, &footer, BLANK.target),
    ])
}

fn relations(all: &[(&str, &str, &str)]) -> String {
    let mut xml = Xml::document();
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in all {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.finish()
}

/// `docProps/core.xml`
pub(super) fn core_properties(properties: &Properties) -> String {
    let mut xml = Xml::document();
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &namespaces, |xml| {
        let said = [
            ("dc:title", &properties.title),
            ("dc:subject", &properties.subject),
            ("dc:creator", &properties.author),
            ("cp:keywords", &properties.keywords),
            ("cp:lastModifiedBy", &properties.author),
        ];
        for (name, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
            xml.leaf(name, &[], text);
        }
        if let Some(day) = properties.created {
            for name in ["dcterms:created", "dcterms:modified"] {
                let time = format!("{day}T00:00:00Z");
                xml.leaf(name, &[("xsi:type", "dcterms:W3CDTF")], &time);
            }
        }
        xml.leaf("dc:language", &[], "zh-CN");
    });
    xml.finish()
}

/// `docProps/app.xml`
pub(super) fn app_properties() -> String {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.element("Properties", &[("xmlns", namespace)], |xml| {
        xml.leaf("Application", &[], "Jiheng");
    });
    xml.finish()
}

/// `word/settings.xml`
pub(super) fn settings() -> String {
    let mut xml = Xml::document();
    let [text, _] = NAMESPACES;
    xml.element("w:settings", &[text], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.value("w:defaultTabStop", "420");
        xml.empty("w:evenAndOddHeaders", &[]);
        xml.value("w:drawingGridVerticalSpacing", "156");
        xml.value("w:displayHorizontalDrawingGridEvery", "0");
        xml.value("w:displayVerticalDrawingGridEvery", "2");
        xml.value("w:characterSpacingControl", "compressPunctuation");
        xml.element("w:compat", &[], |xml| {
            for name in [
                "w:spaceForUL",
                "w:balanceSingleByteDoubleByteWidth",
                "w:doNotLeaveBackslashAlone",
                "w:ulTrailSpace",
                "w:doNotExpandShiftReturn",
                "w:useFELayout",
            ] {
                xml.empty(name, &[]);
            }
            let modern = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.empty("w:compatSetting", &modern);
        });
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
        xml.value("w:decimalSymbol", ".");
        xml.value("w:listSeparator", ",");
    });
    xml.finish()
}

/// `word/fontTable.xml`: the families with the names of those that may stand in for them.
pub(super) fn fonts() -> String {
    let mut xml = Xml::document();
    let [text, _] = NAMESPACES;
    xml.element("w:fonts", &[text], |xml| {
        for font in Font::ALL {
            let family = if font.is_serif() { "roman" } else { "modern" };
            let substitutes = font.substitutes().join(",");
            self::font(xml, font.name(), Some(&substitutes), ("86", family, "variable"));
        }
        font(xml, LATIN, None, ("00", "roman", "variable"));
    });
    xml.finish()
}

fn font(
    xml: &mut Xml,
    name: &str,
    substitutes: Option<&str>,
    (charset, family, pitch): (&str, &str, &str),
) {
    xml.element("w:font", &[("w:name", name)], |xml| {
        if let Some(substitutes) = substitutes {
            xml.value("w:altName", substitutes);
        }
        xml.value("w:charset", charset);
        xml.value("w:family", family);
        xml.value("w:pitch", pitch);
    });
}
