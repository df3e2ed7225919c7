//! Tables of a form: rows repeated for lists, cells merged over rows that say the same.

use rulebook::{
    CellAlign, CellRole, FormCell, FormRow, FormTable, Merge, SumUnit, Template, TemplatePiece,
    TotalRow,
};

use super::fill::Scope;
use super::reckoning::{self, Own};
use super::value::{Record, Value};
use crate::document::{Cell, Figure, Paragraph, Role, Row, Shown, Spread, Table};
use crate::page::mm;
use crate::style::Style;

/// The table with the values of the scope, cut before rows that head others so that these can come
/// again on each page.
pub(super) fn tables(said: &FormTable, scope: &Scope<'_>) -> Vec<Table> {
    let mut parts: Vec<FormTable> = Vec::new();
    let mut under_head = true;
    for row in &said.rows {
        if parts.is_empty() || (row.heads && !under_head) {
            parts.push(FormTable { rows: Vec::new(), header_rows: 0, ..said.clone() });
        }
        under_head = row.heads;
        if let Some(part) = parts.last_mut() {
            part.header_rows += usize::from(row.heads);
            part.rows.push(row.clone());
        }
    }
    if let [only] = parts.as_mut_slice() {
        only.header_rows = only.header_rows.max(said.header_rows);
    }
    parts.iter().map(|part| table(part, scope)).collect()
}

/// A table with the values of the scope.
fn table(said: &FormTable, scope: &Scope<'_>) -> Table {
    let mut rows = Vec::new();
    for row in &said.rows {
        match &row.each {
            None => rows.push(single(row, said, scope)),
            Some(list) => repeated(row, list, said, scope, &mut rows),
        }
    }
    Table {
        caption: said.caption.clone(),
        widths: said.widths.clone(),
        header_rows: said.header_rows,
        rows,
    }
}

fn single(row: &FormRow, table: &FormTable, scope: &Scope<'_>) -> Row {
    let cells = row.cells.iter().flat_map(|said| match &said.across {
        Some(list) => beside(said, list, scope),
        None => {
            let along = said.along.as_deref().map_or(0, |list| count(list, table, scope));
            let cell = cell(said, scope).down(said.rows.saturating_add(along));
            vec![reckoning::marked(cell, said, &Own::FORM)]
        }
    });
    Row { cells: cells.collect(), height: mm(row.height) }
}

/// A blank record: a row that is to be filled in by hand.
struct Blank;

impl Record for Blank {
    fn value(&self, _: &str) -> Option<Value<'_>> {
        Some(Value::Blank)
    }
}

/// A row for each item of the list, then blank ones until there are as many as the form has.
fn repeated(row: &FormRow, list: &str, table: &FormTable, scope: &Scope<'_>, rows: &mut Vec<Row>) {
    let items = items(list, scope);
    let total = usize::from(count(list, table, scope));
    let scopes: Vec<Scope<'_>> = (0..total)
        .map(|at| Scope {
            item: Some(items.get(at).copied().unwrap_or(&Blank)),
            ordinal: at + 1,
            view: scope.view,
        })
        .collect();
    let keys: Vec<Vec<String>> = scopes.iter().map(|scope| merged(row, scope)).collect();
    for (at, scope) in scopes.iter().enumerate() {
        let mut key = 0;
        let own = Own { list, item: scope.ordinal, is_total: is_total(row, at, items.len()) };
        let cells = row.cells.iter().filter_map(|said| {
            if said.merge == Merge::Never {
                return Some(reckoning::marked(cell(said, scope), said, &own));
            }
            key += 1;
            let down = run(&keys, at, key)?;
            Some(Cell { spread: Spread::EachRow, ..cell(said, scope).down(down) })
        });
        rows.push(Row { cells: cells.collect(), height: mm(row.height) });
    }
}

/// Whether a row of a list is the sum of so many rows but for itself.
fn is_total(row: &FormRow, at: usize, items: usize) -> bool {
    match row.total {
        Some(TotalRow::First) => at == 0,
        Some(TotalRow::Last) => at + 1 == items,
        None => false,
    }
}

/// What the cells that may be merged say in a row.
fn merged(row: &FormRow, scope: &Scope<'_>) -> Vec<String> {
    let cells = row.cells.iter().filter(|cell| cell.merge == Merge::Same);
    cells.map(|cell| scope.lines(&cell.text).join("\n")).collect()
}

/// Over how many rows the cell goes on that is the last of the first `width` keys of row `at`; `None`
/// if it came from above.
fn run(keys: &[Vec<String>], at: usize, width: usize) -> Option<u16> {
    let own = keys.get(at)?.get(..width)?;
    let says = |row: &&Vec<String>| row.get(..width).is_some_and(|key| key == own);
    let blank = own.last().is_none_or(String::is_empty);
    if blank {
        return Some(1);
    }
    let above = at.checked_sub(1).and_then(|above| keys.get(above));
    if above.as_ref().is_some_and(says) {
        return None;
    }
    let further = keys.iter().skip(at + 1).take_while(says).count();
    Some(u16::try_from(further + 1).unwrap_or(u16::MAX))
}

/// A cell for each item of the list, together as wide as the cell; what has no room of its own stands
/// in the last.
fn beside(said: &FormCell, list: &str, scope: &Scope<'_>) -> Vec<Cell> {
    let items = items(list, scope);
    let columns = usize::from(said.columns);
    let places = items.len().clamp(1, columns.max(1));
    let mut cells: Vec<Cell> = (0..places)
        .map(|at| {
            let wide = columns / places + usize::from(at < columns % places);
            let item = items.get(at).copied().unwrap_or(&Blank);
            cell(said, &Scope { item: Some(item), ..*scope })
                .across(u16::try_from(wide).unwrap_or(1))
                .down(said.rows)
        })
        .collect();
    if let Some(last) = cells.last_mut() {
        for item in items.iter().skip(places) {
            let one = Scope { item: Some(*item), ..*scope };
            last.paragraphs.extend(cell(said, &one).paragraphs);
        }
    }
    cells
}

fn cell(said: &FormCell, scope: &Scope<'_>) -> Cell {
    let (style, role) = match said.role {
        CellRole::Label => (Style::CellLabel, Role::Label),
        CellRole::Value => (value_style(said, scope), Role::Value),
    };
    let lines = scope.lines(&said.text).into_iter();
    let paragraphs = lines.map(|line| Paragraph::new(style, line)).collect();
    let cell = Cell::new(paragraphs).across(said.columns).down(said.rows);
    Cell { role, figure: figure(&said.text, scope), ..cell }
}

/// The number that stands alone in a cell, for formats that calculate.
fn figure(text: &Template, scope: &Scope<'_>) -> Option<Figure> {
    let TemplatePiece::Field { name, unit } = only(text)? else { return None };
    let (value, shown) = match scope.value(name) {
        Value::Money(sum) => match unit {
            SumUnit::Wan => (sum.wan(), Shown::Sum),
            SumUnit::Yuan => (sum.yuan(), Shown::Sum),
        },
        Value::Percent(share) => (share.round_dp(2), Shown::Percent),
        Value::Number(number) => (number, Shown::Plain),
        _ => return None,
    };
    Some(Figure::new(value, shown))
}

/// Sums, shares, numbers and days stand in the middle, words at the left.
fn value_style(said: &FormCell, scope: &Scope<'_>) -> Style {
    match said.align {
        Some(CellAlign::Left) => return Style::CellText,
        Some(CellAlign::Centre) => return Style::CellCentred,
        None => {}
    }
    let words = match only(&said.text) {
        Some(TemplatePiece::Ordinal) => false,
        Some(TemplatePiece::Field { name, .. }) => {
            matches!(scope.value(name), Value::Text(_) | Value::Lines(_))
        }
        _ => true,
    };
    if words { Style::CellText } else { Style::CellCentred }
}

fn only(template: &Template) -> Option<&TemplatePiece> {
    match template.pieces.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn items<'v>(list: &str, scope: &Scope<'v>) -> Vec<&'v dyn Record> {
    match scope.view.value(list) {
        Some(Value::List(items)) => items,
        _ => Vec::new(),
    }
}

/// How many rows stand in the table for a list.
fn count(list: &str, table: &FormTable, scope: &Scope<'_>) -> u16 {
    let items = u16::try_from(items(list, scope).len()).unwrap_or(u16::MAX);
    let rows = table.rows.iter().filter(|row| row.each.as_deref() == Some(list));
    let least = rows.map(|row| {
        let preset = u16::try_from(row.presets.len()).unwrap_or(0);
        let blank = if items == 0 { row.blank_rows } else { 0 };
        row.at_least.max(preset).max(blank)
    });
    items.max(least.max().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cells_are_one_as_long_as_those_left_of_them_are() {
        let keys: Vec<Vec<String>> =
            [["a", "x"], ["a", "x"], ["a", "y"], ["b", "y"], ["", ""], ["", ""]]
                .map(|row| row.map(str::to_owned).into())
                .into();
        let runs = |width| (0..6).map(|at| run(&keys, at, width)).collect::<Vec<_>>();
        assert_eq!(runs(1), [Some(3), None, None, Some(1), Some(1), Some(1)]);
        assert_eq!(runs(2), [Some(2), None, Some(1), Some(1), Some(1), Some(1)]);
    }
}
