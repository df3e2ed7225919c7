//! From the characters of a page to its elements, as a browser would, within bounds.
//!
//! The parser keeps open elements on a stack that it searches through again and again, and begins
//! unclosed formatting anew in every paragraph. So elements that only format are parsed as plain
//! spans, and elements nested without reason are passed over with their contents kept.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, TokenizerResult};

use super::dom::{Dom, Handle, Sink};

/// Elements nested deeper are passed over.
const DEEPEST: usize = 200;
/// More attributes of one element than this are cut off: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 100;
/// The parser is fed so many bytes at a time.
const CHUNK: usize = 64 << 10;

/// Parses a page.
pub(super) fn parse(text: &str) -> Dom {
    let text = with_fewer_attributes(text);
    let builder = TreeBuilder::new(Sink::new(), Default::default());
    let tokenizer = Tokenizer::new(Filter { builder, span: "span".into() }, Default::default());
    let input = BufferQueue::default();
    let mut rest = &*text;
    while !rest.is_empty() && !tokenizer.sink.builder.sink.is_full() {
        let (chunk, behind) = rest.split_at(rest.floor_char_boundary(CHUNK.min(rest.len())));
        rest = behind;
        input.push_back(StrTendril::from_slice(chunk));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    }
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Stands between the cutting into tags and the building of elements.
struct Filter {
    builder: TreeBuilder<Handle, Sink>,
    span: LocalName,
}

impl TokenSink for Filter {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let token = match token {
            Token::TagToken(mut tag) => {
                if tag.kind == TagKind::StartTag && self.is_too_deep() {
                    return TokenSinkResult::Continue;
                }
                self.simplify(&mut tag);
                Token::TagToken(tag)
            }
            Token::CommentToken(_) | Token::ParseError(_) => return TokenSinkResult::Continue,
            token => token,
        };
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Filter {
    fn simplify(&self, tag: &mut Tag) {
        const FORMATTING: &[&str] = &[
            "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
            "u", "a", "svg", "math",
        ];
        if FORMATTING.contains(&&*tag.name) {
            tag.name = self.span.clone();
            tag.self_closing = false;
        }
    }

    /// Elements that are void are begun and never ended, so the sum may be too high: then it is
    /// counted anew.
    fn is_too_deep(&self) -> bool {
        let open = &self.builder.sink.open;
        if open.get() > DEEPEST {
            let counter = Counter::default();
            self.builder.trace_handles(&counter);
            open.set(counter.0.get());
        }
        open.get() > DEEPEST
    }
}

#[derive(Default)]
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = Handle;

    fn trace_handle(&self, _: &Handle) {
        self.0.set(self.0.get() + 1);
    }
}

/// The same text with the attributes beyond the hundredth of any tag left out.
fn with_fewer_attributes(text: &str) -> Cow<'_, str> {
    let mut cut = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', text.as_bytes().get(at..).unwrap_or_default()) {
        let begin = at + found + 1;
        at = begin;
        if text.as_bytes().get(begin..).is_some_and(|rest| rest.starts_with(b"!--")) {
            at = behind(text, begin, b"-->");
        }
        if !text.as_bytes().get(begin).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (surplus, end) = tag(text, begin);
        if let Some(surplus) = surplus {
            cut.push_str(text.get(kept..surplus).unwrap_or_default());
            kept = end;
        }
        at = match text.as_bytes().get(begin..begin + 5) {
            Some(name) if name.eq_ignore_ascii_case(b"scrip") => behind(text, end, b"</"),
            Some(name) if name.eq_ignore_ascii_case(b"style") => behind(text, end, b"</"),
            _ => end,
        };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    cut.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(cut)
}

/// Where `needle` ends behind `from`, or the end of the text.
fn behind(text: &str, from: usize, needle: &[u8]) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    memchr::memmem::find(rest, needle).map_or(text.len(), |at| from + at + needle.len())
}

/// Where in the tag that begins at `begin` the surplus of attributes begins, and where it ends.
fn tag(text: &str, begin: usize) -> (Option<usize>, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut attributes, mut surplus) = (begin, 0, None);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => return (surplus, at),
            b'=' => {
                let quote = bytes.get(at + 1).filter(|quote| matches!(quote, b'"' | b'\''));
                if let Some(quote) = quote {
                    let value = bytes.get(at + 2..).unwrap_or_default();
                    at += 2 + memchr::memchr(*quote, value).unwrap_or(value.len());
                    attributes += 1;
                }
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'"' | b'\'' => attributes += 1,
            _ => {}
        }
        at += 1;
        if attributes > 2 * MOST_ATTRIBUTES && surplus.is_none() && text.is_char_boundary(at) {
            surplus = Some(at);
        }
    }
    (surplus, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surplus_attributes_are_cut_off() {
        let few = "<p a=1 b='x y > z'>甲</p>";
        assert_eq!(with_fewer_attributes(few), few);
        let many: String = (0..5000).map(|at| format!(" 甲{at}=\"{at} 乙\"")).collect();
        let cut = with_fewer_attributes(&format!("<p{many}>甲</p><b>乙")).into_owned();
        assert!(cut.ends_with(">甲</p><b>乙") && cut.len() < 4000, "{}", cut.len());
    }
}
