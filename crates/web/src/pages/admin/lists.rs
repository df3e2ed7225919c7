//! Lists of the administration, made in one way: searched, filtered, sorted, page by page.

use axum::response::Html;
use office::Asker;
use serde::Deserialize;
use store::directory::Standing;

use crate::pages::pieces::{
    Choice, Field, Head, LINES, ListHead, ListPage, NewLink, Row, Said, Tab, Table, choice,
};
use crate::pages::{framed, shown};
use crate::view::{address, paging};
use crate::{App, WebError};

/// No list is gone through further than this.
const FURTHEST: u64 = 1_000_000;
/// How things may stand, with the words for it.
const STANDINGS: [(&str, &str); 3] = [("", "全部"), ("open", "在用"), ("closed", "已停用")];

/// What is asked of a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) q: String,
    pub(crate) home: String,
    pub(crate) role: String,
    pub(crate) kind: String,
    pub(crate) standing: String,
    /// The key of a column; behind a minus, downwards.
    pub(crate) sort: String,
    pub(crate) page: u64,
    pub(crate) said: String,
}

/// A column: its head, and the key by which it is sorted; empty: it is not.
pub(crate) type Column = (&'static str, &'static str);

/// A list, with the rows of the page that is asked for.
pub(crate) struct Listing {
    pub(crate) here: &'static str,
    pub(crate) title: &'static str,
    pub(crate) note: &'static str,
    pub(crate) new: Option<NewLink>,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) filters: Vec<Field>,
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<Row>,
    pub(crate) total: i64,
    pub(crate) empty: &'static str,
}

impl Asked {
    /// The words that are looked for.
    pub(crate) fn words(&self) -> &str {
        self.q.trim()
    }

    /// How many lines come before those of the page.
    pub(crate) fn skip(&self) -> u64 {
        self.page.saturating_sub(1).saturating_mul(LINES).min(FURTHEST)
    }

    /// The key of the column that sorts, and whether downwards.
    pub(crate) fn order(&self) -> (&str, bool) {
        self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |key| (key, true))
    }

    /// Whether open or closed ones are shown.
    pub(crate) fn standing(&self) -> Standing {
        match self.standing.as_str() {
            "open" => Standing::Open,
            "closed" => Standing::Closed,
            _ => Standing::Any,
        }
    }

    /// The field for the words.
    pub(crate) fn search(&self, label: &'static str) -> Field {
        Field::new("search", "q", label, self.q.clone())
    }

    /// The field for how things stand.
    pub(crate) fn standings(&self) -> Field {
        Field::select("standing", "状态", options(&STANDINGS, &self.standing))
    }

    /// The lines of the page, of all that there are.
    pub(crate) fn page_of<'a, T>(&self, all: &'a [T]) -> impl Iterator<Item = &'a T> {
        let skip = usize::try_from(self.skip()).unwrap_or(usize::MAX);
        all.iter().skip(skip).take(usize::try_from(LINES).unwrap_or(usize::MAX))
    }

    fn link(&self, here: &str, sort: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let asked = [
            ("q", self.q.as_str()),
            ("home", &self.home),
            ("role", &self.role),
            ("kind", &self.kind),
            ("standing", &self.standing),
            ("sort", sort),
            ("page", &page),
        ];
        address(here, &asked)
    }

    fn head(&self, here: &str, (name, key): Column) -> Head {
        let (sorted_by, is_down) = self.order();
        let is_sorted = !key.is_empty() && sorted_by == key;
        let next = if is_sorted && !is_down { format!("-{key}") } else { key.to_owned() };
        Head {
            name,
            numeric: false,
            href: if key.is_empty() { String::new() } else { self.link(here, &next, 1) },
            sorted: match (is_sorted, is_down) {
                (false, _) => "",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
        }
    }
}

impl Listing {
    /// The page.
    pub(crate) async fn shown(
        self,
        app: &App,
        asker: &Asker,
        asked: &Asked,
    ) -> Result<Html<String>, WebError> {
        let said = Said { said: asked.said.clone() };
        let here = self.here;
        let heads = self.columns.iter().map(|column| asked.head(here, *column)).collect();
        let mut filters = self.filters;
        if !asked.sort.is_empty() {
            filters.push(Field::new("hidden", "sort", "", asked.sort.clone()));
        }
        shown(&ListPage {
            page: said.on(framed(app, asker, self.title, here).await?),
            list: ListHead {
                title: self.title,
                note: self.note.to_owned(),
                new: self.new,
                action: here,
            },
            tabs: self.tabs,
            filters,
            table: Table {
                title: self.title,
                heads,
                rows: self.rows,
                has_acts: false,
                empty: self.empty,
            },
            more: None,
            paging: Some(paging(self.total, asked.page, LINES, |at| {
                asked.link(here, &asked.sort, at)
            })),
            acts: Vec::new(),
        })
    }
}

/// The entries of a selection.
pub(crate) fn options(all: &[(&str, &str)], chosen: &str) -> Vec<Choice> {
    all.iter().map(|(word, name)| choice(*word, *name, chosen)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_when_one_turns_and_sorts() {
        let asked = Asked {
            q: "甲".into(),
            standing: "open".into(),
            sort: "name".into(),
            page: 3,
            ..Asked::default()
        };
        assert_eq!(asked.skip(), 100);
        let here = "/admin/users";
        assert_eq!(
            asked.link(here, &asked.sort, 2),
            "/admin/users?q=%E7%94%B2&standing=open&sort=name&page=2"
        );
        let same = asked.head(here, ("姓名", "name"));
        assert_eq!((same.sorted, same.href.contains("sort=-name")), ("ascending", true));
        let other = asked.head(here, ("用户名", "login"));
        assert_eq!((other.sorted, other.href.contains("sort=login")), ("", true));
        assert!(!other.href.contains("page="), "{}", other.href);
        assert_eq!(asked.head(here, ("角色", "")).href, "");
        let down = Asked { sort: "-name".into(), page: u64::MAX, ..Asked::default() };
        assert_eq!((down.order(), down.skip()), (("name", true), FURTHEST));
        assert_eq!(down.head(here, ("姓名", "name")).sorted, "descending");
    }
}
