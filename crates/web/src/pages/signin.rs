//! Signing in and out.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use office::OfficeError;
use office::signing::Credentials;
use serde::Deserialize;

use crate::page::DoorPage;
use crate::pages::shown;
use crate::signed::{From, Signed, cookie, no_cookie};
use crate::{App, WebError};

/// `signin.html`
#[derive(Template)]
#[template(path = "signin.html")]
struct SigninPage {
    page: DoorPage,
    name: String,
    error: Option<String>,
    second: bool,
    next: String,
    samples: Vec<(String, String, String)>,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    name: String,
    password: String,
}

/// To the desk, to the sign-in, or to the first start.
pub(crate) async fn show_entrance(signed: Result<Signed, WebError>) -> Redirect {
    Redirect::to(if signed.is_ok() { "/desk" } else { "/signin" })
}

/// The form.
pub(crate) async fn show_signin(State(app): State<App>) -> Result<Response, WebError> {
    form(&app, String::new(), None, StatusCode::OK)
}

/// Signs in.
pub(crate) async fn sign_in(
    State(app): State<App>,
    From(address): From,
    headers: HeaderMap,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let credentials = Credentials {
        login: typed.name.trim().to_owned(),
        password: typed.password,
        address,
        agent: agent.unwrap_or_default().to_owned(),
    };
    match app.office.sign_in(&credentials).await {
        Ok(signed) => {
            let jar = jar.add(cookie(signed.secret, app.options.is_https));
            Ok((jar, Redirect::to("/desk")).into_response())
        }
        Err(error @ (OfficeError::Invalid(_) | OfficeError::Limited(_))) => {
            let error = WebError::from(error);
            form(&app, credentials.login, Some(error.to_string()), error.status())
        }
        Err(error) => Err(error.into()),
    }
}

/// Signs out.
pub(crate) async fn sign_out(
    State(app): State<App>,
    Signed(asker): Signed,
    jar: CookieJar,
) -> Result<Response, WebError> {
    app.office.sign_out(&asker).await?;
    Ok((jar.add(no_cookie()), Redirect::to("/signin")).into_response())
}

fn form(
    app: &App,
    name: String,
    error: Option<String>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let page = SigninPage {
        page: DoorPage::new("登录"),
        name,
        error,
        second: false,
        next: String::new(),
        samples: app.options.samples.clone(),
    };
    Ok((status, shown(&page)?).into_response())
}
