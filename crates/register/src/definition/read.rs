//! From the text of a definition to the definition, or to all that is wrong with it.

use rulebook::Rulebook;

use super::read_field::{self, Pending};
use super::{Definition, Direction, Input, Kind, ListView, Part, THEMES, read_flow};
use crate::codes::{CodeLists, is_ascii_name};
use crate::expression::{Formula, Names, Sort};
use crate::extension::{APART, OWN};
use crate::field::{Field, FieldType};
use crate::toml_tree::{Section, Words, parsed};
use ground::{Fault, Faults};

/// What definitions may refer to.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Laws, figures, regions.
    pub rulebook: &'k Rulebook,
    /// Code lists.
    pub lists: &'k CodeLists,
}

const KEYS: &[&str] = &[
    "name", "title", "kind", "version", "about", "source", "key", "called", "on", "list", "field",
    "state", "move", "check", "theme",
];

/// A register has at most so many fields.
const MOST_FIELDS: usize = 100;

impl Definition {
    /// Reads the text of a definition; `place` is its file or what stands for one.
    ///
    /// # Errors
    /// With every mistake, its line and column, and what to do.
    pub fn parse(text: &str, place: &str, known: Known) -> Result<Definition, Vec<Fault>> {
        let mut faults = Faults::new(place, text);
        let definition = parsed(&mut faults)
            .and_then(|root| definition(&Section::of(&root), known, &mut faults));
        faults.unless(definition)
    }
}

fn definition(root: &Section, known: Known, faults: &mut Faults) -> Option<Definition> {
    root.only(KEYS, faults);
    let name = name(root, faults);
    let title = root.needed("title", faults);
    let kind = kind(root, faults);
    let about = root.needed("about", faults);
    let theme = theme(root, faults);
    let version = root.integer("version", faults).and_then(|version| u32::try_from(version).ok());
    if version.is_none_or(|version| version == 0) {
        faults.over(&root.place("version"), "“version”应是从 1 开始的整数", "第一版写 version = 1");
    }
    let source = laws(root, known.rulebook, faults);
    let (mut fields, pending) = read_field::fields(root, known, faults);
    if fields.is_empty() || fields.len() > MOST_FIELDS {
        let message = format!("字段应有 1 至 {MOST_FIELDS} 个，现有 {} 个", fields.len());
        faults.over(&root.span, message, "每个字段写一节 [[field]]");
        return None;
    }
    let states = read_flow::states(root, kind, faults);
    compute(&mut fields, &pending, &states, known, faults);
    let key = places("key", root.list("key", faults), &fields, faults);
    let called = places("called", root.list("called", faults), &fields, faults);
    if called.is_empty() {
        let help = "写出列表和消息里用来称呼一行的字段";
        faults.over(&root.place("called"), "缺少“called”", help);
    }
    let moves = read_flow::moves(root, &states, &fields, faults);
    let names = Names {
        fields: &fields,
        known: fields.len(),
        states: &states,
        rulebook: known.rulebook,
        lists: known.lists,
    };
    let checks = read_flow::checks(root, &names, faults);
    let dated_by = dated_by(root, &fields, faults);
    let list = list_view(root, &fields, faults);
    let mut inputs = inputs(&fields, !states.is_empty());
    set_apart(&mut fields, &mut inputs);
    distinct_headings(&inputs, &fields, root, faults);
    Some(Definition {
        name: name?,
        title: title?.text,
        kind: kind?,
        version: version?,
        about: about?.text,
        theme,
        source,
        key,
        called,
        dated_by,
        list,
        states,
        moves,
        checks,
        inputs,
        fields,
    })
}

fn name(root: &Section, faults: &mut Faults) -> Option<String> {
    let name = root.needed("name", faults)?;
    if !is_ascii_name(&name.text) {
        let help = "只用小写英文字母、数字和下划线，以字母开头，不超过 40 个字符";
        faults.over(&name.span, format!("“{}”不能作台账的名称", name.text), help);
    }
    Some(name.text)
}

fn kind(root: &Section, faults: &mut Faults) -> Option<Kind> {
    let words = root.needed("kind", faults)?;
    match words.text.as_str() {
        "file" => Some(Kind::File),
        "journal" => Some(Kind::Journal),
        other => {
            let help = "可用：file（档案，逐版保存）、journal（流水，只增不改）";
            faults.over(&words.span, format!("没有“{other}”这种台账"), help);
            None
        }
    }
}

/// The laws that a definition names; each must be in the rulebook.
fn laws(root: &Section, rulebook: &Rulebook, faults: &mut Faults) -> Vec<String> {
    if !root.has("source") {
        let help = "至少写一个 data/law/ 里的依据，如 source = [\"practice\"]";
        faults.over(&root.span, "缺少“source”", help);
    }
    let named = root.list("source", faults);
    for words in named.iter().filter(|words| rulebook.law(&words.text).is_none()) {
        let message = format!("data/law/ 里没有“{}”", words.text);
        faults.over(&words.span, message, "先在 data/law/ 登记这份依据");
    }
    named.into_iter().map(|words| words.text).collect()
}

/// Reads the formulas of computed fields, now that all fields are known.
fn compute(
    fields: &mut [Field],
    pending: &[Pending],
    states: &[super::State],
    known: Known,
    faults: &mut Faults,
) {
    for Pending { place, formula, result } in pending {
        let names =
            Names { fields, known: *place, states, rulebook: known.rulebook, lists: known.lists };
        let Some(formula) = Formula::read(formula, &names, faults).filter(|found| {
            let wanted = Sort::of(result);
            let fits = found.sort == wanted
                || matches!((&found.sort, &wanted), (Sort::Text, Sort::Code(_)));
            if !fits {
                let message = format!("算出来的是{}，而不是{}", found.sort.label(), result.label());
                faults.over(&formula.span, message, "改 result 或改表达式");
            }
            fits
        }) else {
            continue;
        };
        if let Some(field) = fields.get_mut(*place) {
            let result = Box::new(result.clone());
            field.holds = FieldType::Computed { formula: Box::new(formula), result };
        }
    }
}

/// The theme under which it stands on the shelf.
fn theme(root: &Section, faults: &mut Faults) -> Option<&'static str> {
    let words = root.words("theme", faults)?;
    let found = THEMES.into_iter().find(|theme| *theme == words.text);
    if found.is_none() {
        let help = format!("可以写：{}；不写 theme 就放在“其他”里", THEMES.join("、"));
        faults.over(&words.span, format!("没有“{}”这个主题", words.text), help);
    }
    found
}

/// The places of fields that are named in a list.
fn places(key: &str, named: Vec<Words>, fields: &[Field], faults: &mut Faults) -> Vec<usize> {
    let mut found = Vec::new();
    for words in named {
        match fields.iter().position(|field| field.name == words.text) {
            Some(place) => found.push(place),
            None => unknown_field(key, &words, fields, faults),
        }
    }
    found
}

pub(super) fn unknown_field(key: &str, words: &Words, fields: &[Field], faults: &mut Faults) {
    let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let message = format!("“{key}”里的“{}”不是这个台账的字段", words.text);
    faults.over(&words.span, message, format!("现有字段：{}", known.join("、")));
}

fn dated_by(root: &Section, fields: &[Field], faults: &mut Faults) -> Option<usize> {
    let words = root.words("on", faults)?;
    let place = *places("on", vec![words.clone()], fields, faults).first()?;
    let holds = fields.get(place)?.holds.plain();
    if !matches!(holds, FieldType::Date | FieldType::Period { .. }) {
        faults.over(&words.span, format!("“{}”不是日期或期间", words.text), "换成日期或期间字段");
    }
    Some(place)
}

fn list_view(root: &Section, fields: &[Field], faults: &mut Faults) -> ListView {
    let Some(section) = root.table("list", faults) else {
        let few = fields.len().min(8);
        return ListView { columns: (0..few).collect(), ..ListView::default() };
    };
    section.only(&["columns", "sort", "totals"], faults);
    let columns = places("columns", section.list("columns", faults), fields, faults);
    let totals = section.list("totals", faults);
    for words in &totals {
        let field = fields.iter().find(|field| field.name == words.text);
        let summable = |holds: &FieldType| {
            matches!(holds.plain(), FieldType::Number { .. } | FieldType::Money { .. })
        };
        if field.is_some_and(|field| !summable(&field.holds)) {
            faults.over(&words.span, format!("“{}”不能合计", words.text), "只有数字和金额可以合计");
        }
    }
    let mut sort = Vec::new();
    for words in section.list("sort", faults) {
        let down = words.text.strip_prefix('-');
        let named = Words { text: down.unwrap_or(&words.text).into(), span: words.span.clone() };
        let direction = if down.is_some() { Direction::Down } else { Direction::Up };
        let place = places("sort", vec![named], fields, faults).first().copied();
        sort.extend(place.map(|place| (place, direction)));
    }
    ListView { columns, sort, totals: places("totals", totals, fields, faults) }
}

/// The columns of sheets: of a person two, of computed fields none, the state last.
fn inputs(fields: &[Field], has_states: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    for (place, field) in fields.iter().enumerate().filter(|(_, field)| !field.is_computed()) {
        inputs.push(Input {
            part: Part::Field(place),
            label: field.label.clone(),
            synonyms: field.synonyms.clone(),
            required: field.required,
        });
        if let FieldType::Person { document } = &field.holds {
            inputs.push(Input {
                part: Part::Document(place),
                label: document.label.clone(),
                synonyms: document.synonyms.clone(),
                required: field.required && document.required,
            });
        }
    }
    if has_states {
        inputs.push(Input {
            part: Part::State,
            label: "状态".into(),
            synonyms: vec!["档案状态".into(), "当前状态".into()],
            required: false,
        });
    }
    inputs
}

/// A county's own field gives way to a heading that the register has too, so that a release of the register which
/// brings one does not end what the county has.
fn set_apart(fields: &mut [Field], inputs: &mut [Input]) {
    let heading = |text: &String| crate::matching::heading(text).0;
    let own = |part: Part| match part {
        Part::Field(at) | Part::Document(at) => {
            fields.get(at).is_some_and(|field| field.name.starts_with(OWN)).then_some(at)
        }
        Part::State => None,
    };
    let (mine, others): (Vec<_>, Vec<_>) =
        inputs.iter_mut().map(|input| (own(input.part), input)).partition(|(own, _)| own.is_some());
    let headings = |(_, input): &(_, &mut Input)| {
        std::iter::once(&input.label).chain(&input.synonyms).map(heading).collect::<Vec<_>>()
    };
    let taken: Vec<String> = others.iter().flat_map(headings).collect();
    for (at, input) in mine {
        input.synonyms.retain(|synonym| !taken.contains(&heading(synonym)));
        if !taken.contains(&heading(&input.label)) {
            continue;
        }
        input.label.insert_str(0, APART);
        let field = at.and_then(|at| fields.get_mut(at));
        if let (Some(field), Part::Field(_)) = (field, input.part) {
            field.label.clone_from(&input.label);
        }
    }
}

/// Two columns under one heading could not be told apart.
fn distinct_headings(inputs: &[Input], fields: &[Field], root: &Section, faults: &mut Faults) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        for heading in std::iter::once(&input.label).chain(&input.synonyms) {
            let heading = crate::matching::heading(heading).0;
            match seen.iter().find(|(known, _)| *known == heading) {
                Some((_, before)) if *before != place => {
                    let message = format!("“{heading}”是两列的名称，导入时无法区分");
                    let place = match input.part {
                        Part::Field(at) | Part::Document(at) => fields
                            .get(at)
                            .and_then(|field| root.place_of_named("field", &field.name)),
                        Part::State => None,
                    };
                    let place = place.unwrap_or_else(|| root.place("field"));
                    faults.over(&place, message, "改 label 或去掉一处 synonyms");
                }
                Some(_) => {}
                None => seen.push((heading, place)),
            }
        }
    }
}
