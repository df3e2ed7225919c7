//! The head of a project's table: code and name, sums, purpose, spending plan, goals.

use model::statement::{Checkpoint, Goal, Project};

use crate::document::{Cell, Paragraph, Row, Table};
use crate::style::Style;

/// Widths of the columns: labels, then six that the rows share.
const WIDTHS: [u32; 7] = [160, 115, 140, 170, 130, 125, 160];
/// Columns right of the labels.
const SHARED: u16 = 6;

/// The head of a project's table, a row for each field that the project has.
pub(super) fn table(project: &Project) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(names(project));
    rows.extend(unit(project));
    rows.extend(sums(project));
    for points in project.plan.chunks(usize::from(SHARED)) {
        rows.extend(plan(points));
    }
    rows.extend(goals(project));
    Table {
        caption: format!("{}：预算、支出计划和绩效目标", project.name()),
        widths: WIDTHS.to_vec(),
        header_rows: 0,
        rows,
    }
}

fn centred(text: &str) -> Cell {
    Cell::of(Style::CellCentred, text)
}

fn words(text: &str) -> Cell {
    Cell::of(Style::CellText, text)
}

/// Code and name, either over the whole row where the other is not there.
fn names(project: &Project) -> Option<Row> {
    let label = project.code_label.as_ref().map_or("项目编码", |label| label.text.as_str());
    let code = project.code.as_ref().map(|code| (Cell::label(label), centred(code.text())));
    let name = project.name.as_ref().map(|name| (Cell::label("项目名称"), centred(&name.text)));
    match (code, name) {
        (Some((label, code)), Some((name_label, name))) => {
            Some(Row::new(vec![label, code.across(2), name_label, name.across(3)]))
        }
        (Some((label, only)), None) | (None, Some((label, only))) => {
            Some(Row::new(vec![label, only.across(SHARED)]))
        }
        (None, None) => None,
    }
}

/// The unit, where it has no code with which it would stand over the table.
fn unit(project: &Project) -> Option<Row> {
    let name = project.unit_name.as_ref().filter(|_| project.unit_code.is_none())?;
    Some(Row::new(vec![Cell::label("预算单位"), words(&name.text).across(SHARED)]))
}

/// The sums, and under them the purpose. It stands there without a label of its own, as in the
/// form, where the sums are given.
fn sums(project: &Project) -> Vec<Row> {
    let budget = &project.budget;
    let parts = [
        ("预算数", &budget.total),
        ("其中：财政资金", &budget.fiscal),
        ("其他资金", &budget.other),
    ];
    let given = parts.iter().filter_map(|(label, sum)| Some((*label, sum.as_ref()?.text())));
    let mut cells: Vec<Cell> =
        given.flat_map(|(label, sum)| [Cell::label(label), centred(sum)]).collect();
    let has_total = budget.total.is_some();
    let purpose = project.purpose.as_ref();
    if cells.is_empty() {
        let row = purpose.map(|purpose| {
            Row::new(vec![Cell::label("资金用途"), words(&purpose.text).across(SHARED)])
        });
        return row.into_iter().collect();
    }
    let left = SHARED.saturating_sub(u16::try_from(cells.len()).unwrap_or(SHARED));
    if let Some(last) = cells.pop() {
        cells.push(last.across(1 + left));
    }
    let label = if purpose.is_some() { "预算规模及资金用途" } else { "预算规模" };
    let label = Cell::label(label).down(if purpose.is_some() { 2 } else { 1 });
    cells.insert(0, label);
    let mut rows = vec![Row::new(cells)];
    rows.extend(purpose.map(|purpose| match has_total {
        true => Row::new(vec![words(&purpose.text).across(SHARED)]),
        false => Row::new(vec![Cell::label("资金用途"), words(&purpose.text).across(SHARED - 1)]),
    }));
    rows
}

/// Up to six points of the spending plan: their labels, under them the shares.
fn plan(points: &[Checkpoint]) -> [Row; 2] {
    let spans: &[u16] = match points.len() {
        0 | 1 => &[6],
        2 => &[3, 3],
        3 => &[2, 2, 2],
        4 => &[2, 1, 2, 1],
        5 => &[2, 1, 1, 1, 1],
        _ => &[1, 1, 1, 1, 1, 1],
    };
    let mut labels = vec![Cell::label("资金支出计划（%）").down(2)];
    let mut shares = Vec::new();
    for (point, span) in points.iter().zip(spans) {
        labels.push(Cell::label(&*point.label.text).across(*span));
        shares.push(centred(point.share.text()).across(*span));
    }
    [Row::new(labels), Row::new(shares)]
}

fn goals(project: &Project) -> Option<Row> {
    let field = project.goals_field.as_ref()?;
    let lines = lines(&field.text, &project.goals);
    let paragraphs = lines.into_iter().map(|line| Paragraph::new(Style::CellText, line));
    let cell = Cell::new(paragraphs.collect()).across(SHARED);
    Some(Row::new(vec![Cell::label("绩效目标"), cell]))
}

/// The field cut into a line a goal, so that nothing between the goals is lost or added.
///
/// Where a goal that ends in a Latin letter or a figure runs on into the next there is no cut: a line
/// end would read as a blank.
fn lines(field: &str, goals: &[Goal]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = field;
    for goal in goals {
        let numbers: String =
            goal.numbers.iter().map(|number| number.words.text.as_str()).collect();
        let said = format!("{numbers}{}", goal.words.text);
        let head = rest.strip_prefix('\n').unwrap_or(rest);
        let glued = head.len() == rest.len();
        let Some(behind) = head.strip_prefix(said.as_str()) else {
            return whole(field);
        };
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        match lines.last_mut() {
            Some(last)
                if glued && latin(last.chars().next_back()) && latin(said.chars().next()) =>
            {
                last.push_str(&said);
            }
            _ => lines.push(said),
        }
        rest = behind;
    }
    if rest.is_empty() { lines } else { whole(field) }
}

fn whole(field: &str) -> Vec<String> {
    if field.is_empty() { Vec::new() } else { vec![field.to_owned()] }
}

#[cfg(test)]
mod tests {
    use ground::Words;
    use model::statement::{NumberStyle, Numbering};

    use super::*;

    fn goal(number: &str, text: &str) -> Goal {
        let words = |text: &str| Words { text: text.into(), ..Words::default() };
        let number = Numbering { style: NumberStyle::Dot, ordinal: 1, words: words(number) };
        let numbers = if number.words.is_blank() { Vec::new() } else { vec![number] };
        Goal { numbers, words: words(text) }
    }

    #[test]
    fn a_goal_a_line_where_the_field_allows_it() {
        let two = [goal("1.", "甲。"), goal("2.", "乙。")];
        assert_eq!(lines("1.甲。2.乙。", &two), ["1.甲。", "2.乙。"]);
        assert_eq!(lines("1.甲。另有丙。2.乙。", &two), ["1.甲。另有丙。2.乙。"]);
        let latin = [goal("1.", "建成5G"), goal("2.", "乙。")];
        assert_eq!(lines("1.建成5G2.乙。", &latin), ["1.建成5G2.乙。"]);
        assert_eq!(lines("1.建成5G\n2.乙。", &latin), ["1.建成5G", "2.乙。"]);
        assert!(lines("", &[]).is_empty());
    }
}
