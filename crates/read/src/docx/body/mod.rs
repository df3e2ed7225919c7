//! Reads the text of a document: from its XML to a tree of paragraphs and tables.

mod paragraphs;
mod runs;
mod tables;

use self::runs::RunSays;
use super::fault::Fault;
use super::fields::Fields;
use super::grid::{CellProperties, OpenTable};
use super::prose::{Properties, Prose};
use super::scan::{Element, Memo, Scanner, Step};
use super::styles::Styles;
use super::tag::Tag;
use super::tree::{Item, Trace, Tree};
use crate::bounds::{MOST_PIECES, MOST_TEXT};

/// Whether the origin of every piece of text is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tracing {
    Off,
    On,
}

/// Reads the text part; what stands before a fault is kept.
pub(super) fn read(
    part: &str,
    bytes: &[u8],
    styles: &Styles,
    tracing: Tracing,
) -> (Tree, Option<Fault>) {
    let mut body = Body::new(styles, tracing);
    let mut scanner = Scanner::new(part, bytes);
    let fault = body.run(&mut scanner).err();
    (body.finish(), fault)
}

/// An element whose end must be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Paragraph,
    Run {
        was_hidden: bool,
    },
    Table,
    Row,
    Cell,
    /// A control: the contents of the document, or one in which only a hint stands.
    Structured {
        is_contents: bool,
        is_blank: bool,
    },
    Field,
    Alternates,
    Other,
}

struct Body<'s> {
    styles: &'s Styles,
    tree: Tree,
    frames: Vec<Frame>,
    /// What stands in the body, and in each open cell.
    flows: Vec<Vec<Item>>,
    tables: Vec<OpenTable>,
    /// The open paragraph, and those around the text box it stands in.
    prose: Vec<Prose>,
    fields: Fields,
    /// For each open pair of alternatives whether one was read.
    alternates: Vec<bool>,
    /// Open blocks that are contents tables.
    contents: usize,
    /// How many open controls show only their hints, which are no text.
    hints: usize,
    joining: Option<Joining>,
    pieces: usize,
    memos: Memos,
}

/// What properties were found to say.
#[derive(Default)]
struct Memos {
    runs: Memo<RunSays>,
    paragraphs: Memo<Properties>,
    cells: Memo<CellProperties>,
}

/// A paragraph that the next one goes on with, and where that one must stand.
struct Joining {
    flow: usize,
    depth: usize,
    prose: Prose,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles, tracing: Tracing) -> Body<'s> {
        let trace = (tracing == Tracing::On).then(Trace::default);
        Body {
            styles,
            tree: Tree { trace, ..Tree::default() },
            frames: Vec::new(),
            flows: vec![Vec::new()],
            tables: Vec::new(),
            prose: Vec::new(),
            fields: Fields::default(),
            alternates: Vec::new(),
            contents: 0,
            hints: 0,
            joining: None,
            pieces: 0,
            memos: Memos::default(),
        }
    }

    fn run(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        loop {
            match scanner.step()? {
                Step::Open(element) => self.open(scanner, &element)?,
                Step::Close => {
                    if let Some(frame) = self.frames.pop() {
                        self.close(frame);
                    }
                }
                Step::End => return Ok(()),
                // Characters mean something in text elements only.
                Step::Text(..) | Step::Verbatim(..) | Step::Reference(..) => {}
            }
        }
    }

    /// Ends all that is open, as at a fault, and gives the tree.
    fn finish(mut self) -> Tree {
        while let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
        self.end_joining();
        self.tree.body = self.flows.pop().unwrap_or_default();
        self.tree
    }

    fn open<'x>(&mut self, scanner: &mut Scanner<'x>, element: &Element<'x>) -> Result<(), Fault> {
        let frame = match element.tag {
            Tag::Text => return self.text(scanner, element),
            Tag::RunProperties => return self.run_properties(scanner, element),
            Tag::ParagraphProperties => return self.paragraph_properties(scanner, element),
            Tag::CellProperties => return self.cell_properties(scanner, element),
            Tag::RowProperties => return self.row_properties(scanner, element),
            Tag::TableGrid => return self.table_grid(scanner, element),
            Tag::StructuredProperties => return self.structured_properties(scanner, element),
            Tag::FieldCode => return self.field_code(scanner, element),
            Tag::Skipped | Tag::Deleted => return scanner.skip(element),
            Tag::Choice | Tag::Fallback if !self.takes(element) => return scanner.skip(element),
            Tag::Paragraph => self.begin_paragraph()?,
            Tag::Run => self.begin_run(),
            Tag::Table => self.begin_table(),
            Tag::Row => self.begin_row()?,
            Tag::Cell => self.begin_cell()?,
            Tag::StructuredText => Frame::Structured { is_contents: false, is_blank: false },
            Tag::Alternates => {
                self.alternates.push(false);
                Frame::Alternates
            }
            Tag::SimpleField => {
                self.fields.begin_with(&element.attribute("instr").unwrap_or_default());
                Frame::Field
            }
            _ => {
                self.sign(element);
                Frame::Other
            }
        };
        if element.is_empty {
            self.close(frame);
        } else {
            self.frames.push(frame);
        }
        Ok(())
    }

    fn close(&mut self, frame: Frame) {
        match frame {
            Frame::Paragraph => self.end_paragraph(),
            Frame::Run { was_hidden } => {
                if let Some(prose) = self.prose.last_mut() {
                    prose.run_hidden = was_hidden;
                }
            }
            Frame::Table => {
                let table = self.tables.pop().unwrap_or_default().end();
                self.put(Item::Table(table));
            }
            Frame::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            Frame::Cell => self.end_cell(),
            Frame::Structured { is_contents, is_blank } => {
                self.contents -= usize::from(is_contents);
                self.hints -= usize::from(is_blank);
            }
            Frame::Field => self.fields.end(),
            Frame::Alternates => {
                self.alternates.pop();
            }
            Frame::Other => {}
        }
    }

    /// Counts a paragraph, row or cell, and looks how much text there is.
    fn count(&mut self) -> Result<(), Fault> {
        self.pieces += 1;
        if self.pieces > MOST_PIECES {
            return Err(Fault::too_many_pieces(MOST_PIECES));
        }
        if self.tree.text.len() > MOST_TEXT {
            return Err(Fault::too_much_text(MOST_TEXT));
        }
        Ok(())
    }

    fn put(&mut self, item: Item) {
        if let Some(flow) = self.flows.last_mut() {
            flow.push(item);
        }
    }
}
