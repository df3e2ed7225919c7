//! Writes characters into a page: as they are, as entities, wrapped in the source.

use super::Maker;
use crate::rng::Rng;

/// Writes the texts of one page.
#[derive(Clone, Debug)]
pub(super) struct Pen {
    maker: Maker,
    pub(super) rng: Rng,
}

impl Pen {
    pub(super) fn new(maker: Maker, rng: Rng) -> Pen {
        Pen { maker, rng }
    }

    /// A text as the source of a page.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut width = 0;
        let mut signs = text.chars().peekable();
        while let Some(c) = signs.next() {
            self.sign(c, &mut out);
            width += if c.is_ascii() { 1 } else { 2 };
            let between = signs.peek().is_some_and(|next| !(c.is_ascii() || next.is_ascii()));
            // Word breaks its lines between any two characters.
            if self.maker == Maker::Word && width > 76 && between {
                out.push_str(self.rng.word(&["\r\n", "\n", "\n  "]));
                width = 0;
            }
        }
        if self.rng.chance(8) && self.maker != Maker::Old {
            out = self.torn(&out);
        }
        out
    }

    /// A paragraph without words.
    pub(super) fn nothing(&mut self) -> &'static str {
        self.rng.word(&["<o:p>&nbsp;</o:p>", "&nbsp;", "<span lang=EN-US><o:p>&nbsp;</o:p></span>"])
    }

    fn sign(&mut self, c: char, out: &mut String) {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str(self.rng.word(&["&gt;", "&#62;", "&#x3E;"])),
            '&' => out.push_str("&amp;"),
            '“' if self.rng.chance(50) => out.push_str("&ldquo;"),
            '”' if self.rng.chance(50) => out.push_str("&rdquo;"),
            '≥' if self.rng.chance(50) => out.push_str(self.rng.word(&["&ge;", "&#8805;"])),
            '≤' if self.rng.chance(50) => out.push_str("&le;"),
            '·' => out.push_str("&middot;"),
            ' ' if self.rng.chance(20) => out.push_str("&nbsp;"),
            c if !c.is_ascii() && self.rng.chance(1) => {
                out.push_str(&format!("&#x{:X};", u32::from(c)));
            }
            c => out.push(c),
        }
    }

    /// With a span over part of the text, as editors leave behind.
    fn torn(&mut self, source: &str) -> String {
        let safe = |at: &usize| {
            let head = source.get(..*at).unwrap_or_default();
            head.rfind('&').is_none_or(|begin| head.get(begin..).is_some_and(|e| e.contains(';')))
        };
        let cuts: Vec<usize> = source.char_indices().map(|(at, _)| at).filter(safe).collect();
        let at = self.rng.pick(&cuts).copied().unwrap_or(0);
        let (head, tail) = source.split_at(at);
        match self.maker {
            Maker::Word => format!("{head}<span\nlang=EN-US>{tail}</span>"),
            _ => format!("<b>{head}</b><font color=\"red\"><i>{tail}</i></font>"),
        }
    }
}
