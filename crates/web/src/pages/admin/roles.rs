//! Who has which role, and what the roles may.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::accounts::Account;
use office::rights::TABLE;
use office::{Asker, Faults, OfficeError, Permission};
use serde::Deserialize;
use store::directory::{Filter, Standing};
use store::people::{Assignment, Role};

use super::lists::{Asked, Column, Listing, options};
use super::{accounts, places, standing};
use crate::pages::pieces::{
    Act, Cell, Field, FormHead, FormPage, ListHead, ListPage, Row, Said, Tab, Table, cell, choice,
    heads, wrong,
};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

const HERE: &str = "/admin/roles";

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    role: String,
    organisation: String,
}

const COLUMNS: [Column; 5] =
    [("姓名", "name"), ("用户名", "login"), ("单位", ""), ("角色", ""), ("状态", "standing")];

/// The list.
pub(crate) async fn list_roles(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let filter = Filter { standing: Standing::Open, ..accounts(&asked) };
    let list = app.office.list_roles(&asker, &filter).await?;
    let homes = app.office.places(&asker, Permission::ManageRoles).await?;
    let now = app.office.now().to_string();
    let roles = Role::ALL.iter().map(|role| (role.word(), role.label()));
    let roles: Vec<_> = std::iter::once(("", "全部")).chain(roles).collect();
    let listing = Listing {
        here: HERE,
        title: "角色",
        note: "角色决定能做什么，授在哪个单位就管到哪个单位和它以下。没有角色的人只能看公开内容。",
        new: None,
        tabs: tabs(HERE),
        filters: vec![
            asked.search("姓名、用户名或职务"),
            Field::select("home", "单位", places(&homes, &asked.home, "全部")),
            Field::select("role", "角色", options(&roles, &asked.role)),
        ],
        columns: &COLUMNS,
        rows: list.items.iter().map(|account| row(account, &now)).collect(),
        total: list.total,
        empty: "没有符合条件的账号。",
    };
    listing.shown(&app, &asker, &asked).await
}

/// What every role may.
pub(crate) async fn show_rights(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let mut names = vec!["权限"];
    names.extend(Role::ALL.iter().map(|role| role.label()));
    let rows = TABLE.iter().map(|(permission, label, _)| Row {
        name: (*label).to_owned(),
        cells: Role::ALL.iter().map(|role| yes_or_no(*permission, *role)).collect(),
        ..Row::default()
    });
    asker.require(Permission::ManageRoles)?;
    shown(&ListPage {
        page: framed(&app, &asker, "权限表", HERE).await?,
        list: ListHead {
            title: "权限表",
            note: "系统、安全、审计三位管理员各管一样，谁也替不了谁；编报的不审核，审核的不编报。"
                .into(),
            new: None,
            action: HERE,
        },
        tabs: tabs("/admin/rights"),
        filters: Vec::new(),
        table: Table {
            title: "权限",
            heads: heads(&names),
            rows: rows.collect(),
            ..Table::default()
        },
        more: None,
        paging: None,
        acts: Vec::new(),
    })
}

/// The roles of one person.
pub(crate) async fn show_roles(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(user): Path<String>,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let page = form(&app, &asker, &user, &Typed::default(), &Faults::default()).await?;
    shown(&FormPage { page: said.on(page.page), ..page })
}

/// Gives a role.
pub(crate) async fn give_role(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(user): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    asker.require(Permission::ManageRoles)?;
    let given = match Role::from_word(&typed.role) {
        Ok(role) => app.office.give_role(&asker, &user, role, &typed.organisation).await,
        Err(_) => Err(OfficeError::field("role", "请选择角色")),
    };
    match given {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{user}?said=given")).into_response()),
        Err(OfficeError::Fields(faults)) => {
            wrong(&form(&app, &asker, &user, &typed, &faults).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes one away.
pub(crate) async fn take_role(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(user): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Redirect, WebError> {
    asker.require(Permission::ManageRoles)?;
    let role = Role::from_word(&typed.role);
    let role = role.map_err(|_| OfficeError::Missing { what: "这个角色" })?;
    app.office.take_role(&asker, &user, role, &typed.organisation).await?;
    Ok(Redirect::to(&format!("{HERE}/{user}?said=taken")))
}

fn tabs(at: &str) -> Vec<Tab> {
    let all = [(HERE, "谁有什么角色"), ("/admin/rights", "权限表")];
    all.map(|(href, name)| Tab { href, name, current: href == at }).into()
}

fn yes_or_no(permission: Permission, role: Role) -> Cell {
    cell(role.label(), if permission.is_of(role) { "✓" } else { "—" })
}

fn row(account: &Account, now: &str) -> Row {
    let roles = account.roles.iter();
    let roles: Vec<String> =
        roles.map(|held| format!("{}（{}）", held.role, held.organisation_name)).collect();
    Row {
        href: format!("{HERE}/{}", account.user.id),
        name: account.user.name.clone(),
        cells: vec![
            cell("用户名", account.user.login.clone()),
            cell("单位", account.home.name.clone()),
            cell("角色", if roles.is_empty() { "还没有".to_owned() } else { roles.join("、") }),
        ],
        mark: Some(standing(&account.user, now)),
        ..Row::default()
    }
}

async fn form(
    app: &App,
    asker: &Asker,
    user: &str,
    typed: &Typed,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let account = app.office.roles_of(asker, user).await?;
    let all = app.office.places(asker, Permission::ManageRoles).await?;
    let mut roles = vec![choice("", "请选择", &typed.role)];
    roles.extend(Role::ALL.iter().map(|role| choice(role.word(), role.label(), &typed.role)));
    let is_own = user == asker.user;
    let fields = vec![
        Field::select("role", "授予角色", roles)
            .hint("三员和其他角色、编报和财政审核不能由同一个人担任。")
            .judged(faults),
        Field::select("organisation", "在哪里", places(&all, &typed.organisation, "请选择"))
            .hint("经办人、负责人选本部门；财政审核人、上级查阅人选要管到的最上一级。")
            .judged(faults),
    ];
    let note = if is_own {
        "不能改自己的角色，请由另一位安全管理员办理。"
    } else {
        ""
    };
    Ok(FormPage {
        page: framed(app, asker, account.user.name.clone(), HERE).await?.under(HERE, "角色"),
        form: FormHead {
            title: format!("{}的角色", account.user.name),
            note: note.into(),
            action: format!("{HERE}/{user}/give"),
            save: "授予",
            back: HERE.into(),
        },
        fields: if is_own { Vec::new() } else { fields },
        facts: vec![
            ("用户名", account.user.login.clone()),
            ("单位", account.home.name.clone()),
            ("职务", account.user.post.clone()),
        ],
        once: None,
        table: Some(Table {
            title: "现有角色",
            heads: heads(&["角色", "在哪里", "授予时间", "操作"]),
            rows: account.roles.iter().map(|held| held_row(&account, held, is_own)).collect(),
            has_acts: true,
            empty: "还没有角色。",
        }),
        acts: Vec::new(),
    })
}

fn held_row(account: &Account, held: &Assignment, is_own: bool) -> Row {
    let take = Act {
        action: format!("{HERE}/{}/take", account.user.id),
        name: "收回",
        tone: "danger",
        hidden: vec![
            ("role", held.role.word().to_owned()),
            ("organisation", held.organisation.clone()),
        ],
        confirm: format!(
            "{}不再是{}的{}，立即生效。",
            account.user.name, held.organisation_name, held.role
        ),
        yes: "收回",
        ..Act::default()
    };
    Row {
        name: held.role.label().to_owned(),
        cells: vec![
            cell("在哪里", held.organisation_name.clone()),
            cell("授予时间", time(&held.given_at)),
        ],
        acts: if is_own { Vec::new() } else { vec![take] },
        ..Row::default()
    }
}
