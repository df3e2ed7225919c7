//! A field as what is asked of in its register's table.

use ground::Day;
use jiff::Span;
use register::plan::{Condition, Test};
use register::{ColumnRole, ColumnType, Definition, FieldType, Value};
use store::Cell;
use store::registers::conditions;

use super::Told;

/// The columns that say of a field what is asked for, and how they are kept.
pub(super) struct Kept {
    /// The field's label in quotes, for what is said of it.
    pub(super) label: String,
    columns: Vec<(String, ColumnRole)>,
    holds: ColumnType,
    decimals: u32,
}

/// Which day of a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The first.
    First,
    /// The last.
    Last,
}

impl Kept {
    /// The names of the columns.
    pub(super) fn names(self) -> Vec<String> {
        self.columns.into_iter().map(|(name, _)| name).collect()
    }

    /// The name of the one column.
    pub(super) fn only(self) -> Told<String> {
        let label = self.label.clone();
        match <[String; 1]>::try_from(self.names()) {
            Ok([one]) => Ok(one),
            Err(_) => Err(format!("{label}是期间，有首日和末日，不能当一个值")),
        }
    }

    /// Whether it is a keyed hash, which is equal or not, and nothing else.
    pub(super) fn is_lookup(&self) -> bool {
        self.columns.iter().any(|(_, role)| *role == ColumnRole::Lookup)
    }

    /// Refuses what is kept otherwise than another field, so that equal values would not be equal.
    pub(super) fn fits(&self, other: &Kept) -> Told<()> {
        let is_alike = (self.is_lookup(), self.holds, self.decimals, self.columns.len())
            == (other.is_lookup(), other.holds, other.decimals, other.columns.len());
        if is_alike {
            return Ok(());
        }
        Err(format!("{}和{}的保存方式不同，不能相互比较", self.label, other.label))
    }
}

/// By what values of a field are equal: the keyed hash where there is one, both days of a period.
pub(super) fn equal(of: &Definition, field: usize) -> Told<Kept> {
    match holds(of, field)? {
        FieldType::Period { .. } => kept(of, field, &[ColumnRole::First, ColumnRole::Last]),
        _ => kept(of, field, &[ColumnRole::Lookup])
            .or_else(|_| kept(of, field, &[ColumnRole::Value])),
    }
}

/// Columns of two fields that are equal where the fields are.
pub(super) fn joined(
    (subject, one): (&Definition, usize),
    (other, two): (&Definition, usize),
) -> Told<Vec<(String, String)>> {
    let (one, two) = (equal(subject, one)?, equal(other, two)?);
    one.fits(&two)?;
    Ok(one.names().into_iter().zip(two.names()).collect())
}

/// By what values of a field are compared.
pub(super) fn compared(of: &Definition, field: usize, end: End) -> Told<Kept> {
    match holds(of, field)? {
        FieldType::Period { .. } => day(of, field, end),
        _ => equal(of, field),
    }
}

/// The day of a field, or of its period.
fn day(of: &Definition, field: usize, end: End) -> Told<Kept> {
    let role = match (holds(of, field)?, end) {
        (FieldType::Period { .. }, End::First) => ColumnRole::First,
        (FieldType::Period { .. }, End::Last) => ColumnRole::Last,
        (FieldType::Date, _) => ColumnRole::Value,
        _ => return Err(format!("{}不是日期", label(of, field))),
    };
    kept(of, field, &[role])
}

/// The column of a day; of a period the last.
pub(super) fn last_day(of: &Definition, field: usize) -> Told<String> {
    day(of, field, End::Last)?.only()
}

/// The column of the day by which a stretch of time is told: of a period the first day.
pub(super) fn dated_by(of: &Definition) -> Told<String> {
    let field = of.dated_by.ok_or_else(|| format!("台账“{}”没有写 on，分不出年月", of.title))?;
    day(of, field, End::First)?.only()
}

/// The column of a field that is summed up.
pub(super) fn number(of: &Definition, field: usize) -> Told<String> {
    let kept = kept(of, field, &[ColumnRole::Value])?;
    match holds(of, field)? {
        FieldType::Number { .. } | FieldType::Money { .. } => kept.only(),
        _ => Err(format!("{}不是数，不能合计", kept.label)),
    }
}

/// With how many decimals a number is kept as a whole number; money as fen has two.
pub(super) fn decimals(of: &Definition, field: usize) -> u32 {
    match of.at(field).map(|field| field.holds.plain()) {
        Some(FieldType::Number { decimals, .. }) => *decimals,
        Some(FieldType::Money { .. }) => 2,
        _ => 0,
    }
}

/// A condition of a plan as conditions on columns. A period lies where all of it lies.
pub(super) fn conditions(
    condition: &Condition,
    of: &Definition,
    today: Day,
) -> Told<Vec<conditions::Condition>> {
    use conditions::Test as Asked;
    let field = condition.field;
    let on = |kept: Kept, test| Ok::<_, String>(conditions::Condition::new(&kept.only()?, test));
    let after = |days: i64| {
        let span = Span::new().try_days(days);
        let day = span.and_then(|span| today.checked_add(span));
        day.map(|day| Cell::Text(day.to_string())).map_err(|_| "天数太多".to_owned())
    };
    Ok(match &condition.test {
        Test::In(values) => vec![on(open(of, field)?, Asked::In(cells(of, field, values)?))?],
        Test::NotIn(values) => vec![on(open(of, field)?, Asked::NotIn(cells(of, field, values)?))?],
        Test::Filled => vec![conditions::Condition::new(&first(of, field)?, Asked::Filled)],
        Test::Empty => vec![conditions::Condition::new(&first(of, field)?, Asked::Empty)],
        Test::DaysAgo(days) => {
            vec![on(day(of, field, End::Last)?, Asked::AtMost(after(days.saturating_neg())?))?]
        }
        Test::WithinDays(days) => vec![
            on(day(of, field, End::First)?, Asked::AtLeast(after(0)?))?,
            on(day(of, field, End::Last)?, Asked::AtMost(after(*days)?))?,
        ],
    })
}

/// A field whose values can be read in the database.
fn open(of: &Definition, field: usize) -> Told<Kept> {
    let kept = equal(of, field)?;
    match kept.is_lookup() {
        true => Err(format!("{}加密保存，不能用来挑选", kept.label)),
        false => Ok(kept),
    }
}

/// The first column of a field: empty where the field is.
fn first(of: &Definition, field: usize) -> Told<String> {
    let columns = of.columns().into_iter();
    let mut columns = columns.filter(|column| column.field == Some(field));
    columns.next().map(|column| column.name).ok_or_else(|| "没有这个字段".to_owned())
}

/// Values that a field is compared with, as they are kept.
fn cells(of: &Definition, field: usize, values: &[Value]) -> Told<Vec<Cell>> {
    let kind = equal(of, field)?.holds;
    let cell = |value: &Value| match (value, kind) {
        (Value::Code(text) | Value::Text(text), ColumnType::Text) => Ok(Cell::Text(text.clone())),
        (Value::YesNo(truth), ColumnType::Integer) => Ok(Cell::Number((*truth).into())),
        _ => Err(format!("{}不能这样挑选", label(of, field))),
    };
    values.iter().map(cell).collect()
}

/// The columns of these roles; all must be there, and none encrypted.
fn kept(of: &Definition, field: usize, roles: &[ColumnRole]) -> Told<Kept> {
    let label = label(of, field);
    let all = of.columns();
    let mut columns = Vec::new();
    let mut holds = ColumnType::Text;
    for role in roles {
        let is_it =
            |column: &&register::Column| column.field == Some(field) && column.role == *role;
        match all.iter().find(is_it) {
            Some(column) if column.encrypted => {
                return Err(format!("{label}加密保存，不能用来核对"));
            }
            Some(column) => {
                columns.push((column.name.clone(), *role));
                holds = column.holds;
            }
            None => return Err(format!("{label}不能用来核对")),
        }
    }
    Ok(Kept { label, columns, holds, decimals: decimals(of, field) })
}

fn holds(of: &Definition, field: usize) -> Told<&FieldType> {
    let found = of.at(field).map(|field| field.holds.plain());
    found.ok_or_else(|| format!("台账“{}”没有这个字段", of.title))
}

fn label(of: &Definition, field: usize) -> String {
    let label = of.at(field).map_or("", |field| field.label.as_str());
    format!("{}的“{label}”", of.title)
}
