//! What is wrong with the data of a form: names that its view does not have, secrets on public forms.

use std::collections::HashSet;

use rulebook::{FormBlock, FormSheet, FormTable, Readers, Template, TemplatePiece};

use super::FormError;
use super::person::IdNumber;
use super::reckoning;
use super::value::{Kind, Shape};
use crate::document::{Block, Document};

/// Refuses a sheet that names a field which its view does not have.
///
/// # Errors
/// On the first such name, on one that is to be reckoned with and is no number, on a list that stands where a value should, and on a secret field of a
/// form that everyone may see.
pub(super) fn check(sheet: &FormSheet, shape: &Shape) -> Result<(), FormError> {
    let public = sheet.readers == Readers::Everyone;
    for named in names(sheet, shape) {
        let fault = match named.kind {
            None => Some("表里没有这一栏"),
            Some(kind) if public && kind.is_secret() => Some("不得公开"),
            _ => None,
        };
        if let Some(fault) = fault {
            let (form, name) = (sheet.id.clone(), named.name.to_owned());
            return Err(FormError::Name { form, name, fault });
        }
    }
    match reckoning::no_number(sheet, shape) {
        None => Ok(()),
        Some(name) => {
            let (form, name) = (sheet.id.clone(), name.to_owned());
            Err(FormError::Name { form, name, fault: "不是能计算的数" })
        }
    }
}

/// The fields that none of the sheets shows, those left out that need not be shown: `list.field` for
/// a field of a list's records.
pub(super) fn unshown(sheets: &[&FormSheet], shape: &Shape) -> Vec<String> {
    let all = sheets.iter().flat_map(|sheet| names(sheet, shape));
    let shown: HashSet<(&str, &str)> = all.map(|named| (named.list, named.name)).collect();
    let missing = |list: &str, shape: &Shape| {
        let must = |name: &&str| !shape.optional.contains(name) && !shown.contains(&(list, *name));
        let hidden = shape.fields.iter().map(|field| field.name).filter(must);
        let dot = if list.is_empty() { "" } else { "." };
        hidden.map(|name| format!("{list}{dot}{name}")).collect::<Vec<_>>()
    };
    let mut all = missing("", shape);
    for field in shape.fields {
        if let Kind::List(record) = field.kind {
            all.extend(missing(field.name, record));
        }
    }
    all
}

/// The fields of the view itself that the sheet shows.
pub(super) fn own_names<'s>(sheet: &'s FormSheet, shape: &Shape) -> HashSet<&'s str> {
    let own = names(sheet, shape).into_iter().filter(|named| named.list.is_empty());
    own.map(|named| named.name).collect()
}

/// Words on a sheet for everyone that hold a whole ID number, the number masked; `None` where all is
/// well.
pub(super) fn published(sheet: &FormSheet, document: &Document) -> Option<String> {
    if sheet.readers != Readers::Everyone {
        return None;
    }
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let texts = blocks.flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph.text()],
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(crate::document::Cell::lines).collect()
        }
        _ => Vec::new(),
    });
    texts.into_iter().find_map(|text| masked(&text))
}

/// The text with the first whole ID number in it masked, if there is one.
fn masked(text: &str) -> Option<String> {
    let sign = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let mut runs = text.split(|c| !sign(c)).filter(|run| run.len() == 18);
    runs.find_map(|run| {
        let number = IdNumber::try_from(run.to_ascii_uppercase()).ok()?;
        Some(text.replace(run, &String::from(number.masked())))
    })
}

/// A name on a sheet.
struct Named<'s> {
    /// The list in whose records it was found; empty for the view itself.
    list: &'s str,
    name: &'s str,
    /// Its kind; `None` where the view has no such field.
    kind: Option<Kind>,
}

/// Every name on the sheet.
fn names<'s>(sheet: &'s FormSheet, shape: &Shape) -> Vec<Named<'s>> {
    let mut found = Vec::new();
    for block in &sheet.blocks {
        match block {
            FormBlock::Table(table) => in_table(table, shape, &mut found),
            FormBlock::Signatures { parts } => {
                parts.iter().for_each(|part| in_template(part, &[("", shape)], &mut found));
            }
            FormBlock::Title { text }
            | FormBlock::Centred { text }
            | FormBlock::Addressee { text }
            | FormBlock::Heading { text }
            | FormBlock::Paragraph { text }
            | FormBlock::Left { text }
            | FormBlock::Right { text }
            | FormBlock::Note { text }
            | FormBlock::Closing { text } => in_template(text, &[("", shape)], &mut found),
        }
    }
    found
}

fn in_table<'s>(table: &'s FormTable, shape: &Shape, found: &mut Vec<Named<'s>>) {
    let record = |list: &'s String| match shape.kind(list) {
        Some(Kind::List(record)) => Some((list.as_str(), record)),
        _ => None,
    };
    for row in &table.rows {
        let lists = row.cells.iter().flat_map(|cell| cell.along.iter().chain(&cell.across));
        for list in row.each.iter().chain(lists) {
            let kind = record(list).map(|(_, record)| Kind::List(record));
            found.push(Named { list: "", name: list, kind });
        }
        let own = row.each.as_ref().and_then(record);
        for cell in &row.cells {
            let across = cell.across.as_ref().and_then(record);
            let nearest = [across, own].into_iter().flatten();
            let shapes: Vec<(&str, &Shape)> = nearest.chain([("", shape)]).collect();
            in_template(&cell.text, &shapes, found);
        }
    }
}

/// A name is looked for in the nearest record first; a list is no value.
fn in_template<'s>(
    template: &'s Template,
    shapes: &[(&'s str, &Shape)],
    found: &mut Vec<Named<'s>>,
) {
    for piece in &template.pieces {
        if let TemplatePiece::Field { name, .. } = piece {
            let known = shapes.iter().find_map(|(list, shape)| Some((*list, shape.kind(name)?)));
            let value = known.filter(|(_, kind)| !matches!(kind, Kind::List(_)));
            let list = value.map_or("", |(list, _)| list);
            found.push(Named { list, name, kind: value.map(|(_, kind)| kind) });
        }
    }
}
