//! Whether the words of a form are as short as its sheet asks, and given where it asks for them.

use ground::Decimal;
use rulebook::{FormSheet, Limit, Reason, Standing};

use super::{Data, Datum};

/// Words that are longer than the form allows, or missing where it wants an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// Where they stand: `rows[2].name`.
    pub path: String,
    /// What the field is called and what is wrong, with the figures.
    pub message: String,
    /// How sure the limit is: only a verified one may refuse.
    pub standing: Standing,
}

/// The fields whose words are longer than the sheet allows, and explanations that it misses.
pub fn excesses(sheet: &FormSheet, data: &Data) -> Vec<Excess> {
    let long = sheet.limits.iter().flat_map(|limit| of(limit, data));
    long.chain(sheet.reasons.iter().filter_map(|reason| unexplained(reason, data))).collect()
}

/// A low rate or a change of the budget that nobody has explained.
fn unexplained(reason: &Reason, data: &Data) -> Option<Excess> {
    let Datum::List(rows) = data.get(&reason.list)? else { return None };
    let total = rows.first().filter(|_| data.words(&reason.field).trim().is_empty())?;
    let sum = |name: &str| match total.get(name) {
        Some(Datum::Money(sum)) => Some(*sum),
        _ => None,
    };
    let rate = match total.get("rate") {
        Some(Datum::Percent(rate)) => Some(*rate),
        _ => None,
    };
    let low = rate.filter(|rate| *rate < Decimal::from(reason.rate_below));
    let changed = sum("initial").zip(sum("budget")).filter(|(initial, budget)| initial != budget);
    let what = match (low, changed) {
        (Some(rate), _) => {
            format!("执行率 {}%，低于 {}%", rate.normalize(), reason.rate_below)
        }
        (None, Some((initial, budget))) => format!("年初预算 {initial}，年中调整为 {budget}"),
        (None, None) => return None,
    };
    let field = data.shape().fields.iter().find(|field| field.name == reason.field)?;
    let message = format!("{what}，应当填写{}（{}）", field.label, reason.note);
    Some(Excess { path: reason.field.clone(), message, standing: reason.standing })
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
