//! The table of a list: its head, its rows, its sums.

use office::registers::listing::{Line, Lines};
use register::{Definition, Direction, FieldType};

use super::asked::Asked;
use super::{Owners, entry_href};

/// Longer texts are cut in lists.
const LONGEST: usize = 40;

/// The head of a column.
pub(super) struct ColumnHead {
    pub(super) label: String,
    pub(super) class: &'static str,
    /// The list sorted by it; empty: it cannot be.
    pub(super) href: String,
    /// ascending, descending, none
    pub(super) sorted: &'static str,
}

/// An entry.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) first: String,
    pub(super) cells: Vec<CellShown>,
    pub(super) state: Option<Mark>,
    pub(super) owner: String,
    pub(super) mark: &'static str,
}

/// What stands in a column.
pub(super) struct CellShown {
    pub(super) label: String,
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) whole: String,
}

/// A state as a chip.
pub(crate) struct Mark {
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) name: String,
}

/// The heads of the columns.
pub(super) fn heads(
    definition: &Definition,
    lines: &Lines,
    asked: &Asked,
    here: &str,
    is_posted: bool,
) -> Vec<ColumnHead> {
    let head = |place: &usize| {
        let field = definition.at(*place)?;
        let sorted = match lines.order {
            Some((at, Direction::Up)) if at == *place => "ascending",
            Some((at, Direction::Down)) if at == *place => "descending",
            _ => "none",
        };
        let falls = matches!(
            field.holds.plain(),
            FieldType::Date | FieldType::Money { .. } | FieldType::Number { .. }
        );
        let is_next_down = sorted == "ascending" || sorted == "none" && falls;
        let sort = if is_next_down { format!("-{}", field.name) } else { field.name.clone() };
        let may = lines.sight.may_ask_of(field)
            && !matches!(field.holds, FieldType::Attachment)
            && !is_posted;
        Some(ColumnHead {
            label: field.label.clone(),
            class: class(field.holds.plain()),
            href: match may {
                true => asked.with("after", "").with("sort", &sort).href(here),
                false => String::new(),
            },
            sorted,
        })
    };
    lines.columns.iter().filter_map(head).collect()
}

/// A row.
pub(super) fn row(definition: &Definition, owners: &Owners, lines: &Lines, line: &Line) -> Row {
    let mut cells: Vec<CellShown> = lines
        .columns
        .iter()
        .zip(&line.cells)
        .filter_map(|(place, shown)| {
            let field = definition.at(*place)?;
            let whole = shown.as_str();
            let is_long = whole.chars().count() > LONGEST;
            let cut: String = whole.chars().take(LONGEST).collect();
            Some(CellShown {
                label: field.label.clone(),
                class: class(field.holds.plain()),
                text: if is_long { format!("{cut}…") } else { whole.to_owned() },
                whole: if is_long { whole.to_owned() } else { String::new() },
            })
        })
        .collect();
    let first = if cells.is_empty() { None } else { Some(cells.remove(0)) };
    let number = format!("第{}号", line.id);
    let first = first.map_or_else(String::new, |cell| cell.text);
    Row {
        href: entry_href(&definition.name, &line.owner, line.id),
        name: if line.called.is_empty() { number.clone() } else { line.called.clone() },
        first: if first.is_empty() { number } else { first },
        cells,
        state: state(definition, &line.state),
        owner: owners.name(&line.owner),
        mark: match (line.reverses, line.reversed_by) {
            (Some(_), _) => "红字",
            (None, Some(_)) => "已冲销",
            (None, None) => "",
        },
    }
}

/// A state by its label, as a chip.
pub(crate) fn state(definition: &Definition, label: &str) -> Option<Mark> {
    let at = definition.states.iter().position(|state| state.label == label)?;
    let is_active = definition.states.get(at).is_some_and(|state| state.active);
    let (class, icon) = match (is_active, at) {
        (true, _) => ("sev-good", "check-circle-fill"),
        (false, 0) => ("sev-note", "clock"),
        (false, _) => ("", "dash-lg"),
    };
    Some(Mark { class, icon, name: label.to_owned() })
}

/// The sums below the columns; empty where nothing is summed up.
pub(super) fn totals(lines: &Lines) -> Vec<String> {
    if lines.totals.is_empty() {
        return Vec::new();
    }
    let sum = |place: &usize| {
        let found = lines.totals.iter().find(|(at, _)| at == place);
        found.map_or_else(String::new, |(_, sum)| sum.to_string())
    };
    let sums: Vec<String> = lines.columns.iter().map(sum).collect();
    if sums.iter().all(String::is_empty) { Vec::new() } else { sums }
}

fn class(holds: &FieldType) -> &'static str {
    match holds {
        FieldType::Number { .. } | FieldType::Money { .. } => "num",
        FieldType::Date
        | FieldType::Period { .. }
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::BankCard
        | FieldType::YesNo
        | FieldType::Code { .. }
        | FieldType::Person { .. } => "nowrap",
        _ => "",
    }
}
