//! Which sheet of a file is imported, where its headings stand, which column fills which input.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use read::rows::{Row, Workbook};
use register::{Cell, Definition, Matching, Part, Unmatched};

use super::Choices;
use super::staging::sentence;

/// The headings are looked for in so many first rows that hold anything.
const HEAD_ROWS: usize = 22;
/// So many sheets are looked into.
const MOST_SHEETS: usize = 30;
/// So many missing columns are named.
const NAMED: usize = 8;

/// A sheet that may be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetOffered {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Whether it is the one that is looked at.
    pub is_chosen: bool,
}

/// A column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOffered {
    /// Its place, from 0.
    pub at: usize,
    /// Its heading as it stands.
    pub heading: String,
    /// Whether it fills nothing.
    pub is_left_out: bool,
}

/// What fills an input of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputMatched {
    /// Its label.
    pub label: String,
    /// Whether rows need it.
    pub is_required: bool,
    /// The place of the column that fills it.
    pub column: Option<usize>,
    /// Whether several columns could; the first was taken.
    pub is_ambiguous: bool,
}

/// A sheet as it is to be read.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its place in the file.
    pub(super) at: usize,
    /// The number of the first row below the headings.
    pub(super) first: u32,
    /// The headings by the places of their columns.
    pub(super) headings: Vec<String>,
    /// Which column fills which input.
    pub(super) matching: Matching,
}

/// What a file offers.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// Its sheets.
    pub(super) sheets: Vec<SheetOffered>,
    /// What is to be known of it.
    pub(super) said: Vec<String>,
    /// The sheet, or why there is none that can be imported.
    pub(super) sheet: Result<Sheet, String>,
}

/// The first rows of a sheet: their numbers and texts.
type Head = Vec<(u32, Vec<String>)>;

/// Finds what is to be imported of a file.
pub(super) fn opened(
    definition: &Definition,
    workbook: &Workbook<'_>,
    remembered: &BTreeMap<String, String>,
    choices: &Choices,
) -> Opened {
    let said = workbook.findings().iter().map(sentence).collect();
    let mut sheet = chosen(definition, workbook, remembered, choices.sheet);
    if let Ok(sheet) = &mut sheet {
        choose(definition, sheet, &choices.columns);
        sheet.matching.missing = missing(definition, &sheet.matching);
    }
    let at = choices.sheet.or(sheet.as_ref().ok().map(|sheet| sheet.at));
    let sheets = workbook.sheets().iter().enumerate().map(|(place, one)| SheetOffered {
        name: one.name.clone(),
        is_hidden: one.is_hidden,
        is_chosen: Some(place) == at,
    });
    Opened { sheets: sheets.collect(), said, sheet }
}

/// The columns that the sheet offers.
pub(super) fn columns(sheet: &Sheet) -> Vec<ColumnOffered> {
    let is_used = |at: usize| sheet.matching.columns.iter().flatten().any(|it| it.at == at);
    let is_left = |at: usize| sheet.matching.unmatched.iter().any(|it| it.at == at);
    let all = sheet.headings.iter().enumerate();
    let all = all.filter(|(at, heading)| !heading.is_empty() || is_used(*at));
    let offered = |(at, heading): (usize, &String)| ColumnOffered {
        at,
        heading: heading.clone(),
        is_left_out: is_left(at),
    };
    all.map(offered).collect()
}

/// What fills each input.
pub(super) fn inputs(definition: &Definition, sheet: &Sheet) -> Vec<InputMatched> {
    let places = definition.inputs.iter().enumerate();
    let matched = places.map(|(place, input)| InputMatched {
        label: input.label.clone(),
        is_required: input.required,
        column: sheet.matching.columns.get(place).and_then(Option::as_ref).map(|it| it.at),
        is_ambiguous: sheet.matching.ambiguous.contains(&place),
    });
    matched.collect()
}

/// What must be settled before the sheet can be imported.
pub(super) fn stops(definition: &Definition, sheet: &Sheet) -> Vec<String> {
    let missing: Vec<&str> = sheet
        .matching
        .missing
        .iter()
        .filter_map(|place| definition.inputs.get(*place))
        .map(|input| input.label.as_str())
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let named = quoted(missing.into_iter());
    vec![format!(
        "缺少必填的列：{named}。表里如有这些内容，请在“列的对应”里选出是哪一列；没有的，请在表里补上再选一次文件"
    )]
}

/// The sheet that was asked for, or else the visible one whose headings fit best.
fn chosen(
    definition: &Definition,
    workbook: &Workbook<'_>,
    remembered: &BTreeMap<String, String>,
    asked: Option<usize>,
) -> Result<Sheet, String> {
    if let Some(at) = asked.filter(|at| *at < workbook.sheets().len()) {
        return found(definition, workbook, remembered, at);
    }
    let visible = workbook.sheets().iter().enumerate().filter(|(_, sheet)| !sheet.is_hidden);
    let mut best: Option<(usize, Sheet)> = None;
    let mut why: Option<String> = None;
    for (at, _) in visible.take(MOST_SHEETS) {
        match found(definition, workbook, remembered, at) {
            Ok(sheet) => {
                let fits = sheet.matching.columns.iter().flatten().count();
                if best.as_ref().is_none_or(|(most, _)| fits > *most) {
                    best = Some((fits, sheet));
                }
            }
            Err(said) => {
                why.get_or_insert(said);
            }
        }
    }
    let hidden = || {
        "工作表全部是隐藏的，没有可以导入的内容。请在表格程序中取消隐藏，保存后再导入".to_owned()
    };
    best.map(|(_, sheet)| sheet).ok_or_else(|| why.unwrap_or_else(hidden))
}

/// A sheet with its headings found.
fn found(
    definition: &Definition,
    workbook: &Workbook<'_>,
    remembered: &BTreeMap<String, String>,
    at: usize,
) -> Result<Sheet, String> {
    let rows = head(workbook, at)?;
    let texts: Vec<Vec<&str>> =
        rows.iter().map(|(_, cells)| cells.iter().map(String::as_str).collect()).collect();
    let matching = Matching::find(definition, &texts, remembered);
    let matching = matching.ok_or_else(|| no_headings(definition, workbook, at))?;
    let last_head = rows.get(matching.data.saturating_sub(1)).map_or(0, |(number, _)| *number);
    let below = rows.get(matching.data).map(|(number, _)| *number);
    let first = below.unwrap_or(last_head.saturating_add(1));
    let head = rows.get(matching.header..matching.data).unwrap_or_default();
    let headings = headings(&matching, head);
    Ok(Sheet { at, first, headings, matching })
}

/// The first rows that hold anything.
fn head(workbook: &Workbook<'_>, at: usize) -> Result<Head, String> {
    let mut head: Head = Vec::with_capacity(HEAD_ROWS);
    let read = workbook.rows(at, &mut |row: Row<'_>| {
        let text = |cell: &Cell<'_>| match cell {
            Cell::Text(text) => (*text).to_owned(),
            _ => String::new(),
        };
        head.push((row.number, row.cells.iter().map(text).collect()));
        if head.len() < HEAD_ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match read {
        Err(finding) if head.is_empty() => Err(sentence(&finding)),
        _ => Ok(head),
    }
}

fn no_headings(definition: &Definition, workbook: &Workbook<'_>, at: usize) -> String {
    let name = workbook.sheets().get(at).map_or("", |sheet| sheet.name.as_str());
    let required = definition.inputs.iter().filter(|input| input.required);
    let labels = quoted(required.map(|input| input.label.as_str()));
    format!(
        "工作表“{name}”里没有找到“{}”的表头。表头要在前20行之内，至少有这些列：{labels}。\
         请检查是否选错了文件或工作表，或下载导入模板照着填",
        definition.title
    )
}

fn quoted<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<String> = labels.map(|label| format!("“{label}”")).collect();
    let more = if all.len() > NAMED { "等" } else { "" };
    all.iter().take(NAMED).map(String::as_str).collect::<String>() + more
}

/// The headings of columns by their places: as they were understood, or else as they stand in the lower row.
fn headings(matching: &Matching, rows: &[(u32, Vec<String>)]) -> Vec<String> {
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    let heading = |at: usize| {
        let matched = matching.columns.iter().flatten().map(|it| (it.at, &it.heading));
        let mut known = matched.chain(matching.unmatched.iter().map(|it| (it.at, &it.heading)));
        let known = known.find(|(place, _)| *place == at).map(|(_, heading)| heading.trim());
        let lower = rows.last().and_then(|(_, cells)| cells.get(at)).map(|text| text.trim());
        known.or(lower).unwrap_or_default().to_owned()
    };
    (0..width).map(heading).collect()
}

/// The required inputs that neither a column fills nor another field.
fn missing(definition: &Definition, matching: &Matching) -> Vec<usize> {
    let is_filled = |place: usize| matching.columns.get(place).is_some_and(Option::is_some);
    let of_field = |input: &register::Input| match input.part {
        Part::Field(at) => definition.at(at),
        Part::Document(_) | Part::State => None,
    };
    let has_column = |field: usize| {
        let mut inputs = definition.inputs.iter().enumerate();
        let fills = |part| part == Part::Field(field) || part == Part::Document(field);
        inputs.any(|(place, input)| fills(input.part) && is_filled(place))
    };
    let places = definition.inputs.iter().enumerate();
    let missing = places.filter(|(place, input)| {
        let taken_over = of_field(input).and_then(|field| field.same_as).is_some_and(has_column);
        let has_default = of_field(input).is_some_and(|field| field.default.is_some());
        input.required && !is_filled(*place) && !taken_over && !has_default
    });
    missing.map(|(place, _)| place).collect()
}

/// Puts what was chosen in the place of what was found.
fn choose(definition: &Definition, sheet: &mut Sheet, columns: &BTreeMap<usize, Option<usize>>) {
    let Sheet { headings, matching, .. } = sheet;
    // Numbers of rows and the like are not missed.
    let matched = matching.columns.iter().flatten().map(|column| column.at);
    let told: Vec<usize> = matched.chain(matching.unmatched.iter().map(|it| it.at)).collect();
    for (input, column) in columns {
        let column = column.and_then(|at| Some((at, headings.get(at)?.as_str())));
        matching.choose(definition, *input, column);
    }
    let is_used = |at: usize| matching.columns.iter().flatten().any(|matched| matched.at == at);
    let left = headings.iter().enumerate();
    let left = left.filter(|(at, _)| told.contains(at) && !is_used(*at));
    let unmatched = left.map(|(at, heading)| Unmatched { at, heading: heading.clone() }).collect();
    matching.unmatched = unmatched;
}
