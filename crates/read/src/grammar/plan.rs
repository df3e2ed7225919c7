//! The spending plan: checkpoints and the shares that stand under or behind them.

use ground::{Decimal, Span, Words};
use model::statement::{Checkpoint, Leaf};
use model::sum::share as percent;

use super::labels::{Label, bare};
use super::tokens::Token;

/// Reads the plan from the tokens between its label and the next field.
pub(crate) fn plan(tokens: &[Token<'_>]) -> Vec<Checkpoint> {
    let mut checkpoints: Vec<Checkpoint> = if tokens.iter().all(|token| token.columns.is_some()) {
        by_grid(tokens)
    } else {
        by_position(tokens).or_else(|| by_blank_lines(tokens)).unwrap_or_else(|| in_order(tokens))
    };
    fractions_to_percent(&mut checkpoints);
    checkpoints
}

/// A cell of the plan; 一季度末 and 年底 are labels there, which elsewhere are words like others.
pub(crate) fn told<'b>(token: &Token<'b>) -> Token<'b> {
    let named = || model::checkpoint::month_of_plan(&bare(token.text()));
    let label = token.label.or_else(|| named().map(Label::Checkpoint));
    Token { label, ..token.clone() }
}

fn month(token: &Token<'_>) -> Option<u8> {
    match token.label {
        Some(Label::Checkpoint(month)) => Some(month),
        _ => None,
    }
}

fn checkpoint(label: &Token<'_>, share: Words) -> Checkpoint {
    let value = percent(&share.text);
    Checkpoint {
        month: month(label).unwrap_or_default(),
        label: label.words.as_ref().clone(),
        share: Leaf::new(share, value),
    }
}

fn blank_at(words: &Words) -> Words {
    let at = Span::at(words.at.end as usize);
    Words { at, place: words.place.clone(), ..Words::default() }
}

/// The share under its label in the grid, or right of it in the same row.
fn by_grid(tokens: &[Token<'_>]) -> Vec<Checkpoint> {
    let overlaps = |a: &Token<'_>, b: &Token<'_>| match (a.columns, b.columns) {
        (Some((a, wide)), Some((b, other))) => a < b + other.max(1) && b < a + wide.max(1),
        _ => false,
    };
    let is_value = |token: &&Token<'_>| token.label.is_none() && !token.covered;
    let labels: Vec<(usize, &Token<'_>)> =
        tokens.iter().enumerate().filter(|(_, token)| month(token).is_some()).collect();
    labels
        .iter()
        .map(|(at, label)| {
            let under = tokens
                .iter()
                .filter(|token| token.row > label.row && overlaps(label, token))
                .take_while(|token| month(token).is_none())
                .find(is_value);
            let beside = || {
                let next = tokens.get(at + 1..).unwrap_or_default().iter();
                next.take_while(|token| token.row == label.row && month(token).is_none())
                    .filter(is_value)
                    .find(|token| !token.is_blank())
            };
            let found = under.filter(|token| !token.is_blank()).or_else(beside).or(under);
            checkpoint(
                label,
                found.map_or_else(|| blank_at(&label.words), |t| t.words.as_ref().clone()),
            )
        })
        .collect()
}

/// Labels in one row, shares at the same positions of the next row.
fn by_position(tokens: &[Token<'_>]) -> Option<Vec<Checkpoint>> {
    let rows: Vec<&[Token<'_>]> = tokens.chunk_by(|a, b| a.row == b.row).collect();
    let mut found = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let labelled = row.iter().any(|token| month(token).is_some());
        let valued = row.iter().any(|token| token.label.is_none() && !token.is_blank());
        let next = rows.peek().filter(|next| next.iter().all(|token| token.label.is_none()));
        match (labelled, valued, next) {
            (true, false, Some(values)) => {
                found.extend(paired(row, values)?);
                rows.next();
            }
            (true, _, _) => found.extend(in_order(row)),
            (false, true, _) => return None,
            (false, false, _) => {}
        }
    }
    (!found.is_empty()).then_some(found)
}

fn paired(labels: &[Token<'_>], values: &[Token<'_>]) -> Option<Vec<Checkpoint>> {
    let line_by_line = labels.iter().chain(values).any(|token| token.is_line);
    // The cell left of the first label is the plan's own label, taken off before; under it the
    // row of shares has a covered or blank cell.
    let shift = values.len().checked_sub(labels.len()).filter(|shift| *shift <= 1)?;
    let values = values.get(shift..)?;
    let fits =
        labels.iter().zip(values).all(|(label, value)| month(label).is_some() || value.is_blank());
    if line_by_line || !fits {
        return None;
    }
    let pairs = labels.iter().zip(values).filter(|(label, _)| month(label).is_some());
    Some(pairs.map(|(label, value)| checkpoint(label, value.words.as_ref().clone())).collect())
}

/// One cell a line, blank cells as blank lines: used where exactly as many shares and blank lines
/// stand behind the labels as there are labels.
fn by_blank_lines(tokens: &[Token<'_>]) -> Option<Vec<Checkpoint>> {
    if !tokens.iter().all(|token| token.is_line) {
        return None;
    }
    let count = tokens.iter().take_while(|token| month(token).is_some()).count();
    let (labels, values) = tokens.split_at_checked(count)?;
    if values.iter().any(|token| token.label.is_some()) || values.len() >= labels.len() {
        return None;
    }
    let mut slots: Vec<Option<&Token<'_>>> = Vec::new();
    for value in values {
        slots.extend((0..value.blank_lines).map(|_| None));
        slots.push(Some(value));
    }
    if slots.len() > labels.len() || slots.len() == values.len() {
        return None;
    }
    let all = labels.iter().enumerate().map(|(index, label)| {
        let value = slots.get(index).copied().flatten();
        checkpoint(
            label,
            value.map_or_else(|| blank_at(&label.words), |v| v.words.as_ref().clone()),
        )
    });
    Some(all.collect())
}

/// Shares go to the labels that still wait for one, in order.
fn in_order(tokens: &[Token<'_>]) -> Vec<Checkpoint> {
    let mut found: Vec<Checkpoint> = Vec::new();
    let mut waiting = std::collections::VecDeque::new();
    for token in tokens {
        if month(token).is_some() {
            waiting.push_back(found.len());
            found.push(checkpoint(token, blank_at(&token.words)));
        } else if !token.is_blank() && token.label.is_none() {
            for words in shares(&token.words) {
                let Some(slot) = waiting.pop_front() else { break };
                if let Some(checkpoint) = found.get_mut(slot) {
                    let value = percent(&words.text);
                    checkpoint.share = Leaf::new(words, value);
                }
            }
        }
    }
    found
}

/// Several shares in one cell: 25% 50% 75% 100%.
fn shares(words: &Words) -> Vec<Words> {
    let text = &words.text;
    let mut cuts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        if matches!(c, '%' | '％') && !rest.is_empty() {
            cuts.push(start..end);
            start = end;
        } else if c == ' ' {
            cuts.push(start..at);
            start = end;
        }
    }
    cuts.push(start..text.len());
    cuts.into_iter().filter(|cut| !cut.is_empty()).map(|cut| words.part(cut)).collect()
}

/// 0.25 0.5 0.75 1 without percent signs are fractions, as a spreadsheet stores them.
pub(super) fn fractions_to_percent(plan: &mut [Checkpoint]) {
    let values: Vec<Decimal> = plan.iter().filter_map(|point| point.share.value).collect();
    let signed = plan.iter().any(|point| point.share.text().contains(['%', '％', '﹪']));
    let fractions = values.len() > 1
        && values.last() == Some(&Decimal::ONE)
        && values.iter().all(|value| *value <= Decimal::ONE)
        && values.iter().any(|value| value.scale() > 0);
    if !signed && fractions {
        for point in plan {
            point.share.value = point.share.value.map(|value| value * Decimal::ONE_HUNDRED);
        }
    }
}
