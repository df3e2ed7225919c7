//! From the text of a cross-check to its plan, or to all that is wrong with it.

use std::collections::BTreeMap;

use ground::Severity;
use rulebook::{Rulebook, Standing};

use super::{
    Between, CrossCheck, Fault as Which, Order, Piece, Plan, Related, Window, read_group,
    read_side::{Sided, side},
};
use crate::definition::{Definition, Known, code, level};
use crate::expression::Sort;
use crate::field::{EntryKey, Field, FieldType};
use crate::toml_tree::{Section, Words, parsed};
use ground::{Fault, Faults};

/// All registers by name.
pub(crate) type All = BTreeMap<String, Definition>;

const KEYS: &[&str] = &[
    "code", "title", "level", "about", "message", "help", "source", "kind", "subject", "other",
    "join", "between", "window", "by", "sum", "distinct", "most", "limit",
];

impl CrossCheck {
    /// Reads the text of a check over the registers `all`.
    ///
    /// # Errors
    /// With every mistake, its place, and what to do.
    pub fn parse(
        text: &str,
        place: &str,
        all: &All,
        known: Known,
    ) -> Result<CrossCheck, Vec<Fault>> {
        let mut faults = Faults::new(place, text);
        let check = parsed(&mut faults)
            .and_then(|root| check(&Section::of(&root), all, known, &mut faults));
        faults.unless(check)
    }
}

fn check(root: &Section, all: &All, known: Known, faults: &mut Faults) -> Option<CrossCheck> {
    root.only(KEYS, faults);
    let code = code(root, faults);
    let title = root.needed("title", faults);
    let level = level(root, faults);
    let about = root.needed("about", faults);
    let message = root.needed("message", faults);
    let source = source(root, level, known.rulebook, faults);
    let subject = side("subject", root, all, known.lists, faults)?;
    let kind = root.needed("kind", faults)?;
    let window = window(root, &subject, faults);
    let (plan, other) = match kind.text.as_str() {
        "present" | "absent" => {
            let other = side("other", root, all, known.lists, faults)?;
            let fault = if kind.text == "present" { Which::Present } else { Which::Absent };
            let join = join(root, &subject, other.definition, faults);
            let between = between(root, &subject, &other, faults);
            let plan = Related {
                subject: subject.side.clone(),
                other: other.side.clone(),
                join,
                between,
                window,
                fault,
            };
            (Plan::Related(plan), Some(other))
        }
        "group" => (
            Plan::Grouped(read_group::grouped(
                root,
                &subject,
                window,
                all,
                level?,
                known.rulebook,
                faults,
            )?),
            None,
        ),
        unknown => {
            let help = "可用：present（不该有而有）、absent（该有而没有）、group（同组过多或超额）";
            faults.over(&kind.span, format!("没有“{unknown}”这种核对"), help);
            return None;
        }
    };
    let message = pieces(&message?, &subject, other.as_ref(), faults);
    Some(CrossCheck {
        code: code?,
        title: title?.text,
        level: level?,
        about: about?.text,
        message,
        help: root.text("help", faults),
        source: source?,
        plan,
    })
}

pub(crate) fn source(
    root: &Section,
    level: Option<Severity>,
    rulebook: &Rulebook,
    faults: &mut Faults,
) -> Option<String> {
    let words = root.needed("source", faults)?;
    match rulebook.law(&words.text) {
        None => {
            let message = format!("data/law/ 里没有“{}”", words.text);
            faults.over(&words.span, message, "先在 data/law/ 登记这份依据");
        }
        Some(law) if law.standing == Standing::Unverified && level == Some(Severity::Error) => {
            let message = format!("依据“{}”未核原文，不能据以判错", words.text);
            faults.over(&root.place("level"), message, "改为 level = \"warning\"");
        }
        Some(_) => {}
    }
    Some(words.text)
}

pub(crate) fn register<'d>(
    words: &Words,
    all: &'d All,
    faults: &mut Faults,
) -> Option<&'d Definition> {
    let found = all.get(&words.text);
    if found.is_none() {
        faults.over(&words.span, format!("没有台账“{}”", words.text), "写台账的英文名");
    }
    found
}

pub(crate) fn field(words: &Words, of: &Definition, faults: &mut Faults) -> Option<usize> {
    let found = of.field(&words.text).map(|(place, _)| place);
    if found.is_none() {
        let known: Vec<&str> = of.fields.iter().map(|field| field.name.as_str()).collect();
        let message = format!("台账“{}”没有字段“{}”", of.name, words.text);
        faults.over(&words.span, message, format!("现有字段：{}", known.join("、")));
    }
    found
}

/// A window by a day needs rows that are dated.
fn window(root: &Section, subject: &Sided, faults: &mut Faults) -> Window {
    let Some(words) = root.words("window", faults) else { return Window::Ever };
    let found = match words.text.as_str() {
        "ever" => Window::Ever,
        "year" => Window::Year,
        "month" => Window::Month,
        other => {
            faults.over(
                &words.span,
                format!("没有“{other}”这种时间范围"),
                "可用：ever、year、month",
            );
            Window::Ever
        }
    };
    if found != Window::Ever && subject.definition.dated_by.is_none() {
        let message = format!("台账“{}”没有写 on，分不出年月", subject.definition.name);
        faults.over(&words.span, message, "在定义里用 on 指明日期字段");
    }
    found
}

pub(super) fn join(
    root: &Section,
    subject: &Sided,
    other: &Definition,
    faults: &mut Faults,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for words in root.list("join", faults) {
        let (left, right) = halves(&words, "=");
        let (Some(a), Some(b)) =
            (field(&left, subject.definition, faults), field(&right, other, faults))
        else {
            continue;
        };
        let kinds = (subject.definition.at(a).map(kind), other.at(b).map(kind));
        if kinds.0 != kinds.1 {
            faults.over(&words.span, format!("“{}”两边不是同一类，无法对应", words.text), "");
        }
        pairs.push((a, b));
    }
    if pairs.is_empty() {
        faults.over(&root.span, "没有写两边怎样对应（join）", "join = [\"左边字段 = 右边字段\"]");
    }
    pairs
}

/// By what fields of one kind are joined.
fn kind(field: &Field) -> &'static str {
    match field.holds.plain() {
        FieldType::Person { .. } | FieldType::IdNumber => "id",
        FieldType::Entry { key, .. } => match key {
            EntryKey::IdNumber => "id",
            EntryKey::CreditCode => "credit",
            EntryKey::DocumentNumber => "document",
            EntryKey::Text => "text",
        },
        FieldType::CreditCode => "credit",
        FieldType::DocumentNumber => "document",
        other => other.word(),
    }
}

/// Both sides of a mark, trimmed.
fn halves(words: &Words, mark: &str) -> (Words, Words) {
    let (left, right) = words.text.split_once(mark).unwrap_or((&words.text, ""));
    let half = |text: &str| Words { text: text.trim().into(), span: words.span.clone() };
    (half(left), half(right))
}

fn between(root: &Section, subject: &Sided, other: &Sided, faults: &mut Faults) -> Vec<Between> {
    const ORDERS: [(&str, Order); 6] = [
        ("!=", Order::Unequal),
        ("<=", Order::AtMost),
        (">=", Order::AtLeast),
        ("<", Order::Less),
        (">", Order::More),
        ("=", Order::Equal),
    ];
    let mut all = Vec::new();
    for words in root.list("between", faults) {
        let Some((mark, order)) = ORDERS.iter().find(|(mark, _)| words.text.contains(mark)) else {
            faults.over(
                &words.span,
                format!("“{}”里没有比较符号", words.text),
                "如 paid_on < notice_end",
            );
            continue;
        };
        let (left, right) = halves(&words, mark);
        let (right, days) = plus_days(right);
        let (Some(a), Some(b)) =
            (field(&left, subject.definition, faults), field(&right, other.definition, faults))
        else {
            continue;
        };
        let sort = |of: &Definition, at| of.at(at).map(sort);
        if sort(subject.definition, a) != sort(other.definition, b) {
            faults.over(&words.span, format!("“{}”两边不能比较", words.text), "两边要是同一类的值");
        }
        all.push(Between { subject: a, order: *order, other: b, plus_days: days });
    }
    all
}

/// What a field compares as: days and periods alike.
fn sort(field: &Field) -> Sort {
    match Sort::of(&field.holds) {
        Sort::Period => Sort::Date,
        Sort::Person => Sort::Document,
        Sort::Text if kind(field) == "id" => Sort::Document,
        other => other,
    }
}

/// `notice_end + 5`
fn plus_days(words: Words) -> (Words, i64) {
    match words.text.split_once('+') {
        Some((name, days)) => {
            let days = days.trim().parse().unwrap_or_default();
            (Words { text: name.trim().into(), span: words.span.clone() }, days)
        }
        None => (words, 0),
    }
}

/// A message with places: {subject.field}, {other.field}, {count}, {sum}, {limit}, {window}.
fn pieces(
    words: &Words,
    subject: &Sided,
    other: Option<&Sided>,
    faults: &mut Faults,
) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut rest = words.text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let (inside, after) = behind.split_once('}').unwrap_or((behind, ""));
        if !before.is_empty() {
            all.push(Piece::Text(before.into()));
        }
        let place = |name: &str| Words { text: name.into(), span: words.span.clone() };
        let found = match (inside, inside.split_once('.')) {
            ("count", _) => Some(Piece::Count),
            ("sum", _) => Some(Piece::Sum),
            ("limit", _) => Some(Piece::Limit),
            ("window", _) => Some(Piece::Window),
            (_, Some(("subject", name))) => {
                field(&place(name), subject.definition, faults).map(Piece::Subject)
            }
            (_, Some(("other", name))) => {
                let of = other.map(|other| other.definition);
                of.and_then(|of| field(&place(name), of, faults)).map(Piece::Other)
            }
            _ => None,
        };
        if found.is_none() {
            let help = "可用：{subject.字段}、{other.字段}、{count}、{sum}、{limit}、{window}";
            faults.over(&words.span, format!("消息里的“{{{inside}}}”无从取值"), help);
        }
        all.extend(found);
        rest = after;
    }
    if !rest.is_empty() {
        all.push(Piece::Text(rest.into()));
    }
    all
}
