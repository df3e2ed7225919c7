//! What the tests of rows share: registers, their columns, and what becomes of a sheet.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use ground::Day;
use model::cell::Cell;
use read::Limits;
use read::rows::Workbook as Rows;
use register::{Checker, Definition, Definitions, FieldType, Matching, Part};
use rulebook::Rulebook;
use write::rows::{Heading, Kind};

pub(crate) const TODAY: Day = Day::constant(2025, 10, 1);
/// The region of invented examples.
const REGION: &str = "990321";
pub(crate) const ID: &str = "990321198001010010";

pub(crate) const LABELS: [&str; 9] = [
    "受助人姓名",
    "证件号码",
    "救助种类",
    "发放金额",
    "发放日期",
    "户名",
    "银行账号",
    "决定编号",
    "公示编号",
];
pub(crate) const GOOD: [&str; 9] = [
    "张三",
    ID,
    "生活救助",
    "3000",
    "2025-01-20",
    "张三",
    "6222000000000000012",
    "2025-1",
    "公示2025-1",
];

pub(crate) struct House {
    pub(crate) rulebook: Rulebook,
    pub(crate) definitions: Definitions,
}

impl House {
    pub(crate) fn new() -> House {
        let rulebook = Rulebook::embedded().unwrap();
        let definitions = Definitions::embedded(&rulebook).unwrap();
        House { rulebook, definitions }
    }

    pub(crate) fn aid(&self) -> &Definition {
        self.definitions.definition("aid").unwrap()
    }

    /// The columns of a register as its template shows them.
    pub(crate) fn headings(&self, definition: &Definition) -> Vec<Heading> {
        definition.inputs.iter().map(|input| self.heading(definition, input)).collect()
    }

    fn heading(&self, definition: &Definition, input: &register::Input) -> Heading {
        let field = match input.part {
            Part::Field(at) => definition.at(at),
            Part::Document(_) | Part::State => None,
        };
        let labels = |list: &str| {
            let codes = self.definitions.lists().list(list).map_or(&[][..], |list| &list.codes);
            codes.iter().map(|code| code.label.clone()).collect()
        };
        let (mut unit, mut choices) = ("", Vec::new());
        let kind = match (input.part, field.map(|field| &field.holds)) {
            (Part::Document(_), _) => Kind::Digits,
            (Part::State, _) => {
                choices = definition.states.iter().map(|state| state.label.clone()).collect();
                Kind::Words
            }
            (_, Some(FieldType::Code { list })) => {
                choices = labels(list);
                Kind::Words
            }
            (_, Some(FieldType::Number { decimals, .. })) => Kind::Number(*decimals),
            (_, Some(FieldType::Money { unit: register::MoneyUnit::Wan })) => {
                unit = "（万元）";
                Kind::Wan
            }
            (_, Some(FieldType::Money { .. })) => {
                unit = "（元）";
                Kind::Yuan
            }
            (_, Some(FieldType::Date)) => Kind::Date,
            (_, Some(FieldType::Period { .. })) => Kind::Period,
            (_, Some(FieldType::YesNo)) => Kind::YesNo,
            (_, Some(FieldType::IdNumber | FieldType::CreditCode | FieldType::BankCard)) => {
                Kind::Digits
            }
            (_, Some(FieldType::Phone)) => Kind::Digits,
            _ => Kind::Words,
        };
        Heading {
            label: format!("{}{unit}", input.label),
            help: field.map_or(String::new(), |field| field.help.clone()),
            required: input.required,
            kind,
            choices,
        }
    }

    /// What becomes of a sheet: what was matched, then each row with the codes of its findings.
    pub(crate) fn import(&self, name: &str, bytes: &[u8], sheet: usize) -> Vec<String> {
        let definition = self.aid();
        let book = match Rows::open(name, bytes, Limits::of_registers()) {
            Ok(book) => book,
            Err(finding) => return vec![finding.message.clone()],
        };
        let (matching, first) = match matched(definition, &book, sheet) {
            Ok(found) => found,
            Err(said) => return vec![said],
        };
        let label = |at: &usize| definition.inputs[*at].label.clone();
        let mut lines = Vec::new();
        let missing = matching.missing.iter().map(label);
        // Where this column is missing, the beneficiary is the household's head.
        let missing: Vec<String> = missing.filter(|label| label != "户主证件号码").collect();
        if !missing.is_empty() {
            lines.push(format!("缺 {}", missing.join(" ")));
        }
        let lists = self.definitions.lists();
        let checker = Checker::new(definition, &self.rulebook, lists, REGION, TODAY);
        let read = book.rows(sheet, &mut |row| {
            if row.number >= first && !matching.passes_over(row.cells) {
                let checked = checker.row(row.cells, &matching);
                // Invented numbers begin with 99, which is no province: each of them is told so.
                let told = checked.findings.iter().map(|finding| finding.code.as_str());
                let told: Vec<&str> = told.filter(|code| *code != "REG011").collect();
                lines.push(format!("{}: {}", row.number, told.join(" ")));
            }
            ControlFlow::Continue(())
        });
        lines.extend(read.err().map(|finding| finding.message));
        lines
    }
}

/// Finds the headings of a sheet; also the number of the first row below them.
pub(crate) fn matched(
    definition: &Definition,
    book: &Rows,
    sheet: usize,
) -> Result<(Matching, u32), String> {
    let mut head: Vec<(u32, Vec<String>)> = Vec::new();
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => (*text).to_owned(),
        _ => String::new(),
    };
    book.rows(sheet, &mut |row| {
        head.push((row.number, row.cells.iter().map(text).collect()));
        if head.len() < 25 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .map_err(|finding| finding.message.clone())?;
    let rows: Vec<Vec<&str>> =
        head.iter().map(|(_, row)| row.iter().map(String::as_str).collect()).collect();
    let found = Matching::find(definition, &rows, &BTreeMap::new()).ok_or("没有找到表头")?;
    let last = head[found.data - 1].0;
    Ok((found, last + 1))
}
