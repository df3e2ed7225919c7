//! A figure over the entries of one register.

use toml::Spanned;

use super::raw::{RawHaving, RawPart, Words};
use super::register;
use crate::definition::{Having, Part, Take, Taken, Time};
use crate::known::{Field, Holds, Known, Register};
use ground::Faults;

/// With what a part is read.
pub(super) struct Reading<'r, 't, 'k> {
    /// The register of the file.
    pub(super) register: Option<&'k Register>,
    pub(super) known: &'k Known,
    pub(super) faults: &'r mut Faults<'t>,
}

/// Which entries by their days, as it is written.
struct RawTime<'w> {
    time: Option<&'w Words>,
    on: Option<&'w Words>,
    until: Option<&'w Words>,
}

const TAKES: &str = "entries、distinct、sum、average、least、most、earliest、latest、highest、last";

impl<'k> Reading<'_, '_, 'k> {
    /// A part; `among`: the part of which it may be one.
    pub(super) fn part(&mut self, raw: &Spanned<RawPart>, among: Option<&Part>) -> Option<Part> {
        let part = raw.get_ref();
        if let Some(name) = &part.among {
            return self.part_among(part, name, among);
        }
        let of = match &part.register {
            Some(name) => register(name, self.known, self.faults)?,
            None => self.file_register(raw)?,
        };
        let raw_time =
            RawTime { time: part.time.as_ref(), on: part.on.as_ref(), until: part.until.as_ref() };
        let time = self.time(&raw_time, &part.words, of)?;
        let take = self.take(part, of, &time)?;
        Some(Part {
            words: part.words.get_ref().clone(),
            register: of.name.clone(),
            title: of.title.clone(),
            book: of.book,
            take,
            time,
            states: self.states(&part.states, of),
            tests: self.tests(&part.tests, of),
            having: part.having.iter().filter_map(|one| self.having(one, of)).collect(),
            takes: self.takes(&part.with, of),
        })
    }

    fn file_register(&mut self, raw: &Spanned<RawPart>) -> Option<&'k Register> {
        if self.register.is_none() {
            self.faults.over(&raw.span(), "没有写是哪个台账（register）", "");
        }
        self.register
    }

    /// Those of the other part for which more is true.
    fn part_among(&mut self, raw: &RawPart, name: &Words, among: Option<&Part>) -> Option<Part> {
        let (Some(whole), "denominator") = (among, name.get_ref().as_str()) else {
            let help = "among = \"denominator\" 只用在分子";
            self.faults.over(&name.span(), "这里不能写 among", help);
            return None;
        };
        let is_own = raw.register.is_some()
            || raw.take.is_some()
            || raw.of.is_some()
            || raw.time.is_some()
            || raw.on.is_some()
            || raw.until.is_some()
            || raw.empty_counts.is_some()
            || !raw.ranks.is_empty()
            || !raw.with.is_empty();
        if is_own {
            let help = "写了 among 就只再写 words、states、where、having";
            self.faults.over(&name.span(), "分子沿用分母，又另写了取数办法", help);
            return None;
        }
        if raw.states.is_empty() && raw.tests.is_empty() && raw.having.is_empty() {
            self.faults.over(&name.span(), "分子与分母完全相同", "写上分子另须满足的条件");
        }
        let of = self.known.register(&whole.register)?;
        let mut part = Part { words: raw.words.get_ref().clone(), ..whole.clone() };
        if !raw.states.is_empty() {
            part.states = self.states(&raw.states, of);
        }
        part.tests.extend(self.tests(&raw.tests, of));
        part.having.extend(raw.having.iter().filter_map(|one| self.having(one, of)));
        Some(part)
    }

    fn take(&mut self, raw: &RawPart, of: &Register, time: &Time) -> Option<Take> {
        let word = raw.take.as_ref().map_or("entries", |take| take.get_ref().as_str());
        let empty = raw.empty_counts.as_ref().map_or(0, |empty| *empty.get_ref());
        let may = |word: &str| matches!(word, "distinct" | "sum" | "last");
        if let Some(said) = raw.empty_counts.as_ref().filter(|_| !may(word)) {
            self.faults.over(&said.span(), "这里没有空值可折算", "只用于 distinct、sum、last");
        }
        if let Some(said) = raw.ranks.first().filter(|_| word != "highest") {
            self.faults.over(&said.span(), "这里没有级别", "ranks 只用于 highest");
        }
        if word == "entries" {
            if let Some(of) = &raw.of {
                self.faults.over(&of.span(), "数记录不用写字段", "去掉 of，或换一种 take");
            }
            return Some(Take::Entries);
        }
        let Some(name) = &raw.of else {
            self.faults.over(&raw.words.span(), "没有写取哪个字段（of）", "");
            return None;
        };
        let field = self.field(name, of)?;
        let take = match word {
            "distinct" => Take::Distinct { field, empty },
            "sum" => Take::Sum { field, empty },
            "average" => Take::Average(field),
            "least" | "earliest" => Take::Least(field),
            "most" | "latest" => Take::Most(field),
            "highest" => return self.highest(raw, name, field),
            "last" => return self.last(name, field, time, empty),
            _ => {
                let span = raw.take.as_ref().map_or(0..0, Spanned::span);
                self.faults.over(&span, format!("没有“{word}”这种取数"), format!("可用：{TAKES}"));
                return None;
            }
        };
        let fits = match (&take, word) {
            (Take::Distinct { field, empty }, _) => {
                field.holds != Holds::Sealed && (0..=1).contains(empty)
            }
            (Take::Least(field) | Take::Most(field), "earliest" | "latest") => field.is_dated(),
            (Take::Least(field) | Take::Most(field) | Take::Average(field), _)
            | (Take::Sum { field, .. }, _) => field.is_number(),
            _ => true,
        };
        if !fits {
            let label = &self.field(name, of)?.label;
            self.faults.over(&name.span(), format!("“{label}”不能这样取数（{word}）"), "");
        }
        Some(take)
    }

    fn highest(&mut self, raw: &RawPart, name: &Words, field: Field) -> Option<Take> {
        let Holds::Code(codes) = &field.holds else {
            self.faults.over(&name.span(), format!("“{}”不是选项，没有高低", field.label), "");
            return None;
        };
        let mut ranks = Vec::new();
        for rank in &raw.ranks {
            match codes.iter().find(|(key, _)| key == rank.get_ref()) {
                Some(code) if !ranks.contains(code) => ranks.push(code.clone()),
                _ => {
                    let message = format!("“{}”不在选项里，或写了两次", rank.get_ref());
                    self.faults.over(&rank.span(), message, "");
                }
            }
        }
        if ranks.len() < 2 {
            let help = "ranks = [\"最低\", …, \"最高\"]，写代码";
            self.faults.over(&name.span(), "没有写从低到高的级别", help);
        }
        Some(Take::Highest { field, ranks })
    }

    fn last(&mut self, name: &Words, field: Field, time: &Time, empty: i64) -> Option<Take> {
        let (Time::Within(on) | Time::Until(on)) = time else {
            self.faults.over(
                &name.span(),
                "最近一期要有日期字段",
                "写 on，time 用 within 或 until",
            );
            return None;
        };
        if !field.is_number() {
            self.faults.over(&name.span(), format!("“{}”不是数", field.label), "");
        }
        Some(Take::Last { field, on: on.clone(), empty })
    }

    fn having(&mut self, raw: &Spanned<RawHaving>, of: &Register) -> Option<Having> {
        let having = raw.get_ref();
        let other = register(&having.register, self.known, self.faults)?;
        let raw_time = RawTime {
            time: having.time.as_ref(),
            on: having.on.as_ref(),
            until: having.until.as_ref(),
        };
        let time = self.time(&raw_time, &having.register, other)?;
        let mut join = Vec::new();
        for pair in &having.join {
            let (one, two) = pair.get_ref().split_once('=').unwrap_or((pair.get_ref(), ""));
            let named = |name: &str| Spanned::new(pair.span(), name.trim().to_owned());
            let (one, two) = (self.field(&named(one), of)?, self.field(&named(two), other)?);
            let is_alike = matches!(
                (&one.holds, &two.holds),
                (Holds::Key, Holds::Key)
                    | (Holds::Text | Holds::Code(_), Holds::Text | Holds::Code(_))
            );
            if !is_alike {
                self.faults.over(&pair.span(), "两边不是同一类，无法对应", "");
            }
            join.push((one, two));
        }
        if join.is_empty() {
            let help = "join = [\"本台账字段 = 另一台账字段\"]";
            self.faults.over(&raw.span(), "没有写两边怎样对应（join）", help);
        }
        Some(Having {
            register: other.name.clone(),
            title: other.title.clone(),
            book: other.book,
            join,
            time,
            states: self.states(&having.states, other),
            tests: self.tests(&having.tests, other),
            takes: self.takes(&having.with, other),
            missing: having.missing,
        })
    }

    fn time(&mut self, raw: &RawTime<'_>, at: &Words, of: &Register) -> Option<Time> {
        let word = raw.time.map_or("within", |time| time.get_ref().as_str());
        if let Some(until) = raw.until.filter(|_| word != "in_force") {
            self.faults.over(&until.span(), "这里用不到 until", "until 只用于 time = \"in_force\"");
        }
        if word == "ever" {
            if let Some(on) = raw.on {
                self.faults.over(&on.span(), "不论时间就不用写 on", "");
            }
            return Some(Time::Ever);
        }
        let on = match raw.on {
            Some(on) => self.day(on, of)?,
            None => match of.dated_by.as_ref().and_then(|name| of.field(name)) {
                Some(field) => field.clone(),
                None => {
                    let help = "写 on = \"日期字段\"，或 time = \"ever\"";
                    self.faults.over(&at.span(), format!("“{}”没有记录日期", of.title), help);
                    return None;
                }
            },
        };
        match (word, raw.until) {
            ("within", _) => Some(Time::Within(on)),
            ("until", _) => Some(Time::Until(on)),
            ("in_force", Some(until)) => {
                Some(Time::InForce { from: on, until: self.day(until, of)? })
            }
            ("in_force", None) => {
                self.faults.over(&at.span(), "没有写到期日期（until）", "");
                None
            }
            _ => {
                let span = raw.time.map_or(0..0, Spanned::span);
                let help = "可用：within（期内）、until（截至期末）、in_force（期末有效）、ever";
                self.faults.over(&span, format!("没有“{word}”这种期间"), help);
                None
            }
        }
    }

    fn states(&mut self, raw: &[Words], of: &Register) -> Vec<(String, String)> {
        let mut states = Vec::new();
        for name in raw {
            match of.states.iter().find(|(state, _)| state == name.get_ref()) {
                Some(state) => states.push(state.clone()),
                None => {
                    let message = format!("“{}”没有状态“{}”", of.title, name.get_ref());
                    let names: Vec<&str> = of.states.iter().map(|(name, _)| &**name).collect();
                    self.faults.over(&name.span(), message, format!("可用：{}", names.join("、")));
                }
            }
        }
        states
    }

    /// `kind`, or `project = item`: the argument and the field that it chooses by.
    fn takes(&mut self, raw: &[Words], of: &Register) -> Vec<Taken> {
        let mut takes = Vec::new();
        for said in raw {
            let text = said.get_ref();
            let (argument, field) = text.split_once('=').unwrap_or((text, text));
            let name = Spanned::new(said.span(), field.trim().to_owned());
            let Some(field) = self.field(&name, of) else { continue };
            if !matches!(field.holds, Holds::Code(_) | Holds::Text | Holds::YesNo) {
                let help = "参数只用选项、文字、是否字段";
                self.faults.over(&said.span(), format!("不能按“{}”挑选", field.label), help);
            }
            takes.push(Taken { argument: argument.trim().to_owned(), field });
        }
        takes
    }

    /// A field of days.
    pub(super) fn day(&mut self, name: &Words, of: &Register) -> Option<Field> {
        let field = self.field(name, of)?;
        if !field.is_dated() {
            self.faults.over(&name.span(), format!("“{}”不是日期", field.label), "");
            return None;
        }
        Some(field)
    }

    /// The field of this name.
    pub(super) fn field(&mut self, name: &Words, of: &Register) -> Option<Field> {
        let found = of.field(name.get_ref());
        if found.is_none() {
            let message = format!("“{}”没有字段“{}”", of.title, name.get_ref());
            let help = format!("见 data/registers/{}/register.toml", of.name);
            self.faults.over(&name.span(), message, help);
        }
        found.cloned()
    }
}
