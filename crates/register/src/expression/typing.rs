//! From the tree of an expression to what is evaluated: names found, types checked, texts turned into what they
//! are compared with.

use ground::{Day, Decimal};

use super::functions::{self, Function};
use super::parse::{Expr, Op, Tree};
use super::{Names, Wrong};
use crate::field::{FieldType, MoneyUnit};

/// What comes out of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words.
    Text,
    /// A number without unit.
    Number,
    /// Money.
    Money,
    /// A day.
    Date,
    /// A period.
    Period,
    /// Yes or no.
    Truth,
    /// A code of this list.
    Code(String),
    /// A state of the register.
    State,
    /// A person.
    Person,
    /// An identity document.
    Document,
    /// Files.
    Files,
}

/// A typed expression.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Field(usize),
    State,
    Today,
    Text(String),
    Number(Decimal),
    Money(i64),
    Date(Day),
    Truth(bool),
    Figure(String, Sort),
    Not(Box<Node>),
    Minus(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Op, Box<Node>, Box<Node>),
    Among(Box<Node>, Vec<Node>),
    Arithmetic(Op, Box<Node>, Box<Node>),
    Choice(Box<Node>, Box<Node>, Box<Node>),
    Has(Box<Node>),
    Call(Function, Vec<Node>),
}

impl Node {
    /// What it is made of.
    pub(crate) fn below(&self) -> Vec<&Node> {
        match self {
            Node::Not(a) | Node::Minus(a) | Node::Has(a) => vec![a],
            Node::And(a, b)
            | Node::Or(a, b)
            | Node::Compare(_, a, b)
            | Node::Arithmetic(_, a, b) => vec![a, b],
            Node::Choice(a, b, c) => vec![a, b, c],
            Node::Among(a, all) => std::iter::once(a.as_ref()).chain(all).collect(),
            Node::Call(_, all) => all.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Visits it and all that it is made of.
    pub(crate) fn walk(&self, visit: &mut impl FnMut(&Node)) {
        visit(self);
        for node in self.below() {
            node.walk(visit);
        }
    }
}

impl Sort {
    /// The Chinese word.
    pub fn label(&self) -> &'static str {
        match self {
            Sort::Text => "文字",
            Sort::Number => "数字",
            Sort::Money => "金额",
            Sort::Date => "日期",
            Sort::Period => "期间",
            Sort::Truth => "是否",
            Sort::Code(_) => "选项",
            Sort::State => "状态",
            Sort::Person => "人员",
            Sort::Document => "证件号码",
            Sort::Files => "附件",
        }
    }

    /// What a field of this type gives.
    pub(crate) fn of(holds: &FieldType) -> Sort {
        match holds.plain() {
            FieldType::Number { .. } => Sort::Number,
            FieldType::Money { .. } => Sort::Money,
            FieldType::Date => Sort::Date,
            FieldType::Period { .. } => Sort::Period,
            FieldType::Code { list } => Sort::Code(list.clone()),
            FieldType::Person { .. } => Sort::Person,
            FieldType::IdNumber => Sort::Document,
            FieldType::YesNo => Sort::Truth,
            FieldType::Attachment => Sort::Files,
            _ => Sort::Text,
        }
    }
}

type Typed = Result<(Node, Sort), Wrong>;

/// Finds the names of a tree and checks that its parts fit each other.
pub(super) fn typed(tree: &Tree, names: &Names) -> Typed {
    match &tree.expr {
        Expr::Name(name) => named(tree.at, name, names),
        Expr::Text(text) => Ok((Node::Text(text.clone()), Sort::Text)),
        Expr::Number(number) => Ok((Node::Number(*number), Sort::Number)),
        Expr::Truth(truth) => Ok((Node::Truth(*truth), Sort::Truth)),
        Expr::List(_) => {
            Err(Wrong::new(tree.at, "方括号只能用在 in 后面", "写成 字段 in [\"…\", \"…\"]"))
        }
        Expr::Not(inner) => Ok((Node::Not(truth(inner, names)?.into()), Sort::Truth)),
        Expr::Minus(inner) => match typed(inner, names)? {
            (node, sort @ (Sort::Number | Sort::Money)) => Ok((Node::Minus(node.into()), sort)),
            (_, sort) => Err(Wrong::new(tree.at, format!("{}不能取负", sort.label()), "")),
        },
        Expr::Choice(condition, then, other) => {
            let condition = truth(condition, names)?;
            let (then, sort) = typed(then, names)?;
            let (other_node, other_sort) = typed(other, names)?;
            let other_node = alike(other.at, &sort, other_node, &other_sort, names)?;
            Ok((Node::Choice(condition.into(), then.into(), other_node.into()), sort))
        }
        Expr::Member(of, name) => {
            let (node, sort) = typed(of, names)?;
            let (function, sort) =
                functions::member(name, &sort).ok_or_else(|| no_member(tree.at, name, &sort))?;
            Ok((Node::Call(function, vec![node]), sort))
        }
        Expr::Call { name, args, is_method } => call(tree.at, name, args, *is_method, names),
        Expr::Binary(op, left, right) => binary(*op, left, right, names),
    }
}

fn no_member(at: usize, name: &str, sort: &Sort) -> Wrong {
    let help = "期间有 .first .last，人员有 .name .document";
    Wrong::new(at, format!("{}没有“.{name}”", sort.label()), help)
}

fn named(at: usize, name: &str, names: &Names) -> Typed {
    match name {
        "today" => return Ok((Node::Today, Sort::Date)),
        "state" if !names.states.is_empty() => return Ok((Node::State, Sort::State)),
        _ => {}
    }
    let Some(place) = names.fields.iter().position(|field| field.name == name) else {
        let known: Vec<&str> = names.fields.iter().map(|field| field.name.as_str()).collect();
        let message = format!("没有“{name}”这个字段");
        return Err(Wrong::new(at, message, format!("现有字段：{}", known.join("、"))));
    };
    match names.fields.get(place) {
        Some(field) if place < names.known || !field.is_computed() => {
            Ok((Node::Field(place), Sort::of(&field.holds)))
        }
        _ => {
            let message = format!("“{name}”是写在后面的计算项，这里还没有结果");
            Err(Wrong::new(at, message, "把被引用的计算项写在前面"))
        }
    }
}

fn truth(tree: &Tree, names: &Names) -> Result<Node, Wrong> {
    match typed(tree, names)? {
        (node, Sort::Truth) => Ok(node),
        (_, sort) => {
            let message = format!("此处应能判断是或否，却是{}", sort.label());
            Err(Wrong::new(tree.at, message, "用 ==、<、>= 等比较，或用 has(字段)"))
        }
    }
}

fn binary(op: Op, left: &Tree, right: &Tree, names: &Names) -> Typed {
    match op {
        Op::And => {
            let (left, right) = (truth(left, names)?, truth(right, names)?);
            Ok((Node::And(left.into(), right.into()), Sort::Truth))
        }
        Op::Or => {
            let (left, right) = (truth(left, names)?, truth(right, names)?);
            Ok((Node::Or(left.into(), right.into()), Sort::Truth))
        }
        Op::In => among(left, right, names),
        Op::Plus | Op::Minus | Op::Times | Op::Divide | Op::Remainder => {
            arithmetic(op, left, right, names)
        }
        _ => compare(op, left, right, names),
    }
}

fn compare(op: Op, left: &Tree, right: &Tree, names: &Names) -> Typed {
    let (mut a, a_sort) = typed(left, names)?;
    let (mut b, b_sort) = typed(right, names)?;
    if matches!(a, Node::Text(_)) && b_sort != Sort::Text {
        a = alike(left.at, &b_sort, a, &a_sort, names)?;
    } else {
        b = alike(right.at, &a_sort, b, &b_sort, names)?;
    }
    let ordered =
        |sort: &Sort| matches!(sort, Sort::Number | Sort::Money | Sort::Date | Sort::Text);
    if !matches!(op, Op::Equal | Op::Unequal) && !ordered(&a_sort) {
        let message = format!("{}没有大小先后", a_sort.label());
        return Err(Wrong::new(left.at, message, "只能用 == 或 !=；期间请用 .first .last"));
    }
    Ok((Node::Compare(op, a.into(), b.into()), Sort::Truth))
}

fn among(left: &Tree, right: &Tree, names: &Names) -> Typed {
    let (node, sort) = typed(left, names)?;
    let Expr::List(items) = &right.expr else {
        return Err(Wrong::new(right.at, "in 后面应是方括号括起的一组值", ""));
    };
    let mut all = Vec::new();
    for item in items {
        let (value, value_sort) = typed(item, names)?;
        all.push(alike(item.at, &sort, value, &value_sort, names)?);
    }
    Ok((Node::Among(node.into(), all), Sort::Truth))
}

/// The node as something that can stand beside a value of `wanted`: a text becomes a code, a state or a day.
fn alike(at: usize, wanted: &Sort, node: Node, sort: &Sort, names: &Names) -> Result<Node, Wrong> {
    if let (Node::Text(text), wanted) = (&node, wanted) {
        match wanted {
            Sort::Code(list) => code_known(at, list, text, names)?,
            Sort::State => state_known(at, text, names)?,
            Sort::Date => {
                let day = text.parse();
                return day.map(Node::Date).map_err(|_| {
                    Wrong::new(at, format!("“{text}”不是日期"), "写成 \"2025-06-30\"")
                });
            }
            _ => {}
        }
        if matches!(wanted, Sort::Code(_) | Sort::State) {
            return Ok(node);
        }
    }
    if sort == wanted {
        return Ok(node);
    }
    let help = match (wanted, sort) {
        (Sort::Money, Sort::Number) | (Sort::Number, Sort::Money) => "金额要写成 yuan(500)",
        _ => "两边要是同一类的值",
    };
    let message = format!("{}不能和{}比较", wanted.label(), sort.label());
    Err(Wrong::new(at, message, help))
}

fn code_known(at: usize, list: &str, key: &str, names: &Names) -> Result<(), Wrong> {
    let Some(list) = names.lists.list(list) else { return Ok(()) };
    if list.code(key).is_some() {
        return Ok(());
    }
    let keys: Vec<&str> = list.codes.iter().map(|code| code.key.as_str()).collect();
    let message = format!("“{}”里没有代码“{key}”", list.title);
    Err(Wrong::new(at, message, format!("可用：{}", keys.join("、"))))
}

fn state_known(at: usize, name: &str, names: &Names) -> Result<(), Wrong> {
    if names.states.iter().any(|state| state.name == name) {
        return Ok(());
    }
    let known: Vec<&str> = names.states.iter().map(|state| state.name.as_str()).collect();
    let message = format!("没有“{name}”这种状态");
    Err(Wrong::new(at, message, format!("可用：{}", known.join("、"))))
}

fn arithmetic(op: Op, left: &Tree, right: &Tree, names: &Names) -> Typed {
    let (a, a_sort) = typed(left, names)?;
    let (b, b_sort) = typed(right, names)?;
    let sort = match (op, &a_sort, &b_sort) {
        (_, Sort::Number, Sort::Number) => Sort::Number,
        (Op::Plus | Op::Minus, Sort::Money, Sort::Money) => Sort::Money,
        (Op::Times, Sort::Money, Sort::Number) | (Op::Times, Sort::Number, Sort::Money) => {
            Sort::Money
        }
        (Op::Divide, Sort::Money, Sort::Number) => Sort::Money,
        (Op::Divide, Sort::Money, Sort::Money) => Sort::Number,
        (Op::Minus, Sort::Date, Sort::Date) => Sort::Number,
        (Op::Plus | Op::Minus, Sort::Date, Sort::Number) => Sort::Date,
        _ => {
            let message = format!("{}和{}不能这样计算", a_sort.label(), b_sort.label());
            return Err(Wrong::new(
                left.at,
                message,
                "金额之间可加减，金额可乘除数字，日期可加减天数",
            ));
        }
    };
    Ok((Node::Arithmetic(op, a.into(), b.into()), sort))
}

fn call(at: usize, name: &str, args: &[Tree], is_method: bool, names: &Names) -> Typed {
    match (name, args, is_method) {
        ("has", [one], false) => {
            let (node, _) = typed(one, names)?;
            return Ok((Node::Has(node.into()), Sort::Truth));
        }
        ("param", [Tree { expr: Expr::Text(figure), at }], false) => {
            return figure_named(*at, figure, names);
        }
        ("yuan", [Tree { expr: Expr::Number(number), at }], false) => {
            let money = ground::Money::from_yuan(*number)
                .ok_or_else(|| Wrong::new(*at, "金额不足一分或太大", ""))?;
            return Ok((Node::Money(money.fen()), Sort::Money));
        }
        _ => {}
    }
    let mut nodes = Vec::new();
    let mut sorts = Vec::new();
    for arg in args {
        let (node, sort) = typed(arg, names)?;
        nodes.push(node);
        sorts.push(sort);
    }
    match functions::find(name, &sorts, is_method) {
        Ok((function, sort)) => Ok((Node::Call(function, nodes), sort)),
        Err((message, help)) => Err(Wrong::new(at, message, help)),
    }
}

fn figure_named(at: usize, name: &str, names: &Names) -> Typed {
    let Some(figure) = names.rulebook.figure(name) else {
        let known: Vec<&str> = names.rulebook.figures().map(|(name, _)| name).collect();
        let message = format!("data/figures/ 里没有“{name}”");
        return Err(Wrong::new(at, message, format!("现有：{}", known.join("、"))));
    };
    let is_money = figure.unit.starts_with(MoneyUnit::Yuan.label())
        || figure.unit.starts_with(MoneyUnit::Wan.label());
    let sort = if is_money { Sort::Money } else { Sort::Number };
    Ok((Node::Figure(name.into(), sort.clone()), sort))
}
