//! What conversion can do to a table: cells lost, rows torn, words broken.
//!
//! Only what is blank is lost, so the truth stays the same; whoever reads has to find it again.

use crate::rng::Rng;

/// A kind of damage to rows between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// None.
    None,
    /// Blank cells at the ends of rows are gone.
    LostTrailing,
    /// Blank cells anywhere are gone: what stands behind them moves to the left.
    LostBlanks,
    /// The rest of some rows stands on the next line.
    PushedRows,
    /// Words of some cells are broken by blanks.
    BrokenWords,
    /// Some cells go on in the same column of a second line.
    SplitCells,
}

/// All kinds of damage.
pub const DAMAGES: [Damage; 5] = [
    Damage::LostTrailing,
    Damage::LostBlanks,
    Damage::PushedRows,
    Damage::BrokenWords,
    Damage::SplitCells,
];

/// Of a hundred rows so many are torn.
const TORN: usize = 12;

impl Damage {
    /// What reports call it.
    pub fn name(self) -> &'static str {
        match self {
            Damage::None => "no damage",
            Damage::LostTrailing => "blank cells lost at row ends",
            Damage::LostBlanks => "blank cells lost",
            Damage::PushedRows => "rows pushed to the next line",
            Damage::BrokenWords => "words broken by blanks",
            Damage::SplitCells => "cells split over two lines",
        }
    }

    /// The rows after the damage.
    pub(crate) fn apply(self, rows: Vec<Vec<String>>, rng: &mut Rng) -> Vec<Vec<String>> {
        let each = |mut row: Vec<String>, rng: &mut Rng| match self {
            Damage::None => vec![row],
            Damage::LostTrailing => {
                while row.last().is_some_and(String::is_empty) {
                    row.pop();
                }
                vec![row]
            }
            Damage::LostBlanks => {
                row.retain(|cell| !cell.is_empty());
                vec![row]
            }
            Damage::PushedRows => pushed(row, rng),
            Damage::BrokenWords => {
                vec![row.into_iter().map(|cell| broken(&cell, rng)).collect()]
            }
            Damage::SplitCells => split(row, rng),
        };
        rows.into_iter().flat_map(|row| each(row, rng)).collect()
    }
}

/// The cells from one of them on stand on the next line.
fn pushed(mut row: Vec<String>, rng: &mut Rng) -> Vec<Vec<String>> {
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    if filled < 3 || !rng.chance(TORN) {
        return vec![row];
    }
    let at = rng.below(row.len() - 2) + 2;
    let rest = row.split_off(at);
    if rest.iter().all(String::is_empty) { vec![row] } else { vec![row, rest] }
}

/// A blank between two Chinese characters.
fn broken(cell: &str, rng: &mut Rng) -> String {
    let signs: Vec<char> = cell.chars().collect();
    if signs.len() < 4 || !rng.chance(30) {
        return cell.to_owned();
    }
    let at = rng.below(signs.len() - 2) + 1;
    let around = [signs.get(at - 1), signs.get(at)];
    if around.iter().flatten().any(|c| c.is_ascii()) {
        return cell.to_owned();
    }
    let (head, tail) = signs.split_at(at);
    head.iter().chain(&[' ']).chain(tail).collect()
}

/// The longest cell is broken; its rest stands in the same column of a line of its own.
fn split(row: Vec<String>, rng: &mut Rng) -> Vec<Vec<String>> {
    let length = |cell: &String| cell.chars().count();
    let longest = (0..row.len()).max_by_key(|column| row.get(*column).map_or(0, length));
    let Some(column) = longest.filter(|_| row.len() > 3 && rng.chance(TORN)) else {
        return vec![row];
    };
    let signs: Vec<char> = row.get(column).map(|cell| cell.chars().collect()).unwrap_or_default();
    let middle = (signs.len() / 2..signs.len().saturating_sub(1))
        .find(|at| [at - 1, *at].iter().filter_map(|at| signs.get(*at)).all(|c| !c.is_ascii()));
    let Some(middle) = middle.filter(|_| signs.len() >= 8) else { return vec![row] };
    let (head, tail) = signs.split_at(middle);
    let mut below = vec![String::new(); row.len()];
    let mut above = row;
    if let (Some(upper), Some(lower)) = (above.get_mut(column), below.get_mut(column)) {
        *upper = head.iter().collect();
        *lower = tail.iter().collect();
    }
    vec![above, below]
}
