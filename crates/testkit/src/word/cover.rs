//! The cover: lines, text boxes, a block with content controls, a table without borders.

use crate::flow::{Line, Role};
use crate::word::runs::{Place, Runs};
use crate::word::scribe::Scribe;
use crate::word::setting::{Face, Setting};
use crate::word::{Habit, WordCover};

impl Scribe<'_> {
    /// The cover without the end of its page.
    pub(super) fn cover(&mut self, lines: &[&Line]) -> String {
        let (title, signed): (Vec<&Line>, Vec<&Line>) =
            lines.iter().copied().partition(|line| line.role == Role::Title);
        let mut title: Vec<String> = title.into_iter().map(|line| line.text.clone()).collect();
        if title.len() > 1 && self.runs.now(Habit::SoftBreaks, 60) {
            title = vec![title.join("\n")];
        }
        let space = "<w:p/>".repeat(if self.runs.now(Habit::Blanks, 60) { 7 } else { 1 });
        self.runs.place = match self.layout.cover {
            WordCover::TextBoxes => Place::TextBox,
            _ => Place::Body,
        };
        let title: String = title.iter().map(|text| self.cover_line(text, Face::TITLE)).collect();
        let signed: String = match self.layout.cover {
            WordCover::Table => signed.iter().map(|line| self.signature_row(&line.text)).collect(),
            _ => signed.iter().map(|line| self.cover_line(&line.text, Face::BODY)).collect(),
        };
        self.runs.place = Place::Body;
        match self.layout.cover {
            WordCover::Lines => format!("{space}{title}{space}{signed}"),
            WordCover::TextBoxes => {
                let (above, below) = (self.text_box(&title, 0), self.text_box(&signed, 6_000_000));
                format!("<w:p>{above}</w:p>{space}<w:p>{below}</w:p>")
            }
            WordCover::Block => {
                let id = self.runs.id();
                format!(
                    r#"<w:sdt><w:sdtPr><w:id w:val="{id}"/><w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj></w:sdtPr><w:sdtContent>{space}<w:sdt><w:sdtPr><w:alias w:val="标题"/></w:sdtPr><w:sdtContent>{title}</w:sdtContent></w:sdt>{signed}</w:sdtContent></w:sdt>"#
                )
            }
            WordCover::Table => format!(
                r#"{space}{title}{space}<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2400"/><w:gridCol w:w="3600"/></w:tblGrid>{signed}</w:tbl><w:p/>"#
            ),
        }
    }

    /// Label and name in a cell each, or both in one.
    fn signature_row(&mut self, text: &str) -> String {
        let cell = |width: usize, span: &str, content: String| {
            format!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{content}</w:tc>"#
            )
        };
        let cells = match text.split_once('：').filter(|(_, name)| !name.is_empty()) {
            Some((label, name)) => {
                let label = self.cover_line(&format!("{label}："), Face::BODY);
                let name = self.cover_line(name, Face::BODY);
                cell(2400, "", label) + &cell(3600, "", name)
            }
            None => {
                let line = self.cover_line(text, Face::BODY);
                cell(6000, r#"<w:gridSpan w:val="2"/>"#, line)
            }
        };
        format!("<w:tr>{cells}</w:tr>")
    }

    fn cover_line(&mut self, text: &str, face: Face) -> String {
        let mut setting = Setting { align: Some("center"), face, ..Setting::default() };
        let text = match self.runs.now(Habit::Blanks, 40) {
            true => format!("{}{text}", "　".repeat(self.runs.rng.below(6) + 1)),
            false => text.to_owned(),
        };
        let inner = self.runs.text(&text, face);
        self.paragraph(&mut setting, &inner)
    }

    /// A text box in both forms that Word writes, with the same content.
    fn text_box(&mut self, content: &str, down: usize) -> String {
        let id = self.runs.id();
        let drawing = format!(
            r#"<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{id}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{}</wp:posOffset></wp:positionV><wp:extent cx="5200000" cy="2400000"/><wp:wrapNone/><wp:docPr id="{id}" name="文本框 {id}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5200000" cy="2400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"#,
            2_000_000 + down
        );
        let picture = format!(
            r##"<w:pict><v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:400pt;height:190pt"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"##
        );
        let anchor = Runs::plain("", Face::default());
        if self.runs.rng.chance(25) {
            return format!("<w:r>{picture}</w:r>{anchor}");
        }
        format!(
            r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>{anchor}"#
        )
    }
}
