//! What style sheets and style attributes say that changes which text is read and as what.

use std::collections::HashMap;

use super::dom::{Dom, Element};
use crate::symbols::SignFont;

/// More rules than this are in no page.
const MOST_RULES: usize = 20_000;

/// Properties that matter for the text; `None` where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// It is not shown.
    pub(super) hidden: Option<bool>,
    /// It stands on lines of its own.
    pub(super) block: Option<bool>,
    /// Its first line is set in.
    pub(super) indented: Option<bool>,
    /// Line ends in it are line ends.
    pub(super) verbatim: Option<bool>,
    /// Outline level that Word notes, 1 for the highest.
    pub(super) outline: Option<u8>,
    /// The type of its list, such as `cjk-ideographic`.
    pub(super) list: Option<Box<str>>,
    /// Whether its characters stand for the signs of a font, and of which.
    pub(super) sign_font: Option<Option<SignFont>>,
    /// It is the label that Word wrote before an item of a list.
    pub(super) is_label: bool,
}

impl Properties {
    /// What a style attribute says.
    pub(super) fn read(declarations: &str) -> Properties {
        let mut properties = Properties::default();
        for declaration in declarations.split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                let value = value.trim().trim_end_matches("!important").trim_end();
                properties.set(&name.trim().to_ascii_lowercase(), &value.to_ascii_lowercase());
            }
        }
        properties
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "display" => {
                self.hidden = Some(value == "none");
                self.block = match value {
                    "block" | "list-item" | "flex" | "grid" => Some(true),
                    "inline" => Some(false),
                    _ => self.block,
                };
            }
            "visibility" if matches!(value, "hidden" | "collapse") => self.hidden = Some(true),
            "mso-hide" => self.hidden = Some(value == "all"),
            "mso-element" => self.hidden = is_apart(value).then_some(true).or(self.hidden),
            "mso-footnote-id" | "mso-endnote-id" | "mso-comment-reference" => {
                self.hidden = Some(true);
            }
            "mso-list" if value == "ignore" => self.is_label = true,
            "mso-outline-level" => {
                let level = value.parse().ok().filter(|level| (1..=9).contains(level));
                self.outline = level.or(Some(0));
            }
            "text-indent" | "mso-char-indent-count" => {
                let number = value.trim_start_matches(['0', '.', '+']);
                let indented = number.starts_with(|c: char| c.is_ascii_digit());
                self.indented =
                    Some(indented || (name != "text-indent" && self.indented == Some(true)));
            }
            "white-space" => {
                self.verbatim = Some(value.starts_with("pre") || value == "break-spaces");
            }
            "list-style" | "list-style-type" => self.list = list_type(value).or(self.list.take()),
            "font-family" | "font" => {
                // The short form begins with a size, the family stands behind it.
                let family = value.split(',').next().unwrap_or_default();
                let names = [family, family.rsplit_once(' ').map_or("", |(_, last)| last)];
                let bare = |name: &str| SignFont::named(name.trim().trim_matches(['"', '\'']));
                let font = names.into_iter().find_map(bare);
                self.sign_font = (name == "font-family" || font.is_some()).then_some(font);
            }
            "mso-symbol-font-family" => {
                self.sign_font = Some(SignFont::named(value.trim_matches(['"', '\''])));
            }
            _ => {}
        }
    }

    /// Takes over what another says.
    fn add(&mut self, other: &Properties) {
        self.hidden = other.hidden.or(self.hidden);
        self.block = other.block.or(self.block);
        self.indented = other.indented.or(self.indented);
        self.verbatim = other.verbatim.or(self.verbatim);
        self.outline = other.outline.or(self.outline);
        self.sign_font = other.sign_font.or(self.sign_font);
        self.is_label |= other.is_label;
        if other.list.is_some() {
            self.list.clone_from(&other.list);
        }
    }
}

/// What Word keeps with a text and shows elsewhere.
fn is_apart(element: &str) -> bool {
    matches!(
        element,
        "header"
            | "footer"
            | "footnote"
            | "footnote-list"
            | "footnote-separator"
            | "endnote-list"
            | "comment-list"
            | "comment"
            | "field-begin"
    )
}

/// The list type among the words of `list-style`.
fn list_type(value: &str) -> Option<Box<str>> {
    let others = ["inside", "outside", "inherit", "initial", "unset"];
    let word = value.split_whitespace().find(|word| !others.contains(word) && !word.contains('('));
    word.map(Into::into)
}

/// The rules of all style sheets of a page whose selectors are plain: an element, a class, an id.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: HashMap<Box<str>, Properties>,
}

impl Sheet {
    /// Adds a style sheet.
    pub(super) fn add(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some((head, behind)) = rest.split_once('{') {
            let selectors = head.trim().trim_start_matches("<!--").trim();
            let selectors = selectors.rsplit(['}', ';']).next().unwrap_or_default().trim();
            if let Some(medium) = selectors.strip_prefix("@media") {
                // Rules for the screen are read as if they stood alone.
                let prints = medium.contains("print") && !medium.contains("screen");
                rest = if prints { behind_block(behind) } else { behind };
                continue;
            }
            let (body, behind) = behind.split_once('}').unwrap_or((behind, ""));
            rest = behind;
            let properties = Properties::read(body);
            if !selectors.starts_with('@') && properties != Properties::default() {
                selectors.split(',').for_each(|selector| self.rule(selector.trim(), &properties));
            }
        }
    }

    fn rule(&mut self, selector: &str, properties: &Properties) {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_');
        let simple = !selector.is_empty() && selector.chars().all(plain);
        let parts = selector.matches(['.', '#']).count();
        if !simple || parts > 1 || self.rules.len() >= MOST_RULES {
            return;
        }
        // The names of elements do not depend on the case of letters.
        let name = selector.find(['.', '#']).unwrap_or(selector.len());
        let (element, rest) = selector.split_at(name);
        let key = element.to_ascii_lowercase() + rest;
        self.rules.entry(key.into()).or_default().add(properties);
    }

    /// All that is said of an element.
    pub(super) fn properties(&self, element: &Element) -> Properties {
        let mut all = Properties::default();
        if !self.rules.is_empty() {
            let name = element.name();
            let add = |key: &str, all: &mut Properties| {
                if let Some(properties) = self.rules.get(key) {
                    all.add(properties);
                }
            };
            add(name, &mut all);
            for class in element.attribute("class").unwrap_or_default().split_whitespace().take(8) {
                add(&format!(".{class}"), &mut all);
                add(&format!("{name}.{class}"), &mut all);
            }
            if let Some(id) = element.attribute("id") {
                add(&format!("#{id}"), &mut all);
                add(&format!("{name}#{id}"), &mut all);
            }
        }
        if let Some(style) = element.attribute("style") {
            all.add(&Properties::read(style));
        }
        if element.attribute("hidden").is_some() {
            all.hidden = Some(true);
        }
        all
    }
}

/// Gathers the style sheets of a page.
pub(super) fn sheet(dom: &Dom) -> Sheet {
    let mut sheet = Sheet::default();
    for id in (0..dom.len()).filter(|id| dom.name(*id) == "style") {
        for child in dom.children(id) {
            if let super::dom::Kind::Text(css) = dom.kind(child) {
                sheet.add(css);
            }
        }
    }
    sheet
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

/// What stands behind a block of rules whose opening brace has been read.
fn behind_block(css: &str) -> &str {
    let mut depth = 1usize;
    for (at, brace) in css.match_indices(['{', '}']) {
        depth = if brace == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return css.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_hide_and_indent() {
        let mut sheet = Sheet::default();
        sheet.add(
            "<!-- @font-face {font-family:宋体;} /* { */ p.MsoNormal, LI.x {text-indent:2em}\n\
             @media print { .web {display:none} .a {display:none} } .gone{display:NONE !important}\n\
             @media screen {#side {display:none}} div > p {display:none} -->",
        );
        let of = |key: &str| sheet.rules.get(key).cloned().unwrap_or_default();
        assert_eq!(of("p.MsoNormal").indented, Some(true));
        assert_eq!(of("li.x").indented, Some(true));
        assert_eq!(of(".gone").hidden, Some(true));
        assert_eq!(of("#side").hidden, Some(true));
        assert_eq!((of(".web").hidden, of(".a").hidden, of("p").hidden), (None, None, None));
    }

    #[test]
    fn attributes_say_what_a_paragraph_is() {
        let read = Properties::read;
        assert_eq!(read("text-indent:32.0pt;mso-char-indent-count:2.0").indented, Some(true));
        assert_eq!(read("TEXT-INDENT: 0pt").indented, Some(false));
        assert_eq!(read("text-indent:-21pt").indented, Some(false));
        assert_eq!(read("mso-outline-level:2").outline, Some(2));
        assert_eq!(read("mso-outline-level:body-text").outline, Some(0));
        assert_eq!(
            read("list-style: cjk-ideographic inside").list.as_deref(),
            Some("cjk-ideographic")
        );
        assert_eq!(read("mso-element:footnote-list").hidden, Some(true));
        assert_eq!(read("mso-element:para-border-div").hidden, None);
        assert_eq!(
            read("font-family:Wingdings;mso-list:Ignore").sign_font,
            Some(Some(SignFont::Wingdings))
        );
    }
}
