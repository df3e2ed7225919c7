//! The `[[state]]`, `[[move]]` and `[[check]]` sections of a definition.

use ground::{RuleCode, Severity};
use rulebook::Standing;

use super::read::unknown_field;
use super::{Check, Kind, Message, Move, MoveRight, Need, Piece, State};
use crate::codes::is_ascii_name;
use crate::expression::{Formula, Names, Sort};
use crate::field::Field;
use crate::toml_tree::{Section, Words};
use ground::Faults;

/// The states, the first one for new entries.
pub(super) fn states(root: &Section, kind: Option<Kind>, faults: &mut Faults) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    for section in root.tables("state", faults) {
        section.only(&["name", "label", "synonyms", "active"], faults);
        let (Some(name), Some(label)) =
            (section.needed("name", faults), section.needed("label", faults))
        else {
            continue;
        };
        if !is_ascii_name(&name.text) || states.iter().any(|state| state.name == name.text) {
            let message = format!("“{}”不能作状态名，或写了两次", name.text);
            faults.over(&name.span, message, "只用小写英文字母、数字和下划线");
        }
        let synonyms = section.list("synonyms", faults).into_iter().map(|words| words.text);
        states.push(State {
            name: name.text,
            label: label.text,
            synonyms: synonyms.collect(),
            active: section.flag("active", faults),
        });
    }
    if kind == Some(Kind::Journal) && !states.is_empty() {
        let help = "流水只增不改，没有状态；要有状态请用 kind = \"file\"";
        faults.over(&root.place("state"), "流水不能有状态", help);
    }
    if !states.is_empty() && !states.iter().any(|state| state.active) {
        faults.over(&root.place("state"), "没有一个状态是有效的", "给有效的状态写 active = true");
    }
    states
}

/// The moves between states.
pub(super) fn moves(
    root: &Section,
    states: &[State],
    fields: &[Field],
    faults: &mut Faults,
) -> Vec<Move> {
    let mut moves = Vec::new();
    for section in root.tables("move", faults) {
        section.only(&["name", "label", "from", "to", "right", "needs"], faults);
        if let Some(found) = one_move(&section, states, fields, faults) {
            moves.push(found);
        }
    }
    moves
}

fn one_move(
    section: &Section,
    states: &[State],
    fields: &[Field],
    faults: &mut Faults,
) -> Option<Move> {
    let name = section.needed("name", faults)?.text;
    let label = section.needed("label", faults)?.text;
    let mut from = Vec::new();
    for words in section.list("from", faults) {
        from.extend(state_of(&words, states, faults));
    }
    let to = section.needed("to", faults)?;
    let to = state_of(&to, states, faults)?;
    let right = right(section, faults)?;
    let mut needs = Vec::new();
    for words in section.list("needs", faults) {
        match words.text.as_str() {
            "reason" => needs.push(Need::Reason),
            "evidence" => needs.push(Need::Evidence),
            field => match fields.iter().position(|known| known.name == field) {
                Some(place) => needs.push(Need::Field(place)),
                None => unknown_field("needs", &words, fields, faults),
            },
        }
    }
    if from.is_empty() {
        faults.over(&section.span, "没有写从哪些状态出发（from）", "from = [\"…\"]");
    }
    Some(Move { name, label, from, to, right, needs })
}

fn state_of(words: &Words, states: &[State], faults: &mut Faults) -> Option<usize> {
    let found = states.iter().position(|state| state.name == words.text);
    if found.is_none() {
        let known: Vec<&str> = states.iter().map(|state| state.name.as_str()).collect();
        let message = format!("没有“{}”这种状态", words.text);
        faults.over(&words.span, message, format!("现有状态：{}", known.join("、")));
    }
    found
}

fn right(section: &Section, faults: &mut Faults) -> Option<MoveRight> {
    let words = section.needed("right", faults)?;
    match words.text.as_str() {
        "record" => Some(MoveRight::Record),
        "check" => Some(MoveRight::Check),
        "approve" => Some(MoveRight::Approve),
        other => {
            let help = "可用：record 经办、check 复核、approve 负责人";
            faults.over(&words.span, format!("没有“{other}”这种权限"), help);
            None
        }
    }
}

/// The checks of rows.
pub(super) fn checks(root: &Section, names: &Names, faults: &mut Faults) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for section in root.tables("check", faults) {
        section.only(&["code", "level", "when", "that", "message", "help", "source"], faults);
        let Some(check) = check(&section, names, faults) else { continue };
        if checks.iter().any(|before| before.code == check.code) {
            faults.over(&section.place("code"), format!("检查代码 {} 用了两次", check.code), "");
        }
        checks.push(check);
    }
    checks
}

fn check(section: &Section, names: &Names, faults: &mut Faults) -> Option<Check> {
    let code = code(section, faults)?;
    let level = level(section, faults)?;
    let when = section.words("when", faults);
    let when = when.and_then(|words| truth(&words, names, faults));
    let that = section.needed("that", faults)?;
    let that = truth(&that, names, faults)?;
    let message = section.needed("message", faults)?;
    let message = read_message(&message, names, faults)?;
    let source = section.text("source", faults);
    if !source.is_empty() && names.rulebook.law(&source).is_none() {
        let message = format!("data/law/ 里没有“{source}”");
        faults.over(&section.place("source"), message, "先在 data/law/ 登记这份依据");
    }
    let check =
        Check { code, level, when, that, message, help: section.text("help", faults), source };
    errors_are_sure(&check, section, names, faults);
    Some(check)
}

/// A family of its own, so that nobody takes its checks for those of the engine.
pub(crate) fn code(section: &Section, faults: &mut Faults) -> Option<RuleCode> {
    let words = section.needed("code", faults)?;
    match words.text.parse::<RuleCode>() {
        Ok(code) if code.as_str() == words.text => Some(code),
        _ => {
            let message = format!("“{}”不是检查代码", words.text);
            faults.over(&words.span, message, "三个大写字母加三位数字，例如 AID001");
            None
        }
    }
}

pub(crate) fn level(section: &Section, faults: &mut Faults) -> Option<Severity> {
    let words = section.needed("level", faults)?;
    match words.text.as_str() {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        other => {
            let help = "可用：error 错误、warning 警告、note 提示";
            faults.over(&words.span, format!("没有“{other}”这种程度"), help);
            None
        }
    }
}

/// What rests on a figure or a law that nobody has checked against its original may warn, not block.
fn errors_are_sure(check: &Check, section: &Section, names: &Names, faults: &mut Faults) {
    if check.level != Severity::Error {
        return;
    }
    let formulas = check.when.iter().chain(Some(&check.that));
    let unsure = |name: &&str| {
        let figure = names.rulebook.figure(name);
        figure.is_some_and(|figure| figure.values.iter().any(|v| v.standing != Standing::Verified))
    };
    for name in formulas.flat_map(Formula::figures).filter(unsure) {
        let message = format!("“{name}”的取值未核原文，不能据以判错");
        faults.over(&section.place("level"), message, "改为 level = \"warning\"");
    }
    let law = names.rulebook.law(&check.source);
    if law.is_some_and(|law| law.standing == Standing::Unverified) {
        let message = format!("依据“{}”未核原文，不能据以判错", check.source);
        faults.over(&section.place("level"), message, "改为 level = \"warning\"，或不写 source");
    }
}

pub(crate) fn truth(words: &Words, names: &Names, faults: &mut Faults) -> Option<Formula> {
    let formula = Formula::read(words, names, faults)?;
    if formula.sort != Sort::Truth {
        let message = format!("此处应能判断是或否，却是{}", formula.sort.label());
        faults.over(&words.span, message, "用 ==、<、>= 等比较，或用 has(字段)");
        return None;
    }
    Some(formula)
}

/// A sentence with expressions in braces.
fn read_message(words: &Words, names: &Names, faults: &mut Faults) -> Option<Message> {
    let mut pieces = Vec::new();
    let mut rest = words.text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((inside, after)) = behind.split_once('}') else {
            faults.over(&words.span, "“{”没有对应的“}”", "");
            return None;
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.into()));
        }
        match Formula::compile(inside, names) {
            Ok(formula) => pieces.push(Piece::Value(formula)),
            Err(wrong) => {
                let message = format!("消息里的“{{{inside}}}”：{}", wrong.message);
                faults.over(&words.span, message, wrong.help);
                return None;
            }
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.into()));
    }
    Some(Message(pieces))
}
