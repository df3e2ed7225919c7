//! Choosing another password.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use office::account::NewPassword;
use office::{Asker, Faults};
use serde::Deserialize;

use super::below;
use crate::pages::pieces::{Field, FormHead, FormPage, Said, faults, wrong};
use crate::pages::shown;
use crate::signed::SignedAnyhow;
use crate::{App, WebError};

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    old: String,
    new: String,
    again: String,
}

/// The form.
pub(crate) async fn show_password(
    State(app): State<App>,
    SignedAnyhow(asker): SignedAnyhow,
    Query(said): Query<Said>,
) -> Result<Response, WebError> {
    let page = form(&app, &asker, &Faults::default()).await?;
    Ok(shown(&FormPage { page: said.on(page.page), ..page })?.into_response())
}

/// Chooses another password.
pub(crate) async fn change_password(
    State(app): State<App>,
    SignedAnyhow(asker): SignedAnyhow,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let typed = NewPassword { old: typed.old, new: typed.new, again: typed.again };
    match app.office.change_password(&asker, &typed).await {
        Ok(()) => Ok(Redirect::to("/account?said=password").into_response()),
        Err(error) => wrong(&form(&app, &asker, &faults(error)?).await?),
    }
}

async fn form(app: &App, asker: &Asker, faults: &Faults) -> Result<FormPage, WebError> {
    let field =
        |name, label, auto| Field::new("password", name, label, "").auto(auto).judged(faults);
    let hint =
        "至少10位，大写字母、小写字母、数字、其他符号里有三样以上，不含用户名，最近5次没有用过。";
    Ok(FormPage {
        page: below(app, asker, "修改密码").await?,
        form: FormHead {
            title: "修改密码".into(),
            note: "改好以后，其他设备上的登录全部退出。".into(),
            action: "/account/password".into(),
            save: "修改密码",
            back: "/account".into(),
        },
        fields: vec![
            field("old", "现在的密码", "current-password"),
            field("new", "新密码", "new-password").hint(hint),
            field("again", "再填一次新密码", "new-password"),
        ],
        facts: Vec::new(),
        once: None,
        table: None,
        acts: Vec::new(),
    })
}
