//! Reminders: rows of one register that come due by a day, as a plan that the store turns into a query. Nothing here
//! runs.
//!
//! A reminder is a file of `data/reminders/`. It says in one or more `[[when]]` which rows are meant and by which day;
//! what several of them find must not overlap, for it is summed up.

use crate::cross::Condition;
use crate::cross::read::{All, field, register, source};
use crate::cross::read_side::condition;
use crate::definition::{Definition, Known};
use crate::field::FieldType;
use crate::toml_tree::{Section, parsed};
use ground::{Fault, Faults};

/// Something of which clerks are reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The name of its file.
    pub name: String,
    /// What comes due, as a heading in Chinese.
    pub title: String,
    /// Why, in one sentence.
    pub about: String,
    /// What to do.
    pub help: String,
    /// The register whose rows come due.
    pub register: String,
    /// So many days before the day it is told.
    pub ahead: i64,
    /// So many days after the day it is told no more; `None`: always.
    pub forget: Option<i64>,
    /// The law behind it.
    pub source: String,
    /// Which rows, and by which day.
    pub whens: Vec<When>,
}

/// Rows that come due, and by which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// In which states they are; any where none is named.
    pub states: Vec<String>,
    /// What must be true of them, all of it.
    pub conditions: Vec<Condition>,
    /// The place of the field with the day; of a period its last day counts. With `through`: a field of that register.
    pub by: usize,
    /// Where the day stands in another register: the field that names its row, that register, and the field of that
    /// register by which it is named.
    pub through: Option<Through>,
    /// Fields in which a row of a later day agrees with the one that it renews; none: nothing renews it.
    pub renewed_by: Vec<usize>,
    /// What is added to the day.
    pub plus: Plus,
}

/// Another register in which the day stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// The field that names its row.
    pub field: usize,
    /// The register.
    pub register: String,
    /// The field of that register by which it is named.
    pub named_by: usize,
}

/// What is added to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plus {
    /// So many days.
    Days(i64),
    /// So many months.
    Months(i64),
    /// As many months as the figure of this name says today; where none is in force nothing comes due.
    MonthsOf(String),
}

const KEYS: &[&str] = &["title", "about", "help", "register", "ahead", "forget", "source", "when"];
const WHEN_KEYS: &[&str] = &[
    "states",
    "where",
    "by",
    "through",
    "renewed_by",
    "plus_days",
    "plus_months",
    "plus_months_of",
];
/// More days ahead than these are no reminder any more.
const FARTHEST: i64 = 366;

impl Reminder {
    /// Reads the text of a reminder over the registers `all`; its name is that of the file.
    ///
    /// # Errors
    /// With every mistake, its place, and what to do.
    pub fn parse(text: &str, place: &str, all: &All, known: Known) -> Result<Reminder, Vec<Fault>> {
        let mut faults = Faults::new(place, text);
        let name = place.rsplit('/').next().unwrap_or(place).trim_end_matches(".toml");
        let found = parsed(&mut faults)
            .and_then(|root| reminder(name, &Section::of(&root), all, known, &mut faults));
        faults.unless(found)
    }
}

fn reminder(
    name: &str,
    root: &Section,
    all: &All,
    known: Known,
    faults: &mut Faults,
) -> Option<Reminder> {
    root.only(KEYS, faults);
    let title = root.needed("title", faults);
    let about = root.needed("about", faults);
    let help = root.needed("help", faults);
    let source = source(root, None, known.rulebook, faults);
    let ahead = root.integer("ahead", faults).unwrap_or_default();
    if !(0..=FARTHEST).contains(&ahead) {
        let message = format!("提前的天数应在0到{FARTHEST}之间");
        faults.over(&root.place("ahead"), message, "");
    }
    let of = root.needed("register", faults);
    let of = of.and_then(|words| register(&words, all, faults))?;
    let whens = root.tables("when", faults);
    if whens.is_empty() {
        let help = "[[when]] 里用 by 指明日期字段";
        faults.over(&root.span, "没有写按哪个日期提醒（[[when]]）", help);
    }
    let whens: Vec<When> =
        whens.iter().filter_map(|section| when(section, of, all, known, faults)).collect();
    Some(Reminder {
        name: name.to_owned(),
        title: title?.text,
        about: about?.text,
        help: help?.text,
        register: of.name.clone(),
        ahead,
        forget: root.integer("forget", faults),
        source: source?,
        whens,
    })
}

fn when(
    section: &Section,
    of: &Definition,
    all: &All,
    known: Known,
    faults: &mut Faults,
) -> Option<When> {
    section.only(WHEN_KEYS, faults);
    let mut states = Vec::new();
    for words in section.list("states", faults) {
        if of.state(&words.text).is_none() {
            let message = format!("台账“{}”没有状态“{}”", of.name, words.text);
            faults.over(&words.span, message, "");
        }
        states.push(words.text);
    }
    let conditions = section.tables("where", faults);
    let conditions =
        conditions.iter().filter_map(|one| condition(one, of, known.lists, faults)).collect();
    let through = through(section, of, all, faults);
    let by = section.needed("by", faults)?;
    let dated = through.as_ref().and_then(|through| all.get(&through.register)).unwrap_or(of);
    let place = field(&by, dated, faults)?;
    let holds = dated.at(place).map(|field| field.holds.plain());
    if !matches!(holds, Some(FieldType::Date | FieldType::Period { .. })) {
        faults.over(&by.span, format!("“{}”不是日期", by.text), "写日期、期间字段");
    }
    let renewed_by = section.list("renewed_by", faults);
    if let Some(first) = renewed_by.first().filter(|_| through.is_some()) {
        faults.over(&first.span, "renewed_by 和 through 不能同时写", "");
    }
    let renewed_by = renewed_by.iter().filter_map(|words| field(words, of, faults)).collect();
    let plus = plus(section, known, faults);
    Some(When { states, conditions, by: place, through, renewed_by, plus })
}

/// `through = "notice"`: a field that names a row of another register.
fn through(section: &Section, of: &Definition, all: &All, faults: &mut Faults) -> Option<Through> {
    let words = section.words("through", faults)?;
    let place = field(&words, of, faults)?;
    let FieldType::Entry { register, by, .. } = &of.at(place)?.holds else {
        let help = "through 写关联另一台账的字段";
        faults.over(&words.span, format!("“{}”不关联别的台账", words.text), help);
        return None;
    };
    let (named_by, _) = all.get(register)?.field(by)?;
    Some(Through { field: place, register: register.clone(), named_by })
}

fn plus(section: &Section, known: Known, faults: &mut Faults) -> Plus {
    let said = WHEN_KEYS.iter().filter(|key| key.starts_with("plus_") && section.has(key));
    if said.count() > 1 {
        let help = "plus_days、plus_months、plus_months_of 只写一项";
        faults.over(&section.span, "加多少天、多少个月写了几遍", help);
    }
    if let Some(words) = section.words("plus_months_of", faults) {
        if known.rulebook.figure(&words.text).is_none() {
            faults.over(&words.span, format!("data/figures/ 里没有“{}”", words.text), "");
        }
        return Plus::MonthsOf(words.text);
    }
    if let Some(months) = section.integer("plus_months", faults) {
        return Plus::Months(months);
    }
    Plus::Days(section.integer("plus_days", faults).unwrap_or_default())
}
