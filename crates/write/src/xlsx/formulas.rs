//! Numbers that come of others as formulas: addresses and what is done with them, nothing that anybody wrote.
//!
//! A formula is written only where it gives, exactly, the number that the document states. So a sheet never shows
//! another one when it is calculated again; what does not add up stays a number, as it was stated.

use ground::Decimal;
use rust_decimal::RoundingStrategy;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, Formula as Written, Worksheet, XlsxError};

use super::look;
use crate::document::{Figure, Formula, Mark, Shown, Summed};

/// The numbers of a form and where they stand.
#[derive(Default)]
pub(super) struct Formulas(Vec<Spot>);

/// A number and where it stands.
struct Spot {
    figure: Figure,
    /// The first row of its cell and the last.
    rows: (u32, u32),
    column: u16,
    format: Format,
}

impl Formulas {
    /// Notes a number that stands in this cell: its first and last row, its first column.
    pub(super) fn note(
        &mut self,
        figure: &Figure,
        (first, last, column): (u32, u32, u16),
        format: Format,
    ) {
        if figure.mark.is_some() {
            let figure = figure.clone();
            self.0.push(Spot { figure, rows: (first, last), column, format });
        }
    }

    /// Writes the formulas over their numbers.
    ///
    /// # Errors
    /// Where Excel takes none there.
    pub(super) fn write(self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for spot in &self.0 {
            let Some(text) = self.text(spot) else { continue };
            let result = look::exact(&spot.figure).normalize().to_string();
            let formula = Written::new(text).set_result(result);
            sheet.write_formula_with_format(spot.rows.0, spot.column, formula, &spot.format)?;
        }
        Ok(())
    }

    /// The formula of a number; `None` where it has none, or comes to another number.
    fn text(&self, spot: &Spot) -> Option<String> {
        match spot.figure.formula.as_ref()? {
            Formula::Sum(summed) => self.sum(spot, summed),
            Formula::Rate { part, whole } => self.rate(spot, (part, whole)),
        }
    }

    fn sum(&self, total: &Spot, summed: &[Summed]) -> Option<String> {
        let is_taken = |spot: &&Spot| {
            let mark = spot.figure.mark.as_ref();
            mark.is_some_and(|mark| summed.iter().any(|one| one.takes(mark)))
        };
        let all: Vec<&Spot> = self.0.iter().filter(is_taken).collect();
        let add = |sum: Decimal, spot: &&Spot| sum.checked_add(spot.figure.value);
        let sum = all.iter().try_fold(Decimal::ZERO, add)?;
        let is_alike = all.iter().all(|spot| spot.figure.shown == total.figure.shown);
        if all.is_empty() || !is_alike || sum != total.figure.value {
            return None;
        }
        let places = match total.figure.shown {
            Shown::Sum => PLACES_OF_SUMS,
            _ => all.iter().map(|spot| spot.figure.value.normalize().scale()).max()?.max(2),
        };
        Some(format!("=ROUND(SUM({}),{places})", ranges(&all)))
    }

    fn rate(&self, rate: &Spot, (part, whole): (&Mark, &Mark)) -> Option<String> {
        let found =
            |mark: &Mark| self.0.iter().find(|spot| spot.figure.mark.as_ref() == Some(mark));
        let (part, whole) = (found(part)?, found(whole)?);
        let share = match whole.figure.value.is_zero() {
            true => Decimal::ZERO,
            false => {
                let hundredfold = part.figure.value.checked_mul(Decimal::ONE_HUNDRED)?;
                hundredfold.checked_div(whole.figure.value)?
            }
        };
        let share = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        if rate.figure.shown != Shown::Percent || share != rate.figure.value {
            return None;
        }
        let (part, whole) = (part.address(), whole.address());
        Some(format!("=IF({whole}=0,0,ROUND({part}/{whole},4))"))
    }
}

/// Sums in 万元 have six places at most: those of a fen.
const PLACES_OF_SUMS: u32 = 6;

impl Spot {
    fn address(&self) -> String {
        row_col_to_cell(self.rows.0, self.column)
    }
}

/// The cells as Excel names them: those under each other as one range.
fn ranges(spots: &[&Spot]) -> String {
    let mut spots = spots.to_vec();
    spots.sort_by_key(|spot| (spot.column, spot.rows));
    let mut ranges: Vec<(&Spot, &Spot)> = Vec::new();
    for spot in spots {
        match ranges.last_mut() {
            Some((_, last)) if last.column == spot.column && last.rows.1 + 1 == spot.rows.0 => {
                *last = spot;
            }
            _ => ranges.push((spot, spot)),
        }
    }
    let range = |(first, last): &(&Spot, &Spot)| match first.rows == last.rows {
        true => first.address(),
        false => format!("{}:{}", first.address(), last.address()),
    };
    ranges.iter().map(range).collect::<Vec<_>>().join(",")
}
