//! Extensions: fields that a county adds to a register without taking its definition over.
//!
//! An extension names the register (`extends`), has a version of its own, and holds `[[field]]` sections and nothing
//! else: it can add and never take away or loosen. The register keeps being defined where it was, so that a later
//! release of it and the county's fields are put together again when the program starts. Names of own fields begin
//! with `local_`, which no release uses; a heading that a release brings and the county already has keeps both apart by
//! a word before the county's ([`APART`]).
//!
//! Put together, the two are one text: the register's, in which the version is the sum of both, and the sections of
//! the extension below it. That text is what is kept with the table, and it can be read alone.

use std::ops::Range;

use crate::definition::{Definition, Known};
use crate::toml_tree::{Section, parsed};
use ground::{Fault, Faults};

/// What names of own registers and own fields begin with.
pub const OWN: &str = "local_";
/// What stands before the label of an own field where the register came to have a heading like it.
pub(crate) const APART: &str = "自设";
/// What own fields may not do, because it reads other fields: a release may change those, and what is computed from
/// a field would show it to people who may not see it.
const READS_OTHERS: [(&str, &str); 2] =
    [("same_as", "引用其他字段"), ("formula", "由其他字段计算")];

/// An extension by itself, before it meets its register.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    /// Where it stands.
    pub(crate) place: String,
    /// The text.
    text: String,
    /// The register.
    pub(crate) extends: String,
    /// Its own version.
    pub(crate) version: u32,
    /// The names of its fields.
    pub(crate) names: Vec<String>,
}

/// Whether a text is an extension and no register.
pub fn is_extension(text: &str) -> bool {
    let line = |line: &str| {
        line.trim_start().strip_prefix("extends").map(str::trim_start).map(str::to_owned)
    };
    let head = text.lines().take_while(|line| !line.trim_start().starts_with('['));
    head.filter_map(line).any(|rest| rest.starts_with('='))
}

/// The name of the register that a text defines or extends, if it says one.
pub fn named(text: &str) -> Option<String> {
    let mut faults = Faults::new("", text);
    let root = parsed(&mut faults)?;
    let key = if is_extension(text) { "extends" } else { "name" };
    Section::of(&root).needed(key, &mut Faults::new("", text)).map(|words| words.text)
}

/// The text with another version in the place of its own; as it is where it says none.
pub fn with_version(text: &str, version: u32) -> String {
    let mut faults = Faults::new("", text);
    let place = parsed(&mut faults).and_then(|root| {
        let root = Section::of(&root);
        root.has("version").then(|| root.place("version"))
    });
    let Some(Range { start, end }) = place else { return text.to_owned() };
    match (text.get(..start), text.get(end..)) {
        (Some(before), Some(after)) => format!("{before}{version}{after}"),
        _ => text.to_owned(),
    }
}

impl Extension {
    /// Reads an extension as far as that can be done without its register.
    pub(crate) fn read(text: &str, place: &str) -> Result<Extension, Vec<Fault>> {
        let mut faults = Faults::new(place, text);
        let found = parsed(&mut faults).and_then(|root| {
            let root = Section::of(&root);
            root.only(&["extends", "version", "about", "field"], &mut faults);
            let version = root.integer("version", &mut faults).and_then(|v| u32::try_from(v).ok());
            if version.is_none_or(|version| version == 0) {
                let message = "“version”应是从 1 开始的整数";
                faults.over(&root.place("version"), message, "第一版写 version = 1");
            }
            let names = names(&root, text, &mut faults);
            let extends = root.needed("extends", &mut faults)?.text;
            let (place, text) = (place.to_owned(), text.to_owned());
            Some(Extension { place, text, extends, version: version?, names })
        });
        faults.unless(found)
    }

    /// Its text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A fault in the line where some words stand first.
    fn fault(&self, words: &str, message: String, help: &str) -> Fault {
        let line = self.text.lines().position(|line| line.contains(words));
        let (file, line) = (self.place.clone(), line.map_or(1, |at| at + 1));
        Fault { file, line, column: 1, message, help: help.into() }
    }

    /// There is no such register.
    pub(crate) fn homeless(&self) -> Fault {
        let message = format!("没有台账“{}”，不能给它加字段", self.extends);
        self.fault("extends", message, "extends 写台账的名称，如 extends = \"member\"")
    }

    /// The lines below those of the register: all that stands before the first field becomes a remark, so that every
    /// line keeps its number within the extension.
    fn sections(&self) -> String {
        let mut is_head = true;
        let mut sections = String::new();
        for line in self.text.lines() {
            is_head = is_head && line.trim() != SECTION;
            let remark = if is_head { "# " } else { "" };
            sections.push_str(&format!("{remark}{line}\n"));
        }
        sections
    }

    /// Own fields whose heading the register has already: refused when they are written; later, when a release
    /// brings such a heading, they are kept apart instead.
    pub(crate) fn double(&self, merged: &Definition) -> Vec<Fault> {
        let mut faults = Vec::new();
        for field in merged.fields.iter().filter(|field| self.names.contains(&field.name)) {
            let Some(label) = field.label.strip_prefix(APART) else { continue };
            if self.text.contains(&format!("\"{}\"", field.label)) {
                continue;
            }
            let message = format!("这本台账已有“{label}”，导入时无法区分");
            faults.push(self.fault(&format!("\"{}\"", field.name), message, "换一个名称（label）"));
        }
        faults
    }
}

const SECTION: &str = "[[field]]";

/// The names of the fields, each of which stands under a line of its own and reads no other field.
fn names(root: &Section, text: &str, faults: &mut Faults) -> Vec<String> {
    let sections = root.tables("field", faults);
    let written = text.lines().filter(|line| line.trim() == SECTION).count();
    if written != sections.len() {
        let message = "每个字段要写成一节，以单独一行 [[field]] 开头";
        faults.over(
            &root.place("field"),
            message,
            "不用行内写法，说明文字里也不要有单独一行的 [[field]]",
        );
    }
    let mut names = Vec::new();
    for section in sections {
        let Some(name) = section.needed("name", faults) else { continue };
        let was = section.words("was", faults);
        for words in std::iter::once(&name).chain(&was) {
            if !words.text.starts_with(OWN) {
                let message = format!("增加的字段名称要以 {OWN} 开头，“{}”不是", words.text);
                let help = format!("写成 {OWN}…，这样程序以后新增的字段不会与它重名");
                faults.over(&words.span, message, help);
            }
        }
        for (key, what) in READS_OTHERS {
            if section.has(key) {
                let message = format!("增加的字段不能{what}（{key}）");
                faults.over(&section.place(key), message, "改为直接填写的字段");
            }
        }
        names.push(name.text);
    }
    names
}

/// A register with the fields that extensions add to it, and the text that says so. Faults are told where they stand:
/// in the register's text or in that of an extension.
pub(crate) fn extended(
    (text, place): (&str, &str),
    base: &Definition,
    extensions: &[&Extension],
    known: Known,
) -> Result<(Definition, String), Vec<Fault>> {
    let version = extensions.iter().fold(base.version, |sum, it| sum.saturating_add(it.version));
    let mut merged = with_version(text, version);
    if !merged.ends_with('\n') {
        merged.push('\n');
    }
    let mut begins = Vec::new();
    for extension in extensions {
        begins.push((merged.lines().count(), *extension));
        merged.push_str(&extension.sections());
    }
    match Definition::parse(&merged, place, known) {
        Ok(definition) => Ok((definition, merged)),
        Err(faults) => Err(faults.into_iter().map(|fault| told_where(fault, &begins)).collect()),
    }
}

fn told_where(fault: Fault, begins: &[(usize, &Extension)]) -> Fault {
    match begins.iter().rev().find(|(lines, _)| fault.line > *lines) {
        Some((lines, extension)) => {
            Fault { file: extension.place.clone(), line: fault.line - lines, ..fault }
        }
        None => fault,
    }
}
