//! A project's table as zones of rows on a grid.

use crate::draft::{DraftIndicator, DraftProject};
use crate::form::{Form, Levels, Numbers};
use crate::hand::Apart;

/// A table: the head, then the indicators. Each zone has its own columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// Head and indicators.
    pub zones: Vec<Zone>,
}

/// Rows on one grid.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Width of each column, in thousandths of the table's width.
    pub widths: Vec<usize>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row; its cells fill the grid.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
    /// Whether it is the row of column headings, to be repeated on the next page.
    pub is_heading: bool,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its paragraphs; none where it is blank.
    pub paragraphs: Vec<String>,
    /// How many columns it spans.
    pub span: usize,
    /// Whether it is merged with cells below or above.
    pub merge: Merge,
}

/// How a cell is merged down the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// It is not.
    None,
    /// It goes on in the row below.
    Begins,
    /// It belongs to the cell above.
    Covered,
}

impl Cell {
    fn new(text: impl Into<String>, span: usize) -> Cell {
        let text = text.into();
        let paragraphs = if text.is_empty() { Vec::new() } else { vec![text] };
        Cell { paragraphs, span, merge: Merge::None }
    }

    fn merged(self, merge: Merge) -> Cell {
        Cell { merge, ..self }
    }

    fn covered(span: usize) -> Cell {
        Cell { paragraphs: Vec::new(), span, merge: Merge::Covered }
    }

    /// Its words in one line.
    pub fn text(&self) -> String {
        self.paragraphs.concat()
    }
}

impl Row {
    fn new(cells: Vec<Cell>) -> Row {
        Row { cells, is_heading: false }
    }

    /// Its cells with a blank for every column that a cell spans beyond its first.
    pub fn spread(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for cell in &self.cells {
            texts.push(cell.text());
            texts.extend((1..cell.span).map(|_| String::new()));
        }
        texts
    }
}

/// Columns of the head: label, then six that its rows share.
const HEAD: [usize; 7] = [160, 130, 150, 150, 130, 130, 150];

pub(super) fn table(project: &DraftProject, form: &Form, first_row: Option<[String; 2]>) -> Table {
    let mut head = Vec::new();
    if let Some([unit, money]) = first_row {
        head.push(Row::new(vec![Cell::new(unit, 4), Cell::new(money, 3)]));
    }
    head.extend(head_rows(project, form));
    Table {
        zones: vec![
            Zone { widths: HEAD.to_vec(), rows: head },
            Zone { widths: indicator_widths(form), rows: indicator_rows(project, form) },
        ],
    }
}

fn head_rows(project: &DraftProject, form: &Form) -> Vec<Row> {
    let labels = &form.labels;
    let mut rows = vec![
        Row::new(vec![
            Cell::new(project.code_label.clone(), 1),
            Cell::new(project.code.clone(), 2),
            Cell::new(labels.name, 1),
            Cell::new(project.name.clone(), 3),
        ]),
        Row::new(vec![
            Cell::new(labels.scale, 1).merged(Merge::Begins),
            Cell::new(labels.total, 1),
            Cell::new(project.total.clone(), 1),
            Cell::new(labels.fiscal, 1),
            Cell::new(project.fiscal.clone(), 1),
            Cell::new(labels.other, 1),
            Cell::new(project.other.clone(), 1),
        ]),
    ];
    let purpose = project.purpose.clone();
    rows.push(Row::new(match labels.purpose {
        Some(label) => vec![Cell::covered(1), Cell::new(label, 1), Cell::new(purpose, 5)],
        None => vec![Cell::covered(1), Cell::new(purpose, 6)],
    }));
    rows.extend(plan_rows(project, form));
    let mut goals = Cell::new("", 6);
    goals.paragraphs = goal_paragraphs(project, form);
    rows.push(Row::new(vec![Cell::new(labels.goals, 1), goals]));
    rows
}

fn plan_rows(project: &DraftProject, form: &Form) -> [Row; 2] {
    let spans: &[usize] = match project.plan.len() {
        0 | 1 => &[6],
        2 => &[3, 3],
        3 => &[2, 2, 2],
        4 => &[2, 1, 2, 1],
        5 => &[2, 1, 1, 1, 1],
        _ => &[1, 1, 1, 1, 1, 1],
    };
    let points = project.plan.iter().zip(spans);
    let mut labels = vec![Cell::new(form.labels.plan, 1).merged(Merge::Begins)];
    let mut shares = vec![Cell::covered(1)];
    for ((month, share), span) in points {
        labels.push(Cell::new(form.labels.checkpoint(*month), *span));
        shares.push(Cell::new(share.clone(), *span));
    }
    [Row::new(labels), Row::new(shares)]
}

fn goal_paragraphs(project: &DraftProject, form: &Form) -> Vec<String> {
    let numbers = match project.goals.as_slice() {
        [_] if form.goals != Numbers::Dot => Numbers::None,
        _ => form.goals,
    };
    (1..).zip(&project.goals).map(|(at, goal)| format!("{}{goal}", numbers.sign(at))).collect()
}

fn indicator_widths(form: &Form) -> Vec<usize> {
    match form.apart {
        Apart::No => vec![110, 120, 190, 260, 140, 180],
        Apart::Yes => vec![100, 110, 180, 240, 60, 90, 70, 150],
    }
}

fn indicator_rows(project: &DraftProject, form: &Form) -> Vec<Row> {
    let headings = form.labels.headers.iter().map(|header| Cell::new(*header, 1)).collect();
    let mut rows = vec![Row { cells: headings, is_heading: true }];
    let all = &project.indicators;
    for (at, indicator) in all.iter().enumerate() {
        let above = at.checked_sub(1).and_then(|above| all.get(above));
        let merge = |is_same: Same| {
            let same =
                |other: Option<&DraftIndicator>| other.is_some_and(|o| is_same(indicator, o));
            match (same(above), same(all.get(at + 1))) {
                (true, _) => Merge::Covered,
                (false, true) => Merge::Begins,
                (false, false) => Merge::None,
            }
        };
        let (dimension, aspect) = match form.levels {
            Levels::Merged => (merge(SAME_DIMENSION), merge(SAME_ASPECT)),
            Levels::AspectsRepeated => (merge(SAME_DIMENSION), Merge::None),
            Levels::Repeated => (Merge::None, Merge::None),
        };
        let mut cells =
            vec![level(&indicator.dimension, dimension), level(&indicator.aspect, aspect)];
        cells.push(Cell::new(indicator.name.clone(), 1));
        cells.push(Cell::new(indicator.description.clone(), 1));
        match form.apart {
            Apart::No => cells.push(Cell::new(indicator.target.clone(), 1)),
            Apart::Yes => {
                cells.extend(taken_apart(&indicator.target).map(|part| Cell::new(part, 1)));
            }
        }
        cells.push(Cell::new(indicator.basis.clone(), 1));
        rows.push(Row::new(cells));
    }
    rows
}

type Same = fn(&DraftIndicator, &DraftIndicator) -> bool;
const SAME_DIMENSION: Same = |a, b| a.dimension == b.dimension;
const SAME_ASPECT: Same = |a, b| a.dimension == b.dimension && a.aspect == b.aspect;

fn level(text: &str, merge: Merge) -> Cell {
    match merge {
        Merge::Covered => Cell::covered(1),
        other => Cell::new(text, 1).merged(other),
    }
}

/// ≥40户 as ≥, 40, 户. What has no operator stands in the column of the value as it is.
fn taken_apart(target: &str) -> [String; 3] {
    let rest = target.trim_start_matches(['≥', '≤', '＝', '=', '＞', '＜', '>', '<']);
    if rest.len() == target.len() {
        return [String::new(), target.into(), String::new()];
    }
    let operator = target.get(..target.len() - rest.len()).unwrap_or_default();
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let value = rest.get(..rest.len() - number.len()).unwrap_or_default();
    [operator.into(), value.into(), number.into()]
}
