//! Signing in and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use office::OfficeError;
use office::signing::{Credentials, SignedIn};
use serde::Deserialize;
use store::sessions::Stage;

use crate::page::DoorPage;
use crate::pages::shown;
use crate::signed::{From, Signed, SignedAnyhow, cookie, held, local, no_cookie};
use crate::view::escaped;
use crate::{App, WebError};

/// `signin.html`
#[derive(Template)]
#[template(path = "signin.html")]
struct SigninPage {
    page: DoorPage,
    site: String,
    name: String,
    error: Option<String>,
    second: bool,
    next: String,
    samples: Vec<(String, String, String)>,
}

/// Where to afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    next: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    password: String,
    code: String,
    next: String,
}

/// What the form is shown with.
#[derive(Default)]
struct Draft {
    name: String,
    error: Option<String>,
    second: bool,
    next: String,
}

/// To the desk, to the sign-in, or to the first start.
pub(crate) async fn show_entrance(
    State(app): State<App>,
    signed: Result<Signed, WebError>,
) -> Result<Redirect, WebError> {
    let is_new = app.office.is_new().await.map_err(OfficeError::from)?;
    Ok(Redirect::to(match signed {
        Ok(_) => "/desk",
        Err(_) if is_new => "/first-start",
        Err(_) => "/signin",
    }))
}

/// The form.
pub(crate) async fn show_signin(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    if app.office.is_new().await.map_err(OfficeError::from)? {
        return Ok(Redirect::to("/first-start").into_response());
    }
    form(&app, StatusCode::OK, Draft { next: wanted.next, ..Draft::default() }).await
}

/// The form for the second factor.
pub(crate) async fn show_code(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    form(&app, StatusCode::OK, Draft { second: true, next: wanted.next, ..Draft::default() }).await
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
        Ok(signed) => Ok(let_in(&app, jar, signed, &typed.next)),
        Err(error) => {
            let kept = Draft { name: credentials.login, next: typed.next, ..Draft::default() };
            again(&app, error, kept).await
        }
    }
}

/// Takes the code of the second factor.
pub(crate) async fn enter_code(
    State(app): State<App>,
    From(address): From,
    headers: HeaderMap,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let secret = held(&headers).ok_or(OfficeError::SignedOut)?;
    match app.office.enter_code(&secret, &typed.code, &address).await {
        Ok(signed) => Ok(let_in(&app, jar, signed, &typed.next)),
        Err(error) => {
            let kept = Draft { second: true, next: typed.next, ..Draft::default() };
            again(&app, error, kept).await
        }
    }
}

/// Signs out.
pub(crate) async fn sign_out(
    State(app): State<App>,
    SignedAnyhow(asker): SignedAnyhow,
    jar: CookieJar,
) -> Result<Response, WebError> {
    app.office.sign_out(&asker).await?;
    Ok((jar.add(no_cookie()), Redirect::to("/signin")).into_response())
}

fn let_in(app: &App, jar: CookieJar, signed: SignedIn, next: &str) -> Response {
    let jar = jar.add(cookie(signed.secret, app.options.is_https));
    let target = match signed.stage {
        Stage::Pending => format!("/signin/code?next={}", escaped(local(next))),
        Stage::Open if signed.must_change => "/account/password?said=due".to_owned(),
        Stage::Open => local(next).to_owned(),
    };
    (jar, Redirect::to(&target)).into_response()
}

/// The form again, with what was wrong.
async fn again(app: &App, error: OfficeError, kept: Draft) -> Result<Response, WebError> {
    if !matches!(error, OfficeError::Invalid(_) | OfficeError::Limited(_)) {
        return Err(error.into());
    }
    let error = WebError::from(error);
    form(app, error.status(), Draft { error: Some(error.to_string()), ..kept }).await
}

async fn form(app: &App, status: StatusCode, shown_with: Draft) -> Result<Response, WebError> {
    let page = SigninPage {
        page: DoorPage::new("登录"),
        site: app.office.settings().await?.site_name().to_owned(),
        name: shown_with.name,
        error: shown_with.error,
        second: shown_with.second,
        next: shown_with.next,
        samples: app.options.samples.clone(),
    };
    Ok((status, shown(&page)?).into_response())
}
