//! From blocks of a sheet to blocks of a document.

use rulebook::{FormBlock, FormSheet, Lies, Pages, SumUnit, Template, TemplatePiece};

use super::format;
use super::table;
use super::value::{Record, Value};
use crate::document::{Block, Document, Paragraph, Properties, SEAM, Section};
use crate::page::{Margins, Numbers, Orientation, Page, mm, points};
use crate::style::Style;

/// Where values are looked for: in the records from the nearest on, none of which a blank row has.
#[derive(Clone, Copy)]
pub(super) struct Scope<'v> {
    /// The record of a list, if the row is one of a list.
    pub(super) item: Option<&'v dyn Record>,
    /// Number of the row among those of its list, from 1; 0 outside lists.
    pub(super) ordinal: usize,
    /// The view.
    pub(super) view: &'v dyn Record,
}

impl<'v> Scope<'v> {
    /// The value with this name; a blank one where there is none.
    pub(super) fn value(&self, name: &str) -> Value<'v> {
        let found = self.item.and_then(|item| item.value(name));
        found.or_else(|| self.view.value(name)).unwrap_or(Value::Blank)
    }

    /// The lines of running text: a blank field that does not stand alone leaves room to write.
    fn running(&self, template: &Template) -> Vec<String> {
        let alone = template.pieces.len() == 1;
        let blank = |piece: &TemplatePiece| match piece {
            TemplatePiece::Field { name, .. } => matches!(self.value(name), Value::Blank),
            _ => false,
        };
        if alone || !template.pieces.iter().any(blank) {
            return self.lines(template);
        }
        let pieces = template.pieces.iter().map(|piece| match blank(piece) {
            true => TemplatePiece::Words(GAP.into()),
            false => piece.clone(),
        });
        self.lines(&Template { pieces: pieces.collect() })
    }

    /// The lines of a template: a field of several lines ends the line that it stands in.
    pub(super) fn lines(&self, template: &Template) -> Vec<String> {
        let mut lines = vec![String::new()];
        for piece in &template.pieces {
            let new = match piece {
                TemplatePiece::Words(words) => words.split('\n').map(str::to_owned).collect(),
                TemplatePiece::Ordinal => vec![self.ordinal.to_string()],
                TemplatePiece::Field { name, unit } => format::lines(&self.value(name), *unit),
            };
            let mut new = new.into_iter();
            if let (Some(last), Some(first)) = (lines.last_mut(), new.next()) {
                last.push_str(&first);
            }
            lines.extend(new);
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// What stands in running text and titles where a value is to be written in by hand.
const GAP: &str = "\u{3000}\u{3000}\u{3000}";

/// The document of a sheet with the values of a view.
pub(super) fn document(sheet: &FormSheet, view: &dyn Record) -> Document {
    let page = page(sheet);
    let scope = Scope { item: None, ordinal: 0, view };
    let mut blocks: Vec<Block> = Vec::new();
    for block in &sheet.blocks {
        self::block(block, &scope, &page, &mut blocks);
    }
    let section = Section { name: sheet.title.clone(), page, blocks };
    Document { properties: properties(sheet, &scope), sections: vec![section] }
}

/// Forms are tables: their margins are narrower than those of letters and reports.
fn page(sheet: &FormSheet) -> Page {
    let numbers = match sheet.pages {
        Pages::Numbered => Numbers::From(1),
        Pages::Bare => Numbers::None,
    };
    let letter = Page::official(numbers);
    let is_letter = sheet.tables().all(|table| table.widths.len() < 2)
        || sheet.blocks.iter().any(|block| matches!(block, FormBlock::Heading { .. }));
    if is_letter {
        return letter;
    }
    let orientation = match sheet.lies {
        Lies::Portrait => Orientation::Portrait,
        Lies::Landscape => Orientation::Landscape,
    };
    let side = mm(20);
    let margins = Margins { top: mm(22), bottom: mm(20), left: side, right: side, footer: mm(10) };
    Page { orientation, margins, ..letter }
}

fn properties(sheet: &FormSheet, scope: &Scope<'_>) -> Properties {
    let title = sheet.blocks.iter().find_map(|block| match block {
        FormBlock::Title { text } => Some(scope.lines(text).concat()),
        _ => None,
    });
    let named = |name: &str| format::lines(&scope.value(name), SumUnit::Wan).into_iter().next();
    Properties {
        title: title.unwrap_or_else(|| sheet.title.clone()),
        subject: sheet.title.clone(),
        author: named("issuer").or_else(|| named("department")).unwrap_or_default(),
        ..Properties::default()
    }
}

fn block(block: &FormBlock, scope: &Scope<'_>, page: &Page, blocks: &mut Vec<Block>) {
    let (style, text) = match block {
        FormBlock::Title { text } => (Style::Part, text),
        FormBlock::Centred { text } => (Style::Centred, text),
        FormBlock::Addressee { text } => (Style::Addressee, text),
        FormBlock::Heading { text } => (Style::Section, text),
        FormBlock::Paragraph { text } => (Style::Body, text),
        FormBlock::Left { text } => (Style::TableNote, text),
        FormBlock::Right { text } => (Style::TableUnit, text),
        FormBlock::Note { text } => (Style::Note, text),
        FormBlock::Closing { text } => (Style::Closing, text),
        FormBlock::Signatures { parts } => {
            blocks.push(Block::Space(points(8)));
            blocks.push(Paragraph::new(Style::Note, signatures(parts, scope, page)).into());
            return;
        }
        FormBlock::Table(said) => {
            if matches!(blocks.last(), Some(Block::Table(_))) {
                blocks.push(Block::Space(points(6)));
            }
            for (at, part) in table::tables(said, scope).into_iter().enumerate() {
                if at > 0 {
                    blocks.push(Block::Space(SEAM));
                }
                blocks.push(Block::Table(part));
            }
            return;
        }
    };
    // A table stands apart from the text under it, and a letter from those who sign it.
    match blocks.last() {
        Some(Block::Table(_)) => blocks.push(Block::Space(points(6))),
        Some(Block::Paragraph(above)) if style == Style::Closing && above.style != style => {
            blocks.push(Block::Space(points(12)));
        }
        _ => {}
    }
    let lines = match block {
        // A title of several lines is one heading.
        FormBlock::Title { .. } => vec![scope.running(text).join("\n")],
        _ => scope.running(text),
    };
    blocks.extend(lines.into_iter().map(|line| Block::from(Paragraph::new(style, line))));
}

/// Labels with their values, the room that is left shared behind them so that there is where to sign.
fn signatures(parts: &[Template], scope: &Scope<'_>, page: &Page) -> String {
    let parts: Vec<String> = parts.iter().map(|part| scope.lines(part).concat()).collect();
    let character = Style::Note.look().size * 10;
    let room = usize::try_from(page.width() / character).unwrap_or(0) * 2;
    let halves =
        |text: &String| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let used: usize = parts.iter().map(halves).sum();
    let gap = room.saturating_sub(used) / 2 / parts.len().max(1);
    let blank = "\u{3000}".repeat(gap.max(2));
    let mut line = parts.join(&blank);
    line.truncate(line.trim_end().len());
    line
}
