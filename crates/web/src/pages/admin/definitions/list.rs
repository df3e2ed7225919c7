//! All registers as they are defined.

use axum::extract::{Query, State};
use axum::response::Html;
use office::registers::defining::{Defined, Origin};

use super::{HERE, at};
use crate::pages::pieces::{Act, ListHead, ListPage, Mark, NewLink, Row, Said, Table, cell, heads};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::day;
use crate::{App, WebError};

use super::super::lists::Asked;

/// The list.
pub(crate) async fn list_definitions(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let found = app.office.list_definitions(&asker).await?;
    let words = asked.words();
    let sought = found.all.iter().filter(|it| it.title.contains(words) || it.name.contains(words));
    let rows = sought.map(row).collect();
    let said = Said { said: asked.said.clone() };
    let mut page = said.on(framed(&app, &asker, "台账定义", HERE).await?);
    if !found.trouble.is_empty() {
        page = page.saying("error", format!("台账打不开：{}。请改正出错的定义。", found.trouble));
    }
    shown(&ListPage {
        page,
        list: ListHead {
            title: "台账定义",
            note: "给台账增加本单位的栏目，或另建一本。改动先看后果再启用，每一版都留着，可以回到以前。".into(),
            new: Some(NewLink { href: "/admin/definitions/new", name: "新建台账" }),
            action: HERE,
        },
        tabs: Vec::new(),
        filters: vec![asked.search("台账名称")],
        table: Table {
            title: "台账定义",
            heads: heads(&["台账", "类别", "栏目", "记录", "版本", "启用", "由谁", "来源"]),
            rows,
            has_acts: false,
            empty: "没有这个名称的台账。可以“新建台账”。",
        },
        more: None,
        paging: None,
        acts: vec![Act {
            action: "/help/registers-own".into(),
            name: "怎样自设栏目",
            icon: "question-circle",
            is_link: true,
            ..Act::default()
        }],
    })
}

fn row(it: &Defined) -> Row {
    let (fields, added) = it.fields;
    let fields = match added {
        0 => fields.to_string(),
        added => format!("{fields}（自设{added}）"),
    };
    let tone = if it.origin == Origin::Program && added == 0 { "note" } else { "good" };
    Row {
        href: at(&it.name),
        name: it.title.clone(),
        cells: vec![
            cell("类别", it.kind.label()),
            cell("栏目", fields),
            cell("记录", it.entries.to_string()),
            cell("版本", if it.version == 0 { "—".into() } else { format!("第{}版", it.version) }),
            cell("启用", day(&it.since.0)),
            cell("由谁", if it.since.1 == "命令行" { "程序" } else { it.since.1.as_str() }),
        ],
        mark: Some(Mark {
            tone,
            icon: if tone == "good" { "pencil" } else { "book" },
            name: it.origin.label(),
        }),
        ..Row::default()
    }
}
