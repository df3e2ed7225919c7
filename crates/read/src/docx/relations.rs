//! Finds the parts of a package: the text itself, and what belongs to it.

use super::fault::Fault;
use super::package::{Package, Part, resolve};
use super::scan::{Element, Scanner, Step};
use super::tag::Tag;

/// Where the parts are that reading needs.
#[derive(Debug)]
pub(super) struct Places {
    /// The text.
    pub(super) text: String,
    /// The styles.
    pub(super) styles: String,
    /// The lists.
    pub(super) numbering: String,
}

/// Finds the parts by the package's relations; where those are lost, by content type or by the
/// usual names.
pub(super) fn places(package: &mut Package<'_>) -> Result<Places, Fault> {
    let text = main_part(package)?.ok_or_else(Fault::no_text)?;
    let (folder, file) = text.rsplit_once('/').unwrap_or(("", &text));
    let beside = |name: &str| in_folder(folder, name);
    let own = beside(&format!("_rels/{file}.rels"));
    let relations = relations(package, &own);
    let place = |kind: &str, usual: &str| {
        let related = relations.iter().find(|relation| relation.is(kind));
        let related = related.map(|relation| resolve(folder, &relation.target));
        related.filter(|name| package.find(name).is_some()).unwrap_or_else(|| beside(usual))
    };
    let styles = place("/styles", "styles.xml");
    let numbering = place("/numbering", "numbering.xml");
    Ok(Places { text, styles, numbering })
}

/// Whether the package holds the text of a Word document, wherever it stands.
pub(super) fn holds_text(package: &mut Package<'_>) -> bool {
    part_types(package).iter().any(|entry| is_text_type(&entry.kind))
}

/// Whether the package calls this part something else than the text of a Word document.
pub(super) fn is_no_text(package: &mut Package<'_>, part: &str) -> bool {
    let types = part_types(package);
    let own = types.iter().find(|entry| resolve("", &entry.target) == part);
    own.is_some_and(|entry| !is_text_type(&entry.kind))
}

fn main_part(package: &mut Package<'_>) -> Result<Option<String>, Fault> {
    let relations = relations(package, "_rels/.rels");
    let related = relations.iter().find(|relation| relation.is("/officeDocument"));
    let related = related.map(|relation| resolve("", &relation.target));
    if let Some(name) = related.filter(|name| package.find(name).is_some()) {
        return Ok(Some(name));
    }
    let types = part_types(package);
    let typed = types.iter().find(|entry| is_text_type(&entry.kind));
    let typed = typed.map(|entry| resolve("", &entry.target));
    let usual = typed.into_iter().chain(["word/document.xml".to_owned()]);
    Ok(usual.into_iter().find(|name| package.find(name).is_some()))
}

fn is_text_type(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let word = kind.contains("wordprocessingml") || kind.contains("ms-word");
    word && kind.ends_with(".main+xml")
}

/// Something a package says of one of its parts.
struct Entry {
    kind: String,
    target: String,
}

impl Entry {
    fn is(&self, kind: &str) -> bool {
        self.kind.ends_with(kind)
    }
}

fn relations(package: &mut Package<'_>, part: &str) -> Vec<Entry> {
    entries(package, part, Tag::Relation, ["Type", "Target"])
}

fn part_types(package: &mut Package<'_>) -> Vec<Entry> {
    entries(package, "[Content_Types].xml", Tag::PartType, ["ContentType", "PartName"])
}

/// What the elements of a small part say; a part that is missing or broken says nothing.
fn entries(package: &mut Package<'_>, part: &str, tag: Tag, keys: [&str; 2]) -> Vec<Entry> {
    let Ok(Some(Part { bytes, fault: None, .. })) = package.part(part) else { return Vec::new() };
    let mut scanner = Scanner::new(part, &bytes);
    let mut entries = Vec::new();
    loop {
        match scanner.step() {
            Ok(Step::Open(element)) if element.tag == tag => entries.extend(entry(&element, keys)),
            Ok(Step::End) | Err(_) => return entries,
            Ok(_) => {}
        }
    }
}

fn entry(element: &Element<'_>, [kind, target]: [&str; 2]) -> Option<Entry> {
    let outside = element.attribute("TargetMode").is_some_and(|mode| mode == "External");
    let kind = element.attribute(kind).filter(|_| !outside)?.into_owned();
    Some(Entry { kind, target: element.attribute(target)?.into_owned() })
}

fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
