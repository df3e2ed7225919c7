//! The contents: a field with links and page numbers, or lines that somebody typed.

use crate::flow::{Line, Role};
use crate::form::ContentsForm;
use crate::word::lists::Typed;
use crate::word::runs::{Runs, field};
use crate::word::scribe::Scribe;
use crate::word::setting::{Face, Setting};
use crate::word::styles::contents_style;
use crate::word::{Counting, Habit, WordContents, escaped};

/// How a line of a contents field links to its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Element,
    Field,
    None,
}

const BEGIN: &str = r#"<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-3" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
const END: &str = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;

impl Scribe<'_> {
    /// The contents with their heading.
    pub(super) fn contents(&mut self, lines: &[&Line]) -> String {
        let heading = lines.first().filter(|line| line.role == Role::ContentsHeading);
        let entries = lines.get(usize::from(heading.is_some())..).unwrap_or_default();
        let heading = heading.map_or(String::new(), |line| self.contents_heading(&line.text));
        match self.layout.contents {
            WordContents::Typed => {
                let typed: String = entries.iter().map(|line| self.typed_entry(line)).collect();
                heading + &typed
            }
            WordContents::Field => heading + &self.contents_field(entries),
            WordContents::Block => {
                let id = self.runs.id();
                format!(
                    r#"<w:sdt><w:sdtPr><w:id w:val="{id}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}{}</w:sdtContent></w:sdt>"#,
                    self.contents_field(entries)
                )
            }
        }
    }

    fn contents_heading(&mut self, text: &str) -> String {
        let mut setting =
            Setting { align: Some("center"), face: Face::HEADING, ..Setting::default() };
        let text = if self.runs.now(Habit::Blanks, 50) {
            text.replace(' ', "　　")
        } else {
            text.into()
        };
        let inner = self.runs.text(&text, setting.face);
        self.paragraph(&mut setting, &inner)
    }

    fn typed_entry(&mut self, line: &Line) -> String {
        let mut setting = Setting { face: Face::CELL, ..Setting::default() };
        let dots = ".".repeat(self.runs.rng.below(30) + 5);
        let text = &line.text;
        let text = match (line.role, self.form.contents) {
            (Role::ContentsEntry(page), Some(form)) => match form {
                ContentsForm::DotsAndTab => format!("{text}{dots}\t{page}"),
                ContentsForm::Dots => format!("{text}{dots}{page}"),
                ContentsForm::Tab => {
                    setting.leader = Some("middleDot");
                    format!("{text}\t{page}")
                }
                ContentsForm::Bare => text.clone(),
            },
            _ => text.clone(),
        };
        let inner = self.runs.text(&text, setting.face);
        self.paragraph(&mut setting, &inner)
    }

    fn contents_field(&mut self, entries: &[&Line]) -> String {
        let link = *self.runs.rng.one(&[Link::Element, Link::Element, Link::Field, Link::None]);
        let ends_apart = self.runs.rng.chance(70);
        let mut xml = String::new();
        let mut page = 1;
        for (index, line) in entries.iter().enumerate() {
            if let Role::ContentsEntry(own) = line.role {
                page = own;
            }
            let entry = self.field_entry(line, index + 1, page, link);
            let begin = if index == 0 { BEGIN } else { "" };
            let is_last = index + 1 == entries.len() && !ends_apart;
            let end = if is_last { END } else { "" };
            let level = if line.role == Role::ContentsPart { 1 } else { 2 };
            let style = contents_style(self.layout.headings, level);
            let mut setting = Setting { style, leader: Some("dot"), ..Setting::default() };
            xml.push_str(&self.paragraph(&mut setting, &format!("{begin}{entry}{end}")));
        }
        if ends_apart && !entries.is_empty() {
            xml.push_str(&format!("<w:p>{END}</w:p>"));
        }
        xml
    }

    fn field_entry(&mut self, line: &Line, number: usize, page: usize, link: Link) -> String {
        let face = Face::CELL;
        let anchor = format!("_Toc{number:08}");
        let mut inner = self.numbered(&line.text, face);
        if self.form.contents != Some(ContentsForm::Bare) {
            let shown = Runs::plain(&page.to_string(), face);
            let page = field(&format!(" PAGEREF {anchor} \\h "), &shown, face);
            inner.push_str(&format!("<w:r><w:tab/></w:r>{page}"));
        }
        match link {
            Link::Element => {
                format!(
                    r#"<w:hyperlink w:anchor="{}" w:history="1">{inner}</w:hyperlink>"#,
                    escaped(&anchor)
                )
            }
            Link::Field => field(&format!(" HYPERLINK \\l \"{anchor}\" "), &inner, face),
            Link::None => inner,
        }
    }

    /// What Word counts is set apart from the heading's words by a tab.
    fn numbered(&mut self, text: &str, face: Face) -> String {
        let counted = matches!(self.layout.counting, Counting::Lists | Counting::Levels);
        match Typed::find(text).filter(|_| counted) {
            Some(typed) => {
                let number = text.strip_suffix(typed.rest).unwrap_or_default().trim_end();
                Runs::plain(number, face)
                    + "<w:r><w:tab/></w:r>"
                    + &self.runs.text(typed.rest, face)
            }
            None => self.runs.text(text, face),
        }
    }
}
