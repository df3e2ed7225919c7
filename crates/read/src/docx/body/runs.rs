//! Runs: text, signs, fields, and what of them is shown.

use super::{Body, Frame};
use crate::docx::fault::Fault;
use crate::docx::prose::Prose;
use crate::docx::scan::{Element, Scanner, Step};
use crate::docx::tag::Tag;
use crate::docx::tree::{Origin, TextElement};
use crate::symbols::{self, SignFont};

/// What the properties of a run say of its text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunSays {
    hidden: Option<bool>,
    hidden_by_style: Option<bool>,
    font: Option<SignFont>,
}

impl Body<'_> {
    pub(super) fn begin_run(&mut self) -> Frame {
        let Some(prose) = self.prose.last_mut() else { return Frame::Other };
        prose.run_font = None;
        let was_hidden = std::mem::replace(&mut prose.run_hidden, prose.style_hidden);
        Frame::Run { was_hidden }
    }

    pub(super) fn run_properties<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let styles = self.styles;
        let take = |says: &mut RunSays, child: &Element<'x>| match child.tag {
            Tag::RunStyle => {
                let style = child.value().and_then(|id| styles.get(styles.number(&id)));
                says.hidden_by_style = style.and_then(|style| style.hidden);
            }
            Tag::Hidden => says.hidden = Some(child.is_on()),
            Tag::Fonts => says.font = sign_font(child),
            _ => {}
        };
        let unsaid = RunSays::default();
        let (says, outcome) = scanner.says(element, &mut self.memos.runs, unsaid, take);
        let in_run = matches!(self.frames.last(), Some(Frame::Run { .. }));
        if let Some(prose) = self.prose.last_mut().filter(|_| in_run) {
            prose.run_hidden = says.hidden.or(says.hidden_by_style).unwrap_or(prose.run_hidden);
            prose.run_font = says.font;
        }
        outcome
    }

    /// The open paragraph, where text that stands here is shown.
    fn shown(&mut self) -> Option<&mut Prose> {
        let shown = self.fields.show() && self.hints == 0;
        let in_contents = self.contents > 0 || self.fields.in_contents();
        let prose = self.prose.last_mut().filter(|prose| shown && !prose.run_hidden)?;
        prose.in_contents |= in_contents;
        Some(prose)
    }

    pub(super) fn text<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let number = self.tree.trace.as_ref().map_or(0, |trace| trace.elements.len());
        let Some(prose) = self.shown() else { return scanner.skip(element) };
        let font = prose.run_font;
        if element.is_empty {
            return Ok(());
        }
        let keeps_space = element.attribute("space").is_some_and(|value| value == "preserve");
        let from = prose.text.len();
        let mut end = element.end;
        let outcome = loop {
            match scanner.step() {
                Ok(Step::Text(text, xml)) => match font {
                    None => prose.push_str(text, Origin::Text { xml, element: number }),
                    Some(font) => prose.push_signs(font, text, xml, number),
                },
                Ok(Step::Verbatim(text, xml)) => {
                    prose.push_str(text, Origin::Verbatim { xml, element: number });
                }
                Ok(Step::Reference(sign, range)) => {
                    let sign = if sign.is_control() && sign != '\t' { ' ' } else { sign };
                    let sign = font.and_then(|font| font.shows(sign)).unwrap_or(sign);
                    let (xml, len) = (range.start, range.len());
                    prose.push(sign, Origin::Reference { xml, len, element: number });
                }
                Ok(Step::Open(child)) => {
                    if let Err(fault) = scanner.skip(&child) {
                        break Err(fault);
                    }
                }
                Ok(Step::Close | Step::End) => break Ok(()),
                Err(fault) => break Err(fault),
            }
            end = scanner.position();
        };
        if !keeps_space {
            prose.trim(from);
        }
        if let Some(trace) = &mut self.tree.trace {
            trace.elements.push(TextElement { begin: element.end, end, keeps_space });
        }
        outcome
    }

    /// A sign that is an element of its own, if `element` is one.
    pub(super) fn sign(&mut self, element: &Element<'_>) {
        let sign = match element.tag {
            Tag::TabSign => Some('\t'),
            Tag::CarriageReturn => Some('\n'),
            Tag::Break => {
                let kind = element.attribute("type");
                kind.is_none_or(|kind| kind == "textWrapping").then_some('\n')
            }
            Tag::NoBreakHyphen => Some('-'),
            Tag::Symbol => {
                let font = element.attribute("font").unwrap_or_default();
                element.attribute("char").and_then(|code| symbols::spelled(&font, &code))
            }
            Tag::FieldSign => {
                match element.attribute("fldCharType").as_deref() {
                    Some("begin") => self.fields.begin(),
                    Some("separate") => self.fields.separate(),
                    Some("end") => self.fields.end(),
                    _ => {}
                }
                None
            }
            Tag::AltChunk => {
                self.tree.has_foreign_part = true;
                None
            }
            _ => None,
        };
        let Some(sign) = sign else { return };
        if let Some(prose) = self.shown() {
            prose.push(sign, Origin::Sign);
        }
    }

    pub(super) fn field_code<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let outside = scanner.depth() - 1;
        while scanner.depth() > outside {
            match scanner.step()? {
                Step::Text(text, _) | Step::Verbatim(text, _) => self.fields.code(text),
                Step::End => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// Of two versions of the same content the first that is understood is read.
    pub(super) fn takes(&mut self, element: &Element<'_>) -> bool {
        let Some(taken) = self.alternates.last_mut().filter(|taken| !**taken) else {
            return false;
        };
        // Emoji as elements of their own: the other version has them as text.
        let requires = element.attribute("Requires");
        let understood = !requires.is_some_and(|needs| needs.contains("w16se"));
        *taken = understood;
        understood
    }
}

/// The font of signs among the fonts that a run names for one kind of characters or another.
fn sign_font(element: &Element<'_>) -> Option<SignFont> {
    let kinds = ["ascii", "hAnsi"].into_iter();
    kinds.filter_map(|kind| element.attribute(kind)).find_map(|name| SignFont::named(&name))
}
