//! The layouts of plain text files: how flattened statements look, one after another.
//!
//! Every layout writes the whole truth: nothing is lost that a careful person could not see. What
//! loses or tears something is [`damage`](crate::damage).

mod bars;
mod bytes;
mod pages;
mod rows;
mod spaces;
mod wrap;

pub use bytes::Bytes;
pub use pages::Pages;
pub use wrap::Wrap;
pub(crate) use wrap::pasted;

use crate::damage::Damage;
use crate::draft::Draft;
use crate::flow::{Block, Line, Role, Table, flow};
use crate::form::{ContentsForm, Form};
use crate::rng::Rng;

/// How a plain text file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What reports call it.
    pub name: &'static str,
    /// Tables.
    pub tables: Tables,
    /// Running text.
    pub wrap: Wrap,
    /// Page ends.
    pub pages: Pages,
    /// Residue and blanks inside words.
    pub noise: Noise,
    /// The encoding.
    pub bytes: Bytes,
}

/// How tables are flattened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// A row a line, cells between tabs, a tab for every column.
    Tabs,
    /// A row a line, cells between tabs, merged cells only once.
    FewTabs,
    /// A cell a line with a tab before it, blank lines between rows.
    CellLines,
    /// A cell a line and nothing else; blank cells are blank lines.
    BareLines,
    /// Rows between tabs and a cell a line by turns.
    Mixed,
    /// | a | b | with a rule under the first row.
    Pipes,
    /// +---+---+ with cells wrapped, as pandoc writes them.
    Grid,
    /// Drawn with ┌─┬─┐, cells wrapped.
    Boxes,
    /// Columns set apart by runs of blanks.
    Spaces,
}

/// What conversion leaves between words without harm to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// Nothing.
    None,
    /// [bookmark: …] before headings.
    Bookmarks,
    /// Blanks inside Chinese text.
    Blanks,
}

const PLAIN: Layout = Layout {
    name: "tabs",
    tables: Tables::Tabs,
    wrap: Wrap::No,
    pages: Pages::None,
    noise: Noise::None,
    bytes: Bytes::Utf8,
};

/// All layouts that lose nothing.
pub const LAYOUTS: &[Layout] = &[
    PLAIN,
    Layout { name: "tabs, page numbers", pages: Pages::Numbers, ..PLAIN },
    Layout { name: "tabs, blanks in words", noise: Noise::Blanks, ..PLAIN },
    Layout { name: "few tabs", tables: Tables::FewTabs, ..PLAIN },
    Layout {
        name: "few tabs, pages with headers",
        tables: Tables::FewTabs,
        pages: Pages::Headers,
        ..PLAIN
    },
    Layout {
        name: "cell lines, bookmarks",
        tables: Tables::CellLines,
        noise: Noise::Bookmarks,
        ..PLAIN
    },
    Layout {
        name: "cell lines, GB18030",
        tables: Tables::CellLines,
        bytes: Bytes::Gb18030,
        ..PLAIN
    },
    Layout { name: "bare lines", tables: Tables::BareLines, ..PLAIN },
    Layout { name: "bare lines, CRLF", tables: Tables::BareLines, bytes: Bytes::Crlf, ..PLAIN },
    Layout { name: "mixed", tables: Tables::Mixed, ..PLAIN },
    Layout {
        name: "mixed, bookmarks, UTF-16LE",
        tables: Tables::Mixed,
        noise: Noise::Bookmarks,
        bytes: Bytes::Utf16Le,
        ..PLAIN
    },
    Layout { name: "wrapped, indented", wrap: Wrap::Indented, ..PLAIN },
    Layout { name: "wrapped, flush", wrap: Wrap::Flush, ..PLAIN },
    Layout { name: "wrapped, blank lines", wrap: Wrap::BlankLines, ..PLAIN },
    Layout {
        name: "wrapped, indented, pages with headers",
        wrap: Wrap::Indented,
        pages: Pages::Headers,
        ..PLAIN
    },
    Layout {
        name: "wrapped, flush, page numbers, BOM",
        wrap: Wrap::Flush,
        pages: Pages::Numbers,
        bytes: Bytes::Bom,
        ..PLAIN
    },
    Layout { name: "pipes", tables: Tables::Pipes, ..PLAIN },
    Layout { name: "grid", tables: Tables::Grid, ..PLAIN },
    Layout {
        name: "grid, wrapped, UTF-16BE",
        tables: Tables::Grid,
        wrap: Wrap::Indented,
        bytes: Bytes::Utf16Be,
        ..PLAIN
    },
    Layout { name: "boxes", tables: Tables::Boxes, ..PLAIN },
    Layout {
        name: "boxes, pages with headers",
        tables: Tables::Boxes,
        pages: Pages::Headers,
        ..PLAIN
    },
    Layout { name: "spaces", tables: Tables::Spaces, ..PLAIN },
    Layout {
        name: "spaces, wrapped, page numbers",
        tables: Tables::Spaces,
        wrap: Wrap::Indented,
        pages: Pages::Numbers,
        ..PLAIN
    },
];

/// A line of the file, and whether a page may end behind it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Out {
    pub(crate) text: String,
    pub(crate) page_may_end: bool,
}

impl Out {
    pub(crate) fn free(text: impl Into<String>) -> Out {
        Out { text: text.into(), page_may_end: true }
    }

    pub(crate) fn tied(text: impl Into<String>) -> Out {
        Out { text: text.into(), page_may_end: false }
    }
}

impl Layout {
    /// The file of a draft.
    pub fn write(&self, draft: &Draft, form: &Form, seed: u64) -> Vec<u8> {
        self.bytes.encode(&self.text(draft, form, seed, Damage::None))
    }

    /// The file of a draft with damage done to its tables.
    pub fn write_damaged(&self, draft: &Draft, form: &Form, seed: u64, damage: Damage) -> Vec<u8> {
        self.bytes.encode(&self.text(draft, form, seed, damage))
    }

    /// The text of the file before it is encoded.
    pub fn text(&self, draft: &Draft, form: &Form, seed: u64, damage: Damage) -> String {
        let blocks = flow(draft, form, seed);
        let mut rng = Rng::for_part(seed, self.name);
        let (wrap, columns) = self.wrap.settle(&blocks, &mut rng);
        let mut lines: Vec<Out> = Vec::new();
        for block in &blocks {
            match block {
                Block::Line(line) => {
                    let text = self.line(line, form, &mut rng);
                    space_before(line.role, wrap, &mut lines);
                    lines.extend(wrap.lines(&text, line.role, columns));
                }
                Block::Table(table) => lines.extend(self.table(table, damage, &mut rng)),
                Block::NewPage => lines.push(Out::free("")),
            }
        }
        let mut text = self.pages.join(&lines, draft, &mut rng);
        if self.noise == Noise::Blanks {
            text = with_blanks(&text, &mut rng);
        }
        text
    }

    fn line(&self, line: &Line, form: &Form, rng: &mut Rng) -> String {
        match line.role {
            Role::ContentsEntry(page) => entry(&line.text, page, form, rng),
            Role::Section | Role::TableTitle if self.noise == Noise::Bookmarks => {
                format!("[bookmark: _Toc_{}_{}]{}", rng.below(5), rng.below(90_000), line.text)
            }
            Role::SignOff if self.noise == Noise::Bookmarks && rng.chance(30) => {
                format!("[bookmark: _GoBack]{}", line.text)
            }
            _ => line.text.clone(),
        }
    }

    fn table(&self, table: &Table, damage: Damage, rng: &mut Rng) -> Vec<Out> {
        let mut lines = Vec::new();
        for zone in &table.zones {
            lines.extend(match self.tables {
                Tables::Tabs => rows::tabs(zone, rows::Merged::Spread, damage, rng),
                Tables::FewTabs => rows::tabs(zone, rows::Merged::Once, damage, rng),
                Tables::CellLines => rows::cell_lines(zone),
                Tables::BareLines => rows::bare_lines(zone),
                Tables::Mixed if rng.chance(50) => rows::cell_lines(zone),
                Tables::Mixed => rows::tabs(zone, rows::Merged::Spread, damage, rng),
                Tables::Pipes => bars::pipes(zone),
                Tables::Grid => bars::grid(zone, &bars::PANDOC),
                Tables::Boxes => bars::grid(zone, &bars::BOXES),
                Tables::Spaces => spaces::columns(zone),
            });
        }
        lines
    }
}

fn space_before(role: Role, wrap: Wrap, lines: &mut Vec<Out>) {
    let is_apart = match role {
        Role::Body | Role::Heading | Role::ContentsEntry(_) => wrap == Wrap::BlankLines,
        Role::Unit => false,
        _ => true,
    };
    if is_apart && lines.last().is_some_and(|last| !last.text.is_empty()) {
        lines.push(Out::free(""));
    }
}

fn entry(title: &str, page: usize, form: &Form, rng: &mut Rng) -> String {
    let dots = ".".repeat(rng.below(30) + 5);
    match form.contents.unwrap_or(ContentsForm::Bare) {
        ContentsForm::DotsAndTab => format!("{title}{dots}\t{page}"),
        ContentsForm::Dots => format!("{title}{dots}{page}"),
        ContentsForm::Tab => format!("{title}\t{page}"),
        ContentsForm::Bare => title.to_owned(),
    }
}

/// Blanks where conversion puts them: between Chinese characters, between characters and figures,
/// never inside a figure.
fn with_blanks(text: &str, rng: &mut Rng) -> String {
    let mut out = String::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let is_word = |c: char| c.is_alphanumeric() || c == '%';
        let between =
            previous.is_some_and(|p| is_word(p) && is_word(c) && !(p.is_ascii() && c.is_ascii()));
        if between && rng.chance(2) {
            out.push_str(rng.word(&[" ", " ", "  ", "\u{3000}"]));
        }
        out.push(c);
        previous = Some(c);
    }
    out
}
