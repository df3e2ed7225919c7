//! All indicators of the two real statements, as the committed table binds them.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, Instant};

use measure::Arguments;
use office::measuring::Question;
use toml::{Table, Value};

use crate::county::{County, PROJECT};
use crate::year;

/// How the table names the code of the indicator's own project.
const OWN: &str = "本项目";

/// How many indicators there are, and how long all values take that registers give, at first and from then on.
pub(crate) async fn all(county: &County) -> Result<(usize, [Duration; 2]), Box<dyn Error>> {
    let table: Table = include_str!("../../../tests/tables/bindings.toml").parse()?;
    let statements = table.get("statements").and_then(Value::as_table).ok_or("no statements")?;
    let rows = statements.values().filter_map(Value::as_table).flat_map(Table::values);
    let rows: Vec<&Value> = rows.collect();
    let questions: Vec<Question> = rows
        .iter()
        .filter_map(|row| row.get("bind")?.as_array())
        .flatten()
        .filter_map(|part| question(county, part).transpose())
        .collect::<Result<_, _>>()?;
    let office = county.afresh().await?;
    let mut times = [Duration::ZERO; 2];
    for time in &mut times {
        let began = Instant::now();
        office::one_request(async {
            for question in &questions {
                office.measure(&county.clerk, &county.union, question).await?;
            }
            Ok::<(), office::OfficeError>(())
        })
        .await?;
        *time = began.elapsed();
    }
    Ok((rows.len(), times))
}

/// What is asked; nothing where questionnaires answer.
fn question(county: &County, part: &Value) -> Result<Option<Question>, Box<dyn Error>> {
    let code = part.get("measure").and_then(Value::as_str).ok_or("no measure")?;
    let measure = county.registers.measures().measure(code).ok_or("no such measure")?;
    if measure.parts().is_empty() {
        return Ok(None);
    }
    let chosen = part.get("choices").and_then(Value::as_table).into_iter().flatten();
    let text = |value: &Value| match value.as_str() {
        Some(OWN) => PROJECT.to_owned(),
        other => other.unwrap_or_default().to_owned(),
    };
    let choices: BTreeMap<String, Vec<String>> = chosen
        .map(|(name, values)| {
            let values = values.as_array().into_iter().flatten().map(text).collect();
            (name.clone(), values)
        })
        .collect();
    let deadline = part.get("deadline").and_then(Value::as_str).and_then(|day| day.parse().ok());
    let deadline = measure.needs_deadline().then(|| deadline.unwrap_or(year().last));
    let arguments = Arguments { choices, deadline };
    Ok(Some(Question { code: code.to_owned(), arguments, period: year(), as_of: None }))
}
