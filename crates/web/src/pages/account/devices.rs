//! One's own sessions.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use office::Asker;
use serde::Deserialize;
use store::sessions::Session;

use super::below;
use crate::pages::pieces::{Act, FormHead, FormPage, Mark, Row, Said, Table, cell, heads};
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

/// Which session.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    session: String,
}

/// The list.
pub(crate) async fn list_own_sessions(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let sessions = app.office.own_sessions(&asker).await?;
    let others = sessions.len().saturating_sub(1);
    let end_others = Act {
        action: "/account/sessions/end-others".into(),
        name: "退出其他设备",
        tone: "danger",
        icon: "box-arrow-right",
        confirm: format!("其他{others}处登录都会退出，需要重新登录。"),
        yes: "退出其他设备",
        ..Act::default()
    };
    shown(&FormPage {
        page: said.on(below(&app, &asker, "登录中的设备").await?),
        form: FormHead {
            title: "登录中的设备".into(),
            note: "看到不认识的，请先结束它，再改密码。".into(),
            ..FormHead::default()
        },
        fields: Vec::new(),
        facts: vec![("登录中", format!("{}处", sessions.len()))],
        once: None,
        table: Some(Table {
            title: "登录会话",
            heads: heads(&["设备", "地址", "登录时间", "最近使用", "状态", "操作"]),
            rows: sessions.iter().map(|session| row(session, &asker)).collect(),
            has_acts: true,
            empty: "没有登录会话。",
        }),
        acts: if others > 0 { vec![end_others] } else { Vec::new() },
    })
}

/// Ends one.
pub(crate) async fn end_own_session(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(which): Form<Which>,
) -> Result<Redirect, WebError> {
    app.office.end_own_session(&asker, &which.session).await?;
    Ok(Redirect::to("/account/sessions?said=ended"))
}

/// Ends all but this one.
pub(crate) async fn end_other_sessions(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Redirect, WebError> {
    app.office.end_other_sessions(&asker).await?;
    Ok(Redirect::to("/account/sessions?said=ended"))
}

fn row(session: &Session, asker: &Asker) -> Row {
    let is_this = session.id == asker.session;
    let end = Act {
        action: "/account/sessions/end".into(),
        name: "结束",
        hidden: vec![("session", session.id.clone())],
        ..Act::default()
    };
    Row {
        name: device(&session.agent),
        cells: vec![
            cell("地址", session.address.clone()),
            cell("登录时间", time(&session.created_at)),
            cell("最近使用", time(&session.seen_at)),
        ],
        mark: Some(if is_this {
            Mark { tone: "good", icon: "check-circle-fill", name: "本机" }
        } else {
            Mark { tone: "note", icon: "info-circle-fill", name: "其他设备" }
        }),
        acts: if is_this { Vec::new() } else { vec![end] },
        ..Row::default()
    }
}

/// What a browser is, in few words: it calls itself by many.
pub(crate) fn device(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)], other: &'static str| {
        known.iter().find(|(word, _)| agent.contains(word)).map_or(other, |(_, name)| *name)
    };
    // The order matters: most of them name others as well.
    let browsers = [
        ("MicroMessenger", "微信"),
        ("360SE", "360浏览器"),
        ("QQBrowser", "QQ浏览器"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    let systems = [
        ("Windows", "Windows"),
        ("Android", "安卓"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let (browser, system) = (first(&browsers, "其他程序"), first(&systems, "其他系统"));
    format!("{browser}，{system}")
}
