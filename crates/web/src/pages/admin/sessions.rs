//! Sessions and locked accounts.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use office::watch::Watched;
use serde::Deserialize;
use store::people::User;
use store::sessions::Stage;

use super::lists::Asked;
use crate::pages::account::devices::device;
use crate::pages::pieces::{Act, Field, ListHead, ListPage, Mark, Row, Said, Table, cell, heads};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

const HERE: &str = "/admin/sessions";

/// Which session, which account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    session: String,
    user: String,
}

/// The list.
pub(crate) async fn list_sessions(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let mut all = app.office.list_sessions(&asker).await?;
    let locked = app.office.list_locked(&asker).await?;
    all.retain(|it| it.user.name.contains(&chosen.q) || it.user.login.contains(&chosen.q));
    let said = Said { said: chosen.said.clone() };
    shown(&ListPage {
        page: said.on(framed(&app, &asker, "登录会话", HERE).await?),
        list: ListHead {
            title: "登录会话",
            note: format!(
                "现在有{}处登录。被锁定的账号到时自动解锁，急用可在这里解锁。",
                all.len()
            ),
            new: None,
            action: HERE,
        },
        tabs: Vec::new(),
        filters: vec![Field::new("search", "q", "姓名或用户名", chosen.q.clone())],
        table: Table {
            title: "登录会话",
            heads: heads(&[
                "姓名",
                "用户名",
                "设备",
                "地址",
                "登录时间",
                "最近使用",
                "状态",
                "操作",
            ]),
            rows: all.iter().map(|it| row(it, &asker.session)).collect(),
            has_acts: true,
            empty: "没有符合条件的登录。",
        },
        more: (!locked.is_empty()).then(|| Table {
            title: "锁定的账号",
            heads: heads(&["姓名", "用户名", "锁到", "操作"]),
            rows: locked.iter().map(locked_row).collect(),
            has_acts: true,
            empty: "",
        }),
        paging: None,
        acts: Vec::new(),
    })
}

/// Ends one.
pub(crate) async fn end_session(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(which): Form<Which>,
) -> Result<Redirect, WebError> {
    app.office.end_session(&asker, &which.session).await?;
    Ok(Redirect::to("/admin/sessions?said=ended"))
}

/// Unlocks an account.
pub(crate) async fn unlock_user(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(which): Form<Which>,
) -> Result<Redirect, WebError> {
    app.office.unlock_user(&asker, &which.user).await?;
    Ok(Redirect::to("/admin/sessions?said=unlocked"))
}

/// Turns the second factor of somebody off.
pub(crate) async fn drop_second_factor(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(which): Form<Which>,
) -> Result<Redirect, WebError> {
    app.office.drop_second_factor(&asker, &which.user).await?;
    Ok(Redirect::to("/admin/sessions?said=factor-off"))
}

fn row(it: &Watched, own: &str) -> Row {
    let end = Act {
        action: format!("{HERE}/end"),
        name: "结束",
        tone: "danger",
        hidden: vec![("session", it.session.id.clone())],
        confirm: format!("{}这一处登录立即退出，没有保存的内容会丢失。", it.user.name),
        yes: "结束",
        ..Act::default()
    };
    Row {
        name: it.user.name.clone(),
        cells: vec![
            cell("用户名", it.user.login.clone()),
            cell("设备", device(&it.session.agent)),
            cell("地址", it.session.address.clone()),
            cell("登录时间", time(&it.session.created_at)),
            cell("最近使用", time(&it.session.seen_at)),
        ],
        mark: Some(match it.session.stage {
            Stage::Open => Mark { tone: "good", icon: "check-circle-fill", name: "已登录" },
            Stage::Pending => Mark { tone: "warning", icon: "clock", name: "待二次验证" },
        }),
        acts: if it.session.id == own { Vec::new() } else { vec![end] },
        ..Row::default()
    }
}

fn locked_row(user: &User) -> Row {
    let hidden = || vec![("user", user.id.clone())];
    let unlock = Act {
        action: format!("{HERE}/unlock"),
        name: "解锁",
        icon: "key",
        hidden: hidden(),
        ..Act::default()
    };
    let drop_factor = Act {
        action: format!("{HERE}/second-factor-off"),
        name: "关闭二次验证",
        tone: "danger",
        hidden: hidden(),
        confirm: format!("仅在{}的手机丢失时使用，请先核实本人身份。", user.name),
        yes: "关闭",
        ..Act::default()
    };
    Row {
        name: user.name.clone(),
        cells: vec![
            cell("用户名", user.login.clone()),
            cell("锁到", user.locked_until.as_deref().map(time).unwrap_or_default()),
        ],
        acts: if user.totp_on { vec![unlock, drop_factor] } else { vec![unlock] },
        ..Row::default()
    }
}
