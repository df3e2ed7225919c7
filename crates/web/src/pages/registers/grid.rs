//! Many entries typed at once, or pasted from a spreadsheet: all are kept or none.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::Severity;
use office::registers::Registers;
use office::registers::keeping::Typed;
use office::registers::keeping_many::{KeptMany, MOST_ROWS};
use office::registers::showing::FindingShown;
use office::registers::sight::Sight;
use office::{Asker, OfficeError};
use register::{Definition, FieldType, Matching, Part};

use super::asked::Pairs;
use super::fields::{field_of, sent};
use super::said::{Said, name_of, said};
use super::shelf::Whose;
use super::{HERE, Owners};
use crate::page::Page;
use crate::pages::pieces::wrong;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// Empty rows at first.
const ROWS: usize = 10;

/// `registers/grid.html`
#[derive(Template)]
#[template(path = "registers/grid.html")]
struct GridPage {
    page: Page,
    title: String,
    action: String,
    back: String,
    load: String,
    template: String,
    owner: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    trouble: String,
    wrong_rows: usize,
    most: usize,
}

struct Column {
    /// The place of the input in the definition.
    place: usize,
    label: String,
    required: bool,
    hint: String,
    class: &'static str,
    options: Vec<String>,
}

struct Row {
    number: usize,
    cells: Vec<Cell>,
    /// What is said of the row as a whole.
    said: Vec<Said>,
    tone: &'static str,
}

struct Cell {
    name: String,
    label: String,
    value: String,
    list: usize,
    has_list: bool,
    class: &'static str,
    said: Vec<Said>,
    is_wrong: bool,
}

/// Rows as they were typed: text by the place of the input.
type Rows = Vec<BTreeMap<usize, String>>;

/// The empty grid.
pub(crate) async fn show_grid(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &whose.owner).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let rows = vec![BTreeMap::new(); ROWS];
    let about = (&app, &asker, definition, &*all);
    shown(&grid(about, &owners, &rows, &[], String::new()).await?)
}

/// Keeps all rows, or says what is wrong with which; or puts pasted text into the grid.
pub(crate) async fn keep_grid(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, sent(&pairs, "owner").unwrap_or_default()).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let about = (&app, &asker, definition, &*all);
    let sight = app.office.keeping_sight(&asker, &owners.chosen).await?;
    let mut rows = filled(definition, &sight, &pairs);
    if let Some(text) = sent(&pairs, "pasted").filter(|text| !text.trim().is_empty()) {
        rows.extend(pasted(definition, &sight, text));
        let trouble = match rows.len() {
            0..=MOST_ROWS => String::new(),
            _ => format!("一次最多{MOST_ROWS}行，后面的没有放进来。更多的请从表格导入"),
        };
        rows.truncate(MOST_ROWS);
        return Ok(shown(&grid(about, &owners, &rows, &[], trouble).await?)?.into_response());
    }
    let typed: Vec<Typed> = rows.clone();
    let kept = app.office.add_entries(&asker, &register, &owners.chosen, &typed).await;
    let (findings, trouble) = match kept {
        Ok(KeptMany::Done(_)) => {
            let asked = [("owner", owners.in_address()), ("said", "grid")];
            let to = address(&format!("{HERE}/{register}"), &asked);
            return Ok(Redirect::to(&to).into_response());
        }
        Ok(KeptMany::Refused(findings)) => (findings, String::new()),
        Err(error @ (OfficeError::Conflict(_) | OfficeError::Invalid(_))) => {
            (Vec::new(), error.to_string())
        }
        Err(error) => return Err(error.into()),
    };
    wrong(&grid(about, &owners, &rows, &findings, trouble).await?)
}

async fn grid(
    (app, asker, definition, all): (&App, &Asker, &Definition, &Registers),
    owners: &Owners,
    typed: &Rows,
    findings: &[Vec<FindingShown>],
    trouble: String,
) -> Result<GridPage, WebError> {
    let sight = app.office.keeping_sight(asker, &owners.chosen).await?;
    let columns = columns(definition, &sight, all);
    let here = format!("{HERE}/{}", definition.name);
    let owner = [("owner", owners.in_address())];
    let back = address(&here, &owner);
    let blank = BTreeMap::new();
    let count = typed.len().max(ROWS);
    let row = |at: usize| {
        let said = findings.get(at).map_or_else(Vec::new, |found| said(definition, found));
        self::row(definition, at, typed.get(at).unwrap_or(&blank), &columns, &said)
    };
    let rows: Vec<Row> = (0..count).map(row).collect();
    let is_wrong = |found: &&Vec<FindingShown>| {
        found.iter().any(|finding| finding.severity == Severity::Error)
    };
    let title = format!("批量登记：{}", definition.title);
    let page = framed(app, asker, title.clone(), HERE).await?;
    Ok(GridPage {
        page: page.under(HERE, "台账").under(back.clone(), definition.title.clone()),
        title,
        action: format!("{here}/grid"),
        back,
        load: address(&format!("{here}/import"), &owner),
        template: address(&format!("{here}/template"), &owner),
        owner: owners.chosen.clone(),
        rows,
        columns,
        trouble,
        wrong_rows: findings.iter().filter(is_wrong).count(),
        most: MOST_ROWS,
    })
}

/// The inputs that are typed: all that the asker sees, but states and files.
fn columns(definition: &Definition, sight: &Sight, all: &Registers) -> Vec<Column> {
    let (lists, inputs) = (all.definitions().lists(), definition.inputs.iter().enumerate());
    let column = |(place, input): (usize, &register::Input)| {
        name_of(definition, input.part)?;
        let (_, field) = field_of(definition, input.part).filter(|(_, it)| sight.sees(it))?;
        let options = match (&field.holds, input.part) {
            (FieldType::Code { list }, Part::Field(_)) => {
                let codes = lists.list(list).map_or(&[][..], |list| &list.codes);
                codes.iter().map(|code| code.label.clone()).collect()
            }
            (FieldType::YesNo, Part::Field(_)) => vec!["是".to_owned(), "否".to_owned()],
            _ => Vec::new(),
        };
        Some(Column {
            place,
            label: input.label.clone(),
            required: input.required && field.same_as.is_none(),
            hint: super::filters::unit(&field.holds),
            class: match (&field.holds, input.part) {
                (FieldType::Number { .. } | FieldType::Money { .. }, Part::Field(_)) => "num",
                (FieldType::Text { longest }, _) if *longest >= 100 => "wide",
                (_, Part::Document(_)) | (FieldType::IdNumber | FieldType::BankCard, _) => "wide",
                _ => "",
            },
            options,
        })
    };
    inputs.filter_map(column).collect()
}

fn row(
    definition: &Definition,
    at: usize,
    typed: &BTreeMap<usize, String>,
    columns: &[Column],
    said: &[Said],
) -> Row {
    let name = |place: usize| {
        definition.inputs.get(place).and_then(|input| name_of(definition, input.part))
    };
    let cell = |column: &Column| {
        let field = name(column.place).unwrap_or_default();
        let of_it: Vec<Said> = said.iter().filter(|said| said.at == field).cloned().collect();
        Cell {
            name: format!("r{at}-{}", column.place),
            label: format!("第{}行 {}", at + 1, column.label),
            value: typed.get(&column.place).cloned().unwrap_or_default(),
            list: column.place,
            has_list: !column.options.is_empty(),
            class: column.class,
            is_wrong: of_it.iter().any(|said| said.tone == "error"),
            said: of_it,
        }
    };
    let cells: Vec<Cell> = columns.iter().map(cell).collect();
    let has = |tone: &str| said.iter().any(|said| said.tone == tone);
    Row {
        number: at + 1,
        tone: if has("error") {
            "has-error"
        } else if has("warning") {
            "has-warning"
        } else {
            ""
        },
        cells,
        said: said.iter().filter(|said| said.at.is_empty()).cloned().collect(),
    }
}

/// The rows of the grid in which something was typed.
fn filled(definition: &Definition, sight: &Sight, pairs: &Pairs) -> Rows {
    let mut rows: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for (name, value) in pairs {
        let place = name.strip_prefix('r').and_then(|name| name.split_once('-'));
        let Some((row, place)) = place else { continue };
        let (Ok(row), Ok(place)) = (row.parse::<usize>(), place.parse::<usize>()) else { continue };
        if row < MOST_ROWS && !value.trim().is_empty() && is_typed(definition, sight, place) {
            rows.entry(row).or_default().insert(place, value.trim().to_owned());
        }
    }
    rows.into_values().collect()
}

fn is_typed(definition: &Definition, sight: &Sight, place: usize) -> bool {
    let input = definition.inputs.get(place);
    let of = input.filter(|input| name_of(definition, input.part).is_some());
    let of = of.and_then(|input| field_of(definition, input.part));
    of.is_some_and(|(_, field)| sight.sees(field))
}

/// Rows of text copied from a spreadsheet: by their headings if there are any, else in the order of the grid.
fn pasted(definition: &Definition, sight: &Sight, text: &str) -> Rows {
    let lines: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split('\t').collect())
        .collect();
    let places: Vec<usize> =
        (0..definition.inputs.len()).filter(|place| is_typed(definition, sight, *place)).collect();
    let matching = Matching::find(definition, lines.get(..1).unwrap_or_default(), &BTreeMap::new());
    let (columns, skip): (Vec<(usize, usize)>, usize) = match &matching {
        Some(matching) => {
            let columns = matching.columns.iter().enumerate();
            let found = columns.filter_map(|(place, column)| Some((column.as_ref()?.at, place)));
            (found.filter(|(_, place)| places.contains(place)).collect(), matching.data)
        }
        None => (places.iter().copied().enumerate().collect(), 0),
    };
    let row = |line: &Vec<&str>| {
        let cells = columns.iter().filter_map(|(at, place)| {
            let text = line.get(*at)?.trim();
            (!text.is_empty()).then(|| (*place, text.to_owned()))
        });
        cells.collect::<BTreeMap<usize, String>>()
    };
    lines.iter().skip(skip).map(row).filter(|row| !row.is_empty()).collect()
}
