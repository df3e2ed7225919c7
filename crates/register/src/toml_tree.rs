//! TOML with its places: a walk over a parsed text that tells every mistake in Chinese and goes on.

use std::ops::Range;

use ground::Day;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use ground::Faults;

/// A string of the text and where it stands, quotes included.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// What it says.
    pub(crate) text: String,
    /// Where.
    pub(crate) span: Range<usize>,
}

/// A table of the text.
pub(crate) struct Section<'t, 'd> {
    table: &'t DeTable<'d>,
    /// Where it stands.
    pub(crate) span: Range<usize>,
}

/// The whole text as a table; `None` where it is no TOML.
pub(crate) fn parsed<'d>(faults: &mut Faults<'d>) -> Option<Spanned<DeTable<'d>>> {
    match DeTable::parse(faults.text()) {
        Ok(table) => Some(table),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = format!("不是合法的 TOML 写法：{}", error.message());
            faults.at(at, message, "检查引号、方括号和等号是否成对，同一项是否写了两次");
            None
        }
    }
}

impl<'t, 'd> Section<'t, 'd> {
    pub(crate) fn of(table: &'t Spanned<DeTable<'d>>) -> Section<'t, 'd> {
        Section { table: table.get_ref(), span: table.span() }
    }

    /// Refuses every key that is not among `allowed`.
    pub(crate) fn only(&self, allowed: &[&str], faults: &mut Faults) {
        for key in self.table.keys().filter(|key| !allowed.contains(&key.get_ref().as_ref())) {
            let help = format!("此处可用：{}", allowed.join("、"));
            faults.over(&key.span(), format!("没有“{}”这一项", key.get_ref()), help);
        }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value of a key stands, or the table if it has none.
    pub(crate) fn place(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Where the table below `[[key]]` stands that has this name.
    pub(crate) fn place_of_named(&self, key: &str, name: &str) -> Option<Range<usize>> {
        let all = self.table.get(key)?.get_ref().as_array()?;
        let is_it = |item: &&Spanned<DeValue>| {
            let named = item.get_ref().as_table().and_then(|table| table.get("name"));
            named.and_then(|value| value.get_ref().as_str()) == Some(name)
        };
        all.iter().find(is_it).map(Spanned::span)
    }

    /// A string that may be absent.
    pub(crate) fn words(&self, key: &str, faults: &mut Faults) -> Option<Words> {
        let value = self.table.get(key)?;
        let found = value.get_ref().as_str();
        if found.is_none() {
            wrong_kind(key, "带引号的文字", value, faults);
        }
        found.map(|text| Words { text: text.into(), span: value.span() })
    }

    /// A string that must be there and say something.
    pub(crate) fn needed(&self, key: &str, faults: &mut Faults) -> Option<Words> {
        if !self.has(key) {
            faults.over(&self.span, format!("缺少“{key}”"), format!("补上 {key} = \"…\""));
            return None;
        }
        let words = self.words(key, faults)?;
        if words.text.trim().is_empty() {
            faults.over(&words.span, format!("“{key}”是空的"), "");
            return None;
        }
        Some(words)
    }

    /// The string of a key, empty where there is none.
    pub(crate) fn text(&self, key: &str, faults: &mut Faults) -> String {
        self.words(key, faults).map(|words| words.text).unwrap_or_default()
    }

    /// A list of strings; empty where there is none.
    pub(crate) fn list(&self, key: &str, faults: &mut Faults) -> Vec<Words> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            wrong_kind(key, "用方括号括起的一组文字", value, faults);
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => all.push(Words { text: text.into(), span: item.span() }),
                None => wrong_kind(key, "带引号的文字", item, faults),
            }
        }
        all
    }

    /// A whole number that may be absent.
    pub(crate) fn integer(&self, key: &str, faults: &mut Faults) -> Option<i64> {
        let value = self.table.get(key)?;
        let digits = value.get_ref().as_integer().map(toml::de::DeInteger::as_str);
        let found = digits.and_then(|digits| digits.replace('_', "").parse().ok());
        if found.is_none() {
            wrong_kind(key, "整数", value, faults);
        }
        found
    }

    /// Yes or no; no where it is not said.
    pub(crate) fn flag(&self, key: &str, faults: &mut Faults) -> bool {
        let Some(value) = self.table.get(key) else { return false };
        let found = value.get_ref().as_bool();
        if found.is_none() {
            wrong_kind(key, "true 或 false", value, faults);
        }
        found.unwrap_or_default()
    }

    /// A day that may be absent, written without quotes.
    pub(crate) fn day(&self, key: &str, faults: &mut Faults) -> Option<Day> {
        let value = self.table.get(key)?;
        let found = value.get_ref().as_datetime().and_then(|day| day.to_string().parse().ok());
        if found.is_none() {
            wrong_kind(key, "不带引号的日期（如 2025-01-01）", value, faults);
        }
        found
    }

    /// The value as it is written, of whatever kind: for limits and defaults, whose kind the field says.
    pub(crate) fn scalar(&self, key: &str, faults: &mut Faults) -> Option<Words> {
        let value = self.table.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(integer) => integer.as_str().replace('_', ""),
            DeValue::Float(float) => float.as_str().replace('_', ""),
            DeValue::Boolean(true) => "是".into(),
            DeValue::Boolean(false) => "否".into(),
            DeValue::Datetime(day) => day.to_string(),
            _ => {
                wrong_kind(key, "一个值", value, faults);
                return None;
            }
        };
        Some(Words { text, span: value.span() })
    }

    /// A table below this one.
    pub(crate) fn table(&self, key: &str, faults: &mut Faults) -> Option<Section<'t, 'd>> {
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            wrong_kind(key, &format!("[{key}] 一节"), value, faults);
            return None;
        };
        Some(Section { table, span: value.span() })
    }

    /// The tables below `[[key]]`, in order.
    pub(crate) fn tables(&self, key: &str, faults: &mut Faults) -> Vec<Section<'t, 'd>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            wrong_kind(key, &format!("[[{key}]] 各节"), value, faults);
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => all.push(Section { table, span: item.span() }),
                None => wrong_kind(key, &format!("[[{key}]] 各节"), item, faults),
            }
        }
        all
    }
}

fn wrong_kind(key: &str, wanted: &str, value: &Spanned<DeValue>, faults: &mut Faults) {
    faults.over(&value.span(), format!("“{key}”应为{wanted}"), "");
}
