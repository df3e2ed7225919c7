//! The tree of organisations.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::organisations::NewOrganisation;
use office::{Asker, Faults, OfficeError};
use serde::Deserialize;
use store::directory::Standing;
use store::organisations::{Organisation, OrganisationKind};

use super::lists::{Asked, Column, Listing, options};
use super::{indented, places};
use crate::pages::pieces::{
    Act, Field, FormHead, FormPage, Mark, NewLink, Row, Said, cell, choice, faults, wrong,
};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::day;
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

const COLUMNS: [Column; 6] = [
    ("名称", "name"),
    ("类别", "kind"),
    ("预算编码", "code"),
    ("区划", "region"),
    ("登记", "created"),
    ("状态", "standing"),
];

/// The tree, or a list of those that are looked for.
pub(crate) async fn list_organisations(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let mut all = app.office.list_organisations(&asker).await?;
    all.retain(|it| is_asked_for(it, &asked));
    sort(&mut all, asked.order());
    let name = |it: &Organisation| match asked.sort.as_str() {
        "" => indented(it),
        _ => it.name.clone(),
    };
    let kinds = OrganisationKind::ALL.iter().map(|kind| (kind.word(), kind.label()));
    let kinds: Vec<_> = std::iter::once(("", "全部")).chain(kinds).collect();
    let listing = Listing {
        here: HERE,
        title: "单位",
        note: "预算部门、所属单位的层级。角色授在哪一级，就管到哪一级和它以下。",
        new: Some(NewLink { href: "/admin/organisations/new", name: "新增单位" }),
        tabs: Vec::new(),
        filters: vec![
            asked.search("名称或编码"),
            Field::select("kind", "类别", options(&kinds, &asked.kind)),
            asked.standings(),
        ],
        columns: &COLUMNS,
        rows: asked.page_of(&all).map(|it| row(it, name(it))).collect(),
        total: i64::try_from(all.len()).unwrap_or(i64::MAX),
        empty: "没有符合条件的单位。",
    };
    listing.shown(&app, &asker, &asked).await
}

fn is_asked_for(it: &Organisation, asked: &Asked) -> bool {
    let words = asked.words();
    let is_open = it.closed_at.is_none();
    (it.name.contains(words) || it.code.starts_with(words))
        && (asked.kind.is_empty() || it.kind.word() == asked.kind)
        && match asked.standing() {
            Standing::Any => true,
            Standing::Open => is_open,
            Standing::Closed => !is_open,
        }
}

/// By a column; as a tree where no column sorts.
fn sort(all: &mut [Organisation], (key, is_down): (&str, bool)) {
    match key {
        "name" => all.sort_by(|one, other| one.name.cmp(&other.name)),
        "kind" => all.sort_by_key(|it| it.kind),
        "code" => all.sort_by(|one, other| one.code.cmp(&other.code)),
        "region" => all.sort_by(|one, other| one.region.cmp(&other.region)),
        "created" => all.sort_by(|one, other| one.created_at.cmp(&other.created_at)),
        "standing" => all.sort_by_key(|it| it.closed_at.is_some()),
        _ => return,
    }
    if is_down {
        all.reverse();
    }
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
    let page = change_form(&app, &asker, &it, &typed, &Faults::default()).await?;
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
            wrong(&change_form(&app, &asker, &it, &typed, &faults).await?)
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

fn row(it: &Organisation, name: String) -> Row {
    Row {
        href: format!("{HERE}/{}", it.id),
        name,
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
        page: framed(app, asker, "新增单位", HERE).await?.under(HERE, "单位"),
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

async fn change_form(
    app: &App,
    asker: &Asker,
    it: &Organisation,
    typed: &Typed,
    faults: &Faults,
) -> Result<FormPage, WebError> {
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
    Ok(FormPage {
        page: framed(app, asker, it.name.clone(), HERE).await?.under(HERE, "单位"),
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
    })
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
