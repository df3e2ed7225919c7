//! The styles of a document, by the ids and names that its program gave them.

use std::fmt::Write as _;

use crate::word::{Headings, WordLayout};

/// The id of the style of headings of a level, from 1 to 4; `None` where there are no such styles.
pub(super) fn heading_style(headings: Headings, level: u8) -> Option<&'static str> {
    let ids = match headings {
        Headings::BuiltIn => ["Heading1", "Heading2", "Heading3", "Heading4"],
        Headings::Numbered => ["1", "2", "3", "4"],
        Headings::Chinese => ["a5", "a6", "a7", "a8"],
        Headings::Outline | Headings::Bold => return None,
    };
    ids.get(usize::from(level).checked_sub(1)?).copied()
}

/// The id of the style of the contents' lines of a level, 1 or 2.
pub(super) fn contents_style(headings: Headings, level: usize) -> Option<&'static str> {
    let ids = match headings {
        Headings::BuiltIn | Headings::Outline => ["TOC1", "TOC2"],
        Headings::Numbered => ["10", "20"],
        Headings::Chinese => ["ac", "ad"],
        Headings::Bold => return None,
    };
    ids.get(level.checked_sub(1)?).copied()
}

/// The content of the part that defines the styles; `None` where there is none. `section_list` says
/// whether the style of the sections is in list 1.
pub(super) fn xml(layout: &WordLayout, section_list: Option<usize>) -> Option<String> {
    if layout.headings == Headings::Bold {
        return None;
    }
    let chinese = layout.headings == Headings::Chinese;
    let mut xml = String::from(concat!(
        r#"<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>"#,
        r#"<w:latentStyles w:defLockedState="0" w:count="267"><w:lsdException w:name="heading 1"/></w:latentStyles>"#,
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
        r#"<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr/></w:style>"#,
        r#"<w:style w:type="character" w:customStyle="1" w:styleId="Remark"><w:name w:val="批注文字"/><w:rPr><w:vanish/></w:rPr></w:style>"#,
    ));
    for level in 1..=4u8 {
        let Some(id) = heading_style(layout.headings, level) else { continue };
        let name = if chinese { format!("标题 {level}") } else { format!("heading {level}") };
        let list = section_list.filter(|_| level == 2);
        let list = list.map_or(String::new(), |list| {
            format!(r#"<w:numPr><w:numId w:val="{list}"/></w:numPr>"#)
        });
        // The names say the level; Word writes it out too, other programs do not always.
        let outline = match chinese && level > 1 {
            true => String::new(),
            false => format!(r#"<w:outlineLvl w:val="{}"/>"#, level - 1),
        };
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:qFormat/><w:pPr><w:keepNext/>{list}{outline}</w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>"#
        );
    }
    for level in 1..=2 {
        let Some(id) = contents_style(layout.headings, level) else { continue };
        let name = if chinese { format!("目录 {level}") } else { format!("toc {level}") };
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8296"/></w:tabs></w:pPr></w:style>"#
        );
    }
    Some(xml)
}
