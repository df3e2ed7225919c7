//! Expressions of definitions: the syntax of CEL (Common Expression Language) without macros, with types of
//! registers.
//!
//! `amount <= param("aid_cap") && paid_on >= add_days(notice.last, 1)`. An expression is parsed and typed once,
//! when its definition is loaded; a name or a comparison that makes no sense is refused there, with its place. Its
//! cost is bounded by its size, because nothing in it repeats. Money is exact and never mixes with bare numbers:
//! one writes `yuan(500)`. What is empty makes a comparison neither true nor false, and a check that is neither is
//! silent; `has(field)` asks whether it is filled.

mod evaluate;
mod functions;
mod parse;
mod typing;

pub use evaluate::{Figures, Got, NotComputed, Row, workdays};
pub use typing::Sort;

use ground::Decimal;

use crate::codes::CodeLists;
use crate::definition::State;
use crate::field::Field;
use crate::toml_tree::Words;
use ground::Faults;
use rulebook::Rulebook;
pub(crate) use typing::Node;

/// A parsed and typed expression.
#[derive(Clone, Debug)]
pub struct Formula {
    /// As it is written.
    pub text: String,
    /// What comes out.
    pub sort: Sort,
    pub(crate) node: Node,
}

/// What an expression may name.
pub(crate) struct Names<'n> {
    /// The fields of the row; of those from `known` on the values are not there yet.
    pub(crate) fields: &'n [Field],
    pub(crate) known: usize,
    pub(crate) states: &'n [State],
    pub(crate) rulebook: &'n Rulebook,
    pub(crate) lists: &'n CodeLists,
}

/// Something wrong with an expression, at a byte of it.
pub(crate) struct Wrong {
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// An expression may be so long, in bytes.
const LONGEST: usize = 2_000;

impl Formula {
    /// An expression that is nothing, for a field whose formula is still to be read.
    pub(crate) fn pending() -> Formula {
        Formula { text: String::new(), sort: Sort::Number, node: Node::Number(Decimal::ZERO) }
    }

    /// Reads an expression that stands in a definition.
    pub(crate) fn read(words: &Words, names: &Names, faults: &mut Faults) -> Option<Formula> {
        match Formula::compile(&words.text, names) {
            Ok(formula) => Some(formula),
            Err(wrong) => {
                let at = inside(words, faults.text(), wrong.at);
                let message = format!("表达式“{}”：{}", words.text, wrong.message);
                faults.at(at, message, wrong.help);
                None
            }
        }
    }

    pub(crate) fn compile(text: &str, names: &Names) -> Result<Formula, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::new(0, "太长了", "拆成几条检查"));
        }
        let tree = parse::parse(text)?;
        let (node, sort) = typing::typed(&tree, names)?;
        Ok(Formula { text: text.into(), sort, node })
    }

    /// The fields it reads, each once.
    pub fn fields(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.node.walk(&mut |node| {
            if let Node::Field(field) = node
                && !found.contains(field)
            {
                found.push(*field);
            }
        });
        found
    }

    /// The figures it names.
    pub fn figures(&self) -> Vec<&str> {
        let mut found = Vec::new();
        collect_figures(&self.node, &mut found);
        found
    }
}

fn collect_figures<'n>(node: &'n Node, found: &mut Vec<&'n str>) {
    if let Node::Figure(name, _) = node {
        found.push(name);
    }
    for below in node.below() {
        collect_figures(below, found);
    }
}

impl Wrong {
    pub(crate) fn new(at: usize, message: impl Into<String>, help: impl Into<String>) -> Wrong {
        Wrong { at, message: message.into(), help: help.into() }
    }
}

/// The byte of the file at which a byte of a string stands; where the string has escapes, its beginning.
pub(crate) fn inside(words: &Words, file: &str, at: usize) -> usize {
    let raw = file.get(words.span.clone()).unwrap_or_default();
    match raw.find(words.text.as_str()) {
        Some(quote) => words.span.start + quote + at,
        None => words.span.start,
    }
}
