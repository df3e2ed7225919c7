//! The first start: the region and its three administrators.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use office::OfficeError;
use office::people::{Founding, NewUser};

use crate::page::DoorPage;
use crate::pages::shown;
use crate::signed::From;
use crate::{App, WebError};

/// `first_start.html`
#[derive(Template)]
#[template(path = "first_start.html")]
struct FirstStartPage {
    page: DoorPage,
    organisation: String,
    region: String,
    error: Option<String>,
    offices: Vec<Administrator>,
}

/// One of the three.
struct Administrator {
    key: &'static str,
    title: &'static str,
    may: &'static str,
    may_not: &'static str,
    name: String,
    person: String,
    error: Option<String>,
}

/// The three, what they may and what not.
const THREE: [(&str, &str, &str, &str); 3] = [
    ("system", "系统管理员", "账号、单位、设置、备份", "分配角色，看审计日志，碰绩效文本"),
    ("security", "安全管理员", "谁有什么角色、登录会话、解锁", "建账号，看审计日志，碰绩效文本"),
    ("auditor", "审计管理员", "查看、校验、导出审计日志", "建账号，分配角色，碰绩效文本"),
];

/// What the form sends.
type Typed = BTreeMap<String, String>;

/// The form.
pub(crate) async fn show_first_start(State(app): State<App>) -> Result<Response, WebError> {
    if !app.office.is_new().await.map_err(OfficeError::from)? {
        return Ok(Redirect::to("/signin").into_response());
    }
    form(&Typed::new(), StatusCode::OK, None)
}

/// Founds the office.
pub(crate) async fn found_office(
    State(app): State<App>,
    From(address): From,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let text = |name: &str| typed.get(name).map_or("", |text| text.trim()).to_owned();
    let founding = Founding {
        region: text("region"),
        name: text("organisation"),
        administrators: THREE.map(|(key, title, ..)| NewUser {
            home: String::new(),
            login: text(&format!("{key}_name")),
            name: text(&format!("{key}_person")),
            post: title.to_owned(),
            password: typed.get(&format!("{key}_password")).cloned().unwrap_or_default(),
            must_change: false,
        }),
        address,
    };
    match app.office.found(&founding).await {
        Ok(_) => Ok(Redirect::to("/signin").into_response()),
        Err(error @ (OfficeError::Fields(_) | OfficeError::Invalid(_))) => {
            form(&typed, StatusCode::UNPROCESSABLE_ENTITY, Some(error))
        }
        Err(error) => Err(error.into()),
    }
}

fn form(
    typed: &Typed,
    status: StatusCode,
    wrong: Option<OfficeError>,
) -> Result<Response, WebError> {
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let faults = match &wrong {
        Some(OfficeError::Fields(faults)) => faults.clone(),
        _ => office::Faults::default(),
    };
    let offices = THREE.map(|(key, title, may, may_not)| Administrator {
        key,
        title,
        may,
        may_not,
        name: text(&format!("{key}_name")),
        person: text(&format!("{key}_person")),
        error: faults.of(key).map(str::to_owned),
    });
    let page = FirstStartPage {
        page: DoorPage::new("第一次启动"),
        organisation: text("organisation"),
        region: text("region"),
        error: faults.of("region").map(str::to_owned).or(match wrong {
            Some(OfficeError::Invalid(said)) => Some(said),
            _ => None,
        }),
        offices: offices.into(),
    };
    Ok((status, shown(&page)?).into_response())
}
