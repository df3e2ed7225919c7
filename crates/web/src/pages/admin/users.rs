//! Accounts.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::accounts::{Account, UserChange};
use office::people::NewUser;
use office::{Asker, Faults, OfficeError, Permission, password};
use serde::Deserialize;

use super::lists::{Asked, Column, Listing};
use super::{accounts, places, standing};
use crate::pages::pieces::{
    Act, Field, FormHead, FormPage, NewLink, Once, Row, Said, cell, faults, wrong,
};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{day, time};
use crate::{App, WebError};

const HERE: &str = "/admin/users";

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    login: String,
    name: String,
    post: String,
    home: String,
}

const COLUMNS: [Column; 7] = [
    ("用户名", "login"),
    ("姓名", "name"),
    ("单位", ""),
    ("职务", "post"),
    ("角色", ""),
    ("最近登录", "seen"),
    ("状态", "standing"),
];

/// The list.
pub(crate) async fn list_users(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let list = app.office.list_users(&asker, &accounts(&asked)).await?;
    let homes = app.office.places(&asker, Permission::ManageUsers).await?;
    let now = app.office.now().to_string();
    let listing = Listing {
        here: HERE,
        title: "账号",
        note: "谁能登录由系统管理员管；登录以后能做什么，由安全管理员授予角色决定。",
        new: Some(NewLink { href: "/admin/users/new", name: "新增账号" }),
        tabs: Vec::new(),
        filters: vec![
            asked.search("姓名、用户名或职务"),
            Field::select("home", "单位", places(&homes, &asked.home, "全部")),
            asked.standings(),
        ],
        columns: &COLUMNS,
        rows: list.items.iter().map(|account| row(account, &now)).collect(),
        total: list.total,
        empty: "没有符合条件的账号。",
    };
    listing.shown(&app, &asker, &asked).await
}

/// The form for a new one.
pub(crate) async fn show_new_user(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    shown(&new_form(&app, &asker, &Typed::default(), &Faults::default()).await?)
}

/// Makes one and shows the password to begin with, this time only.
pub(crate) async fn add_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let new = NewUser {
        home: typed.home.clone(),
        login: typed.login.trim().to_owned(),
        name: typed.name.clone(),
        post: typed.post.clone(),
        password: password::one_time(),
        must_change: true,
    };
    match app.office.add_user(&asker, &new).await {
        Ok(id) => with_password(&app, &asker, &id, new.password).await,
        Err(error) => wrong(&new_form(&app, &asker, &typed, &faults(error)?).await?),
    }
}

/// One of them.
pub(crate) async fn show_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let account = app.office.user(&asker, &id).await?;
    let page = change_form(&app, &asker, &account, None, &Faults::default()).await?;
    shown(&FormPage { page: said.on(page.page), ..page })
}

/// Changes name, post, organisation.
pub(crate) async fn change_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let change =
        UserChange { name: typed.name.clone(), post: typed.post.clone(), home: typed.home.clone() };
    match app.office.change_user(&asker, &id, &change).await {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{id}?said=saved")).into_response()),
        Err(OfficeError::Fields(faults)) => {
            let account = app.office.user(&asker, &id).await?;
            wrong(&change_form(&app, &asker, &account, Some(&typed), &faults).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Closes one.
pub(crate) async fn disable_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.disable_user(&asker, &id).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}?said=closed")))
}

/// Opens one again.
pub(crate) async fn enable_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.enable_user(&asker, &id).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}?said=opened")))
}

/// Sets a password that can be used once and shows it, this time only.
pub(crate) async fn reset_password(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let password = app.office.reset_password(&asker, &id).await?;
    with_password(&app, &asker, &id, password).await
}

async fn with_password(
    app: &App,
    asker: &Asker,
    id: &str,
    password: String,
) -> Result<Response, WebError> {
    let account = app.office.user(asker, id).await?;
    let once = Once {
        title: format!("{}（{}）的一次性密码", account.user.name, account.user.login),
        secret: password,
        note: "只显示这一次，请当面或打电话告诉本人。本人登录后须先改成自己的密码。",
    };
    let page = change_form(app, asker, &account, None, &Faults::default()).await?;
    Ok(shown(&FormPage { once: Some(once), ..page })?.into_response())
}

fn row(account: &Account, now: &str) -> Row {
    let user = &account.user;
    let mut roles: Vec<&str> = account.roles.iter().map(|held| held.role.label()).collect();
    roles.dedup();
    Row {
        href: format!("{HERE}/{}", user.id),
        name: user.login.clone(),
        cells: vec![
            cell("姓名", user.name.clone()),
            cell("单位", account.home.name.clone()),
            cell("职务", if user.post.is_empty() { "—" } else { &user.post }),
            cell("角色", if roles.is_empty() { "—".to_owned() } else { roles.join("、") }),
            cell("最近登录", user.seen_at.as_deref().map_or_else(|| "没有登录过".into(), time)),
        ],
        mark: Some(standing(user, now)),
        ..Row::default()
    }
}

async fn new_form(
    app: &App,
    asker: &Asker,
    typed: &Typed,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let login = Field::new("text", "login", "用户名", typed.login.clone())
        .hint("2到40个字母、数字或 . _ -，以后不能改。")
        .judged(faults);
    let mut fields = vec![login];
    fields.extend(common(app, asker, typed, faults).await?);
    Ok(FormPage {
        page: framed(app, asker, "新增账号", HERE).await?.under(HERE, "账号"),
        form: FormHead {
            title: "新增账号".into(),
            note: "保存后显示一次性密码。角色由安全管理员另行授予。".into(),
            action: format!("{HERE}/new"),
            save: "保存",
            back: HERE.into(),
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
    account: &Account,
    typed: Option<&Typed>,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let user = &account.user;
    let stands = Typed {
        login: user.login.clone(),
        name: user.name.clone(),
        post: user.post.clone(),
        home: user.home.clone(),
    };
    let roles = account.roles.iter();
    let roles: Vec<String> =
        roles.map(|held| format!("{}（{}）", held.role, held.organisation_name)).collect();
    Ok(FormPage {
        page: framed(app, asker, user.name.clone(), HERE).await?.under(HERE, "账号"),
        form: FormHead {
            title: format!("{}（{}）", user.name, user.login),
            action: format!("{HERE}/{}", user.id),
            save: "保存",
            back: HERE.into(),
            ..FormHead::default()
        },
        fields: common(app, asker, typed.unwrap_or(&stands), faults).await?.into(),
        facts: vec![
            ("状态", standing(user, &app.office.now().to_string()).name.to_owned()),
            ("角色", if roles.is_empty() { "还没有".into() } else { roles.join("、") }),
            ("新建", day(&user.created_at)),
            ("最近登录", user.seen_at.as_deref().map_or_else(|| "没有登录过".into(), time)),
            ("密码设定", day(&user.password_set_at)),
            ("二次验证", if user.totp_on { "已开启" } else { "没有开启" }.to_owned()),
        ],
        once: None,
        table: None,
        acts: acts(account, asker),
    })
}

fn acts(account: &Account, asker: &Asker) -> Vec<Act> {
    let user = &account.user;
    if user.disabled_at.is_some() {
        let action = format!("{HERE}/{}/enable", user.id);
        return vec![Act { action, name: "启用账号", ..Act::default() }];
    }
    if user.id == asker.user {
        return Vec::new();
    }
    vec![
        Act {
            action: format!("{HERE}/{}/password", user.id),
            name: "重置密码",
            icon: "key",
            confirm: format!("{}现在的密码作废，所有登录退出，改用一次性密码。", user.name),
            yes: "重置",
            ..Act::default()
        },
        Act {
            action: format!("{HERE}/{}/disable", user.id),
            name: "停用账号",
            icon: "lock",
            tone: "danger",
            confirm: format!("{}将不能登录，所有登录和接口令牌立即失效。", user.name),
            yes: "停用",
            ..Act::default()
        },
    ]
}

async fn common(
    app: &App,
    asker: &Asker,
    typed: &Typed,
    faults: &Faults,
) -> Result<[Field; 3], WebError> {
    let homes = app.office.places(asker, Permission::ManageUsers).await?;
    Ok([
        Field::new("text", "name", "姓名", typed.name.clone()).judged(faults),
        Field::new("text", "post", "职务", typed.post.clone())
            .hint("如：财务科科长。可不填。")
            .judged(faults),
        Field::select("home", "所属单位", places(&homes, &typed.home, "请选择")).judged(faults),
    ])
}
