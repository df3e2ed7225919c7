//! The functions that expressions may call, and what they give.

use super::typing::Sort;

/// A function of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// `size(text)`: characters; `size(files)`: how many.
    Size,
    /// `year(day)`
    Year,
    /// `calendar_year(day)`: the year as a period
    CalendarYear,
    /// `month(day)`: 1 to 12
    Month,
    /// `days(from, to)`
    Days,
    /// `workdays(from, to)`: Mondays to Fridays from the first day to the last, both counted.
    Workdays,
    /// `months(from, to)`: whole months
    Months,
    /// `years(from, to)`: whole years
    Years,
    /// `add_days(day, number)`
    AddDays,
    /// `add_months(day, number)`
    AddMonths,
    /// `add_years(day, number)`
    AddYears,
    /// `born(person)`, `born(document)`
    Born,
    /// `female(person)`, `female(document)`
    Female,
    /// `min(a, b)`
    Least,
    /// `max(a, b)`
    Most,
    /// `text.startsWith(text)`
    StartsWith,
    /// `text.endsWith(text)`
    EndsWith,
    /// `text.contains(text)`
    Contains,
    /// `period.first`
    First,
    /// `period.last`
    Last,
    /// `person.name`
    Name,
    /// `person.document`
    Document,
}

const NAMES: &str = "has、param、yuan、size、year、calendar_year、month、days、workdays、months、years、add_days、\
                     add_months、add_years、born、female、min、max";

/// The function of this name for arguments of these sorts; else what is wrong and what to do.
pub(super) fn find(
    name: &str,
    sorts: &[Sort],
    is_method: bool,
) -> Result<(Function, Sort), (String, String)> {
    let found = if is_method { method(name, sorts) } else { function(name, sorts) };
    found.ok_or_else(|| {
        let given: Vec<&str> = sorts.iter().map(Sort::label).collect();
        let message = format!("没有可用于（{}）的函数“{name}”", given.join("、"));
        (message, format!("可用的函数：{NAMES}"))
    })
}

/// What `.name` of a value is.
pub(super) fn member(name: &str, of: &Sort) -> Option<(Function, Sort)> {
    match (name, of) {
        ("first", Sort::Period) => Some((Function::First, Sort::Date)),
        ("last", Sort::Period) => Some((Function::Last, Sort::Date)),
        ("name", Sort::Person) => Some((Function::Name, Sort::Text)),
        ("document", Sort::Person) => Some((Function::Document, Sort::Document)),
        _ => None,
    }
}

fn method(name: &str, sorts: &[Sort]) -> Option<(Function, Sort)> {
    let found = match (name, sorts) {
        ("startsWith", [Sort::Text, Sort::Text]) => (Function::StartsWith, Sort::Truth),
        ("endsWith", [Sort::Text, Sort::Text]) => (Function::EndsWith, Sort::Truth),
        ("contains", [Sort::Text, Sort::Text]) => (Function::Contains, Sort::Truth),
        ("size", [Sort::Text | Sort::Files]) => (Function::Size, Sort::Number),
        _ => return None,
    };
    Some(found)
}

fn function(name: &str, sorts: &[Sort]) -> Option<(Function, Sort)> {
    use Sort::{Date, Document, Files, Number, Period, Person, Text, Truth};
    let found = match (name, sorts) {
        ("size", [Text | Files]) => (Function::Size, Number),
        ("year", [Date]) => (Function::Year, Number),
        ("calendar_year", [Date]) => (Function::CalendarYear, Period),
        ("month", [Date]) => (Function::Month, Number),
        ("days", [Date, Date]) => (Function::Days, Number),
        ("workdays", [Date, Date]) => (Function::Workdays, Number),
        ("months", [Date, Date]) => (Function::Months, Number),
        ("years", [Date, Date]) => (Function::Years, Number),
        ("add_days", [Date, Number]) => (Function::AddDays, Date),
        ("add_months", [Date, Number]) => (Function::AddMonths, Date),
        ("add_years", [Date, Number]) => (Function::AddYears, Date),
        ("born", [Person | Document]) => (Function::Born, Date),
        ("female", [Person | Document]) => (Function::Female, Truth),
        ("min", [a, b]) if a == b && is_ordered(a) => (Function::Least, a.clone()),
        ("max", [a, b]) if a == b && is_ordered(a) => (Function::Most, a.clone()),
        _ => return None,
    };
    Some(found)
}

fn is_ordered(sort: &Sort) -> bool {
    matches!(sort, Sort::Number | Sort::Money | Sort::Date)
}
