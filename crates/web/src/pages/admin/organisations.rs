//! The tree of organisations.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::organisations::NewOrganisation;
use office::{Asker, Faults, OfficeError};
use serde::Deserialize;
use store::organisations::{Organisation, OrganisationKind};

use super::{Chosen, indented, places};
use crate::pages::pieces::{
    Act, Field, FormHead, FormPage, LINES, ListHead, ListPage, Mark, NewLink, Row, Said, Table,
    cell, choice, faults, framed, heads, wrong,
};
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::{day, escaped, paging};
use crate::{App, WebError};

const HERE: &str = "/admin/organisations";

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    parent: String,
    kind: String,
    name: String,
    code: String,
}

/// The tree.
pub(crate) async fn list_organisations(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let mut all = app.office.list_organisations(&asker).await?;
    all.retain(|it| it.name.contains(&chosen.q) || it.code.starts_with(&chosen.q));
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let skip = chosen.page.saturating_sub(1).saturating_mul(LINES);
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let take = usize::try_from(LINES).unwrap_or(usize::MAX);
    let rows = all.iter().skip(skip).take(take).map(row).collect();
    let href = |at| format!("{HERE}?q={}&page={at}", escaped(&chosen.q));
    let said = Said { said: chosen.said.clone() };
    shown(&ListPage {
        page: said.on(framed(&app, &asker, "单位", HERE)),
        list: ListHead {
            title: "单位",
            note: "预算部门、所属单位的层级。角色授在哪一级，就管到哪一级和它以下。".into(),
            new: Some(NewLink { href: "/admin/organisations/new", name: "新增单位" }),
            action: HERE,
        },
        tabs: Vec::new(),
        filters: vec![Field::new("search", "q", "名称或编码", chosen.q.clone())],
        table: Table {
            title: "单位",
            heads: heads(&["名称", "类别", "预算编码", "区划", "登记", "状态"]),
            rows,
            has_acts: false,
            empty: "没有符合条件的单位。",
        },
        more: None,
        paging: Some(paging(total, chosen.page, LINES, href)),
        acts: Vec::new(),
    })
}

/// The form for a new one.
pub(crate) async fn show_new_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    shown(&new_form(&app, &asker, &Typed::default(), &Faults::default()).await?)
}

/// Enters one.
pub(crate) async fn enter_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let new = NewOrganisation {
        parent: Some(typed.parent.clone()),
        kind: OrganisationKind::from_word(&typed.kind).unwrap_or(OrganisationKind::Department),
        code: typed.code.clone(),
        region: String::new(),
        name: typed.name.clone(),
    };
    match app.office.enter_organisation(&asker, &new).await {
        Ok(_) => Ok(Redirect::to("/admin/organisations?said=made").into_response()),
        Err(error) => wrong(&new_form(&app, &asker, &typed, &faults(error)?).await?),
    }
}

/// One of them.
pub(crate) async fn show_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let it = app.office.organisation(&asker, &id).await?;
    let typed = Typed { name: it.name.clone(), code: it.code.clone(), ..Typed::default() };
    let page = change_form(&app, &asker, &it, &typed, &Faults::default());
    shown(&FormPage { page: said.on(page.page), ..page })
}

/// Changes name and code.
pub(crate) async fn change_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    match app.office.change_organisation(&asker, &id, &typed.name, &typed.code).await {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{id}?said=saved")).into_response()),
        Err(OfficeError::Fields(faults)) => {
            let it = app.office.organisation(&asker, &id).await?;
            wrong(&change_form(&app, &asker, &it, &typed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

/// Closes one.
pub(crate) async fn close_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.close_organisation(&asker, &id).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}?said=closed")))
}

/// Opens one again.
pub(crate) async fn reopen_organisation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.reopen_organisation(&asker, &id).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}?said=opened")))
}

fn row(it: &Organisation) -> Row {
    Row {
        href: format!("{HERE}/{}", it.id),
        name: indented(it),
        cells: vec![
            cell("类别", it.kind.label()),
            cell("预算编码", if it.code.is_empty() { "—" } else { &it.code }),
            cell("区划", it.region.clone()),
            cell("登记", day(&it.created_at)),
        ],
        mark: Some(match it.closed_at {
            None => Mark { tone: "good", icon: "check-circle-fill", name: "在用" },
            Some(_) => Mark { tone: "note", icon: "dash-lg", name: "已撤销" },
        }),
        ..Row::default()
    }
}

async fn new_form(
    app: &App,
    asker: &Asker,
    typed: &Typed,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let mut all = app.office.list_organisations(asker).await?;
    all.retain(|it| it.closed_at.is_none());
    let kinds = OrganisationKind::ALL.iter().filter(|kind| **kind != OrganisationKind::Region);
    let kinds = kinds.map(|kind| choice(kind.word(), kind.label(), &typed.kind)).collect();
    let mut fields = vec![
        Field::select("parent", "上级单位", places(&all, &typed.parent, "请选择")).judged(faults),
        Field::select("kind", "类别", kinds),
    ];
    fields.extend(common(typed, faults));
    Ok(FormPage {
        page: framed(app, asker, "新增单位", HERE).under(HERE, "单位"),
        form: FormHead {
            title: "新增单位".into(),
            action: format!("{HERE}/new"),
            save: "保存",
            back: HERE.into(),
            ..FormHead::default()
        },
        fields,
        facts: Vec::new(),
        once: None,
        table: None,
        acts: Vec::new(),
    })
}

fn change_form(
    app: &App,
    asker: &Asker,
    it: &Organisation,
    typed: &Typed,
    faults: &Faults,
) -> FormPage {
    let act = match it.closed_at {
        None => Act {
            action: format!("{HERE}/{}/close", it.id),
            name: "撤销单位",
            tone: "danger",
            confirm: format!("撤销“{}”后不能再报送和登记账号，已有的文本照样能看。", it.name),
            yes: "撤销",
            ..Act::default()
        },
        Some(_) => {
            Act {
                action: format!("{HERE}/{}/reopen", it.id), name: "恢复单位", ..Act::default()
            }
        }
    };
    FormPage {
        page: framed(app, asker, it.name.clone(), HERE).under(HERE, "单位"),
        form: FormHead {
            title: it.name.clone(),
            action: format!("{HERE}/{}", it.id),
            save: "保存",
            back: HERE.into(),
            ..FormHead::default()
        },
        fields: common(typed, faults).into(),
        facts: vec![
            ("类别", it.kind.label().to_owned()),
            ("行政区划代码", it.region.clone()),
            ("登记", day(&it.created_at)),
            ("撤销", it.closed_at.as_deref().map_or_else(|| "—".to_owned(), day)),
        ],
        once: None,
        table: None,
        acts: if it.parent.is_some() { vec![act] } else { Vec::new() },
    }
}

fn common(typed: &Typed, faults: &Faults) -> [Field; 2] {
    [
        Field::new("text", "name", "名称", typed.name.clone())
            .hint("用规范全称，公开时照此显示。")
            .judged(faults),
        Field::new("text", "code", "预算编码", typed.code.clone())
            .hint("如 711001；没有可不填。")
            .judged(faults),
    ]
}
