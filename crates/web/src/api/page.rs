//! The page that tells how to use the interface.

use askama::Template;
use utoipa::openapi::OpenApi;

use crate::page::DoorPage;

use super::description::TAGS;

/// `interface.html`
#[derive(Template)]
#[template(path = "interface.html")]
pub(super) struct InterfacePage {
    page: DoorPage,
    count: usize,
    groups: Vec<Group>,
}

/// Operations of a kind.
struct Group {
    name: &'static str,
    about: &'static str,
    lines: Vec<Line>,
}

/// An operation.
struct Line {
    method: &'static str,
    path: String,
    about: String,
}

impl InterfacePage {
    /// How to get a token, and what there is.
    pub(super) fn of(document: &OpenApi) -> InterfacePage {
        let lines = lines(document);
        let group = |(name, about): (&'static str, &'static str)| {
            let own = lines.iter().filter(|(tag, _)| tag == name);
            Group { name, about, lines: own.map(|(_, line)| line.copy()).collect() }
        };
        let groups = TAGS.map(group).into_iter().filter(|group| !group.lines.is_empty());
        InterfacePage {
            page: DoorPage::new("数据接口"),
            count: lines.len(),
            groups: groups.collect(),
        }
    }
}

impl Line {
    fn copy(&self) -> Line {
        Line { method: self.method, path: self.path.clone(), about: self.about.clone() }
    }
}

/// Every operation with its kind.
fn lines(document: &OpenApi) -> Vec<(String, Line)> {
    let mut all = Vec::new();
    for (path, item) in &document.paths.paths {
        let operations = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
            let about = operation.summary.clone().unwrap_or_default();
            all.push((tag, Line { method, path: path.clone(), about }));
        }
    }
    all
}
