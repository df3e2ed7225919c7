//! Walks through the lines and tables of a statement and sets each as a paragraph or a table.

use crate::flow::{Block, Line, Role};
use crate::form::Form;
use crate::rng::Rng;
use crate::word::lists::{Lists, Typed};
use crate::word::runs::{AUTHOR, Runs};
use crate::word::setting::{Face, Indent, Setting};
use crate::word::styles::heading_style;
use crate::word::{Counting, Habit, Headings, WordLayout, WordTables};

/// Whoever writes the document.
#[derive(Debug)]
pub(super) struct Scribe<'l> {
    pub(super) layout: &'l WordLayout,
    pub(super) form: &'l Form,
    pub(super) runs: Runs<'l>,
    pub(super) lists: Lists,
    /// Headings so far that the contents point to.
    headings: usize,
    /// Lists of goals so far.
    pub(super) goal_lists: usize,
    /// Level of the line over a project's table; sections have level 2.
    title_level: u8,
    /// Whether short headings under a section are headings to Word too.
    inner_level: Option<u8>,
    body_indent: Indent,
    /// Width at which pasted text is broken.
    columns: usize,
}

/// Behind this, tables stand on wide pages.
pub(super) const UPRIGHT: &str = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/>"#;
const TURNED: &str = r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1800" w:right="1440" w:bottom="1800" w:left="1440" w:header="851" w:footer="992" w:gutter="0"/>"#;

impl<'l> Scribe<'l> {
    pub(super) fn new(layout: &'l WordLayout, form: &'l Form, mut rng: Rng) -> Scribe<'l> {
        let styled = layout.counting == Counting::Styled;
        let title_level = if styled || rng.chance(50) { 3 } else { 2 };
        let inner_level = if rng.chance(50) { Some(4) } else { None };
        let body_indent = match rng.below(3) {
            0 => Indent::None,
            1 => Indent::Set,
            _ => Indent::Typed,
        };
        let columns = (28 + rng.below(12)) * 2;
        Scribe {
            columns,
            layout,
            form,
            runs: Runs::new(layout, rng),
            lists: Lists::new(layout.counting, heading_style(layout.headings, 2)),
            headings: 0,
            goal_lists: 0,
            title_level,
            inner_level,
            body_indent,
        }
    }

    /// The content of the body.
    pub(super) fn body(&mut self, blocks: &[Block]) -> String {
        let is_part = |block: &Block| matches!(block, Block::Line(line) if line.role == Role::Part);
        let first_part = blocks.iter().position(is_part).unwrap_or(blocks.len());
        let (front, main) = blocks.split_at(first_part);
        let lines = front.iter().filter_map(|block| match block {
            Block::Line(line) => Some(line),
            _ => None,
        });
        let (cover, contents): (Vec<&Line>, Vec<&Line>) =
            lines.partition(|line| matches!(line.role, Role::Title | Role::SignOff));
        let mut xml = self.cover(&cover);
        xml.push_str(&self.section_end(UPRIGHT));
        if !contents.is_empty() {
            xml.push_str(&self.contents(&contents));
            xml.push_str(&self.section_end(UPRIGHT));
        }
        let main = self.main(main);
        xml.push_str(&match self.layout.tables {
            WordTables::AllFramed => self.frame(&main),
            _ => main,
        });
        let last = if self.layout.has(Habit::Sections) { TURNED } else { UPRIGHT };
        xml.push_str(&section(self.layout, last));
        xml
    }

    fn main(&mut self, blocks: &[Block]) -> String {
        let mut xml = String::new();
        let mut over = String::new();
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Line(line) => {
                    let next = blocks.peek().and_then(|next| part_line(next));
                    let joined = part_line(block).zip(next).filter(|_| {
                        self.layout.counting == Counting::Typed
                            && self.runs.now(Habit::SoftBreaks, 60)
                    });
                    let of_table = matches!(line.role, Role::TableTitle | Role::Unit);
                    let paragraph = match joined {
                        Some((first, second)) => {
                            blocks.next();
                            self.line(Role::Part, &format!("{first}\n{second}"))
                        }
                        None => self.line(line.role, &line.text),
                    };
                    if of_table { &mut over } else { &mut xml }.push_str(&paragraph);
                }
                Block::Table(table) => {
                    let table = std::mem::take(&mut over) + &self.table(table);
                    xml.push_str(&match self.layout.tables {
                        WordTables::Framed => self.frame(&table),
                        _ => table,
                    });
                    xml.push_str("<w:p/>");
                }
                Block::NewPage => xml.push_str(&self.section_end(UPRIGHT)),
            }
        }
        xml + &over
    }

    /// A line of running text, a heading, a line over a table.
    fn line(&mut self, role: Role, text: &str) -> String {
        let mut setting = self.setting(role);
        let mut words = text;
        let typed = Typed::find(text);
        if let (Some(scope), Some(typed)) = (self.lists.scope(role), typed) {
            let item = self.lists.item(scope, &typed);
            if !self.lists.is_by_style(scope, item) {
                setting.item = Some(Some(item));
            }
            words = typed.rest;
        }
        let words = self.aligned(role, words, setting.item.is_some());
        let words = match role == Role::Body && self.runs.now(Habit::Pasted, 80) {
            true => crate::layout::pasted(&words, self.columns),
            false => words,
        };
        let before = self.blank_before(role);
        let marks_heading = matches!(role, Role::Part | Role::Section | Role::TableTitle);
        let inner = self.runs.text(&words, setting.face);
        let inner = if marks_heading { self.target(&inner) } else { inner };
        let inner = match role == Role::TableTitle && self.runs.now(Habit::Restyled, 40) {
            true => format!(r#"<w:r><w:br w:type="page"/></w:r>{inner}"#),
            false => inner,
        };
        before + &self.paragraph(&mut setting, &inner)
    }

    /// How a line of a role is set.
    fn setting(&mut self, role: Role) -> Setting {
        let level = match role {
            Role::Part => Some(1),
            Role::Section => Some(2),
            Role::TableTitle => Some(self.title_level),
            Role::Heading => self.inner_level,
            _ => None,
        };
        let mut setting = Setting { face: Face::BODY, ..Setting::default() };
        if let Some(level) = level {
            setting.style = heading_style(self.layout.headings, level);
            setting.face = match self.layout.headings {
                Headings::Bold => Face::HEADING.bold(),
                Headings::Outline => Face::HEADING,
                _ => Face::default(),
            };
            if self.layout.headings == Headings::Outline {
                setting.outline = Some(level - 1);
            }
        }
        match role {
            Role::Part => setting.align = Some("center"),
            Role::Body => {
                setting.indent = self.body_indent;
                // A style that was put on too much.
                if self.runs.now(Habit::Restyled, 30) {
                    let level = self.runs.rng.below(2) + 3;
                    setting.style =
                        heading_style(self.layout.headings, u8::try_from(level).unwrap_or(4));
                    setting.outline = setting.style.is_none().then_some(3);
                }
            }
            Role::Heading if level.is_none() => setting.face = Face::BODY.bold(),
            Role::Unit => setting.face = Face::CELL,
            _ => {}
        }
        setting
    }

    /// Blanks where authors put them for alignment.
    fn aligned(&mut self, role: Role, words: &str, is_item: bool) -> String {
        if role == Role::Body && self.body_indent == Indent::Typed && !is_item {
            return format!("　　{words}");
        }
        if role == Role::Unit
            && self.runs.now(Habit::Blanks, 70)
            && let Some((unit, money)) =
                words.rsplit_once(' ').filter(|(_, end)| end.contains('：'))
        {
            let gap = *self.runs.rng.one(&["\t", "　　　　　　", "          ", "\t\t　"]);
            return format!("{unit}{gap}{money}");
        }
        if matches!(role, Role::Part | Role::Unit) && self.runs.now(Habit::Blanks, 30) {
            return format!("{}{words}", "　".repeat(self.runs.rng.below(8) + 1));
        }
        words.to_owned()
    }

    fn blank_before(&mut self, role: Role) -> String {
        let is_over = matches!(role, Role::Part | Role::Section | Role::TableTitle);
        if !is_over || !self.runs.now(Habit::Blanks, 50) {
            return String::new();
        }
        let blank = *self.runs.rng.one(&["", "　", " ", "\t"]);
        let inner = if blank.is_empty() { blank.into() } else { self.runs.text(blank, Face::BODY) };
        format!("<w:p>{inner}</w:p>").repeat(self.runs.rng.below(3) + 1)
    }

    /// A heading with the bookmark that the contents point to.
    fn target(&mut self, inner: &str) -> String {
        self.headings += 1;
        let (id, number) = (self.runs.id(), self.headings);
        format!(
            r#"<w:bookmarkStart w:id="{id}" w:name="_Toc{number:08}"/>{inner}<w:bookmarkEnd w:id="{id}"/>"#
        )
    }

    /// A paragraph, and in front of it sometimes one that was struck out.
    pub(super) fn paragraph(&mut self, setting: &mut Setting, inner: &str) -> String {
        let mut xml = String::new();
        if self.runs.now(Habit::Changes, 6) {
            let id = self.runs.id();
            xml = format!(
                r#"<w:p><w:pPr><w:rPr><w:del w:id="{id}" {AUTHOR}/></w:rPr></w:pPr><w:del w:id="{id}" {AUTHOR}><w:r><w:delText>三、删去的一段</w:delText></w:r></w:del></w:p>"#
            );
        }
        if self.runs.now(Habit::Changes, 6) {
            let id = self.runs.id();
            setting.mark = format!(r#"<w:ins w:id="{id}" {AUTHOR}/>"#);
        }
        let session = self.runs.session("rsidR");
        xml + &format!("<w:p{session}>{}{inner}</w:p>", setting.xml())
    }

    /// A page ends, and with it perhaps a section.
    fn section_end(&mut self, page: &str) -> String {
        if self.layout.has(Habit::Sections) {
            return format!("<w:p><w:pPr>{}</w:pPr></w:p>", section(self.layout, page));
        }
        r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#.into()
    }

    /// A table of one cell around something.
    fn frame(&mut self, inner: &str) -> String {
        let inner = inner.strip_suffix("<w:p/>").unwrap_or(inner);
        format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="9600"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="9600" w:type="dxa"/></w:tcPr>{inner}<w:p/></w:tc></w:tr></w:tbl>"#
        )
    }
}

/// The words of a line that is half of a part's heading.
fn part_line(block: &Block) -> Option<&str> {
    match block {
        Block::Line(line) if line.role == Role::Part => Some(&line.text),
        _ => None,
    }
}

/// The properties of a section.
fn section(layout: &WordLayout, page: &str) -> String {
    let references = match layout.has(Habit::Sections) {
        true => concat!(
            r#"<w:headerReference w:type="default" r:id="rId11"/>"#,
            r#"<w:footerReference w:type="default" r:id="rId12"/>"#
        ),
        false => "",
    };
    format!("<w:sectPr>{references}{page}</w:sectPr>")
}
