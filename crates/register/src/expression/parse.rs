//! From the text of an expression to its tree: the grammar of CEL's expressions.

use ground::Decimal;

use super::Wrong;

/// An expression and the byte at which it begins.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) at: usize,
    pub(super) expr: Expr,
}

#[derive(Debug)]
pub(super) enum Expr {
    Name(String),
    Text(String),
    Number(Decimal),
    Truth(bool),
    List(Vec<Tree>),
    Not(Box<Tree>),
    Minus(Box<Tree>),
    Binary(Op, Box<Tree>, Box<Tree>),
    Choice(Box<Tree>, Box<Tree>, Box<Tree>),
    Member(Box<Tree>, String),
    /// `name(args)`, or `receiver.name(args)` with the receiver first.
    Call {
        name: String,
        args: Vec<Tree>,
        is_method: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(Decimal),
    Sign(&'static str),
    End,
}

/// How deep brackets and operators may nest.
const DEEPEST: usize = 40;

const SIGNS: [&str; 21] = [
    "||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "(", ")", "[", "]",
    ",", "?", ":",
];

/// The tree of an expression.
pub(super) fn parse(text: &str) -> Result<Tree, Wrong> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, place: 0, depth: 0 };
    let tree = parser.choice()?;
    match parser.peek() {
        Token::End => Ok(tree),
        _ => Err(parser.unexpected("多出了内容")),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Wrong> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, length) = if c.is_ascii_alphabetic() || c == '_' {
            let length = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
            (Token::Name(rest.get(..length).unwrap_or_default().into()), length)
        } else if c.is_ascii_digit() {
            let length = run(rest, |c| c.is_ascii_digit() || c == '.');
            let number = rest.get(..length).and_then(|digits| digits.parse().ok());
            (Token::Number(number.ok_or_else(|| Wrong::new(at, "数字写法有误", ""))?), length)
        } else if c == '"' || c == '\'' {
            let inside = rest.get(1..).unwrap_or_default();
            let end = inside.find(c).ok_or_else(|| Wrong::new(at, "引号没有成对", ""))?;
            (Token::Text(inside.get(..end).unwrap_or_default().into()), end + 2)
        } else if c == '.' {
            (Token::Sign("."), 1)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            let help = "名称用字段的英文名，运算符号用半角";
            return Err(Wrong::new(at, format!("不认识的符号“{c}”"), help));
        };
        all.push((at, token));
        at += length;
    }
    all.push((text.len(), Token::End));
    Ok(all)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    place: usize,
    depth: usize,
}

/// Operators of two sides by how tightly they bind, the loosest first.
const LEVELS: [&[(&str, Op)]; 5] = [
    &[("||", Op::Or)],
    &[("&&", Op::And)],
    &[
        ("==", Op::Equal),
        ("!=", Op::Unequal),
        ("<=", Op::AtMost),
        (">=", Op::AtLeast),
        ("<", Op::Less),
        (">", Op::More),
        ("in", Op::In),
    ],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("/", Op::Divide), ("%", Op::Remainder)],
];

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.place).map_or(&Token::End, |(_, token)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.place).or(self.tokens.last()).map_or(0, |(at, _)| *at)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.place += 1;
        token
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.place += usize::from(found);
        found
    }

    fn needs(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected(&format!("缺少“{sign}”"))) }
    }

    fn unexpected(&self, message: &str) -> Wrong {
        let here = match self.peek() {
            Token::End => "，表达式到此结束".to_owned(),
            Token::Sign(sign) => format!("，此处是“{sign}”"),
            Token::Name(name) | Token::Text(name) => format!("，此处是“{name}”"),
            Token::Number(number) => format!("，此处是“{number}”"),
        };
        Wrong::new(self.at(), format!("{message}{here}"), "检查括号和运算符号")
    }

    fn choice(&mut self) -> Result<Tree, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Wrong::new(self.at(), "嵌套太深", "拆成几条检查"));
        }
        let condition = self.binary(0)?;
        let tree = if self.takes("?") {
            let then = self.choice()?;
            self.needs(":")?;
            let other = self.choice()?;
            let at = condition.at;
            Tree { at, expr: Expr::Choice(condition.into(), then.into(), other.into()) }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn binary(&mut self, level: usize) -> Result<Tree, Wrong> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        let mut links = 0;
        while let Some(op) = self.operator(operators) {
            links += 1;
            if links > DEEPEST {
                return Err(Wrong::new(self.at(), "连用的运算太多", "拆成几条检查"));
            }
            self.place += 1;
            let right = self.binary(level + 1)?;
            let at = left.at;
            left = Tree { at, expr: Expr::Binary(op, left.into(), right.into()) };
        }
        Ok(left)
    }

    fn operator(&self, operators: &[(&str, Op)]) -> Option<Op> {
        let written = match self.peek() {
            Token::Sign(sign) => *sign,
            Token::Name(name) if name == "in" => "in",
            _ => return None,
        };
        operators.iter().find(|(sign, _)| *sign == written).map(|(_, op)| *op)
    }

    fn unary(&mut self) -> Result<Tree, Wrong> {
        let at = self.at();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Wrong::new(at, "嵌套太深", "拆成几条检查"));
        }
        let expr = if self.takes("!") {
            Expr::Not(self.unary()?.into())
        } else if self.takes("-") {
            Expr::Minus(self.unary()?.into())
        } else {
            self.depth -= 1;
            return self.members();
        };
        self.depth -= 1;
        Ok(Tree { at, expr })
    }

    fn members(&mut self) -> Result<Tree, Wrong> {
        let mut tree = self.primary()?;
        while self.takes(".") {
            let Token::Name(name) = self.next() else {
                return Err(Wrong::new(self.at(), "“.”后面应是名称", ""));
            };
            let at = tree.at;
            let expr = if self.takes("(") {
                let mut args = vec![tree];
                args.extend(self.list(")")?);
                Expr::Call { name, args, is_method: true }
            } else {
                Expr::Member(tree.into(), name)
            };
            tree = Tree { at, expr };
        }
        Ok(tree)
    }

    fn primary(&mut self) -> Result<Tree, Wrong> {
        let at = self.at();
        let expr = match self.next() {
            Token::Text(text) => Expr::Text(text),
            Token::Number(number) => Expr::Number(number),
            Token::Name(name) if name == "true" || name == "false" => Expr::Truth(name == "true"),
            Token::Name(name) if self.takes("(") => {
                Expr::Call { name, args: self.list(")")?, is_method: false }
            }
            Token::Name(name) => Expr::Name(name),
            Token::Sign("(") => {
                let tree = self.choice()?;
                self.needs(")")?;
                return Ok(tree);
            }
            Token::Sign("[") => Expr::List(self.list("]")?),
            _ => {
                self.place = self.place.saturating_sub(1);
                return Err(self.unexpected("此处应是字段、数字或文字"));
            }
        };
        Ok(Tree { at, expr })
    }

    /// What stands between brackets, parted by commas, up to the closing sign.
    fn list(&mut self, closing: &str) -> Result<Vec<Tree>, Wrong> {
        let mut all = Vec::new();
        if self.takes(closing) {
            return Ok(all);
        }
        loop {
            all.push(self.choice()?);
            if self.takes(closing) {
                return Ok(all);
            }
            self.needs(",")?;
        }
    }
}
