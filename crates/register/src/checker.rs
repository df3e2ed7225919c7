//! A row becomes an entry, with findings: one row independent of all others, so that rows can be checked side by
//! side.

use std::fmt::Write;

use ground::{Day, RuleCode, Severity};

use crate::codes::CodeLists;
use crate::definition::{Check, Definition, Message, Part, Piece};
use crate::expression::{Figures, Formula, Got, NotComputed, Row};
use crate::field::{Field, FieldType, Personal, Visibility};
use crate::identity::IdDocument;
use crate::masking::{Masking, show, yuan};
use crate::matching::Matching;
use crate::normal::normal;
use crate::said::{CODE_NOT_IN_FORCE, MISSING, NOT_COMPUTED, RowFinding, UNKNOWN_STATE};
use crate::understand::{Around, document, field, words};
use crate::value::{Entry, Person, Value};
use model::cell::Cell;
use rulebook::Rulebook;

/// Checks the rows of one register as of one day in one region.
pub struct Checker<'c> {
    definition: &'c Definition,
    /// A new entry.
    blank: Entry,
    around: Around<'c>,
    figures: Figures,
}

/// What became of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What could be read of it, computed fields included.
    pub entry: Entry,
    /// What is wrong with it, in the order of the inputs, checks of the whole row last.
    pub findings: Vec<RowFinding>,
}

impl Checked {
    /// How grave the gravest finding is; `None` where all is well.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Whether the row may be taken in.
    pub fn is_sound(&self) -> bool {
        self.worst() != Some(Severity::Error)
    }
}

impl<'c> Checker<'c> {
    /// A checker as of `today` for rows that belong to `region` (six digits).
    pub fn new(
        definition: &'c Definition,
        rulebook: &'c Rulebook,
        lists: &'c CodeLists,
        region: &str,
        today: Day,
    ) -> Checker<'c> {
        let figures = Figures::of(rulebook, region);
        Checker {
            definition,
            blank: definition.blank(),
            around: Around { rulebook, lists, today },
            figures,
        }
    }

    /// The entry of a sheet's row, whose columns `matching` has found.
    pub fn row(&self, cells: &[Cell], matching: &Matching) -> Checked {
        self.row_over(self.blank.clone(), cells, matching)
    }

    /// The entry that `before` becomes by a row: what has no column stays as it is, an empty cell empties what
    /// has one, or leaves what a new entry has there.
    pub fn row_over(&self, before: Entry, cells: &[Cell], matching: &Matching) -> Checked {
        let mut findings = Vec::new();
        let mut entry = before;
        for (place, input) in self.definition.inputs.iter().enumerate() {
            let column = matching.columns.get(place).and_then(Option::as_ref);
            let Some(column) = column else { continue };
            let cell = cells.get(column.at).copied().unwrap_or_default();
            let unit = column.unit;
            match input.part {
                Part::Field(at) => {
                    let Some(of) = self.definition.at(at) else { continue };
                    let value = field(of, cell, unit, place, &self.around, &mut findings);
                    let value = value.or_else(|| self.blank.value(at).cloned());
                    entry.set(at, same_person(value, entry.value(at)));
                }
                Part::Document(at) => self.document(at, cell, place, &mut entry, &mut findings),
                Part::State => self.state(cell, place, &mut entry, &mut findings),
            }
        }
        self.finish(entry, findings)
    }

    /// An entry whose values are typed already, from a form or from the store: computed and checked anew.
    pub fn entry(&self, entry: Entry) -> Checked {
        self.finish(entry, Vec::new())
    }

    /// What a text means for a field, typed or computed: what one looks for by it. Of a person it is the number of
    /// the document.
    pub fn meant(&self, at: usize, text: &str) -> Option<Value> {
        let of = self.definition.at(at)?;
        if let FieldType::Person { .. } = of.holds {
            let document = Some(IdDocument::parse(text).ok()?);
            return Some(Value::Person(Person { name: String::new(), document }));
        }
        field(of, Cell::Text(text), None, 0, &self.around, &mut Vec::new())
    }

    fn document(
        &self,
        at: usize,
        cell: Cell,
        place: usize,
        entry: &mut Entry,
        findings: &mut Vec<RowFinding>,
    ) {
        let Some(field) = self.definition.at(at) else { return };
        let FieldType::Person { document: column } = &field.holds else { return };
        let found = document(field, &column.label, cell, place, &self.around, findings);
        match entry.values.get_mut(at) {
            Some(slot @ Some(Value::Person(_))) if found.is_none() => {
                if let Some(Value::Person(person)) = slot
                    && person.name.is_empty()
                {
                    *slot = None;
                } else if let Some(Value::Person(person)) = slot {
                    person.document = None;
                }
            }
            Some(Some(Value::Person(person))) => person.document = found,
            Some(empty @ None) if found.is_some() => {
                *empty = Some(Value::Person(Person { name: String::new(), document: found }));
            }
            _ => {}
        }
    }

    fn state(&self, cell: Cell, place: usize, entry: &mut Entry, findings: &mut Vec<RowFinding>) {
        let Some(text) = words(cell).filter(|text| !text.is_empty()) else { return };
        let asked = normal(&text);
        let states = &self.definition.states;
        let found = states.iter().position(|state| {
            let mut names = [&state.name, &state.label].into_iter().chain(&state.synonyms);
            names.any(|name| normal(name) == asked)
        });
        if found.is_some() {
            entry.state = found;
            return;
        }
        let labels: Vec<&str> = states.iter().map(|state| state.label.as_str()).collect();
        let message = format!("没有“{text}”这种状态");
        findings.push(UNKNOWN_STATE.at(place, message, format!("可填：{}", labels.join("、"))));
    }

    fn finish(&self, entry: Entry, findings: Vec<RowFinding>) -> Checked {
        let mut checked = Checked { entry, findings };
        self.take_over(&mut checked.entry);
        self.compute(&mut checked);
        self.missing(&mut checked);
        let on =
            self.definition.days_of(&checked.entry).map_or(self.around.today, |(_, last)| last);
        self.codes_in_force(on, &mut checked);
        for check in &self.definition.checks {
            let found = self.check(check, on, &checked.entry);
            checked.findings.extend(found);
        }
        checked
    }

    fn row_of<'v>(&'v self, entry: &'v Entry, on: Day) -> Row<'v> {
        let states = &self.definition.states;
        Row { entry, states, on, today: self.around.today, figures: &self.figures }
    }

    /// Fills empty fields that are the same as another.
    fn take_over(&self, entry: &mut Entry) {
        for (place, field) in self.definition.fields.iter().enumerate() {
            let (Some(from), None) = (field.same_as, entry.value(place)) else { continue };
            let value = match (&field.holds, entry.value(from)) {
                (FieldType::Entry { .. }, Some(Value::Person(person))) => {
                    person.document.as_ref().map(|document| Value::Entry(document.number.clone()))
                }
                (FieldType::Entry { .. }, Some(Value::IdNumber(document))) => {
                    Some(Value::Entry(document.number.clone()))
                }
                (_, value) => value.cloned(),
            };
            entry.set(place, value);
        }
    }

    /// Fills in the computed fields, in order.
    fn compute(&self, checked: &mut Checked) {
        for (place, field) in self.definition.fields.iter().enumerate() {
            let FieldType::Computed { formula, result } = &field.holds else { continue };
            let on = self.definition.days_of(&checked.entry).map_or(self.around.today, |(_, d)| d);
            let value = match formula.evaluate(&self.row_of(&checked.entry, on)) {
                Ok(got) => kept(got, result),
                Err(why) => {
                    checked.findings.push(not_computed(&field.label, why));
                    None
                }
            };
            checked.entry.set(place, value);
        }
    }

    /// Says which required inputs are empty, unless what stands in them has been found wrong already.
    fn missing(&self, checked: &mut Checked) {
        for (place, input) in self.definition.inputs.iter().enumerate().filter(|(_, i)| i.required)
        {
            let is_there = match input.part {
                Part::Field(at) => match checked.entry.value(at) {
                    Some(Value::Person(person)) => !person.name.is_empty(),
                    value => value.is_some(),
                },
                Part::Document(at) => matches!(
                    checked.entry.value(at),
                    Some(Value::Person(Person { document: Some(_), .. }))
                ),
                Part::State => true,
            };
            let is_said = || {
                let of_it =
                    |f: &&RowFinding| f.input == Some(place) && f.severity == Severity::Error;
                checked.findings.iter().find(of_it).is_some()
            };
            if !is_there && !is_said() {
                let message = format!("“{}”没有填写", input.label);
                checked.findings.push(MISSING.at(place, message, "这一项必须填写"));
            }
        }
    }

    /// Says which codes were not in use on the day of the row.
    fn codes_in_force(&self, on: Day, checked: &mut Checked) {
        for (place, input) in self.definition.inputs.iter().enumerate() {
            let Part::Field(at) = input.part else { continue };
            let (Some(field), Some(Value::Code(key))) =
                (self.definition.at(at), checked.entry.value(at))
            else {
                continue;
            };
            let FieldType::Code { list } = &field.holds else { continue };
            let Some(list) = self.around.lists.list(list) else { continue };
            let Some(code) = list.code(key).filter(|code| !code.in_force(on)) else { continue };
            let message = format!("“{}”的选项“{}”在{on}不在使用期", field.label, code.label);
            let help = format!("当时可用：{}", list.offered(on));
            checked.findings.push(CODE_NOT_IN_FORCE.at(place, message, help));
        }
    }

    fn check(&self, check: &Check, on: Day, entry: &Entry) -> Option<RowFinding> {
        let row = self.row_of(entry, on);
        if let Some(when) = &check.when
            && when.evaluate(&row) != Ok(Got::Truth(true))
        {
            return None;
        }
        match check.that.evaluate(&row) {
            Ok(Got::Truth(false)) => {}
            Ok(_) => return None,
            Err(why) => return Some(not_computed(check.code.as_str(), why)),
        }
        let first = check.that.fields().into_iter().find_map(|at| self.input_of(at));
        Some(RowFinding {
            code: check.code,
            severity: check.level,
            input: first,
            message: self.said(&check.message, &row),
            help: check.help.clone(),
            quotes: check.message.fields().any(|at| self.definition.at(at).is_some_and(is_guarded)),
        })
    }

    /// The input that fills a field.
    fn input_of(&self, field: usize) -> Option<usize> {
        self.definition.inputs.iter().position(|input| input.part == Part::Field(field))
    }

    fn said(&self, message: &Message, row: &Row) -> String {
        let mut out = String::new();
        for piece in &message.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(formula) => self.value_said(formula, row, &mut out),
            }
        }
        out
    }

    fn value_said(&self, formula: &Formula, row: &Row, out: &mut String) {
        if let crate::expression::Node::Field(at) = formula.node
            && let Some(field) = self.definition.at(at)
        {
            let shown = show(field, row.entry.value(at), Masking::Plain, self.around.lists);
            let unit = if matches!(field.holds.plain(), FieldType::Money { .. }) {
                unit(field)
            } else {
                ""
            };
            let _ = write!(out, "{shown}{unit}");
            return;
        }
        let _ = match formula.evaluate(row) {
            Ok(Got::Text(text)) => write!(out, "{text}"),
            Ok(Got::Number(number)) => write!(out, "{}", number.round_dp(2).normalize()),
            Ok(Got::Money(money)) => write!(out, "{}元", yuan(money)),
            Ok(Got::Date(day)) => write!(out, "{day}"),
            Ok(Got::Period(period)) => write!(out, "{period}"),
            Ok(Got::Truth(truth)) => write!(out, "{}", if truth { "是" } else { "否" }),
            Ok(Got::Person(person)) => write!(out, "{}", person.name),
            Ok(Got::Document(document)) => write!(out, "{document}"),
            Ok(Got::Files(count)) => write!(out, "{count}"),
            Ok(Got::Empty) | Err(_) => write!(out, "（空）"),
        };
    }
}

/// A person whose name was typed keeps the document, which has a column of its own.
fn same_person(new: Option<Value>, old: Option<&Value>) -> Option<Value> {
    let Some(Value::Person(Person { document: Some(document), .. })) = old else { return new };
    let name = match new {
        Some(Value::Person(person)) => person.name,
        None => String::new(),
        other => return other,
    };
    Some(Value::Person(Person { name, document: Some(document.clone()) }))
}

fn unit(field: &Field) -> &'static str {
    match field.holds.plain() {
        FieldType::Money { unit } => unit.label(),
        _ => "",
    }
}

/// Whether a message that quotes this field may not be shown to everybody.
fn is_guarded(field: &Field) -> bool {
    field.personal != Personal::None || field.visibility > Visibility::Inside
}

fn not_computed(what: &str, why: NotComputed) -> RowFinding {
    RowFinding {
        code: RuleCode::new("REG020"),
        severity: NOT_COMPUTED.severity,
        input: None,
        message: format!("“{what}”算不出来：{}", why.message()),
        help: "核对参与计算的各项".into(),
        quotes: false,
    }
}

/// What a computed field keeps: numbers in its decimals, texts as codes where it is one.
fn kept(got: Got, result: &FieldType) -> Option<Value> {
    match (got.into_value()?, result) {
        (Value::Text(text), FieldType::Code { .. }) => Some(Value::Code(text)),
        (Value::Number(number), FieldType::Number { decimals, .. }) => {
            Some(Value::Number(number.round_dp(*decimals).normalize()))
        }
        (value, _) => Some(value),
    }
}

impl Message {
    /// The fields that it quotes.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|piece| match piece {
            Piece::Text(_) => Vec::new(),
            Piece::Value(formula) => formula.fields(),
        })
    }
}
