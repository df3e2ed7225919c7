//! Words as markup: always literal, each character in a font that has it, breakable where they must.

use std::collections::HashMap;

use typeset::{Fonts, literal};

use super::Replaced;
use super::roles::{LATIN_ROLE, RARE_ROLE, SIGNS_ROLE, name};
use crate::style::Font;

/// Who may set a character that the font asked for lacks, the nearest first.
const STAND_INS: [&str; 4] = [name(Font::Song), name(Font::Hei), SIGNS_ROLE, RARE_ROLE];

/// Sets words, and remembers what had to be set in another font.
pub(super) struct Words<'f> {
    fonts: &'f Fonts,
    known: HashMap<(Font, char), Option<&'static str>>,
    pub(super) replaced: Vec<Replaced>,
}

impl<'f> Words<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Words<'f> {
        Words { fonts, known: HashMap::new(), replaced: Vec::new() }
    }

    /// The list of fonts of text in this font. Titles are heavy, and their figures with them.
    pub(super) fn family(&self, font: Font) -> String {
        let main = literal(name(font));
        if font == Font::SmallTitle || !self.fonts.plays(LATIN_ROLE) {
            return format!("({main},)");
        }
        let latin = literal(LATIN_ROLE);
        format!("((name: {latin}, covers: regex(\"[!-~À-ɏ]\")), {main})")
    }

    /// Whether bold type in this font must be made by a line around its letters.
    pub(super) fn lacks_bold(&self, font: Font) -> bool {
        !self.fonts.has_bold(name(font))
    }

    /// The code of words in this font, in lines so many characters long.
    pub(super) fn code(&mut self, font: Font, words: &str, line: usize) -> String {
        let mut code = Code::default();
        for piece in words.split_inclusive(is_breakable) {
            let bound = piece.strip_suffix(is_breakable).unwrap_or(piece);
            let wild = bound.chars().count() > line.max(1);
            for c in piece.chars() {
                match c {
                    '\n' => code.put("linebreak()"),
                    '\t' => code.put("h(2em)"),
                    c => code.character(c, self.stand_in(font, c), wild),
                }
            }
        }
        code.finish()
    }

    /// The role that sets the character, where that of the font cannot.
    fn stand_in(&mut self, font: Font, character: char) -> Option<&'static str> {
        if let Some(known) = self.known.get(&(font, character)) {
            return *known;
        }
        let role = self.look_for(font, character);
        if let Some(used) = role {
            self.replaced.push(Replaced { character, wanted: name(font), used });
        }
        self.known.insert((font, character), role);
        role
    }

    fn look_for(&self, font: Font, character: char) -> Option<&'static str> {
        let has = |role: &str| self.fonts.covers(role, character);
        let by_latin = font != Font::SmallTitle && is_latin(character) && has(LATIN_ROLE);
        if by_latin || character.is_whitespace() || has(name(font)) {
            return None;
        }
        // Where no font has it, it stays, and the typesetter says so.
        STAND_INS.into_iter().find(|role| has(role))
    }
}

/// Characters that the Latin font sets where it is there; the pattern of [`Words::family`].
fn is_latin(c: char) -> bool {
    matches!(c, '!'..='~' | 'À'..='ɏ')
}

/// Whether a line may end beside the character: at blanks and between ideographs.
fn is_breakable(c: char) -> bool {
    c.is_whitespace() || (c >= '\u{2e80}' && c.is_alphabetic())
}

/// Code that grows by characters set alike.
#[derive(Default)]
struct Code {
    parts: Vec<String>,
    run: String,
    role: Option<&'static str>,
    wild: bool,
}

impl Code {
    fn character(&mut self, c: char, role: Option<&'static str>, wild: bool) {
        if (role, wild) != (self.role, self.wild) {
            self.close();
            (self.role, self.wild) = (role, wild);
        }
        self.run.push(c);
    }

    fn put(&mut self, part: &str) {
        self.close();
        self.parts.push(part.into());
    }

    fn close(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let words = literal(&std::mem::take(&mut self.run));
        let words = if self.wild { format!("anywhere({words})") } else { words };
        self.parts.push(match self.role {
            Some(role) => format!("text(font: {}, {words})", literal(role)),
            None => words,
        });
    }

    fn finish(mut self) -> String {
        self.close();
        match self.parts.as_slice() {
            [] => "none".into(),
            [only] => only.clone(),
            parts => format!("{{{}}}", parts.join("; ")),
        }
    }
}
