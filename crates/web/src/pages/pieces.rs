//! What lists and forms of the administration and of one's own account are put together from.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use office::{Faults, OfficeError};
use serde::Deserialize;

use crate::WebError;
use crate::page::Page;
use crate::pages::shown;
use crate::view::Paging;

/// How many lines a page of a list has.
pub(crate) const LINES: u64 = 50;

/// `admin/list.html`
#[derive(Template)]
#[template(path = "admin/list.html")]
pub(crate) struct ListPage {
    pub page: Page,
    pub list: ListHead,
    pub tabs: Vec<Tab>,
    pub filters: Vec<Field>,
    pub table: Table,
    pub more: Option<Table>,
    pub paging: Option<Paging>,
    pub acts: Vec<Act>,
}

/// `admin/form.html`
#[derive(Template)]
#[template(path = "admin/form.html")]
pub(crate) struct FormPage {
    pub page: Page,
    pub form: FormHead,
    pub fields: Vec<Field>,
    pub facts: Vec<(&'static str, String)>,
    pub once: Option<Once>,
    pub table: Option<Table>,
    pub acts: Vec<Act>,
}

/// The head of a list.
pub(crate) struct ListHead {
    pub title: &'static str,
    pub note: String,
    pub new: Option<NewLink>,
    pub action: &'static str,
}

/// Where something new is entered.
pub(crate) struct NewLink {
    pub href: &'static str,
    pub name: &'static str,
}

/// The head of a form.
#[derive(Default)]
pub(crate) struct FormHead {
    pub title: String,
    pub note: String,
    pub action: String,
    pub save: &'static str,
    pub back: String,
}

/// A secret that is shown this time only.
pub(crate) struct Once {
    pub title: String,
    pub secret: String,
    pub note: &'static str,
}

/// A list beside this one.
pub(crate) struct Tab {
    pub href: &'static str,
    pub name: &'static str,
    pub current: bool,
}

/// A field of a form.
pub(crate) struct Field {
    pub name: &'static str,
    pub label: String,
    pub kind: &'static str,
    pub value: String,
    pub hint: String,
    pub error: Option<String>,
    pub auto: &'static str,
    pub options: Vec<Choice>,
}

/// An entry of a selection.
pub(crate) struct Choice {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

/// A table.
#[derive(Default)]
pub(crate) struct Table {
    pub title: &'static str,
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    pub has_acts: bool,
    pub empty: &'static str,
}

/// The head of a column.
pub(crate) struct Head {
    pub name: &'static str,
    pub numeric: bool,
    /// The list sorted by it; empty: it does not sort.
    pub href: String,
    /// ascending, descending, or empty: the list is not sorted by it.
    pub sorted: &'static str,
}

/// A line of a table.
#[derive(Default)]
pub(crate) struct Row {
    pub href: String,
    pub name: String,
    pub cells: Vec<Cell>,
    pub mark: Option<Mark>,
    pub acts: Vec<Act>,
}

/// A cell of a line.
pub(crate) struct Cell {
    pub text: String,
    pub label: &'static str,
    pub numeric: bool,
    pub mono: bool,
}

/// How something stands: icon and word.
pub(crate) struct Mark {
    pub tone: &'static str,
    pub icon: &'static str,
    pub name: &'static str,
}

/// A button that does one thing.
#[derive(Default)]
pub(crate) struct Act {
    pub action: String,
    pub name: &'static str,
    pub icon: &'static str,
    pub tone: &'static str,
    pub hidden: Vec<(&'static str, String)>,
    pub confirm: String,
    pub yes: &'static str,
    /// Whether it only leads somewhere.
    pub is_link: bool,
}

/// What was just done: a word in the address stands for a sentence.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub said: String,
}

/// The sentences that an address may name.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("saved", "good", "已保存。"),
    ("made", "good", "已新建。"),
    ("closed", "good", "已停用。需要时可以重新启用。"),
    ("opened", "good", "已重新启用。"),
    ("given", "good", "角色已授予，立即生效。"),
    ("taken", "good", "角色已收回，立即生效。"),
    ("ended", "good", "登录已结束。"),
    ("unlocked", "good", "账号已解锁。"),
    ("password", "good", "密码已修改，其他设备上的登录已全部退出。"),
    ("due", "warning", "密码已到期，或是管理员给的一次性密码：请先设定自己的新密码。"),
    ("factor-on", "good", "二次验证已开启，下次登录除密码外还要填动态口令。"),
    ("factor-off", "good", "二次验证已关闭。"),
    ("revoked", "good", "令牌已收回，立即失效。"),
    ("founded", "good", "已建立。请用刚才设定的账号登录。"),
];

impl Said {
    /// The page with the sentence, if the address names one.
    pub(crate) fn on(&self, page: Page) -> Page {
        match SENTENCES.iter().find(|(word, ..)| *word == self.said) {
            Some((_, tone, text)) => page.saying(tone, *text),
            None => page,
        }
    }
}

impl Field {
    /// A field of this kind.
    pub(crate) fn new(
        kind: &'static str,
        name: &'static str,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Field {
        Field {
            name,
            label: label.into(),
            kind,
            value: value.into(),
            hint: String::new(),
            error: None,
            auto: "off",
            options: Vec::new(),
        }
    }

    /// A selection.
    pub(crate) fn select(name: &'static str, label: &'static str, options: Vec<Choice>) -> Field {
        Field { options, ..Field::new("select", name, label, "") }
    }

    /// With a hint.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Field {
        Field { hint: hint.into(), ..self }
    }

    /// With what browsers may fill in.
    pub(crate) fn auto(self, auto: &'static str) -> Field {
        Field { auto, ..self }
    }

    /// With what is wrong with it.
    pub(crate) fn judged(self, faults: &Faults) -> Field {
        Field { error: faults.of(self.name).map(str::to_owned), ..self }
    }
}

/// An entry of a selection.
pub(crate) fn choice(value: impl Into<String>, name: impl Into<String>, chosen: &str) -> Choice {
    let value = value.into();
    Choice { chosen: value == chosen, value, name: name.into() }
}

/// The columns of a table.
pub(crate) fn heads(names: &[&'static str]) -> Vec<Head> {
    let head = |name: &&'static str| Head { name, numeric: false, href: String::new(), sorted: "" };
    names.iter().map(head).collect()
}

/// A cell.
pub(crate) fn cell(label: &'static str, text: impl Into<String>) -> Cell {
    Cell { text: text.into(), label, numeric: false, mono: false }
}

/// What is wrong with the fields, if it is that; anything else goes on as it is.
pub(crate) fn faults(error: OfficeError) -> Result<Faults, WebError> {
    match error {
        OfficeError::Fields(faults) => Ok(faults),
        other => Err(other.into()),
    }
}

/// A form again, with what was wrong.
pub(crate) fn wrong(page: &impl Template) -> Result<Response, WebError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(page)?).into_response())
}
