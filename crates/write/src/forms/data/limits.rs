//! Whether the words of a form are as short as its sheet asks.

use rulebook::{FormSheet, Limit, Standing};

use super::{Data, Datum};

/// Words that are longer than the form allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// Where they stand: `rows[2].name`.
    pub path: String,
    /// What the field is called, how long its words are and how long they may be.
    pub message: String,
    /// How sure the limit is: only a verified one may refuse.
    pub standing: Standing,
}

/// The fields whose words are longer than the sheet allows.
pub fn excesses(sheet: &FormSheet, data: &Data) -> Vec<Excess> {
    sheet.limits.iter().flat_map(|limit| of(limit, data)).collect()
}

fn of(limit: &Limit, data: &Data) -> Vec<Excess> {
    match limit.field.split_once('.') {
        None => one(limit, data, &limit.field, &limit.field).into_iter().collect(),
        Some((list, name)) => {
            let Some(Datum::List(all)) = data.get(list) else { return Vec::new() };
            let records = all.iter().enumerate();
            let found = records.filter_map(|(at, record)| {
                one(limit, record, name, &format!("{list}[{at}].{name}"))
            });
            found.collect()
        }
    }
}

fn one(limit: &Limit, data: &Data, name: &str, path: &str) -> Option<Excess> {
    let length = data.words(name).chars().filter(|c| !c.is_whitespace()).count();
    if length <= limit.characters {
        return None;
    }
    let label = data.shape().fields.iter().find(|field| field.name == name)?.label;
    let message = format!(
        "{label}有 {length} 字，超过 {} 字的上限（{}），请缩短 {} 字",
        limit.characters,
        limit.note,
        length - limit.characters
    );
    Some(Excess { path: path.to_owned(), message, standing: limit.standing })
}
