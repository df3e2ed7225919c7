//! A format code as sections of tokens.

use ground::Decimal;

use super::decimal;

/// A part of a format code between semicolons.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) kind: Kind,
    pub(super) condition: Option<Condition>,
    pub(super) tokens: Vec<Token>,
    /// 1 for 一二三, 2 for 壹贰叁, 0 for Arabic numerals.
    pub(super) chinese: u8,
}

/// What a section shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits in their places; also a section of literals only.
    #[default]
    Number,
    /// The number as it is.
    General,
    /// A date or a time.
    Date,
    /// The words of a text.
    Text,
}

/// [>=100]
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    below: bool,
    equal: bool,
    above: bool,
    bound: Decimal,
}

/// A sign of a format code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Shown as it stands.
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// A comma: between digits it groups them, behind them it divides by a thousand.
    Comma,
    /// Multiplies by a hundred, and shows itself.
    Percent,
    /// `E+` or `E-`.
    Exponent(char),
    /// The bar of a fraction.
    Slash,
    /// General, G/通用格式, @.
    Whole,
    /// `y`, `m`, `d`, `h`, `s`, `a`, how many of it.
    Date(char, usize),
    /// `[h]`, `[m]`, `[s]`: time that has passed.
    Elapsed(char, usize),
    /// AM/PM, A/P, 上午/下午: the words for before and after noon.
    Noon(&'static str, &'static str),
}

impl Section {
    /// The literals of the section with `words` where the value stands.
    pub(super) fn around(&self, words: &str) -> String {
        let mut out = String::new();
        for token in &self.tokens {
            match token {
                Token::Literal(text) => out.push_str(text),
                Token::Whole => out.push_str(words),
                Token::Percent => out.push('%'),
                _ => {}
            }
        }
        out.trim().to_owned()
    }

    /// Whether a date that it shows has its year, or its month and day: not a time or a weekday alone.
    pub(super) fn is_day(&self) -> bool {
        let has = |unit: char| {
            self.tokens.iter().any(|token| matches!(token, Token::Date(own, _) if *own == unit))
        };
        has('y') || has('m') && has('d')
    }

    /// Whether it shows a value and nothing beside it.
    pub(super) fn is_bare(&self) -> bool {
        matches!(self.tokens.as_slice(), [Token::Whole])
    }
}

impl Condition {
    pub(super) fn fits(&self, value: Decimal) -> bool {
        (self.below && value < self.bound)
            || (self.equal && value == self.bound)
            || (self.above && value > self.bound)
    }

    fn parse(text: &str) -> Option<Condition> {
        let number = text.trim_start_matches(['<', '>', '=']);
        let sign = text.get(..text.len() - number.len()).filter(|sign| !sign.is_empty())?;
        let not = sign == "<>";
        Some(Condition {
            below: sign.contains('<'),
            equal: sign.contains('=') && !not,
            above: sign.contains('>'),
            bound: decimal::parse(number)?,
        })
    }
}

/// Longer codes are no codes.
const LONGEST: usize = 1000;

/// Takes a code apart.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let code = code.get(..code.floor_char_boundary(LONGEST)).unwrap_or(code);
    let mut sections = vec![Section::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        if c == ';' {
            sections.push(Section::default());
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let Some(section) = sections.last_mut() else { break };
        rest = section.take(rest, c);
    }
    sections.iter_mut().for_each(Section::settle);
    sections
}

const WORDS: &[(&str, Token)] = &[
    ("general", Token::Whole),
    ("g/通用格式", Token::Whole),
    ("am/pm", Token::Noon("AM", "PM")),
    ("a/p", Token::Noon("A", "P")),
    ("上午/下午", Token::Noon("上午", "下午")),
];

impl Section {
    /// Takes the token that `rest` begins with; gives what follows it.
    fn take<'c>(&mut self, rest: &'c str, c: char) -> &'c str {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        for (word, token) in WORDS {
            let head = rest.get(..word.len());
            if head.is_some_and(|head| head.to_lowercase() == **word) {
                self.tokens.push(token.clone());
                return rest.get(word.len()..).unwrap_or_default();
            }
        }
        match c {
            '"' => {
                let (text, after) = behind.split_once('"').unwrap_or((behind, ""));
                self.literal(text);
                return after;
            }
            '\\' | '!' => return self.sign(behind),
            // Room for a sign, or a sign that fills the cell: neither is said.
            '_' | '*' => {
                let skipped = behind.chars().next().map_or(0, char::len_utf8);
                return behind.get(skipped..).unwrap_or_default();
            }
            '[' => {
                let (inner, after) = behind.split_once(']').unwrap_or((behind, ""));
                self.bracket(inner);
                return after;
            }
            '0' | '#' | '?' => self.tokens.push(Token::Digit(c)),
            '.' => self.tokens.push(Token::Point),
            ',' => self.tokens.push(Token::Comma),
            '%' => self.tokens.push(Token::Percent),
            '/' => self.tokens.push(Token::Slash),
            '@' => {
                self.tokens.push(Token::Whole);
                self.kind = Kind::Text;
            }
            'E' | 'e' if behind.starts_with(['+', '-']) => {
                self.tokens.push(Token::Exponent(behind.chars().next().unwrap_or('+')));
                return behind.get(1..).unwrap_or_default();
            }
            _ => return self.part_of_date(rest, c, behind),
        }
        behind
    }

    fn part_of_date<'c>(&mut self, rest: &'c str, c: char, behind: &'c str) -> &'c str {
        let lower = c.to_ascii_lowercase();
        if !matches!(lower, 'y' | 'm' | 'd' | 'h' | 's' | 'a' | 'e') {
            if !matches!(lower, 'g' | 'b') {
                self.literal(c.encode_utf8(&mut [0; 4]));
            }
            return behind;
        }
        let same = rest.chars().take_while(|next| next.eq_ignore_ascii_case(&c)).count();
        let token = match lower {
            'e' => Token::Date('y', 4),
            'a' if same < 3 => return behind,
            _ => Token::Date(lower, same),
        };
        self.tokens.push(token);
        self.kind = Kind::Date;
        rest.get(same..).unwrap_or_default()
    }

    /// [Red], [$¥-804], [DBNum1], [h], [>100]
    fn bracket(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        if let Some(currency) = inner.strip_prefix('$') {
            if lower == "$-f800" || lower.starts_with("$-x-sysdate") {
                self.kind = Kind::Date;
                self.tokens.push(Token::Date('l', 1));
            } else {
                self.literal(currency.split('-').next().unwrap_or_default());
            }
        } else if let Some(kind) = lower.strip_prefix("dbnum") {
            self.chinese = kind.parse().unwrap_or(0);
        } else if let Some(unit @ ('h' | 'm' | 's')) = lower.chars().next()
            && lower.chars().all(|c| c == unit)
        {
            self.tokens.push(Token::Elapsed(unit, lower.len()));
            self.kind = Kind::Date;
        } else if let Some(condition) = Condition::parse(inner) {
            self.condition = Some(condition);
        }
    }

    fn sign<'c>(&mut self, rest: &'c str) -> &'c str {
        let end = rest.chars().next().map_or(0, char::len_utf8);
        self.literal(rest.get(..end).unwrap_or_default());
        rest.get(end..).unwrap_or_default()
    }

    fn literal(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Literal(last)) => last.push_str(text),
            _ => self.tokens.push(Token::Literal(text.to_owned())),
        }
    }

    fn settle(&mut self) {
        let has = |wanted: fn(&Token) -> bool| self.tokens.iter().any(wanted);
        let (has_noon, has_whole) =
            (has(|token| matches!(token, Token::Noon(..))), has(|token| *token == Token::Whole));
        let is_fraction =
            has(|token| *token == Token::Slash) && has(|token| matches!(token, Token::Digit(_)));
        let is_long_date = has(|token| *token == Token::Date('l', 1));
        if self.kind == Kind::Number && has_noon {
            self.kind = Kind::Date;
        } else if self.kind == Kind::Number && has_whole {
            self.kind = Kind::General;
        } else if self.kind == Kind::Number && is_fraction {
            // 1/4 has no place in a statement: it is shown as the number it is.
            self.tokens = vec![Token::Whole];
            self.kind = Kind::General;
        } else if self.kind == Kind::Date && is_long_date {
            // The long date of the system, whatever the rest of the code says.
            self.tokens = long_date();
        }
        if self.kind == Kind::Date {
            minutes(&mut self.tokens);
        }
    }
}

fn long_date() -> Vec<Token> {
    let literal = |text: &str| Token::Literal(text.into());
    vec![
        Token::Date('y', 4),
        literal("年"),
        Token::Date('m', 1),
        literal("月"),
        Token::Date('d', 1),
        literal("日"),
    ]
}

/// An m behind hours or before seconds is minutes, called n here.
fn minutes(tokens: &mut [Token]) {
    let unit = |token: &Token| match token {
        Token::Date(unit, _) | Token::Elapsed(unit, _) => Some(*unit),
        _ => None,
    };
    let units: Vec<(usize, char)> =
        tokens.iter().enumerate().filter_map(|(at, token)| Some((at, unit(token)?))).collect();
    for (index, (at, letter)) in units.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| units.get(before)).map(|(_, u)| *u);
        let behind = units.get(index + 1).map(|(_, u)| *u);
        if *letter == 'm'
            && (before == Some('h') || behind == Some('s'))
            && let Some(Token::Date(unit, _)) = tokens.get_mut(*at)
        {
            *unit = 'n';
        }
    }
}
