//! What is wrong with the data of a form: names that its view does not have, secrets on public forms.

use std::collections::HashSet;

use rulebook::{FormBlock, FormSheet, FormTable, Readers, Template, TemplatePiece};

use super::FormError;
use super::value::{Kind, Shape};

/// Refuses a sheet that names a field which its view does not have.
///
/// # Errors
/// On the first such name, on a list that stands where a value should, and on a secret field of a
/// form that everyone may see.
pub(super) fn check(sheet: &FormSheet, shape: &Shape) -> Result<(), FormError> {
    let public = sheet.readers == Readers::Everyone;
    for named in names(sheet, shape) {
        let fault = match named.kind {
            None => Some("表里没有这一栏"),
            Some(Kind::Secret) if public => Some("不得公开"),
            _ => None,
        };
        if let Some(fault) = fault {
            let (form, name) = (sheet.id.clone(), named.name.to_owned());
            return Err(FormError::Name { form, name, fault });
        }
    }
    Ok(())
}

/// The fields that none of the sheets shows, those left out that need not be shown: `list.field` for
/// a field of a list's records.
pub(super) fn unshown(sheets: &[&FormSheet], shape: &Shape) -> Vec<String> {
    let all = sheets.iter().flat_map(|sheet| names(sheet, shape));
    let shown: HashSet<(&str, &str)> = all.map(|named| (named.list, named.name)).collect();
    let missing = |list: &str, shape: &Shape| {
        let must = |name: &&str| !shape.optional.contains(name) && !shown.contains(&(list, *name));
        let hidden = shape.fields.iter().map(|(name, _)| *name).filter(must);
        let dot = if list.is_empty() { "" } else { "." };
        hidden.map(|name| format!("{list}{dot}{name}")).collect::<Vec<_>>()
    };
    let mut all = missing("", shape);
    for (name, kind) in shape.fields {
        if let Kind::List(record) = kind {
            all.extend(missing(name, record));
        }
    }
    all
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
