//! How the numbers of a form come of each other: what its sheet says of a cell, as marks and formulas.

use rulebook::{FormCell, FormSheet, Template, TemplatePiece};

use super::value::{Kind, Shape};
use crate::document::{Cell, Figure, Formula, Items, Mark, Summed};

/// Whose numbers stand in a row.
pub(super) struct Own<'s> {
    /// The list; empty for the form itself.
    pub(super) list: &'s str,
    /// The number of the record in it, from 1; 0 for the form itself.
    pub(super) item: usize,
    /// Whether it is the sum of the other records.
    pub(super) is_total: bool,
}

impl Own<'_> {
    /// The form itself.
    pub(super) const FORM: Own<'static> = Own { list: "", item: 0, is_total: false };

    fn mark(&self, field: &str) -> Mark {
        let field = match self.list {
            "" => field.to_owned(),
            list => format!("{list}.{field}"),
        };
        Mark { field, item: self.item }
    }

    /// All of a list's, or the one beside it.
    fn summed(&self, field: &str) -> Summed {
        if field.contains('.') {
            return Summed { field: field.to_owned(), items: Items::All };
        }
        let Mark { field, item } = self.mark(field);
        Summed { field, items: Items::One(item) }
    }
}

/// The cell, its number with a mark and with what the sheet says of how it comes of others.
pub(super) fn marked(cell: Cell, said: &FormCell, own: &Own<'_>) -> Cell {
    let (Some(figure), Some(field)) = (cell.figure.clone(), field(&said.text)) else { return cell };
    let mark = own.mark(field);
    let formula = formula(said, &mark, own);
    Cell { figure: Some(Figure { mark: Some(mark), formula, ..figure }), ..cell }
}

fn formula(said: &FormCell, mark: &Mark, own: &Own<'_>) -> Option<Formula> {
    if let Some([part, whole]) = &said.rate {
        return Some(Formula::Rate { part: own.mark(part), whole: own.mark(whole) });
    }
    if !said.sum.is_empty() {
        return Some(Formula::Sum(said.sum.iter().map(|field| own.summed(field)).collect()));
    }
    let others = || Summed { field: mark.field.clone(), items: Items::AllBut(mark.item) };
    own.is_total.then(|| Formula::Sum(vec![others()]))
}

/// The field that stands alone in a cell.
fn field(text: &Template) -> Option<&str> {
    match text.pieces.as_slice() {
        [TemplatePiece::Field { name, .. }] => Some(name),
        _ => None,
    }
}

/// The first name of a sheet's sums and rates that is no number of the form; `None` where all are.
pub(super) fn no_number<'s>(sheet: &'s FormSheet, shape: &Shape) -> Option<&'s str> {
    let rows = sheet.tables().flat_map(|table| &table.rows);
    let named = rows.flat_map(|row| {
        let names =
            row.cells.iter().flat_map(|cell| cell.sum.iter().chain(cell.rate.iter().flatten()));
        names.map(move |name| (row.each.as_deref(), name.as_str()))
    });
    let is_number = |list: Option<&str>, field: &str| {
        let found = match list.map(|list| shape.kind(list)) {
            None => shape.kind(field),
            Some(Some(Kind::List(record))) => record.kind(field),
            Some(_) => None,
        };
        matches!(found, Some(Kind::Money | Kind::Percent | Kind::Number))
    };
    let mut wrong = named.filter(|(own, name)| match name.split_once('.') {
        Some((list, field)) => !is_number(Some(list), field),
        None => !is_number(*own, name),
    });
    wrong.next().map(|(_, name)| name)
}
