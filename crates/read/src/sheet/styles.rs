//! The number formats of a workbook: by which code each style of a cell shows its number.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::number::{Epoch, Format, builtin, general, parse};

/// Formats by the number of the style.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    epoch: Epoch,
    /// The number of the format of each style.
    formats: Vec<u16>,
    /// The codes of formats that are not built in.
    codes: HashMap<u16, String>,
    /// Formats taken apart, when they are first used.
    known: Vec<OnceCell<Option<Format>>>,
}

impl Styles {
    /// Styles whose formats, and the codes of those, are known.
    pub(crate) fn new(epoch: Epoch, formats: Vec<u16>, codes: HashMap<u16, String>) -> Styles {
        let known = formats.iter().map(|_| OnceCell::new()).collect();
        Styles { epoch, formats, codes, known }
    }

    /// The words that a number, as the file holds it, shows in a style.
    pub(crate) fn number(&self, style: usize, raw: &str) -> String {
        let Some(value) = parse(raw) else { return raw.trim().to_owned() };
        match self.format(style) {
            Some(format) => format.number(value, self.epoch),
            None => general(value),
        }
    }

    /// Whether the style changes the words of a text.
    pub(crate) fn changes_text(&self, style: usize, text: &str) -> Option<String> {
        let shown = self.format(style)?.text(text);
        (shown != text).then(|| shown.into_owned())
    }

    /// The format of each style; `None` for the general one.
    pub(crate) fn formats(&self) -> Vec<Option<Format>> {
        (0..self.formats.len()).map(|style| self.format(style).cloned()).collect()
    }

    /// From which day its dates count.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// `None` for the general format.
    fn format(&self, style: usize) -> Option<&Format> {
        let of = |id: u16| {
            let own = self.codes.get(&id).map(String::as_str);
            let code = own.or_else(|| builtin(id)).filter(|code| !is_general(code))?;
            Some(Format::new(code))
        };
        let id = self.formats.get(style).copied()?;
        self.known.get(style)?.get_or_init(|| of(id)).as_ref()
    }
}

fn is_general(code: &str) -> bool {
    code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@"
}
