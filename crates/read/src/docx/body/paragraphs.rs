//! Paragraphs: where they begin and end, and what they say of themselves.

use super::{Body, Frame, Joining};
use crate::docx::fault::Fault;
use crate::docx::prose::{Properties, Prose};
use crate::docx::scan::{Element, Scanner};
use crate::docx::styles::{first_line, outline_level};
use crate::docx::tag::Tag;
use crate::docx::tree::{Item, Piece};

impl Body<'_> {
    pub(super) fn begin_paragraph(&mut self) -> Result<Frame, Fault> {
        self.count()?;
        let here = (self.flows.len(), self.prose.len());
        let before = self.joining.take_if(|joining| (joining.flow, joining.depth) == here);
        let mut prose = before.map(|joining| joining.prose).unwrap_or_else(|| Prose {
            pieces: self.tree.trace.as_ref().map(|_| Vec::new()),
            ..Prose::default()
        });
        let style = self.styles.unnamed();
        let hidden = self.styles.get(style).and_then(|style| style.hidden).unwrap_or(false);
        prose.properties = Properties { style, ..Properties::default() };
        (prose.style_hidden, prose.run_hidden) = (hidden, hidden);
        self.prose.push(prose);
        Ok(Frame::Paragraph)
    }

    pub(super) fn end_paragraph(&mut self) {
        self.fields.end_codes();
        let Some(prose) = self.prose.pop() else { return };
        if !prose.properties.joins_next {
            return self.put_paragraph(&prose);
        }
        // What is left of a paragraph that was deleted with its mark is nothing.
        if !prose.text.trim().is_empty() {
            self.end_joining();
            let (flow, depth) = (self.flows.len(), self.prose.len());
            self.joining = Some(Joining { flow, depth, prose });
        }
    }

    fn put_paragraph(&mut self, prose: &Prose) {
        let style = self.styles.get(prose.properties.style);
        let mut paragraph = prose.paragraph(style);
        let begin = self.tree.text.len();
        self.tree.text.push_str(&prose.text);
        paragraph.text = begin..self.tree.text.len();
        if let (Some(trace), Some(pieces)) = (&mut self.tree.trace, &prose.pieces) {
            let moved = pieces.iter().map(|piece| Piece { at: piece.at + begin, ..*piece });
            trace.pieces.extend(moved);
        }
        self.tree.has_items |= paragraph.item.is_some();
        self.put(Item::Paragraph(paragraph));
    }

    /// No paragraph came that goes on with the last one.
    pub(super) fn end_joining(&mut self) {
        if let Some(joining) = self.joining.take() {
            self.put_paragraph(&joining.prose);
        }
    }

    pub(super) fn paragraph_properties<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let styles = self.styles;
        let unnamed = Properties { style: styles.unnamed(), ..Properties::default() };
        let take = |own: &mut Properties, child: &Element<'x>| match child.tag {
            Tag::ParagraphStyle => {
                let named = child.value().and_then(|id| styles.number(&id));
                own.style = named.or(own.style);
            }
            Tag::ListLevel => own.level = child.number().and_then(|n| u8::try_from(n).ok()),
            Tag::ListNumber => own.list = child.number(),
            Tag::OutlineLevel => own.outline = child.number().map(outline_level),
            Tag::Indent => own.indented = first_line(child).or(own.indented),
            // Of a paragraph's own properties only those of its mark are deleted or hidden.
            Tag::Deleted => own.joins_next = true,
            Tag::Hidden => own.joins_next |= child.is_on(),
            Tag::Frame => own.joins_next |= child.attribute("dropCap").is_some_and(|v| v != "none"),
            _ => {}
        };
        let (own, outcome) = scanner.says(element, &mut self.memos.paragraphs, unnamed, take);
        let style = styles.get(own.style);
        if own.outline.or(style.and_then(|style| style.outline)).is_some_and(|level| level > 0) {
            self.fields.end_contents();
        }
        if let Some(prose) = self.prose.last_mut() {
            let hidden = style.and_then(|style| style.hidden).unwrap_or(false);
            prose.properties = own;
            (prose.style_hidden, prose.run_hidden) = (hidden, hidden);
        }
        outcome
    }
}
