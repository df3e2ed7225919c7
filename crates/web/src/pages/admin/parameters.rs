//! The parameters of the rules with their law: to be read, not to be changed.

use axum::extract::{Query, State};
use axum::response::Html;
use rulebook::{ParameterEntry, ParameterValue, Rulebook, Standing};

use super::lists::Asked;
use crate::pages::pieces::{Field, ListHead, ListPage, Mark, Row, Table, cell, heads};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// The list.
pub(crate) async fn list_parameters(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let rulebook = app.office.rulebook();
    let sought = rulebook.parameters().filter(|(_, entry)| entry.title.contains(&chosen.q));
    let rows = sought
        .flat_map(|(_, entry)| entry.values.iter().map(move |value| row(rulebook, entry, value)));
    let rows = rows.collect();
    let page = framed(&app, &asker, "参数与依据", "/admin/settings").await?;
    shown(&ListPage {
        page,
        list: ListHead {
            title: "参数与依据",
            note: "审核规则用的数值，按年度和地区取用，随程序发布，不能在网页上改。未核原文的只用来提醒，不据以判错。".into(),
            new: None,
            action: "/admin/parameters",
        },
        tabs: Vec::new(),
        filters: vec![Field::new("search", "q", "参数名称", chosen.q.clone())],
        table: Table {
            title: "参数",
            heads: heads(&["参数", "取值", "地区", "起", "止", "依据", "核对", "状况"]),
            rows,
            has_acts: false,
            empty: "没有符合条件的参数。",
        },
        more: None,
        paging: None,
        acts: Vec::new(),
    })
}

fn row(rulebook: &Rulebook, entry: &ParameterEntry, value: &ParameterValue) -> Row {
    let numbers: Vec<String> = value.numbers().iter().map(ToString::to_string).collect();
    let law = rulebook.law(&value.reference.law);
    let law = law.map_or_else(|| value.reference.law.clone(), rulebook::Law::citation);
    let place = match value.jurisdiction.as_str() {
        "CN" => "全国".to_owned(),
        code => format!("区划代码{code}开头"),
    };
    Row {
        name: entry.title.clone(),
        cells: vec![
            cell("取值", format!("{}{}", numbers.join("、"), entry.unit)),
            cell("地区", place),
            cell("起", value.from.to_string()),
            cell("止", value.until.map_or_else(|| "—".to_owned(), |day| day.to_string())),
            cell("依据", format!("{law} {}", value.reference.article)),
            cell("核对", value.checked.to_string()),
        ],
        mark: Some(match value.standing {
            Standing::Verified => {
                Mark { tone: "good", icon: "check-circle-fill", name: "已核原文" }
            }
            Standing::Practice => {
                Mark { tone: "note", icon: "info-circle-fill", name: "实务做法" }
            }
            Standing::Unverified => {
                Mark { tone: "warning", icon: "exclamation-triangle-fill", name: "未核原文" }
            }
        }),
        ..Row::default()
    }
}
